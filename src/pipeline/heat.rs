//! Which files are worth a second look.

use super::trouble;
use crate::api::Apis;
use crate::config_files::Conventions;
use crate::error::Error;
use crate::finding::Level;
use crate::report::Diagnostic;
use crate::source::files::{Read, SourceFile};
use crate::source::sift::Sift;
use crate::source::{SourceKind, maps};
use crate::suppress;

/// One sieve for code and one for settings.
pub(super) struct Sieves {
    pub code: Sift,
    pub settings: Sift,
}

impl Sieves {
    /// Of code, `words` and suppressions are looked for too.
    pub fn new(apis: &Apis, words: impl IntoIterator<Item = String>) -> Self {
        let code = apis.triggers().chain([suppress::WORD.to_owned()]).chain(words);
        Self { code: Sift::new(code), settings: Sift::new(apis.setting_triggers()) }
    }
}

/// What sifting a file came to.
pub(super) enum Heat {
    Hot,
    Cold,
    /// It says nothing of an API, but the map of its sources at its end may.
    Carrier,
    /// Settings that may hold something of an API.
    Settings,
    /// Read only where code leads to it.
    Unread,
    /// So is this, for the configuration leaves it out.
    Excluded,
    Skipped(Diagnostic),
}

/// Reads and sifts a file.
///
/// # Errors
/// A named file that cannot be read.
pub(super) fn heat(file: &SourceFile, named: bool, sift: &Sieves, no_sift: bool) -> Result<Heat, Error> {
    let SourceFile { path, location, .. } = file;
    let skipped = |level, message: String| Ok(Heat::Skipped(trouble(path, location.clone(), level, message)));
    if file.kind.is_none() {
        return skipped(Level::Note, "is no kind of source that is understood; skipped".to_owned());
    }
    // What it carries is looked into later.
    if file.kind == Some(SourceKind::SourceMap) {
        return Ok(Heat::Cold);
    }
    if let Some(kind) = file.kind.filter(|kind| kind.is_settings()) {
        // Most JSON is data: it waits until there is a reason to read it.
        let waits = kind == SourceKind::Json && !named && !no_sift;
        if waits || Conventions::get().skips(file.name()) {
            return Ok(Heat::Unread);
        }
        // Environments are small, and their names need not say whose they are.
        return match file.read() {
            Read::Text(text) if no_sift || kind == SourceKind::Env || sift.settings.is_hot(text.as_bytes()) => {
                file.fill(text);
                Ok(Heat::Settings)
            }
            Read::Failed(error) if named => Err(Error::new(format!("cannot read {path}: {error}"))),
            // What is large or no text is data.
            _ => Ok(Heat::Unread),
        };
    }
    match file.read() {
        Read::Text(text) if no_sift || sift.code.is_hot(text.as_bytes()) => {
            file.fill(text);
            Ok(Heat::Hot)
        }
        Read::Text(text) if file.kind == Some(SourceKind::JavaScript) && maps::ends_in_map(&text) => Ok(Heat::Carrier),
        Read::Text(_) => Ok(Heat::Cold),
        Read::Binary => skipped(Level::Note, "is no text; skipped".to_owned()),
        Read::TooLarge => {
            let most = file.kind.map_or(0, SourceKind::max_bytes) / 1024 / 1024;
            skipped(Level::Warning, format!("is larger than {most} MiB; skipped"))
        }
        Read::Failed(error) if named => Err(Error::new(format!("cannot read {path}: {error}"))),
        Read::Failed(error) => skipped(Level::Warning, format!("cannot be read: {error}")),
    }
}
