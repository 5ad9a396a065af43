//! What is refused before the parser sees it.
//!
//! The parser recurses for every level of nesting and its trees are dropped recursively; on hostile input that ends
//! the process. Tokens come from an iterative lexer, so they can be counted safely first.

use proc_macro2::{Delimiter, Spacing, Span, TokenStream, TokenTree, token_stream::IntoIter};

/// The largest file that is parsed, in bytes.
pub(super) const MAX_BYTES: usize = 2 << 20;
/// How deep brackets, generics, prefix operators and closures may nest, together.
const MAX_NESTING: usize = 500;
/// How long a chain of methods, operators or `else if` may be.
const MAX_CHAIN: usize = 10_000;

/// What stands before a token: decides whether `&`, `|` or `<` opens something or joins two operands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Operator,
    Else,
    Name,
    Literal,
    Close,
    CloseBrace,
}

/// An open bracket or angle bracket.
#[derive(Default)]
struct Level {
    angle: bool,
    /// Openings that last to the end of the expression: closures, `return`, `=`, `->`.
    loose: usize,
    /// Prefix operators, which last to the next infix operator.
    tight: usize,
    chain: usize,
    /// Between the bars of a closure, where a comma ends nothing.
    params: bool,
    /// In a `use` tree, whose segments nest.
    in_use: bool,
}

struct Scan {
    levels: Vec<Level>,
    /// The sum of `loose` and `tight` over all levels.
    weight: usize,
    before: Before,
    /// After `#` or `#!`, which the brackets of an attribute follow.
    attribute: bool,
    exceeded: Option<&'static str>,
}

/// The first place where the tokens nest too deeply or chain too long.
pub(super) fn check(stream: &TokenStream) -> Option<(Span, &'static str)> {
    let mut scan =
        Scan { levels: vec![Level::default()], weight: 0, before: Before::Operator, attribute: false, exceeded: None };
    let mut open: Vec<(IntoIter, Delimiter, bool)> = Vec::new();
    let mut tokens = stream.clone().into_iter();
    let mut operators = String::new();
    let mut lifetime = false;
    loop {
        let Some(token) = tokens.next() else {
            scan.flush(&mut operators);
            let (outer, delimiter, attribute) = open.pop()?;
            tokens = outer;
            scan.close();
            scan.before = match delimiter {
                // What an attribute stands on is still to come.
                _ if attribute => Before::Operator,
                Delimiter::Brace => Before::CloseBrace,
                _ => Before::Close,
            };
            continue;
        };
        let place = token.span();
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                scan.flush(&mut operators);
                scan.boundary();
                lifetime = true;
            }
            TokenTree::Punct(punct) => {
                operators.push(punct.as_char());
                // A long run of prefix operators is one joint run; it is cut so that the limit is met early.
                if punct.spacing() == Spacing::Alone || operators.len() > 4 * MAX_NESTING {
                    scan.flush(&mut operators);
                }
            }
            other => {
                scan.flush(&mut operators);
                match other {
                    TokenTree::Ident(_) if lifetime => lifetime = false,
                    TokenTree::Ident(ident) => scan.word(&ident.to_string()),
                    TokenTree::Literal(_) => {
                        scan.boundary();
                        scan.before = Before::Literal;
                    }
                    TokenTree::Group(group) => {
                        if group.delimiter() != Delimiter::Brace && scan.before == Before::Close {
                            scan.chain();
                        }
                        let attribute = std::mem::take(&mut scan.attribute);
                        scan.open(false);
                        scan.before = Before::Operator;
                        open.push((
                            std::mem::replace(&mut tokens, group.stream().into_iter()),
                            group.delimiter(),
                            attribute,
                        ));
                    }
                    TokenTree::Punct(_) => {}
                }
            }
        }
        if let Some(what) = scan.exceeded {
            return Some((place, what));
        }
    }
}

impl Scan {
    /// Nothing that could be an operand stands before.
    fn prefix(&self) -> bool {
        matches!(self.before, Before::Operator | Before::Else | Before::CloseBrace)
    }

    fn top(&mut self) -> &mut Level {
        if self.levels.is_empty() {
            self.levels.push(Level::default());
        }
        let last = self.levels.len() - 1;
        &mut self.levels[last]
    }

    fn limit(&mut self) {
        if self.weight + self.levels.len() > MAX_NESTING + 1 {
            self.exceeded = Some("code is nested too deeply to be read");
        }
    }

    fn open(&mut self, angle: bool) {
        self.levels.push(Level { angle, ..Level::default() });
        self.limit();
    }

    fn pop(&mut self) {
        if let Some(level) = self.levels.pop() {
            self.weight -= level.loose + level.tight;
        }
    }

    fn pop_angles(&mut self) {
        while self.levels.last().is_some_and(|level| level.angle) {
            self.pop();
        }
    }

    /// A closing bracket also ends what was taken for generics.
    fn close(&mut self) {
        self.pop_angles();
        self.pop();
    }

    fn clear(&mut self) {
        let top = self.top();
        let dropped = top.loose + top.tight;
        *top = Level { angle: top.angle, ..Level::default() };
        self.weight -= dropped;
    }

    /// The end of a statement, item or match pattern.
    fn reset(&mut self) {
        self.pop_angles();
        self.clear();
        self.before = Before::Operator;
    }

    /// A block followed by something that cannot continue it ends a statement.
    fn boundary(&mut self) {
        if self.before == Before::CloseBrace {
            self.reset();
        }
    }

    fn loose(&mut self) {
        let top = self.top();
        // Prefix operators before it stay open as long as it does.
        top.loose += 1 + top.tight;
        top.tight = 0;
        self.weight += 1;
        self.before = Before::Operator;
        self.limit();
    }

    fn tight(&mut self, count: usize) {
        self.top().tight += count;
        self.weight += count;
        self.before = Before::Operator;
        self.limit();
    }

    fn chain(&mut self) {
        let top = self.top();
        top.chain += 1;
        if top.chain > MAX_CHAIN {
            self.exceeded = Some("a chain of calls, operators or branches is too long to be read");
        }
    }

    fn infix(&mut self) {
        self.chain();
        let top = self.top();
        if !top.angle {
            let closed = std::mem::take(&mut top.tight);
            self.weight -= closed;
        }
        self.before = Before::Operator;
    }

    fn word(&mut self, word: &str) {
        if !matches!(word, "as" | "else" | "in" | "where") {
            self.boundary();
        }
        match word {
            "else" => self.before = Before::Else,
            "if" if self.before == Before::Else => {
                self.chain();
                self.before = Before::Operator;
            }
            "as" => {
                self.chain();
                self.before = Before::Operator;
            }
            "return" | "break" | "yield" | "become" | "if" | "match" | "while" | "for" | "let" | "async" | "move"
            | "static" | "unsafe" | "const" | "dyn" | "impl" | "fn" | "do" | "box" | "try" => self.loose(),
            "use" => {
                self.top().in_use = true;
                self.before = Before::Operator;
            }
            "mut" | "ref" | "in" | "where" | "pub" => self.before = Before::Operator,
            _ => self.before = Before::Name,
        }
    }

    /// Splits a run of joint punctuation into operators.
    fn flush(&mut self, run: &mut String) {
        const LONG: [&str; 25] = [
            "<<=", ">>=", "...", "..=", "::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", "+=", "-=", "*=", "/=",
            "%=", "^=", "&=", "|=", "<<", ">>", "..", "<-",
        ];
        let mut rest = run.as_str();
        while let Some(first) = rest.chars().next() {
            let operator = LONG.iter().copied().find(|long| rest.starts_with(long));
            let length = operator.map_or(first.len_utf8(), str::len);
            self.operator(&rest[..length]);
            rest = &rest[length..];
        }
        run.clear();
    }

    fn operator(&mut self, operator: &str) {
        match operator {
            ";" | "=>" => self.reset(),
            "," => {
                if !self.top().params {
                    self.clear();
                }
                self.before = Before::Operator;
            }
            "::" => {
                if self.top().in_use {
                    self.loose();
                }
                self.before = Before::Operator;
            }
            "->" | ".." | "..=" | "..." | "@" | "=" | "+=" | "-=" | "*=" | "/=" | "%=" | "^=" | "&=" | "|=" | "<<="
            | "<-" => self.loose(),
            "." => {
                self.chain();
                self.before = Before::Operator;
            }
            "?" => self.chain(),
            "#" => {
                self.boundary();
                self.before = Before::Operator;
                self.attribute = true;
            }
            "!" if self.attribute => {}
            "<" | "<<" => {
                if matches!(self.before, Before::Literal | Before::Close) {
                    self.infix();
                } else {
                    for _ in 0..operator.len() {
                        self.open(true);
                    }
                    self.before = Before::Operator;
                }
            }
            ">" | ">>" | ">=" | ">>=" => self.close_angles(operator),
            "|" if self.top().params => {
                self.top().params = false;
                self.loose();
            }
            "|" if self.prefix() => {
                self.loose();
                self.top().params = true;
            }
            "||" if self.prefix() => self.loose(),
            "&" | "&&" | "*" | "-" | "!" if self.prefix() => self.tight(operator.len()),
            ":" | "$" => self.before = Before::Operator,
            _ => self.infix(),
        }
    }

    fn close_angles(&mut self, operator: &str) {
        let mut closed = false;
        for _ in 0..operator.matches('>').count() {
            if self.levels.last().is_some_and(|level| level.angle) {
                self.pop();
                closed = true;
            }
        }
        if closed {
            self.before = Before::Close;
            if operator.ends_with('=') {
                self.loose();
            }
        } else {
            self.infix();
        }
    }
}
