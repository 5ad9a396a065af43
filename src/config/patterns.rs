//! Which files a list of patterns means: as in `.gitignore`, for everybody knows those.

use std::path::Path;

use globset::{ErrorKind, GlobBuilder};
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::Origin;
use crate::source::walk::normalised;

/// Patterns, with where each is from.
#[derive(Debug, Default, Clone)]
pub struct Patterns {
    written: Vec<(String, Origin)>,
    matcher: Option<Gitignore>,
}

impl Patterns {
    /// Patterns that were checked before; they begin at `directory`.
    pub(super) fn new(directory: &Path, written: Vec<(String, Origin)>) -> Self {
        let mut builder = GitignoreBuilder::new(directory);
        for (pattern, _) in &written {
            // `./src` is what people write; to git it would match nothing.
            let _ = builder.add_line(None, pattern.strip_prefix("./").unwrap_or(pattern));
        }
        let matcher = if written.is_empty() { None } else { builder.build().ok() };
        Self { written, matcher }
    }

    /// Patterns of the command line, which begin at the current directory.
    pub fn given(patterns: &[String]) -> Self {
        let origin = Origin { file: "the command line".to_owned(), line: 1 };
        let written = patterns.iter().map(|pattern| (pattern.clone(), origin.clone()));
        Self::new(&normalised(Path::new(".")), written.collect())
    }

    /// Whether there is no pattern.
    pub fn is_empty(&self) -> bool {
        self.written.is_empty()
    }

    /// Where the patterns begin; `None` where there is none.
    pub fn directory(&self) -> Option<&Path> {
        self.matcher.as_ref().map(Gitignore::path)
    }

    /// Where the first pattern is from.
    pub fn origin(&self) -> Option<&Origin> {
        self.written.first().map(|(_, origin)| origin)
    }

    /// The pattern that takes in a file, and where it is from. `path` is absolute.
    pub fn matching(&self, path: &Path) -> Option<&(String, Origin)> {
        let matcher = self.matcher.as_ref()?;
        let inside = path.strip_prefix(matcher.path()).ok().filter(|inside| !inside.as_os_str().is_empty())?;
        match matcher.matched_path_or_any_parents(inside, false) {
            Match::Ignore(glob) => {
                let same = |written: &str| written.strip_prefix("./").unwrap_or(written) == glob.original();
                self.written.iter().rev().find(|(written, _)| same(written))
            }
            Match::None | Match::Whitelist(_) => None,
        }
    }

    /// The patterns as written.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.written.iter().map(|(text, _)| &**text)
    }
}

/// Why a pattern cannot be read.
pub fn unread(pattern: &str) -> Option<String> {
    if has_open_class(pattern) {
        return Some(format!("the pattern \"{pattern}\" cannot be read: a `[` is not closed"));
    }
    let mut builder = GitignoreBuilder::new("");
    let reason = match builder.add_line(None, pattern).err()? {
        ignore::Error::Glob { err, .. } => err,
        other => other.to_string(),
    };
    Some(format!("the pattern \"{pattern}\" cannot be read: {reason}"))
}

/// Whether a class of characters is not closed: to git it would match nothing.
fn has_open_class(pattern: &str) -> bool {
    let glob = GlobBuilder::new(pattern).backslash_escape(true).build();
    glob.is_err_and(|error| *error.kind() == ErrorKind::UnclosedClass)
}
