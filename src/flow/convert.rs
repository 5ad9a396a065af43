//! Between values, strings, and named fields: how URLs and queries are put together and taken apart.

use std::rc::Rc;

use super::heap::{Object, ObjectId, Shape};
use super::interpret::Interpreter;
use super::members::constant_name;
use super::request::{self, Hole, Origin, Part, Text};
use super::value::{FieldsV, HoleV, LOCAL, Piece, TextV, Value, Via, same_text};
use crate::ir::Language;
use crate::source::Span;

/// How many alternatives of one URL are told apart.
const MAX_URLS: usize = 16;

/// How many alternatives of one field's value are kept.
const MAX_VALUES: usize = 8;

/// How many pieces the alternatives of a text may have together.
const MAX_WEIGHT: usize = 512;

/// What fields are for: decides what a string or a nested object among them means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldsOf {
    /// Query parameters: a string is a query string.
    Query,
    /// Headers: entries that are objects are groups of headers.
    Headers,
    /// A body: what is not readable is no reason to call the request open.
    Body,
}

impl Interpreter<'_> {
    /// Appends a value to a text.
    pub(super) fn append_text(&mut self, text: &mut TextV, value: &Value, span: Span) {
        match value {
            Value::Text(pieces) => text.extend(pieces.iter().cloned()),
            Value::Num(number) => text.push(Piece::Fixed(number.clone(), span, LOCAL)),
            Value::Bool(Some(known)) => {
                text.push(Piece::Fixed(if *known { "true" } else { "false" }.into(), span, LOCAL));
            }
            Value::Hole(hole, via) => text.push(Piece::Hole(hole.clone(), *via)),
            Value::Api(path) => match constant_name(path) {
                Some(name) => text.push(Piece::Fixed(name.into(), span, LOCAL)),
                None => text.push(hole_piece(Origin::Api((**path).into()), span)),
            },
            Value::Object(id, via) => {
                let mut own = self.object_text(*id, span);
                if *via != LOCAL
                    && let Value::Text(passed) = Value::Text(Rc::new(std::mem::take(&mut own))).passed(*via)
                {
                    own.clone_from(&passed);
                }
                text.extend(own);
            }
            Value::Choice(parts) => {
                let alternatives: Vec<TextV> = parts
                    .iter()
                    .map(|part| match part {
                        // What was not taken adds nothing.
                        Value::Undefined | Value::Null | Value::Bool(_) => TextV::new(),
                        part => self.text_of(part, span),
                    })
                    .collect();
                let piece = Piece::Alt(alternatives.into());
                text.push(if fits(&piece, &mut { MAX_WEIGHT }) { piece } else { hole_piece(Origin::Computed, span) });
            }
            Value::Undefined
            | Value::Null
            | Value::Bool(None)
            | Value::Function(_)
            | Value::Class(..)
            | Value::Facet(..) => {
                text.push(hole_piece(Origin::Computed, span));
            }
        }
    }

    /// A value as a text.
    pub(super) fn text_of(&mut self, value: &Value, span: Span) -> TextV {
        let mut text = TextV::new();
        self.append_text(&mut text, value, span);
        text
    }

    fn object_text(&mut self, id: ObjectId, span: Span) -> TextV {
        let object = self.heap.obj(id).clone();
        match object.shape {
            Shape::Url => self.url_text(id, span),
            Shape::Multi => {
                let fields = self.fields_of(&Value::Object(id, LOCAL), FieldsOf::Query, span);
                vec![Piece::Fields(Rc::new(fields))]
            }
            Shape::List if object.open.is_none() => {
                let items = object.items.clone();
                self.joined(&items, ",", span)
            }
            Shape::Client(_) => self.whole_url(&object, span),
            Shape::List | Shape::Record => vec![hole_piece(Origin::Computed, span)],
        }
    }

    /// Items with a separator between them.
    pub(super) fn joined(&mut self, items: &[Value], separator: &str, span: Span) -> TextV {
        let mut text = TextV::new();
        for (at, item) in items.iter().enumerate() {
            // An item that some paths lack has no separator there either.
            let (none, some): (Vec<&Value>, Vec<&Value>) =
                item.alternatives().iter().partition(|part| matches!(part, Value::Undefined));
            if at > 0 && !none.is_empty() && !some.is_empty() {
                let mut with = vec![Piece::Fixed(separator.into(), span, LOCAL)];
                let item = Value::choice(some.into_iter().cloned(), span);
                self.append_text(&mut with, &item, span);
                text.push(Piece::Alt(vec![TextV::new(), with].into()));
                continue;
            }
            if at > 0 && !separator.is_empty() {
                text.push(Piece::Fixed(separator.into(), span, LOCAL));
            }
            self.append_text(&mut text, item, span);
        }
        text
    }

    /// A value as named fields.
    pub(super) fn fields_of(&mut self, value: &Value, of: FieldsOf, span: Span) -> FieldsV {
        let mut fields = FieldsV::default();
        match value {
            Value::Choice(parts) => {
                let alternatives: Vec<FieldsV> = parts.iter().map(|part| self.fields_of(part, of, span)).collect();
                fields = FieldsV::any_of(&alternatives);
            }
            Value::Object(id, via) => {
                let object = self.heap.obj(*id).clone();
                match object.shape {
                    Shape::Record | Shape::Multi => self.entries_to_fields(&object, *via, of, span, &mut fields),
                    Shape::List => self.pairs_to_fields(&object, *via, of, span, &mut fields),
                    Shape::Url => {
                        if let Some(query) = object.entry("query").map(|entry| entry.value.clone()) {
                            fields = self.fields_of(&query, of, span);
                        }
                    }
                    Shape::Client(_) => {
                        let slot = if of == FieldsOf::Headers { "header" } else { "query" };
                        if let Some(entry) = object.entry(slot).map(|entry| entry.value.clone()) {
                            fields = self.fields_of(&entry, of, span);
                        }
                    }
                }
                if let Some((at, why)) = &object.open {
                    fields.open.push((*at, why.to_string()));
                }
                // How a variant is written depends on attributes that are not read.
                if object.variant.is_some() && object.entry("0").is_some() {
                    fields.open.push((span, "a variant of an enum".into()));
                }
            }
            Value::Text(text) if of == FieldsOf::Headers => {
                if !text.is_empty() {
                    fields.open.push((span, "headers in a string".into()));
                }
            }
            Value::Text(text) => {
                fields = match &text[..] {
                    [Piece::Fixed(first, at, via), rest @ ..] => {
                        let stripped = first.strip_prefix('?').unwrap_or(first);
                        let mut pieces = vec![Piece::Fixed(stripped.into(), tail_span(*at, first, stripped), *via)];
                        pieces.extend(rest.iter().cloned());
                        parse_query(&pieces)
                    }
                    pieces => parse_query(pieces),
                };
            }
            Value::Hole(..) | Value::Api(_) | Value::Facet(..) | Value::Function(_) | Value::Class(..) => {
                let why = format!("{} cannot be followed", self.describe(value));
                fields.open.push((span, why));
            }
            Value::Undefined | Value::Null | Value::Bool(_) | Value::Num(_) => {}
        }
        fields
    }

    fn entries_to_fields(&mut self, object: &Object, via: Via, of: FieldsOf, span: Span, fields: &mut FieldsV) {
        // A struct that is serialised goes by its renamed fields.
        let renames = object.class.as_ref().map_or(&[][..], |(class, _)| &self.module.class(*class).renames[..]);
        let optional = object.class.as_ref().map_or(&[][..], |(class, _)| &self.module.class(*class).optional[..]);
        for entry in &object.entries {
            let written = renames.iter().find(|(field, _)| **field == *entry.name).map(|(_, written)| &**written);
            if written == Some("") {
                continue;
            }
            if written == Some("*") {
                let inner = self.fields_of(&entry.value.passed(via), of, entry.span);
                fields.extend(&inner, entry.certain);
                continue;
            }
            if of == FieldsOf::Headers
                && let Value::Object(group, _) = &entry.value
                && matches!(self.heap.obj(*group).shape, Shape::Record | Shape::Multi)
            {
                let group = self.fields_of(&entry.value, of, span);
                fields.extend(&group, entry.certain);
                continue;
            }
            let mut certain = entry.certain;
            let mut some = false;
            for part in entry.value.alternatives() {
                let nothing = matches!(part, Value::Undefined | Value::Null | Value::Bool(Some(false)));
                certain &= !nothing;
                some |= !nothing;
            }
            if !some {
                continue;
            }
            // A field that may be left out is, where its value may be nothing.
            certain &= !optional.iter().any(|field| **field == *entry.name)
                || entry.value.alternatives().iter().all(|part| !matches!(part, Value::Hole(..)));
            let text = self.text_of(&entry.value.passed(via), entry.span);
            fields.push(written.unwrap_or(&entry.name), entry.span, Rc::new(text), certain);
        }
    }

    fn pairs_to_fields(&mut self, object: &Object, via: Via, of: FieldsOf, span: Span, fields: &mut FieldsV) {
        let flat = of == FieldsOf::Headers
            && object.items.len() >= 2
            && object.items.iter().all(|item| matches!(item, Value::Text(_) | Value::Hole(..) | Value::Api(_)));
        if flat && object.items.len().is_multiple_of(2) {
            // A flat list of names and values.
            for pair in object.items.chunks(2) {
                match self.fixed_key(&pair[0]) {
                    Some(name) => {
                        let text = self.text_of(&pair[1].passed(via), span);
                        fields.push(&name, span, Rc::new(text), true);
                    }
                    None => fields.open.push((span, "a name that is not known".into())),
                }
            }
            return;
        }
        for item in &object.items {
            for (at, part) in item.alternatives().iter().enumerate() {
                let pair = match part {
                    Value::Object(id, _) => self.heap.obj(*id).clone(),
                    Value::Undefined | Value::Null | Value::Bool(_) => continue,
                    _ => {
                        fields.open.push((span, format!("{} cannot be followed", self.describe(part))));
                        continue;
                    }
                };
                let certain = item.alternatives().len() == 1 && at == 0;
                match &pair.items[..] {
                    // Rust leaves out a pair whose value is `None`.
                    [_, Value::Null] if self.module.language == Language::Rust => {}
                    [name, value] => {
                        let name_span = value_span(name).unwrap_or(span);
                        if let Some(name) = self.fixed_key(name) {
                            let nothing = |part: &Value| matches!(part, Value::Undefined | Value::Null);
                            let certain = certain && !value.alternatives().iter().any(nothing);
                            let text = self.text_of(&value.passed(via), span);
                            fields.push(&name, name_span, Rc::new(text), certain);
                        } else {
                            fields.open.push((span, "a name that is not known".into()));
                        }
                    }
                    // `{name, value}` and objects in a row.
                    _ if pair.shape == Shape::Record => {
                        let inner = self.fields_of(part, of, span);
                        fields.extend(&inner, certain);
                    }
                    _ => fields.open.push((span, "an item that is no pair".into())),
                }
            }
        }
    }

    // URLs ------------------------------------------------------------------------------------------------------

    /// A new URL object from a text with its query.
    pub(super) fn url_object(&mut self, text: &TextV, span: Span) -> Value {
        let urls = split_urls(text);
        let (href, query) = match <[_; 1]>::try_from(urls) {
            Ok([(href, query)]) => (href, query),
            Err(urls) => {
                let queries: Vec<FieldsV> = urls.iter().map(|(_, query)| query.clone()).collect();
                let hrefs: Vec<TextV> = urls.into_iter().map(|(href, _)| href).collect();
                (vec![Piece::Alt(hrefs.into())], FieldsV::any_of(&queries))
            }
        };
        let query = self.multi(&query);
        let mut object = Object::new(Shape::Url);
        object.set("href", span, Value::Text(Rc::new(href)));
        object.set("query", span, query);
        Value::Object(self.heap.object(object), LOCAL)
    }

    /// A new object of query parameters or headers.
    pub(super) fn multi(&mut self, fields: &FieldsV) -> Value {
        let mut object = Object::new(Shape::Multi);
        for field in &fields.entries {
            object.add(&field.name, field.name_span, Value::Text(field.value.clone()), field.certain);
        }
        if let Some((span, why)) = fields.open.first() {
            object.open_by(*span, why);
        }
        Value::Object(self.heap.object(object), LOCAL)
    }

    /// A URL object as a text.
    pub(super) fn url_text(&mut self, id: ObjectId, span: Span) -> TextV {
        let object = self.heap.obj(id).clone();
        let mut text = object.entry("href").map_or_else(TextV::new, |entry| self.text_of(&entry.value.clone(), span));
        if let Some(query) = object.entry("query") {
            let fields = self.fields_of(&query.value.clone(), FieldsOf::Query, span);
            if !fields.entries.is_empty() || !fields.open.is_empty() {
                text.push(Piece::Fixed("?".into(), span, LOCAL));
                text.push(Piece::Fields(Rc::new(fields)));
            }
        }
        if object.open.is_some() {
            text.push(hole_piece(Origin::Unknown, span));
        }
        text
    }

    pub(super) fn url_member(&mut self, id: ObjectId, name: &str, span: Span) -> Value {
        match name {
            "href" => Value::Text(Rc::new(self.url_text(id, span))),
            "searchParams" => self.heap.obj(id).entry("query").map_or(Value::Undefined, |entry| entry.value.clone()),
            "search" => {
                let query = self.url_member(id, "searchParams", span);
                let fields = self.fields_of(&query, FieldsOf::Query, span);
                Value::Text(Rc::new(vec![Piece::Fixed("?".into(), span, LOCAL), Piece::Fields(Rc::new(fields))]))
            }
            "origin" => {
                let href = self.heap.obj(id).entry("href").map(|entry| entry.value.clone());
                match href {
                    Some(Value::Text(text)) => Value::Text(Rc::new(origin_of(&text))),
                    _ => Value::hole(Origin::Computed, span).named(name),
                }
            }
            "pathname" => {
                let href = self.heap.obj(id).entry("href").map(|entry| entry.value.clone());
                match href {
                    Some(Value::Text(text)) => {
                        let origin: TextV = origin_of(&text);
                        Value::Text(Rc::new(strip_prefix(&text, &origin)))
                    }
                    _ => Value::hole(Origin::Computed, span).named(name),
                }
            }
            _ => Value::hole(Origin::Computed, span).named(name),
        }
    }

    #[allow(clippy::needless_pass_by_value)] // the value ends here
    pub(super) fn set_url_member(&mut self, id: ObjectId, name: &str, span: Span, value: Value) {
        match name {
            "search" => {
                let fields = self.fields_of(&value, FieldsOf::Query, span);
                let query = self.multi(&fields);
                self.heap.update(id, |object| object.set("query", span, query));
            }
            "href" => {
                let text = self.text_of(&value, span);
                if let Value::Object(new, _) = self.url_object(&text, span) {
                    let new = self.heap.obj(new).clone();
                    self.heap.update(id, |object| object.entries.clone_from(&new.entries));
                }
            }
            "pathname" => {
                let href = self.heap.obj(id).entry("href").map(|entry| entry.value.clone());
                let mut text = match href {
                    Some(Value::Text(text)) => origin_of(&text),
                    _ => vec![hole_piece(Origin::Unknown, span)],
                };
                let path = self.text_of(&value, span);
                text.extend(with_slash(path, span));
                self.heap.update(id, |object| object.set("href", span, Value::Text(Rc::new(text))));
            }
            "hash" | "searchParams" => {}
            _ => {
                let href = Value::hole(Origin::Computed, span);
                self.heap.update(id, |object| object.set("href", span, href));
            }
        }
    }

    /// A URL resolved against a base, as `new URL(url, base)` does.
    pub(super) fn resolve_url(&mut self, url: &Value, base: Option<&Value>, span: Span) -> TextV {
        let text = self.text_of(url, span);
        let Some(base) = base.filter(|base| !matches!(base, Value::Undefined)) else { return text };
        if is_absolute(&text) {
            return text;
        }
        let base = self.text_of(base, span);
        let mut resolved: Vec<TextV> = Vec::new();
        for (base, _) in split_urls(&base) {
            let text = text.clone();
            let mut joined = if starts_with(&text, "/") { origin_of(&base) } else { directory_of(base) };
            joined.extend(if starts_with(&text, "/") { text } else { with_slash_between(&joined, text, span) });
            resolved.push(joined);
        }
        if resolved.len() == 1 { resolved.remove(0) } else { vec![Piece::Alt(resolved.into())] }
    }
}

/// Whether a piece with all its alternatives is among the pieces that are left.
pub(super) fn fits(piece: &Piece, left: &mut usize) -> bool {
    if *left == 0 {
        return false;
    }
    *left -= 1;
    match piece {
        Piece::Alt(alts) => alts.iter().flatten().all(|piece| fits(piece, left)),
        _ => true,
    }
}

/// An unknown piece.
pub(super) fn hole_piece(origin: Origin, span: Span) -> Piece {
    Piece::Hole(Rc::new(HoleV { hole: Hole { origin, names: Vec::new(), span }, ty: None, class: None }), LOCAL)
}

fn value_span(value: &Value) -> Option<Span> {
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
fn tail_span(span: Span, whole: &str, tail: &str) -> Span {
    sub_span(span, whole, whole.len() - tail.len(), tail.len())
}

/// The span of a part of a text: exact where the text was written as it is, otherwise that of the whole.
#[allow(clippy::cast_possible_truncation)]
fn sub_span(span: Span, whole: &str, start: usize, len: usize) -> Span {
    if span.len() as usize == whole.len() {
        let start = span.start + start as u32;
        Span::new(span.file, start, start + len as u32)
    } else {
        span
    }
}

fn starts_with(text: &[Piece], prefix: &str) -> bool {
    match text.first() {
        Some(Piece::Fixed(first, ..)) => first.starts_with(prefix),
        Some(Piece::Alt(alts)) => alts.iter().all(|alt| starts_with(alt, prefix)),
        _ => false,
    }
}

/// Whether a URL certainly has a host of its own.
pub(super) fn is_absolute(text: &[Piece]) -> bool {
    match text.first() {
        Some(Piece::Fixed(first, ..)) => first.starts_with("//") || first.contains("://"),
        Some(Piece::Alt(alts)) => alts.iter().all(|alt| is_absolute(alt)),
        _ => false,
    }
}

/// Scheme and host of a URL; all of it where they cannot be told from the path.
pub(super) fn origin_of(text: &[Piece]) -> TextV {
    let mut origin = TextV::new();
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
                // An unknown base: its own path, if any, is in the hole.
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

fn strip_prefix(text: &[Piece], prefix: &[Piece]) -> TextV {
    let fixed = |pieces: &[Piece]| -> usize {
        pieces.iter().map(|piece| if let Piece::Fixed(text, ..) = piece { text.len() } else { 1 }).sum()
    };
    let mut skip = fixed(prefix);
    let mut rest = TextV::new();
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
fn directory_of(mut text: TextV) -> TextV {
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

fn with_slash(text: TextV, span: Span) -> TextV {
    if starts_with(&text, "/") {
        return text;
    }
    std::iter::once(Piece::Fixed("/".into(), span, LOCAL)).chain(text).collect()
}

fn with_slash_between(base: &[Piece], text: TextV, span: Span) -> TextV {
    match base.last() {
        Some(Piece::Fixed(last, ..)) if last.ends_with('/') => text,
        None => text,
        _ => with_slash(text, span),
    }
}

/// A base and what is put behind it with one slash between.
pub(super) fn combine(base: TextV, text: TextV, span: Span) -> TextV {
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
pub(super) fn split_urls(text: &[Piece]) -> Vec<(TextV, FieldsV)> {
    let mut urls: Vec<(TextV, Option<TextV>)> = vec![(TextV::new(), None)];
    split_into(text, &mut urls);
    let urls: Vec<(TextV, FieldsV)> = urls
        .into_iter()
        .map(|(href, query)| (href, query.map(|query| parse_query(&query)).unwrap_or_default()))
        .collect();
    with_possible_queries(urls)
}

/// A query that is put behind a URL on some paths only (`query ? '?' + query : ''`) is a possible one: no URL of its own
/// is left without it.
fn with_possible_queries(mut urls: Vec<(TextV, FieldsV)>) -> Vec<(TextV, FieldsV)> {
    let is_bare = |query: &FieldsV| query.entries.is_empty() && query.open.is_empty();
    let mut at = 0;
    while at < urls.len() {
        let (href, query) = &urls[at];
        let href = href.clone();
        let same = |other: &(TextV, FieldsV)| !is_bare(&other.1) && same_text(&other.0, &href);
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

fn split_into(text: &[Piece], urls: &mut Vec<(TextV, Option<TextV>)>) {
    for piece in text {
        match piece {
            Piece::Alt(alts) if urls.iter().any(|(_, query)| query.is_none()) => {
                if urls.len() * alts.len() > MAX_URLS {
                    if let Some(span) = first_span(alts) {
                        for url in urls.iter_mut() {
                            push(url, hole_piece(Origin::Computed, span));
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

/// A place for what stands for all of some alternatives.
fn first_span(alts: &[TextV]) -> Option<Span> {
    alts.iter().flatten().find_map(|piece| match piece {
        Piece::Fixed(_, span, _) => Some(*span),
        Piece::Hole(hole, _) => Some(hole.hole.span),
        Piece::Fields(fields) => fields.entries.first().map(|field| field.name_span),
        Piece::Alt(alts) => first_span(alts),
    })
}

fn push(url: &mut (TextV, Option<TextV>), piece: Piece) {
    match &mut url.1 {
        Some(query) => query.push(piece),
        None => url.0.push(piece),
    }
}

/// Reads a query string.
pub(super) fn parse_query(text: &[Piece]) -> FieldsV {
    let mut reader = QueryReader::default();
    reader.read(text);
    reader.flush();
    reader.fields
}

#[derive(Default)]
struct QueryReader {
    fields: FieldsV,
    name: String,
    name_span: Option<Span>,
    name_unknown: bool,
    value: Option<TextV>,
}

impl QueryReader {
    fn read(&mut self, text: &[Piece]) {
        for piece in text {
            match piece {
                Piece::Fixed(fixed, span, via) => self.fixed(fixed, *span, *via),
                Piece::Hole(hole, _) => match &mut self.value {
                    // Two holes in a row: the second may bring parameters of its own.
                    Some(value) if matches!(value.last(), Some(Piece::Hole(..))) => {
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
                            value.push(hole_piece(Origin::Computed, field.name_span));
                        }
                    }
                    None => self.fields.extend(fields, true),
                },
                Piece::Alt(alts) => self.alternatives(piece, alts),
            }
        }
    }

    fn fixed(&mut self, fixed: &str, span: Span, via: Via) {
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
                        let mut pieces = TextV::new();
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

    fn alternatives(&mut self, piece: &Piece, alts: &[TextV]) {
        let separates = |alt: &TextV| {
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
                let read: Vec<FieldsV> = alts.iter().map(|alt| parse_query(alt)).collect();
                self.fields.extend(&FieldsV::any_of(&read), true);
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

/// The texts that a value may be, without alternatives inside.
pub(super) fn texts(text: &[Piece]) -> Vec<Text> {
    let mut all: Vec<Vec<Part>> = vec![Vec::new()];
    expand(text, &mut all);
    all.into_iter().map(|parts| Text { parts }).collect()
}

fn expand(text: &[Piece], all: &mut Vec<Vec<Part>>) {
    for piece in text {
        match piece {
            Piece::Fixed(text, span, _) => {
                if !text.is_empty() {
                    for parts in all.iter_mut() {
                        parts.push(Part::Fixed { text: (**text).into(), span: *span });
                    }
                }
            }
            Piece::Hole(hole, _) => all.iter_mut().for_each(|parts| parts.push(Part::Hole(hole.hole.clone()))),
            Piece::Fields(fields) => {
                if let Some(field) = fields.entries.first() {
                    let hole = Hole { origin: Origin::Computed, names: Vec::new(), span: field.name_span };
                    for parts in all.iter_mut() {
                        parts.push(Part::Hole(hole.clone()));
                    }
                }
            }
            Piece::Alt(alts) => {
                let mut grown = Vec::new();
                for alt in alts.iter() {
                    let mut branch = all.clone();
                    expand(alt, &mut branch);
                    grown.extend(branch);
                    if grown.len() > MAX_VALUES {
                        break;
                    }
                }
                // Too many to tell apart: any of them.
                if grown.len() > MAX_VALUES
                    && let Some(span) = first_span(alts)
                {
                    let hole = Hole { origin: Origin::Computed, names: Vec::new(), span };
                    for parts in all.iter_mut() {
                        parts.push(Part::Hole(hole.clone()));
                    }
                    continue;
                }
                *all = grown;
            }
        }
    }
}

/// Fields in the form that rules see.
pub(super) fn to_request_fields(fields: &FieldsV) -> request::Fields {
    let entries = fields.entries.iter().map(|field| request::Field {
        name: (*field.name).into(),
        name_span: field.name_span,
        values: texts(&field.value),
        certain: field.certain,
    });
    request::Fields { entries: entries.collect() }
}
