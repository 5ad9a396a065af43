//! What is customary in JavaScript's text beside its grammar: `rules/languages/javascript.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// The data file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Conventions {
    /// Tags of templates that give the text itself, whoever they come from.
    text_tags: Vec<String>,
    /// Decorators that make a class a component.
    pub component_decorators: Vec<String>,
    /// The options of theirs that are its markup.
    pub component_markup: Vec<String>,
    /// The options of theirs that name a file with it.
    pub component_markup_files: Vec<String>,
    /// Attributes of pages whose value is a place that they write.
    pub markup_places: Vec<String>,
    /// Those whose value are statements.
    pub markup_statements: Vec<String>,
}

/// The text is part of the program, and a test reads it.
pub(super) static CONVENTIONS: LazyLock<Conventions> =
    LazyLock::new(|| toml::from_str(include_str!("../../../rules/languages/javascript.toml")).unwrap_or_default());

/// Whether a template under this tag is the text itself.
pub(super) fn is_text_tag(name: &str) -> bool {
    CONVENTIONS.text_tags.iter().any(|tag| tag == name)
}

#[cfg(test)]
mod tests {
    use super::is_text_tag;

    #[test]
    fn the_data_can_be_read() {
        assert!(is_text_tag("gql") && !is_text_tag("css"));
    }
}
