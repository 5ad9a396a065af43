//! What belongs to a type: its fields and variants, what its traits and `impl`s give.

use syn::{Fields, ImplItem, TraitItem, Visibility};

use super::Lowerer;
use super::attributes::{derives, has_printing, is_test, prints_itself};
use super::conventions::{is_reading, is_serializing};
use super::functions::FunctionContext;
use super::items::is_pub;
use super::paths::{name_of, segments};
use super::scopes::{Space, Target};
use super::serde_names::{Names, field_in_case, in_case, names};
use super::type_params::params_of_self;
use crate::ir::{ClassId, ExprKind, Field, Key, Method, MethodKind};
use crate::source::Span;

/// The method by which a type is written for people. Several traits have one that is called `fmt`.
const DISPLAYED: &str = "Display::fmt";

impl Lowerer<'_> {
    /// The fields of a struct, or of a variant.
    pub(super) fn fields(&mut self, class: ClassId, fields: &Fields, attrs: &[syn::Attribute], is_public: bool) {
        let container = names(attrs);
        let derived = derives(attrs);
        let is_read = derived.iter().any(|derive| is_reading(derive));
        let has_default = derived.iter().any(|derive| derive == "Default");
        let mut lowered = Vec::new();
        let mut renames: Vec<(Box<str>, Box<str>)> = Vec::new();
        let mut optional: Vec<Box<str>> = Vec::new();
        for (index, field) in fields.iter().enumerate() {
            let name = field.ident.as_ref().map_or_else(|| index.to_string(), name_of);
            let span = match &field.ident {
                Some(ident) => self.token(ident),
                None => self.token(&field.ty),
            };
            let own = names(&field.attrs);
            if own.optional {
                optional.push(name.as_str().into());
            }
            let whole = (container.transparent && field.ident.is_some()).then(|| "*".to_owned());
            let written = own.rename.or(whole).or_else(|| {
                let case = container.rename_all.as_deref()?;
                field.ident.as_ref().and_then(|_| field_in_case(&name, case))
            });
            if let Some(renamed) = written.filter(|written| *written != name) {
                renames.push((name.as_str().into(), renamed.into()));
            }
            let ty = self.ty(&field.ty);
            let default = self.field_default(&name, &field.attrs, span);
            lowered.push(Field {
                key: Key::Name(name.into(), span),
                value: None,
                is_static: false,
                ty,
                is_decorated: false,
                default,
                is_read,
                injected: None,
                is_filled_elsewhere: is_read || is_public && matches!(field.vis, Visibility::Public(_)),
                starts_empty: has_default && is_option(&field.ty),
            });
        }
        let class = self.b.class_mut(class);
        class.fields.extend(lowered);
        class.renames.extend(renames);
        class.optional.extend(optional);
        class.serializes_itself |= container.replaced;
        class.prints_itself |= prints_itself(attrs) || fields.iter().any(|field| has_printing(&field.attrs));
    }

    /// The variants of an enum that hold nothing.
    pub(super) fn enumeration(&mut self, class: ClassId, item: &syn::ItemEnum) {
        let container = names(&item.attrs);
        let texts = self.variant_texts(item);
        self.b.class_mut(class).texts = texts;
        for variant in &item.variants {
            let name = name_of(&variant.ident);
            let span = self.token(&variant.ident);
            let renamed = written_variant(variant, &container).filter(|renamed| *renamed != name);
            let written = renamed.clone().unwrap_or_else(|| name.clone());
            if let Some(renamed) = renamed {
                self.b.class_mut(class).renames.push((name.as_str().into(), renamed.into()));
            }
            if !matches!(variant.fields, Fields::Unit) {
                self.fields_of_variant(class, variant, container.rename_all_fields.as_deref());
                continue;
            }
            let value = match &variant.discriminant {
                Some((_, value)) => self.expr(value),
                // The name in serialised data is also what tells it from its siblings.
                None => {
                    self.b.module.unit_variants.insert(span, class);
                    self.b.expr(ExprKind::Str(written.into()), span)
                }
            };
            let field = Field {
                key: Key::Name(name.into(), span),
                value: Some(value),
                is_static: true,
                ty: None,
                is_decorated: false,
                default: None,
                is_read: false,
                injected: None,
                is_filled_elsewhere: false,
                starts_empty: false,
            };
            self.b.class_mut(class).fields.push(field);
        }
    }

    /// The names that the fields of a variant have in serialised data.
    fn fields_of_variant(&mut self, class: ClassId, variant: &syn::Variant, case: Option<&str>) {
        let own_case = names(&variant.attrs).rename_all;
        let case = own_case.as_deref().or(case);
        for field in &variant.fields {
            let Some(name) = field.ident.as_ref().map(name_of) else { continue };
            let own = names(&field.attrs);
            let place: Box<str> = format!("{}.{name}", name_of(&variant.ident)).into();
            let class = self.b.class_mut(class);
            if own.optional {
                class.optional.push(place.clone());
            }
            if let Some(written) = own.rename.or_else(|| field_in_case(&name, case?)).filter(|written| *written != name)
            {
                class.renames.push((place, written.into()));
            }
        }
    }

    /// What a trait gives, and what it asks for.
    pub(super) fn trait_items(&mut self, class: ClassId, item: &syn::ItemTrait) {
        let generics = self.push_generics(&item.generics);
        let outer = self.self_class.replace(class);
        for item in &item.items {
            match item {
                TraitItem::Fn(function) => {
                    if let Some(body) = &function.default {
                        let span = self.span(function.sig.fn_token.span, body.brace_token.span.close());
                        self.method(class, &function.sig, body, span, true);
                    } else {
                        self.traits.require(class, name_of(&function.sig.ident));
                    }
                }
                TraitItem::Const(constant) => {
                    if let Some((_, value)) = &constant.default {
                        self.associated(class, &constant.ident, &constant.ty, value);
                    }
                }
                _ => {}
            }
        }
        self.self_class = outer;
        self.generics.truncate(generics);
    }

    /// The methods and constants of an `impl`.
    pub(super) fn implementation(&mut self, item: &syn::ItemImpl) {
        let generics = self.push_generics(&item.generics);
        let class = self.class_of(&item.self_ty);
        let of = match &item.trait_ {
            Some((path, _)) => match self.resolve(&segments(path), self.at, Space::Type) {
                Target::Class(of, _) => Some(of),
                _ => None,
            },
            None => None,
        };
        if let (Some(class), Some((path, _))) = (class, &item.trait_)
            && path.segments.last().is_some_and(|trait_| is_serializing(&trait_.ident))
        {
            self.b.class_mut(class).serializes_itself = true;
        }
        // What implements it for whatever fits may be anything.
        if let (Some(of), None) = (of, class) {
            self.b.class_mut(of).is_implementable = true;
        }
        // What implements a trait for pointers to its implementors only passes on what it is asked.
        if let Some(class) = class.filter(|class| of != Some(*class)) {
            if let Some(of) = of {
                let test = self.in_test || is_test(&item.attrs);
                self.traits.implement(of, class, test);
            }
            let outer = self.self_class.replace(class);
            let outer_params = std::mem::replace(&mut self.self_params, params_of_self(&item.self_ty));
            let is_display = matches!(&item.trait_, Some((path, _)) if path.segments.last().is_some_and(|last| last.ident == "Display"));
            for member in &item.items {
                match member {
                    ImplItem::Fn(function) => {
                        let exported = item.trait_.is_some() || is_pub(&function.vis);
                        let end = function.block.brace_token.span.close();
                        let span = self.span(function.sig.fn_token.span, end);
                        self.method(class, &function.sig, &function.block, span, exported);
                        if is_display
                            && let Some(Method { key: Key::Name(name, _), .. }) =
                                self.b.class_mut(class).methods.last_mut()
                        {
                            *name = DISPLAYED.into();
                        }
                    }
                    ImplItem::Const(constant) => {
                        self.associated(class, &constant.ident, &constant.ty, &constant.expr);
                    }
                    _ => {}
                }
            }
            self.self_class = outer;
            self.self_params = outer_params;
        }
        self.generics.truncate(generics);
    }

    fn method(&mut self, class: ClassId, sig: &syn::Signature, body: &syn::Block, span: Span, exported: bool) {
        let is_static = !matches!(sig.inputs.first(), Some(syn::FnArg::Receiver(_)));
        let function = self.function(sig, Some(body), &FunctionContext { span, class: Some(class), exported });
        let key = Key::Name(name_of(&sig.ident).into(), self.token(&sig.ident));
        self.b.class_mut(class).methods.push(Method { key, function, is_static, kind: MethodKind::Method });
    }

    fn associated(&mut self, class: ClassId, name: &proc_macro2::Ident, ty: &syn::Type, value: &syn::Expr) {
        let ty = self.ty(ty);
        let value = self.expr(value);
        let key = Key::Name(name_of(name).into(), self.token(name));
        self.b.class_mut(class).fields.push(Field {
            key,
            value: Some(value),
            is_static: true,
            ty,
            is_decorated: false,
            default: None,
            is_read: false,
            injected: None,
            is_filled_elsewhere: false,
            starts_empty: false,
        });
    }
}

/// Whether a type is an `Option`.
fn is_option(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Option"))
}

/// The name that attributes give a variant in serialised data, which also tells it from its siblings.
pub(super) fn written_variant(variant: &syn::Variant, container: &Names) -> Option<String> {
    let own = names(&variant.attrs).rename;
    own.or_else(|| in_case(&name_of(&variant.ident), container.rename_all.as_deref()?))
}
