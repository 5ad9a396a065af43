//! Credentials that the operation does not take, or not in this place.

use super::credentials::case::Case;
use super::helpers::presented::Member;
use super::{helpers::wording, ids};
use crate::finding::{Finding, Level, Rule};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: ids::UNSUPPORTED_CREDENTIALS,
    summary: "The credentials are not among those that the operation accepts",
    level: Level::Error,
    cwe: Some(287),
    severity: "6.5",
    docs: include_str!("../../rules/docs/unsupported-credentials.md"),
};

/// The finding.
pub fn finding(case: &Case, point: Span) -> Finding {
    let (api, operation) = (case.api, case.operation);
    let advised = wording::advised(api, operation);
    // A token may be what the operation is about: a plain parameter.
    let is_taken = |member: &Member| {
        operation.alternatives.iter().flatten().chain(&operation.parameters).any(|id| member.schemes.contains(id))
    };
    let stray: Vec<&Member> = case.presented.counted().filter(|member| !is_taken(member)).collect();
    let mut hints = Vec::new();
    for member in &stray {
        let right = wording::right_places(api, operation, member);
        let said = right.iter().all(|&id| advised.contains(&wording::name(api, id)));
        if !said && member.bearer.is_none() {
            let carriers: Vec<String> = right.iter().map(|&id| wording::carrier(api, id)).collect();
            hints.push(format!("{} as {}", wording::carried(api, member), wording::list(&carriers, "or")));
        }
    }
    let things = wording::presented(api, stray.into_iter());
    let mut help = format!("Send {advised}");
    if !hints.is_empty() {
        help.push_str(". This operation takes ");
        help.push_str(&wording::list(&hints, "and"));
    }
    Finding::of(&RULE, point, format!("{} does not take {things}", case.called())).label("not accepted here").help(help)
}
