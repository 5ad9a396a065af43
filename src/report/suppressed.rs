//! Findings that are not reported, and why.

use crate::finding::Finding;
use crate::source::Span;

/// A finding that somebody has decided to live with.
#[derive(Debug, Clone)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// What keeps it silent.
    pub by: By,
    /// The reason that was given.
    pub reason: Option<String>,
}

/// What keeps a finding silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A comment in the code.
    Comment(Span),
    /// An entry of the baseline.
    Baseline,
}

impl By {
    /// As people read it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Comment(_) => "a comment",
            Self::Baseline => "the baseline",
        }
    }

    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Comment(_) => "comment",
            Self::Baseline => "baseline",
        }
    }
}
