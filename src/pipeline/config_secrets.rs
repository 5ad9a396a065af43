//! The files of configuration beside the code, and the secrets that may be in them.

use crate::config_files;
use crate::finding::Level;
use crate::parallel;
use crate::report::Diagnostic;
use crate::rules::unsent::config_files::ConfigFile;
use crate::source::files::{Files, SourceFile};
use crate::source::{FileId, SourceKind, package};

/// What the languages of templates begin their parts with.
const TEMPLATES: [&str; 3] = ["{{", "{%", "<%"];

/// Reads the files, and says what of them could not be read.
pub(super) fn read(files: &Files, ids: &[FileId]) -> (Vec<ConfigFile>, Vec<Diagnostic>) {
    let read = |id: &FileId| {
        let file: &SourceFile = files.get(*id)?;
        let (settings, problem) = config_files::read(*id, file.kind?, file.text());
        let package = package::name_of(&file.location);
        let told = |why| {
            let level = if is_template(file) { Level::Note } else { Level::Warning };
            let message = format!("{why}; what stands behind that is not checked");
            Diagnostic::new(&file.path, file.location.clone(), level, message)
        };
        Some((ConfigFile { file: *id, settings, package }, problem.map(told)))
    };
    let (files, problems): (Vec<_>, Vec<_>) = parallel::filter_map(ids, read).into_iter().unzip();
    (files, problems.into_iter().flatten().collect())
}

/// Whether a file that is not in the language of its name is a template for one that will be: that is worth a note only.
fn is_template(file: &SourceFile) -> bool {
    file.kind == Some(SourceKind::Yaml) || TEMPLATES.iter().any(|mark| file.text().contains(mark))
}
