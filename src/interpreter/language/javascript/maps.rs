//! The methods of JavaScript's objects, maps, headers, forms and queries.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::text::Piece;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::fields::FieldsOf;
use crate::interpreter::language::javascript::searches::callback_of;
use crate::interpreter::state::Interpreter;
use crate::request::Origin;
use crate::source::Span;

/// What every object has of its prototype (ECMA-262, 20.1.3), and what one has that is to be awaited, of which only what it
/// will be is known.
const OF_ALL: [&str; 10] = [
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
    "then",
    "catch",
    "finally",
];

/// What queries and forms have of theirs (URL, 6.2; XHR, 4), which some clients give as plain objects.
const OF_PAIRS: [&str; 13] = [
    "append",
    "delete",
    "entries",
    "forEach",
    "get",
    "getAll",
    "getHeaders",
    "has",
    "keys",
    "set",
    "size",
    "sort",
    "values",
];

/// A member that an object has by what it is, or may have; `None` where it has none of the name.
pub(super) fn own_member(object: &Object, name: &str, span: Span) -> Option<Value> {
    let may_have = match object.shape {
        // Headers of some clients are their members as well; those are written with dashes, or as titles.
        Shape::Headers => name.starts_with(|first: char| first.is_ascii_lowercase()) && !name.contains('-'),
        Shape::Params => OF_PAIRS.contains(&name),
        _ => object.is_map,
    };
    // An empty one may be filled by somebody else before it is asked.
    let is_counted =
        object.open.is_none() && !object.entries.is_empty() && object.entries.iter().all(|entry| entry.certain);
    if may_have && name == "size" && object.shape != Shape::Headers && is_counted {
        return Some(Value::number(object.entries.len().to_string()));
    }
    (may_have || OF_ALL.contains(&name)).then(|| Value::unknown(span).named(name))
}

impl Interpreter<'_> {
    /// A method of headers, of a form or of the parameters of a query; `None` where it is not modelled.
    pub(super) fn multi_method(
        &mut self,
        id: ObjectId,
        receiver: &Value,
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        Some(match name {
            "append" | "set" => {
                let key = args.get(0);
                if self.fixed_key(&key).is_none() && matches!(key, Value::Object(..)) {
                    // Headers of some clients take whole objects.
                    self.set_all(id, &key, span);
                } else {
                    self.put_entry(id, &key, args.get(1), name == "set", span);
                }
                receiver.clone()
            }
            "delete" => {
                self.removed(id, &args.get(0));
                receiver.clone()
            }
            "get" => {
                let key = args.get(0).as_fixed()?;
                self.entry_of(id, receiver, &key, span)
            }
            "has" => {
                let key = args.get(0).as_fixed();
                Value::Bool(key.and_then(|key| self.has_key(receiver, &key)))
            }
            "sort" => Value::Undefined,
            "forEach" => {
                self.call_for_each(id, receiver, &callback_of(args), span);
                Value::Undefined
            }
            "toString" => {
                let fields = self.fields_of(receiver, FieldsOf::Query, span);
                Value::of_pieces(vec![Piece::Fields(Rc::new(fields))])
            }
            "entries" => receiver.clone(),
            _ => return None,
        })
    }

    /// What a container has by a key, whatever its members are.
    fn entry_of(&mut self, id: ObjectId, receiver: &Value, key: &str, span: Span) -> Value {
        let object = self.heap.obj(id);
        let is_missing =
            object.entry(key).is_none() && object.open.is_none() && object.class.is_none() && !object.of_request;
        if is_missing { Value::Undefined } else { self.member(receiver, key, span) }
    }

    fn set_all(&mut self, id: ObjectId, headers: &Value, span: Span) {
        let fields = self.fields_of(headers, FieldsOf::Headers, span);
        self.heap.update(id, |object| {
            for field in &fields.entries {
                let value = Value::Text(field.value.clone());
                if field.certain {
                    object.set(&field.name, field.name_span, value);
                } else {
                    object.add(&field.name, field.name_span, value, false);
                }
            }
            if let Some((at, why)) = fields.open.first() {
                object.open_by(*at, why);
            }
        });
    }

    fn call_for_each(&mut self, id: ObjectId, receiver: &Value, callback: &Value, span: Span) {
        let object = self.heap.obj(id).clone();
        for entry in &object.entries {
            let name = object.name_gone_through(entry);
            let values = vec![entry.value.clone(), Value::text(&name, entry.span), receiver.clone()];
            let passed = Args { spans: vec![span; values.len()], values, ..Args::default() };
            if entry.certain {
                self.call_value(callback, &passed, span);
            } else {
                self.branch(1, false, span, |this, _| this.call_value(callback, &passed, span));
            }
        }
        if object.open.is_some() {
            self.run_callback(callback, &[], span);
        }
    }

    /// A method of an object, or of a `Map`; `None` where it is not modelled.
    pub(super) fn record_method(
        &mut self,
        id: ObjectId,
        receiver: &Value,
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        Some(match name {
            "hasOwnProperty" | "has" => {
                let key = args.get(0).as_fixed();
                Value::Bool(key.and_then(|key| self.has_key(receiver, &key)))
            }
            "set" => {
                let value = args.get(1);
                match self.fixed_key(&args.get(0)) {
                    Some(key) => self.heap.update(id, |object| object.set(&key, span, value)),
                    None => self.heap.update(id, |object| object.open_by(span, "a key that is not known")),
                }
                receiver.clone()
            }
            "get" => match self.fixed_key(&args.get(0)) {
                // Settings take a path for a name: `config.get('server.port')`.
                Some(key) if self.heap.obj(id).entry(&key).is_none() && key.contains('.') => {
                    key.split('.').fold(receiver.clone(), |object, name| self.member(&object, name, span))
                }
                Some(key) => self.entry_of(id, receiver, &key, span),
                None => Value::unknown(span),
            },
            "delete" => {
                self.removed(id, &args.get(0));
                Value::Bool(None)
            }
            "clear" => {
                self.heap.update(id, |object| object.entries.clear());
                Value::Undefined
            }
            "toString" => Value::of_origin(Origin::Computed, span),
            "entries" | "keys" | "values" => self.object_list(receiver, name, span),
            "forEach" => {
                for entry in self.heap.obj(id).entries.clone() {
                    let known = [entry.value, Value::text(&entry.name, entry.span), receiver.clone()];
                    self.run_callback(&callback_of(args), &known, span);
                }
                Value::Undefined
            }
            _ => {
                let defs = self.clients.methods_of_packages(name)?;
                return self.given_by_method(defs, receiver, name, args, span);
            }
        })
    }
}
