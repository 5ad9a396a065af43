//! What a rule says, before any format.

use std::fmt;

use crate::rules::Rule;
use crate::source::{FileId, Span};

/// How grave a finding is. The order is that of gravity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Probably a fault.
    Warning,
    /// A fault.
    Error,
}

/// How sure a finding is. Low ones are shown only with `--pedantic`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// A guess that a reviewer may want to look at.
    Low,
    /// Probably right.
    Medium,
    /// Certain as far as a static analysis can be.
    High,
}

/// One finding.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How grave.
    pub level: Level,
    /// How sure.
    pub confidence: Confidence,
    /// Where it points.
    pub span: Span,
    /// One sentence without a full stop: what is wrong. Carries no secret.
    pub title: String,
    /// Label for the span in text reports: a few words.
    pub label: String,
    /// The operation it is about.
    pub operation: Option<OperationRef>,
    /// What the request presents, in words: `the tenant key (apikey, query)`.
    pub presented: Option<String>,
    /// What the operation accepts, in words.
    pub accepted: Option<String>,
    /// How to mend it: one or two sentences.
    pub help: String,
    /// Why it is client code, where that matters.
    pub reach: Option<Reach>,
    /// Other ends of the story.
    pub related: Vec<Related>,
}

/// Why code is client code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// What tells, as a phrase: `src/main.tsx is an entry of Vite`.
    pub why: String,
    /// The files from the entry to the code, each importing the next.
    pub chain: Vec<FileId>,
}

/// The operation that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationRef {
    /// The API's name: `Acme`.
    pub api: String,
    /// The operation id of the API's description.
    pub id: String,
    /// Upper-case method.
    pub method: String,
    /// Path template.
    pub path: String,
}

/// A place that belongs to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The place.
    pub span: Span,
    /// What stands there, in a few words.
    pub message: String,
}

impl Level {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl Confidence {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

/// `PUT /identity/v2/manage/account/{uid}`
impl fmt::Display for OperationRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}
