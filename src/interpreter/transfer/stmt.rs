//! Statements: blocks, loops, branches, and how they are left.

use crate::interpreter::activation::{Breakable, Completion, Jumps};
use crate::interpreter::budget::{MAX_LISTS, MAX_LOOPS, MAX_ROUNDS, MAX_UNROLL};
use crate::interpreter::domain::heap::Changes;
use crate::interpreter::domain::value::Value;
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
                let value = value.map_or(Value::Undefined, |value| self.eval(value));
                self.activation.returns.push(value);
                if let Some(mark) = self.activation.returned.0 {
                    let state = self.heap.so_far(mark);
                    self.activation.returned.1.push(state);
                }
                self.activation.completion = Completion::Return;
            }
            Stmt::Exit(value) => {
                if let Some(value) = value {
                    self.eval(*value);
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

    /// A round for each of the items that are known.
    fn unrolled(&mut self, each: Option<&'m (Pattern, ExprId)>, items: &[Value], body: &'m Block, span: Span) {
        let around = self.activation.rounds;
        self.activation.rounds = around * items.len().max(1);
        self.activation.loops += 1;
        for item in items {
            let (item, may_miss) = Self::present(item, span);
            if may_miss {
                self.branch(1, false, span, |this, _| {
                    this.round(each, &item, body);
                    Value::Undefined
                });
            } else {
                self.round(each, &item, body);
            }
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
