//! Paths as expressions.

use proc_macro2::Span as TokenSpan;
use syn::{Path, QSelf};

use super::Lowerer;
use super::scopes::{Space, Target};
use crate::ir::{ExprId, ExprKind, Key, Type};
use crate::source::Span;

/// The names of a path, without generic arguments.
pub(super) fn segments(path: &Path) -> Vec<String> {
    path.segments.iter().map(|segment| name_of(&segment.ident)).collect()
}

/// A name without the `r#` of a raw identifier.
pub(super) fn name_of(ident: &proc_macro2::Ident) -> String {
    let name = ident.to_string();
    match name.strip_prefix("r#") {
        Some(plain) => plain.to_owned(),
        None => name,
    }
}

impl Lowerer<'_> {
    /// The value of a path.
    pub(super) fn path_expr(&mut self, qself: Option<&QSelf>, path: &Path) -> ExprId {
        let span = self.path_span(path);
        let names = segments(path);
        let last = path.segments.last().map_or_else(TokenSpan::call_site, |segment| segment.ident.span());
        let last = self.span(last, last);
        if let Some(qself) = qself {
            if let syn::Type::Path(ty) = &*qself.ty
                && let Some(name) = ty.path.get_ident().map(name_of)
                && let Some(binding) = self.type_param(&name)
            {
                let object = self.b.expr(ExprKind::Name(binding), span);
                let rest: Vec<String> = names.into_iter().skip(qself.position).collect();
                return self.members(object, &rest, span, last);
            }
            let owner = self.ty(&qself.ty);
            let rest: Vec<String> = names.into_iter().skip(qself.position).collect();
            return self.member_of_type(owner.as_ref(), &rest, span, last);
        }
        if let [name] = names.as_slice() {
            return self.name_expr(name, span);
        }
        if let Some(binding) = names.first().and_then(|name| self.type_param(name)) {
            let object = self.b.expr(ExprKind::Name(binding), span);
            return self.members(object, &names[1..], span, last);
        }
        if let Some((_, bound)) = self.generics.iter().rev().find(|(param, _)| Some(param) == names.first()) {
            let bound = bound.clone();
            return self.member_of_type(bound.as_ref(), &names[1..], span, last);
        }
        self.target_expr(&names, span, last)
    }

    /// The value of a single name.
    pub(super) fn name_expr(&mut self, name: &str, span: Span) -> ExprId {
        if name == "self" {
            return self.b.expr(ExprKind::This, span);
        }
        if let Some(binding) = self.b.lookup(name) {
            self.note_constant(binding);
            return self.b.expr(ExprKind::Name(binding), span);
        }
        if name == "None" {
            return self.b.expr(ExprKind::Null, span);
        }
        self.target_expr(&[name.to_owned()], span, span)
    }

    fn target_expr(&mut self, names: &[String], span: Span, last: Span) -> ExprId {
        match self.resolve(names, self.at, Space::Value) {
            Target::Value(binding) => {
                self.note_constant(binding);
                self.b.expr(ExprKind::Name(binding), span)
            }
            Target::Class(class, rest) => {
                let object = self.class_value(class, span);
                self.members(object, &rest, span, last)
            }
            Target::Alias(scope, name, rest) => {
                let ty = self.aliased(scope, &name);
                self.member_of_type(ty.as_ref(), &rest, span, last)
            }
            Target::Module(_) => self.b.expr(ExprKind::Global(names.join("::").into()), span),
            Target::Path(path) => self.b.expr(ExprKind::Global(path.join("::").into()), span),
        }
    }

    /// An associated function or constant of a type.
    fn member_of_type(&mut self, owner: Option<&Type>, rest: &[String], span: Span, last: Span) -> ExprId {
        match owner {
            Some(Type { class: Some(class), .. }) => {
                let object = self.class_value(*class, span);
                self.members(object, rest, span, last)
            }
            Some(Type { path, .. }) => {
                let mut global = path.strip_prefix("crate:").unwrap_or(path).to_owned();
                for name in rest {
                    global.push_str("::");
                    global.push_str(name);
                }
                self.b.expr(ExprKind::Global(global.into()), span)
            }
            None => self.b.unknown(span),
        }
    }

    fn members(&mut self, mut object: ExprId, rest: &[String], span: Span, last: Span) -> ExprId {
        for name in rest {
            object = self.b.expr(ExprKind::Member { object, key: Key::Name(name.as_str().into(), last) }, span);
        }
        object
    }

    /// Remembers which constants an expression uses, so that they can be put before it.
    fn note_constant(&mut self, binding: crate::ir::BindingId) {
        if self.constants.contains(&binding) {
            self.const_uses.push(binding);
        }
    }

    /// The name of a path for patterns and macros: of a class `Class::Variant`, else as resolved.
    pub(super) fn path_name(&self, names: &[String], space: Space) -> String {
        match self.resolve(names, self.at, space) {
            Target::Class(class, rest) => {
                let mut name = self.b.module.class(class).name.to_string();
                for segment in rest {
                    name.push_str("::");
                    name.push_str(&segment);
                }
                name
            }
            Target::Path(path) => path.join("::"),
            _ => names.join("::"),
        }
    }
}
