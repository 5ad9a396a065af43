//! What is handed to something that cannot be followed.

use std::sync::Arc;

use crate::clients::{CallDef, ResultDef};
use crate::interpreter::budget::MAX_ESCAPE_DEPTH;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::interpreter::walk::Walk;
use crate::source::Span;

impl Interpreter<'_> {
    /// Something that cannot be followed got this value and may change it.
    pub(crate) fn escape(&mut self, value: &Value, span: Span) {
        self.note_leaving(value);
        self.escape_to(value, span, MAX_ESCAPE_DEPTH);
    }

    /// The same of what may be only shown to a call: plain data stays as it is, unless a cell holds it.
    pub(crate) fn escape_shown(&mut self, value: &Value, is_shown: bool, span: Span) {
        if is_shown && self.is_plain_data(value, MAX_ESCAPE_DEPTH) {
            self.note_leaving(value);
        } else {
            self.escape(value, span);
        }
    }

    fn is_plain_data(&self, value: &Value, depth: usize) -> bool {
        value.alternatives().iter().all(|part| {
            let id = match part {
                Value::Object(id, _) => id,
                Value::Library(path) => return !self.clients.is_set_up_in_place(path),
                _ => return true,
            };
            let object = self.heap.obj(*id);
            let is_data =
                matches!(object.shape, Shape::Record | Shape::List | Shape::Params | Shape::Headers | Shape::Url);
            let inside = object.entries.iter().map(|entry| &entry.value).chain(&object.items);
            is_data
                && depth > 0
                && !object.in_cell
                && object.class.is_none()
                && inside.into_iter().all(|value| self.is_plain_data(value, depth - 1))
        })
    }

    fn escape_to(&mut self, value: &Value, span: Span, depth: usize) {
        match value {
            Value::Object(id, _) => {
                let object = self.heap.obj(*id).clone();
                // Into a text nobody can write what the object gets that it was made of.
                if self.is_fixed(&object) || object.is_text {
                    return;
                }
                self.heap.update(*id, |object| {
                    if object.class.is_none() {
                        object.open_by(span, "it is passed to a call that cannot be followed");
                    }
                    object.may_be_replaced(span);
                });
                if depth > 0 {
                    self.walk(Walk::Escape, *id, |this| {
                        for entry in &object.entries {
                            this.escape_to(&entry.value, span, depth - 1);
                        }
                        for item in object.items.iter().take(16) {
                            this.escape_to(item, span, depth - 1);
                        }
                    });
                }
            }
            // What all that use a client share is handed out under its name too.
            Value::Library(path) => {
                if self.clients.is_set_up_in_place(path)
                    && let Some(shared) = self.client_of_path(path)
                {
                    self.escape_to(&Value::Object(shared, LOCAL), span, depth);
                }
            }
            Value::Choice(parts) => {
                for part in parts.iter() {
                    self.escape_to(part, span, depth);
                }
            }
            _ => {}
        }
    }

    /// Whether an object is a client that nobody can change who has it: no call does so in place, and types say what may.
    fn is_fixed(&self, object: &Object) -> bool {
        let Shape::Client(def) = object.shape else { return false };
        let keeps = |call: &Arc<CallDef>| call.sends || matches!(call.result, ResultDef::Object(_));
        self.language.trusts_types()
            && self.clients.objects.get(def).is_some_and(|definition| {
                definition.fields.is_empty()
                    && definition.calls.values().flatten().any(|call| matches!(call.result, ResultDef::Object(_)))
                    && definition.calls.values().flatten().all(keeps)
            })
    }

    /// Notes that a cell holds an object: who can read it may change it.
    pub(crate) fn hold_in_cell(&mut self, value: &Value) {
        for part in value.alternatives() {
            if let Value::Object(id, _) = part {
                self.heap.update(*id, |object| object.in_cell = true);
            }
        }
    }

    /// Notes that an object may have more than is known.
    pub(crate) fn open_object(&mut self, value: &Value, span: Span, why: &str) {
        for part in value.alternatives() {
            if let Value::Object(id, _) = part {
                self.heap.update(*id, |object| object.open_by(span, why));
            }
        }
    }

    /// The same where any of its entries may have been replaced.
    pub(crate) fn replace_in(&mut self, value: &Value, span: Span, why: &str) {
        for part in value.alternatives() {
            if let Value::Object(id, _) = part {
                self.heap.update(*id, |object| {
                    object.open_by(span, why);
                    object.may_be_replaced(span);
                });
            }
        }
    }
}
