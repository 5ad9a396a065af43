//! How much a run may cost: every bound on what it follows, and what has been used up of them. All of them count what
//! the program makes the interpreter do, never time, so that the result is the same on every machine.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::interpreter::activation::Costly;
use crate::interpreter::walk::Walks;
use crate::ir::FunctionId;

/// How many calls may be open at once.
pub(crate) const MAX_CALL_DEPTH: usize = 24;

/// How often one function may be open at once.
pub(crate) const MAX_RECURSION: usize = 2;

/// The same of one that is called with a number.
pub(crate) const MAX_COUNTED_RECURSION: usize = 6;

/// How many steps all calls below one call of an entry point may take together.
pub(crate) const MAX_INLINE_STEPS: usize = 4_000;

/// How many steps a program may take before its calls are followed for a few steps only.
const MAX_STEPS: usize = 60_000_000;

/// As how many each of them counts then.
const LATE_WEIGHT: usize = 20;

/// How often an entry point is run again, each time without following a function that has taken most of a call's steps.
pub(crate) const MAX_LIGHTER: usize = 2;

/// How many steps calls may take in all that are found to be too much, before what takes most of one is followed from none.
const MAX_STEPS_IN_VAIN: usize = 6_000_000;

/// How many steps of a program may be given up, because what took them is run again.
pub(crate) const MAX_RERUN_STEPS: usize = 2_000_000;

/// How deep expressions may nest.
pub(crate) const MAX_NESTING: usize = 1_500;

/// How many modules one program may take up.
pub(crate) const MAX_MODULES: usize = 4_000;

/// How many re-exports are followed for one name.
pub(crate) const MAX_REEXPORTS: usize = 2_000;

/// How deep places are nested that are read and assigned: what finds an inner one runs twice for each around it.
pub(crate) const MAX_PLACING: usize = 2;

/// How many loops may run around one of which each round is counted: it is tried before it runs.
pub(crate) const MAX_COUNTED_LOOPS: usize = 4;

/// How often what a class extends is evaluated for what another one extends.
pub(crate) const MAX_EXTENDING: usize = 1;

/// How many items of a known list a loop is unrolled for.
pub(crate) const MAX_UNROLL: usize = 64;

/// How many numbers a range holds at most that is gone through one by one.
pub(crate) const MAX_COUNTED: i64 = 8;

/// How many steps the rounds of a loop may take that are counted one by one.
pub(crate) const MAX_COUNTED_STEPS: usize = 1_000;

/// How many lists a loop may go through, of which one is the right one.
pub(crate) const MAX_LISTS: usize = 4;

/// How deep objects in objects are looked into at once.
pub(crate) const MAX_WALK_DEPTH: usize = 24;

/// How many objects are looked into at once.
pub(crate) const MAX_WALK_OBJECTS: usize = 2_000;

/// How many classes are looked through for what a class inherits.
pub(crate) const MAX_ANCESTORS: usize = 32;

/// How many rounds of loops in loops are unrolled for one of the outermost.
pub(crate) const MAX_ROUNDS: usize = 256;

/// How deep loops lie in loops for which it is tried what their rounds change.
pub(crate) const MAX_LOOPS: usize = 64;

/// How deep an object is opened when something unknown gets it.
pub(crate) const MAX_ESCAPE_DEPTH: usize = 3;

/// How often the effects of a call that is not followed are looked for.
pub(crate) const MAX_HAVOCS: usize = 20_000;

/// How many steps the functions of a script that are run for themselves may take to send nothing, in each round of roots.
pub(crate) const MAX_FRUITLESS_STEPS: usize = 300_000;

/// How many pieces of texts and the like all requests may have that are noted, before those of
/// which the call has sent others are only counted.
pub(crate) const MAX_NOTED: usize = 1_000_000;

/// So many pieces of a request take as long as a step.
pub(crate) const PIECES_OF_STEP: usize = 8;

/// So many values that are copied take as long as a step.
const COPIES_OF_STEP: usize = 64;

/// How often roots are run, for what other roots changed.
pub(crate) const MAX_ENTRY_ROUNDS: usize = 3;

/// How many closures of top levels are kept for what they change.
pub(crate) const MAX_KEPT: usize = 256;

/// How many closures of one function, each made by a round of a loop, are run for themselves.
pub(crate) const MAX_OF_ROUNDS: usize = 16;

/// How many closures of all functions, each made by another call of the one around it, are run for themselves.
pub(crate) const MAX_OF_CALLS: usize = 128;

/// How many instances get what methods that are run for themselves have left in others of their class.
pub(crate) const MAX_SHARED_INSTANCES: usize = 1_000;

/// How many ways are told apart in which the conditions may turn out that pick the URL or the method of a function's requests.
pub(crate) const MAX_WAYS: usize = 16;

/// How many conditions are remembered of one run of a function.
pub(crate) const MAX_MET: usize = 256;

/// How many steps a function may take that is run again for each way that its conditions may turn out.
pub(crate) const MAX_SPLIT_STEPS: usize = 20_000;

/// How many conditions are remembered of all runs that have ended.
pub(crate) const MAX_EARLIER: usize = 2_000;

/// How many steps a program may take together that is run again for each way that conditions may turn out whose picks were
/// kept.
pub(crate) const MAX_AGAIN_STEPS: usize = 400_000;

/// How many modules a module may take up whose top level is run again for each way that its conditions may turn out.
pub(crate) const MAX_SPLIT_MODULES: usize = 32;

/// How many interceptors of one client see a request; what more of them do to it is not known.
pub(crate) const MAX_HOOKS: usize = 32;

/// In how many ways a call that sends is looked at, from its own function outwards.
pub(crate) const MAX_VIEWS: usize = 8;

/// How deep options may lie in an object literal.
pub(crate) const MAX_ARGUMENT_NESTING: usize = 3;

/// How many options are noted.
pub(crate) const MAX_OPTIONS: usize = 4_000;

/// How deep options may lie in options.
pub(crate) const MAX_OPTION_NESTING: usize = 3;

/// How many keys are noted.
pub(crate) const MAX_KEYS: usize = 4_000;

/// How many states are kept in which one call of a function may have failed.
pub(crate) const MAX_FAILURES: usize = 64;

/// A program that has changed more at its beginning of what it shares with others may have changed it, for its own functions too.
pub(crate) const MAX_WORLD: usize = 64;

/// How many states are kept in which a block that is tried may have thrown.
pub(crate) const MAX_ATTEMPTS: usize = 16;

/// How many values are remembered that were thrown and not caught yet.
pub(crate) const MAX_THROWN: usize = 64;

/// How many values are noted that are written out.
pub(crate) const MAX_OUTPUTS: usize = 4_000;

/// How many alternatives of one URL are told apart.
pub(crate) const MAX_URLS: usize = 16;

/// How many alternatives of one field's value are kept.
pub(crate) const MAX_VALUES: usize = 8;

/// How many bytes the path of something of a library may have.
pub(crate) const MAX_LIBRARY_PATH: usize = 512;

/// How many values the heap may hold before what nobody reaches any more is given up.
pub(crate) const MAX_SETTLED: usize = 2_000_000;

/// How many values are made meanwhile, from one time that this is done to the next.
pub(crate) const MAX_UNSWEPT: usize = 500_000;

/// How many calls of some functions may be under way: none, or one of such as lead back to themselves.
pub(crate) type SetAside = FxHashMap<FunctionId, usize>;

/// What a run has used up.
#[derive(Debug, Default)]
pub(crate) struct Budget {
    /// Steps of all of it: calls and expressions.
    pub steps: usize,
    /// How many values were copied that have counted as steps.
    copied: usize,
    /// Those of runs that were given up, to be run again.
    pub steps_of_reruns: usize,
    /// How many steps the calls took that were found to be too much.
    steps_in_vain: usize,
    /// How deep the expression that is evaluated lies in others.
    pub nesting: usize,
    /// Functions whose calls have used up a budget: they are not followed again, or not within themselves.
    pub heavy: SetAside,
    /// The same for calls of top levels alone, those of tests for one: entry points lead to them all the same.
    heavy_at_top: SetAside,
    /// Functions that have sent something, or led to what does.
    pub senders: FxHashSet<FunctionId>,
    /// Functions that are not followed from the entry point that runs, so that all else is.
    pub set_aside: Option<SetAside>,
    /// Those of each entry point that cannot be followed whole.
    pub lighter: FxHashMap<FunctionId, SetAside>,
    /// The walk over objects that is under way.
    pub walks: Walks,
    /// How many classes stand between the one that is asked for a member and the one that it is looked for in.
    pub ancestors: usize,
    /// How many classes are asked what they extend, one for another.
    pub extending: usize,
    /// For how many calls that were not followed their effects were looked for.
    pub havocs: usize,
}

impl Budget {
    /// How many steps it counts as what was copied since it was asked last; `copied` is all that was copied so far.
    pub fn steps_of_copies(&mut self, copied: usize) -> usize {
        let steps = (copied - self.copied) / COPIES_OF_STEP;
        self.copied += steps * COPIES_OF_STEP;
        steps
    }

    /// As how many steps one counts of those that the calls below one call of an entry point may take: a program that has
    /// taken very many is not followed as deep.
    pub fn weight(&self) -> usize {
        if self.steps > MAX_STEPS { LATE_WEIGHT } else { 1 }
    }

    /// Whether an expression may be entered; must be paired with [`Budget::leave`].
    pub fn enter(&mut self) -> bool {
        self.nesting += 1;
        self.nesting <= MAX_NESTING
    }

    /// An expression has been evaluated, or could not be entered.
    pub fn leave(&mut self) {
        self.nesting -= 1;
    }

    /// How many calls of a function may be under way, of so many that might.
    pub fn most_under_way(&self, function: FunctionId, most: usize) -> usize {
        let own = self.set_aside.as_ref().unwrap_or(&self.heavy_at_top).get(&function);
        self.heavy.get(&function).into_iter().chain(own).copied().fold(most, usize::min)
    }

    /// Notes that a call of a function has used up a budget, and what is best not followed.
    pub fn used_up_by(&mut self, function: FunctionId, costliest: Option<Costly>) {
        if let (Some(costly), Some(aside)) = (costliest, &mut self.set_aside) {
            let known = aside.insert(costly.function, costly.under_way);
            let is_new = known.is_none_or(|known| known > costly.under_way);
            // What leads back to itself does so from everywhere, and what is too much for many is too much for all.
            if costly.under_way > 0 || is_new && self.is_in_vain() && !costly.sends {
                self.give_up(costly.function, costly.under_way);
            }
            return;
        }
        match costliest.filter(|costly| !costly.sends) {
            Some(costly) => self.give_up(costly.function, costly.under_way),
            // What sends is followed from others, where less has to be.
            None if self.senders.contains(&function) => {
                if self.is_in_vain() {
                    self.heavy_at_top.insert(function, 0);
                }
            }
            None => self.give_up(function, 0),
        }
    }

    /// Counts one more call that was found to be too much, and tells whether there have been too many.
    fn is_in_vain(&mut self) -> bool {
        self.steps_in_vain += MAX_INLINE_STEPS;
        self.steps_in_vain > MAX_STEPS_IN_VAIN
    }

    fn give_up(&mut self, function: FunctionId, under_way: usize) {
        let known = self.heavy.entry(function).or_insert(under_way);
        *known = under_way.min(*known);
    }
}
