//! Whole runs over one file, and what is written of them: each report is what its format says, and moves no terminal.
#![no_main]

use std::sync::Arc;

use authlint::pipeline::Options;
use authlint::pipeline::triage::{Triage, Wanted};
use authlint::report::{github, json, sarif, text};
use authlint::source::buffers::Buffers;
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 6] = ["a.js", "a.tsx", "a.rs", "a.html", ".env", "a.yaml"];

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    // A folder that is not there: nothing but the buffer is read.
    let path = std::path::Path::new("/nonexistent").join(NAMES[usize::from(*first) % NAMES.len()]);
    let mut content = b"/* https://api.loginradius.com/identity/v2/manage/account */\n".to_vec();
    content.extend(rest);
    let mut buffers = Buffers::default();
    buffers.put(path.clone(), Some(content.into()));
    let options = Options { buffers: Arc::new(buffers), no_sift: true, threads: Some(1), ..Options::default() };
    let Ok(analysis) = authlint::analyse(&options, &[path]) else { return };
    let triage = Triage::of(&analysis, &Wanted { pedantic: true, ..Wanted::default() });
    let report = analysis.report(&triage.findings).with_suppressed(&triage.suppressed);
    let mut all = Vec::new();
    text::write(&report, text::Style::default(), &mut all).expect("a text");
    github::write(&report, &mut all).expect("annotations");
    let is_raw = |char: char| char.is_control() && !matches!(char, '\n' | '\r' | '\t');
    assert!(!String::from_utf8(all).expect("UTF-8").contains(is_raw));
    let mut log = Vec::new();
    sarif::write(&report, true, &mut log).expect("a log");
    let log: serde_json::Value = serde_json::from_slice(&log).expect("JSON");
    for result in log["runs"][0]["results"].as_array().expect("results") {
        assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()));
        let region = &result["locations"][0]["physicalLocation"]["region"];
        let at = |name: &str| region[name].as_u64().expect("a number");
        assert!((at("startLine"), at("startColumn")) < (at("endLine"), at("endColumn")));
    }
    let mut document = Vec::new();
    json::write(&report, &mut document).expect("a document");
    let _: serde_json::Value = serde_json::from_slice(&document).expect("JSON");
});
