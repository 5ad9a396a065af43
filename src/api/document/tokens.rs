//! The smallest parts of YAML that is plainly written.

/// What a value without quotes is, as far as it is plain to see; comments behind it are gone.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Plain<'t> {
    Text(&'t str),
    Number,
    /// It may be a number, `null`, or one of the words for yes and no.
    Other(&'t str),
}

/// Words that are no texts, in lower case.
const WORDS: [&str; 12] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf", "infinity"];

/// Longer numbers may not fit.
const MAX_DIGITS: usize = 15;

/// Whether a line begins an item of a list.
pub(super) fn is_item(text: &str) -> bool {
    text == "-" || text.starts_with("- ")
}

/// What stands behind a colon or a dash, without a comment that is all there is.
pub(super) fn value_of(rest: &str) -> &str {
    let value = rest.trim_start_matches(' ');
    if value.starts_with('#') && value.len() < rest.len() { "" } else { value }
}

/// The key that a line begins with, and what stands behind its colon; nothing for a key that is written in another way
/// than by its letters.
pub(super) fn key(line: &str) -> Option<(&str, &str)> {
    let is_end = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    let quote = match line.bytes().next()? {
        quote @ (b'"' | b'\'') => quote,
        first => {
            let mut colons = line.match_indices(':').map(|(at, _)| at);
            let at = colons.find(|at| line.get(at + 1..).is_some_and(is_end))?;
            let key = line.get(..at)?.trim_end_matches(' ');
            let is_plain = !is_indicator(first) && !key.contains(['\t', '~']) && !key.contains(" #");
            return (is_plain && !key.is_empty() && key != "<<" && !key.eq_ignore_ascii_case("null"))
                .then(|| (key, &line[at + 1..]));
        }
    };
    let end = closing(line.get(1..)?, quote)? + 1;
    let key = line.get(1..end - 1)?;
    let rest = line.get(end..)?.strip_prefix(':')?;
    (is_end(rest) && !key.contains(if quote == b'"' { '\\' } else { '\'' })).then_some((key, rest))
}

/// Whether no plain text begins like this.
fn is_indicator(first: u8) -> bool {
    b"-?:,[]{}#&*!|>'\"%@`\t".contains(&first)
}

/// What a value on one line without quotes is; `None` where it is more than that.
pub(super) fn plain(line: &str) -> Option<Plain<'_>> {
    let text = line.find(" #").map_or(line, |at| &line[..at]).trim_end();
    let first = text.bytes().next()?;
    let begins_text = !is_indicator(first)
        || matches!(first, b'-' | b'?' | b':') && !text.get(1..)?.starts_with(' ') && text.len() > 1;
    if !begins_text || text.contains(": ") || text.ends_with(':') || text.contains('\t') {
        return None;
    }
    Some(match first {
        b'1'..=b'9' if text.len() <= MAX_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit()) => Plain::Number,
        b'0'..=b'9' | b'+' | b'-' | b'.' | b'~' | b'=' | b'<' => Plain::Other(text),
        _ if WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)) => Plain::Other(text),
        _ => Plain::Text(text),
    })
}

/// Where a text goes on behind the quote that closes it, if it is closed.
pub(super) fn closing(text: &str, quote: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match *byte {
            b'\\' if quote == b'"' => at += 1,
            byte if byte == quote => {
                if quote == b'"' || bytes.get(at + 1) != Some(&quote) {
                    return Some(at + 1);
                }
                at += 1;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Where what begins with a bracket ends: behind the one that closes it. `None` where that is not plain to see.
pub(super) fn end_of_flow(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut at, mut before) = (0_usize, 0, b'[');
    while let Some(byte) = bytes.get(at) {
        match *byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            // In the middle of a plain text it is no quote.
            quote @ (b'"' | b'\'') if matches!(before, b'{' | b'[' | b',' | b':') => {
                at += closing(text.get(at + 1..)?, quote)?;
            }
            b'#' if at > 0 && matches!(bytes[at - 1], b' ' | b'\n') => return None,
            b'&' | b'*' | b'!' if matches!(before, b'{' | b'[' | b',' | b':') => return None,
            b'\t' => return None,
            _ => {}
        }
        if !matches!(*byte, b' ' | b'\n' | b'\r') {
            before = *byte;
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Plain, end_of_flow, key, plain};

    #[test]
    fn keys_and_values() {
        assert_eq!(key("a: b"), Some(("a", " b")));
        assert_eq!(key("/a/{b}:"), Some(("/a/{b}", "")));
        assert_eq!(key("'200': b"), Some(("200", " b")));
        assert_eq!(key("x:y: b"), Some(("x:y", " b")));
        for other in ["a", "http://a", "a :b", "? a", "<<: b", "*a : b", "~: a", "'it''s': a", "\"a\\n\": b", "a #b: c"]
        {
            assert_eq!(key(other), None, "{other}");
        }
        assert_eq!(plain("it's here # not"), Some(Plain::Text("it's here")));
        assert_eq!(plain("-a:b"), Some(Plain::Other("-a:b")));
        assert_eq!(plain("42"), Some(Plain::Number));
        assert_eq!(plain("No"), Some(Plain::Other("No")));
        for other in ["*a", "a: b", "a:", "- a", "@a", "a\tb"] {
            assert_eq!(plain(other), None, "{other}");
        }
        assert_eq!(end_of_flow("[it's, {a: \"]\"}] b"), Some(16));
        assert_eq!(end_of_flow("[a#b&c*d]"), Some(9));
        for other in ["[a, # b]\n]", "[*a]", "{a: &b c}", "[a"] {
            assert_eq!(end_of_flow(other), None, "{other}");
        }
    }
}
