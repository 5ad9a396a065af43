//! The arguments of calls.

use crate::interpreter::domain::value::Value;
use crate::source::Span;

/// The arguments of a call.
#[derive(Debug, Clone, Default)]
pub(crate) struct Args {
    /// Values in order.
    pub values: Vec<Value>,
    /// Their places.
    pub spans: Vec<Span>,
    /// Of which of them who gets them can only read what is there.
    pub shown: Vec<bool>,
    /// The place of a spread that is not known: there may be more.
    pub rest: Option<Span>,
}

impl Args {
    /// The argument at a place; `undefined` where there is none.
    pub fn get(&self, at: usize) -> Value {
        match (self.values.get(at), self.rest) {
            (Some(value), _) => value.clone(),
            (None, Some(rest)) => Value::unknown(rest),
            (None, None) => Value::Undefined,
        }
    }

    /// Whether who gets the argument at a place can only read what is there.
    pub fn is_shown(&self, at: usize) -> bool {
        self.shown.get(at).is_some_and(|shown| *shown)
    }

    /// All arguments but the first.
    pub fn behind_first(&self) -> Self {
        Self {
            values: self.values.iter().skip(1).cloned().collect(),
            spans: self.spans.iter().skip(1).copied().collect(),
            shown: self.shown.iter().skip(1).copied().collect(),
            rest: self.rest,
        }
    }
}
