//! Type parameters: which types the calls of a function fill them with.

use std::rc::Rc;

use crate::interpreter::domain::value::{Closure, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::{ClassId, ExprId, ExprKind, Function, FunctionId, Type, TypeParam};
use crate::source::Span;

/// A trait with more implementors is not followed for each of them.
const MAX_IMPLEMENTORS: usize = 4;

/// The types that are written into a call: `fetch::<User>(…)`.
#[derive(Debug)]
pub(crate) struct Written {
    site: Span,
    types: Vec<Option<ClassId>>,
}

impl<'m> Interpreter<'m> {
    /// Makes a call into which types are written.
    pub(crate) fn with_types<T>(&mut self, types: &[Type], site: Span, call: impl FnOnce(&mut Self) -> T) -> T {
        if types.is_empty() {
            return call(self);
        }
        let types = types.iter().map(|ty| self.meant_type(ty)).collect();
        self.calls.written_types.push(Written { site, types });
        let given = call(self);
        self.calls.written_types.pop();
        given
    }

    /// The class that a type is here: of a type parameter the one that the function was called with.
    pub(super) fn meant_type(&mut self, ty: &Type) -> Option<ClassId> {
        let class = ty.class?;
        Some(self.type_here(class).unwrap_or(class))
    }

    /// What the function that runs has for a type parameter with this bound.
    fn type_here(&mut self, bound: ClassId) -> Option<ClassId> {
        let (param, span) = self.functions_around(self.activation.frame.function).find_map(|id| {
            let found = self.function(id);
            let mut same = found.type_params.iter().filter(|param| param.bound == bound);
            same.next().filter(|_| same.next().is_none()).map(|param| (param.binding, found.span))
        })?;
        match self.name(param, span) {
            Value::Class(class, _) if class != bound => Some(class),
            _ => None,
        }
    }

    /// Whether the function that runs has a type parameter with this bound.
    fn is_generic_here(&self, bound: ClassId) -> bool {
        let has = |id: FunctionId| self.function(id).type_params.iter().any(|param| param.bound == bound);
        self.functions_around(self.activation.frame.function).any(has)
    }

    /// The types that a call fills the parameters of a function with; `None` for what is not known.
    pub(crate) fn types_for(
        &mut self,
        function: &Function,
        args: &[Value],
        this: Option<&Value>,
        site: Span,
    ) -> Vec<Option<ClassId>> {
        function.type_params.iter().map(|param| self.type_for(param, args, this, site)).collect()
    }

    fn type_for(&mut self, param: &TypeParam, args: &[Value], this: Option<&Value>, site: Span) -> Option<ClassId> {
        let written = self.calls.written_types.iter().rev().find(|written| written.site == site);
        let written = |place: Option<usize>| written.and_then(|written| *written.types.get(place?)?);
        let is_known = |class: &ClassId| *class != param.bound;
        if param.is_self {
            return self.type_of_instance(this?).filter(is_known);
        }
        if let Some(class) = written(param.place).filter(is_known) {
            return Some(class);
        }
        if let Some(class) = args.get(param.argument.unwrap_or(usize::MAX)).and_then(|arg| self.type_of_instance(arg)) {
            return Some(class).filter(is_known);
        }
        if let Some(place) = param.of_self {
            let held = match this {
                Some(Value::Object(id, _)) => self.heap.obj(*id).types.get(place).copied().flatten(),
                _ => None,
            };
            return held.or(written(Some(place))).filter(is_known).or_else(|| self.type_here(param.bound));
        }
        self.type_here(param.bound).or_else(|| self.class(param.bound).implementor)
    }

    /// What a type that a call is made with has came through that call, as its arguments do.
    pub(crate) fn of_type_param(&self, object: ExprId, value: Value) -> Value {
        let ExprKind::Name(binding) = self.expr(object).kind else { return value };
        let owner = self.binding(binding).function;
        let is_param = |function: &Function| function.type_params.iter().any(|param| param.binding == binding);
        let call = self.calls.stack.iter().rev().find(|call| call.function == owner);
        match call.filter(|call| is_param(self.function(owner)) && self.function(owner).span != call.site) {
            Some(call) => self.through_call(&value, call.tag),
            None => value,
        }
    }

    fn type_of_instance(&self, value: &Value) -> Option<ClassId> {
        match value {
            Value::Class(class, _) => Some(*class),
            Value::Object(id, _) if self.heap.obj(*id).class.is_none() => {
                self.objects.statics.iter().find(|(_, object)| **object == *id).map(|(class, _)| *class)
            }
            other => self.class_of_value(other),
        }
    }

    /// Runs a function once for each type that one of its parameters may be, where the call does not tell.
    pub(crate) fn called_for_each(
        &mut self,
        closure: &Rc<Closure>,
        (args, this): (&[Value], Option<&Value>),
        types: &[Option<ClassId>],
        site: Span,
    ) -> Option<Value> {
        let function = self.function(closure.function);
        let params = &function.type_params;
        let open = params.iter().zip(types).position(|(param, ty)| param.is_asked && ty.is_none())?;
        // Which types others call it with is not known, nor is it where the caller passes on a parameter of its own.
        if function.span == site || self.is_generic_here(params[open].bound) {
            return None;
        }
        if self.calls.chosen_types.is_some() {
            return None;
        }
        let all = self.implementors(params[open].bound)?;
        Some(self.branch(all.len(), true, site, |of, at| {
            let mut chosen = types.to_vec();
            chosen[open] = Some(all[at]);
            of.calls.chosen_types = Some(chosen);
            of.call_closure(closure, args.to_vec(), this.cloned(), site)
        }))
    }

    /// The implementors of a trait of which each is followed for itself.
    fn implementors(&self, class: ClassId) -> Option<&'m [ClassId]> {
        let all = &*self.class(class).implementors;
        (2..=MAX_IMPLEMENTORS).contains(&all.len()).then_some(all)
    }

    /// The same where nobody else can implement the trait: one of these it is.
    pub(super) fn implementors_to_follow(&self, class: ClassId) -> Option<&'m [ClassId]> {
        if self.class(class).is_implementable { None } else { self.implementors(class) }
    }

    /// Puts the types into the variables of the function that runs.
    pub(crate) fn bind_type_params(&mut self, function: &'m Function, types: &[Option<ClassId>]) {
        for (param, ty) in function.type_params.iter().zip(types) {
            let class = ty.unwrap_or(param.bound);
            let frame = self.top_of(class.module);
            self.declare(param.binding, Value::Class(class, frame));
        }
    }

    /// What a function gives, with the types that it is declared to have: `fn users(&self) -> Handle<User>`.
    pub(crate) fn given_with_types(&mut self, function: &Function, types: &[Option<ClassId>], given: &Value) {
        let Some(Type { class: Some(class), args, .. }) = function.returns.as_deref() else { return };
        let own = |bound: ClassId| {
            let mut same = function.type_params.iter().zip(types).filter(|(param, _)| param.bound == bound);
            same.next().map(|(_, ty)| *ty)
        };
        let held: Vec<Option<ClassId>> = if args.is_empty() {
            let places = function.type_params.iter().zip(types).filter_map(|(param, ty)| Some((param.of_self?, *ty)));
            let mut held = Vec::new();
            for (place, ty) in places.filter(|_| function.class == Some(*class)) {
                held.resize(held.len().max(place + 1), None);
                held[place] = ty;
            }
            held
        } else {
            args.iter().map(|ty| ty.class.and_then(|class| own(class).unwrap_or(Some(class)))).collect()
        };
        self.hold_types(given, *class, &held);
    }

    /// Notes the types that an instance is declared to be made with, unless they are known.
    pub(crate) fn hold_types(&mut self, value: &Value, class: ClassId, types: &[Option<ClassId>]) {
        if types.iter().all(Option::is_none) {
            return;
        }
        for part in value.alternatives() {
            if let Value::Object(id, _) = part
                && self.heap.obj(*id).class.as_ref().is_some_and(|(own, _)| *own == class)
                && self.heap.obj(*id).types.iter().all(Option::is_none)
            {
                self.heap.update(*id, |object| object.types = types.to_vec());
            }
        }
    }
}
