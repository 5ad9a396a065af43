//! Macros by example: their arms, and what a call of one becomes.
//!
//! Arguments that are expressions stand in the expansion as names, so that an expansion is read like the body of a
//! function with these parameters; everything else is put in as it was written.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use rustc_hash::FxHashMap;
use syn::Token;
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream, Parser};

use super::macro_texts::Texts;
use super::paths::name_of;

/// How many steps matching the arguments of one call may take.
const MAX_STEPS: u32 = 20_000;
/// So many tokens of a repetition are looked at for one that is written.
const TOKENS_LOOKED_AT: usize = 8;
/// How deep groups and repetitions of a definition are read.
const MAX_NESTING: u32 = 64;
/// What the names that stand for arguments begin with.
pub(super) const PREFIX: &str = "__arg";

/// The variable of the macro that a name stands for.
pub(super) fn variable(name: &str) -> &str {
    name.strip_prefix(PREFIX).and_then(|rest| rest.split_once('_')).map_or(name, |(_, variable)| variable)
}

/// One way to call a macro, and what that becomes.
pub(super) struct Arm {
    pub matcher: Vec<Pattern>,
    pub body: Vec<TokenTree>,
}

/// A part of a matcher.
pub(super) enum Pattern {
    Token(TokenTree),
    Group(Delimiter, Vec<Pattern>),
    Variable(String, String),
    Repeat(Vec<Pattern>, Option<TokenTree>, char),
}

/// What a variable of a matcher stands for.
#[derive(Clone)]
pub(super) enum Bound {
    One { expression: bool, tokens: Vec<TokenTree>, name: Option<String> },
    Many(Vec<Bound>),
}

/// What the variables of a matcher stand for.
pub(super) type Bindings = FxHashMap<String, Bound>;

/// What a call becomes.
pub(super) struct Expansion {
    pub tokens: TokenStream,
    /// The names that stand for arguments, and these.
    pub arguments: Vec<(String, TokenStream)>,
    /// Declares a name that the caller gave.
    pub declares: bool,
}

/// Whether an expansion is code of its own, or stands for its call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// An expression or statements.
    Code,
    /// Items: all tokens but literals are taken to stand at the call, which is what tells one expansion from another.
    Items,
}

/// The arms of a definition.
pub(super) fn read_arms(stream: TokenStream) -> Vec<Arm> {
    let mut arms = Vec::new();
    let mut tokens = stream.into_iter();
    while let Some(token) = tokens.next() {
        let TokenTree::Group(matcher) = token else { continue };
        let arrow = [tokens.next(), tokens.next()];
        if !arrow.iter().all(|token| matches!(token, Some(TokenTree::Punct(_)))) {
            break;
        }
        let Some(TokenTree::Group(body)) = tokens.next() else { break };
        if let Some(matcher) = patterns(matcher.stream(), 0) {
            arms.push(Arm { matcher, body: body.stream().into_iter().collect() });
        }
    }
    arms
}

fn is_punct(token: Option<&TokenTree>, char: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == char)
}

/// The operator behind a repetition, with the separator before it, and how many tokens they are.
fn operator(tokens: &[TokenTree]) -> Option<(Option<TokenTree>, char, usize)> {
    let sign = |token: Option<&TokenTree>| match token {
        Some(TokenTree::Punct(punct)) if matches!(punct.as_char(), '*' | '+' | '?') => Some(punct.as_char()),
        _ => None,
    };
    if let Some(sign) = sign(tokens.first()) {
        return Some((None, sign, 1));
    }
    Some((tokens.first().cloned(), sign(tokens.get(1))?, 2))
}

fn patterns(stream: TokenStream, depth: u32) -> Option<Vec<Pattern>> {
    if depth > MAX_NESTING {
        return None;
    }
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '$' => match &tokens[at..] {
                [TokenTree::Ident(name), TokenTree::Punct(colon), TokenTree::Ident(kind), ..]
                    if colon.as_char() == ':' =>
                {
                    out.push(Pattern::Variable(name_of(name), name_of(kind)));
                    at += 3;
                }
                [TokenTree::Group(group), rest @ ..] => {
                    let (separator, sign, length) = operator(rest)?;
                    out.push(Pattern::Repeat(patterns(group.stream(), depth + 1)?, separator, sign));
                    at += 1 + length;
                }
                _ => return None,
            },
            TokenTree::Group(group) => {
                out.push(Pattern::Group(group.delimiter(), patterns(group.stream(), depth + 1)?));
            }
            other => out.push(Pattern::Token(other.clone())),
        }
    }
    Some(out)
}

/// What the variables stand for, if the arguments of a call fit. The steps that this takes are added to `taken`.
pub(super) fn fit(matcher: &[Pattern], tokens: &TokenStream, taken: &mut usize) -> Option<Bindings> {
    let mut steps = MAX_STEPS;
    let parser = |input: ParseStream| {
        let mut bindings = Bindings::default();
        fit_all(matcher, input, &mut bindings, &mut steps)?;
        if input.is_empty() { Ok(bindings) } else { Err(input.error("more than the arm takes")) }
    };
    let bindings = parser.parse2(tokens.clone()).ok();
    *taken += (MAX_STEPS - steps) as usize;
    bindings
}

fn fit_all(matcher: &[Pattern], input: ParseStream, out: &mut Bindings, steps: &mut u32) -> syn::Result<()> {
    for part in matcher {
        *steps = steps.checked_sub(1).ok_or_else(|| input.error("too long"))?;
        match part {
            Pattern::Token(expected) => fit_token(expected, input)?,
            Pattern::Group(delimiter, inner) => {
                let TokenTree::Group(group) = input.parse::<TokenTree>()? else {
                    return Err(input.error("not a group"));
                };
                if group.delimiter() != *delimiter {
                    return Err(input.error("another bracket"));
                }
                let parser = |within: ParseStream| {
                    fit_all(inner, within, out, steps)?;
                    if within.is_empty() { Ok(()) } else { Err(within.error("more than the arm takes")) }
                };
                parser.parse2(group.stream())?;
            }
            Pattern::Variable(name, kind) => {
                let tokens = fragment(kind, input)?;
                let expression = matches!(kind.as_str(), "expr" | "expr_2021" | "literal");
                out.insert(name.clone(), Bound::One { expression, tokens, name: None });
            }
            Pattern::Repeat(inner, separator, sign) => {
                let mut rounds = Vec::new();
                while !input.is_empty() && (*sign != '?' || rounds.is_empty()) {
                    let ahead = input.fork();
                    if let Some(separator) = separator.as_ref().filter(|_| !rounds.is_empty())
                        && fit_token(separator, &ahead).is_err()
                    {
                        break;
                    }
                    let mut round = Bindings::default();
                    if fit_all(inner, &ahead, &mut round, steps).is_err() || ahead.cursor() == input.cursor() {
                        break;
                    }
                    input.advance_to(&ahead);
                    rounds.push(round);
                }
                if *sign == '+' && rounds.is_empty() {
                    return Err(input.error("at least one is needed"));
                }
                let mut names = Vec::new();
                variables(inner, &mut names);
                for name in names {
                    let all = rounds.iter_mut().filter_map(|round| round.remove(&name)).collect();
                    out.insert(name, Bound::Many(all));
                }
            }
        }
    }
    Ok(())
}

fn variables(matcher: &[Pattern], out: &mut Vec<String>) {
    for part in matcher {
        match part {
            Pattern::Variable(name, _) => out.push(name.clone()),
            Pattern::Group(_, inner) | Pattern::Repeat(inner, ..) => variables(inner, out),
            Pattern::Token(_) => {}
        }
    }
}

fn fit_token(expected: &TokenTree, input: ParseStream) -> syn::Result<()> {
    let given: TokenTree = input.parse()?;
    let same = match (expected, &given) {
        (TokenTree::Punct(a), TokenTree::Punct(b)) => a.as_char() == b.as_char(),
        (TokenTree::Ident(a), TokenTree::Ident(b)) => a == b,
        (TokenTree::Literal(a), TokenTree::Literal(b)) => a.to_string() == b.to_string(),
        _ => false,
    };
    if same { Ok(()) } else { Err(input.error("another token")) }
}

/// Takes a fragment from the input.
fn fragment(kind: &str, input: ParseStream) -> syn::Result<Vec<TokenTree>> {
    let end = input.fork();
    match kind {
        "expr" | "expr_2021" => drop(end.parse::<syn::Expr>()?),
        "ident" => drop(<Ident as syn::ext::IdentExt>::parse_any(&end)?),
        "ty" => drop(end.parse::<syn::Type>()?),
        "path" => drop(end.parse::<syn::Path>()?),
        "literal" => match end.fork().parse::<Ident>() {
            // An argument of the macro around this one, which is a literal if this compiles.
            Ok(name) if name.to_string().starts_with(PREFIX) => drop(end.parse::<Ident>()?),
            _ => {
                if end.peek(Token![-]) {
                    end.parse::<Token![-]>()?;
                }
                drop(end.parse::<syn::Lit>()?);
            }
        },
        "block" => drop(end.parse::<syn::Block>()?),
        "stmt" => drop(end.parse::<syn::Stmt>()?),
        "item" => drop(end.parse::<syn::Item>()?),
        "pat" => drop(syn::Pat::parse_multi_with_leading_vert(&end)?),
        "pat_param" => drop(syn::Pat::parse_single(&end)?),
        "lifetime" => drop(end.parse::<syn::Lifetime>()?),
        "vis" => drop(end.parse::<syn::Visibility>()?),
        "meta" => drop(end.parse::<syn::Meta>()?),
        // A lifetime is one of these as well.
        "tt" if end.peek(syn::Lifetime) => drop(end.parse::<syn::Lifetime>()?),
        "tt" => drop(TokenTree::parse(&end)?),
        _ => return Err(input.error("an unknown kind of fragment")),
    }
    let mut tokens = Vec::new();
    while input.cursor() != end.cursor() {
        tokens.push(input.parse()?);
    }
    Ok(tokens)
}

/// Writes the body of an arm with the variables put in.
pub(super) struct Writer {
    bindings: Bindings,
    place: Place,
    call: Span,
    pub arguments: Vec<(String, TokenStream)>,
    pub declares: bool,
    /// The number of the next name that stands for an argument.
    pub next: usize,
    /// How many tokens may still be written.
    pub left: usize,
    /// What stands for `$crate`.
    own: String,
}

impl Writer {
    pub(super) fn new(bindings: Bindings, place: Place, call: Span, next: usize, left: usize, own: String) -> Self {
        Self { bindings, place, call, arguments: Vec::new(), declares: false, next, left, own }
    }

    /// Writes a whole body.
    pub(super) fn write_all(&mut self, body: &[TokenTree]) -> Option<TokenStream> {
        Some(self.write(body, &mut Vec::new(), Texts::None, 0)?.into_iter().collect())
    }

    /// Writes a body with the variables put in. `path` says which round of the repetitions around is written, `texts` which
    /// arguments of the macro around are read as texts.
    fn write(&mut self, body: &[TokenTree], path: &mut Vec<usize>, texts: Texts, depth: u32) -> Option<Vec<TokenTree>> {
        if depth > MAX_NESTING {
            return None;
        }
        let mut out: Vec<TokenTree> = Vec::new();
        let mut commas = 0;
        let mut at = 0;
        while let Some(token) = body.get(at) {
            at += 1;
            self.left = self.left.checked_sub(1)?;
            match token {
                TokenTree::Punct(dollar) if dollar.as_char() == '$' => match &body[at..] {
                    [TokenTree::Ident(word), ..] if word == "crate" => {
                        out.push(TokenTree::Ident(Ident::new(&self.own, self.place_of(word.span()))));
                        at += 1;
                    }
                    [TokenTree::Ident(name), rest @ ..] => {
                        at += 1;
                        let raw = is_punct(rest.first(), ':') && !is_punct(rest.get(1), ':')
                            || texts.has(commas) && out.last().is_none_or(|last| is_punct(Some(last), ','));
                        self.put(name, path, raw, &mut out)?;
                    }
                    [TokenTree::Group(group), rest @ ..] => {
                        let (separator, _, length) = operator(rest)?;
                        at += 1 + length;
                        let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                        for round in 0..self.rounds(&inner, path, 0)? {
                            if let Some(separator) = separator.as_ref().filter(|_| round > 0) {
                                out.push(separator.clone());
                            }
                            path.push(round);
                            let texts = if round == 0 && out.is_empty() { texts } else { texts.of_later_rounds() };
                            let written = self.write(&inner, path, texts, depth + 1);
                            path.pop();
                            out.extend(written?);
                        }
                    }
                    _ => return None,
                },
                TokenTree::Group(group) => {
                    let texts = match out.as_slice() {
                        [.., TokenTree::Ident(name), bang] if is_punct(Some(bang), '!') => {
                            Texts::of(&name.to_string(), texts.has(commas))
                        }
                        _ => Texts::None,
                    };
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    let inner = self.write(&inner, path, texts, depth + 1)?;
                    let mut written = Group::new(group.delimiter(), inner.into_iter().collect());
                    written.set_span(self.place_of(group.span()));
                    out.push(TokenTree::Group(written));
                }
                TokenTree::Literal(_) => out.push(token.clone()),
                other => {
                    if is_punct(Some(other), ',') {
                        commas += 1;
                    }
                    let mut other = other.clone();
                    other.set_span(self.place_of(other.span()));
                    out.push(other);
                }
            }
        }
        Some(out)
    }

    fn place_of(&self, written: Span) -> Span {
        if self.place == Place::Items { self.call } else { written }
    }

    fn bound(&self, name: &str, path: &[usize]) -> Option<&Bound> {
        let mut bound = self.bindings.get(name)?;
        // What does not repeat so deep is the same in every round.
        for &round in path {
            match bound {
                Bound::Many(all) => bound = all.get(round)?,
                Bound::One { .. } => break,
            }
        }
        Some(bound)
    }

    /// How often a repetition is written: as often as the variables in it repeat.
    fn rounds(&mut self, inner: &[TokenTree], path: &[usize], depth: u32) -> Option<usize> {
        // To look is work too, where nothing comes to be written.
        self.left = self.left.checked_sub(inner.len() / TOKENS_LOOKED_AT)?;
        if depth > MAX_NESTING {
            return None;
        }
        let mut found = None;
        for (at, token) in inner.iter().enumerate() {
            let rounds = match token {
                TokenTree::Ident(name) if at > 0 && is_punct(inner.get(at - 1), '$') => {
                    match self.bound(&name_of(name), path) {
                        Some(Bound::Many(all)) => Some(all.len()),
                        _ => None,
                    }
                }
                TokenTree::Group(group) => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    self.rounds(&inner, path, depth + 1)
                }
                _ => None,
            };
            found = match (found, rounds) {
                (Some(a), Some(b)) => Some(usize::min(a, b)),
                (a, b) => a.or(b),
            };
        }
        found
    }

    fn put(&mut self, variable: &Ident, path: &[usize], raw: bool, out: &mut Vec<TokenTree>) -> Option<()> {
        let name = name_of(variable);
        let here = self.place_of(variable.span());
        let Some(bound) = self.bound(&name, path) else {
            // No variable of the macro: a `$` for a macro that the expansion defines.
            return None;
        };
        let Bound::One { expression, tokens, name: known } = bound.clone() else { return None };
        self.left = self.left.checked_sub(tokens.len())?;
        let literal = matches!(tokens.as_slice(), [TokenTree::Literal(_)]);
        if !expression || self.place == Place::Items || raw && literal {
            if is_let(out) {
                self.declares = true;
            }
            if expression && !literal {
                let mut group = Group::new(Delimiter::Parenthesis, tokens.into_iter().collect());
                group.set_span(here);
                out.push(TokenTree::Group(group));
            } else {
                out.extend(tokens.into_iter().map(|token| moved(token, here)));
            }
            return Some(());
        }
        let known = known.unwrap_or_else(|| {
            let fresh = format!("{PREFIX}{}_{name}", self.next);
            self.next += 1;
            self.arguments.push((fresh.clone(), tokens.into_iter().collect()));
            self.remember(&name, path, &fresh);
            fresh
        });
        out.push(TokenTree::Ident(Ident::new(&known, here)));
        Some(())
    }

    fn remember(&mut self, variable: &str, path: &[usize], fresh: &str) {
        let Some(mut bound) = self.bindings.get_mut(variable) else { return };
        for &round in path {
            match bound {
                Bound::Many(all) => match all.get_mut(round) {
                    Some(inner) => bound = inner,
                    None => return,
                },
                Bound::One { .. } => break,
            }
        }
        if let Bound::One { name, .. } = bound {
            *name = Some(fresh.to_owned());
        }
    }
}

fn is_let(out: &[TokenTree]) -> bool {
    let word = |token: &TokenTree, text: &str| matches!(token, TokenTree::Ident(word) if word == text);
    match out {
        [.., before, last] if word(last, "mut") => word(before, "let"),
        [.., last] => word(last, "let"),
        [] => false,
    }
}

/// A token of an argument at the place of the variable; the text of literals is read from where they stand.
fn moved(token: TokenTree, here: Span) -> TokenTree {
    match token {
        TokenTree::Ident(mut ident) => {
            ident.set_span(here);
            TokenTree::Ident(ident)
        }
        TokenTree::Punct(mut punct) => {
            punct.set_span(here);
            TokenTree::Punct(punct)
        }
        other => other,
    }
}
