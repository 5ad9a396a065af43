//! Where tables come from: the binary itself, or a folder laid out like `rules/apis`.

use std::fmt;
use std::fs;
use std::path::Path;

use super::document::Node;
use super::overlay::OverlayFile;
use super::{Api, Apis, openapi};
use crate::embedded;
use crate::source::door::{self, Bounds, Unread};

/// What is wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableError {
    /// The overlay or the document.
    pub file: String,
    /// The line, from 1, where it is known.
    pub line: Option<u32>,
    /// What is wrong, as a phrase.
    pub reason: String,
}

impl TableError {
    /// An error in `file`.
    pub(crate) fn new(file: &str, line: Option<u32>, reason: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, reason: reason.into() }
    }
}

/// `file:line: reason`, without the line where it is not known.
impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.reason)
    }
}

impl std::error::Error for TableError {}

/// Larger documents and overlays are not read.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// The folder that the built-in tables stand in, as errors name it.
const BUILT_IN: &str = "rules/apis";

impl Api {
    /// Reads one table: the text of its document and of its overlay, each with the name that errors give it. The
    /// document's name decides between JSON and YAML. Without an overlay each scheme carries a credential of its own.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong with either text.
    pub fn read(document: (&str, &str), overlay: Option<(&str, &str)>) -> Result<Self, TableError> {
        let (document_file, document_text) = document;
        let overlay = match overlay {
            Some((file, text)) => Some(OverlayFile::parse(file, text)?),
            None => None,
        };
        let tree = Node::parse(document_file, document_text)?;
        let description = openapi::read(document_file, &tree)?;
        match overlay {
            Some(overlay) => overlay.join(description),
            None => Ok(OverlayFile::default_for(document_file).join(description)?),
        }
    }
}

impl Apis {
    /// The tables that are part of the program.
    ///
    /// # Errors
    ///
    /// What is wrong with one of them; the tests see to it that nothing is.
    pub fn builtin() -> Result<Self, TableError> {
        let tables = embedded::APIS.iter().map(|(overlay, overlay_text, document, document_text)| {
            let overlay_file = format!("{BUILT_IN}/{overlay}");
            let overlay = (!overlay.is_empty()).then_some((&*overlay_file, *overlay_text));
            Api::read((&format!("{BUILT_IN}/{document}"), document_text), overlay)
        });
        Self::checked(tables.collect::<Result<_, _>>()?, BUILT_IN)
    }

    /// The tables in a folder laid out like `rules/apis`: overlays (`*.toml`) that name their documents, and documents
    /// (`*.json`, `*.yaml`, `*.yml`) that need none.
    ///
    /// # Errors
    ///
    /// A folder or file that cannot be read, or what is wrong with a table.
    pub fn load_dir(folder: &Path) -> Result<Self, TableError> {
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, &Unread::Failed(error)))? {
            paths.push(entry.map_err(|error| unreadable(folder, &Unread::Failed(error)))?.path());
        }
        paths.sort();
        let has = |path: &Path, wanted: &[&str]| {
            path.extension().is_some_and(|extension| wanted.iter().any(|wanted| extension.eq_ignore_ascii_case(wanted)))
        };
        // A scanned tree may hold the folder: nothing in it leads elsewhere.
        let bounds = Bounds::of(folder);
        let read = |path: &Path| bounds.check(path).and_then(|()| door::text(path, MAX_BYTES));
        let mut tables = Vec::new();
        let mut taken = Vec::new();
        for path in paths.iter().filter(|path| has(path, &["toml"])) {
            let file = path.display().to_string();
            let text = read(path).map_err(|unread| unreadable(path, &unread))?;
            let overlay = OverlayFile::parse(&file, &text)?;
            let document = folder.join(overlay.document());
            let document_text = read(&document).map_err(|unread| {
                let reason = format!("{}: {}", document.display(), unread.reason());
                TableError::new(&file, Some(overlay.document_line()), reason)
            })?;
            tables.push(Api::read((&document.display().to_string(), &document_text), Some((&file, &text)))?);
            taken.push(document);
        }
        for path in paths.iter().filter(|path| has(path, &["json", "yaml", "yml"]) && !taken.contains(path)) {
            let text = read(path).map_err(|unread| unreadable(path, &unread))?;
            tables.push(Api::read((&path.display().to_string(), &text), None)?);
        }
        Self::checked(tables, &folder.display().to_string())
    }

    /// These tables and those of `other`; a table of `other` takes the place of one with the same id.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let mut tables = self.tables;
        tables.retain(|table| other.tables.iter().all(|new| new.id != table.id));
        tables.extend(other.tables);
        Self::new(tables)
    }

    fn checked(tables: Vec<Api>, folder: &str) -> Result<Self, TableError> {
        let apis = Self::new(tables);
        match apis.tables.windows(2).find(|pair| pair[0].id == pair[1].id) {
            Some(pair) => Err(TableError::new(folder, None, format!("two tables have the id {:?}", pair[0].id))),
            None => Ok(apis),
        }
    }
}

fn unreadable(path: &Path, unread: &Unread) -> TableError {
    TableError::new(&path.display().to_string(), None, unread.reason())
}
