//! Types as paths.

use syn::spanned::Spanned;
use syn::{GenericArgument, GenericParam, Generics, PathArguments, ReturnType, TypeParamBound, WherePredicate};

use super::Lowerer;
use super::paths::segments;
use super::scopes::{Space, Target};
use crate::ir::{ClassId, Type};

/// Types that are what they hold, as far as a client can be recognised.
const WRAPPERS: [&str; 24] = [
    "Option",
    "Result",
    "Arc",
    "Rc",
    "Box",
    "Mutex",
    "RwLock",
    "Cow",
    "Pin",
    "RefCell",
    "Cell",
    "OnceCell",
    "OnceLock",
    "LazyLock",
    "LazyCell",
    "Lazy",
    "MutexGuard",
    "RwLockReadGuard",
    "RwLockWriteGuard",
    "BoxFuture",
    "LocalBoxFuture",
    "Weak",
    "ManuallyDrop",
    "LazyStatic",
];

/// Bounds that tell nothing of what a value can do.
const MARKERS: [&str; 12] =
    ["Send", "Sync", "Sized", "Unpin", "Copy", "Clone", "Debug", "Display", "Default", "PartialEq", "Eq", "Hash"];

/// How many generic arguments or tuple elements are kept.
const MAX_ARGS: usize = 8;
/// How long a chain of aliases is followed.
const MAX_ALIASES: u32 = 8;

impl Lowerer<'_> {
    /// The type as a path; `None` for `_`, `()`, function pointers and other types without one.
    pub(super) fn ty(&mut self, ty: &syn::Type) -> Option<Type> {
        self.nested(|| ty.span(), |this| this.ty_within(ty)).flatten()
    }

    fn ty_within(&mut self, ty: &syn::Type) -> Option<Type> {
        match ty {
            syn::Type::Reference(inner) => self.ty(&inner.elem),
            syn::Type::Paren(inner) => self.ty(&inner.elem),
            syn::Type::Group(inner) => self.ty(&inner.elem),
            syn::Type::Ptr(inner) => self.ty(&inner.elem),
            syn::Type::Slice(inner) => self.list("array", [&*inner.elem]),
            syn::Type::Array(inner) => self.list("array", [&*inner.elem]),
            syn::Type::Tuple(tuple) if tuple.elems.is_empty() => None,
            syn::Type::Tuple(tuple) => self.list("tuple", &tuple.elems),
            syn::Type::ImplTrait(bounds) => self.bound(&bounds.bounds),
            syn::Type::TraitObject(bounds) => self.bound(&bounds.bounds),
            syn::Type::Path(path) => match &path.qself {
                Some(qself) => {
                    // `<T as Trait>::Output` is known by its owner at best.
                    let owner = self.ty(&qself.ty)?;
                    let name = path.path.segments.last()?.ident.to_string();
                    Some(Type { path: format!("{}::{name}", owner.path).into(), class: None, args: Vec::new() })
                }
                None => self.path_ty(&path.path),
            },
            _ => None,
        }
    }

    #[allow(clippy::unnecessary_wraps)] // the arms above are all optional
    fn list<'a>(&mut self, name: &str, elements: impl IntoIterator<Item = &'a syn::Type>) -> Option<Type> {
        let outer = self.enter_args();
        let args = elements.into_iter().take(MAX_ARGS).filter_map(|element| self.ty(element)).collect();
        self.alias_depth = outer;
        Some(Type { path: name.into(), class: None, args })
    }

    /// The first bound that says something.
    pub(super) fn bound<'a>(&mut self, bounds: impl IntoIterator<Item = &'a TypeParamBound>) -> Option<Type> {
        bounds.into_iter().find_map(|bound| match bound {
            TypeParamBound::Trait(bound) => {
                let last = bound.path.segments.last()?;
                if MARKERS.iter().any(|marker| last.ident == marker) {
                    return None;
                }
                if let PathArguments::AngleBracketed(args) = &last.arguments
                    && last.ident == "Future"
                {
                    return args.args.iter().find_map(|arg| match arg {
                        GenericArgument::AssocType(output) if output.ident == "Output" => self.ty(&output.ty),
                        _ => None,
                    });
                }
                self.path_ty(&bound.path)
            }
            _ => None,
        })
    }

    /// The type that a path names.
    pub(super) fn path_ty(&mut self, path: &syn::Path) -> Option<Type> {
        let last = path.segments.last()?;
        let mut args = self.type_args(&last.arguments);
        let names = segments(path);
        if let [name] = names.as_slice()
            && let Some((_, bound)) = self.generics.iter().rev().find(|(param, _)| param == name)
        {
            return bound.clone();
        }
        let target = self.resolve(&names, self.at, Space::Type);
        let own = matches!(target, Target::Class(..) | Target::Alias(..));
        if !own && WRAPPERS.iter().any(|wrapper| last.ident == wrapper) {
            // A bare `Result` is some alias of which nothing is known.
            return if args.is_empty() { None } else { Some(args.swap_remove(0)) };
        }
        match target {
            Target::Class(class, rest) if rest.is_empty() => {
                Some(Type { path: self.b.module.class(class).name.clone(), class: Some(class), args })
            }
            // A variant, or an associated type of which nothing is known.
            Target::Class(class, rest) => {
                let path = format!("{}::{}", self.b.module.class(class).name, rest.join("::"));
                let is_variant = self.variants.contains(&(class, rest[0].clone()));
                Some(Type { path: path.into(), class: is_variant.then_some(class), args })
            }
            Target::Alias(scope, name, rest) if rest.is_empty() => {
                let aliased = self.aliased(scope, &name);
                // `type Result<T> = std::result::Result<T, Error>`: the argument is what counts.
                if WRAPPERS.contains(&name.as_str()) && !args.is_empty() { Some(args.swap_remove(0)) } else { aliased }
            }
            Target::Path(path) => Some(Type { path: path_name(&path), class: None, args }),
            Target::Alias(..) | Target::Value(_) | Target::Module(_) => None,
        }
    }

    /// The types among generic arguments.
    pub(super) fn type_args(&mut self, arguments: &PathArguments) -> Vec<Type> {
        match arguments {
            PathArguments::AngleBracketed(args) => self.angle_args(args),
            _ => Vec::new(),
        }
    }

    /// The types between `<` and `>`.
    pub(super) fn angle_args(&mut self, args: &syn::AngleBracketedGenericArguments) -> Vec<Type> {
        let outer = self.enter_args();
        let types = args
            .args
            .iter()
            .filter_map(|arg| match arg {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
            .take(MAX_ARGS)
            .filter_map(|ty| self.ty(ty))
            .collect();
        self.alias_depth = outer;
        types
    }

    /// Within an alias the aliases among arguments stay closed: opening all of them could take for ever.
    fn enter_args(&mut self) -> u32 {
        let outer = self.alias_depth;
        if outer > 0 {
            self.alias_depth = MAX_ALIASES;
        }
        outer
    }

    /// What a `type` alias stands for.
    pub(super) fn aliased(&mut self, scope: usize, name: &str) -> Option<Type> {
        let key = (scope, name.to_owned());
        if let Some(known) = self.alias_types.get(&key) {
            return known.clone();
        }
        if self.alias_depth >= MAX_ALIASES {
            return None;
        }
        let alias = self.scopes.get(scope)?.aliases.get(name)?.clone();
        let at = std::mem::replace(&mut self.at, scope);
        self.alias_depth += 1;
        let mut aliased = self.ty(&alias);
        self.alias_depth -= 1;
        self.at = at;
        // It is copied to every use: keep it small.
        for arg in aliased.iter_mut().flat_map(|ty| &mut ty.args).flat_map(|arg| &mut arg.args) {
            arg.args.clear();
        }
        if self.alias_depth == 0 {
            self.alias_types.insert(key, aliased.clone());
        }
        aliased
    }

    /// What a function says it returns.
    pub(super) fn returns(&mut self, output: &ReturnType) -> Option<Type> {
        match output {
            ReturnType::Default => None,
            ReturnType::Type(_, ty) => self.ty(ty),
        }
    }

    /// Puts type parameters in scope; they stand for their bounds. Gives the number to drop afterwards.
    pub(super) fn push_generics(&mut self, generics: &Generics) -> usize {
        let before = self.generics.len();
        for param in &generics.params {
            if let GenericParam::Type(param) = param {
                self.generics.push((param.ident.to_string(), None));
            }
        }
        for param in &generics.params {
            if let GenericParam::Type(param) = param {
                let bound = self.bound(&param.bounds);
                self.set_bound(before, &param.ident.to_string(), bound);
            }
        }
        for predicate in generics.where_clause.iter().flat_map(|clause| &clause.predicates) {
            if let WherePredicate::Type(predicate) = predicate
                && let syn::Type::Path(path) = &predicate.bounded_ty
                && let Some(name) = path.path.get_ident()
            {
                let bound = self.bound(&predicate.bounds);
                self.set_bound(before, &name.to_string(), bound);
            }
        }
        before
    }

    fn set_bound(&mut self, from: usize, name: &str, bound: Option<Type>) {
        if let Some((_, known)) = self.generics[from..].iter_mut().find(|(param, _)| param == name)
            && known.is_none()
        {
            *known = bound;
        }
    }

    /// The class of this file that a type names, or one made for a type of another file.
    pub(super) fn class_of(&mut self, ty: &syn::Type) -> Option<ClassId> {
        let span = self.token(ty);
        let ty = self.ty(ty)?;
        if ty.class.is_some() {
            return ty.class;
        }
        if let Some(&class) = self.foreign.get(&ty.path) {
            return Some(class);
        }
        let class = self.b.class(super::items::empty_class(ty.path.clone(), span));
        self.foreign.insert(ty.path, class);
        Some(class)
    }
}

/// A resolved path as the path of a type.
fn path_name(path: &[String]) -> Box<str> {
    match path {
        [name] if name == "String" => "crate:std::string::String".into(),
        [name] if name == "Vec" => "crate:std::vec::Vec".into(),
        // Primitive types belong to no crate.
        [name] if name.starts_with(|c: char| c.is_ascii_lowercase()) => name.as_str().into(),
        _ => format!("crate:{}", path.join("::")).into(),
    }
}
