//! Texts that stand for a value that somebody has still to fill in, as `rules/placeholders.toml` has them.

use std::sync::LazyLock;

use serde::Deserialize;

use super::names::{is_guid, words};

/// The data file; see its comments.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Placeholders {
    between: Vec<(String, String)>,
    marks: Vec<String>,
    words: Vec<String>,
    weak_words: Vec<String>,
    name_ends: Vec<String>,
}

/// The text is part of the program, and a test reads it.
static PLACEHOLDERS: LazyLock<Placeholders> =
    LazyLock::new(|| toml::from_str(include_str!("../../../rules/placeholders.toml")).unwrap_or_default());

/// Whether a literal stands for a value that somebody has still to fill in.
pub fn is_placeholder(text: &str) -> bool {
    let known = &*PLACEHOLDERS;
    let text = text.trim();
    if text.is_empty() {
        return true;
    }
    let between = |(open, close): &(String, String)| {
        text.find(open.as_str()).is_some_and(|at| text[at + open.len()..].contains(close.as_str()))
    };
    if known.between.iter().any(between) || known.marks.iter().any(|mark| text.contains(mark.as_str())) {
        return true;
    }
    let small = text.to_lowercase();
    let has = |words: &[String]| words.iter().any(|word| small.contains(word.as_str()));
    if has(&known.words) {
        return true;
    }
    if is_guid(text) {
        // 00000000-0000-…: nobody was ever given this one.
        let mut digits = small.bytes().filter(|&b| b != b'-');
        let first = digits.next();
        return digits.all(|b| Some(b) == first);
    }
    has(&known.weak_words) || is_variable_name(text)
}

/// `ACME_API_SECRET`, `apiSecret`, `api-secret`: the name of a value in place of the value.
fn is_variable_name(text: &str) -> bool {
    if !text.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-' | b'.')) {
        return false;
    }
    let shouted = text.contains('_') && text.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    let ends = |word: &String| PLACEHOLDERS.name_ends.iter().any(|end| word.ends_with(end.as_str()));
    shouted || words(text).iter().any(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders() {
        for text in [
            "",
            "<your secret>",
            "{{SECRET}}",
            "${SECRET}",
            "%SECRET%",
            "****",
            "YOUR_API_SECRET",
            "changeme",
            "test",
            "fake-secret",
            "ACME_API_SECRET",
            "apiSecret",
            "00000000-0000-0000-0000-000000000000",
            "example-1",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["7e1b7a52-5c0e-4b53-9c39-0f0d4a8f6be1", "9f3k2lq8w7v1", "correct horse"] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
