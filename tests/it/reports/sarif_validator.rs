//! SARIF reports before a judge of others: Microsoft's validator, with the rules of the standard and those of GitHub's
//! code scanning. `.ci/full` fetches it; `AUTHLINT_SARIF_MULTITOOL` names another copy.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::support::FIXTURES_IN_SARIF;

const CALL: &str = "fetch(`https://api.loginradius.com/identity/v2/manage/account/1?apikey=${process.env.KEY}`);\n";

/// The validator, or `None` and a word about it.
fn validator() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("AUTHLINT_SARIF_MULTITOOL") {
        return Some(PathBuf::from(named));
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("sarif-multitool");
    let fetched = folder.join("Sarif.Multitool");
    if !fetched.is_file() {
        let package = "@microsoft/sarif-multitool-linux";
        crate::support::skipped(&format!("there is no {}; .ci/full takes it from npm: {package}", fetched.display()));
        return None;
    }
    Some(fetched)
}

/// What the validator objects to: errors and warnings, of the standard and of GitHub.
fn objections(validator: &Path, report: &[u8]) -> Vec<String> {
    let dir = tempfile::tempdir().unwrap();
    let (given, answer) = (dir.path().join("report.sarif"), dir.path().join("answer.sarif"));
    fs::write(&given, report).unwrap();
    let output = Command::new(validator)
        .env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1")
        .env("DOTNET_BUNDLE_EXTRACT_BASE_DIR", dir.path())
        .args(["validate", "--rule-kind", "Sarif;Ghas", "--max-file-size-in-kb", "200000", "--output"])
        .args([&answer, &given])
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}", validator.display()));
    let said = String::from_utf8_lossy(&output.stdout);
    // Its exit code tells nothing; what it writes does, behind a byte order mark.
    let answer = fs::read_to_string(&answer).unwrap_or_else(|error| panic!("{error}: {said}"));
    let answer: Value = serde_json::from_str(answer.trim_start_matches('\u{feff}')).unwrap();
    let run = &answer["runs"][0];
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], true, "{said}");
    for notifications in ["toolConfigurationNotifications", "toolExecutionNotifications"] {
        assert!(invocation[notifications].as_array().is_none_or(Vec::is_empty), "{said}");
    }
    let results = run["results"].as_array().cloned().unwrap_or_default();
    results.iter().map(|result| format!("{} {}", result["ruleId"], result["message"]["arguments"])).collect()
}

fn sarif(dir: &Path, args: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_authlint"))
        .current_dir(dir)
        .args(["check", "--format", "sarif"])
        .args(args)
        .output()
        .unwrap();
    assert!(!output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn nothing_is_wrong_with_the_report_on_the_fixtures() {
    let Some(validator) = validator() else { return };
    let report = &*FIXTURES_IN_SARIF;
    assert_eq!(objections(&validator, report), [""; 0]);
    // It does look: a report with a fault is objected to.
    let mut faulty: Value = serde_json::from_slice(report).unwrap();
    faulty["runs"][0]["results"][0]["message"] = Value::Object(serde_json::Map::new());
    assert!(!objections(&validator, &serde_json::to_vec(&faulty).unwrap()).is_empty());
}

#[test]
fn nothing_is_wrong_with_the_report_on_clean_and_broken_code() {
    let Some(validator) = validator() else { return };
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("good.js"), "export const answer = 42;\n").unwrap();
    let clean = sarif(dir.path(), &["."]);
    fs::write(dir.path().join("broken.js"), format!("{CALL}const = ;;; {{{{\n")).unwrap();
    let broken = sarif(dir.path(), &["--strict", "."]);
    let invocation =
        |report: &[u8]| serde_json::from_slice::<Value>(report).unwrap()["runs"][0]["invocations"][0].clone();
    assert_eq!(invocation(&clean)["toolExecutionNotifications"], Value::Null);
    assert_eq!(invocation(&broken)["executionSuccessful"], false);
    assert!(!invocation(&broken)["toolExecutionNotifications"].as_array().unwrap().is_empty());
    for report in [clean, broken] {
        assert_eq!(objections(&validator, &report), [""; 0]);
    }
}

#[test]
fn nothing_is_wrong_with_suppressed_results() {
    let Some(validator) = validator() else { return };
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("old.js"), CALL).unwrap();
    let baseline = Command::new(env!("CARGO_BIN_EXE_authlint")).current_dir(dir.path()).arg("baseline").output();
    assert!(baseline.unwrap().status.success());
    let comments = "// authlint-disable-next-line incomplete-credentials -- the gateway adds it\n";
    fs::write(dir.path().join("silent.js"), format!("{comments}{CALL}")).unwrap();
    fs::write(dir.path().join("new.js"), CALL.replace("account/1", "account/2")).unwrap();
    let report = sarif(dir.path(), &["--baseline", "authlint-baseline.json", "--show-suppressed", "."]);
    let text = String::from_utf8_lossy(&report);
    for part in ["\"external\"", "\"inSource\"", "the gateway adds it", "\"new.js\""] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert_eq!(objections(&validator, &report), [""; 0]);
}

#[test]
fn nothing_is_wrong_with_a_report_that_was_cut() {
    let Some(validator) = validator() else { return };
    let (files, findings) = crate::support::many::findings(25_010);
    let (notices, report) = crate::support::many::sarif(&files, &findings);
    assert_eq!(notices.len(), 1);
    assert_eq!(objections(&validator, &report), [""; 0]);
}
