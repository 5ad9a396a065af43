//! What may fail: Rust's `?`, `Err` and `None`. What failed is nothing, and the path on which it did leaves the function.

use crate::interpreter::activation::{Activation, Completion};
use crate::interpreter::budget::MAX_FAILURES;
use crate::interpreter::domain::heap::Mark;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::{Block, ExprId, ExprKind, Key};
use crate::source::Span;

impl<'m> Interpreter<'m> {
    /// `x?`: the value, where there is one.
    pub(crate) fn tried(&mut self, inner: ExprId) -> Value {
        let (value, may_fail) = self.sure(inner);
        if may_fail {
            self.note_failure();
        }
        value
    }

    /// The value of an expression on the paths where it does not fail, and whether it may: the others do not go on here.
    pub(crate) fn sure(&mut self, inner: ExprId) -> (Value, bool) {
        let site = self.call_within(inner);
        self.calls.sure.push(site);
        self.calls.ended = None;
        let value = self.eval(inner);
        self.calls.sure.pop();
        let failed = match self.calls.ended.take() {
            Some((at, failed)) if Some(at) == site => failed,
            _ => true,
        };
        let is_nothing = value.may_be_nothing();
        (value.there(), failed || is_nothing)
    }

    /// The call that gives what an expression hands on: `call(…).await.map_err(…)`.
    fn call_within(&self, mut expr: ExprId) -> Option<Span> {
        loop {
            match &self.expr(expr).kind {
                ExprKind::Await(inner) | ExprKind::Cast { value: inner, .. } => expr = *inner,
                ExprKind::Call { callee, .. } => match &self.expr(*callee).kind {
                    ExprKind::Member { object, key: Key::Name(name, _) } if self.language.hands_failures_on(name) => {
                        expr = *object;
                    }
                    _ => return Some(self.expr(expr).span),
                },
                _ => return None,
            }
        }
    }

    /// The function that runs is left on some path with nothing.
    pub(crate) fn note_failure(&mut self) {
        let Some(mark) = self.activation.returned.0 else { return };
        let writes = self.heap.writes();
        let is_sure = self.activation.failures.is_sure;
        let failures = &mut self.activation.failures;
        let is_noted = failures.any && failures.writes == writes;
        failures.any = true;
        if is_sure || is_noted || failures.states.len() >= MAX_FAILURES {
            return;
        }
        failures.writes = writes;
        // What the body has made is not given on this path.
        let state = self.heap.so_far_outside(mark);
        if !failures.states.last().is_some_and(|last| last.is_same(&state)) {
            failures.states.push(state);
        }
    }

    /// Goes on with every state in which a body ended that began at `mark`, but for those in which it failed, where
    /// whoever runs it is left by that too. Gives the values that it may have given.
    pub(crate) fn join_ends(&mut self, mark: Mark, ended: Activation, value: Option<Value>, site: Span) -> Vec<Value> {
        let Activation { completion, returns: mut results, returned: (_, mut states), failures, .. } = ended;
        let falls_through = completion == Completion::Normal;
        states.extend(failures.states);
        if states.is_empty() {
            self.heap.leave_kept(mark);
        } else {
            let end = self.heap.leave_path(mark);
            if falls_through {
                states.push(end);
            }
            self.heap.join(states, false, site);
        }
        if falls_through && (value.is_some() || !results.is_empty()) {
            results.push(value.unwrap_or(Value::Undefined));
        }
        if failures.any && !failures.is_sure {
            results.push(Value::Null);
        }
        results
    }

    /// A block that `return` and `?` leave, and not the function.
    pub(crate) fn leaving(&mut self, block: &'m Block, span: Span) -> Value {
        let is_sure = self.calls.sure.last() == Some(&Some(span));
        let mark = self.heap.enter();
        let mut inner = Activation::new(self.activation.frame.clone(), Some(mark));
        inner.failures.is_sure = is_sure;
        let around = std::mem::replace(&mut self.activation, inner);
        (self.activation.loops, self.activation.rounds) = (around.loops, around.rounds);
        let value = self.block(block);
        let ended = std::mem::replace(&mut self.activation, around);
        let value = block.value.is_some().then_some(value);
        Value::choice(self.join_ends(mark, ended, value, span), span)
    }
}
