//! The prefilter: which files are worth parsing.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use regex::bytes::{Regex, RegexBuilder};

use crate::parallel::Lazy;

/// Bytes that a compiled prefilter may take: thousands of triggers.
const MAX_SIZE: usize = 64 << 20;

/// Bytes that are kept for what is searched next.
const MAX_KEPT: usize = 1 << 20;

/// Bytes that are searched before the fast search is worth being made.
const FEW: usize = 512 << 10;

/// Finds files that mention an API at all, in one pass over their bytes.
#[derive(Debug)]
pub struct Prefilter {
    /// What is looked for, in lower case.
    needed: Vec<String>,
    /// Made in no time, and slow. `None` where there is none: then everything is hot, for the prefilter may cost time
    /// but must not cost findings.
    slow: Option<AhoCorasick>,
    /// Searches by vectors what was put into lower case, as long as the triggers are not too many. To make it takes as long
    /// as to search a million bytes. `None` where the triggers are too many for it.
    fast: Lazy<Option<Regex>>,
    /// How many bytes were searched.
    searched: AtomicUsize,
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
        let slow = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostFirst)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&needed);
        Self { needed, slow: slow.ok(), fast: Lazy::default(), searched: AtomicUsize::new(0) }
    }

    /// A prefilter that lets everything through.
    pub fn open() -> Self {
        Self { needed: Vec::new(), slow: None, fast: Lazy::default(), searched: AtomicUsize::new(0) }
    }

    /// The fast search, once enough was searched for it to be worth its making.
    fn fast(&self, bytes: &[u8]) -> Option<&Regex> {
        if self.needed.is_empty() || self.searched.fetch_add(bytes.len(), Ordering::Relaxed) < FEW {
            return None;
        }
        self.fast.get_or_fill(|| fast(&self.needed)).as_ref()
    }

    /// Where triggers begin, in order.
    pub fn places(&self, bytes: &[u8]) -> Vec<usize> {
        if let Some(fast) = self.fast(bytes) {
            return in_lower_case(bytes, |bytes| fast.find_iter(bytes).map(|found| found.start()).collect());
        }
        self.slow.iter().flat_map(|slow| slow.find_iter(bytes)).map(|found| found.start()).collect()
    }

    /// Whether a file with these bytes is worth parsing.
    pub fn is_hot(&self, bytes: &[u8]) -> bool {
        let slow = || self.slow.as_ref().is_none_or(|slow| slow.is_match(bytes));
        self.fast(bytes).map_or_else(slow, |fast| in_lower_case(bytes, |bytes| fast.is_match(bytes)))
    }
}

thread_local! {
    /// What is searched, in lower case. It is kept from file to file.
    static LOWER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Searches bytes in ASCII lower case. To put them into it costs less than to search without regard to case.
fn in_lower_case<T>(bytes: &[u8], search: impl FnOnce(&[u8]) -> T) -> T {
    LOWER.with_borrow_mut(|lower| {
        lower.clear();
        lower.extend(bytes.iter().map(u8::to_ascii_lowercase));
        let found = search(lower);
        lower.truncate(MAX_KEPT);
        lower.shrink_to(MAX_KEPT);
        found
    })
}

/// The search by vectors, of what is in lower case.
fn fast(needed: &[String]) -> Option<Regex> {
    let any: Vec<String> = needed.iter().map(|trigger| literally(trigger)).collect();
    RegexBuilder::new(&any.join("|")).unicode(false).size_limit(MAX_SIZE).build().ok()
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

    #[test]
    fn both_searches_find_the_same() {
        let triggers = ["api.example", "api_secret", "secret/x", "\u{e9}t\u{e9}"].map(str::to_owned);
        let text = "API.EXAMPLE api.example.com secret/X Api_Secret/x \u{e9}t\u{e9} \u{c9}T\u{c9} apisecret";
        let prefilter = Prefilter::new(triggers.into_iter());
        let slow = prefilter.places(text.as_bytes());
        assert_eq!(slow.len(), 5);
        assert!(!prefilter.is_hot(&vec![b' '; FEW]) && !prefilter.is_hot(b" "));
        assert!(prefilter.fast.get().is_some(), "enough was searched for the fast one");
        assert_eq!(prefilter.places(text.as_bytes()), slow);
        assert!(prefilter.is_hot(text.as_bytes()) && !prefilter.is_hot(b"apisecret"));
    }
}
