//! Values that are well written and mean nothing: with them an overlay would silently say less than it seems to.

use toml::Spanned;

use super::{OverlayFile, is_generic};
use crate::api::error::TableError;
use crate::api::openapi::{closest, is_host};
use crate::api::page::PARTS;

/// Algorithms that signatures are made by, in small letters and digits, behind a comment.
const ALGORITHMS: &str = include_str!("../../../rules/algorithms.txt");

/// What their bytes are written as.
const ENCODINGS: [&str; 3] = ["base64", "base64url", "hex"];

impl OverlayFile {
    /// What can be checked without the document.
    pub(super) fn check_sense(&self) -> Result<(), TableError> {
        let written = &self.written;
        self.check_hosts(&written.hosts)?;
        for operations in &written.operations {
            if operations.reason.get_ref().trim().is_empty() {
                let reason = "`reason` is empty: it says why the document is not followed";
                return Err(self.error(operations.reason.span(), reason));
            }
        }
        if let Some(alias) = written.aliases.iter().find(|alias| is_generic(alias.get_ref())) {
            return Err(self.error(alias.span(), format!("{:?} names every API, not this one", alias.get_ref())));
        }
        if let Some(date) = written.date.as_ref().filter(|date| !is_date(date.get_ref())) {
            return Err(self.error(date.span(), format!("{:?} is no date: `2026-01-31` is one", date.get_ref())));
        }
        let Some(page) = &written.page else { return Ok(()) };
        let parts = page.get_ref().split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default());
        for part in parts {
            if !PARTS.contains(&part) {
                let reason = format!("no page has a {{{part}}} in its address: it may have {{{}}}", PARTS.join("}, {"));
                return Err(self.error(page.span(), reason));
            }
        }
        Ok(())
    }

    /// Each is a host, maybe with a path; a `*` stands for a label.
    pub(super) fn check_hosts(&self, hosts: &[Spanned<String>]) -> Result<(), TableError> {
        match hosts.iter().find(|host| !is_host(host.get_ref().trim())) {
            Some(host) => {
                let reason = format!("{:?} is no host: `api.acme.com` is one, or `api.acme.com/v1`", host.get_ref());
                Err(self.error(host.span(), reason))
            }
            None => Ok(()),
        }
    }

    /// The algorithm of a signature, in small letters and digits.
    pub(super) fn algorithm(&self, word: &Spanned<String>) -> Result<String, TableError> {
        let known: Vec<&str> = ALGORITHMS.lines().skip(1).flat_map(str::split_whitespace).collect();
        self.one_of(word, "algorithm", &known)
    }

    /// What the bytes of a signature are written as.
    pub(super) fn encoding(&self, word: &Spanned<String>) -> Result<String, TableError> {
        self.one_of(word, "encoding", &ENCODINGS)
    }

    /// One of these words, however its letters and digits are set off from each other.
    fn one_of(&self, word: &Spanned<String>, what: &str, known: &[&str]) -> Result<String, TableError> {
        let plain = word.get_ref().chars().filter(char::is_ascii_alphanumeric);
        let plain: String = plain.map(|char| char.to_ascii_lowercase()).collect();
        if known.contains(&&*plain) {
            return Ok(plain);
        }
        let near = closest(&plain, known.iter().copied());
        let reason = format!("unknown {what} {:?}{near}; known are {}", word.get_ref(), known.join(", "));
        Err(self.error(word.span(), reason))
    }
}

/// Whether a text begins as `2026-01-31` does.
fn is_date(text: &str) -> bool {
    let digits: Vec<&str> = text.get(..10).unwrap_or(text).split('-').collect();
    matches!(digits[..], [year, month, day] if [year.len(), month.len(), day.len()] == [4, 2, 2])
        && digits.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
}
