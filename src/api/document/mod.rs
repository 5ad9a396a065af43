//! JSON and YAML texts as one kind of tree, which keeps the order of the keys.

mod bundle;
mod locate;
mod parse;
mod plain;
mod tokens;

use std::borrow::Cow;

pub(crate) use bundle::{At, Bundle, Files};
pub(crate) use parse::Depth;

/// A value of a JSON or YAML document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node<'t> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number: no number matters to an API table.
    Number,
    /// A string.
    Text(Cow<'t, str>),
    /// An array.
    List(Vec<Node<'t>>),
    /// An object, in the order written.
    Map(Vec<(Cow<'t, str>, Node<'t>)>),
}

impl<'t> Node<'t> {
    /// The member of this name; the last where there are several.
    pub(crate) fn get(&self, key: &str) -> Option<&Node<'t>> {
        self.entries().iter().rev().find(|(name, _)| name == key).map(|(_, node)| node)
    }

    /// The members; none for anything but a map.
    pub(crate) fn entries(&self) -> &[(Cow<'t, str>, Node<'t>)] {
        match self {
            Self::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items; none for anything but a list.
    pub(crate) fn items(&self) -> &[Node<'t>] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// What it is, for messages.
    pub(crate) fn what(&self) -> &'static str {
        match self {
            Self::Null => "empty",
            Self::Bool(_) => "true or false",
            Self::Number => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
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

    /// The same, whatever becomes of the text that it was read from.
    pub(crate) fn into_owned(self) -> Node<'static> {
        let owned = |text: Cow<'t, str>| Cow::Owned(text.into_owned());
        match self {
            Self::Null => Node::Null,
            Self::Bool(value) => Node::Bool(value),
            Self::Number => Node::Number,
            Self::Text(text) => Node::Text(owned(text)),
            Self::List(items) => Node::List(items.into_iter().map(Node::into_owned).collect()),
            Self::Map(entries) => {
                Node::Map(entries.into_iter().map(|(key, node)| (owned(key), node.into_owned())).collect())
            }
        }
    }
}
