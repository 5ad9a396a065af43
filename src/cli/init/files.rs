//! The files that are written, and what is printed where one is there already.

use std::fs;
use std::path::PathBuf;

use super::found::Documents;
use crate::cli::Failure;
use crate::report::redact::harmless;
use crate::source::door;
use crate::source::walk::from_here;

/// Larger files are not looked at.
const MAX_BYTES: u64 = 1024 * 1024;

/// How a file goes with one that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Merged {
    /// The file is authlint's own.
    Own,
    /// So is this; the APIs can be added to it.
    Apis,
    /// A job beside others.
    Job,
    /// An entry of the list `repos`.
    Repository,
}

/// A file to be written.
#[derive(Debug, Clone)]
pub(super) struct File {
    pub(super) path: PathBuf,
    pub(super) text: String,
    pub(super) merged: Merged,
}

impl File {
    /// Writes it if it is not there, or if it is authlint's own and that is wanted by `force`; tells what was done, and
    /// what to add to a file that stays.
    pub(super) fn put(&self, force: bool, apis: &Documents) -> Result<String, Failure> {
        let name = harmless(&from_here(&self.path));
        let is_own = matches!(self.merged, Merged::Own | Merged::Apis);
        if self.path.symlink_metadata().is_err() || force && is_own {
            self.write().map_err(|error| Failure::Message(format!("cannot write {name}: {error}")))?;
            return Ok(format!("wrote {name}\n"));
        }
        let there = door::text(&self.path, MAX_BYTES).unwrap_or_default();
        let snippet = match self.merged {
            Merged::Apis => match apis.line() {
                Some(line) if there.lines().any(|known| known == format!("# {line}")) => {
                    if !apis.has_wanted() {
                        return Ok(format!("{name} is there already; it stays as it is\n"));
                    }
                    // An earlier run has left it to be taken.
                    let lines = there.lines().map(|known| if known == format!("# {line}") { &line } else { known });
                    let text: String = lines.flat_map(|line| [line, "\n"]).collect();
                    let written = Self { text, ..self.clone() }.write();
                    written.map_err(|error| Failure::Message(format!("cannot write {name}: {error}")))?;
                    return Ok(format!("{name} is there already; its line `apis` counts now\n"));
                }
                Some(line) => line,
                None => return Ok(format!("{name} is there already; it stays as it is\n")),
            },
            _ if there.contains("authlint") => {
                return Ok(format!("{name} is there already and names authlint; it stays as it is\n"));
            }
            Merged::Own => self.text.clone(),
            Merged::Job => self.in_stage(&there),
            // Behind the head of the list.
            Merged::Repository => self.text.split_once('\n').map_or_else(String::new, |(_, rest)| rest.to_owned()),
        };
        let has_apis = self.merged == Merged::Apis && there.lines().any(|line| line.starts_with("apis"));
        let place = match self.merged {
            Merged::Repository => "add this to its \"repos\"",
            _ if has_apis => "add what this has to its \"apis\"",
            _ => "add this to it",
        };
        let snippet: Vec<String> = snippet.lines().map(|line| format!("    {line}\n")).collect();
        let snippet = snippet.concat();
        Ok(format!("{name} is there already and stays as it is; {place}:\n\n{snippet}\n"))
    }

    /// A job for a pipeline that is there. Without a stage it would be in `test`, which a pipeline that names its stages may
    /// not have; then it is in the first of those.
    fn in_stage(&self, there: &str) -> String {
        #[derive(serde::Deserialize)]
        struct Pipeline {
            stages: Vec<String>,
        }
        let stages = serde_saphyr::from_str(there).map(|Pipeline { stages }| stages).unwrap_or_default();
        match (stages.first(), self.text.split_once('\n')) {
            (Some(first), Some((name, job))) if !stages.iter().any(|stage| stage == "test") => {
                format!("{name}\n  stage: {}\n{job}", serde_json::Value::from(first.as_str()))
            }
            _ => self.text.clone(),
        }
    }

    fn write(&self) -> std::io::Result<()> {
        self.path.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(&self.path, &self.text)
    }
}
