//! Reports for GitHub, several reports in one run, and reports that are too large.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test fails by panicking

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use authlint::report::finding::{Confidence, Finding, Level};
use authlint::report::{Report, Stats, sarif};
use authlint::source::files::{Files, SourceFile};
use authlint::source::{FileId, Span};
use serde_json::Value;
use tempfile::TempDir;

const CALL: &str = "fetch(`https://api.loginradius.com/identity/v2/manage/account/1?apikey=${process.env.KEY}`);\n";
const NEAR: &str = "fetch('https://api.loginradius.com/identity/v2/manage/acount/1');\n";

fn project(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

fn command(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_authlint"));
    command.current_dir(dir).args(args).env_remove("GITHUB_STEP_SUMMARY");
    command
}

fn run(dir: &Path, args: &[&str]) -> Output {
    command(dir, args).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
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
        run(dir.path(), &["--format", "json", "--output", "a.json", "--output", "b=c.json", "--output", "text=t"]);
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
    let line = "send(1)\n";
    let count: u32 = 25_010;
    let width = u32::try_from(line.len()).unwrap();
    let file = SourceFile::new("a.js".to_owned(), PathBuf::from("/repo/a.js"), line.repeat(count as usize));
    let files = Files::new(vec![file]);
    let finding = |index: u32| Finding {
        rule: authlint::rules::rule("bearer-only").unwrap(),
        // The grave ones come last.
        level: if index < 20 { Level::Note } else { Level::Error },
        confidence: Confidence::High,
        span: Span::new(FileId(0), index * width, index * width + 4),
        title: "It is wrong".to_owned(),
        label: String::new(),
        operation: None,
        presented: None,
        accepted: None,
        help: String::new(),
        reach: None,
        related: Vec::new(),
    };
    let findings: Vec<Finding> = (0..count).map(finding).collect();
    let write = |findings: &[Finding]| {
        let report = Report::new(&files, findings, &[], &[], Stats::default(), Path::new("/repo"));
        let mut bytes = Vec::new();
        let notice = sarif::write(&report, true, &mut bytes).unwrap();
        (notice, serde_json::from_slice::<Value>(&bytes).unwrap())
    };
    let (notice, log) = write(&findings);
    let expected = "the SARIF report holds the 25000 gravest of 25010 results; GitHub takes no more";
    assert_eq!(notice, [expected]);
    let run = &log["runs"][0];
    assert_eq!(run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"], expected);
    let results = run["results"].as_array().unwrap();
    let notes = results.iter().filter(|result| result["level"] == "note").count();
    assert_eq!((results.len(), notes), (25_000, 10));
    // The order stays that of the file.
    assert_eq!(results[0]["locations"][0]["physicalLocation"]["region"]["startLine"], 1);
    let (notice, log) = write(&findings[10..]);
    assert_eq!((notice.len(), log["runs"][0]["results"].as_array().unwrap().len()), (0, 25_000));
}
