//! Names for findings that stay the same while code around them moves.

use rustc_hash::FxHashMap;

use super::{Report, uri};
use crate::finding::Finding;
use crate::source::FileId;

/// Code units that a line's hash covers.
const WINDOW: usize = 100;
/// The base of the polynomial.
const BASE: u64 = 37;
/// Stands for the end of the file.
const END: u64 = 65_535;

/// The hash of every line as GitHub's code scanning computes it, so that alerts are recognised whoever computes
/// them: a polynomial modulo 2^64 over the 100 UTF-16 units from the line's start, without spaces and tabs, line ends
/// as LF, the end of the file as 65535 and zeros; then which of the equal ones it is.
pub fn line_hashes(text: &str) -> Vec<String> {
    let mut units: Vec<u64> = Vec::with_capacity(text.len() + WINDOW);
    let mut starts = vec![0];
    let mut after_cr = false;
    for unit in text.encode_utf16() {
        let ends = match unit {
            // The LF of CR LF is dropped, but a blank between the two makes them two line ends.
            0x0a => !after_cr,
            0x0d => true,
            _ => false,
        };
        let dropped = matches!(unit, 0x20 | 0x09) || (unit == 0x0a && after_cr);
        after_cr = unit == 0x0d;
        if ends {
            units.push(0x0a);
            starts.push(units.len());
        } else if !dropped {
            units.push(u64::from(unit));
        }
    }
    units.push(END);
    units.resize(units.len() + WINDOW, 0);

    let mut seen = FxHashMap::<u64, usize>::default();
    let hash = |start: usize| {
        units[start..start + WINDOW].iter().fold(0_u64, |hash, unit| hash.wrapping_mul(BASE).wrapping_add(*unit))
    };
    starts
        .into_iter()
        .map(|start| {
            let hash = hash(start);
            let count = seen.entry(hash).or_default();
            *count += 1;
            format!("{hash:x}:{count}")
        })
        .collect()
}

/// Our own names for the findings of one report: each once.
#[derive(Debug, Default)]
pub struct Fingerprints {
    seen: FxHashMap<u64, usize>,
    /// The line of the last finding, and what stands for its text: the next one may be on it too.
    line: Option<((FileId, usize), String)>,
}

/// Longer lines go into names by their digest.
const MAX_LINE: usize = 4096;

impl Fingerprints {
    /// The name of a finding: of its rule, its file, its operation and its line as it may be shown, so that nothing
    /// secret goes into it; blanks apart, so that formatting does not matter. Equal ones are numbered in their order.
    pub fn of(&mut self, report: &Report<'_>, finding: &Finding) -> String {
        let file = report.files.get(finding.span.file);
        let line = file.map_or(1, |file| file.position(finding.span.start).line);
        let path = file.map(|file| uri::relative(report.root, &file.location, &file.path)).unwrap_or_default();
        let place = (finding.span.file, line);
        if self.line.as_ref().is_none_or(|(last, _)| *last != place) {
            self.line = Some((place, Self::shown(report, place)));
        }
        let shown = self.line.as_ref().map(|(_, shown)| &**shown).unwrap_or_default();
        let operation = finding.operation.as_ref().map(ToString::to_string).unwrap_or_default();
        let own = digest(&[finding.rule.id, &path, &operation, shown]);
        let count = self.seen.entry(own).or_default();
        *count += 1;
        format!("{own:016x}:{count}")
    }

    /// What stands for the text of a line.
    fn shown(report: &Report<'_>, (file, line): (FileId, usize)) -> String {
        let shown: String = report.masked_line(file, line).split_whitespace().collect();
        if shown.len() <= MAX_LINE { shown } else { format!("{:016x}", digest(&[&shown])) }
    }
}

/// FNV-1a over `parts`, each ended by a NUL: short, stable across versions and platforms.
pub fn digest(parts: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in parts.iter().flat_map(|part| part.bytes().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_text() {
        assert_eq!(line_hashes(""), ["c129715d7a2bc9a3:1"]);
    }

    #[test]
    fn known_values() {
        assert_eq!(
            line_hashes("  let a = 1;\n\tsend( a );\n\n}"),
            ["4ff065259af116a4:1", "f380404d9912cfd3:1", "37acdb4f629b03f2:1", "13db8c734146ff90:1"]
        );
        assert_eq!(line_hashes("caf\u{e9} = '\u{1f600}';"), ["dd673f01abce5919:1"]);
    }

    #[test]
    fn line_ends_and_blanks_do_not_matter() {
        let expected = line_hashes("a b\n\nc\n");
        assert_eq!(expected.len(), 4);
        for text in ["a b\r\n\r\nc\r\n", "a b\r\rc\r", "\ta b \n\n  c\n", "ab\r\n\rc\n"] {
            assert_eq!(line_hashes(text), expected, "{text:?}");
        }
    }

    #[test]
    fn equal_lines_are_counted() {
        let hashes = line_hashes(&"send(request, options);\n".repeat(8));
        assert_eq!(hashes[0], "966a72f05894c17e:1");
        assert_eq!(hashes[3], "966a72f05894c17e:4");
        assert_eq!(hashes[4], "9680830fb9a6c76f:1");
        assert_eq!(hashes[8], "c129715d7a2bc9a3:1");
    }

    #[test]
    fn digests_keep_parts_apart() {
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
    }
}
