//! The API tables: reading them, and finding operations in them.

use std::collections::BTreeSet;
use std::fs;
use std::sync::LazyLock;

use authlint::api::{Api, Apis, Carrier, CredentialKind, Segment};
use proptest::prelude::*;

fn builtin() -> &'static Apis {
    static READ: LazyLock<Apis> = LazyLock::new(|| Apis::builtin().expect("the built-in tables are sound"));
    &READ
}

fn loginradius(apis: &Apis) -> &Api {
    apis.tables.iter().find(|api| api.id == "loginradius").expect("it is built in")
}

fn json(document: &str) -> Result<Api, authlint::api::TableError> {
    Api::read(("t.json", document), None)
}

/// A document with two schemes around the given members.
fn document(members: &str) -> String {
    format!(
        r#"{{"openapi": "3.0.3", "info": {{"title": "T"}},
            "components": {{"securitySchemes": {{
                "Key": {{"type": "apiKey", "in": "header", "name": "X-Key"}},
                "Token": {{"type": "http", "scheme": "Bearer"}}}}}}, {members}}}"#
    )
}

#[test]
fn the_built_in_table_is_complete() {
    let apis = builtin();
    let api = loginradius(apis);
    assert_eq!(api.name, "LoginRadius");
    let (added, described): (Vec<_>, Vec<_>) = api.operations.iter().partition(|operation| operation.is_added());
    assert_eq!((described.len(), added.len()), (392, 92));
    assert_eq!(api.schemes.iter().filter(|scheme| !scheme.is_local).count(), 12);
    let paths: BTreeSet<_> = described.iter().copied().map(authlint::api::Operation::template).collect();
    assert_eq!(paths.len(), 268);
    let tags: BTreeSet<_> = api.operations.iter().filter_map(|operation| operation.tag.as_ref()).collect();
    assert_eq!(tags.len(), 57);
    assert!(described.iter().all(|operation| operation.group.is_some()));
    let root = ["https://api.loginradius.com", "https://{domain}.hub.loginradius.com", "https://{customDomain}"].len();
    let own = described.iter().filter(|operation| operation.servers.len() != root).count();
    assert_eq!(own, 42);
    assert_eq!(api.operations.iter().filter(|operation| operation.is_public()).count(), 5);
    assert_eq!(api.overlay.date, "2026-11-22");
}

#[test]
fn the_path_of_a_server_stands_in_front() {
    let apis = builtin();
    let api = loginradius(apis);
    let bulk = api.operations.iter().find(|operation| operation.template() == "/bulk/upsert").unwrap();
    assert_eq!(bulk.path, "/v2/bulk/upsert");
    assert_eq!(bulk.servers[0].host, ["migration", "loginradius", "com"].map(|label| Some(label.to_owned())));
}

#[test]
fn backend_only_is_derived() {
    let apis = builtin();
    let api = loginradius(apis);
    let find = |method: &str, path: &str| {
        api.operations.iter().find(|o| o.method == method && o.path == path).unwrap_or_else(|| panic!("{path}"))
    };
    let account = find("GET", "/identity/v2/manage/account/{uid}");
    assert!(api.is_backend_only(account));
    assert_eq!(
        api.words_for_alternatives(account),
        "the tenant key with the tenant secret in the query (apikey, apisecret), or both in headers \
         (X-LoginRadius-ApiKey, X-LoginRadius-ApiSecret), or the client id with the client secret in the query \
         (client_id, client_secret), or a machine token (Authorization: Bearer), or the signature in headers (digest, \
         X-Request-Expires)"
    );
    let login = find("POST", "/identity/v2/auth/login");
    assert!(!api.is_backend_only(login));
    assert_eq!(
        api.words_for_alternatives(login),
        "the tenant key in the query (apikey), or the client id in the query (client_id)"
    );
    let public = find("GET", "/sso/bigcommerce/auth");
    assert!(!api.is_backend_only(public) && public.is_public());
    assert_eq!(api.words_for_alternatives(public), "no credentials");
    let own = find("GET", "/identity/v2/auth/account");
    assert_eq!(
        api.words_for_alternatives(own),
        "a user token (Authorization: Bearer) with the tenant key (query parameter apikey)"
    );
    let token = own.parameters.iter().map(|scheme| api.scheme(*scheme).name.as_str()).collect::<Vec<_>>();
    assert_eq!(token, ["AccessToken"]);
    assert_eq!(api.issues(login), Some(CredentialKind::User));
    assert_eq!(api.issues(find("POST", "/service/oauth/token")), Some(CredentialKind::Machine));
    assert_eq!(api.issues(find("GET", "/service/oauth/jwks")), None);
}

#[test]
fn aliases_are_found_as_words() {
    let apis = builtin();
    let api = loginradius(apis);
    for name in
        ["LOGINRADIUS_API_URL", "lrBase", "loginRadiusUrl", "LR_KEY", "LRClient", "loginradius-sdk", "./lr/client"]
    {
        assert!(api.named_in(name), "{name}");
    }
    for name in ["url", "already", "LOGIN_URL", "radius", "lroot", ""] {
        assert!(!api.named_in(name), "{name}");
    }
}

/// A template with sample values for its variables.
fn sample(template: &str) -> String {
    let segments = template.split('/').map(|segment| if segment.contains('{') { "5f3c9a" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

fn texts(path: &str) -> Vec<Segment<'_>> {
    path.split('/').filter(|segment| !segment.is_empty()).map(Segment::Text).collect()
}

#[test]
fn every_operation_is_found_as_itself() {
    let apis = builtin();
    for (_, api, matcher) in apis.iter() {
        for (id, operation) in api.operation_ids() {
            for path in [sample(&operation.path), sample(&operation.path).to_uppercase()] {
                let found = matcher.find(&operation.method, &texts(&path));
                assert_eq!(found, Some(id), "{} {path}", operation.method);
            }
            let holes: Vec<_> = operation.path.split('/').filter(|segment| !segment.is_empty()).collect();
            let holes = holes.iter().map(|s| if s.contains('{') { Segment::Hole } else { Segment::Text(s) });
            assert_eq!(matcher.find(&operation.method, &holes.collect::<Vec<_>>()), Some(id), "{}", operation.path);
        }
    }
}

#[test]
fn security_is_absent_empty_or_optional() {
    let api = json(&document(
        r#""security": [{"Key": []}], "paths": {"/a": {
            "get": {}, "put": {"security": []}, "post": {"security": [{}]},
            "delete": {"security": [{"Token": []}, {}]}, "x-note": {"security": 1}, "summary": "s"}, "x-other": 3}"#,
    ))
    .unwrap();
    let of = |method: &str| api.operations.iter().find(|operation| operation.method == method).unwrap();
    assert_eq!(api.operations.len(), 4);
    assert_eq!(of("GET").alternatives.len(), 1);
    assert!(of("PUT").is_public());
    assert!(!of("POST").is_public() && of("POST").is_optional());
    assert!(of("DELETE").is_optional() && !api.is_backend_only(of("DELETE")));
    assert_eq!(
        api.words_for_alternatives(of("DELETE")),
        "the token of scheme Token (Authorization: Bearer), or no credentials at all"
    );
    assert!(json(&document(r#""paths": {"/a": {"get": {}}}"#)).unwrap().operations[0].is_public());
}

#[test]
fn schemes_travel_where_they_say() {
    let api = json(
        r##"{"openapi": "3.1.0", "components": {"securitySchemes": {
            "A": {"type": "apiKey", "in": "query", "name": "a"}, "B": {"type": "apiKey", "in": "cookie", "name": "b"},
            "C": {"type": "http", "scheme": "BASIC"}, "D": {"type": "oauth2"}, "E": {"type": "openIdConnect"},
            "F": {"type": "mutualTLS"}, "G": {"$ref": "#/components/securitySchemes/A"}}}}"##,
    )
    .unwrap();
    let carriers: Vec<_> = api.schemes.iter().map(|scheme| scheme.carrier.clone()).collect();
    let other = Carrier::Other("mutualTLS".into());
    let (a, b) = (Carrier::Query("a".into()), Carrier::Cookie("b".into()));
    assert_eq!(carriers, [a.clone(), b, Carrier::Basic, Carrier::Bearer, Carrier::Bearer, other, a]);
    let kinds: Vec<_> = api.schemes.iter().map(|scheme| api.credential(scheme.credential).kind).collect();
    let unknown = CredentialKind::Unknown;
    assert_eq!(kinds, [unknown, CredentialKind::User, unknown, unknown, CredentialKind::User, unknown, unknown]);
}

#[test]
fn references_are_followed_and_never_loop() {
    let api = json(&document(
        r##""paths": {
            "/a": {"$ref": "#/paths/~1b"},
            "/b": {"parameters": [{"$ref": "#/x/p"}, {"$ref": "#/x/loop"}], "get": {}}},
            "x": {"p": {"$ref": "#/x/q"}, "q": {"in": "header", "name": "x-KEY"}, "loop": {"$ref": "#/x/loop"}}"##,
    ))
    .unwrap();
    assert_eq!(api.operations.len(), 2);
    assert!(api.operations.iter().all(|operation| operation.parameters.len() == 1));
    for (members, reason) in [
        (r##""paths": {"/a": {"$ref": "#/paths/~1b"}, "/b": {"$ref": "#/paths/~1a"}}"##, "goes in circles"),
        (r##""paths": {"/a": {"$ref": "#/nowhere"}}"##, "leads nowhere"),
        (r#""paths": {"/a": {"$ref": "other.json#/a"}}"#, "leads to another file"),
    ] {
        let error = json(&document(members)).unwrap_err();
        assert!(error.to_string().starts_with("t.json:4:") && error.reason.contains(reason), "{error}");
    }
}

#[test]
fn servers_are_templates() {
    let api = json(&document(
        r#""servers": [{"url": "/v1"}], "paths": {
            "/a": {"get": {}, "put": {"servers": [{"url": "https://API.acme.com:8443/base/"}]}},
            "/b": {"servers": [{"url": "https://{region}.acme.com/v{version}",
                                "variables": {"region": {"default": "eu"}, "version": {"default": "2"}}},
                               {"url": "https://{host}"}], "get": {}}}"#,
    ))
    .unwrap();
    let [a, put, b] = &api.operations[..] else { panic!("three operations") };
    assert_eq!((a.path.as_str(), a.template(), a.servers[0].host.len()), ("/v1/a", "/a", 0));
    assert_eq!(put.path, "/base/a");
    assert_eq!(put.servers[0].host, ["api", "acme", "com"].map(|label| Some(label.to_owned())));
    assert_eq!(b.path, "/v{version}/b");
    assert_eq!(b.servers[0].host, [None, Some("acme".to_owned()), Some("com".to_owned())]);
    assert!(b.servers[1].host.is_empty() && b.servers[1].scheme.is_some());
}

#[test]
fn yaml_says_the_same_as_json() {
    let yaml = "
openapi: 3.0.3
info: {title: T}
components:
  securitySchemes:
    Key: &key {type: apiKey, in: header, name: X-Key}
    Again: *key
security: [{Key: []}]
paths:
  /a/{id}.json:
    get:
      operationId: getA
      tags: [Things]
      responses: {200: {description: ok}}
      security:
        - Key: []
          Again: []
        - {}
    null: {}
";
    let json = r#"{"openapi": "3.0.3", "info": {"title": "T"}, "components": {"securitySchemes": {
        "Key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "Again": {"type": "apiKey", "in": "header", "name": "X-Key"}}}, "security": [{"Key": []}],
        "paths": {"/a/{id}.json": {"get": {"operationId": "getA", "tags": ["Things"],
        "security": [{"Key": [], "Again": []}, {}]}}}}"#;
    let yaml = Api::read(("t.yaml", yaml), None).unwrap();
    assert_eq!(format!("{yaml:?}"), format!("{:?}", Api::read(("t.json", json), None).unwrap()));
}

#[test]
fn a_member_that_is_not_read_may_have_a_comment_for_its_value() {
    for example in
        ["example: # none", "example:", "example: #.nfo: {a: b}", "example: \"# none\"", "example: [a, # none\n  b]"]
    {
        let yaml = format!("openapi: 3.0.3\ninfo: {{title: T}}\n{example}\npaths:\n  /a: {{get: {{}}}}\n");
        let api = Api::read(("t.yaml", &yaml), None).unwrap();
        assert_eq!(api.operations.len(), 1, "{example}");
    }
}

#[test]
fn errors_name_the_file_and_the_line() {
    let text = document(r#""paths": {}"#);
    let overlay = |toml: &str| Api::read(("t.json", &text), Some(("rules/apis/x.toml", toml))).unwrap_err().to_string();
    let schemes = "document = \"t.json\"\n[[credential]]\nid = \"c\"\nname = \"c\"\nkind = \"secret\"\n[schemes]\n";
    assert_eq!(
        overlay(&format!("{schemes}Key = \"c\"\nTokn = \"c\"\n")),
        r#"rules/apis/x.toml:8: unknown scheme "Tokn", t.json has none; did you mean "Token"?"#
    );
    assert_eq!(
        overlay(&format!("{schemes}Key = \"c\"\n")),
        r#"rules/apis/x.toml: [schemes] does not say what the scheme "Token" carries"#
    );
    assert_eq!(
        overlay(&format!("{schemes}Key = \"cc\"\n")),
        r#"rules/apis/x.toml:7: unknown credential "cc"; did you mean "c"?"#
    );
    let unknown = overlay("document = \"t.json\"\n\nretird = []\n");
    assert!(unknown.starts_with("rules/apis/x.toml:3: unknown field `retird`"), "{unknown}");
    let kind = overlay("document = \"t.json\"\n[[credential]]\nid = \"c\"\nname = \"c\"\nkind = \"privat\"\n");
    assert!(kind.starts_with("rules/apis/x.toml:5: unknown variant `privat`"), "{kind}");
    let broken = json("{\n\"openapi\": ,\n}").unwrap_err().to_string();
    assert_eq!(broken, "t.json:2:12: not valid JSON: expected value");
    let broken = Api::read(("t.yml", "a: 1\nb: [\n"), None).unwrap_err();
    assert!(broken.line.is_some() && broken.reason.starts_with("not valid YAML: "), "{broken}");
    assert!(json(r#"{"swagger": "1.2"}"#).unwrap_err().reason.contains("Swagger 1.2"));
}

#[test]
fn a_folder_of_tables_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("acme.openapi.json", &document(r#""paths": {"/a": {"get": {}}}"#));
    write("acme.toml", "document = \"acme.openapi.json\"\nname = \"Acme\"\naliases = [\"Acme\"]\n");
    write("bare.yaml", "openapi: 3.1.0\npaths: {/b: {get: {}}}\n");
    write("README.md", "not a table");
    let apis = Apis::load_dir(folder.path()).unwrap();
    let ids: Vec<_> = apis.tables.iter().map(|api| (api.id.as_str(), api.name.as_str())).collect();
    assert_eq!(ids, [("acme", "Acme"), ("bare", "bare")]);
    assert_eq!(builtin().clone().and(apis).tables.len(), builtin().tables.len() + 2);
    write("acme.toml", "id = \"acme\"\ndocument = \"gone.json\"\n");
    let error = Apis::load_dir(folder.path()).unwrap_err();
    assert_eq!(error.line, Some(2));
    assert!(Apis::load_dir(&folder.path().join("nowhere")).is_err());
}

/// Templates of a tiny alphabet, so that they overlap.
fn template() -> impl Strategy<Value = Vec<String>> {
    let segment = prop_oneof![Just("a"), Just("b"), Just("{x}"), Just("{x}.j"), Just("p{x}"), Just("{x}-{y}")];
    prop::collection::vec(segment.prop_map(str::to_owned), 1..5)
}

fn segment() -> impl Strategy<Value = String> {
    prop_oneof!["[abABpj.-]{1,4}", Just("a".to_owned()), Just("{hole}".to_owned())]
}

/// How well a segment fits a template's, from 0 for a literal; by trying all ways to cut it.
fn naive_fit(template: &str, segment: &str) -> Option<usize> {
    if !template.contains('{') {
        return (segment != "{hole}" && template.eq_ignore_ascii_case(segment)).then_some(0);
    }
    let regex =
        regex::Regex::new(&format!("(?i)^{}$", template.replace('.', "\\.").replace("{x}", ".+").replace("{y}", ".+")));
    let text = template.replace("{x}", "").replace("{y}", "").len();
    if segment == "{hole}" {
        // Nothing of the text is written: the plain variable is meant, if there is one.
        return Some(if text == 0 { 100 } else { 200 - text });
    }
    regex.unwrap().is_match(segment).then_some(100 - text)
}

proptest! {
    #[test]
    fn the_matcher_agrees_with_a_naive_one(
        templates in prop::collection::btree_set(template(), 1..12),
        path in prop::collection::vec(segment(), 1..5),
    ) {
        let templates: Vec<_> = templates.into_iter().collect();
        let paths: Vec<String> = templates.iter().map(|t| format!(r#""/{}": {{"get": {{}}}}"#, t.join("/"))).collect();
        let api = json(&document(&format!(r#""paths": {{{}}}"#, paths.join(", ")))).unwrap();
        let apis = Apis::new(vec![api]);
        let (_, _, matcher) = apis.iter().next().unwrap();
        let segments: Vec<_> =
            path.iter().map(|s| if s == "{hole}" { Segment::Hole } else { Segment::Text(s) }).collect();
        let found = matcher.find("GET", &segments).map(|id| id.0 as usize);
        // Of segments that fit as well, the one that some template had first.
        let first = |start: &[String]| templates.iter().position(|t| t.starts_with(start)).unwrap();
        let rank = |template: &Vec<String>| -> Option<Vec<(usize, usize)>> {
            if template.len() != path.len() { return None; }
            let fits = template.iter().zip(&path).enumerate();
            fits.map(|(at, (t, s))| naive_fit(t, s).map(|fit| (fit, first(&template[..=at])))).collect()
        };
        let best = templates.iter().filter_map(rank).min();
        prop_assert_eq!(found.and_then(|index| rank(&templates[index])), best);
    }

    #[test]
    fn nothing_that_is_json_makes_the_reader_panic(document in any_json()) {
        let _ = json(&document.to_string());
        let _ = Api::read(("t.yaml", &document.to_string()), None);
    }

    #[test]
    fn nothing_at_all_makes_the_readers_panic(text in ".{0,200}") {
        let _ = json(&text);
        let _ = Api::read(("t.yaml", &text), None);
        let _ = Api::read(("t.json", "{}"), Some(("t.toml", &text)));
    }

    #[test]
    fn what_is_written_is_counted(
        paths in prop::collection::btree_map("/[a-z]{1,6}", prop::collection::btree_set(0usize..8, 1..8), 0..20),
    ) {
        let methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
        let item = |set: &BTreeSet<usize>| {
            set.iter().map(|index| format!(r#""{}": {{}}"#, methods[*index])).collect::<Vec<_>>().join(", ")
        };
        let members: Vec<_> = paths.iter().map(|(path, set)| format!(r#""{path}": {{{}}}"#, item(set))).collect();
        let api = json(&document(&format!(r#""paths": {{{}}}"#, members.join(", ")))).unwrap();
        prop_assert_eq!(api.operations.len(), paths.values().map(BTreeSet::len).sum::<usize>());
    }
}

/// JSON made of the words of OpenAPI, so that it gets somewhere.
fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let word = prop_oneof![
        Just("/a"),
        Just("/a/{b}"),
        Just("get"),
        Just("A"),
        Just("#/paths/~1a"),
        Just("#/components"),
        Just("#"),
        Just("apiKey"),
        Just("query"),
        Just("https://{a}.b.c/{d"),
        Just("{"),
        Just("http"),
        Just("bearer"),
        Just("é}{"),
    ];
    let key = prop_oneof![
        Just("paths"),
        Just("/a"),
        Just("get"),
        Just("security"),
        Just("servers"),
        Just("url"),
        Just("$ref"),
        Just("parameters"),
        Just("components"),
        Just("securitySchemes"),
        Just("A"),
        Just("in"),
        Just("name"),
        Just("type"),
        Just("scheme"),
        Just("tags"),
        Just("variables"),
        Just("enum"),
        Just("x-tagGroups"),
    ];
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i32>().prop_map(Into::into),
        word.prop_map(Into::into),
    ];
    let tree = leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
            prop::collection::vec((key.clone(), inner), 0..6)
                .prop_map(|entries| entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
        ]
    });
    tree.prop_map(|mut tree| {
        if let Some(map) = tree.as_object_mut() {
            map.insert("openapi".into(), "3.0.0".into());
        }
        tree
    })
}
