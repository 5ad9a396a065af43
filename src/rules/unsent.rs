//! Secrets that no request is seen to carry: given to an SDK, read from the environment, or held by a constant.

use super::constants::NamedLiteral;
use super::exposure::environment;
use super::mending::{Leak, with_server};
use super::names::{is_placeholder, is_secret_name};
use super::{Scene, client_secret_exposure, distinct, hardcoded_secret, public_env_secret, signing_keys};
use crate::api::Api;
use crate::finding::{Confidence, Finding};
use crate::interpreter::Given;
use crate::request::{Part, SigningKey, Text};
use crate::source::Span;

/// What is known of secrets beside the requests.
#[derive(Debug, Default)]
pub struct Unsent {
    /// Options that functions of packages are given.
    pub options: Vec<Given>,
    /// Variables of the environment that are read.
    pub environment: Vec<(Box<str>, Span)>,
    /// Keys that something is signed with.
    pub keys: Vec<SigningKey>,
    /// Constants, and the names they go by.
    pub literals: Vec<NamedLiteral>,
}

/// What the rest of the run knows of them.
pub struct Around<'a> {
    /// Whether requests carry the value at a place, or it is told as one that is used otherwise.
    pub told: &'a (dyn Fn(Span) -> bool + Sync),
    /// What the file and the package around a place are called.
    pub names: &'a (dyn Fn(Span) -> Vec<String> + Sync),
    /// The names that the literal at a place goes by.
    pub constants: &'a (dyn Fn(Span) -> Option<&'a [Box<str>]> + Sync),
    /// The API that is sent what is made with a key, as its signature.
    pub signatures: &'a (dyn Fn(&SigningKey) -> Option<usize> + Sync),
}

/// The places of the values that are judged where they are used, and nowhere else.
pub fn used(scene: &Scene, unsent: &Unsent, around: &Around) -> Vec<Span> {
    let of_sdk = |given: &&Given| scene.apis.tables.iter().any(|api| is_of_sdk(api, given));
    let options = unsent.options.iter().filter(of_sdk).flat_map(|given| &given.values);
    let keys = unsent.keys.iter().filter(|key| signing_keys::api_of(scene, around, key).is_some());
    options.chain(keys.flat_map(|key| &key.values)).flat_map(places).collect()
}

/// The findings about secrets that no request is seen to carry.
pub fn judge(scene: &Scene, unsent: &Unsent, around: &Around) -> Vec<Finding> {
    let mut findings = Vec::new();
    for given in &unsent.options {
        let Some(api) = scene.apis.tables.iter().find(|api| is_of_sdk(api, given)) else { continue };
        findings.extend(option(scene, api, given));
    }
    for key in &unsent.keys {
        let Some(api) = signing_keys::api_of(scene, around, key) else { continue };
        findings.extend(signing_keys::judge(scene, api, key));
    }
    for (name, span) in &unsent.environment {
        if (around.told)(*span) {
            continue;
        }
        let near = |api: &Api| (around.names)(*span).iter().any(|it| api.named_in(it));
        if let Some(finding) = public_env_secret::read(scene, name, *span, &near) {
            findings.push(finding);
            continue;
        }
        let is_of = |api: &&Api| is_secret_name(api, name) && (api.named_in(name) || near(api));
        let Some(api) = scene.apis.tables.iter().find(is_of) else { continue };
        let title = format!("`{name}`, a secret of {}, is read by code that runs in the browser", api.name);
        if let Some(mut finding) = client_secret_exposure::named(scene, *span, title, name) {
            finding.confidence = finding.confidence.min(Confidence::Medium);
            finding.label = format!("`{name}` is undefined in the browser, or public");
            let absent = format!(
                "`{name}` is undefined in the browser unless the build puts it in, and then everybody has it: keep what \
                 reads it on a server, and rotate the secret if it was ever built in"
            );
            finding.help = with_server(scene, *span, absent, Leak { variable: Some(name), ..Leak::default() });
            findings.push(finding);
        }
    }
    findings.extend(hardcoded_secret::named(scene, &unsent.literals, around.told, around.names));
    distinct(findings)
}

fn is_of_sdk(api: &Api, given: &Given) -> bool {
    api.named_in(&given.to) && is_secret_name(api, &given.name)
}

fn option(scene: &Scene, api: &Api, given: &Given) -> Vec<Finding> {
    let mut findings = Vec::new();
    let is_empty = |text: &Text| text.fixed().is_some_and(|text| is_placeholder(&text));
    let given_to = format!("given to the SDK as `{}`", given.name);
    for value in given.values.iter().filter(|value| !is_empty(value)) {
        findings.extend(hardcoded_secret::option(scene, api, value, &given_to));
    }
    let public = environment(&given.values)
        .filter_map(|(name, hole)| {
            let toolchain = public_env_secret::toolchain(scene, name, hole.span)?;
            public_env_secret::given(scene, api, (name, hole.span), &toolchain, &given_to)
        })
        .collect::<Vec<_>>();
    if !public.is_empty() {
        findings.extend(public);
    } else if given.values.iter().any(|value| !is_empty(value)) {
        let title = format!("A secret of {} is {given_to} in code that runs in the browser", api.name);
        findings.extend(client_secret_exposure::named(scene, given.span, title, &given.name));
    }
    findings
}

/// The places of the pieces of a value.
pub fn places(value: &Text) -> impl Iterator<Item = Span> {
    value.parts.iter().map(|part| match part {
        Part::Fixed { span, .. } => *span,
        Part::Hole(hole) => hole.span,
    })
}
