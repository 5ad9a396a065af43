//! `try`, and what may throw in it.

use tree_sitter::Node;

use super::patterns::Mode;
use super::{Lowering, field, kids};
use crate::ir::{Block, ExprKind, Pattern, Stmt};

impl<'t> Lowering<'t> {
    pub(super) fn try_statement(&mut self, node: Node<'t>, stmts: &mut Vec<Stmt>) {
        let body = field(node, "body");
        let around = self.trying.replace(self.builder.current_function());
        let tried = self.block(body);
        self.trying = around;
        let handler = field(node, "handler").map(|handler| self.catch_clause(handler, body));
        let finalizer = field(node, "finalizer").and_then(|clause| field(clause, "body"));
        let finalizer = finalizer.map(|body| self.block(Some(body)));
        stmts.push(Stmt::Try { body: tried, handler: handler.map(Box::new), finalizer: finalizer.map(Box::new) });
    }

    /// `catch (error) { … }`, of what `tried` may have thrown.
    fn catch_clause(&mut self, handler: Node<'t>, tried: Option<Node<'t>>) -> Block {
        let mut stmts = Vec::new();
        self.builder.open_scope();
        if let Some(parameter) = field(handler, "parameter") {
            let pattern: Pattern = self.pattern(parameter, Mode::Parameter);
            let (tried, span) = (tried.map(|body| self.span(body)), self.span(parameter));
            let value = match tried {
                Some(tried) => self.builder.expr(ExprKind::Caught(tried), span),
                None => self.builder.unknown(span),
            };
            stmts.push(Stmt::Bind { pattern, value: Some(value), otherwise: None });
        }
        if let Some(body) = field(handler, "body") {
            self.block_into(body, &mut stmts);
        }
        self.builder.close_scope();
        Block { stmts, value: None }
    }

    /// Where something is tried, notes that a statement may throw instead of doing what it does.
    pub(super) fn note_what_may_throw(&mut self, node: Node<'t>, stmts: &mut Vec<Stmt>) {
        if self.trying == Some(self.builder.current_function()) && may_throw(node) {
            stmts.push(Stmt::MayThrow);
        }
    }
}

/// Whether a statement calls something by itself: what stands in it as a statement of its own is asked for itself.
fn may_throw(node: Node<'_>) -> bool {
    let mut left = vec![node];
    while let Some(node) = left.pop() {
        match node.kind() {
            "call_expression" | "new_expression" | "await_expression" | "yield_expression" | "throw_statement" => {
                return true;
            }
            _ => {}
        }
        let is_other = |kid: &Node<'_>| {
            let kind = kid.kind();
            kind.ends_with("_statement") && kind != "throw_statement"
                || matches!(
                    kind,
                    "statement_block"
                        | "else_clause"
                        | "switch_body"
                        | "class_body"
                        | "arrow_function"
                        | "function_expression"
                        | "function_declaration"
                        | "method_definition"
                )
        };
        left.extend(kids(node).into_iter().filter(|kid| !is_other(kid)));
    }
    false
}
