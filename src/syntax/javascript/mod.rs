//! JavaScript and TypeScript by tree-sitter.

use crate::ir::builder::Builder;
use crate::ir::{Language, Module};
use crate::source::{FileId, SourceKind};

/// Lowers a JavaScript or TypeScript file.
#[allow(clippy::cast_possible_truncation)]
pub fn lower(file: FileId, _kind: SourceKind, text: &str) -> Module {
    Builder::new(file, Language::JavaScript, text.len() as u32).module
}
