//! String and template literals.

use tree_sitter::Node;

use super::{Lowering, first_kid, has_token, strip};
use crate::ir::{Element, ExprId, ExprKind, TemplatePart};
use crate::source::Span;

impl<'t> Lowering<'t> {
    /// The text of a string literal, its escapes resolved, and the span between its quotes.
    pub(super) fn string(&self, node: Node<'t>) -> (Box<str>, Span) {
        let (raw, span) = self.between_quotes(node);
        (cook(raw).into(), span)
    }

    /// The raw text between the quotes of a string and its span. A missing end quote leaves the rest.
    pub(super) fn between_quotes(&self, node: Node<'t>) -> (&'t str, Span) {
        let text = self.text(node);
        let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`')) else {
            return (text, self.span(node));
        };
        let inner = &text[1..];
        let inner = if text.len() > 1 { inner.strip_suffix(quote).unwrap_or(inner) } else { inner };
        let start = node.start_byte() + 1;
        (inner, self.span_of(start, start + inner.len()))
    }

    /// A literal used as a key: a string, or a template without holes.
    pub(super) fn literal_text(&self, node: Node<'t>) -> Option<(Box<str>, Span)> {
        let node = strip(node);
        match node.kind() {
            "string" => Some(self.string(node)),
            "template_string" if !has_token(node, "template_substitution") => Some(self.string(node)),
            _ => None,
        }
    }

    /// A template literal; without holes it is a string.
    pub(super) fn template(&mut self, node: Node<'t>) -> ExprId {
        if let Some((text, span)) = self.literal_text(node) {
            return self.builder.expr(ExprKind::Str(text), span);
        }
        let mut parts = Vec::new();
        self.template_parts(node, false, &mut parts);
        let span = self.span(node);
        self.builder.expr(ExprKind::Template(parts), span)
    }

    /// Appends the texts and holes of a template literal. Empty texts are left out.
    pub(super) fn template_parts(&mut self, node: Node<'t>, raw: bool, parts: &mut Vec<TemplatePart>) {
        for piece in self.pieces(node) {
            match piece {
                Piece::Text(text, span) if !text.is_empty() => {
                    let text = if raw { text.into() } else { cook(text).into() };
                    parts.push(TemplatePart::Text(text, span));
                }
                Piece::Text(..) => {}
                Piece::Hole(hole) => {
                    let id = self.hole(hole);
                    parts.push(TemplatePart::Hole(id));
                }
            }
        }
    }

    fn hole(&mut self, substitution: Node<'t>) -> ExprId {
        if let Some(inner) = first_kid(substitution) {
            return self.expr(inner);
        }
        let span = self.span(substitution);
        self.builder.unknown(span)
    }

    /// The arguments a tag function is called with: the texts as an array, then the holes.
    pub(super) fn tag_arguments(&mut self, node: Node<'t>) -> Vec<Element> {
        let mut texts = Vec::new();
        let mut holes = Vec::new();
        for piece in self.pieces(node) {
            match piece {
                Piece::Text(text, span) => {
                    let id = self.builder.expr(ExprKind::Str(cook(text).into()), span);
                    texts.push(Element::Item(id));
                }
                Piece::Hole(hole) => holes.push(Element::Item(self.hole(hole))),
            }
        }
        let span = self.span(node);
        let mut args = vec![Element::Item(self.builder.expr(ExprKind::Array(texts), span))];
        args.append(&mut holes);
        args
    }

    /// Texts and holes of a template literal by turns; what lies between two holes is one text, whatever escapes
    /// split it in the tree.
    fn pieces(&self, node: Node<'t>) -> Vec<Piece<'t>> {
        let (inner, span) = self.between_quotes(node);
        let (mut at, end) = (span.start as usize, span.start as usize + inner.len());
        let mut pieces = Vec::new();
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor).filter(|child| child.kind() == "template_substitution") {
            let start = child.start_byte().max(at);
            pieces.push(self.piece(at, start));
            pieces.push(Piece::Hole(child));
            at = child.end_byte();
        }
        pieces.push(self.piece(at, end.max(at)));
        pieces
    }

    fn piece(&self, start: usize, end: usize) -> Piece<'t> {
        Piece::Text(self.text.get(start..end).unwrap_or_default(), self.span_of(start, end))
    }
}

enum Piece<'t> {
    Text(&'t str, Span),
    Hole(Node<'t>),
}

/// Resolves the escapes of a string or template. What is no valid escape stays as it is; half a surrogate pair
/// becomes the replacement character.
fn cook(raw: &str) -> String {
    if !raw.contains(['\\', '\r']) {
        return raw.to_owned();
    }
    let mut cooked = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\r' => {
                rest = rest.strip_prefix('\n').unwrap_or(rest);
                cooked.push('\n');
            }
            '\\' => rest = escape(rest, &mut cooked),
            _ => cooked.push(c),
        }
    }
    cooked
}

/// Resolves the escape that follows a backslash and gives what comes after it.
fn escape<'a>(rest: &'a str, cooked: &mut String) -> &'a str {
    let Some(c) = rest.chars().next() else {
        return rest;
    };
    let after = &rest[c.len_utf8()..];
    match c {
        'n' => cooked.push('\n'),
        't' => cooked.push('\t'),
        'r' => cooked.push('\r'),
        'b' => cooked.push('\u{8}'),
        'f' => cooked.push('\u{c}'),
        'v' => cooked.push('\u{b}'),
        '0' if !after.starts_with(|c: char| c.is_ascii_digit()) => cooked.push('\0'),
        '\r' => return after.strip_prefix('\n').unwrap_or(after),
        '\n' | '\u{2028}' | '\u{2029}' => {}
        '0'..='7' => {
            let limit = if c <= '3' { 3 } else { 2 };
            let digits = rest.bytes().take(limit).take_while(|b| (b'0'..=b'7').contains(b)).count();
            let code = u32::from_str_radix(&rest[..digits], 8).unwrap_or_default();
            cooked.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            return &rest[digits..];
        }
        'x' => match hex(after, 2) {
            Some((code, after)) => {
                cooked.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                return after;
            }
            None => cooked.push('x'),
        },
        'u' => match unicode(after) {
            Some((code, after)) => {
                if (0xD800..0xDC00).contains(&code)
                    && let Some((low, behind)) = after.strip_prefix("\\u").and_then(unicode)
                    && (0xDC00..0xE000).contains(&low)
                {
                    let code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                    cooked.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                    return behind;
                }
                cooked.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                return after;
            }
            None => cooked.push('u'),
        },
        _ => cooked.push(c),
    }
    after
}

fn hex(text: &str, digits: usize) -> Option<(u32, &str)> {
    let head = text.get(..digits)?;
    if !head.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    Some((u32::from_str_radix(head, 16).ok()?, &text[digits..]))
}

/// The code point of `\u{…}` or `\uXXXX`, after the `u`.
fn unicode(text: &str) -> Option<(u32, &str)> {
    match text.strip_prefix('{') {
        Some(inner) => {
            let end = inner.find('}')?;
            let digits = &inner[..end];
            if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
                return None;
            }
            Some((u32::from_str_radix(digits, 16).unwrap_or(u32::MAX), &inner[end + 1..]))
        }
        None => hex(text, 4),
    }
}
