//! Answers "what does this route want?" for whatever URL or path somebody pastes.

use std::ops::ControlFlow;

use super::target::{Destination, HostFit, Path};
use super::{Distance, nearest};
use crate::api::matcher::{End, Fit};
use crate::api::{Api, Apis, Matcher, OperationId};
use crate::request::{Hole, Origin, Part, Text};
use crate::source::{FileId, Span};

/// What was found for a pasted route.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lookup {
    /// The operations of the best template of each API; without a method all that it has. Those on the host that was
    /// given come first.
    pub found: Vec<FoundOperation>,
    /// Where nothing was found: indices of the tables that know the path as a retired one.
    pub retired: Vec<usize>,
    /// Where nothing was found: table, operation and distance of the nearest.
    pub nearest: Option<(usize, OperationId, Distance)>,
    /// Where a host was given and no path: indices of the tables of which it is one.
    pub on_host: Vec<usize>,
    /// The host that was given, where it is written out and none of any table's.
    pub foreign_host: Option<String>,
}

/// An operation that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundOperation {
    /// Index into the tables.
    pub api: usize,
    /// The operation.
    pub operation: OperationId,
    /// The operation is on the host that was given, as far as that can be told; `true` where none was given.
    pub on_host: bool,
}

/// Looks up a full URL or a path: with a query or without, with concrete values or with `:uid`, `{uid}`, `${uid}`,
/// `<uid>` in place of them. The method is taken in any case.
pub fn lookup(apis: &Apis, method: Option<&str>, url_or_path: &str) -> Lookup {
    let target = Destination::of(&parse(url_or_path), apis);
    let Ok(path) = &target.path else { return Lookup::default() };
    let method = method.map(|method| method.trim().to_ascii_uppercase());
    let method = method.as_deref();
    let segments = path.segments();
    let is_known = || apis.iter().any(|(_, _, matcher)| target.host.fit_of_any(matcher.hosts()) > HostFit::No);
    let foreign_host = target.host.written().filter(|_| !is_known());
    let mut lookup = Lookup { foreign_host, ..Lookup::default() };
    for (index, api, matcher) in apis.iter() {
        // A host of nobody's says nothing: a proxy, or a customer's own name for the API.
        let host_counts = target.host.fit_of_any(matcher.hosts()) > HostFit::No;
        let on_host = |end: End| {
            let mut servers = api.operation(end.operation).servers.iter();
            let base = matcher.base(end);
            !host_counts
                || servers.any(|server| server.base_path == base && target.host.fit(&server.host) > HostFit::No)
        };
        let mut found = best((api, matcher), path, method, on_host);
        let on_host_too = !found.is_empty();
        if found.is_empty() {
            found = best((api, matcher), path, method, |_| true);
        }
        lookup.found.extend(found.into_iter().map(|operation| FoundOperation {
            api: index,
            operation,
            on_host: on_host_too,
        }));
    }
    lookup.found.sort_by_key(|found| !found.on_host);
    if segments.is_empty() && target.host.written().is_some() {
        let on_host = apis.iter().filter(|(_, _, matcher)| target.host.fit_of_any(matcher.hosts()) > HostFit::No);
        lookup.on_host = on_host.map(|(index, _, _)| index).collect();
    }
    if !lookup.found.is_empty() {
        return lookup;
    }
    let retired = apis.iter().filter(|(_, api, _)| path.begins_with_any(&api.overlay.retired));
    lookup.retired = retired.map(|(index, _, _)| index).collect();
    let near = apis.iter().filter_map(|(index, api, matcher)| {
        let (operation, distance) = nearest::nearest(api, matcher, method.unwrap_or("GET"), &segments)?;
        Some((index, operation, distance))
    });
    lookup.nearest = near.min_by_key(|(_, _, distance)| match distance {
        Distance::Method => 0,
        Distance::Segment => 1,
        Distance::Far => 2,
    });
    lookup
}

/// The operations of the most literal template that has one which is accepted.
fn best(
    (api, matcher): (&Api, &Matcher),
    path: &Path,
    method: Option<&str>,
    accept: impl Fn(End) -> bool,
) -> Vec<OperationId> {
    let mut template: Option<&str> = None;
    let mut found = Vec::new();
    let _ = matcher.walk(&path.segments(), path.ends_in_slash(), Fit::Strict, &mut |end| {
        let operation = api.operation(end.operation);
        if method.is_some_and(|method| method != operation.method) || !accept(end) {
            return ControlFlow::Continue(());
        }
        if *template.get_or_insert(&operation.path) != operation.path {
            return ControlFlow::Break(());
        }
        if !found.contains(&end.operation) {
            found.push(end.operation);
        }
        ControlFlow::Continue(())
    });
    found
}

/// The text of a pasted URL, with holes for what stands in place of values.
fn parse(pasted: &str) -> Text {
    let mut parts = Vec::new();
    let mut text = String::new();
    let mut rest = pasted.trim();
    while let Some(char) = rest.chars().next() {
        if let Some(length) = placeholder(rest, text.is_empty() || text.ends_with('/')) {
            push_text(&mut parts, &mut text);
            parts.push(hole());
            rest = &rest[length..];
        } else {
            text.push(char);
            rest = &rest[char.len_utf8()..];
        }
    }
    push_text(&mut parts, &mut text);
    Text { parts }
}

/// The length of the placeholder that the text begins with.
fn placeholder(text: &str, starts_segment: bool) -> Option<usize> {
    let closed = |open: &str, close: &str| {
        let inner = text.strip_prefix(open)?;
        let end = inner.find(close)?;
        (!inner[..end].contains('/')).then_some(open.len() + end + close.len())
    };
    let named = || {
        let name = text.strip_prefix(':').filter(|_| starts_segment)?;
        let end = name.find(|char: char| !(char.is_alphanumeric() || char == '_')).unwrap_or(name.len());
        (end > 0).then_some(1 + end)
    };
    closed("${", "}")
        .or_else(|| closed("{{", "}}"))
        .or_else(|| closed("{", "}"))
        .or_else(|| closed("<", ">"))
        .or_else(named)
}

fn push_text(parts: &mut Vec<Part>, text: &mut String) {
    if !text.is_empty() {
        parts.push(Part::Fixed { text: std::mem::take(text).into(), span: nowhere() });
    }
}

fn hole() -> Part {
    Part::Hole(Hole::new(Origin::Unknown, nowhere()).into())
}

/// Pasted text stands in no file.
fn nowhere() -> Span {
    Span::new(FileId(0), 0, 0)
}
