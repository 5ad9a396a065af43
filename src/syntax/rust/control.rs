//! `if`, `match` and the conditions of loops.

use syn::{BinOp, Expr, ExprIf, ExprMatch, Pat};

use super::Lowerer;
use super::spans;
use crate::ir::{Arm, Block, ExprId, ExprKind, Leave, LogicOp, Pattern, Stmt};

/// One condition with its body.
struct Clause {
    subject: Option<ExprId>,
    pattern: Option<Pattern>,
    guard: Option<ExprId>,
    body: Block,
}

impl Lowerer<'_> {
    /// `if … else if … else …`.
    pub(super) fn conditional(&mut self, conditional: &ExprIf, expr: &Expr) -> ExprId {
        let span = self.expr_span(expr);
        let mut clauses = Vec::new();
        let mut at = conditional;
        let default = loop {
            clauses.push(self.clause(&at.cond, &at.then_branch));
            match at.else_branch.as_ref().map(|(_, other)| &**other) {
                Some(Expr::If(next)) => at = next,
                Some(other) => break Some(self.body(other)),
                None => break None,
            }
        };
        // Clauses are joined from the last one back: those without a subject share a branch, one with a subject of
        // its own holds all that follows in its default arm.
        let mut exhaustive = default.is_some();
        let mut arms: Vec<Arm> = default.into_iter().map(|body| Arm { pattern: None, guard: None, body }).collect();
        let mut subject = None;
        while let Some(clause) = clauses.pop() {
            let new = clause.subject.is_some();
            if (new || subject.is_some()) && !(arms.is_empty() || (subject.is_none() && arms.len() == 1 && exhaustive))
            {
                arms.reverse();
                let rest = self.b.expr(ExprKind::Branch { subject, arms, exhaustive }, span);
                arms = vec![Arm { pattern: None, guard: None, body: Block { stmts: Vec::new(), value: Some(rest) } }];
                exhaustive = true;
            }
            subject = clause.subject;
            arms.push(Arm { pattern: clause.pattern, guard: clause.guard, body: clause.body });
        }
        arms.reverse();
        self.b.expr(ExprKind::Branch { subject, arms, exhaustive }, span)
    }

    fn clause(&mut self, cond: &Expr, body: &syn::Block) -> Clause {
        let conditions = conjuncts(cond);
        self.b.open_scope();
        let clause = self.conditions(&conditions, &mut |this| this.block(body));
        self.b.close_scope();
        clause
    }

    /// Conditions joined by `&&`, of which some bind. Each `let` after the first condition starts a branch within.
    fn conditions(&mut self, conditions: &[&Expr], body: &mut dyn FnMut(&mut Self) -> Block) -> Clause {
        let (mut subject, mut pattern, mut guard) = (None, None, None);
        let mut rest = conditions;
        if let Some((Expr::Let(binding), after)) = rest.split_first() {
            let matched = self.expr(&binding.expr);
            subject = Some(matched);
            pattern = Some(self.pattern_into(&binding.pat, matched));
            rest = after;
        }
        while let Some((condition, after)) = rest.split_first() {
            if let Expr::Let(_) = condition {
                let inner = self.nested(|| spans::first(condition), |this| this.conditions(rest, body));
                let body = inner.map_or_else(Block::default, |inner| self.within(inner, condition));
                return Clause { subject, pattern, guard, body };
            }
            let value = self.expr(condition);
            guard = Some(match guard {
                None => value,
                Some(left) => {
                    let span = self.b.module.expr(value).span;
                    self.b.expr(ExprKind::Logic { op: LogicOp::And, left, right: value }, span)
                }
            });
            rest = after;
        }
        Clause { subject, pattern, guard, body: body(self) }
    }

    fn within(&mut self, clause: Clause, at: &Expr) -> Block {
        let span = self.expr_span(at);
        let arms = vec![Arm { pattern: clause.pattern, guard: clause.guard, body: clause.body }];
        let value = self.b.expr(ExprKind::Branch { subject: clause.subject, arms, exhaustive: false }, span);
        Block { stmts: Vec::new(), value: Some(value) }
    }

    /// The body of `while`: the condition is met, or the loop is left.
    pub(super) fn while_body(&mut self, repeat: &syn::ExprWhile) -> Block {
        let clause = self.clause(&repeat.cond, &repeat.body);
        let span = self.expr_span(&repeat.cond);
        let leave = Block { stmts: vec![Stmt::Exit(Leave::Break, None)], value: None };
        let arms = vec![
            Arm { pattern: clause.pattern, guard: clause.guard, body: clause.body },
            Arm { pattern: None, guard: None, body: leave },
        ];
        let branch = self.b.expr(ExprKind::Branch { subject: clause.subject, arms, exhaustive: true }, span);
        Block { stmts: vec![Stmt::Expr(branch)], value: None }
    }

    /// `match`.
    pub(super) fn matching(&mut self, matching: &ExprMatch, expr: &Expr) -> ExprId {
        let subject = self.expr(&matching.expr);
        let mut arms = Vec::new();
        for arm in &matching.arms {
            self.b.open_scope();
            let pattern = self.pattern_into(&arm.pat, subject);
            let guard = match &arm.pat {
                Pat::Guard(guarded) => Some(self.expr(&guarded.guard)),
                _ => None,
            };
            let body = self.body(&arm.body);
            self.b.close_scope();
            // `_ =>` is the default arm.
            let pattern = if matches!(arm.pat, Pat::Wild(_)) { None } else { Some(pattern) };
            arms.push(Arm { pattern, guard, body });
        }
        let span = self.expr_span(expr);
        self.b.expr(ExprKind::Branch { subject: Some(subject), arms, exhaustive: true }, span)
    }
}

/// The operands of a chain of `&&`, when one of them binds; otherwise the condition as a whole.
fn conjuncts(cond: &Expr) -> Vec<&Expr> {
    let mut parts = Vec::new();
    let mut at = cond;
    while let Expr::Binary(binary) = at
        && let BinOp::And(_) = binary.op
    {
        parts.push(&*binary.right);
        at = &binary.left;
    }
    parts.push(at);
    parts.reverse();
    if parts.iter().any(|part| matches!(part, Expr::Let(_))) { parts } else { vec![cond] }
}
