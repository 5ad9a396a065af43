//! From byte offsets to lines and columns.

/// Where the lines of a text begin. A line ends with LF, CR LF or a lone CR.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// How much stands before every so many bytes, for lines may be megabytes long; none where all of it is ASCII.
    counts: Vec<Count>,
}

/// Bytes between two counts.
const STRIDE: usize = 1024;

/// What stands before a byte of the text.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    /// The byte, between two characters.
    offset: usize,
    /// UTF-16 code units before it.
    utf16: usize,
    /// Characters before it.
    chars: usize,
}

impl Count {
    /// The count of an offset behind this one.
    fn at(self, text: &str, offset: usize) -> Self {
        let between = text.get(self.offset..offset).unwrap_or_default();
        if between.is_ascii() {
            let length = between.len();
            return Self { offset, utf16: self.utf16 + length, chars: self.chars + length };
        }
        let (utf16, chars) = (between.encode_utf16().count(), between.chars().count());
        Self { offset, utf16: self.utf16 + utf16, chars: self.chars + chars }
    }
}

/// The counts of a text, every so many bytes.
fn counts(text: &str) -> Vec<Count> {
    let mut counts = Vec::new();
    if text.is_ascii() {
        return counts;
    }
    let mut last = Count::default();
    for offset in (0..=text.len()).step_by(STRIDE) {
        last = last.at(text, floor(text, offset));
        counts.push(last);
    }
    counts
}

/// A place for people and other tools; everything counts from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column in UTF-16 code units, as SARIF and editors count.
    pub utf16: usize,
    /// The column in Unicode characters, as terminals count.
    pub chars: usize,
}

impl LineIndex {
    /// Finds the lines of `text`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            let ends = match byte {
                b'\n' => true,
                b'\r' => bytes.get(at) != Some(&b'\n'),
                _ => false,
            };
            if ends {
                starts.push(u32::try_from(at).unwrap_or(u32::MAX));
            }
        }
        Self { starts, counts: counts(text) }
    }

    /// The number of lines; an empty text has one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line that `offset` lies on, from 1.
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset).max(1)
    }

    /// The byte range of a line (from 1) without its line end; empty at the end of the text for lines beyond it.
    pub fn range(&self, text: &str, line: usize) -> std::ops::Range<usize> {
        let start = |line: usize| self.starts.get(line).map_or(text.len(), |&start| start as usize).min(text.len());
        let (start, end) = (start(line.saturating_sub(1)), start(line));
        let whole = text.get(start..end).unwrap_or_default();
        start..start + whole.trim_end_matches(['\n', '\r']).len()
    }

    /// The position of `offset` in `text`, which must be the text the index was made of. Offsets beyond the end or
    /// inside a character are moved back.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let offset = floor(text, offset as usize);
        let line = self.line(u32::try_from(offset).unwrap_or(u32::MAX));
        let start = self.starts.get(line - 1).map_or(0, |&start| start as usize);
        let (from, to) = (self.count_at(text, start), self.count_at(text, offset));
        Position {
            line,
            utf16: to.utf16.saturating_sub(from.utf16) + 1,
            chars: to.chars.saturating_sub(from.chars) + 1,
        }
    }

    fn count_at(&self, text: &str, offset: usize) -> Count {
        match self.counts.get(offset / STRIDE) {
            Some(count) => count.at(text, offset),
            None => Count { offset, utf16: offset, chars: offset },
        }
    }
}

/// The nearest character boundary at or before `offset`.
pub fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn counts_utf16_units_and_characters() {
        let text = "a\u{1f600}b\r\néx\rlast\n";
        let index = LineIndex::new(text);
        let at = |needle: &str| index.position(text, u32::try_from(text.find(needle).unwrap()).unwrap());
        assert_eq!(at("b"), Position { line: 1, utf16: 4, chars: 3 });
        assert_eq!(at("x"), Position { line: 2, utf16: 2, chars: 2 });
        assert_eq!(at("last"), Position { line: 3, utf16: 1, chars: 1 });
        assert_eq!(index.count(), 4);
        assert_eq!(&text[index.range(text, 1)], "a\u{1f600}b");
        assert_eq!(&text[index.range(text, 2)], "éx");
        assert_eq!(index.position(text, u32::MAX).line, 4);
        assert_eq!(index.range(text, 9), text.len()..text.len());
    }

    #[test]
    fn long_lines_are_counted_from_near() {
        let text = format!("a\n{}x{}y", "\u{1f600}".repeat(STRIDE), "b".repeat(3 * STRIDE));
        let index = LineIndex::new(&text);
        let at = |needle| index.position(&text, u32::try_from(text.find(needle).unwrap()).unwrap());
        assert_eq!(at('x'), Position { line: 2, utf16: 2 * STRIDE + 1, chars: STRIDE + 1 });
        assert_eq!(at('y'), Position { line: 2, utf16: 5 * STRIDE + 2, chars: 4 * STRIDE + 2 });
    }

    #[test]
    fn an_offset_inside_a_character_moves_back() {
        let index = LineIndex::new("é=");
        assert_eq!(index.position("é=", 1), Position { line: 1, utf16: 1, chars: 1 });
        assert_eq!(index.position("é=", 2), Position { line: 1, utf16: 2, chars: 2 });
    }

    #[test]
    fn a_byte_order_mark_is_a_character() {
        let text = "\u{feff}x";
        assert_eq!(LineIndex::new(text).position(text, 3), Position { line: 1, utf16: 2, chars: 2 });
    }

    proptest! {
        #[test]
        fn lines_tile_the_text(text in "[ab\u{e9}\u{1f600}\r\n]{0,40}") {
            let index = LineIndex::new(&text);
            let mut end = 0;
            for line in 1..=index.count() {
                let range = index.range(&text, line);
                prop_assert!(range.start >= end && text[end..range.start].chars().all(|c| c == '\r' || c == '\n'));
                prop_assert_eq!(index.line(u32::try_from(range.start).unwrap()), line);
                end = range.end;
            }
            prop_assert!(text[end..].chars().all(|c| c == '\r' || c == '\n'));
        }
    }
}
