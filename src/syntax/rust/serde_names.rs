//! The names that serde gives fields and variants in serialised data.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, LitStr, Meta, MetaList, Token};

use super::attributes::metas;
use super::conventions::is_naming;

/// What `#[serde(…)]` says on a container, field or variant.
#[derive(Default)]
pub(super) struct Names {
    pub rename: Option<String>,
    pub rename_all: Option<String>,
    /// Of an enum: the case of the fields of its variants.
    pub rename_all_fields: Option<String>,
    /// `skip_serializing_if`
    pub optional: bool,
    /// `transparent`: the only field stands for the whole.
    pub transparent: bool,
    /// `into`: another type is serialised in its place.
    pub replaced: bool,
}

/// Reads the serde attributes among `attrs`.
pub(super) fn names(attrs: &[Attribute]) -> Names {
    let mut names = Names::default();
    for list in attrs.iter().flat_map(lists) {
        // An attribute that serde itself would refuse names nothing.
        let _ = list.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                names.rename = value(&meta)?.or(names.rename.take());
            } else if meta.path.is_ident("rename_all") {
                names.rename_all = value(&meta)?.or(names.rename_all.take());
            } else if meta.path.is_ident("rename_all_fields") {
                names.rename_all_fields = value(&meta)?.or(names.rename_all_fields.take());
            } else if meta.path.is_ident("skip") || meta.path.is_ident("skip_serializing") {
                names.rename = Some(String::new());
            } else if meta.path.is_ident("flatten") {
                names.rename = Some("*".into());
            } else if meta.path.is_ident("transparent") {
                names.transparent = true;
            } else {
                names.replaced |= meta.path.is_ident("into");
                names.optional |= meta.path.is_ident("skip_serializing_if");
                skip(&meta)?;
            }
            Ok(())
        });
    }
    names
}

/// What an attribute says of names; behind a condition, too: without the feature nothing is serialised at all.
fn lists(attr: &Attribute) -> Vec<MetaList> {
    let is_ours = |meta: Meta| match meta {
        Meta::List(list) if is_naming(&list.path) => Some(list),
        _ => None,
    };
    metas(attr).into_iter().filter_map(is_ours).collect()
}

/// `= "x"`, or the `serialize` of `(serialize = "x", deserialize = "y")`.
fn value(meta: &ParseNestedMeta) -> syn::Result<Option<String>> {
    if meta.input.peek(Token![=]) {
        return Ok(Some(meta.value()?.parse::<LitStr>()?.value()));
    }
    let mut found = None;
    if meta.input.peek(syn::token::Paren) {
        meta.parse_nested_meta(|inner| {
            let text = inner.value()?.parse::<LitStr>()?.value();
            if inner.path.is_ident("serialize") {
                found = Some(text);
            }
            Ok(())
        })?;
    }
    Ok(found)
}

fn skip(meta: &ParseNestedMeta) -> syn::Result<()> {
    if meta.input.peek(Token![=]) {
        meta.value()?.parse::<syn::Expr>()?;
    } else if meta.input.peek(syn::token::Paren) {
        let inner;
        syn::parenthesized!(inner in meta.input);
        inner.parse::<proc_macro2::TokenStream>()?;
    }
    Ok(())
}

/// A field's name in the case that `rename_all` asks for: its words are parted by underscores already, so that small letters
/// change nothing, and capitals keep them (`serde_derive`, `RenameRule::apply_to_field`).
pub(super) fn field_in_case(name: &str, case: &str) -> Option<String> {
    match case {
        "lowercase" => Some(name.to_owned()),
        "UPPERCASE" => Some(name.to_ascii_uppercase()),
        _ => in_case(name, case),
    }
}

/// A name in the case that `rename_all` asks for.
pub(super) fn in_case(name: &str, case: &str) -> Option<String> {
    let words = words(name);
    let capitalised = |word: &String| {
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + chars.as_str())
    };
    Some(match case {
        "lowercase" => words.concat(),
        "UPPERCASE" => words.concat().to_ascii_uppercase(),
        "PascalCase" => words.iter().map(capitalised).collect(),
        "camelCase" => {
            let (first, rest) = words.split_first()?;
            first.clone() + &rest.iter().map(capitalised).collect::<String>()
        }
        "snake_case" => words.join("_"),
        "SCREAMING_SNAKE_CASE" => words.join("_").to_ascii_uppercase(),
        "kebab-case" => words.join("-"),
        "SCREAMING-KEBAB-CASE" => words.join("-").to_ascii_uppercase(),
        _ => return None,
    })
}

/// The words of a `snake_case` field or a `PascalCase` variant, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let variant = name.starts_with(|c: char| c.is_ascii_uppercase());
    for part in name.split('_') {
        if !variant {
            words.push(part.to_owned());
            continue;
        }
        for char in part.chars() {
            if char.is_ascii_uppercase() || words.is_empty() {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.push(char.to_ascii_lowercase());
            }
        }
    }
    words
}
