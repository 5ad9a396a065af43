//! The files of a run and how they are read.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::door::{self, Unread};
use super::lines::{LineIndex, Position};
use super::source_map::contents::Original;
use super::table::Table;
use super::walk::normalised;
use super::{FileId, SourceKind, Span};
use crate::parallel::Lazy;

/// Larger files of no kind are not read.
const MAX_BYTES: u64 = 20 * 1024 * 1024;

/// Where the text of files comes from.
pub trait Reader: std::fmt::Debug + Send + Sync {
    /// Reads one file.
    ///
    /// # Errors
    /// What is no text, too large for its kind, or cannot be read.
    fn read(&self, path: &Path) -> Result<String, Unread>;

    /// Reads one file that was just seen to be a regular one.
    ///
    /// # Errors
    /// The same as of [`Reader::read`].
    fn read_regular(&self, path: &Path) -> Result<String, Unread> {
        self.read(path)
    }
}

/// The file system.
#[derive(Debug, Clone, Copy)]
pub struct Disk;

impl Reader for Disk {
    fn read(&self, path: &Path) -> Result<String, Unread> {
        door::decode(bytes(path)?)
    }

    fn read_regular(&self, path: &Path) -> Result<String, Unread> {
        door::decode(door::bytes_of_regular(path, most_bytes(path))?)
    }
}

/// One file of a run. Its text is read when first asked for.
#[derive(Debug)]
pub struct SourceFile {
    /// The path shown to people: as named, `/` between its parts, no leading `./`.
    pub path: String,
    /// Where it is on disk.
    pub location: PathBuf,
    /// Which front-end reads it; `None` for files that are context only.
    pub kind: Option<SourceKind>,
    /// The bundle or source map on disk that carries it, and that file's path for people; `None` where it is a file
    /// itself.
    pub embedded_in: Option<(PathBuf, String)>,
    reader: Arc<dyn Reader>,
    /// A walk has just seen that it is a regular file.
    is_regular: bool,
    text: Lazy<String>,
    lines: Lazy<LineIndex>,
}

impl SourceFile {
    /// A file that has not been read.
    pub fn unread(path: String, location: PathBuf, reader: Arc<dyn Reader>) -> Self {
        let kind = kind_of(&location);
        Self {
            path,
            location,
            kind,
            embedded_in: None,
            reader,
            is_regular: false,
            text: Lazy::default(),
            lines: Lazy::default(),
        }
    }

    /// The same, of a file that a walk has just seen to be a regular one.
    #[must_use]
    pub fn regular(self) -> Self {
        Self { is_regular: true, ..self }
    }

    /// A file with its text.
    pub fn new(path: String, location: PathBuf, text: String) -> Self {
        let file = Self::unread(path, location, Arc::new(Disk));
        file.text.get_or_fill(|| text);
        file
    }

    /// A source that the source map of a bundle carries.
    pub fn carried(by: &Self, original: Original) -> Self {
        // A place of its own, so that sources of one map find one another.
        let mut folder = by.location.clone().into_os_string();
        folder.push("!");
        let path = format!("{}!{}", by.path, original.name);
        let mut file = Self::new(path, PathBuf::from(folder).join(original.name), original.text);
        file.embedded_in = Some((by.location.clone(), by.path.clone()));
        file.reader.clone_from(&by.reader);
        file
    }

    /// What lies on disk of it, with its text, where that is another file: the source map that carries it.
    pub fn carrier(&self) -> Option<(&Path, String)> {
        let (location, _) = self.embedded_in.as_ref()?;
        Some((location, self.reader.read(location).unwrap_or_default()))
    }

    /// The file on disk that it is, or that carries it: the location and the path for people.
    pub fn on_disk(&self) -> (&Path, &str) {
        self.embedded_in.as_ref().map_or((&self.location, &self.path), |(location, path)| (location, path))
    }

    /// The last part of its path.
    pub fn name(&self) -> &str {
        self.path.rsplit(['/', '\\']).next().unwrap_or_default()
    }

    /// Its text if that is at hand, or else reads it without keeping what was read.
    ///
    /// # Errors
    /// What is no text, too large for its kind, or cannot be read.
    pub fn read(&self) -> Result<String, Unread> {
        match self.text.get() {
            Some(text) => Ok(text.clone()),
            None if self.is_regular => self.reader.read_regular(&self.location),
            None => self.reader.read(&self.location),
        }
    }

    /// Gives the file its text, where it has none yet.
    pub fn fill(&self, text: String) {
        self.text.get_or_fill(|| text);
    }

    /// Its text; empty where it cannot be read. A byte order mark is kept, so that offsets are those of the file.
    pub fn text(&self) -> &str {
        self.text.get_or_fill(|| self.reader.read(&self.location).unwrap_or_default())
    }

    /// Its lines, found when first asked for.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_fill(|| LineIndex::new(self.text()))
    }

    /// The position of a byte offset.
    pub fn position(&self, offset: u32) -> Position {
        self.lines().position(self.text(), offset)
    }
}

/// All files of a run, sorted by path; a [`FileId`] is the place in that order.
#[derive(Debug, Default)]
pub struct Files {
    files: Vec<SourceFile>,
    places: Lazy<FxHashMap<PathBuf, FileId>>,
}

impl Files {
    /// Sorts the files by path and numbers them.
    pub fn new(mut files: Vec<SourceFile>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { files, places: Lazy::default() }
    }

    /// The file at a place on disk, given as an absolute path without `.` and `..`.
    pub fn at(&self, location: &Path) -> Option<FileId> {
        self.places().get(location).copied()
    }

    fn places(&self) -> &FxHashMap<PathBuf, FileId> {
        self.places.get_or_fill(|| self.iter().map(|(id, file)| (normalised(&file.location), id)).collect())
    }

    /// A file by its id.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The path shown to people; empty for an id that names no file.
    pub fn path(&self, id: FileId) -> &str {
        self.get(id).map_or("", |file| &file.path)
    }

    /// The text of a file; empty for an id that names no file.
    pub fn text(&self, id: FileId) -> &str {
        self.get(id).map_or("", |file| file.text())
    }

    /// The text of a span; empty where the span is not in the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text(span.file).get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// The position of the first byte of a span.
    pub fn start(&self, span: Span) -> Option<Position> {
        self.get(span.file).map(|file| file.position(span.start))
    }

    /// All files with their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.files)
    }

    /// All files, in order.
    pub fn as_slice(&self) -> &[SourceFile] {
        &self.files
    }

    /// The number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl Table for Files {
    fn at(&self, location: &Path) -> Option<(FileId, &str)> {
        let id = Self::at(self, location)?;
        Some((id, self.text(id)))
    }

    fn locations(&self) -> Box<dyn Iterator<Item = &Path> + '_> {
        Box::new(self.places().keys().map(PathBuf::as_path))
    }
}

/// The bytes of a file that has no more than files of its kind may have.
///
/// # Errors
/// What is too large or cannot be read.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Unread> {
    door::bytes(path, most_bytes(path))
}

fn most_bytes(path: &Path) -> u64 {
    kind_of(path).map_or(MAX_BYTES, SourceKind::max_bytes)
}

/// The kind of source a path holds, by its name.
pub fn kind_of(path: &Path) -> Option<SourceKind> {
    if path.file_name().is_some_and(|name| name == "Cargo.toml") {
        return Some(SourceKind::Manifest);
    }
    SourceKind::of_name(path.file_name()?.to_str()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_follow_the_paths() {
        let file = |path: &str| SourceFile::new(path.to_owned(), PathBuf::from(path), String::from("x"));
        let files = Files::new(vec![file("b.js"), file("a.rs")]);
        assert_eq!(files.path(FileId(0)), "a.rs");
        assert_eq!(files.path(FileId(7)), "");
        assert_eq!(files.get(FileId(1)).unwrap().kind, Some(SourceKind::JavaScript));
        assert_eq!(files.slice(Span::new(FileId(0), 0, 9)), "");
    }
}
