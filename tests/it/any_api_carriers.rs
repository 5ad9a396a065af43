//! Where credentials of any API travel, and where they should not: cookies, connections, bodies, pairs, and names that the
//! API does not know.

use crate::any_api_calls::holds;
use crate::support::process::{command, out, project};

/// What is counted of calls of an operation: how many are judged, and how many of them are open.
fn counted(files: &[(&str, &str)]) -> (u64, u64) {
    let dir = project(files);
    let output = command(dir.path(), &["check", "--format", "json"], &[]).output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let count = |name: &str| report["summary"][name].as_u64().unwrap();
    (count("judged"), count("open"))
}

const PORTAL: &str = "
openapi: 3.0.0
servers: [{url: 'https://portal.acme.dev/api'}]
components:
  securitySchemes:
    Session: {type: apiKey, in: cookie, name: sid}
    Csrf: {type: apiKey, in: header, name: X-Csrf-Token}
    Certificate: {type: mutualTLS}
    Key: {type: apiKey, in: query, name: account_key}
paths:
  /orders: {get: {security: [{Session: []}]}, post: {security: [{Session: [], Csrf: []}]}}
  /bank: {get: {security: [{Certificate: []}]}, post: {security: [{Certificate: []}, {Key: []}]}}
";

/// What code sets itself is seen; what a browser, a jar or the connection adds is not, and opens the request.
#[test]
fn cookies_are_seen_where_code_sets_them() {
    let server = "
import https from 'node:https';
import got from 'got';
import request from 'request';
import superagent from 'superagent';
const A = 'https://portal.acme.dev/api';
const sid = process.env.SID;
https.get(`${A}/orders`); // expect: missing-credentials
https.get(`${A}/orders`, { headers: { Cookie: `lang=de; sid=${sid}` } });
https.get(`${A}/orders`, { headers: { Cookie: 'lang=' + sid } }); // expect: missing-credentials
https.get(`${A}/orders`, { headers: { Cookie: sid } });
fetch(`${A}/orders`, { method: 'POST', headers: { cookie: `sid=${sid}` } }); // expect: incomplete-credentials
fetch(`${A}/orders`, { method: 'POST', headers: { 'X-Csrf-Token': sid } }); // expect: incomplete-credentials
fetch(`${A}/orders`, { headers: { Authorization: `Bearer ${sid}` } }); // expect: unsupported-credentials
got(`${A}/orders`); // expect: missing-credentials
got(`${A}/orders`, { cookieJar: jar });
request.get({ url: `${A}/orders`, jar: true }, () => {});
request.get({ url: `${A}/orders`, jar: false }, () => {}); // expect: missing-credentials
superagent.get(`${A}/orders`).end(); // expect: missing-credentials
superagent.agent().get(`${A}/orders`).end();
export const test = (pm) => pm;
pm.sendRequest(`${A}/orders`);
";
    let page = "<script type=\"module\">
fetch('https://portal.acme.dev/api/orders');
fetch('https://portal.acme.dev/api/orders', { method: 'POST', credentials: 'include' });
</script>
";
    let rust = r#"
const ORDERS: &str = "https://portal.acme.dev/api/orders";
fn main() {
    let bare = reqwest::blocking::Client::new();
    let _ = bare.get(ORDERS).send(); // expect: missing-credentials
    let _ = bare.get(ORDERS).header("Cookie", format!("sid={}", std::process::id())).send();
    let _ = bare.get(ORDERS).header("Cookie", "lang=de").send(); // expect: missing-credentials
    let jar = reqwest::blocking::Client::builder().cookie_store(true).build().unwrap();
    let _ = jar.get(ORDERS).send();
    let _ = given(&jar);
    let none = reqwest::blocking::Client::builder().cookie_store(false).build().unwrap();
    let _ = none.get(ORDERS).send(); // expect: missing-credentials
    let _ = ureq::get(ORDERS).call(); // expect: missing-credentials
    let _ = ureq::agent().get(ORDERS).call();
    let mut easy = curl::easy::Easy::new();
    easy.url(ORDERS).unwrap();
    easy.cookie("sid=1").unwrap();
    easy.perform().unwrap();
    let mut other = curl::easy::Easy::new();
    other.url(ORDERS).unwrap();
    other.cookie("lang=de").unwrap();
    other.perform().unwrap(); // expect: missing-credentials
}
fn given(client: &reqwest::blocking::Client) {
    let _ = client.get(ORDERS).send();
}
"#;
    let manifest = "[package]\nname = 'a'\nversion = '0.1.0'\nedition = '2021'\n";
    let files = [("a.mjs", server), ("b.html", page), ("c/src/main.rs", rust), ("c/Cargo.toml", manifest)];
    holds(PORTAL, "apis = ['acme.yaml']\n", &files);
}

/// What is not judged is counted as open, and the reason is told; nothing of it is said to be satisfied.
#[test]
fn what_cannot_be_seen_is_counted_and_told() {
    let calls = "import 'node:fs';
fetch('https://portal.acme.dev/api/orders', { credentials: 'include' });
fetch('https://portal.acme.dev/api/bank');
fetch('https://portal.acme.dev/api/bank', { method: 'POST' });
fetch('https://portal.acme.dev/api/bank?account_key=' + process.env.KEY, { method: 'POST' });
fetch('https://portal.acme.dev/api/orders', { headers: { Cookie: `sid=${process.env.SID}` } });
";
    let files = [("acme.yaml", PORTAL), ("authlint.toml", "apis = ['acme.yaml']\n"), ("a.mjs", calls)];
    assert_eq!(counted(&files), (5, 3));
    let dir = project(&files);
    let listed = out(&command(dir.path(), &["requests", "--open"], &[]).output().unwrap());
    for told in [
        "cookies are added that nobody wrote (a.mjs:2",
        "what no call is seen to send: mutualTLS (a.mjs:3",
        "3 requests seen",
    ] {
        assert!(listed.contains(told), "{told}: {listed}");
    }
    let page = out(&command(dir.path(), &["check", "--format", "html"], &[]).output().unwrap());
    assert_eq!(page.matches("open: it may carry more than is seen").count(), 3);
    // A body that cannot be read may carry them where the operation takes them there, and nowhere else.
    let document = "openapi: 3.0.0
servers: [{url: 'https://api.acme.dev'}]
components: {securitySchemes: {Key: {type: apiKey, in: header, name: X-Key}}}
security: [{Key: []}]
paths:
  /a: {post: {requestBody: {content: {application/json: {schema: {properties: {the_key: {type: string}}}}}}}}
  /b: {post: {requestBody: {content: {application/json: {schema: {properties: {other: {type: string}}}}}}}}
";
    let config = "[[api]]\ndocument = 'acme.yaml'\ncredential = [{ id = 'key', name = 'key', kind = 'secret' }]\nschemes = { Key = 'key' }\nbody = { the_key = 'key' }\n";
    let calls = "export const all = (it, key) => [
  fetch('https://api.acme.dev/a', { method: 'POST', body: JSON.stringify(it) }),
  fetch('https://api.acme.dev/a', { method: 'POST', body: JSON.stringify(it), headers: { 'X-Key': key } }),
  fetch('https://api.acme.dev/b', { method: 'POST', body: JSON.stringify(it) }),
];
";
    assert_eq!(counted(&[("acme.yaml", document), ("authlint.toml", config), ("a.js", calls)]), (3, 1));
}

/// Two schemes that carry one credential are met by one field of the body, also where an overlay corrects the operation.
#[test]
fn a_field_of_a_body_carries_for_all_schemes_of_its_credential() {
    let document = "
openapi: 3.0.0
servers: [{url: 'https://api.acme.dev'}]
components: {securitySchemes: {Key: {type: apiKey, in: header, name: X-Key}, Account: {type: apiKey, in: query, name: account}}}
security: [{Key: [], Account: []}]
paths: {/a: {post: {}}, /b: {post: {}}}
";
    let config = "
[[api]]
document = 'acme.yaml'
credential = [{ id = 'key', name = 'key', kind = 'secret' }]
schemes = { Key = 'key', Account = 'key' }
body = { the_key = 'key' }
[[api.operations]]
calls = ['POST /b']
carriers = { Key = ['header:X-Old-Key'] }
reason = 'old clients'
";
    let code = "
export const all = (key) => [
  fetch('https://api.acme.dev/a', { method: 'POST', body: JSON.stringify({ the_key: key }) }),
  fetch('https://api.acme.dev/b', { method: 'POST', body: JSON.stringify({ the_key: key }) }),
  fetch('https://api.acme.dev/b', { method: 'POST', body: JSON.stringify({ a_key: key }) }), // expect: missing-credentials
  fetch('https://api.acme.dev/a', { method: 'POST', headers: { 'X-Key': key } }), // expect: incomplete-credentials
];
";
    holds(document, config, &[("a.js", code)]);
}

const PAIRS: &str = "
openapi: 3.0.0
servers: [{url: 'https://api.acme.dev'}]
components: {securitySchemes: {Password: {type: http, scheme: basic}, User: {type: http, scheme: basic}, Unsaid: {type: http, scheme: basic}}}
paths:
  /password: {get: {security: [{Password: []}]}}
  /user: {get: {security: [{User: []}]}}
  /unsaid: {get: {security: [{Unsaid: []}]}}
";

/// Of a pair the half that has to be kept must be there, and in its place, where the overlay says which one it is.
#[test]
fn pairs_have_both_halves_in_their_places() {
    let config = |half: &str| {
        format!(
            "
[[api]]
document = 'acme.yaml'
aliases = ['acme']
credential = [{{ id = 'auth-token', name = 'auth token', kind = 'secret', pattern = 'at_\\w+' }}]
[api.schemes]
Password = {half}
User = {half}
Unsaid = {half}
"
        )
    };
    let password = "
import axios from 'axios';
const A = 'https://api.acme.dev';
const basic = (pair) => ({ headers: { Authorization: 'Basic ' + btoa(pair) } });
export const all = (sid) => [
  axios.get(`${A}/password`, { auth: { username: sid, password: process.env.ACME_AUTH_TOKEN } }),
  axios.get(`${A}/password`, { auth: { username: sid, password: '' } }), // expect: incomplete-credentials
  fetch(`${A}/password`, basic(sid + ':')), // expect: incomplete-credentials
  fetch(`${A}/password`, basic(sid)),
  fetch(`${A}/password`, { headers: { Authorization: 'Basic YWNtZTo=' } }), // expect: incomplete-credentials
  fetch(`${A}/password`, { headers: { Authorization: 'Basic YWNtZTphdF9rM0pkOTJtUTh4WjE=' } }), // expect: hardcoded-secret
  axios.get(`${A}/password`, { auth: { username: process.env.ACME_AUTH_TOKEN, password: sid } }), // expect: misplaced-credential
  axios.get(`${A}/password`, { auth: { username: process.env.ACME_AUTH_TOKEN, password: '' } }), // expect: misplaced-credential
];
";
    let rust = r#"
fn main() {
    let client = reqwest::blocking::Client::new();
    let _ = client.get("https://api.acme.dev/password").basic_auth("id", Some(std::env::var("TOKEN").unwrap())).send();
    let _ = client.get("https://api.acme.dev/password").basic_auth("id", None::<&str>).send(); // expect: incomplete-credentials
    let _ = client.get("https://api.acme.dev/password").basic_auth("id", Some("")).send(); // expect: incomplete-credentials
}
"#;
    let files = [("a.js", password), ("src/main.rs", rust)];
    holds(PAIRS, &config("{ credential = 'auth-token', half = 'password' }"), &files);
    // What does not look like the credential is no secret in the wrong place.
    let user = "
import axios from 'axios';
const A = 'https://api.acme.dev';
axios.get(`${A}/user`, { auth: { username: process.env.ACME_AUTH_TOKEN, password: '' } });
axios.get(`${A}/user`, { auth: { username: 'api', password: process.env.ACME_AUTH_TOKEN } }); // expect: misplaced-credential
axios.get(`${A}/user`, { auth: { username: 'at_k3Jd92mQ8xZ1', password: '' } }); // expect: hardcoded-secret
axios.get(`${A}/user`, { auth: { username: '', password: 'x' } }); // expect: incomplete-credentials
";
    holds(PAIRS, &config("{ credential = 'auth-token', half = 'user' }"), &[("a.js", user)]);
    // Nobody says which half it is.
    let unsaid = "
import axios from 'axios';
axios.get('https://api.acme.dev/unsaid', { auth: { username: process.env.ID, password: '' } });
axios.get('https://api.acme.dev/unsaid', { auth: { username: '', password: process.env.ID } });
";
    holds(PAIRS, &config("'auth-token'"), &[("a.js", unsaid)]);
}

const TWO: &str = "
openapi: 3.0.0
servers: [{url: 'https://api.acme.dev'}]
components: {securitySchemes: {Key: {type: apiKey, in: header, name: Acme-Key}, App: {type: apiKey, in: header, name: Acme-App-Key}, Bearer: {type: http, scheme: bearer}}}
paths: {/a: {get: {security: [{Key: [], App: []}]}}, /b: {get: {security: [{Bearer: []}]}}}
";

const OVERLAY_OF_TWO: &str = "
[[api]]
document = 'acme.yaml'
aliases = ['acme']
credential = [
  { id = 'api-key', name = 'API key', kind = 'secret', pattern = 'acme_live_\\w+' },
  { id = 'app-key', name = 'application key', kind = 'secret' },
  { id = 'token', name = 'token', kind = 'secret', pattern = '[0-9a-f]{16}' },
]
schemes = { Key = 'api-key', App = 'app-key', Bearer = 'token' }
";

/// Two secrets are often one value under two names, unless each is sent as the other.
#[test]
fn secrets_are_exchanged_where_each_is_sent_as_the_other() {
    let code = "
import express from 'express';
const { ACME_API_KEY, ACME_APPLICATION_KEY } = process.env;
const send = (key, app) => fetch('https://api.acme.dev/a', { headers: { 'Acme-Key': key, 'Acme-App-Key': app } });
send(ACME_API_KEY, ACME_APPLICATION_KEY);
fetch('https://api.acme.dev/a', { headers: {
  'Acme-Key': ACME_APPLICATION_KEY, // expect: misplaced-credential
  'Acme-App-Key': ACME_API_KEY, // expect: misplaced-credential
} });
fetch('https://api.acme.dev/a', { headers: { 'Acme-Key': ACME_API_KEY, 'Acme-App-Key': ACME_API_KEY } });
";
    holds(TWO, OVERLAY_OF_TWO, &[("a.mjs", code)]);
}

/// A name that the API does not know may carry one of its secrets: by a shape of its own, or by a name that bears an alias.
#[test]
fn secrets_are_told_under_whatever_name() {
    let code = "
import express from 'express';
const A = 'https://api.acme.dev/a';
const { ACME_API_KEY, ACME_PUBLIC_API_KEY, OTHER_API_KEY } = process.env;
const own = { 'Acme-Key': ACME_API_KEY, 'Acme-App-Key': process.env.ACME_APP_KEY };
fetch(`${A}?k=acme_live_k3Jd92mQ8xZ1`); // expect: missing-credentials, secret-in-query, hardcoded-secret
fetch(`${A}?k=${ACME_API_KEY}`, { headers: own }); // expect: secret-in-query
fetch(`${A}?k=${OTHER_API_KEY}`, { headers: own });
fetch(`${A}?k=0123456789abcdef`, { headers: own });
fetch(`${A}?k=acme_live`, { headers: own });
fetch(A, { headers: { ...own, 'X-Other': 'acme_live_k3Jd92mQ8xZ1' } }); // expect: hardcoded-secret
fetch(A, { headers: { ...own, 'X-Other': ACME_API_KEY } });
fetch('https://api.acme.dev/b', { headers: { Authorization: 'acme_live_k3Jd92mQ8xZ1' } }); // expect: unsupported-credentials, hardcoded-secret
fetch('https://api.acme.dev/b', { headers: { Authorization: 'Bearer 0123456789abcdef' } }); // expect: hardcoded-secret
fetch('https://api.acme.dev/b', { headers: { Authorization: 'Bearer test' } });
";
    holds(TWO, OVERLAY_OF_TWO, &[("a.mjs", code)]);
}

/// What the shape of a value says counts in the query too.
#[test]
fn a_secret_in_the_query_is_told_by_its_shape() {
    let document = "
openapi: 3.0.0
servers: [{url: 'https://api.acme.dev'}]
components: {securitySchemes: {Key: {type: apiKey, in: header, name: X-Key}, Query: {type: apiKey, in: query, name: akey}}}
security: [{Key: []}, {Query: []}]
paths: {/a: {get: {}}}
";
    let config = "
[[api]]
document = 'acme.yaml'
credential = [{ id = 'key', name = 'key', kind = 'unknown', values = [{ pattern = 'pub_\\w+', kind = 'public' }, { pattern = 'sec_\\w+', kind = 'secret' }] }]
schemes = { Key = 'key', Query = 'key' }
";
    let code = "
fetch('https://api.acme.dev/a?akey=sec_k3Jd92mQ8xZ1'); // expect: secret-in-query, hardcoded-secret
fetch('https://api.acme.dev/a?akey=pub_k3Jd92mQ8xZ1');
fetch(`https://api.acme.dev/a?akey=${process.env.SOMETHING}`);
";
    holds(document, config, &[("a.js", code)]);
}

/// Where no token is taken at all, nobody is told to send another one.
#[test]
fn advice_is_given_once() {
    let code = "
import express from 'express';
fetch('https://api.acme.dev/a', { headers: { Authorization: `Bearer ${process.env.ACME_API_KEY}` } }); // expect: bearer-only
fetch('https://api.acme.dev/b', { headers: { Authorization: `Bearer ${process.env.ACME_API_KEY}` } }); // expect: misplaced-credential
";
    let of_user = ("kind = 'secret', pattern = '[0-9a-f]{16}'", "kind = 'user'");
    holds(TWO, &OVERLAY_OF_TWO.replace(of_user.0, of_user.1), &[("a.mjs", code)]);
}
