//! Closures in macros whose content is no Rust, such as the markup of user interfaces: `rsx! { button { onclick: move |_| … } }`.

use proc_macro2::{TokenStream, TokenTree};
use syn::ExprClosure;
use syn::parse::{ParseStream, Parser};

/// How many closures of one macro are looked at: each is looked for in all that follows.
const MAX_CLOSURES: usize = 200;

/// The closures in the content of a macro, in the order written; those within others are parts of them.
pub(super) fn closures(content: TokenStream) -> Vec<ExprClosure> {
    let mut found = Vec::new();
    collect(content, &mut found);
    found
}

fn collect(content: TokenStream, found: &mut Vec<ExprClosure>) {
    let tokens: Vec<TokenTree> = content.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if found.len() >= MAX_CLOSURES {
            return;
        }
        if begins(&tokens, at)
            && let Some((closure, left)) = parsed(&tokens[at..])
        {
            found.push(closure);
            at = tokens.len() - left;
            continue;
        }
        if let TokenTree::Group(group) = token {
            collect(group.stream(), found);
        }
        at += 1;
    }
}

/// Whether a closure may begin at a token: an `|` behind a value is an operator.
fn begins(tokens: &[TokenTree], at: usize) -> bool {
    let is_bar = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == '|');
    match &tokens[at] {
        TokenTree::Ident(word) if *word == "move" => is_bar(tokens.get(at + 1)),
        TokenTree::Ident(word) if *word == "async" => {
            let next = tokens.get(at + 1);
            is_bar(next)
                || matches!(next, Some(TokenTree::Ident(word)) if *word == "move") && is_bar(tokens.get(at + 2))
        }
        token @ TokenTree::Punct(_) if is_bar(Some(token)) => match at.checked_sub(1).map(|before| &tokens[before]) {
            None => true,
            Some(TokenTree::Punct(before)) => "=:,>".contains(before.as_char()),
            Some(_) => false,
        },
        _ => false,
    }
}

/// The closure at the beginning of some tokens, and how many are left behind it.
fn parsed(tokens: &[TokenTree]) -> Option<(ExprClosure, usize)> {
    let with_rest = |input: ParseStream| Ok((input.parse::<ExprClosure>()?, input.parse::<TokenStream>()?));
    let (closure, rest) = with_rest.parse2(tokens.iter().cloned().collect()).ok()?;
    Some((closure, rest.into_iter().count()))
}
