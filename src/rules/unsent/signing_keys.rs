//! Secrets that something is signed with, whether the signature is seen to be sent or not.

use super::Around;
use crate::api::{Api, CredentialId, CredentialKind};
use crate::finding::Finding;
use crate::request::{Origin, Part, SigningKey, Text};
use crate::rules::helpers::exposure::{environment, named as named_in};
use crate::rules::helpers::literals::places;
use crate::rules::helpers::names::{is_secret_name, is_signing_name};
use crate::rules::helpers::naming::{Naming, has};
use crate::rules::helpers::placeholders::is_placeholder;
use crate::rules::helpers::presented::{Presented, kind};
use crate::rules::{Scene, client_secret_exposure, hardcoded_secret, public_env_secret};
use crate::source::Span;

const USE: &str = "used as the key of a signature";

/// The API whose secret a key is: by the names that the key goes by, or because what is made with it is sent to the API
/// as a signature.
pub(super) fn api_of<'a>(scene: &Scene<'a>, around: &Around<'a>, key: &SigningKey) -> Option<&'a Api> {
    let values = || key.values.iter().filter(|value| is_known(value));
    // What signs for the API is its secret, wherever it comes from.
    let handed = || key.values.iter().filter(|value| is_handed(value));
    if let Some(api) = (around.signatures)(key) {
        return values().chain(handed()).next().map(|_| api);
    }
    scene.apis.tables.iter().find(|api| values().any(|value| is_named_for(scene, api, around, value)))
}

/// The findings about a key that is a secret of an API.
pub(super) fn judge(scene: &Scene, api: &Api, key: &SigningKey) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for value in key.values.iter().filter(|value| is_known(value)) {
        findings.extend(hardcoded_secret::option(scene, api, value, USE));
    }
    let public: Vec<Finding> = named_in(&key.values)
        .filter_map(|(name, hole)| {
            let publisher = (scene.public_env)(name, hole.span)?;
            Some(public_env_secret::given(scene, api, (name, hole.span), &publisher, USE))
        })
        .collect();
    if !public.is_empty() {
        findings.extend(public);
        return findings;
    }
    let is_absent = environment(&key.values).next().is_some();
    let joins = if key.given.is_empty() { std::slice::from_ref(&key.span) } else { &key.given };
    findings.extend(joins.iter().filter_map(|span| client_secret_exposure::key(scene, api, *span, USE, is_absent)));
    findings
}

/// The places of the keys by which the signatures are made that are presented to an API: where each is given to what
/// signs, and what hands it on to there.
pub(in crate::rules) fn of_signatures(api: &Api, presented: &Presented) -> Vec<(Span, Vec<Span>)> {
    let is_signature = |id: &CredentialId| kind(api, *id) == Some(CredentialKind::Signature);
    let members = presented.members.iter().filter(|member| member.credentials.iter().any(is_signature));
    let parts = members.flat_map(|member| &member.values).flat_map(|value| &value.parts);
    let keys = parts.filter_map(|part| match part {
        Part::Hole(hole) => match &hole.origin {
            Origin::Signed(signature) => signature.key.as_ref().map(|key| (key.span, key.given.clone())),
            _ => None,
        },
        Part::Fixed { .. } => None,
    });
    keys.collect()
}

/// Whether a value is a literal, a variable of the environment, or what a bundler may put in.
fn is_known(value: &Text) -> bool {
    match value.fixed() {
        Some(text) => !is_placeholder(&text),
        None => named_in(std::slice::from_ref(value)).next().is_some(),
    }
}

/// Whether a value is one that comes from elsewhere as it is: a parameter, a property of a component, what a browser keeps.
fn is_handed(value: &Text) -> bool {
    let [Part::Hole(hole)] = &value.parts[..] else { return false };
    let storage = &Naming::get().user_storage;
    let is_kept = |(holder, _): (&str, &str)| has(&storage.runs, &holder.to_ascii_lowercase());
    !hole.is_part
        && match &hole.origin {
            Origin::Parameter | Origin::Unknown => !hole.is_result && !hole.names.is_empty(),
            origin => origin.read_by_script().and_then(|path| path.split_once('.')).is_some_and(is_kept),
        }
}

fn is_named_for(scene: &Scene, api: &Api, around: &Around, value: &Text) -> bool {
    let is_key = |name: &str| is_secret_name(api, name);
    let named = named_in(std::slice::from_ref(value)).any(|(name, hole)| {
        is_key(name) && scene.is_of(api, &[name], hole.span) || is_signing_name(name) && api.named_in(name)
    });
    named
        || places(value).filter_map(|span| Some((span, (around.constants)(span)?))).any(|(span, names)| {
            let Some(last) = names.last() else { return false };
            let bears = names.iter().any(|name| api.named_in(name));
            is_key(last) && scene.is_of(api, names, span) || is_signing_name(last) && bears
        })
}
