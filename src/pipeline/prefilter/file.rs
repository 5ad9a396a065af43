//! Whether one file may have to do with an API, by the words in it.

use rustc_hash::FxHashSet;

use super::aliases::Aliases;
use crate::api::Apis;
use crate::config_files::Conventions;
use crate::error::Error;
use crate::finding::Level;
use crate::ir::DIRECTIVE;
use crate::report::Diagnostic;
use crate::source::SourceKind;
use crate::source::door::Unread;
use crate::source::files::SourceFile;
use crate::source::prefilter::Prefilter;
use crate::source::source_map::contents;

/// One prefilter for code and one for files of configuration.
pub(in crate::pipeline) struct Prefilters<'a> {
    pub code: Prefilter,
    pub config: Prefilter,
    /// What of `code` tells of an API wherever it stands.
    certain: Prefilter,
    aliases: Aliases<'a>,
}

impl<'a> Prefilters<'a> {
    /// Of code, `words` and suppressions are looked for too.
    pub fn new(apis: &'a Apis, words: &FxHashSet<String>) -> Self {
        let certain = || apis.certain().chain([DIRECTIVE.to_owned()]).chain(words.iter().cloned());
        Self {
            code: Prefilter::new(certain().chain(apis.aliases())),
            config: Prefilter::new(apis.setting_triggers()),
            certain: Prefilter::new(certain()),
            aliases: Aliases::new(apis),
        }
    }

    /// Whether code is worth parsing. Few texts are searched more than once.
    fn is_hot(&self, text: &str) -> bool {
        self.code.is_hot(text.as_bytes()) && (self.certain.is_hot(text.as_bytes()) || self.aliases.name(text))
    }
}

/// Whether the user named a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pipeline) enum Named {
    /// It was found on the walk.
    No,
    /// It is among what a hook or the like names, whatever it is.
    InPassing,
    /// The user means it.
    Yes,
}

/// What prefiltering a file came to.
pub(in crate::pipeline) enum Prefiltered {
    Hot,
    Cold,
    /// It says nothing of an API, but the map of its sources at its end may.
    WithMap,
    /// Configuration that may hold something of an API.
    Config,
    /// Read only where code leads to it.
    Unread,
    /// So is this, for the configuration leaves it out.
    Excluded,
    Skipped(Diagnostic),
}

/// A file that was found.
pub(in crate::pipeline) struct Candidate {
    pub file: SourceFile,
    pub prefiltered: Prefiltered,
    /// It is only read for the ones that are judged.
    pub is_around: bool,
}

/// Reads and prefilters a file.
///
/// # Errors
/// A named file that cannot be read, or of a kind that is not read.
pub(in crate::pipeline) fn prefilter_file(
    file: &SourceFile,
    named: Named,
    prefilters: &Prefilters<'_>,
    no_sift: bool,
) -> Result<Prefiltered, Error> {
    if file.kind.is_none() {
        let message = format!("is no kind of file that is read; those are {}", SourceKind::ALL);
        return match named {
            Named::Yes => Err(Error::new(format!("{} {message}", file.path))),
            Named::InPassing | Named::No => {
                let level = if named == Named::No { Level::Note } else { Level::Warning };
                let message = "is no kind of file that is read; skipped".to_owned();
                Ok(Prefiltered::Skipped(Diagnostic::new(&file.path, file.location.clone(), level, message)))
            }
        };
    }
    // What it carries is looked into later.
    if file.kind == Some(SourceKind::SourceMap) {
        return Ok(Prefiltered::Cold);
    }
    if let Some(kind) = file.kind.filter(|kind| kind.is_settings()) {
        // Most JSON is data: it waits until there is a reason to read it.
        let waits = kind == SourceKind::Json && named == Named::No && !no_sift;
        if waits || Conventions::get().skips(file.name()) {
            return Ok(Prefiltered::Unread);
        }
        // Environments are small, and their names need not say whose they are.
        return match file.read() {
            Ok(text) if no_sift || kind == SourceKind::Env || prefilters.config.is_hot(text.as_bytes()) => {
                file.fill(text);
                Ok(Prefiltered::Config)
            }
            Ok(_) => Ok(Prefiltered::Unread),
            Err(unread) => not_read(file, named, &unread),
        };
    }
    match file.read() {
        Ok(text) if no_sift || prefilters.is_hot(&text) => {
            file.fill(text);
            Ok(Prefiltered::Hot)
        }
        Ok(text) if file.kind == Some(SourceKind::JavaScript) && contents::ends_in_map(&text) => {
            Ok(Prefiltered::WithMap)
        }
        Ok(_) => Ok(Prefiltered::Cold),
        Err(unread) => not_read(file, named, &unread),
    }
}

/// What becomes of a file that is not read: nobody shall take it for one that was.
fn not_read(file: &SourceFile, named: Named, unread: &Unread) -> Result<Prefiltered, Error> {
    let SourceFile { path, location, .. } = file;
    let (level, message) = match unread {
        _ if named == Named::Yes => return Err(Error::new(format!("cannot read {path}: {}", unread.reason()))),
        // Much else is called like code.
        Unread::Video => (Level::Note, format!("{unread}; skipped")),
        Unread::Binary | Unread::TooLarge(_) => (Level::Warning, format!("{unread}; skipped")),
        _ if named == Named::InPassing => {
            return Err(Error::new(format!("cannot read {path}: {}", unread.reason())));
        }
        _ => (Level::Warning, unread.to_string()),
    };
    Ok(Prefiltered::Skipped(Diagnostic::new(path, location.clone(), level, message)))
}
