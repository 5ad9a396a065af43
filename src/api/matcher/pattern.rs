//! Segments of templates with text and variables.

use super::Segment;

/// A segment with text and variables: the pieces of text in order, of which the first and the last may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Pattern {
    pieces: Vec<String>,
}

/// How a segment fits a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    /// All the text of the pattern is there.
    Written,
    /// What is known of the segment does not speak against it.
    Possible,
}

impl Pattern {
    /// The pattern of a template's segment; `None` where it has no variable.
    pub(super) fn parse(segment: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = segment;
        while let Some(open) = rest.find('{') {
            let Some(close) = rest[open..].find('}') else { break };
            pieces.push(rest[..open].to_ascii_lowercase());
            rest = &rest[open + close + 1..];
        }
        if pieces.is_empty() {
            return None;
        }
        pieces.push(rest.to_ascii_lowercase());
        Some(Self { pieces })
    }

    pub(super) fn is_any(&self) -> bool {
        self.pieces.iter().all(String::is_empty)
    }

    pub(super) fn text_len(&self) -> usize {
        self.pieces.iter().map(String::len).sum()
    }

    /// Whether a segment fits; a variable stands for at least one byte.
    pub(crate) fn fits(&self, segment: &Segment<'_>) -> bool {
        self.likeness(segment).is_some()
    }

    pub(super) fn likeness(&self, segment: &Segment<'_>) -> Option<Likeness> {
        let (Some(first), Some(last)) = (self.pieces.first(), self.pieces.last()) else { return None };
        match segment {
            Segment::Hole => Some(Likeness::Possible),
            Segment::Text(text) => self.fits_text(text).then_some(Likeness::Written),
            Segment::Partial { pieces } => {
                let (Some(prefix), Some(suffix)) = (pieces.first(), pieces.last()) else { return None };
                if !agree_at_start(first, prefix) || !agree_at_end(last, suffix) {
                    return None;
                }
                Some(if self.is_written_by(pieces) { Likeness::Written } else { Likeness::Possible })
            }
        }
    }

    fn fits_text(&self, text: &str) -> bool {
        let [first, between @ .., last] = &self.pieces[..] else { return false };
        if !starts_with(text, first) {
            return false;
        }
        let mut at = first.len();
        for piece in between {
            // At least one byte for the variable before the piece; the leftmost place is as good as any.
            match find_ignoring_case(text, piece, at + 1) {
                Some(found) => at = found + piece.len(),
                None => return false,
            }
        }
        text.len() > at + last.len() && ends_with(text, last)
    }

    /// Whether the known pieces of a segment hold all the text of the pattern, in order.
    fn is_written_by(&self, pieces: &[String]) -> bool {
        let ([first, between @ .., last], [start, inner @ .., end]) = (&self.pieces[..], pieces) else { return false };
        if !starts_with(start, first) || !ends_with(end, last) {
            return false;
        }
        // A variable stands in front of what comes between, and one behind it: at least a byte that is known, or what is not.
        let behind_first = start.get(first.len() + 1..).unwrap_or_default();
        let before_last = end.len().checked_sub(last.len() + 1).and_then(|to| end.get(..to)).unwrap_or_default();
        let known = [behind_first].into_iter().chain(inner.iter().map(String::as_str)).chain([before_last]);
        let mut left = between.iter().filter(|piece| !piece.is_empty());
        let mut wanted = left.next();
        for piece in known {
            let mut from = 0;
            while let Some(text) = wanted
                && let Some(found) = find_ignoring_case(piece, text, from)
            {
                from = found + text.len();
                wanted = left.next();
            }
        }
        wanted.is_none()
    }
}

/// Whether one text begins with the other.
fn agree_at_start(one: &str, other: &str) -> bool {
    starts_with(one, other) || starts_with(other, one)
}

/// Whether one text ends in the other.
fn agree_at_end(one: &str, other: &str) -> bool {
    ends_with(one, other) || ends_with(other, one)
}

pub(super) fn starts_with(text: &str, prefix: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= prefix.len() && bytes[..prefix.len()].eq_ignore_ascii_case(prefix.as_bytes())
}

pub(super) fn ends_with(text: &str, suffix: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= suffix.len() && bytes[bytes.len() - suffix.len()..].eq_ignore_ascii_case(suffix.as_bytes())
}

fn find_ignoring_case(text: &str, piece: &str, from: usize) -> Option<usize> {
    let (text, piece) = (text.as_bytes(), piece.as_bytes());
    let last = text.len().checked_sub(piece.len())?;
    (from..=last).find(|&at| text[at..at + piece.len()].eq_ignore_ascii_case(piece))
}
