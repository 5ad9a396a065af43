//! Type parameters that code asks for what belongs to a type: `E::PATH`. A function has a variable for each, which its
//! calls fill with the type.

use syn::{FnArg, GenericArgument, PathArguments, Signature};

use super::Lowerer;
use super::paths::name_of;
use crate::ir::{BindingId, BindingKind, ClassId, TypeParam};
use crate::source::Span;

/// A type parameter of the function that is lowered.
pub(super) struct Declared {
    name: String,
    param: TypeParam,
    is_used: bool,
}

/// The name by which a trait's code means the type that implements it.
const SELF: &str = "Self";

impl Lowerer<'_> {
    /// Declares the type parameters that a function sees, its own and those of the `impl` or trait around it.
    pub(super) fn declare_type_params(&mut self, sig: &Signature, class: Option<ClassId>, span: Span) -> Vec<Declared> {
        let own: Vec<String> = sig.generics.type_params().map(|param| name_of(&param.ident)).collect();
        let known: Vec<(String, ClassId)> =
            self.generics.iter().filter_map(|(name, bound)| Some((name.clone(), bound.as_ref()?.class?))).collect();
        let mut declared: Vec<Declared> = Vec::new();
        for (name, bound) in known {
            let binding = self.b.binding(&name, span, BindingKind::Variable, None);
            let param = TypeParam {
                binding,
                bound,
                argument: sig
                    .inputs
                    .iter()
                    .filter(|input| matches!(input, FnArg::Typed(_)))
                    .position(|input| matches!(input, FnArg::Typed(typed) if is_named(&typed.ty, &name))),
                place: own.iter().position(|own| *own == name),
                of_self: self.self_params.iter().position(|param| *param == name),
                is_self: false,
                is_asked: false,
            };
            declared.retain(|known| known.name != name);
            declared.push(Declared { name, param, is_used: false });
        }
        if let Some(bound) = class.filter(|class| self.traits.is_trait(*class)) {
            let binding = self.b.binding(SELF, span, BindingKind::Variable, None);
            let param = TypeParam {
                binding,
                bound,
                argument: None,
                place: None,
                of_self: None,
                is_self: true,
                is_asked: false,
            };
            declared.push(Declared { name: SELF.to_owned(), param, is_used: false });
        }
        std::mem::replace(&mut self.type_params, declared)
    }

    /// Ends a function, and gives its parameters. What implements a trait is one only where the code asks for it.
    pub(super) fn used_type_params(&mut self, outer: Vec<Declared>) -> Vec<TypeParam> {
        let declared = std::mem::replace(&mut self.type_params, outer);
        let is_kept = |known: &Declared| known.is_used || !known.param.is_self;
        declared.into_iter().filter(is_kept).map(|known| TypeParam { is_asked: known.is_used, ..known.param }).collect()
    }

    /// The variable of a type parameter.
    pub(super) fn type_param(&mut self, name: &str) -> Option<BindingId> {
        let known = self.type_params.iter_mut().rev().find(|known| known.name == name)?;
        known.is_used = true;
        Some(known.param.binding)
    }
}

/// Whether a type is a type parameter, or a reference or pointer to one.
fn is_named(ty: &syn::Type, name: &str) -> bool {
    match ty {
        syn::Type::Reference(inner) => is_named(&inner.elem, name),
        syn::Type::Paren(inner) => is_named(&inner.elem, name),
        syn::Type::Path(path) if path.qself.is_none() => {
            path.path.is_ident(name)
                || path.path.segments.last().is_some_and(|last| match &last.arguments {
                    PathArguments::AngleBracketed(args)
                        if ["Arc", "Rc", "Box"].iter().any(|held| last.ident == held) =>
                    {
                        args.args.iter().any(|arg| matches!(arg, GenericArgument::Type(ty) if is_named(ty, name)))
                    }
                    _ => false,
                })
        }
        _ => false,
    }
}

/// The type parameters that stand among the arguments of the type that an `impl` is for, in their places.
pub(super) fn params_of_self(ty: &syn::Type) -> Vec<String> {
    let syn::Type::Path(path) = ty else { return Vec::new() };
    let Some(PathArguments::AngleBracketed(args)) = path.path.segments.last().map(|last| &last.arguments) else {
        return Vec::new();
    };
    let types = args.args.iter().filter_map(|arg| match arg {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    let name = |ty: &syn::Type| match ty {
        syn::Type::Path(path) => path.path.get_ident().map(name_of),
        _ => None,
    };
    types.map(|ty| name(ty).unwrap_or_default()).collect()
}
