//! What derived methods make of variants without data: `#[derive(AsRefStr)] #[strum(serialize_all = "kebab-case")]`.

use syn::parse::ParseStream;
use syn::{Attribute, LitStr, Meta, Token};

use super::Lowerer;
use super::attributes::{derives, metas};
use super::classes::written_variant;
use super::conventions::{TextDerive, text_derives};
use super::paths::name_of;
use super::serde_names::{in_case, names};
use crate::ir::VariantText;

/// What attributes say of the texts of a type or a variant.
#[derive(Default)]
struct Said {
    /// The case of all names.
    case: Option<String>,
    /// The text of this one; of several the one that comes first among the words for it, then the longest.
    own: Option<(usize, LitStr)>,
    /// Something that changes the texts otherwise.
    is_more: bool,
}

impl Lowerer<'_> {
    /// The texts of the variants of an enum; none where more is said of them than can be read.
    pub(super) fn variant_texts(&mut self, item: &syn::ItemEnum) -> Vec<VariantText> {
        let derived = derives(&item.attrs);
        let serialised = names(&item.attrs);
        let mut texts = Vec::new();
        for known in text_derives().iter().filter(|known| derived.contains(&known.derive)) {
            let container = said(known, &item.attrs);
            let mut own: Vec<VariantText> = Vec::new();
            let mut is_more = container.is_more;
            for variant in item.variants.iter().filter(|variant| matches!(variant.fields, syn::Fields::Unit)) {
                let name = name_of(&variant.ident);
                let said = said(known, &variant.attrs);
                is_more |= said.is_more;
                let (text, span) = match &said.own {
                    Some((_, text)) => (text.value(), self.token(text)),
                    None => {
                        let cased = container.case.as_deref().map(|case| in_case(&name, case));
                        is_more |= cased == Some(None);
                        (cased.flatten().unwrap_or_else(|| name.clone()), self.token(&item.ident))
                    }
                };
                is_more |= text.contains('{');
                own.push(VariantText {
                    method: known.method.as_str().into(),
                    value: written_variant(variant, &serialised).unwrap_or(name).into(),
                    text: text.into(),
                    span,
                });
            }
            if !is_more {
                texts.append(&mut own);
            }
        }
        texts
    }
}

fn said(known: &TextDerive, attrs: &[Attribute]) -> Said {
    let mut found = Said::default();
    for meta in attrs.iter().flat_map(metas) {
        let Meta::List(list) = meta else { continue };
        if !known.attributes.iter().any(|name| list.path.is_ident(name)) {
            continue;
        }
        let read = list.parse_args_with(|input: ParseStream| {
            while !input.is_empty() {
                if input.peek(LitStr) {
                    found.own = Some((0, input.parse()?));
                } else {
                    let name = input.call(syn::Path::parse_mod_style)?;
                    let name = name.get_ident().map(ToString::to_string).unwrap_or_default();
                    if input.peek(Token![=]) {
                        input.parse::<Token![=]>()?;
                        let value: syn::Expr = input.parse()?;
                        found.add(known, &name, value);
                    } else if input.peek(syn::token::Paren) {
                        let content;
                        syn::parenthesized!(content in input);
                        content.parse::<proc_macro2::TokenStream>()?;
                    }
                }
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        });
        found.is_more |= read.is_err();
    }
    found
}

impl Said {
    fn add(&mut self, known: &TextDerive, name: &str, value: syn::Expr) {
        let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = value else { return };
        if known.case.iter().any(|word| word == name) {
            self.case = Some(text.value());
        } else if let Some(rank) = known.text.iter().position(|word| word == name) {
            let is_better = self.own.as_ref().is_none_or(|(before, own)| {
                rank < *before || rank == *before && text.value().len() > own.value().len()
            });
            if is_better {
                self.own = Some((rank, text));
            }
        } else {
            self.is_more |= known.more.iter().any(|word| word == name);
        }
    }
}
