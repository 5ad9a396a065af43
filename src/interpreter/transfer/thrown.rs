//! What is thrown, and what catches it.

use crate::interpreter::activation::ActiveCall;
use crate::interpreter::budget::MAX_THROWN;
use crate::interpreter::domain::provenance::CallTag;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::ExprId;
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

impl Interpreter<'_> {
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
