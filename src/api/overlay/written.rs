//! Overlays as they are written, in files of their own or under `[[api]]` of a configuration.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use toml::Spanned;

use crate::api::model::{CredentialKind, ExpiryForm, Half};

/// An overlay as it is written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Written {
    pub(super) id: Option<Spanned<String>>,
    pub(super) name: Option<String>,
    pub(super) document: Option<Spanned<String>>,
    pub(super) source: String,
    pub(super) date: Option<Spanned<String>>,
    pub(super) partial: bool,
    pub(super) described_bodies: bool,
    pub(super) aliases: Vec<Spanned<String>>,
    pub(super) hosts: Vec<Spanned<String>>,
    pub(super) prefixes: Vec<Spanned<String>>,
    pub(super) distinctive_paths: Vec<Spanned<String>>,
    pub(super) retired: Vec<Spanned<String>>,
    pub(super) machine_token_tags: Vec<Spanned<String>>,
    pub(super) user_token_tags: Vec<Spanned<String>>,
    pub(super) no_token_operations: Vec<Spanned<String>>,
    pub(super) security: Option<Spanned<Security>>,
    pub(super) tolerated: Vec<Spanned<Vec<String>>>,
    pub(super) credential: Vec<WrittenCredential>,
    pub(super) schemes: BTreeMap<Spanned<String>, Spanned<WrittenScheme>>,
    pub(super) groups: BTreeMap<String, Vec<Spanned<String>>>,
    pub(super) body: Table,
    pub(super) legacy: Vec<WrittenLegacy>,
    pub(super) misspellings: Table,
    pub(super) operations: Vec<WrittenOperations>,
    pub(super) signature: Option<WrittenSignature>,
    pub(super) errors: Vec<WrittenError>,
    pub(super) page: Option<Spanned<String>>,
}

/// How requests are signed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct WrittenSignature {
    pub(super) digest: Spanned<String>,
    pub(super) expiry: Option<Spanned<String>>,
    pub(super) key: Spanned<String>,
    pub(super) algorithm: Spanned<String>,
    pub(super) encoding: Spanned<String>,
    #[serde(default)]
    pub(super) prefix: String,
    #[serde(default)]
    pub(super) text: String,
    #[serde(default = "text")]
    pub(super) expiry_form: ExpiryForm,
    #[serde(default)]
    pub(super) formats: Vec<String>,
    #[serde(default = "an_hour")]
    pub(super) max_expiry: u32,
}

fn text() -> ExpiryForm {
    ExpiryForm::Text
}

/// In minutes.
fn an_hour() -> u32 {
    60
}

/// A code of an API about credentials.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenError {
    pub(super) code: String,
    pub(super) meaning: String,
    pub(super) status: Option<u16>,
    #[serde(default)]
    pub(super) rules: Vec<String>,
    pub(super) lacks: Option<Spanned<String>>,
    pub(super) sends: Option<Spanned<String>>,
}

/// Names with credential ids, sorted by name.
pub(super) type Table = BTreeMap<Spanned<String>, Spanned<String>>;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct WrittenCredential {
    pub(super) id: Spanned<String>,
    pub(super) name: String,
    pub(super) kind: CredentialKind,
    /// Values of the kind that is given.
    pub(super) pattern: Option<Spanned<String>>,
    /// Values that everybody may know all the same.
    pub(super) public_pattern: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) values: Vec<WrittenValue>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenValue {
    pub(super) pattern: Spanned<String>,
    pub(super) kind: CredentialKind,
    #[serde(default)]
    pub(super) test: bool,
}

/// What the overlay says of a scheme: the credential alone, or more.
#[derive(Debug, Clone)]
pub(super) struct WrittenScheme {
    pub(super) credential: String,
    pub(super) prefix: Vec<String>,
    pub(super) half: Option<Half>,
    /// Where it travels, for a scheme that the document lacks or gets wrong.
    pub(super) place: Option<String>,
    pub(super) name: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenLegacy {
    #[serde(rename = "in")]
    pub(super) place: CarrierPlace,
    pub(super) name: String,
    pub(super) credential: Spanned<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum CarrierPlace {
    Query,
    Header,
}

/// Operations that the document lacks or gets wrong, and that have the same to be said of them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenOperations {
    /// `METHOD /path`
    pub(super) calls: Vec<Spanned<String>>,
    pub(super) security: Option<Spanned<Security>>,
    /// More carriers of schemes, each as `query:name`, `header:name` or `body:name`.
    #[serde(default)]
    pub(super) carriers: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    #[serde(default)]
    pub(super) hosts: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) tag: Option<String>,
    pub(super) reason: Spanned<String>,
}

/// The alternatives of an operation by the names of schemes, or that they are not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Security {
    Unknown,
    Alternatives(Vec<Vec<String>>),
}

impl<'de> Deserialize<'de> for Security {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ThisVisitor;
        impl<'de> Visitor<'de> for ThisVisitor {
            type Value = Security;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of lists of schemes, or \"unknown\"")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Security, E> {
                match text {
                    "unknown" => Ok(Security::Unknown),
                    other => Err(E::custom(format!("{other:?} is no list of lists of schemes, nor \"unknown\""))),
                }
            }

            fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<Security, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(access)).map(Security::Alternatives)
            }
        }
        deserializer.deserialize_any(ThisVisitor)
    }
}

impl<'de> Deserialize<'de> for WrittenScheme {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ThisVisitor;
        impl<'de> Visitor<'de> for ThisVisitor {
            type Value = WrittenScheme;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the id of a credential, or a table with one")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<WrittenScheme, E> {
                let credential = text.to_owned();
                Ok(WrittenScheme { credential, prefix: Vec::new(), half: None, place: None, name: None })
            }

            fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<WrittenScheme, A::Error> {
                let table = SchemeTable::deserialize(MapAccessDeserializer::new(access))?;
                let SchemeTable { credential, prefix, half, place, name } = table;
                let prefix = match prefix {
                    None => Vec::new(),
                    Some(OneOrMany::One(one)) => vec![one],
                    Some(OneOrMany::Many(many)) => many,
                };
                Ok(WrittenScheme { credential, prefix, half, place, name })
            }
        }
        deserializer.deserialize_any(ThisVisitor)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SchemeTable {
    credential: String,
    prefix: Option<OneOrMany>,
    half: Option<Half>,
    #[serde(rename = "in")]
    place: Option<String>,
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}
