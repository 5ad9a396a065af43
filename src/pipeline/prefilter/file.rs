//! Whether one file may have to do with an API, by the words in it.

use crate::api::Apis;
use crate::config_files::Conventions;
use crate::error::Error;
use crate::finding::Level;
use crate::report::Diagnostic;
use crate::source::files::{Read, SourceFile};
use crate::source::sift::Sift;
use crate::source::{SourceKind, maps};
use crate::suppress;

/// One sieve for code and one for files of configuration.
pub(in crate::pipeline) struct Sieves {
    pub code: Sift,
    pub config: Sift,
}

impl Sieves {
    /// Of code, `words` and suppressions are looked for too.
    pub fn new(apis: &Apis, words: impl IntoIterator<Item = String>) -> Self {
        let code = apis.triggers().chain([suppress::WORD.to_owned()]).chain(words);
        Self { code: Sift::new(code), config: Sift::new(apis.setting_triggers()) }
    }
}

/// What sifting a file came to.
pub(in crate::pipeline) enum Sifted {
    Hot,
    Cold,
    /// It says nothing of an API, but the map of its sources at its end may.
    Carrier,
    /// Configuration that may hold something of an API.
    Config,
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
pub(in crate::pipeline) fn sift(
    file: &SourceFile,
    named: bool,
    sieves: &Sieves,
    no_sift: bool,
) -> Result<Sifted, Error> {
    let SourceFile { path, location, .. } = file;
    let skipped = |level, message: String| Ok(Sifted::Skipped(Diagnostic::new(path, location.clone(), level, message)));
    if file.kind.is_none() {
        return skipped(Level::Note, "is no kind of source that is understood; skipped".to_owned());
    }
    // What it carries is looked into later.
    if file.kind == Some(SourceKind::SourceMap) {
        return Ok(Sifted::Cold);
    }
    if let Some(kind) = file.kind.filter(|kind| kind.is_settings()) {
        // Most JSON is data: it waits until there is a reason to read it.
        let waits = kind == SourceKind::Json && !named && !no_sift;
        if waits || Conventions::get().skips(file.name()) {
            return Ok(Sifted::Unread);
        }
        // Environments are small, and their names need not say whose they are.
        return match file.read() {
            Read::Text(text) if no_sift || kind == SourceKind::Env || sieves.config.is_hot(text.as_bytes()) => {
                file.fill(text);
                Ok(Sifted::Config)
            }
            Read::Failed(error) if named => Err(Error::new(format!("cannot read {path}: {error}"))),
            // What is large or no text is data.
            _ => Ok(Sifted::Unread),
        };
    }
    match file.read() {
        Read::Text(text) if no_sift || sieves.code.is_hot(text.as_bytes()) => {
            file.fill(text);
            Ok(Sifted::Hot)
        }
        Read::Text(text) if file.kind == Some(SourceKind::JavaScript) && maps::ends_in_map(&text) => {
            Ok(Sifted::Carrier)
        }
        Read::Text(_) => Ok(Sifted::Cold),
        Read::Binary => skipped(Level::Note, "is no text; skipped".to_owned()),
        Read::TooLarge => {
            let most = file.kind.map_or(0, SourceKind::max_bytes) / 1024 / 1024;
            skipped(Level::Warning, format!("is larger than {most} MiB; skipped"))
        }
        Read::Failed(error) if named => Err(Error::new(format!("cannot read {path}: {error}"))),
        Read::Failed(error) => skipped(Level::Warning, format!("cannot be read: {error}")),
    }
}
