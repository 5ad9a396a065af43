//! Valid code that the grammar does not know, written in another way of the same width; and where the statements of a
//! script begin, so that an error loses only the statement it is in.
//!
//! One pass of a light lexer, over scripts with an error alone. It knows strings, templates, regular expressions and the
//! text of elements. What it mistakes harms little: a mended text counts only where it has fewer errors.

mod elements;
mod syntax;
mod words;

use std::ops::Range;

use self::words::is_name;
use super::windows::regex;

/// Deeper nesting is not looked into.
const MAX_NESTING: usize = 150;
/// How many bytes are looked at for each byte of the script: what looks like an element and is none is read again.
const MAX_LOOKS: usize = 8;
/// How far a statement that the grammar does not know may reach.
const MAX_REACH: usize = 1024;

/// What was found in a script.
pub(super) struct Mended {
    /// The script, byte for byte as long.
    pub text: String,
    /// Where statements outside all brackets begin, in order.
    pub statements: Vec<usize>,
}

/// Mends a script; `elements` where it may hold them.
pub(super) fn mend(text: &str, elements: bool) -> Mended {
    let mut lexer = Lexer {
        text,
        bytes: text.as_bytes(),
        at: 0,
        elements,
        looks: text.len().saturating_mul(MAX_LOOKS) + MAX_REACH,
        last: Last::Operator,
        word: 0..0,
        end: 0,
        interface: false,
        signatures: false,
        edits: Vec::new(),
        statements: Vec::new(),
    };
    while lexer.at < lexer.bytes.len() && lexer.looks > 0 {
        lexer.code(0, 0);
        // A closing bracket that nothing has opened.
        lexer.at += 1;
    }
    let mut mended = text.as_bytes().to_vec();
    for (range, with) in &lexer.edits {
        if let Some(place) = mended.get_mut(range.clone()) {
            let is_break = |byte: u8| matches!(byte, b'\n' | b'\r');
            place.iter_mut().filter(|byte| !is_break(**byte)).for_each(|byte| *byte = b' ');
            place.iter_mut().zip(with.bytes()).for_each(|(byte, new)| *byte = new);
        }
    }
    // Only characters of one byte have been replaced, or whole pieces of code.
    Mended { text: String::from_utf8(mended).unwrap_or_else(|_| text.to_owned()), statements: lexer.statements }
}

/// What stands in front of a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Value,
    /// A value comes next.
    Operator,
}

struct Lexer<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    elements: bool,
    looks: usize,
    last: Last,
    /// The last word.
    word: Range<usize>,
    /// Where the last token ends that is no comment.
    end: usize,
    /// The next brace opens an interface.
    interface: bool,
    /// The code that is read holds signatures.
    signatures: bool,
    edits: Vec<(Range<usize>, &'static str)>,
    statements: Vec<usize>,
}

impl Lexer<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn look(&mut self) -> bool {
        self.looks = self.looks.saturating_sub(1);
        self.looks > 0
    }

    /// Reads code up to the bracket that closes it, which is taken; whether it is there. Without one the code is that
    /// outside all brackets.
    fn code(&mut self, closer: u8, depth: usize) -> bool {
        if depth > MAX_NESTING {
            return false;
        }
        while let Some(byte) = self.peek() {
            if !self.look() {
                return false;
            }
            let is_outside = closer == 0 && depth == 0;
            let is_comment = byte == b'/' && matches!(self.bytes.get(self.at + 1), Some(b'/' | b'*'));
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => {
                    self.at += 1;
                    continue;
                }
                b'"' | b'\'' => {
                    self.string(byte);
                    self.attributes();
                }
                b'`' => {
                    if self.at > 0 && self.bytes[self.at - 1] == b'>' {
                        self.without_arguments();
                    }
                    self.template(depth);
                }
                b'/' => self.slash(),
                b'(' | b'[' | b'{' => {
                    if !self.brackets(byte, depth) && !is_outside {
                        return false;
                    }
                }
                b')' | b']' | b'}' => {
                    if byte == closer {
                        self.at += 1;
                    }
                    return byte == closer;
                }
                b'<' if self.elements && self.last == Last::Operator => self.maybe_element(depth),
                _ if is_name(byte) => {
                    // What stands at the very beginning of a line, as declarations do, is outside even where brackets do
                    // not match.
                    let at_line = self.at == 0 || self.bytes[self.at - 1] == b'\n';
                    if at_line && self.declares() {
                        if !is_outside {
                            return false;
                        }
                        self.statements.push(self.at);
                    }
                    self.name();
                }
                _ => {
                    if byte == b'<' && self.signatures {
                        self.end_signature();
                    }
                    self.fraction(byte);
                    self.at += 1;
                    let asserts = byte == b'!' && self.last == Last::Value;
                    self.last = if asserts { Last::Value } else { Last::Operator };
                }
            }
            if !is_comment {
                self.end = self.at;
            }
        }
        closer == 0
    }

    /// Reads what stands in brackets; whether they are closed.
    fn brackets(&mut self, opener: u8, depth: usize) -> bool {
        if opener == b'(' && self.signatures {
            self.end_signature();
        }
        let signatures = opener == b'{' && (std::mem::take(&mut self.interface) || self.begins_signatures());
        let outer = std::mem::replace(&mut self.signatures, signatures);
        self.at += 1;
        self.end = self.at;
        self.last = Last::Operator;
        let closer = match opener {
            b'(' => b')',
            b'[' => b']',
            _ => b'}',
        };
        let is_closed = self.code(closer, depth + 1);
        self.signatures = outer;
        self.last = if opener == b'{' { Last::Operator } else { Last::Value };
        is_closed
    }

    /// Whether a declaration begins here.
    fn declares(&self) -> bool {
        const WORDS: [&str; 14] = [
            "import",
            "export",
            "function",
            "class",
            "const",
            "let",
            "var",
            "async",
            "type",
            "interface",
            "enum",
            "abstract",
            "declare",
            "namespace",
        ];
        let rest = &self.text[self.at..];
        WORDS
            .iter()
            .any(|word| rest.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', '\t', '{', '*', '"', '\''])))
    }

    fn name(&mut self) {
        let start = self.at;
        self.at += self.bytes[start..].iter().take_while(|byte| is_name(**byte)).count();
        let is_member = start > 0 && self.bytes[start - 1] == b'.';
        let before = std::mem::replace(&mut self.word, start..self.at);
        let word = &self.bytes[start..self.at];
        let names_member = matches!(word, b"in" | b"instanceof") && self.names_member();
        if (names_member || looks_infix(word))
            && self.last == Last::Value
            && self.bytes[self.end..start].contains(&b'\n')
            && self.bytes[self.end].is_ascii_whitespace()
        {
            self.edits.push((self.end..self.end + 1, ";"));
        }
        self.last = match word {
            _ if names_member => Last::Value,
            b"return" | b"typeof" | b"case" | b"in" | b"of" | b"delete" | b"void" | b"throw" | b"new" | b"else"
            | b"do" | b"instanceof" | b"yield" | b"await" | b"default" | b"extends" | b"as" | b"satisfies"
                if !is_member =>
            {
                Last::Operator
            }
            _ => Last::Value,
        };
        if !is_member {
            let text = self.text;
            self.unknown_syntax(start, &text[before]);
        }
    }

    /// A string ends at the end of its line, if not before.
    fn string(&mut self, quote: u8) {
        self.at += 1;
        while let Some(byte) = self.peek().filter(|_| self.looks > 0) {
            self.look();
            self.at += 1;
            match byte {
                b'\\' => self.at = (self.at + 1).min(self.bytes.len()),
                b'\n' => break,
                _ if byte == quote => break,
                _ => {}
            }
        }
        self.last = Last::Value;
    }

    /// A template that nobody closes ends at the end of its line.
    fn template(&mut self, depth: usize) {
        let start = self.at;
        let is_tagged = start > 0 && (is_name(self.bytes[start - 1]) || matches!(self.bytes[start - 1], b')' | b']'));
        self.at += 1;
        self.last = Last::Value;
        while let Some(byte) = self.peek().filter(|_| self.looks > 0) {
            self.look();
            self.at += 1;
            match byte {
                b'\\' => {
                    // What the tag gets is the text as it is written, so that anything may stand there.
                    if is_tagged && !is_escape(&self.bytes[self.at..]) {
                        self.edits.push((self.at - 1..self.at, " "));
                    }
                    self.at = (self.at + 1).min(self.bytes.len());
                }
                b'`' => return,
                b'$' if self.peek() == Some(b'{') => {
                    self.at += 1;
                    self.last = Last::Operator;
                    if !self.code(b'}', depth + 1) {
                        return;
                    }
                    self.last = Last::Value;
                }
                _ => {}
            }
        }
        let line = self.bytes[start..].iter().position(|byte| *byte == b'\n');
        self.at = line.map_or(self.bytes.len(), |length| start + length);
    }

    fn slash(&mut self) {
        let rest = &self.bytes[self.at + 1..];
        let length = match rest.first() {
            Some(b'/') => rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len()),
            Some(b'*') => rest.windows(2).skip(1).position(|pair| pair == b"*/").map_or(rest.len(), |found| found + 3),
            _ if self.last == Last::Value => {
                self.last = Last::Operator;
                0
            }
            _ => {
                let length = regex(rest);
                self.last = if length.is_some() { Last::Value } else { Last::Operator };
                length.unwrap_or(0)
            }
        };
        self.at = (self.at + 1 + length).min(self.bytes.len());
        self.looks = self.looks.saturating_sub(length);
    }
}

/// Whether what follows a backslash is an escape, as far as those tell that need digits.
fn is_escape(rest: &[u8]) -> bool {
    let hexadecimal = |digits: &[u8]| digits.iter().all(u8::is_ascii_hexdigit);
    match rest {
        [b'u', b'{', digits @ ..] => {
            let length = digits.iter().position(|byte| *byte == b'}');
            length.is_some_and(|length| length > 0 && hexadecimal(&digits[..length]))
        }
        [b'u', digits @ ..] => digits.get(..4).is_some_and(hexadecimal),
        [b'x', digits @ ..] => digits.get(..2).is_some_and(hexadecimal),
        _ => true,
    }
}

/// Whether the grammar takes the beginning of a word for an operator, and the line before for its left side: `in_progress`.
fn looks_infix(word: &[u8]) -> bool {
    let operator = [&b"instanceof"[..], b"in"].into_iter().find(|operator| word.starts_with(operator));
    let next = operator.and_then(|operator| word.get(operator.len()));
    next.is_some_and(|byte| !byte.is_ascii_alphabetic())
}

fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
