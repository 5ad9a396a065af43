//! How code on a server reads a secret: what a finding tells about the framework around it.

use crate::embedded::fits;
use crate::runtime::context::Side;
use crate::runtime::crates::Crates;
use crate::runtime::data::{CodeLanguage, ServerRead};
use crate::runtime::modules::Modules;
use crate::source::walk::normalised;
use crate::source::{SourceKind, Span};

/// The word that stands for the variable's name in the sentences of the data.
const NAME: &str = "NAME";

/// How a server in the project around a place reads a secret; see `Contexts::server_read`.
pub(super) fn server_read(
    modules: &Modules,
    crates: &Crates,
    (span, side): (Span, Side),
    toolchain: Option<&str>,
    name: Option<&str>,
) -> Option<String> {
    let file = modules.workspace.files.get(span.file)?;
    let location = normalised(&file.location);
    let language = match file.kind? {
        SourceKind::Rust => Some(CodeLanguage::Rust),
        kind if kind.is_script() => Some(CodeLanguage::Script),
        _ => None,
    };
    let is_rust = language == Some(CodeLanguage::Rust);
    let frameworks = if is_rust { Vec::new() } else { modules.projects.frameworks(modules.data, &location) };
    let package = modules.projects.manifest(&location).filter(|_| !is_rust);
    let packages = package.as_ref().and_then(|(_, folder)| folder.manifest.as_ref()).map(|it| &it.packages);
    let crates = if is_rust { crates.dependencies(modules.workspace, modules.data, &location) } else { &[] };
    let fitting = |one: &&ServerRead| {
        let is =
            |name: &String| toolchain == Some(name.as_str()) || frameworks.iter().any(|it| it.framework.name == *name);
        let has = |name: &String| packages.is_some_and(|all| all.iter().any(|package| fits(name, package)));
        !(one.alone && side == Side::Server)
            && (one.language.is_some() && one.language == language
                || one.frameworks.iter().any(is)
                || one.packages.iter().any(has)
                || one.crates.iter().any(|name| crates.contains(name)))
    };
    modules.data.server_reads.iter().find(fitting).map(|one| sentence(one, name))
}

/// The sentence with the name of a variable, where that is known.
fn sentence(one: &ServerRead, name: Option<&str>) -> String {
    name.map_or_else(|| one.how.clone(), |name| one.how.replace(NAME, name))
}
