//! Components that are objects of options: `{ data() { … }, computed: { … }, methods: { … } }`. What runs in them is
//! called on an instance that has all of it in one place.

use std::rc::Rc;

use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::{Closure, Value};
use crate::interpreter::state::Interpreter;
use crate::request::Origin;
use crate::source::Span;

/// Functions among the options that are called in the life of a component.
const LIFE: [&str; 12] = [
    "beforeCreate",
    "created",
    "beforeMount",
    "mounted",
    "beforeUpdate",
    "updated",
    "activated",
    "beforeUnmount",
    "beforeDestroy",
    "destroyed",
    "render",
    "fetch",
];

/// What components, and stores of the same form, call their data, what is computed of it, and their functions.
const DATA: [&str; 2] = ["data", "state"];
const COMPUTED: [&str; 2] = ["computed", "getters"];
const METHODS: [&str; 2] = ["methods", "actions"];

/// How many mixins lie in mixins.
const MAX_MIXINS: usize = 4;

impl Interpreter<'_> {
    /// Gives the functions of a component their instance, where an object has the form of one.
    pub(crate) fn give_instance(&mut self, options: ObjectId, span: Span) {
        if !self.is_component(options) {
            return;
        }
        let instance = self.heap.object(Object::new(Shape::Record));
        // What is run here only tells what the instance has; it is run for itself later.
        self.dry_run_apart(|this| this.fill_instance(instance, options, 0, span));
        self.heap.update(instance, |object| object.open_by(span, "a component gets more from elsewhere"));
        self.take_part(instance, options, 0);
    }

    fn is_component(&self, options: ObjectId) -> bool {
        let object = self.heap.obj(options);
        let functions = |name: &str| match object.entry(name).map(|entry| &entry.value) {
            Some(Value::Object(id, _)) => {
                let object = self.heap.obj(*id);
                let is_function = |value: &Value| matches!(value, Value::Function(_) | Value::Object(..));
                object.shape == Shape::Record && object.entries.iter().all(|entry| is_function(&entry.value))
            }
            _ => false,
        };
        let is_function = |name: &str| matches!(object.entry(name).map(|it| &it.value), Some(Value::Function(_)));
        let lives = || LIFE.iter().any(|name| is_function(name));
        functions("methods")
            || functions("actions") && is_function("state")
            || functions("computed")
            || is_function("data") && lives()
            || is_function("setup") && object.entry("props").is_some()
    }

    /// Puts into an instance what options say, in the order in which a component is made.
    fn fill_instance(&mut self, instance: ObjectId, options: ObjectId, depth: usize, span: Span) {
        for mixin in self.mixins(options, depth) {
            self.fill_instance(instance, mixin, depth + 1, span);
        }
        let this = Value::Object(instance, LOCAL);
        if let Some(properties) = self.properties(options, span) {
            if let Some(Value::Function(setup)) = self.option(options, "setup") {
                self.observations.use_component(setup.function, span, properties.clone());
            }
            self.spread_into(instance, &properties, span);
        }
        for (name, at, method) in self.functions_of_all(options, &METHODS) {
            self.heap.update(instance, |object| object.set(&name, at, Value::Function(method)));
        }
        let data = match DATA.iter().find_map(|name| self.option(options, name)) {
            Some(Value::Function(data)) => self.call_closure(&data, vec![this.clone()], Some(this.clone()), span),
            Some(data @ Value::Object(..)) => data,
            _ => Value::Undefined,
        };
        if let Value::Object(data, _) = data {
            for entry in self.heap.obj(data).entries.clone() {
                let value = filled_later(entry.value, &entry.name, entry.span);
                self.heap.update(instance, |object| object.set(&entry.name, entry.span, value));
            }
        }
        // One may use another, whichever comes first.
        let computed = self.functions_of_all(options, &COMPUTED);
        for _ in 0..computed.len().min(2) {
            for (name, at, getter) in &computed {
                let value = self.call_closure(getter, vec![this.clone()], Some(this.clone()), span);
                self.heap.update(instance, |object| object.set(name, *at, value));
            }
        }
    }

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

    /// The properties that a component takes: what it is given, or else their defaults.
    fn properties(&mut self, options: ObjectId, span: Span) -> Option<Value> {
        let Value::Object(declared, _) = self.option(options, "props")? else { return None };
        let properties = self.heap.object(Object::new(Shape::Record));
        for entry in self.heap.obj(declared).entries.clone() {
            let given = Value::hole(Origin::Parameter, entry.span).named(&entry.name);
            let value = match self.member(&entry.value, "default", entry.span) {
                default @ (Value::Text(_) | Value::Num(_)) => Value::choice([default, given], entry.span),
                _ => given,
            };
            self.heap.update(properties, |object| object.set(&entry.name, entry.span, value));
        }
        self.heap.update(properties, |object| object.open_by(span, "properties from elsewhere"));
        Some(Value::Object(properties, LOCAL))
    }

    /// Lets the functions among the options run on the instance.
    fn take_part(&mut self, instance: ObjectId, options: ObjectId, depth: usize) {
        for mixin in self.mixins(options, depth) {
            self.take_part(instance, mixin, depth + 1);
        }
        let groups: Vec<&str> = METHODS.into_iter().chain(COMPUTED).chain(["watch"]).collect();
        let grouped = self.functions_of_all(options, &groups);
        let mut functions: Vec<Rc<Closure>> = grouped.into_iter().map(|(_, _, function)| function).collect();
        for entry in &self.heap.obj(options).entries {
            if let Value::Function(function) = &entry.value {
                functions.push(function.clone());
            }
        }
        for function in functions {
            self.remember_this(&function, Value::Object(instance, LOCAL));
        }
    }

    fn mixins(&self, options: ObjectId, depth: usize) -> Vec<ObjectId> {
        let Some(Value::Object(list, _)) = self.option(options, "mixins").filter(|_| depth < MAX_MIXINS) else {
            return Vec::new();
        };
        let items = self.heap.obj(list).items.iter();
        items.filter_map(|item| if let Value::Object(id, _) = item { Some(*id) } else { None }).collect()
    }

    fn option(&self, options: ObjectId, name: &str) -> Option<Value> {
        self.heap.obj(options).entry(name).map(|entry| entry.value.clone())
    }

    fn functions_of_all(&self, options: ObjectId, groups: &[&str]) -> Vec<(Rc<str>, Span, Rc<Closure>)> {
        groups.iter().flat_map(|group| self.functions_of(options, group)).collect()
    }

    /// The functions of a group of options; of one that is an object, what gets its value or handles it.
    fn functions_of(&self, options: ObjectId, group: &str) -> Vec<(Rc<str>, Span, Rc<Closure>)> {
        let Some(Value::Object(group, _)) = self.option(options, group) else { return Vec::new() };
        let entries = self.heap.obj(group).entries.iter();
        let functions = entries.filter_map(|entry| {
            let function = match &entry.value {
                Value::Function(function) => function.clone(),
                Value::Object(id, _) => match ["get", "handler"].iter().find_map(|name| self.option(*id, name)) {
                    Some(Value::Function(function)) => function,
                    _ => return None,
                },
                _ => return None,
            };
            Some((entry.name.clone(), entry.span, function))
        });
        functions.collect()
    }
}

/// What is empty at first is filled by somebody: a form, an answer.
fn filled_later(value: Value, name: &str, span: Span) -> Value {
    let is_empty = match &value {
        Value::Text(text) => text.is_empty(),
        Value::Undefined | Value::Null | Value::Bool(_) => true,
        value => value.as_fixed().is_some_and(|text| text.is_empty()),
    };
    if is_empty { Value::unknown(span).named(name) } else { value }
}
