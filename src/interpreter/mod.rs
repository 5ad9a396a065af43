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
use observations::Noted;
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

/// What may make a program larger than the modules of which it is evaluated.
pub trait Growth {
    /// Whether something goes with the modules that it has taken up.
    fn by_modules(&self, modules: &[FileId]) -> bool;

    /// Whether it has callers elsewhere that tell more of what it sends.
    fn by_requests(&self, requests: Vec<Request>) -> bool;
}

/// A program that does not grow.
pub(crate) struct Whole;

impl Growth for Whole {
    fn by_modules(&self, _: &[FileId]) -> bool {
        false
    }

    fn by_requests(&self, _: Vec<Request>) -> bool {
        false
    }
}

/// Evaluates a program. The functions of the modules in `files` may be called by anybody, those of other modules only
/// from there; the first one tells the language.
pub fn evaluate(program: &dyn Program, files: &[FileId], clients: &Clients) -> Evaluation {
    evaluate_growing(program, files, clients, &Whole)
}

/// The same of a program that may grow: where it does, it is evaluated at first sight. What its functions change for one
/// another is not followed then, for that is to be seen with all of it; whose callers matter is told well enough.
pub fn evaluate_growing(program: &dyn Program, files: &[FileId], clients: &Clients, growth: &dyn Growth) -> Evaluation {
    let Some(first) = files.iter().find_map(|file| program.module(*file)) else { return Evaluation::default() };
    let mut interpreter = Interpreter::new(program, files, first, model_of(first.language), clients);
    interpreter.run(files, growth);
    interpreter.tell_apart(files);
    Evaluation::of(interpreter)
}

impl Interpreter<'_> {
    /// Runs the program: the top levels of the modules in `files`, then the functions that anybody may call; not further
    /// than at first sight where it grows.
    pub(crate) fn run(&mut self, files: &[FileId], growth: &dyn Growth) {
        self.load_all(files);
        self.is_sketch = self.is_sketch || growth.by_modules(&self.loaded.order);
        self.split_tops();
        self.http.setups.seal();
        self.bind_prototypes();
        self.run_entry_points(files, growth);
    }

    /// Whether it is to be seen already that a program grows, of which not all is followed yet.
    pub(crate) fn has_grown(&self, growth: &dyn Growth) -> bool {
        let observed = &self.observations;
        growth.by_requests(self.requests_of(observed.requests.iter().chain(&observed.top_requests).cloned()))
    }

    /// The requests that have been noted, in order of their place.
    fn requests_of(&self, noted: impl Iterator<Item = Noted>) -> Vec<Request> {
        let mut requests = point_at_users(noted);
        // Whoever runs first, what changes a client as a whole may act on each of its requests.
        for request in &mut requests {
            let in_test = self.program.is_test(request.site.file);
            if let Some(at) = self.http.patches.for_file(&request.client, request.site.file, in_test) {
                request.open.push(Open::new(at, OpenPart::All, "its client is changed for the whole program"));
            }
            correlation::open_unmatched(request);
        }
        requests.sort_by_key(|request| (request.site, request.point));
        requests
    }
}

impl Evaluation {
    fn of(mut interpreter: Interpreter) -> Self {
        interpreter.forget_mocked();
        let noted = std::mem::take(&mut interpreter.observations.requests);
        let at_top = std::mem::take(&mut interpreter.observations.top_requests);
        let requests = interpreter.requests_of(noted.into_iter().chain(at_top));
        let mut options = std::mem::take(&mut interpreter.observations.options);
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
