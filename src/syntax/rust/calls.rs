//! Calls, members and what else follows an operand. Chains are lowered without recursion.

use syn::Expr;

use super::Lowerer;
use super::conventions::is_leaving;
use super::paths::{name_of, segments};
use super::scopes::{Space, Target};
use super::spans;
use crate::ir::{BindingKind, Block, Element, Entry, ExprId, ExprKind, Key, Leave, Stmt, Type};
use crate::source::Span;

/// Methods that give others no more than a look at what they are called on.
const SHOWING: &[&str] = &["as_deref", "as_ref", "as_slice", "as_str", "to_string"];

/// Whether an expression names something that is kept somewhere, not something that is made there.
fn is_place(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(e) => is_place(&e.expr),
        Expr::Path(_) | Expr::Field(_) | Expr::Index(_) => true,
        _ => false,
    }
}

impl Lowerer<'_> {
    /// `a.b(c)?.d[e].await as T`, from the innermost operand on.
    pub(super) fn postfix(&mut self, expr: &Expr) -> ExprId {
        let mut chain = Vec::new();
        let mut at = expr;
        loop {
            let inner = match at {
                Expr::MethodCall(e) => &e.receiver,
                Expr::Field(e) => &e.base,
                Expr::Index(e) => &e.expr,
                Expr::Await(e) => &e.base,
                Expr::Try(e) => &e.expr,
                Expr::Cast(e) => &e.expr,
                Expr::Call(e) if !matches!(&*e.func, Expr::Path(_)) => &e.func,
                Expr::Paren(e) => &e.expr,
                Expr::Group(e) => &e.expr,
                _ => break,
            };
            chain.push(at);
            at = inner;
        }
        let first = spans::first(at);
        let mut value = match at {
            Expr::Call(call) => self.path_call(call),
            other => self.expr(other),
        };
        while let Some(step) = chain.pop() {
            value = self.step(value, step, first);
        }
        value
    }

    fn step(&mut self, value: ExprId, step: &Expr, first: proc_macro2::Span) -> ExprId {
        let end = match step {
            // Brackets around a part of the chain say nothing.
            Expr::Paren(_) | Expr::Group(_) => return value,
            other => spans::last(other),
        };
        let span = self.span(first, end);
        match step {
            Expr::MethodCall(e) => {
                let name_span = self.token(&e.method);
                let key = Key::Name(name_of(&e.method).into(), name_span);
                let member = self.span(first, e.method.span());
                let callee = self.b.expr(ExprKind::Member { object: value, key }, member);
                let args = self.referring(value, |this| this.arguments(&e.args));
                let types = e.turbofish.as_ref().map(|args| self.angle_args(args)).unwrap_or_default();
                self.b.expr(ExprKind::Call { callee, args, types: types.into() }, span)
            }
            Expr::Field(e) => {
                let key = self.member_key(&e.member);
                self.b.expr(ExprKind::Member { object: value, key }, span)
            }
            // All of it: `&text[..]`.
            Expr::Index(e) if matches!(&*e.index, Expr::Range(r) if r.start.is_none() && r.end.is_none()) => value,
            Expr::Index(e) => {
                let key = self.index_key(&e.index);
                self.b.expr(ExprKind::Member { object: value, key }, span)
            }
            Expr::Await(_) => self.b.expr(ExprKind::Await(value), span),
            Expr::Try(_) => self.b.expr(ExprKind::Try(value), span),
            Expr::Cast(e) => {
                let ty = self.ty(&e.ty).map(Box::new);
                self.b.expr(ExprKind::Cast { value, ty }, span)
            }
            Expr::Call(e) => {
                let args = self.arguments(&e.args);
                self.b.expr(ExprKind::Call { callee: value, args, types: Box::default() }, span)
            }
            _ => value,
        }
    }

    fn arguments<'a>(&mut self, args: impl IntoIterator<Item = &'a Expr>) -> Vec<Element> {
        args.into_iter().map(|arg| Element::Item(self.value_argument(arg))).collect()
    }

    fn value_argument(&mut self, argument: &Expr) -> ExprId {
        match argument {
            Expr::Reference(lent) if lent.mutability.is_some() => {
                let span = self.span(spans::first(argument), spans::last(argument));
                let place = self.expr(&lent.expr);
                self.b.expr(ExprKind::Lend(place), span)
            }
            Expr::Reference(shown) if is_place(&shown.expr) => {
                let span = self.span(spans::first(argument), spans::last(argument));
                let place = self.expr(&shown.expr);
                self.b.expr(ExprKind::Show(place), span)
            }
            Expr::MethodCall(call) if SHOWING.iter().any(|name| call.method == name) => {
                let span = self.span(spans::first(argument), spans::last(argument));
                let text = self.expr(argument);
                self.b.expr(ExprKind::Show(text), span)
            }
            other => self.expr(other),
        }
    }

    /// A call of a path.
    fn path_call(&mut self, call: &syn::ExprCall) -> ExprId {
        let Expr::Path(func) = &*call.func else { return self.expr(&call.func) };
        let span = self.span(spans::first(&call.func), call.paren_token.span.close());
        let names = segments(&func.path);
        if let ([name], Some(arg), 1) = (names.as_slice(), call.args.first(), call.args.len())
            && self.b.lookup(name).is_none()
        {
            match name.as_str() {
                "Some" | "Ok" => return self.expr(arg),
                "Err" => {
                    let error = self.expr(arg);
                    return self.b.expr(ExprKind::Failure(error), span);
                }
                _ => {}
            }
        }
        if func.qself.is_none()
            && self.is_variant(&names)
            && let Some(ty) = self.path_ty(&func.path)
        {
            return self.tuple_struct_value(ty, call, span);
        }
        let callee = self.path_expr(func.qself.as_ref(), &func.path);
        let mut types = Vec::new();
        for segment in &func.path.segments {
            types.extend(self.type_args(&segment.arguments));
        }
        // `type HmacSha256 = Hmac<Sha256>`: what it stands for says it.
        if types.is_empty()
            && names.len() > 1
            && let Target::Alias(scope, name, _) = self.resolve(&names, self.at, Space::Value)
        {
            types = self.aliased(scope, &name).map(|ty| ty.args).unwrap_or_default();
        }
        if let Some(ty) = self.constructed(callee) {
            let ty = Type { args: types, ..ty };
            return self.tuple_struct_value(ty, call, span);
        }
        let leaves = match &self.b.module.expr(callee).kind {
            ExprKind::Name(binding) => self.leaving.contains(binding),
            ExprKind::Global(path) => is_leaving(path),
            _ => false,
        };
        let args = self.arguments(&call.args);
        let call = self.b.expr(ExprKind::Call { callee, args, types: types.into() }, span);
        if leaves {
            let block = Block { stmts: vec![Stmt::Exit(Leave::Throw, Some(call))], value: None };
            return self.b.expr(ExprKind::Block(block), span);
        }
        call
    }

    /// Whether a path leads to a variant of an enum of the file.
    pub(super) fn is_variant(&self, names: &[String]) -> bool {
        match self.resolve(names, self.at, Space::Type) {
            Target::Class(class, rest) => match rest.as_slice() {
                [variant] => self.variants.contains(&(class, variant.clone())),
                _ => false,
            },
            _ => false,
        }
    }

    /// The class that a call of this constructs, when it is a tuple struct.
    fn constructed(&self, callee: ExprId) -> Option<Type> {
        let ExprKind::Name(binding) = self.b.module.expr(callee).kind else { return None };
        let BindingKind::Class(class) = self.b.module.binding(binding).kind else { return None };
        Some(Type { path: self.b.module.class(class).name.clone(), class: Some(class), args: Vec::new() })
    }

    fn tuple_struct_value(&mut self, ty: Type, call: &syn::ExprCall, span: Span) -> ExprId {
        let mut entries = Vec::new();
        for (index, arg) in call.args.iter().enumerate() {
            let at = self.expr_span(arg);
            let value = self.expr(arg);
            entries.push(Entry::Pair(Key::Name(index.to_string().into(), at), value, at));
        }
        self.object(Some(ty), entries, span)
    }
}
