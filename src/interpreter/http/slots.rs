//! Client objects and the slots of the request that they hold.

use std::rc::Rc;

use crate::clients::{ResultDef, Slot};
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Entry, Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::text::{Piece, TextValue};
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::fields::FieldsOf;
use crate::interpreter::http::members::OF_METHOD;
use crate::interpreter::http::url::{tail_span, value_span};
use crate::interpreter::state::Interpreter;
use crate::source::Span;

impl Interpreter<'_> {
    /// A new client object with empty slots.
    pub(crate) fn new_client(&mut self, def: usize) -> ObjectId {
        let span = self.stack_span();
        let query = Value::Object(self.heap.object(Object::new(Shape::Params)), LOCAL);
        let header = Value::Object(self.heap.object(Object::new(Shape::Headers)), LOCAL);
        let mut object = Object::new(Shape::Client(def));
        object.set("query", span, query);
        object.set("header", span, header);
        self.heap.object(object)
    }

    /// A client object with the slots of another; later changes of either do not reach the other.
    pub(crate) fn copy_client(&mut self, from: ObjectId, def: usize) -> ObjectId {
        let of_method = self.heap.obj(from).entries.iter().map(|entry| entry.name.clone());
        let of_method: Vec<Rc<str>> = of_method.filter(|name| name.starts_with(OF_METHOD)).collect();
        let parts: Vec<&str> =
            ["query", "header", "hooks"].into_iter().chain(of_method.iter().map(|name| &**name)).collect();
        let copy = self.copy_with(from, &parts);
        self.heap.update(copy, |object| object.shape = Shape::Client(def));
        copy
    }

    /// A copy of an object, with copies of the objects that some of its entries are: later changes of the one do not reach
    /// the other.
    pub(crate) fn copy_with(&mut self, from: ObjectId, parts: &[&str]) -> ObjectId {
        let mut object = (**self.heap.obj(from)).clone();
        for name in parts {
            if let Some(entry) = object.entries.iter_mut().find(|entry| *entry.name == **name)
                && let Value::Object(part, _) = entry.value
            {
                let copy = (**self.heap.obj(part)).clone();
                entry.value = Value::Object(self.heap.object(copy), LOCAL);
            }
        }
        self.heap.object(object)
    }

    /// The value of a slot.
    pub(crate) fn slot_value(&mut self, id: ObjectId, slot: Slot, span: Span) -> Value {
        let name = slot.part();
        let value = self.heap.obj(id).entry(name).map(|entry| entry.value.clone());
        value.unwrap_or_else(|| if self.heap.obj(id).open.is_some() { Value::unknown(span) } else { Value::Undefined })
    }

    /// The value of a slot, to be changed in place: a text has no identity, so that a URL becomes an object first.
    pub(crate) fn slot_handle(&mut self, id: ObjectId, slot: Slot, span: Span) -> Value {
        let value = self.slot_value(id, slot, span);
        let is_text = |part: &Value| matches!(part, Value::Text(_) | Value::Unknown(..));
        if slot != Slot::Url || !value.alternatives().iter().all(is_text) {
            return value;
        }
        let url = self.url_with(&value, None, span);
        self.heap.update(id, |object| object.set(slot.part(), span, url.clone()));
        url
    }

    /// Puts values into a slot.
    pub(crate) fn fill_slot(&mut self, id: ObjectId, slot: Slot, values: &[Value], span: Span) {
        let Some(first) = values.first() else { return };
        if let Slot::Method | Slot::Url | Slot::Path | Slot::HeaderPair = slot
            && let Some(name) = self.language.as_name(self, first, span)
        {
            let values: Vec<Value> = [name].into_iter().chain(values[1..].iter().cloned()).collect();
            self.fill_slot(id, slot, &values, span);
            return;
        }
        match slot {
            Slot::Method
            | Slot::Url
            | Slot::Base
            | Slot::Scheme
            | Slot::Host
            | Slot::Port
            | Slot::Path
            | Slot::Body
            | Slot::Routes
            | Slot::Data => {
                self.heap.update(id, |object| object.set(slot.part(), span, first.clone()));
            }
            Slot::Route => self.fill_route(id, first, span),
            Slot::Append => self.append_to_url(id, first, span),
            Slot::Segments => self.fill_segments(id, first, span),
            Slot::QueryOverride => {
                let nothing = |value: &Value| matches!(value, Value::Undefined | Value::Null);
                if !first.alternatives().iter().any(nothing) {
                    self.heap.update(id, |object| object.set("bare", span, Value::Bool(Some(true))));
                }
                self.fill_slot(id, Slot::Query, values, span);
            }
            Slot::HeaderReplace => self.replace_headers(id, first, span),
            Slot::Query | Slot::QueryReplace | Slot::Header => self.fill_fields(id, slot, first, span),
            Slot::QueryPair | Slot::HeaderPair => self.fill_pair(id, slot, values, span),
            Slot::HeaderRemove | Slot::QueryRemove => {
                if let Value::Object(fields, _) = self.slot_value(id, slot, span) {
                    self.removed(fields, first);
                }
            }
            Slot::Bearer | Slot::Basic => self.authorize(id, slot, values, span),
            Slot::Hook => self.add_hooks(id, first, span),
            Slot::Layer => self.add_layer(id, first, span),
            Slot::Merge => self.merge(id, first, span),
            Slot::Forward => self.forward(id, first, span),
            Slot::Entry => self.fill_provider(id, first, values.get(1), span),
            // What is left of options is filled in by what leaves it.
            Slot::Rest
            | Slot::Callback
            | Slot::Key
            | Slot::Text
            | Slot::Algorithm
            | Slot::Encoding
            | Slot::Signed
            | Slot::Time
            | Slot::Amount
            | Slot::Unit
            | Slot::Form
            | Slot::Zone => {}
            // A text names one of the client's own.
            Slot::SentBy if matches!(first, Value::Text(_)) => {}
            Slot::Opaque | Slot::SentBy => self.fill_opaque(id, first, span),
            // What is not given leaves a client as it is set up.
            Slot::Cookies if matches!(first, Value::Undefined | Value::Null) => {}
            Slot::Cookies => self.heap.update(id, |object| object.set("cookies", span, first.clone())),
            Slot::OpaqueQuery => {
                if let Value::Object(query, _) = self.slot_value(id, Slot::Query, span) {
                    self.fill_opaque(query, first, span);
                }
            }
        }
    }

    /// `GET /things`: a text without a method is a URL that is got.
    fn fill_route(&mut self, id: ObjectId, first: &Value, span: Span) {
        let text = self.text_of(first, span);
        let method = match text.first() {
            Some(Piece::Fixed(fixed, ..)) => fixed.split_once(' ').map(|(method, _)| method.to_owned()),
            _ => None,
        };
        let (method, url) = match (method, &text[..]) {
            (Some(method), [Piece::Fixed(fixed, at, via), rest @ ..]) => {
                let tail = fixed[method.len()..].trim_start();
                let first = Piece::Fixed(tail.into(), tail_span(*at, fixed, tail), *via);
                let first = (!tail.is_empty()).then_some(first);
                let url = first.into_iter().chain(rest.iter().cloned()).collect();
                (Value::text(&method, span), url)
            }
            (_, [Piece::Fixed(..), ..]) => (Value::text("GET", span), text),
            // What is not known from its first letter on may begin with any method.
            _ => (Value::unknown(span), text),
        };
        self.heap.update(id, |object| {
            object.set("method", span, method);
            object.set("url", span, Value::of_pieces(url));
        });
    }

    fn append_to_url(&mut self, id: ObjectId, first: &Value, span: Span) {
        if matches!(first, Value::Undefined | Value::Null) {
            return;
        }
        let known = self.slot_value(id, Slot::Url, span);
        let mut text = match known {
            Value::Undefined => TextValue::new(),
            known => self.text_of(&known, span),
        };
        self.append_text(&mut text, first, span);
        self.heap.update(id, |object| object.set("url", span, Value::of_pieces(text)));
    }

    fn fill_fields(&mut self, id: ObjectId, slot: Slot, first: &Value, span: Span) {
        let of = if slot == Slot::Header { FieldsOf::Headers } else { FieldsOf::Query };
        let fields = self.fields_of(first, of, span);
        let removed = if of == FieldsOf::Headers { self.undefined_in(first) } else { Vec::new() };
        let Value::Object(target, _) = self.slot_value(id, slot, span) else { return };
        self.heap.update(target, |object| {
            if slot == Slot::QueryReplace {
                object.entries.clear();
            }
            // An instance's own header is taken away so.
            object.entries.retain(|entry| !removed.iter().any(|name| name.eq_ignore_ascii_case(&entry.name)));
            // Names with a colon in front are the method and the path of HTTP/2, and no headers.
            let is_field = |name: &str| of != FieldsOf::Headers || !name.starts_with(':');
            for (at, field) in fields.entries.iter().enumerate().filter(|(_, field)| is_field(&field.name)) {
                let value = Value::Text(field.value.clone());
                // Names given twice at once stand beside each other.
                let again = fields.entries[..at].iter().any(|f| f.name.eq_ignore_ascii_case(&field.name));
                if field.certain && of == FieldsOf::Headers && !again {
                    object.set(&field.name, field.name_span, value);
                } else {
                    object.add(&field.name, field.name_span, value, field.certain);
                }
            }
            for (at, why) in &fields.open {
                object.open_by(*at, why);
            }
        });
    }

    /// The names under which a record certainly has nothing.
    fn undefined_in(&self, value: &Value) -> Vec<Rc<str>> {
        let Value::Object(id, _) = value else { return Vec::new() };
        let object = self.heap.obj(*id);
        let is_nothing = |entry: &&Entry| entry.certain && matches!(entry.value, Value::Undefined);
        if !object.is_record() {
            return Vec::new();
        }
        object.entries.iter().filter(is_nothing).map(|entry| entry.name.clone()).collect()
    }

    /// Headers in place of those that were taken over, which stay where none may be given.
    fn replace_headers(&mut self, id: ObjectId, given: &Value, span: Span) {
        let nothing = |part: &&Value| matches!(part, Value::Undefined | Value::Null);
        let none = given.alternatives().iter().filter(nothing).count();
        if none < given.alternatives().len()
            && let Value::Object(target, _) = self.slot_value(id, Slot::Header, span)
        {
            self.heap.update(target, |object| {
                if none == 0 && !matches!(given, Value::Unknown(..)) {
                    object.entries.clear();
                    object.open = None;
                } else {
                    object.entries.iter_mut().for_each(|entry| entry.certain = false);
                }
            });
        }
        self.fill_fields(id, Slot::Header, given, span);
    }

    fn fill_pair(&mut self, id: ObjectId, slot: Slot, values: &[Value], span: Span) {
        let Some(first) = values.first() else { return };
        let Value::Object(target, _) = self.slot_value(id, slot, span) else { return };
        let value = values.get(1).cloned().unwrap_or(Value::Undefined);
        if matches!(value, Value::Undefined) {
            // Without a value, what is given alone may be a map of names and values.
            let is_map = |part: &Value| matches!(part, Value::Unknown(..) | Value::Library(_) | Value::Facet(..));
            if first.alternatives().iter().any(is_map) {
                self.heap.update(target, |object| object.open_by(span, "a map that is not known"));
            } else if slot == Slot::HeaderPair {
                self.fill_line(target, first, span);
            }
            return;
        }
        let text = Value::of_pieces(self.text_of(&value, span));
        self.put_entry(target, first, text, slot == Slot::HeaderPair, span);
    }

    /// A header as one line: `Name: value`.
    fn fill_line(&mut self, headers: ObjectId, line: &Value, span: Span) {
        let Value::Text(text) = line else {
            if matches!(line, Value::Choice(_)) {
                self.heap.update(headers, |object| object.open_by(span, "one of several lines"));
            }
            return;
        };
        match named_line(text) {
            Some((name, value)) => self.put_entry(headers, &name, Value::of_pieces(value), true, span),
            None if text.iter().any(|piece| !matches!(piece, Piece::Fixed(..))) => {
                self.heap.update(headers, |object| object.open_by(span, "a line whose name is not known"));
            }
            None => {}
        }
    }

    fn fill_opaque(&mut self, id: ObjectId, first: &Value, span: Span) {
        if !self.is_harmless(first) {
            self.heap.update(id, |object| object.open_by(span, "it passes through something that cannot be read"));
        }
    }

    /// Whether something that a client is set up with changes nothing: nothing at all, or what a table knows as an object
    /// of its own, unless that has or may have anything to send. What comes in as a client is what a call of it would be.
    pub(crate) fn is_harmless(&mut self, value: &Value) -> bool {
        let mut harmless = |part: &Value| match part {
            Value::Unknown(hole, _) => self.client_of_unknown(hole).is_some_and(|id| self.sends_nothing_itself(id)),
            Value::Object(id, _) => self.sends_nothing_itself(*id),
            Value::Library(path) => {
                self.clients.source(path).is_some() || self.clients.function(&format!("{path}()")).is_some()
            }
            _ => false,
        };
        matches!(value, Value::Undefined | Value::Null) || value.alternatives().iter().all(&mut harmless)
    }

    /// Whether an object is an empty list, or a client that adds nothing to what is handed to it.
    fn sends_nothing_itself(&self, id: ObjectId) -> bool {
        let object = self.heap.obj(id);
        let is_empty = match object.shape {
            Shape::List => object.items.is_empty(),
            Shape::Client(_) => !["query", "header", "hooks"].into_iter().any(|part| self.is_filled(object, part)),
            _ => false,
        };
        is_empty && object.open.is_none()
    }

    /// Puts a value under a name into parameters, headers or a map; `replace` takes the place of what is there. An unknown
    /// name may be any.
    pub(crate) fn put_entry(&mut self, id: ObjectId, name: &Value, value: Value, replace: bool, span: Span) {
        let at = value_span(name).unwrap_or(span);
        let name = self.fixed_key(name);
        self.heap.update(id, |object| match name {
            Some(name) if replace => object.set(&name, at, value),
            Some(name) => object.add(&name, at, value, true),
            None => object.open_by(span, "a name that is not known"),
        });
    }

    /// Adds functions that may change the request before it is sent.
    fn add_hooks(&mut self, id: ObjectId, first: &Value, span: Span) {
        let hook = first.clone();
        if matches!(hook, Value::Undefined | Value::Null) {
            return;
        }
        let list = self.list_of_hooks(id, span);
        // Some clients take a list of them.
        let hooks = self.items_of(&hook, false).unwrap_or_else(|| vec![hook]);
        self.heap.update(list, |object| object.append(hooks, span));
        self.heap.update(id, |object| object.set("hooks", span, Value::Object(list, LOCAL)));
    }

    /// The list that further hooks are added to. Those that only some paths have added may be missing in it.
    fn list_of_hooks(&mut self, id: ObjectId, span: Span) -> ObjectId {
        let known = self.heap.obj(id).entry("hooks").cloned();
        let known = match known {
            Some(Entry { value: Value::Object(list, _), certain: true, .. }) => return list,
            known => known.map(|entry| entry.value),
        };
        let mut all = Object::new(Shape::List);
        for part in known.iter().flat_map(Value::alternatives) {
            let Value::Object(list, _) = part else { continue };
            let list = self.heap.obj(*list);
            all.append(list.items.iter().map(|item| Value::choice([item.clone(), Value::Undefined], span)), span);
            if let Some((at, why)) = &list.open {
                all.open_by(*at, why);
            }
        }
        self.heap.object(all)
    }

    /// Sets the `Authorization` header.
    pub(crate) fn authorize(&mut self, id: ObjectId, slot: Slot, values: &[Value], span: Span) {
        let Some(first) = values.first().filter(|first| !matches!(first, Value::Undefined | Value::Null)) else {
            return;
        };
        let Value::Object(target, _) = self.slot_value(id, Slot::Header, span) else { return };
        let mut text = vec![Piece::Fixed(if slot == Slot::Bearer { "Bearer " } else { "Basic " }.into(), span, LOCAL)];
        self.append_text(&mut text, first, span);
        if slot == Slot::Basic {
            text.push(Piece::Fixed(":".into(), span, LOCAL));
            if let Some(password) = values.get(1).filter(|password| !matches!(password, Value::Undefined | Value::Null))
            {
                self.append_text(&mut text, password, span);
            }
        }
        let some = |value: &Value| !matches!(value, Value::Undefined | Value::Null | Value::Bool(Some(false)));
        let certain = first.alternatives().iter().all(some);
        self.heap.update(target, |object| {
            if certain {
                object.remove("Authorization");
            }
            object.add("Authorization", span, Value::of_pieces(text), certain);
        });
    }

    /// Takes over the slots of another request or instance.
    pub(crate) fn merge(&mut self, id: ObjectId, value: &Value, span: Span) {
        let mut via = LOCAL;
        let source = match value {
            Value::Object(source, through) => {
                via = *through;
                *source
            }
            // What is no request at all is nothing to take over; what fills the other slots makes use of it.
            Value::Choice(parts) => {
                let is_left_out =
                    |part: &Value| self.language.hands_requests_on() && matches!(part, Value::Undefined | Value::Null);
                let parts: Vec<Value> = parts.iter().filter(|part| !is_left_out(part)).cloned().collect();
                self.branch(parts.len(), true, span, |this, at| {
                    this.merge(id, &parts[at], span);
                    Value::Undefined
                });
                return;
            }
            // What is no URL is a request that was made elsewhere.
            Value::Unknown(..) | Value::Library(_) if self.language.hands_requests_on() => {
                let source = match value {
                    Value::Unknown(hole, _) => {
                        self.client_of_unknown(hole).or_else(|| self.request_passed_on(hole, span))
                    }
                    Value::Library(path) => self.client_of_path(path),
                    _ => None,
                };
                let Some(source) = source else {
                    self.heap.update(id, |object| {
                        object.set("method", span, Value::unknown(span));
                        object.open_by(span, "a request that was made elsewhere");
                    });
                    return;
                };
                source
            }
            // It may be a URL, or a request with all that belongs to one.
            Value::Unknown(..) | Value::Library(_) => {
                self.heap.update(id, |object| object.open_by(span, "it may be a request that was made elsewhere"));
                return;
            }
            _ => return,
        };
        let source = self.heap.obj(source).clone();
        if !matches!(source.shape, Shape::Client(_)) {
            return;
        }
        for entry in &source.entries {
            match &*entry.name {
                "query" => self.fill_slot(id, Slot::Query, std::slice::from_ref(&entry.value), span),
                "header" => self.fill_slot(id, Slot::Header, std::slice::from_ref(&entry.value), span),
                name => {
                    let value = self.through(&entry.value, via);
                    self.heap.update(id, |object| object.set(name, entry.span, value));
                }
            }
        }
        if let Some((at, why)) = &source.open {
            self.heap.update(id, |object| object.open_by(*at, why));
        }
    }

    /// Assigns to the slot that a method gives: `*request.method_mut() = …`.
    pub(crate) fn assign_slot(&mut self, object: &Value, path: &str, value: Value, span: Span) {
        let Value::Object(id, _) = object else { return };
        let Shape::Client(def) = self.heap.obj(*id).shape else { return };
        let Some(definition) = self.clients.objects.get(def) else { return };
        let slot = definition.calls.get(path).into_iter().flatten().find_map(|call| match call.result {
            ResultDef::Slot(slot) => Some(slot),
            _ => None,
        });
        match slot {
            Some(slot @ (Slot::Header | Slot::Query)) => {
                if let Value::Object(fields, _) = self.slot_value(*id, slot, span) {
                    self.heap.update(fields, |object| object.entries.clear());
                }
                self.fill_slot(*id, slot, &[value], span);
            }
            Some(slot) => self.fill_slot(*id, slot, &[value], span),
            None => {}
        }
    }
}

/// The name that a line begins with, and what stands behind its colon.
fn named_line(line: &[Piece]) -> Option<(Value, TextValue)> {
    let (Piece::Fixed(fixed, at, via), rest) = line.split_first()? else { return None };
    let (name, value) = fixed.split_once(':')?;
    let value = value.trim_start();
    let first = Piece::Fixed(value.into(), tail_span(*at, fixed, value), *via);
    let first = (!value.is_empty()).then_some(first);
    let mut span = *at;
    if let (true, Ok(length)) = (at.len() as usize == fixed.len(), u32::try_from(name.len())) {
        span.end = span.start + length;
    }
    Some((Value::text(name, span), first.into_iter().chain(rest.iter().cloned()).collect()))
}
