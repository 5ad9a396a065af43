//! The files of a run as modules.

use std::sync::OnceLock;

use super::{Resolver, Target};
use crate::flow::program::Program;
use crate::ir::Module;
use crate::source::files::Files;
use crate::source::{FileId, SourceKind};
use crate::syntax;

/// The modules of a run, each lowered when it is first asked for, and what leads from one to another.
#[derive(Debug)]
pub struct Workspace<'f> {
    /// The files.
    pub files: &'f Files,
    /// What specifiers in them mean.
    pub resolver: Resolver<'f>,
    modules: Vec<OnceLock<Option<Box<Module>>>>,
}

impl<'f> Workspace<'f> {
    /// The modules of these files, none of them lowered yet.
    pub fn new(files: &'f Files) -> Self {
        let modules = (0..files.len()).map(|_| OnceLock::new()).collect();
        Self { files, resolver: Resolver::new(files), modules }
    }

    /// The module of a file by itself; `None` where the file holds no code or cannot be read.
    pub fn module(&self, id: FileId) -> Option<&Module> {
        let lowered = self.modules.get(id.0 as usize)?.get_or_init(|| {
            let file = self.files.get(id)?;
            Some(Box::new(syntax::lower(id, file.kind?, file.text())))
        });
        lowered.as_deref()
    }

    /// The modules that have been lowered, in the order of their files.
    pub fn lowered(&self) -> impl Iterator<Item = &Module> {
        self.modules.iter().filter_map(|module| module.get()?.as_deref())
    }

    /// The language family of a file.
    pub fn is_script(&self, id: FileId) -> bool {
        self.files.get(id).and_then(|file| file.kind).is_some_and(SourceKind::is_script)
    }
}

/// Modules of a workspace that are evaluated together.
#[derive(Debug, Clone, Copy)]
pub struct Scripts<'w, 'f> {
    /// All modules.
    pub workspace: &'w Workspace<'f>,
    /// Those whose functions may be called by anybody.
    pub files: &'w [FileId],
}

impl Program for Scripts<'_, '_> {
    fn module(&self, file: FileId) -> Option<&Module> {
        self.workspace.module(file)
    }

    fn text(&self, file: FileId) -> &str {
        self.workspace.files.text(file)
    }

    fn resolve(&self, from: FileId, specifier: &str) -> Target {
        self.workspace.resolver.resolve(from, specifier)
    }

    fn mentions(&self, word: &str) -> bool {
        self.files.iter().any(|file| self.workspace.files.text(*file).contains(word))
    }
}
