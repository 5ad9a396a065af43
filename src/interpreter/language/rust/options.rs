//! Options and results of Rust: what is there, or nothing. Both are transparent, so that what is there stands for itself.

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::request::Origin;
use crate::source::Span;

impl Interpreter<'_> {
    /// A method of what may be nothing; `None` where it is none of an option's, so that it is called on what is there.
    pub(crate) fn rust_maybe(&mut self, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
        if !receiver.may_be_nothing() {
            return None;
        }
        let some = receiver.clone().there();
        let is_there = !matches!(some, Value::Null);
        let known = |value: &Value| if is_there { value.clone() } else { Value::Undefined };
        Some(match name {
            "unwrap" | "expect" | "unwrap_unchecked" => some,
            "unwrap_or" | "or" => Self::or_else(is_there, &some, args.get(0), span),
            "unwrap_or_else" | "or_else" | "get_or_insert_with" => {
                let error = Value::of_origin(Origin::Computed, span);
                let other = self.perhaps_called(&args.get(0), std::slice::from_ref(&error), span);
                Self::or_else(is_there, &some, other, span)
            }
            "map" | "and_then" | "unwrap_or_default" if !is_there => Value::Null,
            "unwrap_or_default" => {
                let default = self.default_like(&some, span);
                Self::or_else(is_there, &some, default, span)
            }
            "map" | "and_then" => {
                let made = self.perhaps_called(&args.get(0), std::slice::from_ref(&some), span);
                Value::choice([made, Value::Null], span)
            }
            "map_or" | "map_or_else" => {
                let made = self.perhaps_called(&args.get(1), std::slice::from_ref(&known(&some)), span);
                let other = if name == "map_or" { args.get(0) } else { self.perhaps_called(&args.get(0), &[], span) };
                Self::or_else(is_there, &made, other, span)
            }
            "filter" => {
                self.perhaps_called(&args.get(0), std::slice::from_ref(&some), span);
                Value::choice([some, Value::Null], span)
            }
            "is_some" | "is_none" | "is_ok" | "is_err" => Value::Bool(None),
            "is_some_and" | "is_ok_and" | "is_none_or" => {
                self.perhaps_called(&args.get(0), std::slice::from_ref(&some), span);
                Value::Bool(None)
            }
            "iter" | "into_iter" | "iter_mut" => {
                let item = Value::choice([known(&some), Value::Undefined], span);
                self.list(if is_there { vec![item] } else { Vec::new() })
            }
            _ if Self::is_rust_conversion(name) && is_there => {
                let made = self.method(&some, name, args, span, span);
                Value::choice([made, Value::Null], span)
            }
            _ => return None,
        })
    }

    /// What is there, or something else.
    fn or_else(is_there: bool, some: &Value, other: Value, span: Span) -> Value {
        if is_there { Value::choice([some.clone(), other], span) } else { other }
    }

    /// What a function gives that may be called.
    pub(crate) fn perhaps_called(&mut self, callback: &Value, known: &[Value], span: Span) -> Value {
        self.perhaps(span, |this| this.rust_callback(callback, known, span))
    }

    /// The default of the type that a value is of: an empty one, where that is known.
    pub(crate) fn default_like(&mut self, value: &Value, span: Span) -> Value {
        let shape = value.alternatives().iter().find_map(|part| match part {
            Value::Object(id, _) if self.heap.obj(*id).class.is_none() => Some(self.heap.obj(*id).shape.clone()),
            _ => None,
        });
        match (shape, value.alternatives().iter().any(|part| matches!(part, Value::Text(_)))) {
            (Some(shape @ (Shape::List | Shape::Params | Shape::Headers)), _) => {
                Value::Object(self.heap.object(Object::new(shape)), LOCAL)
            }
            (None, true) => Value::of_pieces(Vec::new()),
            _ => Value::of_origin(Origin::Computed, span),
        }
    }

    /// `condition.then(|| value)`.
    pub(crate) fn rust_then(&mut self, condition: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
        let given = |this: &mut Self| match name {
            "then" => this.rust_callback(&args.get(0), &[], span),
            _ => args.get(0),
        };
        match (name, condition) {
            ("then" | "then_some", Value::Bool(Some(true))) => Some(given(self)),
            ("then" | "then_some", Value::Bool(Some(false))) => Some(Value::Null),
            ("then" | "then_some", Value::Bool(None) | Value::Unknown(..)) => {
                let value = self.perhaps(span, given);
                Some(Value::choice([value, Value::Null], span))
            }
            _ => None,
        }
    }
}
