//! Statements: blocks, loops, branches, and how they are left.

use std::rc::Rc;

use crate::interpreter::activation::{Breakable, Completion, Jumps};
use crate::interpreter::budget::{MAX_COUNTED_LOOPS, MAX_COUNTED_STEPS, MAX_LISTS, MAX_LOOPS, MAX_ROUNDS, MAX_UNROLL};
use crate::interpreter::domain::heap::{Changes, Mark};
use crate::interpreter::domain::sweep::Level;
use crate::interpreter::domain::value::{Frame, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::{Block, ExprId, Leave, Pattern, Stmt};
use crate::source::Span;

impl<'m> Interpreter<'m> {
    /// Runs a block and gives its value; `undefined` where it has none.
    pub(crate) fn block(&mut self, block: &'m Block) -> Value {
        for stmt in &block.stmts {
            self.stmt(stmt);
            if self.activation.completion != Completion::Normal {
                return Value::Undefined;
            }
        }
        block.value.map_or(Value::Undefined, |value| self.eval(value))
    }

    fn stmt(&mut self, stmt: &'m Stmt) {
        match stmt {
            Stmt::Expr(expr) => {
                let value = self.eval(*expr);
                self.note_default(stmt, &value);
            }
            Stmt::Bind { pattern, value, otherwise } => {
                let value = value.map_or(Value::Undefined, |value| self.eval(value));
                if let Some(otherwise) = otherwise {
                    let span = self.stack_span();
                    self.branch(1, false, span, |this, _| this.block(otherwise));
                }
                self.bind(pattern, value);
            }
            Stmt::Return(value) => {
                let given = value.map_or(Value::Undefined, |value| self.eval(value));
                if let Some(value) = value {
                    self.note_answer(&given, *value);
                }
                self.activation.returns.push(given);
                if let Some(mark) = self.activation.returned.0 {
                    let state = self.heap.so_far(mark);
                    self.activation.returned.1.push(state);
                }
                self.activation.completion = Completion::Return;
            }
            Stmt::Fail(error) => {
                if let Some(at) = *error {
                    let error = self.eval(at);
                    self.note_answer(&error, at);
                }
                self.note_failure();
                self.activation.completion = Completion::Return;
            }
            Stmt::Exit(how, value) => {
                if let Some(at) = *value {
                    let value = self.eval(at);
                    if *how == Leave::Throw {
                        self.note_thrown(value, at);
                    }
                }
                self.jump(*how);
                self.activation.completion = Completion::Jump;
            }
            Stmt::Try { body, handler, finalizer } => self.attempt(body, handler.as_deref(), finalizer.as_deref()),
            Stmt::MayThrow => self.note_attempt(),
            Stmt::Loop { each, keys, at_least_once, condition, step, body } => {
                let counting = Counting { condition: *condition, step: *step };
                self.breakable(Breakable::Loop, |this| match each.as_deref() {
                    Some((pattern, items)) => this.rounds_over((pattern, *items), *keys, body),
                    None => this.rounds(counting, *at_least_once, body),
                });
            }
        }
    }

    /// The path goes on behind what is left.
    fn jump(&mut self, how: Leave) {
        for jumps in self.activation.jumps.iter_mut().rev() {
            let (is_left, is_last) = match (how, jumps.target) {
                (Leave::Throw, _) => return,
                (Leave::Break, Breakable::Round) | (Leave::Continue, Breakable::Switch) => (false, false),
                (Leave::Break, Breakable::Switch | Breakable::Loop) | (Leave::Continue, _) => (true, true),
                (Leave::Labelled, target) => (true, target == Breakable::Loop),
            };
            if is_left {
                jumps.states.push(self.heap.so_far(jumps.mark));
            }
            if is_last {
                return;
            }
        }
    }

    /// Runs what can be left by `break` and `continue`, and goes on with every state in which it ended.
    pub(crate) fn breakable<T>(&mut self, target: Breakable, run: impl FnOnce(&mut Self) -> T) -> T {
        let mark = self.heap.enter();
        self.activation.jumps.push(Jumps { target, mark, states: Vec::new() });
        let value = self.under(Vec::new(), run);
        let mut states = self.activation.jumps.pop().map(|jumps| jumps.states).unwrap_or_default();
        let end = self.heap.leave_path(mark);
        if self.activation.completion == Completion::Normal || states.is_empty() {
            states.push(end);
        } else {
            self.activation.completion = Completion::Normal;
        }
        let span = self.stack_span();
        self.heap.join(states, false, span);
        value
    }

    fn round(&mut self, each: Option<&'m Pattern>, item: &Value, body: &'m Block) {
        self.breakable(Breakable::Round, |this| {
            if let Some(pattern) = each {
                this.bind(pattern, item.clone());
            }
            this.block(body);
        });
    }

    /// What a round of a loop changes; its requests are not noted.
    fn dry_round(&mut self, each: Option<&'m Pattern>, item: &Value, counting: Counting, body: &'m Block) -> Changes {
        let mark = self.heap.enter();
        self.dry_run(|this| this.one_round(each, item, counting, body));
        self.activation.completion = Completion::Normal;
        self.heap.leave(mark)
    }

    /// The frame that holds the variables of the call that runs, whatever loops run in it.
    fn frame_of_call(&self) -> Rc<Frame> {
        let mut frame = &self.activation.frame;
        while let Some(outer) = frame.parent.as_ref().filter(|outer| outer.function == frame.function) {
            frame = outer;
        }
        frame.clone()
    }

    /// Runs a round with a frame of its own, which the functions have that are made in it: afterwards that holds the
    /// variables that were declared `since`. Tells whether there are such functions.
    fn with_own_frame(&mut self, since: Level, round: impl FnOnce(&mut Self)) -> bool {
        let around = self.activation.frame.clone();
        let own = Rc::new(Frame::new(around.function, Some(around.clone()), around.this.clone()));
        self.activation.frame = own.clone();
        round(self);
        self.activation.frame = around;
        let is_captured = Rc::strong_count(&own) > 1;
        if is_captured {
            let all = self.frame_of_call();
            let all = all.cells.borrow();
            let declared = all.iter().filter(|(_, cell)| !since.has(**cell)).map(|(id, cell)| (*id, *cell));
            own.cells.borrow_mut().extend(declared);
        }
        is_captured
    }

    /// A round for each of the items that are known.
    fn unrolled(&mut self, each: Option<&'m Pattern>, items: &[Value], body: &'m Block, span: Span) {
        let around = self.activation.rounds;
        self.activation.rounds = around * items.len().max(1);
        self.activation.loops += 1;
        let since = self.heap.level();
        let mut is_captured = false;
        for item in items {
            let (item, may_miss) = Self::present(item, span);
            if is_captured {
                // What functions have captured stays theirs: this round declares its own variables.
                self.frame_of_call().cells.borrow_mut().retain(|_, cell| since.has(*cell));
            }
            // One of several pairs is a name with its own value.
            let parts =
                if self.is_one_of_lists(each, &item) { item.alternatives() } else { std::slice::from_ref(&item) };
            is_captured |= self.with_own_frame(since, |this| {
                if may_miss || parts.len() > 1 {
                    this.branch(parts.len(), !may_miss, span, |this, at| {
                        this.round(each, &parts[at], body);
                        Value::Undefined
                    });
                } else {
                    this.round(each, &item, body);
                }
            });
            if self.activation.completion != Completion::Normal {
                break;
            }
        }
        self.activation.loops -= 1;
        self.activation.rounds = around;
    }

    /// Whether an item that is taken apart is one of several lists.
    fn is_one_of_lists(&self, each: Option<&Pattern>, item: &Value) -> bool {
        let is_list = |part: &Value| self.is_list(part) == Some(true);
        matches!(each, Some(Pattern::Array { .. }))
            && (2..=MAX_LISTS).contains(&item.alternatives().len())
            && item.alternatives().iter().all(is_list)
    }

    /// A loop over the items of something.
    fn rounds_over(&mut self, each: (&'m Pattern, ExprId), keys: bool, body: &'m Block) {
        let (pattern, iterable) = each;
        let span = self.expr(iterable).span;
        let iterated = self.eval(iterable);
        let around = self.activation.rounds;
        let may_unroll = |items: &Vec<Value>| items.len() <= MAX_UNROLL && around * items.len() <= MAX_ROUNDS;
        // Where it is one of several lists, each of them is gone through on a path of its own.
        let lists: Option<Vec<Vec<Value>>> = iterated
            .alternatives()
            .iter()
            .map(|list| match list {
                Value::Undefined | Value::Null => Some(Vec::new()),
                list => self.items_of(list, keys).filter(may_unroll),
            })
            .collect();
        match lists.as_deref() {
            Some([items]) => {
                self.unrolled(Some(pattern), items, body, span);
                return;
            }
            Some(lists) if lists.len() <= MAX_LISTS => {
                self.branch(lists.len(), true, span, |this, at| {
                    this.unrolled(Some(pattern), &lists[at], body, span);
                    Value::Undefined
                });
                return;
            }
            _ => {}
        }
        let unknown_item = if keys { Value::unknown(span) } else { self.any_item(&iterated, span) };
        self.any_rounds(Some(pattern), &unknown_item, Counting::default(), false, body, None);
    }

    /// A loop that goes on while something holds.
    fn rounds(&mut self, counting: Counting, at_least_once: bool, body: &'m Block) {
        // A text that does not end so is never cut.
        if !at_least_once
            && let Some(condition) = counting.condition
            && self.only_asks_this(condition)
            && matches!(self.eval(condition), Value::Bool(Some(false)))
        {
            return;
        }
        let first = match self.counted(counting, body) {
            Counted::Ended => return,
            Counted::OneRound(changes) => Some(changes),
            Counted::NotKnown => None,
        };
        self.any_rounds(None, &Value::Undefined, counting, at_least_once, body, first);
    }

    /// Runs a loop round by round, where it is known of each whether it runs; otherwise nothing has happened.
    fn counted(&mut self, counting: Counting, body: &'m Block) -> Counted {
        let (around, loops) = (self.activation.rounds, self.activation.loops);
        if around * 2 > MAX_ROUNDS || loops >= MAX_COUNTED_LOOPS {
            return Counted::NotKnown;
        }
        self.activation.rounds = around * 2;
        self.activation.loops += 1;
        let counted = std::mem::take(&mut self.activation.counted);
        let mark = self.heap.enter();
        let noted = self.noted_ends();
        let inline_steps = self.calls.inline_steps;
        let (ends, ran) = self.dry_run(|this| this.count_rounds(counting, body, mark));
        let changes = self.heap.leave(mark);
        let mut outcome = if ends { Counted::Ended } else { Counted::NotKnown };
        if ends && self.calls.is_dry_run() {
            let span = self.stack_span();
            self.heap.join(vec![changes], false, span);
        } else if !ends && ran == 1 && counting.condition.is_none() {
            self.activation.completion = Completion::Normal;
            outcome = Counted::OneRound(changes);
        } else {
            self.forget_ends(&noted);
            // What is only tried is at nobody's expense.
            self.calls.inline_steps = inline_steps;
            self.activation.counted = false;
            if ends {
                self.count_rounds(counting, body, mark);
            }
        }
        self.activation.counted = counted;
        (self.activation.rounds, self.activation.loops) = (around, loops);
        outcome
    }

    /// The rounds of a loop that began at `mark`, of which it is known when it ends: whether that is so, and how many have
    /// run.
    fn count_rounds(&mut self, counting: Counting, body: &'m Block, mark: Mark) -> (bool, usize) {
        let steps = self.budget.steps;
        let is_endless = counting.condition.is_none() && counting.step.is_none();
        let mut changed: Option<Changes> = None;
        for round in 0..=MAX_UNROLL {
            if self.budget.steps - steps > MAX_COUNTED_STEPS {
                return (false, round);
            }
            if let Some(condition) = counting.condition {
                match self.eval(condition).truthy() {
                    Some(true) => {}
                    Some(false) => return (round > 0, round),
                    None => return (false, round),
                }
            }
            let before = self.breaks();
            self.round(None, &Value::Undefined, body);
            let may_break = self.breaks() > before;
            match self.activation.completion {
                // Where nothing is asked before a round it may go on without end.
                Completion::Normal if may_break && counting.condition.is_none() => return (false, round + 1),
                Completion::Normal if is_endless && self.calls.is_dry_run() => {
                    // What has changed nothing is not left by the next round either.
                    let now = self.heap.so_far_outside(mark);
                    if changed.as_ref().map_or(now.is_empty(), |before| before.is_same(&now)) {
                        return (false, round + 1);
                    }
                    changed = Some(now);
                }
                Completion::Normal => {}
                Completion::Jump | Completion::Return => return (round > 0, round + 1),
            }
            self.activation.counted = true;
            if let Some(step) = counting.step {
                self.eval(step);
            }
        }
        (false, MAX_UNROLL)
    }

    /// How often the innermost loop may have been left.
    fn breaks(&self) -> usize {
        let is_loop = |jumps: &&Jumps| jumps.target == Breakable::Loop;
        self.activation.jumps.iter().rev().find(is_loop).map_or(0, |jumps| jumps.states.len())
    }

    /// How many ends of the function and of what stands around in it were noted.
    fn noted_ends(&self) -> NotedEnds {
        let activation = &self.activation;
        NotedEnds {
            completion: activation.completion,
            returns: (activation.returns.len(), activation.returned.1.len()),
            failures: (activation.failures.any, activation.failures.states.len()),
            jumps: activation.jumps.iter().map(|jumps| jumps.states.len()).collect(),
            attempts: activation.attempts.iter().map(|attempt| attempt.states.len()).collect(),
        }
    }

    fn forget_ends(&mut self, noted: &NotedEnds) {
        let activation = &mut self.activation;
        activation.completion = noted.completion;
        activation.returns.truncate(noted.returns.0);
        activation.returned.1.truncate(noted.returns.1);
        activation.failures.any = noted.failures.0;
        activation.failures.states.truncate(noted.failures.1);
        activation.failures.writes = 0;
        for (jumps, states) in activation.jumps.iter_mut().zip(&noted.jumps) {
            jumps.states.truncate(*states);
        }
        for (attempt, states) in activation.attempts.iter_mut().zip(&noted.attempts) {
            attempt.states.truncate(*states);
        }
    }

    /// Any number of rounds; `first` is what one has changed that was tried.
    fn any_rounds(
        &mut self,
        each: Option<&'m Pattern>,
        item: &Value,
        counting: Counting,
        at_least_once: bool,
        body: &'m Block,
        first: Option<Changes>,
    ) {
        let span = self.stack_span();
        self.activation.loops += 1;
        // Once as a dry run, to see what the body changes; each of that may have any number of rounds behind it.
        let is_dry = self.calls.is_dry_run();
        let deep = if is_dry { 1 } else { MAX_LOOPS };
        let changes = match first {
            Some(changes) => Some(changes),
            None if self.activation.loops <= deep => Some(self.dry_round(each, item, counting, body)),
            None => None,
        };
        let changes_nothing = changes.as_ref().is_some_and(Changes::is_empty);
        if let Some(changes) = changes.filter(|changes| !changes.is_empty()) {
            self.heap.widen(changes, span);
            if !is_dry {
                let changes = self.dry_round(each, item, counting, body);
                self.heap.widen_again(changes, span);
            }
        }
        // Where only that is wanted which a round changes, and it changes nothing, it has run already.
        if at_least_once && !is_dry {
            self.one_round(each, item, counting, body);
        } else if !(is_dry && changes_nothing) {
            let mark = self.heap.enter();
            self.one_round(each, item, counting, body);
            let goes_on = at_least_once || self.activation.completion == Completion::Normal;
            let changes = if at_least_once { self.heap.leave_path(mark) } else { self.heap.leave(mark) };
            let changes = if is_dry { self.heap.grown(changes, span) } else { changes };
            self.heap.join(if goes_on { vec![changes] } else { Vec::new() }, !at_least_once, span);
        }
        self.activation.completion = Completion::Normal;
        self.activation.loops -= 1;
    }

    /// A round with what is asked before and done behind it.
    fn one_round(&mut self, each: Option<&'m Pattern>, item: &Value, counting: Counting, body: &'m Block) {
        if let Some(condition) = counting.condition {
            self.eval(condition);
        }
        self.round(each, item, body);
        if let (Some(step), Completion::Normal) = (counting.step, self.activation.completion) {
            self.eval(step);
        }
    }
}

/// What a loop asks before each round and does behind it.
#[derive(Debug, Clone, Copy, Default)]
struct Counting {
    condition: Option<ExprId>,
    step: Option<ExprId>,
}

/// What came of running a loop round by round.
enum Counted {
    /// All its rounds have run.
    Ended,
    /// It is not known when it ends. One round of it was tried, which would change this.
    OneRound(Changes),
    /// Nor is that known.
    NotKnown,
}

/// How much was noted of where a function and what stands in it end.
#[derive(Debug)]
struct NotedEnds {
    completion: Completion,
    returns: (usize, usize),
    failures: (bool, usize),
    jumps: Vec<usize>,
    attempts: Vec<usize>,
}
