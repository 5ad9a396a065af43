//! Members of values: reading, writing, taking apart.

use std::rc::Rc;

use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::unknown::Unknown;
use crate::interpreter::domain::value::{Closure, Frame, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::{ClassId, Key, MethodKind};
use crate::request::Origin;
use crate::source::Span;

impl<'m> Interpreter<'m> {
    /// `object.name`.
    pub(crate) fn member(&mut self, object: &Value, name: &str, span: Span) -> Value {
        match object {
            Value::Choice(_) => {
                let written = object.as_written();
                let parts = written.alternatives().to_vec();
                // Reading a member of nothing fails at run time: that path does not go on.
                let some = parts.iter().filter(|part| !matches!(part, Value::Undefined | Value::Null));
                let values: Vec<Value> = some.map(|part| self.member(part, name, span)).collect();
                self.activation.left_out |= values.len() < parts.len();
                Value::choice(values, span)
            }
            Value::Object(id, via) => {
                let value = self.object_member(*id, name, span);
                if *via == LOCAL { value } else { self.through(&value, *via) }
            }
            Value::Facet(id, path) => self.facet(*id, &format!("{path}.{name}"), span),
            Value::Class(class, frame) if name == "prototype" => {
                Value::Object(self.prototype_of_class(*class, frame), LOCAL)
            }
            Value::Class(class, frame) => {
                let object = self.statics_of(*class, frame);
                // A struct without fields stands for its one instance.
                let stands_for_one = self.language.trusts_types() && self.class(*class).fields.is_empty();
                if stands_for_one && self.heap.obj(object).entry(name).is_none() {
                    let instance = self.instance_object(*class, frame);
                    return self.object_member(instance, name, span);
                }
                let method =
                    self.method_by_path(*class, frame, name).filter(|_| self.heap.obj(object).entry(name).is_none());
                method.unwrap_or_else(|| self.object_member(object, name, span))
            }
            Value::Library(path) => self.api_member(path, name, span),
            Value::Unknown(hole, via) => {
                if let Some(id) = self.client_of_unknown(hole) {
                    return self.facet(id, &format!(".{name}"), span);
                }
                // What others hand in for a trait may be anything that implements it.
                if let Some(class) = hole.class.filter(|class| !self.class(*class).is_implementable) {
                    // The fields of an answer read into a struct are still the answer's.
                    if let Origin::Response { .. } = hole.hole.origin
                        && let Some(field) = self.field_of(class, name)
                    {
                        let member = Value::Unknown(Rc::new(self.member_of_unknown(hole, name, span)), *via);
                        return self.typed_in(class.module, member, field.ty.as_ref());
                    }
                    // An item by its number, of a list of instances.
                    if self.language.trusts_types()
                        && name.bytes().all(|byte| byte.is_ascii_digit())
                        && self.field_of(class, name).is_none()
                    {
                        return Value::Unknown(Rc::new(self.item_of_unknown(hole, span)), *via);
                    }
                    let frame = self.top_of(class.module);
                    let instance = self.instance(class, &frame);
                    return self.member(&instance, name, span);
                }
                if let Origin::Api(path) = &hole.hole.origin
                    && let Value::Unknown(read, _) = self.api_member(&path.clone(), name, span)
                    && matches!(read.hole.origin, Origin::Env(_))
                {
                    return Value::Unknown(read, *via);
                }
                if let Some(members) = self.put_members(hole, name) {
                    return self.object_member(members, name, span);
                }
                if let Some(carried) = self.carried(object, name, span) {
                    return carried;
                }
                Value::Unknown(Rc::new(self.member_of_unknown(hole, name, span)), *via)
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
            Value::Text(_) if let Some(value) = self.language.text_member(self, object, name, span) => value,
            Value::Bool(_) | Value::Num(..) | Value::Text(_) | Value::Regex(_) | Value::Function(_) => {
                Value::of_origin(Origin::Computed, span).named(name)
            }
        }
    }

    pub(crate) fn field_of(&self, class: ClassId, name: &str) -> Option<&'m crate::ir::Field> {
        let fields = &self.class(class).fields;
        fields.iter().find(|field| !field.is_static && matches!(&field.key, Key::Name(key, _) if **key == *name))
    }

    #[allow(clippy::unused_self)] // one of a family of methods
    pub(crate) fn member_of_unknown(&self, hole: &Unknown, name: &str, span: Span) -> Unknown {
        let mut result = hole.clone();
        result.ty = None;
        result.class = None;
        result.replaces = false;
        result.request = None;
        result.count = None;
        let own = result.hole_mut();
        own.span = span;
        match &mut own.origin {
            Origin::Api(path) => {
                if path.len() < 200 {
                    *path = format!("{path}.{name}").into();
                }
            }
            Origin::Response { path, .. } => {
                *path = if path.is_empty() { name.into() } else { format!("{path}.{name}").into() };
            }
            Origin::Computed => own.origin = Origin::Unknown,
            Origin::Env(_) | Origin::Parameter | Origin::Signed(_) | Origin::Time(_) | Origin::Unknown => {}
        }
        if name != "*" {
            if own.names.len() >= 6 {
                own.names.remove(0);
            }
            own.names.push(name.into());
        }
        result
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
                let sure = (!object.items.is_empty() || self.activation.counted)
                    && object.open.is_none()
                    && !object.items.iter().any(Value::may_be_undefined);
                if name == "length" && sure {
                    return Value::number(object.items.len().to_string());
                }
                return Value::of_origin(Origin::Computed, span).named(name);
            }
            Shape::Record | Shape::Params | Shape::Headers => {}
        }
        if let Some(getter) = object.getter(name) {
            return self.call_closure(&getter, Vec::new(), Some(Value::Object(id, LOCAL)), span).named(name);
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
        if let Some((class, _)) = &object.class
            && let Some(target) = self.language.stood_for(self, &Value::Object(id, LOCAL), *class, span)
        {
            return self.member(&target, name, span);
        }
        if object.of_request {
            Value::unknown(span).named(name).with_request()
        } else if object.open.is_some() || object.class.is_some() {
            Value::unknown(span).named(name)
        } else {
            self.language.own_member(&object, name, span).unwrap_or(Value::Undefined)
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
        // Whoever reads the prototype itself finds there what was put on it.
        let of_prototype = self.objects.class_prototypes.get(&class) == Some(&this);
        let put = if of_prototype { None } else { self.put_on_prototype(class, this, name, span) };
        match put {
            Some((value, true)) => Some(value),
            Some((value, false)) => {
                let own = self.declared_member(class, frame, this, name, span).unwrap_or(Value::Undefined);
                Some(Value::choice([value, own], span))
            }
            None => self.declared_member(class, frame, this, name, span),
        }
    }

    fn declared_member(
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
            let closure = Rc::new(Closure::new(method.function, frame.clone(), Some(Value::Object(this, LOCAL))));
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
            let read = self.typed_unknown(class.module, name, field.ty.as_ref(), span);
            let Some(default) = field.default else { return Some(read) };
            let top = self.top_of(class.module);
            let default = self.within(&top, |this| this.eval(default));
            return Some(Value::choice([default.there(), read], span));
        }
        if let Some(inherited) =
            self.inherited(class, frame, |run, parent, frame| run.class_member(parent, frame, this, name, span))
        {
            return Some(inherited);
        }
        let client = self.extended(this, name, span)?;
        Some(self.member(&client, name, span))
    }

    /// The static side of a class as an object.
    pub(crate) fn statics_of(&mut self, class: ClassId, frame: &Rc<Frame>) -> ObjectId {
        if let Some(known) = self.objects.statics.get(&class) {
            return *known;
        }
        let id = self.heap.object(Object::new(Shape::Record));
        self.objects.statics.insert(class, id);
        self.heap.share(id);
        if let Some(parent) = self.inherited(class, frame, |run, parent, frame| Some(run.statics_of(parent, frame))) {
            let parent = self.heap.obj(parent).clone();
            self.heap.update(id, |object| {
                object.entries.clone_from(&parent.entries);
                object.getters.clone_from(&parent.getters);
                object.setters.clone_from(&parent.setters);
            });
        }
        let definition = self.class(class);
        let this = Value::Class(class, frame.clone());
        for method in &definition.methods {
            let Key::Name(name, span) = &method.key else { continue };
            // Rust calls methods through the type as well: `Client::get(&client)`.
            if method.is_static {
                let closure = Rc::new(Closure::new(method.function, frame.clone(), Some(this.clone())));
                let name: Rc<str> = (&**name).into();
                self.heap.update(id, |object| match method.kind {
                    MethodKind::Setter => object.setters.push((name, closure)),
                    MethodKind::Getter => {
                        object.set(&name, *span, Value::unknown(*span));
                        object.getters.push((name, closure));
                    }
                    MethodKind::Method | MethodKind::Constructor => {
                        object.set(&name, *span, Value::Function(closure));
                    }
                });
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

    /// A few words for a value that cannot be followed.
    #[allow(clippy::unused_self)] // one of a family of methods
    pub(crate) fn describe(&self, value: &Value) -> String {
        match value {
            Value::Unknown(hole, _) => match (&hole.hole.origin, hole.hole.names.last()) {
                (Origin::Parameter, Some(name)) => format!("the parameter `{name}`"),
                (Origin::Api(path), _) => format!("`{}`", path.split_once(':').map_or(&**path, |(_, name)| name)),
                (_, Some(name)) => format!("`{name}`"),
                _ => "a value that is not known".into(),
            },
            Value::Library(path) => format!("`{}`", path.split_once(':').map_or(&**path, |(_, name)| name)),
            _ => "a value that is not known".into(),
        }
    }
}
