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
            if let Some((snippet, places)) = Snippet::new(report, id, spans) {
                snippets.files.insert(id, snippet);
                for (index, range) in places {
                    ranges[index] = Some(range);
                }
            }
        }
        (snippets, ranges)
    }

    fn file(&self, id: FileId) -> Result<&Snippet, files::Error> {
        self.files.get(&id).ok_or(files::Error::FileMissing)
    }
}

/// An offset that has to be found again in the cut copy.
struct Mark {
    offset: usize,
    shown: usize,
}

impl Snippet {
    fn new(report: &Report<'_>, id: FileId, spans: &[Span]) -> Option<(Self, Vec<(usize, Range<usize>)>)> {
        let file = report.files.get(id)?;
        let masks = report.masks(id)?;
        let clamp = |offset: u32| floor(&file.text, offset as usize);
        let index = file.lines();
        let line = |offset: usize| index.line(u32::try_from(offset).unwrap_or(u32::MAX));
        let mut marks: Vec<Mark> = Vec::new();
        let mut wanted: Vec<usize> = Vec::new();
        let mut labels: Vec<usize> = Vec::new();
        for (label, span) in spans.iter().enumerate().filter(|(_, span)| span.file == id) {
            let (start, end) = (clamp(span.start), clamp(span.end.max(span.start)));
            labels.push(label);
            marks.extend([start, end].map(|offset| Mark { offset, shown: 0 }));
            let (first, last) = (line(start), line(end));
            wanted
                .extend((first.saturating_sub(1)..=last + 1).filter(|&n| n <= first + CONTEXT || n + CONTEXT >= last));
        }
        wanted.retain(|&line| line >= 1 && line <= index.count());
        wanted.sort_unstable();
        wanted.dedup();

        let mut snippet = Self { name: redact::harmless(&file.path), ..Self::default() };
        for number in wanted {
            let range = index.range(&file.text, number);
            let on_line = |mark: &&mut Mark| line(mark.offset) == number;
            let anchor = marks.iter_mut().find(on_line).map_or(range.start, |mark| mark.offset);
            let window = window(&file.text[range.clone()], anchor.saturating_sub(range.start));
            let begin = snippet.text.len();
            if window.start > 0 {
                snippet.text.push('…');
            }
            let first = snippet.text.len();
            let mut last = first;
            for (at, c) in file.text[range.clone()].char_indices() {
                let offset = range.start + at;
                let shown = if at < window.start { first } else { snippet.text.len() };
                marks.iter_mut().filter(|mark| mark.offset == offset).for_each(|mark| mark.shown = shown);
                // A byte order mark has no width and would only confuse.
                if window.contains(&at) && (c != '\u{feff}' || offset > 0) {
                    redact::push_shown(&mut snippet.text, c, masks.hides(offset));
                    last = snippet.text.len();
                }
            }
            // Marks at the end of the line, or on its line end.
            for mark in marks.iter_mut().filter(|mark| line(mark.offset) == number && mark.offset >= range.end) {
                mark.shown = last;
            }
            if window.end < range.len() {
                snippet.text.push('…');
            }
            snippet.text.push('\n');
            snippet.lines.insert(number - 1, begin..snippet.text.len());
        }
        for mark in &marks {
            let place = file.position(u32::try_from(mark.offset).unwrap_or(u32::MAX));
            let location = Location { line_number: place.line, column_number: place.chars };
            snippet.places.entry(mark.shown).or_insert(location);
        }
        let places = labels.into_iter().zip(marks.chunks_exact(2)).map(|(label, ends)| {
            let (start, end) = (ends[0].shown, ends[1].shown);
            (label, start..end.max(start))
        });
        let places = places.collect();
        Some((snippet, places))
    }
}

/// The part of a line to show: all of it if it is short, otherwise about [`WIDTH`] columns around `anchor`.
fn window(line: &str, anchor: usize) -> Range<usize> {
    let widths = || line.char_indices().map(|(at, c)| (at, c.width().unwrap_or(1)));
    if widths().map(|(_, width)| width).sum::<usize>() <= WIDTH {
        return 0..line.len();
    }
    let before: usize = widths().take_while(|&(at, _)| at < anchor).map(|(_, width)| width).sum();
    // Near the start of the line nothing is gained by cutting there.
    let skipped = if before + LEAD <= WIDTH / 2 { 0 } else { before.saturating_sub(LEAD) };
    let (mut start, mut end, mut column) = (line.len(), line.len(), 0);
    for (at, width) in widths() {
        if column >= skipped && start == line.len() {
            start = at;
        }
        if column >= skipped + WIDTH {
            end = at;
            break;
        }
        column += width;
    }
    start..end
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
