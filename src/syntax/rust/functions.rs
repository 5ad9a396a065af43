//! Functions, methods and closures.

use syn::{Expr, ExprClosure, FnArg, Signature};

use super::Lowerer;
use super::paths::name_of;
use super::spans;
use crate::ir::{Block, ClassId, ExprId, ExprKind, FunctionId, Param};
use crate::source::Span;

/// What is known of a function besides its signature and body.
pub(super) struct FunctionContext {
    pub span: Span,
    pub class: Option<ClassId>,
    pub exported: bool,
}

impl Lowerer<'_> {
    /// Lowers a function; without a body only its signature.
    pub(super) fn function(
        &mut self,
        sig: &Signature,
        body: Option<&syn::Block>,
        context: &FunctionContext,
    ) -> FunctionId {
        let generics = self.push_generics(&sig.generics);
        let name = name_of(&sig.ident);
        let function = self.b.begin_function(Some(&name), context.span);
        let outer = self.declare_type_params(sig, context.class, context.span);
        let mut params = Vec::new();
        for input in &sig.inputs {
            if let FnArg::Typed(typed) = input {
                let ty = self.ty(&typed.ty);
                let pattern = self.pattern(&typed.pat, true, ty.clone());
                params.push(Param { pattern, rest: false, ty: ty.map(Box::new), injected: None, is_property: false });
            }
        }
        let returns = self.returns(&sig.output);
        let block = body.map(|body| self.statements(&body.stmts)).unwrap_or_default();
        let block = self.with_failures(block);
        let type_params = self.used_type_params(outer);
        let into = self.b.function_mut(function);
        into.params = params;
        into.type_params = type_params;
        into.body = block;
        into.returns = returns.map(Box::new);
        into.is_async = sig.asyncness.is_some();
        into.class = context.class;
        into.exported = context.exported;
        into.offered = context.exported && self.in_library;
        self.b.end_function();
        self.generics.truncate(generics);
        function
    }

    /// Lowers a closure.
    pub(super) fn closure(&mut self, closure: &ExprClosure, span: Span) -> ExprId {
        let function = self.b.begin_function(None, span);
        let mut params = Vec::new();
        for input in &closure.inputs {
            let ty = match input {
                syn::Pat::Type(typed) => self.ty(&typed.ty),
                _ => None,
            };
            let pattern = self.pattern(input, true, None);
            params.push(Param { pattern, rest: false, ty: ty.map(Box::new), injected: None, is_property: false });
        }
        let returns = self.returns(&closure.output);
        let body = self.with_referent(None, |this| this.body(&closure.body));
        let body = self.with_failures(body);
        let into = self.b.function_mut(function);
        into.params = params;
        into.body = body;
        into.returns = returns.map(Box::new);
        into.is_async = closure.asyncness.is_some();
        into.lexical_this = true;
        self.b.end_function();
        self.b.expr(ExprKind::Function(function), span)
    }

    /// An expression as the body of something: a block is taken as it is.
    pub(super) fn body(&mut self, expr: &Expr) -> Block {
        let lowered = self.nested(
            || spans::first(expr),
            |this| match expr {
                Expr::Block(block) => this.block(&block.block),
                Expr::Unsafe(block) => this.block(&block.block),
                Expr::Paren(paren) => this.body(&paren.expr),
                other => {
                    let mut stmts = Vec::new();
                    let value = this.tail(other, &mut stmts);
                    Block { stmts, value }
                }
            },
        );
        lowered.unwrap_or_default()
    }
}
