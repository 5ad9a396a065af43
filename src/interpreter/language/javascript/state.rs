//! State and contexts of React and what is made like it.

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::source::Span;

/// What the providers of a context are given is kept under this name, which no program can write.
const GIVEN: &str = "given by providers";

/// A provider keeps its context under this name.
const CONTEXT: &str = "context of a provider";

impl Interpreter<'_> {
    /// A hook, or a function that makes contexts.
    pub(crate) fn react_call(&mut self, path: &str, args: &Args, span: Span) -> Option<Value> {
        let packages = ["npm:react.", "npm:preact/hooks.", "npm:preact/compat.", "npm:preact."];
        let name = packages.iter().find_map(|package| path.strip_prefix(package))?;
        match name {
            "useState" => {
                let first = match args.get(0) {
                    Value::Function(first) => self.call_at_once(&first, &[], span),
                    value => value,
                };
                let state = self.changing(first, span);
                let set = Value::unknown(span);
                Some(self.list(vec![state, set]))
            }
            "createContext" => {
                let context = self.heap.object(Object::new(Shape::Record));
                let provider = self.heap.object(Object::new(Shape::Record));
                self.heap.update(provider, |object| object.set(CONTEXT, span, Value::Object(context, LOCAL)));
                self.heap.update(context, |object| object.set("Provider", span, Value::Object(provider, LOCAL)));
                Some(Value::Object(context, LOCAL))
            }
            "useContext" | "use" => {
                let Value::Object(context, _) = args.get(0) else { return None };
                // Without a provider in sight there may be one elsewhere: the default says nothing.
                self.heap.obj(context).entry(GIVEN).map(|entry| entry.value.clone())
            }
            _ => None,
        }
    }

    /// `<Context.Provider value={…}>`, `<Context value={…}>`.
    pub(crate) fn provide_context(&mut self, component: ObjectId, properties: &Value, span: Span) {
        let object = self.heap.obj(component);
        let context = match object.entry(CONTEXT).map(|entry| &entry.value) {
            Some(Value::Object(context, _)) => *context,
            _ if object.entry("Provider").is_some() => component,
            _ => return,
        };
        let value = self.member(properties, "value", span);
        let known = self.heap.obj(context).entry(GIVEN).map(|entry| entry.value.clone());
        let all = Value::choice(known.into_iter().chain([value]), span);
        self.heap.update(context, |object| object.set(GIVEN, span, all));
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
            Value::Object(..) | Value::Function(_) | Value::Api(_) | Value::Facet(..) | Value::Choice(_) => first,
            _ => Value::unknown(span),
        }
    }
}
