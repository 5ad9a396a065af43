//! An operation for servers, called with a bearer token alone.

use super::credentials::case::Case;
use super::{helpers::wording, ids};
use crate::api::CredentialKind;
use crate::finding::{Finding, Level, Rule};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: ids::BEARER_ONLY,
    summary: "An operation for servers is called with a bearer token alone",
    level: Level::Error,
    cwe: Some(287),
    severity: "7.5",
    docs: include_str!("../../rules/docs/bearer-only.md"),
};

/// The finding.
pub fn finding(case: &Case, point: Span) -> Finding {
    let things = wording::things(case.api, case.presented.counted());
    let title = format!("{} is for servers, but is called with nothing but {things}", case.called());
    for_servers(Finding::of(&RULE, point, title), case)
}

/// A finding about a user's token on an operation for servers, with what to do about it.
pub(super) fn for_servers(finding: Finding, case: &Case) -> Finding {
    let machine = case.has_kind(CredentialKind::Machine);
    finding
        .label(if machine { "a user's token is not enough" } else { "takes no user's token" })
        .help(format!("From a server, send {}", wording::advised(case.api, case.operation)))
}
