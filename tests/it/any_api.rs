//! Any API: what is understood of the documents of others, of overlays, and how configurations bring both.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use authlint::api::{Api, Apis, Carrier, CredentialKind, Form, Half, Operation, Provenance, Segment};
use authlint::matching::lookup;
use tempfile::TempDir;

fn read(document: &str) -> Api {
    Api::read(("t.yaml", document), None).unwrap()
}

fn with(document: &str, overlay: &str) -> Api {
    Api::read(("t.yaml", document), Some(("t.toml", overlay))).unwrap()
}

/// A document with these schemes, and one operation that demands each of them by itself.
fn schemes(written: &str) -> Api {
    let lines: Vec<String> = written.trim().lines().map(|line| format!("    {}", line.trim())).collect();
    read(&format!("openapi: 3.1.0\npaths: {{}}\ncomponents:\n  securitySchemes:\n{}\n", lines.join("\n")))
}

fn kind(api: &Api, scheme: &str) -> CredentialKind {
    let scheme = api.schemes.iter().find(|it| it.name == scheme).unwrap();
    api.credential(scheme.credential).kind
}

fn of<'a>(api: &'a Api, method: &str, path: &str) -> &'a Operation {
    let found = api.operations.iter().find(|it| it.method == method && it.path == path);
    found.unwrap_or_else(|| panic!("no {method} {path}"))
}

/// The alternatives by the names of schemes.
fn names<'a>(api: &'a Api, operation: &Operation) -> Vec<Vec<&'a str>> {
    let name = |id: &authlint::api::SchemeId| &*api.scheme(*id).name;
    operation.alternatives.iter().map(|schemes| schemes.iter().map(name).collect()).collect()
}

fn hosts(api: &Api) -> Vec<String> {
    let mut hosts = Vec::new();
    for server in api.operations.iter().flat_map(|operation| operation.servers.iter()) {
        let labels: Vec<&str> = server.host.iter().map(|label| label.as_deref().unwrap_or("*")).collect();
        let host = format!("{}{}", labels.join("."), server.base_path);
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    hosts
}

#[test]
fn swagger_is_read_as_it_is() {
    let api = read(
        "
swagger: '2.0'
host: api.acme.com:8443
basePath: /v1
schemes: [https, http]
securityDefinitions:
  login: {type: basic}
  key: {type: apiKey, in: query, name: api_key}
  service: {type: oauth2, flow: application, scopes: {}}
  site: {type: oauth2, flow: accessCode, scopes: {read: r}}
security: [{key: []}]
parameters:
  token: {in: query, name: api_key, type: string}
paths:
  /things:
    parameters: [{$ref: '#/parameters/token'}]
    get: {}
    post: {security: [{login: []}, {site: [read]}]}
",
    );
    assert_eq!(hosts(&api), ["api.acme.com/v1"]);
    let [get, post] = &api.operations[..] else { panic!("two operations") };
    assert_eq!((get.path.as_str(), get.servers.len(), get.parameters.len()), ("/v1/things", 2, 1));
    assert_eq!(names(&api, get), [["key"]]);
    assert_eq!(names(&api, post), [["login"], ["site"]]);
    assert_eq!(post.scopes_of(post.alternatives[1][0]).collect::<Vec<_>>(), ["read"]);
    assert_eq!(api.schemes[0].carrier, Carrier::Basic);
    assert_eq!((kind(&api, "service"), kind(&api, "site")), (CredentialKind::Machine, CredentialKind::User));
    assert_eq!(api.schemes[3].flows, ["authorizationCode"]);
}

#[test]
fn webhooks_and_callbacks_are_no_operations_and_new_methods_are() {
    let api = read(
        "
openapi: 3.2.0
webhooks: {fired: {post: {}}}
paths:
  /a:
    get: {callbacks: {done: {'{$request.body#/url}': {post: {}}}}}
    query: {}
    additionalOperations: {LINK: {}}
",
    );
    let methods: Vec<_> = api.operations.iter().map(|it| it.method.as_str()).collect();
    assert_eq!(methods, ["GET", "QUERY", "LINK"]);
}

#[test]
fn kinds_are_told_where_the_document_is_clear() {
    let api = schemes(
        "
Machine: {type: oauth2, flows: {clientCredentials: {}}}
Site: {type: oauth2, flows: {authorizationCode: {}}}
Either: {type: oauth2, flows: {implicit: {}, clientCredentials: {}}}
Identity: {type: openIdConnect}
Version: {type: apiKey, in: header, name: Acme-Version}
App: {type: apiKey, in: header, name: X-App-Id}
Secret: {type: apiKey, in: header, name: X-Client-Secret}
Key: {type: apiKey, in: header, name: X-Api-Key}
Told: {type: http, scheme: bearer, description: Your API key. Keep it secret!}
Both: {type: http, scheme: bearer, description: A publishable key or a secret key.}
Bearer: {type: http, scheme: bearer}
Login: {type: http, scheme: basic}
Cookie: {type: apiKey, in: cookie, name: sid}
Signed: {type: apiKey, in: header, name: X-Signature}
",
    );
    for (scheme, expected) in [
        ("Machine", CredentialKind::Machine),
        ("Site", CredentialKind::User),
        ("Either", CredentialKind::Unknown),
        ("Identity", CredentialKind::User),
        ("Version", CredentialKind::None),
        ("App", CredentialKind::Public),
        ("Secret", CredentialKind::Secret),
        ("Key", CredentialKind::Unknown),
        ("Told", CredentialKind::Secret),
        ("Both", CredentialKind::Unknown),
        ("Bearer", CredentialKind::Unknown),
        ("Login", CredentialKind::Unknown),
        ("Cookie", CredentialKind::User),
        ("Signed", CredentialKind::Signature),
    ] {
        assert_eq!(kind(&api, scheme), expected, "{scheme}");
    }
    assert!(api.schemes.iter().all(|scheme| scheme.reason.is_some()));
}

#[test]
fn authorization_has_forms() {
    let api = schemes(
        "
Any: {type: apiKey, in: header, name: Authorization}
Bearer: {type: apiKey, in: header, name: authorization, description: 'Authorization: Bearer {token}'}
Bot: {type: apiKey, in: header, name: Authorization, description: '`Authorization: Bot <token>`'}
Custom: {type: http, scheme: DeepKey}
Digest: {type: http, scheme: digest}
",
    );
    let carrier = |name: &str| &api.schemes.iter().find(|it| it.name == name).unwrap().carrier;
    let bot = Form::Prefix("bot".to_owned());
    assert!(carrier("Any").takes(&Form::Bearer) && carrier("Any").takes(&Form::Bare) && carrier("Any").takes(&bot));
    assert_eq!(*carrier("Bearer"), Carrier::Bearer);
    assert!(carrier("Bot").takes(&bot) && !carrier("Bot").takes(&Form::Bearer));
    assert!(carrier("Custom").takes(&Form::Prefix("deepkey".to_owned())));
    assert!(matches!(carrier("Digest"), Carrier::Other(_)));
}

const TOKEN: &str = "
openapi: 3.0.0
servers: [{url: 'https://api.acme.com'}]
components:
  securitySchemes:
    Token: {type: http, scheme: bearer}
    Login: {type: http, scheme: basic}
    Version: {type: apiKey, in: header, name: Acme-Api}
security: [{Token: [], Version: []}]
paths:
  /a: {get: {}, post: {security: [{Login: []}]}}
  /b/{id}:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}}
";

const CREDENTIALS: &str = "
document = 't.yaml'
[[credential]]
id = 'token'
name = 'token'
kind = 'secret'
values = [{ pattern = 'acme_test_\\w+', kind = 'secret', test = true }]
pattern = 'acme_live_\\w+'
public-pattern = 'acme_pub_\\w+'
[[credential]]
id = 'version'
name = 'version'
kind = 'none'
";

#[test]
fn overlays_say_forms_halves_and_shapes() {
    let schemes = "
[schemes]
Token = { credential = 'token', prefix = ['Bot', 'Bearer'] }
Login = { credential = 'token', half = 'user' }
Version = 'version'
";
    let api = with(TOKEN, &format!("{CREDENTIALS}{schemes}"));
    assert!(api.schemes[0].carrier.takes(&Form::Prefix("Bot".into())) && api.schemes[0].carrier.takes(&Form::Bearer));
    assert!(!api.schemes[0].carrier.takes(&Form::Bare));
    assert_eq!(api.schemes[1].half, Some(Half::User));
    // A version header is nothing that a request can lack.
    assert_eq!(names(&api, of(&api, "GET", "/a")), [["Token"]]);
    let id = api.schemes[0].credential;
    assert_eq!(api.kind_of_value(&[id], "acme_pub_1"), CredentialKind::Public);
    // All of its values have the shape that is said.
    assert_eq!(api.kind_of_value(&[id], "acme_live_1"), CredentialKind::Secret);
    assert_eq!(api.kind_of_value(&[id], "whatever"), CredentialKind::Unknown);
    assert!(api.shape_of(&[id], "acme_test_1").is_some_and(|shape| shape.is_test));
    assert!(api.shape_of(&[id], "acme_live_1").is_some_and(|shape| !shape.is_test));
    // Well-known shapes hold for every API.
    assert_eq!(api.kind_of_value(&[id], "pk_live_0123456789abcdef"), CredentialKind::Public);
    let wrong =
        Api::read(("t.yaml", TOKEN), Some(("t.toml", &format!("{CREDENTIALS}{schemes}").replace("acme_live_", "("))));
    let wrong = wrong.unwrap_err();
    assert!(wrong.line == Some(8) && wrong.reason.contains("no regular expression"), "{wrong}");
}

#[test]
fn overlays_add_and_correct_operations() {
    let operations = "
[schemes]
Token = 'token'
Login = 'token'
Version = 'version'
Query = { credential = 'token', in = 'query', name = 'token' }
[[operations]]
reason = 'the document is wrong'
calls = ['POST /a']
security = [['Token']]
carriers = { Token = ['body:secret'] }
hosts = ['{region}.acme.com']
[[operations]]
reason = 'the document leaves it out'
calls = ['GET /c/{x}', 'DELETE /c/{x}']
security = 'unknown'
";
    let api = with(TOKEN, &format!("partial = true\n{CREDENTIALS}{operations}"));
    assert!(api.overlay.is_partial);
    let post = of(&api, "POST", "/a");
    assert_eq!(names(&api, post), [["Token"], ["Token (body field secret)"]]);
    assert!(api.takes_body(post) && !api.takes_body(of(&api, "GET", "/a")));
    assert_eq!(post.provenance, Provenance::Corrected("the document is wrong".into()));
    assert_eq!(hosts(&api), ["api.acme.com", "*.acme.com"]);
    let added = of(&api, "DELETE", "/c/{x}");
    assert!(added.is_added() && added.is_security_unknown && !added.is_public() && !api.is_backend_only(added));
    let local = api.schemes.iter().find(|it| it.is_local).unwrap();
    assert_eq!(local.carrier, Carrier::Body("secret".into()));
    let seen = |operation| api.schemes_for(operation).any(|(_, scheme)| scheme.is_local);
    assert!(seen(post) && !seen(of(&api, "GET", "/a")));
    for (wrong, reason) in [
        ("reason = 'r'\ncalls = ['/c']\nsecurity = []", "no method with a path"),
        ("reason = 'r'\ncalls = ['GET /c']", "`security` must be said"),
        ("reason = 'r'\ncalls = ['GET /a']\nsecurity = [['Tokn']]", "did you mean \"Token\"?"),
        ("reason = 'r'\ncalls = ['GET /a']\ncarriers = { Token = ['path:x'] }", "unknown place"),
    ] {
        let overlay = format!(
            "{CREDENTIALS}[schemes]\nToken = 'token'\nLogin = 'token'\nVersion = 'version'\n[[operations]]\n{wrong}\n"
        );
        let error = Api::read(("t.yaml", TOKEN), Some(("t.toml", &overlay))).unwrap_err();
        assert!(error.line.is_some() && error.reason.contains(reason), "{error}");
    }
}

#[test]
fn bodies_carry_where_the_document_says_so() {
    let document = format!(
        "{TOKEN}  schemas:\n    B: {{allOf: [{{$ref: '#/x/base'}}, {{properties: {{Token: {{}}}}}}]}}\nx: {{base: {{properties: {{name: {{}}}}}}}}\n"
    );
    // The schemas stand below the paths in this text; what matters is where they are found.
    let document =
        document.replace("  schemas:\n    B", "x-moved:\n    B").replace("#/components/schemas/B", "#/x-moved/B");
    let schemes =
        "[schemes]\nToken = 'token'\nLogin = 'token'\nVersion = 'version'\n[body]\ntoken = 'token'\nother = 'token'\n";
    let api = with(&document, &format!("{CREDENTIALS}{schemes}"));
    assert_eq!(names(&api, of(&api, "POST", "/b/{id}")), [["Token"], ["Login (body field token)"]]);
    assert_eq!(names(&api, of(&api, "GET", "/a")), [["Token"]]);
    // A body of which the document names no field is what the overlay says; one that is told is not.
    let post = |body: &str| {
        let document =
            TOKEN.to_owned().replace("paths:", &format!("paths:\n  /p: {{post: {{security: [{{Token: []}}]{body}}}}}"));
        let api = with(&document, &format!("{CREDENTIALS}{schemes}"));
        names(&api, of(&api, "POST", "/p")).len()
    };
    let json = |schema: &str| format!(", requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}");
    assert_eq!(post(""), 3);
    assert_eq!(post(&json("{type: object, additionalProperties: true}")), 3);
    assert_eq!(post(&json("{properties: {name: {}}}")), 1);
}

#[test]
fn variables_of_servers_are_evidence_where_the_catalogue_says_so() {
    let servers = |url: &str, variables: &str| {
        hosts(&read(&format!(
            "openapi: 3.0.0\nservers: [{{url: '{url}', variables: {variables}}}]\npaths: {{/a: {{get: {{}}}}}}\n"
        )))
    };
    assert_eq!(
        servers("https://{sub}.{site}", "{sub: {default: api}, site: {default: a.com, enum: [a.com, us.b.eu]}}"),
        ["*.a.com", "*.us.b.eu"]
    );
    assert_eq!(servers("https://{sub}.{name}.com", "{sub: {default: x}, name: {default: acme}}"), ["*.acme.com"]);
    assert_eq!(
        servers("https://{region}.acme.com", "{region: {default: eu, enum: [eu, us]}}"),
        ["eu.acme.com", "us.acme.com"]
    );
    assert_eq!(servers("https://{region}.acme.com", "{region: {default: eu}}"), ["*.acme.com"]);
    assert_eq!(servers("https://{host}", "{host: {default: api.acme.com}}"), [""]);
    assert_eq!(
        servers("https://{host}", "{host: {default: a.acme.com, enum: [a.acme.com, b.acme.com]}}"),
        ["a.acme.com", "b.acme.com"]
    );
    assert_eq!(servers("https://api.example.com", "{}"), [""]);
    assert_eq!(servers("https://api.acme.com/{base}", "{base: {default: v1/rest}}"), ["api.acme.com/v1/rest"]);
    assert_eq!(servers("/api", "{}"), ["/api"]);
}

/// The template that a path is taken for.
fn matched(templates: &[&str], path: &[Segment<'_>]) -> Option<String> {
    let paths: Vec<String> = templates.iter().map(|it| format!("  '{it}': {{get: {{}}}}\n")).collect();
    let apis = Apis::new(vec![read(&format!("openapi: 3.0.0\npaths:\n{}", paths.concat()))]);
    let (_, api, matcher) = apis.iter().next().unwrap();
    matcher.find("GET", path).map(|id| api.operation(id).path.clone())
}

#[test]
fn templates_of_several_pieces_are_meant_where_they_are_written() {
    let x = Segment::Text("x");
    let pieces = |pieces: &[&str]| pieces.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    let siblings = ["/x/{id}.mp3", "/x/{id}", "/x/{name}:check"];
    assert_eq!(matched(&siblings, &[x, Segment::Hole]).as_deref(), Some("/x/{id}"));
    assert_eq!(matched(&siblings, &[x, Segment::Text("7.mp3")]).as_deref(), Some("/x/{id}.mp3"));
    let written = pieces(&["", ":check"]);
    assert_eq!(matched(&siblings, &[x, Segment::Partial { pieces: &written }]).as_deref(), Some("/x/{name}:check"));
    let other = pieces(&["a-", ""]);
    assert_eq!(matched(&siblings, &[x, Segment::Partial { pieces: &other }]).as_deref(), Some("/x/{id}"));
    let two = pieces(&["", ",", ""]);
    let places = ["/x/{place}", "/x/{lat},{lon}"];
    assert_eq!(matched(&places, &[x, Segment::Partial { pieces: &two }]).as_deref(), Some("/x/{lat},{lon}"));
    assert_eq!(matched(&places, &[x, Segment::Hole]).as_deref(), Some("/x/{place}"));
    // Where there is no plain one, it may be meant.
    assert_eq!(matched(&["/x/{id}.json"], &[x, Segment::Hole]).as_deref(), Some("/x/{id}.json"));
    // Templates that go on with a query never win; of two that differ by case, the one that is written does.
    assert_eq!(matched(&["/x?action=a", "/x"], &[x]).as_deref(), Some("/x"));
    assert_eq!(matched(&["/x?action=a"], &[x]).as_deref(), Some("/x?action=a"));
    assert_eq!(matched(&["/X", "/x"], &[x]).as_deref(), Some("/x"));
    assert_eq!(matched(&["/X"], &[x]).as_deref(), Some("/X"));
}

/// What is listed of a call to an API of two templates, of which the first demands a credential and the other one what is
/// said.
fn listed(templates: [&str; 2], second: &str, path: &str) -> String {
    let [one, other] = templates;
    let dir = tempfile::tempdir().unwrap();
    let document = format!(
        "openapi: 3.0.0\nservers: [{{url: 'https://api.acme.com'}}]\ncomponents: {{securitySchemes: {{K: {{type: http, scheme: basic}}}}}}\npaths:\n  '{one}': {{get: {{security: [{{K: []}}]}}}}\n  '{other}': {{get: {{security: {second}}}}}\n"
    );
    fs::write(dir.path().join("t.yaml"), document).unwrap();
    fs::write(dir.path().join("a.js"), format!("fetch(`https://api.acme.com{path}`);\n")).unwrap();
    let output = run(dir.path(), &["requests", "--apis", "t.yaml"]);
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_path_that_fits_several_demands_is_none() {
    let requests = |second: &str| listed(["/?a=1", "/?a=2"], second, "/?a=2");
    assert!(requests("[]").contains("several operations that demand different things"), "{}", requests("[]"));
    assert!(!requests("[{K: []}]").contains("several operations"));
}

/// `${id}:${verb}` may be any of the operations that take a verb.
#[test]
fn a_segment_that_may_be_one_of_several_is_none_where_they_demand_different_things() {
    let requests = |second: &str, path: &str| listed(["/t/{id}:publish", "/t/{id}:archive"], second, path);
    for path in ["/t/${id}:${verb}", "/t/${id}"] {
        assert!(requests("[]", path).contains("several operations"), "{}", requests("[]", path));
        assert!(requests("[{K: []}]", path).contains(":publish"), "{}", requests("[{K: []}]", path));
    }
    assert!(requests("[]", "/t/${id}:archive").contains(":archive"));
}

/// A secret is one of the API that it is sent to.
#[test]
fn a_secret_that_is_written_is_one_of_the_api_that_gets_it() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    for name in ["aaa", "bbb"] {
        let document = format!(
            "openapi: 3.0.0\ninfo: {{title: The {name}}}\nservers: [{{url: 'https://api.{name}.io'}}]\ncomponents: {{securitySchemes: {{S: {{type: http, scheme: bearer}}}}}}\nsecurity: [{{S: []}}]\npaths: {{/x: {{get: {{}}}}}}\n"
        );
        write(&format!("{name}.yaml"), &document);
    }
    let api = |name: &str| {
        format!(
            "[[api]]\ndocument = \"{name}.yaml\"\ncredential = [{{ id = \"k\", name = \"key\", kind = \"secret\" }}]\nschemes = {{ S = \"k\" }}\n"
        )
    };
    write("authlint.toml", &[api("aaa"), api("bbb")].concat());
    write("1.js", "fetch('https://api.aaa.io/x', { headers: { Authorization: `Bearer ${process.env.AAA}` } });\n");
    write(
        "2.js",
        "const token = process.env.BBB;\nfetch('https://api.bbb.io/x', { headers: { Authorization: `Bearer ${token}` } });\nconsole.log(token);\n",
    );
    let output = run(dir.path(), &["check", "--format", "concise", "--select", "secret-in-log"]);
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(
        told.contains("`BBB`, a secret of The bbb, is written into a log"),
        "{told}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn a_suffix_that_names_a_format_does_not_count() {
    let apis = Apis::new(vec![read(
        "openapi: 3.0.0\nservers: [{url: 'https://api.acme.com'}]\npaths: {/a: {get: {}}, '/b/{id}': {get: {}}}\n",
    )]);
    assert_eq!(lookup(&apis, Some("GET"), "https://api.acme.com/b/7.json").found.len(), 1);
}

#[test]
fn documents_may_be_of_several_files_below_one_folder() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = dir.path().join("api").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let root =
        "openapi: 3.0.0\ncomponents: {securitySchemes: {K: {$ref: 'parts/schemes.yaml#/K'}}}\nsecurity: [{K: []}]\n";
    write("root.yaml", &format!("{root}paths: {{/a: {{$ref: './parts/a.yaml'}}}}\n"));
    write("parts/a.yaml", "get: {parameters: [{$ref: '../more.json#/p'}]}\n");
    write("parts/schemes.yaml", "K: {type: apiKey, in: header, name: X-K}\n");
    write("more.json", r#"{"p": {"in": "header", "name": "x-k"}}"#);
    let apis = Apis::new(Vec::new()).with(&[dir.path().join("api")], &[]).unwrap();
    // What is only referred to is no document of its own.
    assert_eq!((apis.tables.len(), apis.skipped.len()), (1, 1));
    assert_eq!(apis.tables[0].operations[0].parameters.len(), 1);
    assert_eq!(apis.tables[0].schemes[0].carrier, Carrier::Header("X-K".into()));
    fs::write(dir.path().join("out.yaml"), "get: {}\n").unwrap();
    for (reference, reason) in [
        ("../out.yaml", "out of the document's folder"),
        ("/etc/passwd", "out of the document's folder"),
        ("https://acme.com/a.yaml", "out of the document's folder"),
        ("gone.yaml", "leads to another file"),
    ] {
        write("root.yaml", &format!("{root}paths: {{/a: {{$ref: '{reference}'}}}}\n"));
        let error = Apis::new(Vec::new()).with(&[dir.path().join("api/root.yaml")], &[]).unwrap_err();
        assert!(error.line == Some(4) && error.reason.contains(reason), "{error}");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(dir.path().join("out.yaml"), dir.path().join("api/link.yaml")).unwrap();
        write("root.yaml", &format!("{root}paths: {{/a: {{$ref: 'link.yaml'}}}}\n"));
        let error = Apis::new(Vec::new()).with(&[dir.path().join("api/root.yaml")], &[]).unwrap_err();
        assert!(error.reason.contains("out of the document's folder"), "{error}");
    }
}

fn run(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_authlint")).current_dir(dir).args(args).output().unwrap()
}

fn said(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

const PARCELS: &str = "openapi: 3.1.0
info: {title: Parcel Service, version: '1'}
servers: [{url: 'https://api.parcels.dev/v1'}]
security: [{ParcelsKey: []}]
components:
  securitySchemes:
    ParcelsKey: {type: apiKey, in: header, name: X-Parcels-Key, description: Never share this key.}
paths:
  /depots:
    get: {operationId: listDepots}
    post: {operationId: openDepot, security: []}
";

fn parcels(config: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("apis")).unwrap();
    fs::write(dir.path().join("apis/parcels.yaml"), PARCELS).unwrap();
    fs::write(dir.path().join("apis/package.json"), r#"{"name": "other", "dependencies": {"openapi": "1"}}"#).unwrap();
    fs::write(dir.path().join("apis/Cargo.toml"), "[package]\nname = \"other\"\n").unwrap();
    fs::write(dir.path().join("authlint.toml"), config).unwrap();
    let calls = "fetch('https://api.parcels.dev/v1/depots');
fetch('https://gateway.acme.dev/parcels/depots');
fetch('https://gateway.acme.dev/parcels/depot');
";
    fs::write(dir.path().join("a.js"), calls).unwrap();
    dir
}

#[test]
fn configurations_bring_documents_and_folders_of_them() {
    for config in ["apis = ['apis']\n", "apis = ['apis/parcels.yaml']\n", "[[api]]\ndocument = 'apis/parcels.yaml'\n"] {
        let dir = parcels(config);
        assert!(
            said(&run(dir.path(), &["operations"])).contains("GET /v1/depots  (listDepots, Parcel Service)"),
            "{config}"
        );
        let found = crate::support::check(dir.path(), &[]);
        assert_eq!(crate::support::shown(&found), "a.js:1 missing-credentials", "{config}");
    }
    let dir = parcels("apis = ['apis']\n");
    let verbose = run(dir.path(), &["check", "-v"]);
    let errors = String::from_utf8_lossy(&verbose.stderr);
    assert!(errors.contains("package.json: it is no OpenAPI document; skipped"), "{errors}");
    assert!(errors.contains("Cargo.toml: it is no overlay"), "{errors}");
}

#[test]
fn hosts_of_an_api_are_its_own() {
    let config = "[[api]]\ndocument = 'apis/parcels.yaml'\nhosts = ['gateway.acme.dev/parcels']\n";
    let dir = parcels(config);
    let found = crate::support::shown(&crate::support::check(dir.path(), &[]));
    assert_eq!(found, "a.js:1 missing-credentials\na.js:2 missing-credentials\na.js:3 unknown-operation");
    // A part of an API says nothing of the rest.
    let dir = parcels(&format!("{config}partial = true\n"));
    let found = crate::support::shown(&crate::support::check(dir.path(), &[]));
    assert_eq!(found, "a.js:1 missing-credentials\na.js:2 missing-credentials");
    // More of an API that is known already.
    let dir = parcels("apis = ['apis']\n[[api]]\nid = 'parcels'\nhosts = ['gateway.acme.dev/parcels']\n");
    let found = crate::support::shown(&crate::support::check(dir.path(), &[]));
    assert_eq!(found, "a.js:1 missing-credentials\na.js:2 missing-credentials\na.js:3 unknown-operation");
}

#[test]
fn what_cannot_be_used_is_an_error_with_its_place() {
    for (config, place) in [
        ("[[api]]\ndocument = 'gone.yaml'\n", "authlint.toml:2: "),
        ("[[api]]\nid = 'nobody'\n", "authlint.toml: "),
        ("[[api]]\ndocument = 'apis/parcels.yaml'\naliasses = []\n", "authlint.toml:3:"),
        ("[[api]]\ndocument = 'apis/parcels.yaml'\nretired = ['v0']\n", "authlint.toml:3"),
        ("apis = ['apis/package.json']\n", "apis/package.json: this is no OpenAPI document"),
        ("apis = ['nowhere']\n", "nowhere: there is no such file"),
    ] {
        let dir = parcels(config);
        let output = run(dir.path(), &["check"]);
        let errors = String::from_utf8_lossy(&output.stderr).replace('\\', "/");
        assert_eq!(output.status.code(), Some(2), "{config}{errors}");
        assert!(errors.contains(place), "{config}{errors}");
    }
}

#[test]
fn import_says_what_it_understood_and_writes_an_overlay_that_works() {
    let dir = parcels("");
    let text = said(&run(dir.path(), &["import", "apis/parcels.yaml", "-o", "apis/parcels.toml"]));
    for line in [
        "Parcel Service (parcels): 2 operations, 1 scheme",
        "server https://api.parcels.dev/v1",
        "ParcelsKey: header X-Parcels-Key, secret, for its description says \"never share\"",
        "1 operation with ParcelsKey",
        "1 operation without credentials",
        "backend only: 1 of 2 operations",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let overlay = fs::read_to_string(dir.path().join("apis/parcels.toml")).unwrap();
    assert!(
        overlay.contains("document = \"parcels.yaml\"") && overlay.contains("aliases = [\"parcels\"]"),
        "{overlay}"
    );
    assert!(said(&run(dir.path(), &["operations", "--apis", "apis"])).contains("listDepots, Parcel Service"));
    assert_eq!(run(dir.path(), &["import", "apis/parcels.yaml", "-o", "apis/parcels.toml"]).status.code(), Some(2));
    let faults = said(&run(dir.path(), &["import", "--check", "apis/parcels.yaml"]));
    assert!(faults.contains("POST /v1/depots demands no credentials, while others on its path do"), "{faults}");
}

/// The domain of a server may be everybody's word, or several words.
#[test]
fn import_proposes_aliases_that_tell_something() {
    for (host, aliases) in
        [("api.change.org", ""), ("api.mercedes-depots.dev", "\"mercedes-depots\""), ("import.io", "")]
    {
        let dir = tempfile::tempdir().unwrap();
        let document = format!(
            "openapi: 3.0.0\nservers: [{{url: 'https://{host}'}}]\npaths: {{/a: {{get: {{security: [{{Key: []}}]}}}}}}\n\
             components: {{securitySchemes: {{Key: {{type: apiKey, in: header, name: X-Depot-Key}}}}}}\n"
        );
        fs::write(dir.path().join("a.yaml"), document).unwrap();
        said(&run(dir.path(), &["import", "a.yaml", "-o", "a.toml"]));
        let overlay = fs::read_to_string(dir.path().join("a.toml")).unwrap();
        assert!(overlay.contains(&format!("aliases = [{aliases}]")), "{host}\n{overlay}");
    }
}

/// An alias makes code worth reading where a name bears it: not within another word, nor in a comment.
#[test]
fn aliases_count_in_names_alone() {
    let overlay = "[[api]]\ndocument = 'a.yaml'\naliases = ['stone', 'acme-corp']\n";
    let hot = |text: &str| {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a.yaml"), "openapi: 3.0.0\npaths: {}\n").unwrap();
        fs::write(dir.path().join("authlint.toml"), overlay).unwrap();
        fs::write(dir.path().join("a.js"), text).unwrap();
        let output = run(dir.path(), &["check", "--stats", "a.js"]);
        String::from_utf8_lossy(&output.stderr).contains(" 1 hot")
    };
    for text in [
        "const stoneUrl = base;",
        "fetch(`${base}/stone/x`);",
        "let ACME_CORP = 1;",
        "new AcmeCorp();",
        "use('acme-corp');",
    ] {
        assert!(hot(text), "{text}");
    }
    for text in ["const milestones = 1;", "// see stone", "call(); // acme-corp", "const acme = corp;"] {
        assert!(!hot(text), "{text}");
    }
}

#[test]
fn faults_of_documents_are_pointed_at() {
    let dir = tempfile::tempdir().unwrap();
    let document = "openapi: 3.0.0
components:
  securitySchemes:
    Key: {type: apiKey, in: query, name: apikey}
    KEY: {type: apiKey, in: header, name: X-Key}
    Secret: {type: apiKey, in: query, name: apisecret}
    Token: {type: http, scheme: bearer}
    Spare: {type: http, scheme: basic}
security: [{Key: []}, {KEY: []}]
paths:
  /a:
    get: {security: [{Key: [], Secret: []}]}
    put: {security: [{Key: [], Token: []}, {Key: []}, {Key: [], KEY: []}]}
    post: {parameters: [{in: query, name: access_token}, {in: query, name: apisecret}]}
    delete: {security: [{Key: [], Token: []}]}
    patch: {requestBody: {content: {application/json: {schema: {properties: {client_secret: {}}}}}}}
  /b/.well-known/keys: {get: {security: [{Tokem: []}]}}
";
    fs::write(dir.path().join("t.yaml"), document).unwrap();
    let text = said(&run(dir.path(), &["import", "--check", "t.yaml"]));
    for kind in [
        "GET /a takes a secret in the query only",
        "PUT /a Key and Token is never needed, for Key is enough",
        "PUT /a asks for Key and KEY at once",
        "POST /a lists `access_token` as an ordinary parameter",
        "POST /a lists `apisecret`, the carrier of Secret, as an ordinary parameter",
        "each of 2 places says nothing of its security and inherits that of the document, while",
        "    POST /a\n    PATCH /a\n",
        "PATCH /a takes `client_secret` in its body, which its security does not mention",
        "KEY differs from the scheme \"Key\" by case alone",
        "Spare is declared, but no operation asks for it",
        "asks for the scheme \"Tokem\", which is declared nowhere",
        "GET /b/.well-known/keys demands credentials for what clients read before they have any",
    ] {
        assert!(text.contains(kind), "{kind}\n{text}");
    }
}

/// As far as the document alone shows what callers dispute.
#[test]
fn faults_of_the_built_in_document_are_seen() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = said(&run(root, &["import", "--check", "rules/apis/loginradius.openapi.json"]));
    for place in [
        "    POST /identity/v2/auth/email\n",
        "POST /identity/v2/auth/phone/otp asks for",
        "GET /identity/v2/manage/account/sott takes less than 6 operations beside it",
    ] {
        assert!(text.contains(place), "{place}\n{text}");
    }
    // What is said of many places is said once.
    let below = |said: &str| {
        let after = text.split(said).nth(1).unwrap_or_else(|| panic!("{said}\n{text}"));
        after.lines().skip(1).take_while(|line| line.starts_with("    ")).map(str::trim).collect::<Vec<_>>()
    };
    let open = below("demands credentials for what clients read before they have any");
    assert!(open.contains(&"GET /service/oauth/jwks") && open.contains(&"GET /service/saml/idp/metadata"), "{text}");
    assert!(open.contains(&"GET /service/oidc/{OIDCAppName}/.well-known/openid-configuration"), "{text}");
    let listed = below("lists `access_token`, the carrier of AccessToken, as an ordinary parameter");
    for path in ["/sso/shopify/api/token", "/api/v2/access_token/validate", "/sso/perfectmind/session"] {
        assert!(listed.contains(&&*format!("GET {path}")), "{text}");
    }
    let tokens = below("inherits credentials in the query, while clients that ask for tokens");
    for path in ["/service/oauth/token", "/api/oidc/{OIDCAppName}/device", "/service/oauth/introspect"] {
        assert!(tokens.contains(&&*format!("POST {path}")), "{text}");
    }
    assert!(text.lines().count() < 120 && text.contains("remarks on "), "{text}");
}
