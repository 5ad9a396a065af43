//! JSON and YAML texts as one kind of tree, which keeps the order of the keys.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::error::TableError;

/// A value of a JSON or YAML document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number: no number matters to an API table.
    Number,
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Node>),
    /// An object, in the order written.
    Map(Vec<(String, Node)>),
}

/// Documents beyond this size are refused: a table is a description, not a data set.
const MAX_BYTES: usize = 64 << 20;

/// References that lead to references, at most.
const MAX_REFERENCES: usize = 32;

impl Node {
    /// Reads `text`, as JSON or YAML by the extension of `file`.
    pub(crate) fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        if text.len() > MAX_BYTES {
            return Err(TableError::new(file, None, "the document is larger than 64 MiB"));
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let extension = file.rsplit('.').next().unwrap_or_default();
        if extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml") {
            let options = serde_saphyr::options! {
                with_snippet: false,
                budget: serde_saphyr::budget! { max_depth: 128, max_nodes: 4_000_000, max_events: 8_000_000 },
            };
            serde_saphyr::from_str_with_options(text, options).map_err(|error| {
                let line = error.location().and_then(|location| u32::try_from(location.line()).ok());
                TableError::new(file, line, format!("not valid YAML: {}", reason(&error.to_string())))
            })
        } else {
            serde_json::from_str(text).map_err(|error| {
                let line = u32::try_from(error.line()).ok().filter(|line| *line > 0);
                TableError::new(file, line, format!("not valid JSON: {}", reason(&error.to_string())))
            })
        }
    }

    /// The member of this name; the last where there are several.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().rev().find(|(name, _)| name == key).map(|(_, node)| node)
    }

    /// The members; none for anything but a map.
    pub(crate) fn entries(&self) -> &[(String, Node)] {
        match self {
            Self::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items; none for anything but a list.
    pub(crate) fn items(&self) -> &[Node] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The string.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The string member of this name.
    pub(crate) fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Node::text)
    }

    /// What `node` stands for within `self`: itself, or what its `$ref` leads to in the end.
    pub(crate) fn resolve<'a>(&'a self, mut node: &'a Node) -> Result<&'a Node, String> {
        for _ in 0..MAX_REFERENCES {
            let Some(reference) = node.text_of("$ref") else { return Ok(node) };
            let Some(pointer) = reference.strip_prefix('#') else {
                return Err(format!("the reference {reference:?} leads to another file, which is not read"));
            };
            node = self.pointer(pointer).ok_or_else(|| format!("the reference {reference:?} leads nowhere"))?;
        }
        let reference = node.text_of("$ref").unwrap_or_default();
        Err(format!("the reference {reference:?} goes in circles"))
    }

    /// The node at a JSON pointer, which may be percent-encoded as in a URL's fragment.
    fn pointer(&self, pointer: &str) -> Option<&Node> {
        if pointer.is_empty() {
            return Some(self);
        }
        let pointer = percent_encoding::percent_decode_str(pointer).decode_utf8().ok()?;
        pointer.strip_prefix('/')?.split('/').try_fold(self, |node, step| match node {
            Self::Map(_) => node.get(&step.replace("~1", "/").replace("~0", "~")),
            Self::List(items) => items.get(step.parse::<usize>().ok()?),
            _ => None,
        })
    }
}

/// The first line of a parser's message, without the place: that is said once, in front.
fn reason(message: &str) -> &str {
    let line = message.lines().next().unwrap_or_default();
    line.rfind(" at line ").map_or(line, |end| &line[..end])
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

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
        while let Some((key, value)) = access.next_entry::<Option<String>, Node>()? {
            entries.push((key.unwrap_or_else(|| "null".to_owned()), value));
        }
        Ok(Node::Map(entries))
    }
}
