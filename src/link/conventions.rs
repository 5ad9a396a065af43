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
    /// What files of configuration are called that have an import map. Their folder is that of a package.
    pub import_maps: Vec<String>,
    /// What files of platforms are called.
    #[serde(rename = "platform")]
    pub platforms: Vec<Platforms>,
    /// Where configuration lists files that a build puts in place of others.
    pub replacements: Replacements,
    /// Where configuration lists scripts that share a global scope.
    pub script_lists: ScriptLists,
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

/// What stands before the ending of files that are for one platform.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Platforms {
    /// The packages that say that it means this.
    pub packages: Vec<Box<str>>,
    /// In the order in which they are looked for.
    pub suffixes: Vec<Box<str>>,
}

/// Lists of files that a build puts in place of others.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Replacements {
    /// What the files of configuration are called.
    pub configs: Vec<String>,
    /// The key of such a list.
    pub key: String,
    /// The keys of an item for the file, and for what is put in its place.
    pub from: Vec<String>,
    pub to: Vec<String>,
}

/// Lists of scripts that share a global scope.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScriptLists {
    /// What the files of configuration are called.
    pub configs: Vec<String>,
    /// The keys of such lists.
    pub keys: Vec<String>,
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
