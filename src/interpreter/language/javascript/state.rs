//! State: values that begin as one thing and are filled in or changed by somebody else.

use std::rc::Rc;

use crate::interpreter::budget::MAX_ANCESTORS;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::{Frame, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::ClassId;
use crate::source::Span;

impl Interpreter<'_> {
    /// A value as a state that others fill in, or an object that has it as a member.
    pub(crate) fn state(&mut self, value: Value, member: Option<&str>, span: Span) -> Value {
        if let Some(member) = member {
            let object = self.heap.object(Object::new(Shape::Record));
            let value = filled_later(value, member, span);
            self.heap.update(object, |object| object.set(member, span, value));
            return Value::Object(object, LOCAL);
        }
        if let Value::Object(id, _) = &value
            && self.heap.obj(*id).shape == Shape::Record
        {
            for entry in self.heap.obj(*id).entries.clone() {
                let filled = filled_later(entry.value, &entry.name, entry.span);
                self.heap.update(*id, |object| object.set(&entry.name, entry.span, filled));
            }
        }
        value
    }

    /// An instance of a class whose members anybody writes who finds one in a page: what it was made with is one of the values
    /// of each.
    pub(super) fn open_to_pages(&mut self, class: ClassId, frame: &Rc<Frame>, instance: &Value, span: Span) {
        let (mut class, mut frame) = (class, frame.clone());
        for _ in 0..MAX_ANCESTORS {
            match self.parent(class, &frame) {
                Some(parent) => (class, frame) = parent,
                None => break,
            }
        }
        let Some(base) = self.base_of(class, &frame) else { return };
        let is_open = match &base {
            Value::Library(path) => self.clients.frameworks.written_from_outside.iter().any(|known| **known == **path),
            _ => false,
        };
        let (true, Value::Object(id, _)) = (is_open, instance) else { return };
        for entry in self.heap.obj(*id).entries.clone() {
            if !entry.name.starts_with(['#', '_']) {
                let value = entry.value.or_written_elsewhere(&entry.name, span);
                self.heap.update(*id, |object| object.set(&entry.name, entry.span, value));
            }
        }
    }

    /// A state that begins with a value, or with what a function gives, and a function that changes it.
    pub(crate) fn state_and_setter(&mut self, first: Value, span: Span) -> Value {
        let first = match first {
            Value::Function(first) => self.call_at_once(&first, &[], span),
            value => value,
        };
        let state = self.changing(first, span);
        let set = Value::unknown(span);
        self.list(vec![state, set])
    }

    /// A state that starts with a value, and has others later.
    fn changing(&mut self, first: Value, span: Span) -> Value {
        match &first {
            Value::Object(id, via) if self.heap.obj(*id).is_record() => {
                let copy = (**self.heap.obj(*id)).clone();
                let copy = Value::Object(self.heap.object(copy), *via);
                let state = self.state(copy, None, span);
                self.open_object(&state, span, "a state that is changed elsewhere");
                state
            }
            Value::Object(id, _) if self.heap.obj(*id).shape == Shape::List => Value::unknown(span),
            Value::Text(text) if !text.is_empty() && first.as_fixed().is_none_or(|text| !text.is_empty()) => {
                Value::choice([first.clone(), Value::unknown(span)], span)
            }
            Value::Object(..) | Value::Function(_) | Value::Library(_) | Value::Facet(..) | Value::Choice(_) => first,
            _ => Value::unknown(span),
        }
    }
}

/// What is empty at first is filled by somebody: a form, an answer.
pub(super) fn filled_later(value: Value, name: &str, span: Span) -> Value {
    let is_empty = match &value {
        Value::Text(text) => text.is_empty(),
        Value::Undefined | Value::Null | Value::Bool(_) => true,
        value => value.as_fixed().is_some_and(|text| text.is_empty()),
    };
    if is_empty { Value::unknown(span).named(name) } else { value }
}
