//! Where the comments of a file are: the real ones, not what looks like one in a string.

mod hash;
mod json;
mod markup;
mod rust;

use std::ops::Range;
use std::path::Path;

use crate::source::SourceKind;
use crate::source::files::kind_of;

/// The comments of a file that is no script with their delimiters, in order; none where the language is not known.
/// Those of scripts are kept when they are parsed.
pub(super) fn of(path: &Path, text: &str) -> Vec<Range<usize>> {
    let Some(kind) = kind_of(path) else { return Vec::new() };
    match kind {
        SourceKind::Rust => rust::comments(text),
        SourceKind::Page(_) => markup::comments(text),
        SourceKind::Env | SourceKind::Yaml | SourceKind::Toml | SourceKind::Manifest => hash::comments(text),
        SourceKind::Json => json::comments(text),
        SourceKind::JavaScript | SourceKind::TypeScript | SourceKind::Tsx | SourceKind::SourceMap => Vec::new(),
    }
}
