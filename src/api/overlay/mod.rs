//! Reads overlays (TOML) and joins them with their documents.

mod join;
mod operations;
mod schemes;
mod sense;
mod written;

use std::ops::Range;

use toml::Spanned;

use super::error::TableError;
use super::model::{Api, Credential, CredentialId, SchemeId};
use super::openapi::closest;
pub use written::Written;

/// An overlay, read but not yet joined with its document.
#[derive(Debug, Clone)]
pub struct OverlayFile {
    /// As errors name it.
    file: String,
    text: String,
    written: Written,
    /// What the API is called where nothing else is said: as the overlay, or the document where that is a file of its own.
    stem: String,
}

impl OverlayFile {
    /// Reads an overlay.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let written = toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| line_at(text, span.start));
            TableError::new(file, line, error.message().replace('\n', " "))
        })?;
        Ok(Self { stem: stem(file), ..Self::within(file, text, written) })
    }

    /// An overlay that is a part of a file.
    pub fn within(file: &str, text: &str, written: Written) -> Self {
        let document = written.document.as_ref().map_or(file, |document| document.get_ref());
        Self { stem: stem(document), file: file.to_owned(), text: text.to_owned(), written }
    }

    /// What holds for a document without an overlay.
    pub(super) fn default_for(document: &str) -> Self {
        Self::within(document, "", Written::default())
    }

    /// The document's path as it is written, relative to the overlay's folder.
    pub(super) fn document(&self) -> Option<&str> {
        self.written.document.as_ref().map(|document| &**document.get_ref())
    }

    /// The id of the API as it is written.
    pub(super) fn id(&self) -> Option<&str> {
        self.written.id.as_ref().map(|id| &**id.get_ref())
    }

    /// The names of body fields that may carry credentials, lower case.
    pub(super) fn body_names(&self) -> Vec<String> {
        self.written.body.keys().map(|name| name.get_ref().to_ascii_lowercase()).collect()
    }

    /// An error at the place that names the document.
    pub(super) fn document_error(&self, reason: impl Into<String>) -> TableError {
        let span = self.written.document.as_ref().map_or(0..0, Spanned::span);
        self.error(span, reason)
    }

    /// An error at the id of the API, or in the overlay as a whole.
    pub(super) fn id_error(&self, reason: impl Into<String>) -> TableError {
        match &self.written.id {
            Some(id) => self.error(id.span(), reason),
            None => self.whole_error(reason),
        }
    }

    /// An error in the overlay as a whole.
    pub(super) fn whole_error(&self, reason: impl Into<String>) -> TableError {
        TableError::new(&self.file, None, reason)
    }

    fn error(&self, span: Range<usize>, reason: impl Into<String>) -> TableError {
        TableError::new(&self.file, Some(line_at(&self.text, span.start)), reason)
    }

    fn credential(&self, id: &Spanned<String>, all: &[Credential]) -> Result<CredentialId, TableError> {
        self.credential_at(id.get_ref(), id.span(), all)
    }

    fn credential_at(&self, id: &str, at: Range<usize>, all: &[Credential]) -> Result<CredentialId, TableError> {
        let index = all.iter().position(|credential| credential.id == id).ok_or_else(|| {
            let near = closest(id, all.iter().map(|credential| &*credential.id));
            self.error(at, format!("unknown credential {id:?}{near}"))
        })?;
        Ok(credential_id(index))
    }

    fn scheme(&self, name: &str, at: Range<usize>, api: &Api) -> Result<SchemeId, TableError> {
        let found = api.scheme_ids().find(|(_, scheme)| scheme.name == name && !scheme.is_local);
        found.map(|(id, _)| id).ok_or_else(|| {
            let near = closest(name, api.schemes.iter().map(|scheme| &*scheme.name));
            self.error(at, format!("unknown scheme {name:?}{near}"))
        })
    }
}

/// Names that say nothing of the API: where a file goes by one, its folder's name does, unless that is one too.
const GENERIC: [&str; 8] = ["api", "apis", "docs", "index", "openapi", "schema", "spec", "swagger"];

/// `acme` of `rules/apis/acme.openapi.json` and of `acme/openapi.yaml`.
fn stem(file: &str) -> String {
    let mut steps = file.rsplit(['/', '\\']);
    let stem = |name: &str| name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let own = stem(steps.next().unwrap_or_default());
    let folder = steps.next().map(stem).filter(|folder| !folder.is_empty());
    let is_told = |folder: &String| is_generic(&own) && !is_generic(folder);
    folder.filter(is_told).unwrap_or(own)
}

fn is_generic(name: &str) -> bool {
    GENERIC.iter().any(|generic| generic.eq_ignore_ascii_case(name))
}

/// The list is bounded by the number of schemes: saturation is out of reach.
fn credential_id(index: usize) -> CredentialId {
    CredentialId(u16::try_from(index).unwrap_or(u16::MAX))
}

/// The line, from 1, of a byte offset.
fn line_at(text: &str, offset: usize) -> u32 {
    let before = text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count();
    u32::try_from(before + 1).unwrap_or(u32::MAX)
}
