//! How code on a server reads a secret: what a finding tells about the framework around it.

use serde::Deserialize;

use crate::runtime::data::fits;
use crate::runtime::{Contexts, Side};
use crate::source::walk::normalised;
use crate::source::{SourceKind, Span};

/// The word that stands for the variable's name in the sentences of the data.
const NAME: &str = "NAME";

/// A sentence on how secrets are read, and where it holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerRead {
    /// Frameworks by their names, or toolchains that inline variables.
    #[serde(default)]
    pub frameworks: Vec<String>,
    /// Packages of the manifest.
    #[serde(default)]
    packages: Vec<String>,
    /// Dependencies of the crate.
    #[serde(default)]
    crates: Vec<String>,
    /// Files of this language, whatever is known of them.
    language: Option<Language>,
    /// There is no server: says nothing to code that runs on one.
    #[serde(default)]
    alone: bool,
    /// The sentence, without a full stop; `NAME` is the variable.
    how: String,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Language {
    Script,
    Rust,
}

impl ServerRead {
    /// The sentence with the name of a variable, where that is known.
    fn sentence(&self, name: Option<&str>) -> String {
        name.map_or_else(|| self.how.clone(), |name| self.how.replace(NAME, name))
    }
}

impl Contexts<'_, '_> {
    /// How a server in the project around a place, that runs on `side`, reads a secret. `toolchain` is what makes the
    /// variable public, if anything does; `name` is the variable's own.
    pub fn server_read(&self, span: Span, side: Side, toolchain: Option<&str>, name: Option<&str>) -> Option<String> {
        let file = self.workspace.files.get(span.file)?;
        let location = normalised(&file.location);
        let language = match file.kind? {
            SourceKind::Rust => Some(Language::Rust),
            kind if kind.is_script() => Some(Language::Script),
            _ => None,
        };
        let is_rust = language == Some(Language::Rust);
        let frameworks = if is_rust { Vec::new() } else { self.folders.frameworks(self.data, &location) };
        let package = self.folders.manifest(&location).filter(|_| !is_rust);
        let packages = package.as_ref().and_then(|(_, folder)| folder.manifest.as_ref()).map(|it| &it.packages);
        let crates = if is_rust { self.crates.dependencies(self.workspace, self.data, &location) } else { &[] };
        let fitting = |one: &&ServerRead| {
            let is = |name: &String| {
                toolchain == Some(name.as_str()) || frameworks.iter().any(|it| it.framework.name == *name)
            };
            let has = |name: &String| packages.is_some_and(|all| all.iter().any(|package| fits(name, package)));
            !(one.alone && side == Side::Server)
                && (one.language.is_some() && one.language == language
                    || one.frameworks.iter().any(is)
                    || one.packages.iter().any(has)
                    || one.crates.iter().any(|name| crates.contains(name)))
        };
        self.data.server_reads.iter().find(fitting).map(|one| one.sentence(name))
    }
}
