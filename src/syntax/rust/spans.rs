//! Where nodes stand. The parser's own way to ask writes the node out as tokens, which recurses and is quadratic over
//! a tree; here the first and last token are found by walking one edge.

use proc_macro2::Span as TokenSpan;
use syn::spanned::Spanned;
use syn::{Expr, MacroDelimiter, Member, Path, Stmt};

use super::Lowerer;
use crate::source::Span;

impl Lowerer<'_> {
    /// From the first byte of one token to the last of another.
    pub(super) fn span(&self, first: TokenSpan, last: TokenSpan) -> Span {
        self.places.span(first, last)
    }

    /// The span of one token or small node.
    pub(super) fn token(&self, node: &impl Spanned) -> Span {
        let span = node.span();
        self.span(span, span)
    }

    /// The span of an expression.
    pub(super) fn expr_span(&self, expr: &Expr) -> Span {
        self.span(first(expr), last(expr))
    }

    /// The span of a path.
    pub(super) fn path_span(&self, path: &Path) -> Span {
        self.span(path_first(path), path_last(path))
    }
}

/// The first token of a path.
pub(super) fn path_first(path: &Path) -> TokenSpan {
    path.segments.first().map_or_else(TokenSpan::call_site, |segment| segment.ident.span())
}

fn path_last(path: &Path) -> TokenSpan {
    let Some(segment) = path.segments.last() else { return TokenSpan::call_site() };
    match &segment.arguments {
        syn::PathArguments::None => segment.ident.span(),
        syn::PathArguments::AngleBracketed(args) => args.gt_token.span,
        syn::PathArguments::Parenthesized(args) => args.paren_token.span.close(),
    }
}

/// The token of a field name.
pub(super) fn member(member: &Member) -> TokenSpan {
    match member {
        Member::Named(name) => name.span(),
        Member::Unnamed(index) => index.span,
    }
}

/// The closing bracket of a macro call.
pub(super) fn macro_end(delimiter: &MacroDelimiter) -> TokenSpan {
    match delimiter {
        MacroDelimiter::Paren(paren) => paren.span.close(),
        MacroDelimiter::Brace(brace) => brace.span.close(),
        MacroDelimiter::Bracket(bracket) => bracket.span.close(),
    }
}

/// The first token of an expression.
pub(super) fn first(expr: &Expr) -> TokenSpan {
    let mut at = expr;
    loop {
        at = match at {
            Expr::Assign(e) => &e.left,
            Expr::Await(e) => &e.base,
            Expr::Binary(e) => &e.left,
            Expr::Call(e) => &e.func,
            Expr::Cast(e) => &e.expr,
            Expr::Field(e) => &e.base,
            Expr::Group(e) => &e.expr,
            Expr::Index(e) => &e.expr,
            Expr::MethodCall(e) => &e.receiver,
            Expr::Try(e) => &e.expr,
            Expr::Range(e) => match &e.start {
                Some(start) => start,
                None => return e.limits.span(),
            },
            Expr::Array(e) => return e.bracket_token.span.open(),
            Expr::Async(e) => return e.async_token.span,
            Expr::Block(e) => return e.label.as_ref().map_or(e.block.brace_token.span.open(), |l| l.name.span()),
            Expr::Break(e) => return e.break_token.span,
            Expr::Closure(e) => {
                return e.asyncness.map(|t| t.span).or(e.capture.map(|t| t.span)).unwrap_or(e.inputs_begin.span);
            }
            Expr::Const(e) => return e.const_token.span,
            Expr::Continue(e) => return e.continue_token.span,
            Expr::ForLoop(e) => return e.for_token.span,
            Expr::If(e) => return e.if_token.span,
            Expr::Infer(e) => return e.underscore_token.span,
            Expr::Let(e) => return e.let_token.span,
            Expr::Lit(e) => return e.lit.span(),
            Expr::Loop(e) => return e.loop_token.span,
            Expr::Macro(e) => return path_first(&e.mac.path),
            Expr::Match(e) => return e.match_token.span,
            Expr::Paren(e) => return e.paren_token.span.open(),
            Expr::Path(e) => {
                return e.qself.as_ref().map_or_else(|| path_first(&e.path), |qself| qself.lt_token.span);
            }
            Expr::RawAddr(e) => return e.and_token.span,
            Expr::Reference(e) => return e.and_token.span,
            Expr::Repeat(e) => return e.bracket_token.span.open(),
            Expr::Return(e) => return e.return_token.span,
            Expr::Struct(e) => return path_first(&e.path),
            Expr::TryBlock(e) => return e.try_token.span,
            Expr::Tuple(e) => return e.paren_token.span.open(),
            Expr::Unary(e) => return e.op.span(),
            Expr::Unsafe(e) => return e.unsafe_token.span,
            Expr::While(e) => return e.while_token.span,
            Expr::Yield(e) => return e.yield_token.span,
            other => return other.span(),
        }
    }
}

/// The last token of an expression.
pub(super) fn last(expr: &Expr) -> TokenSpan {
    let mut at = expr;
    loop {
        at = match at {
            Expr::Assign(e) => &e.right,
            Expr::Binary(e) => &e.right,
            Expr::Closure(e) => &e.body,
            Expr::Group(e) => &e.expr,
            Expr::Let(e) => &e.expr,
            Expr::RawAddr(e) => &e.expr,
            Expr::Reference(e) => &e.expr,
            Expr::Unary(e) => &e.expr,
            Expr::If(e) => match &e.else_branch {
                Some((_, other)) => other,
                None => return e.then_branch.brace_token.span.close(),
            },
            Expr::Break(e) => match &e.expr {
                Some(value) => value,
                None => return e.label.as_ref().map_or(e.break_token.span, Spanned::span),
            },
            Expr::Return(e) => match &e.expr {
                Some(value) => value,
                None => return e.return_token.span,
            },
            Expr::Yield(e) => match &e.expr {
                Some(value) => value,
                None => return e.yield_token.span,
            },
            Expr::Range(e) => match &e.end {
                Some(end) => end,
                None => return e.limits.span(),
            },
            Expr::Array(e) => return e.bracket_token.span.close(),
            Expr::Async(e) => return e.block.brace_token.span.close(),
            Expr::Await(e) => return e.await_token.span,
            Expr::Block(e) => return e.block.brace_token.span.close(),
            Expr::Call(e) => return e.paren_token.span.close(),
            Expr::Cast(e) => return e.ty.span(),
            Expr::Const(e) => return e.block.brace_token.span.close(),
            Expr::Continue(e) => return e.continue_token.span,
            Expr::Field(e) => return member(&e.member),
            Expr::ForLoop(e) => return e.body.brace_token.span.close(),
            Expr::Index(e) => return e.bracket_token.span.close(),
            Expr::Infer(e) => return e.underscore_token.span,
            Expr::Lit(e) => return e.lit.span(),
            Expr::Loop(e) => return e.body.brace_token.span.close(),
            Expr::Macro(e) => return macro_end(&e.mac.delimiter),
            Expr::Match(e) => return e.brace_token.span.close(),
            Expr::MethodCall(e) => return e.paren_token.span.close(),
            Expr::Paren(e) => return e.paren_token.span.close(),
            Expr::Path(e) => return path_last(&e.path),
            Expr::Repeat(e) => return e.bracket_token.span.close(),
            Expr::Struct(e) => return e.brace_token.span.close(),
            Expr::Try(e) => return e.question_token.span,
            Expr::TryBlock(e) => return e.block.brace_token.span.close(),
            Expr::Tuple(e) => return e.paren_token.span.close(),
            Expr::Unsafe(e) => return e.block.brace_token.span.close(),
            Expr::While(e) => return e.body.brace_token.span.close(),
            other => return other.span(),
        }
    }
}

/// The first token of a statement, for a problem about it.
pub(super) fn stmt_first(stmt: &Stmt) -> TokenSpan {
    match stmt {
        Stmt::Local(local) => local.let_token.span,
        Stmt::Expr(expr, _) => first(expr),
        Stmt::Macro(mac) => path_first(&mac.mac.path),
        Stmt::Item(item) => item.span(),
    }
}
