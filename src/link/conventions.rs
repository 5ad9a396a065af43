//! What specifiers of modules mean that name no file and no package: `rules/languages/modules.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// The data file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Conventions {
    /// Modules that frameworks make up under names that no package has.
    pub made_up: Vec<String>,
    /// The conditions of `exports` and `imports` in a manifest that may hold.
    pub conditions: Vec<String>,
    /// What files are called that may set up aliases of their own.
    pub alias_configs: Vec<String>,
    /// Aliases that frameworks set up.
    #[serde(rename = "alias")]
    pub aliases: Vec<Alias>,
}

/// An alias and where it leads.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Alias {
    pub name: String,
    /// Folders from the directory of the package, in the order that they are tried.
    pub folders: Vec<String>,
}

/// The text is part of the program, and a test reads it.
static CONVENTIONS: LazyLock<Conventions> =
    LazyLock::new(|| toml::from_str(include_str!("../../rules/languages/modules.toml")).unwrap_or_default());

impl Conventions {
    /// Those of `rules/languages/modules.toml`.
    pub fn get() -> &'static Self {
        &CONVENTIONS
    }
}

#[cfg(test)]
mod tests {
    use super::Conventions;

    #[test]
    fn the_data_can_be_read() {
        assert!(Conventions::get().made_up.iter().any(|name| name == "$env"));
    }
}
