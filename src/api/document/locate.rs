//! Finds the place of a member in the text of a document, for messages: no tree remembers its lines.

/// Line and column of the member that `keys` lead to from the root. Where one is not found as it stands, those of the last
/// that is.
pub(super) fn place_of(text: &str, keys: &[&str]) -> Option<(u32, u32)> {
    let mut found = None;
    let mut from = 0;
    for key in keys {
        let Some(at) = member(text, key, from) else { break };
        found = Some(at);
        from = at + key.len();
    }
    let before = text.get(..found?)?;
    let line = before.rsplit('\n').next().unwrap_or_default();
    Some((u32::try_from(before.split('\n').count()).ok()?, column_behind(line)))
}

/// The column, from 1 and in UTF-16 units, that follows on the beginning of a line.
pub(super) fn column_behind(line: &str) -> u32 {
    let line = line.trim_start_matches('\u{feff}');
    u32::try_from(line.encode_utf16().count() + 1).unwrap_or(u32::MAX)
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
    use super::place_of;

    #[test]
    fn places_of_members() {
        let json = "{\n \"a\": {\"note\": \"get: b\",\n  \"get\": {}\n } }";
        assert_eq!(place_of(json, &["a", "get"]), Some((3, 4)));
        assert_eq!(place_of(json, &["a", "put"]), Some((2, 3)));
        assert_eq!(place_of(json, &["b"]), None);
        let yaml = "paths:\n  /ab:\n    get: {}\n  /a:\n    get: {}\n";
        assert_eq!(place_of(yaml, &["paths", "/a", "get"]), Some((5, 5)));
    }
}
