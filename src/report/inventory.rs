//! What a run has seen of credentials and of the operations that are called, for reports that show more than findings.

use crate::finding::{Level, Rule};
use crate::source::Span;

/// Operations and credentials, each sorted by API and name.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// The operations that are called.
    pub operations: Vec<OperationUse>,
    /// The credentials that are sent.
    pub credentials: Vec<CredentialUse>,
}

/// An operation that is called.
#[derive(Debug, Clone)]
pub struct OperationUse {
    /// The API's name.
    pub api: String,
    /// Method and path template.
    pub name: String,
    /// What it accepts, in words.
    pub accepts: String,
    /// Whether all that it accepts has to stay on servers.
    pub is_backend_only: bool,
    /// The calls, in the order of their places.
    pub calls: Vec<CallUse>,
}

/// A call of an operation.
#[derive(Debug, Clone)]
pub struct CallUse {
    /// Where findings about it point.
    pub span: Span,
    /// The names of the credentials that it presents.
    pub presents: Vec<String>,
    /// Whether it may carry more than can be seen.
    pub is_open: bool,
    /// What the rules say of it, whether or not that is reported; sorted.
    pub said: Vec<Said>,
}

/// What a rule says of a call.
#[derive(Debug, Clone, Copy)]
pub struct Said {
    /// The rule.
    pub rule: &'static Rule,
    /// How grave that is, as long as nobody configures it.
    pub level: Level,
    /// Whether it is of low confidence: most runs do not show it.
    pub is_low: bool,
}

/// A credential that is sent.
#[derive(Debug, Clone)]
pub struct CredentialUse {
    /// The API's name.
    pub api: String,
    /// Its name.
    pub name: String,
    /// `public`, `secret`, `user`, `machine`, `signature`, `none` or `unknown`.
    pub kind: &'static str,
    /// Its ways through the program, sorted.
    pub ways: Vec<Way>,
    /// How many of the operations that are called take it.
    pub needed_by: usize,
    /// The least that would do in its place, in words.
    pub least: String,
}

/// The way of a credential: where it enters, how it travels, and which call sends it where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Way {
    /// Where it comes from, and in words, what it is there; `None` where that is not known.
    pub enters: Option<(Span, String)>,
    /// `apikey (query)`
    pub carrier: String,
    /// The call.
    pub call: Span,
    /// The operation that is called.
    pub operation: String,
}
