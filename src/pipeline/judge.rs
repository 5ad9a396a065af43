//! From requests to findings: what the rules are told, and what they say.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::code::Code;
use super::evaluate::Evaluated;
use super::place::Places;
use super::prefilter::Selected;
use super::{build_defines, config_secrets};
use crate::api::Apis;
use crate::finding::Finding;
use crate::link::Workspace;
use crate::report::Diagnostic;
use crate::rules::{self, Input, Scene};
use crate::source::{FileId, Span, package};

/// Judges requests, and what else tells of credentials: files of configuration, and what builds put into bundles. Gives
/// the findings, and what could not be read of that.
pub(super) fn judge(
    apis: &Apis,
    selected: &Selected,
    code: &Code,
    places: &Places,
    evaluated: &Evaluated,
) -> (Vec<Finding>, Vec<Diagnostic>) {
    let workspace = &code.workspace;
    if !code.hot.is_empty() {
        // The configuration of builds is read here, so that its names are known below.
        places.contexts.definitions();
    }
    let names = names_around(workspace);
    let path = |id: FileId| selected.files.get(id).map(|file| file.path.clone());
    let scene = Scene {
        line: &|span| selected.files.start(span).map(|position| position.line),
        names: &|span: Span| names.get(&span.file).cloned().unwrap_or_default(),
        test_code: &|span| workspace.is_test(span),
        context: &|span| places.at(span),
        public_env: &|name, span| places.contexts.public_env(name, span),
        server_read: &|span, toolchain, name| places.server_read(span, toolchain, name),
        signing: &|span, api, operation| places.is_signing_required(span, api, operation),
        max_expiry: &|span| places.max_expiry(span),
        automation: &|span| places.contexts.automation(span),
        rendered: &|span| places.contexts.renders_on_server(span),
        property: &|place| evaluated.properties.contains(&place),
        ..Scene::new(apis, &path)
    };
    let (config_files, notes) = config_secrets::read(&selected.files, &selected.config_files);
    let input = Input {
        calls: &evaluated.calls,
        unsent: &evaluated.unsent,
        config_files: &config_files,
        crashes: Some(&workspace.crashes),
        inlined: build_defines::find(&scene, code, &places.contexts),
    };
    (rules::run(&scene, &input), notes)
}

/// What the files that were parsed, and their packages, are called.
fn names_around(workspace: &Workspace) -> FxHashMap<FileId, Vec<String>> {
    let mut files: Vec<FileId> = workspace.parsed_files().collect();
    files.sort_unstable();
    files.dedup();
    // The files of a folder belong to one package, whose manifest is read once.
    let mut packages: FxHashMap<Option<&Path>, Option<String>> = FxHashMap::default();
    let names = |id: FileId| {
        let file = workspace.files.get(id)?;
        let name = file.name().to_owned();
        let package =
            packages.entry(file.location.parent()).or_insert_with(|| package::name_of(&file.location)).clone();
        Some((id, package.into_iter().chain([name]).collect()))
    };
    files.into_iter().filter_map(names).collect()
}
