//! Secrets that no request is seen to carry: given to an SDK, read from the environment, held by a constant or a file of
//! configuration, put into bundles.

pub mod config_files;
pub mod definitions;
pub mod signing_keys;

use std::collections::BTreeMap;

use super::helpers::constants::NamedLiteral;
use super::helpers::exposure::environment;
use super::helpers::literals::{is_something, places};
use super::helpers::names::is_secret_name;
use super::{Scene, client_secret_exposure, distinct, hardcoded_secret, misspelled_credential, public_env_secret};
use crate::api::Api;
use crate::finding::Finding;
use crate::interpreter::{Output, PackageOption};
use crate::request::SigningKey;
use crate::source::Span;

/// What is known of secrets beside the requests.
#[derive(Debug, Default)]
pub struct Unsent {
    /// Options that functions of packages are given.
    pub options: Vec<PackageOption>,
    /// Variables of the environment that are read.
    pub environment: Vec<(Box<str>, Span)>,
    /// Keys that something is signed with.
    pub keys: Vec<SigningKey>,
    /// What is written where others read it.
    pub outputs: Vec<Output>,
    /// The sinks that hide what they are given in the whole program: texts as well, or members of objects alone.
    pub hiding: BTreeMap<Box<str>, bool>,
    /// Constants, and the names they go by.
    pub literals: Vec<NamedLiteral>,
}

/// What the requests and the constants tell of such secrets.
pub(super) struct Around<'a> {
    /// Whether requests carry the value at a place, or it is told as one that is used otherwise.
    pub told: &'a (dyn Fn(Span) -> bool + Sync),
    /// The names that the literal at a place goes by.
    pub constants: &'a (dyn Fn(Span) -> Option<&'a [Box<str>]> + Sync),
    /// The API that is sent what is made with a key, as its signature.
    pub signatures: &'a (dyn Fn(&SigningKey) -> Option<&'a Api> + Sync),
}

/// The places of the values that are judged where they are used, and nowhere else.
pub(super) fn used<'a>(scene: &Scene<'a>, unsent: &Unsent, around: &Around<'a>) -> Vec<Span> {
    let of_sdk = |given: &&PackageOption| scene.apis.tables.iter().any(|api| is_of_sdk(api, given));
    let options = unsent.options.iter().filter(of_sdk).flat_map(|given| &given.values);
    let keys = unsent.keys.iter().filter(|key| signing_keys::api_of(scene, around, key).is_some());
    options.chain(keys.flat_map(|key| &key.values)).flat_map(places).collect()
}

/// The findings about secrets that no request is seen to carry.
pub(super) fn judge<'a>(scene: &Scene<'a>, unsent: &Unsent, around: &Around<'a>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for given in &unsent.options {
        let Some(api) = scene.apis.tables.iter().find(|api| is_of_sdk(api, given)) else { continue };
        findings.extend(option(scene, api, given));
    }
    let misspelt = unsent.options.iter().filter_map(|given| Some((given, given.meant.as_deref()?)));
    findings.extend(misspelt.filter_map(|(given, meant)| {
        let api = scene.apis.tables.iter().find(|api| api.named_in(&given.to))?;
        Some(misspelled_credential::option(api, given.span, &given.name, meant))
    }));
    for key in &unsent.keys {
        let Some(api) = signing_keys::api_of(scene, around, key) else { continue };
        findings.extend(signing_keys::judge(scene, api, key));
    }
    let untold = unsent.environment.iter().filter(|(_, span)| !(around.told)(*span));
    findings.extend(untold.filter_map(|(name, span)| {
        public_env_secret::read(scene, name, *span)
            .or_else(|| client_secret_exposure::private_variable(scene, name, *span))
    }));
    findings.extend(hardcoded_secret::named(scene, &unsent.literals, around.told));
    distinct(findings)
}

fn is_of_sdk(api: &Api, given: &PackageOption) -> bool {
    api.named_in(&given.to) && is_secret_name(api, &given.name)
}

fn option(scene: &Scene, api: &Api, given: &PackageOption) -> Vec<Finding> {
    let given_to = format!("given to the SDK as `{}`", given.name);
    let values = || given.values.iter().filter(|value| is_something(value));
    let mut findings: Vec<Finding> =
        values().filter_map(|value| hardcoded_secret::option(scene, api, value, &given_to)).collect();
    let public: Vec<Finding> = environment(&given.values)
        .filter_map(|(name, hole)| {
            let publisher = (scene.public_env)(name, hole.span)?;
            Some(public_env_secret::given(scene, api, (name, hole.span), &publisher, &given_to))
        })
        .collect();
    if !public.is_empty() {
        findings.extend(public);
    } else if values().next().is_some() {
        findings.extend(client_secret_exposure::option(scene, api, given.span, &given.name, &given_to));
    }
    findings
}
