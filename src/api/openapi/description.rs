//! What a document says of an API, before an overlay says more.

use std::sync::Arc;

use crate::api::model::{Carrier, CredentialKind, SchemeId, Server};

/// What a document says.
#[derive(Debug, Default)]
pub(crate) struct Description {
    pub(crate) file: String,
    pub(crate) title: Option<String>,
    pub(crate) schemes: Vec<DescribedScheme>,
    pub(crate) operations: Vec<Described>,
    /// The servers of the whole document.
    pub(crate) servers: Arc<[Server]>,
    /// The URLs of those by which no call is known, each with why: a phrase.
    pub(crate) hostless: Vec<(String, &'static str)>,
    /// Variables in those URLs that are declared nowhere: URL, name.
    pub(crate) undeclared_variables: Vec<(String, String)>,
    /// Groups of tags: name, tags.
    pub(crate) groups: Vec<(String, Vec<String>)>,
    /// Schemes that are asked for, but declared nowhere: name, and where it is asked for first.
    pub(crate) undeclared: Vec<(String, String)>,
    /// Schemes that nobody can judge: name, and what is wrong with it.
    pub(crate) unjudged: Vec<(String, String)>,
    /// Paths that do not begin with a slash, and are passed over for that.
    pub(crate) slashless: Vec<String>,
}

/// A scheme as the document describes it.
#[derive(Debug, Clone)]
pub(crate) struct DescribedScheme {
    pub(crate) name: String,
    pub(crate) carrier: Carrier,
    pub(crate) flows: Vec<String>,
    /// The URLs by which its tokens are obtained.
    pub(crate) token_urls: Vec<String>,
    /// What it seems to carry, and why.
    pub(crate) kind: CredentialKind,
    pub(crate) reason: String,
}

/// An operation as the document describes it.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools)] // each says something of its own
pub(crate) struct Described {
    pub(crate) id: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) tag: Option<String>,
    pub(crate) summary: Option<String>,
    pub(crate) alternatives: Vec<Vec<SchemeId>>,
    /// The operation or the document says what it demands.
    pub(crate) states_security: bool,
    /// The operation itself does.
    pub(crate) states_own_security: bool,
    pub(crate) scopes: Vec<(SchemeId, Vec<String>)>,
    pub(crate) parameters: Vec<SchemeId>,
    /// What the last segment of the path stands for may be several.
    pub(crate) spans: bool,
    /// The names of plain parameters in query and headers that no scheme travels by.
    pub(crate) plain: Vec<String>,
    /// Of the fields that may carry credentials, those that the body has.
    pub(crate) body: Vec<String>,
    /// It has a body, of which the document names no field.
    pub(crate) has_untold_body: bool,
    pub(crate) servers: Arc<[Server]>,
}
