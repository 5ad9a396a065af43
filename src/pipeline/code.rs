//! From files to modules, and who imports whom among them.

use super::prefilter::Selected;
use crate::api::Apis;
use crate::clients::Clients;
use crate::ir::Module;
use crate::link::{ImportGraph, Unit, Workspace, units};
use crate::parallel;
use crate::source::FileId;
use crate::source::prefilter::Prefilter;

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
}

impl<'f> Code<'f> {
    /// Lowers the code that may have to do with an API.
    pub fn lower(selected: &'f Selected, apis: &Apis, clients: &Clients) -> Self {
        let hot = &*selected.hot;
        let mut workspace = Workspace::new(&selected.files);
        workspace.lower_crates(hot, &clients.crates());
        if hot.iter().any(|file| workspace.is_script(*file)) {
            workspace.find_auto_imports(&clients.frameworks.auto_imports);
        }
        let (graph, setups) = graph(&workspace, apis, clients, hot);
        let code: Vec<FileId> = hot.iter().chain(&setups).copied().collect();
        parallel::for_each(&code, |file| {
            workspace.module(*file);
        });
        Self { workspace, graph, hot, setups }
    }

    /// What of it is interpreted together.
    pub fn link(&self) -> Vec<Unit> {
        units(&self.workspace, self.hot, &self.setups)
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

/// Who imports whom among the scripts, and which of them change clients from elsewhere. A file that mentions an API by itself
/// changes the clients of others only in a package of its own: without a manifest around them files that lie together
/// need not run together.
fn graph(workspace: &Workspace, apis: &Apis, clients: &Clients, hot: &[FileId]) -> (ImportGraph, Vec<FileId>) {
    if !hot.iter().any(|file| workspace.is_script(*file)) {
        return <(ImportGraph, Vec<FileId>)>::default();
    }
    let (setups, mentions) = (clients.setups(), Prefilter::new(apis.triggers()));
    workspace.graph(|id, text| setups.is_in(text) && (!mentions.is_hot(text.as_bytes()) || workspace.is_packed(id)))
}
