//! Statements: blocks, loops, branches, and how they are left.

use std::rc::Rc;

use crate::interpreter::activation::{Breakable, Completion, Jumps};
use crate::interpreter::budget::{MAX_LISTS, MAX_LOOPS, MAX_ROUNDS, MAX_UNROLL};
use crate::interpreter::domain::heap::Changes;
use crate::interpreter::domain::sweep::Level;
use crate::interpreter::domain::value::{Frame, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::{Block, ExprId, Pattern, Stmt};
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
            Stmt::Exit(value) => {
                if let Some(at) = *value {
                    let value = self.eval(at);
                    if !self.language.throws_values() {
                        self.note_answer(&value, at);
                    }
                    self.note_thrown(value, at);
                }
                if value.is_none() || !self.language.throws_values() {
                    for jumps in self.activation.jumps.iter_mut().rev() {
                        jumps.states.push(self.heap.so_far(jumps.mark));
                        if jumps.target == Breakable::Loop {
                            break;
                        }
                    }
                }
                self.activation.completion = Completion::Jump;
            }
            Stmt::Loop { each, keys, at_least_once, body } => self.run_loop(each.as_ref(), *keys, *at_least_once, body),
        }
    }

    /// Runs what can be left by `break` and `continue`, and goes on with every state in which it ended.
    pub(crate) fn breakable<T>(&mut self, target: Breakable, run: impl FnOnce(&mut Self) -> T) -> T {
        let mark = self.heap.enter();
        self.activation.jumps.push(Jumps { target, mark, states: Vec::new() });
        let value = run(self);
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

    fn run_loop(&mut self, each: Option<&'m (Pattern, ExprId)>, keys: bool, at_least_once: bool, body: &'m Block) {
        self.breakable(Breakable::Loop, |this| this.rounds(each, keys, at_least_once, body));
    }

    fn round(&mut self, each: Option<&'m (Pattern, ExprId)>, item: &Value, body: &'m Block) {
        self.breakable(Breakable::Round, |this| {
            if let Some((pattern, _)) = each {
                this.bind(pattern, item.clone());
            }
            this.block(body);
        });
    }

    /// What a round of a loop changes; its requests are not noted.
    fn dry_round(&mut self, each: Option<&'m (Pattern, ExprId)>, item: &Value, body: &'m Block) -> Changes {
        let mark = self.heap.enter();
        self.dry_run(|this| this.round(each, item, body));
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
    fn unrolled(&mut self, each: Option<&'m (Pattern, ExprId)>, items: &[Value], body: &'m Block, span: Span) {
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
            is_captured |= self.with_own_frame(since, |this| {
                if may_miss {
                    this.branch(1, false, span, |this, _| {
                        this.round(each, &item, body);
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

    fn rounds(&mut self, each: Option<&'m (Pattern, ExprId)>, keys: bool, at_least_once: bool, body: &'m Block) {
        let mut unknown_item = Value::Undefined;
        if let Some((_, iterable)) = each {
            let span = self.expr(*iterable).span;
            let iterated = self.eval(*iterable);
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
                    self.unrolled(each, items, body, span);
                    return;
                }
                Some(lists) if lists.len() <= MAX_LISTS => {
                    self.branch(lists.len(), true, span, |this, at| {
                        this.unrolled(each, &lists[at], body, span);
                        Value::Undefined
                    });
                    return;
                }
                _ => {}
            }
            unknown_item = if keys { Value::unknown(span) } else { self.any_item(&iterated, span) };
        }
        let span = self.stack_span();
        self.activation.loops += 1;
        // Once as a dry run, to see what the body changes; each of that may have any number of rounds behind it.
        let deep = if self.calls.is_dry_run() { 1 } else { MAX_LOOPS };
        if self.activation.loops <= deep {
            let changes = self.dry_round(each, &unknown_item, body);
            if !changes.is_empty() {
                self.heap.widen(changes, span);
                let changes = self.dry_round(each, &unknown_item, body);
                self.heap.widen_again(changes, span);
            }
        }
        if at_least_once {
            self.round(each, &unknown_item, body);
        } else {
            let mark = self.heap.enter();
            self.round(each, &unknown_item, body);
            let changes = self.heap.leave(mark);
            let goes_on = self.activation.completion == Completion::Normal;
            self.heap.join(if goes_on { vec![changes] } else { Vec::new() }, true, span);
        }
        self.activation.completion = Completion::Normal;
        self.activation.loops -= 1;
    }
}
