//! Options that limit a run to what has changed.

use std::path::PathBuf;

use super::Failure;
use crate::git::{Comparison, Repository};
use crate::source::buffers::Buffers;

/// What has changed, and since when.
#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools)] // they are switches
pub(super) struct Scope {
    /// Report only findings on lines that are not committed yet
    #[arg(long, help_heading = "Changes")]
    changed: bool,
    /// With --changed: on lines that have changed since this revision, or since the branch left it
    #[arg(long, value_name = "REV", requires = "changed", conflicts_with = "staged", help_heading = "Changes")]
    since: Option<String>,
    /// Report only findings on lines that are about to be committed; reads the index, not the working tree
    #[arg(long, conflicts_with = "changed", help_heading = "Changes")]
    staged: bool,
    /// Report all findings in files with such lines
    #[arg(long, help_heading = "Changes")]
    pub(super) whole_files: bool,
}

impl Scope {
    /// Whether what is about to be committed is checked: others name the files.
    pub(super) fn is_staged(&self) -> bool {
        self.staged
    }

    /// The option that asks for changes.
    pub(super) fn option(&self) -> &'static str {
        if self.staged { "--staged" } else { "--changed" }
    }

    /// What tells the changes to report on, and what is to be read in place of the working tree; `None` for everything.
    pub(super) fn comparison(&self, paths: &[PathBuf]) -> Result<Option<(Comparison, Buffers)>, Failure> {
        if !(self.changed || self.staged) {
            if self.whole_files {
                return Err(Failure::Message("--whole-files needs --changed or --staged".to_owned()));
            }
            return Ok(None);
        }
        let repository = Repository::around(paths)?;
        Ok(Some(if self.staged {
            repository.staged()?
        } else {
            (repository.changed(self.since.as_deref())?, Buffers::default())
        }))
    }
}
