//! Running the binary and reading its JSON report.

pub mod lines;
pub mod many;

use std::collections::BTreeSet;
use std::io::Write as _;
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

/// What a comment `// expect: rule, rule` at the end of a line says is reported on it: all such lines of a text.
pub fn marked(text: &str) -> BTreeSet<(u64, String)> {
    let lines = (1..).zip(text.lines()).filter_map(|(line, text)| Some((line, text.split_once("// expect: ")?.1)));
    lines.flat_map(|(line, rules)| rules.split(',').map(move |rule| (line, rule.trim().to_owned()))).collect()
}

/// Fails unless what was found is what was expected.
#[track_caller]
pub fn assert_same(found: &BTreeSet<Place>, expected: &BTreeSet<Place>) {
    let mut wrong = String::new();
    for (what, a, b) in [("not reported", expected, found), ("reported, but not expected", found, expected)] {
        let places: BTreeSet<Place> = a.difference(b).cloned().collect();
        if !places.is_empty() {
            wrong.extend([what, ":\n", &shown(&places), "\n"]);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// One line a finding, for messages.
pub fn shown(places: &BTreeSet<Place>) -> String {
    let lines: Vec<String> = places.iter().map(|(path, line, rule)| format!("{path}:{line} {rule}")).collect();
    lines.join("\n")
}

/// Says aloud that a test could not be run; not by `eprintln!`, which is heard only where a test fails.
pub fn skipped(why: &str) {
    let name = std::thread::current().name().unwrap_or("a test").to_owned();
    writeln!(std::io::stderr(), "SKIPPED: {name}: {why}").expect("standard error");
}
