//! What is handed to functions of the program: a finding about a secret points at the argument or option that fills in
//! what a wrapper merely passes on.

use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::builder::Args;
use crate::interpreter::state::Interpreter;
use crate::source::Span;

/// How deep options may lie in an object literal.
const MAX_DEPTH: usize = 3;

impl Interpreter<'_> {
    /// Arguments as a function of the program gets them.
    pub(crate) fn given(&mut self, args: &Args) -> Vec<Value> {
        let mut values = Vec::with_capacity(args.values.len());
        for (at, value) in args.values.iter().enumerate() {
            values.push(match args.spans.get(at) {
                Some(span) => value.given(self.argument(*span)),
                None => value.clone(),
            });
        }
        values
    }

    /// Notes what the entries of an object literal hand over that stands among the arguments of a call.
    pub(crate) fn give_entries(&mut self, literal: &Value) {
        self.give_nested(literal, MAX_DEPTH);
    }

    fn give_nested(&mut self, literal: &Value, depth: usize) {
        let Value::Object(id, _) = literal else { return };
        if depth == 0 || self.heap.obj(*id).shape != Shape::Record {
            return;
        }
        for (at, entry) in self.heap.obj(*id).entries.clone().iter().enumerate() {
            match &entry.value {
                Value::Text(_) | Value::Hole(..) | Value::Choice(_) => {
                    let argument = self.argument(entry.span);
                    self.heap.update(*id, |object| object.entries[at].value = entry.value.given(argument));
                }
                Value::Object(..) => self.give_nested(&entry.value, depth - 1),
                _ => {}
            }
        }
    }

    /// The number of an argument.
    #[allow(clippy::cast_possible_truncation)] // far fewer than steps
    fn argument(&mut self, span: Span) -> u32 {
        let (spans, numbers) = &mut self.arguments;
        *numbers.entry(span).or_insert_with(|| {
            spans.push(span);
            spans.len() as u32
        })
    }
}
