//! A document with the files below its folder that it refers to.

use std::cell::RefCell;
use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::{Depth, Node, locate};
use crate::api::error::TableError;

/// References that lead to references, at most.
const MAX_REFERENCES: usize = 32;

/// Files that a document consists of, at most.
const MAX_FILES: usize = 2_000;

/// Bytes of all of them together, at most.
const MAX_BYTES: usize = 64 << 20;

/// Members below which no reference matters to a table.
const IRRELEVANT: [&str; 4] = ["schema", "schemas", "properties", "definitions"];

/// Gives the texts of the files beside a document; paths are relative to its folder, with `/`, and never leave it.
pub(crate) trait Files {
    /// The text of a file.
    ///
    /// # Errors
    /// Why there is none, as a phrase.
    fn read(&self, path: &str) -> Result<String, String>;
}

/// A document and what it refers to.
#[derive(Debug)]
pub(crate) struct Bundle<'t> {
    /// The document, as errors name it.
    file: &'t str,
    text: &'t str,
    /// The trees; the first is the document's own. With the path of each below the document's folder.
    trees: Vec<(String, Node<'t>)>,
    /// By path: the index of the tree, or why there is none.
    known: FxHashMap<String, Result<usize, String>>,
    /// By tree and pointer: the way to what has been pointed to before. Maps of many members are looked through once for each.
    ways: RefCell<FxHashMap<usize, Ways>>,
}

/// By pointer: which member or item each of its steps means.
type Ways = FxHashMap<Box<str>, Box<[usize]>>;

/// A node, and which file it is in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At<'b> {
    /// The node.
    pub(crate) node: &'b Node<'b>,
    tree: usize,
}

impl<'b> At<'b> {
    /// The member of this name.
    pub(crate) fn get(self, key: &str) -> Option<Self> {
        Some(Self { node: self.node.get(key)?, tree: self.tree })
    }

    /// The members; none for anything but a map.
    pub(crate) fn entries(self) -> impl Iterator<Item = (&'b str, Self)> {
        self.node.entries().iter().map(move |(key, node)| (&**key, Self { node, tree: self.tree }))
    }

    /// The items; none for anything but a list.
    pub(crate) fn items(self) -> impl Iterator<Item = Self> {
        self.node.items().iter().map(move |node| Self { node, tree: self.tree })
    }

    /// The members of the member of this name.
    pub(crate) fn entries_of(self, key: &str) -> impl Iterator<Item = (&'b str, Self)> {
        self.get(key).into_iter().flat_map(Self::entries)
    }

    /// The items of the member of this name.
    pub(crate) fn items_of(self, key: &str) -> impl Iterator<Item = Self> {
        self.get(key).into_iter().flat_map(Self::items)
    }

    /// The string member of this name.
    pub(crate) fn text_of(self, key: &str) -> Option<&'b str> {
        self.node.text_of(key)
    }
}

impl<'t> Bundle<'t> {
    /// Reads a document and the files that it refers to. A file that cannot be read matters only where a reference to
    /// it does.
    pub(crate) fn read(file: &'t str, text: &'t str, files: &dyn Files, depth: Depth) -> Result<Self, TableError> {
        let root = Node::parse(file, text, depth)?;
        let own = file.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        let mut bundle = Self {
            file,
            text,
            trees: vec![(own.clone(), root)],
            known: FxHashMap::default(),
            ways: RefCell::default(),
        };
        bundle.known.insert(own, Ok(0));
        let mut left = MAX_BYTES.saturating_sub(text.len());
        let mut waiting = VecDeque::from([0]);
        while let Some(index) = waiting.pop_front() {
            let (own, tree) = &bundle.trees[index];
            for path in foreign(own, tree) {
                if bundle.known.contains_key(&path) {
                    continue;
                }
                let read = if bundle.trees.len() < MAX_FILES { files.read(&path) } else { Err(too_many()) };
                let tree = read.and_then(|text| {
                    left = left.checked_sub(text.len()).ok_or_else(too_many)?;
                    Node::parse(&path, &text, depth).map(Node::into_owned).map_err(|error| error.to_string())
                });
                let known = tree.map(|tree| {
                    bundle.trees.push((path.clone(), tree));
                    bundle.trees.len() - 1
                });
                waiting.extend(known.as_ref().ok());
                bundle.known.insert(path, known);
            }
        }
        Ok(bundle)
    }

    /// The document, as errors name it.
    pub(crate) fn file(&self) -> &'t str {
        self.file
    }

    /// The root of the document.
    pub(crate) fn root(&self) -> At<'_> {
        At { node: &self.trees[0].1, tree: 0 }
    }

    /// An error in the document at the member that `keys` lead to.
    pub(crate) fn error(&self, keys: &[&str], reason: impl Into<String>) -> TableError {
        TableError::at(self.file, locate::place_of(self.text, keys), reason)
    }

    /// What a node stands for: itself, or what its `$ref` leads to in the end.
    pub(crate) fn resolve<'b>(&'b self, mut at: At<'b>) -> Result<At<'b>, String> {
        for _ in 0..MAX_REFERENCES {
            let Some(reference) = at.text_of("$ref") else { return Ok(at) };
            let (path, pointer) = reference.split_once('#').unwrap_or((reference, ""));
            let tree = if path.is_empty() { at.tree } else { self.tree_of(at.tree, path, reference)? };
            let node = self.pointed(tree, pointer);
            let node = node.ok_or_else(|| format!("the reference {reference:?} leads nowhere"))?;
            at = At { node, tree };
        }
        let reference = at.text_of("$ref").unwrap_or_default();
        Err(format!("the reference {reference:?} goes in circles"))
    }

    /// The node at a JSON pointer in a tree.
    fn pointed(&self, tree: usize, pointer: &str) -> Option<&Node<'_>> {
        let root = &self.trees[tree].1;
        let mut ways = self.ways.borrow_mut();
        let ways = ways.entry(tree).or_default();
        if !ways.contains_key(pointer) {
            ways.insert(pointer.into(), way_to(root, pointer)?);
        }
        ways.get(pointer)?.iter().try_fold(root, |node, step| match node {
            Node::Map(entries) => entries.get(*step).map(|(_, node)| node),
            Node::List(items) => items.get(*step),
            _ => None,
        })
    }

    fn tree_of(&self, from: usize, path: &str, reference: &str) -> Result<usize, String> {
        let Some(path) = below(&self.trees[from].0, path) else {
            return Err(format!(
                "the reference {reference:?} leads out of the document's folder, where nothing is read"
            ));
        };
        match self.known.get(&path) {
            Some(Ok(tree)) => Ok(*tree),
            Some(Err(why)) => Err(format!("the reference {reference:?} leads to another file: {why}")),
            None => Err(format!("the reference {reference:?} leads to another file, which is not read")),
        }
    }
}

fn too_many() -> String {
    "the document consists of too many files".to_owned()
}

/// The other files that a tree refers to; `own` is its path.
fn foreign(own: &str, root: &Node<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![root];
    while let Some(node) = waiting.pop() {
        let reference = node.text_of("$ref").filter(|reference| !reference.starts_with('#'));
        found.extend(reference.and_then(|it| below(own, it.split('#').next().unwrap_or_default())));
        waiting.extend(node.items());
        let members = node.entries().iter().filter(|(key, _)| !IRRELEVANT.contains(&&**key));
        waiting.extend(members.map(|(_, node)| node));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The path that `to` means in the file `from`, both below the document's folder; `None` where it leads out of it.
fn below(from: &str, to: &str) -> Option<String> {
    let to = percent_encoding::percent_decode_str(to).decode_utf8().ok()?;
    if to.contains(['\\', ':', '\0']) || to.starts_with('/') || to.is_empty() {
        return None;
    }
    let mut steps: Vec<&str> = from.split('/').collect();
    steps.pop();
    for step in to.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop()?;
            }
            step => steps.push(step),
        }
    }
    (!steps.is_empty()).then(|| steps.join("/"))
}

/// The way to the node at a JSON pointer, which may be percent-encoded as in a URL's fragment: which member or item each
/// step means.
fn way_to(root: &Node<'_>, pointer: &str) -> Option<Box<[usize]>> {
    let mut way = Vec::new();
    if pointer.is_empty() {
        return Some(way.into());
    }
    let pointer = percent_encoding::percent_decode_str(pointer).decode_utf8().ok()?;
    let mut node = root;
    for step in pointer.strip_prefix('/')?.split('/') {
        let (at, next) = match node {
            Node::Map(entries) => {
                let name = step.replace("~1", "/").replace("~0", "~");
                let at = entries.iter().rposition(|(key, _)| *key == name)?;
                (at, &entries[at].1)
            }
            Node::List(items) => {
                let at = step.parse::<usize>().ok()?;
                (at, items.get(at)?)
            }
            _ => return None,
        };
        way.push(at);
        node = next;
    }
    Some(way.into())
}

#[cfg(test)]
mod tests {
    use super::below;

    #[test]
    fn paths_stay_below_the_folder() {
        assert_eq!(below("api.yaml", "./paths/a.yaml").as_deref(), Some("paths/a.yaml"));
        assert_eq!(below("paths/a.yaml", "../b.yaml").as_deref(), Some("b.yaml"));
        for out in ["../b.yaml", "/etc/passwd", "https://example.com/b.yaml", "a/../../b", "C:\\b", "a%2f..%2f..%2fb"] {
            assert_eq!(below("api.yaml", out), None, "{out}");
        }
    }
}
