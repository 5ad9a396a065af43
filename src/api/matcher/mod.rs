//! Finds the operations whose path template fits a path: a trie by segments, built once.
//!
//! A literal segment wins over a template with text around its variables (`{name}.json`), which wins over a plain
//! variable where the path writes that text; where the more literal way leads nowhere, the others are tried. Each node is
//! visited at most once.

mod building;
mod described;
mod pattern;

use std::cmp::Ordering;
use std::ops::ControlFlow;

use super::model::{Api, OperationId};
use crate::parallel::Lazy;
use building::Builder;
pub(crate) use described::{Described, Part};
pub(crate) use pattern::Pattern;
use pattern::{Likeness, ends_with, starts_with};

/// A segment of a path that is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment<'a> {
    /// Known text.
    Text(&'a str),
    /// Not known at all. It is one segment, and fits variables only.
    Hole,
    /// Known in pieces, with something unknown between them. It fits variables only.
    Partial {
        /// The known pieces in order, at least two; the first and the last may be empty.
        pieces: &'a [String],
    },
}

/// The path matcher of one API.
#[derive(Debug, Clone)]
pub struct Matcher {
    nodes: Vec<Node>,
    /// The distinct paths of server URLs; the first is empty.
    bases: Vec<String>,
    /// The methods of the operations.
    methods: Vec<String>,
    /// The distinct hosts of the servers.
    hosts: Vec<Vec<Option<String>>>,
    /// The distinct servers that have a host: it, and the path of their URLs.
    servers: Vec<(Vec<Option<String>>, String)>,
    /// The distinct templates as they are written.
    templates: Vec<String>,
    /// Most runs meet no call of an operation that does not exist.
    described: Lazy<Described>,
}

#[derive(Debug, Clone, Default)]
struct Node {
    /// By segment in lower case, sorted.
    literals: Vec<(String, usize)>,
    /// Those of them that are one of the values of a variable: what is not known may be any.
    choices: Vec<(String, usize)>,
    /// The more text, the earlier.
    patterns: Vec<(Pattern, usize)>,
    any: Option<usize>,
    ends: Vec<End>,
}

/// An operation that ends at a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // each says something of its own
pub(crate) struct End {
    /// The operation.
    pub(crate) operation: OperationId,
    /// The path leads to several operations that demand different things and differ in what a path does not show, such as
    /// a fixed query.
    pub(crate) is_ambiguous: bool,
    /// A segment of the path that is not known was taken for one of the template's with text in it: others may fit as well.
    pub(crate) is_guess: bool,
    /// Which path of a server URL stands in front; index into the bases.
    base: usize,
    /// How the template is written; index into the templates.
    template: usize,
    /// The template goes on with a query or a fragment.
    is_qualified: bool,
    /// Its last segment stands for all that follows.
    spans: bool,
}

/// Whether unknown segments fit literal ones too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// Unknown segments fit variables only.
    Strict,
    /// Unknown segments fit whatever they are likely to turn out to be.
    Loose,
}

/// A path on its way through the trie.
#[derive(Clone, Copy)]
struct Walk<'p> {
    whole: &'p [Segment<'p>],
    rest: &'p [Segment<'p>],
    /// The path ends in a slash.
    slash: bool,
    fit: Fit,
    is_guess: bool,
}

impl Matcher {
    /// Builds the matcher of a table. Each operation is found under its template alone and behind each of its servers'
    /// paths.
    pub fn new(api: &Api) -> Self {
        Builder::of(api).finish()
    }

    /// The operation of this method (upper case) whose template fits best, on whichever server.
    pub fn find(&self, method: &str, path: &[Segment<'_>]) -> Option<OperationId> {
        let found = self.walk(path, false, Fit::Strict, &mut |end| {
            let fits = self.methods[end.operation.0 as usize] == method;
            if fits { ControlFlow::Break(end.operation) } else { ControlFlow::Continue(()) }
        });
        found.break_value()
    }

    /// Calls `visit` with each operation whose template fits, the most literal first, until it breaks. Whether the path ends
    /// in a `slash` tells templates apart that differ in that alone.
    pub(crate) fn walk<B>(
        &self,
        path: &[Segment<'_>],
        slash: bool,
        fit: Fit,
        visit: &mut impl FnMut(End) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        self.step(0, Walk { whole: path, rest: path, slash, fit, is_guess: false }, visit)
    }

    /// The templates of the operations that the API describes, which must be the one that this was built of.
    pub(crate) fn described(&self, api: &Api) -> &Described {
        self.described.get_or_fill(|| Described::of(api))
    }

    /// The distinct hosts of the API's servers, as templates of labels.
    pub(crate) fn hosts(&self) -> &[Vec<Option<String>>] {
        &self.hosts
    }

    /// The distinct servers that have a host, as templates of its labels, each with the path of its URL.
    pub(crate) fn servers(&self) -> &[(Vec<Option<String>>, String)] {
        &self.servers
    }

    /// The path of the server's URL that was taken for the beginning of the path.
    pub(crate) fn base(&self, end: End) -> &str {
        &self.bases[end.base]
    }

    fn step<B>(&self, node: usize, walk: Walk<'_>, visit: &mut impl FnMut(End) -> ControlFlow<B>) -> ControlFlow<B> {
        let node = &self.nodes[node];
        let Some((segment, rest)) = walk.rest.split_first() else {
            return self.arrive(node, walk, visit);
        };
        let next = Walk { rest, ..walk };
        match segment {
            Segment::Text(text) => {
                let found = node.literals.binary_search_by(|(literal, _)| compare_ignoring_case(literal, text));
                if let Ok(index) = found {
                    self.step(node.literals[index].1, next, visit)?;
                }
            }
            _ if walk.fit == Fit::Strict => {
                for (_, to) in node.choices.iter().filter(|(choice, _)| may_be(segment, choice)) {
                    self.step(*to, next, visit)?;
                }
            }
            // In the middle of a path, what is unknown is a variable where there is one.
            _ if (node.any.is_none() || rest.is_empty()) => {
                for (literal, to) in &node.literals {
                    if may_be(segment, literal) {
                        self.step(*to, next, visit)?;
                    }
                }
            }
            _ => {}
        }
        self.through_patterns(node, segment, Likeness::Written, next, visit)?;
        if let Some(any) = node.any {
            self.step(any, next, visit)?;
        }
        self.through_patterns(node, segment, Likeness::Possible, Walk { is_guess: true, ..next }, visit)?;
        node.ends.iter().filter(|end| end.spans).try_for_each(|end| visit(End { is_guess: walk.is_guess, ..*end }))
    }

    fn through_patterns<B>(
        &self,
        node: &Node,
        segment: &Segment<'_>,
        likeness: Likeness,
        next: Walk<'_>,
        visit: &mut impl FnMut(End) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        for (pattern, to) in &node.patterns {
            if pattern.likeness(segment) == Some(likeness) {
                self.step(*to, next, visit)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// Of templates that differ by case or a slash at the end alone, the one that is written like the path comes first.
    fn arrive<B>(&self, node: &Node, walk: Walk<'_>, visit: &mut impl FnMut(End) -> ControlFlow<B>) -> ControlFlow<B> {
        let mut visit = |end: &End| visit(End { is_guess: walk.is_guess, ..*end });
        if node.ends.windows(2).all(|pair| pair[0].template == pair[1].template) {
            return node.ends.iter().try_for_each(visit);
        }
        let unlike = |end: &&End| {
            let template = &self.templates[end.template];
            (!is_written_like(template, walk.whole), template.ends_with('/') != walk.slash)
        };
        let mut ends: Vec<&End> = node.ends.iter().collect();
        ends.sort_by_key(unlike);
        ends.into_iter().try_for_each(&mut visit)
    }
}

/// Whether the literal segments at the end of a path have the very case of a template's.
fn is_written_like(template: &str, path: &[Segment<'_>]) -> bool {
    segments(template).rev().zip(path.iter().rev()).all(|(own, segment)| match segment {
        Segment::Text(text) => own.contains('{') || own == *text,
        Segment::Hole | Segment::Partial { .. } => true,
    })
}

/// The segments of a path or template; empty ones do not count.
pub(crate) fn segments(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

/// The path of a template, without a query or fragment behind it.
fn bare(template: &str) -> &str {
    let Some(end) = template.bytes().position(|byte| matches!(byte, b'?' | b'#')) else { return template };
    let (path, rest) = template.split_at(end);
    // `{?name}` is a query, too.
    path.strip_suffix('{').filter(|_| rest.starts_with('?')).unwrap_or(path)
}

/// A path template without the names of its variables, in lower case: what two templates of one operation share.
pub(crate) fn shape(path: &str) -> String {
    without_names(path.trim_end_matches('/')).to_ascii_lowercase()
}

/// A path template without the names of its variables.
fn without_names(template: &str) -> String {
    let mut plain = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, after)) = after.split_once('}') else { break };
        plain.push_str(before);
        plain.push_str("{}");
        rest = after;
    }
    plain.push_str(rest);
    plain
}

/// Whether an unknown segment may turn out to be this text.
pub(crate) fn may_be(segment: &Segment<'_>, literal: &str) -> bool {
    match segment {
        Segment::Text(text) => text.eq_ignore_ascii_case(literal),
        Segment::Hole => true,
        Segment::Partial { pieces } => {
            let (Some(prefix), Some(suffix)) = (pieces.first(), pieces.last()) else { return true };
            is_between(literal, prefix, suffix)
        }
    }
}

/// Whether a text begins and ends so, ASCII case ignored.
pub(crate) fn is_between(text: &str, prefix: &str, suffix: &str) -> bool {
    text.len() >= prefix.len() + suffix.len() && starts_with(text, prefix) && ends_with(text, suffix)
}

/// Compares a lower-case literal with a segment of any case.
fn compare_ignoring_case(literal: &str, text: &str) -> Ordering {
    literal.bytes().cmp(text.bytes().map(|byte| byte.to_ascii_lowercase()))
}
