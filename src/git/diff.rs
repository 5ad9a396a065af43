//! Which lines of a text have changed.

use std::ops::Range;
use std::path::{Path, PathBuf};

use imara_diff::{Algorithm, Diff, InternedInput};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::source::lines::LineIndex;

/// Texts with more lines than this between what both begin and end with are not brought into line: where the same few
/// lines come again and again, that takes a time that grows with the square of their number.
const MOST_LINES: usize = 50_000;

/// The lines of a file that have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lines {
    /// All of them.
    All,
    /// These, from 1, ends exclusive.
    Some(Vec<Range<usize>>),
}

/// Files that have changed, by their absolute paths.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    files: FxHashMap<PathBuf, Lines>,
}

impl Changes {
    pub(super) fn insert(&mut self, path: PathBuf, lines: Lines) {
        self.files.insert(path, lines);
    }

    /// Whether one of the lines of a file has changed; the end is inclusive.
    pub fn touch(&self, path: &Path, first: usize, last: usize) -> bool {
        match self.files.get(path) {
            None => false,
            Some(Lines::All) => true,
            Some(Lines::Some(ranges)) => ranges.iter().any(|range| range.start <= last && first < range.end),
        }
    }

    /// Whether a file has changed at all.
    pub fn has(&self, path: &Path) -> bool {
        self.files.contains_key(path)
    }
}

/// What two texts have to do with one another.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Edit {
    /// The lines of the new one that are not in the old one, and those around a gap: a call that lost its header is as
    /// wrong as one that got a bad one.
    pub(super) lines: Vec<Range<usize>>,
    /// Whether they have a line in common.
    pub(super) is_related: bool,
}

impl Edit {
    /// Compares texts line by line. How lines end makes no difference: git may be set to convert that.
    pub(super) fn of(old: &str, new: &str) -> Self {
        let (old, new) = (lines(old), lines(new));
        let before = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
        let rest = |lines: &[&str]| lines.len() - before;
        let after = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
        let after = after.min(rest(&old)).min(rest(&new));
        if rest(&old) + rest(&new) - 2 * after > MOST_LINES {
            return Self::roughly(&old, &new);
        }
        // Lines are those of git where it can be helped: its usual algorithm, and hunks moved to where they read best.
        let mut input = InternedInput::default();
        input.update_before(old.iter().copied());
        input.update_after(new.iter().copied());
        let mut diff = Diff::compute(Algorithm::Myers, &input);
        diff.postprocess_lines(&input);
        let lines = diff.hunks().map(|change| hunk(change.after.start as usize, change.after.end as usize)).collect();
        Self { lines, is_related: (diff.count_removals() as usize) < old.len() }
    }

    /// Lines that are nowhere in the old text; what is gone is not seen.
    fn roughly(old: &[&str], new: &[&str]) -> Self {
        let known: FxHashSet<&str> = old.iter().copied().collect();
        let is_new = |at: &usize| !known.contains(new[*at]);
        let lines: Vec<Range<usize>> = (0..new.len()).filter(is_new).map(|at| hunk(at, at + 1)).collect();
        Self { is_related: lines.len() < new.len(), lines }
    }
}

/// The lines, from 1, of `start..end` from 0; the ones around it if that is empty.
fn hunk(start: usize, end: usize) -> Range<usize> {
    if start == end { start.max(1)..start + 2 } else { start + 1..end + 1 }
}

/// The lines of a text, numbered like those of findings, without their ends.
fn lines(text: &str) -> Vec<&str> {
    let index = LineIndex::new(text);
    let mut lines: Vec<&str> =
        (1..=index.count()).map(|line| text.get(index.range(text, line)).unwrap_or_default()).collect();
    // What follows the last line end is no line.
    if lines.last() == Some(&"") {
        lines.pop();
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(old: &str, new: &str) -> Vec<Range<usize>> {
        Edit::of(old, new).lines
    }

    #[test]
    fn lines_that_came_and_lines_around_a_gap() {
        assert_eq!(changed("a\nb\nc\n", "a\nx\ny\nc\n"), [Range { start: 2, end: 4 }]);
        assert_eq!(changed("a\nb\nc\n", "a\nc\n"), [Range { start: 1, end: 3 }]);
        assert_eq!(changed("a\nb\n", "b\n"), [Range { start: 1, end: 2 }]);
        assert_eq!(changed("a\nb\n", "b\nc\n"), [1..2, 2..3]);
        assert!(changed("a\n", "a\n").is_empty());
        assert_eq!(changed("", "a\nb"), [Range { start: 1, end: 3 }]);
        assert_eq!(changed("a\n", ""), [Range { start: 1, end: 2 }]);
    }

    #[test]
    fn line_ends_are_no_change() {
        assert!(changed("a\nb\nc\n", "a\r\nb\rc").is_empty());
        assert_eq!(changed("a\r\nb\r\n", "a\nx\n"), [Range { start: 2, end: 3 }]);
    }

    #[test]
    fn texts_are_related_by_a_line() {
        let is_related = |old: &str, new: &str| Edit::of(old, new).is_related;
        assert!(is_related("a\nb\n", "b\nc\n") && is_related("a\n", "a\n"));
        assert!(!is_related("a\n", "b\n") && !is_related("", "b\n"));
    }

    #[test]
    fn very_long_texts_are_compared_line_by_line() {
        let numbers: Vec<String> = (0..MOST_LINES).map(|at| at.to_string()).collect();
        let edit = Edit::of(&numbers.join("\n"), &numbers.join("\nx\n"));
        assert!(edit.is_related && edit.lines.len() == MOST_LINES - 1 && edit.lines[1] == Range { start: 4, end: 5 });
    }

    #[test]
    fn changes_are_asked_by_line() {
        let (path, other) = (Path::new("/top/new.js"), Path::new("/top/all.js"));
        let mut changes = Changes::default();
        changes.insert(path.to_path_buf(), Lines::Some(vec![Range { start: 2, end: 5 }]));
        changes.insert(other.to_path_buf(), Lines::All);
        assert!(changes.touch(path, 1, 2) && !changes.touch(path, 5, 9) && changes.touch(other, 7, 7));
        assert!(changes.has(path) && !changes.has(Path::new("/top")));
    }
}
