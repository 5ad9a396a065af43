//! Structs and enums of Rust: their functions, their instances and their defaults.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::{Closure, Frame, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::{ClassId, ExprId, ExprKind, FunctionId, Key, Type};
use crate::request::Origin;
use crate::source::Span;

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
        match (method, args.values.split_first()) {
            // The value of a struct without fields is written as its type is.
            (Some(method), _) if !method.is_static && self.takes_no_instance(method.function, args) => {
                let this = Value::Object(self.instance_object(class, frame), LOCAL);
                let closure = Rc::new(Closure { function: method.function, frame: frame.clone(), this: Some(this) });
                Some(self.call_known(&closure, args, span))
            }
            (Some(method), Some((this, rest))) => {
                let closure =
                    Rc::new(Closure { function: method.function, frame: frame.clone(), this: Some(this.clone()) });
                Some(self.call_closure(&closure, rest.to_vec(), Some(this.clone()), span))
            }
            _ if matches!(name, "default" | "new") => Some(self.instantiate(class, frame, Vec::new(), span)),
            _ => None,
        }
    }

    /// Whether the arguments of a call are those of a method, without the instance in front.
    fn takes_no_instance(&self, function: FunctionId, args: &Args) -> bool {
        args.rest.is_none() && args.values.len() == self.function(function).params.len()
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
            let closure = Rc::new(Closure { function: method.function, frame, this: Some(receiver.clone()) });
            return Some(self.call_known(&closure, args, span));
        }
        // It is written as its `Display` has it.
        (name == "to_string").then(|| Value::of_origin(Origin::Computed, span))
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
            let closure = Rc::new(Closure { function: maker, frame: frame.clone(), this: None });
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
        if made.is_empty() { Value::Object(empty, LOCAL) } else { Value::choice(made, span) }
    }

    /// What is `None` in a new instance may be filled in by whoever hands it on, and other single values may be replaced:
    /// `configuration.api_key = Some(…)`, `options.verbose = true`.
    fn fill_later(&mut self, class: ClassId, id: ObjectId, span: Span) {
        // Maps and lists that code elsewhere fills in may hold more than what is put into them here.
        let is_filled = |this: &Self, part: &Value| matches!(part, Value::Object(held, _) if matches!(this.heap.obj(*held).shape, Shape::Multi | Shape::List));
        for field in self.class(class).fields.iter().filter(|field| field.is_filled_elsewhere) {
            let Key::Name(name, _) = &field.key else { continue };
            let value = self.heap.obj(id).entry(name).map(|entry| entry.value.clone());
            for part in value.iter().flat_map(Value::alternatives) {
                if is_filled(self, part) {
                    self.open_object(part, span, "a field that others may fill in");
                }
            }
        }
        self.heap.update(id, |object| {
            for entry in object.entries.iter_mut().filter(|entry| matches!(entry.value, Value::Null)) {
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
        let ty = self.field_of(class, field).and_then(|field| field.ty.as_ref());
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
