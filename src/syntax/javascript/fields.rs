//! The children in fields of a node. By name each would be looked for among the names of all fields, letter by letter.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use tree_sitter::{Language, Node};

use super::language_of;
use crate::source::SourceKind;

/// A grammar, and the numbers of its fields by their names.
type Fields = (Language, FxHashMap<String, u16>);

static GRAMMARS: LazyLock<[Fields; 3]> =
    LazyLock::new(|| [SourceKind::JavaScript, SourceKind::TypeScript, SourceKind::Tsx].map(fields));

fn fields(kind: SourceKind) -> Fields {
    let language = language_of(kind);
    let count = u16::try_from(language.field_count()).unwrap_or(u16::MAX);
    let named = (1..=count).filter_map(|id| Some((language.field_name_for_id(id)?.to_owned(), id)));
    let named = named.collect();
    (language, named)
}

/// The child in a field.
pub(super) fn field<'t>(node: Node<'t>, name: &str) -> Option<Node<'t>> {
    let language = node.language();
    let (_, fields) = GRAMMARS.iter().find(|(known, _)| *known == *language)?;
    node.child_by_field_id(*fields.get(name)?)
}
