//! What is thrown, and what catches it.

use crate::interpreter::activation::{ActiveCall, Attempt, Completion};
use crate::interpreter::budget::{MAX_ATTEMPTS, MAX_THROWN};
use crate::interpreter::domain::heap::Changes;
use crate::interpreter::domain::provenance::CallTag;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::{Block, ExprId};
use crate::source::Span;

/// A value that was thrown.
#[derive(Debug)]
pub(crate) struct Thrown {
    value: Value,
    /// The calls under way, from the entry point on, and where each of them, and at last the value, stands in its caller.
    calls: Vec<(CallTag, Span)>,
    at: Span,
}

impl Thrown {
    /// Whether it left a block that stands in the innermost of the calls under way.
    fn left(&self, block: Span, calls: &[ActiveCall]) -> bool {
        let is_below =
            calls.len() <= self.calls.len() && calls.iter().zip(&self.calls).all(|(call, (tag, _))| call.tag == *tag);
        let stands_at = self.calls.get(calls.len()).map_or(self.at, |(_, site)| *site);
        is_below && block.contains(stands_at)
    }
}

impl<'m> Interpreter<'m> {
    /// What stands behind may throw: the handler of what is tried begins with what has been done so far.
    pub(crate) fn note_attempt(&mut self) {
        let writes = self.heap.writes();
        let Some(attempt) = self.activation.attempts.last_mut() else { return };
        if attempt.writes == Some(writes) || attempt.states.len() >= MAX_ATTEMPTS {
            return;
        }
        attempt.writes = Some(writes);
        attempt.states.push(self.heap.so_far(attempt.mark));
    }

    /// Runs a block that is tried, and what catches what it throws: what it had not done by then was not done. Without a
    /// handler, what is thrown leaves.
    pub(crate) fn attempt(&mut self, body: &'m Block, handler: Option<&'m Block>, finalizer: Option<&'m Block>) {
        let span = self.stack_span();
        let mark = self.heap.enter();
        self.activation.attempts.push(Attempt { mark, states: Vec::new(), writes: None });
        self.under(Vec::new(), |this| this.block(body));
        let mut thrown = self.activation.attempts.pop().map(|attempt| attempt.states).unwrap_or_default();
        let end = self.heap.leave_path(mark);
        let ended = std::mem::take(&mut self.activation.completion);
        let mut ends: Vec<Changes> = Vec::new();
        let mut left = ended;
        if ended == Completion::Normal {
            thrown.push(end.clone());
            ends.push(end);
        }
        let before = if finalizer.is_some() { thrown.clone() } else { Vec::new() };
        if let Some(handler) = handler {
            let mark = self.heap.enter();
            self.heap.join(thrown, false, span);
            self.under(Vec::new(), |this| this.block(handler));
            let handled = self.heap.leave(mark);
            match std::mem::take(&mut self.activation.completion) {
                Completion::Normal => ends.push(handled),
                Completion::Return => left = Completion::Return,
                Completion::Jump => {}
            }
        }
        let goes_on = !ends.is_empty();
        self.heap.join(ends, false, span);
        match finalizer {
            Some(finalizer) if goes_on => {
                self.block(finalizer);
            }
            Some(finalizer) => self.finish(finalizer, before, left),
            None if goes_on => {}
            None => self.activation.completion = left,
        }
    }

    /// Runs what comes at the end of what was left in all ways.
    fn finish(&mut self, finalizer: &'m Block, before: Vec<Changes>, left: Completion) {
        let span = self.stack_span();
        self.heap.join(before, true, span);
        self.block(finalizer);
        if self.activation.completion == Completion::Normal {
            if let (Completion::Return, Some(mark)) = (left, self.activation.returned.0) {
                let state = self.heap.so_far(mark);
                self.activation.returned.1.push(state);
            }
            self.activation.completion = left;
        }
    }

    /// Notes what is thrown.
    pub(crate) fn note_thrown(&mut self, value: Value, at: ExprId) {
        if !self.language.throws_values() {
            return;
        }
        let calls = self.calls.stack.iter().map(|call| (call.tag, call.site)).collect();
        let at = self.expr(at).span;
        if self.calls.thrown.len() >= MAX_THROWN {
            self.calls.thrown.remove(0);
        }
        self.calls.thrown.push(Thrown { value, calls, at });
    }

    /// What a block of the running function may have thrown that has just been run: what was thrown in it and in what it
    /// calls, and anything else.
    pub(crate) fn caught(&mut self, block: Span, span: Span) -> Value {
        let mut values = Vec::new();
        for one in std::mem::take(&mut self.calls.thrown) {
            if one.left(block, &self.calls.stack) {
                values.push(one.value);
            } else {
                self.calls.thrown.push(one);
            }
        }
        values.push(Value::unknown(span));
        Value::choice(values, span)
    }
}
