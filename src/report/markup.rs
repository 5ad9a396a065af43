//! What HTML and XML have in common.

/// Text between tags or in an attribute; `more` says what a format writes in another way beside.
pub(super) fn escaped(text: &str, more: impl Fn(char) -> Option<&'static str>) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        let written = match char {
            '&' => Some("&amp;"),
            '<' => Some("&lt;"),
            '>' => Some("&gt;"),
            '"' => Some("&quot;"),
            other => more(other),
        };
        match written {
            Some(written) => escaped.push_str(written),
            None => escaped.push(char),
        }
    }
    escaped
}
