//! A secret in an environment variable that the toolchain puts into the bundle.

use super::hardcoded_secret::certainty;
use super::helpers::exposure::{Carried, named, what};
use super::helpers::mending::{Leak, mend};
use super::helpers::names::is_secret_name;
use super::helpers::wording;
use super::{Call, Scene, ids};
use crate::api::Api;
use crate::config_files::Setting;
use crate::finding::{Finding, Level, Rule};
use crate::runtime::{Define, Publisher};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: ids::PUBLIC_ENV_SECRET,
    summary: "A secret is in an environment variable that the toolchain puts into the bundle",
    level: Level::Error,
    cwe: Some(200),
    severity: "9.8",
    docs: include_str!("../../rules/docs/public-env-secret.md"),
};

/// Who has what is in a bundle.
const SERVED: &str = "everybody who was served the bundle has it already";

/// The findings about public variables that a request sends as secrets.
pub fn judge(call: &Call, carried: &[Carried]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for secret in carried {
        for (name, hole) in named(&secret.values) {
            let Some(publisher) = (call.scene.public_env)(name, hole.span) else { continue };
            let what = what(call.api, secret.credential);
            findings.extend(sent_from_configuration(call.scene, name, &publisher, &what));
            let title =
                format!("{} is read from `{name}`, which {publisher} puts into the bundle", wording::sentence(&what));
            let mut finding = one(call.scene, hole.span, name, title, &publisher).operation(call.operation_ref());
            if !call.request.point.contains(hole.span) {
                finding = finding.related(call.request.point, format!("sent as `{}` here", secret.name));
            }
            findings.push(finding);
        }
    }
    findings
}

/// The finding about reading a public variable that is named for a secret of an API, whatever becomes of it.
pub fn read(scene: &Scene, name: &str, span: Span) -> Option<Finding> {
    let is_of = |api: &&Api| is_secret_name(api, name) && scene.is_of(api, &[name], span);
    let api = scene.apis.tables.iter().find(is_of)?;
    let publisher = (scene.public_env)(name, span)?;
    Some(defined(scene, api, name, span, &publisher))
}

/// The finding about a public variable that an SDK is given as a secret; `given_to` says how.
pub fn given(scene: &Scene, api: &Api, (name, span): (&str, Span), publisher: &Publisher, given_to: &str) -> Finding {
    let title = format!(
        "A secret of {} is read from `{name}`, which {publisher} puts into the bundle, and {given_to}",
        api.name
    );
    one(scene, span, name, title, publisher)
}

/// The finding about reading what a toolchain or its configuration puts in, a secret of this API.
pub fn defined(scene: &Scene, api: &Api, name: &str, span: Span, publisher: &Publisher) -> Finding {
    let title = format!("A secret of {} is read from `{name}`, which {publisher} puts into the bundle", api.name);
    one(scene, span, name, title, publisher)
}

/// The finding about the configuration of a bundler that puts a secret in.
pub fn configured(scene: &Scene, api: &Api, definition: &Define) -> Finding {
    let (name, what) = (&definition.name, &definition.what);
    let title = format!("`{name}`, a secret of {}, is put into the bundle by {what}", api.name);
    at_key(scene, name, definition.key, title)
}

/// The finding about a setting whose name makes it public; `what` it holds, in words. What stands in a `sample` may be made
/// up.
pub fn in_settings(scene: &Scene, api: &Api, setting: &Setting, what: &str, sample: bool) -> Option<Finding> {
    let name = setting.name();
    let publisher = (scene.public_env)(name, setting.span)?;
    let Publisher::Toolchain { what: tool, prefix } = &publisher else { return None };
    let whole = Span::new(setting.span.file, setting.key.start, setting.span.end.max(setting.key.end));
    let title = format!("`{name}` puts {what} of {} into what browsers get", api.name);
    let belongs = format!("Keep it in the environment of a server, under a name without `{prefix}`");
    let leak = Leak {
        who: "every visitor has it already",
        belongs: &belongs,
        variable: Some(name),
        publisher: Some(&publisher),
    };
    let finding = Finding::of(&RULE, whole, title).label(format!("`{prefix}` is for what {tool} makes public"));
    Some(finding.confidence(certainty(scene, setting, sample)).help(mend(scene, setting.span, leak)))
}

/// The finding at the entry of a configuration that puts a secret in.
fn at_key(scene: &Scene, name: &str, key: Span, title: String) -> Finding {
    let belongs = format!(
        "Take `{name}` out of what the configuration puts into bundles, and keep it in the environment of a server"
    );
    let leak = Leak { who: SERVED, belongs: &belongs, variable: Some(name), ..Leak::default() };
    Finding::of(&RULE, key, title).label(format!("`{name}` is public")).help(mend(scene, key, leak))
}

/// What a request sends as a secret is one, whatever its name: the finding at the configuration that puts it in.
fn sent_from_configuration(scene: &Scene, name: &str, publisher: &Publisher, what: &str) -> Option<Finding> {
    let name = name.rsplit('.').next().unwrap_or(name);
    let title = format!("`{name}`, which {publisher} puts into the bundle, is sent as {what}");
    Some(at_key(scene, name, entry(publisher)?, title))
}

/// The entry of the configuration that puts a value in.
fn entry(publisher: &Publisher) -> Option<Span> {
    match publisher {
        Publisher::Configuration { key, .. } => Some(*key),
        Publisher::Toolchain { .. } => None,
    }
}

fn one(scene: &Scene, span: Span, name: &str, title: String, publisher: &Publisher) -> Finding {
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
    let finding = Finding::of(&RULE, span, title).label(format!("`{name}` is public")).help(mend(scene, span, leak));
    match entry(publisher) {
        Some(key) => finding.related(key, "put into the bundle here"),
        None => finding,
    }
}
