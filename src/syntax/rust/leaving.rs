//! What blocks and loops are left with before their end: `break 'label value` and `break value`. The value goes into a
//! variable that the program does not name.

use syn::{Expr, ExprBreak, ExprLoop};

use super::Lowerer;
use crate::ir::{Arm, AssignOp, BindingId, BindingKind, Block, Element, ExprId, ExprKind, Key, Leave, Pattern, Stmt};
use crate::source::Span;

/// What may be left, and how.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// A loop: by any `break` in it.
    Loop,
    /// A block with a label: by a `break` that names it.
    Block,
}

/// A block or a loop that is being lowered.
pub(super) struct Leavable {
    kind: Left,
    label: Option<String>,
    /// The variable for what it is left with, once something is.
    result: Option<BindingId>,
    /// Whether it is left out of a loop in it, of which the interpreter takes it that the code behind it may run.
    crosses: bool,
}

impl Lowerer<'_> {
    /// Lowers something that may be left.
    pub(super) fn leavable<T>(
        &mut self,
        kind: Left,
        label: Option<&syn::Label>,
        lower: impl FnOnce(&mut Self) -> T,
    ) -> (T, Leavable) {
        let label = label.map(|label| label.name.ident.to_string());
        self.leavables.push(Leavable { kind, label, result: None, crosses: false });
        let lowered = lower(self);
        let left = self.leavables.pop();
        (lowered, left.unwrap_or(Leavable { kind, label: None, result: None, crosses: false }))
    }

    /// `break`, with or without a value.
    pub(super) fn leave(&mut self, leave: &ExprBreak, out: &mut Vec<Stmt>) {
        let value = leave.expr.as_ref().map(|value| self.expr(value));
        let label = leave.label.as_ref().map(|label| label.ident.to_string());
        let at = self.leavables.iter().rposition(|known| match &label {
            Some(label) => known.label.as_ref() == Some(label),
            None => known.kind == Left::Loop,
        });
        let how = if label.is_some() { Leave::Labelled } else { Leave::Break };
        let (Some(at), Some(value)) = (at, value) else {
            out.push(Stmt::Exit(how, value));
            return;
        };
        let span = self.b.module.expr(value).span;
        let result = match self.leavables[at].result {
            Some(result) => result,
            None => self.b.binding("", span, BindingKind::Variable, None),
        };
        let crosses = at + 1 < self.leavables.len();
        let left = &mut self.leavables[at];
        left.result = Some(result);
        left.crosses |= crosses;
        let set = self.set(result, value, span);
        out.push(Stmt::Expr(set));
        out.push(Stmt::Exit(how, None));
    }

    /// A block as a value: what its last expression gives, or what it is left with.
    pub(super) fn left_block(&mut self, block: Block, left: &Leavable, span: Span) -> ExprId {
        let Some(result) = left.result else { return self.b.expr(ExprKind::Block(block), span) };
        let Block { mut stmts, value } = block;
        if let Some(value) = value {
            let set = self.set(result, value, span);
            if left.crosses {
                let arm = Arm {
                    pattern: None,
                    guard: Some(self.b.unknown(span)),
                    body: Block { stmts: vec![Stmt::Expr(set)], value: None },
                };
                let maybe = ExprKind::Branch { subject: None, arms: vec![arm], exhaustive: false };
                let maybe = self.b.expr(maybe, span);
                stmts.push(Stmt::Expr(maybe));
            } else {
                stmts.push(Stmt::Expr(set));
            }
        }
        // A loop that has one round is what can be left.
        let nothing = self.b.expr(ExprKind::Null, span);
        let once = self.b.expr(ExprKind::Array(vec![Element::Item(nothing)]), span);
        let ignored = Pattern::Binding(self.b.binding("", span, BindingKind::Variable, None));
        let body = Block { stmts, value: None };
        let each = Some((ignored, once));
        let run = Stmt::Loop {
            each: each.map(Box::new),
            keys: false,
            at_least_once: true,
            condition: None,
            step: None,
            body,
        };
        let stmts = vec![self.begun(result, span), run];
        let value = self.b.expr(ExprKind::Name(result), span);
        self.b.expr(ExprKind::Block(Block { stmts, value: Some(value) }), span)
    }

    /// `loop`, which ends with what it is left with.
    pub(super) fn endless(&mut self, endless: &ExprLoop, out: &mut Vec<Stmt>) -> Option<(BindingId, Span)> {
        let (body, left) = self.leavable(Left::Loop, endless.label.as_ref(), |this| this.block(&endless.body));
        let (condition, step) = (None, None);
        let run = Stmt::Loop { each: None, keys: false, at_least_once: true, condition, step, body };
        let span = self.span(endless.loop_token.span, endless.body.brace_token.span.close());
        if let Some(result) = left.result {
            let begun = self.begun(result, span);
            out.push(begun);
        }
        out.push(run);
        left.result.map(|result| (result, span))
    }

    /// The value of a `loop`.
    pub(super) fn endless_value(&mut self, endless: &ExprLoop, expr: &Expr, out: &mut Vec<Stmt>) -> ExprId {
        match self.endless(endless, out) {
            Some((result, span)) => self.certain(result, span),
            None => {
                let span = self.expr_span(expr);
                self.b.unknown(span)
            }
        }
    }

    /// The variable begins as nothing.
    fn begun(&mut self, result: BindingId, span: Span) -> Stmt {
        let nothing = self.b.expr(ExprKind::Null, span);
        Stmt::Bind { pattern: Pattern::Binding(result), value: Some(nothing), otherwise: None }
    }

    /// What the variable holds where it cannot be left as it began.
    fn certain(&mut self, result: BindingId, span: Span) -> ExprId {
        let object = self.b.expr(ExprKind::Name(result), span);
        let callee = self.b.expr(ExprKind::Member { object, key: Key::Name("unwrap".into(), span) }, span);
        self.b.expr(ExprKind::Call { callee, args: Vec::new(), types: Box::default() }, span)
    }

    fn set(&mut self, result: BindingId, value: ExprId, span: Span) -> ExprId {
        self.b.expr(ExprKind::Assign { target: Pattern::Binding(result).into(), op: AssignOp::Set, value }, span)
    }
}
