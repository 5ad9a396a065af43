//! Comments of Rust, by its lexical rules: block comments nest, raw strings hold anything, a quote may be a lifetime.

use std::ops::Range;

/// The comments of a Rust file.
pub(super) fn comments(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        at = match byte {
            b'/' if rest.starts_with(b"//") => {
                let end = at + rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
                found.push(at..end);
                end
            }
            b'/' if rest.starts_with(b"/*") => {
                let end = at + block(rest);
                found.push(at..end);
                end
            }
            b'"' => at + quoted(rest, b'"'),
            b'\'' => at + tick(&text[at..]),
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => {
                let word = rest.iter().position(|byte| !is_word(*byte)).unwrap_or(rest.len());
                at + word + raw(&rest[..word], &rest[word..])
            }
            _ => at + 1,
        };
    }
    found
}

fn is_word(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// The length of a block comment; an unclosed one goes to the end.
fn block(rest: &[u8]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        if rest[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// The length of a literal that ends at the next `quote` without a backslash.
fn quoted(rest: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while let Some(&byte) = rest.get(at) {
        match byte {
            b'\\' => at += 2,
            _ if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// The length of a character literal, or of the tick of a lifetime. Begins on a character, so that it may be sliced.
fn tick(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), _) => quoted(rest.as_bytes(), b'\''),
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

/// The length of the raw string whose prefix was just read, or 0.
fn raw(prefix: &[u8], rest: &[u8]) -> usize {
    if !matches!(prefix, b"r" | b"br" | b"cr") {
        return 0;
    }
    let hashes = rest.iter().take_while(|&&byte| byte == b'#').count();
    if rest.get(hashes) != Some(&b'"') {
        return 0;
    }
    let mut end = vec![b'"'];
    end.resize(hashes + 1, b'#');
    let body = &rest[hashes + 1..];
    let close = body.windows(end.len()).position(|window| window == end);
    close.map_or(rest.len(), |close| hashes + 1 + close + end.len())
}

#[cfg(test)]
mod tests {
    use super::comments;

    #[test]
    fn finds_comments_and_nothing_else() {
        let text = r##"let a = "// 1"; // one
let b = r#"/* "2" */"#; /* two /* nested */ still */ let c = '"'; // three
fn d<'a>(e: &'a str) -> char { '\'' } /// four
let f = b"\"// 5"; let r = "x"; // five"##;
        let found: Vec<&str> = comments(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["// one", "/* two /* nested */ still */", "// three", "/// four", "// five"]);
    }

    #[test]
    fn broken_text_ends() {
        for text in ["/* a /*", "\"a\\", "r#\"a\"", "'", "'\\", "'é", "r", "br##"] {
            assert!(comments(text).len() <= 1, "{text}");
        }
    }
}
