//! Names and what they stand for: bindings, imports, patterns, keys.

use std::rc::Rc;

use crate::interpreter::budget::{MAX_KEPT, MAX_OF_CALLS, MAX_OF_ROUNDS};
use crate::interpreter::domain::value::{Closure, Frame, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::{BindingId, BindingKind, ClassId, ExprId, ExprKind, FunctionId, Pattern};
use crate::request::Origin;
use crate::source::Span;

impl<'m> Interpreter<'m> {
    pub(crate) fn holder(&self, binding: BindingId) -> Option<Rc<Frame>> {
        let owner = self.binding(binding).function;
        let mut frame = &self.activation.frame;
        while frame.function != owner {
            frame = frame.parent.as_ref()?;
        }
        // A round of a loop has a frame of its own, for what functions that were made in it have captured.
        while !frame.cells.borrow().contains_key(&binding)
            && let Some(outer) = frame.parent.as_ref().filter(|outer| outer.function == owner)
        {
            frame = outer;
        }
        Some(frame.clone())
    }

    /// The value of a name.
    pub(crate) fn name(&mut self, id: BindingId, span: Span) -> Value {
        let binding = self.binding(id);
        let Some(holder) = self.holder(id) else { return Value::unknown(span).named(&binding.name) };
        let known = holder.cells.borrow().get(&id).copied();
        if let Some(cell) = known {
            return self.heap.get(cell).clone();
        }
        match &binding.kind {
            BindingKind::Function(function) => self.closure(*function, &holder),
            BindingKind::Class(class) => Value::Class(*class, holder),
            BindingKind::Import { from, name } => self.import(from, name, span).named(&binding.name),
            BindingKind::Shared(of) => self.shared(of, span).named(&binding.name),
            // A `var` of the function that runs, which no statement has given a value so far.
            BindingKind::Variable
                if self.language.has_unset_variables()
                    && holder.function == self.activation.frame.function
                    && holder.parent.is_some() =>
            {
                Value::Undefined
            }
            BindingKind::Variable | BindingKind::Parameter => Value::unknown(span).named(&binding.name),
        }
    }

    pub(crate) fn closure(&mut self, function: FunctionId, frame: &Rc<Frame>) -> Value {
        let closure = Rc::new(Closure::new(function, frame.clone(), None));
        self.objects.closures.insert(function, closure.clone());
        self.keep_closure(&closure);
        self.keep_of_run(&closure);
        self.keep_handed_out(&closure);
        Value::Function(closure)
    }

    /// Notes a closure that a round of a loop, or a call of a function, makes as the program begins: each may be called.
    fn keep_of_run(&mut self, closure: &Rc<Closure>) {
        let is_round = |outer: &Rc<Frame>| outer.function == closure.frame.function;
        let is_of_round = closure.frame.parent.as_ref().is_some_and(is_round);
        let is_of_call = !closure.frame.function.is_top() && self.objects.of_calls < MAX_OF_CALLS;
        if !self.loaded.running.is_empty() && (is_of_round || is_of_call) {
            let known = self.objects.of_runs.entry(closure.function).or_default();
            if known.len() < MAX_OF_ROUNDS && !known.iter().any(|known| Rc::ptr_eq(&known.frame, &closure.frame)) {
                // The first of a function is run in any case.
                self.objects.of_calls += usize::from(!is_of_round && !known.is_empty());
                known.push(closure.clone());
            }
        }
    }

    /// Notes a closure that a call of a function has made as the program begins.
    fn keep_handed_out(&mut self, closure: &Rc<Closure>) {
        let is_of_call = !self.loaded.running.is_empty() && !closure.frame.function.is_top();
        if is_of_call && !self.loaded.running.iter().any(|file| self.program.is_test(*file)) {
            let is_new = self.objects.handed_out.len() < MAX_OF_CALLS;
            if is_new || self.objects.handed_out.contains_key(&closure.function) {
                let known = self.objects.handed_out.entry(closure.function).or_default();
                if known.len() < MAX_OF_CALLS {
                    known.push(closure.clone());
                }
            }
        }
    }

    /// Notes the object that a function is called on, should it be run for itself.
    pub(crate) fn remember_this(&mut self, closure: &Rc<Closure>, this: Value) {
        let method = Rc::new(closure.with_this(Some(this)));
        self.objects.closures.insert(closure.function, method.clone());
        let same = self.objects.of_runs.get_mut(&closure.function).into_iter().flatten();
        let same = same.chain(self.objects.handed_out.get_mut(&closure.function).into_iter().flatten());
        same.filter(|known| Rc::ptr_eq(&known.frame, &method.frame)).for_each(|known| *known = method.clone());
        self.keep_closure(&method);
    }

    /// Notes a closure that a top level makes, which others may call by then.
    fn keep_closure(&mut self, closure: &Rc<Closure>) {
        let is_kept = !self.loaded.running.is_empty() && !closure.frame.function.is_top();
        if !is_kept || self.objects.kept.len() >= MAX_KEPT {
            return;
        }
        let same =
            |known: &&mut Rc<Closure>| known.function == closure.function && Rc::ptr_eq(&known.frame, &closure.frame);
        match self.objects.kept.iter_mut().rev().find(same) {
            Some(known) => *known = closure.clone(),
            None => self.objects.kept.push(closure.clone()),
        }
    }

    /// The class whose code is running.
    pub(crate) fn current_class(&self) -> Option<ClassId> {
        let mut function = Some(self.activation.frame.function);
        while let Some(id) = function {
            let found = self.function(id);
            if found.class.is_some() {
                return found.class;
            }
            function = found.parent.filter(|_| found.lexical_this);
        }
        None
    }

    /// Declares a binding in the current frame, or assigns it again.
    pub(crate) fn declare(&mut self, id: BindingId, value: Value) {
        let binding = self.binding(id);
        if let BindingKind::Shared(of) = &binding.kind {
            self.declare_shared(of, &value);
            return;
        }
        let value = self.typed(value.named(&binding.name), binding.ty.as_deref());
        let holder = self.holder(id).unwrap_or_else(|| self.activation.frame.clone());
        let known = holder.cells.borrow().get(&id).copied();
        if let Some(cell) = known {
            self.is_reassigned(cell);
            self.heap.set(cell, value);
        } else {
            let cell = self.heap.cell(value);
            holder.cells.borrow_mut().insert(id, cell);
        }
    }

    /// The value of a place in a pattern with a default value. That is evaluated or not, where it is not known whether there is
    /// another one.
    fn or_default(&mut self, given: Value, default: ExprId) -> Value {
        let span = self.expr(default).span;
        let parts = given.alternatives();
        if matches!(given, Value::Undefined) {
            self.eval(default)
        } else if parts.iter().any(|part| matches!(part, Value::Undefined)) {
            let default = self.eval(default);
            let rest = parts.iter().filter(|part| !matches!(part, Value::Undefined)).cloned();
            Value::choice(rest.chain([default]).collect::<Vec<_>>(), span)
        } else {
            let kind = &self.expr(default).kind;
            let only_gives = kind.is_plain() || matches!(kind, ExprKind::Function(_));
            if parts.iter().any(|part| matches!(part, Value::Unknown(..))) && !only_gives {
                self.branch(1, false, span, |this, _| this.eval(default));
            }
            given
        }
    }

    /// Binds a value to a pattern.
    pub(crate) fn bind(&mut self, pattern: &'m Pattern, value: Value) {
        match pattern {
            Pattern::Ignore | Pattern::Literal(_) => {}
            Pattern::Binding(id) => self.declare(*id, value),
            Pattern::Place(place) => self.assign(*place, value),
            Pattern::Default(inner, default) => {
                let value = self.or_default(value, *default);
                self.bind(inner, value);
            }
            Pattern::Object { fields, rest, .. } => {
                let span = self.stack_span();
                for (key, inner) in fields {
                    let member = match self.key(key) {
                        Some((name, at)) => self.member(&value, &name, at),
                        None => Value::unknown(span),
                    };
                    self.bind(inner, member);
                }
                if let Some(rest) = rest {
                    let taken: Vec<Rc<str>> =
                        fields.iter().filter_map(|(key, _)| self.key(key).map(|(name, _)| name)).collect();
                    let remaining = self.without(&value, &taken, span);
                    self.bind(rest, remaining);
                }
            }
            Pattern::Array { items, rest } => {
                let span = self.stack_span();
                for (at, inner) in items.iter().enumerate() {
                    if let Some(inner) = inner {
                        let item = self.item(&value, at, span);
                        self.bind(inner, item);
                    }
                }
                if let Some(rest) = rest {
                    let remaining = self.tail(&value, items.len(), span);
                    self.bind(rest, remaining);
                }
            }
            Pattern::Variant { path, items } => match &items[..] {
                // Options and results are transparent.
                [inner] if self.language.is_transparent_variant(path) => {
                    let there = match value.there() {
                        // Where this is reached there is something, which was not seen.
                        Value::Null => Value::of_origin(Origin::Computed, self.stack_span()),
                        there => there,
                    };
                    self.bind(inner, there);
                }
                [inner] if self.language.is_error(path) => {
                    let error = Value::of_origin(Origin::Computed, self.stack_span());
                    self.bind(inner, error);
                }
                [inner] => {
                    let inner_value = match &value {
                        Value::Object(..) => Some(self.member(&value, "0", self.stack_span())),
                        _ => None,
                    };
                    let taken = inner_value.filter(|v| !matches!(v, Value::Undefined)).unwrap_or(value);
                    self.bind(inner, taken);
                }
                items => {
                    for (at, inner) in items.iter().enumerate() {
                        let part = self.member(&value, &at.to_string(), self.stack_span());
                        self.bind(inner, part);
                    }
                }
            },
            Pattern::Or(patterns) => {
                for inner in patterns {
                    self.bind(inner, value.clone());
                }
            }
        }
    }
}
