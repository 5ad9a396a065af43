//! Functions that send requests, as a configuration describes them: their code is not in the tree, or cannot be read.

use crate::clients::{CallDef, ResultDef, Selector, Slot};

/// One function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrapper {
    /// Its name, as its module exports it.
    pub name: String,
    /// The module as imports name it, or the end of its path; any, if absent.
    pub from: Option<String>,
    /// Which argument is what part of the request.
    pub slots: Vec<(Slot, Vec<Selector>)>,
    /// It sends what it is given, and no credentials of its own.
    pub adds_nothing: bool,
}

impl Wrapper {
    /// What a call of it does.
    pub(crate) fn call(&self) -> CallDef {
        let mut slots = self.slots.clone();
        if !self.adds_nothing {
            slots.push((Slot::Opaque, vec![Selector::Literal(self.name.as_str().into())]));
        }
        CallDef { slots, sends: true, ..CallDef::new(&self.name, ResultDef::Response) }
    }

    /// The paths whose calls are calls of it.
    pub(crate) fn paths(&self) -> Vec<Box<str>> {
        let name = &self.name;
        let mut paths = vec![format!("{}()", self.path())];
        match &self.from {
            // Of what is no crate there is no such path, so that it does no harm.
            Some(from) => paths.push(format!("crate:{}::{name}()", from.replace('-', "_"))),
            None => paths.extend([format!("global:{name}()"), format!("global:window.{name}()")]),
        }
        paths.into_iter().map(Into::into).collect()
    }

    /// What it is as a value of a library.
    pub(crate) fn path(&self) -> String {
        let module = self.module().unwrap_or_else(|| "npm:*".to_owned());
        if self.name == "default" { module } else { format!("{module}.{}", self.name) }
    }

    /// A word that is in every file that calls it.
    pub fn word(&self) -> Option<String> {
        let word = if self.name == "default" { self.from.as_deref().map(plain)? } else { &self.name };
        word.rsplit(['/', '.']).next().map(str::to_owned)
    }

    /// Its module as a value of a library.
    pub(crate) fn module(&self) -> Option<String> {
        self.from.as_ref().map(|from| format!("npm:{}", plain(from)))
    }

    /// Whether an import names its module.
    pub(crate) fn is_from(&self, written: &str) -> bool {
        // What a module exports by default has no name of its own.
        let Some(from) = &self.from else { return self.name != "default" };
        let (from, path) = (plain(from), plain(written));
        // A package is known by its whole name, a file by the end of its path.
        let is_file = path.len() < written.len();
        path == from || is_file && path.strip_suffix(from).is_some_and(|before| before.ends_with('/'))
    }
}

/// The path of a module without what depends on where it is imported, and without its extension.
fn plain(from: &str) -> &str {
    let mut path = from;
    while let Some(rest) = ["./", "../", "@/", "~/", "/"].iter().find_map(|start| path.strip_prefix(start)) {
        path = rest;
    }
    let extensions = [".js", ".ts", ".mjs", ".cjs", ".jsx", ".tsx", ".mts", ".cts"];
    extensions.iter().find_map(|extension| path.strip_suffix(extension)).filter(|rest| !rest.is_empty()).unwrap_or(path)
}
