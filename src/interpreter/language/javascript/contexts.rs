//! Values that a component hands to all components below it.

use crate::clients::ContextDef;
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
    /// A new context, with the component that provides it.
    pub(super) fn new_context(&mut self, def: &ContextDef, span: Span) -> Value {
        let context = self.heap.object(Object::new(Shape::Record));
        let provider = self.heap.object(Object::new(Shape::Record));
        self.heap.update(provider, |object| object.set(CONTEXT, span, Value::Object(context, LOCAL)));
        self.heap.update(context, |object| object.set(&def.provider, span, Value::Object(provider, LOCAL)));
        Value::Object(context, LOCAL)
    }

    /// What a context gives to those that read it. Without a provider in sight there may be one elsewhere: the default
    /// says nothing.
    pub(super) fn read_context(&self, context: &Value) -> Option<Value> {
        let Value::Object(context, _) = context else { return None };
        self.heap.obj(*context).entry(GIVEN).map(|entry| entry.value.clone())
    }

    /// An element that provides a context: `<Context.Provider value={…}>`, `<Context value={…}>`.
    pub(crate) fn provide_context(&mut self, component: ObjectId, properties: &Value, span: Span) {
        let clients = self.clients;
        let object = self.heap.obj(component);
        let context = match object.entry(CONTEXT).map(|entry| &entry.value) {
            Some(Value::Object(context, _)) => *context,
            _ => component,
        };
        let context_object = self.heap.obj(context);
        let mut defs = clients.frameworks.contexts.iter();
        let Some(def) = defs.find(|def| context_object.entry(&def.provider).is_some()) else { return };
        let value = self.member(properties, &def.value, span);
        let known = self.heap.obj(context).entry(GIVEN).map(|entry| entry.value.clone());
        let all = Value::choice(known.into_iter().chain([value]), span);
        self.heap.update(context, |object| object.set(GIVEN, span, all));
    }
}
