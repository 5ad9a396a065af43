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
        && !is_date_or_version(text)
        && (text.len() >= 8 && digit || text.len() >= 24)
}

/// `2024-11-05`, `2024-11-05T10:00:00Z`, `v1.20.3`, `2023-10-16.preview`
fn is_date_or_version(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_like = |shape: &[u8]| {
        bytes.len() >= shape.len()
            && shape
                .iter()
                .zip(bytes)
                .all(|(wanted, is)| if *wanted == b'0' { is.is_ascii_digit() } else { wanted == is })
    };
    let is_date =
        is_like(b"0000-00-00") && bytes.get(10).is_none_or(|byte| !byte.is_ascii_alphanumeric() || *byte == b'T');
    let plain = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let mut numbers = plain.split(['-', '+']).next().unwrap_or_default().split('.');
    let is_number = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let count = numbers.clone().count();
    is_date || count >= 2 && numbers.all(is_number)
}

/// The places of the pieces of a value.
pub fn places(value: &Text) -> impl Iterator<Item = Span> {
    value.parts.iter().map(|part| match part {
        Part::Fixed { span, .. } => *span,
        Part::Hole(hole) => hole.span,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_versions_are_no_secrets() {
        for text in ["2024-11-05", "2024-11-05T10:00:00Z", "2023-10-16.preview", "v1.20.3000", "10.20.30-beta.4"] {
            assert!(!looks_secret(text), "{text}");
        }
        for text in ["2024a11b05c", "20241105-7f3k9q2m", "9f3k2lq8w7v1", "1.9f3k2lq8w7v1"] {
            assert!(looks_secret(text), "{text}");
        }
    }
}
