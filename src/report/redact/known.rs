//! Secrets that are known by their values, in every form in which they may be written again.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Shorter values are no secrets: they would hide words.
const MIN_LEN: usize = 6;

/// Shorter runs of encoded text hold no secret.
const MIN_RUN: usize = 8;

/// Secrets that are found in one pass over a text, however many there are.
#[derive(Debug, Clone, Default)]
pub struct Known {
    automaton: Option<AhoCorasick>,
}

impl Known {
    /// The secrets of these values.
    pub fn of<'s>(values: impl IntoIterator<Item = &'s str>) -> Self {
        let mut forms: BTreeSet<String> = BTreeSet::new();
        for value in values {
            let value = value.trim();
            if value.len() >= MIN_LEN {
                forms.insert(value.to_owned());
                // Those that are written differently only.
                forms.insert(utf8_percent_encode(value, NON_ALPHANUMERIC).to_string());
                forms.insert(escaped(value));
            }
        }
        if forms.is_empty() {
            return Self::default();
        }
        // A table of all steps would take the square of a value's length to be made, of one that repeats itself.
        let kind = Some(AhoCorasickKind::ContiguousNFA);
        Self { automaton: AhoCorasick::builder().match_kind(MatchKind::Standard).kind(kind).build(forms).ok() }
    }

    /// Where a text has one of them, plainly or encoded.
    pub fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut found: Vec<Range<usize>> = automaton.find_overlapping_iter(text).map(|found| found.range()).collect();
        for run in runs(text, is_base64) {
            let encoded = &text.as_bytes()[run.clone()];
            // What stands before it may be of the same letters: a path before a token.
            if (0..4).any(|from| automaton.is_match(&base64(&encoded[from..]))) {
                found.push(run);
            }
        }
        for run in runs(text, |byte| byte.is_ascii_hexdigit()) {
            let encoded = &text.as_bytes()[run.clone()];
            if (0..2).any(|from| automaton.is_match(&hexadecimal(&encoded[from..]))) {
                found.push(run);
            }
        }
        found
    }
}

/// A value as strings of JavaScript and JSON may have it.
fn escaped(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for char in value.chars() {
        match char {
            '"' | '\\' => escaped.extend(['\\', char]),
            _ if char.is_control() || !char.is_ascii() => {
                for unit in char.encode_utf16(&mut [0; 2]) {
                    // Writing to a text does not fail.
                    let _ = write!(escaped, "\\u{unit:04x}");
                }
            }
            _ => escaped.push(char),
        }
    }
    escaped
}

/// The runs of such bytes that are long enough to hold a secret.
fn runs(text: &str, is_part: impl Fn(u8) -> bool) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += bytes[at..].iter().take_while(|byte| !is_part(**byte)).count();
            let start = at;
            at += bytes[at..].iter().take_while(|byte| is_part(**byte)).count();
            if at == start {
                return None;
            }
            if at - start >= MIN_RUN {
                return Some(start..at);
            }
        }
    })
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte)
}

fn base64(encoded: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(encoded.len() / 4 * 3 + 2);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in encoded {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            _ => 63,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count).to_le_bytes()[0]);
        }
    }
    bytes
}

fn hexadecimal(encoded: &[u8]) -> Vec<u8> {
    let value = |digit: u8| char::from(digit).to_digit(16).unwrap_or_default();
    let byte = |pair: &[u8; 2]| (value(pair[0]) << 4 | value(pair[1])).to_le_bytes()[0];
    encoded.as_chunks::<2>().0.iter().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_found_however_they_are_written() {
        let known = Known::of(["hunter2/ünder\"way", "short", "qX7_pLm2"]);
        for text in [
            "a hunter2/ünder\"way b",
            "hunter2%2F%C3%BCnder%22way",
            "\"hunter2/\\u00fcnder\\\"way\"",
            // `id:hunter2/ünder"way`, with what may stand before it.
            "Basic aWQ6aHVudGVyMi/DvG5kZXIid2F5",
            "/a/b/aWQ6aHVudGVyMi_DvG5kZXIid2F5",
            "x68756e746572322fc3bc6e6465722277617900",
            "1qX7_pLm2",
        ] {
            assert!(!known.ranges(text).is_empty(), "{text}");
        }
        for text in ["hunter2", "short", "nothing of the kind", "cafebabecafebabe", ""] {
            assert!(known.ranges(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_value_that_repeats_itself_takes_no_longer_than_another() {
        let value = "\\".repeat(200_000);
        assert!(!Known::of([&*value]).ranges(&value).is_empty());
    }

    #[test]
    fn a_whole_run_is_hidden() {
        let found = Known::of(["qX7_pLm2"]).ranges("a aWQ6cVg3X3BMbTI= b");
        assert_eq!(found.first(), Some(&(2..17)));
    }
}
