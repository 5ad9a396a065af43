//! Where macros read their arguments as texts.

use super::conventions::format_of;

/// Which arguments of a macro are read as texts, so that literals must stand there.
#[derive(Clone, Copy)]
pub(super) enum Texts {
    None,
    /// The one behind so many commas: a format string.
    Behind(usize),
    /// All: what they are joined to is a text.
    All,
}

impl Texts {
    /// Those of a macro of this name, which may stand where a text is read itself.
    pub(super) fn of(name: &str, is_text: bool) -> Self {
        match format_of(name) {
            Some((behind, _)) => Self::Behind(behind),
            None if is_text => Self::All,
            None => Self::None,
        }
    }

    pub(super) fn has(self, commas: usize) -> bool {
        match self {
            Self::None => false,
            Self::Behind(behind) => behind == commas,
            Self::All => true,
        }
    }

    /// Those that are left where a repetition is written again.
    pub(super) fn of_later_rounds(self) -> Self {
        if matches!(self, Self::All) { self } else { Self::None }
    }
}
