//! What happens around the sending of a request: hooks before it, callbacks after it, and requests that are sent by
//! being awaited.

use std::rc::Rc;

use crate::clients::{HookDef, HookField, Seen, Slot};
use crate::interpreter::activation::Pending;
use crate::interpreter::budget::MAX_HOOKS;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::text::FieldsValue;
use crate::interpreter::domain::unknown::Unknown;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::fields::FieldsOf;
use crate::interpreter::http::moments::moment_of;
use crate::interpreter::http::texts::methods;
use crate::interpreter::state::Interpreter;
use crate::interpreter::walk::Walk;
use crate::request::Origin;
use crate::source::Span;

impl Interpreter<'_> {
    /// Lets interceptors change the request.
    pub(crate) fn run_hooks(&mut self, target: ObjectId, hook: &HookDef, given: &[Value], site: Span) {
        let Some(entry) = self.heap.obj(target).entry("hooks").cloned() else { return };
        // Those that were added on some paths only run on some.
        let none = (!entry.certain).then_some(Value::Undefined);
        let lists: Vec<Value> = entry.value.alternatives().iter().cloned().chain(none).collect();
        self.either(&lists, site, |this, list| {
            let Value::Object(hooks, _) = list else {
                this.run_hook(list, target, hook, given, site);
                return;
            };
            let hooks = this.heap.obj(*hooks).clone();
            if let Some((at, why)) = &hooks.open {
                this.heap.update(target, |object| object.open_by(*at, why));
            }
            if hooks.items.len() > MAX_HOOKS {
                this.heap.update(target, |object| object.open_by(site, "too many interceptors to follow"));
            }
            for function in hooks.items.iter().take(MAX_HOOKS) {
                this.either(function.alternatives(), site, |this, function| {
                    this.run_hook(function, target, hook, given, site);
                });
            }
        });
    }

    /// Does something with a value, or with each of those that it may be, on a path of its own.
    fn either(&mut self, values: &[Value], site: Span, mut with: impl FnMut(&mut Self, &Value)) {
        if let [only] = values {
            with(self, only);
            return;
        }
        self.branch(values.len(), true, site, |this, at| {
            with(this, &values[at]);
            Value::Undefined
        });
    }

    /// Lets one interceptor change the request.
    fn run_hook(&mut self, function: &Value, target: ObjectId, hook: &HookDef, given: &[Value], site: Span) {
        let shape = self.heap.obj(target).shape.clone();
        if matches!(function, Value::Undefined | Value::Null) {
            return;
        }
        let Value::Function(closure) = function else {
            self.heap.update(target, |object| object.open_by(site, "an interceptor that cannot be read"));
            return;
        };
        if let (Some(request), Some(next)) = (hook.object, hook.next) {
            self.intercept(target, closure, (request, next), site);
            return;
        }
        let config = self.hook_config(target, hook, site);
        let mut args = vec![config.clone()];
        if let Some(def) = hook.object {
            self.heap.update(target, |object| object.shape = Shape::Client(def));
            args.insert(0, Value::Object(target, LOCAL));
        }
        if !given.is_empty() {
            args.truncate(1);
            args.extend(given.iter().cloned());
        }
        // What else it gets is not known.
        let params = &self.function(closure.function).params;
        if hook.comes_last {
            let before = params.len().saturating_sub(args.len());
            args.splice(0..0, (0..before).map(|_| Value::unknown(site)));
        }
        args.extend(
            params
                .iter()
                .skip(args.len())
                .map(|param| self.parameter(&param.pattern, param.ty.as_deref()).with_request())
                .collect::<Vec<_>>(),
        );
        let around = self.http.changed_at.take();
        let result = self.call_closure(closure, args, closure.this.clone(), site);
        self.heap.update(target, |object| object.shape = shape.clone());
        if let Some(at) = std::mem::replace(&mut self.http.changed_at, around) {
            self.heap.update(target, |object| object.open_by(at, "an interceptor changes what is not modelled"));
        }
        // A hook changes what it got, or gives something else.
        for result in result.alternatives() {
            match result {
                Value::Object(id, _) if *id == target => {}
                Value::Undefined | Value::Null | Value::Bool(_) => self.read_hook(&config, target, hook, site),
                // A part of what it got: `({ request }) => request`.
                Value::Object(id, _) if self.is_part_of(*id, &config) => {
                    self.read_hook(&config, target, hook, site);
                }
                Value::Object(id, _) if matches!(self.heap.obj(*id).shape, Shape::Client(_)) => {
                    self.send_instead(target, *id, site);
                }
                Value::Object(..) => self.read_hook(result, target, hook, site),
                // What else a hook gives is taken only where it is to give the options.
                _ if hook.object.is_some() => {}
                _ => self.heap.update(target, |object| object.open_by(site, "an interceptor that cannot be followed")),
            }
        }
    }

    /// The options as a hook sees them.
    fn hook_config(&mut self, target: ObjectId, hook: &HookDef, site: Span) -> Value {
        let config = self.heap.object(Object::new(Shape::Record));
        for HookField { path, slot, seen } in &hook.fields {
            let value = self.slot_seen(target, *slot, *seen, site);
            let mut holder = config;
            let mut names = path.split('.').peekable();
            while let Some(name) = names.next() {
                if names.peek().is_none() {
                    self.heap.update(holder, |object| object.set(name, site, value.clone()));
                    break;
                }
                let known = self.heap.obj(holder).entry(name).map(|entry| entry.value.clone());
                holder = if let Some(Value::Object(inner, _)) = known {
                    inner
                } else {
                    let mut inner = Object::new(Shape::Record);
                    inner.open_by(site, "the rest of the options");
                    inner.of_request = true;
                    let inner = self.heap.object(inner);
                    self.heap.update(holder, |object| object.set(name, site, Value::Object(inner, LOCAL)));
                    inner
                };
            }
        }
        self.heap.update(config, |object| {
            object.open_by(site, "the rest of the options");
            object.of_request = true;
        });
        Value::Object(config, LOCAL)
    }

    /// What a slot is to a hook.
    fn slot_seen(&mut self, target: ObjectId, slot: Slot, seen: Seen, site: Span) -> Value {
        match seen {
            Seen::Whole => self.slot_value(target, slot, site),
            Seen::InPlace => self.slot_handle(target, slot, site),
            Seen::LowerCase => {
                let value = self.slot_value(target, slot, site);
                let lower = |part: &Value| match (part, part.as_fixed()) {
                    (Value::Text(_), Some(text)) => {
                        Value::text(&text.to_ascii_lowercase(), part.text_span().unwrap_or(site))
                    }
                    _ => part.clone(),
                };
                Value::choice(value.alternatives().iter().map(lower).collect::<Vec<_>>(), site)
            }
            Seen::Given => Value::choice([self.slot_value(target, slot, site), Value::Undefined], site),
        }
    }

    /// Whether an object stands among the options that a hook got.
    fn is_part_of(&self, part: ObjectId, config: &Value) -> bool {
        let Value::Object(config, _) = config else { return false };
        self.heap.obj(*config).entries.iter().any(|entry| matches!(entry.value, Value::Object(id, _) if id == part))
    }

    /// Takes over what a hook made of the options.
    fn read_hook(&mut self, seen: &Value, target: ObjectId, hook: &HookDef, site: Span) {
        let how = |field: &HookField| if field.seen == Seen::InPlace { Seen::Whole } else { field.seen };
        let given: Vec<Value> =
            hook.fields.iter().map(|field| self.slot_seen(target, field.slot, how(field), site)).collect();
        for (HookField { path, slot, .. }, given) in hook.fields.iter().zip(given) {
            let value = path.split('.').fold(seen.clone(), |value, name| self.member(&value, name, site));
            if given.same(&value) || matches!(value, Value::Undefined) {
                continue;
            }
            // What is another map altogether stands in place of the one that the hook was given.
            if value.alternatives().iter().all(|part| matches!(part, Value::Object(..))) {
                self.empty_slot(target, *slot, site);
            }
            self.fill_slot(target, *slot, &[value], site);
        }
    }

    /// Gives a request new headers or parameters, without any so far; who holds the old ones keeps them.
    fn empty_slot(&mut self, target: ObjectId, slot: Slot, site: Span) {
        if matches!(slot, Slot::Header | Slot::Query) {
            let shape = if slot == Slot::Header { Shape::Headers } else { Shape::Params };
            let none = Value::Object(self.heap.object(Object::new(shape)), LOCAL);
            self.heap.update(target, |object| object.set(slot.part(), site, none));
        }
    }

    /// A hook gives another request, to be sent in place of the one that it got.
    fn send_instead(&mut self, target: ObjectId, given: ObjectId, site: Span) {
        let given = self.heap.obj(given).clone();
        for name in ["method", "url", "body"] {
            // A request that was made of this one has it for its URL.
            if let Some(entry) = given.entry(name)
                && !matches!(entry.value, Value::Object(id, _) if id == target)
            {
                self.heap.update(target, |object| object.set(name, entry.span, entry.value.clone()));
            }
        }
        if let Some(headers) = given.entry("header") {
            self.empty_slot(target, Slot::Header, site);
            self.fill_slot(target, Slot::Header, std::slice::from_ref(&headers.value), site);
        }
        if let Some((at, why)) = &given.open {
            self.heap.update(target, |object| object.open_by(*at, why));
        }
    }

    /// A function that may change a request writes values into something that came with it and is not modelled.
    pub(crate) fn note_change_of_request(&mut self, into: &Unknown, values: &[Value], span: Span) {
        let is_plain = |part: &Value| {
            matches!(part, Value::Undefined | Value::Null | Value::Bool(_) | Value::Num(..) | Value::Function(_))
                || moment_of(part).is_some()
        };
        if into.of_request && !values.iter().flat_map(Value::alternatives).all(is_plain) {
            self.http.changed_at.get_or_insert(span);
        }
    }

    /// Calls what is to get the response.
    pub(crate) fn answer(&mut self, callback: &Value, response: &Value, site: Span) {
        for part in callback.alternatives() {
            if let Value::Function(closure) = part {
                let params = self.function(closure.function).params.len();
                self.call_back(closure, &vec![response.clone(); params], site);
            }
        }
    }

    /// Puts data where the method has it: GET and HEAD have no body.
    pub(crate) fn place_data(
        &mut self,
        data: &Value,
        method: &Value,
        query: &mut FieldsValue,
        body: &mut FieldsValue,
        site: Span,
    ) {
        if matches!(data, Value::Undefined | Value::Null) {
            return;
        }
        let methods = methods(method);
        let in_query = methods.iter().filter(|method| matches!(&***method, "GET" | "HEAD")).count();
        let certain = !methods.is_empty() && (in_query == 0 || in_query == methods.len());
        if methods.is_empty() || in_query > 0 {
            let fields = self.fields_of(data, FieldsOf::Query, site);
            query.extend(&fields, certain);
        }
        if methods.is_empty() || in_query < methods.len() {
            let fields = self.fields_of(data, FieldsOf::Body, site);
            body.extend(&fields, certain);
        }
    }

    /// A value of the type that another value is: what a container gives for a class.
    pub(crate) fn of_named_type(named: &Value, site: Span) -> Value {
        let (ty, class) = match named {
            Value::Library(path) => (Some(path.clone()), None),
            Value::Class(class, _) => (None, Some(*class)),
            _ => return Value::unknown(site),
        };
        let Value::Unknown(hole, via) = Value::of_origin(Origin::Unknown, site) else { return Value::unknown(site) };
        Value::Unknown(Rc::new(Unknown { ty, class, ..(*hole).clone() }), via)
    }

    // Sent by being awaited -------------------------------------------------------------------------------------

    pub(super) fn is_awaited(&self, id: ObjectId) -> bool {
        match self.heap.obj(id).shape {
            Shape::Client(def) => self.clients.objects.get(def).is_some_and(|object| object.awaited),
            _ => false,
        }
    }

    /// Notes a new object that waits to be sent.
    pub(crate) fn note_pending(&mut self, id: ObjectId, site: Span) {
        if !self.calls.is_dry_run() && self.is_awaited(id) {
            self.calls.pending.insert(id, Pending { site, sent: false, stack: self.calls.stack.clone() });
        }
    }

    pub(crate) fn mark_sent(&mut self, id: ObjectId) {
        if let Some(pending) = self.calls.pending.get_mut(&id) {
            pending.sent = true;
        }
    }

    /// The value of `await`: what is sent by it gives the response.
    pub(crate) fn awaited(&mut self, value: Value, span: Span) -> Value {
        match &value {
            Value::Object(id, _) if self.is_awaited(*id) => self.send_object(*id, span),
            Value::Object(id, _) if self.heap.obj(*id).shape == Shape::List => {
                let items = self.heap.obj(*id).items.clone();
                let sends = items.iter().any(|item| matches!(item, Value::Object(id, _) if self.is_awaited(*id)));
                if self.heap.obj(*id).open.is_some() || !sends {
                    return value;
                }
                let all = |this: &mut Self| items.into_iter().map(|item| this.awaited(item, span)).collect();
                match self.walk(Walk::Awaited, *id, all) {
                    Some(items) => self.list(items),
                    None => Value::unknown(span),
                }
            }
            Value::Choice(parts)
                if parts.iter().any(|part| matches!(part, Value::Object(id, _) if self.is_awaited(*id))) =>
            {
                let parts: Vec<Value> = parts.iter().map(|part| self.awaited(part.clone(), span)).collect();
                Value::choice(parts, span)
            }
            _ => value,
        }
    }

    fn send_object(&mut self, id: ObjectId, span: Span) -> Value {
        let Shape::Client(def) = self.heap.obj(id).shape else { return Value::unknown(span) };
        let clients = self.clients;
        let Some(definition) = clients.objects.get(def) else { return Value::unknown(span) };
        let (site, stack) = match self.calls.pending.get(&id) {
            Some(pending) => (pending.site, pending.stack.clone()),
            None => (span, self.calls.stack.clone()),
        };
        self.mark_sent(id);
        let copy = self.copy_client(id, def);
        self.run_hooks(copy, &definition.hook, &[], site);
        // Whoever awaits it, the call was made where the object was.
        let awaiting = std::mem::replace(&mut self.calls.stack, stack);
        let response = self.emit(copy, (&definition.client, definition.sender), &[], site);
        self.calls.stack = awaiting;
        response
    }

    /// Sends what was made and not sent. Unless it sends itself, somebody else awaits it, and may have changed it before.
    pub(crate) fn send_pending(&mut self) {
        let left: Vec<(ObjectId, Span)> = self
            .calls
            .pending
            .iter()
            .filter(|(_, pending)| !pending.sent)
            .map(|(id, pending)| (*id, pending.site))
            .collect();
        for (id, made) in left {
            let eager = match self.heap.obj(id).shape {
                Shape::Client(def) => self.clients.objects.get(def).is_some_and(|object| object.eager),
                _ => false,
            };
            if !eager {
                self.heap.update(id, |object| object.open_by(made, "it is handed on before it is sent"));
            }
            self.send_object(id, made);
        }
    }
}
