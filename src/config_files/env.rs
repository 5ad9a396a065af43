//! Environment files, as dotenv reads them.

use crate::config_files::Outline;

pub(super) fn read(outline: &mut Outline) {
    let text = outline.text;
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let line = rest.split('\n').next().unwrap_or_default();
        at = assignment(outline, at, line).unwrap_or(at + line.len()) + 1;
    }
}

/// Notes the assignment that begins on a line, and gives the offset of the line end behind it.
fn assignment(outline: &mut Outline, at: usize, line: &str) -> Option<usize> {
    let offset = |part: &str| at + part.as_ptr() as usize - line.as_ptr() as usize;
    let trimmed = line.trim_start();
    let trimmed = trimmed.strip_prefix("export ").map_or(trimmed, str::trim_start);
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    let length = trimmed.bytes().take_while(|byte| is_part(*byte)).count();
    let (name, rest) = trimmed.split_at(length);
    let behind = rest.trim_start();
    // `NAME: value` is taken too.
    let value = behind.strip_prefix('=').or_else(|| rest.strip_prefix(": "))?.trim_start_matches([' ', '\t']);
    if name.is_empty() {
        return None;
    }
    outline.enter(name, offset(name)..offset(name) + name.len());
    let start = offset(value);
    let text = outline.text;
    let quoted = value.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'));
    let end = match quoted.and_then(|quote| closing(&text[start + 1..], quote)) {
        Some(length) => {
            let range = start + 1..start + 1 + length;
            outline.push(&text[range.clone()], range.clone());
            range.end + text[range.end..].find('\n').unwrap_or(text.len() - range.end)
        }
        None => {
            let plain = value.split('#').next().unwrap_or_default().trim_end();
            outline.push(plain, start..start + plain.len());
            at + line.len()
        }
    };
    outline.leave();
    Some(end)
}

/// The offset of the quote that ends a value. One that no quote ends is not looked for far.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices().take(MAX_VALUE) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return Some(at),
            _ => {}
        }
    }
    None
}

/// Longer values are no secrets.
const MAX_VALUE: usize = 10_000;
