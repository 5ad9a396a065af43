//! What is evaluated together.

use std::collections::BTreeMap;
use std::hash::Hash;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::workspace::package_of;
use super::{Target, Workspace};
use crate::ir::{BindingKind, ExportValue, ExprKind, Module};
use crate::source::FileId;

/// Files that are evaluated together: what one of them does, another may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The files whose functions anybody may call, sorted.
    pub files: Vec<FileId>,
}

/// Groups the files of a run: those that import one another, those that share what pages load, and those of a package some
/// file of which reaches into the clients that all of them share (`setups`).
pub fn units(workspace: &Workspace, hot: &[FileId], setups: &[FileId]) -> Vec<Unit> {
    let mut groups = Groups::default();
    // The files of a unit of crates are one module already, which goes by one of them.
    let one = |file: &FileId| workspace.module(*file).map_or(*file, |module| module.file);
    let hot: &[FileId] = &sorted(hot.iter().map(one).collect());
    let all = || hot.iter().chain(setups).copied();
    for file in all() {
        groups.root(file);
    }
    let of_pages: Vec<(FileId, &[FileId])> =
        workspace.of_pages.iter().filter_map(|one| Some((*one.hot.first()?, &*one.others))).collect();
    for one in &workspace.of_pages {
        for file in &one.hot {
            groups.unite(one.hot[0], *file);
        }
    }
    for file in all().filter(|file| workspace.is_script(*file)) {
        let Some(module) = workspace.module(file) else { continue };
        for specifier in specifiers(module) {
            if let Target::Module(other) = workspace.resolver().resolve(file, specifier)
                && groups.parents.contains_key(&other)
            {
                groups.unite(file, other);
            }
        }
    }
    if !setups.is_empty() {
        // What has no manifest around it counts as one package.
        let mut packages: FxHashMap<Option<PathBuf>, FileId> = FxHashMap::default();
        let mut folders = FxHashMap::default();
        // What changes all that a browser sends, and calls the API itself, does so beside and below it.
        let mut around: Vec<(&Path, FileId)> = Vec::new();
        for file in setups.iter().chain(hot).copied().filter(|file| workspace.is_script(*file)) {
            let Some(source) = workspace.files.get(file) else { continue };
            let package = package_of(&source.location, &mut folders);
            let is_setup = setups.binary_search(&file).is_ok();
            if is_setup && package.is_none() && hot.binary_search(&file).is_ok() {
                around.extend(source.location.parent().map(|folder| (folder, file)));
            } else if is_setup {
                let first = *packages.entry(package).or_insert(file);
                groups.unite(first, file);
            } else if let Some(first) = packages.get(&package) {
                groups.unite(*first, file);
            }
        }
        for (folder, setup) in around {
            let is_below = |file: &FileId| {
                workspace.is_script(*file)
                    && workspace.files.get(*file).is_some_and(|source| source.location.starts_with(folder))
            };
            hot.iter().copied().filter(is_below).for_each(|file| groups.unite(setup, file));
        }
    }
    let mut units = groups.all();
    for (hot, others) in of_pages {
        units.entry(groups.root(hot)).or_default().extend(others);
    }
    let mut units: Vec<Unit> = units.into_values().map(|files| Unit { files: sorted(files) }).collect();
    // A file that reaches into clients says nothing where nobody uses them.
    units.retain(|unit| unit.files.iter().any(|file| hot.binary_search(file).is_ok()));
    units.sort_by(|a, b| a.files.cmp(&b.files));
    units
}

fn sorted(mut files: Vec<FileId>) -> Vec<FileId> {
    files.sort_unstable();
    files.dedup();
    files
}

/// What a module imports, in whatever form.
pub fn specifiers(module: &Module) -> impl Iterator<Item = &str> {
    let imports = module.bindings.iter().filter_map(|binding| match &binding.kind {
        BindingKind::Import { from, .. } => Some(&**from),
        _ => None,
    });
    let exports = module.exports.iter().filter_map(|export| match &export.value {
        ExportValue::Reexport { from, .. } => Some(&**from),
        _ => None,
    });
    let calls = module.exprs.iter().filter_map(|expr| {
        let ExprKind::Call { callee, args, .. } = &expr.kind else { return None };
        let ExprKind::Global(name) = &module.expr(*callee).kind else { return None };
        let Some(crate::ir::Element::Item(first)) = args.first() else { return None };
        match &module.expr(*first).kind {
            ExprKind::Str(text) if matches!(&**name, "require" | "import") => Some(&**text),
            _ => None,
        }
    });
    imports.chain(exports).chain(calls)
}

/// Disjoint groups of files, or of others, each named by its least.
#[derive(Debug, Clone)]
pub struct Groups<T = FileId> {
    parents: FxHashMap<T, T>,
}

impl<T> Default for Groups<T> {
    fn default() -> Self {
        Self { parents: FxHashMap::default() }
    }
}

impl<T: Copy + Ord + Hash> Groups<T> {
    /// The least of the group of one.
    pub fn root(&mut self, one: T) -> T {
        let mut root = one;
        while let Some(&parent) = self.parents.get(&root).filter(|parent| **parent != root) {
            root = parent;
        }
        // All on the way are brought next to it: the next to ask goes one step.
        let mut at = one;
        while let Some(parent) = self.parents.insert(at, root).filter(|parent| *parent != root) {
            at = parent;
        }
        root
    }

    /// Puts the groups of two together.
    pub fn unite(&mut self, a: T, b: T) {
        let (a, b) = (self.root(a), self.root(b));
        self.parents.insert(a.max(b), a.min(b));
    }

    /// All groups by their roots, sorted.
    pub fn all(&mut self) -> BTreeMap<T, Vec<T>> {
        let mut known: Vec<T> = self.parents.keys().copied().collect();
        known.sort_unstable();
        let mut groups: BTreeMap<T, Vec<T>> = BTreeMap::new();
        for one in known {
            groups.entry(self.root(one)).or_default().push(one);
        }
        groups
    }
}
