//! What a tree calls in which no call of a known API was seen: a cheap count, and the documents of APIs that lie in it.

use std::path::{Path, PathBuf};

use regex::Regex;

use super::{Analysis, Options, knowledge};
use crate::api;
use crate::parallel;
use crate::source::SourceKind;
use crate::source::files::SourceFile;
use crate::source::walk::normalised;

/// So much code is looked through, in files.
const MAX_FILES: usize = 20_000;
/// Files of more text are bundles and the like.
const MAX_TEXT: usize = 1024 * 1024;
/// So many files are looked at that may be documents.
const MAX_DOCUMENTS: usize = 5_000;

/// What a tree calls beside the known APIs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Elsewhere {
    /// About how many calls of HTTP clients there are: by their names in the text, for nothing is parsed.
    pub calls: usize,
    /// In how many files.
    pub files: usize,
    /// OpenAPI documents in the tree that the run did not know, as people see their paths; sorted.
    pub documents: Vec<PathBuf>,
}

/// Looks through the files of a run once more.
pub fn elsewhere(analysis: &Analysis, options: &Options) -> Elsewhere {
    let files = analysis.files.as_slice();
    let code: Vec<&SourceFile> = files
        .iter()
        .filter(|file| file.embedded_in.is_none() && file.kind.is_some_and(SourceKind::is_code))
        .take(MAX_FILES)
        .collect();
    let counts = match knowledge::client_names().and_then(|names| Finder::new(&names)) {
        Some(finder) => parallel::filter_map(&code, |file| Some(finder.calls(file)).filter(|calls| *calls > 0)),
        None => Vec::new(),
    };
    let known: Vec<PathBuf> = options
        .apis
        .iter()
        .map(|path| if path.extension().is_some_and(|it| it == "toml") { folder(path) } else { path.clone() })
        .chain(options.configured.iter().filter_map(api::Configured::document))
        .map(|path| normalised(&path))
        .collect();
    let data: Vec<&SourceFile> = files
        .iter()
        .filter(|file| matches!(file.kind, Some(SourceKind::Json | SourceKind::Yaml)))
        .take(MAX_DOCUMENTS)
        .collect();
    let documents = parallel::filter_map(&data, |file| {
        let location = normalised(&file.location);
        let is_known = known.iter().any(|path| location.starts_with(path));
        (!is_known && api::is_document(&file.location)).then(|| PathBuf::from(&file.path))
    });
    Elsewhere { calls: counts.iter().sum(), files: counts.len(), documents }
}

fn folder(path: &Path) -> PathBuf {
    path.parent().unwrap_or(path).to_path_buf()
}

/// Finds calls of clients by their names.
struct Finder {
    calls: Regex,
    /// The names that need no import.
    globals: Vec<String>,
}

impl Finder {
    fn new(names: &knowledge::ClientNames) -> Option<Self> {
        let all: Vec<String> = names.globals.iter().chain(&names.packages).map(|name| regex::escape(name)).collect();
        let calls = format!(r"(?:^|[^\w.$])({})(?:(?:\.|::)[\w:.]{{1,40}})?(?:<[^<>()]{{0,40}}>)?\(", all.join("|"));
        Some(Self { calls: Regex::new(&calls).ok()?, globals: names.globals.clone() })
    }

    fn calls(&self, file: &SourceFile) -> usize {
        let Ok(text) = file.read() else { return 0 };
        if text.len() > MAX_TEXT {
            return 0;
        }
        // A name counts where it is imported: `'name'`, `"name"`, or a path that begins with it.
        let is_imported = |name: &str| {
            [format!("'{name}'"), format!("\"{name}\""), format!("{name}::")].iter().any(|it| text.contains(it))
        };
        let mut known: Vec<(&str, bool)> = Vec::new();
        let mut calls = 0;
        for name in self.calls.captures_iter(&text).filter_map(|found| found.get(1)).map(|name| name.as_str()) {
            let counts = match known.iter().find(|(other, _)| *other == name) {
                Some((_, counts)) => *counts,
                None => {
                    let counts = self.globals.iter().any(|global| global == name) || is_imported(name);
                    known.push((name, counts));
                    counts
                }
            };
            calls += usize::from(counts);
        }
        calls
    }
}
