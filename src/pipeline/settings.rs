//! The settings beside the code.

use rayon::prelude::*;

use super::{JudgedRequest, trouble};
use crate::config_files;
use crate::finding::{Finding, Level};
use crate::report::Diagnostic;
use crate::rules::{self, Scene};
use crate::source::files::{Files, SourceFile};
use crate::source::{FileId, SourceKind, package};

/// Judges files of settings: what they hold by its name, and by what the requests do with it.
pub(super) fn examine(
    scene: &Scene,
    files: &Files,
    ids: &[FileId],
    requests: &[JudgedRequest],
) -> (Vec<Finding>, Vec<Diagnostic>) {
    let carried: Vec<_> =
        requests.iter().flat_map(|one| rules::settings::carried(scene, &one.request, &one.matched)).collect();
    let judge = |id: &FileId| {
        let file: &SourceFile = files.get(*id)?;
        let (settings, problem) = config_files::read(*id, file.kind?, file.text());
        let package = package::name_of(&file.location);
        let findings = rules::settings::judge(scene, *id, &settings, package.as_deref(), &carried);
        let told = |why| {
            // Much that is called YAML is a template: that is worth a note only.
            let level = if file.kind == Some(SourceKind::Yaml) { Level::Note } else { Level::Warning };
            let message = format!("{why}; what stands behind that is not checked");
            trouble(&file.path, file.location.clone(), level, message)
        };
        Some((findings, problem.map(told)))
    };
    let judged: Vec<_> = ids.par_iter().filter_map(judge).collect();
    let (findings, problems): (Vec<_>, Vec<_>) = judged.into_iter().unzip();
    (findings.into_iter().flatten().collect(), problems.into_iter().flatten().collect())
}
