//! Which operations calls are taken for.

use std::sync::LazyLock;

use authlint::api::{Apis, Operation};
use authlint::matching::{Distance, Evidence, Outcome, lookup, operations};
use authlint::request::{Field, Fields, Hole, Origin, Part, Request, Text, Url};
use authlint::source::{FileId, Span};

fn nowhere() -> Span {
    Span::new(FileId(0), 0, 0)
}

/// Text with holes written as `{name}`.
fn text(written: &str) -> Text {
    let mut parts = Vec::new();
    let mut rest = written;
    while let Some(open) = rest.find('{') {
        let close = open + rest[open..].find('}').unwrap();
        if open > 0 {
            parts.push(Part::Fixed { text: rest[..open].into(), span: nowhere() });
        }
        let names = vec![rest[open + 1..close].into()];
        parts.push(Part::Hole(Hole { names, ..Hole::new(Origin::Unknown, nowhere()) }.into()));
        rest = &rest[close + 1..];
    }
    if !rest.is_empty() {
        parts.push(Part::Fixed { text: rest.into(), span: nowhere() });
    }
    Text { parts }
}

fn fields(names: &[&str]) -> Fields {
    let field = |name: &&str| Field {
        name: (*name).into(),
        name_span: nowhere(),
        values: vec![Text::default()],
        certain: true,
        given: Vec::new(),
    };
    Fields { entries: names.iter().map(field).collect(), ..Fields::default() }
}

fn request(methods: &[&str], url: &str) -> Request {
    Request {
        site: nowhere(),
        point: nowhere(),
        via: Vec::new(),
        client: "fetch".into(),
        sender: authlint::request::Sender::Client,
        methods: methods.iter().map(|method| (*method).into()).collect(),
        urls: vec![Url { text: text(url), ..Url::default() }],
        query: Fields::default().into(),
        headers: Fields::default().into(),
        body: Fields::default().into(),
        open: Vec::new(),
        is_mixed: false,
        by_sdk: false,
        slots: Vec::new(),
        views: Vec::new(),
    }
}

struct World {
    apis: Apis,
}

impl World {
    fn new() -> Self {
        // Alone, for what a path may be depends on which other APIs are known.
        static READ: LazyLock<Apis> = LazyLock::new(|| {
            let all = Apis::builtin().unwrap().tables;
            Apis::new(all.into_iter().filter(|api| api.id == "loginradius").collect())
        });
        Self { apis: READ.clone() }
    }

    fn operation(&self, api: usize, id: authlint::api::OperationId) -> &Operation {
        self.apis.tables[api].operation(id)
    }

    fn say(&self, outcome: &Outcome) -> String {
        match outcome {
            Outcome::Operation { api, operation } => self.operation(*api, *operation).path.clone(),
            Outcome::OtherHost { api, operation, host } => {
                format!("other host {host}: {}", self.operation(*api, *operation).path)
            }
            Outcome::UnknownOperation { api, nearest: Some((operation, distance)) } => {
                let nearest = self.operation(*api, *operation);
                format!("unknown, {distance:?} {} {}", nearest.method, nearest.path)
            }
            Outcome::UnknownOperation { nearest: None, .. } => "unknown".to_owned(),
            Outcome::Retired { .. } => "retired".to_owned(),
            Outcome::Elsewhere => "elsewhere".to_owned(),
            Outcome::SomeOperation { .. } | Outcome::Unmatched(_) => "unmatched".to_owned(),
        }
    }

    fn judge(&self, request: &Request, evidence: &Evidence) -> String {
        let matched = operations(&self.apis, request, evidence);
        assert_eq!(matched.len(), 1);
        self.say(&matched[0].outcome)
    }

    fn get(&self, url: &str) -> String {
        self.judge(&request(&["GET"], url), &Evidence::default())
    }
}

const ACCOUNT: &str = "/identity/v2/manage/account/{uid}";

#[test]
fn hosts_of_the_api() {
    let world = World::new();
    for url in [
        "https://api.loginradius.com/identity/v2/manage/account/17",
        "https://api.loginradius.com/identity/v2/manage/account/{uid}",
        "https://api.loginradius.com/identity/v2/manage/account/{uid}/",
        "https://API.LoginRadius.com:443//identity/v2/Manage/Account/{uid}?a={b}#c",
        "http://user:pass@api.loginradius.com./identity/v2/manage/account/a%20b",
        "//api.loginradius.com/identity/./v2/x/../manage/account/1",
        "wss://api.loginradius.com/identity/v2/manage/account/1",
        "api.loginradius.com/identity/v2/manage/account/1",
        "https://acme.hub.loginradius.com/identity/v2/manage/account/1",
        "https://{tenant}.hub.loginradius.com/identity/v2/manage/account/1",
        "{tenant}.hub.loginradius.com/identity/v2/manage/account/1",
        "{proto}://api.loginradius.com:{port}/identity/v2/manage/account/1",
        "https://{sub}.loginradius.com/identity/v2/manage/account/1",
        "https://my-{env}.hub.loginradius.com/identity/v2/manage/account/v{n}/",
    ] {
        assert_eq!(world.get(url), ACCOUNT, "{url}");
    }
    assert_eq!(world.get("https://cloud-api.loginradius.com/identity"), "/identity");
    let upsert = |url| world.judge(&request(&["POST"], url), &Evidence::default());
    assert_eq!(upsert("https://migration.loginradius.com/v2/bulk/upsert"), "/v2/bulk/upsert");
    assert_eq!(upsert("{LOGINRADIUS_MIGRATION}/bulk/upsert"), "/v2/bulk/upsert");
    assert_eq!(upsert("https://migration.loginradius.com/bulk/upsert"), "unknown, Segment POST /v2/bulk/upsert");
}

#[test]
fn literal_segments_win_but_hide_nothing() {
    let world = World::new();
    let get = |path: &str| world.get(&format!("https://api.loginradius.com{path}"));
    assert_eq!(get("/identity/v2/manage/account/identities"), "/identity/v2/manage/account/identities");
    assert_eq!(get("/v2/manage/providers/active"), "/v2/manage/providers/active");
    assert_eq!(get("/identity/v2/manage/account/identities/role"), "/identity/v2/manage/account/{uid}/role");
    assert_eq!(get("/api/v2/access_token/facebook"), "/api/v2/access_token/{nativeProvider}");
    let delete = request(&["DELETE"], "https://api.loginradius.com/v2/manage/webhooks/events");
    assert_eq!(world.judge(&delete, &Evidence::default()), "/v2/manage/webhooks/{hookId}");
    let head = request(&["HEAD"], "https://api.loginradius.com/v2/manage/webhooks/events");
    assert_eq!(world.judge(&head, &Evidence::default()), "/v2/manage/webhooks/events");
}

#[test]
fn other_hosts_of_the_api() {
    let world = World::new();
    assert_eq!(world.get("https://api.loginradius.com/identity"), "other host api.loginradius.com: /identity");
    assert_eq!(
        world.get("https://cloud-api.loginradius.com/identity/v2/manage/account/{uid}"),
        format!("other host cloud-api.loginradius.com: {ACCOUNT}")
    );
    assert_eq!(world.get("https://{sub}.loginradius.com/nothing/of/it"), "unmatched");
}

#[test]
fn unknown_operations_name_the_nearest() {
    let world = World::new();
    let say = |method: &str, path: &str| {
        let request = request(&[method], &format!("https://api.loginradius.com{path}"));
        world.judge(&request, &Evidence::default())
    };
    assert_eq!(say("PATCH", "/identity/v2/manage/account/1"), "unknown, Method GET /identity/v2/manage/account/{uid}");
    assert_eq!(
        say("GET", "/identity/v2/manage/accounts/{uid}"),
        "unknown, Segment GET /identity/v2/manage/account/{uid}"
    );
    assert_eq!(
        say("GET", "/identity/v2/manage/account/{uid}/roles"),
        "unknown, Segment GET /identity/v2/manage/account/{uid}/role"
    );
    assert_eq!(say("GET", "/v2/manage/role"), "unknown, Segment GET /v2/manage/roles");
    assert_eq!(say("POST", "/v2/auth/login"), "unknown, Segment POST /identity/v2/auth/login");
    assert!(say("POST", "/identity/v2/auth/sign/in").starts_with("unknown, Far POST /identity/v2/auth/"));
    assert_eq!(say("GET", "/wholly/different"), "unknown");
    assert_eq!(say("GET", "/"), "unknown");
    assert_eq!(say("OPTIONS", "/identity/v2/auth/login"), "unmatched");
}

#[test]
fn retired_paths_are_known() {
    let world = World::new();
    for path in ["/raas/v1/user", "/RAAS", "/api/v2/userprofile", "/api/v2/userprofile/raw"] {
        assert_eq!(world.get(&format!("https://api.loginradius.com{path}")), "retired", "{path}");
    }
    assert_eq!(world.get("{LOGINRADIUS_URL}/raas/v1/user"), "retired");
    assert_ne!(world.get("https://api.loginradius.com/raasta"), "retired");
}

#[test]
fn what_is_not_known_matches_nothing() {
    let world = World::new();
    for url in [
        "https://api.loginradius.com/identity/v2/manage/account{qs}",
        "https://api.loginradius.com/identity/v2/manage/account/{uid}{qs}",
        "https://api.loginradius.com{path}",
        "https://api.loginradius.com{prefix}/identity/v2/manage/account/1",
        "https://api.loginradius.com/identity/v2/auth/{action}",
        "https://api.loginradius.com/identity/v2/{kind}/account",
        "{url}",
        "https://{host}{path}",
        "{base}/v2/manage/roles",
        "{base}/identity/{version}/manage/account",
        "{base}/customobject",
        "https://{domain}/api/v2/access_token",
    ] {
        assert_eq!(world.get(url), "unmatched", "{url}");
    }
    let unknown = operations(&world.apis, &request(&[], "https://api.loginradius.com/identity"), &Evidence::default());
    assert!(
        unknown[0].method.is_none()
            && matches!(&unknown[0].outcome, Outcome::SomeOperation { why, .. } if why.contains("method"))
    );
}

#[test]
fn unknown_hosts_need_a_distinctive_path_or_evidence() {
    let world = World::new();
    for url in [
        "{BASE}/identity/v2/manage/account/{uid}",
        "{BASE}identity/v2/manage/account/{uid}",
        "{BASE}:{PORT}/identity/v2/manage/account/{uid}",
        "https://{domain}/identity/v2/manage/account/{uid}",
    ] {
        assert_eq!(world.get(url), ACCOUNT, "{url}");
    }
    for base in ["lrBase", "LOGINRADIUS_API_URL", "loginRadiusUrl"] {
        assert_eq!(world.get(&format!("{{{base}}}/v2/manage/roles")), "/v2/manage/roles", "{base}");
        assert_eq!(world.get(&format!("https://{{{base}}}/v2/manage/roles")), "/v2/manage/roles", "{base}");
    }
    // The name of a piece of the path is no name of the base.
    assert_eq!(world.get("{base}/v2/manage/roles/{lrRole}"), "unmatched");
    let mut own = request(&["GET"], "{base}/v2/manage/roles");
    own.headers = fields(&["x-loginradius-apikey"]).into();
    assert_eq!(world.judge(&own, &Evidence::default()), "/v2/manage/roles");
    let imports = Evidence::default().with_imports(&world.apis, ["axios", "loginradius-sdk"]);
    assert_eq!(world.judge(&request(&["GET"], "{base}/v2/manage/roles"), &imports), "/v2/manage/roles");
    assert_eq!(world.judge(&request(&["GET"], "{lrBase}/v2/manage/nothing"), &imports), "unmatched");
}

#[test]
fn foreign_hosts_are_elsewhere() {
    let world = World::new();
    for url in [
        "https://example.com/identity/v2/manage/account/1",
        "https://www.loginradius.com/identity/v2/manage/account/1",
        "https://cdn.loginradius.com/hub/prod.js",
        "https://api.loginradius.com.evil.example/identity",
        "http://localhost:3000/identity/v2/manage/account/1",
        "http://127.0.0.1/identity/v2/manage/account/1",
        "https://a.b.hub.loginradius.com/identity/v2/manage/account/1",
    ] {
        assert_eq!(world.get(url), "elsewhere", "{url}");
    }
    let mut custom = request(&["GET"], "https://auth.example.com/identity/v2/manage/account/1");
    custom.headers = fields(&["X-LoginRadius-ApiKey"]).into();
    assert_eq!(world.judge(&custom, &Evidence::default()), ACCOUNT);
    let mut www = request(&["GET"], "https://www.loginradius.com/identity/v2/manage/account/1");
    www.headers = fields(&["X-LoginRadius-ApiKey"]).into();
    assert_eq!(world.judge(&www, &Evidence::default()), "elsewhere");
}

#[test]
fn configured_hosts_and_prefixes() {
    let world = World::new();
    let hosts = ["auth.example.com", "*.example.net", "gw.example.com/lr", "localhost:3000"];
    let evidence = Evidence {
        hosts: hosts.map(str::to_owned).to_vec(),
        prefixes: vec!["/proxy/lr".to_owned()],
        ..Evidence::default()
    };
    let judge = |url: &str| world.judge(&request(&["GET"], url), &evidence);
    for url in [
        "https://auth.example.com/v2/manage/roles",
        "https://a.example.net:8443/v2/manage/roles",
        "https://gw.example.com/lr/v2/manage/roles",
        "http://localhost:3000/v2/manage/roles",
        "/proxy/lr/v2/manage/roles",
        "https://auth.example.com/proxy/lr/v2/manage/roles",
        "https://api.loginradius.com/proxy/lr/v2/manage/roles",
        "{base}/proxy/lr/v2/manage/roles",
    ] {
        assert_eq!(judge(url), "/v2/manage/roles", "{url}");
    }
    assert_eq!(judge("https://auth.example.com/v2/manage/role"), "unknown, Segment GET /v2/manage/roles");
    assert_eq!(judge("https://gw.example.com/other/v2/manage/roles"), "elsewhere");
    assert_eq!(judge("https://a.b.example.net/v2/manage/roles"), "elsewhere");
}

#[test]
fn relative_urls_need_the_credentials_of_the_api() {
    let world = World::new();
    let client = Evidence { client: true, ..Evidence::default() };
    for url in ["/identity/v2/manage/account/1", "identity/v2/manage/account/1", "./identity/v2/manage/account/1"] {
        let mut request = request(&["GET"], url);
        assert_eq!(world.judge(&request, &client), "elsewhere", "{url}");
        assert_eq!(world.judge(&request, &Evidence::default()), "unmatched", "{url}");
        request.headers = fields(&["Authorization"]).into();
        assert_eq!(world.judge(&request, &client), "elsewhere", "{url}");
        request.query = fields(&["apiKey"]).into();
        assert_eq!(world.judge(&request, &client), ACCOUNT, "{url}");
    }
    let mut own = request(&["GET"], "/v2/manage/roles");
    own.query = fields(&["apikey"]).into();
    assert_eq!(world.judge(&own, &client), "elsewhere");
    own.headers = fields(&["X-LoginRadius-ApiKey"]).into();
    assert_eq!(world.judge(&own, &client), "/v2/manage/roles");
}

#[test]
fn each_url_and_method_is_judged() {
    let world = World::new();
    let mut both = request(&["GET", "PATCH"], "https://api.loginradius.com/identity/v2/manage/account/1");
    both.urls.push(Url { text: text("https://example.com/"), ..Url::default() });
    let matched = operations(&world.apis, &both, &Evidence::default());
    let said: Vec<_> = matched.iter().map(|m| (m.url, m.method.as_deref().unwrap(), world.say(&m.outcome))).collect();
    let unknown = format!("unknown, Method GET {ACCOUNT}");
    assert_eq!(
        said,
        [
            (0, "GET", ACCOUNT.to_owned()),
            (0, "PATCH", unknown),
            (1, "GET", "elsewhere".to_owned()),
            (1, "PATCH", "elsewhere".to_owned())
        ]
    );
}

#[test]
fn pasted_routes_are_looked_up() {
    let world = World::new();
    for pasted in [
        "/identity/v2/manage/account/{uid}",
        "/identity/v2/manage/account/:uid/",
        "identity/v2/manage/account/17",
        "https://api.loginradius.com/identity/v2/manage/account/${uid}?apikey=1&apisecret=2",
        "https://api.loginradius.com/identity/v2/manage/account/<uid>",
        "${BASE}/identity/v2/manage/account/{{uid}}",
        "https://auth.example.com/identity/v2/manage/account/17",
    ] {
        let one = lookup(&world.apis, Some("get"), pasted);
        assert_eq!(one.found.len(), 1, "{pasted}");
        assert!(one.found[0].on_host);
        assert_eq!(world.operation(0, one.found[0].operation).path, ACCOUNT);
        let all = lookup(&world.apis, None, pasted);
        let methods: Vec<_> = all.found.iter().map(|f| &*world.operation(0, f.operation).method).collect();
        assert_eq!(methods, ["GET", "DELETE", "PUT"], "{pasted}");
    }
    for operation in &world.apis.tables[0].operations {
        let found = lookup(&world.apis, Some(&operation.method), &operation.path).found;
        assert_eq!(found.iter().map(|f| &world.operation(0, f.operation).id).collect::<Vec<_>>(), [&operation.id]);
    }
    let other = lookup(&world.apis, None, "https://api.loginradius.com/identity");
    assert!(other.found.len() == 2 && other.found.iter().all(|found| !found.on_host));
    let near = lookup(&world.apis, Some("GET"), "/identity/v2/manage/acount/1");
    assert!(matches!(near.nearest, Some((0, _, Distance::Segment))) && near.found.is_empty());
    assert_eq!(lookup(&world.apis, None, "/raas/v1/x").retired, [0]);
}
