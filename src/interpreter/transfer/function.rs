//! Calls of functions of the program.

use std::rc::Rc;

use crate::interpreter::activation::{Activation, ActiveCall, Completion};
use crate::interpreter::budget::{MAX_CALL_DEPTH, MAX_COUNTED_RECURSION, MAX_RECURSION};
use crate::interpreter::domain::provenance::CallTag;
use crate::interpreter::domain::value::{Closure, Frame, Value};
use crate::interpreter::http::moments::whole;
use crate::interpreter::state::Interpreter;
use crate::ir::{Function, FunctionId, Param, Pattern};
use crate::request::Origin;
use crate::source::Span;

impl<'m> Interpreter<'m> {
    /// Calls a function of the module.
    pub(crate) fn call_closure(
        &mut self,
        closure: &Rc<Closure>,
        args: Vec<Value>,
        this: Option<Value>,
        site: Span,
    ) -> Value {
        let id = closure.function;
        let function = self.function(id);
        let args = if closure.bound.is_empty() { args } else { closure.bound.iter().cloned().chain(args).collect() };
        let args = self.or_given_by_decorator(id, args);
        let count = self.count_of(closure, &args);
        if !self.may_follow(id, count) {
            return self.not_followed(closure, &args, site);
        }
        // With other arguments than it takes it is no call of the program's: a callback that is called by a guess.
        if !self.language.counts_arguments() || args.len() >= function.params.len() {
            self.reached.insert(id);
        }
        let own = closure.frame.this.clone();
        let this = match (function.lexical_this, function.keeps_this) {
            (true, _) => own,
            (false, true) => own.or(this),
            (false, false) => this,
        };
        let types = match self.calls.chosen_types.take() {
            Some(chosen) => chosen,
            None if function.type_params.is_empty() => Vec::new(),
            None => {
                let types = self.types_for(function, &args, this.as_ref(), site);
                if let Some(given) = self.called_for_each(closure, (&args, this.as_ref()), &types, site) {
                    return given;
                }
                types
            }
        };
        let frame = Rc::new(Frame::new(id, Some(closure.frame.clone()), this));
        let tag = self.next_call_of(id, site);
        let (since, sendings) = (self.calls.inline_steps, self.observations.sendings);
        self.calls.stack.push(ActiveCall { function: id, site, tag, count });
        let mark = self.heap.enter();
        let is_sure = self.calls.sure.last() == Some(&Some(site));
        let mut callee = Activation::new(frame, Some(mark));
        callee.failures.is_sure = is_sure;
        let caller = std::mem::replace(&mut self.activation, callee);
        let args = if self.is_transparent(closure, site) {
            args
        } else {
            args.iter().map(|value| self.through_call(value, tag)).collect()
        };
        self.bind_type_params(function, &types);
        self.bind_parameters(function, args);
        let value = self.under(Vec::new(), |this| this.block(&function.body));
        if let (Some(given), Completion::Normal) = (function.body.value, self.activation.completion) {
            self.note_answer(&value, given);
        }
        let callee = std::mem::replace(&mut self.activation, caller);
        let (frame, failed) = (callee.frame.clone(), callee.failures.any);
        if callee.is_impossible() && callee.returns.is_empty() && !failed {
            self.activation.completion = Completion::Jump;
            self.activation.impossible = true;
        }
        let given = function.body.value.is_some().then_some(value);
        let results = self.join_ends(mark, callee, given, site);
        if self.calls.lent.last().is_some_and(|lent| lent.site == site) {
            let given_back = self.parameters_after(function, &frame, tag);
            if let Some(lent) = self.calls.lent.last_mut() {
                lent.given_back.push(given_back);
            }
        }
        self.calls.stack.pop();
        self.calls.ended = Some((site, failed));
        self.calls.took(id, since);
        if self.observations.sendings > sendings {
            self.budget.senders.insert(id);
        }
        if self.calls.is_exhausted() {
            self.note_exhausted(id);
        }
        let value = Value::choice(results, site).returned(tag);
        let is_awaited = function.is_async && self.language.awaits_what_is_returned();
        let value = if is_awaited { self.awaited(value, site) } else { value };
        let value = self.or_made_by_decorator(id, value, site);
        self.note_leaving(&value);
        self.given_with_types(function, &types, &value);
        self.typed_in(id.module, value, function.returns.as_deref())
    }

    /// Notes that not all calls of a function were followed: it is still to be run for itself. Where the call of an entry
    /// point ends so, what took most of its steps is not followed from there, or else it is not followed at all.
    fn note_exhausted(&mut self, id: FunctionId) {
        self.reached.remove(id);
        if self.calls.stack.len() == 2 {
            self.budget.used_up_by(id, self.calls.costliest(&self.budget.senders));
        }
    }

    /// What a function that has ended left in the variables that are its parameters.
    fn parameters_after(&self, function: &Function, frame: &Frame, tag: CallTag) -> Vec<Option<Value>> {
        let after = |param: &Param| match param.pattern {
            Pattern::Binding(id) => frame.cell(id).map(|cell| self.heap.get(cell).returned(tag)),
            _ => None,
        };
        function.params.iter().map(after).collect()
    }

    /// Whether a call of a function may be followed: not too deep, not too often into itself, and not for too long.
    fn may_follow(&mut self, id: FunctionId, count: Option<i64>) -> bool {
        let stack = &self.calls.stack;
        let open_calls = || stack.iter().filter(|call| call.function == id);
        // Calls that count end where their numbers say.
        let is_counted = count.is_some() && open_calls().all(|call| call.count != count);
        let deepest = if is_counted { MAX_COUNTED_RECURSION } else { MAX_RECURSION };
        let deepest = if stack.len() >= 2 { self.budget.most_under_way(id, deepest) } else { deepest };
        stack.len() < MAX_CALL_DEPTH && open_calls().count() < deepest && self.step()
    }

    /// The number that a call counts with: one that it is given, or that whoever made the function was given, or a function
    /// among the arguments.
    fn count_of(&self, closure: &Closure, args: &[Value]) -> Option<i64> {
        let given = |args: &[Value]| args.iter().find_map(whole);
        given(args)
            .or_else(|| {
                args.iter().find_map(|arg| match arg {
                    Value::Function(handed) => given(&handed.bound).or_else(|| self.count_of_maker(handed)),
                    _ => None,
                })
            })
            .or_else(|| self.count_of_maker(closure))
    }

    /// The number that the call was given which made a function.
    fn count_of_maker(&self, made: &Closure) -> Option<i64> {
        let maker = made.frame.function;
        if maker.is_top() {
            return None;
        }
        self.function(maker).params.iter().find_map(|param| match param.pattern {
            Pattern::Binding(id) => whole(self.heap.get(made.frame.cell(id)?)),
            _ => None,
        })
    }

    /// Whether a function that is called again within itself is called by way of functions that are written outside of it.
    fn comes_back(&self, id: FunctionId) -> bool {
        let span = self.function(id).span;
        let within = self.calls.stack.iter().rev().take_while(|call| call.function != id);
        within.clone().count() < self.calls.stack.len()
            && within.into_iter().any(|call| !span.contains(self.function(call.function).span))
    }

    /// What a call gives that is not followed: it may change all that it gets.
    fn not_followed(&mut self, closure: &Rc<Closure>, args: &[Value], site: Span) -> Value {
        let function = self.function(closure.function);
        for arg in args {
            self.escape(arg, site);
        }
        self.havoc_captures(closure, site);
        if self.comes_back(closure.function) {
            self.escape_captures(closure, site);
        }
        let value = Value::of_origin(Origin::Computed, site);
        let value = function.name.as_ref().map_or(value.clone(), |name| value.named(name));
        self.typed_in(closure.function.module, value, function.returns.as_deref())
    }

    /// Whether what comes through the arguments of a call is known where the call is made.
    fn is_transparent(&self, closure: &Rc<Closure>, site: Span) -> bool {
        let span = self.function(closure.function).span;
        // What is written into the call itself is no wrapper: `.then((url) => fetch(url))`.
        let is_inline = self.language.sees_into_inline_functions()
            && site != span
            && site.file == span.file
            && site.start <= span.start
            && span.end <= site.end;
        // Nor are the properties of a component: nobody knows them but who uses it.
        is_inline || site == span && self.observations.properties_of(closure.function, site).is_some()
    }

    fn bind_parameters(&mut self, function: &'m Function, args: Vec<Value>) {
        let mut args = args.into_iter();
        for param in &function.params {
            let value =
                if param.rest { self.list(args.by_ref().collect()) } else { args.next().unwrap_or(Value::Undefined) };
            let value = self.typed(value, param.ty.as_deref());
            self.bind(&param.pattern, value);
        }
    }

    /// Calls a function that somebody unknown may call, with unknown arguments unless some are known.
    pub(crate) fn call_back(&mut self, closure: &Rc<Closure>, known: &[Value], site: Span) -> Value {
        self.branch(1, false, site, |this, _| this.call_at_once(closure, known, site))
    }

    /// The same for one that is certainly called.
    pub(crate) fn call_at_once(&mut self, closure: &Rc<Closure>, known: &[Value], site: Span) -> Value {
        let function = self.function(closure.function);
        let mut args = Vec::with_capacity(function.params.len());
        for (at, param) in function.params.iter().skip(closure.bound.len()).enumerate() {
            args.push(match known.get(at) {
                Some(value) => value.clone(),
                None => self.parameter(&param.pattern, param.ty.as_deref()),
            });
        }
        if closure.bound.is_empty()
            && let (None, Some(first)) = (known.first(), args.first_mut())
            && let Some(properties) = self.observations.properties_of(closure.function, function.span)
        {
            *first = properties;
        }
        self.call_closure(closure, args, closure.this.clone(), site)
    }
}
