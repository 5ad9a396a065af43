//! Conditions that hold on one side only, and the parts of a module that they guard.

use crate::ir::{Arm, BindingId, BindingKind, Block, ExprId, ExprKind, LogicOp, Module, Stmt};
use crate::runtime::context::Side;
use crate::runtime::data::ContextData;
use crate::source::Span;

/// How many conditions a condition may be made of.
const MAX_DEPTH: usize = 8;

/// The longest condition that is compared with those that are known, in bytes.
const MAX_LENGTH: usize = 80;

/// The conditions of one module.
pub(super) struct Conditions<'a> {
    pub module: &'a Module,
    pub text: &'a str,
    pub data: &'a ContextData,
}

impl Conditions<'_> {
    /// What runs on the server only, as a condition says that is given with it.
    pub fn guarded(&self) -> Vec<(Span, String)> {
        let mut found = Vec::new();
        for function in &self.module.functions {
            self.behind_exits(&function.body, &mut found);
        }
        for expr in &self.module.exprs {
            match &expr.kind {
                ExprKind::Branch { arms, .. } => self.in_arms(arms, &mut found),
                ExprKind::Logic { op, left, right } => {
                    let condition = match op {
                        LogicOp::And => self.demands_server(*left, MAX_DEPTH),
                        LogicOp::Or => self.leaves_server(*left, MAX_DEPTH),
                        LogicOp::Coalesce => None,
                    };
                    found.extend(condition.map(|condition| (self.module.expr(*right).span, condition)));
                }
                _ => {}
            }
        }
        found
    }

    fn in_arms(&self, arms: &[Arm], found: &mut Vec<(Span, String)>) {
        // What comes behind an arm for clients is for the server.
        let mut left: Option<String> = None;
        for arm in arms {
            self.behind_exits(&arm.body, found);
            let own = arm.guard.and_then(|guard| self.demands_server(guard, MAX_DEPTH));
            if let Some(condition) = own.or_else(|| left.clone())
                && let Some(span) = self.extent(&arm.body.stmts, arm.body.value)
            {
                found.push((span, condition));
            }
            left = left.or_else(|| arm.guard.and_then(|guard| self.leaves_server(guard, MAX_DEPTH)));
        }
    }

    /// What stands in a block behind the first statement that leaves it on clients.
    fn behind_exits(&self, block: &Block, found: &mut Vec<(Span, String)>) {
        let mut is_behind = false;
        for (at, stmt) in block.stmts.iter().enumerate() {
            match stmt {
                Stmt::Expr(id) if !is_behind => {
                    if let ExprKind::Branch { arms, .. } = &self.module.expr(*id).kind
                        && let [first, ..] = &arms[..]
                        && leaves(&first.body)
                        && let Some(condition) = first.guard.and_then(|guard| self.leaves_server(guard, MAX_DEPTH))
                        && let Some(span) = self.extent(&block.stmts[at + 1..], block.value)
                    {
                        found.push((span, condition));
                        is_behind = true;
                    }
                }
                Stmt::Loop { body, .. } => self.behind_exits(body, found),
                Stmt::Try { body, handler, finalizer } => {
                    for block in [Some(body), handler.as_deref(), finalizer.as_deref()].into_iter().flatten() {
                        self.behind_exits(block, found);
                    }
                }
                _ => {}
            }
        }
    }

    /// Where a condition holds on the server only: which.
    fn demands_server(&self, id: ExprId, depth: usize) -> Option<String> {
        if let ExprKind::Logic { op: LogicOp::And, left, right } = &self.module.expr(id).kind {
            let depth = depth.checked_sub(1)?;
            return self.demands_server(*left, depth).or_else(|| self.demands_server(*right, depth));
        }
        self.side(id, depth).filter(|(side, _)| *side == Side::Server).map(|(_, condition)| condition)
    }

    /// Where a condition fails on the server only: which.
    fn leaves_server(&self, id: ExprId, depth: usize) -> Option<String> {
        if let ExprKind::Logic { op: LogicOp::Or, left, right } = &self.module.expr(id).kind {
            let depth = depth.checked_sub(1)?;
            return self.leaves_server(*left, depth).or_else(|| self.leaves_server(*right, depth));
        }
        self.side(id, depth).filter(|(side, _)| *side == Side::Client).map(|(_, condition)| format!("not {condition}"))
    }

    /// The side on which a condition holds, where it fails on the other one.
    fn side(&self, id: ExprId, depth: usize) -> Option<(Side, String)> {
        let depth = depth.checked_sub(1)?;
        let expr = self.module.expr(id);
        if let Some(written) = self.written(expr.span) {
            let is = |known: &[String]| known.contains(&written);
            if is(&self.data.server_conditions) {
                return Some((Side::Server, written));
            }
            if is(&self.data.client_conditions) {
                return Some((Side::Client, written));
            }
        }
        match &expr.kind {
            ExprKind::Not(inner) => {
                let (side, condition) = self.side(*inner, depth)?;
                let other = if side == Side::Server { Side::Client } else { Side::Server };
                Some((other, format!("not {condition}")))
            }
            ExprKind::Cast { value, .. } | ExprKind::Optional(value) => self.side(*value, depth),
            ExprKind::Name(binding) => self.side_of_name(*binding, depth),
            // `isPlatformServer(id)`: what is imported is asked.
            ExprKind::Call { callee, .. } => match self.module.expr(*callee).kind {
                ExprKind::Name(binding) if matches!(self.module.binding(binding).kind, BindingKind::Import { .. }) => {
                    self.side_of_name(binding, depth)
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The same of a constant of the module, or of a name that others are imported by.
    fn side_of_name(&self, binding: BindingId, depth: usize) -> Option<(Side, String)> {
        let known = self.module.binding(binding);
        if let BindingKind::Import { name, .. } = &known.kind {
            let is = |names: &[String]| names.iter().any(|known| known.as_str() == name.as_ref());
            let side = match () {
                () if is(&self.data.server_names) => Side::Server,
                () if is(&self.data.client_names) => Side::Client,
                () => return None,
            };
            return Some((side, name.to_string()));
        }
        self.side(self.module.declared_value(binding)?, depth)
    }

    /// The condition that is written at a place, as the data writes conditions; `None` for longer ones than any of those.
    fn written(&self, span: Span) -> Option<String> {
        let written = self.text.get(span.start as usize..span.end as usize).filter(|text| text.len() < MAX_LENGTH)?;
        let plain: String = written.replace('"', "'").split_whitespace().collect::<Vec<_>>().join(" ");
        let plain = plain.trim_matches(['(', ')']);
        Some(plain.replace(" =", "=").replace("= ", "=").replace("! ", "!").replace(" !", "!"))
    }

    /// Where statements and the value behind them are written.
    fn extent(&self, stmts: &[Stmt], value: Option<ExprId>) -> Option<Span> {
        let of = |stmt: &Stmt| match stmt {
            Stmt::Expr(id)
            | Stmt::Bind { value: Some(id), .. }
            | Stmt::Return(Some(id))
            | Stmt::Fail(Some(id))
            | Stmt::Exit(_, Some(id)) => Some(self.module.expr(*id).span),
            Stmt::Try { body, .. } | Stmt::Loop { body, .. } => self.extent(&body.stmts, body.value),
            _ => None,
        };
        let spans = stmts.iter().filter_map(of).chain(value.map(|id| self.module.expr(id).span));
        spans.reduce(|a, b| Span::new(a.file, a.start.min(b.start), a.end.max(b.end)))
    }
}

/// Whether whoever runs a block goes on elsewhere.
fn leaves(block: &Block) -> bool {
    block.stmts.iter().any(|stmt| matches!(stmt, Stmt::Return(_) | Stmt::Fail(_) | Stmt::Exit(..)))
}
