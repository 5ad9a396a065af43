//! What is certain of strings of which parts are not known, and pieces cut from them.

use std::ops::Range;
use std::rc::Rc;

use regex::Captures;

use crate::interpreter::domain::automaton::Search;
use crate::interpreter::domain::count::Count;
use crate::interpreter::domain::regex::Regexp;
use crate::interpreter::domain::segments::{ends_with_segment, may_hold_part};
use crate::interpreter::domain::text::{MAX_PIECES, Piece, TextValue};
use crate::source::Span;

/// Stands for the first piece that is not fixed, the next one for the second: of a plane that no text uses.
const FIRST: u32 = 0xF_0000;

/// A text as one string, in which a character that no text uses stands for each piece that is not fixed. So what
/// works on strings works on it, and what it yields is cut from the text.
#[derive(Debug)]
pub struct Skeleton<'t> {
    text: &'t TextValue,
    /// The string.
    pub string: String,
    starts: Vec<usize>,
}

impl<'t> Skeleton<'t> {
    /// `None` where the text itself uses such characters.
    pub fn of(text: &'t TextValue) -> Option<Self> {
        let mut string = String::new();
        let mut starts = Vec::with_capacity(text.len());
        for (index, piece) in (FIRST..).zip(text) {
            starts.push(string.len());
            match piece {
                Piece::Fixed(fixed, ..) if fixed.contains(is_stand_in) => return None,
                Piece::Fixed(fixed, ..) => string.push_str(fixed),
                _ => string.push(char::from_u32(index).filter(|&char| is_stand_in(char))?),
            }
        }
        Some(Self { text, string, starts })
    }

    /// Whether everything in a range is known.
    pub fn is_fixed(&self, range: Range<usize>) -> bool {
        self.string.get(range).is_some_and(|part| !part.contains(is_stand_in))
    }

    fn all_fixed(&self) -> bool {
        self.is_fixed(0..self.string.len())
    }

    /// The pieces of a range of the string.
    pub fn cut(&self, range: Range<usize>) -> TextValue {
        let mut cut = TextValue::new();
        for (piece, &start) in self.text.iter().zip(&self.starts) {
            match piece {
                Piece::Fixed(fixed, span, via) => {
                    let from = range.start.clamp(start, start + fixed.len()) - start;
                    let to = range.end.clamp(start, start + fixed.len()) - start;
                    if from == 0 && to == fixed.len() && to > 0 {
                        cut.push(piece.clone());
                    } else if let Some(part) = fixed.get(from..to).filter(|part| !part.is_empty()) {
                        // Where it is written without escapes the place of the part is known too.
                        let part_span = match (u32::try_from(from), u32::try_from(to)) {
                            (Ok(from), Ok(to)) if span.len() as usize == fixed.len() => {
                                Span { start: span.start + from, end: span.start + to, ..*span }
                            }
                            _ => *span,
                        };
                        cut.push(Piece::Fixed(part.into(), part_span, *via));
                    }
                }
                _ if range.contains(&start) => cut.push(piece.clone()),
                _ => {}
            }
        }
        cut
    }

    /// Whether it begins with `prefix`; `None` where that depends on what is not known.
    pub fn starts_with(&self, prefix: &str) -> Option<bool> {
        decided(self.string.chars(), prefix.chars())
    }

    /// Whether it ends with `suffix`; `None` where that depends on what is not known.
    pub fn ends_with(&self, suffix: &str) -> Option<bool> {
        if ends_with_segment(self.text, suffix) {
            return Some(false);
        }
        decided(self.string.chars().rev(), suffix.chars().rev())
    }

    /// Whether `part` is in it; `None` where that depends on what is not known.
    pub fn contains(&self, part: &str) -> Option<bool> {
        match self.string.contains(part) {
            true => Some(true),
            false if self.all_fixed() || !may_hold_part(self.text, part) => Some(false),
            false => None,
        }
    }

    /// Whether a pattern matches; `None` where that depends on what is not known.
    pub fn matches(&self, pattern: &Regexp) -> Option<bool> {
        match pattern.compiled()?.find(&self.string) {
            None if self.all_fixed() => Some(false),
            Some(_) if self.all_fixed() => Some(true),
            _ => self.found_by(pattern).or_else(|| match pattern.plain()? {
                (suffix, true) => self.ends_with(&suffix),
                (part, false) => self.contains(&part),
            }),
        }
    }

    /// Whether a pattern matches whatever stands for what is not known, or never does.
    fn found_by(&self, pattern: &Regexp) -> Option<bool> {
        pattern.found_in(&self.string, |automaton| {
            let mut search = Search::new(automaton)?;
            let mut rest = &*self.string;
            while let Some((at, stand_in)) = rest.char_indices().find(|(_, char)| is_stand_in(*char)) {
                search.text(&rest[..at])?;
                search.anything()?;
                rest = &rest[at + stand_in.len_utf8()..];
            }
            search.text(rest)?;
            search.found()
        })
    }

    /// Where a pattern may match first, as far as that is certain.
    pub fn place_of_match(&self, pattern: &Regexp) -> Count {
        let least = i32::from(self.matches(&pattern.at_start()) == Some(false));
        Count { may_miss: self.matches(pattern) != Some(true), least }
    }

    /// Where a text may stand first, as far as that is certain.
    pub fn place_of(&self, part: &str) -> Count {
        Count { may_miss: self.contains(part) != Some(true), least: i32::from(self.starts_with(part) == Some(false)) }
    }

    /// How long it is at least.
    pub fn length(&self) -> Count {
        let known = self.string.chars().filter(|char| !is_stand_in(*char)).count();
        Count { may_miss: false, least: i32::try_from(known).unwrap_or(i32::MAX) }
    }

    /// How many characters stand before the first `part`, -1 for none.
    pub fn index_of(&self, part: &str) -> Option<i64> {
        match self.string.find(part) {
            Some(at) if self.is_fixed(0..at) => i64::try_from(self.string[..at].chars().count()).ok(),
            None if self.all_fixed() || !may_hold_part(self.text, part) => Some(-1),
            _ => None,
        }
    }

    /// The place of a character counted from the front, or from the back where the index is negative.
    pub fn place(&self, index: i64) -> Option<usize> {
        let count = usize::try_from(index.unsigned_abs()).ok()?;
        let after = |(at, char): (usize, char)| at + char.len_utf8();
        let (place, passed) = if index >= 0 {
            let place = count.checked_sub(1).map_or(Some(0), |last| self.string.char_indices().nth(last).map(after));
            let place = place.unwrap_or(self.string.len());
            (place, 0..place)
        } else {
            let place = self.string.char_indices().nth_back(count - 1).map_or(0, |(at, _)| at);
            (place, place..self.string.len())
        };
        self.is_fixed(passed).then_some(place)
    }

    /// How far from a place all is known.
    pub fn known_from(&self, place: usize) -> usize {
        self.string.get(place..).map_or(0, |rest| rest.find(is_stand_in).unwrap_or(rest.len()))
    }

    /// The parts between separators. `None` where none is seen and there may be some all the same, and where there are
    /// too many.
    pub fn split(&self, separator: &str) -> Option<Vec<TextValue>> {
        if !self.all_fixed() && !self.string.contains(separator) {
            return None;
        }
        let mut parts = Vec::new();
        let mut start = 0;
        for (at, _) in self.string.match_indices(separator) {
            if parts.len() >= MAX_PARTS {
                return None;
            }
            parts.push(self.cut(start..at));
            start = at + separator.len();
        }
        parts.push(self.cut(start..self.string.len()));
        Some(parts)
    }

    /// Without the spaces at its ends.
    pub fn trimmed(&self, front: bool, back: bool) -> TextValue {
        let start = if front { self.string.len() - self.string.trim_start().len() } else { 0 };
        let end = if back { self.string.trim_end().len() } else { self.string.len() };
        self.cut(start..end.max(start))
    }

    /// With what matches replaced by what `by` makes of it; `None` where that would lose what is not known.
    pub fn replaced(&self, pattern: &Regexp, mut by: impl FnMut(&Self, &Captures) -> TextValue) -> Option<TextValue> {
        let mut result = TextValue::new();
        let mut done = 0;
        let most = if pattern.flags.contains('g') { MAX_MATCHES } else { 1 };
        for captures in pattern.compiled()?.captures_iter(&self.string).take(most) {
            let whole = captures.get(0)?;
            let new = by(self, &captures);
            if !self.is_fixed(whole.range()) && new.iter().all(|piece| matches!(piece, Piece::Fixed(..))) {
                return None;
            }
            result.extend(self.cut(done..whole.start()));
            result.extend(new);
            done = whole.end();
            if result.len() > MAX_PIECES {
                break;
            }
        }
        result.extend(self.cut(done..self.string.len()));
        Some(result)
    }
}

/// In so many parts a text is split.
const MAX_PARTS: usize = 512;

/// So many matches of a pattern are replaced.
const MAX_MATCHES: usize = 256;

/// The texts that the groups of a match took, the whole match first.
pub fn groups(skeleton: &Skeleton, captures: &Captures) -> Vec<Option<TextValue>> {
    captures.iter().map(|group| group.map(|group| skeleton.cut(group.range()))).collect()
}

/// What a replacement with `$1`, `$<name>`, `$&` and `$$` stands for in JavaScript.
pub fn expanded(by: &TextValue, skeleton: &Skeleton, captures: &Captures) -> TextValue {
    let mut result = TextValue::new();
    for piece in by {
        let Piece::Fixed(text, span, via) = piece else {
            result.push(piece.clone());
            continue;
        };
        let mut rest = &**text;
        while let Some(at) = rest.find('$') {
            let reference = &rest[at + 1..];
            let digits = reference.bytes().take(2).take_while(u8::is_ascii_digit).count();
            let named = reference.strip_prefix('<').and_then(|name| name.split_once('>')).map(|(name, _)| name);
            let (group, length) = match (reference.chars().next(), named) {
                (Some('&'), _) => (captures.get(0), 1),
                (_, Some(name)) => (captures.name(name), name.len() + 2),
                _ if digits > 0 => (reference[..digits].parse().ok().and_then(|index| captures.get(index)), digits),
                (Some('$'), _) => (None, 1),
                _ => (None, 0),
            };
            let is_dollar = length == 0 || reference.starts_with('$');
            let kept = &rest[..at + usize::from(is_dollar)];
            if !kept.is_empty() {
                result.push(Piece::Fixed(kept.into(), *span, *via));
            }
            result.extend(group.into_iter().flat_map(|group| skeleton.cut(group.range())));
            rest = &reference[length..];
        }
        if !rest.is_empty() {
            result.push(Piece::Fixed(rest.into(), *span, *via));
        }
    }
    result
}

/// The same text with its fixed pieces in another case.
pub fn recased(text: &TextValue, case: impl Fn(&str) -> String + Copy) -> TextValue {
    let recase = |piece: &Piece| match piece {
        Piece::Fixed(fixed, span, via) => Piece::Fixed(case(fixed).into(), *span, *via),
        Piece::Alt(alts) => Piece::Alt(alts.iter().map(|alt| recased(alt, case)).collect::<Rc<[TextValue]>>()),
        other => other.clone(),
    };
    text.iter().map(recase).collect()
}

fn decided(mut text: impl Iterator<Item = char>, wanted: impl Iterator<Item = char>) -> Option<bool> {
    for wanted in wanted {
        match text.next() {
            Some(char) if is_stand_in(char) => return None,
            Some(char) if char == wanted => {}
            _ => return Some(false),
        }
    }
    Some(true)
}

fn is_stand_in(char: char) -> bool {
    (FIRST..FIRST + 0xFFFE).contains(&u32::from(char))
}
