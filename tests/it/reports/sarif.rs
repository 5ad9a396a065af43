//! SARIF reports are what the standard says they are.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::FIXTURES_IN_SARIF;

/// The schema of the standard: OASIS, Static Analysis Results Interchange Format 2.1.0,
/// <https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json>.
const SCHEMA: &str = include_str!("../../schemas/sarif-2.1.0.schema.json");

fn fixtures() -> Value {
    serde_json::from_slice(&FIXTURES_IN_SARIF).expect("JSON")
}

fn report(paths: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_authlint"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"))
        .args(["check", "--format", "sarif"])
        .args(paths)
        .output()
        .expect("the binary runs");
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn reports_follow_the_schema_of_the_standard() {
    let mut schema: Value = serde_json::from_str(SCHEMA).unwrap();
    // The schema as published holds a regular expression with a bracket too many, which strict readers refuse.
    for place in ["/definitions/run/properties/language", "/definitions/toolComponent/properties/language"] {
        schema.pointer_mut(place).and_then(Value::as_object_mut).map(|language| language.remove("pattern"));
    }
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for report in [fixtures(), report(&["express-proxy/mended"])] {
        let wrong: Vec<String> =
            validator.iter_errors(&report).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

#[test]
fn every_result_names_its_rule_and_place() {
    let report = fixtures();
    let run = &report["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), authlint::rules::all().len());
    let results = run["results"].as_array().unwrap();
    assert!(results.len() > 10);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        // What would be better still may be said of mended code as well.
        let is_expected = uri.contains("vulnerable/") || result["ruleId"] == "prefer-m2m";
        assert!(is_expected && !uri.starts_with(['/', '.']), "{uri}");
        for key in ["startLine", "startColumn", "endLine", "endColumn"] {
            assert!(place["region"][key].as_u64().is_some_and(|it| it > 0), "{key}");
        }
        assert!(result["partialFingerprints"]["primaryLocationLineHash"].is_string());
    }
}
