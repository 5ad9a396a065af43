//! Where code runs, and what puts variables into bundles: what is said of it.

use crate::finding::Confidence;
pub use crate::ir::program::Side;
use crate::source::{FileId, Span};

/// Where code runs, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// Where.
    pub side: Side,
    /// A phrase about the first module of the chain: `it is an entry of Vite`.
    pub why: String,
    /// From the module that tells to the one asked for, both included; each imports the next one.
    pub chain: Vec<FileId>,
    /// How sure that is.
    pub confidence: Confidence,
}

impl Context {
    /// That nothing tells of a file.
    pub fn unknown(file: FileId) -> Self {
        let why = "nothing tells where it runs".to_owned();
        Self { side: Side::Unknown, why, chain: vec![file], confidence: Confidence::Low }
    }

    pub(super) fn new(side: Side, chain: Vec<FileId>, why: impl Into<String>) -> Self {
        Self { side, why: why.into(), chain, confidence: Confidence::High }
    }

    pub(super) fn probably(mut self) -> Self {
        self.confidence = Confidence::Medium;
        self
    }
}

/// What puts a variable into the bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Publisher {
    /// A toolchain, because of the variable's name.
    Toolchain {
        /// `Vite`
        what: String,
        /// What the name begins with; empty for a toolchain that takes all variables that are read.
        prefix: String,
    },
    /// The configuration of one: what it is, for people, and where it names the variable.
    Configuration {
        /// `next.config.js`
        what: String,
        /// The entry.
        key: Span,
    },
}

impl std::fmt::Display for Publisher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Toolchain { what, .. } | Self::Configuration { what, .. } => f.write_str(what),
        }
    }
}
