//! What values that are not known stand for in the path of a URL: a single one is a segment of it, or what it begins with,
//! and holds none of the characters that end such.

use crate::interpreter::domain::text::Piece;

/// What parts the segments of a path, and ends it.
const SEPARATORS: [char; 4] = ['/', '?', '#', '&'];

/// Whether what is not fixed in a text may hold the `?` or the `#` of a part that is looked for.
pub fn may_hold_part(text: &[Piece], part: &str) -> bool {
    let Some(end) = part.chars().find(|char| matches!(char, '?' | '#')) else { return true };
    !Context::default().all_without(text, None, end)
}

/// Whether a text ends with a value that is not known, but is a segment, so that it ends with none of the separators.
pub fn ends_with_segment(text: &[Piece], suffix: &str) -> bool {
    let Some((last @ Piece::Unknown(..), before)) = text.split_last() else { return false };
    let mut context = Context::default();
    context.all_without(before, Some(last), '?') && context.is_in_path() && suffix.ends_with(SEPARATORS)
}

/// What stands in front of a piece.
#[derive(Clone, Copy, Default)]
struct Context {
    /// A slash does, so that it is in a path.
    has_slash: bool,
    /// Text that is fixed stands right in front of it.
    is_fixed: bool,
    /// Anything does.
    is_begun: bool,
}

impl Context {
    fn is_in_path(self) -> bool {
        self.has_slash && self.is_fixed
    }

    /// Whether several pieces, one after another, are without a character.
    fn all_without(&mut self, pieces: &[Piece], next: Option<&Piece>, end: char) -> bool {
        let mut all = pieces.iter().enumerate();
        all.all(|(at, piece)| self.is_without(piece, pieces.get(at + 1).or(next), end))
    }

    /// Whether a piece, which stands here in front of `next`, is without the character `end`; goes on behind it.
    fn is_without(&mut self, piece: &Piece, next: Option<&Piece>, end: char) -> bool {
        let is_base = !self.is_begun && matches!(next, Some(Piece::Fixed(next, ..)) if next.starts_with('/'));
        let is_known = self.is_in_path() || is_base;
        let is_without = match piece {
            Piece::Fixed(fixed, ..) => !fixed.contains(end),
            Piece::Unknown(..) => is_known,
            Piece::Fields(_) => false,
            Piece::Alt(alternatives) => alternatives.iter().all(|alternative| match &alternative[..] {
                [Piece::Fixed(fixed, ..)] => !fixed.contains(end),
                [Piece::Unknown(..)] => is_known,
                longer => {
                    let mut inner = *self;
                    inner.all_without(longer, next, end)
                }
            }),
        };
        self.is_fixed = matches!(piece, Piece::Fixed(..));
        self.has_slash |= matches!(piece, Piece::Fixed(fixed, ..) if fixed.contains('/'));
        self.is_begun = true;
        is_without
    }
}
