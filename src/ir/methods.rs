//! What methods of the languages' own values do, by their names: `rules/languages/methods.toml`.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::embedded::fits;

/// Names of methods.
type Names = FxHashSet<Box<str>>;

/// The data file, which says what each list is.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Methods {
    pub changing: Names,
    pub changing_first: Names,
    pub taking_away: Names,
    pub handing_on: Names,
    pub giving_text: Names,
    pub giving_arguments: Names,
    pub text_functions: Names,
    pub reading: Names,
    writing: Vec<Box<str>>,
    pub opening: Names,
    pub failing_on: Names,
    pub ending: Names,
    pub showing: Names,
    pub taking_out: Names,
}

/// The text is part of the program, and a test reads it.
pub(crate) static METHODS: LazyLock<Methods> =
    LazyLock::new(|| toml::from_str(include_str!("../../rules/languages/methods.toml")).unwrap_or_default());

impl Methods {
    /// Whether a method is named for writing what its object holds.
    pub fn is_writing(&self, name: &str) -> bool {
        self.writing.iter().any(|known| match known.strip_prefix('*') {
            Some(end) => name.ends_with(end),
            None => fits(known, name),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_can_be_read() {
        assert!(METHODS.reading.contains("as_ref") && METHODS.taking_out.contains("pop"));
        assert!(["insert", "set_token", "headers_mut"].iter().all(|name| METHODS.is_writing(name)));
        assert!(!METHODS.is_writing("inserted"));
    }
}
