//! Who loads which classic scripts: pages, and workers that import them. All that one of these loads runs in one global
//! scope.

use rustc_hash::FxHashSet;

use super::address::script_at;
use crate::link::scan::imported_scripts;
use crate::link::{ImportGraph, Resolver};
use crate::parallel;
use crate::source::markup::Markup;
use crate::source::scripts::{Page, ScriptKind};
use crate::source::{FileId, SourceKind};

/// What a script is asked for that may import classic ones.
const IMPORTING: &str = "importScripts";

/// More of what one file loads is not looked at.
const MAX_LOADS: usize = 5_000;

/// A global scope.
#[derive(Debug)]
pub(super) struct Realm {
    /// The page, or the worker.
    pub root: FileId,
    /// What it loads, in the order in which that runs.
    pub loads: Vec<Load>,
}

/// A script that is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Load {
    pub file: FileId,
    /// Where in the root it runs; behind all of it what waits for the whole page.
    pub at: usize,
    /// It sees the global scope, but has one of its own.
    pub is_module: bool,
}

/// The global scopes in which one of some files runs, in the order of their roots.
pub(super) fn around(resolver: &Resolver<'_>, graph: &ImportGraph, hot: &[FileId]) -> Vec<Realm> {
    let is_hot: FxHashSet<FileId> = hot.iter().copied().collect();
    let names: FxHashSet<&str> = hot.iter().filter_map(|file| Some(resolver.files().get(*file)?.name())).collect();
    let mut roots: Vec<FileId> = graph.naming(&names).chain(hot.iter().copied()).collect();
    roots.sort_unstable();
    roots.dedup();
    let realms = parallel::filter_map(&roots, |root| realm(resolver, *root));
    let has_hot = |realm: &Realm| std::iter::once(realm.root).chain(realm.files()).any(|file| is_hot.contains(&file));
    realms.into_iter().filter(|realm| !realm.loads.is_empty() && has_hot(realm)).collect()
}

/// What a file loads; `None` where that cannot be other than nothing.
fn realm(resolver: &Resolver<'_>, root: FileId) -> Option<Realm> {
    let file = resolver.files().get(root)?;
    let mut loads = Vec::new();
    match file.kind? {
        SourceKind::Page(Markup::Html) => {
            for link in Page::read(&file.read().ok()?, Markup::Html).links {
                let (Some(kind), Some(file)) = (link.runs, script_at(resolver, root, &link.target)) else { continue };
                let at = if link.is_late { usize::MAX } else { link.range.start };
                loads.push(Load { file, at, is_module: kind == ScriptKind::Module });
            }
        }
        SourceKind::Page(_) => return None,
        kind if kind.is_script() => {
            let text = file.read().ok().filter(|text| text.contains(IMPORTING))?;
            let found = imported_scripts(&text).into_iter();
            let found = found.filter_map(|(at, address)| Some((at, script_at(resolver, root, address)?)));
            loads.extend(found.map(|(at, file)| Load { file, at, is_module: false }));
        }
        _ => return None,
    }
    loads.sort_by_key(|load| load.at);
    // A script that is loaded twice runs for the first time where it is loaded first.
    let mut known = FxHashSet::from_iter([root]);
    loads.retain(|load| known.insert(load.file));
    loads.truncate(MAX_LOADS);
    Some(Realm { root, loads })
}

impl Realm {
    /// The files that it loads.
    pub fn files(&self) -> impl Iterator<Item = FileId> {
        self.loads.iter().map(|load| load.file)
    }

    /// All that run in it, in order, the root last; and whether they have a scope of their own.
    pub fn scripts(&self) -> impl Iterator<Item = (FileId, bool)> {
        self.loads.iter().map(|load| (load.file, load.is_module)).chain([(self.root, false)])
    }
}
