//! Which of the files may have to do with an API: only those are parsed, and what they lead to.

mod aliases;
pub(super) mod file;
mod manifests;
mod tree;

use std::path::PathBuf;

use rustc_hash::FxHashSet;

use super::Options;
use super::discover::Discovered;
use crate::api::Apis;
use crate::config_files::Conventions;
use crate::parallel;
use crate::report::Diagnostic;
use crate::source::files::{Files, SourceFile};
use crate::source::{FileId, SourceKind};
use file::{Candidate, Prefiltered, Prefilters};

/// So many JSON files are looked through whatever else there is.
const FEW: usize = 500;

/// The files of a run, and which of them are looked into.
pub(super) struct Selected {
    /// All files.
    pub files: Files,
    /// The code that may have to do with an API, sorted.
    pub hot: Vec<FileId>,
    /// The files of configuration that may hold something of an API, sorted.
    pub config_files: Vec<FileId>,
    /// Files that nobody named, read for the ones that were; nothing is reported of them.
    pub around: FxHashSet<FileId>,
    /// How many files have been read to be judged.
    pub read: usize,
    /// The top of the repository.
    pub root: PathBuf,
    /// How many files were left out because git ignores them, where that was asked for.
    pub ignored: Option<usize>,
    /// How many options and configurations exclude.
    pub excluded: usize,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
}

/// Selects the files that may have to do with an API.
pub(super) fn prefilter(options: &Options, apis: &Apis, discovered: Discovered<'_>) -> Selected {
    let Discovered { files, prefilters, is_configured, root, ignored, excluded, mut diagnostics } = discovered;
    let (mut hot, mut config_files, mut read) = (Vec::new(), Vec::new(), 0);
    let (mut around, mut left_out) = (FxHashSet::default(), FxHashSet::default());
    let mut sources = Vec::with_capacity(files.len());
    for (id, Candidate { file, prefiltered, is_around }) in (0..).map(FileId).zip(files) {
        let is_looked_at =
            matches!(prefiltered, Prefiltered::Hot | Prefiltered::Cold | Prefiltered::WithMap | Prefiltered::Config);
        read += usize::from(!is_around && is_looked_at);
        match prefiltered {
            Prefiltered::Hot => hot.push(id),
            Prefiltered::Config => config_files.push(id),
            Prefiltered::Excluded => {
                left_out.insert(id);
            }
            Prefiltered::Skipped(diagnostic) if !is_around => diagnostics.push(diagnostic),
            Prefiltered::Cold | Prefiltered::WithMap | Prefiltered::Unread | Prefiltered::Skipped(_) => {}
        }
        if is_around {
            around.insert(id);
        }
        sources.push(file);
    }
    let files = Files::new(sources);
    let json = mentioning(&files, &left_out, !hot.is_empty(), &config_files, &prefilters);
    read += json.iter().filter(|id| !around.contains(id)).count();
    config_files.extend(json);
    config_files.sort_unstable();
    let judged: Vec<FileId> = hot.iter().chain(&config_files).copied().collect();
    // Most trees that mention carriers call somebody else.
    if !options.no_sift && !is_configured && !hot.is_empty() && !tree::is_about(apis, &files, &judged) {
        hot.clear();
    }
    diagnostics.extend(manifests::unreadable(&files, &around, &hot));
    Selected { files, hot, config_files, around, read, root, ignored, excluded, diagnostics }
}

/// The JSON files that may hold something of an API. Trees full of them are looked through only where something else
/// mentions an API.
fn mentioning(
    files: &Files,
    excluded: &FxHashSet<FileId>,
    has_code: bool,
    config_files: &[FileId],
    prefilters: &Prefilters<'_>,
) -> Vec<FileId> {
    let waiting = |id: FileId, file: &SourceFile| {
        file.kind == Some(SourceKind::Json)
            && !excluded.contains(&id)
            && !Conventions::get().skips(file.name())
            && config_files.binary_search(&id).is_err()
    };
    let json: Vec<(FileId, &SourceFile)> = files.iter().filter(|(id, file)| waiting(*id, file)).collect();
    let is_hot = |text: &str| prefilters.config.is_hot(text.as_bytes());
    if json.len() > FEW && !has_code && !config_files.iter().any(|id| is_hot(files.text(*id))) {
        return Vec::new();
    }
    let reads = |file: &SourceFile| match file.read() {
        Ok(text) if is_hot(&text) => {
            file.fill(text);
            true
        }
        _ => false,
    };
    parallel::filter_map(&json, |(id, file)| reads(file).then_some(*id))
}
