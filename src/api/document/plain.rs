//! Reads YAML that is plainly written, at many times the speed of a parser of all that YAML can be.
//!
//! Lines with their indentation tell the structure. Values that are more than a word or a line go to the parser by
//! themselves; where the structure is not plain to see, nothing is read here and the parser reads the whole. What a table
//! does not need is passed over without being looked at.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Node;
use super::parse::{MAX_DEPTH, NodeVisitor, holds_names, is_new, parse_yaml};
use super::tokens::{Plain, closing, end_of_flow, is_item, key, plain, value_of};

/// Members in which no description matters: only those of schemes tell what something is.
const UNTOLD: [&str; 7] = ["info", "paths", "schemas", "definitions", "parameters", "requestBodies", "tags"];

/// Longer values are seldom written twice, in bytes.
const MAX_KNOWN: usize = 200;

/// So many values are kept, at most.
const MAX_PARSED: usize = 10_000;

/// What the members of a map are.
#[derive(Clone, Copy)]
struct Members {
    /// Their keys are names.
    are_names: bool,
    /// Descriptions in it do not matter.
    are_untold: bool,
}

/// A line, or what is left of it behind the dashes of a list.
#[derive(Clone, Copy)]
struct Line<'t> {
    /// The column that it begins at.
    column: usize,
    /// Its text without the white space around it; empty at the end of the document.
    text: &'t str,
}

/// The tree of a document, of which the members that `seed` leaves out and descriptions that matter to nobody are
/// missing. `None` where it is not plainly written.
pub(super) fn read(text: &str, seed: NodeVisitor) -> Option<Node<'_>> {
    // By itself it ends a line too, which is not seen here.
    if text.match_indices('\r').any(|(at, _)| text.as_bytes().get(at + 1) != Some(&b'\n')) {
        return None;
    }
    let mut reader = Reader { text, next: 0, line: Line { column: 0, text: "" }, seed, parsed: FxHashMap::default() };
    reader.advance();
    if reader.line.text == "---" {
        reader.advance();
    }
    let line = reader.line;
    if !is_nested(line.text) {
        return None;
    }
    let root = Members { are_names: false, are_untold: false };
    let node = reader.node(line.column, root, 0)?;
    reader.line.text.is_empty().then_some(node)
}

struct Reader<'t> {
    text: &'t str,
    /// Where the line behind the current one begins.
    next: usize,
    line: Line<'t>,
    seed: NodeVisitor,
    /// What the parser made of parts of the text, which are keys of names or not.
    parsed: FxHashMap<(&'t str, bool), Node<'static>>,
}

impl<'t> Reader<'t> {
    /// The line behind the current one, and how many bytes it takes; `None` at the end.
    fn following(&self) -> Option<(Line<'t>, usize)> {
        let rest = self.text.get(self.next..).filter(|rest| !rest.is_empty())?;
        let (line, length) = rest.find('\n').map_or((rest, rest.len()), |end| (&rest[..end], end + 1));
        let text = line.trim_start_matches(' ');
        Some((Line { column: line.len() - text.len(), text: text.trim_end_matches(['\r', ' ', '\t']) }, length))
    }

    /// Goes on to the next line that holds more than a comment.
    fn advance(&mut self) {
        while let Some((line, length)) = self.following() {
            self.next += length;
            if !line.text.is_empty() && !line.text.starts_with('#') {
                self.line = line;
                return;
            }
        }
        self.line = Line { column: 0, text: "" };
    }

    /// Goes on behind the lines that `belongs` takes and those with nothing on them; gives where the last of them ends.
    fn advance_over(&mut self, belongs: impl Fn(&Line<'t>) -> bool) -> usize {
        while let Some((_, length)) = self.following().filter(|(line, _)| line.text.is_empty() || belongs(line)) {
            self.next += length;
        }
        let end = self.next;
        self.advance();
        end
    }

    /// Goes on behind a value that ends at `end`, perhaps some lines further on, each of which stands to the right of
    /// `column`; on the last of them nothing but a comment follows.
    fn advance_behind(&mut self, end: usize, column: usize) -> Option<()> {
        while self.next < end {
            let (line, length) = self.following()?;
            if !line.text.is_empty() && line.column <= column {
                return None;
            }
            self.next += length;
        }
        let rest = self.text.get(end..self.next)?.trim_end();
        let is_comment = rest.starts_with([' ', '\t']) && rest.trim_start().starts_with('#');
        self.advance();
        (rest.is_empty() || is_comment).then_some(())
    }

    /// Where a part of the text begins, which is not empty: nothing may stand anywhere.
    fn place(&self, part: &str) -> usize {
        part.as_ptr() as usize - self.text.as_ptr() as usize
    }

    /// The list or map that begins on the current line, at `column`.
    fn node(&mut self, column: usize, members: Members, depth: usize) -> Option<Node<'t>> {
        if depth >= MAX_DEPTH {
            return None;
        }
        if is_item(self.line.text) { self.list(column, members, depth) } else { self.map(column, members, depth) }
    }

    fn list(&mut self, column: usize, members: Members, depth: usize) -> Option<Node<'t>> {
        let members = Members { are_names: false, ..members };
        let mut items = Vec::new();
        while self.line.column == column && is_item(self.line.text) {
            let rest = self.line.text.get(1..)?;
            let item = value_of(rest);
            if item.is_empty() {
                self.advance();
                let is_below = !self.line.text.is_empty() && self.line.column > column;
                items.push(if is_below { self.below(column, members, depth)? } else { Node::Null });
                continue;
            }
            let column_of_item = column + 1 + (rest.len() - item.len());
            self.line = Line { column: column_of_item, text: item };
            items.push(self.below(column, members, depth)?);
        }
        // The items of a key may stand right below it, and then so does the next key.
        (self.line.text.is_empty() || self.line.column <= column).then_some(Node::List(items))
    }

    fn map(&mut self, column: usize, members: Members, depth: usize) -> Option<Node<'t>> {
        let mut entries: Vec<(Cow<'t, str>, Node<'t>)> = Vec::new();
        let mut taken = FxHashSet::default();
        while self.line.column == column && !self.line.text.is_empty() && !is_item(self.line.text) {
            let (key, value) = self.key(column)?;
            let is_unread = self.seed.leaves_out(key) || members.are_untold && key == "description";
            if is_unread && !members.are_names {
                self.pass_over(value, column)?;
                continue;
            }
            // What two members of one name mean is for the parser to say.
            if !is_new(key, &entries, &mut taken) {
                return None;
            }
            let are_untold = members.are_untold || !members.are_names && UNTOLD.contains(&key);
            let own = Members { are_names: holds_names(key), are_untold };
            let node = if value.is_empty() {
                self.advance();
                self.member(column, own, depth)?
            } else if self.line.column > column {
                self.below(column, own, depth)?
            } else {
                self.value(value, column, own)?
            };
            entries.push((Cow::Borrowed(key), node));
        }
        (self.line.text.is_empty() || self.line.column < column).then_some(Node::Map(entries))
    }

    /// The key at `column` that the current line begins, and what stands behind its colon. A long key may stand on a line
    /// of its own, behind a question mark.
    fn key(&mut self, column: usize) -> Option<(&'t str, &'t str)> {
        let Some(long) = self.line.text.strip_prefix("? ") else {
            return key(self.line.text).map(|(key, rest)| (key, value_of(rest)));
        };
        let Some(Plain::Text(key)) = plain(long.trim_start()) else { return None };
        self.advance();
        let Line { column: own, text } = self.line;
        let rest = text.strip_prefix(':').filter(|rest| own == column && rest.starts_with(' '))?;
        let value = value_of(rest);
        // Its value may begin a map on the same line.
        self.line = Line { column: column + 1 + (rest.len() - value.len()), text: value };
        (!value.is_empty() && !key.eq_ignore_ascii_case("null")).then_some((key, value))
    }

    /// What a key at `column` stands for behind which nothing stands: what stands below, on the current line.
    fn member(&mut self, column: usize, members: Members, depth: usize) -> Option<Node<'t>> {
        let Line { column: own, text } = self.line;
        if text.is_empty() || own < column || own == column && !is_item(text) {
            return Some(Node::Null);
        }
        if own == column { self.node(own, members, depth + 1) } else { self.below(column, members, depth) }
    }

    /// What the current line begins, to the right of `column`.
    fn below(&mut self, column: usize, members: Members, depth: usize) -> Option<Node<'t>> {
        let Line { column: own, text } = self.line;
        if is_nested(text) { self.node(own, members, depth + 1) } else { self.value(text, column, members) }
    }

    /// A value that begins on the current line and goes on, if it does, to the right of `column`.
    fn value(&mut self, value: &'t str, column: usize, members: Members) -> Option<Node<'t>> {
        let from = self.place(value);
        match value.bytes().next()? {
            b'|' | b'>' => {
                // Where it is written how far the text is indented, that is counted from what is around it.
                if !matches!(value.get(1..)?.split(' ').next()?, "" | "-" | "+") {
                    return None;
                }
                let end = self.advance_over(|line| line.column > column);
                self.piece(from, end, members)
            }
            quote @ (b'"' | b'\'') => {
                let end = from + 1 + closing(self.text.get(from + 1..)?, quote)?;
                self.advance_behind(end, column)?;
                let inner = self.text.get(from + 1..end - 1)?;
                let is_plain = !inner.contains([if quote == b'"' { '\\' } else { '\'' }, '\n']);
                if is_plain { Some(Node::Text(Cow::Borrowed(inner))) } else { self.piece(from, end, members) }
            }
            b'[' | b'{' => {
                let end = from + end_of_flow(self.text.get(from..)?)?;
                self.advance_behind(end, column)?;
                match self.text.get(from..end)? {
                    "[]" => Some(Node::List(Vec::new())),
                    "{}" => Some(Node::Map(Vec::new())),
                    _ => self.piece(from, end, members),
                }
            }
            _ => self.plain(value, column, members),
        }
    }

    /// A value without quotes.
    fn plain(&mut self, value: &'t str, column: usize, members: Members) -> Option<Node<'t>> {
        let from = self.place(value);
        let goes_on = self.following().is_some_and(|(line, _)| line.text.is_empty() || line.column > column);
        if goes_on {
            let end = self.advance_over(|line| line.column > column);
            let lines = self.text.get(from..end)?;
            if lines.trim_end().contains('\n') {
                // A comment would end it, and a key begins something else.
                let is_more = |line: &str| {
                    line.trim_start().starts_with('#')
                        || line.contains(" #")
                        || line.contains(": ")
                        || line.ends_with(':')
                };
                let is_plain = plain(value).is_some() && !lines.lines().any(|line| is_more(line.trim_end()));
                return if is_plain { self.piece(from, end, members) } else { None };
            }
        } else {
            self.advance();
        }
        match plain(value)? {
            Plain::Text(text) => Some(Node::Text(Cow::Borrowed(text))),
            Plain::Number => Some(Node::Number),
            Plain::Bool(value) => Some(Node::Bool(value)),
            Plain::Other(text) => self.parsed(text, members),
        }
    }

    /// A part of the text, as the parser reads it by itself.
    fn piece(&mut self, from: usize, end: usize, members: Members) -> Option<Node<'t>> {
        self.parsed(self.text.get(from..end)?, members)
    }

    /// To begin with the parser takes long: what is written again and again is parsed once.
    fn parsed(&mut self, text: &'t str, members: Members) -> Option<Node<'t>> {
        let key = (text, members.are_names);
        if let Some(known) = self.parsed.get(&key) {
            return Some(known.clone());
        }
        let node = parse_yaml("", text, self.seed.of_names(members.are_names)).ok()?;
        if text.len() <= MAX_KNOWN && self.parsed.len() < MAX_PARSED {
            self.parsed.insert(key, node.clone());
        }
        Some(node)
    }

    /// Goes on behind the value of a key at `column` without looking at it.
    fn pass_over(&mut self, value: &'t str, column: usize) -> Option<()> {
        match value.bytes().next() {
            Some(quote @ (b'"' | b'\'')) => {
                let from = self.place(value) + 1;
                let end = from + closing(self.text.get(from..)?, quote)?;
                self.advance_behind(end, column)
            }
            Some(b'[' | b'{') => {
                let from = self.place(value);
                self.advance_behind(from + end_of_flow(self.text.get(from..)?)?, column)
            }
            first => {
                let may_be_list = first.is_none();
                self.advance_over(|line| {
                    line.column > column || may_be_list && line.column == column && is_item(line.text)
                });
                Some(())
            }
        }
    }
}

/// Whether a line begins a list or a map.
fn is_nested(text: &str) -> bool {
    is_item(text) || text.starts_with("? ") || key(text).is_some()
}
