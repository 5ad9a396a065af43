//! Secrets that no request is seen to carry: given to an SDK, read from the environment, or held by a constant.

use rustc_hash::FxHashSet;

use super::constants::NamedLiteral;
use super::exposure::environment;
use super::mending::{Leak, with_server};
use super::names::{is_placeholder, is_secret_name};
use super::{Scene, client_secret_exposure, distinct, hardcoded_secret, public_env_secret};
use crate::api::Api;
use crate::flow::Given;
use crate::flow::request::{Part, Text};
use crate::report::finding::{Confidence, Finding};
use crate::source::Span;

/// What is known of secrets beside the requests.
#[derive(Debug, Default)]
pub struct Unsent {
    /// Options that functions of packages are given.
    pub options: Vec<Given>,
    /// Variables of the environment that are read.
    pub environment: Vec<(Box<str>, Span)>,
    /// Constants, and the names they go by.
    pub literals: Vec<NamedLiteral>,
}

/// The findings about secrets that no request is seen to carry. `sent` tells the places of values that requests do carry,
/// `names_around` what the file and the package around a place are called.
pub fn judge(
    scene: &Scene,
    unsent: &Unsent,
    sent: &dyn Fn(Span) -> bool,
    names_around: &dyn Fn(Span) -> Vec<String>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut told = FxHashSet::default();
    for given in &unsent.options {
        let Some(api) = scene.apis.tables.iter().find(|api| is_of_sdk(api, given)) else { continue };
        told.extend(given.values.iter().flat_map(places));
        findings.extend(option(scene, api, given));
    }
    for (name, span) in &unsent.environment {
        if sent(*span) || told.contains(span) {
            continue;
        }
        let around = |api: &Api| names_around(*span).iter().any(|it| api.named_in(it));
        if let Some(finding) = public_env_secret::read(scene, name, *span, &around) {
            findings.push(finding);
            continue;
        }
        let is_of = |api: &&Api| is_secret_name(api, name) && (api.named_in(name) || around(api));
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
    findings.extend(hardcoded_secret::named(scene, &unsent.literals, sent, names_around));
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
