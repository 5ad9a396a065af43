//! Comments that suppress nothing.

use super::helpers::wording;
use super::{ids, nearest};
use crate::finding::{Finding, Level, Rule};
use crate::source::Span;

/// The rule. Whether a comment is needed is known once all others have spoken, so that suppression asks for the findings.
pub static RULE: Rule = Rule {
    id: ids::UNUSED_SUPPRESSION,
    summary: "A comment that suppresses findings suppresses none",
    level: Level::Warning,
    cwe: None,
    severity: "",
    docs: include_str!("../../rules/docs/unused-suppression.md"),
};

/// The finding about a comment that begins like a directive and is none; `directives` are what it could be.
pub fn no_directive<'a>(span: Span, word: &str, directives: impl Iterator<Item = &'a str>) -> Finding {
    let names: Vec<String> = directives.map(|name| format!("`{name}`")).collect();
    let title = format!("`{word}` is no directive, so that it suppresses nothing");
    finding(span, title, "no directive", format!("Write {}", wording::list(&names, "or")))
}

/// The finding about a directive without rules.
pub fn names_no_rule(span: Span, word: &str) -> Finding {
    let title = format!("`{word}` names no rule, so that it suppresses nothing");
    finding(span, title, "names no rule", "Name the rules to suppress, and say why behind `--`")
}

/// The finding about a rule that does not exist; which may be meant is told `with_near` only.
pub fn unknown_rule(span: Span, name: &str, with_near: bool) -> Finding {
    let help = match nearest(name).filter(|_| with_near) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => "`authlint rules` lists the rules".to_owned(),
    };
    finding(span, format!("There is no rule `{name}` to suppress"), "unknown rule", help)
}

/// The finding about a rule that says nothing on a line, or in the whole file; `near` is the nearest line on which it does.
pub fn suppresses_nothing(span: Span, rule: &Rule, line: Option<usize>, near: Option<usize>) -> Finding {
    let place = line.map_or_else(|| "in this file".to_owned(), |line| format!("on line {line}"));
    let help = match near {
        Some(line) => format!("The nearest one is on line {line}: put the comment on the line above it"),
        None => "There is none in this file: take the comment away".to_owned(),
    };
    finding(span, format!("There is no finding of `{}` {place} to suppress", rule.id), "suppresses nothing", help)
}

fn finding(span: Span, title: String, label: &str, help: impl Into<String>) -> Finding {
    Finding::of(&RULE, span, title).label(label).help(help)
}
