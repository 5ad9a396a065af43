//! Does code reach a browser?

use crate::report::finding::Confidence;
use crate::source::FileId;

/// Where code runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// In a browser, a webview or an app.
    Client,
    /// Certainly not there.
    Server,
    /// Nobody knows.
    Unknown,
}

impl Context {
    /// That nothing tells.
    pub fn unknown() -> Self {
        Self { side: Side::Unknown, why: String::new(), chain: Vec::new(), confidence: Confidence::High }
    }
}

/// Where code runs, and what tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// Where.
    pub side: Side,
    /// What tells, as a phrase.
    pub why: String,
    /// The files from the entry to the module.
    pub chain: Vec<FileId>,
    /// How sure that is.
    pub confidence: Confidence,
}
