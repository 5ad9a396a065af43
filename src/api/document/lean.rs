//! Takes out of a YAML text what no table needs, so that the parser need not read it: parsing is what takes the time.
//!
//! Only what is plain to see line by line is taken out, and lines stay where they are. Where a text is written in a way
//! that is not plain, nothing is. What is left is parsed as any YAML, and where that fails, the whole text is.

use super::parse::holds_names;

/// Members in which no description matters: only those of schemes tell what something is.
const UNTOLD: [&str; 7] = ["info", "paths", "schemas", "definitions", "parameters", "requestBodies", "tags"];

/// A key whose value may go on in the lines below.
struct Open {
    column: usize,
    /// The keys of its map are names.
    are_names: bool,
    /// Descriptions in it do not matter.
    is_untold: bool,
}

/// What the lines below belong to.
#[derive(Clone, Copy)]
enum Below {
    /// The structure of the document.
    Structure,
    /// What is taken out, as long as it stands to the right of this column.
    Unread(usize),
    /// A block of text to the right of this column.
    Block(usize),
    /// A text in these quotes.
    Quoted(u8),
    /// So many brackets that have not been closed, and perhaps a quote.
    Flow(usize, Option<u8>),
}

/// The text without the members of these names; `None` where it is not plain to see where they end.
pub(super) fn without(text: &str, unread: &[&str]) -> Option<String> {
    let mut lean = Lean { unread, open: Vec::new(), below: Below::Structure };
    let mut kept = String::with_capacity(text.len() / 2);
    for line in text.split('\n') {
        let end = lean.line(line)?;
        kept.push_str(line.get(..end)?);
        kept.push('\n');
    }
    Some(kept)
}

struct Lean<'t> {
    unread: &'t [&'t str],
    open: Vec<Open>,
    below: Below,
}

impl Lean<'_> {
    /// How much of a line is kept; `None` where it is not plain.
    fn line(&mut self, line: &str) -> Option<usize> {
        let text = line.trim_end_matches('\r');
        let rest = text.trim_start_matches(' ');
        let indent = text.len() - rest.len();
        let whole = Some(line.len());
        if rest.is_empty() {
            return whole;
        }
        match self.below {
            Below::Unread(column) if indent > column || indent == column && is_item(rest) => return Some(0),
            Below::Block(column) if indent > column => return whole,
            Below::Quoted(quote) => {
                if closing(text, quote).is_some() {
                    self.below = Below::Structure;
                }
                return whole;
            }
            Below::Flow(depth, quote) => {
                self.below = flow(text, depth, quote);
                return whole;
            }
            Below::Structure | Below::Unread(_) | Below::Block(_) => self.below = Below::Structure,
        }
        match rest.as_bytes().first() {
            Some(b'#') => whole,
            Some(b'\t' | b'%' | b'?') => None,
            _ if indent == 0 && (rest.starts_with("---") || rest.starts_with("...")) => {
                self.open.clear();
                if rest.len() == 3 { whole } else { None }
            }
            _ => Some(if self.keeps(rest, indent) { line.len() } else { text.len() - Self::behind_dashes(rest) }),
        }
    }

    /// The length of a line without its dashes.
    fn behind_dashes(rest: &str) -> usize {
        let mut rest = rest;
        while is_item(rest) {
            rest = rest[1..].trim_start_matches(' ');
        }
        rest.len()
    }

    /// Takes note of a line that begins a key or an item of a list, or goes on with a text. Whether it is kept; of an
    /// item the dash is in any case.
    fn keeps(&mut self, rest: &str, indent: usize) -> bool {
        let (mut rest, mut column, mut dash) = (rest, indent, None);
        while is_item(rest) {
            let item = rest[1..].trim_start_matches(' ');
            dash = Some(column);
            column += rest.len() - item.len();
            rest = item;
        }
        while self.open.last().is_some_and(|open| open.column >= column) {
            self.open.pop();
        }
        let Some((key, value)) = key(rest) else {
            self.below = dash.map_or(Below::Structure, |dash| below(rest, dash));
            return true;
        };
        let (are_names, is_untold) = self.open.last().map_or((false, false), |it| (it.are_names, it.is_untold));
        if !are_names && (self.unread.contains(&key) || is_untold && key == "description") {
            self.below = Below::Unread(column);
            return false;
        }
        let is_untold = is_untold || !are_names && UNTOLD.contains(&key);
        self.open.push(Open { column, are_names: holds_names(key), is_untold });
        self.below = below(value, column);
        true
    }
}

/// Whether a line begins an item of a list.
fn is_item(rest: &str) -> bool {
    rest == "-" || rest.starts_with("- ")
}

/// The key that a line begins with, and what stands behind it.
fn key(rest: &str) -> Option<(&str, &str)> {
    let is_end = |value: &str| value.is_empty() || value.starts_with([' ', '\t']);
    match rest.bytes().next()? {
        quote @ (b'"' | b'\'') => {
            let end = closing(rest.get(1..)?, quote)? + 1;
            let value = rest.get(end..)?.strip_prefix(':')?;
            is_end(value).then_some((rest.get(1..end - 1)?, value))
        }
        b'{' | b'[' | b'&' | b'*' | b'!' | b'|' | b'>' | b'@' | b'`' => None,
        _ => {
            let mut colons = rest.match_indices(':').map(|(at, _)| at);
            let at = colons.find(|at| rest.get(at + 1..).is_some_and(is_end))?;
            let key = rest.get(..at)?;
            (!key.contains(" #")).then_some((key.trim_end(), &rest[at + 1..]))
        }
    }
}

/// What the lines below a value belong to. Those of a block stand to the right of this column.
fn below(value: &str, column: usize) -> Below {
    let mut value = value.trim_start();
    // An anchor or a tag stands in front.
    while value.starts_with(['&', '!']) {
        value = value.split_once(' ').map_or("", |(_, value)| value.trim_start());
    }
    match value.bytes().next() {
        Some(b'|' | b'>') => Below::Block(column),
        Some(quote @ (b'"' | b'\'')) => match value.get(1..).and_then(|text| closing(text, quote)) {
            Some(_) => Below::Structure,
            None => Below::Quoted(quote),
        },
        Some(b'{' | b'[') => flow(value, 0, None),
        _ => Below::Structure,
    }
}

/// Where a text goes on behind the quote that closes it, if it is closed.
fn closing(text: &str, quote: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match *byte {
            b'\\' if quote == b'"' => at += 1,
            byte if byte == quote => {
                if quote == b'"' || bytes.get(at + 1) != Some(&quote) {
                    return Some(at + 1);
                }
                at += 1;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// What the lines below a line with brackets belong to.
fn flow(line: &str, depth: usize, quote: Option<u8>) -> Below {
    let (mut depth, mut quote) = (depth, quote);
    let (mut before, mut rest) = (b' ', line);
    loop {
        if let Some(open) = quote {
            let Some(end) = closing(rest, open) else { return Below::Flow(depth, quote) };
            (quote, before, rest) = (None, open, &rest[end..]);
        }
        let Some(at) = rest.find(['{', '[', '}', ']', '"', '\'', '#']) else { break };
        before = rest[..at].trim_end_matches(' ').bytes().next_back().unwrap_or(before);
        let byte = rest.as_bytes()[at];
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'#' if rest[..at].ends_with(' ') => break,
            // In the middle of a plain text it is no quote.
            b'"' | b'\'' if matches!(before, b'{' | b'[' | b',' | b':') => quote = Some(byte),
            _ => {}
        }
        (before, rest) = (byte, &rest[at + 1..]);
    }
    if depth == 0 { Below::Structure } else { Below::Flow(depth, None) }
}

#[cfg(test)]
mod tests {
    use super::without;

    fn lean(text: &str) -> String {
        let lean = without(text, &["responses", "example"]).expect("plain");
        assert_eq!(lean.lines().count(), text.lines().count(), "lines stay where they are");
        lean.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn what_is_plain_is_taken_out() {
        assert_eq!(lean("a:\n  responses:\n    b: 1\n\n    c: |\n      d\n  e: 2"), "a:\n  e: 2");
        assert_eq!(lean("a:\n  responses:\n  - b: 1\n  -\n  e: 2"), "a:\n  e: 2");
        assert_eq!(lean("a:\n- responses: {b: [1]}\n  e: 2\n- f: 3"), "a:\n- \n  e: 2\n- f: 3");
        assert_eq!(lean("a:\n  example: some\n    text\n  'responses': \"b\n    c\"\n  e: 2"), "a:\n  e: 2");
        assert_eq!(lean("paths:\n  /a:\n    description: >-\n      b\n    get: {}"), "paths:\n  /a:\n    get: {}");
    }

    #[test]
    fn what_only_looks_like_it_stays() {
        for text in [
            "properties:\n  responses: 1\n  example: 2",
            "a: |\n  responses:\n    b\nc: 1",
            "a: \"b\n  responses: c\"\nd: 1",
            "a: 'it''s\n  responses: c'\nd: 1",
            "a: {b: \"}\",\n  responses: {}, security: [1]}\nc: 1",
            "a: [it's,\n  {responses: 1}]",
            "- |\n responses: a\n- b",
            "securitySchemes:\n  parameters:\n    description: a",
        ] {
            assert_eq!(lean(text), text);
        }
    }

    #[test]
    fn what_is_not_plain_is_left_alone() {
        for text in ["? a\n: b", "%YAML 1.2\n---\na: 1", "a:\n\tb: 1", "--- {a: 1}"] {
            assert_eq!(without(text, &["responses"]), None, "{text}");
        }
    }
}
