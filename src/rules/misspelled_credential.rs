//! Names that are nearly those of credentials.

use super::credentials::case::Case;
use super::scene::operation_ref;
use super::{helpers::wording, ids};
use crate::api::{Api, SchemeId};
use crate::finding::{Finding, Level, Rule};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: ids::MISSPELLED_CREDENTIAL,
    summary: "The name of a query parameter or header is nearly that of a credential",
    level: Level::Error,
    cwe: Some(287),
    severity: "6.5",
    docs: include_str!("../../rules/docs/misspelled-credential.md"),
};

/// The finding about names that would complete an alternative if they were spelled right: indices of the members, each
/// with the scheme that is meant. It points at the first of them.
pub fn finding(case: &Case, point: Span, wrong: &[(usize, SchemeId)]) -> Finding {
    let api = case.api;
    let members: Vec<_> = wrong.iter().filter_map(|(at, id)| Some((case.presented.members.get(*at)?, *id))).collect();
    let names: Vec<String> = members.iter().map(|(member, _)| format!("`{}`", member.name)).collect();
    let fixes: Vec<String> = members
        .iter()
        .map(|(member, id)| format!("{} instead of `{}`", wording::carrier(api, *id), member.name))
        .collect();
    let right = members.first().map_or_else(String::new, |(_, id)| wording::name(api, *id));
    let verb = if names.len() == 1 { "is no name" } else { "are no names" };
    let title = format!("{} {verb} by which {} takes credentials", wording::list(&names, "and"), case.called());
    let span = members.first().map_or(point, |(member, _)| member.span);
    let mut finding = Finding::of(&RULE, span, title)
        .label(format!("should be {right}"))
        .help(format!("Send {}", wording::list(&fixes, "and")));
    for (member, id) in members.iter().skip(1) {
        finding = finding.related(member.span, format!("should be {}", wording::name(api, *id)));
    }
    finding.related(point, format!("sent to {}", operation_ref(api, case.operation)))
}

/// The finding about an option that an SDK does not know, and is nearly one that it does.
pub fn option(api: &Api, span: Span, name: &str, meant: &str) -> Finding {
    Finding::of(&RULE, span, format!("The SDK of {} knows no option `{name}`: `{meant}` is meant", api.name))
        .label(format!("not `{meant}`"))
        .help(format!("Write `{meant}`; what it is given under another name is not sent"))
}
