//! What a tree calls in which no call of a known API was seen: a cheap count, and the documents of APIs that lie in it.

use std::path::{Path, PathBuf};

use aho_corasick::{AhoCorasick, MatchKind};
use regex::bytes::Regex;
use rustc_hash::FxHashMap;

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
    let counts = match knowledge::client_names().and_then(Finder::new) {
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
    /// All names, those that need no import first.
    names: Vec<String>,
    /// How many need none.
    globals: usize,
    search: AhoCorasick,
    /// What stands between a name and the parenthesis that makes it a call.
    tail: Regex,
}

impl Finder {
    fn new(names: knowledge::ClientNames) -> Option<Self> {
        let globals = names.globals.len();
        let names: Vec<String> = names.globals.into_iter().chain(names.packages).collect();
        let search = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&names).ok()?;
        let tail = Regex::new(r"(?-u)^(?:(?:\.|::)[\w:.]{1,40})?(?:<[^<>()]{0,40}>)?\(").ok()?;
        Some(Self { names, globals, search, tail })
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
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"_$.".contains(&byte) || !byte.is_ascii();
        let is_call = |from: usize, to: usize| {
            let before = from.checked_sub(1).map(|at| text.as_bytes()[at]);
            !before.is_some_and(is_part) && self.tail.is_match(&text.as_bytes()[to..])
        };
        let mut known: FxHashMap<usize, bool> = FxHashMap::default();
        let named = self.search.find_iter(&*text).filter(|found| is_call(found.start(), found.end()));
        let counts = named.filter(|found| {
            let name = found.pattern().as_usize();
            *known.entry(name).or_insert_with(|| name < self.globals || is_imported(&self.names[name]))
        });
        counts.count()
    }
}
