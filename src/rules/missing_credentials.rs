//! An operation that demands credentials, called without any.

use super::credentials::case::Case;
use super::{helpers::wording, ids};
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
    Finding::of(&RULE, point, format!("{} is called without credentials", case.called()))
        .label("no credentials")
        .help(format!("{from} {advised}"))
}
