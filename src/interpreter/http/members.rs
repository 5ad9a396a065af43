//! Members of clients and of what else comes from libraries.

use crate::clients::Slot;
use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::unknown::Unknown;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::request::Origin;
use crate::source::Span;

/// What the names of entries begin with that are headers of one method.
pub(super) const OF_METHOD: &str = "header ";

impl Interpreter<'_> {
    pub(crate) fn api_member(&mut self, path: &str, name: &str, span: Span) -> Value {
        if name == "default" && path.starts_with("npm:") {
            return Value::Library(path.into());
        }
        if let Some(id) = self.client_of_path(path) {
            return self.facet(id, &format!(".{name}"), span);
        }
        let path = format!("{path}.{name}");
        let clients = self.clients;
        if let Some(variable) = clients.environment_member(&path) {
            return self.environment(variable, span);
        }
        self.language.library_member(self, &path, span).unwrap_or_else(|| Value::Library(path.into()))
    }

    /// The instance that a library value is, where a client's data says so.
    pub(crate) fn client_of_path(&mut self, path: &str) -> Option<ObjectId> {
        let def = self.clients.source(path)?;
        // By whatever path it is reached, it is one: `$` and `jQuery`.
        let name = &self.clients.objects[def].id;
        if let Some(known) = self.http.singletons.get(&**name) {
            return Some(*known);
        }
        let id = self.new_client(def);
        self.http.singletons.insert((**name).into(), id);
        self.heap.share(id);
        for entry in &self.heap.obj(id).clone().entries {
            if let Value::Object(fields, _) = &entry.value {
                self.heap.share(*fields);
            }
        }
        Some(id)
    }

    /// The instance that an unknown value is by its declared type or its origin.
    pub(crate) fn client_of_unknown(&mut self, hole: &Unknown) -> Option<ObjectId> {
        let (def, by_type) = match (&hole.ty, &hole.hole.origin) {
            (Some(ty), _) if self.clients.source(&format!("type {ty}")).is_some() => {
                (self.clients.source(&format!("type {ty}"))?, true)
            }
            (_, Origin::Api(path)) => match self.clients.source(path) {
                Some(def) => (def, false),
                None => (self.clients.source(&format!("type {path}"))?, true),
            },
            (_, Origin::Parameter) if hole.class.is_none() && self.language.knows_parameters_by_name() => {
                (self.clients.source(&format!("parameter {}", hole.hole.names.join(".")))?, true)
            }
            _ => return None,
        };
        let id = self.new_client(def);
        if by_type && self.clients.may_have_jar(def) {
            let span = hole.hole.span;
            self.heap.update(id, |object| object.set("cookies", span, Value::unknown(span)));
        }
        if by_type && self.is_set_up(def, id) {
            return Some(id);
        }
        let clients = self.clients;
        let definition = &clients.objects[def];
        // What is only known by its type was set up elsewhere.
        if by_type && (definition.opaque || definition.setup_words.iter().any(|word| self.may_be_set_up(def, word))) {
            let span = hole.hole.span;
            self.heap.update(id, |object| object.open_by(span, "a client that was set up elsewhere"));
            if self.language.hands_requests_on() {
                // A request that was begun elsewhere has a method, and a client may have been given a base.
                let slot = if !definition.begins_requests() {
                    Some("method")
                } else if clients.gets_base(def) {
                    Some("base")
                } else {
                    None
                };
                if let Some(slot) = slot {
                    self.heap.update(id, |object| object.set(slot, span, Value::unknown(span)));
                }
            }
        }
        Some(id)
    }

    /// A member of a client object.
    pub(crate) fn facet(&mut self, id: ObjectId, path: &str, span: Span) -> Value {
        let Shape::Client(def) = self.heap.obj(id).shape else { return Value::unknown(span) };
        let (fields, calls) = (&self.clients.objects[def].fields, &self.clients.objects[def].calls);
        // `.defaults.headers` is a slot, but `.defaults.headers.common` is one too, or `.headers.set()` a call.
        let mut longer = fields.keys().chain(calls.keys());
        let mut goes_on = || longer.any(|key| key.strip_prefix(path).is_some_and(|rest| rest.starts_with('.')));
        match fields.get(path) {
            Some(slot) if !goes_on() => self.slot_value(id, *slot, span),
            _ => match self.clients.objects[def].by_method.get(path) {
                Some(method) => self.headers_of_method(id, method, span),
                None if let Some((_, name)) = path.rsplit_once('.')
                    && let Some(carried) = self.carried(&Value::Object(id, LOCAL), name, span) =>
                {
                    carried
                }
                None => Value::Facet(id, path.into()),
            },
        }
    }

    /// A value that is a whole of its own: of a client's member that is a slot, the slot.
    pub(crate) fn settled(&mut self, value: Value, span: Span) -> Value {
        if let Value::Facet(id, path) = &value
            && let Shape::Client(def) = self.heap.obj(*id).shape
            && let Some(slot) = self.clients.objects[def].fields.get(&**path).copied()
        {
            return self.slot_value(*id, slot, span);
        }
        value
    }

    pub(crate) fn set_facet(&mut self, id: ObjectId, path: &str, span: Span, value: Value) {
        let Shape::Client(def) = self.heap.obj(id).shape else { return };
        let clients = self.clients;
        if let Some((_, name)) = path.rsplit_once('.') {
            self.carry(&Value::Object(id, LOCAL), name, &value, span);
        }
        let args = Args { values: vec![value.clone()], spans: vec![span], ..Args::default() };
        let assigned = format!("{path}=");
        if let Some(call) = clients.objects[def].calls.get(&*assigned).and_then(|defs| self.choose(defs, &args)) {
            self.apply(call, Some(id), &assigned, &args, span);
            return;
        }
        let fields = &clients.objects[def].fields;
        if let Some(slot) = fields.get(path).copied() {
            self.fill_slot(id, slot, &[value], span);
        } else if let Some(method) = clients.objects[def].by_method.get(path) {
            self.heap.update(id, |object| object.set(&format!("{OF_METHOD}{method}"), span, value));
        } else if let Some((parent, name)) = path.rsplit_once('.')
            && let Some(slot @ (Slot::Header | Slot::Query)) = fields.get(parent).copied()
        {
            let fields = self.slot_value(id, slot, span);
            self.set_member(&fields, name, span, value);
        } else if let Some((parent, name)) = path.rsplit_once('.')
            && let Some(method) = clients.objects[def].by_method.get(parent)
        {
            let fields = self.headers_of_method(id, method, span);
            self.set_member(&fields, name, span, value);
        } else if let Value::Object(record, _) = &value
            && self.heap.obj(*record).is_record()
            && fields.keys().any(|field| field.strip_prefix(path).is_some_and(|rest| rest.starts_with('.')))
        {
            // `client.defaults = { … }`: each member is assigned by itself.
            let record = self.heap.obj(*record).clone();
            for entry in &record.entries {
                self.set_facet(id, &format!("{path}.{}", entry.name), entry.span, entry.value.clone());
            }
            if let Some((at, why)) = &record.open {
                self.heap.update(id, |object| object.open_by(*at, why));
            }
        } else if path.contains(".prototype.") {
            self.patch(std::slice::from_ref(&clients.objects[def].client), span);
        } else if clients.objects[def].calls.contains_key(&*format!("{path}()")) && !self.program.is_test(span.file) {
            self.heap.update(id, |object| object.open_by(span, "a function of it is replaced"));
        }
    }

    /// The headers that a client sends with requests of one method alone.
    pub(crate) fn headers_of_method(&mut self, id: ObjectId, method: &str, span: Span) -> Value {
        let name = format!("{OF_METHOD}{method}");
        if let Some(known) = self.heap.obj(id).entry(&name) {
            return known.value.clone();
        }
        let none = Value::Object(self.heap.object(Object::new(Shape::Headers)), LOCAL);
        self.heap.update(id, |object| object.set(&name, span, none.clone()));
        none
    }

    /// A call that is not followed gets a client, or what holds one, with the name of its function that it puts another in
    /// the place of: `wrap(http, 'request', …)`.
    pub(crate) fn note_wrapping(&mut self, args: &Args, span: Span) {
        for (pair, value) in args.values.windows(2).zip(args.values.iter().skip(2)) {
            let is_client = match &pair[0] {
                Value::Library(_) | Value::Facet(..) => true,
                Value::Object(id, _) => matches!(self.heap.obj(*id).shape, Shape::Client(_)),
                _ => false,
            };
            let may_be_function = matches!(value, Value::Function(_) | Value::Unknown(..) | Value::Library(_));
            if let Some(name) = pair[1].as_fixed().filter(|_| is_client && may_be_function) {
                self.set_member(&pair[0], &name, span, Value::unknown(span));
            }
        }
    }

    /// Assigning to a member of what is no client may send a request all the same: `location.href = url`. `path` is that of
    /// the member with a `=` behind it.
    pub(crate) fn send_by_assigning(&mut self, path: &str, value: &Value, span: Span) -> bool {
        let clients = self.clients;
        let name = path.rsplit('.').next().unwrap_or_default();
        let Some(defs) = clients.function(path).or_else(|| clients.methods_of_packages(name)) else { return false };
        let args = Args { values: vec![value.clone()], spans: vec![span], ..Args::default() };
        let Some(def) = self.choose(defs, &args) else { return false };
        self.apply(def, None, path, &args, span);
        true
    }
}
