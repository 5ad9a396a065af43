//! What the standard libraries do with strings, lists, queries and headers. Everything else a library does is unknown.

mod javascript;
mod rust;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::Language;
use crate::source::Span;

impl Interpreter<'_> {
    /// A method of a standard type; `None` where it is not modelled.
    pub(crate) fn library_method(&mut self, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
        match self.language {
            Language::JavaScript => self.javascript_method(receiver, name, args, span),
            Language::Rust => self.rust_method(receiver, name, args, span),
        }
    }

    /// A function of a standard library; `None` where it is not modelled.
    pub(crate) fn library_call(&mut self, path: &str, args: &Args, span: Span) -> Option<Value> {
        match self.language {
            Language::JavaScript => {
                self.javascript_call(path, args, span).or_else(|| self.react_call(path, args, span))
            }
            Language::Rust => self.rust_call(path, args, span),
        }
    }

    /// A constructor of a standard library; `None` where it is not modelled.
    pub(crate) fn library_new(&mut self, path: &str, args: &Args, span: Span) -> Option<Value> {
        match self.language {
            Language::JavaScript => self.javascript_new(path, args, span),
            Language::Rust => None,
        }
    }
}
