//! The state of the abstract interpreter: what it knows while it runs the functions of a program over abstract values.
//!
//! Branches run all their arms and are joined; loops run dry before, to see what they change; calls of known
//! functions are followed, with a budget of steps for each call out of an entry point. What cannot be followed becomes
//! unknown or opens what it may change.

use std::cell::Cell;
use std::rc::Rc;

use crate::clients::Clients;
use crate::interpreter::activation::{Activation, Calls};
use crate::interpreter::budget::Budget;
use crate::interpreter::correlation::Earlier;
use crate::interpreter::domain::arguments::Provenances;
use crate::interpreter::domain::heap::Heap;
use crate::interpreter::domain::value::Frame;
use crate::interpreter::fruitless::Fruitless;
use crate::interpreter::http::setups::{HttpState, Setups};
use crate::interpreter::language::LanguageModel;
use crate::interpreter::modules::loaded::Loaded;
use crate::interpreter::objects::ProgramObjects;
use crate::interpreter::observations::Observations;
use crate::interpreter::reached::Reached;
use crate::interpreter::transfer::answers::Answers;
use crate::ir::program::Program;
use crate::ir::{Binding, BindingId, Class, ClassId, Expr, ExprId, Function, FunctionId, Module};
use crate::source::{FileId, Span};

/// Runs a program.
pub struct Interpreter<'m> {
    pub(crate) program: &'m dyn Program,
    /// What the language does differently from others.
    pub(crate) language: &'m dyn LanguageModel<Self>,
    pub(crate) clients: &'m Clients,
    /// The module that was looked into last.
    last: Cell<&'m Module>,
    pub(crate) loaded: Loaded,
    /// The variables and objects of the program.
    pub(crate) heap: Heap,
    /// The function body that is running.
    pub(crate) activation: Activation,
    pub(crate) calls: Calls,
    pub(crate) earlier: Earlier,
    pub(crate) provenance: Provenances,
    pub(crate) objects: ProgramObjects,
    pub(crate) http: HttpState,
    pub(crate) observations: Observations,
    pub(crate) answers: Answers<'m>,
    /// Functions that have been called, and need not be run for themselves.
    pub(crate) reached: Reached,
    pub(crate) budget: Budget,
    pub(crate) fruitless: Fruitless,
    /// What functions change for others is not followed: the run only tells whose callers matter.
    pub(crate) is_sketch: bool,
}

impl<'m> Interpreter<'m> {
    /// An interpreter that has run nothing. The functions of the modules in `files` may be called by anybody; `first` is
    /// one of them.
    pub(crate) fn new(
        program: &'m dyn Program,
        files: &[FileId],
        first: &'m Module,
        language: &'m dyn LanguageModel<Self>,
        clients: &'m Clients,
    ) -> Self {
        Self {
            program,
            language,
            clients,
            last: Cell::new(first),
            loaded: Loaded::default(),
            heap: Heap::default(),
            activation: Activation::new(Rc::new(Frame::new(first.top(), None, None)), None),
            calls: Calls::default(),
            earlier: Earlier::default(),
            provenance: Provenances::default(),
            objects: ProgramObjects::default(),
            http: HttpState { setups: Setups::of(files), ..HttpState::default() },
            observations: Observations::default(),
            answers: Answers::default(),
            reached: Reached::default(),
            budget: Budget::default(),
            fruitless: Fruitless::default(),
            is_sketch: false,
        }
    }

    /// The module of a file that has been loaded.
    pub(crate) fn module_of(&self, file: FileId) -> &'m Module {
        let last = self.last.get();
        if last.file == file {
            return last;
        }
        let module = self.program.module(file).unwrap_or(last);
        self.last.set(module);
        module
    }

    pub(crate) fn expr(&self, id: ExprId) -> &'m Expr {
        self.module_of(id.module).expr(id)
    }

    pub(crate) fn binding(&self, id: BindingId) -> &'m Binding {
        self.module_of(id.module).binding(id)
    }

    pub(crate) fn function(&self, id: FunctionId) -> &'m Function {
        self.module_of(id.module).function(id)
    }

    /// A function and those that it stands in, from the inside out.
    pub(crate) fn functions_around(&self, id: FunctionId) -> impl Iterator<Item = FunctionId> {
        std::iter::successors(Some(id), |id| self.function(*id).parent)
    }

    pub(crate) fn class(&self, id: ClassId) -> &'m Class {
        self.module_of(id.module).class(id)
    }

    /// Runs something with the variables of another frame.
    pub(crate) fn within<T>(&mut self, frame: &Rc<Frame>, run: impl FnOnce(&mut Self) -> T) -> T {
        let caller = std::mem::replace(&mut self.activation.frame, frame.clone());
        let value = run(self);
        self.activation.frame = caller;
        value
    }

    pub(crate) fn stack_span(&self) -> Span {
        self.function(self.activation.frame.function).span
    }

    /// Counts a step, with what was copied since the last one; false when the calls below the one that the entry point made have taken their share.
    pub(crate) fn step(&mut self) -> bool {
        self.budget.steps += 1;
        let copies = self.budget.steps_of_copies(self.heap.copied());
        self.calls.step((1 + copies) * self.budget.weight())
    }

    /// Counts more steps, of something that has taken as long.
    pub(crate) fn charge(&mut self, steps: usize) {
        self.budget.steps += steps;
        self.calls.charge(steps);
    }

    /// Runs something only to know what it gives: its requests are not noted.
    pub(crate) fn dry_run<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        self.calls.dry_runs += 1;
        let value = run(self);
        self.calls.dry_runs -= 1;
        value
    }

    /// The same of what is run for itself too: functions that it reaches count as reached by nobody.
    pub(crate) fn dry_run_apart<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        let since = self.reached.begin_apart();
        let value = self.dry_run(run);
        self.reached.end_apart(since);
        value
    }
}
