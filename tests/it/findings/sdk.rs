//! Every operation of the built-in API can be called through the SDK that names its methods for them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use authlint::api::Apis;
use serde_json::Value;

/// `createUser` of `CreateUser`, `oAuthM2M` of `OAuth M2M`.
fn camel(text: &str) -> String {
    let mut name = String::new();
    for word in text.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        let (first, rest) = word.split_at(1);
        let first = if name.is_empty() { first.to_ascii_lowercase() } else { first.to_ascii_uppercase() };
        name.push_str(&first);
        name.push_str(rest);
    }
    name
}

#[test]
fn every_operation_is_reached_by_its_name() {
    let apis = Apis::builtin().unwrap();
    let api = apis.tables.iter().find(|api| api.id == "loginradius").unwrap();
    let mut text = String::from(
        "import { LoginRadius } from 'loginradius-sdk';\nconst sdk = new LoginRadius({ apiKey: process.env.KEY });\n",
    );
    let mut expected = BTreeMap::new();
    let described = api.operations.iter().filter(|operation| !operation.is_added() && operation.tag.is_some());
    for (line, operation) in (3_u64..).zip(described) {
        let tag = operation.tag.as_deref().unwrap_or_default();
        let _ = writeln!(text, "sdk.{}.{}({{}});", camel(tag), camel(&operation.id));
        expected.insert(line, format!("{} {}", operation.method, operation.path));
    }
    assert!(expected.len() > 380, "{}", expected.len());
    let project = tempfile::tempdir().unwrap();
    fs::write(project.path().join("all.mjs"), text).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_authlint"))
        .args(["requests", "--no-sift", "--format", "json", "all.mjs"])
        .current_dir(project.path())
        .output()
        .unwrap();
    let requests: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut found = BTreeMap::new();
    for request in requests["requests"].as_array().unwrap() {
        let called = &request["operation"];
        let line = request["place"]["line"].as_u64().unwrap();
        let name = format!("{} {}", called["method"].as_str().unwrap_or("?"), called["path"].as_str().unwrap_or("?"));
        found.insert(line, name);
    }
    let wrong: Vec<_> = expected.iter().filter(|(line, called)| found.get(line) != Some(called)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}
