//! Elements, and the characters of their text that the grammar does not take.

use super::words::is_name;
use super::{Last, Lexer, MAX_NESTING};

impl Lexer<'_> {
    /// A `<` where a value is wanted: an element, unless it turns out to be the parameters of a generic function.
    pub(super) fn maybe_element(&mut self, depth: usize) {
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

/// `&nbsp;`, `&#160;`, as far as the grammar knows them: not `&sup2;`, nor a number of many digits.
fn is_reference(text: &str) -> bool {
    let name = &text[1..];
    let (digits, most, is_digit): (&str, usize, fn(&u8) -> bool) = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 6, u8::is_ascii_hexdigit),
            None => (number, 5, u8::is_ascii_digit),
        },
        None => (name, 30, u8::is_ascii_alphabetic),
    };
    let length = digits.bytes().take_while(is_digit).count();
    (1..=most).contains(&length) && digits[length..].starts_with(';')
}
