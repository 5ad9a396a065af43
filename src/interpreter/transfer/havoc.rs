//! What is handed to something that cannot be followed.

use crate::interpreter::budget::MAX_ESCAPE_DEPTH;
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

    fn escape_to(&mut self, value: &Value, span: Span, depth: usize) {
        match value {
            Value::Object(id, _) => {
                let object = self.heap.obj(*id).clone();
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
            Value::Choice(parts) => {
                for part in parts.iter() {
                    self.escape_to(part, span, depth);
                }
            }
            _ => {}
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
