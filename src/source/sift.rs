//! The sieve: which files are worth parsing.

use aho_corasick::{AhoCorasick, MatchKind};

/// Finds files that mention an API at all, in one pass over their bytes.
#[derive(Debug)]
pub struct Sift {
    /// `None` where the triggers cannot be compiled: then everything is hot, for the sieve may cost time but
    /// must not cost findings.
    matcher: Option<AhoCorasick>,
}

impl Sift {
    /// A sieve that lets through what contains one of `triggers`, ASCII case ignored. Empty triggers are dropped.
    pub fn new(triggers: impl Iterator<Item = String>) -> Self {
        let mut triggers: Vec<String> = triggers.filter(|trigger| !trigger.is_empty()).collect();
        triggers.sort_unstable();
        triggers.dedup();
        let matcher =
            AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::Standard).build(triggers);
        Self { matcher: matcher.ok() }
    }

    /// A sieve that lets everything through.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignores_case_and_empty_triggers() {
        let sift = Sift::new(["api.example.com".to_owned(), String::new()].into_iter());
        assert!(sift.is_hot(b"fetch('https://API.Example.com/x')"));
        assert!(!sift.is_hot(b"fetch('https://other.org')"));
        assert!(!Sift::new(std::iter::empty()).is_hot(b"anything"));
        assert!(Sift::open().is_hot(b""));
    }
}
