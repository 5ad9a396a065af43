//! Front-ends: each lowers the text of a file to the IR and does nothing else.

pub mod javascript;
pub(crate) mod json;
pub mod rust;

use std::ops::Range;

use crate::ir::builder::Builder;
use crate::ir::{Language, Module};
use crate::source::{FileId, SourceKind};

/// The comments of a script, in order; none where it is not parsed.
pub fn script_comments(kind: SourceKind, text: &str) -> Vec<Range<usize>> {
    javascript::comments(kind, text)
}

/// The stack, in bytes, of threads that lower files: parsers recurse as deep as their limits allow.
pub const STACK_SIZE: usize = 64 << 20;

/// Lowers one file. What cannot be read is in the module's problems; nothing is ever refused as a whole but a
/// file over the limits or, in Rust, with a syntax error.
pub fn lower(file: FileId, kind: SourceKind, text: &str) -> Module {
    match kind {
        SourceKind::JavaScript | SourceKind::TypeScript | SourceKind::Tsx => javascript::lower(file, kind, text),
        SourceKind::Page(markup) => javascript::lower_page(file, markup, text),
        SourceKind::Rust => rust::lower(file, text),
        SourceKind::Json => json::lower(file, text),
        SourceKind::Env | SourceKind::Yaml | SourceKind::Toml | SourceKind::SourceMap => Module::empty(file, text),
        SourceKind::Manifest => Builder::new(file, Language::Rust, 0).module,
    }
}
