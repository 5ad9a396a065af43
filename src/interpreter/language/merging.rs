//! Merging of objects in which those that they hold are merged as well.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Entry, Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::source::Span;

/// How deep objects are merged: deeper ones are put in as they are.
const MAX_MERGE_DEPTH: usize = 6;

impl Interpreter<'_> {
    /// The target, or a new object in place of what is none, with the members of all arguments behind the first.
    pub(super) fn merged_deeply(&mut self, target: &Value, args: &Args, span: Span) -> Value {
        let target = match self.settled(target.clone(), span) {
            Value::Object(id, _) => id,
            other => {
                let id = self.heap.object(Object::new(Shape::Record));
                self.spread_into(id, &other, span);
                id
            }
        };
        for (at, source) in args.values.iter().enumerate().skip(1) {
            let at = args.spans.get(at).copied().unwrap_or(span);
            self.merge_into(target, source, at, MAX_MERGE_DEPTH);
        }
        if let Some(rest) = args.rest {
            self.heap.update(target, |object| object.open_by(rest, "a spread that is not known"));
        }
        Value::Object(target, LOCAL)
    }

    /// A new object with the members of all arguments, of which the first that has one counts.
    pub(super) fn with_defaults(&mut self, args: &Args, span: Span) -> Value {
        let target = self.heap.object(Object::new(Shape::Record));
        if let Some(rest) = args.rest {
            self.heap.update(target, |object| object.open_by(rest, "a spread that is not known"));
        }
        for (at, source) in args.values.iter().enumerate().rev() {
            let at = args.spans.get(at).copied().unwrap_or(span);
            self.merge_into(target, source, at, MAX_MERGE_DEPTH);
        }
        Value::Object(target, LOCAL)
    }

    /// A member of an object may get what another value has, or gives as a function of what there is.
    pub(super) fn change_member(&mut self, of: &Value, name: &str, by: &Value, span: Span) {
        let before = self.member(of, name, span);
        let given = match by {
            Value::Function(change) => self.call_back(change, std::slice::from_ref(&before), span),
            other => other.clone(),
        };
        // Which one it has, and since when, depends on who uses it.
        let changes = self.heap.object(Object::new(Shape::Record));
        self.spread_into(changes, &given, span);
        self.heap.update(changes, |object| {
            for entry in &mut object.entries {
                let other = Value::unknown(entry.span).named(&entry.name);
                entry.value = Value::choice([entry.value.clone(), other], entry.span);
            }
        });
        let given = Value::Object(changes, LOCAL);
        let after = self.heap.object(Object::new(Shape::Record));
        self.spread_into(after, &before, span);
        self.spread_into(after, &given, span);
        self.branch(1, false, span, |this, _| {
            this.set_member(of, name, span, Value::Object(after, LOCAL));
            Value::Undefined
        });
    }

    fn merge_into(&mut self, target: ObjectId, source: &Value, span: Span, depth: usize) {
        if let Value::Choice(parts) = source {
            let parts = parts.clone();
            self.branch(parts.len(), true, span, |this, at| {
                this.merge_into(target, &parts[at], span, depth);
                Value::Undefined
            });
            return;
        }
        // What is spread has no getters.
        let given = self.heap.object(Object::new(Shape::Record));
        self.spread_into(given, source, span);
        let mut single = (**self.heap.obj(given)).clone();
        let nested: Vec<Entry> =
            single.entries.iter().filter(|entry| depth > 0 && self.is_mergeable(&entry.value)).cloned().collect();
        single.entries.retain(|entry| !nested.iter().any(|inner| inner.name == entry.name));
        // What is not there takes the place of nothing.
        single.entries.retain(|entry| !matches!(entry.value, Value::Undefined));
        for entry in &mut single.entries {
            entry.certain &= !entry.value.may_be_undefined();
        }
        for entry in nested {
            let known = self.heap.obj(target).entry(&entry.name).map(|known| known.value.clone());
            let (inner, is_new) = match known {
                Some(Value::Object(inner, _)) if self.is_mergeable(&Value::Object(inner, LOCAL)) => (inner, false),
                _ => (self.heap.object(Object::new(Shape::Record)), true),
            };
            if entry.certain || is_new {
                self.merge_into(inner, &entry.value, span, depth - 1);
            } else {
                self.branch(1, false, span, |this, _| {
                    this.merge_into(inner, &entry.value, span, depth - 1);
                    Value::Undefined
                });
            }
            if is_new {
                single.add(&entry.name, entry.span, Value::Object(inner, LOCAL), entry.certain);
            }
        }
        let single = Value::Object(self.heap.object(single), LOCAL);
        self.spread_into(target, &single, span);
    }

    /// Whether a value is an object of which the members are merged, not itself.
    fn is_mergeable(&self, value: &Value) -> bool {
        matches!(value, Value::Object(id, _) if Rc::as_ref(self.heap.obj(*id)).is_record())
    }
}
