//! From JSON and YAML texts to trees. What no table needs is not kept: answers, examples, code samples.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::Node;
use crate::api::error::TableError;

/// Documents beyond this size are refused: a table is a description, not a data set.
pub(super) const MAX_BYTES: usize = 64 << 20;

/// Deeper documents are refused: trees are walked recursively.
const MAX_DEPTH: usize = 128;

/// Members that say nothing of credentials and make up most of many documents.
const UNREAD: [&str; 7] =
    ["responses", "example", "examples", "x-codeSamples", "x-code-samples", "callbacks", "webhooks"];

/// Maps whose keys are names that the document's author chose, among them perhaps one that is unread elsewhere.
const OF_NAMES: [&str; 3] = ["securitySchemes", "securityDefinitions", "properties"];

impl Node {
    /// Reads `text`, as JSON or YAML by the extension of `file`.
    pub(crate) fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        if text.len() > MAX_BYTES {
            return Err(TableError::new(file, None, "the document is larger than 64 MiB"));
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if is_yaml(file) { parse_yaml(file, text) } else { parse_json(file, text) }
    }
}

fn is_yaml(file: &str) -> bool {
    let extension = file.rsplit('.').next().unwrap_or_default();
    extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml")
}

fn parse_yaml(file: &str, text: &str) -> Result<Node, TableError> {
    let options = serde_saphyr::options! {
        with_snippet: false,
        budget: serde_saphyr::budget! { max_depth: MAX_DEPTH, max_nodes: 16_000_000, max_events: 32_000_000 },
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let line = error.location().and_then(|location| u32::try_from(location.line()).ok());
        TableError::new(file, line, format!("not valid YAML: {}", reason(&error.to_string())))
    })
}

fn parse_json(file: &str, text: &str) -> Result<Node, TableError> {
    serde_json::from_str(text).map_err(|error| {
        let line = u32::try_from(error.line()).ok().filter(|line| *line > 0);
        TableError::new(file, line, format!("not valid JSON: {}", reason(&error.to_string())))
    })
}

/// The first line of a parser's message, without the place: that is said once, in front.
fn reason(message: &str) -> &str {
    let line = message.lines().next().unwrap_or_default();
    line.rfind(" at line ").map_or(line, |end| &line[..end])
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor { are_names: false })
    }
}

#[derive(Clone, Copy)]
struct NodeVisitor {
    /// The keys of the map that is read are names.
    are_names: bool,
}

impl<'de> DeserializeSeed<'de> for NodeVisitor {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Node, E> {
        Ok(Node::Number)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Node, E> {
        Ok(Node::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Node, E> {
        Ok(Node::Number)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Node, E> {
        Ok(Node::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node, E> {
        Ok(Node::Number)
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Text(value))
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        // In YAML a key may be `null`, and mean the word.
        while let Some(key) = access.next_key::<Option<String>>()? {
            let key = key.unwrap_or_else(|| "null".to_owned());
            if !self.are_names && UNREAD.contains(&&*key) {
                access.next_value::<IgnoredAny>()?;
                continue;
            }
            let value = access.next_value_seed(NodeVisitor { are_names: OF_NAMES.contains(&&*key) })?;
            entries.push((key, value));
        }
        Ok(Node::Map(entries))
    }
}
