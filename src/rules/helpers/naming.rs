//! What names say, as `rules/naming.toml` has it.

use std::sync::LazyLock;

use serde::Deserialize;

/// The data file; see its comments.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Naming {
    /// Last words of the names of secrets.
    pub secret_ends: Vec<String>,
    /// Words that name nothing by themselves, whatever credential of an API is called so.
    pub common: Vec<String>,
    /// What others that have secrets are called, in small letters without signs.
    pub others: Vec<String>,
    /// Words before the name of a secret that make it something else.
    pub not_secret: Vec<String>,
    /// Last words of what merely tells something of a secret.
    pub measures: Vec<String>,
    /// Beginnings of variables that toolchains make public: those words say nothing of the rest.
    pub public_prefixes: Vec<String>,
    /// What the credentials of machines are called beside the names of their API.
    pub machine_credentials: Vec<String>,
    /// Keys that something is signed with.
    pub signing_key: SigningKeys,
    /// Tokens of machines.
    pub machine_token: Tokens,
    /// Tokens of users.
    pub user_token: Tokens,
    /// Where the tokens of users are kept.
    pub user_storage: Storage,
    /// What reports mask.
    pub masked: Masked,
}

/// The names of keys that something is signed with.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SigningKeys {
    /// Words before a last word `key`.
    pub before: Vec<String>,
    /// Last words.
    pub ends: Vec<String>,
}

/// The names of tokens.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Tokens {
    /// Single words.
    pub words: Vec<String>,
    /// Neighbouring words, together.
    pub runs: Vec<String>,
    /// All words, together.
    pub whole: Vec<String>,
}

/// Where the tokens of users are kept.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Storage {
    /// Names on the way of a value, lower case.
    pub names: Vec<String>,
    /// Words of a path into a library.
    pub words: Vec<String>,
    /// Neighbouring words of such a path, together.
    pub runs: Vec<String>,
    /// Names that lead to the headers of a caller.
    pub header_names: Vec<String>,
    /// Words of a path that lead to them.
    pub header_words: Vec<String>,
    /// The header that is a user's credential where it is passed on.
    pub header: String,
}

/// What reports mask; parts of regular expressions.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Masked {
    /// What says in front of a secret of what kind it is.
    pub schemes: Vec<String>,
    /// What follows a name that ends so is masked.
    pub keys: Vec<String>,
    /// Functions whose arguments are masked.
    pub coders: Vec<String>,
    /// A text that ends so is itself a name.
    pub names: Vec<String>,
}

/// The text is part of the program, and a test reads it.
static NAMING: LazyLock<Naming> =
    LazyLock::new(|| toml::from_str(include_str!("../../../rules/naming.toml")).unwrap_or_default());

impl Naming {
    /// What `rules/naming.toml` says.
    pub fn get() -> &'static Self {
        &NAMING
    }
}

/// Whether one of the words of a list is this one.
pub fn has(list: &[String], word: &str) -> bool {
    list.iter().any(|one| one == word)
}

#[cfg(test)]
mod tests {
    use super::Naming;

    #[test]
    fn the_data_file_is_read() {
        let naming = Naming::get();
        assert!(!naming.secret_ends.is_empty() && !naming.masked.keys.is_empty());
        assert!(!naming.user_storage.header.is_empty());
    }
}
