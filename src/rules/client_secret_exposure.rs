//! A secret that client code carries: whoever opens the page has it.

use super::exposure::{Carried, carried, client, environment, explain, named as named_in, what};
use super::mending::{Leak, mend, with_server};
use super::{Call, Scene, finding, operation_ref, public_env_secret, rule, wording};
use crate::finding::{Confidence, Finding, Related};
use crate::request::Text;
use crate::runtime::Context;
use crate::source::Span;

/// What to do about a secret in client code.
const LEAK: Leak = Leak {
    who: "everybody who was served this code has it already",
    belongs: "Keep it in the environment of a server, let the server call this operation, and give the browser a route of \
              your own or the user's token",
    variable: None,
    publisher: None,
};

/// The findings about the secrets that a request of client code carries.
pub fn judge(call: &Call) -> Vec<Finding> {
    carried(call).iter().flat_map(|secret| of_request(call, secret)).collect()
}

fn of_request(call: &Call, secret: &Carried) -> Vec<Finding> {
    // A variable that the toolchain puts into the bundle has a rule of its own, which says the same and more.
    if named_in(secret.values).any(|(name, hole)| public_env_secret::toolchain(call.scene, name, hole.span).is_some()) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    // What a wrapper passes on is told where callers fill it in.
    if secret.values.iter().all(Text::is_from_outside) {
        match (call.scene.filled)(secret.carrier) {
            Some(true) => return findings,
            Some(false) if secret.joins == [secret.carrier] => return findings,
            _ => {}
        }
    }
    for &span in &secret.joins {
        let own = client(call.scene, span);
        let is_own = own.is_some();
        let Some(context) = own.or_else(|| handed_over(call.scene, secret, span)) else { continue };
        let what = what(call.api, secret.credential);
        let title = wording::sentence(&format!("{what} is sent from code that runs in the browser"));
        let mut confidence = Confidence::High;
        let mut help = mend(call.scene, span, LEAK);
        if let Some((name, _)) = environment(secret.values).next().filter(|_| is_own) {
            // Toolchains leave it out, so that it is missing rather than leaked; but then somebody makes it public.
            confidence = Confidence::Medium;
            let absent = format!(
                "`{name}` is undefined in the browser unless the build puts it in, and then everybody has it. Keep it in \
                 the environment of a server, let the server call this operation, and rotate it if it was ever built in"
            );
            help = with_server(call.scene, span, absent, Leak { variable: Some(name), ..LEAK });
        }
        let Some(mut finding) = one(confidence, span, title, format!("`{}`, sent {}", secret.name, secret.place), help)
        else {
            continue;
        };
        explain(&mut finding, &context);
        finding.operation = call.operation.map(|it| operation_ref(call.api, it));
        if !call.request.point.contains(span) {
            let message = format!("sent {} here", secret.place);
            finding.related.push(Related { span: call.request.point, message });
        }
        findings.push(finding);
    }
    findings
}

/// A server hands a secret over where it gives it to a component that runs in the browser.
fn handed_over(scene: &Scene, secret: &Carried, property: Span) -> Option<Context> {
    let mut context = client(scene, secret.carrier).filter(|_| (scene.property)(property))?;
    // A component that others make client code may be rendered on the server here.
    if context.chain.len() > 1 {
        context.confidence = context.confidence.min(Confidence::Medium);
    }
    Some(context)
}

/// The finding about a constant in client code that is named for a secret: `title` says which.
pub fn named(scene: &Scene, span: Span, title: String, name: &str) -> Option<Finding> {
    let context = client(scene, span)?;
    let mut finding =
        one(Confidence::High, span, title, format!("`{name}` is part of the bundle"), mend(scene, span, LEAK))?;
    explain(&mut finding, &context);
    Some(finding)
}

fn one(confidence: Confidence, span: Span, title: String, label: String, help: String) -> Option<Finding> {
    let mut finding = finding(rule("client-secret-exposure")?, confidence, span, title, help);
    finding.label = label;
    Some(finding)
}
