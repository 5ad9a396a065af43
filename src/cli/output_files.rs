//! Files that reports go to: no input is overwritten, no report overwrites another, and none is ever there in part.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::Failure;
use crate::pipeline::Analysis;
use crate::report::redact::harmless;
use crate::source::SourceKind;
use crate::source::markup::Markup;
use crate::source::walk::normalised;

/// Fails where two reports go to one file, or one to a file that was named to be read.
pub(super) fn apart<'p>(outputs: impl Iterator<Item = &'p Path>, inputs: &[PathBuf]) -> Result<(), Failure> {
    let inputs: Vec<PathBuf> = inputs.iter().map(|path| settled(path)).collect();
    let mut seen: Vec<PathBuf> = Vec::new();
    for output in outputs {
        let place = settled(output);
        if inputs.contains(&place) {
            return Err(taken(output, "is read by this run"));
        }
        // What is no file, as a terminal or a pipe, takes any number of reports.
        if seen.contains(&place) && !is_special(&place) {
            return Err(taken(output, "gets another report already"));
        }
        seen.push(place);
    }
    Ok(())
}

/// Fails where a report goes to code or a manifest that was read.
pub(super) fn are_no_sources<'p>(outputs: impl Iterator<Item = &'p Path>, analysis: &Analysis) -> Result<(), Failure> {
    for output in outputs {
        let place = settled(output);
        let is_source = analysis.files.iter().any(|(_, file)| {
            // Reports of earlier runs may lie in the tree, and some are of kinds that are read.
            let is_written = match file.kind {
                Some(SourceKind::Json) => file.name() == "package.json",
                Some(SourceKind::Page(markup)) => markup != Markup::Html,
                Some(SourceKind::Yaml | SourceKind::Toml | SourceKind::SourceMap) | None => false,
                Some(_) => true,
            };
            is_written && file.name() == output.file_name().unwrap_or_default() && settled(&file.location) == place
        });
        if is_source {
            return Err(taken(output, "is read by this run"));
        }
    }
    Ok(())
}

fn taken(output: &Path, why: &str) -> Failure {
    Failure::Message(format!("cannot write a report to {}: it {why}", harmless(&output.display().to_string())))
}

/// Where a path leads; that of a file that is not there is told by its folder.
#[allow(clippy::disallowed_methods)] // nothing is read
fn place_of(path: &Path) -> io::Result<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let of_new = || Ok(fs::canonicalize(folder)?.join(path.file_name().unwrap_or_default()));
    fs::canonicalize(path).or_else(|_| of_new())
}

/// The same to compare paths with: one that leads nowhere is what it says.
pub(super) fn settled(path: &Path) -> PathBuf {
    place_of(path).unwrap_or_else(|_| normalised(path))
}

#[allow(clippy::disallowed_methods)] // nothing is read
fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file())
}

/// Writes a file beside its place and puts it there, so that nobody ever finds half of it.
///
/// # Errors
/// Those of the system; the file is what it was then.
#[allow(clippy::disallowed_methods)] // the file is only written
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let place = place_of(path)?;
    if is_special(&place) {
        return fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    let mut name = std::ffi::OsString::from(".");
    name.push(place.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    let beside = place.with_file_name(name);
    // Whoever may put a link there is not followed.
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(&beside)?;
    let written = file.write_all(bytes).and_then(|()| match fs::metadata(&place) {
        Ok(old) => fs::set_permissions(&beside, old.permissions()),
        Err(_) => Ok(()),
    });
    drop(file);
    written.and_then(|()| fs::rename(&beside, &place)).inspect_err(|_| {
        // What is left behind could not be written anyway.
        let _ = fs::remove_file(&beside);
    })
}
