//! What a rule says, before any format.

mod rule;
mod secret;

use std::fmt;

use crate::source::{FileId, Span};

pub use rule::{Confidence, Level, Rule};
pub use secret::Secret;

/// One finding. Made with [`Finding::of`], and then told more and more.
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

impl Finding {
    /// A finding of a rule at a place, with the rule's own level and high confidence. `title` is one sentence without
    /// a full stop.
    pub fn of(rule: &'static Rule, span: Span, title: impl Into<String>) -> Self {
        Self {
            rule,
            level: rule.level,
            confidence: Confidence::High,
            span,
            title: title.into(),
            label: String::new(),
            operation: None,
            presented: None,
            accepted: None,
            help: String::new(),
            reach: None,
            related: Vec::new(),
        }
    }

    /// With another level than the rule's own.
    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// With a confidence that is not high.
    #[must_use]
    pub fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = confidence;
        self
    }

    /// With at most this confidence.
    #[must_use]
    pub fn at_most(mut self, confidence: Confidence) -> Self {
        self.confidence = self.confidence.min(confidence);
        self
    }

    /// With a label for its place: a few words.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// With how to mend it: one or two sentences, without the last full stop.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// With the operation that it is about, where that is known.
    #[must_use]
    pub fn operation(mut self, operation: Option<OperationRef>) -> Self {
        self.operation = operation;
        self
    }

    /// With what the request presents, in words.
    #[must_use]
    pub fn presented(mut self, presented: impl Into<String>) -> Self {
        self.presented = Some(presented.into());
        self
    }

    /// With what the operation accepts, in words.
    #[must_use]
    pub fn accepted(mut self, accepted: impl Into<String>) -> Self {
        self.accepted = Some(accepted.into());
        self
    }

    /// With why it is client code. It is no surer than that.
    #[must_use]
    pub fn reach(mut self, reach: Reach, confidence: Confidence) -> Self {
        self.reach = Some(reach);
        self.at_most(confidence)
    }

    /// With one more place that belongs to it, and what stands there in a few words.
    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related { span, message: message.into() });
        self
    }
}

/// `PUT /identity/v2/manage/account/{uid}`
impl fmt::Display for OperationRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}
