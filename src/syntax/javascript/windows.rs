//! Which parts of a script that is too large to be parsed are worth it: those around a few places, cut where a
//! statement may begin.
//!
//! One pass of a light lexer finds the brackets. Around each place the innermost bracket that is too large is cut
//! between its statements; where it holds no statements (a list of modules), the largest function around the place is
//! taken. The lexer may take a regular expression for a division in odd code; then a part is cut badly, and the parser
//! makes the best of it.

use std::ops::Range;

/// About how long a part is.
pub const WINDOW: usize = 256 * 1024;
/// More parts of one script are not read.
pub const MAX_WINDOWS: usize = 64;
/// Places nearer to one another than this are one.
const NEAR: usize = 512;
/// Places where a statement may begin are noted about this often.
const GRAIN: usize = 2 * 1024;
/// What stands this near to the end of a part may go on behind it.
const MARGIN: usize = 16 * 1024;

/// The parts of `text` around `places`, which are sorted, in order; and whether there would be more than
/// [`MAX_WINDOWS`].
pub fn windows(text: &str, places: &[usize]) -> (Vec<Range<usize>>, bool) {
    let mut lexer = Lexer::new(text.as_bytes(), thinned(places));
    lexer.run();
    let mut parts: Vec<Range<usize>> = Vec::new();
    let places = lexer.places.iter().zip(&lexer.parts).zip(&lexer.is_said);
    for ((place, part), _) in places.filter(|(_, is_said)| !**is_said) {
        let part = part.clone().unwrap_or_else(|| around(*place, text.len()));
        let covered =
            |last: &Range<usize>| last.contains(place) && (*place + MARGIN <= last.end || part.end <= last.end);
        if parts.last().is_some_and(covered) {
            continue;
        }
        if parts.len() == MAX_WINDOWS {
            return (parts, true);
        }
        parts.push(floor(text, part.start)..floor(text, part.end));
    }
    (parts, false)
}

fn thinned(places: &[usize]) -> Vec<usize> {
    let mut thin: Vec<usize> = Vec::new();
    for &place in places {
        if thin.last().is_none_or(|last| place >= last + NEAR) {
            thin.push(place);
        }
    }
    thin
}

/// More of what follows, for other places follow too.
fn around(place: usize, len: usize) -> Range<usize> {
    place.saturating_sub(WINDOW / 4)..(place + WINDOW / 4 * 3).min(len)
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// What a bracket holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    /// Statements.
    Statements,
    /// The condition of `if`, `while`, `for`: a statement follows.
    Condition,
    /// The expression in `${…}`.
    Hole,
    /// Anything else.
    Values,
}

/// A place between statements, or at least between parts of one.
#[derive(Clone, Copy, Debug)]
struct Cut {
    at: usize,
    strong: bool,
}

#[derive(Debug)]
struct Frame {
    start: usize,
    closer: u8,
    holds: Holds,
    /// The first place that is not in front of it.
    first: usize,
    cuts: Vec<Cut>,
}

/// What came last, as far as it decides what a `/` or a `{` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Last {
    /// A value: `/` divides it.
    Value,
    /// A `)`: `{` opens a body.
    Paren,
    Arrow,
    /// `if`, `while`, `for`, `with`.
    Control,
    /// `else`, `do`, `try`, `finally`, `;`, `}`, the beginning.
    Statement,
    /// Any other operator.
    Operator,
}

struct Lexer<'t> {
    bytes: &'t [u8],
    at: usize,
    last: Last,
    frames: Vec<Frame>,
    places: Vec<usize>,
    /// For each place its part, once it is settled.
    parts: Vec<Option<Range<usize>>>,
    /// For each place the largest function around it so far.
    bodies: Vec<Option<Range<usize>>>,
    /// Whether a place is in a comment.
    is_said: Vec<bool>,
    /// The first place that has not been passed.
    next: usize,
}

impl<'t> Lexer<'t> {
    fn new(bytes: &'t [u8], places: Vec<usize>) -> Self {
        let empty = vec![None; places.len()];
        Self {
            bytes,
            at: 0,
            last: Last::Statement,
            frames: Vec::new(),
            parts: empty.clone(),
            bodies: empty,
            is_said: vec![false; places.len()],
            next: 0,
            places,
        }
    }

    fn run(&mut self) {
        self.open(0, 0, Holds::Statements);
        while let Some(&byte) = self.bytes.get(self.at) {
            while self.places.get(self.next).is_some_and(|place| *place <= self.at) {
                self.next += 1;
            }
            self.token(byte);
        }
        self.next = self.places.len();
        while let Some(frame) = self.frames.pop() {
            self.close(&frame, self.bytes.len());
        }
    }

    fn token(&mut self, byte: u8) {
        let start = self.at;
        self.at += 1;
        match byte {
            b'\n' => self.cut(false),
            b' ' | b'\t' | b'\r' => {}
            b'"' | b'\'' => self.string(byte),
            b'`' => self.template(),
            b'/' => self.slash(),
            b'{' => {
                let statements = matches!(self.last, Last::Paren | Last::Arrow | Last::Statement);
                self.open(start, b'}', if statements { Holds::Statements } else { Holds::Values });
                self.last = if statements { Last::Statement } else { Last::Operator };
            }
            b'(' => {
                let condition = self.last == Last::Control;
                self.open(start, b')', if condition { Holds::Condition } else { Holds::Values });
                self.last = Last::Operator;
            }
            b'[' => {
                self.open(start, b']', Holds::Values);
                self.last = Last::Operator;
            }
            b'}' | b')' | b']' => self.closer(byte),
            b';' => {
                self.cut(true);
                self.last = Last::Statement;
            }
            b',' => {
                self.cut(false);
                self.last = Last::Operator;
            }
            b'>' => self.last = if start > 0 && self.bytes[start - 1] == b'=' { Last::Arrow } else { Last::Operator },
            _ if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || byte >= 0x80 => self.word(start),
            _ => self.last = Last::Operator,
        }
    }

    fn word(&mut self, start: usize) {
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || *byte >= 0x80;
        self.at += self.bytes[self.at..].iter().take_while(|byte| is_part(byte)).count();
        let member = start > 0 && self.bytes[start - 1] == b'.';
        self.last = match &self.bytes[start..self.at] {
            _ if member => Last::Value,
            b"if" | b"while" | b"for" | b"with" => Last::Control,
            b"else" | b"do" | b"try" | b"finally" => Last::Statement,
            b"return" | b"typeof" | b"case" | b"in" | b"of" | b"delete" | b"void" | b"throw" | b"new"
            | b"instanceof" | b"yield" | b"await" => Last::Operator,
            _ => Last::Value,
        };
    }

    /// A string ends at the end of its line, if not before.
    fn string(&mut self, quote: u8) {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'\n' => break,
                _ if byte == quote => break,
                _ => {}
            }
        }
        self.last = Last::Value;
    }

    /// Goes on in a template, up to its end or to a hole.
    fn template(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'`' => break,
                b'$' if self.bytes.get(self.at) == Some(&b'{') => {
                    self.open(self.at, b'}', Holds::Hole);
                    self.at += 1;
                    self.last = Last::Operator;
                    return;
                }
                _ => {}
            }
        }
        self.last = Last::Value;
    }

    fn slash(&mut self) {
        let rest = &self.bytes[self.at..];
        let is_comment = matches!(rest.first(), Some(b'/' | b'*'));
        match rest.first() {
            Some(b'/') => self.at += rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len()),
            Some(b'*') => {
                self.at += rest.windows(2).skip(1).position(|pair| pair == b"*/").map_or(rest.len(), |found| found + 3);
            }
            _ if matches!(self.last, Last::Value | Last::Paren) => self.last = Last::Operator,
            _ => match regex(rest) {
                Some(length) => {
                    self.at += length;
                    self.last = Last::Value;
                }
                None => self.last = Last::Operator,
            },
        }
        // What a comment mentions calls nothing. What follows near to it may, and has no place of its own.
        while is_comment && self.places.get(self.next).is_some_and(|place| *place < self.at) {
            self.is_said[self.next] = self.places[self.next] + NEAR < self.at;
            self.next += 1;
        }
    }

    fn open(&mut self, start: usize, closer: u8, holds: Holds) {
        self.frames.push(Frame { start, closer, holds, first: self.next, cuts: Vec::new() });
    }

    fn closer(&mut self, closer: u8) {
        let Some(matching) = self.frames.iter().rposition(|frame| frame.closer == closer) else { return };
        let mut holds = Holds::Values;
        while self.frames.len() > matching {
            let Some(frame) = self.frames.pop() else { break };
            self.close(&frame, self.at);
            holds = frame.holds;
        }
        self.last = match (closer, holds) {
            (b'}', Holds::Statements) => {
                self.cut(false);
                Last::Statement
            }
            (b')', Holds::Condition) => Last::Statement,
            (b')', _) => Last::Paren,
            _ => Last::Value,
        };
        if holds == Holds::Hole {
            self.template();
        }
    }

    /// Settles what the places in a frame that ends have to do with it.
    fn close(&mut self, frame: &Frame, end: usize) {
        let whole = frame.start..end;
        for at in frame.first..self.next {
            if self.parts[at].is_some() {
                continue;
            }
            if whole.len() <= WINDOW {
                if frame.holds == Holds::Statements {
                    self.bodies[at] = Some(whole.clone());
                }
            } else if frame.holds == Holds::Statements {
                self.parts[at] = Some(self.between(frame, at, end));
            } else if let Some(body) = self.bodies[at].take() {
                self.parts[at] = Some(body);
            }
        }
    }

    /// The statements of a large frame around a place.
    fn between(&self, frame: &Frame, at: usize, end: usize) -> Range<usize> {
        let place = self.places[at];
        let inner = self.bodies[at].clone().unwrap_or(place..place);
        let Range { start: low, end: high } = around(place, self.bytes.len());
        let best = |mut cuts: Vec<Cut>| {
            cuts.sort_by_key(|cut| !cut.strong);
            cuts.first().map(|cut| cut.at)
        };
        // The furthest in front and behind that are not too far; between statements if there is such a place.
        let front = frame.cuts.iter().filter(|cut| cut.at >= low && cut.at <= inner.start).copied().collect();
        let back = frame.cuts.iter().rev().filter(|cut| cut.at <= high && cut.at >= inner.end).copied().collect();
        let start =
            if frame.start + 1 >= low { Some(frame.start + usize::from(frame.closer != 0)) } else { best(front) };
        let end = if end <= high { Some(end.saturating_sub(usize::from(frame.closer != 0))) } else { best(back) };
        match (start, end) {
            (Some(start), Some(end)) if start < end => start..end,
            _ if !inner.is_empty() => inner,
            (start, end) => start.unwrap_or(low)..end.unwrap_or(high).min(self.bytes.len()),
        }
    }

    /// Notes that a statement, or at least a part of one, may begin here.
    fn cut(&mut self, strong: bool) {
        let Some(frame) = self.frames.last_mut().filter(|frame| frame.holds == Holds::Statements) else { return };
        let cut = Cut { at: self.at, strong };
        match frame.cuts.last_mut() {
            Some(last) if cut.at < last.at + GRAIN => {
                if strong && !last.strong {
                    *last = cut;
                }
            }
            _ => frame.cuts.push(cut),
        }
    }
}

/// The length of a regular expression behind its first `/`.
pub(super) fn regex(rest: &[u8]) -> Option<usize> {
    let mut class = false;
    let mut at = 0;
    loop {
        match *rest.get(at)? {
            b'\n' => return None,
            b'\\' => at += 1,
            b'[' => class = true,
            b']' => class = false,
            b'/' if !class => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str, places: &[usize]) -> Vec<Range<usize>> {
        let (parts, more) = windows(text, places);
        assert!(!more);
        parts
    }

    #[test]
    fn functions_in_a_list_are_parts() {
        let filler = "function(e,t,n){var a=/[/\"]/.test(e)?`${t(`}`)}`:1/2/3;n(a)},".repeat(10_000);
        let wanted = "function(e,t,n){if(e)/[']/.exec(t);fetch('here')}";
        let text = format!("!function(e){{e()}}([{filler}{wanted},{filler}0]);");
        let at = text.find("here").unwrap();
        let found = parts(&text, &[at]);
        assert_eq!(found.len(), 1);
        assert_eq!(&text[found[0].clone()], &wanted["function(e,t,n)".len()..]);
    }

    #[test]
    fn statements_beside_one_another_are_cut_between() {
        let text = "function f(){g({a:[1,2]})}var b=c?/d/:e;".repeat(50_000);
        let at = text.len() / 2;
        let found = parts(&text, &[at]);
        assert!(found[0].contains(&at) && found[0].len() > WINDOW / 2 && found[0].len() <= WINDOW);
        assert!(text[found[0].clone()].starts_with("function f()") && text[found[0].clone()].ends_with("e;"));
    }

    #[test]
    fn near_places_share_a_part_and_parts_are_counted() {
        let text = "a();\n".repeat(1_000_000);
        assert_eq!(parts(&text, &[1_000_000, 1_000_100, 1_050_000]).len(), 1);
        assert_eq!(parts(&text, &[0, text.len() - 1]).len(), 2);
        let all: Vec<usize> = (0..text.len()).step_by(1000).collect();
        let some = parts(&text, &all);
        assert!(some.len() < 3 * text.len() / WINDOW / 2 + 2);
        assert!(all.iter().all(|place| some.iter().any(|part| part.contains(place))));
        let (most, more) = windows(&"a();\n".repeat(8_000_000), &(0..40_000_000).step_by(100_000).collect::<Vec<_>>());
        assert!(more && most.len() == MAX_WINDOWS);
    }

    #[test]
    fn text_that_is_no_script_has_parts_too() {
        for piece in ["(", "{", "`${", "'", "/", "é", "}", "/*", "a"] {
            let text = piece.repeat(600_000);
            let at = text.len() / 2;
            let at = floor(&text, at);
            for part in parts(&text, &[at]) {
                assert!(text.get(part.clone()).is_some() && part.len() <= 2 * WINDOW, "{piece} {part:?}");
            }
        }
    }
}
