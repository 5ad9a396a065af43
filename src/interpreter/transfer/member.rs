//! Members of values: reading, writing, taking apart.

use std::rc::Rc;

use crate::clients::Slot;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::{LOCAL, Via};
use crate::interpreter::domain::text::Piece;
use crate::interpreter::domain::unknown::HoleV;
use crate::interpreter::domain::value::{Closure, Frame, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::{ClassId, Key, MethodKind};
use crate::request::Origin;
use crate::source::Span;

impl<'m> Interpreter<'m> {
    /// `object[key]`.
    pub(crate) fn member_by_key(&mut self, object: &Value, key: &'m Key, span: Span) -> Value {
        if let Key::Computed(expr) = key {
            // What a key picks is known only where the key is.
            let chosen = self.eval(*expr);
            if let Some(name) = self.fixed_key(&chosen) {
                return {
                    let member = self.member(object, &name, span);
                    self.passed(&member, via_of(&chosen))
                };
            }
        } else if let Some((name, _)) = self.key(key) {
            return self.member(object, &name, span);
        }
        // An unknown key may pick any entry.
        match object {
            Value::Object(id, via) => {
                let object = self.heap.obj(*id).clone();
                let mut values: Vec<Value> =
                    object.entries.iter().map(|e| e.value.clone()).chain(object.items.iter().cloned()).collect();
                if object.open.is_some() || object.class.is_some() || values.is_empty() {
                    values.push(Value::unknown(span));
                }
                self.passed(&Value::choice(values, span), *via)
            }
            Value::Hole(hole, via) => Value::Hole(Rc::new(self.member_hole(hole, "*", span)), *via),
            _ => Value::unknown(span),
        }
    }

    /// `object.name`.
    pub(crate) fn member(&mut self, object: &Value, name: &str, span: Span) -> Value {
        match object {
            Value::Choice(parts) => {
                let parts = parts.clone();
                // Reading a member of nothing fails at run time: that path does not go on.
                let some = parts.iter().filter(|part| !matches!(part, Value::Undefined | Value::Null));
                let values: Vec<Value> = some.map(|part| self.member(part, name, span)).collect();
                Value::choice(values, span)
            }
            Value::Object(id, via) => {
                let value = self.object_member(*id, name, span);
                if *via == LOCAL { value } else { self.passed(&value, *via) }
            }
            Value::Facet(id, path) => self.facet(*id, &format!("{path}.{name}"), span),
            Value::Class(class, frame) => {
                let object = self.statics_of(*class, frame);
                self.object_member(object, name, span)
            }
            Value::Api(path) => self.api_member(path, name, span),
            Value::Hole(hole, via) => {
                if let Some(id) = self.client_of_hole(hole) {
                    return self.facet(id, &format!(".{name}"), span);
                }
                if let Some(class) = hole.class {
                    // The fields of an answer read into a struct are still the answer's.
                    if let Origin::Response { .. } = hole.hole.origin
                        && let Some(field) = self.field_of(class, name)
                    {
                        let member = Value::Hole(Rc::new(self.member_hole(hole, name, span)), *via);
                        return self.typed_in(class.module, member, field.ty.as_ref());
                    }
                    let frame = self.top_of(class.module);
                    let instance = self.instance(class, &frame);
                    return self.member(&instance, name, span);
                }
                if let Origin::Api(path) = &hole.hole.origin
                    && let Value::Hole(read, _) = self.api_member(&path.clone(), name, span)
                    && matches!(read.hole.origin, Origin::Env(_))
                {
                    return Value::Hole(read, *via);
                }
                Value::Hole(Rc::new(self.member_hole(hole, name, span)), *via)
            }
            Value::Function(closure) if name == "prototype" => {
                Value::Object(self.prototype_of(&closure.clone()), LOCAL)
            }
            Value::Function(closure)
                if let Some(members) = self.known_members_of(closure.function)
                    && self.heap.obj(members).entry(name).is_some() =>
            {
                self.object_member(members, name, span)
            }
            Value::Undefined | Value::Null => Value::Undefined,
            Value::Bool(_) | Value::Num(_) | Value::Text(_) | Value::Regex(_) | Value::Function(_) => {
                Value::hole(Origin::Computed, span).named(name)
            }
        }
    }

    pub(crate) fn field_of(&self, class: ClassId, name: &str) -> Option<&'m crate::ir::Field> {
        let fields = &self.class(class).fields;
        fields.iter().find(|field| !field.is_static && matches!(&field.key, Key::Name(key, _) if **key == *name))
    }

    #[allow(clippy::unused_self)] // one of a family of methods
    pub(crate) fn member_hole(&self, hole: &HoleV, name: &str, span: Span) -> HoleV {
        let mut result = hole.clone();
        result.ty = None;
        result.class = None;
        result.hole.span = span;
        match &mut result.hole.origin {
            Origin::Api(path) => {
                if path.len() < 200 {
                    *path = format!("{path}.{name}").into();
                }
            }
            Origin::Response { path, .. } => {
                *path = if path.is_empty() { name.into() } else { format!("{path}.{name}").into() };
            }
            Origin::Computed => result.hole.origin = Origin::Unknown,
            Origin::Env(_) | Origin::Parameter | Origin::Signed { .. } | Origin::Unknown => {}
        }
        if name != "*" {
            if result.hole.names.len() >= 6 {
                result.hole.names.remove(0);
            }
            result.hole.names.push(name.into());
        }
        result
    }

    fn api_member(&mut self, path: &str, name: &str, span: Span) -> Value {
        if name == "default" && path.starts_with("npm:") {
            return Value::Api(path.into());
        }
        if let Some(id) = self.client_of_path(path) {
            return self.facet(id, &format!(".{name}"), span);
        }
        let path = format!("{path}.{name}");
        let clients = self.clients;
        if let Some(variable) = clients.environment_member(&path) {
            return self.environment(variable, span);
        }
        Value::Api(path.into())
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
    pub(crate) fn client_of_hole(&mut self, hole: &HoleV) -> Option<ObjectId> {
        let (def, by_type) = match (&hole.ty, &hole.hole.origin) {
            (Some(ty), _) if self.clients.source(&format!("type {ty}")).is_some() => {
                (self.clients.source(&format!("type {ty}"))?, true)
            }
            (_, Origin::Api(path)) => (self.clients.source(path)?, false),
            _ => return None,
        };
        let id = self.new_client(def);
        if by_type && self.is_set_up(def, id) {
            return Some(id);
        }
        let definition = &self.clients.objects[def];
        // What is only known by its type was set up elsewhere.
        if by_type && (definition.opaque || definition.afar.iter().any(|word| self.mentions(word))) {
            let span = hole.hole.span;
            self.heap.update(id, |object| object.open_by(span, "a client that was set up elsewhere"));
            if self.language.hands_requests_on() {
                self.heap.update(id, |object| object.set("method", span, Value::unknown(span)));
            }
        }
        Some(id)
    }

    fn object_member(&mut self, id: ObjectId, name: &str, span: Span) -> Value {
        let object = self.heap.obj(id).clone();
        match &object.shape {
            Shape::Client(_) => return self.facet(id, &format!(".{name}"), span),
            Shape::Url => return self.url_member(id, name, span),
            Shape::Namespace(file) => return self.namespace_member(*file, name, span),
            Shape::List => {
                if let Ok(at) = name.parse::<usize>() {
                    return match object.items.get(at) {
                        Some(item) => item.clone(),
                        None if object.open.is_some() => Value::unknown(span),
                        None => Value::Undefined,
                    };
                }
                // An empty list may be filled by somebody else before it is asked.
                let sure = !object.items.is_empty()
                    && object.open.is_none()
                    && !object.items.iter().any(Value::may_be_undefined);
                if name == "length" && sure {
                    return Value::Num(object.items.len().to_string().into());
                }
                return Value::hole(Origin::Computed, span).named(name);
            }
            Shape::Record | Shape::Multi => {}
        }
        let why = object.open.is_some() || object.class.is_some();
        if let Some(entry) = object.entry(name) {
            let value = entry.value.clone().named(name);
            return if entry.certain {
                value
            } else if why {
                Value::choice([value, Value::unknown(span).named(name)], span)
            } else {
                Value::choice([value, Value::Undefined], span)
            };
        }
        if let Some((class, frame)) = &object.class
            && let Some(value) = self.class_member(*class, frame, id, name, span)
        {
            return value;
        }
        if object.open.is_some() || object.class.is_some() {
            Value::unknown(span).named(name)
        } else {
            Value::Undefined
        }
    }

    /// A method, getter or declared field of an instance.
    pub(crate) fn class_member(
        &mut self,
        class: ClassId,
        frame: &Rc<Frame>,
        this: ObjectId,
        name: &str,
        span: Span,
    ) -> Option<Value> {
        let definition = self.class(class);
        let method = definition.methods.iter().find(|method| {
            matches!(&method.key, Key::Name(key, _) if **key == *name)
                && !method.is_static
                && matches!(method.kind, MethodKind::Method | MethodKind::Getter)
        });
        if let Some(method) = method {
            let closure = Rc::new(Closure {
                function: method.function,
                frame: frame.clone(),
                this: Some(Value::Object(this, LOCAL)),
            });
            return Some(if method.kind == MethodKind::Getter {
                self.call_closure(&closure, Vec::new(), closure.this.clone(), span)
            } else {
                Value::Function(closure)
            });
        }
        let field = definition.fields.iter().find(|field| matches!(&field.key, Key::Name(key, _) if **key == *name));
        if let Some(field) = field {
            if field.is_static
                && self.language.reads_constants_through_instances()
                && let Some(value) = field.value
            {
                return Some(self.eval(value));
            }
            return Some(self.typed_hole(class.module, name, field.ty.as_ref(), span));
        }
        let (parent, frame) = self.parent(class, frame)?;
        self.class_member(parent, &frame, this, name, span)
    }

    /// The static side of a class as an object.
    pub(crate) fn statics_of(&mut self, class: ClassId, frame: &Rc<Frame>) -> ObjectId {
        if let Some(known) = self.objects.statics.get(&class) {
            return *known;
        }
        let id = self.heap.object(Object::new(Shape::Record));
        self.objects.statics.insert(class, id);
        self.heap.share(id);
        if let Some((parent, parent_frame)) = self.parent(class, frame) {
            let parent = self.statics_of(parent, &parent_frame);
            let entries = self.heap.obj(parent).entries.clone();
            self.heap.update(id, |object| object.entries = entries);
        }
        let definition = self.class(class);
        let this = Value::Object(id, LOCAL);
        for method in &definition.methods {
            let Key::Name(name, span) = &method.key else { continue };
            // Rust calls methods through the type as well: `Client::get(&client)`.
            if method.is_static {
                let closure =
                    Rc::new(Closure { function: method.function, frame: frame.clone(), this: Some(this.clone()) });
                let value = if method.kind == MethodKind::Getter {
                    self.call_closure(&closure, Vec::new(), closure.this.clone(), *span)
                } else {
                    Value::Function(closure)
                };
                self.heap.update(id, |object| object.set(name, *span, value));
            }
        }
        let caller = std::mem::replace(&mut self.activation.frame, frame.clone());
        for field in definition.fields.iter().filter(|field| field.is_static) {
            if let (Key::Name(name, span), Some(value)) = (&field.key, field.value) {
                let value = self.eval(value);
                self.heap.update(id, |object| object.set(name, *span, value));
            }
        }
        self.activation.frame = caller;
        let span = definition.span;
        self.heap.update(id, |object| object.open_by(span, "members of a class"));
        self.heap.establish(id);
        id
    }

    /// `object.name = value`.
    pub(crate) fn set_member(&mut self, object: &Value, name: &str, span: Span, value: Value) {
        match object {
            Value::Choice(parts) => {
                let parts = parts.clone();
                let objects: Vec<&Value> =
                    parts.iter().filter(|part| !matches!(part, Value::Undefined | Value::Null)).collect();
                if let [only] = objects[..] {
                    self.set_member(only, name, span, value);
                    return;
                }
                self.branch(objects.len(), true, span, |this, at| {
                    this.set_member(objects[at], name, span, value.clone());
                    Value::Undefined
                });
            }
            Value::Object(id, _) => {
                let id = *id;
                match self.heap.obj(id).shape {
                    Shape::Client(_) => self.set_facet(id, &format!(".{name}"), span, value),
                    Shape::Url => self.set_url_member(id, name, span, value),
                    // A module's bindings are assigned by itself alone.
                    Shape::Namespace(_) => {}
                    Shape::List => match name.parse::<usize>() {
                        Ok(at) if at < self.heap.obj(id).items.len() => {
                            self.heap.update(id, |object| object.items[at] = value);
                        }
                        Ok(at) if at == self.heap.obj(id).items.len() => {
                            self.heap.update(id, |object| object.items.push(value));
                        }
                        _ => self.heap.update(id, |object| object.open_by(span, "an item at an unknown place")),
                    },
                    Shape::Record | Shape::Multi => {
                        if let Some(setter) = self.setter(id, name) {
                            let this = setter.this.clone();
                            self.call_closure(&setter, vec![value], this, span);
                        } else {
                            self.heap.update(id, |object| object.set(name, span, value));
                        }
                    }
                }
            }
            Value::Facet(id, path) => self.set_facet(*id, &format!("{path}.{name}"), span, value),
            Value::Class(class, frame) => {
                let id = self.statics_of(*class, frame);
                self.heap.update(id, |object| object.set(name, span, value));
            }
            Value::Api(path) => {
                if let Some(id) = self.client_of_path(path) {
                    self.set_facet(id, &format!(".{name}"), span, value);
                }
            }
            Value::Function(closure) if name == "prototype" => {
                let id = self.prototype_of(&closure.clone());
                self.spread_into(id, &value, span);
            }
            Value::Function(closure) => {
                let id = self.members_of(closure.function);
                self.heap.update(id, |object| object.set(name, span, value));
            }
            Value::Undefined
            | Value::Null
            | Value::Bool(_)
            | Value::Num(_)
            | Value::Text(_)
            | Value::Regex(_)
            | Value::Hole(..) => {}
        }
    }

    fn setter(&self, id: ObjectId, name: &str) -> Option<Rc<Closure>> {
        let (class, frame) = self.heap.obj(id).class.as_ref()?;
        let method = self.class(*class).methods.iter().find(|method| {
            method.kind == MethodKind::Setter && matches!(&method.key, Key::Name(key, _) if **key == *name)
        })?;
        let this = Some(Value::Object(id, LOCAL));
        Some(Rc::new(Closure { function: method.function, frame: frame.clone(), this }))
    }

    // Client members --------------------------------------------------------------------------------------------

    /// A member of a client object.
    fn facet(&mut self, id: ObjectId, path: &str, span: Span) -> Value {
        let Shape::Client(def) = self.heap.obj(id).shape else { return Value::unknown(span) };
        let (fields, calls) = (&self.clients.objects[def].fields, &self.clients.objects[def].calls);
        // `.defaults.headers` is a slot, but `.defaults.headers.common` is one too, or `.headers.set()` a call.
        let mut longer = fields.keys().chain(calls.keys());
        let mut goes_on = || longer.any(|key| key.strip_prefix(path).is_some_and(|rest| rest.starts_with('.')));
        match fields.get(path) {
            Some(slot) if !goes_on() => self.slot_value(id, *slot, span),
            _ => Value::Facet(id, path.into()),
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

    fn set_facet(&mut self, id: ObjectId, path: &str, span: Span, value: Value) {
        let Shape::Client(def) = self.heap.obj(id).shape else { return };
        let fields = &self.clients.objects[def].fields;
        if let Some(slot) = fields.get(path).copied() {
            self.fill_slot(id, slot, &[value], span);
        } else if let Some((parent, name)) = path.rsplit_once('.')
            && let Some(slot @ (Slot::Header | Slot::Query)) = fields.get(parent).copied()
        {
            let fields = self.slot_value(id, slot, span);
            self.set_member(&fields, name, span, value);
        }
    }

    /// A few words for a value that cannot be followed.
    #[allow(clippy::unused_self)] // one of a family of methods
    pub(crate) fn describe(&self, value: &Value) -> String {
        match value {
            Value::Hole(hole, _) => match (&hole.hole.origin, hole.hole.names.last()) {
                (Origin::Parameter, Some(name)) => format!("the parameter `{name}`"),
                (Origin::Api(path), _) => format!("`{}`", path.split_once(':').map_or(&**path, |(_, name)| name)),
                (_, Some(name)) => format!("`{name}`"),
                _ => "a value that is not known".into(),
            },
            Value::Api(path) => format!("`{}`", path.split_once(':').map_or(&**path, |(_, name)| name)),
            _ => "a value that is not known".into(),
        }
    }

    /// The text of a computed key, if it is known: strings, numbers, constants for header names.
    #[allow(clippy::self_only_used_in_recursion)] // one of a family of methods
    pub(crate) fn fixed_key(&self, value: &Value) -> Option<Rc<str>> {
        match value {
            Value::Api(path) => constant_name(path).map(Into::into),
            Value::Hole(hole, _) => match &hole.hole.origin {
                Origin::Api(path) => constant_name(path).map(Into::into),
                _ => None,
            },
            Value::Text(text) => match &text[..] {
                [Piece::Hole(hole, via)] => self.fixed_key(&Value::Hole(hole.clone(), *via)),
                _ => value.as_fixed(),
            },
            other => other.as_fixed(),
        }
    }
}

/// The header or method that a library's constant stands for: `header::CONTENT_TYPE` is `content-type`, `Method::PUT`
/// is `PUT`.
pub(crate) fn constant_name(path: &str) -> Option<String> {
    let (module, name) = path.rsplit_once("::")?;
    let upper = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    // `http-types` and `minreq` write their methods as variants: `Method::Get`.
    if module.ends_with("Method") && !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic()) {
        return Some(name.to_ascii_uppercase());
    }
    if name.is_empty() || !name.chars().all(upper) {
        return None;
    }
    if ["::header", ":header", "::headers", ":headers"].iter().any(|end| module.ends_with(end)) {
        return Some(name.to_ascii_lowercase().replace('_', "-"));
    }
    None
}

/// Through which argument a text came.
fn via_of(value: &Value) -> Via {
    let Value::Text(text) = value else { return LOCAL };
    let vias = text.iter().map(|piece| match piece {
        Piece::Fixed(_, _, via) | Piece::Hole(_, via) => *via,
        Piece::Fields(_) | Piece::Alt(_) => LOCAL,
    });
    vias.min_by_key(|via| via.call).unwrap_or(LOCAL)
}
