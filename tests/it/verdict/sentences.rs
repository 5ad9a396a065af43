//! Each sentence of the contract of the verdict, as a row of `sentences.txt`.

use std::sync::Arc;

use authlint::api::{
    Api, Apis, Carrier, Credential, CredentialId, CredentialKind, Form, Misspelling, Operation, OperationId,
    OtherCarrier, Overlay, Provenance, Scheme, SchemeId,
};
use authlint::matching::{Matched, Outcome};
use authlint::request::{Field, Hole, Open, OpenPart, Origin, Part, Request, Text, Url};
use authlint::rules::{MatchedCall, Scene, judge};
use authlint::source::{FileId, Span};

const ROWS: &str = include_str!("sentences.txt");

/// Id, kind.
const CREDENTIALS: [(&str, CredentialKind); 12] = [
    ("tenant key", CredentialKind::Public),
    ("tenant secret", CredentialKind::Secret),
    ("client id", CredentialKind::Public),
    ("client secret", CredentialKind::Secret),
    ("user token", CredentialKind::User),
    ("machine token", CredentialKind::Machine),
    ("signature", CredentialKind::Signature),
    ("login", CredentialKind::Secret),
    ("bot token", CredentialKind::Secret),
    ("version", CredentialKind::None),
    ("session", CredentialKind::User),
    ("certificate", CredentialKind::Secret),
];

const VERDICTS: [&str; 9] = [
    "bearer-only",
    "consumer-credentials",
    "incomplete-credentials",
    "incomplete-signature",
    "missing-credentials",
    "misspelled-credential",
    "mixed-credentials",
    "redundant-credentials",
    "unsupported-credentials",
];

fn schemes() -> Vec<Scheme> {
    let query = |name: &str| Carrier::Query(name.to_owned());
    let header = |name: &str| Carrier::Header(name.to_owned());
    let body = |name: &str| Carrier::Body(name.to_owned());
    let all = [
        ("QKey", query("apikey"), 0),
        ("QSecret", query("apisecret"), 1),
        ("QOld", query("secret"), 1),
        ("HKey", header("X-Acme-ApiKey"), 0),
        ("HSecret", header("X-Acme-ApiSecret"), 1),
        ("QId", query("client_id"), 2),
        ("QClient", query("client_secret"), 3),
        ("BId", body("client_id"), 2),
        ("BClient", body("client_secret"), 3),
        ("Token", query("access_token"), 4),
        ("User", Carrier::Bearer, 4),
        ("Machine", Carrier::Bearer, 5),
        ("Digest", header("digest"), 6),
        ("Expires", header("X-Request-Expires"), 6),
        ("Login", Carrier::Basic, 7),
        ("Bot", Carrier::Authorization(vec![Form::Prefix("Bot".to_owned())]), 8),
        ("Bare", Carrier::Authorization(vec![Form::Bare]), 8),
        ("Version", header("X-Version"), 9),
        ("Sid", Carrier::Cookie("sid".to_owned()), 10),
        ("Tls", Carrier::Other("mutualTLS".to_owned()), 11),
    ];
    let scheme = |(name, carrier, credential)| Scheme {
        is_local: matches!(carrier, Carrier::Body(_)),
        ..Scheme::new(name, carrier, CredentialId(credential))
    };
    all.into_iter().map(scheme).collect()
}

fn id_of(schemes: &[Scheme], name: &str) -> SchemeId {
    let at = schemes.iter().position(|scheme| scheme.name == name).unwrap_or_else(|| panic!("no scheme {name}"));
    SchemeId(u16::try_from(at).unwrap())
}

/// The API with one operation, as a row's first column describes it.
fn api(security: &str) -> Api {
    let schemes = schemes();
    let set = |text: &str| text.split('+').map(|name| id_of(&schemes, name.trim())).collect::<Vec<_>>();
    let (security, more) = security.split_once(';').unwrap_or((security, ""));
    let alternatives = match security.trim() {
        "none" | "unknown" => Vec::new(),
        listed => listed.split(" or ").map(set).collect(),
    };
    let mut operation = Operation::new("PUT", "/v2/manage/account/{uid}", alternatives);
    operation.is_security_unknown = security.trim() == "unknown";
    let mut overlay = Overlay {
        aliases: vec!["acme".into()],
        body: vec![("client_id".into(), CredentialId(2)), ("client_secret".into(), CredentialId(3))],
        ..Overlay::default()
    };
    for (name, credential) in [("appkey", 0), ("appsecret", 1)] {
        let carrier = Carrier::Query(name.to_owned());
        overlay.legacy.push(OtherCarrier { carrier, credential: CredentialId(credential) });
    }
    for (wrong, credential) in [("api_key", 0), ("api_secret", 1), ("x-api-key", 0), ("x-digest", 6)] {
        overlay.misspellings.push(Misspelling { wrong: wrong.into(), credential: CredentialId(credential) });
    }
    match more.trim().split_once(' ').unwrap_or((more.trim(), "")) {
        ("", _) => {}
        ("added", _) => operation.provenance = Provenance::Added("it is there".into()),
        ("lists", name) => operation.parameters = vec![id_of(&schemes, name)],
        ("tolerates", names) => overlay.tolerated = vec![set(names)],
        (other, _) => panic!("what is `{other}`?"),
    }
    Api {
        id: "acme".into(),
        name: "Acme".into(),
        operations: vec![operation],
        servers: Vec::new().into(),
        schemes,
        credentials: CREDENTIALS
            .iter()
            .map(|(name, kind)| Credential::new(&name.replace(' ', "-"), name, *kind))
            .collect(),
        overlay,
        is_built_in: false,
        secret_names: authlint::parallel::Lazy::default(),
    }
}

fn span(at: u32) -> Span {
    Span::new(FileId(0), at, at + 1)
}

fn fixed(text: &str) -> Part {
    Part::Fixed { text: text.into(), span: span(2) }
}

fn hole(name: &str) -> Part {
    Part::Hole(Hole { names: vec![name.into()], ..Hole::new(Origin::Unknown, span(1)) }.into())
}

fn field(at: u32, name: &str, parts: Vec<Part>, certain: bool) -> Field {
    Field { name: name.into(), name_span: span(at), values: vec![Text { parts }], certain, given: Vec::new() }
}

/// The request that a row's second column describes.
fn request(presented: &str) -> Request {
    let text = Text { parts: vec![fixed("https://api.acme.com/v2/manage/account/1")] };
    let mut request = Request {
        site: span(0),
        point: span(0),
        via: Vec::new(),
        client: "fetch".into(),
        sender: authlint::request::Sender::Client,
        methods: vec!["PUT".into()],
        urls: vec![Url { text, ..Url::default() }],
        query: authlint::request::Fields::default().into(),
        headers: authlint::request::Fields::default().into(),
        body: authlint::request::Fields::default().into(),
        open: Vec::new(),
        is_mixed: false,
        by_sdk: false,
        slots: Vec::new(),
        views: Vec::new(),
    };
    for (at, word) in (10u32..).zip(presented.split_whitespace()) {
        let (word, certain) = word.strip_suffix('~').map_or((word, true), |word| (word, false));
        let value = || vec![hole("value")];
        let with = |word: &str, name: &str| vec![fixed(word), hole(name)];
        let mut authorize =
            |parts| Arc::make_mut(&mut request.headers).entries.push(field(at, "Authorization", parts, certain));
        match word {
            "-" => {}
            "open" => request.open.push(Open { span: span(3), part: OpenPart::All, why: "it is open".into() }),
            "cookies" => request.open.push(Open::new(span(3), OpenPart::Cookies, "a jar")),
            "@open" => Arc::make_mut(&mut request.body).is_open = true,
            "bearer" => authorize(with("Bearer ", "token")),
            "bearer:user" => authorize(with("Bearer ", "userToken")),
            "bearer:machine" => authorize(with("Bearer ", "m2mToken")),
            "basic" => authorize(with("Basic ", "pair")),
            "bot" => authorize(with("bot ", "value")),
            "bare" => authorize(vec![fixed("9d1e5f24680bdca97531")]),
            "unseen" => authorize(vec![hole("auth")]),
            _ => match (word.strip_prefix('?'), word.strip_prefix('@'), word.strip_prefix("cookie:")) {
                (Some(name), ..) => Arc::make_mut(&mut request.query).entries.push(field(at, name, value(), certain)),
                (_, Some(name), _) => Arc::make_mut(&mut request.body).entries.push(field(at, name, value(), certain)),
                (.., Some(name)) => {
                    let parts = with(&format!("a=1; {name}="), "value");
                    Arc::make_mut(&mut request.headers).entries.push(field(at, "Cookie", parts, certain));
                }
                _ => Arc::make_mut(&mut request.headers).entries.push(field(at, word, value(), certain)),
            },
        }
    }
    request
}

/// The rule that speaks, with its level where that is not the rule's own.
fn verdict(security: &str, presented: &str) -> String {
    let apis = Apis::new(vec![api(security)]);
    let path = |_| Some("src/job.js".to_owned());
    let scene = Scene::new(&apis, &path);
    let request = request(presented);
    let outcome = Outcome::Operation { api: 0, operation: OperationId(0) };
    let matched = vec![Matched { url: 0, method: Some("PUT".into()), outcome }];
    let found = judge(&scene, &MatchedCall::new(&apis, request, matched));
    let verdicts: Vec<String> = found
        .iter()
        .filter(|finding| VERDICTS.contains(&finding.rule.id))
        .map(|finding| match finding.level {
            level if level == finding.rule.level => finding.rule.id.to_owned(),
            level => format!("{} {}", finding.rule.id, level.as_str()),
        })
        .collect();
    if verdicts.is_empty() { "-".to_owned() } else { verdicts.join(", ") }
}

#[test]
fn every_sentence_holds() {
    let mut sentence = "";
    let (mut count, mut wrong) = (0, Vec::new());
    for row in ROWS.lines().filter(|row| !row.trim().is_empty()) {
        if let Some(heading) = row.strip_prefix("##") {
            sentence = heading.trim();
        }
        if row.starts_with('#') {
            continue;
        }
        let columns: Vec<&str> = row.split('|').map(str::trim).collect();
        let [security, presented, expected] = columns[..] else { panic!("no row: {row}") };
        let found = verdict(security, presented);
        count += 1;
        if found != expected {
            wrong.push(format!("{sentence}: {security} | {presented} | {expected}, but found {found}"));
        }
    }
    assert!(count > 100, "{count} rows");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
