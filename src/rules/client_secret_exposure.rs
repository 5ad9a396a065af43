//! A secret that client code carries: whoever opens the page has it.

use super::helpers::exposure::{Carried, client, environment, explain, named as named_in, what};
use super::helpers::mending::{Leak, mend, with_server};
use super::helpers::names::is_secret_name;
use super::helpers::wording;
use super::{Call, Scene, ids};
use crate::api::Api;
use crate::finding::{Confidence, Finding, Level, Rule};
use crate::interpreter::Output;
use crate::request::{Origin, Text};
use crate::runtime::{Context, Side};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: ids::CLIENT_SECRET_EXPOSURE,
    summary: "Client code carries a secret",
    level: Level::Error,
    cwe: Some(522),
    severity: "9.8",
    docs: include_str!("../../rules/docs/client-secret-exposure.md"),
};

/// What to do about a secret in client code.
const LEAK: Leak = Leak {
    who: "everybody who was served this code has it already",
    belongs: "Keep it in the environment of a server, let the server call this operation, and give the browser a route of \
              your own or the user's token",
    variable: None,
    publisher: None,
};

/// The findings about the secrets that a request of client code carries.
pub fn judge(call: &Call, carried: &[Carried]) -> Vec<Finding> {
    carried.iter().flat_map(|secret| of_request(call, secret)).collect()
}

fn of_request(call: &Call, secret: &Carried) -> Vec<Finding> {
    // A variable that the toolchain puts into the bundle has a rule of its own, which says the same and more.
    if named_in(&secret.values).any(|(name, hole)| (call.scene.public_env)(name, hole.span).is_some()) {
        return Vec::new();
    }
    // What a wrapper passes on is told where callers fill it in.
    if secret.values.iter().all(Text::is_from_outside) {
        match (call.scene.filled)(secret.carrier) {
            Some(true) => return Vec::new(),
            Some(false) if secret.joins == [secret.carrier] => return Vec::new(),
            _ => {}
        }
    }
    secret.joins.iter().filter_map(|&span| joining(call, secret, span)).collect()
}

/// The finding about one of the places where a secret joins its request.
fn joining(call: &Call, secret: &Carried, span: Span) -> Option<Finding> {
    let own = client(call.scene, span);
    let is_own = own.is_some();
    let context = own.or_else(|| handed_over(call.scene, secret, span))?;
    let title = format!("{} is sent from code that runs in the browser", what(call.api, secret.credential));
    let mut finding = Finding::of(&RULE, span, wording::sentence(&title))
        .label(format!("`{}`, sent {}", secret.name, secret.place))
        .operation(call.operation_ref());
    finding = match environment(&secret.values).next().filter(|_| is_own) {
        Some((name, _)) => {
            // Toolchains leave it out, so that it is missing rather than leaked; but then somebody makes it public.
            let absent = format!(
                "`{name}` is undefined in the browser unless the build puts it in, and then everybody has it. Keep it in \
                 the environment of a server, let the server call this operation, and rotate it if it was ever built in"
            );
            let help = with_server(call.scene, span, absent, Leak { variable: Some(name), ..LEAK });
            finding.confidence(Confidence::Medium).help(help)
        }
        // What is typed in or handed over need not have come with the code.
        None if secret.values.iter().all(is_of_nowhere) => {
            let Leak { who, belongs, .. } = LEAK;
            finding.help(format!("If this comes with the code, rotate it: {who}. {belongs}"))
        }
        None => finding.help(mend(call.scene, span, LEAK)),
    };
    if !call.request.point.contains(span) {
        finding = finding.related(call.request.point, format!("sent {} here", secret.place));
    }
    Some(explain(finding, &context))
}

/// Whether nothing tells where a value comes from.
fn is_of_nowhere(value: &Text) -> bool {
    value.hole().is_some_and(|hole| matches!(hole.origin, Origin::Parameter | Origin::Unknown))
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

/// The finding about a secret, called `words`, that a server gives to a component which runs in the browser.
pub fn handed(scene: &Scene, output: &Output, words: &str, name: &str) -> Option<Finding> {
    let mut context = client(scene, output.reader?)?;
    // What runs in the browser itself has it in another way.
    if (scene.context)(output.span).side == Side::Client {
        return None;
    }
    if context.chain.len() > 1 {
        context.confidence = context.confidence.min(Confidence::Medium);
    }
    let title = format!("`{name}`, {words}, is handed to a component that runs in the browser");
    let finding = Finding::of(&RULE, output.span, title)
        .label(format!("all properties of `{}` are sent to the browser", output.by))
        .help(mend(scene, output.span, LEAK));
    Some(explain(finding, &context))
}

/// The finding about a constant in client code that is named for a secret.
pub fn constant(scene: &Scene, api: &Api, span: Span, path: &str, name: &str) -> Option<Finding> {
    let title = format!("`{path}`, a secret of {}, is in code that runs in the browser", api.name);
    in_client(scene, span, title, name)
}

/// The finding about a secret that client code gives to an SDK as the option `name`; `given_to` says how.
pub fn option(scene: &Scene, api: &Api, span: Span, name: &str, given_to: &str) -> Option<Finding> {
    in_client(scene, span, used(api, given_to), name)
}

/// The finding about a place where client code is given what it signs with; `used_as` says what for. Of a private variable
/// if `is_absent`: toolchains leave it out, so that it is missing rather than leaked.
pub fn key(scene: &Scene, api: &Api, span: Span, used_as: &str, is_absent: bool) -> Option<Finding> {
    let finding = in_client(scene, span, used(api, used_as), "it")?.label("the key is part of the bundle");
    Some(if is_absent { finding.at_most(Confidence::Medium) } else { finding })
}

/// The finding about a variable of the environment that client code reads though no toolchain gives it to it.
pub fn private_variable(scene: &Scene, name: &str, span: Span) -> Option<Finding> {
    let is_of = |api: &&Api| is_secret_name(api, name) && scene.is_of(api, &[name], span);
    let api = scene.apis.tables.iter().find(is_of)?;
    let title = format!("`{name}`, a secret of {}, is read by code that runs in the browser", api.name);
    let finding = in_client(scene, span, title, name)?;
    let absent = format!(
        "`{name}` is undefined in the browser unless the build puts it in, and then everybody has it: keep what reads it \
         on a server, and rotate the secret if it was ever built in"
    );
    let help = with_server(scene, span, absent, Leak { variable: Some(name), ..Leak::default() });
    let label = format!("`{name}` is undefined in the browser, or public");
    Some(finding.at_most(Confidence::Medium).label(label).help(help))
}

/// What client code does with a secret, as a title.
fn used(api: &Api, how: &str) -> String {
    format!("A secret of {} is {how} in code that runs in the browser", api.name)
}

/// The finding about a secret at a place in client code.
fn in_client(scene: &Scene, span: Span, title: String, name: &str) -> Option<Finding> {
    let context = client(scene, span)?;
    let finding =
        Finding::of(&RULE, span, title).label(format!("`{name}` is part of the bundle")).help(mend(scene, span, LEAK));
    Some(explain(finding, &context))
}
