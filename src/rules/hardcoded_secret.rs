//! Secrets written into the code.

use super::constants::NamedLiteral;
use super::exposure::{is_hidden, secret_of};
use super::mending::{Leak, mend};
use super::names::{is_guid, is_placeholder, is_secret_name};
use super::presented::Presented;
use super::{Call, Scene, client_secret_exposure, distinct, finding, operation_ref, rule, wording};
use crate::api::{Api, CredentialId};
use crate::finding::{Confidence, Finding, Related};
use crate::request::{Part, Request, Text};
use crate::source::Span;

/// What to do about a secret in the code.
const LEAK: Leak = Leak {
    who: "whoever can read this code or its history has it already",
    belongs: "Keep it in the environment of a server or in a secret store",
    variable: None,
    publisher: None,
};

/// The findings about literals that a call sends as secrets.
pub fn judge(call: &Call) -> Vec<Finding> {
    let mut findings = Vec::new();
    for member in &call.sent.members {
        if let Some((id, name)) = secret_of(call.api, member, call.operation) {
            add(&mut findings, call.scene, call.api, (id, &name), &member.values, call.request);
        }
    }
    for field in &call.sent.body {
        if let Some(id) = field.credential.filter(|&id| is_hidden(call.api, id)) {
            add(&mut findings, call.scene, call.api, (id, &field.name), &field.values, call.request);
        }
    }
    for finding in &mut findings {
        finding.operation = call.operation.map(|it| operation_ref(call.api, it));
    }
    findings
}

/// The same for a request of which only its carriers tell where it goes: headers and parameters that bear the API's
/// own name.
pub fn unmatched(scene: &Scene, request: &Request, url: usize) -> Vec<Finding> {
    let mut findings = Vec::new();
    for api in &scene.apis.tables {
        for member in Presented::of(api, request, url).members {
            if !api.named_in(&member.name) {
                continue;
            }
            if let Some((id, name)) = secret_of(api, &member, None) {
                add(&mut findings, scene, api, (id, &name), &member.values, request);
            }
        }
    }
    findings
}

/// The findings about constants that are named for a secret of an API. `sent` tells the places of
/// values that requests carry, `names_around` what the file and the package around a place are called.
pub fn named(
    scene: &Scene,
    literals: &[NamedLiteral],
    sent: &dyn Fn(Span) -> bool,
    names_around: &dyn Fn(Span) -> Vec<String>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for api in &scene.apis.tables {
        let around = |span: Span| names_around(span).iter().any(|it| api.named_in(it));
        for literal in literals {
            let Some(name) = literal.names.last() else { continue };
            if is_secret_name(api, name) && looks_secret(&literal.text) && (is_of(api, literal) || around(literal.span))
            {
                let title = format!("`{}` holds a secret of {} in the code", literal.names.join("."), api.name);
                findings.extend(one(scene, literal.span, &literal.text, title, "a secret in the code".to_owned()));
                // What a request carries is reported where it joins that.
                if !sent(literal.span) {
                    let title = format!(
                        "`{}`, a secret of {}, is in code that runs in the browser",
                        literal.names.join("."),
                        api.name
                    );
                    findings.extend(client_secret_exposure::named(scene, literal.span, title, name));
                }
            }
        }
    }
    distinct(findings)
}

/// The finding about a literal that an SDK is given as a secret; `given_to` says how.
pub fn option(scene: &Scene, api: &Api, value: &Text, given_to: &str) -> Option<Finding> {
    let (span, text) = literal(value).filter(|(_, text)| !is_placeholder(text))?;
    one(scene, span, &text, format!("A secret of {} is written into the code", api.name), given_to.to_owned())
}

fn is_of(api: &Api, literal: &NamedLiteral) -> bool {
    literal.names.iter().any(|name| api.named_in(name))
}

/// A constant has no carrier to vouch for it: labels, messages and ids of input fields must not pass.
pub(super) fn looks_secret(text: &str) -> bool {
    let digit = text.bytes().any(|b| b.is_ascii_digit());
    !is_placeholder(text)
        && !text.contains(char::is_whitespace)
        && !text.contains("://")
        && (text.len() >= 8 && digit || text.len() >= 24)
}

fn add(
    findings: &mut Vec<Finding>,
    scene: &Scene,
    api: &Api,
    (id, name): (CredentialId, &str),
    values: &[Text],
    request: &Request,
) {
    let what = wording::credential(api, id);
    for value in values {
        let Some((span, text)) = literal(value) else { continue };
        if is_placeholder(&text) {
            continue;
        }
        let title = wording::sentence(&format!("{what} of {} is written into the code", api.name));
        let Some(mut finding) = one(scene, span, &text, title, format!("sent as `{name}`")) else { continue };
        if !request.point.contains(span) {
            finding.related.push(Related { span: request.point, message: format!("sent as `{name}` here") });
        }
        findings.push(finding);
    }
}

/// The text of a value without holes, and the place of its longest piece.
fn literal(value: &Text) -> Option<(Span, String)> {
    let text = value.fixed()?;
    let pieces = value.parts.iter().filter_map(|part| match part {
        Part::Fixed { text, span } => Some((text.len(), *span)),
        Part::Hole(_) => None,
    });
    // Of equals the first, so that the place does not depend on anything else.
    let (_, span) = pieces.reduce(|best, it| if it.0 > best.0 { it } else { best })?;
    Some((span, text))
}

fn one(scene: &Scene, span: Span, text: &str, title: String, label: String) -> Option<Finding> {
    let confidence = match (is_guid(text), scene.is_test(span)) {
        (true, _) => Confidence::High,
        (false, true) => Confidence::Low,
        (false, false) => Confidence::Medium,
    };
    let mut finding = finding(rule("hardcoded-secret")?, confidence, span, title, mend(scene, span, LEAK));
    finding.label = label;
    Some(finding)
}
