//! What is in a project: OpenAPI documents, and the workspace around a package.

use std::path::{Path, PathBuf};

use sha1_smol::{Digest, Sha1};

use crate::api::{Imported, is_document};
use crate::cli::Failure;
use crate::report::counted;
use crate::report::redact::harmless;
use crate::source::files::kind_of;
use crate::source::walk::{normalised, shown, walk};
use crate::source::{SourceKind, door, project};

/// More documents are not offered.
const MAX_DOCUMENTS: usize = 20;

/// Larger ones are compared with none.
const MAX_BYTES: u64 = 64 << 20;

/// The documents of a project.
#[derive(Debug)]
pub(super) struct Documents {
    pub(super) all: Vec<Document>,
}

/// A document, and what is made of it.
#[derive(Debug)]
pub(super) struct Document {
    /// Relative to the directory of the configuration, with `/` between its parts.
    pub(super) path: String,
    /// What it is of; or why it cannot be used.
    read: Result<Usable, String>,
    pub(super) is_wanted: bool,
}

/// What a document is of.
#[derive(Debug)]
struct Usable {
    name: String,
    operations: usize,
    /// Why calls to it cannot be checked all the same.
    unchecked: Option<String>,
}

impl Document {
    /// Whether calls can be checked by it.
    pub(super) fn is_usable(&self) -> bool {
        self.read.as_ref().is_ok_and(|usable| usable.unchecked.is_none())
    }

    /// `Parcels (12 operations)`
    pub(super) fn what(&self) -> String {
        match &self.read {
            Ok(Usable { name, operations, .. }) => format!("{name} ({})", counted(*operations, "operation")),
            Err(why) => format!("a document that cannot be used: {why}"),
        }
    }
}

impl Documents {
    /// Those below a directory, as far as git does not ignore them and they are not below what is known; sorted by path.
    pub(super) fn below(directory: &Path, known: &[PathBuf]) -> Result<Self, Failure> {
        if !directory.is_dir() {
            return Ok(Self { all: Vec::new() });
        }
        let is_data = |path: &Path| kind_of(path).is_some_and(SourceKind::is_settings);
        let walked = walk(&[directory.to_path_buf()], false, is_data, |found| is_document(&found.location))
            .map_err(|error| Failure::Message(error.to_string()))?;
        let is_known = |location: &Path| known.iter().any(|path| normalised(location).starts_with(path));
        let found = walked.files.into_iter().filter(|(file, found)| *found && !is_known(&file.location));
        let mut documents = Self { all: Vec::new() };
        let mut contents: Vec<(Digest, String)> = Vec::new();
        for (file, _) in found.take(MAX_DOCUMENTS) {
            let location = normalised(&file.location);
            let path = location.strip_prefix(directory).map_or_else(|_| shown(&location), shown);
            let digest = door::text(&location, MAX_BYTES).ok().map(|text| Sha1::from(text).digest());
            let is_same = |(known, _): &&(Digest, String)| Some(*known) == digest;
            let same = contents.iter().find(is_same).map(|(_, path)| path);
            let read = read(&location, same);
            contents.extend(digest.map(|digest| (digest, path.clone())));
            documents.all.push(Document { path, read, is_wanted: false });
        }
        Ok(documents)
    }

    /// The line for the configuration: the documents that are wanted, or else those that can be used.
    pub(super) fn line(&self) -> Option<String> {
        let has_wanted = self.has_wanted();
        let named =
            self.all.iter().filter(|document| if has_wanted { document.is_wanted } else { document.is_usable() });
        let named: Vec<String> = named.map(|it| toml::Value::String(it.path.clone()).to_string()).collect();
        (!named.is_empty()).then(|| format!("apis = [{}]", named.join(", ")))
    }

    /// The text of a configuration with that line in place of the example; as a comment where nobody wants them.
    pub(super) fn configured(&self, template: &str) -> String {
        let Some(line) = self.line() else { return template.to_owned() };
        let mark = if self.has_wanted() { "" } else { "# " };
        let lines = template.lines().map(|old| {
            let is_example = old.starts_with("# apis = ");
            if is_example { format!("{mark}{line}\n") } else { format!("{old}\n") }
        });
        lines.collect()
    }

    /// Whether any of them is wanted.
    pub(super) fn has_wanted(&self) -> bool {
        self.all.iter().any(|document| document.is_wanted)
    }

    /// What is said of them, where the configuration names some by now.
    pub(super) fn told(&self, is_named: &dyn Fn(&str) -> bool) -> Vec<String> {
        let found = self.all.iter().map(|document| {
            let unchecked = document.read.as_ref().ok().and_then(|usable| usable.unchecked.as_deref());
            let state = match (is_named(&document.path), document.is_wanted, unchecked) {
                (.., Some(why)) => format!("; calls to it are not checked: {why}"),
                (true, ..) => "; calls to it are checked".to_owned(),
                (false, true, _) => "; not checked before authlint.toml names it".to_owned(),
                (false, false, _) if document.is_usable() => {
                    "; not checked: the line `apis` of authlint.toml names it, or run again with --yes".to_owned()
                }
                (false, false, _) => String::new(),
            };
            harmless(&format!("found {}: {}{state}", document.path, document.what()))
        });
        found.collect()
    }
}

/// What a document is of, which may be a copy of another.
fn read(location: &Path, same: Option<&String>) -> Result<Usable, String> {
    let Imported { api, .. } = Imported::read(location).map_err(|error| error.to_string())?;
    let unchecked = same.map(|other| format!("it is the same as {other}"));
    let unchecked = unchecked.or_else(|| api.out_of_sight().map(str::to_owned));
    Ok(Usable { name: api.name, operations: api.operations.len(), unchecked })
}

/// The top of the workspace (npm, pnpm, yarn, Cargo) around a directory that is in no repository; the directory itself,
/// where there is none.
pub(super) fn workspace_around(directory: &Path) -> PathBuf {
    let tops = directory.ancestors().filter(|folder| project::is_workspace(folder));
    tops.last().unwrap_or(directory).to_path_buf()
}
