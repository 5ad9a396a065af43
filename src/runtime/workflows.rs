//! What continuous integration runs: programs that nobody's request leads to.

use std::path::{Path, PathBuf};

use crate::link::Workspace;
use crate::runtime::commands::{commands, words};
use crate::runtime::data::ContextData;
use crate::runtime::entries::Entrances;
use crate::runtime::projects::Projects;
use crate::source::FileId;
use crate::source::walk::normalised;

/// Lines of one workflow that are looked at.
const MAX_LINES: usize = 5_000;

/// Finds the modules that workflows run, each with a phrase that says which.
pub(super) fn find(workspace: &Workspace, data: &ContextData, projects: &Projects) -> Entrances {
    let mut found = Entrances::default();
    for (_, file) in workspace.files.iter() {
        if !data.automation.is_workflow(&file.location) {
            continue;
        }
        let location = normalised(&file.location);
        let Some(top) = top_of(&location) else { continue };
        let why = format!("{} runs it", file.name());
        let text = file.text();
        for line in text.lines().take(MAX_LINES) {
            for script in run_by(line, data, top, projects) {
                for module in programs(workspace, data, top, &script) {
                    found.entry(module).or_insert_with(|| why.clone());
                }
            }
        }
    }
    found
}

/// Where the commands of a workflow run: above the hidden folder that it lies in.
fn top_of(location: &Path) -> Option<&Path> {
    let is_hidden =
        |folder: &&Path| folder.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with('.'));
    let folder = location.parent()?;
    folder.ancestors().find(is_hidden).map_or(Some(folder), Path::parent)
}

/// The commands in a line, those of the manifest in place of the names by which they are run there.
fn run_by(line: &str, data: &ContextData, top: &Path, projects: &Projects) -> Vec<String> {
    let words: Vec<&str> = words(line).collect();
    let runner = words.iter().position(|word| data.automation.script_runners.iter().any(|runner| runner == word));
    let mut scripts = vec![line.to_owned()];
    if let Some(at) = runner
        && let Some(manifest) = &projects.at(top).manifest
    {
        let named = words[at + 1..].iter().find_map(|word| manifest.scripts.iter().find(|(name, _)| name == word));
        scripts.extend(named.map(|(_, script)| script.clone()));
    }
    scripts
}

/// The modules of the workspace that a command runs.
fn programs(workspace: &Workspace, data: &ContextData, top: &Path, script: &str) -> Vec<FileId> {
    let program = |command: Vec<&str>| {
        let mut words = command.into_iter();
        words.find(|word| data.automation.runners.iter().any(|runner| runner == word))?;
        words.filter(|word| word.contains(['.', '/'])).find_map(|word| {
            let path: PathBuf = normalised(&top.join(word));
            workspace.files.at(&path)
        })
    };
    commands(script).filter_map(program).collect()
}
