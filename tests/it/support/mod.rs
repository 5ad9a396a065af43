//! What is found in a folder: by the binary, read from its JSON report, or by the library.

pub mod lines;
pub mod many;
pub mod process;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use authlint::finding::Finding;
use authlint::pipeline::Options;
use authlint::pipeline::triage::{Triage, Wanted};

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

/// The JSON report on all fixtures, as one thread writes it: made once for all tests that look at it.
pub static FIXTURES_IN_JSON: LazyLock<Vec<u8>> = LazyLock::new(|| fixtures(&["--format", "json", "--threads", "1"]));

/// The SARIF report on all fixtures, made once for all tests that look at it.
pub static FIXTURES_IN_SARIF: LazyLock<Vec<u8>> = LazyLock::new(|| fixtures(&["--format", "sarif"]));

/// What `authlint check` prints about the folder of fixtures.
pub fn fixtures(options: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_authlint"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"))
        .arg("check")
        .args(options)
        .arg(".")
        .output()
        .expect("the binary runs");
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// What the library finds in a folder, with the same words as [`check`]. For cases that are about what is found: a
/// process for each, which reads every table anew, takes most of their time.
pub fn found_with(folder: &Path, options: &Options, wanted: &Wanted) -> BTreeSet<Place> {
    let analysis = authlint::analyse(options, &[folder.to_path_buf()])
        .unwrap_or_else(|error| panic!("{error} in {}", folder.display()));
    let mut triage = Triage::of(&analysis, wanted);
    triage.show(wanted);
    let place = |finding: &Finding| {
        let path = analysis.files.path(finding.span.file).replace('\\', "/");
        let top = format!("{}/", folder.display()).replace('\\', "/");
        let line = analysis.files.start(finding.span).expect("a place in a file").line;
        let path = path.strip_prefix(&top).unwrap_or_else(|| panic!("{path} is not below {top}"));
        (path.to_owned(), line as u64, finding.rule.id.to_owned())
    };
    triage.findings.iter().map(place).collect()
}

/// What the library finds in a folder if it is told nothing.
pub fn found(folder: &Path) -> BTreeSet<Place> {
    found_with(folder, &Options::default(), &Wanted::default())
}

/// What a comment `// expect: rule, rule` at the end of a line says is reported on it: all such lines of a text.
pub fn marked(text: &str) -> BTreeSet<(u64, String)> {
    let lines = (1..).zip(text.lines()).filter_map(|(line, text)| Some((line, text.split_once("// expect: ")?.1)));
    lines.flat_map(|(line, rules)| rules.split(',').map(move |rule| (line, rule.trim().to_owned()))).collect()
}

/// Copies a folder, and notes what is expected of the files in it.
pub fn copied(from: &Path, to: &Path, at: &str, expected: &mut BTreeSet<Place>) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, name) = (entry.as_ref().unwrap().path(), entry.unwrap().file_name());
        let name = name.to_string_lossy().into_owned();
        let place = if at.is_empty() { name.clone() } else { format!("{at}/{name}") };
        if path.is_dir() {
            copied(&path, &to.join(&name), &place, expected);
        } else {
            let text = fs::read_to_string(&path).unwrap();
            expected.extend(marked(&text).into_iter().map(|(line, rule)| (place.clone(), line, rule)));
            fs::write(to.join(&name), text).unwrap();
        }
    }
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
