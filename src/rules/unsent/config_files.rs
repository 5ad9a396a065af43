//! Secrets in files of settings: `hardcoded-secret` and `public-env-secret`.

use crate::api::{Api, CredentialId};
use crate::config_files::{Conventions, Setting};
use crate::finding::Finding;
use crate::matching::Outcome;
use crate::request::{Origin, Text};
use crate::rules::helpers::exposure::{is_hidden, kind_of_value};
use crate::rules::helpers::literals::looks_secret;
use crate::rules::helpers::names::{belongs, is_guid, is_plain_secret_name, is_secret_name, squeezed};
use crate::rules::helpers::placeholders::is_placeholder;
use crate::rules::helpers::wording;
use crate::rules::{MatchedCall, Scene, distinct, hardcoded_secret, public_env_secret};
use crate::runtime::Publisher;
use crate::source::{FileId, Span};

/// Shorter values are no secrets, whatever they are used for.
const MIN_LEN: usize = 8;

/// A file of configuration, read.
#[derive(Debug)]
pub struct ConfigFile {
    /// The file.
    pub file: FileId,
    /// What it says.
    pub settings: Vec<Setting>,
    /// The name of the package around it.
    pub package: Option<String>,
}

/// A variable of the environment that a request sends as a secret.
#[derive(Debug, Clone)]
pub(in crate::rules) struct Carried {
    /// Its name.
    variable: Box<str>,
    /// Index of the API.
    api: usize,
    credential: CredentialId,
    /// What it is sent as: `apisecret`.
    carrier: Box<str>,
    /// The request.
    point: Span,
}

/// The variables that a request sends as secrets.
pub(in crate::rules) fn carried(scene: &Scene, call: &MatchedCall) -> Vec<Carried> {
    let mut found = Vec::new();
    for (one, to) in call.presented() {
        let (Some(table), false) = (scene.apis.tables.get(to.api), matches!(one.outcome, Outcome::Unmatched(_))) else {
            continue;
        };
        let members = to.sent.members.iter().filter(|member| member.bearer.is_none());
        let members = members.filter(|member| is_hidden(table.kind_of(&member.credentials)));
        let members = members.map(|member| (&member.name, member.credentials.first().copied(), &member.values));
        let body = to.sent.body.iter().map(|field| (&field.name, field.credential, &field.values));
        for (name, credential, values) in members.chain(body) {
            let Some(credential) = credential.filter(|id| is_hidden(table.credential(*id).kind)) else { continue };
            for variable in
                values.iter().filter(|it| is_hidden(kind_of_value(table, &[credential], it))).filter_map(variable)
            {
                let (carrier, point) = (name.as_str().into(), call.request.point);
                found.push(Carried { variable: variable.into(), api: to.api, credential, carrier, point });
            }
        }
    }
    found
}

fn variable(value: &Text) -> Option<&str> {
    match &value.hole()?.origin {
        Origin::Env(name) => Some(name),
        _ => None,
    }
}

/// The findings about one file.
pub(in crate::rules) fn judge(scene: &Scene, of: &ConfigFile, carried: &[Carried]) -> Vec<Finding> {
    let ConfigFile { file, settings, package } = of;
    let path = (scene.path)(*file).unwrap_or_default();
    let (folder, name) = path.rsplit_once(['/', '\\']).unwrap_or(("", &path));
    let conventions = Conventions::get();
    let sample = conventions.is_sample(name);
    let mut findings = Vec::new();
    for (index, api) in scene.apis.tables.iter().enumerate() {
        let around = api.named_in(name) || package.as_deref().is_some_and(|it| api.named_in(it));
        for setting in settings {
            if setting.names.iter().any(|name| conventions.is_sample_table(name)) || sample && !is_issued(&setting.text)
            {
                continue;
            }
            // Settings are read by the code beside and below them.
            let below =
                |path: &str| folder.is_empty() || path.strip_prefix(folder).is_some_and(|it| it.starts_with('/'));
            let used = carried.iter().find(|it| {
                it.api == index
                    && *it.variable == *setting.name()
                    && (scene.path)(it.point.file).is_some_and(|path| below(&path))
            });
            let secret = match used {
                Some(_) => setting.text.len() >= MIN_LEN && !is_placeholder(&setting.text),
                None => looks_secret(&setting.text) && is_named(scene, api, setting, settings, around),
            };
            if secret {
                add(&mut findings, scene, api, setting, sample, used);
            } else if is_reference(&setting.text) && is_named(scene, api, setting, settings, around) {
                // Whatever it is filled with, what builds make public is public.
                findings.extend(public_env_secret::in_settings(scene, api, setting, "a secret", sample));
            }
        }
    }
    distinct(findings)
}

/// Whether its name, with what stands around it, says that a setting is a secret of this API.
fn is_named(scene: &Scene, api: &Api, setting: &Setting, all: &[Setting], around: bool) -> bool {
    let name = setting.name();
    let tables = &setting.names[..setting.names.len() - 1];
    let told = setting.names.iter().rev().find_map(|it| belongs(api, it));
    if told == Some(true) {
        let table_says = || tables.last().is_some_and(|it| api.named_in(it)) && is_guid(&setting.text);
        return is_secret_name(api, name) || squeezed(name) == "secret" && table_says();
    }
    // The names beside it, the file or the package speak for a name that says nothing of another API.
    let beside = || {
        let mut others = all.iter().filter(|it| it.names.len() == setting.names.len() && it.names.starts_with(tables));
        is_guid(&setting.text) && others.any(|it| api.named_in(it.name()))
    };
    if told == Some(false) || !around && !beside() {
        return false;
    }
    let publisher = (scene.public_env)(name, setting.span);
    let bare = match &publisher {
        Some(Publisher::Toolchain { prefix, .. }) => name.strip_prefix(prefix.as_str()).unwrap_or(name),
        _ => name,
    };
    is_plain_secret_name(api, bare)
}

/// Whether a value stands for one that is kept elsewhere: `${NAME}`, `${{ secrets.NAME }}`, `$NAME`.
fn is_reference(text: &str) -> bool {
    let text = text.trim();
    let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    text.strip_prefix('$').is_some_and(|rest| match rest.strip_prefix('{') {
        Some(rest) => rest.find('}').is_some_and(|at| rest[at..].trim_matches('}').is_empty()),
        None => !rest.is_empty() && is_name(rest),
    })
}

/// Whether a value has the shape of the random GUIDs that services give out. In a sample only such a one was hardly
/// made up.
fn is_issued(text: &str) -> bool {
    let digits: Vec<u8> = text.bytes().filter(|byte| *byte != b'-').collect();
    is_guid(text) && digits.get(12) == Some(&b'4') && digits.get(16).is_some_and(|it| b"89abAB".contains(it))
}

fn add(findings: &mut Vec<Finding>, scene: &Scene, api: &Api, setting: &Setting, sample: bool, used: Option<&Carried>) {
    let what = used.map_or_else(|| "a secret".to_owned(), |used| wording::credential(api, used.credential));
    let told = std::iter::once(hardcoded_secret::in_settings(scene, api, setting, &what, sample))
        .chain(public_env_secret::in_settings(scene, api, setting, &what, sample));
    findings.extend(told.map(|finding| match used {
        Some(used) => finding.related(used.point, format!("sent as `{}` here", used.carrier)),
        None => finding,
    }));
}
