//! Running the binary and reading its JSON report.
// Each test file uses a part of this, and fails by panicking.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod lines;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// A finding, as the tests compare it: path with `/`, line, rule.
pub type Place = (String, u64, String);

/// Runs `authlint check --format json` on a folder, with further arguments.
pub fn check(folder: &Path, more: &[&str]) -> BTreeSet<Place> {
    let output = Command::new(env!("CARGO_BIN_EXE_authlint"))
        .current_dir(folder)
        .args(["check", "--format", "json"])
        .args(more)
        .arg(".")
        .output()
        .expect("the binary runs");
    let code = output.status.code();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(code, Some(0 | 1)), "exit code {code:?} in {}: {errors}", folder.display());
    let report: serde_json::Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error} in {}: {errors}", folder.display()));
    let findings = report["findings"].as_array().expect("findings");
    findings
        .iter()
        .map(|it| {
            let path = it["path"].as_str().expect("path").replace('\\', "/");
            let path = path.strip_prefix("./").unwrap_or(&path).to_owned();
            let line = it["span"]["line"].as_u64().expect("span.line");
            (path, line, it["rule"].as_str().expect("rule").to_owned())
        })
        .collect()
}

/// One line a finding, for messages.
pub fn shown(places: &BTreeSet<Place>) -> String {
    let lines: Vec<String> = places.iter().map(|(path, line, rule)| format!("{path}:{line} {rule}")).collect();
    lines.join("\n")
}
