//! An operation for servers, called with a user's token and public credentials.

use super::bearer_only::for_servers;
use super::credentials::case::Case;
use super::{helpers::wording, ids};
use crate::finding::{Finding, Level, Rule};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: ids::CONSUMER_CREDENTIALS,
    summary: "An operation for servers is called with a user's token and public credentials",
    level: Level::Error,
    cwe: Some(287),
    severity: "7.5",
    docs: include_str!("../../rules/docs/consumer-credentials.md"),
};

/// The finding.
pub fn finding(case: &Case, point: Span) -> Finding {
    let things = wording::things(case.api, case.presented.counted());
    let title = format!("{} is for servers, but is called as a user would, with {things}", case.called());
    for_servers(Finding::of(&RULE, point, title), case)
}
