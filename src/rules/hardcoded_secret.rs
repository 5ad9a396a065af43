//! Secrets written into the code.

use super::helpers::constants::NamedLiteral;
use super::helpers::exposure::{Carried, carried};
use super::helpers::literals::{literal, looks_secret};
use super::helpers::mending::{Leak, mend};
use super::helpers::names::{is_guid, is_secret_name};
use super::helpers::placeholders::is_placeholder;
use super::helpers::wording;
use super::{Call, Scene, client_secret_exposure, distinct, ids};
use crate::api::{Api, CredentialId, CredentialKind};
use crate::config_files::{Conventions, Setting};
use crate::finding::{Confidence, Finding, Level, Rule, Secret};
use crate::request::Text;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: ids::HARDCODED_SECRET,
    summary: "A secret is written into the code",
    level: Level::Error,
    cwe: Some(798),
    severity: "9.1",
    docs: include_str!("../../rules/docs/hardcoded-secret.md"),
};

/// What to do about a secret in the code.
const LEAK: Leak = Leak {
    who: "whoever can read this code or its history has it already",
    belongs: "Keep it in the environment of a server or in a secret store",
    variable: None,
    publisher: None,
};

/// The findings about literals that a call sends as secrets.
pub fn judge(call: &Call, carried: &[Carried]) -> Vec<Finding> {
    carried.iter().flat_map(|secret| sent(call, secret)).collect()
}

/// The same for a request of which only its carriers tell where it goes: headers and parameters that bear the API's
/// own name.
pub fn unmatched(call: &Call) -> Vec<Finding> {
    let secrets = carried(call);
    let named = secrets.iter().filter(|secret| !secret.is_in_body && call.api.named_in(secret.name));
    named.flat_map(|secret| sent(call, secret)).collect()
}

/// The findings about constants that are named for a secret of an API. `is_told` tells the places of values that are
/// reported where they are used.
pub fn named(scene: &Scene, literals: &[NamedLiteral], is_told: &dyn Fn(Span) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for api in &scene.apis.tables {
        let credentials: Vec<CredentialId> = (0..).map(CredentialId).take(api.credentials.len()).collect();
        // What everybody may know is called like the rest where one carrier takes both.
        let is_public =
            |text: &str| api.shape_of(&credentials, text).is_some_and(|shape| shape.kind == CredentialKind::Public);
        for literal in literals {
            let Some(name) = literal.names.last() else { continue };
            let bears = || scene.is_of(api, &literal.names, literal.span);
            let text = literal.text.reveal();
            if !is_secret_name(api, name) || !looks_secret(text) || is_public(text) || !bears() {
                continue;
            }
            let path = literal.names.join(".");
            let title = format!("`{path}` holds a secret of {} in the code", api.name);
            findings.push(one(scene, literal.span, &literal.text, title, "a secret in the code"));
            // What a request carries is reported where it joins that.
            if !is_told(literal.span) {
                findings.extend(client_secret_exposure::constant(scene, api, literal.span, &path, name));
            }
        }
    }
    distinct(findings)
}

/// The finding about a literal that an SDK is given as a secret; `given_to` says how.
pub fn option(scene: &Scene, api: &Api, value: &Text, given_to: &str) -> Option<Finding> {
    let (span, text) = literal(value).filter(|(_, text)| !is_placeholder(text.reveal()))?;
    Some(one(scene, span, &text, format!("A secret of {} is written into the code", api.name), given_to))
}

/// The finding about a setting in a file of the project; `what` it holds, in words. What stands in a `sample` may be made up.
pub fn in_settings(scene: &Scene, api: &Api, setting: &Setting, what: &str, sample: bool) -> Finding {
    let title = format!("`{}` holds {what} of {} in a file of the project", setting.names.join("."), api.name);
    let path = (scene.path)(setting.span.file).unwrap_or_default();
    let publisher = (scene.public_env)(setting.name(), setting.span);
    let leak = Leak {
        who: "whoever can read this file or its history has it already",
        belongs: Conventions::get().keeps(&path),
        variable: Some(setting.name()),
        publisher: publisher.as_ref(),
    };
    let help = mend(scene, setting.span, leak);
    let finding = Finding::of(&RULE, setting.span, title).label("a secret in plain text").help(help);
    finding.confidence(certainty(scene, setting, sample))
}

/// How certain it is that a setting is a secret and no example.
pub fn certainty(scene: &Scene, setting: &Setting, sample: bool) -> Confidence {
    match (sample, scene.is_test(setting.span)) {
        (false, _) if is_guid(&setting.text) => Confidence::High,
        (false, true) => Confidence::Low,
        _ => Confidence::Medium,
    }
}

/// The findings about the literals that a call sends as one credential, under one name.
fn sent(call: &Call, secret: &Carried) -> Vec<Finding> {
    let (api, name) = (call.api, secret.name);
    let what = wording::credential(api, secret.credential);
    let title = wording::sentence(&format!("{what} of {} is written into the code", api.name));
    let literals = secret.values.iter().filter_map(literal).filter(|(_, text)| !is_placeholder(text.reveal()));
    let finding = |(span, text): (Span, Secret)| {
        let finding = one(call.scene, span, &text, title.clone(), &format!("sent as `{name}`"));
        let finding = finding.operation(call.operation_ref());
        if call.request.point.contains(span) {
            return finding;
        }
        finding.related(call.request.point, format!("sent as `{name}` here"))
    };
    literals.map(finding).collect()
}

fn one(scene: &Scene, span: Span, text: &Secret, title: String, label: &str) -> Finding {
    let confidence = match (is_guid(text.reveal()), scene.is_test(span)) {
        (true, _) => Confidence::High,
        (false, true) => Confidence::Low,
        (false, false) => Confidence::Medium,
    };
    Finding::of(&RULE, span, title).confidence(confidence).label(label).help(mend(scene, span, LEAK))
}
