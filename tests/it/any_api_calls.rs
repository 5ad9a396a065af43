//! Any API, from calls to findings: each line that is wrong says so itself, and no other is.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::{Place, assert_same, check, marked};

/// Checks the code beside a document and a configuration.
#[track_caller]
pub(crate) fn holds(document: &str, config: &str, files: &[(&str, &str)]) {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).unwrap();
        fs::write(path, text).unwrap();
    };
    write("acme.yaml", document);
    write("authlint.toml", config);
    let mut expected: BTreeSet<Place> = BTreeSet::new();
    for (name, text) in files {
        write(name, text);
        expected.extend(marked(text).into_iter().map(|(line, rule)| ((*name).to_owned(), line, rule)));
    }
    assert_same(&check(dir.path(), &[]), &expected);
}

const FORMS: &str = "
openapi: 3.0.0
servers: [{url: 'https://api.acme.dev'}]
components:
  securitySchemes:
    Bot: {type: apiKey, in: header, name: Authorization, description: 'Like `Authorization: Bot <token>`.'}
    Ssws: {type: apiKey, in: header, name: Authorization}
    Token: {type: apiKey, in: header, name: Authorization, description: 'The word \"token\" followed by a space and the key.'}
    Key: {type: http, scheme: Key}
    Alone: {type: apiKey, in: header, name: Authorization, description: 'Like `Authorization: YOUR_KEY`.'}
    Unsaid: {type: apiKey, in: header, name: Authorization}
    Query: {type: apiKey, in: query, name: apikey}
paths:
  /bot: {get: {security: [{Bot: []}]}}
  /ssws: {get: {security: [{Ssws: []}]}}
  /token: {get: {security: [{Token: []}]}}
  /key: {get: {security: [{Key: []}]}}
  /alone: {get: {security: [{Alone: []}]}}
  /unsaid: {get: {security: [{Unsaid: []}]}}
  /query: {get: {security: [{Query: []}]}}
  /pair: {get: {security: [{Query: [], Ssws: []}]}}
";

const OVERLAY_OF_FORMS: &str = "
[[api]]
document = 'acme.yaml'
credential = [{ id = 'it', name = 'it', kind = 'unknown' }, { id = 'query', name = 'query key', kind = 'unknown' }]
[api.schemes]
Bot = 'it'
Ssws = { credential = 'it', prefix = 'SSWS' }
Token = 'it'
Key = 'it'
Alone = 'it'
Unsaid = { credential = 'it', prefix = [] }
Query = 'query'
";

/// From the description where it says so, from the overlay else; where neither says, any form satisfies.
#[test]
fn authorization_is_sent_in_the_form_that_the_api_asks_for() {
    let javascript = "
const A = 'https://api.acme.dev';
const value = process.env.VALUE;
const as = (Authorization) => ({ headers: { Authorization } });
fetch(`${A}/bot`, as(`Bot ${value}`));
fetch(`${A}/bot`, as(`Key ${value}`)); // expect: unsupported-credentials
fetch(`${A}/ssws`, as('SSWS ' + value));
fetch(`${A}/ssws`, as('Bot ' + value)); // expect: unsupported-credentials
fetch(`${A}/token`, as(`token ${value}`));
fetch(`${A}/token`, as(`Bot ${value}`)); // expect: unsupported-credentials
fetch(`${A}/key`, as(`Key ${value}`));
fetch(`${A}/key`, as(`Basic ${value}`)); // expect: unsupported-credentials
fetch(`${A}/alone`, as(value));
fetch(`${A}/alone`, as(`Bot ${value}`)); // expect: unsupported-credentials
fetch(`${A}/unsaid`, as(`Bot ${value}`));
fetch(`${A}/unsaid`, as(`Bearer ${value}`));
fetch(`${A}/unsaid`, as(value));
fetch(`${A}/query`, as(value)); // expect: unsupported-credentials
fetch(`${A}/pair`, as(value)); // expect: unsupported-credentials
fetch(`${A}/pair?apikey=${value}`, as(value));
";
    let rust = r#"
fn all(client: reqwest::blocking::Client) {
    let value = std::env::var("VALUE").unwrap_or_default();
    let _ = reqwest::blocking::Client::new().get("https://api.acme.dev/bot").header("Authorization", format!("Bot {value}")).send();
    let _ = reqwest::blocking::Client::new().get("https://api.acme.dev/bot").bearer_auth(&value).send(); // expect: unsupported-credentials
    let _ = reqwest::blocking::Client::new().get("https://api.acme.dev/alone").header("Authorization", value).send();
}
"#;
    holds(FORMS, OVERLAY_OF_FORMS, &[("a.js", javascript), ("a.rs", rust)]);
}

const KEYS: &str = "
openapi: 3.0.0
servers: [{url: 'https://api.acme.dev'}]
components: {securitySchemes: {Key: {type: apiKey, in: header, name: X-Acme-Key}, Login: {type: http, scheme: basic}}}
security: [{Key: []}, {Login: []}]
paths: {/a: {get: {}}}
";

/// One carrier takes what is public and what is not: the shape of the value tells, or what it is called, or nothing.
#[test]
fn what_is_sent_is_told_by_its_value_where_one_carrier_takes_both() {
    let config = "
[[api]]
document = 'acme.yaml'
aliases = ['acme']
[[api.credential]]
id = 'project-key'
name = 'project key'
kind = 'unknown'
values = [{ pattern = 'acme_pub_\\w+', kind = 'public' }, { pattern = 'acme_adm_\\w+', kind = 'secret' }]
[api.schemes]
Key = 'project-key'
Login = { credential = 'project-key', half = 'user' }
";
    let page = "<script type=\"module\">
const send = (key) => fetch('https://api.acme.dev/a', { headers: { 'X-Acme-Key': key } });
fetch('https://api.acme.dev/a', { headers: { 'X-Acme-Key': 'acme_pub_k3Jd92mQ8xZ1' } });
fetch('https://api.acme.dev/a', { headers: { 'X-Acme-Key': 'acme_adm_k3Jd92mQ8xZ1' } }); // expect: client-secret-exposure, hardcoded-secret
fetch('https://api.acme.dev/a', { headers: { 'X-Acme-Key': window.settings.key } });
fetch('https://api.acme.dev/a', { headers: { 'X-Acme-Key': window.settings.adminKey } }); // expect: client-secret-exposure
fetch('https://api.acme.dev/a', { headers: { 'X-Acme-Key': window.settings.publishableKey } });
</script>
";
    holds(KEYS, config, &[("a.html", page)]);
}

/// `pattern` is the shape of what has to be kept, `public-pattern` of what everybody may know.
#[test]
fn patterns_tell_the_public_ones_from_the_others() {
    let config = "
[[api]]
document = 'acme.yaml'
aliases = ['acme']
credential = [{ id = 'admin-key', name = 'admin key', kind = 'secret', pattern = 'acme_(live|test)_\\w+', public-pattern = 'acme_pub_\\w+' }]
schemes = { Key = 'admin-key', Login = { credential = 'admin-key', half = 'user' } }
";
    let page = "<script type=\"module\">
fetch('https://api.acme.dev/a', { headers: { 'X-Acme-Key': 'acme_pub_k3Jd92mQ8xZ1' } });
fetch('https://api.acme.dev/a', { headers: { 'X-Acme-Key': 'acme_live_k3Jd92mQ8xZ1' } }); // expect: client-secret-exposure, hardcoded-secret, backend-call-in-client
fetch('https://api.acme.dev/a', { headers: { 'X-Acme-Key': window.settings.publishableKey } });
fetch('https://api.acme.dev/a'); // expect: backend-call-in-client, missing-credentials
</script>
";
    let server = "
import express from 'express';
const auth = (user, password) => ({ headers: { Authorization: 'Basic ' + Buffer.from(`${user}:${password}`).toString('base64') } });
fetch('https://api.acme.dev/a', auth(process.env.ACME_KEY, 'anything'));
fetch('https://api.acme.dev/a', auth('acme_live_k3Jd92mQ8xZ1', '')); // expect: hardcoded-secret
fetch(`https://${process.env.ACME_KEY}:x@api.acme.dev/a`);
";
    holds(KEYS, config, &[("a.html", page), ("b.js", server)]);
}

/// Files of one name in two folders are two APIs; so are two documents of one configuration.
#[test]
fn documents_of_one_name_are_apis_of_their_own() {
    let document = |host: &str| {
        format!(
            "openapi: 3.0.0\nservers: [{{url: 'https://{host}.dev'}}]\ncomponents: {{securitySchemes: {{Key: {{type: http, scheme: bearer}}}}}}\nsecurity: [{{Key: []}}]\npaths: {{/a: {{get: {{}}}}}}\n"
        )
    };
    let code = "fetch('https://one.dev/a'); // expect: missing-credentials\nfetch('https://two.dev/a'); // expect: missing-credentials\n";
    let files = [("one/openapi.yaml", &*document("one")), ("two/openapi.yaml", &*document("two")), ("a.js", code)];
    for config in [
        "apis = ['one/openapi.yaml', 'two/openapi.yaml']\n",
        "[[api]]\ndocument = 'one/openapi.yaml'\n[[api]]\ndocument = 'two/openapi.yaml'\n",
        "apis = ['one', 'two']\n",
    ] {
        holds(&document("three"), config, &files);
    }
    let files = [("one/acme.yaml", &*document("one")), ("two/acme.yaml", &*document("two")), ("a.js", code)];
    holds(&document("three"), "apis = ['one', 'two']\n", &files);
}

/// Siblings that a variable could be, pieces of one segment, and templates that go on with a query or a fragment.
#[test]
fn calls_are_of_the_template_that_they_are_written_like() {
    let document = "
openapi: 3.0.0
servers: [{url: 'https://api.acme.dev'}]
components: {securitySchemes: {Key: {type: apiKey, in: header, name: X-Acme-Key}}}
paths:
  /x/{id}: {get: {security: []}}
  /x/{id}.mp3: {get: {security: [{Key: []}]}}
  /x/{name}:check: {get: {security: [{Key: []}]}}
  /s/{query}.{ext}: {get: {security: [{Key: []}]}}
  /s/{query}: {get: {security: []}}
  /at/{lat},{lon}: {get: {security: [{Key: []}]}}
  /at/{place}: {get: {security: []}}
  '/q?action=go': {get: {security: [{Key: []}]}}
  '/q#part': {get: {security: [{Key: []}]}}
  /q: {get: {security: []}}
";
    let code = "
const A = 'https://api.acme.dev';
export const all = (id, q, ext, lat, lon) => [
  fetch(`${A}/x/${id}`),
  fetch(`${A}/x/${id}.mp3`), // expect: missing-credentials
  fetch(`${A}/x/${id}:check`), // expect: missing-credentials
  fetch(`${A}/s/${q}.${ext}`), // expect: missing-credentials
  fetch(`${A}/s/${q}`),
  fetch(`${A}/at/${lat},${lon}`), // expect: missing-credentials
  fetch(`${A}/at/${q}`),
  fetch(`${A}/q?action=${q}`),
  fetch(`${A}/q`),
];
";
    let rust = r#"
pub fn all(id: &str, lat: f64, lon: f64) {
    let _ = reqwest::blocking::get(format!("https://api.acme.dev/x/{id}"));
    let _ = reqwest::blocking::get(format!("https://api.acme.dev/x/{id}.mp3")); // expect: missing-credentials
    let _ = reqwest::blocking::get(format!("https://api.acme.dev/at/{lat},{lon}")); // expect: missing-credentials
}
"#;
    holds(document, "apis = ['acme.yaml']\n", &[("a.js", code), ("a.rs", rust)]);
}

/// A cookie header that is declared whole: which of the cookies matters nobody says.
#[test]
fn a_header_of_all_cookies_is_judged_by_nobody() {
    let document = "
openapi: 3.0.0
servers: [{url: 'https://api.acme.dev'}]
components: {securitySchemes: {Session: {type: apiKey, in: header, name: cookie}}}
paths: {/a: {get: {security: [{Session: []}]}}}
";
    let code = "fetch('https://api.acme.dev/a', { headers: { Cookie: `sid=${process.env.SID}` } });\nfetch('https://api.acme.dev/a', { credentials: 'include' });\n";
    holds(document, "apis = ['acme.yaml']\n", &[("a.js", code)]);
}

/// Which host of a domain is called may be put together, so that none of them stands in the code as a whole.
#[test]
fn hosts_that_are_put_together_make_code_worth_parsing() {
    let document = |servers: &str| {
        format!(
            "
openapi: 3.0.0
servers: [{servers}]
components: {{securitySchemes: {{Key: {{type: apiKey, in: header, name: X-Key}}}}}}
security: [{{Key: []}}]
paths: {{/contacts: {{get: {{}}}}}}
"
        )
    };
    let code = "
export const all = () => fetch(`https://${process.env.REGION || 'eu'}.kontor.co.uk/api/contacts`); // expect: missing-credentials
export const other = () => fetch(`https://${process.env.REGION || 'eu'}.kanzlei.co.uk/api/contacts`);
";
    for servers in [
        "{url: 'https://{region}.kontor.co.uk/api', variables: {region: {default: eu, enum: [eu, us]}}}",
        "{url: 'https://eu.kontor.co.uk/api'}, {url: 'https://us.kontor.co.uk/api'}",
        "{url: 'https://{region}.kontor.co.uk/api', variables: {region: {default: eu}}}",
    ] {
        holds(&document(servers), "apis = ['acme.yaml']\n", &[("a.js", code)]);
    }
}

/// Of a template with a suffix that is a variable, and its plain sibling, the one is meant whose text the call writes.
#[test]
fn a_suffix_that_is_written_is_one_of_the_template() {
    let document = "
openapi: 3.0.0
servers: [{url: 'https://tiles.acme.dev'}]
components: {securitySchemes: {User: {type: http, scheme: bearer}, Key: {type: apiKey, in: query, name: key}}}
paths:
  /tiles/{z}/{y}: {get: {security: [{User: []}]}}
  /tiles/{z}/{y}.{format}: {get: {security: [{Key: []}]}}
";
    let code = "
const A = 'https://tiles.acme.dev/tiles';
export const all = (z, y, f, key) => [
  fetch(`${A}/${z}/${y}.png?key=${key}`),
  fetch(`${A}/${z}/${y}@2x.png?key=${key}`),
  fetch(`${A}/${z}/v${y}.${f}?key=${key}`),
  fetch(`${A}/${z}/${y}.png`), // expect: missing-credentials
  fetch(`${A}/${z}/${y}?key=${key}`), // expect: unsupported-credentials
];
";
    holds(document, "apis = ['acme.yaml']\n", &[("a.js", code)]);
}

/// A host may serve other things beside an API, which its path then tells apart; one that is named for it does not.
#[test]
fn other_pages_of_a_host_are_no_calls_of_its_api() {
    let document = |host: &str| {
        format!(
            "
openapi: 3.0.0
servers: [{{url: 'https://{host}/svc/parcels/v2'}}]
components: {{securitySchemes: {{Key: {{type: apiKey, in: header, name: X-Key}}}}}}
security: [{{Key: []}}]
paths: {{'/parcels/{{id}}': {{get: {{}}}}}}
"
        )
    };
    let site = "
export const all = (id, key) => [
  fetch('https://www.acme.dev/news/latest'),
  fetch(`https://www.acme.dev/svc/orders/v2/orders/${id}`),
  fetch(`https://www.acme.dev/svc/parcels/v2/parcels/${id}`, { headers: { 'X-Key': key } }),
  fetch(`https://www.acme.dev/svc/parcels/v2/parcels/${id}`), // expect: missing-credentials
  fetch(`https://www.acme.dev/svc/parcels/v2/parcel/${id}`), // expect: unknown-operation
  fetch(`https://www.acme.dev/svc/parcels/v1/parcels/${id}`), // expect: unknown-operation
  fetch('https://www.acme.dev/parcels/7'), // expect: unknown-operation
];
";
    holds(&document("www.acme.dev"), "apis = ['acme.yaml']\n", &[("a.js", site)]);
    let api = "fetch('https://api2.acme.dev/news/latest'); // expect: unknown-operation\n";
    holds(&document("api2.acme.dev"), "apis = ['acme.yaml']\n", &[("a.js", api)]);
}

/// What a partial description leaves out may be what another one on the same host lacks; what is wrong in any call is told.
#[test]
fn partial_descriptions_say_nothing_of_the_rest_whoever_else_is_there() {
    let document = |path: &str| {
        format!(
            "
openapi: 3.0.0
servers: [{{url: 'https://acme.dev'}}]
components: {{securitySchemes: {{Key: {{type: apiKey, in: header, name: X-Secret-Key}}}}}}
security: [{{Key: []}}]
paths: {{{path}: {{get: {{}}}}}}
"
        )
    };
    let code = "
fetch('https://acme.dev/parcel');
fetch('http://acme.dev/gamma', { headers: { 'X-Secret-Key': 'k7Hq2vX9pL4mZ8wT1nB6' } }); // expect: hardcoded-secret, insecure-transport
fetch('https://acme.dev/parcels'); // expect: missing-credentials
fetch('https://acme.dev/depots'); // expect: missing-credentials
";
    let config = "
[[api]]
document = 'acme.yaml'
partial = true
credential = [{ id = 'key', name = 'key', kind = 'secret' }]
schemes = { Key = 'key' }
[[api]]
document = 'other.yaml'
";
    let other = document("/depots");
    holds(&document("/parcels"), config, &[("other.yaml", &other), ("a.js", code)]);
}

/// One operation in two documents, or twice in one, that demands different things: which of them is so cannot be told, but by
/// what only one of the APIs has.
#[test]
fn an_operation_that_is_described_twice_is_judged_where_it_is_told_which() {
    let document = |scheme: &str| {
        format!(
            "
openapi: 3.0.0
servers: [{{url: 'https://acme.dev'}}]
components: {{securitySchemes: {{Key: {{type: apiKey, in: header, name: X-Key}}, User: {{type: http, scheme: bearer}}}}}}
paths:
  '/parcels/{{id}}': {{get: {{security: [{{{scheme}: []}}]}}}}
  '/one/{{a}}': {{get: {{security: [{{Key: []}}]}}}}
  '/one/{{b}}': {{get: {{security: []}}}}
  '/same/{{a}}': {{get: {{security: [{{Key: []}}]}}}}
  '/same/{{b}}': {{get: {{security: [{{Key: []}}]}}}}
"
        )
    };
    let code = "
export const all = (id, key) => [
  fetch(`https://acme.dev/parcels/${id}`, { headers: { 'X-Key': key } }),
  fetch(`https://acme.dev/parcels/${id}`, { headers: { Authorization: `Bearer ${key}` } }),
  fetch(`https://acme.dev/one/${id}`),
  fetch(`https://acme.dev/same/${id}`), // expect: missing-credentials
];
";
    let other = document("User");
    let files = [("other.yaml", &*other), ("a.js", code)];
    holds(&document("Key"), "apis = ['acme.yaml', 'other.yaml']\n", &files);
}

/// Hosts that an overlay gives to one operation are of that one, and its body may carry credentials whatever its method.
#[test]
fn overlays_give_operations_hosts_and_bodies() {
    let document = "
openapi: 3.0.0
servers: [{url: 'https://api.acme.dev/v1'}]
components: {securitySchemes: {Key: {type: apiKey, in: header, name: X-Key}}}
security: [{Key: []}]
paths: {'/parcels/{id}': {get: {}, delete: {}}}
";
    let config = "
[[api]]
document = 'acme.yaml'
aliases = ['dhl']
credential = [{ id = 'key', name = 'key', kind = 'unknown' }]
schemes = { Key = 'key' }
body = { the_key = 'key' }
[[api.operations]]
calls = ['GET /v1/parcels/{id}']
hosts = ['old.acme.dev']
reason = 'old clients'
";
    let code = "
import axios from 'axios';
export const all = (id, key) => [
  fetch(`https://old.acme.dev/v1/parcels/${id}`, { headers: { 'X-Key': key } }),
  fetch(`https://old.acme.dev/v1/parcels/${id}`), // expect: missing-credentials
  fetch(`https://old.acme.dev/v1/parcels/${id}`, { method: 'DELETE' }), // expect: unknown-operation
  axios.delete(`https://api.acme.dev/v1/parcels/${id}`, { data: { the_key: key } }),
  axios.delete(`https://api.acme.dev/v1/parcels/${id}`, { data: { other: key } }), // expect: missing-credentials
];
";
    // An alias of few letters is one all the same.
    let by_alias = "
export const all = (id, key) => [
  fetch(`${process.env.DHL_URL}/v1/parcels/${id}`, { headers: { 'X-Key': key } }),
  fetch(`${process.env.DHL_URL}/v1/parcels/${id}`), // expect: missing-credentials
];
";
    holds(document, config, &[("a.js", code), ("b.js", by_alias)]);
}
