//! What a program sets up for clients that a framework makes and hands out: interceptors of all of them.

use std::rc::Rc;

use crate::clients::{CallDef, Slot, Way};
use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::text::Piece;
use crate::interpreter::domain::value::{Closure, Value};
use crate::interpreter::http::setups::Hook;
use crate::interpreter::state::Interpreter;
use crate::ir::FunctionId;
use crate::ir::program::Side;
use crate::source::{FileId, Span};

impl Interpreter<'_> {
    /// A call that gives all objects of an index their hooks.
    pub(crate) fn set_up_all(&mut self, object: usize, def: &CallDef, args: &Args, site: Span) {
        let mut slots = Vec::new();
        for (slot, selectors) in def.slots.iter().filter(|(slot, _)| *slot != Slot::Hook) {
            for selector in selectors {
                match self.select(selector, args, "", None, site) {
                    Value::Undefined | Value::Null => {}
                    value => slots.push((*slot, value)),
                }
            }
        }
        if def.slots.iter().any(|(slot, _)| *slot != Slot::Hook) {
            self.http.setups.fill(object, slots, &def.setup_words, site.file);
            return;
        }
        let mut hooks = Vec::new();
        for selector in def.slots.iter().filter(|(slot, _)| *slot == Slot::Hook).flat_map(|(_, all)| all) {
            let value = self.select(selector, args, "", None, site);
            let each = self.items_of(&value, false).unwrap_or_else(|| vec![value]);
            hooks.extend(each.into_iter().map(Hook::Function));
        }
        self.http.setups.add(object, hooks, true, site.file);
    }

    /// The same by a call that may do so on conditions.
    pub(crate) fn patch_as(&mut self, def: &CallDef, site: Span) {
        let text = self.program.text(site.file);
        let has_word = def.patches_with.is_empty() || def.patches_with.iter().any(|word| text.contains(&**word));
        match def.patches_others {
            _ if !has_word => {}
            false => self.patch(&def.patches, site),
            // Nothing stands between a server and what it sends.
            true if self.program.side(site.file) == Side::Server => {}
            true => {
                for client in self.clients.with_those_on(&def.patches) {
                    self.http.patches.note_of_others(&client, site);
                }
            }
        }
    }

    /// The program changes clients as a whole, from here on or before. What tests put in their place is in place for them.
    pub(crate) fn patch(&mut self, clients: &[Box<str>], site: Span) {
        let in_test = self.program.is_test(site.file);
        for client in self.clients.with_those_on(clients) {
            self.http.patches.note(&client, site, in_test);
        }
    }

    /// A global is assigned that is a function of a client: `globalThis.fetch = …`.
    pub(crate) fn patch_global(&mut self, path: &str, site: Span) {
        let clients = self.clients_of_global(path);
        self.patch(&clients, site);
        self.patch_those_on(self.client_at(path).as_slice(), site);
        if self.program.is_test(site.file) {
            self.mock_clients(clients, site);
        }
    }

    /// A function of the program takes the place of such a global: what others send by it is not followed.
    pub(crate) fn patch_those_on_global(&mut self, path: &str, site: Span) {
        self.patch_those_on(&self.clients_of_global(path), site);
    }

    fn patch_those_on(&mut self, clients: &[Box<str>], site: Span) {
        let mut others = self.clients.with_those_on(clients);
        others.retain(|client| !clients.contains(client));
        self.patch(&others, site);
    }

    /// Whether a value is a function of a package that sends as the one does that a global is.
    pub(crate) fn is_same_client(&self, path: &str, value: &Value) -> bool {
        let Value::Library(other) = value else { return false };
        let clients = self.clients_of_global(other);
        !clients.is_empty() && clients.iter().all(|client| self.clients_of_global(path).contains(client))
    }

    /// The client that a path gives.
    fn client_at(&self, path: &str) -> Option<Box<str>> {
        self.clients.source(path).map(|object| self.clients.objects[object].client.clone())
    }

    /// The clients that a global is, or is a part of.
    pub(crate) fn clients_of_global(&self, path: &str) -> Vec<Box<str>> {
        let functions = self.clients.function(&format!("{path}()")).into_iter().flatten();
        let functions = functions.map(|def| def.client.clone());
        // What all instances have of their prototype: `XMLHttpRequest.prototype.open = …`.
        let made = path.split_once(".prototype.").map(|(made, _)| made);
        let made = made.into_iter().flat_map(|made| ["", "new ", "type "].map(|way| format!("{way}{made}")));
        functions.chain(made.filter_map(|path| self.client_at(&path))).collect()
    }

    /// A function that takes the place of a client was called, and it is not seen what it sends: that of the client, changed
    /// by it. Then nothing is known of what it does to others.
    pub(crate) fn call_replaced(&mut self, function: FunctionId, args: &Args, span: Span) {
        let Some(path) = self.http.in_place_of.get(&function).cloned() else { return };
        let url = self.text_of(&args.get(0), span);
        if matches!(url.first(), Some(Piece::Fixed(..))) && !self.calls.is_dry_run() {
            self.patch_global(&path, self.function(function).span);
            self.call_api(&path, args, span);
        }
    }

    /// Notes an object that provides a framework with something: `{ provide: TOKEN, useClass: Interceptor }`.
    pub(crate) fn note_provider(&mut self, id: ObjectId, span: Span) {
        if self.http.setups.complete {
            return;
        }
        let clients = self.clients;
        for def in &clients.setups {
            let record = self.heap.obj(id);
            let Some(hooks) = record.entry(&def.member).map(|entry| entry.value.clone()) else { continue };
            if def.beside.iter().any(|name| record.entry(name).is_some()) {
                let hooks = self.items_of(&hooks, false).unwrap_or_else(|| vec![hooks]);
                let hooks = hooks.into_iter().map(Hook::Function).collect();
                self.http.setups.add(def.object, hooks, false, span.file);
            }
        }
        for form in &clients.frameworks.injections {
            let record = self.heap.obj(id);
            let Some(token) = record.entry(&form.token).map(|entry| entry.value.clone()) else { continue };
            let Value::Library(token) = &token else {
                self.provide_entry(&token, &Value::Object(id, LOCAL), span);
                continue;
            };
            let Some(provider) = clients.provider(token) else { continue };
            let given = record.entries.iter().find_map(|entry| Some((entry.value.clone(), form.way(&entry.name)?)));
            let (value, way) = given.map_or((Value::unknown(span), None), |(value, way)| (value, Some(way)));
            let hook = Hook::Provided(value, way, provider.method.clone());
            self.http.setups.add(provider.object, vec![hook], false, span.file);
        }
    }

    /// Gives a new object the hooks that the program sets up for all of its kind. `false` where none are seen, or
    /// there may be others.
    pub(crate) fn is_set_up(&mut self, def: usize, id: ObjectId) -> bool {
        let Some(setup) = self.http.setups.of.get(&def) else { return false };
        let (program, clients) = (self.program, self.clients);
        let is_seen = |file: &FileId| {
            setup.places.contains(file) || !clients.set_up_by(def).any(|word| program.text(*file).contains(word))
        };
        let is_other = |file: &FileId| {
            !setup.places.contains(file) && setup.words.iter().any(|word| program.text(*file).contains(word.as_str()))
        };
        if setup.calls > 1 || !self.http.setups.files.iter().all(is_seen) {
            return false;
        }
        // Where others may be set up in another way, or not at all, these may still be what it has.
        let is_only = !self.http.setups.files.iter().any(is_other);
        let slots = setup.slots.clone();
        let hooks: Vec<Hook> = setup.hooks.clone();
        let span = self.stack_span();
        let hooks = hooks.into_iter().map(|hook| self.hook_of(hook, span)).collect();
        let hooks = self.list(hooks);
        self.heap.update(id, |object| object.set("hooks", span, hooks));
        for (slot, value) in slots {
            self.fill_slot(id, slot, &[value], span);
        }
        is_only
    }

    /// The function that a hook is.
    fn hook_of(&mut self, hook: Hook, span: Span) -> Value {
        let (value, way, method) = match hook {
            Hook::Function(value) => return value,
            Hook::Provided(value, way, method) => (value, way, method),
        };
        let holder = match (value, way) {
            (Value::Class(class, frame), Some(Way::Class | Way::Existing)) => self.instance(class, &frame),
            (Value::Function(factory), Some(Way::Factory)) => self.call_at_once(&factory, &[], span),
            (value, Some(Way::Value)) => value,
            _ => return Value::unknown(span),
        };
        self.member(&holder, &method, span)
    }

    /// Runs an interceptor that gets the request and something to hand it on to: what it hands on is sent.
    pub(crate) fn intercept(&mut self, target: ObjectId, hook: &Rc<Closure>, objects: (usize, usize), site: Span) {
        if self.http.setups.intercepting {
            self.heap.update(target, |object| object.open_by(site, "an interceptor sends it"));
            return;
        }
        let request = self.copy_client(target, objects.0);
        let next = self.copy_client(target, objects.1);
        // What it does besides is noted when it is run for itself.
        self.http.setups.intercepting = true;
        let args = vec![Value::Object(request, LOCAL), Value::Object(next, LOCAL)];
        self.dry_run_apart(|this| this.call_closure(hook, args, hook.this.clone(), site));
        self.http.setups.intercepting = false;
        let is_handed_on = self.heap.obj(next).entry("forwarded").is_some();
        self.take_request(target, next);
        if !is_handed_on {
            self.heap.update(target, |object| object.open_by(site, "an interceptor that cannot be followed"));
        }
    }

    /// A request takes the place of another.
    pub(crate) fn forward(&mut self, id: ObjectId, request: &Value, span: Span) {
        match request {
            Value::Object(request, _) if matches!(self.heap.obj(*request).shape, Shape::Client(_)) => {
                self.take_request(id, *request);
            }
            Value::Choice(parts) => {
                self.branch(parts.len(), true, span, |this, at| {
                    this.forward(id, &parts[at], span);
                    Value::Undefined
                });
            }
            _ => self.heap.update(id, |object| object.open_by(span, "a request that was made elsewhere")),
        }
        self.heap.update(id, |object| object.set("forwarded", span, Value::Bool(Some(true))));
    }

    /// Takes over what a request has, in place of what was there.
    fn take_request(&mut self, id: ObjectId, from: ObjectId) {
        let source = self.heap.obj(from).clone();
        for entry in &source.entries {
            match (&*entry.name, &entry.value) {
                ("hooks" | "forwarded", _) => {}
                ("query" | "header", Value::Object(fields, _)) => {
                    let own = self.heap.obj(id).entry(&entry.name).map(|entry| entry.value.clone());
                    let Some(Value::Object(own, _)) = own else { continue };
                    let fields = self.heap.obj(*fields).clone();
                    self.heap.update(own, |object| {
                        object.entries.clone_from(&fields.entries);
                        object.open.clone_from(&fields.open);
                    });
                }
                (name, value) => self.heap.update(id, |object| object.set(name, entry.span, value.clone())),
            }
        }
        if let Some((at, why)) = &source.open {
            self.heap.update(id, |object| object.open_by(*at, why));
        }
    }
}
