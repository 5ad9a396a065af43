//! What the modules of a run show of themselves, each looked at when it is asked for.

use std::collections::BTreeSet;

use crate::link::{ImportGraph, Workspace};
use crate::parallel::{Lazy, Memo};
use crate::runtime::automation::ByItself;
use crate::runtime::data::ContextData;
use crate::runtime::entries::{self, Entrances};
use crate::runtime::import_edges::{self, Edges};
use crate::runtime::projects::{Projects, relative};
use crate::runtime::signals::Signals;
use crate::runtime::workflows;
use crate::source::FileId;
use crate::source::walk::normalised;

/// The modules of a run.
#[derive(Debug)]
pub(super) struct Modules<'w, 'f> {
    pub workspace: &'w Workspace<'f>,
    pub data: &'w ContextData,
    pub projects: Projects,
    graph: &'w ImportGraph,
    signals: Vec<Lazy<Option<Box<Signals>>>>,
    edges: Vec<Lazy<Edges>>,
    exported: Vec<Lazy<Option<BTreeSet<Box<str>>>>>,
    by_itself: Vec<Lazy<Option<ByItself>>>,
    silent: Memo<FileId, usize>,
    replaced: Memo<FileId, bool>,
    entries: Lazy<Entrances>,
    run_by_workflows: Lazy<Entrances>,
}

impl<'w, 'f> Modules<'w, 'f> {
    /// Nothing is looked into yet.
    pub fn new(workspace: &'w Workspace<'f>, graph: &'w ImportGraph, data: &'w ContextData) -> Self {
        let signals = Lazy::many(workspace.files.len());
        Self {
            workspace,
            data,
            projects: Projects::default(),
            graph,
            signals,
            edges: Lazy::many(workspace.files.len()),
            exported: Lazy::many(workspace.files.len()),
            by_itself: Lazy::many(workspace.files.len()),
            silent: Memo::default(),
            replaced: Memo::default(),
            entries: Lazy::default(),
            run_by_workflows: Lazy::default(),
        }
    }

    /// What a module shows of itself.
    pub fn signals(&self, file: FileId) -> Option<&Signals> {
        let signals = self.signals.get(file.0 as usize)?.get_or_fill(|| {
            let source = self.workspace.files.get(file)?;
            let module = self.workspace.module(file)?;
            let bundle = source.embedded_in.as_ref().and_then(|(carrier, _)| {
                // `app.js.map` belongs to `app.js`; what holds its map itself is the bundle.
                let carrier = normalised(carrier);
                let bundle = if carrier.extension()? == "map" { carrier.with_extension("") } else { carrier };
                self.workspace.files.get(self.workspace.files.at(&bundle)?)
            });
            Some(Box::new(Signals::of(module, source, bundle, self.data, &self.projects)))
        });
        signals.as_deref()
    }

    /// What of a module imports other modules.
    pub fn edges(&self, file: FileId) -> Option<&Edges> {
        let (module, signals) = (self.workspace.module(file)?, self.signals(file)?);
        Some(self.edges.get(file.0 as usize)?.get_or_fill(|| Edges::of(self.workspace, module, signals)))
    }

    /// All that a module exports; `None` where that cannot be told.
    pub fn exported(&self, file: FileId) -> Option<&BTreeSet<Box<str>>> {
        self.exported.get(file.0 as usize)?.get_or_fill(|| import_edges::exported(self.workspace, file)).as_ref()
    }

    /// What a module shows of being run by itself.
    pub fn by_itself(&self, file: FileId) -> Option<&ByItself> {
        self.by_itself.get(file.0 as usize)?.get_or_fill(|| ByItself::of(self, file)).as_ref()
    }

    /// How far from a module it is known that nothing which leads to it tells where it runs: over so many imports.
    pub fn silent_within(&self, file: FileId) -> usize {
        self.silent.get(&file).unwrap_or_default()
    }

    /// Whether bundles for browsers hold another module in place of this one, as the manifest of its package says.
    pub fn is_replaced(&self, file: FileId) -> bool {
        self.replaced.get_or_find(&file, || self.is_replaced_by_manifest(file))
    }

    fn is_replaced_by_manifest(&self, file: FileId) -> bool {
        let Some(source) = self.workspace.files.get(file) else { return false };
        let Some((package, folder)) = self.projects.manifest(&source.location) else { return false };
        let replaced = folder.manifest.iter().flat_map(|manifest| &manifest.replaced);
        let Some(path) = relative(&package, &source.location) else { return false };
        let bare = path.rsplit_once('.').map_or(path.as_str(), |(bare, _)| bare);
        replaced.into_iter().any(|known| *known == path || known == bare)
    }

    /// Notes that of some modules.
    pub fn note_silent(&self, files: impl IntoIterator<Item = FileId>, within: usize) {
        for file in files {
            self.silent.keep(file, within);
        }
    }

    /// What names a file as an entry.
    pub fn entry(&self, file: FileId) -> Option<&str> {
        let entries = self.entries.get_or_fill(|| entries::find(self.workspace, self.data, &self.projects));
        entries.get(&file).map(String::as_str)
    }

    /// What workflow runs a file, as a phrase.
    pub fn run_by(&self, file: FileId) -> Option<&str> {
        let find = || workflows::find(self.workspace, self.data, &self.projects);
        self.run_by_workflows.get_or_fill(find).get(&file).map(String::as_str)
    }

    /// The modules that import one.
    pub fn importers(&self, file: FileId) -> Vec<FileId> {
        self.graph.importers(self.workspace.resolver(), file)
    }
}
