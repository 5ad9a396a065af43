//! A secret in an environment variable that the toolchain puts into the bundle.

use super::exposure::{carried, named, what};
use super::mending::{Leak, mend};
use super::names::is_secret_name;
use super::{Call, Scene, finding, inlined, operation_ref, rule, wording};
use crate::api::Api;
use crate::finding::{Confidence, Finding, Related};
use crate::runtime::Publisher;
use crate::source::Span;

/// The findings about public variables that a request sends as secrets.
pub fn judge(call: &Call) -> Vec<Finding> {
    let mut findings = Vec::new();
    for secret in carried(call) {
        for (name, hole) in named(secret.values) {
            let Some(toolchain) = toolchain(call.scene, name, hole.span) else { continue };
            let what = what(call.api, secret.credential);
            findings.extend(inlined::sent(call.scene, name, hole.span, &what));
            let title =
                format!("{} is read from `{name}`, which {toolchain} puts into the bundle", wording::sentence(&what));
            let Some(mut finding) = one(call.scene, hole.span, name, title, &toolchain) else { continue };
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
    one(scene, span, name, title, &toolchain)
}

/// The finding about a public variable that an SDK is given as a secret; `given_to` says how.
pub fn given(
    scene: &Scene,
    api: &Api,
    (name, span): (&str, Span),
    toolchain: &Publisher,
    given_to: &str,
) -> Option<Finding> {
    let title = format!(
        "A secret of {} is read from `{name}`, which {toolchain} puts into the bundle, and {given_to}",
        api.name
    );
    one(scene, span, name, title, toolchain)
}

/// The finding about reading what the configuration of a bundler puts in, a secret of this API.
pub fn defined(scene: &Scene, api: &Api, name: &str, span: Span, publisher: &Publisher) -> Option<Finding> {
    let title = format!("A secret of {} is read from `{name}`, which {publisher} puts into the bundle", api.name);
    one(scene, span, name, title, publisher)
}

/// What puts a variable into the bundle of the package around a place.
pub fn toolchain(scene: &Scene, name: &str, span: Span) -> Option<Publisher> {
    (scene.public_env)(name, span)
}

/// Who has what is in a bundle.
pub(super) const SERVED: &str = "everybody who was served the bundle has it already";

fn one(scene: &Scene, span: Span, name: &str, title: String, publisher: &Publisher) -> Option<Finding> {
    let belongs = match publisher {
        Publisher::Toolchain { what, prefix } if prefix.is_empty() => {
            format!("Keep it out of the environment that {what} puts into bundles, and read it on a server only")
        }
        Publisher::Toolchain { what, prefix } => format!(
            "Keep it in the environment of a server, under a name without the `{prefix}` by which {what} makes it public"
        ),
        Publisher::Configuration { what, .. } => {
            format!("Keep it in the environment of a server, and take it out of what {what} puts in")
        }
    };
    let leak = Leak { who: SERVED, belongs: &belongs, variable: Some(name), publisher: Some(publisher) };
    let help = mend(scene, span, leak);
    let mut finding = finding(rule("public-env-secret")?, Confidence::High, span, title, help);
    finding.label = format!("`{name}` is public");
    if let Some(key) = inlined::entry(publisher) {
        finding.related.push(Related { span: key, message: "put into the bundle here".to_owned() });
    }
    Some(finding)
}
