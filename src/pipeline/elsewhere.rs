//! What a tree calls in which no call of a known API was seen: a cheap count, and the documents of APIs that lie in it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use memchr::memmem::{find, find_iter};
use regex::bytes::Regex;
use rustc_hash::FxHashMap;

use super::{Analysis, Options, knowledge};
use crate::api;
use crate::clients::Callee;
use crate::parallel;
use crate::source::SourceKind;
use crate::source::files::SourceFile;
use crate::source::walk::normalised;

/// Of more files with code a part is looked through, evenly drawn: as many, or one less than twice as many.
const MAX_FILES: usize = 2_000;
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
    let code: Vec<&SourceFile> =
        files.iter().filter(|file| file.embedded_in.is_none() && file.kind.is_some_and(SourceKind::is_code)).collect();
    let (calls, calling) = Finder::new(knowledge::callees()).map_or((0, 0), |finder| finder.about(&code));
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
    Elsewhere { calls, files: calling, documents }
}

fn folder(path: &Path) -> PathBuf {
    path.parent().unwrap_or(path).to_path_buf()
}

/// So far in front of a call its line is looked at; what is longer was written by no one.
const MAX_BEFORE: usize = 400;

/// Finds calls of clients by what is called.
struct Finder {
    /// What each name that is searched for may mean.
    callees: Vec<Vec<Callee>>,
    search: AhoCorasick,
    /// What stands between a name and the parenthesis that makes it a call.
    tail: Regex,
}

impl Finder {
    fn new(callees: Vec<Callee>) -> Option<Self> {
        let mut meanings: BTreeMap<String, Vec<Callee>> = BTreeMap::new();
        for callee in callees {
            meanings.entry(callee.name.clone()).or_default().push(callee);
        }
        let (names, callees): (Vec<String>, Vec<Vec<Callee>>) = meanings.into_iter().unzip();
        let search = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::DFA))
            .build(&names)
            .ok()?;
        let tail = Regex::new(r"(?-u)^(?:(?:::)?<[^<>()]{0,40}(?:<[^<>()]{0,40}>)?>)?(?:\?\.)?\(").ok()?;
        Some(Self { callees, search, tail })
    }

    /// About how many calls there are, and in how many files.
    fn about(&self, code: &[&SourceFile]) -> (usize, usize) {
        let of_every = |step: usize| {
            let drawn: Vec<&SourceFile> = code.iter().step_by(step).copied().collect();
            let counts = parallel::filter_map(&drawn, |file| Some(self.calls(file)).filter(|calls| *calls > 0));
            (counts.iter().sum::<usize>() * step, counts.len() * step)
        };
        // Where none is drawn that calls, it is not said that none does.
        let step = (code.len() / MAX_FILES).max(1);
        Some(of_every(step)).filter(|about| step == 1 || *about != (0, 0)).unwrap_or_else(|| of_every(1))
    }

    fn calls(&self, file: &SourceFile) -> usize {
        let Ok(text) = file.read() else { return 0 };
        if text.len() > MAX_TEXT {
            return 0;
        }
        let bytes = text.as_bytes();
        let is_rust = file.kind == Some(SourceKind::Rust);
        let is_imported = |name: &str| {
            if is_rust { find(bytes, format!("{name}::").as_bytes()).is_some() } else { imports(&text, name) }
        };
        let mut known: FxHashMap<(usize, bool), bool> = FxHashMap::default();
        let named = self
            .search
            .find_iter(bytes)
            .filter(|found| is_at_start(&bytes[..found.start()]) && self.tail.is_match(&bytes[found.end()..]));
        let calls = named.filter(|found| {
            let before = before(bytes, found.start());
            let is_new = before.trim_ascii_end().ends_with(b"new");
            let name = found.pattern().as_usize();
            let counts = known.entry((name, is_new)).or_insert_with(|| {
                let meanings =
                    self.callees[name].iter().filter(|callee| callee.is_new == is_new && callee.is_path == is_rust);
                meanings.into_iter().any(|callee| callee.package.as_deref().is_none_or(is_imported))
            });
            *counts && is_code(before, is_rust)
        });
        calls.count()
    }
}

/// Whether a script imports a package, by its name alone or behind a scheme.
fn imports(script: &str, package: &str) -> bool {
    let quotes = ['\'', '"'];
    find_iter(script.as_bytes(), package).any(|at| {
        let (before, after) = (&script[..at], &script[at + package.len()..]);
        let unquoted = match before.strip_suffix(quotes) {
            Some(before) => Some(before),
            None => before.strip_suffix(':').and_then(|before| {
                before.trim_end_matches(|char: char| char.is_ascii_lowercase()).strip_suffix(quotes)
            }),
        };
        let ways = ["from", "import", "import(", "require("];
        after.starts_with(quotes)
            && unquoted.is_some_and(|before| ways.iter().any(|way| before.trim_end().ends_with(way)))
    })
}

/// Whether a name that follows is not the end of a longer one.
fn is_at_start(before: &[u8]) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"_$.".contains(byte) || !byte.is_ascii();
    !before.last().is_some_and(is_part) && !before.ends_with(b"::")
}

/// What stands on the line before a place.
fn before(text: &[u8], at: usize) -> &[u8] {
    let near = &text[at.saturating_sub(MAX_BEFORE)..at];
    match near.iter().rposition(|byte| *byte == b'\n') {
        Some(end) => &near[end + 1..],
        None if at > MAX_BEFORE => &[],
        None => near,
    }
}

/// Whether what follows the begin of a line is code that calls: no comment, no text, and no function of that name. An
/// apostrophe begins a text in scripts only.
fn is_code(before: &[u8], is_rust: bool) -> bool {
    let trimmed = before.trim_ascii_start();
    if trimmed.starts_with(b"*") || [&b"function"[..], b"fn"].iter().any(|it| before.trim_ascii_end().ends_with(it)) {
        return false;
    }
    let mut quote = None;
    let mut bytes = trimmed.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match quote {
            Some(_) if byte == b'\\' => drop(bytes.next()),
            Some(open) => quote = quote.filter(|_| byte != open),
            None if byte == b'"' || byte == b'\'' && !is_rust => quote = Some(byte),
            None if byte == b'/' && matches!(bytes.peek(), Some(b'/' | b'*')) => return false,
            None => {}
        }
    }
    quote.is_none()
}
