//! What is wrong with a table, and where.

use std::fmt;

/// What is wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableError {
    /// The overlay or the document.
    pub file: String,
    /// The line, from 1, where it is known.
    pub line: Option<u32>,
    /// The column in it, from 1 and in UTF-16 units, where that is known.
    pub column: Option<u32>,
    /// What is wrong, as a phrase.
    pub reason: String,
    /// What is wrong with other files beside it.
    pub more: Vec<TableError>,
}

impl TableError {
    /// An error in `file`.
    pub(crate) fn new(file: &str, line: Option<u32>, reason: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, column: None, reason: reason.into(), more: Vec::new() }
    }

    /// An error in `file` at a line and a column, where they are known.
    pub(crate) fn at(file: &str, place: Option<(u32, u32)>, reason: impl Into<String>) -> Self {
        Self { column: place.map(|(_, column)| column), ..Self::new(file, place.map(|(line, _)| line), reason) }
    }

    /// All of several errors, if there are any.
    pub(crate) fn all(errors: Vec<Self>) -> Option<Self> {
        let mut errors = errors.into_iter();
        let mut first = errors.next()?;
        first.more.extend(errors);
        Some(first)
    }
}

/// `file:line:column: reason`, without what is not known of it; others on lines of their own.
impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
            self.column.map_or(Ok(()), |column| write!(f, ":{column}"))?;
        }
        write!(f, ": {}", self.reason)?;
        self.more.iter().try_for_each(|error| write!(f, "\n{error}"))
    }
}

impl std::error::Error for TableError {}
