//! From the IR to requests: an abstract interpreter, the standard libraries and the clients it knows.

mod activation;
mod arguments;
mod budget;
mod correlation;
mod domain;
mod entry_points;
mod fruitless;
mod http;
mod language;
mod mocks;
mod modules;
mod objects;
mod observations;
mod provenance;
mod reached;
mod state;
mod state_of_others;
mod transfer;
mod unseen_callers;
mod walk;

pub use domain::string as strings;

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::clients::Clients;
use crate::ir::Module;
use crate::ir::program::{Program, Single};
use crate::request::{Open, OpenPart, Request, SigningKey};
use crate::source::{FileId, Span};
use http::kept::point_at_users;
use language::models::model_of;
use observations::Observations;
pub use observations::{Handed, Output, PackageOption};
use state::Interpreter;

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
    pub options: Vec<PackageOption>,
    /// The keys that something is signed with, in the order in which they were met.
    pub keys: Vec<SigningKey>,
    /// What is written where others read it, in the order in which it was met.
    pub outputs: Vec<Output>,
    /// The sinks that hide what they are given in the whole program: texts as well, or members of objects alone.
    pub hiding: BTreeMap<Box<str>, bool>,
    /// Where components of the program are given properties, sorted.
    pub properties: Vec<Span>,
    /// Of requests that were too many to be noted, where the first one is sent and how many there are.
    pub lost: Option<(Span, usize)>,
    /// The files that make clients which others may use, sorted.
    pub shared_clients: Vec<FileId>,
}

/// Evaluates a program. The functions of the modules in `files` may be called by anybody, those of other modules only
/// from there; the first one tells the language.
pub fn evaluate(program: &dyn Program, files: &[FileId], clients: &Clients) -> Evaluation {
    evaluate_growing(program, files, clients, &|_| false)
}

/// The same of a program that may grow: where it `grows` by what goes with the modules that it has taken up, it is evaluated
/// at first sight. What its functions change for one another is not followed then, for that is to be seen with all of
/// it; whose callers matter is told well enough.
pub fn evaluate_growing(
    program: &dyn Program,
    files: &[FileId],
    clients: &Clients,
    grows: &dyn Fn(&[FileId]) -> bool,
) -> Evaluation {
    let Some(first) = files.iter().find_map(|file| program.module(*file)) else { return Evaluation::default() };
    let mut interpreter = Interpreter::new(program, files, first, model_of(first.language), clients);
    interpreter.run(files, grows);
    interpreter.tell_apart(files);
    Evaluation::of(interpreter)
}

impl Interpreter<'_> {
    /// Runs the program: the top levels of the modules in `files`, then the functions that anybody may call; of the
    /// modules that are there by then `is_sketch` tells whether more is seen of them later.
    pub(crate) fn run(&mut self, files: &[FileId], is_sketch: impl FnOnce(&[FileId]) -> bool) {
        self.load_all(files);
        self.is_sketch = is_sketch(&self.loaded.order);
        self.split_tops();
        self.http.setups.seal();
        self.bind_prototypes();
        self.run_entry_points(files);
    }
}

impl Evaluation {
    fn of(mut interpreter: Interpreter) -> Self {
        interpreter.forget_mocked();
        let Observations { requests, top_requests, mut options, .. } = interpreter.observations;
        let mut requests = point_at_users(requests.into_iter().chain(top_requests));
        // Whoever runs first, what changes a client as a whole may act on each of its requests.
        for request in &mut requests {
            let in_test = interpreter.program.is_test(request.site.file);
            if let Some(at) = interpreter.http.patches.for_file(&request.client, request.site.file, in_test) {
                request.open.push(Open::new(at, OpenPart::All, "its client is changed for the whole program"));
            }
            correlation::open_unmatched(request);
        }
        requests.sort_by_key(|request| (request.site, request.point));
        options.sort_by_key(|given| given.span);
        Self {
            requests,
            steps: interpreter.budget.steps,
            modules: interpreter.loaded.order,
            environment: sorted(interpreter.observations.environment),
            options,
            keys: interpreter.observations.keys,
            outputs: interpreter.observations.outputs,
            hiding: interpreter.observations.hiding,
            properties: sorted(interpreter.observations.properties_at),
            lost: interpreter.observations.lost,
            shared_clients: sorted(interpreter.observations.shared_clients),
        }
    }
}

fn sorted<T: Ord>(set: FxHashSet<T>) -> Vec<T> {
    let mut all: Vec<T> = set.into_iter().collect();
    all.sort_unstable();
    all
}

/// The requests that a module sends by itself, in order of their place. `source` is the module's text.
pub fn requests(module: &Module, source: &str, clients: &Clients) -> Vec<Request> {
    evaluate(&Single { module, text: source }, &[module.file], clients).requests
}
