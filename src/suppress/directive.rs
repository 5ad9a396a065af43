//! What a comment asks for: `authlint-disable-next-line RULE[, RULE] -- reason`.

use std::ops::Range;

use crate::ir::DIRECTIVE;
use crate::source::{FileId, Span};

/// What a directive covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// The line after the comment.
    NextLine,
    /// The line, or lines, of the comment.
    Line,
    /// The whole file.
    File,
    /// No directive that is known.
    Unknown,
}

/// The directives by their words.
pub(super) const SCOPES: [(&str, Scope); 3] = [
    ("authlint-disable-next-line", Scope::NextLine),
    ("authlint-disable-line", Scope::Line),
    ("authlint-disable-file", Scope::File),
];

/// A comment that asks for silence.
#[derive(Debug)]
pub(super) struct Directive {
    pub(super) scope: Scope,
    /// Where its first word stands.
    pub(super) span: Span,
    /// The first word as written.
    pub(super) word: String,
    /// The rules as written, known or not.
    pub(super) rules: Vec<(String, Span)>,
    /// What follows `--`.
    pub(super) reason: Option<String>,
    /// The whole comment, in bytes.
    pub(super) comment: Range<u32>,
    /// The lines it covers; empty for a whole file.
    pub(super) lines: Range<usize>,
}

/// Reads the comment at `range`, its delimiters included. `None` where it does not begin with a directive.
pub(super) fn parse(file: FileId, text: &str, range: Range<usize>) -> Option<Directive> {
    let comment = text.get(range.clone())?;
    let opening = comment.len() - comment.trim_start_matches(OPENING).len();
    let body = comment[opening..].trim_end_matches(CLOSING);
    if !body.starts_with(DIRECTIVE) {
        return None;
    }
    let start = range.start + opening;
    let span = |at: usize, len: usize| Some(Span::new(file, u32::try_from(at).ok()?, u32::try_from(at + len).ok()?));
    let word_len = body.find(|char: char| !(char.is_ascii_alphanumeric() || char == '-')).unwrap_or(body.len());
    let word = body[..word_len].trim_end_matches('-');
    let scope = SCOPES.iter().find(|(name, _)| *name == word).map_or(Scope::Unknown, |(_, scope)| *scope);
    // `authlint-disable-line: rule` is what people write, too.
    let colon = usize::from(body[word.len()..].starts_with(':'));
    let rest = &body[word.len() + colon..];
    // What other tools separate by a colon is a reason too: no name ends in one.
    let ends_names = |at: &usize| rest[at + 1..].chars().next().is_none_or(char::is_whitespace);
    let dashes = rest.find("--");
    let colon_behind = rest.match_indices(':').map(|(at, _)| at).find(ends_names);
    let (names, reason) = match dashes.into_iter().chain(colon_behind).min() {
        Some(at) => (&rest[..at], Some(rest[at..].trim_start_matches(['-', ':']))),
        None => (rest, None),
    };
    let mut rules = Vec::new();
    let mut at = start + word.len() + colon;
    for piece in names.split_inclusive(|char: char| char == ',' || char.is_whitespace()) {
        let name = piece.trim_end_matches(|char: char| char == ',' || char.is_whitespace());
        if !name.is_empty() {
            rules.push((name.to_owned(), span(at, name.len())?));
        }
        at += piece.len();
    }
    let reason = reason.map(one_line).filter(|reason| !reason.is_empty());
    Some(Directive {
        scope,
        span: span(start, word.len())?,
        word: word.to_owned(),
        rules,
        reason,
        comment: u32::try_from(range.start).ok()?..u32::try_from(range.end).ok()?,
        lines: 0..0,
    })
}

/// What may stand before the directive: the opening of a comment and blanks.
const OPENING: &[char] = &['/', '*', '!', '<', '-', '#', ' ', '\t', '\r', '\n'];
/// What may stand behind it.
const CLOSING: &[char] = &['/', '*', '-', '>', ' ', '\t', '\r', '\n'];

/// A reason may be wrapped, and its lines may begin with a star.
fn one_line(text: &str) -> String {
    let lines = text.lines().map(|line| line.trim().trim_start_matches("* ").trim());
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(comment: &str) -> Option<(Scope, Vec<String>, Option<String>)> {
        let directive = parse(FileId(0), comment, 0..comment.len())?;
        Some((directive.scope, directive.rules.into_iter().map(|(name, _)| name).collect(), directive.reason))
    }

    #[test]
    fn reads_every_kind_of_comment() {
        let expected = Some((Scope::NextLine, vec!["a-b".to_owned(), "c".to_owned()], Some("it is so".to_owned())));
        for comment in [
            "// authlint-disable-next-line a-b, c -- it is so",
            "//authlint-disable-next-line a-b,c --it is so",
            "# authlint-disable-next-line a-b c -- it is so",
            "// authlint-disable-next-line: a-b, c -- it is so",
            "// authlint-disable-next-line a-b, c: it is so",
            "// authlint-disable-next-line: a-b, c: it is so",
            "/* authlint-disable-next-line a-b, c -- it is so */",
            "<!-- authlint-disable-next-line a-b, c -- it is so -->",
            "/**\n * authlint-disable-next-line a-b, c -- it\n * is so\n */",
        ] {
            assert_eq!(read(comment), expected, "{comment}");
        }
    }

    #[test]
    fn only_the_beginning_of_a_comment_counts() {
        assert_eq!(read("// use authlint-disable-line x"), None);
        assert_eq!(read("// authlint-disable-line"), Some((Scope::Line, Vec::new(), None)));
        assert_eq!(read("// authlint-disable x").map(|it| it.0), Some(Scope::Unknown));
        assert_eq!(read("// authlint-disable-nextline x").map(|it| it.0), Some(Scope::Unknown));
        assert_eq!(read("/* authlint-disable-file x --*/"), Some((Scope::File, vec!["x".to_owned()], None)));
        let colon = |comment: &str| read(comment).unwrap().1;
        assert_eq!(colon("// authlint-disable-line x:"), ["x"]);
        assert_eq!(colon("// authlint-disable-line :"), Vec::<String>::new());
        assert_eq!(colon("// authlint-disable-line x:y"), ["x:y"]);
    }
}
