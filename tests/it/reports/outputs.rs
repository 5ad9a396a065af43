//! Reports for GitHub, several reports in one run, and reports that are too large.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use authlint::finding::{Finding, Reach, Related};
use authlint::source::{FileId, Span};
use serde_json::Value;

use crate::support::process::{self, err, out, project};

const CALL: &str = "fetch(`https://api.loginradius.com/identity/v2/manage/account/1?apikey=${process.env.KEY}`);\n";
const NEAR: &str = "fetch('https://api.loginradius.com/identity/v2/manage/acount/1');\n";

fn command(dir: &Path, args: &[&str]) -> Command {
    process::command(dir, args, &["GITHUB_STEP_SUMMARY"])
}

fn run(dir: &Path, args: &[&str]) -> Output {
    command(dir, args).output().unwrap()
}

/// An annotation as GitHub's runner reads it: command, properties, message.
fn read(line: &str) -> (String, Vec<(String, String)>, String) {
    let plain = |text: &str| {
        text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",").replace("%25", "%")
    };
    let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
    let (command, properties) = head.split_once(' ').unwrap();
    let properties = properties.split(',').map(|pair| pair.split_once('=').unwrap());
    let properties = properties.map(|(name, value)| (name.to_owned(), plain(value))).collect();
    (command.to_owned(), properties, plain(message))
}

#[test]
fn annotations_are_read_back_as_they_were_meant() {
    let wide = CALL.replace(");\n", ", {\n});\n");
    let dir = project(&[("src/a, b: 100%.js", CALL), ("src/wide.js", &wide), (".git/HEAD", "")]);
    let output = run(&dir.path().join("src"), &["--format", "github"]);
    assert_eq!(output.status.code(), Some(1));
    let text = out(&output);
    let lines: Vec<&str> = text.lines().collect();
    let (command, properties, message) = read(lines[0]);
    let pairs: Vec<(&str, &str)> = properties.iter().map(|(name, value)| (&**name, &**value)).collect();
    let end = (CALL.trim_end().len()).to_string();
    let expected = [
        ("file", "src/a, b: 100%.js"),
        ("line", "1"),
        ("endLine", "1"),
        ("col", "1"),
        ("endColumn", &*end),
        ("title", "incomplete-credentials"),
    ];
    assert_eq!((&*command, &pairs[..]), ("error", &expected[..]));
    assert!(message.starts_with("GET /identity/v2/manage/account/{uid} is called with the tenant key, but without"));
    assert!(message.contains("\nSend `X-LoginRadius-ApiKey`"), "{message}");
    let (_, properties, _) = read(lines[1]);
    assert!(properties.contains(&("endLine".to_owned(), "2".to_owned())));
    assert!(!properties.iter().any(|(name, _)| name == "col" || name == "endColumn"));
    assert!(lines[2].starts_with("2 errors in 2 files ("), "{}", lines[2]);
}

#[test]
fn annotations_are_capped_for_each_level() {
    let dir = project(&[("a.js", &(CALL.repeat(13) + &NEAR.repeat(3)))]);
    let text = out(&run(dir.path(), &["--format", "github"]));
    let count = |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!((count("::error "), count("::warning ")), (10, 3));
    let rest: Vec<&str> = text.lines().filter(|line| !line.starts_with("::")).collect();
    assert_eq!(rest[0], "3 more findings; GitHub shows 10 annotations of a level for each step:");
    assert!(rest[1].starts_with("- a.js:11: error[incomplete-credentials]: GET "), "{}", rest[1]);
    assert!(rest[4].starts_with("13 errors, 3 warnings in 1 file") && rest.len() == 5, "{rest:?}");
}

#[test]
fn the_step_gets_a_summary() {
    let dir = project(&[("a|b.js", CALL)]);
    let file = dir.path().join("summary.md");
    fs::write(&file, "before\n").unwrap();
    let output = command(dir.path(), &["--format", "github"]).env("GITHUB_STEP_SUMMARY", &file).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let page = fs::read_to_string(&file).unwrap();
    assert!(page.starts_with("before\n### authlint\n\n1 error in 1 file ("), "{page}");
    assert!(page.contains("\n| error | incomplete-credentials | a\\|b.js:1 | GET "), "{page}");
    // Other formats leave it alone, and trouble with it fails nothing.
    command(dir.path(), &[]).env("GITHUB_STEP_SUMMARY", &file).output().unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), page);
    let output = command(dir.path(), &["--format", "github", "--fail-on", "never"])
        .env("GITHUB_STEP_SUMMARY", dir.path().join("no/such/file"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(err(&output).starts_with("authlint: warning: cannot write the summary of the step to "));
}

#[test]
fn one_run_writes_several_reports() {
    let dir = project(&[("a.js", CALL)]);
    let output = run(dir.path(), &["--output", "sarif=out.sarif", "--output", "json=out=1.json", "--color", "never"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).starts_with("error[incomplete-credentials]"));
    let json = |file: &str| -> Value { serde_json::from_slice(&fs::read(dir.path().join(file)).unwrap()).unwrap() };
    assert_eq!(json("out.sarif")["version"], "2.1.0");
    assert_eq!(json("out=1.json")["version"], 1);
    let output =
        run(dir.path(), &["--format", "json", "--output", "a.json", "--output", "./b=c.json", "--output", "text=t"]);
    assert_eq!((output.status.code(), out(&output)), (Some(1), String::new()));
    assert_eq!(json("a.json"), json("b=c.json"));
    assert!(fs::read_to_string(dir.path().join("t")).unwrap().starts_with("error["));
    for (value, expected) in [
        ("sarfi=x", "there is no format \"sarfi\"; did you mean \"sarif\"?"),
        ("json=", "a file is missing"),
        ("", "missing"),
    ] {
        let output = run(dir.path(), &["--output", value]);
        assert_eq!((output.status.code(), out(&output)), (Some(2), String::new()), "{value}");
        assert!(err(&output).contains(expected), "{}", err(&output));
    }
    // An error in one of them is an error of the run.
    let output = run(dir.path(), &["--output", "sarif=no/such/out.sarif"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).starts_with("authlint: error: cannot write no/such/out.sarif: "));
}

#[test]
fn a_report_that_is_too_large_for_github_is_cut() {
    let (files, findings) = crate::support::many::findings(25_010);
    let write = |findings: &[Finding]| {
        let (notices, bytes) = crate::support::many::sarif(&files, findings);
        (notices, serde_json::from_slice::<Value>(&bytes).unwrap())
    };
    let (notices, log) = write(&findings);
    let expected = "the SARIF report holds the 25000 gravest of 25010 results; GitHub takes no more";
    assert_eq!(notices, [expected]);
    let run = &log["runs"][0];
    assert_eq!(run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"], expected);
    let results = run["results"].as_array().unwrap();
    let notes = results.iter().filter(|result| result["level"] == "note").count();
    assert_eq!((results.len(), notes), (25_000, 10));
    // The order stays that of the file.
    assert_eq!(results[0]["locations"][0]["physicalLocation"]["region"]["startLine"], 1);
    let (notices, log) = write(&findings[10..]);
    assert_eq!((notices.len(), log["runs"][0]["results"].as_array().unwrap().len()), (0, 25_000));
}

/// A line of a bundle may hold any number of findings, and a chain of imports any number of steps.
#[test]
fn a_result_that_is_too_large_for_github_is_cut() {
    let (files, mut findings) = crate::support::many::findings(3);
    let related =
        |at: u32| Related { span: Span::new(FileId(0), at % 16, at % 16 + 1), message: format!("place {at}") };
    findings[0].related = (0..99).map(related).collect();
    findings[1].related = (0..100).map(related).collect();
    let chain = |length: usize| Reach { chain: vec![FileId(0); length], why: "the entry".to_owned() };
    findings[1].reach = Some(chain(1_001));
    findings[2].reach = Some(chain(1_000));
    let (notices, bytes) = crate::support::many::sarif(&files, &findings);
    assert_eq!(notices, ["of 1 result the SARIF report holds at most 100 places and 1000 steps; GitHub shows no more"]);
    let log: Value = serde_json::from_slice(&bytes).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let counts = |result: &Value| {
        let steps = &result["codeFlows"][0]["threadFlows"][0]["locations"];
        (result["relatedLocations"].as_array().map_or(0, Vec::len), steps.as_array().map_or(0, Vec::len))
    };
    assert_eq!(results.iter().map(counts).collect::<Vec<_>>(), [(99, 0), (99, 1_000), (0, 1_000)]);
    let steps = results[1]["codeFlows"][0]["threadFlows"][0]["locations"].as_array().unwrap();
    assert_eq!(steps[0]["location"]["message"]["text"], "the entry");
    assert_eq!(steps[999]["location"]["physicalLocation"]["region"]["startLine"], 2);
}
