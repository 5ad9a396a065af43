//! URLs and queries as texts in pieces: joined, split, and read.

use std::rc::Rc;

use crate::interpreter::budget::MAX_URLS;
use crate::interpreter::domain::provenance::{LOCAL, Provenance};
use crate::interpreter::domain::string::Skeleton;
use crate::interpreter::domain::text::{FieldsValue, Piece, TextValue, first_span, reads_alike, unknown_piece};
use crate::interpreter::domain::value::Value;
use crate::request::Origin;
use crate::source::Span;

pub(crate) fn value_span(value: &Value) -> Option<Span> {
    match value {
        Value::Text(text) => match text.first()? {
            Piece::Fixed(_, span, _) => Some(*span),
            _ => None,
        },
        _ => None,
    }
}

/// The span of the end of a text: exact where the text was written as it is.
#[allow(clippy::cast_possible_truncation)]
pub(crate) fn tail_span(span: Span, whole: &str, tail: &str) -> Span {
    sub_span(span, whole, whole.len() - tail.len(), tail.len())
}

/// The span of a part of a text: exact where the text was written as it is, otherwise that of the whole.
#[allow(clippy::cast_possible_truncation)]
pub(crate) fn sub_span(span: Span, whole: &str, start: usize, len: usize) -> Span {
    if span.len() as usize == whole.len() {
        let start = span.start + start as u32;
        Span::new(span.file, start, start + len as u32)
    } else {
        span
    }
}

pub(crate) fn starts_with(text: &[Piece], prefix: &str) -> bool {
    match first_of(text) {
        Some(Piece::Fixed(first, ..)) => first.starts_with(prefix),
        Some(Piece::Alt(alts)) => alts.iter().all(|alt| starts_with(alt, prefix)),
        _ => false,
    }
}

/// The first piece that is not empty.
fn first_of(text: &[Piece]) -> Option<&Piece> {
    text.iter().find(|piece| !matches!(piece, Piece::Fixed(fixed, ..) if fixed.is_empty()))
}

/// Whether a URL certainly has a host of its own.
pub(crate) fn is_absolute(text: &[Piece]) -> bool {
    match first_of(text) {
        Some(Piece::Fixed(first, ..)) => first.starts_with("//") || first.contains("://"),
        Some(Piece::Alt(alts)) => alts.iter().all(|alt| is_absolute(alt)),
        _ => false,
    }
}

/// Scheme and host of a URL; all of it where they cannot be told from the path.
pub(crate) fn origin_of(text: &[Piece]) -> TextValue {
    let mut origin = TextValue::new();
    let mut host_from = None;
    for piece in text {
        if let Piece::Fixed(fixed, span, via) = piece {
            let after = match host_from {
                None => fixed.find("://").map(|at| at + 3),
                Some(()) => Some(0),
            };
            if let Some(after) = after {
                host_from = Some(());
                if let Some(slash) = fixed[after..].find('/') {
                    let part = &fixed[..after + slash];
                    if !part.is_empty() {
                        origin.push(Piece::Fixed(part.into(), sub_span(*span, fixed, 0, part.len()), *via));
                    }
                    return origin;
                }
            } else if let Some(slash) = fixed.find('/') {
                // An unknown base: its own path, if any, is in the unknown part.
                let part = &fixed[..slash];
                if !part.is_empty() {
                    origin.push(Piece::Fixed(part.into(), sub_span(*span, fixed, 0, part.len()), *via));
                }
                return origin;
            }
        }
        origin.push(piece.clone());
    }
    origin
}

pub(crate) fn strip_prefix(text: &[Piece], prefix: &[Piece]) -> TextValue {
    let fixed = |pieces: &[Piece]| -> usize {
        pieces.iter().map(|piece| if let Piece::Fixed(text, ..) = piece { text.len() } else { 1 }).sum()
    };
    let mut skip = fixed(prefix);
    let mut rest = TextValue::new();
    for piece in text {
        let len = fixed(std::slice::from_ref(piece));
        match piece {
            Piece::Fixed(text, span, via) if skip < len => {
                let tail = &text[skip..];
                rest.push(Piece::Fixed(tail.into(), tail_span(*span, text, tail), *via));
                skip = 0;
            }
            _ if skip >= len => skip -= len,
            other => {
                rest.push(other.clone());
                skip = 0;
            }
        }
    }
    rest
}

/// A URL up to the last slash of its path.
pub(crate) fn directory_of(mut text: TextValue) -> TextValue {
    if let Some(Piece::Fixed(last, span, via)) = text.last().cloned() {
        let path_from = last.find("://").map_or(0, |at| at + 3);
        if let Some(slash) = last[path_from..].rfind('/') {
            let part = &last[..=path_from + slash];
            let span = sub_span(span, &last, 0, part.len());
            if let Some(slot) = text.last_mut() {
                *slot = Piece::Fixed(part.into(), span, via);
            }
        }
    }
    text
}

pub(crate) fn with_slash(text: TextValue, span: Span) -> TextValue {
    if starts_with(&text, "/") {
        return text;
    }
    std::iter::once(Piece::Fixed("/".into(), span, LOCAL)).chain(text).collect()
}

pub(crate) fn with_slash_between(base: &[Piece], text: TextValue, span: Span) -> TextValue {
    match base.last() {
        Some(Piece::Fixed(last, ..)) if last.ends_with('/') => text,
        None => text,
        _ => with_slash(text, span),
    }
}

/// A base and what is put behind it with one slash between.
pub(crate) fn combine(base: TextValue, text: TextValue, span: Span) -> TextValue {
    if text.is_empty() {
        return base;
    }
    let mut joined = base;
    if let Some(Piece::Fixed(last, at, via)) = joined.last().cloned() {
        let trimmed = last.trim_end_matches('/');
        let at = sub_span(at, &last, 0, trimmed.len());
        if let Some(slot) = joined.last_mut() {
            *slot = Piece::Fixed(trimmed.into(), at, via);
        }
    }
    joined.extend(with_slash(text, span));
    joined
}

/// The URLs that a text may be, each with its query taken off.
pub(crate) fn split_urls(text: &[Piece]) -> Vec<(TextValue, FieldsValue)> {
    let mut urls: Vec<(TextValue, Option<TextValue>)> = vec![(TextValue::new(), None)];
    split_into(text, &mut urls);
    let urls: Vec<(TextValue, FieldsValue)> = urls
        .into_iter()
        .map(|(href, query)| (href, query.map(|query| parse_query(&query)).unwrap_or_default()))
        .collect();
    with_possible_queries(with_begun_queries(urls))
}

/// What has an `&` where another of the same URLs has the `?` that begins its query is none: which of the two stands there
/// was asked of what stands before it.
fn with_begun_queries(urls: Vec<(TextValue, FieldsValue)>) -> Vec<(TextValue, FieldsValue)> {
    if urls.len() < 2 {
        return urls;
    }
    let is_begun = |(href, query): &(TextValue, FieldsValue)| {
        let Some((head, tail)) = split_at_ampersand(href) else { return false };
        let tail = parse_query(&tail);
        query.entries.is_empty()
            && urls.iter().any(|(other, begun)| {
                reads_alike(other, &head)
                    && !begun.entries.is_empty()
                    && tail.entries.iter().all(|field| begun.entries.iter().any(|own| own.name == field.name))
            })
    };
    let kept: Vec<bool> = urls.iter().map(|url| !is_begun(url)).collect();
    urls.into_iter().zip(kept).filter_map(|(url, is_kept)| is_kept.then_some(url)).collect()
}

/// What stands before the first `&` that is written in a text, and behind it.
fn split_at_ampersand(text: &[Piece]) -> Option<(TextValue, TextValue)> {
    let is_written = |piece: &Piece| matches!(piece, Piece::Fixed(fixed, ..) if fixed.contains('&'));
    let at = text.iter().position(is_written)?;
    let Piece::Fixed(fixed, span, via) = &text[at] else { return None };
    let (head, tail) = fixed.split_once('&')?;
    let part = |part: &str, start: usize| Piece::Fixed(part.into(), sub_span(*span, fixed, start, part.len()), *via);
    let before = text[..at].iter().cloned().chain([part(head, 0)]);
    let behind = [part(tail, head.len() + 1)].into_iter().chain(text[at + 1..].iter().cloned());
    Some((before.collect(), behind.collect()))
}

/// The header that the user and the password in a URL stand for: clients send them as basic authentication (RFC 3986,
/// 3.2.1, and RFC 7617).
pub(crate) fn userinfo(url: &TextValue, site: Span) -> FieldsValue {
    let of_one = |(href, _): (TextValue, FieldsValue)| {
        let mut fields = FieldsValue::default();
        if let Some(userinfo) = userinfo_of(&href).filter(|userinfo| !userinfo.is_empty()) {
            let mut text = vec![Piece::Fixed("Basic ".into(), site, LOCAL)];
            text.extend(userinfo);
            fields.push("Authorization", site, Rc::new(text), true);
        }
        fields
    };
    let all: Vec<FieldsValue> = split_urls(url).into_iter().map(of_one).collect();
    FieldsValue::any_of(&all)
}

/// What stands between the scheme and the `@` of a URL.
fn userinfo_of(href: &TextValue) -> Option<TextValue> {
    let skeleton = Skeleton::of(href)?;
    let start = skeleton.string.find("://")? + "://".len();
    let authority = skeleton.string[start..].split(['/', '?', '#']).next()?;
    Some(skeleton.cut(start..start + authority.rfind('@')?))
}

/// A query that is put behind a URL on some paths only (`query ? '?' + query : ''`) is a possible one: no URL of its own
/// is left without it.
pub(crate) fn with_possible_queries(mut urls: Vec<(TextValue, FieldsValue)>) -> Vec<(TextValue, FieldsValue)> {
    let is_bare = |query: &FieldsValue| query.entries.is_empty() && query.open.is_empty();
    let mut at = 0;
    while at < urls.len() {
        let (href, query) = &urls[at];
        let href = href.clone();
        let same = |other: &(TextValue, FieldsValue)| !is_bare(&other.1) && reads_alike(&other.0, &href);
        if is_bare(query) && urls.iter().any(same) {
            for (_, query) in urls.iter_mut().filter(|other| same(other)) {
                query.entries.iter_mut().for_each(|field| field.certain = false);
            }
            urls.remove(at);
        } else {
            at += 1;
        }
    }
    urls
}

pub(crate) fn split_into(text: &[Piece], urls: &mut Vec<(TextValue, Option<TextValue>)>) {
    for piece in text {
        match piece {
            Piece::Alt(alts) if urls.iter().any(|(_, query)| query.is_none()) => {
                if urls.len() * alts.len() > MAX_URLS {
                    if let Some(span) = alts.iter().find_map(|alt| first_span(alt)) {
                        for url in urls.iter_mut() {
                            push(url, unknown_piece(Origin::Computed, span));
                        }
                    }
                    continue;
                }
                let mut grown = Vec::new();
                for alt in alts.iter() {
                    let mut branch = urls.clone();
                    split_into(alt, &mut branch);
                    grown.extend(branch);
                }
                *urls = grown;
            }
            Piece::Fixed(fixed, span, via) => {
                for url in urls.iter_mut() {
                    let fixed_without_fragment = fixed.split_once('#').map_or(&**fixed, |(head, _)| head);
                    match (fixed_without_fragment.find('?'), &mut url.1) {
                        (Some(at), query @ None) => {
                            let (head, tail) = (&fixed[..at], &fixed_without_fragment[at + 1..]);
                            *query =
                                Some(vec![Piece::Fixed(tail.into(), sub_span(*span, fixed, at + 1, tail.len()), *via)]);
                            if !head.is_empty() {
                                url.0.push(Piece::Fixed(head.into(), sub_span(*span, fixed, 0, head.len()), *via));
                            }
                        }
                        _ if fixed_without_fragment.is_empty() => {}
                        _ => {
                            let part = fixed_without_fragment;
                            push(url, Piece::Fixed(part.into(), sub_span(*span, fixed, 0, part.len()), *via));
                        }
                    }
                }
            }
            other => urls.iter_mut().for_each(|url| push(url, other.clone())),
        }
    }
}

pub(crate) fn push(url: &mut (TextValue, Option<TextValue>), piece: Piece) {
    match &mut url.1 {
        Some(query) => query.push(piece),
        None => url.0.push(piece),
    }
}

/// Reads a query string.
pub(crate) fn parse_query(text: &[Piece]) -> FieldsValue {
    let mut reader = QueryReader::default();
    reader.read(text);
    reader.flush();
    reader.fields
}

#[derive(Default)]
struct QueryReader {
    fields: FieldsValue,
    name: String,
    name_span: Option<Span>,
    name_unknown: bool,
    value: Option<TextValue>,
}

impl QueryReader {
    fn read(&mut self, text: &[Piece]) {
        for piece in text {
            match piece {
                Piece::Fixed(fixed, span, via) => self.fixed(fixed, *span, *via),
                Piece::Unknown(hole, _) => match &mut self.value {
                    // Two unknown parts in a row: the second may bring parameters of its own.
                    Some(value) if matches!(value.last(), Some(Piece::Unknown(..))) => {
                        self.fields.open.push((hole.hole.span, "the end of the query is not known".into()));
                    }
                    Some(value) => value.push(piece.clone()),
                    None => {
                        self.name_unknown = true;
                        self.fields.open.push((hole.hole.span, "a part of the query is not known".into()));
                    }
                },
                Piece::Fields(fields) => match &mut self.value {
                    Some(value) => {
                        if let Some(field) = fields.entries.first() {
                            value.push(unknown_piece(Origin::Computed, field.name_span));
                        }
                    }
                    None => self.fields.extend(fields, true),
                },
                Piece::Alt(alts) => self.alternatives(piece, alts),
            }
        }
    }

    fn fixed(&mut self, fixed: &str, span: Span, via: Provenance) {
        let mut at = 0;
        for (index, chunk) in fixed.split('&').enumerate() {
            if index > 0 {
                self.flush();
            }
            match &mut self.value {
                Some(value) => {
                    if !chunk.is_empty() {
                        value.push(Piece::Fixed(chunk.into(), sub_span(span, fixed, at, chunk.len()), via));
                    }
                }
                None => {
                    let (name, value) =
                        chunk.split_once('=').map_or((chunk, None), |(name, value)| (name, Some(value)));
                    if !name.is_empty() {
                        self.name_span.get_or_insert(sub_span(span, fixed, at, name.len()));
                        self.name.push_str(name);
                    }
                    if let Some(value) = value {
                        let mut pieces = TextValue::new();
                        if !value.is_empty() {
                            let start = at + name.len() + 1;
                            pieces.push(Piece::Fixed(value.into(), sub_span(span, fixed, start, value.len()), via));
                        }
                        self.value = Some(pieces);
                    }
                }
            }
            at += chunk.len() + 1;
        }
    }

    fn alternatives(&mut self, piece: &Piece, alts: &[TextValue]) {
        let separates = |alt: &TextValue| {
            alt.iter().any(|piece| match piece {
                Piece::Fixed(text, ..) => text.contains('&') || text.contains('='),
                Piece::Fields(_) => true,
                _ => false,
            })
        };
        match &mut self.value {
            Some(value) if !alts.iter().any(separates) => value.push(piece.clone()),
            _ => {
                if self.value.is_some() {
                    self.flush();
                }
                let read: Vec<FieldsValue> = alts.iter().map(|alt| parse_query(alt)).collect();
                self.fields.extend(&FieldsValue::any_of(&read), true);
            }
        }
    }

    fn flush(&mut self) {
        let name = std::mem::take(&mut self.name);
        let value = self.value.take();
        let unknown = std::mem::take(&mut self.name_unknown);
        if let Some(span) = self.name_span.take()
            && !unknown
            && !name.is_empty()
        {
            let name = percent_encoding::percent_decode_str(&name).decode_utf8_lossy();
            self.fields.push(&name, span, Rc::new(value.unwrap_or_default()), true);
        }
    }
}
