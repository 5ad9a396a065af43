//! Regular expressions of programs, as far as there is an equal one here.

use std::cell::OnceCell;
use std::rc::Rc;

use regex::{Regex, RegexBuilder};

/// A regular expression that is known.
#[derive(Debug)]
pub struct Regexp {
    source: Rc<str>,
    pub(super) flags: Rc<str>,
    /// Compiled when first asked; `None` where it has no equal in Rust.
    compiled: OnceCell<Option<Regex>>,
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

    /// Rust has no look-around, back references and sticky matches.
    pub(super) fn compiled(&self) -> Option<&Regex> {
        let has = |flag: char| self.flags.contains(flag);
        let compile = || {
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
        };
        self.compiled.get_or_init(compile).as_ref()
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
