//! The prefilter: which files are worth parsing.

use std::fmt::Write as _;

use regex::bytes::{Regex, RegexBuilder};

/// Bytes that a compiled prefilter may take: thousands of triggers.
const MAX_SIZE: usize = 64 << 20;

/// Matches no text at all.
const NOTHING: &str = r"[^\s\S]";

/// Finds files that mention an API at all, in one pass over their bytes.
#[derive(Debug)]
pub struct Prefilter {
    /// `None` where the triggers cannot be compiled: then everything is hot, for the prefilter may cost time but
    /// must not cost findings.
    matcher: Option<Regex>,
}

impl Prefilter {
    /// A prefilter that lets through what contains one of `triggers`, ASCII case ignored. Empty triggers are dropped.
    pub fn new(triggers: impl Iterator<Item = String>) -> Self {
        let mut triggers: Vec<String> = triggers.filter(|trigger| !trigger.is_empty()).collect();
        // What holds another trigger is found by that one. The fewer there are, the faster is the search.
        triggers.sort_unstable_by_key(String::len);
        let mut needed: Vec<String> = Vec::new();
        for trigger in triggers {
            let trigger = trigger.to_ascii_lowercase();
            if !needed.iter().any(|shorter| trigger.contains(shorter)) {
                needed.push(trigger);
            }
        }
        // A regex rather than an automaton of literals: where case does not matter, it alone searches by vectors.
        let any: Vec<String> = needed.iter().map(|trigger| literally(trigger)).collect();
        let pattern = if any.is_empty() { NOTHING.to_owned() } else { any.join("|") };
        let matcher = RegexBuilder::new(&pattern).unicode(false).case_insensitive(true).size_limit(MAX_SIZE).build();
        Self { matcher: matcher.ok() }
    }

    /// A prefilter that lets everything through.
    pub fn open() -> Self {
        Self { matcher: None }
    }

    /// Where triggers begin, in order.
    pub fn places(&self, bytes: &[u8]) -> Vec<usize> {
        let found = self.matcher.iter().flat_map(|matcher| matcher.find_iter(bytes));
        found.map(|found| found.start()).collect()
    }

    /// Whether a file with these bytes is worth parsing.
    pub fn is_hot(&self, bytes: &[u8]) -> bool {
        self.matcher.as_ref().is_none_or(|matcher| matcher.is_match(bytes))
    }
}

/// The pattern of a text as it stands, byte by byte.
fn literally(text: &str) -> String {
    let mut pattern = String::new();
    for byte in text.bytes() {
        // Writing to a string does not fail.
        let _ = write!(pattern, r"\x{byte:02x}");
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignores_case_and_empty_triggers() {
        let prefilter = Prefilter::new(["api.example.com".to_owned(), String::new()].into_iter());
        assert!(prefilter.is_hot(b"fetch('https://API.Example.com/x')"));
        assert!(!prefilter.is_hot(b"fetch('https://other.org')"));
        assert!(!Prefilter::new(std::iter::empty()).is_hot(b"anything"));
        assert!(Prefilter::open().is_hot(b""));
        assert!(Prefilter::new(["a+b|\u{fc}".to_owned()].into_iter()).is_hot("x A+B|\u{fc}".as_bytes()));
        assert!(!Prefilter::new(["a+b|\u{fc}".to_owned()].into_iter()).is_hot(b"aab"));
    }
}
