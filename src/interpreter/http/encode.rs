//! Between values, strings, and named fields: how URLs and queries are put together and taken apart.

use std::rc::Rc;

use crate::interpreter::domain::heap::{Object, ObjectId, Shape};
use crate::interpreter::domain::string::Skeleton;
use crate::interpreter::domain::value::{FieldV, FieldsV, LOCAL, Piece, TextV, Value, Via, arguments_of};
use crate::interpreter::http::url::{
    directory_of, first_span, hole_piece, is_absolute, origin_of, parse_query, split_urls, starts_with, strip_prefix,
    tail_span, value_span, with_slash, with_slash_between,
};
use crate::interpreter::state::Interpreter;
use crate::interpreter::transfer::member::constant_name;
use crate::ir::Language;
use crate::request::{self, Hole, Origin, Part, Text};
use crate::source::Span;

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
    pub(crate) fn append_text(&mut self, text: &mut TextV, value: &Value, span: Span) {
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
                    && let Value::Text(passed) = self.passed(&Value::Text(Rc::new(std::mem::take(&mut own))), *via)
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
            | Value::Regex(_)
            | Value::Facet(..) => {
                text.push(hole_piece(Origin::Computed, span));
            }
        }
    }

    /// A value as a text.
    pub(crate) fn text_of(&mut self, value: &Value, span: Span) -> TextV {
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
            Shape::List | Shape::Record | Shape::Namespace(_) => vec![hole_piece(Origin::Computed, span)],
        }
    }

    /// Items with a separator between them.
    pub(crate) fn joined(&mut self, items: &[Value], separator: &str, span: Span) -> TextV {
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
    pub(crate) fn fields_of(&mut self, value: &Value, of: FieldsOf, span: Span) -> FieldsV {
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
                    Shape::Namespace(_) => {
                        let listed = self.listed(value, span);
                        fields = self.fields_of(&listed, of, span);
                    }
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
                // A struct of Rust is no headers: something makes them of it.
                if of == FieldsOf::Headers && self.language == Language::Rust && object.class.is_some() {
                    fields = FieldsV::default();
                    fields.open.push((span, "headers that a struct is made into".into()));
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
            Value::Undefined | Value::Null | Value::Bool(_) | Value::Num(_) | Value::Regex(_) => {}
        }
        fields
    }

    fn entries_to_fields(&mut self, object: &Object, via: Via, of: FieldsOf, span: Span, fields: &mut FieldsV) {
        // A struct that is serialised goes by its renamed fields.
        let renames = object.class.as_ref().map_or(&[][..], |(class, _)| &self.class(*class).renames[..]);
        let optional = object.class.as_ref().map_or(&[][..], |(class, _)| &self.class(*class).optional[..]);
        for entry in &object.entries {
            let written = renames.iter().find(|(field, _)| **field == *entry.name).map(|(_, written)| &**written);
            if written == Some("") {
                continue;
            }
            if written == Some("*") {
                let inner = self.fields_of(&self.passed(&entry.value, via), of, entry.span);
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
            let text = self.text_of(&self.passed(&entry.value, via), entry.span);
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
                        let text = self.text_of(&self.passed(&pair[1], via), span);
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
                    [_, Value::Null] if self.language == Language::Rust => {}
                    [name, value] => {
                        let name_span = value_span(name).unwrap_or(span);
                        if let Some(name) = self.fixed_key(name) {
                            let nothing = |part: &Value| matches!(part, Value::Undefined | Value::Null);
                            let certain = certain && !value.alternatives().iter().any(nothing);
                            let text = self.text_of(&self.passed(value, via), span);
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
    pub(crate) fn url_object(&mut self, text: &TextV, span: Span) -> Value {
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
    pub(crate) fn multi(&mut self, fields: &FieldsV) -> Value {
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
    pub(crate) fn url_text(&mut self, id: ObjectId, span: Span) -> TextV {
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

    pub(crate) fn url_member(&mut self, id: ObjectId, name: &str, span: Span) -> Value {
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
            // What stands behind `#` is not sent.
            "hash" => Value::Text(Rc::new(TextV::new())),
            "protocol" | "host" | "hostname" | "port" => {
                let Value::Text(origin) = self.url_member(id, "origin", span) else {
                    return Value::hole(Origin::Computed, span).named(name);
                };
                let part = Skeleton::of(&origin).and_then(|origin| origin_part(&origin, name, span));
                part.map_or_else(|| Value::hole(Origin::Computed, span).named(name), |text| Value::Text(Rc::new(text)))
            }
            _ => Value::hole(Origin::Computed, span).named(name),
        }
    }

    #[allow(clippy::needless_pass_by_value)] // the value ends here
    pub(crate) fn set_url_member(&mut self, id: ObjectId, name: &str, span: Span, value: Value) {
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
    pub(crate) fn resolve_url(&mut self, url: &Value, base: Option<&Value>, span: Span) -> TextV {
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

/// A part of `https://host:port`.
fn origin_part(origin: &Skeleton, name: &str, span: Span) -> Option<TextV> {
    let scheme = origin.string.find("://").filter(|&at| origin.is_fixed(0..at))?;
    let host = scheme + "://".len()..origin.string.len();
    let port = origin.string[host.clone()].rfind(':').map_or(host.end, |at| host.start + at);
    Some(match name {
        "protocol" => vec![Piece::Fixed(format!("{}:", &origin.string[..scheme]).into(), span, LOCAL)],
        "host" => origin.cut(host),
        "hostname" => origin.cut(host.start..port),
        _ => origin.cut((port + 1).min(host.end)..host.end),
    })
}

/// Whether a piece with all its alternatives is among the pieces that are left.
pub(crate) fn fits(piece: &Piece, left: &mut usize) -> bool {
    if *left == 0 {
        return false;
    }
    *left -= 1;
    match piece {
        Piece::Alt(alts) => alts.iter().flatten().all(|piece| fits(piece, left)),
        _ => true,
    }
}

/// The texts that a value may be, without alternatives inside.
pub(crate) fn texts(text: &[Piece]) -> Vec<Text> {
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
pub(crate) fn to_request_fields(fields: &FieldsV, arguments: &[Span]) -> request::Fields {
    let given = |field: &FieldV| {
        let mut found = Vec::new();
        arguments_of(&field.value, &mut found);
        let mut given: Vec<Span> =
            found.into_iter().filter_map(|argument| arguments.get(argument as usize - 1).copied()).collect();
        given.sort_unstable();
        given.dedup();
        given
    };
    let entries = fields.entries.iter().map(|field| request::Field {
        name: (*field.name).into(),
        name_span: field.name_span,
        values: texts(&field.value),
        certain: field.certain,
        given: given(field),
    });
    request::Fields { entries: entries.collect(), is_open: !fields.open.is_empty() }
}
