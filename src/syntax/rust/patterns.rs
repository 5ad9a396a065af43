//! Patterns, and the bindings they make.

use syn::spanned::Spanned;
use syn::{Expr, Pat};

use super::Lowerer;
use super::paths::{name_of, segments};
use super::scopes::{Space, Target};
use super::spans;
use crate::ir::{BindingKind, ExprKind, Key, Pattern, Type};

/// Items before the rest, and the rest.
type Items = (Vec<Option<Pattern>>, Option<Box<Pattern>>);

impl Lowerer<'_> {
    /// Lowers a pattern and declares its bindings in the innermost scope.
    pub(super) fn pattern(&mut self, pat: &Pat, parameter: bool, ty: Option<Type>) -> Pattern {
        let outer = std::mem::take(&mut self.pattern_names);
        let pattern = self.part(pat, parameter, ty);
        self.pattern_names = outer;
        pattern
    }

    fn part(&mut self, pat: &Pat, parameter: bool, ty: Option<Type>) -> Pattern {
        self.nested(|| pat.span(), |this| this.part_within(pat, parameter, ty)).unwrap_or(Pattern::Ignore)
    }

    fn part_within(&mut self, pat: &Pat, parameter: bool, ty: Option<Type>) -> Pattern {
        match pat {
            Pat::Ident(ident) => self.ident(ident, parameter, ty),
            Pat::Guard(guarded) => self.part(&guarded.pat, parameter, ty),
            Pat::Paren(paren) => self.part(&paren.pat, parameter, ty),
            Pat::Reference(reference) => self.part(&reference.pat, parameter, ty),
            Pat::Type(typed) => {
                let ty = self.ty(&typed.ty);
                self.part(&typed.pat, parameter, ty)
            }
            Pat::Or(or) => Pattern::Or(or.cases.iter().map(|case| self.part(case, parameter, ty.clone())).collect()),
            Pat::Lit(lit) => Pattern::Literal(self.literal(&lit.lit)),
            Pat::Path(path) => {
                let names = segments(&path.path);
                if names.last().is_some_and(|name| name == "None") {
                    let span = self.path_span(&path.path);
                    return Pattern::Literal(self.b.expr(ExprKind::Null, span));
                }
                Pattern::Literal(self.path_expr(path.qself.as_ref(), &path.path))
            }
            Pat::TupleStruct(tuple) => {
                let names = segments(&tuple.path);
                let own =
                    matches!(self.resolve(&names, self.at, Space::Type), Target::Class(_, rest) if rest.is_empty());
                if own {
                    return self.tuple_struct(tuple, parameter);
                }
                let path = self.path_name(&names, Space::Type);
                let items = tuple
                    .elems
                    .iter()
                    .map(|element| {
                        // `Some` and `Ok` are stripped from types as well.
                        let inner = if tuple.elems.len() == 1 { ty.clone() } else { None };
                        self.part(element, parameter, inner.filter(|_| is_transparent(&path)))
                    })
                    .collect();
                Pattern::Variant { path: path.into(), items }
            }
            Pat::Struct(structure) => {
                let mut fields = Vec::new();
                for field in &structure.fields {
                    let key = self.member_key(&field.member);
                    fields.push((key, self.part(&field.pat, parameter, None)));
                }
                let names = segments(&structure.path);
                let path = self.is_variant(&names).then(|| self.path_name(&names, Space::Type).into());
                Pattern::Object { path, fields, rest: None }
            }
            Pat::Tuple(tuple) => {
                let types = ty.filter(|ty| &*ty.path == "tuple").map(|ty| ty.args);
                let (items, rest) = self.sequence(tuple.elems.iter(), parameter, types);
                Pattern::Array { items, rest }
            }
            Pat::Slice(slice) => {
                let (items, rest) = self.sequence(slice.elems.iter(), parameter, None);
                Pattern::Array { items, rest }
            }
            _ => Pattern::Ignore,
        }
    }

    fn tuple_struct(&mut self, tuple: &syn::PatTupleStruct, parameter: bool) -> Pattern {
        let mut fields = Vec::new();
        for (index, element) in tuple.elems.iter().enumerate() {
            if matches!(element, Pat::Rest(_)) {
                break;
            }
            let span = self.path_span(&tuple.path);
            fields.push((Key::Name(index.to_string().into(), span), self.part(element, parameter, None)));
        }
        Pattern::Object { path: None, fields, rest: None }
    }

    fn sequence<'a>(
        &mut self,
        elements: impl Iterator<Item = &'a Pat>,
        parameter: bool,
        types: Option<Vec<Type>>,
    ) -> Items {
        let elements: Vec<&Pat> = elements.collect();
        // Untyped elements are left out of a type's arguments, so they are in step only when all are there.
        let types = types.filter(|types| types.len() == elements.len());
        let mut items = Vec::new();
        let mut rest = None;
        let mut after_rest = false;
        for (index, element) in elements.into_iter().enumerate() {
            match element {
                Pat::Rest(_) => after_rest = true,
                Pat::Ident(ident) if matches!(ident.subpat.as_ref().map(|(_, sub)| &**sub), Some(Pat::Rest(_))) => {
                    after_rest = true;
                    rest = Some(Box::new(self.declare(ident, parameter, None)));
                }
                _ => {
                    let ty = types.as_ref().and_then(|types| types.get(index).cloned());
                    let pattern = self.part(element, parameter, ty);
                    // What stands after `..` is declared, but its place is not known.
                    if !after_rest {
                        items.push(if matches!(pattern, Pattern::Ignore) { None } else { Some(pattern) });
                    }
                }
            }
        }
        (items, rest)
    }

    fn ident(&mut self, ident: &syn::PatIdent, parameter: bool, ty: Option<Type>) -> Pattern {
        let name = name_of(&ident.ident);
        if let Some((_, sub)) = &ident.subpat {
            let pattern = self.declare(ident, parameter, ty);
            self.part(sub, parameter, None);
            return pattern;
        }
        // A constant or a variant is compared with and binds nothing; by convention only those are capitalised.
        if ident.by_ref.is_none() && ident.mutability.is_none() && name.starts_with(|c: char| c.is_ascii_uppercase()) {
            let span = self.token(&ident.ident);
            return Pattern::Literal(self.name_expr(&name, span));
        }
        self.declare(ident, parameter, ty)
    }

    fn declare(&mut self, ident: &syn::PatIdent, parameter: bool, ty: Option<Type>) -> Pattern {
        let name = name_of(&ident.ident);
        if let Some((_, binding)) = self.pattern_names.iter().find(|(known, _)| *known == name) {
            return Pattern::Binding(*binding);
        }
        let span = self.token(&ident.ident);
        let kind = if parameter { BindingKind::Parameter } else { BindingKind::Variable };
        let binding = self.b.declare(&name, span, kind, ty);
        self.pattern_names.push((name, binding));
        self.note_referent(binding);
        Pattern::Binding(binding)
    }

    /// The target of an assignment.
    pub(super) fn target(&mut self, expr: &Expr) -> Pattern {
        self.nested(|| spans::first(expr), |this| this.target_within(expr)).unwrap_or(Pattern::Ignore)
    }

    fn target_within(&mut self, expr: &Expr) -> Pattern {
        match expr {
            Expr::Infer(_) => Pattern::Ignore,
            Expr::Paren(paren) => self.target(&paren.expr),
            Expr::Group(group) => self.target(&group.expr),
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => self.target(&unary.expr),
            Expr::Tuple(tuple) => {
                Pattern::Array { items: tuple.elems.iter().map(|e| Some(self.target(e))).collect(), rest: None }
            }
            Expr::Array(array) => {
                Pattern::Array { items: array.elems.iter().map(|e| Some(self.target(e))).collect(), rest: None }
            }
            other => {
                let place = self.expr(other);
                match self.b.module.expr(place).kind {
                    ExprKind::Name(binding) => Pattern::Binding(binding),
                    _ => Pattern::Place(place),
                }
            }
        }
    }

    /// A field name as a key.
    pub(super) fn member_key(&mut self, member: &syn::Member) -> Key {
        let token = spans::member(member);
        let span = self.span(token, token);
        match member {
            syn::Member::Named(name) => Key::Name(name_of(name).into(), span),
            syn::Member::Unnamed(index) => Key::Name(index.index.to_string().into(), span),
        }
    }
}

/// Variants that values are not wrapped in.
fn is_transparent(path: &str) -> bool {
    matches!(path.rsplit("::").next(), Some("Some" | "Ok"))
}
