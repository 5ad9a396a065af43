//! Declared types, where nothing better is known of a value.

use std::rc::Rc;

use crate::interpreter::domain::unknown::Unknown;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::{ClassId, Type};
use crate::source::FileId;

impl Interpreter<'_> {
    /// The value with its declared type, where nothing better is known.
    pub(crate) fn typed(&mut self, value: Value, ty: Option<&Type>) -> Value {
        self.typed_in(self.activation.frame.function.module, value, ty)
    }

    /// The value with a type that is written in a file.
    pub(crate) fn typed_in(&mut self, file: FileId, value: Value, ty: Option<&Type>) -> Value {
        let Some(ty) = ty else { return value };
        let span = self.stack_span();
        if let Some(read) = self.language.read_as(self, &value, ty, span) {
            return read;
        }
        if let (Some(class), false) = (ty.class, ty.args.is_empty()) {
            // A trait stands for what some parameter is.
            let is_type = |class: &ClassId| self.class(*class).implementors.is_empty();
            let types: Vec<Option<ClassId>> = ty.args.iter().map(|arg| arg.class.filter(is_type)).collect();
            self.hold_types(&value, class, &types);
        }
        let is_hole =
            |value: &Value| matches!(value, Value::Unknown(hole, _) if hole.ty.is_none() && hole.class.is_none());
        if !value.alternatives().iter().any(is_hole) {
            return value;
        }
        let (ty, class) = self.meant(file, ty);
        let typed = |value: &Value| match value {
            Value::Unknown(hole, via) if is_hole(value) => {
                Value::Unknown(Rc::new(Unknown { class, ty: Some((*ty.path).into()), ..(**hole).clone() }), *via)
            }
            other => other.clone(),
        };
        match &value {
            Value::Choice(parts) => Value::Choice(parts.iter().map(typed).collect()),
            value => typed(value),
        }
    }

    /// What a method gives that was asked for a type: `extensions().get::<Client>()`, where it is one of the program or a
    /// client.
    pub(crate) fn typed_by_call(&mut self, value: Value, types: &[Type]) -> Value {
        let [ty] = types else { return value };
        let file = self.activation.frame.function.module;
        let (meant, class) = self.meant(file, ty);
        let is_known = class.is_some() || self.clients.source(&format!("type {}", meant.path)).is_some();
        if is_known { self.typed_in(file, value, Some(ty)) } else { value }
    }

    /// The value as an instance of a class that the code names, where nothing is known of it.
    pub(crate) fn of_class(value: &Value, class: ClassId) -> Value {
        match value {
            Value::Unknown(hole, via) if hole.class.is_none() && hole.ty.is_none() => {
                Value::Unknown(Rc::new(Unknown { class: Some(class), ..(**hole).clone() }), *via)
            }
            other => other.clone(),
        }
    }

    /// What a type stands for: a wrapper that gives what it holds for that (`State<App>`, `web::Data<App>`), and the
    /// class, where it is one of the program.
    fn meant<'t>(&mut self, file: FileId, ty: &'t Type) -> (&'t Type, Option<ClassId>) {
        let mut known = |ty: &Type| {
            let class = ty.class.or_else(|| self.class_by_path(file, &ty.path));
            (class.is_some() || self.clients.source(&format!("type {}", ty.path)).is_some(), class)
        };
        let (is_known, class) = known(ty);
        let held = match &ty.args[..] {
            [held] => Some(held),
            [_, held] if ty.path.ends_with("Map") => Some(held),
            _ => None,
        };
        if let (Some(held), false) = (held, is_known)
            && let (true, class) = known(held)
        {
            return (held, class);
        }
        (ty, class)
    }
}
