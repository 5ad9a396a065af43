//! The source lines that a text report shows of one finding: masked, cut to a readable length, and nothing else.

use std::collections::BTreeMap;
use std::ops::Range;

use codespan_reporting::files::{self, Location};
use unicode_width::UnicodeWidthChar as _;

use super::{Report, redact};
use crate::source::lines::floor;
use crate::source::{FileId, Span};

/// Lines are cut to about this many columns.
const WIDTH: usize = 160;
/// Columns kept in front of the first label of a line that is cut.
const LEAD: usize = 40;
/// Lines shown after the first and before the last of a label over many lines; codespan shows no more of them.
const CONTEXT: usize = 4;

/// A few lines of each file that a finding touches.
#[derive(Debug, Default)]
pub struct Snippets {
    files: BTreeMap<FileId, Snippet>,
}

#[derive(Debug, Default)]
struct Snippet {
    name: String,
    text: String,
    /// By line index, from 0: the range in `text`.
    lines: BTreeMap<usize, Range<usize>>,
    /// By offset in `text`: the true place, for columns of lines that are cut.
    places: BTreeMap<usize, Location>,
}

impl Snippets {
    /// The lines that `spans` touch, and where each span is in them; `None` for spans that lie in no file. The first
    /// span decides what is left of long lines.
    pub fn new(report: &Report<'_>, spans: &[Span]) -> (Self, Vec<Option<Range<usize>>>) {
        let mut snippets = Self::default();
        let mut ranges: Vec<Option<Range<usize>>> = vec![None; spans.len()];
        let mut ids: Vec<FileId> = spans.iter().map(|span| span.file).collect();
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            if let Some(snippet) = Snippet::new(report, id, spans, &mut ranges) {
                snippets.files.insert(id, snippet);
            }
        }
        (snippets, ranges)
    }

    fn file(&self, id: FileId) -> Result<&Snippet, files::Error> {
        self.files.get(&id).ok_or(files::Error::FileMissing)
    }
}

/// An offset of the file, and where it is in the cut copy.
struct Mark {
    offset: usize,
    line: usize,
    shown: usize,
}

impl Snippet {
    fn new(report: &Report<'_>, id: FileId, spans: &[Span], ranges: &mut [Option<Range<usize>>]) -> Option<Self> {
        let file = report.files.get(id)?;
        let index = file.lines();
        let mark = |offset: u32| {
            let offset = floor(file.text(), offset as usize);
            Mark { offset, line: index.line(u32::try_from(offset).unwrap_or(u32::MAX)), shown: 0 }
        };
        let mut ends: Vec<[Mark; 2]> = Vec::new();
        let mut wanted: Vec<usize> = Vec::new();
        for span in spans.iter().filter(|span| span.file == id) {
            let (start, end) = (mark(span.start), mark(span.end.max(span.start)));
            let lines = start.line.saturating_sub(1)..=end.line + 1;
            wanted.extend(lines.filter(|&n| n <= start.line + CONTEXT || n + CONTEXT >= end.line));
            ends.push([start, end]);
        }
        wanted.retain(|&line| line >= 1 && line <= index.count());
        wanted.sort_unstable();
        wanted.dedup();

        let mut snippet = Self { name: redact::harmless(&file.path), ..Self::default() };
        for line in wanted {
            snippet.push_line(report, id, line, &mut ends);
        }
        for mark in ends.iter().flatten() {
            let place = file.position(u32::try_from(mark.offset).unwrap_or(u32::MAX));
            let location = Location { line_number: place.line, column_number: place.chars };
            snippet.places.entry(mark.shown).or_insert(location);
        }
        let labels = spans.iter().zip(ranges).filter(|(span, _)| span.file == id);
        for ([start, end], (_, range)) in ends.iter().zip(labels) {
            *range = Some(start.shown..end.shown.max(start.shown));
        }
        Some(snippet)
    }

    /// Appends a line, cut around the first of `ends` that lies on it, and notes where the ends come to stand.
    fn push_line(&mut self, report: &Report<'_>, id: FileId, line: usize, ends: &mut [[Mark; 2]]) {
        let (Some(file), Some(hidden)) = (report.files.get(id), report.masks(id)) else { return };
        let range = file.lines().range(file.text(), line);
        let text = file.text().get(range.clone()).unwrap_or_default();
        let mut marks: Vec<&mut Mark> = ends.iter_mut().flatten().filter(|mark| mark.line == line).collect();
        let anchor = marks.first().map_or(range.start, |mark| mark.offset);
        let window = window(text, anchor.saturating_sub(range.start).min(text.len()));
        let begin = self.text.len();
        if window.start > 0 {
            self.text.push('…');
        }
        // Ends in front of the window come to stand at its start, those behind it at its end.
        let mut at = range.start + window.start;
        for mark in marks.iter_mut().filter(|mark| mark.offset <= at) {
            mark.shown = self.text.len();
        }
        for c in text.get(window.clone()).unwrap_or_default().chars() {
            // A byte order mark has no width and would only confuse.
            if c != '\u{feff}' || at > 0 {
                redact::push_shown(&mut self.text, c, hidden.hides(at));
            }
            at += c.len_utf8();
            for mark in marks.iter_mut().filter(|mark| mark.offset == at) {
                mark.shown = self.text.len();
            }
        }
        for mark in marks.iter_mut().filter(|mark| mark.offset > at) {
            mark.shown = self.text.len();
        }
        if window.end < text.len() {
            self.text.push('…');
        }
        self.text.push('\n');
        self.lines.insert(line - 1, begin..self.text.len());
    }
}

/// The part of a line to show: all of it if it is short, otherwise about [`WIDTH`] columns around `anchor`. Lines may
/// be megabytes long; only the part that is shown is looked at.
fn window(line: &str, anchor: usize) -> Range<usize> {
    let width = |c: char| c.width().unwrap_or(1);
    // The first byte behind `columns` columns of `text`.
    let behind = |text: &str, columns: usize| {
        let mut used = 0;
        let mut after = text.char_indices().skip_while(|&(_, c)| {
            used += width(c);
            used <= columns
        });
        after.next().map_or(text.len(), |(at, _)| at)
    };
    if behind(line, WIDTH) == line.len() {
        return 0..line.len();
    }
    let mut used = 0;
    let before = line.get(..anchor).unwrap_or_default();
    let lead = before.char_indices().rev().take_while(|&(_, c)| {
        used += width(c);
        used <= LEAD
    });
    let start = lead.last().map_or(before.len(), |(at, _)| at);
    start..start + behind(line.get(start..).unwrap_or_default(), WIDTH)
}

impl<'a> files::Files<'a> for Snippets {
    type FileId = FileId;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: FileId) -> Result<&'a str, files::Error> {
        Ok(&self.file(id)?.name)
    }

    fn source(&'a self, id: FileId) -> Result<&'a str, files::Error> {
        Ok(&self.file(id)?.text)
    }

    fn line_index(&'a self, id: FileId, offset: usize) -> Result<usize, files::Error> {
        let lines = &self.file(id)?.lines;
        let found = lines.iter().rev().find(|(_, range)| range.start <= offset);
        found.map(|(&line, _)| line).ok_or(files::Error::IndexTooLarge { given: offset, max: 0 })
    }

    fn line_range(&'a self, id: FileId, line: usize) -> Result<Range<usize>, files::Error> {
        // Lines that are not part of the snippet are asked for and not shown.
        Ok(self.file(id)?.lines.get(&line).cloned().unwrap_or(0..0))
    }

    fn location(&'a self, id: FileId, offset: usize) -> Result<Location, files::Error> {
        let place = self.file(id)?.places.get(&offset).copied();
        place.ok_or(files::Error::IndexTooLarge { given: offset, max: 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_lines_are_whole_and_long_ones_are_cut_around_the_span() {
        assert_eq!(window("short", 3), 0..5);
        let line = "x".repeat(1000);
        assert_eq!(window(&line, 500), 460..620);
        assert_eq!(window(&line, 10), 0..160);
        assert_eq!(window(&line, 999), 959..1000);
        let wide = "\u{6f22}".repeat(500);
        let cut = window(&wide, 300);
        assert!(wide.is_char_boundary(cut.start) && wide.is_char_boundary(cut.end));
    }
}
