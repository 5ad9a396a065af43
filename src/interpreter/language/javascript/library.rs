//! The methods of JavaScript's own types.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::string::Skeleton;
use crate::interpreter::domain::value::{Closure, Value};
use crate::interpreter::state::Interpreter;
use crate::interpreter::transfer::list::UNCOUNTED;
use crate::request::Origin;
use crate::source::Span;

impl Interpreter<'_> {
    /// A method of a value of the language; `None` where it is not modelled.
    pub(crate) fn javascript_method(&mut self, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
        match name {
            "then" => return Some(self.then(receiver, args, span)),
            "catch" => {
                let caught = self.run_callback(&args.get(0), &[], span);
                return Some(Value::choice([receiver.clone(), caught], span));
            }
            "finally" => {
                self.run_callback(&args.get(0), &[], span);
                return Some(receiver.clone());
            }
            _ => {}
        }
        match receiver {
            Value::Unknown(hole, _)
                if matches!(name, "map" | "flatMap")
                    && matches!(args.get(0), Value::Function(_))
                    && matches!(hole.hole.origin, Origin::Parameter | Origin::Unknown) =>
            {
                Some(self.mapped(name, &args.get(0), span))
            }
            // What each byte of a digest is written as, all of it is: `bytes.map((byte) => byte.toString(16))`.
            Value::Unknown(hole, _)
                if name == "map"
                    && matches!(args.get(0), Value::Function(_))
                    && matches!(hole.hole.origin, Origin::Signed(_)) =>
            {
                Some(self.run_callback(&args.get(0), std::slice::from_ref(receiver), span))
            }
            Value::Object(id, _) => {
                let shape = self.heap.obj(*id).shape.clone();
                match shape {
                    Shape::List => self.list_method(*id, receiver, name, args, span),
                    Shape::Params | Shape::Headers => self.multi_method(*id, receiver, name, args, span),
                    Shape::Url => match name {
                        "toString" | "toJSON" => Some(Value::of_pieces(self.url_text(*id, span))),
                        _ => None,
                    },
                    Shape::Record => self.record_method(*id, receiver, name, args, span),
                    Shape::Client(_) | Shape::Namespace(_) => None,
                }
            }
            Value::Function(closure) => self.function_method(closure, name, args, span),
            Value::Text(_) | Value::Num(..) | Value::Choice(_) | Value::Unknown(..) => {
                self.string_method(receiver, name, args, span)
            }
            Value::Regex(pattern) if name == "test" => {
                let text = self.text_of(&args.get(0), span);
                Some(Value::Bool(Skeleton::of(&text).and_then(|text| text.matches(pattern))))
            }
            Value::Library(path) if matches!(&**path, "global:console") => Some(Value::Undefined),
            _ => None,
        }
    }

    /// What a list of which nothing is known is mapped to: one of which only the length is not known.
    fn mapped(&mut self, name: &str, callback: &Value, span: Span) -> Value {
        let result = self.run_callback(callback, &[], span);
        let some: Vec<Value> =
            result.alternatives().iter().filter(|part| !matches!(part, Value::Undefined)).cloned().collect();
        if some.is_empty() {
            return Value::unknown(span).named(name);
        }
        let list = self.list(vec![Value::choice(some, span)]);
        self.open_object(&list, span, UNCOUNTED);
        list
    }

    /// A method that all functions have; `None` for any other.
    fn function_method(&mut self, closure: &Rc<Closure>, name: &str, args: &Args, span: Span) -> Option<Value> {
        match name {
            "call" => {
                let rest = args.values.iter().skip(1).cloned().collect();
                Some(self.call_closure(closure, rest, Some(args.get(0)), span))
            }
            "apply" => {
                let list = args.get(1);
                let items = self.items_of(&list, false).unwrap_or_default();
                Some(self.call_closure(closure, items, Some(args.get(0)), span))
            }
            "bind" if args.rest.is_none() => {
                let first = self.argument_values(&args.behind_first());
                Some(Value::Function(Rc::new(closure.with_this(Some(args.get(0))).with_arguments(first))))
            }
            _ => None,
        }
    }

    /// Calls a value that is given as a callback; unknown callbacks are only given what they get.
    pub(in crate::interpreter) fn run_callback(&mut self, callback: &Value, known: &[Value], span: Span) -> Value {
        match callback {
            Value::Function(closure) => self.call_back(closure, known, span),
            Value::Undefined | Value::Null => Value::Undefined,
            other => {
                let args = Args { values: known.to_vec(), spans: vec![span; known.len()], ..Args::default() };
                self.call_value(other, &args, span)
            }
        }
    }

    fn then(&mut self, receiver: &Value, args: &Args, span: Span) -> Value {
        let result = match args.get(0) {
            Value::Function(closure) => self.call_closure(&closure, vec![receiver.clone()], closure.this.clone(), span),
            Value::Undefined | Value::Null => receiver.clone(),
            other => {
                let passed = Args { values: vec![receiver.clone()], spans: vec![span], ..Args::default() };
                self.call_value(&other, &passed, span)
            }
        };
        if !matches!(args.get(1), Value::Undefined) {
            self.run_callback(&args.get(1), &[], span);
        }
        result
    }
}
