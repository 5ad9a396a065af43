//! Who loads which classic scripts: pages, workers that import them, and configuration that lists them. All that is loaded
//! together runs in one global scope.

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use super::address::script_at;
use crate::link::conventions::Conventions;
use crate::link::scan::imported_scripts;
use crate::link::{ImportGraph, Resolver};
use crate::parallel;
use crate::source::files::SourceFile;
use crate::source::markup::Markup;
use crate::source::scripts::{Page, ScriptKind};
use crate::source::{FileId, SourceKind};

/// What a script is asked for that may import classic ones.
const IMPORTING: &str = "importScripts";

/// More of what one file loads is not looked at.
const MAX_LOADS: usize = 5_000;

/// How many pages of one script are looked at.
const MAX_PAGES: usize = 500;

/// How deep lists lie in configuration.
const MAX_DEPTH: usize = 8;

/// A global scope.
#[derive(Debug)]
pub(super) struct Realm {
    /// The page, the worker, or the configuration.
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
    let files = resolver.files();
    let is_hot: FxHashSet<FileId> = hot.iter().copied().collect();
    let names: FxHashSet<&str> = hot.iter().filter_map(|file| Some(files.get(*file)?.name())).collect();
    let lists = files.iter().filter(|(_, file)| is_listing(file)).map(|(id, _)| id);
    let mut roots: Vec<FileId> = graph.naming(&names).chain(hot.iter().copied()).chain(lists).collect();
    roots.sort_unstable();
    roots.dedup();
    let has_hot = |realm: &Realm| realm.scripts().any(|(file, _)| is_hot.contains(&file));
    let of_root = |root: &FileId| {
        let loaded = files.get(*root).and_then(|file| loaded(resolver, *root, file)).unwrap_or_default();
        let realms = loaded.into_iter().map(|loads| Realm::new(*root, loads));
        realms.filter(|realm| !realm.loads.is_empty() && has_hot(realm)).collect()
    };
    let mut loaded_by: FxHashMap<FileId, usize> = FxHashMap::default();
    let mut realms: Vec<Realm> = parallel::flat_map(&roots, of_root);
    realms.retain(|realm| {
        let mut counts = Vec::new();
        for load in realm.loads.iter().filter(|load| is_hot.contains(&load.file)) {
            let count = loaded_by.entry(load.file).or_default();
            *count += 1;
            counts.push(*count);
        }
        counts.is_empty() || counts.into_iter().any(|count| count <= MAX_PAGES)
    });
    realms
}

fn is_listing(file: &SourceFile) -> bool {
    file.kind == Some(SourceKind::Json)
        && Conventions::get().script_lists.configs.iter().any(|name| name == file.name())
}

/// What a file loads, into one global scope each; `None` where that cannot be other than nothing.
fn loaded(resolver: &Resolver<'_>, root: FileId, file: &SourceFile) -> Option<Vec<Vec<Load>>> {
    let classic =
        |at: usize, address: &str| Some(Load { file: script_at(resolver, root, address)?, at, is_module: false });
    match file.kind? {
        SourceKind::Page(Markup::Html) => {
            let links = Page::read(&file.read().ok()?, Markup::Html).links.into_iter();
            let loads = links.filter_map(|link| {
                let at = if link.is_late { usize::MAX } else { link.range.start };
                let is_module = link.runs? == ScriptKind::Module;
                Some(Load { is_module, ..classic(at, &link.target)? })
            });
            Some(vec![loads.collect()])
        }
        SourceKind::Json if is_listing(file) => {
            let mut lists = Vec::new();
            listed(&serde_json::from_str(&file.read().ok()?).ok()?, MAX_DEPTH, &mut lists);
            let loads = |list: Vec<String>| list.iter().filter_map(|address| classic(0, address)).collect();
            Some(lists.into_iter().map(loads).collect())
        }
        SourceKind::JavaScript | SourceKind::TypeScript => {
            let text = file.read().ok().filter(|text| text.contains(IMPORTING))?;
            let found = imported_scripts(&text).into_iter();
            Some(vec![found.filter_map(|(at, address)| classic(at, address)).collect()])
        }
        _ => None,
    }
}

/// The lists of scripts in a file of configuration.
fn listed(value: &Value, left: usize, lists: &mut Vec<Vec<String>>) {
    let Some(left) = left.checked_sub(1) else { return };
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                match value.as_array().filter(|_| Conventions::get().script_lists.keys.contains(key)) {
                    Some(list) => lists.push(list.iter().filter_map(|one| Some(one.as_str()?.to_owned())).collect()),
                    None => listed(value, left, lists),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| listed(item, left, lists)),
        _ => {}
    }
}

impl Realm {
    fn new(root: FileId, mut loads: Vec<Load>) -> Self {
        loads.sort_by_key(|load| load.at);
        // A script that is loaded twice runs for the first time where it is loaded first.
        let mut known = FxHashSet::from_iter([root]);
        loads.retain(|load| known.insert(load.file));
        loads.truncate(MAX_LOADS);
        Self { root, loads }
    }

    /// All that run in it, in order, the root last; and whether they have a scope of their own.
    pub fn scripts(&self) -> impl Iterator<Item = (FileId, bool)> {
        self.loads.iter().map(|load| (load.file, load.is_module)).chain([(self.root, false)])
    }
}
