//! Methods that a program gives to the types of others: `impl UrlExt for Url`.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::{Closure, Value};
use crate::interpreter::modules::loaded::Extensions;
use crate::interpreter::state::Interpreter;
use crate::ir::{ClassId, Key, Module};
use crate::source::Span;

impl Interpreter<'_> {
    /// Calls the method that a trait of the program gives to the type of a URL, a text or a value that is only known by
    /// its type. Clients have theirs by the tables.
    pub(crate) fn extension_method(&mut self, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
        let may_have = match receiver {
            Value::Text(_) => true,
            Value::Object(id, _) => self.heap.obj(*id).shape == Shape::Url,
            Value::Unknown(hole, _) => hole.ty.is_some() && hole.class.is_none(),
            _ => false,
        };
        if !may_have {
            return None;
        }
        let module = self.here();
        let extensions =
            self.loaded.extensions.entry(module.file).or_insert_with(|| Rc::new(extensions(module))).clone();
        let (_, function) = extensions.get(name)?.iter().find(|(ty, _)| self.is_of_type(receiver, ty))?;
        // Within, the name is that of the type's own method.
        if self.calls.is_under_way(*function) {
            return None;
        }
        let frame = self.top_of(function.module);
        let closure = Closure::new(*function, frame, Some(receiver.clone()));
        Some(self.call_known(&Rc::new(closure), args, span))
    }

    /// Calls a method on what a value of the program hands its calls on to by `Deref`, where its own type has no such method.
    pub(crate) fn method_through_deref(
        &mut self,
        receiver: &Value,
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        let class = match receiver {
            Value::Object(id, _) => self.heap.obj(*id).class.as_ref().map(|(class, _)| *class)?,
            Value::Unknown(hole, _) => hole.class?,
            _ => return None,
        };
        let method = |sought: &str| self.class(class).methods.iter().find(|method| method.key.is(sought));
        let shows_text = matches!(name, "as_str" | "as_bytes" | "to_string" | "into_string");
        method("deref")
            .filter(|_| method(name).is_none() && (shows_text || !Self::is_rust_conversion(name)))
            .filter(|_| name != "to_string" || method("Display::fmt").is_none())?;
        let this = match receiver {
            Value::Unknown(..) => {
                let frame = self.top_of(class.module);
                self.instance(class, &frame)
            }
            known => known.clone(),
        };
        let target = self.dereferenced(&this, class, span)?;
        Some(self.method(&target, name, args, span, span))
    }

    /// What an instance gives for itself by `Deref`, which is not another one of its type.
    pub(crate) fn dereferenced(&mut self, instance: &Value, class: ClassId, span: Span) -> Option<Value> {
        let deref = self.class(class).methods.iter().find(|method| method.key.is("deref"))?;
        let (function, frame) = (deref.function, self.top_of(class.module));
        if self.calls.is_under_way(function) {
            return None;
        }
        let closure = Rc::new(Closure::new(function, frame, Some(instance.clone())));
        let target = self.call_known(&closure, &Args::default(), span);
        (!target.alternatives().iter().any(|part| self.class_of_value(part) == Some(class))).then_some(target)
    }

    /// `wrapper.name = value` and `wrapper["name"] = value` of a type that has no such field: it is one of what it wraps by
    /// `DerefMut`, or its own `IndexMut` says where that is.
    pub(crate) fn written_beyond(&mut self, id: ObjectId, name: &str, value: &Value, span: Span) -> bool {
        let Some((class, _)) = self.heap.obj(id).class.clone() else { return false };
        let methods = &self.class(class).methods;
        let has = |sought: &str| methods.iter().any(|method| method.key.is(sought));
        let (wraps, indexes) = (has("deref_mut"), has("index_mut"));
        if !wraps && !indexes || self.field_of(class, name).is_some() {
            return false;
        }
        let instance = Value::Object(id, LOCAL);
        if indexes {
            let why = "an entry that is written by code of its own";
            for entry in self.heap.obj(id).entries.clone() {
                self.open_object(&entry.value, span, why);
            }
            self.open_object(&instance, span, why);
            return true;
        }
        let Some(target) = self.dereferenced(&instance, class, span) else { return false };
        self.set_member(&target, name, span, value.clone());
        true
    }

    /// What code of the program does where an instance is dropped: when that is, is not told.
    pub(crate) fn drop_later(&mut self, instance: ObjectId, span: Span) {
        let Some((class, frame)) = self.heap.obj(instance).class.clone() else { return };
        let drop = self.class(class).methods.iter().find(|method| method.key.is("drop") && !method.is_static);
        let Some(drop) = drop.map(|method| method.function) else { return };
        let this = Value::Object(instance, LOCAL);
        let closure = Rc::new(Closure::new(drop, frame, Some(this.clone())));
        self.branch(1, false, span, |run, _| run.call_closure(&closure, Vec::new(), Some(this.clone()), span));
    }

    /// `*wrapper = value` of a type with `DerefMut`: what it wraps is that then. Types tell it from another wrapper.
    pub(crate) fn assigned_through_deref(&mut self, held: &Value, value: &Value, span: Span) -> bool {
        let Value::Object(id, _) = held else { return false };
        let Some((class, _)) = self.heap.obj(*id).class.clone() else { return false };
        let is_wrapper = self.class(class).methods.iter().any(|method| method.key.is("deref_mut"));
        if !is_wrapper || self.class_of_value(value) == Some(class) {
            return false;
        }
        let Some(target) = self.dereferenced(held, class, span) else { return false };
        match (&target, value) {
            (Value::Object(target, _), Value::Object(new, _)) => {
                let new = (**self.heap.obj(*new)).clone();
                self.heap.update(*target, |object| *object = new);
            }
            _ => self.open_object(&target, span, "something is assigned to it"),
        }
        true
    }

    /// Whether a value is of a type of a library: URLs of all crates are taken for one another, and a text may be one.
    fn is_of_type(&self, value: &Value, ty: &str) -> bool {
        let is_url = ty.ends_with("::Url");
        match value {
            Value::Text(_) => is_url || matches!(ty, "str" | "crate:std::string::String"),
            Value::Unknown(hole, _) => {
                let own = hole.ty.as_deref().unwrap_or_default();
                (own == ty || is_url && own.ends_with("::Url")) && self.clients.source(&format!("type {ty}")).is_none()
            }
            _ => is_url,
        }
    }
}

fn extensions(module: &Module) -> Extensions {
    let mut all = Extensions::default();
    let is_foreign = |name: &str| name.starts_with("crate:") || name.starts_with(|c: char| c.is_ascii_lowercase());
    for class in module.classes.iter().filter(|class| is_foreign(&class.name)) {
        for method in class.methods.iter().filter(|method| !method.is_static) {
            if let Key::Name(name, _) = &method.key {
                all.entry(name.clone()).or_default().push((class.name.clone(), method.function));
            }
        }
    }
    all
}
