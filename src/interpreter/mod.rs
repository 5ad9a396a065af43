//! From the IR to requests: an abstract interpreter, the standard libraries and the clients it knows.

mod arguments;
mod domain;
mod entry_points;
mod http;
mod language;
mod modules;
mod observations;
mod provenance;
mod state;
mod transfer;

pub use domain::string as strings;

use crate::clients::Clients;
use crate::ir::Module;
use crate::ir::program::{Program, Single};
use crate::request::{Request, SigningKey};
use crate::source::{FileId, Span};
pub use observations::Given;

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
    pub keys: Vec<SigningKey>,
    /// Where components of the program are given properties, sorted.
    pub properties: Vec<Span>,
    /// The files that make clients which others may use, sorted.
    pub offering: Vec<FileId>,
}

/// Evaluates a program. The functions of the modules in `files` may be called by anybody, those of other modules only
/// from there.
pub fn evaluate(program: &dyn Program, files: &[FileId], clients: &Clients) -> Evaluation {
    state::Interpreter::run(program, files, clients)
}

/// The requests that a module sends by itself, in order of their place. `source` is the module's text.
pub fn requests(module: &Module, source: &str, clients: &Clients) -> Vec<Request> {
    evaluate(&Single { module, text: source }, &[module.file], clients).requests
}
