//! Secrets that something is signed with, whether the signature is seen to be sent or not.

use super::exposure::{environment, named as named_in};
use super::names::{is_placeholder, is_secret_name, is_signing_name};
use super::presented::{Presented, kind};
use super::unsent::{Around, places};
use super::{Scene, client_secret_exposure, hardcoded_secret, public_env_secret};
use crate::api::{Api, CredentialId, Kind};
use crate::finding::{Confidence, Finding};
use crate::request::{Origin, Part, Request, SigningKey, Text};
use crate::source::Span;

const USE: &str = "used as the key of a signature";

/// The API whose secret a key is: by the names that the key goes by, or because what is made with it is sent to the API
/// as a signature.
pub fn api_of<'a>(scene: &Scene<'a>, around: &Around, key: &SigningKey) -> Option<&'a Api> {
    let values = || key.values.iter().filter(|value| is_known(value));
    let sent = || (around.signatures)(key);
    let apis = &scene.apis.tables;
    if let Some(api) = sent().and_then(|at| apis.get(at)) {
        return values().next().map(|_| api);
    }
    apis.iter().find(|api| values().any(|value| is_named_for(api, around, value)))
}

/// The findings about a key that is a secret of an API.
pub fn judge(scene: &Scene, api: &Api, key: &SigningKey) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for value in key.values.iter().filter(|value| is_known(value)) {
        findings.extend(hardcoded_secret::option(scene, api, value, USE));
    }
    let public: Vec<Finding> = named_in(&key.values)
        .filter_map(|(name, hole)| {
            let toolchain = public_env_secret::toolchain(scene, name, hole.span)?;
            public_env_secret::given(scene, api, (name, hole.span), &toolchain, USE)
        })
        .collect();
    if !public.is_empty() {
        findings.extend(public);
        return findings;
    }
    let title = format!("A secret of {} is {USE} in code that runs in the browser", api.name);
    let joins = if key.given.is_empty() { std::slice::from_ref(&key.span) } else { &key.given };
    for span in joins {
        let Some(mut finding) = client_secret_exposure::named(scene, *span, title.clone(), "it") else { continue };
        "the key is part of the bundle".clone_into(&mut finding.label);
        if environment(&key.values).next().is_some() {
            // Toolchains leave it out, so that it is missing rather than leaked.
            finding.confidence = finding.confidence.min(Confidence::Medium);
        }
        findings.push(finding);
    }
    findings
}

/// The places of the keys by which the signatures are made that a request sends to an API: where each is given to what
/// signs, and what hands it on to there.
pub fn of_signatures(api: &Api, request: &Request) -> Vec<(Span, Vec<Span>)> {
    let mut keys = Vec::new();
    for url in 0..request.urls.len() {
        let presented = Presented::of(api, request, url);
        let is_signature = |id: &CredentialId| kind(api, *id) == Some(Kind::Signature);
        let members = presented.members.iter().filter(|member| member.credentials.iter().any(is_signature));
        for part in members.flat_map(|member| &member.values).flat_map(|value| &value.parts) {
            if let Part::Hole(hole) = part
                && let Origin::Signed { key, given } = &hole.origin
            {
                keys.push((*key, given.to_vec()));
            }
        }
    }
    keys
}

/// Whether a value is a literal, a variable of the environment, or what a bundler may put in.
fn is_known(value: &Text) -> bool {
    match value.fixed() {
        Some(text) => !is_placeholder(&text),
        None => named_in(std::slice::from_ref(value)).next().is_some(),
    }
}

fn is_named_for(api: &Api, around: &Around, value: &Text) -> bool {
    let near = |span: Span| (around.names)(span).iter().any(|name| api.named_in(name));
    let is_key = |name: &str| is_secret_name(api, name);
    let named = named_in(std::slice::from_ref(value)).any(|(name, hole)| {
        is_key(name) && (api.named_in(name) || near(hole.span)) || is_signing_name(name) && api.named_in(name)
    });
    named
        || places(value).filter_map(|span| Some((span, (around.constants)(span)?))).any(|(span, names)| {
            let Some(last) = names.last() else { return false };
            let bears = names.iter().any(|name| api.named_in(name));
            is_key(last) && (bears || near(span)) || is_signing_name(last) && bears
        })
}
