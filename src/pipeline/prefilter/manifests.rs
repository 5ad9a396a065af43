//! Manifests that cannot be read: what they say of the code beside them is not known.

use std::path::Path;

use rustc_hash::FxHashSet;
use serde::de::IgnoredAny;

use crate::finding::Level;
use crate::parallel;
use crate::report::Diagnostic;
use crate::source::files::{Files, SourceFile};
use crate::source::{FileId, SourceKind, cargo};

/// A warning for each manifest above one of the `hot` files that is not in its language.
pub(super) fn unreadable(files: &Files, around: &FxHashSet<FileId>, hot: &[FileId]) -> Vec<Diagnostic> {
    let above: FxHashSet<&Path> =
        hot.iter().filter_map(|id| files.get(*id)).flat_map(|file| file.location.ancestors().skip(1)).collect();
    let governs = |(id, file): &(FileId, &SourceFile)| {
        !around.contains(id) && file.location.parent().is_some_and(|folder| above.contains(folder))
    };
    let manifests: Vec<(FileId, &SourceFile)> = files.iter().filter(governs).collect();
    parallel::filter_map(&manifests, |(_, file)| {
        let problem = match (file.kind?, file.name()) {
            (SourceKind::Manifest, _) => cargo::problem(file.text()),
            (SourceKind::Json, "package.json") => {
                let text = file.text().trim_start_matches('\u{feff}');
                serde_json::from_str::<IgnoredAny>(text).err().map(|error| format!("not JSON: {error}"))
            }
            _ => None,
        };
        Some(Diagnostic::new(&file.path, file.location.clone(), Level::Warning, problem?))
    })
}
