//! Structs and enums of Rust: their functions, their instances and their defaults.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::{Closure, Frame, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::changed::written_fields;
use crate::ir::{ClassId, ExprId, ExprKind, FunctionId, Key, Method, Module, Type};
use crate::request::Origin;
use crate::source::Span;

/// The method by which a type is written for people.
const DISPLAYED: &str = "Display::fmt";

/// A struct that is written out at more places is not known by these.
const MAX_LITERALS: usize = 4;

impl Interpreter<'_> {
    /// `Type::method(&instance, …)`; a derived `Default` makes an instance with nothing set.
    pub(crate) fn rust_class_call(
        &mut self,
        (class, frame): (ClassId, &Rc<Frame>),
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        let method = self.class(class).methods.iter().find(|method| method.key.is(name));
        // A struct without fields stands for its one instance: `Source.all()`.
        if let Some(method) = method.filter(|method| !method.is_static)
            && args.values.len() == self.function(method.function).params.len()
        {
            let this = Value::Object(self.instance_object(class, frame), LOCAL);
            let closure = Closure::new(method.function, frame.clone(), Some(this));
            return Some(self.call_known(&Rc::new(closure), args, span));
        }
        match (method, args.values.split_first()) {
            (Some(method), Some((this, rest))) => {
                let this = Some(Self::of_class(this, class));
                let closure = Rc::new(Closure::new(method.function, frame.clone(), this.clone()));
                Some(self.call_closure(&closure, rest.to_vec(), this, span))
            }
            // What is derived for a type that is read from data reads one: `Args::parse()`.
            (None, _) if !matches!(name, "builder" | "default" | "new") && self.is_read_from_data(class) => {
                self.call_unknown(args, span);
                Some(Self::of_class(&Value::of_origin(Origin::Unknown, span).named(name), class))
            }
            _ if matches!(name, "default" | "new") => {
                let made = self.instantiate(class, frame, Vec::new(), span);
                if let (Value::Object(id, _), "default") = (&made, name) {
                    self.fill_with_defaults(class, *id, span);
                }
                Some(made)
            }
            _ => None,
        }
    }

    /// A method that is named as a value, `.map(Type::method)`: what it is called on is its first argument then.
    pub(crate) fn method_by_path(&self, class: ClassId, frame: &Rc<Frame>, name: &str) -> Option<Value> {
        let mut methods = self.class(class).methods.iter().filter(|method| !method.is_static && method.key.is(name));
        let method = methods.next().filter(|_| self.language.trusts_types())?;
        Some(Value::Function(Rc::new(Closure::new(method.function, frame.clone(), None))))
    }

    /// The class of a method that was named so.
    pub(crate) fn class_of_path(&self, closure: &Closure) -> Option<ClassId> {
        let class = self.function(closure.function).class.filter(|_| closure.this.is_none())?;
        let is_it = |method: &Method| method.function == closure.function && !method.is_static;
        self.class(class).methods.iter().any(is_it).then_some(class)
    }

    /// Whether values of a type are read from data that is not seen.
    fn is_read_from_data(&self, class: ClassId) -> bool {
        let fields = &self.class(class).fields;
        fields.iter().any(|field| field.default.is_some() || field.is_read)
    }

    /// Puts empty lists and maps, and nothing, where a derived `Default` has them.
    fn fill_with_defaults(&mut self, class: ClassId, id: ObjectId, span: Span) {
        for field in self.class(class).fields.iter().filter(|field| !field.is_static) {
            let Key::Name(name, at) = &field.key else { continue };
            if field.starts_empty {
                self.heap.update(id, |object| object.set(name, *at, Value::Null));
                continue;
            }
            let is_collection = |ty: &Type| {
                let last = ty.path.rsplit("::").next().and_then(|last| last.rsplit(':').next());
                matches!(last, Some("Vec" | "VecDeque" | "HashMap" | "BTreeMap" | "HeaderMap"))
            };
            if field.ty.as_ref().is_some_and(is_collection) {
                let value = self.default_of(class, Some(name), span);
                if matches!(value, Value::Object(..)) {
                    self.heap.update(id, |object| object.set(name, *at, value));
                }
            }
        }
    }

    /// A method of a variant without data.
    pub(crate) fn variant_method(&mut self, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
        let class = self.enum_of(receiver)?;
        let methods = &self.class(class).methods;
        let named = |sought: &str| {
            methods.iter().find(|method| matches!(&method.key, crate::ir::Key::Name(key, _) if **key == *sought))
        };
        if let Some(method) = named(name).filter(|method| !method.is_static) {
            let frame = self.top_of(class.module);
            let closure = Rc::new(Closure::new(method.function, frame, Some(receiver.clone())));
            return Some(self.call_known(&closure, args, span));
        }
        self.variant_text(receiver, class, name).or_else(|| self.string_of(receiver, name, span))
    }

    /// The text that a derived method gives for a variant without data.
    fn variant_text(&self, variant: &Value, class: ClassId, method: &str) -> Option<Value> {
        let texts = &self.class(class).texts;
        if texts.is_empty() {
            return None;
        }
        let value = variant.as_fixed()?;
        let known = texts.iter().find(|known| *known.method == *method && *known.value == *value)?;
        Some(Value::text(&known.text, known.span))
    }

    /// `value.to_string()` of a type that has no such method of its own.
    pub(crate) fn string_of(&mut self, receiver: &Value, name: &str, span: Span) -> Option<Value> {
        if name != "to_string" {
            return None;
        }
        let class = self.class_of_value(receiver)?;
        let has_own = self.class(class).methods.iter().any(|method| method.key.is(name));
        if has_own { None } else { self.displayed(receiver, span) }
    }

    /// What the `Display` of a type writes. A variant without data whose type has none is no text that is known.
    pub(crate) fn displayed(&mut self, value: &Value, span: Span) -> Option<Value> {
        if let Value::Choice(parts) = value {
            let shown: Vec<Option<Value>> = parts.iter().map(|part| self.displayed(part, span)).collect();
            if shown.iter().all(Option::is_none) {
                return None;
            }
            let parts = shown.into_iter().zip(parts.iter()).map(|(shown, part)| shown.unwrap_or_else(|| part.clone()));
            return Some(Value::choice(parts, span));
        }
        let class = match value {
            Value::Text(_) => self.enum_of(value)?,
            Value::Object(id, _) => self.heap.obj(*id).class.as_ref().map(|(class, _)| *class)?,
            _ => return None,
        };
        let display = self.class(class).methods.iter().find(|method| method.key.is(DISPLAYED));
        let Some(display) = display.map(|method| method.function) else {
            if let Value::Object(..) = value {
                return self.dereferenced(value, class, span);
            }
            let derived = self.variant_text(value, class, DISPLAYED);
            return derived
                .or_else(|| matches!(value, Value::Text(_)).then(|| Value::of_origin(Origin::Computed, span)));
        };
        // What is written piles up in a list.
        let written = self.list(Vec::new());
        let closure = Closure::new(display, self.top_of(class.module), Some(value.clone()));
        // What could not be written is never read.
        self.calls.sure.push(Some(span));
        self.call_closure(&Rc::new(closure), vec![written.clone()], Some(value.clone()), span);
        self.calls.sure.pop();
        let Some(pieces) = self.items_of(&written, false) else {
            return Some(Value::of_origin(Origin::Computed, span));
        };
        Some(Value::of_pieces(self.joined(&pieces, "", span)))
    }

    /// What a library gets that asks for a name or an address. Of a variant without data: what the program's own conversion
    /// makes of it, which is seldom what the variant is called. Of what is an address by `Deref`: that.
    pub(crate) fn variant_as_name(&mut self, value: &Value, span: Span) -> Option<Value> {
        match value {
            Value::Choice(parts) if parts.iter().any(|part| self.enum_of(part).is_some()) => {
                let parts: Vec<Value> =
                    parts.iter().map(|part| self.variant_as_name(part, span).unwrap_or_else(|| part.clone())).collect();
                Some(Value::choice(parts, span))
            }
            Value::Text(_) => {
                self.enum_of(value)?;
                let made = self.converted(value, "into", span).or_else(|| self.converted(value, "try_into", span));
                let made = made.filter(|made| made.alternatives().iter().all(|part| self.enum_of(part).is_none()));
                Some(made.unwrap_or_else(|| Value::of_origin(Origin::Computed, span)))
            }
            Value::Object(id, _) => {
                let (class, _) = self.heap.obj(*id).class.clone()?;
                let target = self.dereferenced(value, class, span)?;
                self.is_address(&target).then_some(target)
            }
            _ => None,
        }
    }

    /// What the functions of a struct that make one give.
    pub(crate) fn built_instance(&mut self, class: ClassId, frame: &Rc<Frame>, empty: ObjectId, span: Span) -> Value {
        let makers: Vec<FunctionId> = self
            .class(class)
            .methods
            .iter()
            .filter(|method| method.is_static)
            .map(|method| method.function)
            .filter(|id| self.function(*id).returns.as_ref().is_some_and(|ty| ty.class == Some(class)))
            .collect();
        let mut made = Vec::new();
        for maker in makers {
            let function = self.function(maker);
            let args = self.unknown_arguments(function);
            let closure = Rc::new(Closure::new(maker, frame.clone(), None));
            let value = self.call_closure(&closure, args, None, span);
            for part in value.alternatives() {
                if let Value::Object(id, _) = part
                    && self.heap.obj(*id).class.as_ref().is_some_and(|(known, _)| *known == class)
                {
                    self.fill_later(class, *id, span);
                    made.push(part.clone());
                }
            }
        }
        if made.is_empty() {
            made = self.written_instances(class, frame, span);
        }
        if made.is_empty() { Value::Object(empty, LOCAL) } else { Value::choice(made, span) }
    }

    /// The instances that the program writes out itself, where no function of the struct makes one, with what is known of
    /// them anywhere.
    fn written_instances(&mut self, class: ClassId, frame: &Rc<Frame>, span: Span) -> Vec<Value> {
        let module = self.module_of(class.module);
        let literals =
            self.loaded.literals.entry(class.module).or_insert_with(|| Rc::new(literals_of_classes(module))).clone();
        let Some(written) = literals.get(&class).filter(|written| written.len() <= MAX_LITERALS) else {
            return Vec::new();
        };
        let mut made = Vec::new();
        for &literal in written {
            let value = self.within(frame, |this| this.eval(literal));
            // A variant is one of others.
            if let Value::Object(id, _) = value
                && self.heap.obj(id).variant.is_none()
            {
                for entry in self.heap.obj(id).entries.clone() {
                    let ty = self.field_of(class, &entry.name).and_then(|field| field.ty.as_ref());
                    let value = self.typed_in(class.module, entry.value, ty);
                    self.heap.update(id, |object| object.set(&entry.name, entry.span, value));
                }
                self.fill_later(class, id, span);
                made.push(value);
            }
        }
        made
    }

    /// What is `None` in a new instance may be filled in by whoever hands it on, and other single values may be replaced:
    /// `configuration.api_key = Some(…)`, `options.verbose = true`.
    fn fill_later(&mut self, class: ClassId, id: ObjectId, span: Span) {
        // Maps and lists that code elsewhere fills in may hold more than what is put into them here.
        let is_filled = |this: &Self, part: &Value| {
            let Value::Object(held, _) = part else { return false };
            matches!(this.heap.obj(*held).shape, Shape::Params | Shape::Headers | Shape::List)
        };
        for field in self.class(class).fields.iter().filter(|field| field.is_filled_elsewhere) {
            let Key::Name(name, _) = &field.key else { continue };
            let value = self.heap.obj(id).entry(name).map(|entry| entry.value.clone());
            for part in value.iter().flat_map(Value::alternatives) {
                if is_filled(self, part) {
                    self.open_object(part, span, "a field that others may fill in");
                }
            }
        }
        let module = self.module_of(class.module);
        let written =
            self.loaded.written.entry(class.module).or_insert_with(|| Rc::new(written_fields(module))).clone();
        let fields = &self.class(class).fields;
        // What nothing in the program fills stays nothing, unless others may fill it.
        let is_filled = |name: &str| {
            let field = fields.iter().find(|field| !field.is_static && field.key.is(name));
            written.contains(name) || field.is_none_or(|field| field.is_filled_elsewhere)
        };
        self.heap.update(id, |object| {
            let empty = object.entries.iter_mut().filter(|entry| matches!(entry.value, Value::Null));
            for entry in empty.filter(|entry| is_filled(&entry.name)) {
                let later = Value::of_origin(Origin::Parameter, span).named(&entry.name);
                entry.value = Value::choice([Value::Null, later], span);
            }
            object.may_be_replaced(span);
        });
    }

    /// Rust's `Default::default()`, which is of the type that is asked for.
    pub(crate) fn is_default(&self, expr: ExprId) -> bool {
        let ExprKind::Call { callee, args, .. } = &self.expr(expr).kind else { return false };
        args.is_empty()
            && matches!(&self.expr(*callee).kind,
                ExprKind::Global(path) if matches!(&**path, "Default::default" | "std::default::Default::default"))
    }

    /// The default of the type that a field of a struct is declared with, or of the struct itself.
    pub(crate) fn default_of(&mut self, class: ClassId, field: Option<&str>, span: Span) -> Value {
        let Some(field) = field else {
            let owner = Value::Class(class, self.top_of(class.module));
            return self.method(&owner, "default", &Args::default(), span, span);
        };
        let field = self.field_of(class, field);
        if field.is_some_and(|field| field.starts_empty) {
            return Value::Null;
        }
        let ty = field.and_then(|field| field.ty.as_ref());
        let unknown = Value::of_origin(Origin::Computed, span);
        match ty {
            Some(Type { class: Some(class), .. }) => {
                let owner = Value::Class(*class, self.top_of(class.module));
                self.method(&owner, "default", &Args::default(), span, span)
            }
            Some(ty) if ty.path.starts_with("crate:") => {
                let made = self.call_api(&format!("{}::default", ty.path), &Args::default(), span);
                self.typed_in(class.module, made, Some(ty))
            }
            ty => self.typed_in(class.module, unknown, ty),
        }
    }
}

/// The places outside of tests where structs of a module are written out.
fn literals_of_classes(module: &Module) -> FxHashMap<ClassId, Vec<ExprId>> {
    let is_tested = |at: Span| module.tests.iter().any(|test| test.contains(at));
    let mut found: FxHashMap<ClassId, Vec<ExprId>> = FxHashMap::default();
    for (at, expr) in module.exprs.iter().enumerate() {
        if let ExprKind::Object { ty: Some(ty), .. } = &expr.kind
            && let Some(class) = ty.class
            && !is_tested(expr.span)
        {
            found.entry(class).or_default().push(ExprId::new(module.file, at));
        }
    }
    found
}
