//! What is evaluated together: modules, and how their names lead to one another.

use crate::ir::Module;
use crate::source::FileId;

/// What a module specifier means.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// A file of the run.
    Module(FileId),
    /// A package outside it, or a module of the platform: `axios`, `fs`.
    Package(Box<str>),
    /// Nothing that can be found.
    Unknown,
}

/// Where code runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// It reaches a browser, a webview or a mobile app.
    Client,
    /// It certainly does not.
    Server,
    /// Nothing tells.
    Unknown,
}

impl Side {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
            Self::Unknown => "unknown",
        }
    }
}

/// Modules by their files. Modules are lowered when first asked for: most of a program is never looked at.
pub trait Program {
    /// The module of a file; `None` where there is none or it cannot be read.
    fn module(&self, file: FileId) -> Option<&Module>;

    /// The path of a file, as people see it; empty where there is none.
    fn path(&self, file: FileId) -> &str;

    /// The text of a file.
    fn text(&self, file: FileId) -> &str;

    /// What a specifier in a file means.
    fn resolve(&self, from: FileId, specifier: &str) -> Target;

    /// Whether a file is a test, which sets up what only tests see.
    fn is_test(&self, file: FileId) -> bool;

    /// Where the code of a file runs.
    fn side(&self, file: FileId) -> Side;

    /// Files that nothing which is evaluated with them imports, in the order in which others run them.
    fn in_order(&self, files: &[FileId]) -> Vec<FileId> {
        files.to_vec()
    }

    /// Whether anything is seen to load a file.
    fn is_led(&self, _: FileId) -> bool {
        false
    }

    /// How often the files that are evaluated together hold a word.
    fn mentions(&self, word: &str) -> usize;
}

/// A module by itself.
#[derive(Debug, Clone, Copy)]
pub struct Single<'m> {
    /// The module.
    pub module: &'m Module,
    /// Its text.
    pub text: &'m str,
}

impl Program for Single<'_> {
    fn module(&self, file: FileId) -> Option<&Module> {
        (file == self.module.file).then_some(self.module)
    }

    fn path(&self, _: FileId) -> &'static str {
        ""
    }

    fn text(&self, file: FileId) -> &str {
        if file == self.module.file { self.text } else { "" }
    }

    fn resolve(&self, _: FileId, specifier: &str) -> Target {
        unresolved(specifier)
    }

    fn is_test(&self, _: FileId) -> bool {
        false
    }

    fn side(&self, _: FileId) -> Side {
        Side::Unknown
    }

    fn mentions(&self, word: &str) -> usize {
        self.text.matches(word).count()
    }
}

/// What a specifier means where no file answers to it: a package by its looks, or nothing.
pub fn unresolved(specifier: &str) -> Target {
    let scoped_nothing = specifier.starts_with('@') && !specifier.contains('/');
    if specifier.is_empty()
        || specifier.starts_with(['.', '/', '#', '~'])
        || scoped_nothing
        || specifier.starts_with("@/")
    {
        return Target::Unknown;
    }
    Target::Package(specifier.strip_prefix("node:").unwrap_or(specifier).into())
}
