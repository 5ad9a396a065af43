//! Secrets that the configuration of bundlers puts into bundles, and the code that reads them.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::finding::Finding;
use crate::link::Workspace;
use crate::rules::{Scene, inlined};
use crate::runtime::Contexts;
use crate::source::files::SourceFile;
use crate::source::sift::Sift;
use crate::source::walk::normalised;
use crate::source::{FileId, SourceKind, Span};

/// Judges the definitions of projects that have to do with an API, and what reads them; what a request is known to send
/// has been `told`.
pub(super) fn examine(
    scene: &Scene,
    workspace: &Workspace,
    contexts: &Contexts,
    hot: &[FileId],
    told: &[Vec<Finding>],
    names_around: &(dyn Fn(Span) -> Vec<String> + Sync),
) -> Vec<Finding> {
    if hot.is_empty() {
        return Vec::new();
    }
    let location = |id: &FileId| Some(normalised(&workspace.files.get(*id)?.location));
    let hot: Vec<_> = hot.iter().filter_map(location).collect();
    let of_project = contexts.definitions().iter().filter(|one| hot.iter().any(|hot| hot.starts_with(&one.folder)));
    let secrets: Vec<_> =
        of_project.filter_map(|one| Some((one, inlined::secret_of(scene, one, names_around)?))).collect();
    if secrets.is_empty() {
        return Vec::new();
    }
    let mut findings: Vec<Finding> =
        secrets.iter().filter_map(|(one, api)| inlined::configured(scene, api, one)).collect();
    // A request points at where the value joins it, which need not be where the name is read.
    let line = |span: Span| (span.file, workspace.files.start(span).map(|position| position.line));
    let public = told.iter().flatten().filter(|finding| finding.rule.id == "public-env-secret");
    let lines: FxHashSet<_> = public.map(|finding| line(finding.span)).collect();
    let sift = Sift::new(secrets.iter().map(|(one, _)| one.name.to_string()));
    let mentions = |file: &SourceFile| {
        file.kind.is_some_and(SourceKind::is_script) && matches!(file.read(), Ok(text) if sift.is_hot(text.as_bytes()))
    };
    let files: Vec<(FileId, &SourceFile)> = workspace.files.iter().collect();
    let read: Vec<Vec<Finding>> = files
        .par_iter()
        .filter(|(_, file)| mentions(file))
        .map(|(id, file)| {
            let (Some(module), place) = (workspace.module(*id), normalised(&file.location)) else { return Vec::new() };
            let near = secrets.iter().filter(|(one, _)| one.config != *id && place.starts_with(&one.folder));
            near.flat_map(|(one, api)| inlined::uses(scene, api, one, module)).collect()
        })
        .collect();
    findings.extend(read.into_iter().flatten().filter(|finding| !lines.contains(&line(finding.span))));
    findings
}
