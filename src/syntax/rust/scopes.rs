//! What a path means: an item of the unit, or a path elsewhere.

use super::Lowerer;
use super::globs::Lead;
use super::macro_definitions::other_crate;
use crate::ir::{BindingId, ClassId};

/// Where a path leads.
#[derive(Debug, Clone)]
pub(super) enum Target {
    /// A function, constant or static of the unit.
    Value(BindingId),
    /// A struct, enum or trait of the unit, and the segments after it.
    Class(ClassId, Vec<String>),
    /// A `type` alias of a scope, and the segments after it.
    Alias(usize, String, Vec<String>),
    /// A module of the unit.
    Module(usize),
    /// Something elsewhere.
    Path(Vec<String>),
}

/// Which kind of name the last segment is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Space {
    Value,
    Type,
    Macro,
}

/// How many aliases are followed for one name.
const MAX_STEPS: u32 = 16;

/// How many scopes are looked into for one name.
pub(super) const MAX_WORK: u32 = 1_000;

/// Names that are in scope everywhere; a glob import does not explain them.
const PRELUDE: [&str; 44] = [
    "Some",
    "None",
    "Ok",
    "Err",
    "Option",
    "Result",
    "String",
    "Vec",
    "Box",
    "Default",
    "From",
    "Into",
    "Clone",
    "Copy",
    "Drop",
    "Fn",
    "FnMut",
    "FnOnce",
    "Iterator",
    "IntoIterator",
    "ToString",
    "ToOwned",
    "AsRef",
    "AsMut",
    "TryFrom",
    "TryInto",
    "Send",
    "Sync",
    "Sized",
    "Eq",
    "Ord",
    "Extend",
    "drop",
    "str",
    "bool",
    "char",
    "u8",
    "u16",
    "u32",
    "u64",
    "usize",
    "i32",
    "i64",
    "f64",
];

impl Lowerer<'_> {
    /// Resolves a path as seen from a scope.
    pub(super) fn resolve(&self, segments: &[String], from: usize, space: Space) -> Target {
        self.work.set(0);
        self.resolve_within(segments, from, space, 0)
    }

    pub(super) fn resolve_within(&self, segments: &[String], from: usize, space: Space, steps: u32) -> Target {
        let Some(first) = segments.first() else { return Target::Path(Vec::new()) };
        if steps > MAX_STEPS {
            return Target::Path(segments.to_vec());
        }
        if let Some(root) = other_crate(first).filter(|root| *root < self.places.roots.len()) {
            return self.in_crate(root, &segments[1..], space, steps);
        }
        match first.as_str() {
            "crate" | "$crate" => {
                let root = self.scopes.get(from).map_or(0, |scope| scope.root);
                return self.walk(root, &segments[1..], space, steps).unwrap_or_else(|| {
                    let mut path = segments.to_vec();
                    "crate".clone_into(&mut path[0]);
                    Target::Path(path)
                });
            }
            "Self" => {
                return match self.self_class {
                    Some(class) => Target::Class(class, segments[1..].to_vec()),
                    None => Target::Path(segments.to_vec()),
                };
            }
            "self" | "super" => return self.relative(segments, from, space, steps),
            _ => {}
        }
        let mut scope = Some(from);
        while let Some(at) = scope {
            if let Some(found) = self.walk(at, segments, space, steps) {
                return found;
            }
            scope = self.scopes.get(at).and_then(|scope| scope.around);
        }
        self.elsewhere(segments, from, space, steps)
    }

    /// `self::…` and `super::…`.
    fn relative(&self, segments: &[String], from: usize, space: Space, steps: u32) -> Target {
        let mut module = self.module_of(from);
        let mut at = 0;
        while let Some(segment) = segments.get(at) {
            match segment.as_str() {
                "self" => {}
                "super" => match self.scopes[module].parent {
                    Some(parent) => module = parent,
                    // Above the crate: as written, without what leads up to its root.
                    None => return Target::Path(segments[at..].to_vec()),
                },
                _ => break,
            }
            at += 1;
        }
        let rest = &segments[at..];
        self.walk(module, rest, space, steps).unwrap_or_else(|| Target::Path(self.full(module, rest)))
    }

    /// A path below the root of a crate of the unit.
    fn in_crate(&self, root: usize, rest: &[String], space: Space, steps: u32) -> Target {
        self.walk(root, rest, space, steps + 1).unwrap_or_else(|| Target::Path(self.full(root, rest)))
    }

    /// The crate of the unit that a name means outside of it.
    fn extern_crate(&self, name: &str, from: usize) -> Option<usize> {
        self.places.roots.get(self.scopes.get(from)?.root)?.externs.get(name).copied()
    }

    /// The path of something in a module, seen from the root of its crate; from outside it begins with the crate's name.
    fn full(&self, module: usize, rest: &[String]) -> Vec<String> {
        let root = self.scopes[module].root;
        let own = self.scopes.get(self.at).is_none_or(|scope| scope.root == root);
        let name = if own { "self" } else { &self.places.roots[root].name };
        let mut path = vec![name.to_owned()];
        path.extend(self.scopes[module].path.iter().cloned());
        path.extend(rest.iter().cloned());
        path
    }

    /// The module around a block.
    pub(super) fn module_of(&self, mut scope: usize) -> usize {
        while let Some(around) = self.scopes.get(scope).and_then(|scope| scope.around) {
            scope = around;
        }
        scope
    }

    /// Looks a path up in one scope.
    fn walk(&self, at: usize, segments: &[String], space: Space, steps: u32) -> Option<Target> {
        if segments.is_empty() {
            return Some(Target::Module(at));
        }
        self.declared(at, segments, space, steps).or_else(|| self.by_glob(at, segments, space, steps))
    }

    /// Looks a path up in what a scope declares, or imports by name.
    pub(super) fn declared(&self, at: usize, segments: &[String], space: Space, steps: u32) -> Option<Target> {
        let (name, rest) = segments.split_first()?;
        self.work.set(self.work.get() + 1);
        if steps > MAX_STEPS || self.work.get() > MAX_WORK {
            return None;
        }
        let scope = self.scopes.get(at)?;
        let last = rest.is_empty();
        if last && space == Space::Macro {
            if let Some(&binding) = scope.macros.get(name) {
                return Some(Target::Value(binding));
            }
        } else {
            if last
                && space == Space::Value
                && let Some(&binding) = scope.values.get(name)
            {
                return Some(Target::Value(binding));
            }
            if let Some(&module) = scope.modules.get(name)
                && (!last || space == Space::Type)
            {
                return self
                    .walk(module, rest, space, steps + 1)
                    .or_else(|| Some(Target::Path(self.full(module, rest))));
            }
            if let Some(&class) = scope.types.get(name) {
                return Some(Target::Class(class, rest.to_vec()));
            }
            if scope.aliases.contains_key(name) {
                return Some(Target::Alias(at, name.clone(), rest.to_vec()));
            }
        }
        if let Some(path) = scope.uses.get(name)
            && let Some(found) = self.used(at, name, path, rest, space, steps)
        {
            return Some(found);
        }
        if scope.outlines.contains(name) && !last {
            return Some(Target::Path(self.full(self.module_of(at), segments)));
        }
        None
    }

    fn used(
        &self,
        at: usize,
        name: &str,
        path: &[String],
        rest: &[String],
        space: Space,
        steps: u32,
    ) -> Option<Target> {
        if path.first().is_some_and(|first| first == name) {
            if !self.scopes[at].modules.contains_key(name)
                && let Some(root) = self.extern_crate(name, at)
            {
                let rest: Vec<String> = path[1..].iter().chain(rest).cloned().collect();
                return Some(self.in_crate(root, &rest, space, steps));
            }
            // `use reqwest;` and `use anyhow::anyhow;`: the first segment is the crate and not this name again.
            if rest.is_empty() && path.len() > 1 {
                return Some(match self.scopes[at].modules.get(name) {
                    Some(&module) => self.walk(module, &path[1..], space, steps + 1)?,
                    None if self.scopes[at].outlines.contains(name) => {
                        Target::Path(self.full(self.module_of(at), path))
                    }
                    None => Target::Path(self.outside(path.to_vec(), at)),
                });
            }
            return None;
        }
        let full: Vec<String> = path.iter().chain(rest).cloned().collect();
        Some(self.resolve_within(&full, at, space, steps + 1))
    }

    /// A path whose first segment nothing around it declares: a crate, the prelude, or a name from a glob import.
    fn elsewhere(&self, segments: &[String], from: usize, space: Space, steps: u32) -> Target {
        let first = segments.first().map(String::as_str).unwrap_or_default();
        if (segments.len() > 1 || space == Space::Type)
            && let Some(root) = self.extern_crate(first, from)
        {
            return self.in_crate(root, &segments[1..], space, steps);
        }
        let from_glob = if segments.len() == 1 {
            // Macros come from `#[macro_use]` and the prelude too.
            space != Space::Macro
        } else {
            first.starts_with(|c: char| c.is_ascii_uppercase())
        };
        // The path of a glob import is not looked for in glob imports.
        if from_glob && steps < 4 && !PRELUDE.contains(&first) {
            let mut globs = Vec::new();
            let mut scope = Some(from);
            while let Some(at) = scope {
                globs.extend(self.all_globs(at).iter().filter_map(|lead| match lead {
                    Lead::Elsewhere(path) if !is_prelude(path) => Some(path.clone()),
                    _ => None,
                }));
                scope = self.scopes.get(at).and_then(|scope| scope.around);
            }
            globs.sort();
            globs.dedup();
            // With several the right one cannot be told.
            if let [glob] = globs.as_slice() {
                return Target::Path(self.outside(glob.iter().chain(segments).cloned().collect(), from));
            }
        }
        Target::Path(self.outside(segments.to_vec(), from))
    }

    /// A path into a crate from elsewhere, by the name of its own that this has; `core` and `alloc` are the standard
    /// library too.
    fn outside(&self, mut path: Vec<String>, from: usize) -> Vec<String> {
        if path.len() > 1 {
            let root = self.scopes.get(from).and_then(|scope| self.places.roots.get(scope.root));
            if let Some(own) = root.and_then(|root| root.renamed.get(&path[0])) {
                path[0].clone_from(own);
            } else if matches!(path[0].as_str(), "core" | "alloc") {
                "std".clone_into(&mut path[0]);
            }
        }
        path
    }
}

/// `use proptest::prelude::*` and the like bring macros and traits, seldom the names asked for here.
fn is_prelude(path: &[String]) -> bool {
    path.first().is_some_and(|first| first == "std") && path.last().is_some_and(|last| last == "prelude")
}
