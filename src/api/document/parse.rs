//! From JSON and YAML texts to trees. What no table needs is not kept: answers, examples, code samples.

use std::borrow::Cow;
use std::fmt;

use rustc_hash::FxHashSet;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_saphyr::NonFiniteFloatPolicy;

use super::locate::column_behind;
use super::{Node, plain};
use crate::api::error::TableError;

/// Documents beyond this size are refused: a table is a description, not a data set.
pub(super) const MAX_BYTES: usize = 64 << 20;

/// Deeper documents are refused: trees are walked recursively.
pub(super) const MAX_DEPTH: usize = 128;

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

/// In maps of more members than this a name is looked up rather than compared with all.
const FEW: usize = 12;

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
        // JSON is YAML too. Where it is not quite JSON, the parser of YAML says what is wrong with it.
        let is_json = text.trim_start().starts_with('{');
        let read = if is_json { parse_json(file, text, seed).ok() } else { plain::read(text, seed) };
        read.map_or_else(|| parse_yaml(file, text, seed), Ok)
    }
}

fn is_yaml(file: &str) -> bool {
    let extension = file.rsplit('.').next().unwrap_or_default();
    extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml")
}

pub(super) fn parse_yaml(file: &str, text: &str, seed: NodeVisitor) -> Result<Node<'static>, TableError> {
    let options = serde_saphyr::options! {
        with_snippet: false,
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        budget: serde_saphyr::budget! { max_depth: MAX_DEPTH, max_nodes: 16_000_000, max_events: 32_000_000 },
    };
    let read = serde_saphyr::with_deserializer_from_str_with_options(text, options, |it| seed.deserialize(it));
    read.map(Node::into_owned).map_err(|error| {
        let place = error.location().and_then(|location| {
            let line = text.lines().nth(usize::try_from(location.line()).ok()?.checked_sub(1)?).unwrap_or_default();
            let column = usize::try_from(location.column()).ok()?.saturating_sub(1);
            let before = line.char_indices().nth(column).map_or(line, |(at, _)| &line[..at]);
            Some((u32::try_from(location.line()).ok()?, column_behind(before)))
        });
        TableError::at(file, place, yaml_reason(&error))
    })
}

fn parse_json<'t>(file: &str, text: &'t str, seed: NodeVisitor) -> Result<Node<'t>, TableError> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = seed.deserialize(&mut reader).and_then(|node| reader.end().map(|()| node));
    read.or_else(|error| {
        let message = error.to_string();
        // No number matters, however large: to the parser of YAML, of which JSON is a part, none is too large.
        if message.starts_with(TOO_LARGE) {
            return parse_yaml(file, text, seed);
        }
        let place = text.lines().nth(error.line().wrapping_sub(1)).and_then(|line| {
            let before = line.get(..error.column().saturating_sub(1)).unwrap_or(line);
            Some((u32::try_from(error.line()).ok()?, column_behind(before)))
        });
        let reason = reason(&message);
        let reason = if reason.ends_with(TWICE) { reason.to_owned() } else { format!("not valid JSON: {reason}") };
        Err(TableError::at(file, place, reason))
    })
}

/// How the parser of JSON says that a number does not fit.
const TOO_LARGE: &str = "number out of range";

/// What is said of a key behind its name.
const TWICE: &str = "is there twice in one map";

/// What is wrong with a YAML document, in the parser's words where it is about its syntax.
fn yaml_reason(error: &serde_saphyr::Error) -> String {
    use serde_saphyr::Error as It;
    let said = match error {
        It::AliasError { error, .. } => return yaml_reason(error),
        It::DuplicateMappingKey { key, .. } => {
            return format!("the key {:?} {TWICE}", key.as_deref().unwrap_or_default());
        }
        It::MultipleDocuments { .. } => "it holds several YAML documents, where there must be one",
        It::RecursiveReferencesRequireWeakTypes { .. } => "an anchor holds an alias of itself",
        It::Budget { .. }
        | It::AliasReplayCounterOverflow { .. }
        | It::AliasReplayLimitExceeded { .. }
        | It::AliasExpansionLimitExceeded { .. }
        | It::AliasReplayStackDepthExceeded { .. } => {
            "it holds more than is read: too much, too deep, or too many aliases"
        }
        It::UnknownAnchor { .. } => "an alias is of an anchor that is not there",
        It::InvalidScalar { .. } => "a value does not fit its tag",
        other => return format!("not valid YAML: {}", reason(&other.to_string())),
    };
    format!("not valid YAML: {said}")
}

/// The first line of a parser's message, without the place: that is said once, in front.
fn reason(message: &str) -> &str {
    let line = message.lines().next().unwrap_or_default();
    line.rfind(" at line ").map_or(line, |end| &line[..end])
}

/// Whether a map has no member of this name yet. Of few members each is looked at, of many those `taken`.
pub(super) fn is_new<'t>(key: &str, entries: &[(Cow<'t, str>, Node<'t>)], taken: &mut FxHashSet<Cow<'t, str>>) -> bool {
    if entries.len() < FEW {
        return entries.iter().all(|(other, _)| other != key);
    }
    taken.extend(entries.iter().skip(taken.len()).map(|(other, _)| other.clone()));
    !taken.contains(key)
}

/// Makes trees of what a parser reads.
#[derive(Clone, Copy)]
pub(super) struct NodeVisitor {
    /// The keys of the map that is read are names.
    are_names: bool,
    /// The members that are not read.
    unread: &'static [&'static str],
}

impl NodeVisitor {
    /// Whether a member of this name is not read.
    pub(super) fn leaves_out(self, key: &str) -> bool {
        self.unread.contains(&key)
    }

    /// The same for a map whose keys are names, or are none.
    pub(super) fn of_names(self, are_names: bool) -> Self {
        Self { are_names, ..self }
    }
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
        let mut taken = FxHashSet::default();
        while let Some(key) = access.next_key_seed(KeyVisitor)? {
            if !self.are_names && self.leaves_out(&key) {
                access.next_value::<IgnoredAny>()?;
                continue;
            }
            if !is_new(&key, &entries, &mut taken) {
                return Err(A::Error::custom(format!("the key {key:?} {TWICE}")));
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

#[cfg(test)]
mod tests {
    use super::super::plain;
    use super::{Depth, Node, NodeVisitor, parse_yaml};

    const SEED: NodeVisitor = NodeVisitor { are_names: false, unread: &["responses", "example"] };

    /// The tree without the descriptions that only one of the two readers leaves out.
    fn bare(node: Node<'_>) -> Node<'_> {
        match node {
            Node::Map(entries) => {
                let kept = entries.into_iter().filter(|(key, _)| key != "description");
                Node::Map(kept.map(|(key, node)| (key, bare(node))).collect())
            }
            Node::List(items) => Node::List(items.into_iter().map(bare).collect()),
            other => other,
        }
    }

    fn both(text: &str, seed: NodeVisitor) -> Option<()> {
        let plain = plain::read(text, seed)?;
        let whole = parse_yaml("", text, seed).map(bare);
        assert_eq!(Ok(bare(plain)), whole.map_err(|error| error.reason), "{text}");
        Some(())
    }

    #[test]
    fn what_is_plain_is_read_as_the_parser_reads_it() {
        for text in [
            "a:\n  responses:\n    b: 1\n\n    c: |\n      d\n  e: 2",
            "a:\n  responses:\n  - b: 1\n  -\n  e: 2\nf: 3",
            "a:\n- responses: {b: [1]}\n  e: 2\n- f: 3\n-\n- \n- - g\n  - h: i\n    j: k\n  -\n    - l",
            "a:\n  example: some\n    text\n  'responses': \"b\n    c\"\n  e: 2",
            "paths:\n  /a:\n    description: >-\n      b\n    get: {}",
            "properties:\n  responses: 1\n  example: 2",
            "a: |\n  responses:\n    b\n\n  c\n\nc: >+\n  d\n  e\n\n  f\n\n# g\nh: |-\n    i\n     j",
            "a: \"b\n  responses: c\\n\"\nd: 'it''s'\ne: \"\\u00e9\"\nf: '#'\n\"g h\": 'i' # j",
            "a: {b: \"}\",\n  responses: {}, security: [1]}\nc: [it's,\n  {responses: 1}]\nd: [] # e\nf: { }",
            "- |\n responses: a\n- b\n- c # d\n- # e\n  f: g",
            "a: b c\n  d\n\n  e\nf: g # h\ni:\n  j\n  k\nl: - m\n",
            "a: null\nb: ~\nc:\nd: true\ne: No\nf: 1\ng: 1.0\nh: 01\ni: 0x1f\nj: -1\nk: 1.0.0\nl: .5\nm: 2020-01-01\nn: nan\no: =",
            "200: a\n1.5: b\ntrue: c\non: d\n/e/{f}: g\nx:y: z\n$ref: '#/a'\ni j: k",
            "---\n# a\na: b\r\nc:\r\n  - d\r\n",
            "  a: b\n  c:\n   d: e",
            "? a\n: b\n? c d\n: e: f\n  g:\n  - h\n? k\n: - l\n  - m\nn: o\n? responses\n: p: q\n  r: s\nt: u",
            "tags:\n- a\n-   b:   c\n    d: http://e:1/#f\nsecurity:\n- {}\n- k: []\n- {k: [a, 'b']}\n- []",
            "a:\n  - b\n\n  # c\n  - d\n # e\nf: g",
        ] {
            let text = text.replace("l: - m\n", "");
            assert!(both(&text, SEED).is_some(), "{text}");
        }
    }

    #[test]
    fn what_is_not_plain_is_left_to_the_parser() {
        for text in [
            "%YAML 1.2\n---\na: 1",
            "a:\n\tb: 1",
            "--- {a: 1}",
            "a: &b 1\nc: *b",
            "a: !!str 1",
            "<<: {}",
            "a: 1\na: 2",
            "? [a]\n: b",
            "? a\nb: c",
            "a: |2\n   b",
            "a: b: c",
            "a:\n  - b\n c: d",
            "a: 1\n...\nb: 2",
            "a: 1\n---\nb: 2",
            "a: [b\n]\nc: d",
            "a: 'b'c",
            "a: 'b",
            "a: [b",
            "a\nb: c",
            "a",
            "",
            "a: b\rc: d",
            "a: b\n  c: d",
            "a:\n    b: c\n  d: e",
        ] {
            assert_eq!(both(text, SEED), None, "{text}");
        }
    }

    proptest::proptest! {
        /// Lines of all kinds, in any order: what the one reads, the other reads alike.
        #[test]
        fn both_readers_agree(parts in proptest::collection::vec((0_usize..4, 0_usize..LINES.len()), 1..12)) {
            let lines = parts.iter().map(|(depth, line)| format!("{}{}\n", "  ".repeat(*depth), LINES[*line]));
            let text = format!("root:\n{}", lines.collect::<String>());
            // What is passed over is not held against YAML.
            if parse_yaml("", &text, SEED).is_ok() {
                both(&text, SEED);
            } else if !text.contains("description") {
                both(&text, NodeVisitor { unread: &[], ..SEED });
            }
        }
    }

    const LINES: [&str; 30] = [
        "a: b",
        "b:",
        "c: 'd",
        "e'",
        "- f",
        "- g: h",
        "-",
        "- - i",
        "j: |",
        "k: >-",
        "l: [m,",
        "n]",
        "{o: p}",
        "# q",
        "",
        "r s",
        "responses:",
        "example: t",
        "description: \"u",
        "v\"",
        "\"w\": x # y",
        "z: 'it''s'",
        "parameters:",
        "a: {}",
        "- [1, 2]",
        "description: c # d",
        "e: \"f\\n\"",
        "1: 2",
        "? g",
        ": h: i",
    ];

    #[test]
    fn json_in_a_file_of_yaml_is_read() {
        let read = |text| Node::parse("a.yaml", text, Depth::Operations);
        assert_eq!(read("{\"a\": [\"b\", 1]}").expect("JSON"), read("a: [b, 1]").expect("YAML"));
        assert_eq!(read("{a: [b, 1]}").expect("a map"), read("a: [b, 1]").expect("YAML"));
    }
}
