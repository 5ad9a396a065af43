//! Credentials that belong together, split over query and header.

use super::credentials::case::Case;
use super::{helpers::wording, ids};
use crate::api::SchemeId;
use crate::finding::{Finding, Level, Rule};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: ids::MIXED_CREDENTIALS,
    summary: "Credentials that belong together are split over query and header",
    level: Level::Error,
    cwe: Some(287),
    severity: "6.5",
    docs: include_str!("../../rules/docs/mixed-credentials.md"),
};

/// The finding about an alternative, by its index, whose credentials are split.
pub fn finding(case: &Case, point: Span, alternative: usize, is_tolerated: bool) -> Finding {
    let api = case.api;
    let wanted = case.credentials_of(case.operation.alternatives.get(alternative).map_or(&[], Vec::as_slice));
    let members = case.presented.counted().filter(|it| it.credentials.iter().any(|id| wanted.contains(id)));
    // Headers, where they are taken: URLs end up in logs.
    let fits = |it: &[SchemeId]| case.credentials_of(it) == wanted;
    let in_headers = |it: &[SchemeId]| fits(it) && wording::is_in_headers(api, it);
    let fitting = if case.operation.alternatives.iter().any(|it| in_headers(it)) {
        wording::choices(api, case.operation, in_headers)
    } else {
        wording::choices(api, case.operation, fits)
    };
    let things: Vec<String> = wanted.iter().map(|id| wording::credential(api, *id)).collect();
    let but = if is_tolerated { "that is taken, but documented nowhere" } else { "it takes them in one place only" };
    let title = format!(
        "{} is called with {} split over query and header; {but}",
        case.called(),
        wording::list(&things, "and")
    );
    Finding::of(&RULE, point, title)
        .level(if is_tolerated { Level::Warning } else { RULE.level })
        .label("split over query and header")
        .help(format!("Send {fitting}, instead of {}", wording::presented(api, members)))
}
