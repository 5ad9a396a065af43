//! Regular expressions of programs, as far as there is an equal one here.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use regex::{Regex, RegexBuilder};
use regex_automata::hybrid::dfa::DFA;
use regex_automata::util::syntax;
use rustc_hash::FxHashMap;

use crate::interpreter::domain::automaton::automaton;

/// So many compiled expressions are kept.
const MAX_COMPILED: usize = 256;

/// Of so many texts is remembered whether one expression finds something in them.
const MAX_FOUND: usize = 64;

/// So long may each of them be.
const MAX_REMEMBERED: usize = 256;

/// Expressions by their patterns and flags, with what they were compiled to.
type Compiled = FxHashMap<(Rc<str>, Rc<str>), Option<Rc<Forms>>>;

thread_local! {
    /// Those that this thread has compiled last: to compile one takes longer than all else of a call, and a literal in a
    /// function is evaluated whenever that is called.
    static COMPILED: RefCell<Compiled> = RefCell::default();
}

/// What an expression is compiled to.
#[derive(Debug)]
struct Forms {
    regex: Regex,
    /// Made when first asked for; `None` where it would be too large.
    automaton: OnceCell<Option<DFA>>,
    /// What it told of texts of which parts are not known.
    found: RefCell<FxHashMap<Box<str>, Option<bool>>>,
}

impl Forms {
    fn of(regex: Regex) -> Self {
        Self { regex, automaton: OnceCell::new(), found: RefCell::default() }
    }
}

/// A regular expression that is known.
#[derive(Debug)]
pub struct Regexp {
    source: Rc<str>,
    pub(super) flags: Rc<str>,
    /// Compiled when first asked; `None` where it has no equal in Rust.
    compiled: OnceCell<Option<Rc<Forms>>>,
}

impl Regexp {
    /// A pattern of JavaScript and the letters of its flags.
    pub fn new(source: &str, flags: &str) -> Self {
        Self { source: source.into(), flags: flags.into(), compiled: OnceCell::new() }
    }

    /// The text that it looks for where that is all, and whether that has to stand at the end.
    pub(super) fn plain(&self) -> Option<(String, bool)> {
        if !self.flags.chars().all(|flag| matches!(flag, 'g' | 'u')) {
            return None;
        }
        let (source, is_end) = match self.source.strip_suffix('$') {
            Some(rest) if !rest.ends_with('\\') => (rest, true),
            _ => (&*self.source, false),
        };
        let mut text = String::new();
        let mut chars = source.chars();
        while let Some(char) = chars.next() {
            match char {
                '\\' => text.push(chars.next().filter(char::is_ascii_punctuation)?),
                '[' => {
                    text.push(chars.next().filter(|char| !matches!(char, '^' | '\\'))?);
                    chars.next().filter(|char| *char == ']')?;
                }
                '^' | '$' | '.' | '*' | '+' | '?' | '(' | ')' | '{' | '}' | '|' | ']' => return None,
                char => text.push(char),
            }
        }
        (!text.is_empty()).then_some((text, is_end))
    }

    /// Whether it finds the same as another one.
    pub(super) fn same(&self, other: &Self) -> bool {
        self.source == other.source && self.flags == other.flags
    }

    /// Rust has no look-around, back references and sticky matches.
    pub(super) fn compiled(&self) -> Option<&Regex> {
        self.forms().map(|forms| &forms.regex)
    }

    /// Whether it finds something in a text of which parts are not known, as `find` tells by an automaton: what an automaton
    /// makes of the same text again is remembered.
    pub(super) fn found_in(&self, text: &str, find: impl FnOnce(&DFA) -> Option<bool>) -> Option<bool> {
        let forms = self.forms()?;
        if let Some(known) = forms.found.borrow().get(text) {
            return *known;
        }
        let make = || automaton(&translated(&self.source), self.syntax());
        let found = forms.automaton.get_or_init(make).as_ref().and_then(find);
        if text.len() <= MAX_REMEMBERED {
            let mut known = forms.found.borrow_mut();
            if known.len() >= MAX_FOUND {
                known.clear();
            }
            known.insert(text.into(), found);
        }
        found
    }

    /// The same expression where it has to match from the beginning of the text.
    pub(super) fn at_start(&self) -> Self {
        Self::new(&format!("^(?:{})", self.source), &self.flags.replace('m', ""))
    }

    fn forms(&self) -> Option<&Forms> {
        self.compiled.get_or_init(|| COMPILED.with_borrow_mut(|known| self.compiled_among(known))).as_deref()
    }

    fn compiled_among(&self, known: &mut Compiled) -> Option<Rc<Forms>> {
        let key = (self.source.clone(), self.flags.clone());
        if known.len() >= MAX_COMPILED && !known.contains_key(&key) {
            known.clear();
        }
        known.entry(key).or_insert_with(|| self.compile().map(|regex| Rc::new(Forms::of(regex)))).clone()
    }

    fn syntax(&self) -> syntax::Config {
        let has = |flag: char| self.flags.contains(flag);
        syntax::Config::new().case_insensitive(has('i')).multi_line(has('m')).dot_matches_new_line(has('s'))
    }

    fn compile(&self) -> Option<Regex> {
        let has = |flag: char| self.flags.contains(flag);
        if self.flags.chars().any(|flag| !"gimsud".contains(flag)) {
            return None;
        }
        RegexBuilder::new(&translated(&self.source))
            .case_insensitive(has('i'))
            .multi_line(has('m'))
            .dot_matches_new_line(has('s'))
            .size_limit(MAX_SIZE)
            .build()
            .ok()
    }
}

/// Bytes that a compiled expression may take.
const MAX_SIZE: usize = 1 << 20;

/// JavaScript takes braces, brackets and dashes for themselves where Rust wants them escaped.
fn translated(source: &str) -> String {
    let mut text = String::new();
    let mut in_class = false;
    let mut after_class = false;
    let mut chars = source.char_indices();
    while let Some((at, char)) = chars.next() {
        let mut now_after = false;
        match char {
            '\\' => {
                text.push(char);
                if let Some((_, escaped)) = chars.next() {
                    text.push(escaped);
                    now_after = "wdsWDS".contains(escaped);
                }
            }
            '[' if in_class => text.push_str("\\["),
            '[' | ']' => {
                in_class = char == '[';
                text.push(char);
            }
            '-' if in_class && after_class => text.push_str("\\-"),
            '{' if !in_class && !is_count(&source[at + 1..]) => text.push_str("\\{"),
            _ => text.push(char),
        }
        after_class = now_after;
    }
    text
}

/// Whether what follows a brace makes it a repetition: `2}`, `2,}`, `2,3}`.
fn is_count(rest: &str) -> bool {
    let inside = rest.split_once('}').map_or("", |(inside, _)| inside);
    inside.starts_with(|char: char| char.is_ascii_digit())
        && inside.chars().all(|char| char.is_ascii_digit() || char == ',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_compiled_once_whoever_writes_it() {
        let (one, other) = (Regexp::new("^a{1,2}$", "i"), Regexp::new("^a{1,2}$", "i"));
        assert!(one.same(&other) && !one.same(&Regexp::new("^a{1,2}$", "")));
        let (first, second) = (one.compiled().unwrap(), other.compiled().unwrap());
        assert!(std::ptr::eq(first, second) && first.is_match("AA"));
        for at in 0..=MAX_COMPILED {
            assert!(Regexp::new(&format!("x{at}"), "").compiled().is_some());
        }
        assert!(COMPILED.with_borrow(|known| known.len() <= MAX_COMPILED));
    }
}
