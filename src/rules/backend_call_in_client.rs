//! An operation for servers that is called from client code.

use super::exposure::{client, explain};
use super::{Call, finding, operation_ref, rule, wording};
use crate::api::Operation;
use crate::finding::{Confidence, Finding};

/// The finding about a call from client code, if the operation is for servers only.
pub fn judge(call: &Call, operation: &Operation) -> Option<Finding> {
    if !call.api.is_backend_only(operation) {
        return None;
    }
    let context = client(call.scene, call.request.point)?;
    let title = format!(
        "{} {} is called from code that runs in the browser, but takes credentials that must stay on a server",
        operation.method, operation.path
    );
    let help = "Call it from a server of your own, behind a route that checks who asks; the browser has no credential \
                for it that is not a secret";
    let mut finding =
        finding(rule("backend-call-in-client")?, Confidence::High, call.request.point, title, help.to_owned());
    "an operation for servers".clone_into(&mut finding.label);
    finding.operation = Some(operation_ref(call.api, operation));
    finding.presented = Some(wording::presented(call.api, call.sent.members.iter()));
    finding.accepted = Some(wording::accepted(call.api, operation));
    explain(&mut finding, &context);
    Some(finding)
}
