//! What attributes say of modules and macros.

use proc_macro2::{TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Lit, Meta, Token};

use super::conventions::{is_of_test, is_printing};

/// The files that `#[path = "…"]` and `#[cfg_attr(…, path = "…")]` give, in order.
pub(super) fn paths(attrs: &[Attribute]) -> Vec<String> {
    let mut found = Vec::new();
    for attr in attrs {
        match &attr.meta {
            Meta::NameValue(pair) if pair.path.is_ident("path") => {
                if let Expr::Lit(syn::ExprLit { lit: Lit::Str(text), .. }) = &pair.value {
                    found.push(text.value());
                }
            }
            Meta::List(list) if list.path.is_ident("cfg_attr") => {
                let tokens: Vec<TokenTree> = list.tokens.clone().into_iter().collect();
                for three in tokens.windows(3) {
                    if let [TokenTree::Ident(word), TokenTree::Punct(is), TokenTree::Literal(text)] = three
                        && word == "path"
                        && is.as_char() == '='
                        && let Lit::Str(text) = Lit::new(text.clone())
                    {
                        found.push(text.value());
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether a module always is in the file that `#[path]` gives.
pub(super) fn is_moved(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| matches!(&attr.meta, Meta::NameValue(pair) if pair.path.is_ident("path")))
}

/// Attributes that say nothing of where or how an item is used.
const HINTS: [&str; 13] = [
    "doc",
    "derive",
    "allow",
    "warn",
    "deny",
    "expect",
    "inline",
    "must_use",
    "deprecated",
    "cold",
    "path",
    "macro_use",
    "track_caller",
];

/// What an attribute says, without brackets and blanks: `cfg(feature="ssr")`. `None` for mere hints.
pub(super) fn said(attr: &Attribute) -> Option<String> {
    let path = attr.path();
    if HINTS.iter().any(|hint| path.is_ident(hint)) {
        return None;
    }
    let mut text = path.segments.iter().map(|segment| segment.ident.to_string()).collect::<Vec<_>>().join("::");
    if let Meta::List(list) = &attr.meta {
        let inner = list.tokens.to_string();
        text.push('(');
        text.extend(inner.chars().filter(|c| !c.is_whitespace()));
        text.push(')');
    }
    Some(text)
}

/// What an attribute says, also behind a condition.
pub(super) fn metas(attr: &Attribute) -> Vec<Meta> {
    if attr.path().is_ident("cfg_attr") {
        let parts = attr.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).unwrap_or_default();
        return parts.into_iter().skip(1).collect();
    }
    vec![attr.meta.clone()]
}

/// The last names of what is derived: `Deserialize` of `#[derive(serde::Deserialize)]`.
pub(super) fn derives(attrs: &[Attribute]) -> Vec<String> {
    derived(attrs).iter().filter_map(|path| Some(path.segments.last()?.ident.to_string())).collect()
}

/// Whether something else than the `Debug` that the compiler derives says what is printed of a type.
pub(super) fn prints_itself(attrs: &[Attribute]) -> bool {
    let is_standard = |path: &syn::Path| {
        let named = |at: usize, names: &[&str]| {
            path.segments.iter().nth(at).is_some_and(|it| names.iter().any(|name| it.ident == name))
        };
        let last = path.segments.len().saturating_sub(1);
        named(last, &["Debug"]) && (last == 0 || named(0, &["std", "core", "fmt"]))
    };
    !derived(attrs).iter().any(is_standard) || has_printing(attrs)
}

/// Whether an attribute says how something is printed.
pub(super) fn has_printing(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| is_printing(attr.path()))
}

/// The paths of what is derived.
fn derived(attrs: &[Attribute]) -> Vec<syn::Path> {
    let paths = |meta: Meta| match meta {
        Meta::List(list) if list.path.is_ident("derive") => {
            list.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated).unwrap_or_default()
        }
        _ => Punctuated::new(),
    };
    attrs.iter().flat_map(metas).flat_map(paths).collect()
}

/// `#[macro_use]`
pub(super) fn is_macro_use(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| attr.path().is_ident("macro_use"))
}

/// Whether something is there in tests only: `#[cfg(test)]` and conditions with `test` in them, but for `not(test)`.
pub(super) fn is_test(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| match &attr.meta {
        Meta::List(list) if list.path.is_ident("cfg") => asks_for_tests(list.tokens.clone(), 0),
        _ => false,
    })
}

/// Whether a function is a test: `#[test]`, `#[tokio::test]`, `#[rstest]`, `#[wasm_bindgen_test]`.
pub(super) fn is_test_function(attrs: &[Attribute]) -> bool {
    let last = |attr: &Attribute| attr.path().segments.last().map(|last| last.ident.to_string());
    attrs.iter().filter_map(last).any(|name| is_of_test(&name))
}

fn asks_for_tests(condition: TokenStream, depth: u32) -> bool {
    let mut negated = false;
    for token in condition {
        match token {
            TokenTree::Ident(word) if word == "test" => return true,
            TokenTree::Ident(word) => negated = word == "not",
            TokenTree::Group(group) if !negated && depth < 16 && asks_for_tests(group.stream(), depth + 1) => {
                return true;
            }
            _ => {}
        }
    }
    false
}
