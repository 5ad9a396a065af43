//! Whether a regular expression matches a text of which parts are not known, whatever stands there.

use std::collections::BTreeSet;

use regex_automata::hybrid::LazyStateID;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::util::alphabet::Unit;
use regex_automata::util::{start, syntax};

/// So many states are followed at once.
const MAX_STATES: usize = 128;

/// Bytes that the states of one search may take.
const MAX_CACHE: usize = 1 << 20;

/// An expression as an automaton; `None` where it would be too large, or has no equal.
pub(super) fn automaton(pattern: &str, syntax: syntax::Config) -> Option<DFA> {
    let config = DFA::config().cache_capacity(MAX_CACHE).minimum_cache_clear_count(Some(0));
    DFA::builder().configure(config).syntax(syntax).build(pattern).ok()
}

/// A search under way: all states in which it may be by now.
pub(super) struct Search<'d> {
    automaton: &'d DFA,
    cache: Cache,
    states: BTreeSet<LazyStateID>,
    /// Whether it may have found something.
    may_have_found: bool,
}

impl<'d> Search<'d> {
    pub(super) fn new(automaton: &'d DFA) -> Option<Self> {
        let mut cache = automaton.create_cache();
        let start = automaton.start_state(&mut cache, &start::Config::new()).ok()?;
        Some(Self { automaton, cache, states: BTreeSet::from([start]), may_have_found: false })
    }

    /// Goes on behind a text that is known. `None` where it cannot be followed.
    pub(super) fn text(&mut self, text: &str) -> Option<()> {
        for byte in text.bytes() {
            for state in std::mem::take(&mut self.states) {
                self.enter(state, byte)?;
            }
        }
        Some(())
    }

    /// Goes on behind any text, which may be empty.
    pub(super) fn anything(&mut self) -> Option<()> {
        let classes = self.automaton.byte_classes();
        let bytes: Vec<u8> = classes.representatives(..).filter_map(Unit::as_u8).collect();
        let mut next: Vec<LazyStateID> = self.states.iter().copied().collect();
        while let Some(state) = next.pop() {
            for &byte in &bytes {
                let (behind, is_new) = self.enter(state, byte)?;
                if is_new {
                    next.push(behind);
                }
            }
            if self.states.len() > MAX_STATES {
                return None;
            }
        }
        Some(())
    }

    /// The state behind a byte, and whether it was not among those that the search may be in.
    fn enter(&mut self, state: LazyStateID, byte: u8) -> Option<(LazyStateID, bool)> {
        let state = self.automaton.next_state(&mut self.cache, state, byte).ok()?;
        if state.is_quit() {
            return None;
        }
        if state.is_match() {
            self.may_have_found = true;
            return Some((state, false));
        }
        Some((state, self.states.insert(state)))
    }

    /// Whether something is found in a text that ends here; `None` where that depends on what is not known.
    pub(super) fn found(mut self) -> Option<bool> {
        let mut may_find_nothing = false;
        for state in std::mem::take(&mut self.states) {
            let end = self.automaton.next_eoi_state(&mut self.cache, state).ok()?;
            if end.is_match() {
                self.may_have_found = true;
            } else {
                may_find_nothing = true;
            }
        }
        (self.may_have_found != may_find_nothing).then_some(self.may_have_found)
    }
}
