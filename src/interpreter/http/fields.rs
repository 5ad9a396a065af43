//! Values as named fields: query parameters, headers, bodies.

use std::rc::Rc;

use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::Provenance;
use crate::interpreter::domain::text::{FieldsValue, Piece};
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::url::{parse_query, tail_span, value_span};
use crate::interpreter::state::Interpreter;
use crate::interpreter::walk::Walk;
use crate::source::Span;

impl Interpreter<'_> {
    /// A value as named fields.
    pub(crate) fn fields_of(&mut self, value: &Value, of: FieldsOf, span: Span) -> FieldsValue {
        let mut fields = FieldsValue::default();
        match value {
            Value::Choice(parts) => {
                let alternatives: Vec<FieldsValue> = parts.iter().map(|part| self.fields_of(part, of, span)).collect();
                fields = FieldsValue::any_of(&alternatives);
            }
            Value::Object(id, via) => {
                let found = self.walk(Walk::Fields, *id, |this| this.fields_of_object(*id, *via, of, span));
                fields = found.unwrap_or_else(|| FieldsValue::open_by(span, "objects that hold one another"));
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
            Value::Unknown(..) | Value::Library(_) | Value::Facet(..) | Value::Function(_) | Value::Class(..) => {
                let why = format!("{} cannot be followed", self.describe(value));
                fields.open.push((span, why));
            }
            Value::Undefined | Value::Null | Value::Bool(_) | Value::Num(..) | Value::Regex(_) => {}
        }
        fields
    }

    fn fields_of_object(&mut self, id: ObjectId, via: Provenance, of: FieldsOf, span: Span) -> FieldsValue {
        let mut fields = FieldsValue::default();
        let object = self.heap.obj(id).clone();
        // A struct around one value that has no name is written as that value.
        if let (Some(_), [only]) = (&object.class, &object.entries[..])
            && of != FieldsOf::Headers
            && object.variant.is_none()
            && *only.name == *"0"
        {
            return self.fields_of(&self.through(&only.value, via), of, span);
        }
        match object.shape {
            Shape::Record | Shape::Params | Shape::Headers => {
                self.entries_to_fields(&object, via, of, span, &mut fields);
            }
            Shape::List => self.pairs_to_fields(&object, via, of, span, &mut fields),
            Shape::Namespace(_) => {
                let listed = self.listed(&Value::Object(id, via), span);
                fields = self.fields_of(&listed, of, span);
            }
            Shape::Url => {
                if let Some(query) = object.entry("query").map(|entry| entry.value.clone()) {
                    fields = self.fields_beside(&query, of, span);
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
        // A struct is no headers: something makes them of it.
        if of == FieldsOf::Headers && object.class.is_some() && !self.language.sends_instances_as_headers() {
            fields = FieldsValue::default();
            fields.open.push((span, "headers that a struct is made into".into()));
        }
        // What it is as data, its own code or another type says.
        if of != FieldsOf::Headers
            && object.class.as_ref().is_some_and(|(class, _)| self.class(*class).serializes_itself)
        {
            fields = FieldsValue::open_by(span, "a struct that is serialised by code of its own");
        }
        // How a variant is written depends on attributes that are not read.
        if object.variant.is_some() && object.entry("0").is_some() {
            fields.open.push((span, "a variant of an enum".into()));
        }
        fields
    }

    pub(crate) fn entries_to_fields(
        &mut self,
        object: &Object,
        via: Provenance,
        of: FieldsOf,
        span: Span,
        fields: &mut FieldsValue,
    ) {
        // A struct that is serialised goes by its renamed fields.
        let renames = object.class.as_ref().map_or(&[][..], |(class, _)| &self.class(*class).renames[..]);
        let optional = object.class.as_ref().map_or(&[][..], |(class, _)| &self.class(*class).optional[..]);
        // The fields of a variant stand behind its name.
        let variant = object.variant.as_deref().and_then(|path| path.rsplit("::").next());
        let is_field = |known: &str, name: &str| match variant {
            Some(variant) => known.split_once('.') == Some((variant, name)),
            None => known == name,
        };
        for entry in &object.entries {
            let written = renames.iter().find(|(field, _)| is_field(field, &entry.name)).map(|(_, written)| &**written);
            if written == Some("") {
                continue;
            }
            if written == Some("*") {
                let inner = self.fields_of(&self.through(&entry.value, via), of, entry.span);
                fields.extend(&inner, entry.certain);
                continue;
            }
            if of == FieldsOf::Headers
                && let Value::Object(group, _) = &entry.value
                && matches!(self.heap.obj(*group).shape, Shape::Record | Shape::Params | Shape::Headers)
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
            certain &= !optional.iter().any(|field| is_field(field, &entry.name))
                || entry.value.alternatives().iter().all(|part| !matches!(part, Value::Unknown(..)));
            let text = self.text_of(&self.through(&entry.value, via), entry.span);
            let name = match (written, of) {
                (Some(written), _) => written.into(),
                (None, FieldsOf::Headers) => entry.name.clone(),
                (None, _) => object.name_gone_through(entry),
            };
            fields.push(&name, entry.span, Rc::new(text), certain);
        }
    }

    /// `{ key, value }` or `{ name, value }`, and nothing else that counts.
    #[allow(clippy::unused_self)] // one of a family of methods
    fn name_and_value(&self, pair: &Object) -> Option<(Value, Value)> {
        let value = pair.entry("value")?.value.clone();
        let name = pair.entry("key").or_else(|| pair.entry("name"))?.value.clone();
        (pair.open.is_none() && pair.entries.len() <= 4).then_some((name, value))
    }

    pub(crate) fn pairs_to_fields(
        &mut self,
        object: &Object,
        via: Provenance,
        of: FieldsOf,
        span: Span,
        fields: &mut FieldsValue,
    ) {
        let flat = of == FieldsOf::Headers
            && object.items.len() >= 2
            && object.items.iter().all(|item| matches!(item, Value::Text(_) | Value::Unknown(..) | Value::Library(_)));
        if flat && object.items.len().is_multiple_of(2) {
            // A flat list of names and values.
            for pair in object.items.chunks(2) {
                match self.fixed_key(&pair[0]) {
                    Some(name) => {
                        let text = self.text_of(&self.through(&pair[1], via), span);
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
                    [_, Value::Null] if self.language.leaves_out_empty_pairs() => {}
                    [name, value] => {
                        let name_span = value_span(name).unwrap_or(span);
                        if let Some(name) = self.fixed_key(name) {
                            let nothing = |part: &Value| matches!(part, Value::Undefined | Value::Null);
                            let certain = certain && !value.alternatives().iter().any(nothing);
                            let text = self.text_of(&self.through(value, via), span);
                            fields.push(&name, name_span, Rc::new(text), certain);
                        } else {
                            fields.open.push((span, "a name that is not known".into()));
                        }
                    }
                    _ if pair.shape == Shape::Record && self.name_and_value(&pair).is_some() => {
                        let Some((name, value)) = self.name_and_value(&pair) else { continue };
                        match self.fixed_key(&name) {
                            Some(known) => {
                                let text = self.text_of(&self.through(&value, via), span);
                                fields.push(&known, value_span(&name).unwrap_or(span), Rc::new(text), certain);
                            }
                            None => fields.open.push((span, "a name that is not known".into())),
                        }
                    }
                    // Objects in a row.
                    _ if pair.shape == Shape::Record => {
                        let inner = self.fields_of(part, of, span);
                        fields.extend(&inner, certain);
                    }
                    _ => fields.open.push((span, "an item that is no pair".into())),
                }
            }
        }
    }
}

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
