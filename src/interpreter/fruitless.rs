//! Functions that nobody in sight calls, in scripts that lead to nothing: a library that a page loads, a bundle. After a
//! number of steps for which nothing was sent the others of such a script are not run for themselves; what they may change is
//! not known then.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::interpreter::budget::MAX_FRUITLESS_STEPS;
use crate::interpreter::domain::heap::Changes;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::value::{Closure, Frame, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::{ExprKind, FunctionId, Module, TemplatePart};
use crate::source::{FileId, Span};

/// What the functions of scripts have come to that were run for themselves.
#[derive(Debug, Default)]
pub(crate) struct Fruitless {
    /// How many steps those of a script have taken in this round that sent nothing.
    steps: FxHashMap<FileId, usize>,
    /// Those that have sent something.
    sending: FxHashSet<FunctionId>,
    /// Where paths are written in a script, in order: asked for once it is too much.
    paths: FxHashMap<FileId, Vec<Span>>,
    /// Whose variables, and which `this`, are given up in this round.
    given_up: FxHashSet<(*const Frame, Option<ObjectId>)>,
}

impl Fruitless {
    /// Begins a round: all functions are run again.
    pub fn begin_round(&mut self) {
        self.steps.clear();
        self.given_up.clear();
    }
}

impl Interpreter<'_> {
    /// Runs a function for itself if it may be worth it, and gives what it has changed.
    pub(crate) fn run_if_fruitful(
        &mut self,
        id: FunctionId,
        run: impl FnOnce(&mut Self) -> Option<Changes>,
    ) -> Option<Changes> {
        if !self.may_be_fruitful(id) {
            return self.give_up(id);
        }
        let (steps, sendings) = (self.budget.steps, self.observations.sendings);
        let changes = run(self);
        if self.observations.sendings > sendings {
            self.fruitless.sending.insert(id);
        } else {
            *self.fruitless.steps.entry(self.function(id).span.file).or_default() += self.budget.steps - steps;
        }
        changes
    }

    /// Whether a function is worth being run: its script has not taken too much, or it has sent something before, or a path is
    /// written in it.
    fn may_be_fruitful(&mut self, id: FunctionId) -> bool {
        let span = self.function(id).span;
        if self.fruitless.steps.get(&span.file).is_none_or(|steps| *steps <= MAX_FRUITLESS_STEPS)
            || self.fruitless.sending.contains(&id)
        {
            return true;
        }
        let module = self.module_of(id.module);
        let paths = self.fruitless.paths.entry(span.file).or_insert_with(|| paths_in(module));
        let first = paths.partition_point(|path| (path.file, path.start) < (span.file, span.start));
        paths.get(first).is_some_and(|path| span.contains(*path))
    }

    /// What a function may change that is not run: of those that were made together and share a `this` it is the same.
    fn give_up(&mut self, id: FunctionId) -> Option<Changes> {
        let top = self.top_of(id.module);
        let closure = match self.objects.closures.get(&id) {
            Some(made) => made.clone(),
            None => Rc::new(Closure::new(id, top, None)),
        };
        let this = match &closure.this {
            Some(Value::Object(id, _)) => Some(*id),
            _ => None,
        };
        if !self.fruitless.given_up.insert((Rc::as_ptr(&closure.frame), this)) {
            return None;
        }
        let mark = self.heap.enter();
        self.havoc_captures(&closure, self.function(id).span);
        Some(self.heap.leave(mark)).filter(|changes| !changes.is_empty())
    }
}

/// Where a module has texts that may be paths, in order.
fn paths_in(module: &Module) -> Vec<Span> {
    let is_path = |text: &str| text.contains('/');
    let has_path = |kind: &ExprKind| match kind {
        ExprKind::Str(text) => is_path(text),
        ExprKind::Template(parts) => {
            parts.iter().any(|part| matches!(part, TemplatePart::Text(text, _) if is_path(text)))
        }
        _ => false,
    };
    let mut paths: Vec<Span> = module.exprs.iter().filter(|expr| has_path(&expr.kind)).map(|expr| expr.span).collect();
    paths.sort_unstable();
    paths
}
