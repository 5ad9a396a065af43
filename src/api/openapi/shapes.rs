//! Shapes: what has to be a map, a list or a text. Taken for absent, anything else would be judged wrongly, or not at all.

use super::Reader;
use crate::api::document::{At, Node};
use crate::api::error::TableError;

impl<'b> Reader<'b, '_> {
    /// What is there, where it is a map; an error where it is anything else that is not empty.
    pub(super) fn map(&self, at: Option<At<'b>>, keys: &[&str]) -> Result<Option<At<'b>>, TableError> {
        self.shaped(at, keys, "a map", |node| matches!(node, Node::Map(_)))
    }

    /// The same of a list.
    pub(super) fn list(&self, at: Option<At<'b>>, keys: &[&str]) -> Result<Option<At<'b>>, TableError> {
        self.shaped(at, keys, "a list", |node| matches!(node, Node::List(_)))
    }

    /// The same of a text.
    pub(super) fn text(&self, at: Option<At<'b>>, keys: &[&str]) -> Result<Option<&'b str>, TableError> {
        let at = self.shaped(at, keys, "a text", |node| matches!(node, Node::Text(_)))?;
        Ok(at.and_then(|at| at.node.text()))
    }

    fn shaped(
        &self,
        at: Option<At<'b>>,
        keys: &[&str],
        wanted: &str,
        is: impl Fn(&Node<'_>) -> bool,
    ) -> Result<Option<At<'b>>, TableError> {
        match at.filter(|at| !matches!(at.node, Node::Null)) {
            Some(at) if !is(at.node) => Err(self.wrong(at, keys, wanted)),
            at => Ok(at),
        }
    }

    /// An error at what `keys` lead to, which is not what is wanted there.
    pub(super) fn wrong(&self, at: At<'b>, keys: &[&str], wanted: &str) -> TableError {
        self.bundle.error(keys, format!("{} is {}, where {wanted} is wanted", pointer(keys), at.node.what()))
    }
}

/// The way to a member as references write it: `#/paths/~1things/get`.
pub(super) fn pointer(keys: &[&str]) -> String {
    let step = |key: &&str| format!("/{}", key.replace('~', "~0").replace('/', "~1"));
    format!("#{}", keys.iter().map(step).collect::<String>())
}
