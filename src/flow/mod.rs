//! From the IR to requests: an abstract interpreter, the standard libraries and the clients it knows.

mod calls;
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
mod value;

use crate::ir::Module;
use clients::Clients;
use request::Request;

/// The requests that a module sends, in order of their place. `source` is the module's text.
pub fn requests(module: &Module, source: &str, clients: &Clients) -> Vec<Request> {
    interpret::Interpreter::run(module, source, clients)
}
