//! From requests to findings: what the rules are told, and what they say.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::bundles::built;
use super::code::Code;
use super::credentials::Credentials;
use super::evaluate::Evaluated;
use super::place::Places;
use super::prefilter::Selected;
use super::{build_defines, config_secrets};
use crate::api::Apis;
use crate::finding::Finding;
use crate::link::Workspace;
use crate::parallel;
use crate::report::Diagnostic;
use crate::rules::{self, Input, MatchedCall, Scene};
use crate::runtime::{Context, Define};
use crate::source::{FileId, Span, package};

/// What rules say, and what reports have to know of it.
pub(super) struct Judged {
    /// The findings as they are reported.
    pub findings: Vec<Finding>,
    /// The credentials that the run has met.
    pub credentials: Credentials,
    /// Where the code at the places runs that requests point at, where that was asked for.
    pub contexts: FxHashMap<Span, Context>,
    /// What could not be read of files of configuration.
    pub notes: Vec<Diagnostic>,
    /// What failed in the work on files.
    pub failed: Vec<Diagnostic>,
}

/// Judges requests, and what else tells of credentials: files of configuration, and what builds put into bundles.
pub(super) fn judge(
    apis: &Apis,
    selected: &Selected,
    code: &Code,
    places: &Places,
    evaluated: &Evaluated,
    with_contexts: bool,
) -> Judged {
    let workspace = &code.workspace;
    let defined = places.definitions();
    let names = names_around(workspace, defined);
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
        inlined: build_defines::find(&scene, code, &places.contexts, defined),
    };
    let found = rules::run(&scene, &input);
    let mut credentials = Credentials::of(&evaluated.calls, &evaluated.unsent);
    let findings = reported(selected, found, &mut credentials);
    let is_wanted = |call: &&MatchedCall| with_contexts && !selected.around.contains(&call.request.point.file);
    let points: Vec<Span> = evaluated.calls.iter().filter(is_wanted).map(|call| call.request.point).collect();
    let contexts = parallel::map(&points, |point| (*point, places.at(*point))).into_iter().collect();
    Judged { findings, credentials, contexts, notes, failed: internal_errors(workspace) }
}

/// The findings as they are reported: what is found in bundles at its source, and nothing of files that are only read for
/// others. Notes the literals that are secret.
fn reported(selected: &Selected, found: Vec<Finding>, credentials: &mut Credentials) -> Vec<Finding> {
    credentials.found(&found);
    let mut findings = built::attributed(&selected.files, &selected.around, found);
    credentials.found(&findings);
    findings.retain(|finding| !selected.around.contains(&finding.span.file));
    findings
}

/// What failed in the work on files, for which this program is to blame.
fn internal_errors(workspace: &Workspace) -> Vec<Diagnostic> {
    let failed = workspace.crashes.all().into_iter();
    failed.filter_map(|(file, place)| Some(Diagnostic::internal(workspace.files.get(file)?, &place))).collect()
}

/// What the files that were parsed, those of definitions, and their packages are called.
fn names_around(workspace: &Workspace, defined: &[Define]) -> FxHashMap<FileId, Vec<String>> {
    let of_definitions = defined.iter().map(|one| one.key.file);
    let mut files: Vec<FileId> = workspace.parsed_files().chain(of_definitions).collect();
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
