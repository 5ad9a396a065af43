//! A secret in the URL, where the operation takes it in a header as well.

use super::exposure::{Carried, carried, client, environment};
use super::presented::{Member, Place, Role, kind, place_of};
use super::public_env_secret::toolchain;
use super::{Call, finding, operation_ref, rule, wording};
use crate::api::{Carrier, Kind, Operation, SchemeId};
use crate::finding::{Confidence, Finding, Related};

/// The finding about secrets in the query of a call, if any.
pub fn judge(call: &Call, operation: &Operation) -> Option<Finding> {
    let api = call.api;
    let is_secret = |member: &&Member| {
        // A name that is merely misspelt has its own rule, which mends this as well.
        let legacy = || {
            api.overlay
                .legacy
                .iter()
                .any(|it| place_of(&it.carrier).is_some_and(|(_, name)| name.eq_ignore_ascii_case(&member.name)))
        };
        member.place == Place::Query
            && (member.role != Role::NearMiss || legacy())
            && member.credentials.iter().any(|&id| kind(api, id) == Some(Kind::Secret))
    };
    let (member, header) = call
        .sent
        .members
        .iter()
        .filter(is_secret)
        .find_map(|member| header_for(call, operation, member).map(|header| (member, header)))?;
    // There, that it is in the URL is the least of it.
    let leaves = |secret: &Carried| {
        secret.joins.iter().any(|&span| client(call.scene, span).is_some())
            || environment(secret.values).any(|(name, hole)| toolchain(call.scene, name, hole.span).is_some())
    };
    if client(call.scene, member.span).is_some() || carried(call).iter().any(leaves) {
        return None;
    }
    let fitting = wording::choices(api, operation, |it| it.contains(&header));
    let title = format!(
        "{} {} sends {} in the URL, where logs and proxies keep it",
        operation.method,
        operation.path,
        wording::carried(api, member)
    );
    let mut finding = finding(
        rule("secret-in-query")?,
        Confidence::High,
        call.request.point,
        title,
        format!("Send {fitting} instead"),
    );
    finding.label = format!("`{}` in the query", member.name);
    finding.operation = Some(operation_ref(api, operation));
    finding.presented = Some(wording::presented(api, call.sent.members.iter()));
    finding.accepted = Some(wording::accepted(api, operation));
    finding.related = vec![Related { span: member.span, message: "the secret joins the query here".to_owned() }];
    Some(finding)
}

/// A header of this operation for one of the credentials of a member.
fn header_for(call: &Call, operation: &Operation, member: &Member) -> Option<SchemeId> {
    operation.alternatives.iter().flatten().copied().find(|id| {
        call.api.schemes.get(usize::from(id.0)).is_some_and(|scheme| {
            matches!(scheme.carrier, Carrier::Header(_) | Carrier::Basic)
                && member.credentials.contains(&scheme.credential)
                && kind(call.api, scheme.credential) == Some(Kind::Secret)
        })
    })
}
