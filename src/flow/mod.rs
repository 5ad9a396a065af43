//! From the IR to requests: an abstract interpreter, the standard libraries and the clients it knows.

mod bindings;
mod calls;
mod captured;
mod classes;
pub mod clients;
mod convert;
mod evaluate;
mod heap;
mod hooks;
mod interpret;
mod library;
mod members;
pub mod request;
mod send;
mod slots;
mod urls;
mod value;

use crate::ir::Module;
use clients::Clients;
use request::Request;

/// What came of evaluating a module.
#[derive(Debug)]
pub struct Evaluation {
    /// The requests that it sends, in order of their place.
    pub requests: Vec<Request>,
    /// How many steps that took: a measure of the cost that does not depend on the machine.
    pub steps: usize,
}

/// Evaluates a module. `source` is the module's text.
pub fn evaluate(module: &Module, source: &str, clients: &Clients) -> Evaluation {
    interpret::Interpreter::run(module, source, clients)
}

/// The requests that a module sends, in order of their place. `source` is the module's text.
pub fn requests(module: &Module, source: &str, clients: &Clients) -> Vec<Request> {
    evaluate(module, source, clients).requests
}
