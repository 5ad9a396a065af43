//! A secret in an environment variable that the toolchain puts into the bundle.

use super::exposure::{carried, environment, what};
use super::names::is_secret_name;
use super::{Call, Scene, finding, operation_ref, rule, wording};
use crate::api::Api;
use crate::report::finding::{Confidence, Finding, Related};
use crate::source::Span;

/// The findings about public variables that a request sends as secrets.
pub fn judge(call: &Call) -> Vec<Finding> {
    let mut findings = Vec::new();
    for secret in carried(call) {
        for (name, hole) in environment(secret.values) {
            let Some(toolchain) = toolchain(call.scene, name, hole.span) else { continue };
            let what = wording::sentence(&what(call.api, secret.credential));
            let title = format!("{what} is read from `{name}`, which {toolchain} puts into the bundle");
            let Some(mut finding) = one(hole.span, name, title, &toolchain) else { continue };
            finding.operation = call.operation.map(|it| operation_ref(call.api, it));
            if !call.request.point.contains(hole.span) {
                let message = format!("sent as `{}` here", secret.name);
                finding.related.push(Related { span: call.request.point, message });
            }
            findings.push(finding);
        }
    }
    findings
}

/// The finding about reading a public variable that is named for a secret of an API, whatever becomes of it.
pub fn read(scene: &Scene, name: &str, span: Span, is_of: &dyn Fn(&Api) -> bool) -> Option<Finding> {
    let api = scene.apis.tables.iter().find(|api| is_secret_name(api, name) && (api.named_in(name) || is_of(api)))?;
    let toolchain = toolchain(scene, name, span)?;
    let title = format!("A secret of {} is read from `{name}`, which {toolchain} puts into the bundle", api.name);
    one(span, name, title, &toolchain)
}

/// The finding about a public variable that an SDK is given as a secret; `given_to` says how.
pub fn given(api: &Api, name: &str, span: Span, toolchain: &str, given_to: &str) -> Option<Finding> {
    let title = format!(
        "A secret of {} is read from `{name}`, which {toolchain} puts into the bundle, and {given_to}",
        api.name
    );
    one(span, name, title, toolchain)
}

/// The toolchain that puts a variable into the bundle of the package around a place.
pub fn toolchain(scene: &Scene, name: &str, span: Span) -> Option<String> {
    (scene.public_env)(name, span)
}

fn one(span: Span, name: &str, title: String, toolchain: &str) -> Option<Finding> {
    let help = format!(
        "Rotate it: everybody who was served the bundle has it already. Give the variable a name without the prefix by \
         which {toolchain} makes it public, and read it on a server only"
    );
    let mut finding = finding(rule("public-env-secret")?, Confidence::High, span, title, help);
    finding.label = format!("`{name}` is public");
    Some(finding)
}
