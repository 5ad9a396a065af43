//! A request without a signature, where the configuration demands one.

use std::fmt::Write as _;

use super::helpers::presented::kind_of;
use super::helpers::{signatures, wording};
use super::{Call, ids};
use crate::api::{CredentialKind, Operation};
use crate::finding::{Finding, Level, Rule};

/// The rule.
pub static RULE: Rule = Rule {
    id: ids::UNSIGNED_REQUEST,
    summary: "A request is not signed, though signing is required",
    level: Level::Error,
    cwe: Some(345),
    severity: "5.9",
    docs: include_str!("../../rules/docs/unsigned-request.md"),
};

/// The finding about a call that is not signed, if it had to be.
pub fn judge(call: &Call, operation: &Operation) -> Option<Finding> {
    let api = call.api;
    if !(call.scene.signing)(call.request.point, &api.id, &operation.path)
        || !signatures::takes(call, operation)
        || call.sent.open
    {
        return None;
    }
    let kinds = |id: &crate::api::SchemeId| kind_of(api, *id);
    let sends =
        |kind: CredentialKind| call.sent.members.iter().any(|it| it.schemes.iter().any(|id| kinds(id) == Some(kind)));
    // A half of a signature has a rule of its own; what a machine's token opens needs no secret to be signed with.
    let by_machine =
        operation.alternatives.iter().any(|it| it.iter().any(|id| kinds(id) == Some(CredentialKind::Machine)))
            && call.sent.members.iter().any(|it| it.bearer.is_some_and(|bearer| !bearer.is_user()));
    if sends(CredentialKind::Signature) || by_machine {
        return None;
    }
    let signed =
        wording::choices(api, operation, |it| it.iter().any(|id| kinds(id) == Some(CredentialKind::Signature)));
    let mut help = format!("Send {signed}");
    if let Some(signing) = &api.overlay.signature {
        let key = wording::credential(api, signing.key);
        let _ = write!(
            help,
            ", made by an HMAC ({}) with {key} as its key, which is then not sent itself",
            signing.algorithm
        );
    }
    let title = format!(
        "{} {} is called without a signature, which the configuration requires",
        operation.method, operation.path
    );
    Some(
        Finding::of(&RULE, call.request.point, title)
            .label("not signed")
            .help(help)
            .operation(call.operation_ref())
            .presented(wording::presented(api, call.sent.members.iter()))
            .accepted(wording::accepted(api, operation)),
    )
}
