//! Every operation of the built-in API, called in every way that matters, through fetch and through reqwest.
//!
//! What is expected is computed here a second time, from the document alone and as simply as can be, so that the two
//! readings of the catalogue check each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::support::{Place, found};
use authlint::api::{
    Api, Apis, Carrier, Credential, CredentialId, CredentialKind, Overlay, Provenance, Scheme, SchemeId,
};
use authlint::matching::Evidence;
use authlint::request::{Field, Fields, Hole, Origin, Part, Request, Text, Url};
use authlint::rules::credentials::verdict as verdict_of;
use authlint::rules::helpers::presented::Presented;
use authlint::rules::{MatchedCall, Scene, judge};
use authlint::source::{FileId, Span};
use serde_json::Value;

const RULES: [&str; 11] = [
    "bearer-only",
    "consumer-credentials",
    "incomplete-credentials",
    "incomplete-signature",
    "missing-credentials",
    "misspelled-credential",
    "mixed-credentials",
    "redundant-credentials",
    "secret-in-query",
    "unknown-operation",
    "unsupported-credentials",
];

/// Scheme, credential, kind, place, name, and the variable that the generated code uses.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const SCHEMES: [Row; 12] = [
    ("APIKey", "key", "public", "query", "apikey", "key"),
    ("APISecret", "secret", "secret", "query", "apisecret", "secret"),
    ("ApiSecret", "secret", "secret", "query", "secret", "secret"),
    ("XLoginRadiusAPIKey", "key", "public", "header", "X-LoginRadius-ApiKey", "key"),
    ("XLoginRadiusAPISecret", "secret", "secret", "header", "X-LoginRadius-ApiSecret", "secret"),
    ("ClientId", "id", "public", "query", "client_id", "client"),
    ("ClientSecret", "client-secret", "secret", "query", "client_secret", "client_secret"),
    ("AccessToken", "user", "user", "query", "access_token", "token"),
    ("BearerToken", "user", "user", "bearer", "Authorization", "user_token"),
    ("M2MBearerToken", "machine", "machine", "bearer", "Authorization", "m2m_token"),
    ("Digest", "signature", "signature", "header", "digest", "digest"),
    ("XRequestExpiresTime", "signature", "signature", "header", "X-Request-Expires", "expires"),
];

fn row(scheme: &str) -> &'static Row {
    SCHEMES.iter().find(|it| it.0 == scheme).unwrap_or_else(|| panic!("unknown scheme {scheme}"))
}

type Set = BTreeSet<String>;

struct Operation {
    method: String,
    url: String,
    alternatives: Vec<Set>,
    lists_token: bool,
}

fn alternatives(security: &Value) -> Vec<Set> {
    security.as_array().unwrap().iter().map(|it| it.as_object().unwrap().keys().cloned().collect()).collect()
}

fn operations() -> Vec<Operation> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/apis/loginradius.openapi.json");
    let document: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let resolve = |it: &Value| -> Value {
        it["$ref"]
            .as_str()
            .map_or_else(|| it.clone(), |at| document.pointer(at.trim_start_matches('#')).unwrap().clone())
    };
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in ["get", "put", "post", "delete", "patch", "head", "options"] {
            let Some(operation) = item.get(method) else { continue };
            let server = [&operation["servers"], &item["servers"], &document["servers"]]
                .into_iter()
                .find_map(|it| it[0]["url"].as_str())
                .unwrap();
            let host = with_holes(server, "acme");
            let parameters = [&operation["parameters"], &item["parameters"]];
            let lists_token = parameters
                .into_iter()
                .filter_map(Value::as_array)
                .flatten()
                .map(resolve)
                .any(|it| it["in"] == "query" && it["name"] == "access_token");
            let security = operation.get("security").unwrap_or(&document["security"]);
            all.push(Operation {
                method: method.to_uppercase(),
                url: format!("{}{path}", host.trim_end_matches('/')),
                alternatives: alternatives(security),
                lists_token,
            });
        }
    }
    assert_eq!(all.len(), 392);
    let corrected = corrected();
    all.retain(|operation| !corrected.iter().any(|call| is_call(operation, call)));
    assert!(all.len() > 350);
    all
}

/// The operations of which the overlay says something else than the document: `METHOD /path`.
fn corrected() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/apis/loginradius.toml");
    let overlay: toml::Table = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let entries = overlay["operations"].as_array().unwrap().iter();
    let calls = entries.flat_map(|entry| entry["calls"].as_array().unwrap());
    calls.map(|call| call.as_str().unwrap().to_owned()).collect()
}

fn is_call(operation: &Operation, call: &str) -> bool {
    let (method, path) = call.split_once(' ').unwrap();
    let shape = |path: &str| with_holes(path, "x");
    operation.method == method && shape(&operation.url).ends_with(&shape(path))
}

/// The catalogue's verdict, for requests whose names are all right and all certain.
fn verdict(operation: &Operation, sent: &Set) -> Option<&'static str> {
    let mut have = sent.clone();
    if operation.lists_token && (have.contains("AccessToken") || have.contains("BearerToken")) {
        have.extend(["AccessToken".to_owned(), "BearerToken".to_owned()]);
    }
    let all = &operation.alternatives;
    if all.is_empty() || all.iter().any(|it| it.is_subset(&have)) {
        return None;
    }
    let halves = sent.iter().filter(|it| row(it).2 == "signature").count();
    if halves == 1 && all.iter().any(|it| it.contains("Digest")) {
        return Some("incomplete-signature");
    }
    let credentials = |it: &Set, place: &str| -> BTreeSet<&str> {
        it.iter()
            .map(|it| row(it))
            .filter(|it| place.is_empty() || (it.3 == "query") == (place == "query"))
            .map(|it| it.1)
            .collect()
    };
    let (whole, query, rest) = (credentials(sent, ""), credentials(sent, "query"), credentials(sent, "header"));
    let split = |it: &Set| {
        let wanted = credentials(it, "");
        wanted.len() > 1 && wanted.is_subset(&whole) && !wanted.is_subset(&query) && !wanted.is_subset(&rest)
    };
    if all.iter().any(split) {
        return Some("mixed-credentials");
    }
    if sent.is_empty() {
        return Some("missing-credentials");
    }
    let backend = all.iter().all(|it| it.iter().any(|it| matches!(row(it).2, "secret" | "machine" | "signature")));
    let takes_bearer = all.iter().flatten().any(|it| row(it).3 == "bearer");
    let kinds: BTreeSet<&str> = sent.iter().map(|it| row(it).2).collect();
    if backend && (kinds == ["user"].into() || (kinds == ["machine"].into() && !takes_bearer)) {
        return Some("bearer-only");
    }
    if backend && kinds == ["public", "user"].into() {
        return Some("consumer-credentials");
    }
    let belongs =
        |it: &String| all.iter().any(|all| all.contains(it)) || (operation.lists_token && row(it).1 == "user");
    Some(if sent.iter().all(belongs) { "incomplete-credentials" } else { "unsupported-credentials" })
}

fn expected(operation: &Operation, sent: &Set) -> Vec<&'static str> {
    let mut rules: Vec<&str> = verdict(operation, sent).into_iter().collect();
    let header = |credential: &str| {
        operation.alternatives.iter().flatten().map(|it| row(it)).any(|it| it.1 == credential && it.3 == "header")
    };
    if sent.iter().map(|it| row(it)).any(|it| it.2 == "secret" && it.3 == "query" && header(it.1)) {
        rules.push("secret-in-query");
    }
    rules
}

/// What is tried on an operation; each set once.
fn cases(operation: &Operation) -> BTreeSet<Set> {
    let set = |it: &[&str]| -> Set { it.iter().map(|&it| it.to_owned()).collect() };
    let mut cases: BTreeSet<Set> = [
        set(&[]),
        set(&["BearerToken"]),
        set(&["APIKey", "XLoginRadiusAPISecret"]),
        set(&["XLoginRadiusAPIKey", "APISecret"]),
        set(&["APIKey", "BearerToken"]),
        set(&["APIKey", "APISecret"]),
        set(&["M2MBearerToken"]),
        set(&["XLoginRadiusAPIKey", "XLoginRadiusAPISecret"]),
    ]
    .into();
    for alternative in &operation.alternatives {
        cases.insert(alternative.clone());
        for half in alternative {
            let mut rest = alternative.clone();
            rest.remove(half);
            cases.insert(rest);
        }
    }
    cases
}

fn with_holes(url: &str, hole: &str) -> String {
    let mut out = String::new();
    let mut rest = url;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        out.push_str(hole);
        rest = after.split_once('}').map_or("", |it| it.1);
    }
    out + rest
}

fn javascript(at: usize, operation: &Operation, sent: &Set) -> String {
    let mut query = String::new();
    let mut headers = String::new();
    for scheme in sent {
        let (.., place, name, value) = *row(scheme);
        match place {
            "query" => write!(query, "{}{name}=${{{value}}}", if query.is_empty() { '?' } else { '&' }),
            "bearer" if scheme == "BearerToken" => {
                write!(headers, "{name}: `Bearer ${{localStorage.getItem('token')}}`, ")
            }
            "bearer" => write!(headers, "{name}: `Bearer ${{{value}}}`, "),
            _ => write!(headers, "'{name}': {value}, "),
        }
        .unwrap();
    }
    let url = with_holes(&operation.url, "${id}");
    format!(
        "export async function f{at}(id, key, secret, client, client_secret, token, m2m_token, digest, expires) {{ return fetch(`{url}{query}`, {{ method: '{}', headers: {{ {headers}}} }}); }}\n",
        operation.method
    )
}

fn rust(at: usize, operation: &Operation, sent: &Set) -> String {
    let mut calls = String::new();
    let mut parameters = String::from("client: &reqwest::Client, id: &str");
    for scheme in sent {
        let (.., place, name, value) = *row(scheme);
        let value = if value == "client" { "client_id" } else { value };
        if !parameters.contains(&format!(" {value}:")) {
            write!(parameters, ", {value}: &str").unwrap();
        }
        match place {
            "query" => write!(calls, ".query(&[(\"{name}\", {value})])"),
            "bearer" => write!(calls, ".bearer_auth({value})"),
            _ => write!(calls, ".header(\"{name}\", {value})"),
        }
        .unwrap();
    }
    let url = with_holes(&operation.url, "{id}");
    let url = if url.contains('{') { format!("format!(\"{url}\")") } else { format!("\"{url}\"") };
    let start = match &*operation.method {
        "OPTIONS" => format!("request(reqwest::Method::OPTIONS, {url})"),
        method => format!("{}({url})", method.to_lowercase()),
    };
    format!(
        "pub async fn f{at}({parameters}) -> reqwest::Result<reqwest::Response> {{ client.{start}{calls}.send().await }}\n"
    )
}

/// Writes all calls, a few hundred to a file, runs the binary once and compares line by line.
fn compare(extension: &str, write: impl Fn(usize, &Operation, &Set) -> String) {
    const PER_FILE: usize = 400;
    let folder = tempfile::tempdir().unwrap();
    let mut files: Vec<String> = Vec::new();
    let mut wanted: BTreeSet<Place> = BTreeSet::new();
    let mut lines: BTreeMap<(String, u64), String> = BTreeMap::new();
    let operations = operations();
    let all = operations.iter().flat_map(|it| cases(it).into_iter().map(move |sent| (it, sent)));
    for (at, (operation, sent)) in all.enumerate() {
        if at % PER_FILE == 0 {
            files.push(String::new());
        }
        let path = format!("calls{}.{extension}", at / PER_FILE);
        let line = u64::try_from(at % PER_FILE).unwrap() + 1;
        files.last_mut().unwrap().push_str(&write(at, operation, &sent));
        lines.insert((path.clone(), line), format!("{} {} {sent:?}", operation.method, operation.url));
        wanted.extend(expected(operation, &sent).into_iter().map(|rule| (path.clone(), line, rule.to_owned())));
    }
    for (at, text) in files.iter().enumerate() {
        fs::write(folder.path().join(format!("calls{at}.{extension}")), text).unwrap();
    }
    let mut found = found(folder.path());
    found.retain(|it| RULES.contains(&it.2.as_str()));
    let mut wrong = String::new();
    for (sign, place) in
        found.difference(&wanted).map(|it| ("+", it)).chain(wanted.difference(&found).map(|it| ("-", it)))
    {
        writeln!(wrong, "{sign} {} on {}", place.2, lines[&(place.0.clone(), place.1)]).unwrap();
    }
    let count = wrong.lines().count();
    let some: Vec<&str> = wrong.lines().take(40).collect();
    assert!(wrong.is_empty(), "{count} of {} differ (+ reported, - expected):\n{}", lines.len(), some.join("\n"));
}

#[test]
fn every_operation_through_fetch() {
    compare("js", javascript);
}

#[test]
fn every_operation_through_reqwest() {
    compare("rs", rust);
}

const CREDENTIALS: [(&str, CredentialKind); 7] = [
    ("key", CredentialKind::Public),
    ("secret", CredentialKind::Secret),
    ("id", CredentialKind::Public),
    ("client-secret", CredentialKind::Secret),
    ("user", CredentialKind::User),
    ("machine", CredentialKind::Machine),
    ("signature", CredentialKind::Signature),
];

fn table() -> Api {
    let schemes = SCHEMES.iter().map(|(scheme, credential, _, place, name, _)| Scheme {
        name: (*scheme).to_owned(),
        carrier: match *place {
            "query" => Carrier::Query((*name).to_owned()),
            "header" => Carrier::Header((*name).to_owned()),
            _ => Carrier::Bearer,
        },
        credential: (0u16..).zip(CREDENTIALS).find(|(_, it)| it.0 == *credential).map(|it| CredentialId(it.0)).unwrap(),
        flows: Vec::new(),
        half: None,
        is_local: false,
        reason: None,
    });
    Api {
        id: "table".into(),
        name: "Table".into(),
        operations: Vec::new(),
        servers: Vec::new().into(),
        schemes: schemes.collect(),
        credentials: CREDENTIALS
            .map(|(name, kind)| Credential {
                id: name.to_owned(),
                name: name.to_owned(),
                kind,
                values: Vec::new(),
                has_shape: false,
            })
            .into(),
        overlay: Overlay::default(),
        is_built_in: false,
        secret_names: authlint::parallel::Lazy::default(),
    }
}

fn id_of(scheme: &str) -> SchemeId {
    (0u16..).zip(SCHEMES).find(|(_, it)| it.0 == scheme).map(|it| SchemeId(it.0)).unwrap()
}

fn request(sent: &Set) -> Request {
    let span = Span::new(FileId(0), 0, 1);
    let mut query = Fields::default();
    let mut headers = Fields::default();
    for scheme in sent {
        let (.., place, name, value) = *row(scheme);
        let hole = Part::Hole(Hole { names: vec![value.into()], ..Hole::new(Origin::Parameter, span) }.into());
        let parts =
            if place == "bearer" { vec![Part::Fixed { text: "Bearer ".into(), span }, hole] } else { vec![hole] };
        let field = Field {
            name: name.into(),
            name_span: span,
            values: vec![Text { parts }],
            certain: true,
            given: Vec::new(),
        };
        if place == "query" { query.entries.push(field) } else { headers.entries.push(field) }
    }
    Request {
        site: span,
        point: span,
        via: Vec::new(),
        client: "fetch".into(),
        sender: authlint::request::Sender::Client,
        methods: Vec::new(),
        urls: vec![Url::default()],
        query: query.into(),
        headers: headers.into(),
        body: Fields::default().into(),
        open: Vec::new(),
        is_mixed: false,
        by_sdk: false,
        slots: Vec::new(),
        views: Vec::new(),
    }
}

/// The rule's reading and this file's, without any code between them.
#[test]
fn every_operation_by_the_table_alone() {
    let api = table();
    for operation in operations() {
        let under_test = authlint::api::Operation {
            id: String::new(),
            method: operation.method.clone(),
            path: operation.url.clone(),
            tag: None,
            group: None,
            summary: None,
            alternatives: operation.alternatives.iter().map(|it| it.iter().map(|it| id_of(it)).collect()).collect(),
            parameters: if operation.lists_token { vec![id_of("AccessToken")] } else { Vec::new() },
            spans: false,
            is_security_unknown: false,
            is_silent: false,
            scopes: Vec::new(),
            servers: Vec::new().into(),
            provenance: Provenance::Document,
        };
        for sent in cases(&operation) {
            let presented = Presented::of(&api, Some(&under_test), &request(&sent), 0);
            let found = verdict_of(&api, &under_test, &presented);
            let found = found.map(|it| it.rule().id);
            assert_eq!(found, verdict(&operation, &sent), "{} {} {sent:?}", operation.method, operation.url);
        }
    }
}

/// The same once more with the real table, the real matcher and every rule in between.
#[test]
fn every_operation_by_the_built_in_table() {
    let apis = Apis::builtin().unwrap();
    let path = |_| Some("src/calls.js".to_owned());
    let scene = Scene::new(&apis, &path);
    let span = Span::new(FileId(0), 0, 1);
    for operation in operations() {
        for sent in cases(&operation) {
            let mut request = request(&sent);
            request.methods = vec![operation.method.as_str().into()];
            let mut parts = Vec::new();
            for (at, piece) in with_holes(&operation.url, "{").split('{').enumerate() {
                if at > 0 {
                    parts.push(Part::Hole(
                        Hole { names: vec!["id".into()], ..Hole::new(Origin::Parameter, span) }.into(),
                    ));
                }
                if !piece.is_empty() {
                    parts.push(Part::Fixed { text: piece.into(), span });
                }
            }
            request.urls[0].text.parts = parts;
            let matched = authlint::matching::operations(&apis, &request, &Evidence::default());
            let call = MatchedCall::new(&apis, request, matched);
            let found: BTreeSet<&str> = judge(&scene, &call).iter().map(|it| it.rule.id).collect();
            let wanted: BTreeSet<&str> = expected(&operation, &sent).into_iter().collect();
            assert_eq!(found, wanted, "{} {} {sent:?}", operation.method, operation.url);
        }
    }
}
