//! Which file and crate a token stands in, and what order the texts of a unit have.
//!
//! All files of a unit are read as if their modules stood inline. A position is therefore a list: the number of the
//! crate, the offset in its root file, the offset in the file of the module there, and so on. Positions compare as the
//! places in the joint text would.

use std::path::PathBuf;

use proc_macro2::Span as TokenSpan;
use rustc_hash::FxHashMap;

use crate::source::{FileId, Span};

/// A place in the joint text of a unit.
pub(super) type Position = Vec<u32>;

/// A part of one file.
#[derive(Clone, Debug, Default)]
pub(super) struct Extent {
    /// The position of the file.
    pub file: Position,
    pub start: u32,
    pub end: u32,
}

impl Extent {
    /// The whole file at a position.
    pub(super) fn file(at: &[u32]) -> Self {
        Self { file: at.to_vec(), start: 0, end: u32::MAX }
    }

    /// Whether a position lies within, be it in the file of a module that belongs here.
    pub(super) fn contains(&self, at: &[u32]) -> bool {
        let within = at.get(self.file.len()).is_some_and(|offset| (self.start..self.end).contains(offset));
        within && at.starts_with(&self.file)
    }
}

/// A text that has been read.
#[derive(Debug)]
pub(super) struct FileText<'t> {
    pub file: FileId,
    pub text: &'t str,
    /// The folder it is in.
    pub folder: PathBuf,
    /// What has been cut off before the lexer saw it.
    pub base: u32,
    pub at: Position,
    /// The crate it belongs to, as the number of its root scope.
    pub owner: usize,
    /// The names that the file imports, each with the first segment of where from.
    pub imports: FxHashMap<String, String>,
    /// Whether it imports all names of something.
    pub globs: bool,
}

/// What is known of a crate before its items are lowered.
#[derive(Debug, Default)]
pub(super) struct Root {
    /// The name that others know it by.
    pub name: String,
    /// The crates of the unit that it can name.
    pub externs: FxHashMap<String, usize>,
    /// Crates from elsewhere that go by another name here, each with its own.
    pub renamed: FxHashMap<String, String>,
    /// Crates whose macros are in scope everywhere: `#[macro_use] extern crate x;`.
    pub macros_of: Vec<usize>,
    /// Code that only tests run.
    pub test: bool,
    /// Other packages can use it.
    pub library: bool,
}

/// All texts and crates of a unit.
#[derive(Debug)]
pub(super) struct Places<'t> {
    pub roots: Vec<Root>,
    list: Vec<FileText<'t>>,
    /// By the name that the lexer gives to what it reads.
    known: FxHashMap<String, usize>,
    /// For tokens that stand nowhere.
    default: FileId,
}

impl<'t> Places<'t> {
    pub(super) fn new(roots: Vec<Root>, default: FileId) -> Self {
        Self { roots, list: Vec::new(), known: FxHashMap::default(), default }
    }

    /// Notes the text that a token, the first of it, was read from.
    pub(super) fn add(&mut self, first: TokenSpan, place: FileText<'t>) {
        self.known.insert(first.file(), self.list.len());
        self.list.push(place);
    }

    /// The text that a token stands in.
    pub(super) fn of(&self, token: TokenSpan) -> Option<&FileText<'t>> {
        match self.list.as_slice() {
            [only] => Some(only),
            list => list.get(*self.known.get(&token.file())?),
        }
    }

    /// The text that was added last.
    pub(super) fn last_mut(&mut self) -> Option<&mut FileText<'t>> {
        self.list.last_mut()
    }

    /// The file that stands for the unit, and the length of its text.
    #[allow(clippy::cast_possible_truncation)] // files are limited to far below 4 GiB
    pub(super) fn first(&self) -> (FileId, u32) {
        let text = self.list.iter().find(|place| place.file == self.default).map_or("", |place| place.text);
        (self.default, text.len() as u32)
    }

    /// All files that have been read.
    pub(super) fn files(&self) -> impl Iterator<Item = FileId> {
        self.list.iter().map(|place| place.file)
    }

    /// From the first byte of one token to the last of another; of the first alone if they stand in two files.
    #[allow(clippy::cast_possible_truncation)] // files are limited to far below 4 GiB
    pub(super) fn span(&self, first: TokenSpan, last: TokenSpan) -> Span {
        let Some(place) = self.of(first) else { return Span::new(self.default, 0, 0) };
        let range = first.byte_range();
        let start = range.start as u32;
        let end = match self.of(last) {
            Some(other) if std::ptr::eq(other, place) => last.byte_range().end as u32,
            _ => range.end as u32,
        };
        Span::new(place.file, start + place.base, end.max(start) + place.base)
    }

    /// What is written from one token to another.
    pub(super) fn written(&self, first: TokenSpan, last: TokenSpan) -> &'t str {
        let span = self.span(first, last);
        let text = self.of(first).map_or("", |place| place.text);
        text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// The position of a token.
    #[allow(clippy::cast_possible_truncation)]
    pub(super) fn position(&self, token: TokenSpan) -> Position {
        let mut at = self.of(token).map(|place| place.at.clone()).unwrap_or_default();
        at.push(token.byte_range().start as u32);
        at
    }
}
