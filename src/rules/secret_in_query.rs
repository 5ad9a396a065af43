//! A secret in the URL, where the operation takes it in a header as well.

use super::helpers::exposure::{Carried, client, environment, kind_of_value};
use super::helpers::presented::{Member, Place, Role, kind, place_of};
use super::helpers::wording;
use super::{Call, ids};
use crate::api::{Carrier, CredentialKind, Operation, SchemeId};
use crate::finding::{Finding, Level, Rule};

/// The rule.
pub static RULE: Rule = Rule {
    id: ids::SECRET_IN_QUERY,
    summary: "A secret is sent in the URL where a header would do",
    level: Level::Warning,
    cwe: Some(598),
    severity: "5.9",
    docs: include_str!("../../rules/docs/secret-in-query.md"),
};

/// The finding about secrets in the query of a call, if any.
pub fn judge(call: &Call, operation: &Operation, carried: &[Carried]) -> Option<Finding> {
    let api = call.api;
    if call.sent.by_sdk {
        return None;
    }
    let secrets = call.sent.members.iter().filter(|member| is_secret_in_query(call, member));
    let mut taken = secrets.filter_map(|member| Some((member, header_for(call, operation, member)?)));
    let (member, header) = taken.next()?;
    // There, that it is in the URL is the least of it.
    let leaves = |secret: &Carried| {
        secret.joins.iter().any(|&span| client(call.scene, span).is_some())
            || environment(&secret.values).any(|(name, hole)| (call.scene.public_env)(name, hole.span).is_some())
    };
    if client(call.scene, member.span).is_some() || carried.iter().any(leaves) {
        return None;
    }
    let fitting = wording::choices(api, operation, |it| it.contains(&header));
    let title = format!(
        "{} {} sends {} in the URL, where logs and proxies keep it",
        operation.method,
        operation.path,
        wording::carried(api, member)
    );
    let finding = Finding::of(&RULE, call.request.point, title)
        .label(format!("`{}` in the query", member.name))
        .help(format!("Send {fitting} instead"))
        .operation(call.operation_ref())
        .presented(wording::presented(api, call.sent.members.iter()))
        .accepted(wording::accepted(api, operation))
        .related(member.span, "the secret joins the query here");
    Some(finding)
}

fn is_secret_in_query(call: &Call, member: &Member) -> bool {
    // A name that is merely misspelt has its own rule, which mends this as well.
    let legacy = || {
        let mut names = call.api.overlay.legacy.iter().filter_map(|it| place_of(&it.carrier));
        names.any(|(_, name)| name.eq_ignore_ascii_case(&member.name))
    };
    member.place == Place::Query
        && (member.role != Role::NearMiss || legacy())
        && member
            .values
            .iter()
            .any(|value| kind_of_value(call.api, &member.credentials, value) == CredentialKind::Secret)
}

/// A header of this operation for one of the credentials of a member.
fn header_for(call: &Call, operation: &Operation, member: &Member) -> Option<SchemeId> {
    let mut fitting = operation.alternatives.iter().flatten().copied().filter(|id| {
        call.api.schemes.get(usize::from(id.0)).is_some_and(|scheme| {
            (matches!(scheme.carrier, Carrier::Header(_)) || scheme.carrier.is_authorization())
                && member.credentials.contains(&scheme.credential)
                && matches!(kind(call.api, scheme.credential), Some(CredentialKind::Secret | CredentialKind::Unknown))
        })
    });
    // Of the same in a pair and as a token the token is what most send.
    let is_pair = |id: &SchemeId| call.api.scheme(*id).carrier == Carrier::Basic;
    let first = fitting.next()?;
    Some(if is_pair(&first) { fitting.find(|id| !is_pair(id)).unwrap_or(first) } else { first })
}
