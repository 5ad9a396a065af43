//! From files to modules, and who imports whom among them.

use rustc_hash::FxHashSet;

use super::prefilter::Selected;
use crate::api::Apis;
use crate::clients::Clients;
use crate::ir::Module;
use crate::link::{ImportGraph, Target, Unit, Workspace, units};
use crate::parallel;
use crate::source::prefilter::Prefilter;
use crate::source::{FileId, SourceKind};

/// The code of a run.
pub(super) struct Code<'f> {
    /// Its modules. What is not lowered yet is lowered where code leads to it.
    pub workspace: Workspace<'f>,
    /// Who imports whom.
    pub graph: ImportGraph,
    /// The code that may have to do with an API.
    pub hot: &'f [FileId],
    /// The scripts that change the clients of others.
    setups: Vec<FileId>,
    /// What is only read for the files that are judged.
    around: &'f FxHashSet<FileId>,
    /// Whether settings are judged, of which any code may tell something.
    judges_settings: bool,
}

impl<'f> Code<'f> {
    /// Lowers the code that may have to do with an API.
    pub fn lower(selected: &'f Selected, apis: &Apis, clients: &Clients) -> Self {
        let hot = &*selected.hot;
        let mut workspace = Workspace::new(&selected.files);
        workspace.lower_crates(hot, &clients.crates());
        let has_scripts = hot.iter().any(|file| workspace.is_script(*file));
        if has_scripts {
            workspace.find_auto_imports(&clients.frameworks.auto_imports);
        }
        let (graph, setups) = graph(&workspace, apis, clients, hot);
        if has_scripts {
            workspace.link_pages(&graph, hot, &clients.globals());
        }
        let code: Vec<FileId> = hot.iter().chain(&setups).copied().collect();
        parallel::for_each(&code, |file| {
            workspace.module(*file);
        });
        let around = &selected.around;
        let judges_settings = selected.config_files.iter().any(|file| !around.contains(file));
        Self { workspace, graph, hot, setups, around, judges_settings }
    }

    /// What of it is interpreted together, as far as it has to do with what is judged.
    pub fn link(&self) -> Vec<Unit> {
        let mut units = units(&self.workspace, self.hot, &self.setups);
        if !self.around.is_empty() && !self.judges_settings {
            let judged = self.run_with_judged();
            let has_crates = judged.iter().any(|file| self.is_crate(*file));
            // Which crates use one another is not told by files.
            units.retain(|unit| {
                unit.files.iter().any(|file| judged.contains(file) || has_crates && self.is_crate(*file))
            });
        }
        units
    }

    /// The code that may have to do with an API and is judged.
    pub fn judged(&self) -> impl Iterator<Item = FileId> {
        self.hot.iter().copied().filter(|file| !self.around.contains(file))
    }

    /// The files that are judged, the scripts that run them by whatever way, and all that those run.
    fn run_with_judged(&self) -> FxHashSet<FileId> {
        let resolver = self.workspace.resolver();
        let files = self.workspace.files.iter().map(|(file, _)| file);
        let judged: FxHashSet<FileId> = files.filter(|file| !self.around.contains(file)).collect();
        let leading = closure(judged, |file| self.graph.importers(resolver, file));
        closure(leading, |file| {
            let imports = self.graph.imports(resolver, file).into_iter();
            let modules = imports.filter_map(|(_, target)| match target {
                Target::Module(module) => Some(module),
                Target::Package(_) | Target::Unknown => None,
            });
            modules.collect()
        })
    }

    fn is_crate(&self, file: FileId) -> bool {
        self.workspace.files.get(file).is_some_and(|file| file.kind == Some(SourceKind::Rust))
    }

    /// The modules that may have to do with an API, each once.
    pub fn hot_modules(&self) -> Vec<&Module> {
        let module = |file: &FileId| self.workspace.module(*file);
        let mut files: Vec<FileId> = self.hot.iter().filter_map(module).map(|module| module.file).collect();
        files.sort_unstable();
        files.dedup();
        files.iter().filter_map(module).collect()
    }
}

/// Some files and all that they lead to.
fn closure(mut found: FxHashSet<FileId>, next: impl Fn(FileId) -> Vec<FileId>) -> FxHashSet<FileId> {
    let mut left: Vec<FileId> = found.iter().copied().collect();
    while let Some(file) = left.pop() {
        left.extend(next(file).into_iter().filter(|file| found.insert(*file)));
    }
    found
}

/// Who imports whom among the scripts, and which of them change clients from elsewhere. A file that mentions an API by itself
/// changes the clients of others only in a package of its own, unless what it changes is all that a browser sends: without a
/// manifest around them files that lie together need not run together.
fn graph(workspace: &Workspace, apis: &Apis, clients: &Clients, hot: &[FileId]) -> (ImportGraph, Vec<FileId>) {
    if !hot.iter().any(|file| workspace.is_script(*file)) {
        return <(ImportGraph, Vec<FileId>)>::default();
    }
    let (setups, mentions) = (clients.setups(), Prefilter::new(apis.triggers()));
    workspace.graph(|id, text| {
        let is_seen = || workspace.is_packed(id) || setups.reaches_far(text);
        setups.is_in(text) && (!mentions.is_hot(text.as_bytes()) || is_seen())
    })
}
