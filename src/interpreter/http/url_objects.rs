//! URL objects: made of texts, asked for their parts, and changed.

use std::rc::Rc;

use crate::clients::Slot;
use crate::interpreter::arguments::Args;
use crate::interpreter::budget::MAX_URLS;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::string::Skeleton;
use crate::interpreter::domain::text::{FieldsValue, Piece, TextValue, unknown_piece};
use crate::interpreter::domain::unknown::Unknown;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::fields::FieldsOf;
use crate::interpreter::http::url::{
    combine, directory_of, is_absolute, origin_of, split_urls, starts_with, strip_prefix, with_slash,
    with_slash_between,
};
use crate::interpreter::state::Interpreter;
use crate::request::{Hole, Origin};
use crate::source::Span;

impl Interpreter<'_> {
    /// A new URL object from a text with its query.
    pub(crate) fn url_object(&mut self, text: &TextValue, span: Span) -> Value {
        let urls = split_urls(text);
        let (href, query) = match <[_; 1]>::try_from(urls) {
            Ok([(href, query)]) => (href, query),
            Err(urls) => {
                let queries: Vec<FieldsValue> = urls.iter().map(|(_, query)| query.clone()).collect();
                let hrefs: Vec<TextValue> = urls.into_iter().map(|(href, _)| href).collect();
                (vec![Piece::Alt(hrefs.into())], FieldsValue::any_of(&queries))
            }
        };
        let is_in_path = query.entries.is_empty() && ends_in_unknown(&href);
        let query = self.multi(Shape::Params, &query);
        if let Value::Object(query, _) = &query
            && is_in_path
        {
            self.heap.update(*query, |object| object.continue_beside(span));
        }
        let mut object = Object::new(Shape::Url);
        object.set("href", span, Value::of_pieces(href));
        object.set("query", span, query);
        Value::Object(self.heap.object(object), LOCAL)
    }

    /// A new object of query parameters or headers.
    pub(crate) fn multi(&mut self, shape: Shape, fields: &FieldsValue) -> Value {
        let mut object = Object::new(shape);
        for field in &fields.entries {
            object.add(&field.name, field.name_span, Value::Text(field.value.clone()), field.certain);
        }
        if let Some((span, why)) = fields.open.first() {
            object.open_by(*span, why);
        }
        Value::Object(self.heap.object(object), LOCAL)
    }

    /// The URL of a request that is built, to be changed in place: parameters that were added beside it stand in it.
    pub(crate) fn url_of_built(&mut self, request: ObjectId, span: Span) -> Value {
        let url = self.slot_handle(request, Slot::Url, span);
        if let Value::Object(beside, _) = self.slot_value(request, Slot::Query, span)
            && let Value::Object(own, _) = self.member(&url, "searchParams", span)
        {
            self.add_pairs(own, &Value::Object(beside, LOCAL), span);
            self.heap.update(beside, |object| {
                object.entries.clear();
                object.open = None;
            });
        }
        url
    }

    /// A URL object as a text.
    pub(crate) fn url_text(&mut self, id: ObjectId, span: Span) -> TextValue {
        let object = self.heap.obj(id).clone();
        let mut text =
            object.entry("href").map_or_else(TextValue::new, |entry| self.text_of(&entry.value.clone(), span));
        if let Some(query) = object.entry("query") {
            let fields = self.fields_beside(&query.value.clone(), FieldsOf::Query, span);
            if !fields.entries.is_empty() || !fields.open.is_empty() {
                text.push(Piece::Fixed("?".into(), span, LOCAL));
                text.push(Piece::Fields(Rc::new(fields)));
            }
        }
        if object.open.is_some() {
            text.push(unknown_piece(Origin::Unknown, span));
        }
        text
    }

    /// The fields of a query that is sent behind its path: what the path may hold of it is sent with that.
    pub(crate) fn fields_beside(&mut self, query: &Value, of: FieldsOf, span: Span) -> FieldsValue {
        let mut fields = self.fields_of(query, of, span);
        if let Value::Object(id, _) = query
            && let Some((at, why)) = &self.heap.obj(*id).open
            && self.heap.obj(*id).rest_is_beside
        {
            fields.open.retain(|(other, reason)| other != at || **reason != **why);
        }
        fields
    }

    pub(crate) fn url_member(&mut self, id: ObjectId, name: &str, span: Span) -> Value {
        match name {
            "href" => Value::of_pieces(self.url_text(id, span)),
            "searchParams" => self.heap.obj(id).entry("query").map_or(Value::Undefined, |entry| entry.value.clone()),
            "search" => {
                let query = self.url_member(id, "searchParams", span);
                let fields = self.fields_beside(&query, FieldsOf::Query, span);
                if !fields.entries.is_empty() || !fields.open.is_empty() {
                    let text = vec![Piece::Fixed("?".into(), span, LOCAL), Piece::Fields(Rc::new(fields))];
                    return Value::of_pieces(text);
                }
                let none = Value::of_pieces(TextValue::new());
                let some = Value::of_origin(Origin::Computed, span).named(name);
                match &query {
                    Value::Object(query, _) if !self.heap.obj(*query).rest_is_beside => none,
                    _ if is_absolute(&self.url_text(id, span)) => Value::choice([none, some], span),
                    _ => some,
                }
            }
            "origin" => {
                let href = self.heap.obj(id).entry("href").map(|entry| entry.value.clone());
                match href {
                    Some(Value::Text(text)) => Value::of_pieces(origin_of(&text)),
                    _ => Value::of_origin(Origin::Computed, span).named(name),
                }
            }
            "pathname" => {
                let href = self.heap.obj(id).entry("href").map(|entry| entry.value.clone());
                match href {
                    Some(Value::Text(text)) => {
                        let origin: TextValue = origin_of(&text);
                        let mut path = strip_prefix(&text, &origin);
                        // Of a base that is not known it is not known either where its path begins.
                        let has_scheme =
                            |piece: &Piece| matches!(piece, Piece::Fixed(fixed, ..) if fixed.contains("://"));
                        if !origin.iter().any(has_scheme) && !starts_with(&text, "/") {
                            path.insert(0, own_path(&origin).unwrap_or_else(|| unknown_piece(Origin::Computed, span)));
                        }
                        Value::of_pieces(path)
                    }
                    _ => Value::of_origin(Origin::Computed, span).named(name),
                }
            }
            // What stands behind `#` is not sent, and hardly ever part of what is put together to be sent.
            "hash" => {
                let text = self.url_text(id, span);
                let is_put_together = is_absolute(&text)
                    && !text.iter().any(|piece| matches!(piece, Piece::Fixed(text, ..) if text.contains('#')));
                if is_put_together {
                    Value::of_pieces(TextValue::new())
                } else {
                    Value::of_origin(Origin::Computed, span).named(name)
                }
            }
            "protocol" | "host" | "hostname" | "port" => {
                let Value::Text(origin) = self.url_member(id, "origin", span) else {
                    return Value::of_origin(Origin::Computed, span).named(name);
                };
                let part = Skeleton::of(&origin).and_then(|origin| origin_part(&origin, name, span));
                part.map_or_else(|| Value::of_origin(Origin::Computed, span).named(name), Value::of_pieces)
            }
            _ => Value::of_origin(Origin::Computed, span).named(name),
        }
    }

    #[allow(clippy::needless_pass_by_value)] // the value ends here
    pub(crate) fn set_url_member(&mut self, id: ObjectId, name: &str, span: Span, value: Value) {
        match name {
            "search" => {
                let fields = self.fields_of(&value, FieldsOf::Query, span);
                let query = self.multi(Shape::Params, &fields);
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
                    _ => vec![unknown_piece(Origin::Unknown, span)],
                };
                let path = self.text_of(&value, span);
                text.extend(with_slash(path, span));
                self.heap.update(id, |object| object.set("href", span, Value::of_pieces(text)));
            }
            "hash" | "searchParams" | "username" | "password" => {}
            "protocol" | "host" | "hostname" | "port" => {
                let href = self.heap.obj(id).entry("href").map(|entry| entry.value.clone());
                let changed = match href {
                    Some(Value::Text(text)) => {
                        let part = self.text_of(&value, span);
                        with_origin_part(&text, name, part, span)
                    }
                    _ => vec![unknown_piece(Origin::Computed, span)],
                };
                self.heap.update(id, |object| object.set("href", span, Value::of_pieces(changed)));
            }
            _ => {
                let href = Value::of_origin(Origin::Computed, span);
                self.heap.update(id, |object| object.set("href", span, href));
            }
        }
    }

    /// Parts of a path, or of a URL, with one slash between any two; a query is put behind without one.
    pub(crate) fn joined_path(&mut self, args: &Args, span: Span) -> Value {
        let listed = match &args.values[..] {
            [only] => self.items_of(only, false),
            _ => None,
        };
        let mut joined: Vec<TextValue> = vec![TextValue::new()];
        for part in listed.as_ref().unwrap_or(&args.values) {
            let parts = part.alternatives().iter().map(|part| self.joinable(part, span)).collect::<Vec<_>>();
            let many = joined.len() * parts.len() > MAX_URLS;
            let parts = if many { vec![vec![unknown_piece(Origin::Computed, span)]] } else { parts };
            let with = |base: &TextValue| {
                parts.iter().map(|part| joined_text(base.clone(), part.clone(), span)).collect::<Vec<_>>()
            };
            joined = joined.iter().flat_map(with).collect();
        }
        if let Some(rest) = args.rest {
            for text in &mut joined {
                text.push(unknown_piece(Origin::Computed, rest));
            }
        }
        Value::of_pieces(if joined.len() == 1 { joined.remove(0) } else { vec![Piece::Alt(joined.into())] })
    }

    /// A part of a path as a text: nothing is none.
    fn joinable(&mut self, part: &Value, span: Span) -> TextValue {
        match part {
            Value::Undefined | Value::Null | Value::Bool(Some(false)) => TextValue::new(),
            part => self.text_of(part, span),
        }
    }

    /// A URL resolved against a base, as `new URL(url, base)` does.
    pub(crate) fn resolve_url(&mut self, url: &Value, base: Option<&Value>, span: Span) -> TextValue {
        let text = self.text_of(url, span);
        let Some(base) = base.filter(|base| !matches!(base, Value::Undefined)) else { return text };
        if is_absolute(&text) {
            return text;
        }
        let base = self.text_of(base, span);
        let mut resolved: Vec<TextValue> = Vec::new();
        for (base, _) in split_urls(&base) {
            let mut text = text.clone();
            // What begins with the path of the base itself leads back to there: that path is in the unknown part.
            if let Some(origin) = behind_own_path(&mut text, &base) {
                resolved.push(origin.into_iter().chain(text).collect());
                continue;
            }
            // A reference that is no path keeps that of the base (RFC 3986, 5.2.2).
            if text.is_empty() || starts_with(&text, "?") || starts_with(&text, "#") {
                resolved.push(base.into_iter().chain(text).collect());
                continue;
            }
            let mut joined = if starts_with(&text, "/") { origin_of(&base) } else { directory_of(base) };
            joined.extend(if starts_with(&text, "/") { text } else { with_slash_between(&joined, text, span) });
            resolved.push(joined);
        }
        if resolved.len() == 1 { resolved.remove(0) } else { vec![Piece::Alt(resolved.into())] }
    }
}

/// A path with a part behind it, which may be a query.
fn joined_text(base: TextValue, part: TextValue, span: Span) -> TextValue {
    if base.is_empty() || ["?", "#", "&"].iter().any(|begin| starts_with(&part, begin)) {
        return base.into_iter().chain(part).collect();
    }
    combine(base, part, span)
}

/// Whether a text may go on with what is not known.
fn ends_in_unknown(text: &[Piece]) -> bool {
    match text.last() {
        Some(Piece::Unknown(..)) => true,
        Some(Piece::Alt(texts)) => texts.iter().any(|text| ends_in_unknown(text)),
        Some(Piece::Fixed(..) | Piece::Fields(_)) | None => false,
    }
}

/// The path that a base has in its unknown part: a part of that.
fn own_path(origin: &[Piece]) -> Option<Piece> {
    let Piece::Unknown(base, _) = origin.last()? else { return None };
    let mut path = Unknown::of(Hole { names: Vec::new(), is_part: true, is_result: false, ..(*base.hole).clone() });
    path.hole_mut().origin = Origin::Computed;
    Some(Piece::Unknown(Rc::new(path), LOCAL))
}

/// Takes off a text the path that a base has in its unknown part, and gives that base up to there; `None` where the text
/// does not begin with it.
fn behind_own_path(text: &mut TextValue, base: &[Piece]) -> Option<TextValue> {
    let origin = origin_of(base);
    match (text.first(), own_path(&origin)) {
        (Some(Piece::Unknown(first, _)), Some(Piece::Unknown(path, _))) if first.hole == path.hole => {
            text.remove(0);
            Some(origin)
        }
        _ => None,
    }
}

/// A part of `https://host:port`.
fn origin_part(origin: &Skeleton, name: &str, span: Span) -> Option<TextValue> {
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

/// A URL with another scheme, host or port.
fn with_origin_part(url: &TextValue, name: &str, part: TextValue, span: Span) -> TextValue {
    let origin = origin_of(url);
    let path = strip_prefix(url, &origin);
    let fixed = |text: &str| Piece::Fixed(text.into(), span, LOCAL);
    let known = Skeleton::of(&origin);
    let known = |name: &str| known.as_ref().and_then(|known| origin_part(known, name, span));
    let or_unknown = |known: Option<TextValue>| known.unwrap_or_else(|| vec![unknown_piece(Origin::Computed, span)]);
    let (mut scheme, mut host, mut port) =
        (or_unknown(known("protocol")), or_unknown(known("hostname")), known("port"));
    match name {
        "protocol" => {
            scheme = part;
            let ends = |piece: Option<&Piece>| matches!(piece, Some(Piece::Fixed(fixed, ..)) if fixed.ends_with(':'));
            if !ends(scheme.last()) {
                scheme.push(fixed(":"));
            }
        }
        "host" => (host, port) = (part, None),
        "hostname" => host = part,
        _ => port = Some(part),
    }
    let whole = |text: &TextValue| Value::of_pieces(text.clone()).as_fixed();
    // What a scheme has anyway is not written.
    let is_usual = |port: &TextValue| {
        let usual = if whole(&scheme).as_deref() == Some("http:") { "80" } else { "443" };
        port.is_empty() || whole(port).as_deref() == Some(usual)
    };
    let port = port.filter(|port| !is_usual(port)).map(|port| [vec![fixed(":")], port].concat());
    let mut changed: TextValue = Vec::new();
    for piece in [scheme, vec![fixed("//")], host, port.unwrap_or_default()].concat() {
        match (changed.last_mut(), piece) {
            // Scheme and host are read in one piece.
            (Some(Piece::Fixed(before, at, _)), Piece::Fixed(more, ..)) => {
                *at = span;
                *before = format!("{before}{more}").into();
            }
            (_, piece) => changed.push(piece),
        }
    }
    changed.extend(path);
    changed
}
