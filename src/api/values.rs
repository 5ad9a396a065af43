//! What the shape of a value says of a credential: `sk_…` is a secret, `pk_…` is for everybody.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::model::{Api, CredentialId, CredentialKind, ValueShape};

/// Shapes that are known whatever the API: `rules/values.toml`.
static KNOWN: LazyLock<Vec<ValueShape>> = LazyLock::new(|| {
    let written: Written = toml::from_str(include_str!("../../rules/values.toml")).unwrap_or_default();
    written.shape.iter().filter_map(|shape| shape.read().ok()).collect()
});

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    shape: Vec<WrittenShape>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenShape {
    pattern: String,
    kind: CredentialKind,
    #[serde(default)]
    test: bool,
    /// Where the vendor describes it: for readers.
    #[serde(rename = "source")]
    _source: String,
}

impl WrittenShape {
    fn read(&self) -> Result<ValueShape, regex::Error> {
        let pattern = Regex::new(&format!("^(?:{})$", self.pattern))?;
        Ok(ValueShape { pattern, kind: self.kind, is_test: self.test })
    }
}

/// Longer values have no shape that tells.
const MAX_BYTES: usize = 4096;

impl Api {
    /// What the shape of a whole value says, by the credentials that it may be, or else by shapes that are well known.
    pub fn shape_of(&self, credentials: &[CredentialId], value: &str) -> Option<&ValueShape> {
        let value = value.trim();
        if value.len() > MAX_BYTES {
            return None;
        }
        let own = credentials.iter().flat_map(|id| &self.credential(*id).values);
        own.chain(KNOWN.iter()).find(|shape| shape.pattern.is_match(value))
    }

    /// The kind of what may be any of these credentials: that of all of them, or else unknown.
    pub fn kind_of(&self, credentials: &[CredentialId]) -> CredentialKind {
        let mut kinds = credentials.iter().map(|id| self.credential(*id).kind);
        match kinds.next() {
            Some(first) if kinds.all(|kind| kind == first) => first,
            _ => CredentialKind::Unknown,
        }
    }

    /// The kind of a value that may be any of these credentials, if it is known: its shape decides before they do.
    pub fn kind_of_value(&self, credentials: &[CredentialId], value: &str) -> CredentialKind {
        self.shape_of(credentials, value).map_or_else(|| self.kind_of(credentials), |shape| shape.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_shapes_can_be_read() {
        let written: Written = toml::from_str(include_str!("../../rules/values.toml")).unwrap();
        for shape in &written.shape {
            assert!(shape.read().is_ok(), "{}", shape.pattern);
        }
        assert_eq!(KNOWN.len(), written.shape.len());
    }
}
