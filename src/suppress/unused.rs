//! `unused-suppression`: comments that silence nothing.

use super::directive::{Directive, SCOPES, Scope};
use crate::finding::{Finding, Rule};
use crate::rules::{self, unused_suppression::RULE};
use crate::source::Span;

/// For how many rules of one comment that do not exist it is told which may be meant.
const MAX_SUGGESTED: usize = 64;

/// What is wrong with a directive: one finding for each rule that it names in vain.
pub(super) fn findings(
    directive: &Directive,
    is_used: impl Fn(&str) -> bool,
    has_run: impl Fn(&Rule) -> bool,
    nearest: impl Fn(&Rule, usize) -> Option<usize>,
) -> Vec<Finding> {
    if !has_run(&RULE) {
        return Vec::new();
    }
    let finding =
        |span: Span, title: String, label: &str, help: &str| Finding::of(&RULE, span, title).label(label).help(help);
    if directive.scope == Scope::Unknown {
        let names: Vec<String> = SCOPES.iter().map(|(name, _)| format!("`{name}`")).collect();
        let title = format!("`{}` is no directive, so that it suppresses nothing", directive.word);
        let help =
            format!("Write {}", names.join(", ").replacen(", `authlint-disable-file", " or `authlint-disable-file", 1));
        return vec![finding(directive.span, title, "no directive", &help)];
    }
    if directive.rules.is_empty() {
        let title = format!("`{}` names no rule, so that it suppresses nothing", directive.word);
        let help = "Name the rules to suppress, and say why behind `--`";
        return vec![finding(directive.span, title, "names no rule", help)];
    }
    let mut found = Vec::new();
    for (at, (name, span)) in directive.rules.iter().enumerate() {
        match rules::named(name) {
            None => {
                let title = format!("There is no rule `{name}` to suppress");
                let help = match (at < MAX_SUGGESTED).then(|| rules::nearest(name)).flatten() {
                    Some(near) => format!("Did you mean `{near}`?"),
                    None => "`authlint rules` lists the rules".to_owned(),
                };
                found.push(finding(*span, title, "unknown rule", &help));
            }
            // Whether a comment about this very rule is needed depends on itself.
            Some(rule) if *rule == RULE || is_used(rule.id) || !has_run(rule) => {}
            Some(rule) => {
                let place = match directive.scope {
                    Scope::File => "in this file".to_owned(),
                    _ => format!("on line {}", directive.lines.start),
                };
                let title = format!("There is no finding of `{}` {place} to suppress", rule.id);
                let help = match nearest(rule, directive.lines.start) {
                    Some(line) => format!("The nearest one is on line {line}: put the comment on the line above it"),
                    None => "There is none in this file: take the comment away".to_owned(),
                };
                found.push(finding(*span, title, "suppresses nothing", &help));
            }
        }
    }
    found
}
