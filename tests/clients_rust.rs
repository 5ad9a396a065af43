//! What requests come out of Rust code: every client and every way to write a value. The cases are data, in
//! `clients/rust.toml`.

mod common;

use std::path::Path;

use authlint::source::SourceKind;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

/// Code, and the requests it sends, in the compact form of [`common::lines::line`].
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    code: String,
    expect: Vec<String>,
}

#[test]
fn every_case_gives_its_requests() {
    // Read as the test runs: data can be changed without building anything.
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let clients = common::lines::clients(root);
    let cases = std::fs::read_to_string(root.join("tests/clients/rust.toml")).unwrap();
    let cases: Cases = toml::from_str(&cases).unwrap();
    let mut wrong = String::new();
    for case in &cases.case {
        let lines = common::lines::show(SourceKind::Rust, &case.code, &clients);
        if lines != case.expect {
            wrong += &format!("{}\n  expected {:#?}\n  got {lines:#?}\n", case.name, case.expect);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
