//! Documents and overlays that are wrong: each is refused with its place and a reason, or remarked on, and nothing is
//! promised of what cannot be checked.

use std::path::Path;

use crate::support::process::{command, project};

const DOCUMENT: &str = "openapi: 3.0.3
info: {title: Tee, version: '1'}
servers: [{url: 'https://api.tee.dev'}]
components: {securitySchemes: {k: {type: apiKey, in: header, name: X-K}}}
security: [{k: []}]
paths: {/a: {get: {operationId: a, tags: [t], responses: {}}}}
";

/// The exit code, and both outputs in one text.
fn run(dir: &Path, args: &[&str]) -> (Option<i32>, String) {
    let output = command(dir, args, &[]).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&said).into_owned())
}

/// What `import` says of the document with something in it replaced.
fn imported(name: &str, (old, new): (&str, &str), args: &[&str]) -> (Option<i32>, String) {
    assert!(DOCUMENT.contains(old), "{old}");
    let dir = project(&[(name, &DOCUMENT.replace(old, new))]);
    run(dir.path(), &[&["import", name], args].concat())
}

#[test]
fn what_is_of_a_wrong_shape_is_refused_with_its_place() {
    let get = "{get: {operationId: a, tags: [t], responses: {}}}";
    for (change, told) in [
        (("paths: {/a:", "paths: [a, b]\nx-a: {/a:"), "d.yaml:6:1: #/paths is a list, where a map is wanted"),
        ((get, "true"), "d.yaml:6:9: #/paths/~1a is true or false, where a map is wanted"),
        ((get, "{get: 7}"), "d.yaml:6:14: #/paths/~1a/get is a number, where a map is wanted"),
        ((get, "{get: {parameters: {}}}"), "d.yaml:6:20: #/paths/~1a/get/parameters is a map, where a list is wanted"),
        ((get, "{parameters: a, get: {}}"), "d.yaml:6:14: #/paths/~1a/parameters is a text, where a list"),
        ((get, "{get: {servers: a}}"), "#/paths/~1a/get/servers is a text, where a list is wanted"),
        (("[{url: 'https://api.tee.dev'}]", "https://api.tee.dev"), "d.yaml:3:1: #/servers is a text, where a list"),
        (("{url: 'https://api.tee.dev'}", "https://api.tee.dev"), "d.yaml:3:1: #/servers/0 is a text, where a map"),
        (("'https://api.tee.dev'", "[a]"), "#/servers/0/url is a list, where a text is wanted"),
        (("{k: {type", "[{k: {type"), "not valid YAML"),
        (("{type: apiKey, in: header, name: X-K}", "a"), "#/components/securitySchemes/k is a text, where a map"),
        ((", name: X-K", ""), "d.yaml:4:32: #/components/securitySchemes/k has no `name`"),
        (("X-K", "12"), "#/components/securitySchemes/k/name is a number, where a text is wanted"),
        (("[{k: []}]", "k"), "d.yaml:5:1: #/security is a text, where a list of requirements"),
    ] {
        let (code, text) = imported("d.yaml", change, &[]);
        assert!(code == Some(2) && text.contains(told), "{change:?}: {text}");
    }
    // What is empty is nothing.
    for change in [(get, ""), (get, "{get: }"), ("[{url: 'https://api.tee.dev'}]", "")] {
        assert_eq!(imported("d.yaml", change, &[]).0, Some(0), "{change:?}");
    }
}

#[test]
fn a_key_is_there_once() {
    let json = r#"{"openapi": "3.0.3", "paths": {"/a": {"get": {}}, "\/a": {"get": {"security": []}}}}"#;
    for (name, text, told) in [
        ("d.json", json, "d.json:1:55: the key \"/a\" is there twice in one map"),
        (
            "d.yaml",
            "openapi: 3.0.3\npaths:\n  /a: {}\n  /a: {}\n",
            "d.yaml:4:3: the key \"/a\" is there twice in one map",
        ),
    ] {
        let dir = project(&[(name, text)]);
        let (code, said) = run(dir.path(), &["import", name]);
        assert!(code == Some(2) && said.contains(told), "{said}");
    }
    let many: Vec<String> = (0..40).map(|at| format!("\"/{}\": {{}}", at % 39)).collect();
    let dir = project(&[("d.json", &format!("{{\"openapi\": \"3.0.3\", \"paths\": {{{}}}}}", many.join(", ")))]);
    let (_, said) = run(dir.path(), &["import", "d.json"]);
    assert!(said.contains("the key \"/0\" is there twice"), "{said}");
}

#[test]
fn what_cannot_be_parsed_is_told_in_our_words() {
    let bomb: Vec<String> =
        (1..9).map(|at| format!("a{at}: &a{at} [{}]\n", vec![format!("*a{}", at - 1); 10].join(","))).collect();
    let bomb = format!("{DOCUMENT}a0: &a0 [x,x]\n{}", bomb.concat());
    for (name, text, told) in [
        ("d.yaml", "openapi: 3.0.3\npaths: &p {/a: {get: {}}, /b: *p}\n", "an anchor holds an alias of itself"),
        ("d.yaml", "openapi: 3.0.3\npaths: *p\n", "an alias is of an anchor that is not there"),
        ("d.yaml", &*bomb, "it holds more than is read"),
        ("d.json", "{\"openapi\": \"3.0.3\", \"paths\": {,}}", "d.json:1:32: not valid JSON"),
    ] {
        let dir = project(&[(name, text)]);
        let (code, said) = run(dir.path(), &["import", name]);
        assert!(code == Some(2) && said.contains(told) && said.lines().count() == 1, "{said}");
    }
    for (name, text) in [
        (
            "d.yaml",
            "openapi: 3.0.3\npaths: {}\nx-a: 1e999999\nx-b: .inf\nx-c: 99999999999999999999999999999999999999999\n",
        ),
        ("d.json", "{\"openapi\": \"3.0.3\", \"paths\": {}, \"x-a\": 1e400}"),
    ] {
        let dir = project(&[(name, text)]);
        let (code, said) = run(dir.path(), &["import", name]);
        assert_eq!(code, Some(0), "{said}");
    }
}

#[test]
fn where_no_call_is_known_it_is_remarked() {
    let url = "'https://api.tee.dev'";
    for (change, told) in [
        (
            ("servers: [{url: 'https://api.tee.dev'}]\n", ""),
            "servers leads to no host by which calls are known (there is none)",
        ),
        ((url, "/v1"), "(/v1 names no host)"),
        ((url, "'http://localhost:8080/v1'"), "(http://localhost:8080/v1 is another machine for everybody)"),
        ((url, "'https://api.example.com'"), "(https://api.example.com is an example)"),
        ((url, "'https:// not a url'"), "(https:// not a url is no URL)"),
        ((url, "'https://{host}/v1'"), "(https://{host}/v1 may be any host)"),
        ((url, "'https://{host}/v1'"), "has the variable \"host\", which is declared nowhere"),
        (("paths: {/a", "paths: {x-a"), "paths has no operation"),
        (
            ("apiKey, in", "apikey, in"),
            "k is judged by nobody, for OpenAPI has no type \"apikey\"; did you mean \"apiKey\"?",
        ),
        (("in: header", "in: body"), "k is judged by nobody, for no key travels in \"body\""),
    ] {
        let (code, text) = imported("d.yaml", change, &["--check"]);
        assert!(code == Some(0) && text.contains(told), "{change:?}: {text}");
    }
    // One server that is known is enough.
    let (_, text) = imported("d.yaml", ("[{url", "[{url: 'http://localhost:1'}, {url"), &["--check"]);
    assert!(!text.contains("no-host"), "{text}");
    // What is understood is told as it is written.
    let (_, text) = imported("d.yaml", (url, "'https://api.example.com'"), &[]);
    assert!(
        text.contains("server https://api.example.com, which is an example") && !text.contains("https://*"),
        "{text}"
    );
    let (_, text) = imported("d.yaml", ("paths: {/a", "paths: {x-a"), &[]);
    assert!(text.contains("it has no operations") && !text.contains("no server names a host"), "{text}");
}

#[test]
fn a_folder_tells_all_that_is_wrong_in_it() {
    let dir = project(&[
        ("apis/a.yaml", "openapi: 3.0.3\npaths: []\n"),
        ("apis/b.json", "{\"openapi\": \"3.0.3\", \"paths\": 7}"),
        ("apis/c.yaml", DOCUMENT),
        ("a.js", ""),
    ]);
    let (code, text) = run(dir.path(), &["--apis", "apis"]);
    let text = text.replace('\\', "/");
    assert!(
        code == Some(2) && text.contains("apis/a.yaml:2:1: #/paths") && text.contains("\napis/b.json:1:23: #/paths"),
        "{text}"
    );
}

#[test]
fn values_that_mean_nothing_are_errors() {
    let keys = "credential = [{ id = 'k', name = 'key', kind = 'secret' }, { id = 's', name = 's', kind = 'signature' }]\nschemes = { k = 'k', s = { credential = 's', in = 'header', name = 'X-S' } }\n";
    let signed = |algorithm: &str, encoding: &str| {
        format!("{keys}signature = {{ digest = 's', key = 'k', algorithm = '{algorithm}', encoding = '{encoding}' }}\n")
    };
    for (overlay, line, told) in [
        (&*signed("ROT13", "hex"), 4, "unknown algorithm \"ROT13\"; known are md5, sha1"),
        (&signed("SHA-256", "hexa"), 4, "unknown encoding \"hexa\"; did you mean \"hex\"?"),
        ("hosts = ['']\n", 2, "\"\" is no host: `api.acme.com` is one"),
        ("hosts = ['a b']\n", 2, "\"a b\" is no host"),
        ("groups = { A = ['nope'] }\n", 2, "unknown tag \"nope\""),
        ("page = 'https://x/{nope}'\n", 2, "no page has a {nope} in its address: it may have {tag}, {operationId}"),
        ("aliases = ['tee', 'API']\n", 2, "\"API\" names every API, not this one"),
        ("date = 'yesterday'\n", 2, "\"yesterday\" is no date: `2026-01-31` is one"),
        ("retired = ['/']\n", 2, "\"/\" is every path"),
        ("[[operations]]\ncalls = ['GET /b']\nsecurity = []\nreason = ''\n", 5, "`reason` is empty"),
        ("[[operations]]\ncalls = ['GET /b']\nsecurity = []\nreason = 'b'\nhosts = ['/']\n", 6, "\"/\" is no host"),
    ] {
        let dir = project(&[("d.yaml", DOCUMENT), ("o.toml", &format!("document = 'd.yaml'\n{overlay}"))]);
        let (code, text) = run(dir.path(), &["import", "o.toml"]);
        assert!(code == Some(2) && text.contains(&format!("o.toml:{line}: {told}")), "{overlay}: {text}");
    }
    let sound = format!(
        "document = 'd.yaml'\n{}hosts = ['*.tee.dev:8443/x', '{{a}}.tee.dev']\ngroups = {{ A = ['t'] }}\ndate = '2026-01-31'\npage = 'https://x/{{path}}'\n",
        signed("SHA-512/256", "base64url")
    );
    let dir = project(&[("d.yaml", DOCUMENT), ("o.toml", &sound)]);
    assert_eq!(run(dir.path(), &["import", "o.toml"]).0, Some(0));
    // What takes the place of a built-in API says so.
    let dir = project(&[
        ("d.yaml", DOCUMENT),
        ("a.js", "fetch('https://api.tee.dev/a')"),
        ("authlint.toml", "[[api]]\ndocument = 'd.yaml'\nid = 'loginradius'\n"),
    ]);
    let (_, text) = run(dir.path(), &["check", "-v"]);
    assert!(text.contains("loginradius: an API of the project has this id"), "{text}");
    let twice = "[[api]]\ndocument = 'd.yaml'\nid = 'x'\n[[api]]\ndocument = 'e.yaml'\nid = 'x'\n";
    let dir = project(&[("d.yaml", DOCUMENT), ("e.yaml", DOCUMENT), ("authlint.toml", twice)]);
    let (_, text) = run(dir.path(), &[]);
    assert!(text.contains("authlint.toml:6: two APIs have the id \"x\""), "{text}");
}

/// The folder of a bare name is the one where this runs.
#[test]
fn references_lead_on_from_a_document_that_is_named_alone() {
    let split = DOCUMENT.replace("{get: {operationId: a, tags: [t], responses: {}}}", "{$ref: 'parts/a.yaml'}");
    let files = [
        ("d.yaml", &*split),
        ("o.toml", "document = 'd.yaml'"),
        ("parts/a.yaml", "get: {operationId: a, responses: {}}"),
        ("a.js", "fetch('https://api.tee.dev/a');\n"),
    ];
    let dir = project(&files);
    for name in ["d.yaml", "o.toml", "./d.yaml"] {
        let (code, text) = run(dir.path(), &["import", name]);
        assert!(code == Some(0) && text.contains("1 operation with k"), "{name}: {text}");
        let (_, text) = run(dir.path(), &["check", "--apis", name, "--format", "concise"]);
        assert!(text.contains("missing-credentials"), "{name}: {text}");
    }
}

/// Of what no call is seen to send it is said that it is not judged.
#[test]
fn import_names_what_is_not_judged() {
    for (scheme, is_judged) in [
        ("{type: http, scheme: Hoba}", false),
        ("{type: mutualTLS}", false),
        ("{type: apiKey, in: cookie, name: sid}", true),
        ("{type: apiKey, in: header, name: Cookie}", true),
        ("{type: http, scheme: Key}", true),
    ] {
        let (code, text) = imported("d.yaml", ("{type: apiKey, in: header, name: X-K}", scheme), &[]);
        assert_eq!((code, !text.contains("no call is seen to send it")), (Some(0), is_judged), "{scheme}: {text}");
    }
}

/// Many documents have one name, and are APIs of their own wherever they come from; an id that is said is one API's.
#[test]
fn ids_are_of_one_api() {
    let other = DOCUMENT.replace("tee", "bee");
    let calls = "fetch('https://api.tee.dev/a');\nfetch('https://api.bee.dev/a');\n";
    let all = |config: &str, files: &[(&str, &str)]| {
        let own = [("authlint.toml", config), ("a.js", calls)];
        let dir = project(&own.iter().chain(files).copied().collect::<Vec<_>>());
        run(dir.path(), &["check", "--format", "concise"])
    };
    for (config, second) in [("apis = ['apis']", "apis/a.yml"), ("apis = ['apis/a.yaml', 'b/a.yaml']", "b/a.yaml")] {
        let (_, text) = all(config, &[("apis/a.yaml", DOCUMENT), (second, &other)]);
        assert_eq!(text.matches("missing-credentials").count(), 2, "{config}: {text}");
    }
    let overlays = [
        ("d.yaml", DOCUMENT),
        ("e.yaml", &other),
        ("o/d.toml", "id = 'x'\ndocument = '../d.yaml'"),
        ("o/e.toml", "document = '../e.yaml'\nid = 'x'"),
    ];
    for config in ["apis = ['o']", "apis = ['o/d.toml', 'o/e.toml']"] {
        let (code, text) = all(config, &overlays);
        assert!(code == Some(2) && text.contains("o/e.toml: two APIs have the id \"x\""), "{config}: {text}");
    }
    // So is that of a built-in one, once.
    let twice = "[[api]]\ndocument = 'd.yaml'\nid = 'loginradius'\n[[api]]\ndocument = 'e.yaml'\nid = 'loginradius'\n";
    let (code, text) = all(twice, &overlays[..2]);
    assert!(code == Some(2) && text.contains("authlint.toml:6: two APIs have the id"), "{text}");
}

#[test]
fn nothing_is_promised_of_what_cannot_be_checked() {
    let none = DOCUMENT.replace("/a:", "x-a:");
    let relative = DOCUMENT.replace("https://api.tee.dev", "/v1");
    let dir = project(&[
        ("a.yaml", DOCUMENT),
        ("copy/a.yaml", DOCUMENT),
        ("none.yaml", &none),
        ("rel.yaml", &relative),
        ("new.yaml", "openapi: 4.0.0\npaths: {}\n"),
    ]);
    let (_, text) = run(dir.path(), &["init", "--yes"]);
    for told in [
        "found a.yaml: Tee (1 operation); calls to it are checked",
        "found copy/a.yaml: Tee (1 operation); calls to it are not checked: it is the same as a.yaml",
        "found none.yaml: Tee (0 operations); calls to it are not checked: it has no operations",
        "found rel.yaml: Tee (1 operation); calls to it are not checked: no server names a host",
        "found new.yaml: a document that cannot be used: ",
    ] {
        assert!(text.contains(told), "{told}\n{text}");
    }
    let config = std::fs::read_to_string(dir.path().join("authlint.toml")).unwrap();
    assert!(config.contains("apis = [\"a.yaml\"]"), "{config}");
    // The note of a run that saw no call.
    for (document, told) in [
        ("openapi: 3.0.3\ninfo: {title: T\npaths: {\n", "no call to it can be checked yet: broken.yaml:"),
        (&*relative, "no call to it can be checked yet: no server names a host"),
        (DOCUMENT, "`authlint --apis broken.yaml` checks the calls to it"),
    ] {
        let dir = project(&[("broken.yaml", document), ("a.js", "fetch('https://api.tee.io/a')\n")]);
        let (_, text) = run(dir.path(), &[]);
        assert!(text.contains(told), "{text}");
    }
}

#[test]
fn operations_of_ones_own_come_first() {
    let dir = project(&[("tee.yaml", DOCUMENT), ("authlint.toml", "apis = ['tee.yaml']")]);
    let ask = |args: &[&str]| run(dir.path(), &[&["operations"], args].concat());
    let (_, all) = ask(&[]);
    assert!(all.starts_with("GET /a  (a, Tee)") && all.contains("LoginRadius"), "{all}");
    for args in [&["--api", "tee"][..], &["https://api.tee.dev"], &["get", "https://api.tee.dev/"]] {
        let (code, text) = ask(args);
        assert!(
            code == Some(0) && text.starts_with("GET /a  (a, Tee)") && text.lines().count() == 2,
            "{args:?}: {text}"
        );
    }
    let (_, text) = ask(&["--api", "loginradius", "/a"]);
    assert!(!text.contains("Tee"), "{text}");
    let (code, text) = ask(&["--api", "nope"]);
    assert!(
        code == Some(2) && text.contains("no API has the id \"nope\"; those that are known: loginradius, tee"),
        "{text}"
    );
}
