//! From JSON and YAML texts to trees. What no table needs is not kept: answers, examples, code samples.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{Node, lean};
use crate::api::error::TableError;

/// Documents beyond this size are refused: a table is a description, not a data set.
pub(super) const MAX_BYTES: usize = 64 << 20;

/// Deeper documents are refused: trees are walked recursively.
const MAX_DEPTH: usize = 128;

/// Members that say nothing of credentials and make up most of many documents. Behind those that never matter stand
/// [`OF_BODIES`] that matter where fields of bodies are looked for.
const UNREAD: [&str; 10] = [
    "responses",
    "example",
    "examples",
    "x-codeSamples",
    "x-code-samples",
    "callbacks",
    "webhooks",
    "schema",
    "schemas",
    "properties",
];

/// How many of [`UNREAD`], at the end, describe bodies.
const OF_BODIES: usize = 3;

/// Maps whose keys are names that the document's author chose, among them perhaps one that is unread elsewhere.
const OF_NAMES: [&str; 9] = [
    "securitySchemes",
    "securityDefinitions",
    "properties",
    "schemas",
    "definitions",
    "parameters",
    "requestBodies",
    "pathItems",
    "scopes",
];

/// How much of a document is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// What bodies consist of as well.
    Bodies,
    /// All but that.
    Operations,
}

impl Depth {
    /// The members that are not read.
    fn unread(self) -> &'static [&'static str] {
        match self {
            Self::Bodies => &UNREAD[..UNREAD.len() - OF_BODIES],
            Self::Operations => &UNREAD,
        }
    }
}

/// Whether the keys of the map under this key are names.
pub(super) fn holds_names(key: &str) -> bool {
    OF_NAMES.contains(&key)
}

impl<'t> Node<'t> {
    /// Reads `text`, as JSON or YAML by the extension of `file`.
    pub(crate) fn parse(file: &str, text: &'t str, depth: Depth) -> Result<Self, TableError> {
        if text.len() > MAX_BYTES {
            return Err(TableError::new(file, None, "the document is larger than 64 MiB"));
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let seed = NodeVisitor { are_names: false, unread: depth.unread() };
        if !is_yaml(file) {
            return parse_json(file, text, seed);
        }
        // What is taken out does not harm a document; one that was harmed all the same is read as it is.
        let lean = lean::without(text, depth.unread()).and_then(|lean| parse_yaml(file, &lean, seed).ok());
        lean.map_or_else(|| parse_yaml(file, text, seed), Ok)
    }
}

fn is_yaml(file: &str) -> bool {
    let extension = file.rsplit('.').next().unwrap_or_default();
    extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml")
}

fn parse_yaml(file: &str, text: &str, seed: NodeVisitor) -> Result<Node<'static>, TableError> {
    let options = serde_saphyr::options! {
        with_snippet: false,
        budget: serde_saphyr::budget! { max_depth: MAX_DEPTH, max_nodes: 16_000_000, max_events: 32_000_000 },
    };
    let read = serde_saphyr::with_deserializer_from_str_with_options(text, options, |it| seed.deserialize(it));
    read.map(Node::into_owned).map_err(|error| {
        let line = error.location().and_then(|location| u32::try_from(location.line()).ok());
        TableError::new(file, line, format!("not valid YAML: {}", reason(&error.to_string())))
    })
}

fn parse_json<'t>(file: &str, text: &'t str, seed: NodeVisitor) -> Result<Node<'t>, TableError> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = seed.deserialize(&mut reader).and_then(|node| reader.end().map(|()| node));
    read.map_err(|error| {
        let line = u32::try_from(error.line()).ok().filter(|line| *line > 0);
        TableError::new(file, line, format!("not valid JSON: {}", reason(&error.to_string())))
    })
}

/// The first line of a parser's message, without the place: that is said once, in front.
fn reason(message: &str) -> &str {
    let line = message.lines().next().unwrap_or_default();
    line.rfind(" at line ").map_or(line, |end| &line[..end])
}

#[derive(Clone, Copy)]
struct NodeVisitor {
    /// The keys of the map that is read are names.
    are_names: bool,
    /// The members that are not read.
    unread: &'static [&'static str],
}

impl<'de> DeserializeSeed<'de> for NodeVisitor {
    type Value = Node<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'de>, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node<'de>, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Node<'de>, E> {
        Ok(Node::Number)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Node<'de>, E> {
        Ok(Node::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Node<'de>, E> {
        Ok(Node::Number)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Node<'de>, E> {
        Ok(Node::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node<'de>, E> {
        Ok(Node::Number)
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(value)))
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(Self { are_names: false, ..self })? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node<'de>, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = access.next_key_seed(KeyVisitor)? {
            if !self.are_names && self.unread.contains(&&*key) {
                access.next_value::<IgnoredAny>()?;
                continue;
            }
            let value = access.next_value_seed(Self { are_names: holds_names(&key), ..self })?;
            entries.push((key, value));
        }
        Ok(Node::Map(entries))
    }
}

/// The key of a member. In YAML it may be `null`, and mean the word.
struct KeyVisitor;

impl<'de> DeserializeSeed<'de> for KeyVisitor {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed("null"))
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed("null"))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(value))
    }
}
