//! The functions of `Object`, and what copies and merges objects.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::fields::FieldsOf;
use crate::interpreter::http::url::value_span;
use crate::interpreter::state::Interpreter;
use crate::interpreter::transfer::list::UNCOUNTED;
use crate::source::Span;

impl Interpreter<'_> {
    /// A function of `Object`; `None` where it is not modelled.
    pub(super) fn object_function(&mut self, name: &str, args: &Args, span: Span) -> Option<Value> {
        Some(match name {
            "assign" => {
                let target = self.settled(args.get(0), span);
                self.assigned(&target, args, span)
            }
            "hasOwn" => {
                let key = args.get(1).as_fixed();
                Value::Bool(key.and_then(|key| self.has_key(&args.get(0), &key)))
            }
            "freeze" | "seal" => args.get(0),
            "entries" | "keys" | "values" => self.object_list(&args.get(0), name, span),
            // An object with that prototype has what is on it.
            "create" => {
                let made = self.merged(&[args.get(0)], span);
                if let Value::Object(id, _) = made {
                    self.heap.update(id, |object| {
                        object.unlisted = object.entries.iter().map(|entry| entry.name.clone()).collect();
                    });
                }
                self.describe_members(&made, &args.get(1), span);
                made
            }
            "defineProperties" => {
                let target = args.get(0);
                self.describe_members(&target, &args.get(1), span);
                target
            }
            "setPrototypeOf" => {
                let (target, prototype) = (args.get(0), args.get(1));
                if let (Value::Object(id, _), Value::Object(..)) = (&target, &prototype) {
                    self.spread_into(*id, &prototype, span);
                }
                target
            }
            "fromEntries" => self.from_entries(&args.get(0), span),
            "defineProperty" => self.with_property(args, span),
            _ => return None,
        })
    }

    /// A target that has got the entries of what follows it among the arguments.
    fn assigned(&mut self, target: &Value, args: &Args, span: Span) -> Value {
        if let Value::Choice(parts) = target {
            // Whichever it is has the entries afterwards.
            return self.branch(parts.len(), true, span, |this, at| {
                let target = this.settled(parts[at].clone(), span);
                this.assigned(&target, args, span)
            });
        }
        for source in args.values.iter().skip(1) {
            self.note_outside_copy(target, source, span);
        }
        if let Some(rest) = args.rest {
            self.note_outside_write(target, None, rest);
        }
        if self.assigned_by_name(target, args, span) {
            return target.clone();
        }
        let Value::Object(id, _) = target else {
            let mut parts = args.values.clone();
            if let Some(first) = parts.first_mut() {
                first.clone_from(target);
            }
            return self.merged(&parts, span);
        };
        if self.heap.obj(*id).shape == Shape::Url {
            self.assign_to_url(*id, args);
            return target.clone();
        }
        if self.heap.obj(*id).shape == Shape::List {
            // Which of its items are replaced is not followed.
            self.heap.update(*id, |object| object.open_by(span, UNCOUNTED));
            return target.clone();
        }
        for (at, source) in args.values.iter().enumerate().skip(1) {
            let at = args.spans.get(at).copied().unwrap_or(span);
            self.spread_into(*id, source, at);
        }
        if let Some(rest) = args.rest {
            self.heap.update(*id, |object| object.open_by(rest, "a spread that is not known"));
        }
        target.clone()
    }

    /// The same of a client, of a value of a library, or of what came with a request: each member is assigned by itself.
    fn assigned_by_name(&mut self, target: &Value, args: &Args, span: Span) -> bool {
        let is_by_name = match target {
            Value::Object(id, _) => matches!(self.heap.obj(*id).shape, Shape::Client(_)),
            Value::Library(_) | Value::Facet(..) => true,
            Value::Unknown(hole, _) => hole.of_request,
            _ => false,
        };
        if !is_by_name {
            return false;
        }
        for source in args.values.iter().skip(1) {
            let given = self.heap.object(Object::new(Shape::Record));
            self.spread_into(given, source, span);
            let given = self.heap.obj(given).clone();
            for entry in &given.entries {
                self.set_member(target, &entry.name, entry.span, entry.value.clone());
            }
            if let (Some((at, _)), Value::Unknown(hole, _)) = (&given.open, target) {
                self.note_change_of_request(hole, &[Value::unknown(*at)], *at);
            }
        }
        true
    }

    fn assign_to_url(&mut self, url: ObjectId, args: &Args) {
        for source in args.values.iter().skip(1) {
            let Value::Object(source, _) = source else { continue };
            for entry in self.heap.obj(*source).entries.clone() {
                self.set_url_member(url, &entry.name, entry.span, entry.value);
            }
        }
    }

    /// `Object.defineProperty(target, name, descriptor)`.
    fn with_property(&mut self, args: &Args, span: Span) -> Value {
        let (target, name) = (args.get(0), args.get(1).as_fixed());
        match (name, args.get(2)) {
            (Some(name), descriptor @ Value::Object(..)) => self.describe_member(&target, &name, &descriptor, span),
            // A property of a client may be one of its functions.
            (Some(name), _) if matches!(target, Value::Library(_) | Value::Facet(..)) => {
                self.set_member(&target, &name, span, Value::unknown(span));
            }
            _ => self.open_object(&target, span, "a property that is not known"),
        }
        target
    }

    fn describe_member(&mut self, target: &Value, name: &str, descriptor: &Value, span: Span) {
        let value = match self.member(descriptor, "get", span) {
            Value::Function(getter) => self.call_closure(&getter, Vec::new(), Some(target.clone()), span),
            _ => self.member(descriptor, "value", span),
        };
        self.set_member(target, name, span, value);
        let is_listed = self.member(descriptor, "enumerable", span).truthy() != Some(false);
        let setter = self.member(descriptor, "set", span);
        let Value::Object(id, _) = target else { return };
        self.heap.update(*id, |object| {
            if !is_listed {
                object.unlisted.push(name.into());
            }
            if let Value::Function(setter) = setter {
                object.setters.push((name.into(), Rc::new(setter.with_this(Some(target.clone())))));
            }
        });
    }

    /// The members that the entries of an object describe.
    fn describe_members(&mut self, target: &Value, descriptors: &Value, span: Span) {
        let Value::Object(id, _) = descriptors else {
            if !matches!(descriptors, Value::Undefined) {
                self.open_object(target, span, "properties that are not known");
            }
            return;
        };
        let descriptors = self.heap.obj(*id).clone();
        for entry in &descriptors.entries {
            self.describe_member(target, &entry.name, &entry.value, entry.span);
        }
        if let Some((at, why)) = &descriptors.open {
            self.open_object(target, *at, why);
        }
    }

    /// A new object with the same content.
    pub(super) fn copied(&mut self, value: &Value) -> Value {
        let Value::Object(id, via) = value else { return value.clone() };
        let copy = Object { is_text: false, ..(**self.heap.obj(*id)).clone() };
        match copy.shape {
            Shape::Record | Shape::List => Value::Object(self.heap.object(copy), *via),
            Shape::Params | Shape::Headers | Shape::Url | Shape::Client(_) | Shape::Namespace(_) => value.clone(),
        }
    }

    /// A new object with the entries of several.
    fn merged(&mut self, parts: &[Value], span: Span) -> Value {
        let id = self.heap.object(Object::new(Shape::Record));
        for part in parts {
            self.spread_into(id, part, span);
        }
        Value::Object(id, LOCAL)
    }

    /// The keys, the values or both of an object, as a list.
    pub(crate) fn object_list(&mut self, value: &Value, what: &str, span: Span) -> Value {
        let one = self.one_record(value, span);
        let Value::Object(id, via) = &self.listed(&one, span) else { return Value::unknown(span) };
        let object = self.heap.obj(*id).clone();
        let mut items = Vec::new();
        let entries: Vec<(Rc<str>, Value, Span, bool)> = match object.shape {
            Shape::List => {
                let items = object.items.iter().enumerate();
                items.map(|(at, item)| (at.to_string().into(), item.clone(), span, true)).collect()
            }
            _ => object
                .entries
                .iter()
                .map(|entry| (entry.name.clone(), self.through(&entry.value, *via), entry.span, entry.certain))
                .collect(),
        };
        for (name, value, at, certain) in entries {
            let name = Value::text(&name, at);
            let item = match what {
                "keys" => name,
                "values" => value,
                _ => self.list(vec![name, value]),
            };
            items.push(if certain { item } else { Value::choice([item, Value::Undefined], at) });
        }
        let list = self.list(items);
        if let Some((at, why)) = &object.open {
            self.open_object(&list, *at, why);
        }
        list
    }

    /// The names, their places and the values of a list of pairs of which all is known but the values.
    fn known_pairs(&self, pairs: &Value) -> Option<Vec<(Rc<str>, Span, Value)>> {
        let list = |value: &Value| match value {
            Value::Object(id, via) if via.call == LOCAL.call => {
                let object = self.heap.obj(*id);
                (object.shape == Shape::List && object.open.is_none()).then(|| object.items.clone())
            }
            _ => None,
        };
        let pair = |value: &Value| match &list(value)?[..] {
            [name, value] => Some((self.fixed_key(name)?, value_span(name)?, value.clone())),
            _ => None,
        };
        list(pairs)?.iter().map(pair).collect()
    }

    #[allow(clippy::wrong_self_convention)] // named for the function it stands for
    pub(super) fn from_entries(&mut self, pairs: &Value, span: Span) -> Value {
        let id = self.heap.object(Object::new(Shape::Record));
        if let Some(pairs) = self.known_pairs(pairs) {
            self.heap.update(id, |object| pairs.into_iter().for_each(|(name, at, value)| object.set(&name, at, value)));
            return Value::Object(id, LOCAL);
        }
        let fields = self.fields_of(pairs, FieldsOf::Query, span);
        self.heap.update(id, |object| {
            for field in &fields.entries {
                object.remove(&field.name);
                object.add(&field.name, field.name_span, Value::Text(field.value.clone()), field.certain);
            }
            if let Some((at, why)) = fields.open.first() {
                object.open_by(*at, why);
            }
        });
        Value::Object(id, LOCAL)
    }
}
