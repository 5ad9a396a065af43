//! Comments of JSON, where a reader takes them: `//` to the end of the line and `/* */`, outside of strings.

use std::ops::Range;

/// The comments of such a file; one that is not closed goes to the end.
pub(super) fn comments(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(['"', '/']).map(|next| at + next) {
        let rest = &text[start..];
        let to = |end: &str, from: usize| rest[from..].find(end).map_or(rest.len(), |at| from + at);
        at = if rest.starts_with("//") {
            let end = start + rest[..to("\n", 0)].trim_end_matches('\r').len();
            found.push(start..end);
            end
        } else if rest.starts_with("/*") {
            let end = start + (to("*/", 2) + 2).min(rest.len());
            found.push(start..end);
            end
        } else if rest.starts_with('"') {
            start + string(rest)
        } else {
            start + 1
        };
    }
    found
}

/// The length of the string that a text begins with.
fn string(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            // No string of JSON goes over lines.
            b'\n' => return at,
            _ => at += 1,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::comments;

    #[test]
    fn what_is_in_a_string_is_none() {
        let text = "{ // one\r\n  \"a\\\" // no\": \"/* no */\", /* two\n */ \"b\": 1 / 2 } // three \u{e9}";
        let found: Vec<&str> = comments(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["// one", "/* two\n */", "// three \u{e9}"]);
        assert_eq!(comments("/* open").len(), 1);
        assert_eq!(comments("\"open // \n// x").first(), Some(&(10..14)));
        assert!(comments("\"\\").is_empty());
    }
}
