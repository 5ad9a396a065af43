//! Texts in the code that may be secrets.

use super::placeholders::is_placeholder;
use crate::finding::Secret;
use crate::request::{Part, Text};
use crate::source::Span;

/// The text of a value without holes, and the place of its longest piece.
pub fn literal(value: &Text) -> Option<(Span, Secret)> {
    let text = value.fixed()?;
    let pieces = value.parts.iter().filter_map(|part| match part {
        Part::Fixed { text, span } => Some((text.len(), *span)),
        Part::Hole(_) => None,
    });
    // Of equals the first, so that the place does not depend on anything else.
    let (_, span) = pieces.reduce(|best, it| if it.0 > best.0 { it } else { best })?;
    Some((span, Secret::from(text)))
}

/// Whether a value is neither empty nor a stand-in for one.
pub fn is_something(value: &Text) -> bool {
    value.fixed().is_none_or(|text| !is_placeholder(&text))
}

/// Whether the text of a constant may be a secret. A constant has no carrier to vouch for it: labels, messages and ids
/// of input fields must not pass.
pub fn looks_secret(text: &str) -> bool {
    let digit = text.bytes().any(|b| b.is_ascii_digit());
    !is_placeholder(text)
        && !text.contains(char::is_whitespace)
        && !text.contains("://")
        && (text.len() >= 8 && digit || text.len() >= 24)
}

/// The places of the pieces of a value.
pub fn places(value: &Text) -> impl Iterator<Item = Span> {
    value.parts.iter().map(|part| match part {
        Part::Fixed { span, .. } => *span,
        Part::Hole(hole) => hole.span,
    })
}
