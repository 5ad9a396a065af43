//! The files of a run as modules.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::auto_imports::{self, AutoImports};
use super::pages::Together;
use super::{ImportGraph, Resolver, Target, order, pages};
use crate::clients::{AutoImportDef, Globals};
use crate::crash::Crashes;
use crate::ir::Module;
use crate::ir::program::{Program, Side};
use crate::parallel::{self, Lazy};
use crate::source::cargo::{self, crates_around};
use crate::source::files::{Files, SourceFile};
use crate::source::test_files::is_test_file;
use crate::source::walk::normalised;
use crate::source::{FileId, SourceKind, Span};
use crate::syntax;
use crate::syntax::rust::{self, Lowered};

/// The modules of a run, each lowered when it is first asked for, and what leads from one to another.
#[derive(Debug)]
pub struct Workspace<'f> {
    /// The files.
    pub files: &'f Files,
    resolver: Lazy<Resolver<'f>>,
    modules: Vec<Lazy<Option<Box<Module>>>>,
    crates: Vec<Lowered>,
    auto_imports: AutoImports,
    /// What failed in the work on its files.
    pub crashes: Crashes,
    /// The unit of crates that a file is part of.
    crate_of: FxHashMap<FileId, usize>,
    /// Scripts that share what the pages on which they run have.
    pub of_pages: Vec<Together>,
}

impl<'f> Workspace<'f> {
    /// The modules of these files, none of them lowered yet.
    pub fn new(files: &'f Files) -> Self {
        let modules = Lazy::many(files.len());
        let (resolver, crate_of) = (Lazy::default(), FxHashMap::default());
        let (auto_imports, crashes) = (AutoImports::default(), Crashes::default());
        Self { files, resolver, modules, crates: Vec::new(), auto_imports, crashes, crate_of, of_pages: Vec::new() }
    }

    /// Finds what scripts use without importing it, before the first of them is lowered.
    pub fn find_auto_imports(&mut self, defs: &[AutoImportDef]) {
        self.auto_imports = auto_imports::find(self.resolver(), defs);
    }

    /// Lowers the crates around these files, but for the crates in `known`, which have what is told of each; the files of a
    /// unit of crates are one module from now on.
    pub fn lower_crates(&mut self, hot: &[FileId], known: &BTreeMap<String, BTreeSet<String>>) {
        let files = self.files;
        let is_rust = |id: &&FileId| files.get(**id).is_some_and(|file| file.kind == Some(SourceKind::Rust));
        let location = |id: &FileId| files.get(*id).map(|file| normalised(&file.location));
        let hot: Vec<PathBuf> = hot.iter().filter(is_rust).filter_map(location).collect();
        let first = |unit: &cargo::Unit| {
            let is_first = |file: &SourceFile| unit.hot.first() == Some(&normalised(&file.location));
            files.iter().find(|(_, file)| is_first(file)).map_or(FileId(0), |(id, _)| id)
        };
        let crashes = &self.crashes;
        let lower = |unit: &cargo::Unit| crashes.guard(first(unit), || rust::lower_unit(unit, files));
        let lowered = parallel::filter_map(&crates_around(&hot, files, known), lower);
        // Larger units first: a file that one of them reads is no unit by itself.
        let mut lowered: Vec<Lowered> = lowered.into_iter().filter(|unit| !unit.files.is_empty()).collect();
        lowered.sort_by(|a, b| b.files.len().cmp(&a.files.len()).then(a.module.file.cmp(&b.module.file)));
        for unit in lowered {
            if unit.files.iter().all(|file| self.crate_of.contains_key(file)) {
                continue;
            }
            for file in &unit.files {
                self.crate_of.entry(*file).or_insert(self.crates.len());
            }
            // Ids of the module name it by one file, whichever unit read that too.
            self.crate_of.insert(unit.module.file, self.crates.len());
            self.crates.push(unit);
        }
    }

    /// The crates that have been lowered: a module for each unit, and the files in it.
    pub fn crates(&self) -> impl Iterator<Item = (&Module, &[FileId])> {
        self.crates.iter().map(|unit| (&unit.module, &*unit.files))
    }

    /// The files that are one module with this one.
    pub fn texts_of<'s>(&'s self, id: &'s FileId) -> &'s [FileId] {
        match self.crate_of.get(id) {
            Some(unit) => &self.crates[*unit].files,
            None => std::slice::from_ref(id),
        }
    }

    /// What specifiers in scripts mean.
    pub fn resolver(&self) -> &Resolver<'f> {
        self.resolver.get_or_fill(|| Resolver::new(self.files))
    }

    /// The module of a file; `None` where the file holds no code or cannot be read.
    pub fn module(&self, id: FileId) -> Option<&Module> {
        if let Some(unit) = self.crate_of.get(&id) {
            return Some(&self.crates[*unit].module);
        }
        let lowered = self.modules.get(id.0 as usize)?.get_or_fill(|| Some(Box::new(self.lower(id)?)));
        lowered.as_deref()
    }

    /// Lowers a file by itself; what fails to be lowered is as good as empty.
    fn lower(&self, id: FileId) -> Option<Module> {
        let file = self.files.get(id)?;
        let kind = file.kind?;
        let lowered = self.crashes.guard(id, || syntax::lower(id, kind, file.text()));
        let bound = |module| self.auto_imports.bound(self.resolver(), module).shrunk();
        Some(lowered.map_or_else(|| Module::empty(id, ""), bound))
    }

    /// Links the scripts that share what pages have on which one of the `hot` ones runs, before the first of them is asked
    /// for. `clients` are known by their names.
    pub fn link_pages(&mut self, graph: &ImportGraph, hot: &[FileId], clients: &Globals) {
        let linked = pages::link(self.resolver(), graph, hot, |file| self.lower(file), clients);
        for module in linked.modules {
            if let Some(place) = self.modules.get(module.file.0 as usize) {
                place.get_or_fill(|| Some(Box::new(module.shrunk())));
            }
        }
        self.of_pages = linked.together;
    }

    /// Whether code says that only tests run it; asks only for what has been lowered.
    pub fn is_test(&self, span: Span) -> bool {
        let module = match self.crate_of.get(&span.file) {
            Some(unit) => Some(&self.crates[*unit].module),
            None => self.modules.get(span.file.0 as usize).and_then(|module| module.get()?.as_deref()),
        };
        module.is_some_and(|module| module.tests.iter().any(|test| test.contains(span)))
    }

    /// The same, or that it stands in a file of tests.
    pub fn is_in_test(&self, span: Span) -> bool {
        self.is_test(span) || is_test_file(&self.files.path(span.file).replace('\\', "/"))
    }

    /// The modules that have been lowered.
    pub fn lowered(&self) -> impl Iterator<Item = &Module> {
        let alone = self.modules.iter().filter_map(|module| module.get()?.as_deref());
        alone.chain(self.crates.iter().map(|unit| &unit.module))
    }

    /// The files that have been parsed; one may be given twice.
    pub fn parsed_files(&self) -> impl Iterator<Item = FileId> {
        self.lowered().map(|module| module.file).chain(self.crates.iter().flat_map(|unit| unit.files.iter().copied()))
    }

    /// How many files have been parsed.
    pub fn parsed(&self) -> usize {
        let alone = self.modules.iter().filter(|module| module.get().is_some()).count();
        alone + self.crates.iter().map(|unit| unit.files.len()).sum::<usize>()
    }

    /// Who imports whom among the scripts, and those for which `holds`, which is asked with their texts.
    pub fn graph(&self, holds: impl Fn(FileId, &str) -> bool + Sync) -> (ImportGraph, Vec<FileId>) {
        let scripts: Vec<FileId> = self.files.iter().map(|(id, _)| id).filter(|id| self.is_script(*id)).collect();
        ImportGraph::scan_noting(&self.crashes, self.resolver(), &self.auto_imports, &scripts, holds)
    }

    /// Whether there is a manifest above a file.
    pub fn is_packed(&self, id: FileId) -> bool {
        let package = |file: &SourceFile| package_of(&normalised(&file.location), &mut FxHashMap::default());
        self.files.get(id).and_then(package).is_some()
    }

    /// The language family of a file.
    pub fn is_script(&self, id: FileId) -> bool {
        self.files.get(id).and_then(|file| file.kind).is_some_and(SourceKind::is_script)
    }
}

/// The folder of the nearest `package.json`.
pub(super) fn package_of(file: &Path, known: &mut FxHashMap<PathBuf, bool>) -> Option<PathBuf> {
    let mut has =
        |folder: &&Path| *known.entry(folder.to_path_buf()).or_insert_with(|| folder.join("package.json").is_file());
    file.ancestors().skip(1).find(|folder| has(folder)).map(Path::to_path_buf)
}

/// Modules of a workspace that are evaluated together.
#[derive(Clone, Copy)]
pub struct LinkedScripts<'w, 'f> {
    /// All modules.
    pub workspace: &'w Workspace<'f>,
    /// Who imports whom among all files.
    pub graph: &'w ImportGraph,
    /// Those whose functions may be called by anybody.
    pub files: &'w [FileId],
    /// Where the code of a file runs.
    pub side: &'w dyn Fn(FileId) -> Side,
}

impl fmt::Debug for LinkedScripts<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LinkedScripts").field("files", &self.files).finish_non_exhaustive()
    }
}

impl Program for LinkedScripts<'_, '_> {
    fn module(&self, file: FileId) -> Option<&Module> {
        self.workspace.module(file)
    }

    fn path(&self, file: FileId) -> &str {
        self.workspace.files.path(file)
    }

    fn text(&self, file: FileId) -> &str {
        self.workspace.files.text(file)
    }

    fn resolve(&self, from: FileId, specifier: &str) -> Target {
        self.workspace.resolver().resolve(from, specifier)
    }

    fn is_test(&self, file: FileId) -> bool {
        is_test_file(&self.workspace.files.path(file).replace('\\', "/"))
    }

    fn side(&self, file: FileId) -> Side {
        (self.side)(file)
    }

    fn in_order(&self, files: &[FileId]) -> Vec<FileId> {
        order::in_order(self.graph, self.workspace.resolver(), files)
    }

    fn is_led(&self, file: FileId) -> bool {
        !self.graph.importers(self.workspace.resolver(), file).is_empty()
    }

    fn mentions(&self, word: &str) -> usize {
        let texts = self.files.iter().flat_map(|file| self.workspace.texts_of(file));
        texts.map(|file| self.workspace.files.text(*file).matches(word).count()).sum()
    }
}
