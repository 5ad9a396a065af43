//! The verdict on hand-made tables: every step, every decided corner case, and two properties.

use std::sync::Arc;

use authlint::api::{
    Api, Apis, Carrier, Credential, CredentialId, CredentialKind, Misspelling, Operation, OperationId, OtherCarrier,
    Overlay, Scheme, SchemeId,
};
use authlint::finding::Finding;
use authlint::matching::{Matched, Outcome};
use authlint::request::{Field, Fields, Hole, Open, OpenPart, Origin, Part, Request, Text, Url};
use authlint::rules::credentials::{Verdict, verdict};
use authlint::rules::helpers::presented::Presented;
use authlint::rules::{MatchedCall, Scene, judge};
use authlint::source::{FileId, Span};
use proptest::prelude::*;

const CREDENTIALS: [(&str, CredentialKind); 8] = [
    ("tenant key", CredentialKind::Public),
    ("tenant secret", CredentialKind::Secret),
    ("client id", CredentialKind::Public),
    ("client secret", CredentialKind::Secret),
    ("user token", CredentialKind::User),
    ("machine token", CredentialKind::Machine),
    ("digest", CredentialKind::Signature),
    ("expiry", CredentialKind::Signature),
];

const QK: u16 = 0;
const QS: u16 = 1;
const OLD_S: u16 = 2;
const HK: u16 = 3;
const HS: u16 = 4;
const CI: u16 = 5;
const CS: u16 = 6;
const QT: u16 = 7;
const BT: u16 = 8;
const MT: u16 = 9;
const DI: u16 = 10;
const EX: u16 = 11;

fn api() -> Api {
    let query = |name: &str| Carrier::Query(name.to_owned());
    let header = |name: &str| Carrier::Header(name.to_owned());
    let schemes = [
        (query("apikey"), 0),
        (query("apisecret"), 1),
        (query("secret"), 1),
        (header("X-Acme-ApiKey"), 0),
        (header("X-Acme-ApiSecret"), 1),
        (query("client_id"), 2),
        (query("client_secret"), 3),
        (query("access_token"), 4),
        (Carrier::Bearer, 4),
        (Carrier::Bearer, 5),
        (header("digest"), 6),
        (header("X-Request-Expires"), 7),
    ];
    Api {
        id: "acme".into(),
        name: "Acme".into(),
        operations: Vec::new(),
        servers: Vec::new().into(),
        schemes: schemes
            .into_iter()
            .enumerate()
            .map(|(at, (carrier, credential))| Scheme::new(&format!("S{at}"), carrier, CredentialId(credential)))
            .collect(),
        credentials: CREDENTIALS
            .iter()
            .map(|(name, kind)| Credential::new(&name.replace(' ', "-"), name, *kind))
            .collect(),
        is_built_in: false,
        secret_names: authlint::parallel::Lazy::default(),
        overlay: Overlay {
            aliases: vec!["acme".into()],
            legacy: vec![OtherCarrier { carrier: query("appsecret"), credential: CredentialId(1) }],
            misspellings: vec![
                Misspelling { wrong: "api_key".into(), credential: CredentialId(0) },
                Misspelling { wrong: "x-api-key".into(), credential: CredentialId(0) },
            ],
            body: vec![("client_secret".into(), CredentialId(3))],
            machine_token_tags: vec!["M2M".into()],
            user_token_tags: vec!["Login".into()],
            ..Overlay::default()
        },
    }
}

fn operation(alternatives: &[&[u16]], parameters: &[u16]) -> Operation {
    let ids = |it: &[u16]| it.iter().map(|&id| SchemeId(id)).collect::<Vec<_>>();
    let alternatives = alternatives.iter().map(|it| ids(it)).collect();
    Operation {
        id: "op".into(),
        parameters: ids(parameters),
        ..Operation::new("PUT", "/v2/manage/account/{uid}", alternatives)
    }
}

const MANAGE: &[&[u16]] = &[&[QK, QS], &[HK, HS], &[CI, CS], &[MT], &[DI, EX]];
const QUERY_ONLY: &[&[u16]] = &[&[QK, QS], &[CI, CS], &[MT]];
const PAIRS: &[&[u16]] = &[&[QK, QS], &[HK, HS]];
const AUTH: &[&[u16]] = &[&[QK, BT]];
const ROOT: &[&[u16]] = &[&[QK], &[CI]];

fn span(at: u32) -> Span {
    Span::new(FileId(0), at, at + 1)
}

fn hole(names: &[&str], origin: Origin) -> Part {
    Part::Hole(Hole { names: names.iter().map(|&it| it.into()).collect(), ..Hole::new(origin, span(1)) }.into())
}

fn text(text: &str) -> Part {
    Part::Fixed { text: text.into(), span: span(2) }
}

/// `q:name`, `h:name` or `h:name?` (possible), with `=bearer:<what>` for Authorization.
fn request(sent: &[&str]) -> Request {
    let mut query = Fields::default();
    let mut headers = Fields::default();
    for (at, item) in (10u32..).zip(sent) {
        let (item, certain) = item.strip_suffix('?').map_or((*item, true), |it| (it, false));
        let (place, name) = item.split_once(':').unwrap();
        let (name, value) = match name.split_once('=') {
            Some((_, "user")) => ("Authorization", bearer("userToken")),
            Some((_, "machine")) => ("authorization", bearer("m2mToken")),
            Some((_, "any")) => ("Authorization", bearer("token")),
            Some((_, "raw")) => ("Authorization", vec![hole(&["auth"], Origin::Unknown)]),
            Some((_, "storage")) => {
                ("Authorization", vec![text("Bearer "), hole(&[], Origin::Api("global:localStorage.getItem()".into()))])
            }
            Some((_, "forwarded")) => {
                ("Authorization", vec![hole(&["req", "headers", "authorization"], Origin::Parameter)])
            }
            Some((_, "other")) => ("Authorization", vec![text("Token "), hole(&["x"], Origin::Unknown)]),
            _ => (name, vec![hole(&["value"], Origin::Unknown)]),
        };
        let field = Field {
            name: name.into(),
            name_span: span(at),
            values: vec![Text { parts: value }],
            certain,
            given: Vec::new(),
        };
        if place == "q" { query.entries.push(field) } else { headers.entries.push(field) }
    }
    Request {
        site: span(0),
        point: span(0),
        via: Vec::new(),
        client: "fetch".into(),
        sender: authlint::request::Sender::Client,
        methods: vec!["PUT".into()],
        urls: vec![Url {
            text: Text { parts: vec![text("https://api.acme.com/v2/manage/account/1")] },
            ..Url::default()
        }],
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

fn bearer(name: &str) -> Vec<Part> {
    vec![text("Bearer "), hole(&[name], Origin::Parameter)]
}

fn rule_of(operation: &Operation, sent: &[&str]) -> Option<&'static str> {
    let api = api();
    let presented = Presented::of(&api, Some(operation), &request(sent), 0);
    verdict(&api, operation, &presented).map(|it| it.rule().id)
}

#[track_caller]
fn expect(alternatives: &[&[u16]], sent: &[&str], rule: &str) {
    let found = rule_of(&operation(alternatives, &[]), sent);
    assert_eq!(found.unwrap_or("-"), rule, "{sent:?}");
}

#[test]
fn satisfied_in_every_way() {
    for sent in [
        &["q:apikey", "q:apisecret"][..],
        &["q:apiKey", "q:APISECRET"],
        &["h:x-acme-apikey", "h:x-acme-apisecret"],
        &["q:client_id", "q:client_secret"],
        &["h:A=any"],
        &["h:A=machine"],
        &["h:A=raw"],
        &["h:digest", "h:X-Request-Expires"],
        &["h:digest", "h:X-Request-Expires", "q:apikey"],
        &["h:X-Acme-ApiKey", "h:X-Acme-ApiSecret", "q:apikey"],
        &["q:apikey", "h:A=machine"],
        &["q:apikey?", "q:apisecret?"],
    ] {
        expect(MANAGE, sent, "-");
    }
    expect(&[], &[], "-");
    expect(&[], &["q:apikey"], "-");
    expect(&[&[]], &[], "-");
}

#[test]
fn redundant() {
    expect(MANAGE, &["q:apikey", "q:apisecret", "h:X-Acme-ApiSecret"], "redundant-credentials");
    expect(MANAGE, &["q:apikey", "q:apisecret", "h:X-Acme-ApiSecret?"], "-");
    expect(AUTH, &["q:apikey", "q:access_token", "h:A=any"], "redundant-credentials");
}

#[test]
fn misspelled() {
    expect(MANAGE, &["q:api_key", "q:apisecret"], "misspelled-credential");
    expect(MANAGE, &["q:api_key", "q:api_secret"], "misspelled-credential");
    expect(MANAGE, &["h:X-Api-Key", "h:X-Acme-ApiSecret"], "misspelled-credential");
    expect(MANAGE, &["h:X-Acme-Api-Key", "h:X-Acme-Api-Secret"], "misspelled-credential");
    expect(MANAGE, &["h:digest", "h:X-Request-Expire"], "misspelled-credential");
    expect(MANAGE, &["h:X-Request-Expire", "h:x-digest"], "misspelled-credential");
    expect(MANAGE, &["q:clientid", "q:client_secret"], "misspelled-credential");
    expect(MANAGE, &["q:apikey", "q:appsecret"], "misspelled-credential");
    expect(AUTH, &["q:apikey", "q:acess_token"], "incomplete-credentials");
    expect(ROOT, &["q:api_key"], "misspelled-credential");
    // A near miss that completes nothing is nothing.
    expect(MANAGE, &["q:api_key"], "missing-credentials");
}

#[test]
fn signatures() {
    expect(MANAGE, &["h:digest"], "incomplete-signature");
    expect(MANAGE, &["h:X-Request-Expires", "q:apikey"], "incomplete-signature");
    expect(QUERY_ONLY, &["h:digest"], "unsupported-credentials");
    expect(QUERY_ONLY, &["h:digest", "h:X-Request-Expires"], "unsupported-credentials");
}

#[test]
fn mixed() {
    expect(MANAGE, &["q:apikey", "h:X-Acme-ApiSecret"], "mixed-credentials");
    expect(MANAGE, &["h:X-Acme-ApiKey", "q:apisecret"], "mixed-credentials");
    expect(QUERY_ONLY, &["q:apikey", "h:X-Acme-ApiSecret"], "mixed-credentials");
    expect(MANAGE, &["h:X-Acme-ApiKey", "q:secret", "h:A=user"], "mixed-credentials");
    let auth = operation(AUTH, &[QT]);
    assert_eq!(rule_of(&auth, &["h:X-Acme-ApiKey", "q:access_token"]), Some("mixed-credentials"));
}

#[test]
fn user_credentials_on_the_backend() {
    expect(MANAGE, &["h:A=user"], "bearer-only");
    expect(MANAGE, &["h:A=storage"], "bearer-only");
    expect(MANAGE, &["h:A=forwarded"], "bearer-only");
    expect(MANAGE, &["q:access_token"], "bearer-only");
    expect(PAIRS, &["h:A=any"], "bearer-only");
    expect(PAIRS, &["h:A=machine"], "bearer-only");
    expect(MANAGE, &["q:apikey", "h:A=user"], "consumer-credentials");
    expect(PAIRS, &["q:apikey", "h:A=any"], "consumer-credentials");
    expect(PAIRS, &["q:apikey", "h:A=machine"], "unsupported-credentials");
}

#[test]
fn incomplete() {
    expect(MANAGE, &["q:apikey"], "incomplete-credentials");
    expect(MANAGE, &["q:apisecret"], "incomplete-credentials");
    expect(MANAGE, &["h:X-Acme-ApiKey"], "incomplete-credentials");
    expect(MANAGE, &["q:client_secret"], "incomplete-credentials");
    expect(AUTH, &["h:A=user"], "incomplete-credentials");
    expect(AUTH, &["q:apikey"], "incomplete-credentials");
}

#[test]
fn unsupported() {
    expect(&[&[MT]], &["q:apikey", "q:apisecret"], "unsupported-credentials");
    expect(QUERY_ONLY, &["h:X-Acme-ApiKey", "h:X-Acme-ApiSecret"], "unsupported-credentials");
    expect(MANAGE, &["q:apikey", "q:secret"], "unsupported-credentials");
    expect(ROOT, &["h:A=any"], "unsupported-credentials");
    expect(ROOT, &["h:X-Acme-ApiKey"], "unsupported-credentials");
    expect(AUTH, &["h:X-Acme-ApiKey", "h:A=user"], "unsupported-credentials");
    expect(&[&[BT]], &["h:A=machine"], "unsupported-credentials");
    expect(MANAGE, &["h:apikey", "h:apisecret"], "unsupported-credentials");
    expect(MANAGE, &["q:X-Acme-ApiKey", "q:X-Acme-ApiSecret"], "unsupported-credentials");
    expect(MANAGE, &["h:A=other"], "unsupported-credentials");
}

#[test]
fn missing() {
    expect(MANAGE, &[], "missing-credentials");
    expect(ROOT, &["q:page"], "missing-credentials");
    expect(&[], &[], "-");
}

#[test]
fn a_listed_token_parameter_takes_the_place_of_the_bearer() {
    let auth = operation(AUTH, &[QT]);
    assert_eq!(rule_of(&auth, &["q:apikey", "q:access_token"]), None);
    assert_eq!(rule_of(&auth, &["q:apikey", "h:A=user"]), None);
    assert_eq!(rule_of(&auth, &["q:apikey", "q:acess_token"]), Some("misspelled-credential"));
    let unlisted = operation(AUTH, &[]);
    assert_eq!(rule_of(&unlisted, &["q:apikey", "q:access_token"]), Some("unsupported-credentials"));
    let argument = operation(&[&[HK, HS], &[QK, OLD_S]], &[QT]);
    assert_eq!(rule_of(&argument, &["q:apikey", "q:secret", "q:access_token"]), None);
    assert_eq!(rule_of(&argument, &["q:access_token"]), Some("bearer-only"));
}

#[test]
fn open_requests_and_unseen_carriers_are_silent() {
    let (api, operation) = (api(), operation(MANAGE, &[]));
    let mut open = request(&["q:apikey"]);
    open.open.push(Open { span: span(3), part: OpenPart::Headers, why: "headers come from a parameter".into() });
    let sent = Presented::of(&api, Some(&operation), &open, 0);
    assert_eq!(verdict(&api, &operation, &sent), None);

    let mut body = request(&[]);
    Arc::make_mut(&mut body.body).entries.push(Field {
        name: "client_secret".into(),
        name_span: span(5),
        values: vec![Text { parts: vec![hole(&["s"], Origin::Unknown)] }],
        certain: true,
        given: Vec::new(),
    });
    // No body is looked at where the operation takes no credentials there.
    let sent = Presented::of(&api, Some(&operation), &body, 0);
    assert!(!sent.open && sent.members.is_empty() && sent.carries_any());

    // An `Authorization` whose form cannot be seen is judged as a bearer where nothing satisfies.
    expect(PAIRS, &["h:A=raw"], "bearer-only");

    let mut cookie = super_api_with_cookie();
    let operation = cookie.operations.remove(0);
    let sent = Presented::of(&cookie, Some(&operation), &request(&["q:apikey"]), 0);
    assert!(matches!(verdict(&cookie, &operation, &sent), Some(Verdict::Incomplete { .. })));
    let mut unseen = request(&["q:apikey"]);
    unseen.open.push(Open::new(unseen.site, OpenPart::Cookies, "a jar adds some"));
    let sent = Presented::of(&cookie, Some(&operation), &unseen, 0);
    assert_eq!(verdict(&cookie, &operation, &sent), None);
}

fn super_api_with_cookie() -> Api {
    let mut api = api();
    api.schemes.push(Scheme::new("Session", Carrier::Cookie("sid".into()), CredentialId(4)));
    let last = u16::try_from(api.schemes.len() - 1).unwrap();
    api.operations.push(operation(&[&[QK, QS], &[last]], &[]));
    api
}

fn findings(request: &Request) -> Vec<Finding> {
    let mut api = api();
    api.operations.push(operation(MANAGE, &[]));
    let apis = Apis::new(vec![api]);
    let path = |_| Some("src/job.js".to_owned());
    let scene = Scene::new(&apis, &path);
    let outcome = Outcome::Operation { api: 0, operation: OperationId(0) };
    let matched = vec![Matched { url: 0, method: Some("PUT".into()), outcome }];
    judge(&scene, &MatchedCall::new(&apis, request.clone(), matched))
}

#[test]
fn messages_name_what_to_send() {
    let found = findings(&request(&["q:apikey", "h:X-Acme-ApiSecret"]));
    assert_eq!(found.len(), 1);
    let it = &found[0];
    assert_eq!(it.rule.id, "mixed-credentials");
    assert_eq!(
        it.help,
        "Send `X-Acme-ApiKey` and `X-Acme-ApiSecret` as headers, instead of the tenant key (`apikey`, query) and the \
         tenant secret (`X-Acme-ApiSecret`, header)"
    );
    assert_eq!(
        it.title,
        "PUT /v2/manage/account/{uid} is called with the tenant key and the tenant secret split over query and header; \
         it takes them in one place only"
    );
    let found = findings(&request(&["q:api_key", "q:apisecret"]));
    let spelling = found.iter().find(|it| it.rule.id == "misspelled-credential").unwrap();
    assert_eq!(spelling.span, span(10));
    assert_eq!(spelling.help, "Send `apikey` in the query instead of `api_key`");
    let found = findings(&request(&["h:A=user"]));
    assert_eq!(
        found[0].title,
        "PUT /v2/manage/account/{uid} is for servers, but is called with nothing but a user's bearer token"
    );
}

#[test]
fn a_secret_in_the_query_is_told_beside_the_verdict() {
    let ids = |it: &[&str]| findings(&request(it)).iter().map(|it| it.rule.id).collect::<Vec<_>>();
    assert_eq!(ids(&["q:apikey", "q:apisecret"]), ["secret-in-query"]);
    assert_eq!(ids(&["h:X-Acme-ApiKey", "q:apisecret"]), ["mixed-credentials", "secret-in-query"]);
    assert_eq!(ids(&["q:client_id", "q:client_secret"]), Vec::<&str>::new());
}

#[test]
fn literals_and_plain_http() {
    let mut literal = request(&["h:X-Acme-ApiKey", "h:X-Acme-ApiSecret"]);
    Arc::make_mut(&mut literal.headers).entries[1].values =
        vec![Text { parts: vec![text("3f0a1c52-77de-4d6c-9a3b-5be8f0c1d2e4")] }];
    literal.urls[0].text.parts = vec![text("http://api.acme.com/v2/manage/account/1")];
    let found = findings(&literal);
    let ids: Vec<_> = found.iter().map(|it| it.rule.id).collect();
    assert_eq!(ids, ["hardcoded-secret", "insecure-transport"]);
    assert!(found.iter().all(|it| !format!("{it:?}").contains("3f0a1c52")));
    Arc::make_mut(&mut literal.headers).entries[1].values = vec![Text { parts: vec![text("your-secret")] }];
    literal.urls[0].text.parts = vec![text("http://localhost:3000/v2/manage/account/1")];
    assert!(findings(&literal).is_empty());
}

const NAMES: [&str; 22] = [
    "q:apikey",
    "q:apisecret",
    "q:secret",
    "h:X-Acme-ApiKey",
    "h:X-Acme-ApiSecret",
    "q:client_id",
    "q:client_secret",
    "q:access_token",
    "h:A=user",
    "h:A=machine",
    "h:A=any",
    "h:A=raw",
    "h:digest",
    "h:X-Request-Expires",
    "q:api_key",
    "h:apikey",
    "q:appsecret",
    "q:page",
    "h:Accept",
    "q:apikey?",
    "h:X-Acme-ApiSecret?",
    "h:A=storage",
];

fn sent() -> impl Strategy<Value = Vec<&'static str>> {
    proptest::sample::subsequence(NAMES.to_vec(), 0..6)
}

fn alternatives() -> impl Strategy<Value = Vec<Vec<u16>>> {
    let one = proptest::sample::subsequence((QK..=EX).collect::<Vec<u16>>(), 1..4);
    proptest::collection::vec(one, 1..5)
}

/// The schemes that a name meets for certain, by the table above alone.
fn met(name: &str) -> &'static [u16] {
    match name.trim_end_matches('?') {
        "q:apikey" => &[QK],
        "q:apisecret" => &[QS],
        "q:secret" => &[OLD_S],
        "h:X-Acme-ApiKey" => &[HK],
        "h:X-Acme-ApiSecret" => &[HS],
        "q:client_id" => &[CI],
        "q:client_secret" => &[CS],
        "q:access_token" => &[QT],
        "h:A=user" | "h:A=storage" => &[BT],
        "h:A=machine" => &[MT],
        "h:A=any" | "h:A=raw" => &[BT, MT],
        "h:digest" => &[DI],
        "h:X-Request-Expires" => &[EX],
        _ => &[],
    }
}

proptest! {
    #[test]
    fn a_contained_alternative_is_never_a_fault(sent in sent(), all in alternatives(), parameter: bool) {
        let all: Vec<&[u16]> = all.iter().map(Vec::as_slice).collect();
        let operation = operation(&all, if parameter { &[QT] } else { &[] });
        let have: Vec<u16> = sent.iter().flat_map(|it| met(it)).copied().collect();
        let contained = all.iter().any(|it| it.iter().all(|id| have.contains(id)));
        let rule = rule_of(&operation, &sent);
        if contained {
            prop_assert!(matches!(rule, None | Some("redundant-credentials")), "{:?}", rule);
        } else if !parameter {
            prop_assert!(rule.is_some_and(|it| it != "redundant-credentials"), "{:?}", rule);
        }
    }

    #[test]
    fn at_most_one_verdict_and_one_finding_per_place(sent in sent()) {
        let found = findings(&request(&sent));
        let verdicts = found.iter().filter(|it| it.rule.id.contains("credential") || it.rule.id == "bearer-only"
            || it.rule.id == "incomplete-signature").count();
        prop_assert!(verdicts <= 1);
        let mut places: Vec<_> = found.iter().map(|it| (it.span, it.rule.id)).collect();
        let before = places.len();
        places.dedup();
        prop_assert_eq!(before, places.len());
        for finding in &found {
            prop_assert!(!finding.title.is_empty() && !finding.title.ends_with('.'));
            prop_assert!(!finding.help.contains("  ") && !finding.help.is_empty());
        }
    }
}
