//! What stands between the brackets of macros, as syntax.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Expr, ImplItem, Item, Pat, StaticMutability, Token};

use super::conventions::{Reads, reads};
use super::macro_definitions::Definitions;
use super::macro_rules::Place;
use super::paths::name_of;
use super::places::Places;
use super::{MAX_MACRO_DEPTH, limits};

/// An argument of a macro: an expression, perhaps named or with a sigil of the logging macros.
pub(super) struct Argument {
    pub name: Option<String>,
    pub value: Expr,
}

impl Parse for Argument {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        sigil(input)?;
        let ahead = input.fork();
        if let Some(name) = label(&ahead) {
            label(input);
            sigil(input)?;
            return Ok(Self { name: Some(name), value: input.parse()? });
        }
        Ok(Self { name: None, value: input.parse()? })
    }
}

/// `%value` and `?value`.
fn sigil(input: ParseStream) -> syn::Result<()> {
    if input.peek(Token![%]) {
        input.parse::<Token![%]>()?;
    } else if input.peek(Token![?]) {
        input.parse::<Token![?]>()?;
    }
    Ok(())
}

/// `name =`, `user.id =`, `target:`.
fn label(input: ParseStream) -> Option<String> {
    let mut name = name_of(&input.parse::<proc_macro2::Ident>().ok()?);
    while input.peek(Token![.]) {
        input.parse::<Token![.]>().ok()?;
        name.push('.');
        name.push_str(&name_of(&input.parse::<proc_macro2::Ident>().ok()?));
    }
    if input.peek(Token![=]) && !input.peek(Token![==]) && !input.peek(Token![=>]) {
        input.parse::<Token![=]>().ok()?;
        return Some(name);
    }
    if input.peek(Token![:]) && !input.peek(Token![::]) {
        input.parse::<Token![:]>().ok()?;
        return Some(name);
    }
    None
}

/// Arguments separated by commas.
pub(super) struct Arguments(pub Vec<Argument>);

impl Parse for Arguments {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut list = Vec::new();
        while !input.is_empty() {
            list.push(input.parse()?);
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(Self(list))
    }
}

/// `key => value, …`
pub(super) struct Pairs(pub Vec<(Expr, Expr)>);

impl Parse for Pairs {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let pair = |input: ParseStream| {
            let key = input.parse()?;
            input.parse::<Token![=>]>()?;
            Ok((key, input.parse()?))
        };
        let pairs = Punctuated::<_, Token![,]>::parse_terminated_with(input, pair)?;
        Ok(Self(pairs.into_iter().collect()))
    }
}

/// Statements.
pub(super) struct Statements(pub Vec<syn::Stmt>);

impl Parse for Statements {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        syn::Block::parse_within(input).map(Self)
    }
}

/// `vec![x; n]`
pub(super) struct Repeated(pub Expr);

impl Parse for Repeated {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let value = input.parse()?;
        input.parse::<Token![;]>()?;
        input.parse::<Expr>()?;
        Ok(Self(value))
    }
}

/// `matches!(value, pattern)`
pub(super) struct Matches(pub Expr);

impl Parse for Matches {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let value = input.parse()?;
        input.parse::<Token![,]>()?;
        input.parse::<TokenStream>()?;
        Ok(Self(value))
    }
}

/// A value of `json!`.
pub(super) enum Json {
    Null,
    Object(Vec<(JsonKey, Json)>),
    Array(Vec<Json>),
    Value(Box<Expr>),
}

/// A key of a JSON object.
pub(super) enum JsonKey {
    Word(proc_macro2::Ident),
    Expr(Box<Expr>),
}

/// How deep JSON literals are read; beyond it they are not recognised.
const MAX_JSON: u32 = 128;

impl Parse for Json {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let json = json(input, 0)?;
        if input.peek(Token![,]) {
            input.parse::<Token![,]>()?;
        }
        Ok(json)
    }
}

fn json(input: ParseStream, depth: u32) -> syn::Result<Json> {
    if depth > MAX_JSON {
        return Err(input.error("nested too deeply"));
    }
    if input.peek(syn::token::Brace) {
        let inner;
        syn::braced!(inner in input);
        let mut entries = Vec::new();
        while !inner.is_empty() {
            let key = if inner.peek(syn::Ident) && inner.peek2(Token![:]) && !inner.peek2(Token![::]) {
                JsonKey::Word(inner.parse()?)
            } else {
                JsonKey::Expr(Box::new(json_key(&inner)?))
            };
            inner.parse::<Token![:]>()?;
            entries.push((key, json(&inner, depth + 1)?));
            if !inner.is_empty() {
                inner.parse::<Token![,]>()?;
            }
        }
        return Ok(Json::Object(entries));
    }
    if input.peek(syn::token::Bracket) {
        let ahead = input.fork();
        let group: Group = ahead.parse()?;
        // `[a, b][0]` is an expression, and so is a literal that JSON would not have.
        if ahead.is_empty() || ahead.peek(Token![,]) {
            let inner;
            syn::bracketed!(inner in input);
            let mut items = Vec::new();
            while !inner.is_empty() {
                items.push(json(&inner, depth + 1)?);
                if !inner.is_empty() {
                    inner.parse::<Token![,]>()?;
                }
            }
            return Ok(Json::Array(items));
        }
        drop(group);
    }
    if let Ok(word) = input.fork().parse::<proc_macro2::Ident>()
        && word == "null"
    {
        input.parse::<proc_macro2::Ident>()?;
        return Ok(Json::Null);
    }
    Ok(Json::Value(Box::new(input.parse()?)))
}

/// A key ends before the colon, which an expression would not.
fn json_key(input: ParseStream) -> syn::Result<Expr> {
    let mut tokens = TokenStream::new();
    while !input.is_empty() && (!input.peek(Token![:]) || input.peek(Token![::])) {
        if input.peek(Token![::]) {
            tokens.extend([input.parse::<TokenTree>()?, input.parse::<TokenTree>()?]);
        } else {
            tokens.extend([input.parse::<TokenTree>()?]);
        }
    }
    syn::parse2(tokens)
}

/// An arm of `select!`.
pub(super) struct Selected {
    pub pattern: Option<Pat>,
    pub future: Option<Expr>,
    pub guard: Option<Expr>,
    pub body: Expr,
}

/// The arms of `select!`.
pub(super) struct Select(pub Vec<Selected>);

impl Parse for Select {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut arms = Vec::new();
        while !input.is_empty() {
            if input.peek2(Token![;]) {
                // `biased;`
                input.parse::<TokenTree>()?;
                input.parse::<Token![;]>()?;
                continue;
            }
            let mut arm = Selected { pattern: None, future: None, guard: None, body: Expr::PLACEHOLDER };
            if input.peek2(Token![=>]) {
                // `else =>`, `default =>`, `complete =>`
                input.parse::<TokenTree>()?;
            } else {
                arm.pattern = Some(Pat::parse_multi(input)?);
                input.parse::<Token![=]>()?;
                arm.future = Some(input.parse()?);
                if input.peek(Token![,]) {
                    input.parse::<Token![,]>()?;
                    input.parse::<Token![if]>()?;
                    arm.guard = Some(input.parse()?);
                }
            }
            input.parse::<Token![=>]>()?;
            let block = input.peek(syn::token::Brace);
            arm.body = if block { Expr::Block(input.parse()?) } else { input.parse()? };
            arms.push(arm);
            if input.peek(Token![,]) {
                input.parse::<Token![,]>()?;
            } else if !block && !input.is_empty() {
                return Err(input.error("expected a comma"));
            }
        }
        Ok(Self(arms))
    }
}

/// The statics of `lazy_static!` and `thread_local!`.
pub(super) struct Statics(pub Vec<syn::ItemStatic>);

impl Parse for Statics {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut list = Vec::new();
        while !input.is_empty() {
            input.call(syn::Attribute::parse_outer)?;
            let vis = input.parse()?;
            let static_token = input.parse()?;
            if input.peek(Token![ref]) {
                input.parse::<Token![ref]>()?;
            }
            let ident = input.parse()?;
            let colon_token = input.parse()?;
            let ty = input.parse()?;
            let eq_token = input.parse()?;
            let expr = input.parse()?;
            let semi_token = if input.is_empty() { <Token![;]>::default() } else { input.parse()? };
            list.push(syn::ItemStatic {
                attrs: Vec::new(),
                vis,
                static_token,
                mutability: StaticMutability::None,
                ident,
                colon_token,
                ty,
                eq_token,
                expr,
                semi_token,
            });
        }
        Ok(Self(list))
    }
}

/// The last segment of the macro's path.
pub(super) fn macro_name(mac: &syn::Macro) -> String {
    mac.path.segments.last().map(|segment| name_of(&segment.ident)).unwrap_or_default()
}

/// Opens the item macros whose content is items, and those of the file.
pub(super) fn expand(items: Vec<Item>, own: &mut Definitions, places: &Places, depth: u32) -> Vec<Item> {
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Item::Mod(mut module) => {
                if let Some((_, content)) = &mut module.content {
                    *content = expand(std::mem::take(content), own, places, depth);
                }
                out.push(Item::Mod(module));
            }
            Item::Impl(mut item) if !own.is_empty() => {
                item.items = members(std::mem::take(&mut item.items), own, places, depth);
                out.push(Item::Impl(item));
            }
            Item::Macro(item) if item.ident.is_none() && depth < MAX_MACRO_DEPTH => {
                match own_items(&item.mac, own, places).or_else(|| content(&item.mac)) {
                    Some(inner) => out.extend(expand(inner, own, places, depth + 1)),
                    None => out.push(Item::Macro(item)),
                }
            }
            other => out.push(other),
        }
    }
    out
}

/// Opens the file's own macros among the members of an implementation.
fn members(items: Vec<ImplItem>, own: &mut Definitions, places: &Places, depth: u32) -> Vec<ImplItem> {
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        if let ImplItem::Macro(mac) = &item
            && depth < MAX_MACRO_DEPTH
            && let Some(tokens) = expanded(&mac.mac, own, places)
            && let Ok(Members(inner)) = syn::parse2(tokens)
        {
            out.extend(members(inner, own, places, depth + 1));
        } else {
            out.push(item);
        }
    }
    out
}

/// The members of an implementation.
struct Members(Vec<ImplItem>);

impl Parse for Members {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut list = Vec::new();
        while !input.is_empty() {
            list.push(input.parse()?);
        }
        Ok(Self(list))
    }
}

fn expanded(mac: &syn::Macro, own: &mut Definitions, places: &Places) -> Option<TokenStream> {
    if own.is_empty() {
        return None;
    }
    let tokens = own.expand(mac, Place::Items, places)?.tokens;
    limits::check(&tokens).is_none().then_some(tokens)
}

fn own_items(mac: &syn::Macro, own: &mut Definitions, places: &Places) -> Option<Vec<Item>> {
    let file: syn::File = syn::parse2(expanded(mac, own, places)?).ok()?;
    Some(file.items)
}

/// The items in a macro that is known, or whose content is items.
pub(super) fn content(mac: &syn::Macro) -> Option<Vec<Item>> {
    match reads(&macro_name(mac)) {
        Some(Reads::Statics) => {
            let statics: Statics = syn::parse2(mac.tokens.clone()).ok()?;
            Some(statics.0.into_iter().map(Item::Static).collect())
        }
        Some(Reads::Branches) => {
            // The conditions stand outside of the braces; all branches are taken.
            let mut items = Vec::new();
            for token in mac.tokens.clone() {
                if let TokenTree::Group(group) = token
                    && group.delimiter() == Delimiter::Brace
                {
                    items.extend(syn::parse2::<syn::File>(group.stream()).ok()?.items);
                }
            }
            Some(items)
        }
        _ => {
            let file: syn::File = syn::parse2(mac.tokens.clone()).ok()?;
            // A list of calls is read as arguments.
            let declares = file.items.iter().any(|item| !matches!(item, Item::Macro(_) | Item::Verbatim(_)));
            declares.then_some(file.items)
        }
    }
}
