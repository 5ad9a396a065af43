//! Finds the line of a member in the text of a document, for messages: no tree remembers its lines.

/// The line, from 1, of the member that `keys` lead to from the root. Where one is not found as it stands, that of the
/// last that is.
pub(super) fn line_of(text: &str, keys: &[&str]) -> Option<u32> {
    let mut found = None;
    let mut from = 0;
    for key in keys {
        let Some(at) = member(text, key, from) else { break };
        found = Some(at);
        from = at + key.len();
    }
    u32::try_from(text.get(..found?)?.split('\n').count()).ok()
}

/// Where `key` stands as a key, at or after `from`.
fn member(text: &str, key: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut from = from;
    while let Some(at) = text.get(from..)?.find(key).map(|at| at + from) {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        let rest = text.get(at + key.len()..)?;
        // A quote that is opened before the key is closed behind it.
        let rest = match before {
            Some(b'"') => rest.strip_prefix('"'),
            Some(b'\'') => rest.strip_prefix('\''),
            None | Some(b' ' | b'\t' | b'\n' | b'{' | b',') => Some(rest),
            Some(_) => None,
        };
        if rest.is_some_and(|rest| rest.trim_start().starts_with(':')) {
            return Some(at);
        }
        from = at + key.len().max(1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::line_of;

    #[test]
    fn lines_of_members() {
        let json = "{\n \"a\": {\"note\": \"get: b\",\n  \"get\": {}\n } }";
        assert_eq!(line_of(json, &["a", "get"]), Some(3));
        assert_eq!(line_of(json, &["a", "put"]), Some(2));
        assert_eq!(line_of(json, &["b"]), None);
        let yaml = "paths:\n  /ab:\n    get: {}\n  /a:\n    get: {}\n";
        assert_eq!(line_of(yaml, &["paths", "/a", "get"]), Some(5));
    }
}
