//! Which operation of any API a URL calls: servers with variables in their paths, parameters of several segments, and what
//! several documents have on one host.

use crate::any_api_calls::holds;

/// What is not known may be one of the values that a variable of a server is limited to, as a whole variable of a host may.
#[test]
fn a_value_of_the_program_may_be_one_of_an_enum() {
    let document = "
openapi: 3.0.0
servers:
  - url: 'https://{store}.acme.dev/admin/{version}/{region}'
    variables: {store: {default: demo}, version: {default: v1, enum: [2024-01, 2024-04]}, region: {default: eu}}
components: {securitySchemes: {Key: {type: apiKey, in: header, name: X-Key}}}
security: [{Key: []}]
paths: {/things: {get: {}}, '/things/{id}': {get: {}}}
";
    let code = "
export const all = (v, id, store) => [
  fetch(`https://a.acme.dev/admin/${v}/eu/things`), // expect: missing-credentials
  fetch(`https://${store}.acme.dev/admin/${process.env.VERSION}/eu/things/${id}`), // expect: missing-credentials
  fetch(`https://a.acme.dev/admin/2024-${v}/eu/things`), // expect: missing-credentials
  fetch(`https://a.acme.dev/admin/2023-${v}/eu/things`), // expect: unknown-operation
  fetch(`https://a.acme.dev/admin/2024-01/eu/things`, { headers: { 'X-Key': v } }),
  fetch(`https://a.acme.dev/admin/2019-01/eu/things`), // expect: unknown-operation
  fetch(`https://a.acme.dev/${v}/2024-01/eu/things`),
  fetch(`https://a.acme.dev/news/2019-01/eu/things`),
];
";
    holds(document, "apis = ['acme.yaml']\n", &[("a.js", code)]);
}

/// A last parameter may be several segments where the document says so, in one of the ways in which that is said.
#[test]
fn a_last_parameter_may_be_several_segments() {
    let document = "
openapi: 3.0.0
servers: [{url: 'https://api.acme.dev'}]
components: {securitySchemes: {Key: {type: apiKey, in: header, name: X-Key}}}
security: [{Key: []}]
paths:
  '/contents/{path}':
    parameters: [{name: path, in: path, required: true, x-multi-segment: true, schema: {type: string}}]
    get: {}
  '/contents/{path}/meta': {get: {security: []}}
  '/proxy/{proxy+}': {get: {}}
  '/files/{name}': {get: {parameters: [{name: name, in: path, required: true, allowReserved: true, schema: {type: string}}]}}
  '/single/{id}': {get: {}}
";
    let code = "
const own = { headers: { 'X-Key': process.env.KEY } };
fetch('https://api.acme.dev/contents/src/a.ts'); // expect: missing-credentials
fetch('https://api.acme.dev/contents/src/lib/a.ts', own);
fetch('https://api.acme.dev/contents/src/meta');
fetch('https://api.acme.dev/contents'); // expect: unknown-operation
fetch('https://api.acme.dev/proxy/a/b/c'); // expect: missing-credentials
fetch('https://api.acme.dev/files/a/b'); // expect: missing-credentials
fetch('https://api.acme.dev/single/a/b'); // expect: unknown-operation
fetch('https://api.acme.dev/contents/src/a.ts', { method: 'DELETE', ...own }); // expect: unknown-operation
";
    let overlay = "
[[api]]
document = 'acme.yaml'
[[api.operations]]
calls = ['GET /raw/{path+}']
security = [['Key']]
reason = 'not described'
";
    let added = "fetch('https://api.acme.dev/raw/a/b'); // expect: missing-credentials\n";
    holds(document, overlay, &[("a.js", code), ("b.js", added)]);
}

/// A sign that need not be encoded is the same where it is.
#[test]
fn encoded_signs_are_those_of_templates() {
    let document = "
openapi: 3.0.0
servers: [{url: 'https://api.acme.dev'}]
components: {securitySchemes: {Key: {type: apiKey, in: header, name: X-Key}}}
security: [{Key: []}]
paths: {'/topics/{t}:publish': {post: {}}, '/topics/{t}': {get: {security: []}}}
";
    let code = "
export const all = (t) => [
  fetch(`https://api.acme.dev/topics/${t}:publish`, { method: 'POST' }), // expect: missing-credentials
  fetch(`https://api.acme.dev/topics/${t}%3Apublish`, { method: 'POST' }), // expect: missing-credentials
  fetch('https://api.acme.dev/topics/a%3apublish', { method: 'POST' }), // expect: missing-credentials
  fetch(`https://api.acme.dev/topics/${t}%2Fpublish`, { method: 'POST' }), // expect: unknown-operation
];
";
    holds(document, "apis = ['acme.yaml']\n", &[("a.js", code)]);
}

/// The servers of the whole document are its API's, though each path has some of its own.
#[test]
fn a_host_of_the_document_is_of_the_api_whoever_uses_it() {
    let document = "
openapi: 3.0.0
servers: [{url: 'https://api.acme.dev'}]
components: {securitySchemes: {Key: {type: apiKey, in: header, name: X-Key}}}
security: [{Key: []}]
paths: {/a: {servers: [{url: 'https://other.acme.dev/z'}], get: {}}}
";
    let code = "
fetch('https://other.acme.dev/z/a'); // expect: missing-credentials
fetch('https://api.acme.dev/a'); // expect: unknown-operation
fetch('https://www.acme.dev/a');
";
    holds(document, "apis = ['acme.yaml']\n", &[("a.js", code)]);
}

/// Of APIs with one host and one path it is the one whose own carrier is sent, and none where that does not tell.
#[test]
fn carriers_tell_apis_of_one_host_apart() {
    let document = |name: &str, header: &str| {
        format!(
            "
openapi: 3.0.0
servers: [{{url: 'https://api.{name}.dev'}}]
components: {{securitySchemes: {{Key: {{type: apiKey, in: header, name: {header}}}, User: {{type: http, scheme: bearer}}}}}}
paths: {{'/parcels/{{id}}': {{get: {{security: [{{Key: [], User: []}}]}}}}}}
"
        )
    };
    let config = "
[[api]]
document = 'acme.yaml'
hosts = ['gateway.acme.dev']
[[api]]
document = 'other.yaml'
hosts = ['gateway.acme.dev']
";
    let code = "
const { KEY, TOKEN } = process.env;
fetch('https://gateway.acme.dev/parcels/7', { headers: { 'X-One-Key': KEY } }); // expect: incomplete-credentials
fetch('https://gateway.acme.dev/parcels/7', { headers: { 'X-Two-Key': KEY } }); // expect: incomplete-credentials
fetch('https://gateway.acme.dev/parcels/7', { headers: { 'X-Two-Key': KEY, Authorization: `Bearer ${TOKEN}` } });
fetch('https://gateway.acme.dev/parcels/7', { headers: { 'X-One-Key': KEY, 'X-Two-Key': KEY } });
fetch('https://gateway.acme.dev/parcels/7', { headers: { Authorization: `Bearer ${TOKEN}` } });
fetch('https://gateway.acme.dev/parcels/7');
";
    let other = document("other", "X-Two-Key");
    holds(&document("acme", "X-One-Key"), config, &[("other.yaml", &other), ("a.js", code)]);
}
