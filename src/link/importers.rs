//! Who calls what a file offers.

use super::Workspace;
use crate::source::FileId;

/// Who imports whom, by a light scan of all files.
#[derive(Debug, Default)]
pub struct Importers {}

impl Importers {
    /// Scans the files of a run.
    pub fn scan(_: &Workspace) -> Self {
        Self {}
    }

    /// The files that import one of `offering`, by way of others too that only pass it on; sorted.
    pub fn callers(&self, _: &Workspace, _: &[FileId]) -> Vec<FileId> {
        Vec::new()
    }
}
