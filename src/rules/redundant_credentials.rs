//! The same credential in the query and in a header.

use super::credentials::case::Case;
use super::helpers::presented::{Place, Role};
use super::{helpers::wording, ids};
use crate::api::{Carrier, CredentialId};
use crate::finding::{Finding, Level, Rule};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: ids::REDUNDANT_CREDENTIALS,
    summary: "The same credential is sent in the query and in a header",
    level: Level::Note,
    cwe: Some(287),
    severity: "2.0",
    docs: include_str!("../../rules/docs/redundant-credentials.md"),
};

/// The finding about a credential that is sent twice.
pub fn finding(case: &Case, point: Span, id: CredentialId) -> Finding {
    let what = wording::credential(case.api, id);
    let name = |place: Place| -> String {
        let mut members = case.presented.members.iter();
        let found = members.find(|it| it.place == place && it.role == Role::Carrier && it.credentials.contains(&id));
        found.map_or_else(String::new, |it| format!("`{}`", it.name))
    };
    let (query, header) = (name(Place::Query), name(Place::Header));
    let header_is_taken = case.operation.alternatives.iter().flatten().any(|scheme| {
        case.api.schemes.get(usize::from(scheme.0)).is_some_and(|it| {
            it.credential == id && matches!(it.carrier, Carrier::Header(_) | Carrier::Bearer | Carrier::Basic)
        })
    });
    let help = if header_is_taken {
        format!("Keep the header {header} and drop {query} from the query: URLs end up in logs")
    } else {
        format!("Drop {header}: this operation takes {what} in the query alone")
    };
    let title = format!("{} sends {what} twice, in the query as {query} and in the header {header}", case.called());
    Finding::of(&RULE, point, title).label(format!("{what} twice")).help(help)
}
