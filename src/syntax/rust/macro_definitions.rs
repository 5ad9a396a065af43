//! The macros that a unit defines, and which of them a call means.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use rustc_hash::FxHashMap;

use super::macro_rules::{Arm, Expansion, PREFIX, Place, Writer, fit, read_arms};
use super::paths::name_of;
use super::places::{Extent, Places, Position};

/// How many tokens all expansions of calls in one file may have.
const MAX_TOKENS: usize = 200_000;

/// How many tokens may be held against arms for all calls in one file: those of the arguments, once an arm, and the
/// steps that this takes.
const MAX_HELD: usize = 500_000;

/// What the name of a crate begins with where `$crate` of another crate has been put in; its number follows.
pub(super) const OTHER_CRATE: &str = "__crate";

/// The macros of a unit.
#[derive(Default)]
pub(super) struct Definitions {
    /// By name, in the order of the joint text.
    known: FxHashMap<String, Vec<Definition>>,
    /// By the file of the call.
    spent: FxHashMap<Position, Spent>,
    names: usize,
}

/// What the calls in one file have taken.
#[derive(Default)]
struct Spent {
    written: usize,
    held: usize,
}

struct Definition {
    at: Position,
    /// Where it can be used by its bare name, below `at`.
    extent: Extent,
    owner: usize,
    /// `#[macro_export]`
    exported: bool,
    arms: Vec<Arm>,
}

impl Definitions {
    /// Finds all definitions in a file, those in functions and modules too. `extent` is where a definition at the top
    /// of the file can be used.
    #[allow(clippy::cast_possible_truncation)] // files are limited to far below 4 GiB
    pub(super) fn read(&mut self, stream: &TokenStream, at: &[u32], owner: usize, extent: &Extent) {
        let mut open = vec![(stream.clone(), extent.clone(), false)];
        while let Some((stream, extent, in_macro)) = open.pop() {
            let tokens: Vec<TokenTree> = stream.into_iter().collect();
            for (index, token) in tokens.iter().enumerate() {
                match token {
                    TokenTree::Group(group) => {
                        let before = &tokens[..index];
                        let call = in_macro || is_bang(before.last());
                        let extent = if call || group.delimiter() != Delimiter::Brace || leaks(before) {
                            extent.clone()
                        } else {
                            let range = group.span().byte_range();
                            Extent { file: at.to_vec(), start: range.start as u32, end: range.end as u32 }
                        };
                        open.push((group.stream(), extent, call));
                    }
                    TokenTree::Ident(word) if word == "macro_rules" => {
                        if let [TokenTree::Punct(_), TokenTree::Ident(name), TokenTree::Group(arms), ..] =
                            &tokens[index + 1..]
                        {
                            let mut at = at.to_vec();
                            at.push(word.span().byte_range().start as u32);
                            let exported = has_attribute(&tokens[..index], "macro_export");
                            let arms = read_arms(arms.stream());
                            let definition = Definition { at, extent: extent.clone(), owner, exported, arms };
                            self.known.entry(name_of(name)).or_default().push(definition);
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    /// Puts definitions in the order of the text, once all are read.
    pub(super) fn sort(&mut self) {
        for same in self.known.values_mut() {
            same.sort_by(|a, b| a.at.cmp(&b.at));
        }
    }

    /// Whether no macro is defined.
    pub(super) fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// What a call becomes; `None` if it is no macro of the unit, or none of its arms fits.
    pub(super) fn expand(&mut self, mac: &syn::Macro, place: Place, places: &Places) -> Option<Expansion> {
        let call = mac.path.segments.last()?.ident.span();
        let file = places.of(call).map(|place| place.at.clone()).unwrap_or_default();
        let mut spent = self.spent.remove(&file).unwrap_or_default();
        let written = self.written(mac, place, places, &mut spent);
        self.spent.insert(file, spent);
        let (expansion, names) = written?;
        self.names = names;
        Some(expansion)
    }

    /// What a call becomes, and the number of the next name that stands for an argument.
    fn written(
        &self,
        mac: &syn::Macro,
        place: Place,
        places: &Places,
        spent: &mut Spent,
    ) -> Option<(Expansion, usize)> {
        let (last, before) = mac.path.segments.iter().collect::<Vec<_>>().split_last().map(|(last, before)| {
            (last.ident.clone(), before.iter().map(|segment| name_of(&segment.ident)).collect::<Vec<_>>())
        })?;
        if before.iter().any(|segment| segment.starts_with(PREFIX)) {
            return None;
        }
        let definition = self.find(&name_of(&last), before.first().map(String::as_str), last.span(), places)?;
        let length = length_of(&mac.tokens);
        let (arm, bindings) = definition.arms.iter().find_map(|arm| {
            spent.held += length + 1;
            let bindings = (spent.held <= MAX_HELD).then(|| fit(&arm.matcher, &mac.tokens, &mut spent.held))?;
            Some((arm, bindings?))
        })?;
        let left = MAX_TOKENS.saturating_sub(spent.written);
        let own = match places.of(last.span()) {
            Some(place) if place.owner != definition.owner => format!("{OTHER_CRATE}{}", definition.owner),
            _ => "crate".to_owned(),
        };
        let mut writer = Writer::new(bindings, place, last.span(), self.names, left, own);
        let tokens = writer.write_all(&arm.body)?;
        spent.written += left - writer.left;
        Some((Expansion { tokens, arguments: writer.arguments, declares: writer.declares }, writer.next))
    }

    fn find(&self, name: &str, first: Option<&str>, call: Span, places: &Places) -> Option<&Definition> {
        let same = self.known.get(name)?;
        let Some(place) = places.of(call) else { return same.first() };
        let at = places.position(call);
        let above = &same[..same.partition_point(|definition| definition.at < at)];
        // The nearest definition above; what is reached by a path may also stand below.
        let nearest = |wanted: &dyn Fn(&Definition) -> bool| {
            above.iter().rev().find(|one| wanted(one)).or_else(|| same.iter().find(|one| wanted(one)))
        };
        let exported = |owner: usize| nearest(&|one| one.owner == owner && one.exported);
        let Some(root) = places.roots.get(place.owner) else { return same.first() };
        match first {
            Some("crate" | "$crate" | "self" | "super") => nearest(&|one| one.owner == place.owner),
            Some(first) => exported(other_crate(first).or_else(|| root.externs.get(first).copied())?),
            None => above
                .iter()
                .rev()
                .find(|one| one.extent.contains(&at))
                .or_else(|| nearest(&|one| one.at.split_last().is_some_and(|(_, file)| file == place.at)))
                .or_else(|| match place.imports.get(name).map(String::as_str) {
                    Some("crate" | "self" | "super") => nearest(&|one| one.owner == place.owner),
                    Some(from) => exported(*root.externs.get(from)?),
                    None if place.globs => nearest(&|one| one.owner == place.owner),
                    None => root.macros_of.iter().find_map(|&owner| exported(owner)),
                }),
        }
    }
}

/// How many tokens there are, those in groups too.
fn length_of(tokens: &TokenStream) -> usize {
    let mut length = 0;
    let mut open = vec![tokens.clone()];
    while let Some(stream) = open.pop() {
        for token in stream {
            length += 1;
            if let TokenTree::Group(group) = token {
                open.push(group.stream());
            }
        }
    }
    length
}

/// The crate that stands for `$crate` in an expansion.
pub(super) fn other_crate(segment: &str) -> Option<usize> {
    segment.strip_prefix(OTHER_CRATE)?.parse().ok()
}

fn is_bang(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == '!')
}

/// Whether macros defined in the braces that follow are seen behind them: those of `#[macro_use] mod name`.
fn leaks(before: &[TokenTree]) -> bool {
    match before {
        [outer @ .., TokenTree::Ident(word), TokenTree::Ident(_)] if word == "mod" => {
            let outer = match outer {
                [rest @ .., TokenTree::Ident(word), TokenTree::Group(_)] if word == "pub" => rest,
                [rest @ .., TokenTree::Ident(word)] if word == "pub" => rest,
                other => other,
            };
            has_attribute(outer, "macro_use")
        }
        _ => false,
    }
}

/// Whether one of the attributes at the end has a name.
fn has_attribute(mut before: &[TokenTree], name: &str) -> bool {
    while let [rest @ .., TokenTree::Punct(hash), TokenTree::Group(group)] = before {
        if hash.as_char() != '#' {
            return false;
        }
        if matches!(group.stream().into_iter().next(), Some(TokenTree::Ident(word)) if word == name) {
            return true;
        }
        before = rest;
    }
    false
}
