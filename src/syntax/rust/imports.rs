//! The names that a file imports, as far as calls of macros need them.

use rustc_hash::{FxHashMap, FxHashSet};
use syn::{Item, UseTree};

use super::paths::name_of;

/// How deep `use` trees are read.
const MAX_DEPTH: u32 = 64;

/// What the modules of a file import.
#[derive(Default)]
pub(super) struct Imports {
    names: FxHashMap<String, String>,
    globs: bool,
    modules: FxHashSet<String>,
}

impl Imports {
    /// Reads the items of a file, and those of the modules in it.
    pub(super) fn read(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Use(item) => self.tree(&item.tree, None, 0),
                Item::Mod(module) => {
                    self.modules.insert(name_of(&module.ident));
                    if let Some((_, items)) = &module.content {
                        self.read(items);
                    }
                }
                _ => {}
            }
        }
    }

    fn tree(&mut self, tree: &UseTree, first: Option<&str>, depth: u32) {
        if depth > MAX_DEPTH {
            return;
        }
        match tree {
            UseTree::Path(path) => {
                let name = name_of(&path.ident);
                self.tree(&path.tree, Some(first.unwrap_or(&name)), depth + 1);
            }
            UseTree::Name(name) => {
                if let Some(first) = first {
                    self.names.insert(name_of(&name.ident), first.to_owned());
                }
            }
            UseTree::Rename(rename) => {
                if let Some(first) = first {
                    self.names.insert(name_of(&rename.rename), first.to_owned());
                }
            }
            UseTree::Glob(_) => self.globs = true,
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.tree(tree, first, depth + 1);
                }
            }
        }
    }

    /// The names with the first segments of their paths, and whether there are glob imports.
    pub(super) fn finish(mut self) -> (FxHashMap<String, String>, bool) {
        for first in self.names.values_mut() {
            if self.modules.contains(first) {
                "self".clone_into(first);
            }
        }
        (self.names, self.globs)
    }
}
