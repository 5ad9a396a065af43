//! How macros and attributes are read that the grammar says nothing of: `rules/languages/rust.toml`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

/// What the tokens of a macro are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Reads {
    /// Elements, or one element and how many there are.
    List,
    /// A value in the notation of JSON.
    Json,
    /// Arguments that are written out and given back.
    Shown,
    /// Futures, all of which are awaited.
    Awaited,
    /// Arms with futures, of which one is run.
    Select,
    /// A value and a pattern.
    Subject,
    /// Parts that make one text.
    Text,
    /// The path of a file, whose text it is.
    File,
    /// Code that is code elsewhere only.
    Tokens,
    /// `static` items.
    Statics,
    /// Items in braces behind conditions.
    Branches,
    /// Arguments with a format string among them.
    Format,
}

/// What a macro with a format string gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Gives {
    /// What a call of a function of its name gives.
    #[default]
    Call,
    /// The text itself.
    Text,
    /// Nothing: it ends the program, or what catches it does.
    Exit,
    /// Nothing: it leaves the function with an error.
    Fail,
    /// The same, on a condition.
    MayFail,
}

/// Macros that are read alike.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct MacroDef {
    names: Vec<String>,
    reads: Reads,
    /// How many arguments stand before the format string.
    #[serde(default)]
    behind: usize,
    #[serde(default)]
    gives: Gives,
}

/// Attributes that say what a field has where the data that it is read from does not.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FieldDefault {
    attributes: Vec<String>,
    /// What they call a value.
    pub value: Vec<String>,
    /// What they call a value in quotes, or a function that gives one.
    pub quoted: Vec<String>,
    /// What they call the name of a variable of the environment.
    pub variable: Vec<String>,
}

/// A derive that makes a text of each variant without data.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct TextDerive {
    pub derive: String,
    /// The method that it makes.
    pub method: String,
    /// The attributes that say what the texts are.
    pub attributes: Vec<String>,
    /// What they call the case of all names.
    pub case: Vec<String>,
    /// What they call the text of one variant, the first before the others.
    pub text: Vec<String>,
    /// What they say that changes the texts otherwise.
    pub more: Vec<String>,
}

/// The data file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Data {
    naming_attributes: Vec<String>,
    serializing_traits: Vec<String>,
    leaving: Vec<String>,
    test_attributes: Vec<String>,
    doubles: Vec<String>,
    reading_derives: Vec<String>,
    printing_attributes: Vec<String>,
    field_default: Vec<FieldDefault>,
    text_derive: Vec<TextDerive>,
    #[serde(rename = "macro")]
    macros: Vec<MacroDef>,
}

/// The data, by name.
#[derive(Debug, Default)]
struct Conventions {
    naming_attributes: Vec<String>,
    serializing_traits: Vec<String>,
    leaving: Vec<String>,
    test_attributes: Vec<String>,
    doubles: Vec<String>,
    reading_derives: Vec<String>,
    printing_attributes: Vec<String>,
    field_defaults: Vec<FieldDefault>,
    text_derives: Vec<TextDerive>,
    macros: FxHashMap<String, (Reads, usize, Gives)>,
}

/// The text is part of the program, and a test reads it.
static CONVENTIONS: LazyLock<Conventions> =
    LazyLock::new(|| Conventions::read(include_str!("../../../rules/languages/rust.toml")).unwrap_or_default());

impl Conventions {
    fn read(text: &str) -> Option<Self> {
        let data: Data = toml::from_str(text).ok()?;
        let mut macros = FxHashMap::default();
        for def in &data.macros {
            macros.extend(def.names.iter().map(|name| (name.clone(), (def.reads, def.behind, def.gives))));
        }
        Some(Self {
            naming_attributes: data.naming_attributes,
            serializing_traits: data.serializing_traits,
            leaving: data.leaving,
            test_attributes: data.test_attributes,
            doubles: data.doubles,
            reading_derives: data.reading_derives,
            printing_attributes: data.printing_attributes,
            field_defaults: data.field_default,
            text_derives: data.text_derive,
            macros,
        })
    }
}

/// How the tokens of a macro of this name are read.
pub(super) fn reads(name: &str) -> Option<Reads> {
    CONVENTIONS.macros.get(name).map(|(reads, ..)| *reads)
}

/// How many arguments stand before the format string of a macro, and what it gives; `None` for macros that take none.
pub(super) fn format_of(name: &str) -> Option<(usize, Gives)> {
    CONVENTIONS
        .macros
        .get(name)
        .filter(|(reads, ..)| *reads == Reads::Format)
        .map(|(_, behind, gives)| (*behind, *gives))
}

/// Whether an attribute of this path gives fields and variants the names that they have in serialised data.
pub(super) fn is_naming(path: &syn::Path) -> bool {
    CONVENTIONS.naming_attributes.iter().any(|name| path.is_ident(name))
}

/// Whether an attribute of this path says how a type, or a field of one, is printed.
pub(super) fn is_printing(path: &syn::Path) -> bool {
    CONVENTIONS.printing_attributes.iter().any(|name| path.is_ident(name))
}

/// Whether a trait of this name says how a type is serialised.
pub(super) fn is_serializing(name: &syn::Ident) -> bool {
    CONVENTIONS.serializing_traits.iter().any(|known| name == known)
}

/// Whether a function of the standard library never returns.
pub(super) fn is_leaving(path: &str) -> bool {
    CONVENTIONS.leaving.iter().any(|known| known == path || known.strip_prefix("std::") == Some(path))
}

/// Whether a function under an attribute of this name is a test.
pub(super) fn is_of_test(attribute: &str) -> bool {
    attribute.ends_with("_test") || CONVENTIONS.test_attributes.iter().any(|known| known == attribute)
}

/// Whether a type of this name stands for another one in tests.
pub(super) fn is_double(name: &str) -> bool {
    CONVENTIONS.doubles.iter().any(|word| name.starts_with(&**word) || name.ends_with(&**word))
}

/// Whether values of a type are read from data where this is derived.
pub(super) fn is_reading(derive: &str) -> bool {
    CONVENTIONS.reading_derives.iter().any(|name| name == derive)
}

/// What an attribute of this name says of fields, if it tells what they have by default.
pub(super) fn field_defaults(attribute: &str) -> Option<&'static FieldDefault> {
    CONVENTIONS.field_defaults.iter().find(|known| known.attributes.iter().any(|name| name == attribute))
}

/// The derives that make texts of variants.
pub(super) fn text_derives() -> &'static [TextDerive] {
    &CONVENTIONS.text_derives
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_can_be_read() {
        let text = include_str!("../../../rules/languages/rust.toml");
        assert_eq!(Conventions::read(text).unwrap().macros["writeln"], (Reads::Format, 1, Gives::Call));
    }
}
