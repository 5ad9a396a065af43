//! Keeping secrets and terminal escapes out of everything that is printed.
//!
//! Source text reaches a writer only as a masked copy: the spans that rules know to be secret, and whatever looks
//! like one. Holes of templates and names stay readable, for the sample must still explain the finding.

mod known;
mod noise;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use unicode_width::UnicodeWidthChar as _;

use crate::rules::helpers::naming::Naming;
use crate::source::lines::floor;
pub use known::Known;
use noise::{changes_of_case, is_base64, is_mixed, looks_random};

/// Longer texts in front of holes are no words that say what these are.
const MAX_LABEL: usize = 16;

/// A pattern of this file. They are constants, and a test compiles each; one that did not would match nothing.
fn pattern(text: &str) -> Option<Regex> {
    Regex::new(text).ok()
}

/// GUIDs, JWTs and long hexadecimal runs: secrets wherever they stand.
static SHAPES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i-u)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        r"|eyJ[0-9A-Za-z_-]{8,}(?:\.[0-9A-Za-z_-]*){1,4}",
        r"|[0-9a-f]{24,}"
    ))
});
/// The password in `scheme://user:password@host`.
static USERINFO: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r#"://[^\s/:@"'`]*:([^\s/@"'`]+)@"#));
/// What follows an authorization scheme.
static AUTHORIZATION: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"\b(?i:bearer|basic)(?: |%20)+([A-Za-z0-9._~+/=-]{8,})"));
/// Lists of small numbers, which may be the codes of letters; [`coded`] decides.
static CODES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let code = "(?:0x[0-9a-f]{1,2}|[0-9]{1,3})";
    pattern(&format!(r"(?i-u)\b(?:{code}\s*,\s*){{11,}}{code}\b"))
});
/// Runs that may be tokens; [`looks_random`] decides. A `=` can only pad the end: before, it follows a name.
static RUN: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"[A-Za-z0-9_+/~-]{20,}={0,2}"));
/// Shorter runs; [`is_mixed`] decides.
static SHORT_RUN: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"[A-Za-z0-9_-]{12,}"));
/// A name that announces a secret, up to its value.
static KEY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = Naming::get().masked.keys.join("|");
    pattern(&format!(r"(?i-u)([\w$.-]*(?:{words}))([\\\x22'`\])]*)[ \t]*(=>|:=|\|\||\?\?|[:=,])[ \t]*"))
});
/// A name at the end of a text that announces a secret: such a text is itself a name, not a value.
static NAME: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(&format!(r"(?i-u)^[\w.-]*(?:{})$", Naming::get().masked.names.join("|"))));
/// A name that announces a secret.
static ANNOUNCING: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(&format!(r"(?i)(?:{})$", Naming::get().masked.keys.join("|"))));
/// Calls of what encodes and decodes, up to their first argument.
static CODER: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(&format!(r"(?i-u)\b(?:{})!?\(\s*&?", Naming::get().masked.coders.join("|"))));
/// What announces a secret that something else fills: the end of a text, `"secret={}", `, and a list, `auth: [`.
static ANNOUNCED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = Naming::get().masked.keys.join("|");
    pattern(&format!(
        r"(?i)(?:{words})[ =:]*[{{%$][^\x22'`]{{0,16}}[\x22'`]\s*,|\b(?:auth|{words})[\x22'`]?\s*[:=]\s*[\[(]"
    ))
});
/// Holes of templates: `${...}`, `{name}`, `{}`, `{{name}}`, `<name>`, `%NAME%`.
static HOLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"\$\{[^{}]*\}|\{\{?[0-9A-Za-z_.: ?#]*\}\}?|<[A-Za-z][0-9A-Za-z_ -]*>|%[A-Z][A-Z_]+%"));

fn matches<'t>(regex: &'t LazyLock<Option<Regex>>, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    regex.iter().flat_map(move |regex| regex.find_iter(text)).map(|found| found.range())
}

fn ends<'t>(regex: &'t LazyLock<Option<Regex>>, text: &'t str) -> impl Iterator<Item = usize> + 't {
    matches(regex, text).map(|found| found.end)
}

fn groups<'t>(regex: &'t LazyLock<Option<Regex>>, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    regex.iter().flat_map(move |regex| regex.captures_iter(text)).filter_map(|found| Some(found.get(1)?.range()))
}

/// The parts of a text that must not be shown.
#[derive(Debug, Clone, Default)]
pub struct Masks {
    /// Sorted, not overlapping.
    ranges: Vec<Range<usize>>,
}

impl Masks {
    /// The given byte ranges of `text`, the secrets that are known, and everything else in it that looks like one.
    pub fn of(text: &str, given: &[Range<usize>], known: &Known) -> Self {
        let mut guesses: Vec<Range<usize>> = groups(&AUTHORIZATION, text).collect();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            keyed(line, start, &mut guesses);
            handed(line, start, &mut guesses);
            runs(line, start, &mut guesses);
            start += line.len();
        }
        let holes: Vec<Range<usize>> = matches(&HOLE, text).collect();
        let mut ranges: Vec<Range<usize>> = guesses.iter().flat_map(|guess| without(guess, &holes)).collect();
        // Nothing that has the shape of a secret is spared for standing in a hole.
        ranges.extend(matches(&SHAPES, text).chain(groups(&USERINFO, text)).filter(|range| is_shape(text, range)));
        ranges.extend(matches(&CODES, text).filter(|range| coded(&text[range.clone()], known)));
        ranges.extend(known.ranges(text));
        ranges.extend(given.iter().map(|range| range.start.min(text.len())..range.end.min(text.len())));
        Self { ranges: merged(ranges) }
    }

    /// The shapes that are secrets anywhere, for text that is no source code.
    fn of_prose(text: &str, known: &Known) -> Self {
        let mut ranges: Vec<Range<usize>> =
            matches(&SHAPES, text).chain(groups(&USERINFO, text)).filter(|range| is_shape(text, range)).collect();
        ranges.extend(known.ranges(text));
        // A word that is quoted stands in the source, where anything may stand.
        let is_quoted = |run: &Range<usize>| text[..run.start].ends_with('`') && text[run.end..].starts_with('`');
        ranges.extend(matches(&RUN, text).filter(is_quoted).filter(|run| looks_random(&text[run.clone()], false)));
        Self { ranges: merged(ranges) }
    }

    /// Whether the byte at `offset` must not be shown.
    pub fn hides(&self, offset: usize) -> bool {
        let after = self.ranges.partition_point(|range| range.start <= offset);
        after.checked_sub(1).and_then(|index| self.ranges.get(index)).is_some_and(|range| offset < range.end)
    }
}

/// A hexadecimal run of letters only is a word, of digits only a number; everything else that matches is a shape.
fn is_shape(text: &str, range: &Range<usize>) -> bool {
    text.get(range.clone()).is_some_and(|found| found.bytes().any(|byte| !byte.is_ascii_alphabetic()))
}

/// Whether a list of numbers spells a secret.
fn coded(list: &str, known: &Known) -> bool {
    let letter = |code: &str| {
        let code = code.trim().to_ascii_lowercase();
        let code = code.strip_prefix("0x").map_or_else(|| code.parse().ok(), |hex| u8::from_str_radix(hex, 16).ok())?;
        code.is_ascii_graphic().then_some(char::from(code))
    };
    let Some(text) = list.split(',').map(letter).collect::<Option<String>>() else { return false };
    looks_random(&text, true)
        || is_mixed(&text)
        || matches(&SHAPES, &text).any(|range| is_shape(&text, &range))
        || !known.ranges(&text).is_empty()
}

fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.retain(|range| range.start < range.end);
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut result: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match result.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => result.push(range),
        }
    }
    result
}

/// Literals that are given to what encodes or decodes them, and those that fill what announces a secret:
/// `atob('…')`, `println!("secret={}", "…")`.
fn handed(line: &str, base: usize, found: &mut Vec<Range<usize>>) {
    let mut coded = ends(&CODER, line).peekable();
    let mut filled = ends(&ANNOUNCED, line).peekable();
    if coded.peek().is_none() && filled.peek().is_none() {
        return;
    }
    let literals = literals(line);
    let behind = |start: usize| &literals[literals.partition_point(|literal| literal.start < start)..];
    let mut add = |literal: &Range<usize>| found.push(base + literal.start..base + literal.end);
    coded.filter_map(|start| behind(start).first()).for_each(&mut add);
    // The first of them stands before all others.
    let filling = filled.peek().map_or(&[][..], |start| behind(*start));
    filling.iter().filter(|literal| !is_name(&line[(*literal).clone()])).for_each(add);
}

/// Whether a name says that what it names is secret.
pub fn announces(name: &str) -> bool {
    ANNOUNCING.as_ref().is_some_and(|announcing| announcing.is_match(name))
}

/// What is left of `range` without the `holes`, which are sorted and apart.
fn without(range: &Range<usize>, holes: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut rest = Vec::new();
    let mut start = range.start;
    for hole in &holes[holes.partition_point(|hole| hole.end <= range.start)..] {
        if hole.start >= range.end {
            break;
        }
        rest.push(start..hole.start.max(start));
        start = hole.end;
    }
    rest.push(start..range.end.max(start));
    rest
}

/// Values that follow a name which announces a secret.
fn keyed(line: &str, base: usize, found: &mut Vec<Range<usize>>) {
    let Some(key) = KEY.as_ref() else { return };
    let literals = literals(line);
    for capture in key.captures_iter(line) {
        let (Some(whole), Some(name), Some(closing), Some(separator)) =
            (capture.get(0), capture.get(1), capture.get(2), capture.get(3))
        else {
            continue;
        };
        // A comma joins a name to its value only where the name is a literal: `("apisecret", "...")`.
        let closing = closing.as_str();
        if separator.as_str() == "," && (closing.contains(')') || !closing.contains(['"', '\'', '`'])) {
            continue;
        }
        // `'?secret=' + value`: the quote that follows ends the name's own literal.
        let home = literal_at(&literals, whole.start());
        let skip = match home {
            Some(literal) if literal.end == whole.end() => joined(&line[whole.end()..]),
            _ => Some(0),
        };
        let Some(start) = skip.map(|skip| whole.end() + skip) else { continue };
        let rest = &line[start..];
        let escaped = rest.len() - rest.trim_start_matches('\\').len();
        let value = match rest[escaped..].chars().next() {
            Some(quote @ ('"' | '\'' | '`')) => quoted(&rest[escaped + 1..], quote, escaped > 0)
                .filter(|value| separator.as_str() != "," || !is_name(value))
                .map(|value| (start + escaped + 1, value)),
            _ if !matches!(separator.as_str(), "=" | ":") => None,
            _ => {
                let inside = home.is_some_and(|literal| literal.contains(&separator.start()));
                bare(line, name.start(), rest, inside, separator.as_str()).map(|value| (start, value))
            }
        };
        if let Some((at, value)) = value {
            found.push(base + at + shown_len(value)..base + at + value.len());
        }
    }
}

/// How much of a value is no secret: the authorization scheme, or what stands in front of a hole and says what that is.
fn shown_len(value: &str) -> usize {
    let len = label_len(value);
    let Some(label) = len.checked_sub(1).map(|end| &value[..end]) else { return 0 };
    let is_scheme = || Naming::get().masked.schemes.iter().any(|scheme| scheme.eq_ignore_ascii_case(label));
    if ["${", "{"].iter().any(|hole| value[len..].starts_with(hole)) || is_scheme() { len } else { 0 }
}

/// How much stands in front of a value and may say what that is, with its last sign: a word before a space, a name before
/// `=`.
pub fn label_len(value: &str) -> usize {
    let Some(at) = value.find([' ', '=']) else { return 0 };
    let is_part =
        |byte: u8| byte == b'-' || byte.is_ascii_alphabetic() || byte.is_ascii_digit() && value[at..].starts_with('=');
    if (1..=MAX_LABEL).contains(&at) && value[..at].bytes().all(is_part) { at + 1 } else { 0 }
}

/// The distance from a closing quote over a `+` to the literal that is joined on, if one is.
fn joined(rest: &str) -> Option<usize> {
    let next = rest.get(1..)?.trim_start().strip_prefix('+')?.trim_start();
    next.starts_with(['"', '\'', '`']).then_some(rest.len() - next.len())
}

/// A value in quotes, up to its closing quote or the end of the line.
fn quoted(rest: &str, quote: char, escaped: bool) -> Option<&str> {
    let mut previous_escapes = false;
    let end = rest.char_indices().find_map(|(at, c)| {
        let ends = (c == quote && !previous_escapes) || (escaped && c == '\\');
        previous_escapes = c == '\\' && !previous_escapes;
        ends.then_some(at)
    });
    rest.get(..end.unwrap_or_else(|| rest.trim_end().len())).filter(|value| !value.is_empty())
}

/// A value without quotes: part of a query inside a literal, or a line of a `.env` or YAML file.
fn bare<'t>(line: &str, key: usize, rest: &'t str, inside: bool, separator: &str) -> Option<&'t str> {
    let query = separator == "=" && (inside || line[..key].ends_with(['&', '?']));
    // Lines may be megabytes long, values are not.
    let rest = &rest[..floor(rest, 1024)];
    // A hole may hold any of the characters that end a value.
    let holes: Vec<Range<usize>> = matches(&HOLE, rest).collect();
    let end = rest.char_indices().find_map(|(at, c)| {
        let ends = c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '\\') || (query && matches!(c, '&' | '#' | ';'));
        (ends && !holes.iter().any(|hole| hole.contains(&at))).then_some(at)
    });
    let value = &rest[..end.unwrap_or(rest.len())];
    if query {
        return Some(value);
    }
    // A comment may hold a line of settings, too.
    let marks = ['-', ' ', '\t', '"', '\'', '/', '*', '#', '<', '!'];
    let own_line = line[..key].trim_start_matches(marks).trim_start_matches("export ").is_empty()
        && rest[value.len()..].trim_start().chars().next().is_none_or(|c| c == '#');
    if !own_line {
        return None;
    }
    let is_comment = line[..key].contains(['/', '*', '#', '<']);
    let code = value.contains(['(', '[', '{', ';', ',', '$']) || value.contains("::") || value.contains("env.");
    let shouted = line[key..].split(['=', ':']).next().is_some_and(|name| !name.contains(|c: char| c.is_lowercase()));
    let name = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_$.".contains(&byte))
        && value.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && !looks_random(value, true)
        && !(is_comment && value.bytes().filter(u8::is_ascii_digit).count() * 3 >= value.len());
    (!code && ((shouted && separator == "=") || !name)).then_some(value)
}

fn is_name(value: &str) -> bool {
    NAME.as_ref().is_some_and(|name| name.is_match(value))
}

/// The insides of the string literals of one line, by its quotes alone: no language is known here.
fn literals(line: &str) -> Vec<Range<usize>> {
    let mut result = Vec::new();
    let mut open: Option<(char, usize)> = None;
    let (mut escapes, mut after_word) = (false, false);
    for (at, c) in line.char_indices() {
        match open {
            Some((quote, start)) if c == quote && !escapes => {
                result.push(start..at);
                open = None;
            }
            // An apostrophe after a letter is one: `don't`.
            None if matches!(c, '"' | '`') || (c == '\'' && !after_word) => open = Some((c, at + 1)),
            _ => {}
        }
        escapes = c == '\\' && !escapes;
        after_word = c.is_alphanumeric();
    }
    result.extend(open.map(|(_, start)| start..line.len()));
    result
}

/// The literal that `at` lies in; they are sorted and apart.
fn literal_at(literals: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    literals.get(literals.partition_point(|literal| literal.end <= at)).filter(|literal| literal.contains(&at))
}

/// Runs that look random: long ones, and short ones of mixed characters in literals and comments.
fn runs(line: &str, base: usize, found: &mut Vec<Range<usize>>) {
    if line.len() < 12 {
        return;
    }
    short_runs(line, base, found);
    words_of_comments(line, base, found);
    let mut literals_of_line = None;
    for run in matches(&RUN, line) {
        let inside = literal_at(literals_of_line.get_or_insert_with(|| literals(line)), run.start).is_some();
        let text = &line[run.clone()];
        if !text.contains('/') || (inside && !text.starts_with('/') && is_base64(text)) {
            if looks_random(text, inside) {
                found.push(base + run.start..base + run.end);
            }
            continue;
        }
        let mut start = run.start;
        for segment in text.split('/') {
            if segment.len() >= 20 && looks_random(segment, inside) {
                found.push(base + start..base + start + segment.len());
            }
            start += segment.len() + 1;
        }
    }
}

/// Where a comment may begin in a line.
fn comment_in(line: &str) -> usize {
    ["//", "/*", "#", "<!--", "* "].iter().filter_map(|mark| line.find(mark)).min().unwrap_or(line.len())
}

/// Words of comments that are no prose: letters of both cases with signs among them that passwords have.
fn words_of_comments(line: &str, base: usize, found: &mut Vec<Range<usize>>) {
    let is_sign = |byte: u8| matches!(byte, b'!' | b'@' | b'*' | b'^');
    // Most lines have none, and need not be searched for a comment.
    if !line.bytes().any(is_sign) {
        return;
    }
    let mut at = comment_in(line);
    for piece in line[at..].split_inclusive(char::is_whitespace) {
        let (start, word) = (base + at, piece.trim_end());
        at += piece.len();
        let is_code = word.contains(['(', ')', '{', '<', '/', '`']);
        if word.len() >= 12 && word.bytes().any(is_sign) && !is_code && changes_of_case(word) >= 4 {
            found.push(start..start + word.len());
        }
    }
}

fn short_runs(line: &str, base: usize, found: &mut Vec<Range<usize>>) {
    let mut mixed = matches(&SHORT_RUN, line).filter(|run| is_mixed(&line[run.clone()])).peekable();
    if mixed.peek().is_none() {
        return;
    }
    let literals = literals(line);
    let comment = comment_in(line);
    let told = mixed.filter(|run| run.start >= comment || literal_at(&literals, run.start).is_some());
    found.extend(told.map(|run| base + run.start..base + run.end));
}

/// A copy of `text` in which the `secrets` (byte ranges) and everything else that may be a secret is masked at equal
/// width, and control characters are made visible. Line ends and tabs stay.
pub fn masked_copy(text: &str, secrets: &[Range<usize>]) -> String {
    let masks = Masks::of(text, secrets, &Known::default());
    let mut copy = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        push_shown(&mut copy, c, masks.hides(at));
    }
    copy
}

/// The masked copy of a single line.
pub fn mask_line(line: &str) -> String {
    masked_copy(line, &[])
}

/// The masked copy of a URL. Its host is no secret, for whoever resolves it is told: names of tenants look random.
pub fn mask_url(url: &str) -> String {
    let host = url.find("://").map_or(0, |at| at + "://".len());
    let path = url[host..].find(['/', '?', '#']).map_or(url.len(), |at| host + at);
    let (origin, rest) = url.split_at(path);
    if host == 0 || origin.contains('@') { mask_line(url) } else { format!("{}{}", harmless(origin), mask_line(rest)) }
}

/// Text of our own that may quote names from the source: no secret shape, no secret already known, no control
/// character survives.
pub fn prose(text: &str, known: &Known) -> String {
    let masks = Masks::of_prose(text, known);
    let mut copy = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '\n' | '\r' => copy.push(' '),
            _ => push_shown(&mut copy, c, masks.hides(at)),
        }
    }
    copy
}

/// Appends one character as it may be shown.
pub fn push_shown(copy: &mut String, c: char, masked: bool) {
    match c {
        '\n' | '\r' | '\t' => copy.push(c),
        _ if masked => match visible(c).width() {
            Some(0) => {}
            Some(2) => copy.push('\u{ff0a}'),
            _ => copy.push('*'),
        },
        _ => copy.push(visible(c)),
    }
}

/// A printable stand-in for characters that a terminal would act on or that would reorder the text.
pub fn visible(c: char) -> char {
    match c {
        '\u{7f}' => '\u{2421}',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{ad}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        _ => c,
    }
}

/// A path, or other single-line text, that a terminal can show without harm.
pub fn harmless(text: &str) -> String {
    text.chars().map(visible).collect()
}

#[cfg(test)]
mod tests;
