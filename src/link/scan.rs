//! The specifiers in a text, without parsing it. What stands in a string or a comment may be taken for an import, which
//! resolution or parsing shows later; an import is not missed.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::FxHashSet;

use super::patterns;

/// A specifier longer than this names no file.
const MAX_LENGTH: usize = 1024;

/// The words that specifiers come after, and behind them those that addresses of scripts come after.
const WORDS: [&str; 9] =
    ["from", "import", "require", "URL", "Worker", "SharedWorker", "register", "addModule", "glob"];

/// How far behind an address it is said what it is relative to.
const MAX_BASE: usize = 64;

/// The folder of a module.
const HERE: &[u8] = b"__dirname";

/// How many addresses one call names.
const MAX_LISTED: usize = 64;

/// How far after a word its specifier begins, comments between them included.
const MAX_GAP: usize = 1024;

/// How far before a word the beginning of its line is looked for.
const MAX_INDENT: usize = 256;

/// The specifiers in a script or in the scripts of a page, in the order in which they are written, each once; behind them addresses. `is_page` says that tags are looked at.
pub fn specifiers(text: &str, is_page: bool) -> Vec<Box<str>> {
    let bytes = text.as_bytes();
    let mut addresses: Vec<Box<str>> = Vec::new();
    let found: Vec<&str> = FINDER
        .iter()
        .flat_map(|words| words.find_iter(bytes))
        .filter(|word| is_word(&bytes[..word.start()]))
        .filter_map(|word| {
            let rest = &bytes[word.end()..bytes.len().min(word.end() + MAX_GAP + MAX_LENGTH)];
            let rest = blank(rest);
            let specifier = match WORDS[word.pattern().as_usize()] {
                "from" => quoted(rest),
                "import" if rest.starts_with(b"Scripts") => {
                    addresses.extend(listed(&rest["Scripts".len()..]).into_iter().map(patterns::relative));
                    None
                }
                "import" => quoted(rest).or_else(|| argument(rest)),
                "require" if rest.starts_with(b".context") => {
                    addresses.extend(argument(blank(&rest[".context".len()..])).map(patterns::below));
                    None
                }
                "require" => {
                    let call = rest.strip_prefix(b".resolve").map_or(rest, blank);
                    let specifier = argument(call);
                    addresses.extend(from_here(call).filter(|_| specifier.is_none()));
                    specifier
                }
                word_of_address => {
                    let before = bytes[..word.start()].trim_ascii_end();
                    addresses.extend(addressed(word_of_address, before, rest));
                    None
                }
            };
            specifier.filter(|_| !is_commented(&bytes[..word.start()]))
        })
        .collect();
    if is_page {
        addresses.extend(sources(text).map(patterns::relative));
    }
    let mut found: Vec<Box<str>> = found.into_iter().map(Into::into).chain(addresses).collect();
    let mut known: FxHashSet<Box<str>> = FxHashSet::default();
    found.retain(|one| known.insert(one.clone()));
    found
}

/// The addresses of the classic scripts that a worker imports, and where it does.
pub fn imported_scripts(text: &str) -> Vec<(usize, &str)> {
    let bytes = text.as_bytes();
    let calls = text.match_indices("importScripts").filter(|(at, _)| is_word(&bytes[..*at]));
    let listed = calls.flat_map(|(at, word)| {
        let rest = &bytes[at + word.len()..bytes.len().min(at + word.len() + MAX_GAP + MAX_LENGTH)];
        listed(blank(rest)).into_iter().map(move |address| (at, address))
    });
    listed.collect()
}

/// The scripts whose addresses follow a word: `new Worker('w.js')`, `new URL('w.js', import.meta.url)`,
/// `navigator.serviceWorker.register('/sw.js')`, `import.meta.glob('./pages/*.ts')`.
fn addressed(word: &str, before: &[u8], rest: &[u8]) -> Vec<Box<str>> {
    let is_called = match word {
        "register" => before.ends_with(b"serviceWorker.") || before.ends_with(b"serviceWorker?."),
        "addModule" => before.ends_with(b"."),
        "glob" => before.ends_with(b"import.meta."),
        _ => before.ends_with(b"new"),
    };
    if !is_called {
        return Vec::new();
    }
    if word == "glob" {
        let rest = rest.strip_prefix(b"Eager").unwrap_or(rest);
        let patterns = listed(generic(rest)).into_iter().filter(|one| !one.starts_with('!'));
        return patterns.map(Into::into).collect();
    }
    let Some(address) = argument(rest) else { return Vec::new() };
    let behind = &rest[rest.len().min(address.len())..];
    let is_here = || behind[..behind.len().min(MAX_BASE)].windows(15).any(|part| part == b"import.meta.url");
    if word == "URL" && !is_here() { Vec::new() } else { vec![patterns::relative(address)] }
}

/// What follows the arguments for types: `glob<Page>('…')`.
fn generic(text: &[u8]) -> &[u8] {
    if !text.starts_with(b"<") {
        return text;
    }
    let mut depth = 0usize;
    for (at, byte) in text.iter().enumerate().take(MAX_GAP) {
        match byte {
            b'<' => depth += 1,
            b'>' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return blank(&text[at + 1..]);
        }
    }
    text
}

/// The path in the argument of a call that begins where the module lies: `(path.join(__dirname, '..', 'lib'))`.
fn from_here(call: &[u8]) -> Option<Box<str>> {
    let near = &call[..call.len().min(MAX_BASE)];
    let at = near.windows(HERE.len()).position(|window| window == HERE)?;
    let mut rest = &call[at + HERE.len()..];
    let mut path = String::from(".");
    // The rest of a template, or strings between commas or signs.
    if let Some(text) = rest.strip_prefix(b"}") {
        let end = text.iter().take(MAX_LENGTH).position(|byte| *byte == b'`')?;
        path += std::str::from_utf8(&text[..end]).ok()?;
    }
    for _ in 0..MAX_LISTED {
        rest = blank(rest);
        let Some(part) = rest.strip_prefix(b",").or(rest.strip_prefix(b"+")).map(blank) else { break };
        let text = quoted(part)?;
        path = path + "/" + text;
        rest = &part[text.len() + 2..];
    }
    (path.len() > 1).then(|| path.into())
}

/// The strings that are the arguments of a call, or the items of a list that is its first one.
fn listed(text: &[u8]) -> Vec<&str> {
    let Some(text) = text.strip_prefix(b"(") else { return Vec::new() };
    let mut rest = blank(text);
    rest = rest.strip_prefix(b"[").map_or(rest, blank);
    let mut found = Vec::new();
    while let Some(one) = quoted(rest).filter(|_| found.len() < MAX_LISTED) {
        found.push(one);
        rest = blank(&rest[one.len() + 2..]);
        let Some(more) = rest.strip_prefix(b",") else { break };
        rest = blank(more);
    }
    found
}

/// Finds the words. The leftmost match is what a search by vectors finds.
static FINDER: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(WORDS).ok());

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
        let value = value.trim_ascii_start().strip_prefix('=')?.trim_ascii_start();
        let bare = || value.split_ascii_whitespace().next().filter(|value| !value.starts_with(['"', '\'']));
        quoted(value.as_bytes()).or_else(bare)
    })
}
