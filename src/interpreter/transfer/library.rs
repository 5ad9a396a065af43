//! The standard library of the language that the program is written in. Everything else a library does is unknown.

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::source::Span;

impl Interpreter<'_> {
    /// A method of a standard type; `None` where it is not modelled.
    pub(crate) fn library_method(&mut self, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
        self.language.method(self, receiver, name, args, span)
    }

    /// A function of a standard library; `None` where it is not modelled.
    pub(crate) fn library_call(&mut self, path: &str, args: &Args, span: Span) -> Option<Value> {
        self.language.function(self, path, args, span)
    }

    /// A constructor of a standard library; `None` where it is not modelled.
    pub(crate) fn library_new(&mut self, path: &str, args: &Args, span: Span) -> Option<Value> {
        self.language.constructor(self, path, args, span)
    }
}
