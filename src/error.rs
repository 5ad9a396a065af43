//! What stops a run.

use std::fmt;

/// What stops a run: what is wrong, where, and what helps against it. A sentence without a full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    file: Option<String>,
    place: Option<Place>,
    what: String,
    remedy: Option<&'static str>,
}

/// A line, and the column in it where that is known; from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    line: usize,
    column: Option<usize>,
}

impl Error {
    /// An error that is about no file, or that names it itself.
    pub fn new(what: impl Into<String>) -> Self {
        Self { file: None, place: None, what: what.into(), remedy: None }
    }

    /// An error in a file, whose name is given as it is shown.
    pub fn of(file: impl Into<String>, what: impl Into<String>) -> Self {
        Self { file: Some(file.into()), ..Self::new(what) }
    }

    /// The same in a line of the file, from 1.
    #[must_use]
    pub fn at_line(self, line: usize) -> Self {
        Self { place: Some(Place { line, column: None }), ..self }
    }

    /// The same at a line and a column of the file, both from 1; columns are counted in UTF-16 units, as editors do.
    #[must_use]
    pub fn at(self, line: usize, column: usize) -> Self {
        Self { place: Some(Place { line, column: Some(column) }), ..self }
    }

    /// The same with what helps against it.
    #[must_use]
    pub fn with_remedy(self, remedy: &'static str) -> Self {
        Self { remedy: Some(remedy), ..self }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            f.write_str(file)?;
            if let Some(place) = self.place {
                write!(f, ":{}", place.line)?;
                place.column.map_or(Ok(()), |column| write!(f, ":{column}"))?;
            }
            f.write_str(": ")?;
        }
        f.write_str(&self.what)?;
        self.remedy.map_or(Ok(()), |remedy| write!(f, "; {remedy}"))
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::Error;

    #[test]
    fn says_where_what_and_what_helps() {
        assert_eq!(Error::new("no threads").to_string(), "no threads");
        assert_eq!(Error::of("a.toml", "is no text").to_string(), "a.toml: is no text");
        assert_eq!(Error::of("a.toml", "unknown key").at(3, 1).to_string(), "a.toml:3:1: unknown key");
        let error = Error::of("b.json", "it has a conflict in it").at_line(7).with_remedy("keep both sides");
        assert_eq!(error.to_string(), "b.json:7: it has a conflict in it; keep both sides");
    }
}
