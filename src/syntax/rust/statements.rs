//! Blocks and their statements.

use syn::{Expr, Item};

use super::Lowerer;
use super::Scope;
use super::leaving::Left;
use super::paths::segments;
use super::spans;
use crate::ir::{Block, ExprId, ExprKind, Leave, Pattern, Stmt, Type};

impl Lowerer<'_> {
    /// A block in a scope of its own.
    pub(super) fn block(&mut self, block: &syn::Block) -> Block {
        self.b.open_scope();
        let lowered = self.statements(&block.stmts);
        self.b.close_scope();
        lowered
    }

    /// The statements of a block, in the scope that is open.
    pub(super) fn statements(&mut self, stmts: &[syn::Stmt]) -> Block {
        let Some(first) = stmts.first() else { return Block::default() };
        self.nested(|| spans::stmt_first(first), |this| this.statements_within(stmts)).unwrap_or_default()
    }

    fn statements_within(&mut self, stmts: &[syn::Stmt]) -> Block {
        let items: Vec<&Item> = stmts
            .iter()
            .filter_map(|stmt| match stmt {
                syn::Stmt::Item(item) => Some(item),
                _ => None,
            })
            .collect();
        let outer = self.at;
        let mut out = Vec::new();
        if !items.is_empty() {
            let scope = Scope {
                root: self.scopes[outer].root,
                around: Some(outer),
                parent: self.scopes[outer].parent,
                path: self.scopes[outer].path.clone(),
                ..Scope::default()
            };
            self.scopes.push(scope);
            self.at = self.scopes.len() - 1;
            out = self.block_items(&items);
        }
        let mut value = None;
        for (index, stmt) in stmts.iter().enumerate() {
            let last = index + 1 == stmts.len();
            match stmt {
                syn::Stmt::Local(local) => self.local(local, &mut out),
                syn::Stmt::Item(_) => {}
                syn::Stmt::Expr(expr, None) if last => value = self.tail(expr, &mut out),
                syn::Stmt::Expr(expr, _) => self.statement(expr, &mut out),
                syn::Stmt::Macro(mac) => {
                    if self.declaring_macro(&mac.mac, &mut out) || self.own_statements(&mac.mac, &mut out) {
                        continue;
                    }
                    let lowered = self.macro_call(&mac.mac);
                    if last && mac.semi_token.is_none() {
                        value = Some(lowered);
                    } else {
                        out.push(Stmt::Expr(lowered));
                    }
                }
            }
        }
        self.at = outer;
        Block { stmts: out, value }
    }

    fn local(&mut self, local: &syn::Local, out: &mut Vec<Stmt>) {
        let (mut value, otherwise) = match &local.init {
            Some(init) => {
                let value = self.expr(&init.expr);
                (Some(value), init.diverge.as_ref().map(|(_, block)| self.body(block)))
            }
            None => (None, None),
        };
        let ty = match &local.pat {
            syn::Pat::Type(typed) => self.ty(&typed.ty),
            syn::Pat::Struct(known) if !self.is_variant(&segments(&known.path)) => self.path_ty(&known.path),
            _ => None,
        };
        let pattern = match value {
            Some(value) => self.pattern_into(&local.pat, value),
            None => self.pattern(&local.pat, false, None),
        };
        if let Some(given) = value {
            self.name_function(&pattern, given);
            value = Some(self.typed(given, ty));
        }
        out.push(Stmt::Bind { pattern, value, otherwise: otherwise.map(Box::new) });
    }

    /// A value whose declared type says what it is.
    pub(super) fn typed(&mut self, value: ExprId, ty: Option<Type>) -> ExprId {
        if ty.is_none() {
            return value;
        }
        let span = self.b.module.expr(value).span;
        self.b.expr(ExprKind::Cast { value, ty: ty.map(Box::new) }, span)
    }

    /// A closure given to a variable is known by its name.
    fn name_function(&mut self, pattern: &Pattern, value: ExprId) {
        if let (&Pattern::Binding(binding), &ExprKind::Function(function)) = (pattern, &self.b.module.expr(value).kind)
        {
            let name = self.b.module.binding(binding).name.clone();
            self.b.function_mut(function).name.get_or_insert(name);
        }
    }

    /// An expression at the end of a block: its value, if it has one.
    pub(super) fn tail(&mut self, expr: &Expr, out: &mut Vec<Stmt>) -> Option<ExprId> {
        match expr {
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::ForLoop(_) | Expr::While(_) => {
                self.statement(expr, out);
                None
            }
            Expr::Loop(endless) => Some(self.endless_value(endless, expr, out)),
            _ => Some(self.expr(expr)),
        }
    }

    /// An expression for its effects.
    pub(super) fn statement(&mut self, expr: &Expr, out: &mut Vec<Stmt>) {
        match expr {
            Expr::Return(leave) => {
                let value = leave.expr.as_ref().map(|value| self.expr(value));
                out.push(self.failing(value).unwrap_or(Stmt::Return(value)));
            }
            Expr::Break(leave) => self.leave(leave, out),
            Expr::Continue(leave) => {
                let how = if leave.label.is_some() { Leave::Labelled } else { Leave::Continue };
                out.push(Stmt::Exit(how, None));
            }
            Expr::ForLoop(each) => {
                let items = self.expr(&each.expr);
                self.b.open_scope();
                let pattern = self.pattern_into_parts(&each.pat, items);
                let (body, _) = self.leavable(Left::Loop, each.label.as_ref(), |this| this.block(&each.body));
                self.b.close_scope();
                let each = Some((pattern, items));
                out.push(Stmt::Loop {
                    each: each.map(Box::new),
                    keys: false,
                    at_least_once: false,
                    condition: None,
                    step: None,
                    body,
                });
            }
            Expr::Loop(endless) => {
                self.endless(endless, out);
            }
            Expr::While(repeat) => {
                let (body, _) = self.leavable(Left::Loop, repeat.label.as_ref(), |this| this.while_body(repeat));
                let (condition, step) = (None, None);
                out.push(Stmt::Loop { each: None, keys: false, at_least_once: false, condition, step, body });
            }
            _ => {
                let value = self.expr(expr);
                out.push(Stmt::Expr(value));
            }
        }
    }

    /// What leaves a function with a value that is an error or nothing.
    fn failing(&self, value: Option<ExprId>) -> Option<Stmt> {
        match self.b.module.expr(value?).kind {
            ExprKind::Failure(error) => Some(Stmt::Fail(Some(error))),
            ExprKind::Null => Some(Stmt::Fail(None)),
            _ => None,
        }
    }

    /// The body of a function, where an error or nothing at its end, or at the end of an arm there, leaves it: so that what
    /// it has changed by then is told from what it has changed where it gives a value.
    pub(super) fn with_failures(&mut self, mut body: Block) -> Block {
        let Some(value) = body.value else { return body };
        if let Some(fail) = self.failing(Some(value)) {
            body.stmts.push(fail);
            body.value = None;
            return body;
        }
        let mut left = vec![value];
        while let Some(at) = left.pop() {
            let mut kind = std::mem::replace(&mut self.b.module.expr_mut(at).kind, ExprKind::Unknown);
            let blocks: Vec<&mut Block> = match &mut kind {
                ExprKind::Branch { arms, .. } => arms.iter_mut().map(|arm| &mut arm.body).collect(),
                ExprKind::Block(block) => vec![block],
                _ => Vec::new(),
            };
            for block in blocks {
                match self.failing(block.value) {
                    Some(fail) => {
                        block.stmts.push(fail);
                        block.value = None;
                    }
                    None => left.extend(block.value),
                }
            }
            self.b.module.expr_mut(at).kind = kind;
        }
        body
    }
}
