//! An operation that demands credentials, called without any.

use super::credentials::case::Case;
use super::helpers::presented::Role;
use super::helpers::wording;
use super::ids;
use crate::finding::{Finding, Level, Rule};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: ids::MISSING_CREDENTIALS,
    summary: "An operation that demands credentials is called without any",
    level: Level::Warning,
    cwe: Some(306),
    severity: "5.3",
    docs: include_str!("../../rules/docs/missing-credentials.md"),
};

/// The finding.
pub fn finding(case: &Case, point: Span) -> Finding {
    let advised = wording::advised(case.api, case.operation);
    let from = if case.api.is_backend_only(case.operation) { "From a server, send" } else { "Send" };
    // What goes under names that it does not know it does not read.
    let taken =
        if case.presented.members.iter().any(|member| member.role == Role::Stray) { " that it takes" } else { "" };
    Finding::of(&RULE, point, format!("{} is called without credentials{taken}", case.called()))
        .label("no credentials")
        .help(format!("{from} {advised}"))
}
