//! A part of the credentials that belong together is missing.

use super::credentials::case::Case;
use super::helpers::presented::kind_of;
use super::{helpers::wording, ids};
use crate::api::{Carrier, CredentialKind, SchemeId};
use crate::finding::{Finding, Level, Rule};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: ids::INCOMPLETE_CREDENTIALS,
    summary: "A part of the credentials that belong together is missing",
    level: Level::Error,
    cwe: Some(287),
    severity: "6.5",
    docs: include_str!("../../rules/docs/incomplete-credentials.md"),
};

/// The finding about the nearest alternative, by its index, and what of it is missing.
pub fn finding(case: &Case, point: Span, alternative: usize, missing: &[SchemeId]) -> Finding {
    let api = case.api;
    let is_there = |id: SchemeId| {
        let credential = api.scheme(id).credential;
        case.presented.counted().any(|member| member.credentials.contains(&credential))
    };
    // What is sent in one place and wanted in another as well is missing there alone.
    let thing = |&id: &SchemeId| match wording::of_scheme(api, id) {
        thing if is_there(id) => format!("{thing} ({})", wording::carrier(api, id)),
        thing => thing,
    };
    let things: Vec<String> = missing.iter().map(thing).collect();
    let lacks = wording::list(&things, "and");
    let carriers: Vec<String> = missing.iter().map(|&id| wording::carrier(api, id)).collect();
    let has = wording::things(api, case.presented.counted());
    let nearest = case.operation.alternatives.get(alternative).map_or(&[][..], Vec::as_slice);
    let add = wording::list(&carriers, "and");
    let secret_in_url = missing.iter().any(|&id| {
        kind_of(api, id) == Some(CredentialKind::Secret)
            && api.schemes.get(usize::from(id.0)).is_some_and(|it| matches!(it.carrier, Carrier::Query(_)))
    });
    let same = case.credentials_of(nearest);
    let in_headers = |it: &[SchemeId]| case.credentials_of(it) == same && wording::is_in_headers(api, it);
    let help = if secret_in_url && case.operation.alternatives.iter().any(|it| in_headers(it)) {
        // Advice that this tool would find fault with is none.
        let headers = wording::choices(api, case.operation, in_headers);
        format!("Send {headers}. Adding {add} is accepted too, but URLs end up in logs")
    } else if case.operation.alternatives.len() > 1 {
        format!("Add {add}, or send another accepted set of credentials whole")
    } else if case.presented.counted().any(|member| member.lacks_half) {
        format!("Send {add}")
    } else {
        format!("Add {add}")
    };
    Finding::of(&RULE, point, format!("{} is called with {has}, but without {lacks}", case.called()))
        .label(format!("{lacks} is missing"))
        .help(help)
}
