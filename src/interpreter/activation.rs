//! What a call that is followed has for itself, and the calls that are under way.

use std::collections::BTreeMap;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::interpreter::budget::MAX_INLINE_STEPS;
use crate::interpreter::correlation::Questions;
use crate::interpreter::domain::heap::{Changes, Mark};
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::provenance::CallTag;
use crate::interpreter::domain::value::{Frame, Value};
use crate::interpreter::transfer::guard::Told;
use crate::interpreter::transfer::thrown::Thrown;
use crate::interpreter::transfer::type_params::Written;
use crate::ir::{ClassId, FunctionId};
use crate::source::Span;

/// A call that is being followed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ActiveCall {
    pub function: FunctionId,
    /// The call's place in its caller; for an entry point, the function itself.
    pub site: Span,
    /// What came through its arguments is tagged with this.
    pub tag: CallTag,
    /// The number that it counts with, if it is called with one.
    pub count: Option<i64>,
}

/// Why the statements of a block were left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Completion {
    #[default]
    Normal,
    Return,
    Jump,
}

/// What is left by `break` and `continue`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Breakable {
    Loop,
    Round,
    Switch,
}

/// The states in which something was left before its end. Which of `break` and `continue` it was is not told apart:
/// the state may go on behind each of what stands around.
#[derive(Debug)]
pub(crate) struct Jumps {
    pub target: Breakable,
    pub mark: Mark,
    pub states: Vec<Changes>,
}

/// The paths on which a function body was left with nothing: what had failed there, its caller may look at.
#[derive(Debug, Default)]
pub(crate) struct Failures {
    /// Whether there is one.
    pub any: bool,
    /// Whether whoever runs the body is left by what fails in it too, so that nobody sees what was changed until then.
    pub is_sure: bool,
    /// What was changed on them.
    pub states: Vec<Changes>,
    /// How often anything had been written when the last one was noted.
    pub writes: usize,
}

/// A block that is tried, and the states in which something in it may have thrown.
#[derive(Debug)]
pub(crate) struct Attempt {
    pub mark: Mark,
    pub states: Vec<Changes>,
    /// How often anything had been written when the last one was noted.
    pub writes: Option<usize>,
}

/// The running of one function body.
#[derive(Debug)]
pub(crate) struct Activation {
    /// Its variables.
    pub frame: Rc<Frame>,
    /// What it has returned so far, on one path or another.
    pub returns: Vec<Value>,
    /// What it had changed where it returned, and since when.
    pub returned: (Option<Mark>, Vec<Changes>),
    /// Where it failed.
    pub failures: Failures,
    /// What `break` and `continue` may leave in it.
    pub jumps: Vec<Jumps>,
    /// What is tried in it, the innermost last.
    pub attempts: Vec<Attempt>,
    /// Whether the path that is followed goes on.
    pub completion: Completion,
    /// How many loops are running in it.
    pub loops: usize,
    /// How many places are being found to be assigned, each for what another is found by.
    pub placing: usize,
    /// How many rounds the loops have together that are unrolled around what runs.
    pub rounds: usize,
    /// Whether a member was read of what may be nothing, since somebody asked: `a?.b`.
    pub left_out: bool,
    /// Whether a loop runs of which each round is counted, and one has run: what it empties is empty then.
    pub counted: bool,
    /// Whether the conditions turned out as they cannot, on some path.
    pub impossible: bool,
}

impl Activation {
    /// Whether what runs would never be run.
    pub fn is_impossible(&self) -> bool {
        self.impossible && self.completion == Completion::Jump
    }

    /// A body that begins to run in a frame. `since` is where its changes begin, where they are joined at its end.
    pub fn new(frame: Rc<Frame>, since: Option<Mark>) -> Self {
        Self {
            frame,
            returns: Vec::new(),
            returned: (since, Vec::new()),
            failures: Failures::default(),
            jumps: Vec::new(),
            attempts: Vec::new(),
            completion: Completion::default(),
            loops: 0,
            placing: 0,
            rounds: 1,
            left_out: false,
            counted: false,
            impossible: false,
        }
    }
}

/// An object that is sent by being awaited.
#[derive(Debug)]
pub(crate) struct Pending {
    /// Where it was made.
    pub site: Span,
    /// Whether it was sent.
    pub sent: bool,
    /// The calls under way when it was made.
    pub stack: Vec<ActiveCall>,
}

/// A call that was lent places.
#[derive(Debug)]
pub(crate) struct Lent {
    pub site: Span,
    /// What each function that was called there made of its parameters, as far as they are single variables.
    pub given_back: Vec<Vec<Option<Value>>>,
}

/// The steps that the calls of a function took.
#[derive(Debug, Clone, Copy, Default)]
struct Taken {
    all: usize,
    /// At most in one call.
    most: usize,
    /// In calls while another one was under way.
    within: usize,
}

/// A function that is not to be followed for what is called to take fewer steps.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Costly {
    pub function: FunctionId,
    /// How many calls of it may be under way all the same.
    pub under_way: usize,
    /// Whether something is not seen then that it sends.
    pub sends: bool,
}

/// The calls that are under way, from the entry point on, and what they have in common.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    /// The innermost one last.
    pub stack: Vec<ActiveCall>,
    /// How many instances are being made, one for another.
    pub constructing: usize,
    /// The functions that are run to make a value of a type out of a text, the innermost one last: what one of them gives has
    /// that type already.
    pub making: Vec<FunctionId>,
    /// Steps of the calls below the one that the entry point made.
    pub inline_steps: usize,
    /// How many of them each function took, with those that it calls.
    taken: FxHashMap<FunctionId, Taken>,
    /// Above zero, what is run is only to be known: its requests are not noted.
    pub dry_runs: usize,
    /// Objects that are sent by being awaited.
    pub pending: BTreeMap<ObjectId, Pending>,
    /// Those that were lent places, the innermost one last.
    pub lent: Vec<Lent>,
    /// The conditions of which it is not known whether they hold.
    pub questions: Questions,
    /// The calls that are evaluated for what they give where they do not fail, the innermost one last.
    pub sure: Vec<Option<Span>>,
    /// The call that ended last, and whether it may have failed.
    pub ended: Option<(Span, bool)>,
    /// The types that are written into calls, the innermost one last.
    pub written_types: Vec<Written>,
    /// The types that the next call is to be made with.
    pub chosen_types: Option<Vec<Option<ClassId>>>,
    /// What was thrown and not caught yet, in order.
    pub thrown: Vec<Thrown>,
    /// What the conditions have told under which runs what runs.
    pub told: Vec<Told>,
    /// It is asked what a condition tells, value by value: what stands in it is not asked for the same.
    pub is_asking: bool,
}

impl Calls {
    /// Whether a call of a function has not ended.
    pub fn is_under_way(&self, function: FunctionId) -> bool {
        self.stack.iter().any(|call| call.function == function)
    }

    /// Calls that begin with one.
    pub fn of(call: ActiveCall) -> Self {
        Self { stack: vec![call], ..Self::default() }
    }

    /// Whether what is run is only to be known.
    pub fn is_dry_run(&self) -> bool {
        self.dry_runs > 0
    }

    /// How deep what runs lies in calls and constructions.
    pub fn depth(&self) -> usize {
        self.stack.len() + self.constructing
    }

    /// Counts a step, as so many; false when the calls below the one that the entry point made have taken their share.
    pub fn step(&mut self, weight: usize) -> bool {
        if self.depth() > 2 {
            self.inline_steps += weight;
        } else {
            self.inline_steps = 0;
            self.taken.clear();
        }
        !self.is_exhausted()
    }

    /// Counts more steps, of something that has taken as long.
    pub fn charge(&mut self, steps: usize) {
        if self.depth() > 2 {
            self.inline_steps += steps;
        }
    }

    /// Notes that a call of a function has ended which began when so many steps were taken.
    pub fn took(&mut self, function: FunctionId, since: usize) {
        let steps = self.inline_steps.saturating_sub(since);
        if steps > 0 {
            let is_within = self.is_under_way(function);
            let taken = self.taken.entry(function).or_default();
            taken.all += steps;
            taken.most = taken.most.max(steps);
            taken.within += if is_within { steps } else { 0 };
        }
    }

    /// What is best not followed: what leads back to itself, a second time; what took most of the steps by itself, or at
    /// least many, and is none of the functions that send something; what took most.
    pub fn costliest(&self, senders: &FxHashSet<FunctionId>) -> Option<Costly> {
        let comes_back = self.taken.iter().filter(|(_, taken)| taken.within > MAX_INLINE_STEPS / 4);
        let outermost = comes_back.max_by_key(|(function, taken)| (taken.within, **function));
        let again = outermost.map(|(function, _)| Costly { function: *function, under_way: 1, sends: false });
        let least = |steps: usize, sends: bool| {
            let function = self.least_of(steps, |function| senders.contains(&function) == sends)?;
            Some(Costly { function, under_way: 0, sends })
        };
        again
            .or_else(|| least(MAX_INLINE_STEPS / 2, false))
            .or_else(|| least(MAX_INLINE_STEPS / 4, false))
            .or_else(|| least(MAX_INLINE_STEPS / 2, true))
    }

    /// The function that took the least of some that took more than so many steps by themselves. What is cheap and called
    /// often is none.
    fn least_of(&self, steps: usize, is_one: impl Fn(FunctionId) -> bool) -> Option<FunctionId> {
        let is_costly = |taken: &Taken| taken.all > steps && taken.most > MAX_INLINE_STEPS / 8;
        let costly = self.taken.iter().filter(|(function, taken)| is_costly(taken) && is_one(**function));
        costly.min_by_key(|(function, taken)| (taken.all, **function)).map(|(function, _)| *function)
    }

    /// Whether the calls below the one that the entry point made have taken their share of steps.
    pub fn is_exhausted(&self) -> bool {
        self.inline_steps > MAX_INLINE_STEPS
    }
}
