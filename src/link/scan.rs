//! The specifiers in a text, without parsing it. What stands in a string or a comment may be taken for an import, which
//! resolution or parsing shows later; an import is not missed.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

/// A specifier longer than this names no file.
const MAX_LENGTH: usize = 1024;

/// The words that specifiers come after.
const WORDS: [&str; 3] = ["from", "import", "require"];

/// How far after a word its specifier begins, comments between them included.
const MAX_GAP: usize = 1024;

/// How far before a word the beginning of its line is looked for.
const MAX_INDENT: usize = 256;

/// The specifiers in a script or in the scripts of a page, sorted, each once. `is_page` says that tags are looked at.
pub fn specifiers(text: &str, is_page: bool) -> Vec<Box<str>> {
    let bytes = text.as_bytes();
    let mut found: Vec<&str> = words()
        .into_iter()
        .flat_map(|words| words.find_iter(bytes))
        .filter(|word| is_word(&bytes[..word.start()]))
        .filter_map(|word| {
            let rest = &bytes[word.end()..bytes.len().min(word.end() + MAX_GAP + MAX_LENGTH)];
            let rest = blank(rest);
            let specifier = match WORDS[word.pattern().as_usize()] {
                "from" => quoted(rest),
                "import" => quoted(rest).or_else(|| argument(rest)),
                _ => argument(rest.strip_prefix(b".resolve").map_or(rest, blank)),
            };
            specifier.filter(|_| !is_commented(&bytes[..word.start()]))
        })
        .collect();
    if is_page {
        found.extend(sources(text));
    }
    found.sort_unstable();
    found.dedup();
    found.into_iter().map(Into::into).collect()
}

fn words() -> Option<&'static AhoCorasick> {
    static FINDER: OnceLock<Option<AhoCorasick>> = OnceLock::new();
    FINDER.get_or_init(|| AhoCorasick::new(WORDS).ok()).as_ref()
}

/// Whether a word begins after `before`; `@import` is a word of style sheets.
fn is_word(before: &[u8]) -> bool {
    !before.last().is_some_and(|byte| byte.is_ascii_alphanumeric() || b"_$@".contains(byte) || !byte.is_ascii())
}

/// Whether a line says by what it begins with that what comes after `before` is in a comment. One that begins with `*`
/// is in none where it goes on from `import`: `* as name from`.
fn is_commented(before: &[u8]) -> bool {
    let near = &before[before.len().saturating_sub(MAX_INDENT)..];
    let line = match near.iter().rposition(|byte| *byte == b'\n') {
        Some(at) => near[at + 1..].trim_ascii_start(),
        None if near.len() == before.len() => near.trim_ascii_start(),
        None => return false,
    };
    if let Some(rest) = line.strip_prefix(b"/*") {
        return !rest.windows(2).any(|pair| pair == b"*/");
    }
    if let Some(rest) = line.strip_prefix(b"*") {
        let goes_on = rest.trim_ascii_start();
        return !(goes_on.is_empty() || goes_on.starts_with(b"as ") || rest.contains(&b'/'));
    }
    line.starts_with(b"//")
}

/// What follows white space and comments.
fn blank(text: &[u8]) -> &[u8] {
    let mut rest = text.trim_ascii_start();
    loop {
        let end: &[u8] = match rest {
            [b'/', b'*', ..] => b"*/",
            [b'/', b'/', ..] => b"\n",
            _ => return rest,
        };
        match rest[2..].windows(end.len()).position(|window| window == end) {
            Some(at) => rest = rest[2 + at + end.len()..].trim_ascii_start(),
            None => return &[],
        }
    }
}

/// The string that is the first argument of a call.
fn argument(text: &[u8]) -> Option<&str> {
    let text = text.strip_prefix(b"?.").map_or(text, blank);
    quoted(blank(text.strip_prefix(b"(")?))
}

/// The string at the beginning of a text; none where its value is not its text.
fn quoted(text: &[u8]) -> Option<&str> {
    let (quote, text) = text.split_first().filter(|(first, _)| b"\"'`".contains(first))?;
    let end = text.iter().take(MAX_LENGTH + 1).position(|byte| byte == quote || b"\n\\".contains(byte))?;
    let text = std::str::from_utf8(&text[..end]).ok().filter(|_| text[end] == *quote)?;
    let varies = *quote == b'`' && text.contains("${");
    (!text.is_empty() && !varies).then_some(text)
}

/// What the script tags of a page load.
fn sources(text: &str) -> impl Iterator<Item = &str> {
    text.split("<script").skip(1).filter_map(|rest| {
        let tag = rest.split('>').next()?;
        let (_, value) = tag.split_once("src")?;
        quoted(value.trim_ascii_start().strip_prefix('=')?.trim_ascii_start().as_bytes())
    })
}
