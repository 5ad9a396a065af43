//! Faults of a document that mislead those who call by it.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::matcher;
use super::model::{Api, Carrier, CredentialKind, Operation, Provenance, SchemeId};
use super::openapi::{Described, Description, names_credential};

/// A fault of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What kind of fault: `open-operation`, `unused-scheme`, ...
    pub kind: &'static str,
    /// Where it is: `GET /things`, or the name of a scheme.
    pub place: String,
    /// What is wrong: a sentence without a full stop.
    pub message: String,
}

/// Ends of names of files, which are no domains.
const FILES: [&str; 6] = ["aspx", "ashx", "cgi", "json", "jsp", "php"];

/// Parts of paths that lead to what everybody may read: key sets and descriptions of an authorization server.
const OPEN_TO_ALL: [&str; 3] = ["jwks", "jwks.json", ".well-known"];

/// The same at the end of a path that has one of the protocol's names in it.
const METADATA: (&str, [&str; 2]) = ("metadata", ["saml", "saml2"]);

/// The protocols by whose rules clients ask for tokens, and the ends of the paths at which they do.
const TOKENS: ([&str; 4], [&str; 4]) =
    (["oauth", "oauth2", "oidc", "connect"], ["token", "introspect", "revoke", "device"]);

/// So many neighbours make a rule, if so many of a hundred agree.
const NEIGHBOURS: (usize, usize) = (4, 80);

/// What is wrong with a description; `api` is the table that it makes.
pub(super) fn faults(description: &Description, api: &Api) -> Vec<Fault> {
    let mut faults = Vec::new();
    unread(description, api, &mut faults);
    schemes(description, api, &mut faults);
    names(api, &mut faults);
    let own: Vec<(&Described, &Operation)> = description.operations.iter().zip(&api.operations).collect();
    siblings(&own, api, &mut faults);
    neighbours(api, &mut faults);
    let rivals = rivals(api);
    for (described, operation) in own.iter().filter(|(_, it)| it.provenance == Provenance::Document) {
        let place = || format!("{} {}", operation.method, operation.path);
        let mut say = |kind, message: String| faults.push(Fault { kind, place: place(), message });
        alternatives(api, operation, &rivals, &mut say);
        protocols(api, described, operation, &mut say);
        carriers(api, described, operation, &mut say);
    }
    faults
}

/// What is passed over, or read as something else than it is meant for.
fn unread(description: &Description, api: &Api, faults: &mut Vec<Fault>) {
    let mut say = |kind, place: &str, message: String| faults.push(Fault { kind, place: place.to_owned(), message });
    if api.operations.is_empty() {
        say("no-operations", "paths", "has no operation".to_owned());
    } else if api.out_of_sight().is_some() {
        let told: Vec<String> = description.hostless.iter().map(|(url, why)| format!("{url} {why}")).collect();
        let told = if told.is_empty() { "there is none".to_owned() } else { told.join(", ") };
        let message = format!("leads to no host by which calls are known ({told}): \"hosts\" of the [[api]] does");
        say("no-host", "servers", message);
    }
    for (url, name) in &description.undeclared_variables {
        say("undeclared-variable", url, format!("has the variable {name:?}, which is declared nowhere"));
    }
    for (name, wrong) in &description.unjudged {
        say("unknown-scheme", name, format!("is judged by nobody, for {wrong}"));
    }
    for path in &description.slashless {
        let message = "is passed over, for it does not begin with a slash".to_owned();
        faults.push(Fault { kind: "path-without-slash", place: path.clone(), message });
    }
    let written = description.servers.iter().filter(|server| server.scheme.is_none() && server.host.is_empty());
    for server in written {
        let first = server.base_path.trim_start_matches('/').split('/').next().unwrap_or_default();
        let top = first.rsplit_once('.').map(|(_, top)| top);
        let is_domain = |top: &str| top.len() > 1 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
        if top.is_some_and(|top| is_domain(top) && !FILES.contains(&top)) {
            let message =
                format!("is read as the path {} of a host that is not known: `https://` is missing", server.base_path);
            faults.push(Fault { kind: "server-without-scheme", place: "servers".to_owned(), message });
        }
    }
}

fn schemes(description: &Description, api: &Api, faults: &mut Vec<Fault>) {
    for (name, place) in &description.undeclared {
        let message = format!("asks for the scheme {name:?}, which is declared nowhere");
        faults.push(Fault { kind: "undeclared-scheme", place: place.clone(), message });
    }
    let used: FxHashSet<SchemeId> =
        api.operations.iter().flat_map(|it| it.alternatives.iter().flatten()).copied().collect();
    let dropped = |id| api.credential_of(id).kind == CredentialKind::None;
    for (_, scheme) in api.scheme_ids().filter(|(id, _)| !used.contains(id) && !dropped(*id)) {
        let message = "is declared, but no operation asks for it".to_owned();
        faults.push(Fault { kind: "unused-scheme", place: scheme.name.clone(), message });
    }
}

/// Names that differ by case alone.
fn names(api: &Api, faults: &mut Vec<Fault>) {
    let mut differing = |what: &str, names: Vec<&str>| {
        let mut seen: FxHashMap<String, &str> = FxHashMap::default();
        for name in names {
            let before = *seen.entry(name.to_lowercase()).or_insert(name);
            if before != name {
                let message = format!("differs from the {what} {before:?} by case alone");
                faults.push(Fault { kind: "names-differ-by-case", place: name.to_owned(), message });
            }
        }
    };
    differing("scheme", api.schemes.iter().map(|scheme| &*scheme.name).collect());
    let carried = |query: bool| {
        let of = |carrier: &Carrier| {
            matches!(carrier, Carrier::Query(_)) == query && matches!(carrier, Carrier::Query(_) | Carrier::Header(_))
        };
        api.schemes.iter().map(|scheme| &scheme.carrier).filter(move |carrier| of(carrier)).map(Carrier::name).collect()
    };
    differing("query parameter", carried(true));
    differing("header", carried(false));
    let mut paths: Vec<&str> = api.operations.iter().map(|it| &*it.path).collect();
    paths.dedup();
    differing("path", paths);
}

/// Operations that demand less than those beside them.
fn siblings(own: &[(&Described, &Operation)], api: &Api, faults: &mut Vec<Fault>) {
    let mut by_path: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    let mut by_tag: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (index, (described, operation)) in own.iter().enumerate() {
        by_path.entry(matcher::shape(&described.path)).or_default().push(index);
        if let Some(tag) = &operation.tag {
            by_tag.entry(tag).or_default().push(index);
        }
    }
    let demands = |index: &usize| !own[*index].1.alternatives.is_empty();
    for (index, (described, operation)) in own.iter().enumerate() {
        let empty = Vec::new();
        let beside = by_path.get(&matcher::shape(&described.path)).unwrap_or(&empty);
        let place = || format!("{} {}", operation.method, operation.path);
        if operation.is_public() {
            let tagged = operation.tag.as_deref().and_then(|tag| by_tag.get(tag)).unwrap_or(&empty);
            let alone = tagged.len() > 3 && tagged.iter().filter(|other| !demands(other)).count() == 1;
            let why = if beside.iter().any(&demands) {
                "others on its path do"
            } else if alone {
                "all others of its tag do"
            } else {
                continue;
            };
            let message = format!("demands no credentials, while {why}");
            faults.push(Fault { kind: "open-operation", place: place(), message });
        } else if !described.states_own_security {
            let stated = beside.iter().filter(|other| **other != index).map(|other| own[*other]);
            let stricter =
                stated.filter(|(it, _)| it.states_own_security).find(|(_, other)| is_stricter(other, operation));
            if let Some((_, other)) = stricter {
                let message = format!(
                    "says nothing of its security and inherits that of the document, while {} demands more: {}",
                    other.method,
                    api.words_for_alternatives(other)
                );
                faults.push(Fault { kind: "inherited-security", place: place(), message });
            }
        }
    }
}

/// Whether each alternative of one operation contains one of the other's, and more.
fn is_stricter(one: &Operation, other: &Operation) -> bool {
    !one.alternatives.is_empty()
        && one.alternatives.iter().all(|schemes| {
            other
                .alternatives
                .iter()
                .any(|weaker| weaker.len() < schemes.len() && weaker.iter().all(|scheme| schemes.contains(scheme)))
        })
}

/// Pairs of schemes of which operations take one or the other alone.
fn rivals(api: &Api) -> FxHashSet<(SchemeId, SchemeId)> {
    let mut rivals = FxHashSet::default();
    for operation in &api.operations {
        let alone = || {
            operation.alternatives.iter().filter_map(|schemes| match schemes[..] {
                [only] => Some(only),
                _ => None,
            })
        };
        for one in alone() {
            rivals.extend(alone().filter(|other| one < *other).map(|other| (one, other)));
        }
    }
    rivals
}

fn alternatives(
    api: &Api,
    operation: &Operation,
    rivals: &FxHashSet<(SchemeId, SchemeId)>,
    say: &mut impl FnMut(&'static str, String),
) {
    let words = |schemes: &[SchemeId]| names_of(api, schemes);
    for schemes in &operation.alternatives {
        let contained = operation.alternatives.iter().find(|other| {
            other.len() < schemes.len() && !other.is_empty() && other.iter().all(|id| schemes.contains(id))
        });
        if let Some(contained) = contained {
            let message = format!("{} is never needed, for {} is enough", words(schemes), words(contained));
            say("contained-alternative", message);
        }
        let pair = schemes.iter().find_map(|one| {
            let other = schemes.iter().find(|other| rivals.contains(&(*one, **other)));
            other.map(|other| (*one, *other))
        });
        if let Some((one, other)) = pair {
            let (one, other) = (&api.scheme(one).name, &api.scheme(other).name);
            let message =
                format!("asks for {one} and {other} at once, of which other operations take one or the other");
            say("rival-schemes", message);
        }
    }
}

/// What the protocols of authorization servers want otherwise.
fn protocols(api: &Api, described: &Described, operation: &Operation, say: &mut impl FnMut(&'static str, String)) {
    let is_one = |segment: &str, words: &[&str]| words.iter().any(|word| segment.eq_ignore_ascii_case(word));
    let has = |words: &[&str]| matcher::segments(&operation.path).any(|segment| is_one(segment, words));
    let ends_in = |words: &[&str]| matcher::segments(&operation.path).next_back().is_some_and(|it| is_one(it, words));
    if operation.alternatives.is_empty() {
        return;
    }
    if has(&OPEN_TO_ALL) || ends_in(&[METADATA.0]) && has(&METADATA.1) {
        say("guarded-discovery", "demands credentials for what clients read before they have any".to_owned());
    }
    let in_query = |id: &SchemeId| matches!(api.scheme(*id).carrier, Carrier::Query(_));
    let is_inherited = !described.states_own_security && operation.alternatives.iter().flatten().all(in_query);
    if operation.method == "POST" && is_inherited && ends_in(&TOKENS.1) && has(&TOKENS.0) {
        let message = "inherits credentials in the query, while clients that ask for tokens send theirs in the body or by \
                       `Authorization: Basic`";
        say("inherited-by-tokens", message.to_owned());
    }
}

/// Operations that take less than those beside them: an alternative may have been forgotten.
fn neighbours(api: &Api, faults: &mut Vec<Fault>) {
    type Set = BTreeSet<BTreeSet<SchemeId>>;
    let place = |operation: &Operation| {
        let parent = operation.path.trim_end_matches('/').rsplit_once('/').map_or("", |(parent, _)| parent);
        (parent.to_owned(), operation.tag.clone().unwrap_or_default())
    };
    let sorted = |schemes: &Vec<SchemeId>| schemes.iter().copied().collect();
    let set = |operation: &Operation| -> Set { operation.alternatives.iter().map(sorted).collect() };
    // By place: what is taken there, in the order in which it is met first, and by how many.
    let mut beside: FxHashMap<(String, String), Vec<(Set, usize)>> = FxHashMap::default();
    for operation in api.operations.iter().filter(|it| it.provenance == Provenance::Document) {
        let (sets, own) = (beside.entry(place(operation)).or_default(), set(operation));
        match sets.iter_mut().find(|(known, _)| *known == own) {
            Some((_, count)) => *count += 1,
            None => sets.push((own, 1)),
        }
    }
    for operation in &api.operations {
        let Some(sets) = beside.get(&place(operation)) else { continue };
        let all: usize = sets.iter().map(|(_, count)| count).sum();
        let own = set(operation);
        let usual = sets.iter().find(|(other, _)| *other != own).filter(|_| all > NEIGHBOURS.0 && !own.is_empty());
        let Some((usual, agree)) = usual else { continue };
        if agree * 100 >= NEIGHBOURS.1 * (all - 1) && own.is_subset(usual) {
            let more = usual.difference(&own).map(|schemes| schemes.iter().copied().collect::<Vec<_>>());
            let more: Vec<String> = more.map(|schemes| names_of(api, &schemes)).collect();
            let place = format!("{} {}", operation.method, operation.path);
            let message =
                format!("takes less than {agree} operations beside it, which take {} as well", more.join(", or "));
            faults.push(Fault { kind: "fewer-alternatives", place, message });
        }
    }
}

/// The names of schemes that are asked for together.
fn names_of(api: &Api, schemes: &[SchemeId]) -> String {
    let names: Vec<&str> = schemes.iter().map(|id| &*api.scheme(*id).name).collect();
    if names.is_empty() { "no credentials".to_owned() } else { names.join(" and ") }
}

fn carriers(api: &Api, described: &Described, operation: &Operation, say: &mut impl FnMut(&'static str, String)) {
    let asked: FxHashSet<SchemeId> = operation.alternatives.iter().flatten().copied().collect();
    let secret =
        |id: &SchemeId| matches!(api.credential_of(*id).kind, CredentialKind::Secret | CredentialKind::Machine);
    let in_query = |id: &SchemeId| matches!(api.scheme(*id).carrier, Carrier::Query(_));
    let mut with_secret = operation.alternatives.iter().filter(|schemes| schemes.iter().any(secret)).peekable();
    if with_secret.peek().is_some() && with_secret.all(|schemes| schemes.iter().any(|id| secret(id) && in_query(id))) {
        say("secret-in-query-only", "takes a secret in the query only, where logs and histories keep it".to_owned());
    }
    let carried = asked.iter().map(|id| api.scheme(*id).credential).collect::<FxHashSet<_>>();
    for id in described.parameters.iter().filter(|id| !asked.contains(id)) {
        let scheme = api.scheme(*id);
        let also = if carried.contains(&scheme.credential) { "" } else { ", which its security does not mention" };
        let message = format!(
            "lists `{}`, the carrier of {}, as an ordinary parameter{also}",
            scheme.carrier.name(),
            scheme.name
        );
        say("credential-as-parameter", message);
    }
    for name in described.plain.iter().filter(|name| names_credential(name)) {
        let message = format!("lists `{name}` as an ordinary parameter, though its name is that of a credential");
        say("credential-as-parameter", message);
    }
    let takes_body = asked.iter().any(|id| matches!(api.scheme(*id).carrier, Carrier::Body(_)));
    for name in described.body.iter().filter(|_| !takes_body) {
        let message = format!("takes `{name}` in its body, which its security does not mention");
        say("credential-in-body", message);
    }
}
