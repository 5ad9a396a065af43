//! A configuration file as it is written.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{FailOn, Place, RuleLevel, Signing};

/// Names of rules with their levels.
pub(super) type Levels = BTreeMap<String, Spanned<RuleLevel>>;

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Written {
    pub(super) extends: Option<Spanned<String>>,
    pub(super) include: Vec<Spanned<String>>,
    pub(super) exclude: Vec<Spanned<String>>,
    pub(super) select: Vec<String>,
    pub(super) ignore: Vec<String>,
    pub(super) fail_on: Option<FailOn>,
    pub(super) baseline: Option<String>,
    pub(super) apis: Vec<String>,
    pub(super) api: Vec<crate::api::Written>,
    pub(super) clients: Vec<String>,
    pub(super) hosts: Vec<String>,
    pub(super) prefixes: Vec<String>,
    pub(super) signing: Option<Signing>,
    pub(super) signing_for: BTreeMap<String, Signing>,
    pub(super) max_expiry: Option<u32>,
    pub(super) rules: Levels,
    pub(super) contexts: WrittenContexts,
    pub(super) carriers: Vec<WrittenCarrier>,
    pub(super) wrappers: Vec<WrittenWrapper>,
    pub(super) overrides: Vec<WrittenOverride>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct WrittenContexts {
    pub(super) client: Vec<Spanned<String>>,
    pub(super) server: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenCarrier {
    pub(super) name: String,
    #[serde(rename = "in")]
    pub(super) place: Place,
    pub(super) credential: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct WrittenWrapper {
    pub(super) name: String,
    pub(super) from: Option<String>,
    pub(super) method: Option<OneOrMany>,
    pub(super) base: Option<OneOrMany>,
    pub(super) url: OneOrMany,
    pub(super) query: Option<OneOrMany>,
    pub(super) header: Option<OneOrMany>,
    pub(super) body: Option<OneOrMany>,
    #[serde(default)]
    pub(super) adds_nothing: bool,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct WrittenOverride {
    pub(super) files: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) rules: Levels,
    pub(super) signing: Option<Signing>,
    pub(super) max_expiry: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::super::keys::{KEYS, Key, ValueKind};
    use super::*;

    /// The names that are read, as the error about an odd one lists them.
    fn read<T: for<'de> Deserialize<'de> + std::fmt::Debug>() -> Vec<String> {
        let error = toml::from_str::<T>("odd-one = 1").unwrap_err().message().to_owned();
        let (_, names) = error.split_once("expected").unwrap();
        let mut names: Vec<String> = names.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        names.sort();
        names
    }

    fn told(keys: &[Key]) -> Vec<String> {
        let mut names: Vec<String> = keys.iter().map(|key| key.name.to_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_is_read_is_what_the_table_of_keys_holds() {
        assert_eq!(read::<Written>(), told(KEYS));
        let inner = |name: &str| match KEYS.iter().find(|key| key.name == name).map(|key| key.kind) {
            Some(ValueKind::Table(keys) | ValueKind::Tables(keys)) => told(keys),
            other => panic!("{name}: {other:?}"),
        };
        assert_eq!(read::<WrittenContexts>(), inner("contexts"));
        assert_eq!(read::<WrittenCarrier>(), inner("carriers"));
        assert_eq!(read::<WrittenWrapper>(), inner("wrappers"));
        assert_eq!(read::<WrittenOverride>(), inner("overrides"));
        assert_eq!(read::<crate::api::Written>(), inner("api"));
    }
}
