//! Rust by syn.

use crate::ir::builder::Builder;
use crate::ir::{Language, Module};
use crate::source::FileId;

/// Lowers a Rust file.
#[allow(clippy::cast_possible_truncation)]
pub fn lower(file: FileId, text: &str) -> Module {
    Builder::new(file, Language::Rust, text.len() as u32).module
}
