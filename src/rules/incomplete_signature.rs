//! One half of a signature without the other.

use super::credentials::case::Case;
use super::{helpers::wording, ids};
use crate::api::SchemeId;
use crate::finding::{Finding, Level, Rule};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: ids::INCOMPLETE_SIGNATURE,
    summary: "One half of a signature is sent without the other",
    level: Level::Error,
    cwe: Some(347),
    severity: "6.5",
    docs: include_str!("../../rules/docs/incomplete-signature.md"),
};

/// The finding about a half that is sent without the other.
pub fn finding(case: &Case, point: Span, sent: SchemeId, missing: SchemeId) -> Finding {
    let (sent, missing) = (wording::name(case.api, sent), wording::name(case.api, missing));
    Finding::of(&RULE, point, format!("{} is only half signed: {sent} is sent without {missing}", case.called()))
        .label(format!("{missing} is missing"))
        .help(format!("Send {missing} with {sent}, both as headers; the value signed must be the value sent"))
}
