//! Finds the operations whose path template fits a path: a trie by segments, built once.
//!
//! A literal segment wins over a template with text around its variable (`{name}.json`), which wins over a plain
//! variable; where the more literal way leads nowhere, the others are tried. Each node is visited at most once.

use std::cmp::Ordering;
use std::ops::ControlFlow;

use super::model::{Api, Operation, OperationId};

/// A segment of a path that is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment<'a> {
    /// Known text.
    Text(&'a str),
    /// Not known at all. It is one segment, and fits variables only.
    Hole,
    /// Known at its ends only, with something unknown between or beside. It fits variables only.
    Partial {
        /// The text before the first unknown piece; may be empty.
        prefix: &'a str,
        /// The text after the last unknown piece; may be empty.
        suffix: &'a str,
    },
}

/// The path matcher of one API.
#[derive(Debug)]
pub struct Matcher {
    nodes: Vec<Node>,
    /// The distinct paths of server URLs; the first is empty.
    bases: Vec<String>,
    /// The methods of the operations.
    methods: Vec<String>,
    /// The distinct hosts of the servers.
    hosts: Vec<Vec<Option<String>>>,
}

#[derive(Debug, Default)]
struct Node {
    /// By segment in lower case, sorted.
    literals: Vec<(String, usize)>,
    /// The more text, the earlier.
    patterns: Vec<(Pattern, usize)>,
    any: Option<usize>,
    ends: Vec<End>,
}

/// An operation that ends at a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct End {
    /// The operation.
    pub(crate) operation: OperationId,
    /// Which path of a server URL stands in front; index into the bases.
    base: usize,
}

/// A segment with text and variables: the pieces of text in order, of which the first and the last may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    pieces: Vec<String>,
}

/// Whether unknown segments fit literal ones too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// Unknown segments fit variables only.
    Strict,
    /// Unknown segments fit whatever they are likely to turn out to be.
    Loose,
}

impl Matcher {
    /// Builds the matcher of a table. Each operation is found under its template alone and behind each of its servers'
    /// paths.
    pub fn new(api: &Api) -> Self {
        let mut matcher =
            Self { nodes: vec![Node::default()], bases: vec![String::new()], methods: Vec::new(), hosts: Vec::new() };
        for (id, operation) in api.operation_ids() {
            matcher.methods.push(operation.method.clone());
            // The bare template serves calls whose base is unknown: it may hold the server's path.
            matcher.insert(id, "", operation.template());
            for server in operation.servers.iter() {
                matcher.insert(id, &server.base_path, operation.template());
                if !server.host.is_empty() && !matcher.hosts.contains(&server.host) {
                    matcher.hosts.push(server.host.clone());
                }
            }
        }
        for node in &mut matcher.nodes {
            node.literals.sort();
            node.patterns.sort_by_key(|(pattern, _)| std::cmp::Reverse(pattern.text_len()));
        }
        matcher
    }

    /// The operation of this method (upper case) whose template fits best, on whichever server.
    pub fn find(&self, method: &str, path: &[Segment<'_>]) -> Option<OperationId> {
        let found = self.walk(path, Fit::Strict, &mut |end| {
            let fits = self.methods[end.operation.0 as usize] == method;
            if fits { ControlFlow::Break(end.operation) } else { ControlFlow::Continue(()) }
        });
        found.break_value()
    }

    /// Calls `visit` with each operation whose template fits, the most literal first, until it breaks.
    pub(crate) fn walk<B>(
        &self,
        path: &[Segment<'_>],
        fit: Fit,
        visit: &mut impl FnMut(End) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        self.step(0, path, fit, visit)
    }

    /// The distinct hosts of the API's servers, as templates of labels.
    pub(crate) fn hosts(&self) -> &[Vec<Option<String>>] {
        &self.hosts
    }

    /// The path of the server's URL that was taken for the beginning of the path.
    pub(crate) fn base(&self, end: End) -> &str {
        &self.bases[end.base]
    }

    fn step<B>(
        &self,
        node: usize,
        path: &[Segment<'_>],
        fit: Fit,
        visit: &mut impl FnMut(End) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let node = &self.nodes[node];
        let Some((segment, rest)) = path.split_first() else {
            return node.ends.iter().try_for_each(|end| visit(*end));
        };
        match segment {
            Segment::Text(text) => {
                let found = node.literals.binary_search_by(|(literal, _)| compare_ignoring_case(literal, text));
                if let Ok(index) = found {
                    self.step(node.literals[index].1, rest, fit, visit)?;
                }
            }
            // In the middle of a path, what is unknown is a variable where there is one.
            _ if fit == Fit::Loose && (node.any.is_none() || rest.is_empty()) => {
                for (literal, next) in &node.literals {
                    if may_be(segment, literal) {
                        self.step(*next, rest, fit, visit)?;
                    }
                }
            }
            _ => {}
        }
        for (pattern, next) in &node.patterns {
            if pattern.fits(segment) {
                self.step(*next, rest, fit, visit)?;
            }
        }
        match node.any {
            Some(next) => self.step(next, rest, fit, visit),
            None => ControlFlow::Continue(()),
        }
    }

    fn insert(&mut self, operation: OperationId, base: &str, template: &str) {
        let base_index = self.bases.iter().position(|other| other == base).unwrap_or_else(|| {
            self.bases.push(base.to_owned());
            self.bases.len() - 1
        });
        let mut node = 0;
        for segment in segments(base).chain(segments(template)) {
            node = self.child(node, segment);
        }
        let end = End { operation, base: base_index };
        if !self.nodes[node].ends.contains(&end) {
            self.nodes[node].ends.push(end);
        }
    }

    fn child(&mut self, node: usize, segment: &str) -> usize {
        let new = self.nodes.len();
        let parent = &mut self.nodes[node];
        let existing = match Pattern::parse(segment) {
            Some(pattern) if pattern.is_any() => Some(*parent.any.get_or_insert(new)),
            Some(pattern) => {
                let found = parent.patterns.iter().find(|(other, _)| *other == pattern).map(|(_, next)| *next);
                found.or_else(|| {
                    parent.patterns.push((pattern, new));
                    None
                })
            }
            None => {
                let literal = segment.to_ascii_lowercase();
                let found = parent.literals.iter().find(|(other, _)| *other == literal).map(|(_, next)| *next);
                found.or_else(|| {
                    parent.literals.push((literal, new));
                    None
                })
            }
        };
        match existing {
            Some(next) if next != new => next,
            _ => {
                self.nodes.push(Node::default());
                new
            }
        }
    }
}

/// The segments of a path or template; empty ones do not count.
pub(crate) fn segments(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

/// A path template without the names of its variables, in lower case: what two templates of one operation share.
pub(crate) fn shape(path: &str) -> String {
    let mut shape = String::new();
    let mut rest = path.trim_end_matches('/');
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, after)) = after.split_once('}') else { break };
        shape.push_str(&before.to_ascii_lowercase());
        shape.push_str("{}");
        rest = after;
    }
    shape.push_str(&rest.to_ascii_lowercase());
    shape
}

/// The segments of an operation's path, as patterns where they have variables.
pub(crate) fn template(operation: &Operation) -> Vec<(&str, Option<Pattern>)> {
    segments(&operation.path).map(|segment| (segment, Pattern::parse(segment))).collect()
}

/// Whether an unknown segment may turn out to be this text.
pub(crate) fn may_be(segment: &Segment<'_>, literal: &str) -> bool {
    match segment {
        Segment::Text(text) => text.eq_ignore_ascii_case(literal),
        Segment::Hole => true,
        Segment::Partial { prefix, suffix } => {
            literal.len() >= prefix.len() + suffix.len() && starts_with(literal, prefix) && ends_with(literal, suffix)
        }
    }
}

impl Pattern {
    /// The pattern of a template's segment; `None` where it has no variable.
    fn parse(segment: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = segment;
        while let Some(open) = rest.find('{') {
            let Some(close) = rest[open..].find('}') else { break };
            pieces.push(rest[..open].to_ascii_lowercase());
            rest = &rest[open + close + 1..];
        }
        if pieces.is_empty() {
            return None;
        }
        pieces.push(rest.to_ascii_lowercase());
        Some(Self { pieces })
    }

    fn is_any(&self) -> bool {
        self.pieces.iter().all(String::is_empty)
    }

    fn text_len(&self) -> usize {
        self.pieces.iter().map(String::len).sum()
    }

    /// Whether a segment fits; a variable stands for at least one byte.
    pub(crate) fn fits(&self, segment: &Segment<'_>) -> bool {
        let (Some(first), Some(last)) = (self.pieces.first(), self.pieces.last()) else { return false };
        match segment {
            Segment::Hole => true,
            // What is known must not contradict; the rest may be anything.
            Segment::Partial { prefix, suffix } => {
                let start = first.len().min(prefix.len());
                let end = last.len().min(suffix.len());
                starts_with(first, bytes_to(prefix, start))
                    && starts_with(prefix, bytes_to(first, start))
                    && ends_with(last, bytes_from(suffix, suffix.len() - end))
                    && ends_with(suffix, bytes_from(last, last.len() - end))
            }
            Segment::Text(text) => {
                if !starts_with(text, first) {
                    return false;
                }
                let mut at = first.len();
                for piece in &self.pieces[1..self.pieces.len() - 1] {
                    // At least one byte for the variable before the piece; the leftmost place is as good as any.
                    match find_ignoring_case(text, piece, at + 1) {
                        Some(found) => at = found + piece.len(),
                        None => return false,
                    }
                }
                text.len() > at + last.len() && ends_with(text, last)
            }
        }
    }
}

/// `text[..end]`, or all of it where that would cut a character.
fn bytes_to(text: &str, end: usize) -> &str {
    text.get(..end).unwrap_or(text)
}

/// `text[start..]`, or all of it where that would cut a character.
fn bytes_from(text: &str, start: usize) -> &str {
    text.get(start..).unwrap_or(text)
}

fn starts_with(text: &str, prefix: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= prefix.len() && bytes[..prefix.len()].eq_ignore_ascii_case(prefix.as_bytes())
}

fn ends_with(text: &str, suffix: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= suffix.len() && bytes[bytes.len() - suffix.len()..].eq_ignore_ascii_case(suffix.as_bytes())
}

fn find_ignoring_case(text: &str, piece: &str, from: usize) -> Option<usize> {
    let (text, piece) = (text.as_bytes(), piece.as_bytes());
    let last = text.len().checked_sub(piece.len())?;
    (from..=last).find(|&at| text[at..at + piece.len()].eq_ignore_ascii_case(piece))
}

/// Compares a lower-case literal with a segment of any case.
fn compare_ignoring_case(literal: &str, text: &str) -> Ordering {
    literal.bytes().cmp(text.bytes().map(|byte| byte.to_ascii_lowercase()))
}
