//! Values that a component hands to all components below it.

use crate::clients::ContextDef;
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

impl<'m> Interpreter<'m> {
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

    /// The context that a component provides, be it one itself.
    fn context_of(&self, component: ObjectId) -> Option<(ObjectId, &'m ContextDef)> {
        let clients = self.clients;
        let context = match self.heap.obj(component).entry(CONTEXT).map(|entry| &entry.value) {
            Some(Value::Object(context, _)) => *context,
            _ => component,
        };
        let object = self.heap.obj(context);
        let mut defs = clients.frameworks.contexts.iter();
        Some((context, defs.find(|def| object.entry(&def.provider).is_some())?))
    }

    /// The arguments of an element without what it hands to components below it alone, if it provides a context.
    pub(super) fn without_provided(&mut self, args: &Args, span: Span) -> Args {
        let mut rest = args.clone();
        if let Value::Object(component, _) = args.get(0)
            && let Some((_, def)) = self.context_of(component)
        {
            rest.values[0] = Value::Undefined;
            if let Some(properties) = rest.values.get_mut(1) {
                *properties = self.without(properties, &[(&*def.value).into()], span);
            }
        }
        rest
    }

    /// An element that provides a context: `<Context.Provider value={…}>`, `<Context value={…}>`.
    pub(crate) fn provide_context(&mut self, component: ObjectId, properties: &Value, span: Span) {
        let Some((context, def)) = self.context_of(component) else { return };
        let value = self.member(properties, &def.value, span);
        let known = self.heap.obj(context).entry(GIVEN).map(|entry| entry.value.clone());
        let all = Value::choice(known.into_iter().chain([value]), span);
        self.heap.update(context, |object| object.set(GIVEN, span, all));
    }
}
