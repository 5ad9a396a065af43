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
