//! Comments of `.env`, YAML and TOML: a `#` that begins a line or follows a blank, outside quotes.

use std::ops::Range;

/// The comments of such a file, line by line: a string over several lines is not known here, and a directive in one
/// would be an odd thing to find.
pub(super) fn comments(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        found.extend(comment(line).map(|at| start + at..start + line.trim_end_matches(['\n', '\r']).len()));
        start += line.len();
    }
    found
}

fn comment(line: &str) -> Option<usize> {
    let mut quote = None;
    let mut blank = true;
    for (at, char) in line.char_indices() {
        match (quote, char) {
            (None, '#') if blank => return Some(at),
            // An apostrophe inside a word opens nothing.
            (None, '"' | '\'' | '`') if blank || line[..at].ends_with(['=', ':', '[', ',', '{']) => quote = Some(char),
            (Some(open), _) if open == char => quote = None,
            _ => {}
        }
        blank = char.is_whitespace();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::comments;

    #[test]
    fn a_hash_in_a_value_is_none() {
        let text = "# one\nA=b#c\nD=\"e # f\" # two\nG=don't # three\r\n";
        let found: Vec<&str> = comments(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["# one", "# two", "# three"]);
    }
}
