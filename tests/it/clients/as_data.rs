//! Another API and other HTTP clients are data: nothing but files that are given on the command line.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{Place, check, shown};
use tempfile::TempDir;

/// An API that nobody has: ten operations, basic authentication and keys in headers.
const DOCUMENT: &str = r#"
openapi: 3.1.0
info: { title: Parcel Service, version: "1" }
servers: [{ url: "https://api.parcels.example/v1" }]
security: [{ staff: [] }]
components:
  securitySchemes:
    staff: { type: http, scheme: basic }
    account: { type: apiKey, in: header, name: X-Parcels-Account }
    key: { type: apiKey, in: header, name: X-Parcels-Key }
paths:
  /depots:
    get: { operationId: listDepots, security: [] }
  /parcels:
    get: { operationId: listParcels, security: [{ account: [], key: [] }, { staff: [] }] }
    post: { operationId: sendParcel, security: [{ account: [], key: [] }, { staff: [] }] }
  /parcels/{id}:
    get: { operationId: trackParcel, security: [{ account: [], key: [] }, { staff: [] }] }
    delete: { operationId: loseParcel }
  /parcels/{id}/label:
    put: { operationId: printLabel }
  /drivers:
    get: { operationId: listDrivers }
    post: { operationId: hireDriver }
  /rates:
    get: { operationId: listRates, security: [{ key: [] }] }
  /rates/{zone}:
    get: { operationId: rateOfZone, security: [{ key: [] }] }
"#;

const OVERLAY: &str = r#"
id = "parcels"
name = "Parcels"
document = "parcels.yaml"
aliases = ["parcels"]

[[credential]]
id = "staff"
name = "staff login"
kind = "secret"

[[credential]]
id = "account"
name = "account number"
kind = "public"

[[credential]]
id = "key"
name = "account key"
kind = "secret"

[schemes]
staff = "staff"
account = "account"
key = "key"
"#;

/// One client of each language, made up as well.
const CLIENTS: &str = r#"
[[object]]
id = "courier.Line"
client = "courier"

[[object.call]]
path = [".get()", ".post()", ".put()", ".delete()"]
slots.method = "@name"
slots.url = "$0"
slots.query = "$1.params"
slots.header = "$1.extra"
sends = true

[[call]]
client = "courier"
path = "npm:courier-http.connect()"
slots.base = "$0.root"
slots.header = "$0.always"
slots.basic = ["$0.login.user", "$0.login.password"]
result = "courier.Line"

[[object]]
id = "postbox.Letter"
client = "postbox"

[[object.call]]
path = ".stamp()"
slots.header-pair = ["$0", "$1"]

[[object.call]]
path = ".sign_in()"
slots.basic = ["$0", "$1"]

[[object.call]]
path = ".mail()"
sends = true

[[call]]
client = "postbox"
path = "crate:postbox::Letter::to()"
slots.method = "$0"
slots.url = "$1"
result = "postbox.Letter"
"#;

/// `~ rule` at the end of a line: what is reported there.
const SCRIPT: &str = r"
import { connect } from 'courier-http';

const open = connect({ root: 'https://api.parcels.example/v1' });
const office = connect({
  root: 'https://api.parcels.example/v1',
  login: { user: process.env.STAFF, password: process.env.STAFF_PASSWORD },
});
const plain = connect({ root: 'http://api.parcels.example/v1' }); // ~ insecure-transport
const shop = connect({
  root: 'https://api.parcels.example/v1',
  always: { 'X-Parcels-Account': process.env.ACCOUNT, 'X-Parcels-Key': process.env.KEY },
});

export const clean = async (id) => [
  await open.get('/depots'),
  await office.delete(`/parcels/${id}`),
  await office.get('/drivers'),
  await shop.get(`/parcels/${id}`),
  await shop.post('/parcels'),
  await open.get('/rates', { extra: { 'x-parcels-key': process.env.KEY } }),
];

export const wrong = async (id) => [
  await open.get('/drivers'), // ~ missing-credentials
  await open.get('/parcels', { extra: { 'X-Parcels-Key': process.env.KEY } }), // ~ incomplete-credentials
  await shop.put(`/parcels/${id}/label`), // ~ unsupported-credentials
  await office.get('/rates/7'), // ~ unsupported-credentials
  await open.get('/rates', { extra: { 'X-Parcel-Key': process.env.KEY } }), // ~ misspelled-credential
  await plain.get('/rates', { extra: { 'X-Parcels-Key': process.env.KEY } }),
  await shop.get('/parcel'), // ~ unknown-operation
  await office.post('/depots'), // ~ unknown-operation
];
";

const CRATE: &str = r#"
use postbox::Letter;

const API: &str = "https://api.parcels.example/v1";

pub fn clean(id: &str, user: &str, password: &str, key: &str, account: &str) {
    Letter::to("GET", format!("{API}/depots")).mail();
    Letter::to("DELETE", format!("{API}/parcels/{id}")).sign_in(user, password).mail();
    Letter::to("GET", format!("{API}/parcels")).stamp("X-Parcels-Key", key).stamp("X-Parcels-Account", account).mail();
}

pub fn wrong(id: &str, user: &str, password: &str, key: &str) {
    Letter::to("GET", format!("{API}/drivers")).mail(); // ~ missing-credentials
    Letter::to("GET", format!("{API}/parcels/{id}")).stamp("X-Parcels-Key", key).mail(); // ~ incomplete-credentials
    Letter::to("GET", format!("{API}/rates")).sign_in(user, password).mail(); // ~ unsupported-credentials
    Letter::to("GET", "http://api.parcels.example/v1/drivers").sign_in(user, password).mail(); // ~ insecure-transport
    Letter::to("PATCH", format!("{API}/drivers")).sign_in(user, password).mail(); // ~ unknown-operation
}
"#;

/// The API that is built in, called beside the other one.
const BUILT_IN: &str = r"
export async function find(uid) {
  return fetch(`https://api.loginradius.com/identity/v2/manage/account/${uid}?apikey=${process.env.KEY}`); // ~ incomplete-credentials
}
";

fn marked(path: &str, text: &str) -> BTreeSet<Place> {
    let lines = (1u64..).zip(text.lines());
    lines.filter_map(|(at, line)| Some((path.to_owned(), at, line.split_once("// ~ ")?.1.trim().to_owned()))).collect()
}

fn project(overlay: bool) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("data/apis/parcels.yaml", DOCUMENT);
    if overlay {
        write("data/apis/parcels.toml", OVERLAY);
    }
    write("data/clients.toml", CLIENTS);
    write("code/src/parcels.js", SCRIPT);
    write("code/src/parcels.rs", CRATE);
    write("code/src/accounts.js", BUILT_IN);
    dir
}

const DATA: [&str; 4] = ["--apis", "../data/apis", "--clients", "../data/clients.toml"];

fn expected() -> BTreeSet<Place> {
    [("src/parcels.js", SCRIPT), ("src/parcels.rs", CRATE), ("src/accounts.js", BUILT_IN)]
        .iter()
        .flat_map(|(path, text)| marked(path, text))
        .collect()
}

#[test]
fn another_api_and_other_clients_are_judged_like_those_built_in() {
    let dir = project(true);
    let found = check(&dir.path().join("code"), &DATA);
    assert_eq!(shown(&found), shown(&expected()));
}

#[test]
fn a_document_alone_is_enough() {
    let dir = project(false);
    let found = check(&dir.path().join("code"), &DATA);
    assert_eq!(shown(&found), shown(&expected()));
}

#[test]
fn without_the_data_only_the_built_in_api_is_judged() {
    let dir = project(true);
    let code = dir.path().join("code");
    assert_eq!(shown(&check(&code, &[])), shown(&marked("src/accounts.js", BUILT_IN)));
    // Of the clients alone nothing comes either, nor of the API without them.
    assert_eq!(shown(&check(&code, &DATA[2..])), shown(&marked("src/accounts.js", BUILT_IN)));
    assert_eq!(shown(&check(&code, &DATA[..2])), shown(&marked("src/accounts.js", BUILT_IN)));
}

fn run(dir: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_authlint")).current_dir(dir).args(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn its_operations_can_be_asked_for() {
    let dir = project(true);
    let code = dir.path().join("code");
    let ask = ["operations", "--path", "https://api.parcels.example/v1/parcels/42", "--method", "get"];
    let (status, out, _) = run(&code, &[&ask[..], &DATA[..2]].concat());
    assert_eq!(status, Some(0));
    assert_eq!(
        out,
        "GET /v1/parcels/{id}  (trackParcel, Parcels)\n    accepts the account number with the account key in headers \
         (X-Parcels-Account, X-Parcels-Key), or the staff login (Authorization: Basic)  [backend only]\n"
    );
}

#[test]
fn reports_speak_of_basic_authorization_in_words() {
    let dir = project(true);
    let args = [&["check", "--color", "never", "--select", "unsupported-credentials", "src/parcels.rs"][..], &DATA];
    let (status, out, _) = run(&dir.path().join("code"), &args.concat());
    assert_eq!(status, Some(1));
    for line in [
        "error[unsupported-credentials]: GET /v1/rates does not take the staff login (`Authorization`, header)",
        "= accepted: `X-Parcels-Key` as a header",
        "= help: Send `X-Parcels-Key` as a header",
    ] {
        assert!(out.contains(line), "{line}\n{out}");
    }
}

#[test]
fn what_is_wrong_with_the_data_is_told_with_file_line_and_reason() {
    let dir = project(true);
    let code = dir.path().join("code");
    let cases: [(&str, &str, &str); 5] = [
        ("apis/parcels.toml", "document = \"parcels.yaml\"\ncolour = 1\n", "parcels.toml:2: unknown field `colour`"),
        ("apis/parcels.toml", "id = \"x\"\ndocument = \"gone.yaml\"\n", "parcels.toml:2: "),
        ("apis/parcels.yaml", "openapi: '4.0'\n", "parcels.yaml:1:1: OpenAPI 4.0 is not understood"),
        (
            "clients.toml",
            "\n[[call]]\npath = \"global:f()\"\nslots.url = \"first\"\n",
            "clients.toml:3: \"first\" is no selector",
        ),
        ("clients.toml", "[[object]]\nid = \"a\"\nname = \"b\"\n", "clients.toml:3: unknown field `name`"),
    ];
    for (file, text, message) in cases {
        let path = dir.path().join("data").join(file);
        let before = fs::read_to_string(&path).unwrap();
        fs::write(&path, text).unwrap();
        let (status, out, err) = run(&code, &DATA);
        fs::write(&path, before).unwrap();
        assert_eq!((status, &*out), (Some(2), ""), "{message}");
        assert!(err.starts_with("authlint: error: ") && err.contains(message), "{message}\n{err}");
    }
    let (status, _, err) = run(&code, &["--clients", "gone.toml"]);
    assert_eq!(status, Some(2));
    assert!(err.starts_with("authlint: error: gone.toml: "), "{err}");
}

#[test]
fn what_sends_by_another_client_is_a_client_itself() {
    let clients = authlint::clients::Clients::built_in().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/clients");
    let files = fs::read_dir(folder).unwrap().map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
    let files = files.collect::<String>();
    for by in ["fetch", "XMLHttpRequest"] {
        let all = clients.with_those_on(&[by.into()]);
        assert!(all.len() > 10);
        for name in all {
            let named = [format!("client = \"{name}\""), format!("id = \"{name}\""), format!("id = \"{name}.")];
            assert!(named.iter().any(|named| files.contains(named)), "{name}");
        }
    }
}
