//! Literals: their text with escapes resolved, and where it stands.

use proc_macro2::Span as TokenSpan;

use super::Lowerer;
use crate::source::Span;

/// A character of a literal with the bytes of the file it was written as.
#[derive(Clone, Copy)]
pub(super) struct Char {
    pub value: char,
    pub start: u32,
    pub end: u32,
}

/// A string-like literal taken apart.
pub(super) struct Text {
    pub chars: Vec<Char>,
    /// The text without prefix, quotes and suffix.
    pub span: Span,
}

impl Text {
    pub(super) fn value(&self) -> String {
        self.chars.iter().map(|char| char.value).collect()
    }
}

impl Lowerer<'_> {
    /// Reads a string, byte string, C string, character or byte literal from the file.
    #[allow(clippy::cast_possible_truncation)] // files are limited to far below 4 GiB
    pub(super) fn literal_text(&self, at: TokenSpan) -> Text {
        let span = self.span(at, at);
        let written = self.places.written(at, at);
        let quote = if written.trim_start_matches(['b', 'c', 'r', '#']).starts_with('\'') { '\'' } else { '"' };
        let (Some(open), Some(close)) = (written.find(quote), written.rfind(quote)) else {
            return Text { chars: Vec::new(), span };
        };
        let raw = written[..open].contains('r');
        let start = span.start + open as u32 + 1;
        let inner = written.get(open + 1..close).unwrap_or_default();
        let span = Span::new(span.file, start, start + inner.len() as u32);
        Text { chars: decode(inner, start, raw), span }
    }
}

#[allow(clippy::cast_possible_truncation)]
fn decode(inner: &str, base: u32, raw: bool) -> Vec<Char> {
    let mut out = Vec::with_capacity(inner.len());
    let mut chars = inner.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let value = match char {
            '\r' if chars.peek().is_some_and(|&(_, next)| next == '\n') => continue,
            '\\' if !raw => match chars.next() {
                Some((_, 'n')) => '\n',
                Some((_, 'r')) => '\r',
                Some((_, 't')) => '\t',
                Some((_, '0')) => '\0',
                Some((_, 'x')) => {
                    let digits: String = chars.by_ref().take(2).map(|(_, digit)| digit).collect();
                    u8::from_str_radix(&digits, 16).map_or('\u{fffd}', char::from)
                }
                Some((_, 'u')) => {
                    let digits: String = chars
                        .by_ref()
                        .map(|(_, digit)| digit)
                        .take_while(|&digit| digit != '}')
                        .filter(char::is_ascii_hexdigit)
                        .collect();
                    u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32).unwrap_or('\u{fffd}')
                }
                // A line end after a backslash swallows the indentation that follows.
                Some((_, '\n' | '\r')) => {
                    while chars.next_if(|(_, next)| next.is_ascii_whitespace()).is_some() {}
                    continue;
                }
                Some((_, other)) => other,
                None => continue,
            },
            other => other,
        };
        let end = chars.peek().map_or(inner.len(), |&(next, _)| next);
        out.push(Char { value, start: base + at as u32, end: base + end as u32 });
    }
    out
}
