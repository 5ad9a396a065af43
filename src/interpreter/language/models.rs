//! The registry of language models.

use crate::interpreter::language::LanguageModel;
use crate::interpreter::language::javascript::model::JavaScript;
use crate::interpreter::language::rust::model::Rust;
use crate::interpreter::state::Interpreter;
use crate::ir::Language;

/// The model of a language.
pub(crate) fn model_of<'m>(language: Language) -> &'m dyn LanguageModel<Interpreter<'m>> {
    match language {
        Language::JavaScript => &JavaScript,
        Language::Rust => &Rust,
    }
}
