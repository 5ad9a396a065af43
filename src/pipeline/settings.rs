//! The configuration files beside the code.

use super::trouble;
use crate::config_files;
use crate::finding::Level;
use crate::parallel;
use crate::report::Diagnostic;
use crate::rules::unsent::config_files::ConfigFile;
use crate::source::files::{Files, SourceFile};
use crate::source::{FileId, package};

/// Reads the files, and says what of them could not be read.
pub(super) fn read(files: &Files, ids: &[FileId]) -> (Vec<ConfigFile>, Vec<Diagnostic>) {
    let read = |id: &FileId| {
        let file: &SourceFile = files.get(*id)?;
        let (settings, problem) = config_files::read(*id, file.kind?, file.text());
        let package = package::name_of(&file.location);
        // Much that is called so is a template: that is worth a note only.
        let note = |why| {
            let message = format!("{why}; what stands behind that is not checked");
            trouble(&file.path, file.location.clone(), Level::Note, message)
        };
        Some((ConfigFile { file: *id, settings, package }, problem.map(note)))
    };
    let (files, problems): (Vec<_>, Vec<_>) = parallel::filter_map(ids, read).into_iter().unzip();
    (files, problems.into_iter().flatten().collect())
}
