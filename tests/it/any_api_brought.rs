//! APIs that are brought along: what is said of their documents is so, and nothing is lost without a word.

use std::path::Path;
use std::process::Output;

use crate::support::process::{command, project};

fn run(dir: &Path, args: &[&str]) -> Output {
    command(dir, args, &[]).output().unwrap()
}

/// Both outputs, in one text.
fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// What would silently check nothing, or another thing than was meant, is an error.
#[test]
fn nothing_that_is_brought_is_lost_without_a_word() {
    let document = |security: &str| {
        format!(
            "openapi: 3.0.0\ninfo: {{title: Tee, version: '1'}}\nservers: [{{url: 'https://api.tee.dev'}}]\ncomponents: {{securitySchemes: {{k: {{type: apiKey, in: header, name: X-K}}}}}}\nsecurity: {security}\npaths: {{/a: {{get: {{responses: {{}}}}}}}}\n"
        )
    };
    let good = document("[{k: []}]");
    let call = "fetch('https://api.tee.dev/a');\n";
    let twice = "[[api]]\ndocument = 'a/tee.yaml'\nid = 'x'\n[[api]]\ndocument = 'b/tee.yaml'\nid = 'x'\n";
    let files = [("a/tee.yaml", &*good), ("b/tee.yaml", &good), ("empty/data.json", "{}"), ("a.js", call)];
    let told = |config: &str, args: &[&str]| {
        let dir = project(&[&files[..], &[("authlint.toml", config)]].concat());
        let output = run(dir.path(), args);
        (output.status.code(), said(&output))
    };
    let (code, text) = told(twice, &[]);
    assert!(code == Some(2) && text.contains("two APIs have the id \"x\""), "{text}");
    // Of names that come from files each is made one of its own.
    let (_, text) = told("apis = ['a/tee.yaml', 'b/tee.yaml']", &["--format", "concise"]);
    assert!(text.contains("missing-credentials"), "{text}");
    // A document is one API, however often it is named.
    for config in
        ["apis = ['a/tee.yaml', 'a', './a/../a/tee.yaml']", "apis = ['a']\n[[api]]\ndocument = 'a/tee.yaml'\n"]
    {
        let (code, text) = told(config, &["operations"]);
        assert!(code == Some(0) && text.matches("GET /a ").count() == 1, "{config}: {text}");
    }
    for folder in [".", "empty"] {
        let (code, text) = told(&format!("apis = ['{folder}']"), &[]);
        assert!(code == Some(2) && text.contains("there is no OpenAPI document in this folder"), "{text}");
    }
    let (code, text) = told("", &["import", "a/tee.yaml", "-o", "./a/../a/tee.yaml", "--force"]);
    assert!(code == Some(2) && text.contains("is what is imported"), "{text}");
    for pattern in ["[", "src/[a", "[]", "[!]"] {
        let (code, text) = told("", &["--exclude", pattern]);
        assert!(code == Some(2) && text.contains("a `[` is not closed"), "{pattern}: {text}");
    }
    assert_eq!(told("", &["--exclude", "[]a]/[!x]/\\[", "--format", "concise"]).0, Some(0));
    // A requirement without its scopes is meant as one; what is none is no demand of nothing.
    for (security, code) in
        [("[k]", None), ("k", Some(2)), ("{k: []}", Some(2)), ("[[k]]", Some(2)), ("[null]", Some(2))]
    {
        let dir = project(&[("tee.yaml", &document(security)), ("a.js", call)]);
        let output = run(dir.path(), &["--apis", "tee.yaml", "--format", "concise"]);
        let text = said(&output);
        match code {
            Some(2) => {
                let told = text.contains("tee.yaml:5:1: #/security") && text.contains("where a ");
                assert!(told, "{security}: {text}");
            }
            _ => assert!(text.contains("missing-credentials"), "{security}: {text}"),
        }
    }
}

/// The authorization server that a document names is no unknown operation, and no operation either.
#[test]
fn places_where_tokens_are_asked_for_are_known() {
    let document = "openapi: 3.0.3
info: {title: Fleet, version: '1'}
servers: [{url: 'https://api.fleet.dev/v3'}]
components:
  securitySchemes:
    machine: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://api.fleet.dev/oauth/token', refreshUrl: renew, scopes: {}}}}
    login: {type: openIdConnect, openIdConnectUrl: '/.well-known/openid-configuration'}
paths: {/vehicles: {get: {security: [{machine: []}], responses: {}}}}
";
    let code = "const post = { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials' }) };
fetch('https://api.fleet.dev/oauth/token', post);
fetch('https://api.fleet.dev/v3/renew', post);
fetch('https://api.fleet.dev/.well-known/openid-configuration');
fetch('https://api.fleet.dev/oauth/tokens', post);
fetch('https://api.fleet.dev/v3/vehicle');
";
    let dir = project(&[("fleet.yaml", document), ("authlint.toml", "apis = ['fleet.yaml']"), ("a.js", code)]);
    let found = said(&run(dir.path(), &["--format", "concise"]));
    assert_eq!(found.matches("unknown-operation").count(), 2, "{found}");
    assert!(found.contains("a.js:5:1") && found.contains("a.js:6:1"), "{found}");
    let seen = said(&run(dir.path(), &["requests"]));
    assert_eq!(seen.matches("names this URL as one where tokens are asked for").count(), 3, "{seen}");
}

/// Where one carrier takes a public and a secret key, a value that cannot be seen is neither, unless its names say so.
#[test]
fn a_key_that_may_be_public_is_exposed_where_it_says_that_it_is_not() {
    let document = "openapi: 3.0.0
info: {title: Payrail, version: '1'}
servers: [{url: 'https://api.payrail.dev'}]
components: {securitySchemes: {bearer: {type: http, scheme: bearer}}}
security: [{bearer: []}]
paths: {/v1/tokens: {post: {responses: {}}}}
";
    let config = "[[api]]
document = 'payrail.yaml'
aliases = ['payrail']
credential = [{ id = 'secret-key', name = 'secret key', kind = 'secret', public-pattern = 'ppk_(live|test)_[A-Za-z0-9]{20,}' }]
schemes = { bearer = 'secret-key' }
";
    let code = "const send = (key) => fetch('https://api.payrail.dev/v1/tokens', { method: 'POST', headers: { Authorization: `Bearer ${key}` } });
send(import.meta.env.VITE_PAYRAIL_KEY);
send(window.PAY);
send('ppk_live_4bHq8ZtYw2NcVx6LmKs9Re');
send(import.meta.env.VITE_PAYRAIL_PUBLISHABLE_KEY);
send(import.meta.env.VITE_PAYRAIL_SECRET_KEY);
";
    let dir = project(&[
        ("payrail.yaml", document),
        ("authlint.toml", config),
        ("package.json", "{\"devDependencies\": {\"vite\": \"5\"}}"),
        ("index.html", "<script type=\"module\" src=\"/src/main.js\"></script>"),
        ("src/main.js", code),
    ]);
    let found = said(&run(dir.path(), &["--format", "concise", "-q"]));
    let lines: Vec<&str> = found.lines().map(|line| line.split(' ').take(2).last().unwrap_or_default()).collect();
    assert_eq!(lines, ["error[backend-call-in-client]", "error[public-env-secret]"], "{found}");
    // The call stands in the function that all of them go through, for one of them.
    assert!(found.starts_with("src/main.js:1:") && found.contains("\nsrc/main.js:6:"), "{found}");
}

/// Questions that cannot be answered are told why, in words of the user's.
#[test]
fn what_cannot_be_answered_is_told_why() {
    let document = |servers: &str| {
        format!(
            "openapi: 3.0.0\ninfo: {{title: Tee, version: '1'}}\n{servers}components: {{securitySchemes: {{k: {{type: apiKey, in: header, name: X-K}}, digest: {{type: http, scheme: digest}}}}}}\nsecurity: [{{k: []}}]\npaths: {{/a/b: {{get: {{responses: {{}}}}}}, '/a/{{id}}': {{delete: {{responses: {{}}}}}}}}\n"
        )
    };
    let hosted = document("servers: [{url: 'https://api.tee.dev'}]\n");
    let several = format!("{hosted}---\n{hosted}");
    let slashless = document("servers: [{url: api.tee.dev/v3}]\n").replace("/a/b:", "a/b:");
    let files = [
        ("tee.yaml", &*hosted),
        ("bare.yaml", &document("")),
        ("several.yaml", &several),
        ("slashless.yaml", &slashless),
        ("a.js", ""),
    ];
    let dir = project(&files);
    let ask = |args: &[&str]| {
        let output = run(dir.path(), args);
        (output.status.code(), said(&output))
    };
    for (args, code, text) in [
        (&["import", "several.yaml"][..], 2, "it holds several YAML documents, where there must be one"),
        (&["import", "bare.yaml"], 0, "no server names a host"),
        (&["import", "tee.yaml"], 0, "scheme digest: http digest, unknown"),
        (&["import", "slashless.yaml", "--check"], 0, "a/b is passed over"),
        (&["import", "slashless.yaml", "--check"], 0, "`https://` is missing [server-without-scheme]"),
        (&["import", "tee.yaml", "--check"], 0, "remark"),
        (&["import", "-"], 2, "standard input is no file"),
        (&["import", "https://tee.dev/openapi.yaml"], 2, "https://tee.dev/openapi.yaml is no file"),
        (&["operations", "--apis", "tee.yaml", "get", "https://api.other.com/x"], 0, "api.other.com is no host of"),
        (
            &["operations", "--apis", "tee.yaml", "get", "/a/7"],
            0,
            "the path is right, the method is not; there is:\nDELETE",
        ),
        (&["baseline", "--prune"], 2, "there is no baseline authlint-baseline.json"),
        (&["--staged", "--stdin-filename", "a.js"], 2, "name one of them"),
    ] {
        let (own, told) = ask(args);
        assert!(own == Some(code) && told.contains(text), "{args:?}: {told}");
    }
}
