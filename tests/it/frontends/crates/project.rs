//! Small projects, written as one text: `//- path` begins a file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use authlint::interpreter;
use authlint::ir::program::{Program, Side, Target};
use authlint::ir::{Module, dump};
use authlint::request::Request;
use authlint::source::cargo::{Unit, crates_around};
use authlint::source::table::Table;
use authlint::source::{FileId, Span};
use authlint::syntax::STACK_SIZE;
use authlint::syntax::rust::{Lowered, lower_unit};

use crate::support::lines::{clients, line};

/// Files in memory, below `/p`.
#[derive(Default)]
pub struct Project {
    files: BTreeMap<PathBuf, (FileId, String)>,
}

impl Table for Project {
    fn at(&self, location: &Path) -> Option<(FileId, &str)> {
        self.files.get(location).map(|(id, text)| (*id, text.as_str()))
    }

    fn locations(&self) -> Box<dyn Iterator<Item = &Path> + '_> {
        Box::new(self.files.keys().map(PathBuf::as_path))
    }
}

impl Project {
    pub fn new(text: &str) -> Self {
        let mut project = Self::default();
        for file in text.split("//- ").skip(1) {
            let (path, content) = file.split_once('\n').unwrap();
            project.add(path.trim(), content);
        }
        project
    }

    pub fn of(files: BTreeMap<PathBuf, (FileId, String)>) -> Self {
        Self { files }
    }

    pub fn rust_files(&self) -> Vec<PathBuf> {
        self.files.keys().filter(|path| path.extension().is_some_and(|extension| extension == "rs")).cloned().collect()
    }

    pub fn add(&mut self, path: &str, text: &str) {
        let id = FileId(u32::try_from(self.files.len()).unwrap());
        self.files.insert(Path::new("/p").join(path), (id, text.to_owned()));
    }

    pub fn units(&self, hot: &[&str]) -> Vec<Unit> {
        let hot: Vec<PathBuf> = hot.iter().map(|path| Path::new("/p").join(path)).collect();
        crates_around(&hot, self, &clients().crates())
    }

    pub fn lower_unit(&self, unit: &Unit) -> Lowered {
        std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().stack_size(STACK_SIZE);
            thread.spawn_scoped(scope, || lower_unit(unit, self)).unwrap().join().unwrap()
        })
    }

    /// The only unit of some files.
    pub fn lower(&self, hot: &[&str]) -> Lowered {
        let units = self.units(hot);
        assert_eq!(units.len(), 1, "{units:?}");
        self.lower_unit(&units[0])
    }

    /// What the only unit of some files becomes, as text.
    pub fn dump(&self, hot: &[&str]) -> String {
        dump::dump(&self.lower(hot).module)
    }

    pub fn path(&self, file: FileId) -> &str {
        let (path, _) = self.files.iter().find(|(_, (id, _))| *id == file).unwrap();
        path.strip_prefix("/p").unwrap_or(path).to_str().unwrap()
    }

    pub fn slice(&self, span: Span) -> &str {
        let (_, text) = self.files.values().find(|(id, _)| *id == span.file).unwrap();
        &text[span.start as usize..span.end as usize]
    }

    /// The files that were read.
    pub fn read<'a>(&'a self, lowered: &Lowered) -> Vec<&'a str> {
        let mut paths: Vec<&str> = lowered.files.iter().map(|file| self.path(*file)).collect();
        paths.sort_unstable();
        paths
    }

    /// The requests that the only unit of some files sends, a line each, with the values of their queries.
    pub fn requests(&self, hot: &[&str]) -> Vec<String> {
        let module = &self.lower(hot).module;
        assert!(module.problems.is_empty(), "{:?}", module.problems);
        let found = interpreter::evaluate(&Whole { project: self, module }, &[module.file], clients()).requests;
        let shown = |request: &Request| {
            let fields = request.urls.iter().map(|url| &url.query).chain([&*request.query]);
            let entries = fields.flat_map(|fields| &fields.entries);
            let values: Vec<String> = entries.flat_map(|field| &field.values).map(ToString::to_string).collect();
            format!("{} {}", line(request), values.join(" "))
        };
        found.iter().map(shown).collect()
    }
}

struct Whole<'p> {
    project: &'p Project,
    module: &'p Module,
}

impl Program for Whole<'_> {
    fn module(&self, file: FileId) -> Option<&Module> {
        (file == self.module.file).then_some(self.module)
    }

    fn path(&self, _: FileId) -> &'static str {
        ""
    }

    fn text(&self, file: FileId) -> &str {
        self.project.files.values().find(|(id, _)| *id == file).map_or("", |(_, text)| text)
    }

    fn resolve(&self, _: FileId, _: &str) -> Target {
        Target::Unknown
    }

    fn is_test(&self, _: FileId) -> bool {
        false
    }

    fn side(&self, _: FileId) -> Side {
        Side::Unknown
    }

    fn mentions(&self, word: &str) -> usize {
        self.project.files.values().map(|(_, text)| text.matches(word).count()).sum()
    }
}
