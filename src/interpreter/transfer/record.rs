//! Literals of objects and lists, and spreads into them.

use std::rc::Rc;

use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::signing::signature_of;
use crate::interpreter::state::Interpreter;
use crate::ir::{ClassId, Element, Entry, ExprId};
use crate::source::Span;

impl<'m> Interpreter<'m> {
    /// An object literal.
    pub(crate) fn record(&mut self, entries: &'m [Entry], class: Option<ClassId>, span: Span) -> Value {
        let id = self.heap.object(Object::new(Shape::Record));
        for entry in entries {
            match entry {
                Entry::Pair(key, value, _) => {
                    let chosen = self.chosen(key);
                    let name = self.name_of(key, chosen.as_ref());
                    let field = name.as_ref().map(|(name, _)| &**name);
                    let value = self.entry_value(class.filter(|_| field.is_some()), field, *value, span);
                    match (name, chosen.and_then(|chosen| self.names_of(&chosen))) {
                        (Some((name, at)), _) => self.heap.update(id, |object| object.set(&name, at, value)),
                        (None, Some(names)) => self.set_one_of(id, &names, &value, span),
                        (None, None) => {
                            self.heap.update(id, |object| object.open_by(span, "a computed key that is not known"));
                        }
                    }
                }
                Entry::Spread(value) => {
                    let at = self.expr(*value).span;
                    let value = self.entry_value(class, None, *value, at);
                    self.spread_into(id, &value, at);
                }
                Entry::Setter(key, function) => {
                    let frame = self.activation.frame.clone();
                    let Value::Function(closure) = self.closure(*function, &frame) else { continue };
                    let this = Some(Value::Object(id, LOCAL));
                    let setter = closure.with_this(this);
                    if let Some((name, _)) = self.key(key) {
                        self.heap.update(id, |object| object.setters.push((name, Rc::new(setter))));
                    }
                }
                Entry::Getter(key, function) => {
                    let frame = self.activation.frame.clone();
                    let Value::Function(closure) = self.closure(*function, &frame) else { continue };
                    let value = self.call_closure(&closure, Vec::new(), Some(Value::Object(id, LOCAL)), span);
                    if let Some((name, at)) = self.key(key) {
                        self.heap.update(id, |object| {
                            object.set(&name, at, value);
                            object.getters.push((name.clone(), closure));
                        });
                    }
                }
            }
        }
        self.bind_methods(id);
        Value::Object(id, LOCAL)
    }

    /// Gives an object a value under one of several names.
    fn set_one_of(&mut self, id: ObjectId, names: &[Rc<str>], value: &Value, span: Span) {
        self.branch(names.len(), true, span, |this, at| {
            this.heap.update(id, |object| object.set(&names[at], span, value.clone()));
            Value::Undefined
        });
    }

    /// The value of an entry of an object literal, or of a struct, which knows the defaults of its fields.
    pub(crate) fn entry_value(
        &mut self,
        class: Option<ClassId>,
        field: Option<&str>,
        value: ExprId,
        span: Span,
    ) -> Value {
        let default = class.and_then(|class| self.language.default_value(self, class, field, value, span));
        if let Some(default) = default {
            return default;
        }
        let value = self.eval(value);
        match (class, field) {
            (Some(class), Some(name)) if self.language.trusts_types() => {
                let ty = self.field_of(class, name).and_then(|field| field.ty.as_ref());
                self.typed_in(class.module, value, ty)
            }
            _ => value,
        }
    }

    /// Functions written into an object are its methods: whoever calls them later, `this` is the object.
    pub(crate) fn bind_methods(&mut self, id: ObjectId) {
        let object = self.heap.obj(id).clone();
        for entry in &object.entries {
            if let Value::Function(closure) = &entry.value
                && closure.this.is_none()
            {
                self.remember_this(closure, Value::Object(id, LOCAL));
            }
        }
    }

    /// Of several plain objects one that has what any of them has, where it is read and not changed; any other value is
    /// itself. Reading nothing fails, so that it is none of them.
    pub(crate) fn one_record(&mut self, value: &Value, span: Span) -> Value {
        let Value::Choice(parts) = value else { return value.clone() };
        let mut ids = Vec::with_capacity(parts.len());
        for part in parts.iter().filter(|part| !matches!(part, Value::Undefined | Value::Null)) {
            match part {
                Value::Object(id, _) if self.heap.obj(*id).is_record() && self.heap.obj(*id).getters.is_empty() => {
                    ids.push(*id);
                }
                _ => return value.clone(),
            }
        }
        if ids.is_empty() {
            return value.clone();
        }
        let joined = self.heap.one_of(&ids, span);
        Value::Object(self.heap.object(joined), LOCAL)
    }

    /// Copies the entries of a value into an object, as `...value` does.
    pub(crate) fn spread_into(&mut self, target: ObjectId, value: &Value, span: Span) {
        match &self.listed(value, span) {
            Value::Object(source, via) => {
                let this = Value::Object(*source, LOCAL);
                let mut got = Vec::new();
                for (name, getter) in self.heap.obj(*source).getters.clone() {
                    got.push((name, self.call_closure(&getter, Vec::new(), Some(this.clone()), span)));
                }
                let source = self.heap.obj(*source).clone();
                for entry in &source.entries {
                    let got = got.iter().find(|(name, _)| *name == entry.name).map(|(_, value)| value);
                    let value = self.through(got.unwrap_or(&entry.value), *via);
                    if entry.certain {
                        self.heap.update(target, |object| object.set(&entry.name, entry.span, value));
                    } else {
                        // Either the spread has the key, or what was there stays.
                        let known = self.heap.obj(target).entry(&entry.name).cloned();
                        self.heap.update(target, |object| {
                            let certain = known.as_ref().is_some_and(|known| known.certain);
                            let joined = match known {
                                Some(known) => Value::choice([known.value, value], entry.span),
                                None => value,
                            };
                            object.remove(&entry.name);
                            object.add(&entry.name, entry.span, joined, certain);
                        });
                    }
                }
                for (at, item) in source.items.iter().enumerate() {
                    let item = self.through(item, *via);
                    self.heap.update(target, |object| object.set(&at.to_string(), span, item));
                }
                if let Some((at, why)) = &source.open {
                    let given: Vec<&str> = source.entries.iter().map(|entry| &*entry.name).collect();
                    self.replace_entries(target, &given, span);
                    self.heap.update(target, |object| object.open_by(*at, why));
                }
            }
            Value::Choice(parts) => {
                let parts = parts.clone();
                self.branch(parts.len(), true, span, |this, at| {
                    this.spread_into(target, &parts[at], span);
                    Value::Undefined
                });
            }
            Value::Unknown(..) | Value::Library(_) | Value::Facet(..) => {
                let why = format!("a spread of {} cannot be followed", self.describe(value));
                self.replace_entries(target, &[], span);
                self.heap.update(target, |object| object.open_by(span, &why));
            }
            Value::Undefined
            | Value::Null
            | Value::Bool(_)
            | Value::Num(..)
            | Value::Text(_)
            | Value::Regex(_)
            | Value::Function(_)
            | Value::Class(..) => {}
        }
    }

    /// What is spread behind known entries may hold the same names, but for those `given` there: a map that one of them
    /// holds may be another one then, and a single value is one of those that are possible.
    fn replace_entries(&mut self, target: ObjectId, given: &[&str], span: Span) {
        self.heap.update(target, |object| {
            object.move_last(
                |entry| !given.contains(&&*entry.name),
                |entry| {
                    entry.value = entry.value.clone().or_written_elsewhere(&entry.name, span);
                },
            );
        });
    }

    pub(crate) fn array(&mut self, elements: &'m [Element]) -> Value {
        let (mut items, mut rest) = (Vec::new(), None);
        if let [Element::Spread(expr)] = elements {
            let value = self.eval(*expr);
            // The bytes of what a digest has made: `[...bytes]`.
            if signature_of(&value).is_some() {
                return value;
            }
            self.add_spread(&value, *expr, &mut items, &mut rest);
        } else {
            (items, rest) = self.elements(elements);
        }
        let value = self.list(items);
        if let (Some(rest), Value::Object(id, _)) = (rest, &value) {
            self.heap.update(*id, |object| object.open_by(rest, "a spread list that is not known"));
        }
        value
    }

    /// Elements of an array or argument list; the second part is the place of a spread that is not known.
    pub(crate) fn elements(&mut self, elements: &'m [Element]) -> (Vec<Value>, Option<Span>) {
        let mut items = Vec::with_capacity(elements.len());
        let mut rest = None;
        for element in elements {
            match element {
                Element::Item(expr) => items.push(self.eval(*expr)),
                Element::Spread(expr) => {
                    let value = self.eval(*expr);
                    self.add_spread(&value, *expr, &mut items, &mut rest);
                }
            }
        }
        (items, rest)
    }

    fn add_spread(&mut self, value: &Value, expr: ExprId, items: &mut Vec<Value>, rest: &mut Option<Span>) {
        match self.items_of(value, false) {
            Some(known) => items.extend(known),
            None => *rest = Some(self.expr(expr).span),
        }
    }

    /// A new list.
    pub(crate) fn list(&mut self, items: Vec<Value>) -> Value {
        let list = Object::list(items, self.stack_span());
        Value::Object(self.heap.object(list), LOCAL)
    }
}
