//! Automation that uses the credentials of the tenant where a machine's token is taken.

use rustc_hash::FxHashMap;

use super::credentials::case::Case;
use super::helpers::presented::{kind, kind_of};
use super::helpers::wording;
use super::{Call, MatchedCall, Scene, ids, scene::operation_ref};
use crate::api::{CredentialId, CredentialKind, Operation};
use crate::finding::{Confidence, Finding, Level, Rule};
use crate::source::FileId;

/// The rule.
pub static RULE: Rule = Rule {
    id: ids::PREFER_M2M,
    summary: "Automation uses the tenant's credentials where a machine's token is accepted",
    level: Level::Note,
    cwe: None,
    severity: "2.0",
    docs: include_str!("../../rules/docs/prefer-m2m.md"),
};

/// The findings: one for each file, at the first such call.
pub fn judge(scene: &Scene, calls: &[MatchedCall]) -> Vec<Finding> {
    let mut first: FxHashMap<FileId, Finding> = FxHashMap::default();
    for call in calls {
        let certain = call.calls(scene).filter(|(_, matched)| matched.outcome.operation().is_some());
        for (call, _) in certain {
            let Some(finding) = call.operation.and_then(|operation| of_call(&call, operation)) else { continue };
            let known = first.entry(finding.span.file).or_insert_with(|| finding.clone());
            if finding.span < known.span {
                *known = finding;
            }
        }
    }
    let mut findings: Vec<Finding> = first.into_values().collect();
    findings.sort_by_key(|finding| finding.span);
    findings
}

fn of_call(call: &Call, operation: &Operation) -> Option<Finding> {
    let api = call.api;
    let machine = |it: &[crate::api::SchemeId]| it.iter().any(|id| kind_of(api, *id) == Some(CredentialKind::Machine));
    let case = Case { api, operation, presented: call.sent };
    let taken = operation.alternatives.iter().any(|it| machine(it));
    if !taken || !case.is_satisfied() || call.sent.members.iter().any(|it| it.bearer.is_some()) {
        return None;
    }
    let issuing: Vec<&Operation> =
        api.operations.iter().filter(|it| api.issues(it) == Some(CredentialKind::Machine)).collect();
    // A secret that machine tokens are got for is that of an application already.
    let is_of_application = |id: CredentialId| {
        let takes = |it: &&Operation| it.alternatives.iter().flatten().any(|it| api.scheme(*it).credential == id);
        issuing.iter().any(takes)
    };
    let is_of_tenant = |id: &CredentialId| kind(api, *id) == Some(CredentialKind::Secret) && !is_of_application(*id);
    if !call.sent.counted().any(|it| it.credentials.iter().any(is_of_tenant)) {
        return None;
    }
    if call.scene.is_test(call.request.point) {
        return None;
    }
    let why = (call.scene.automation)(call.request.point)?;
    let wanted = wording::choices(api, operation, machine);
    let from = issuing.iter().find(|it| it.method == "POST").map_or_else(String::new, |it| {
        format!(", from `{} {}` with `grant_type=client_credentials`", it.method, it.path)
    });
    let title =
        format!("Automation calls {} {} with the tenant's own credentials ({why})", operation.method, operation.path);
    Some(
        Finding::of(&RULE, call.request.point, title)
            .confidence(Confidence::Medium)
            .label("a machine's token would do")
            .help(format!("Send {wanted}{from}: it expires, has its own scopes and can be withdrawn by itself"))
            .operation(Some(operation_ref(api, operation)))
            .presented(wording::presented(api, call.sent.members.iter()))
            .accepted(wording::accepted(api, operation)),
    )
}
