//! Valid code that the grammar does not know, written in another way of the same width; and where the statements of a
//! script begin, so that an error loses only the statement it is in.
//!
//! One pass of a light lexer, over scripts with an error alone. It knows strings, templates, regular expressions and the
//! text of elements. What it mistakes harms little: a mended text counts only where it has fewer errors.

mod words;

use std::ops::Range;

use self::words::{Words, is_name};
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
        // The grammar takes the beginning of `in_progress` for the operator, and the line before for its left side.
        let looks_infix = word.starts_with(b"in") && word.get(2).is_some_and(|byte| !byte.is_ascii_alphabetic());
        if looks_infix
            && self.last == Last::Value
            && self.bytes[self.end..start].contains(&b'\n')
            && self.bytes[self.end].is_ascii_whitespace()
        {
            self.edits.push((self.end..self.end + 1, ";"));
        }
        self.last = match word {
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

    /// Writes what the grammar does not know, and what begins with the word at `start`, in another way.
    fn unknown_syntax(&mut self, start: usize, before: &str) {
        let rest = &self.text[self.at..floor(self.text, self.at.saturating_add(MAX_REACH))];
        let next = Words(rest);
        match &self.text[start..self.at] {
            // `export type * from './types'`
            "export" => {
                if let Some(end) = next.word("type").and_then(|rest| rest.sign('*')).and_then(Words::behind_string) {
                    let end = end.behind_attributes().unwrap_or(end);
                    self.edits.push((start..self.at + rest.len() - end.0.len(), ""));
                    self.at += rest.len() - end.0.len();
                }
            }
            "interface" => self.interface = true,
            // `using file = open()`, `await using file = open()`
            "using" if next.declares_name() => self.edits.push((start..self.at, "const")),
            // The grammar takes words for what they rarely are, where they are names. A name is read from the code itself.
            "using" => self.edits.push((start..self.at, "Using")),
            "accessor" if !next.declares_member() => self.edits.push((start..self.at, "Accessor")),
            "as" if matches!(before, "let" | "const" | "var") => self.edits.push((start..self.at, "As")),
            "type" if self.sign_before(start) == Some(b'<') || next.word("extends").is_some() => {
                self.edits.push((start..self.at, "Type"));
            }
            "await" if next.word("using").is_some_and(Words::declares_name) => self.edits.push((start..self.at, "")),
            // `accessor name = 1`
            "accessor" => self.edits.push((start..self.at, "")),
            // `import.defer('./module')`
            "import" if rest.starts_with(".defer(") || rest.starts_with(".source(") => {
                let length = rest.find('(').unwrap_or_default();
                self.edits.push((self.at..self.at + length, ""));
                self.at += length;
            }
            // `global { … }` in a module that is declared
            "global"
                if before != "declare"
                    && next.sign('{').is_some()
                    && matches!(self.sign_before(start), Some(b'{' | b'}' | b';')) =>
            {
                self.edits.push((start..self.at, ""));
            }
            "abstract" if rest.starts_with([':', '?']) => self.edits.push((start..self.at, "Abstract")),
            // `export default abstract class`
            "abstract" if before == "default" => self.edits.push((start..self.at, "")),
            // `import defer * as name from`, `import source name from`
            "defer" if before == "import" && next.sign('*').is_some() => self.edits.push((start..self.at, "")),
            "source" if before == "import" && next.name().is_some_and(|rest| rest.word("from").is_some()) => {
                self.edits.push((start..self.at, ""));
            }
            // `sort<typeof import('module')>()`
            "typeof" if self.sign_before(start) == Some(b'<') => {
                let string = next
                    .word("import")
                    .and_then(|rest| rest.sign('('))
                    .and_then(|rest| Words(rest.0.trim_start()).string());
                if let Some(end) = string.and_then(|rest| rest.sign(')')) {
                    self.edits.push((start..self.at + rest.len() - end.0.len(), "any"));
                    self.at += rest.len() - end.0.len();
                }
            }
            // `interface Source<in out Item>`
            "in" | "out" if self.declares_parameter(start, before, next) => self.edits.push((start..self.at, "")),
            // The type `import('module').Name<Argument>`
            "import" => {
                let named = next.sign('(').and_then(|rest| Words(rest.0.trim_start()).string());
                let named = named.and_then(|rest| rest.sign(')')).and_then(|rest| rest.sign('.'));
                if let Some(end) = named.filter(|rest| rest.is_type_name()) {
                    self.edits.push((start..self.at + rest.len() - end.0.len(), ""));
                    self.at += rest.len() - end.0.len();
                }
            }
            _ => {}
        }
    }

    /// The last character before a place that is no space.
    fn sign_before(&self, at: usize) -> Option<u8> {
        self.bytes[..at].iter().rev().take(MAX_REACH).copied().find(|byte| !byte.is_ascii_whitespace())
    }

    /// Whether the word at `start` says how a type varies with the parameter behind it.
    fn declares_parameter(&self, start: usize, before: &str, next: Words<'_>) -> bool {
        let begins = matches!(self.sign_before(start), Some(b'<' | b',')) || before == "in";
        let is_spaced = next.0.starts_with([' ', '\t']);
        let behind = next.name().map(|rest| rest.0.trim_start());
        begins
            && is_spaced
            && (next.word("out").is_some()
                || behind.is_some_and(|rest| rest.starts_with(['>', ',', '=']) || rest.starts_with("extends ")))
    }

    /// Takes away the arguments of a template's tag, ``sql<Row>`…` ``, which end right before the template.
    fn without_arguments(&mut self) {
        let mut open = 0_usize;
        let start = self.at.saturating_sub(MAX_REACH);
        for at in (start..self.at).rev() {
            self.look();
            match self.bytes[at] {
                b'>' if self.bytes[at - usize::from(at > 0)] != b'=' => open += 1,
                b'<' => open = open.saturating_sub(1),
                b';' if open <= 1 && !self.bytes[at..self.at].contains(&b'}') => return,
                _ => {}
            }
            if open == 0 {
                if at > 0 && is_name(self.bytes[at - 1]) {
                    self.edits.push((at..self.at, ""));
                }
                return;
            }
        }
    }

    /// Whether the type of an object begins behind a brace, with the signature of a call.
    fn begins_signatures(&self) -> bool {
        let is_type = matches!(self.sign_before(self.at), Some(b':' | b'=' | b'|' | b'&' | b'<' | b',' | b'('));
        let mut rest = self.text[self.at + 1..floor(self.text, self.at.saturating_add(MAX_REACH))].trim_start();
        while let Some((_, behind)) = rest.strip_prefix("/*").and_then(|rest| rest.split_once("*/")) {
            rest = behind.trim_start();
        }
        is_type && rest.starts_with(['<', '('])
    }

    /// Ends a signature before the one that begins here, on a line of its own, in an interface or the type of an object.
    fn end_signature(&mut self) {
        let between = &self.bytes[self.end..self.at];
        let before = &self.bytes[..self.end];
        let goes_on =
            matches!(before.last(), None | Some(b';' | b',' | b'{' | b'|' | b'&' | b':' | b'=' | b'<' | b'(' | b'?'))
                || before.ends_with(b"=>");
        if between.contains(&b'\n') && between.last().is_some_and(u8::is_ascii_whitespace) && !goes_on {
            self.edits.push((self.at - 1..self.at, ";"));
        }
    }

    /// `… from './data.json' with { type: 'json' }`
    fn attributes(&mut self) {
        if !matches!(&self.text[self.word.clone()], "from" | "import") {
            return;
        }
        let rest = &self.text[self.at..floor(self.text, self.at.saturating_add(MAX_REACH))];
        let next = Words(rest);
        if let Some(Words(end)) = next.behind_attributes() {
            self.edits.push((self.at..self.at + rest.len() - end.len(), ""));
            self.at += rest.len() - end.len();
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
        self.at += 1;
        self.last = Last::Value;
        while let Some(byte) = self.peek().filter(|_| self.looks > 0) {
            self.look();
            self.at += 1;
            match byte {
                b'\\' => self.at = (self.at + 1).min(self.bytes.len()),
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

    /// A `<` where a value is wanted: an element, unless it turns out to be the parameters of a generic function.
    fn maybe_element(&mut self, depth: usize) {
        let (start, edits, statements) = (self.at, self.edits.len(), self.statements.len());
        if self.element(depth + 1) {
            self.last = Last::Value;
        } else {
            self.edits.truncate(edits);
            self.statements.truncate(statements);
            self.at = start + 1;
            self.last = Last::Operator;
        }
    }

    /// Reads an element; whether it is one, up to the end tag of its name.
    fn element(&mut self, depth: usize) -> bool {
        if depth > MAX_NESTING {
            return false;
        }
        self.at += 1;
        let name = self.tag_name();
        if self.is_generic(&name) || (name.is_empty() && self.peek() != Some(b'>')) {
            return false;
        }
        match self.attributes_of_tag(depth) {
            None => false,
            Some(true) => true,
            Some(false) => self.children(&name, depth),
        }
    }

    /// `<T,>`, `<T extends object>`
    fn is_generic(&self, name: &str) -> bool {
        let rest = self.text[self.at..].trim_start();
        !name.is_empty() && (rest.starts_with([',', '=']) || rest.starts_with("extends "))
    }

    fn tag_name(&mut self) -> String {
        let start = self.at;
        let is_part = |byte: u8| is_name(byte) || matches!(byte, b'.' | b':' | b'-');
        self.at += self.bytes[start..].iter().take_while(|byte| is_part(**byte)).count();
        self.text[start..self.at].to_owned()
    }

    /// Reads the rest of a start tag; whether it closes itself, `None` where it is no tag.
    fn attributes_of_tag(&mut self, depth: usize) -> Option<bool> {
        loop {
            let byte = self.peek().filter(|_| self.look())?;
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' | b'=' => self.at += 1,
                b'>' => {
                    self.at += 1;
                    return Some(false);
                }
                b'/' if self.bytes.get(self.at + 1) == Some(&b'>') => {
                    self.at += 2;
                    return Some(true);
                }
                b'/' => {
                    self.last = Last::Value;
                    self.slash();
                }
                b'"' | b'\'' => {
                    let length = self.bytes[self.at + 1..].iter().position(|other| *other == byte)?;
                    self.looks = self.looks.saturating_sub(length);
                    let end = self.at + length + 2;
                    while self.at < end {
                        match self.bytes[self.at] {
                            b'&' if !is_reference(&self.text[self.at..end]) => self.replace(),
                            _ => self.at += 1,
                        }
                    }
                }
                b'{' => self.hole(depth)?,
                b'<' => self.element(depth + 1).then_some(())?,
                _ if is_name(byte) || matches!(byte, b':' | b'-' | b'.') => self.at += 1,
                _ => return None,
            }
        }
    }

    fn hole(&mut self, depth: usize) -> Option<()> {
        self.at += 1;
        self.last = Last::Operator;
        self.code(b'}', depth + 1).then_some(())
    }

    fn children(&mut self, name: &str, depth: usize) -> bool {
        while let Some(byte) = self.peek() {
            if !self.look() {
                return false;
            }
            match byte {
                b'<' if self.bytes.get(self.at + 1) == Some(&b'/') => {
                    self.at += 2;
                    self.at += self.bytes[self.at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                    let closed = self.tag_name();
                    let rest = &self.text[self.at..];
                    let closed = closed == name && rest.trim_start().starts_with('>');
                    self.at += rest.len() - rest.trim_start().len() + usize::from(closed);
                    return closed;
                }
                b'<' => {
                    if !self.element(depth + 1) {
                        return false;
                    }
                }
                b'{' => {
                    if self.hole(depth).is_none() {
                        return false;
                    }
                }
                b'&' if !is_reference(&self.text[self.at..]) => self.replace(),
                b'>' | b'}' => self.replace(),
                _ => self.at += 1,
            }
        }
        false
    }

    /// Replaces a character of the text of an element that the grammar does not take.
    fn replace(&mut self) {
        self.edits.push((self.at..self.at + 1, " "));
        self.at += 1;
    }
}

/// `&nbsp;`, `&#160;`
fn is_reference(text: &str) -> bool {
    let name = text[1..].find(|c: char| !c.is_ascii_alphanumeric() && c != '#');
    name.is_some_and(|end| end > 0 && text[1 + end..].starts_with(';'))
}

fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
