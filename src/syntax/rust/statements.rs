//! Blocks and their statements.

use syn::{Expr, Item};

use super::Lowerer;
use super::Scope;
use super::leaving::Left;
use super::spans;
use crate::ir::{Block, ExprId, ExprKind, Pattern, Stmt, Type};

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
            _ => None,
        };
        let pattern = self.pattern(&local.pat, false, None);
        if let Some(given) = value {
            self.name_function(&pattern, given);
            value = Some(self.typed(given, ty));
        }
        out.push(Stmt::Bind { pattern, value, otherwise });
    }

    /// A value whose declared type says what it is.
    pub(super) fn typed(&mut self, value: ExprId, ty: Option<Type>) -> ExprId {
        if ty.is_none() {
            return value;
        }
        let span = self.b.module.expr(value).span;
        self.b.expr(ExprKind::Cast { value, ty }, span)
    }

    /// A closure given to a variable is known by its name.
    fn name_function(&mut self, pattern: &Pattern, value: ExprId) {
        if let (&Pattern::Binding(binding), &ExprKind::Function(function)) = (pattern, &self.b.module.expr(value).kind)
        {
            let name = self.b.module.binding(binding).name.clone();
            self.b.function_mut(function).name.get_or_insert(name);
        }
    }

    /// An expression at the end of a block: its value, if it has one. An `Err` there leaves, so that only what
    /// succeeds is the value.
    pub(super) fn tail(&mut self, expr: &Expr, out: &mut Vec<Stmt>) -> Option<ExprId> {
        match expr {
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::ForLoop(_) | Expr::While(_) => {
                self.statement(expr, out);
                None
            }
            Expr::Loop(endless) => Some(self.endless_value(endless, expr, out)),
            _ => {
                if let Some(error) = self.error_of(expr) {
                    let error = self.expr(error);
                    out.push(Stmt::Exit(Some(error)));
                    return None;
                }
                Some(self.expr(expr))
            }
        }
    }

    /// An expression for its effects.
    pub(super) fn statement(&mut self, expr: &Expr, out: &mut Vec<Stmt>) {
        match expr {
            Expr::Return(leave) => {
                let error = leave.expr.as_ref().and_then(|value| self.error_of(value));
                if let Some(error) = error {
                    let error = self.expr(error);
                    out.push(Stmt::Exit(Some(error)));
                    return;
                }
                let value = leave.expr.as_ref().map(|value| self.expr(value));
                if self.async_blocks > 0 {
                    self.leave_async(value, out);
                } else {
                    out.push(Stmt::Return(value));
                }
            }
            Expr::Break(leave) => self.leave(leave, out),
            Expr::Continue(_) => out.push(Stmt::Exit(None)),
            Expr::ForLoop(each) => {
                let items = self.expr(&each.expr);
                self.b.open_scope();
                let pattern = self.pattern(&each.pat, false, None);
                let (body, _) = self.leavable(Left::Loop, each.label.as_ref(), |this| this.block(&each.body));
                self.b.close_scope();
                out.push(Stmt::Loop { each: Some((pattern, items)), keys: false, at_least_once: false, body });
            }
            Expr::Loop(endless) => {
                self.endless(endless, out);
            }
            Expr::While(repeat) => {
                let (body, _) = self.leavable(Left::Loop, repeat.label.as_ref(), |this| this.while_body(repeat));
                out.push(Stmt::Loop { each: None, keys: false, at_least_once: false, body });
            }
            _ => {
                let value = self.expr(expr);
                out.push(Stmt::Expr(value));
            }
        }
    }

    /// The argument of `Err(…)`.
    fn error_of<'e>(&self, expr: &'e Expr) -> Option<&'e Expr> {
        match expr {
            Expr::Call(call) if call.args.len() == 1 => match &*call.func {
                Expr::Path(path) if path.path.is_ident("Err") && self.b.lookup("Err").is_none() => call.args.first(),
                _ => None,
            },
            _ => None,
        }
    }
}
