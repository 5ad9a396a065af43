//! The methods of JavaScript's objects, maps, headers, forms and queries.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::text::Piece;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::fields::FieldsOf;
use crate::interpreter::state::Interpreter;
use crate::request::Origin;
use crate::source::Span;

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
                self.member(receiver, &key, span)
            }
            "has" => {
                let key = args.get(0).as_fixed();
                Value::Bool(key.and_then(|key| self.has_key(receiver, &key)))
            }
            "sort" => Value::Undefined,
            "forEach" => {
                self.call_for_each(id, &args.get(0), span);
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

    fn call_for_each(&mut self, id: ObjectId, callback: &Value, span: Span) {
        let object = self.heap.obj(id).clone();
        for entry in &object.entries {
            let name = object.name_gone_through(entry);
            let values = vec![entry.value.clone(), Value::text(&name, entry.span)];
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
                Some(key) => self.member(receiver, &key, span),
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
                    let known = [entry.value, Value::text(&entry.name, entry.span)];
                    self.run_callback(&args.get(0), &known, span);
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
