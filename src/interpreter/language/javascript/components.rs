//! Components that are objects of options: `{ data() { … }, computed: { … }, methods: { … } }`. What runs in them is
//! called on an instance that has all of it in one place.

use std::rc::Rc;

use crate::clients::{ComponentDef, Member, Trait};
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Entry, Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::{Closure, Value};
use crate::interpreter::language::javascript::state::filled_later;
use crate::interpreter::state::Interpreter;
use crate::ir::Pattern;
use crate::request::Origin;
use crate::source::Span;

/// How many mixins lie in mixins.
const MAX_MIXINS: usize = 4;

impl Interpreter<'_> {
    /// Gives the functions of a component their instance, where an object has the form of one.
    pub(crate) fn give_instance(&mut self, options: ObjectId, span: Span) {
        let clients = self.clients;
        let Some(def) = clients.frameworks.components.iter().find(|def| self.is_component(def, options)) else {
            return;
        };
        let instance = self.heap.object(Object::new(Shape::Record));
        // Before anything runs on it, for what it lacks may be there all the same.
        self.heap.update(instance, |object| object.open_by(span, "a component gets more from elsewhere"));
        // What is run here only tells what the instance has; it is run for itself later.
        self.dry_run_apart(|this| this.fill_instance(def, instance, options, 0, span));
        self.take_part(def, instance, options, 0);
    }

    fn is_component(&self, def: &ComponentDef, options: ObjectId) -> bool {
        let object = self.heap.obj(options);
        let member = |name: &str| object.entry(name).map(|entry| &entry.value);
        let is_function = |name: &str| matches!(member(name), Some(Value::Function(_)));
        let holds = |condition: &Trait| match condition.is {
            Member::Given => member(&condition.name).is_some(),
            Member::Function if &*condition.name == "life" => def.life.iter().any(|name| is_function(name)),
            Member::Function => is_function(&condition.name),
            Member::Functions => member(&condition.name).is_some_and(|value| self.has_functions_only(value)),
        };
        def.is.iter().any(|all| all.iter().all(holds))
    }

    fn has_functions_only(&self, value: &Value) -> bool {
        let Value::Object(id, _) = value else { return false };
        let object = self.heap.obj(*id);
        let is_function = |value: &Value| matches!(value, Value::Function(_) | Value::Object(..));
        object.shape == Shape::Record && object.entries.iter().all(|entry| is_function(&entry.value))
    }

    /// Puts into an instance what options say, in the order in which a component is made.
    fn fill_instance(&mut self, def: &ComponentDef, instance: ObjectId, options: ObjectId, depth: usize, span: Span) {
        for mixin in self.mixins(def, options, depth) {
            self.fill_instance(def, instance, mixin, depth + 1, span);
        }
        let this = Value::Object(instance, LOCAL);
        if let Some(properties) = self.properties(def, options, span) {
            if let Some(Value::Function(setup)) = self.optional(options, def.setup.as_deref()) {
                self.observations.use_component(setup.function, span, properties.clone());
            }
            self.spread_into(instance, &properties, span);
        }
        for (name, at, method) in self.functions_of_all(def, options, &def.methods) {
            self.heap.update(instance, |object| object.set(&name, at, Value::Function(method)));
        }
        let data = match def.data.iter().find_map(|name| self.option(options, name)) {
            Some(Value::Function(data)) => self.call_closure(&data, vec![this.clone()], Some(this.clone()), span),
            Some(data @ Value::Object(..)) => data,
            _ => Value::Undefined,
        };
        if let Value::Object(data, _) = data {
            for entry in self.heap.obj(data).entries.clone() {
                let value = filled_later(entry.value.clone(), &entry.name, entry.span);
                let value = if self.is_written_by_markup(&entry) { self.or_of_markup(value, &entry) } else { value };
                self.heap.update(instance, |object| object.set(&entry.name, entry.span, value));
            }
        }
        self.compute(def, instance, options, span);
    }

    /// Lets the markup of a page write what has methods: a framework looks for it by the names that stand there.
    pub(super) fn open_to_markup(&mut self, record: ObjectId, span: Span) {
        if self.module_of(span.file).written_by_markup.is_empty() {
            return;
        }
        let entries = self.heap.obj(record).entries.clone();
        let is_method = |entry: &Entry| matches!(entry.value, Value::Function(_));
        if !entries.iter().any(is_method) {
            return;
        }
        // What goes by the name of a method is another thing: a watcher goes by that of what it watches.
        for entry in entries.into_iter().filter(|entry| !is_method(entry)) {
            if self.is_written_by_markup(&entry) {
                let value = self.or_of_markup(entry.value.clone(), &entry);
                self.heap.update(record, |object| object.set(&entry.name, entry.span, value));
            }
        }
    }

    fn is_written_by_markup(&self, entry: &Entry) -> bool {
        self.module_of(entry.span.file).written_by_markup.iter().any(|name| **name == *entry.name)
    }

    /// The value of an entry, or what markup has put there or into it.
    fn or_of_markup(&mut self, value: Value, entry: &Entry) -> Value {
        self.open_object(&value, entry.span, "its markup writes into it");
        Value::choice([value, Value::unknown(entry.span).named(&entry.name)], entry.span)
    }

    /// Lets an instance have what options compute: whenever it is read, for methods change what it is made of.
    fn compute(&mut self, def: &ComponentDef, instance: ObjectId, options: ObjectId, span: Span) {
        let this = Value::Object(instance, LOCAL);
        let computed = self.functions_of_all(def, options, &def.computed);
        // One may use another, whichever comes first.
        for _ in 0..computed.len().min(2) {
            for (name, at, function) in &computed {
                let value = self.call_closure(function, vec![this.clone()], Some(this.clone()), span);
                self.heap.update(instance, |object| object.set(name, *at, value));
            }
        }
        for (name, _, function) in computed {
            let getter = Rc::new(function.with_this(Some(this.clone())).with_arguments(vec![this.clone()]));
            self.heap.update(instance, |object| object.getters.push((name, getter)));
        }
    }

    /// The properties that a component takes: what it is given, or else their defaults.
    fn properties(&mut self, def: &ComponentDef, options: ObjectId, span: Span) -> Option<Value> {
        let Value::Object(declared, _) = self.optional(options, def.properties.as_deref())? else { return None };
        let properties = self.heap.object(Object::new(Shape::Record));
        for entry in self.heap.obj(declared).entries.clone() {
            let given = Value::of_origin(Origin::Parameter, entry.span).named(&entry.name);
            let default = def.default.as_ref().map(|name| self.member(&entry.value, name, entry.span));
            let value = match default.unwrap_or(Value::Undefined) {
                default @ (Value::Text(_) | Value::Num(..)) => Value::choice([default, given], entry.span),
                _ => given,
            };
            self.heap.update(properties, |object| object.set(&entry.name, entry.span, value));
        }
        self.heap.update(properties, |object| object.open_by(span, "properties from elsewhere"));
        Some(Value::Object(properties, LOCAL))
    }

    /// Lets the functions among the options run on the instance.
    fn take_part(&mut self, def: &ComponentDef, instance: ObjectId, options: ObjectId, depth: usize) {
        for mixin in self.mixins(def, options, depth) {
            self.take_part(def, instance, mixin, depth + 1);
        }
        let groups = def.methods.iter().chain(&def.computed).chain(&def.handlers);
        let grouped = self.functions_of_all(def, options, groups);
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

    fn mixins(&self, def: &ComponentDef, options: ObjectId, depth: usize) -> Vec<ObjectId> {
        let mixins = self.optional(options, def.mixins.as_deref());
        let Some(Value::Object(list, _)) = mixins.filter(|_| depth < MAX_MIXINS) else {
            return Vec::new();
        };
        let items = self.heap.obj(list).items.iter();
        items.filter_map(|item| if let Value::Object(id, _) = item { Some(*id) } else { None }).collect()
    }

    fn option(&self, options: ObjectId, name: &str) -> Option<Value> {
        self.heap.obj(options).entry(name).map(|entry| entry.value.clone())
    }

    fn optional(&self, options: ObjectId, name: Option<&str>) -> Option<Value> {
        self.option(options, name?)
    }

    fn functions_of_all<'d>(
        &self,
        def: &ComponentDef,
        options: ObjectId,
        groups: impl IntoIterator<Item = &'d Box<str>>,
    ) -> Vec<(Rc<str>, Span, Rc<Closure>)> {
        groups.into_iter().flat_map(|group| self.functions_of(def, options, group)).collect()
    }

    /// The functions of a group of options; of one that is an object, what gets its value or handles it.
    fn functions_of(&self, def: &ComponentDef, options: ObjectId, group: &str) -> Vec<(Rc<str>, Span, Rc<Closure>)> {
        let Some(Value::Object(group, _)) = self.option(options, group) else { return Vec::new() };
        let entries = self.heap.obj(group).entries.iter();
        let functions = entries.filter_map(|entry| {
            let function = match &entry.value {
                Value::Function(function) => function.clone(),
                Value::Object(id, _) => match def.function.iter().find_map(|name| self.option(*id, name)) {
                    Some(Value::Function(function)) => function,
                    _ => return None,
                },
                _ => return None,
            };
            Some((entry.name.clone(), entry.span, function))
        });
        functions.collect()
    }

    /// The properties of the component whose file the running function stands in.
    pub(super) fn own_properties(&mut self, span: Span) -> Option<Value> {
        let mut frame = self.activation.frame.clone();
        while !self.function(frame.function).is_component {
            frame = frame.parent.clone()?;
        }
        let first = self.function(frame.function).params.first()?;
        let Pattern::Binding(properties) = first.pattern else { return None };
        Some(self.name(properties, span))
    }
}
