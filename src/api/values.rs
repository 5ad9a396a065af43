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

    /// The kind of a value that may be any of these credentials, if it is known: its shape decides before they do, and where
    /// all of them have a shape that it has not, it is none of them.
    pub fn kind_of_value(&self, credentials: &[CredentialId], value: &str) -> CredentialKind {
        match self.shape_of(credentials, value) {
            Some(shape) => shape.kind,
            None if credentials.iter().all(|id| self.credential(*id).has_shape) => CredentialKind::Unknown,
            None => self.kind_of(credentials),
        }
    }

    /// The secrets that a whole value is by the shapes of their own, wherever it stands.
    pub fn secrets_of_shape(&self, value: &str) -> Vec<CredentialId> {
        let value = value.trim();
        if value.len() > MAX_BYTES {
            return Vec::new();
        }
        let another = with_another_start(value);
        let is_one = |id: &CredentialId| {
            let shape = self.credential(*id).values.iter().find(|shape| shape.pattern.is_match(value));
            // A shape that lets values begin with anything, as one of 32 hexadecimal digits does, tells nothing by itself.
            let is_told = |shape: &ValueShape| !shape.pattern.is_match(&another);
            let is_kept = |kind| matches!(kind, CredentialKind::Secret | CredentialKind::Machine);
            shape.is_some_and(|shape| is_kept(shape.kind) && is_told(shape))
        };
        (0..).map(CredentialId).take(self.credentials.len()).filter(is_one).collect()
    }
}

/// A value with other letters and digits in its first two places, of the kind that hexadecimal numbers have too.
fn with_another_start(value: &str) -> String {
    let another = |(at, char): (usize, char)| match char {
        _ if at > 1 => char,
        'a' => 'b',
        'A' => 'B',
        '0' => '1',
        _ if char.is_lowercase() => 'a',
        _ if char.is_uppercase() => 'A',
        _ if char.is_ascii_digit() => '0',
        _ => char,
    };
    value.chars().enumerate().map(another).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_with_another_start_have_digits_and_letters_where_they_had_some() {
        for (value, another) in [("sk_live_1", "aa_live_1"), ("8f14", "0a14"), ("a0", "b1"), ("é", "a"), ("", "")] {
            assert_eq!(with_another_start(value), another, "{value}");
        }
    }

    #[test]
    fn all_shapes_can_be_read() {
        let written: Written = toml::from_str(include_str!("../../rules/values.toml")).unwrap();
        for shape in &written.shape {
            assert!(shape.read().is_ok(), "{}", shape.pattern);
        }
        assert_eq!(KNOWN.len(), written.shape.len());
    }
}
