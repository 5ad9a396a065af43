//! Where the comments of a file are: the real ones, not what looks like one in a string.

mod hash;
mod json;
mod markup;
mod rust;

use std::ops::Range;
use std::path::Path;

use crate::source::SourceKind;

/// The comments of a file that is no script with their delimiters, in order; none where the language is not known.
/// Those of scripts are kept when they are parsed.
pub(super) fn of(path: &Path, text: &str) -> Vec<Range<usize>> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let extension = &*extension.to_ascii_lowercase();
    match SourceKind::of_extension(extension) {
        Some(SourceKind::Rust) => rust::comments(text),
        _ => match extension {
            "html" | "htm" | "vue" | "svelte" | "astro" => markup::comments(text),
            "toml" | "yaml" | "yml" => hash::comments(text),
            "json" | "jsonc" => json::comments(text),
            _ if name.starts_with(".env") || matches!(extension, "env" | "envrc") => hash::comments(text),
            _ => Vec::new(),
        },
    }
}
