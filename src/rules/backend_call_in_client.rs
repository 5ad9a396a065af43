//! An operation for servers that is called from client code.

use super::helpers::exposure::{client, explain, is_hidden, kept_of, kind_of_value, takes_public};
use super::helpers::wording;
use super::{Call, ids};
use crate::api::{CredentialId, CredentialKind, Operation};
use crate::finding::{Finding, Level, Rule};
use crate::request::Text;

/// The rule.
pub static RULE: Rule = Rule {
    id: ids::BACKEND_CALL_IN_CLIENT,
    summary: "An operation for servers is called from client code",
    level: Level::Error,
    cwe: Some(602),
    severity: "8.1",
    docs: include_str!("../../rules/docs/backend-call-in-client.md"),
};

/// The finding about a call from client code, if the operation is for servers only.
pub fn judge(call: &Call, operation: &Operation) -> Option<Finding> {
    if !call.api.is_backend_only(operation) {
        return None;
    }
    if sends_public(call) {
        return None;
    }
    let context = client(call.scene, call.request.point)?;
    let title = format!(
        "{} {} is called from code that runs in the browser, but takes credentials that must stay on a server",
        operation.method, operation.path
    );
    let finding = Finding::of(&RULE, call.request.point, title)
        .label("an operation for servers")
        .operation(call.operation_ref())
        .presented(wording::presented(call.api, call.sent.members.iter()))
        .accepted(wording::accepted(call.api, operation))
        .help(
            "Call it from a server of your own, behind a route that checks who asks; the browser has no credential for \
             it that is not a secret",
        );
    Some(explain(finding, &context))
}

/// Whether it sends what everybody may know, as far as that can be told, by a carrier that takes what must be kept as well.
fn sends_public(call: &Call) -> bool {
    let hidden = |id: &CredentialId| is_hidden(call.api.credential(*id).kind);
    let mut members = call.sent.counted().filter(|member| member.credentials.iter().any(hidden));
    members.any(|member| {
        let takes_public = takes_public(call.api, &member.credentials);
        let may_be_public = |value: &Text| match kind_of_value(call.api, &member.credentials, value) {
            CredentialKind::Public => true,
            CredentialKind::Unknown => takes_public,
            _ => false,
        };
        let values = kept_of(call.api, member);
        !values.is_empty() && values.iter().all(may_be_public)
    })
}
