//! From paths to the files that may have to do with an API.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use rayon::prelude::*;

use super::{Analysis, Error, Options, trouble};
use crate::flow::clients::Clients;
use crate::report::Diagnostic;
use crate::report::finding::Level;
use crate::source::files::{self, Disk, Files, Read, Reader, SourceFile};
use crate::source::sift::Sift;
use crate::source::walk::{Found, walk};
use crate::source::{FileId, SourceKind};

/// Finds the files below `paths`, and which of them may have to do with an API; counts and troubles go to `analysis`.
/// The second list is of files that do not, but reach into the clients that others use.
pub(crate) fn discover(
    options: &Options,
    clients: &Clients,
    paths: &[PathBuf],
    analysis: &mut Analysis,
) -> Result<(Vec<FileId>, Vec<FileId>), Error> {
    let start = Instant::now();
    let sift = Sift::new(analysis.apis.triggers());
    let walked = walk(paths, options.no_ignore, |path| files::kind_of(path).is_some())
        .map_err(|error| Error::new(error.to_string()))?;
    for (path, reason) in &walked.problems {
        let reason = format!("cannot be read: {reason}");
        analysis.diagnostics.push(trouble(path, PathBuf::from(path), Level::Warning, reason));
    }
    let reader: Arc<dyn Reader> = Arc::new(Disk);
    let file = |found: &Found| SourceFile::unread(found.path.clone(), found.location.clone(), reader.clone());
    analysis.files = Files::new(walked.files.iter().map(file).collect());
    // Walked files are sorted by path, as the table is.
    let read: Vec<Heat> = analysis
        .files
        .as_slice()
        .par_iter()
        .zip(&walked.files)
        .map(|(file, found)| heat(file, found.named, &*reader, &sift, options.no_sift))
        .collect::<Result<_, _>>()?;
    let mut hot = Vec::new();
    for (id, heat) in (0..).map(FileId).zip(read) {
        analysis.stats.files += usize::from(!matches!(heat, Heat::Skipped(_)));
        match heat {
            Heat::Hot => hot.push(id),
            Heat::Cold => {}
            Heat::Skipped(diagnostic) => analysis.diagnostics.push(diagnostic),
        }
    }
    let afar = if hot.is_empty() { Vec::new() } else { reaching(clients, &analysis.files, &hot) };
    analysis.cost.discover = start.elapsed();
    Ok((hot, afar))
}

/// The scripts that hold a word by which clients are changed from afar. A crate is read as a whole anyway.
fn reaching(clients: &Clients, files: &Files, hot: &[FileId]) -> Vec<FileId> {
    let sift = Sift::new(clients.afar());
    let cold: Vec<(FileId, &SourceFile)> = files
        .iter()
        .filter(|(id, file)| file.kind.is_some_and(SourceKind::is_script) && hot.binary_search(id).is_err())
        .collect();
    let reaches = |file: &SourceFile| matches!(file.read(), Read::Text(text) if sift.is_hot(text.as_bytes()));
    cold.into_par_iter().filter(|(_, file)| reaches(file)).map(|(id, _)| id).collect()
}

/// What sifting a file came to.
enum Heat {
    Hot,
    Cold,
    Skipped(Diagnostic),
}

fn heat(file: &SourceFile, named: bool, reader: &dyn Reader, sift: &Sift, no_sift: bool) -> Result<Heat, Error> {
    let SourceFile { path, location, .. } = file;
    let skipped = |level, message: String| Ok(Heat::Skipped(trouble(path, location.clone(), level, message)));
    if file.kind.is_none() {
        return skipped(Level::Note, "is no kind of source that is understood; skipped".to_owned());
    }
    match reader.read(location) {
        Read::Text(text) if no_sift || sift.is_hot(text.as_bytes()) => {
            file.fill(text);
            Ok(Heat::Hot)
        }
        Read::Text(_) => Ok(Heat::Cold),
        Read::Binary => skipped(Level::Note, "is no text; skipped".to_owned()),
        Read::TooLarge => {
            let most = file.kind.map_or(0, SourceKind::max_bytes) / 1024 / 1024;
            skipped(Level::Warning, format!("is larger than {most} MiB; skipped"))
        }
        Read::Failed(error) if named => Err(Error::new(format!("cannot read {path}: {error}"))),
        Read::Failed(error) => skipped(Level::Warning, format!("cannot be read: {error}")),
    }
}
