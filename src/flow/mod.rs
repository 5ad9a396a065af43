//! From the IR to requests: an abstract interpreter, the standard libraries and the clients it knows.

mod assignments;
mod bindings;
mod calls;
mod captured;
mod classes;
pub mod clients;
mod components;
mod conditions;
mod construct;
mod conversions;
mod convert;
mod escape;
mod evaluate;
mod given;
mod heap;
mod hooks;
mod interop;
mod interpret;
mod library;
mod lists;
mod members;
mod modules;
mod noted;
mod passing;
pub mod program;
pub mod request;
mod roots;
mod send;
mod setups;
mod signing;
mod slots;
mod statements;
pub mod strings;
mod tidying;
mod urls;
mod value;
pub mod wrappers;

pub use captured::changed_imports;

use crate::ir::Module;
use crate::source::{FileId, Span};
use clients::Clients;
pub use noted::Given;
use program::{Program, Single};
use request::Request;

/// What came of evaluating a program.
#[derive(Debug, Default)]
pub struct Evaluation {
    /// The requests that it sends, in order of their place.
    pub requests: Vec<Request>,
    /// How many steps that took: a measure of the cost that does not depend on the machine.
    pub steps: usize,
    /// The modules that were run, in the order in which they began.
    pub modules: Vec<FileId>,
    /// The variables of the environment that are read, and where, sorted.
    pub environment: Vec<(Box<str>, Span)>,
    /// The options that functions of packages are given, sorted by place.
    pub options: Vec<Given>,
    /// The keys that something is signed with, in the order in which they were met.
    pub keys: Vec<request::SigningKey>,
    /// Where components of the program are given properties, sorted.
    pub properties: Vec<Span>,
    /// The files that make clients which others may use, sorted.
    pub offering: Vec<FileId>,
}

/// Evaluates a program. The functions of the modules in `files` may be called by anybody, those of other modules only
/// from there.
pub fn evaluate(program: &dyn Program, files: &[FileId], clients: &Clients) -> Evaluation {
    interpret::Interpreter::run(program, files, clients)
}

/// The requests that a module sends by itself, in order of their place. `source` is the module's text.
pub fn requests(module: &Module, source: &str, clients: &Clients) -> Vec<Request> {
    evaluate(&Single { module, text: source }, &[module.file], clients).requests
}
