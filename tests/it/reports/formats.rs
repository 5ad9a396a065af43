//! The formats for people and for pipelines, the table of counts, and where each goes.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::process::{self, err, out, project};

const WRONG: &str = "fetch(`https://api.loginradius.com/identity/v2/manage/account/1?apikey=${process.env.KEY}`);\n";

fn command(dir: &Path, args: &[&str]) -> Command {
    process::command(dir, args, &["GITHUB_STEP_SUMMARY", "FORCE_HYPERLINK"])
}

fn run(dir: &Path, args: &[&str]) -> Output {
    command(dir, args).output().unwrap()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn concise_is_a_line_a_finding() {
    let dir = project(&[("src/a.js", &format!("\n  {WRONG}"))]);
    let output = run(dir.path(), &["--format", "concise"]);
    assert_eq!(output.status.code(), Some(1));
    let expected = "src/a.js:2:3: error[incomplete-credentials]: ";
    let text = out(&output);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(lines[0].starts_with(&expected.replace("]: ", "] ")), "{text}");
    assert!(lines[1].starts_with("1 error in 1 file "), "{text}");
    assert_eq!(out(&run(dir.path(), &["--format", "concise", "-q"])).lines().count(), 1);
}

#[test]
fn gitlab_gets_fingerprints_that_outlive_moves() {
    let dir = project(&[(".git/HEAD", "ref: refs/heads/main\n"), ("web/a.js", &format!("{WRONG}{WRONG}"))]);
    let issues = |dir: &Path| json(&out(&run(dir, &["--format", "gitlab", "."]))).as_array().unwrap().clone();
    // Paths are those of the repository, wherever it is run.
    let before = issues(&dir.path().join("web"));
    assert_eq!(before.len(), 2);
    for issue in &before {
        assert_eq!(issue["check_name"], "incomplete-credentials");
        assert_eq!(issue["severity"], "critical");
        assert_eq!(issue["location"]["path"], "web/a.js");
        assert!(issue["description"].as_str().unwrap().contains("without the tenant secret"));
    }
    assert_ne!(before[0]["fingerprint"], before[1]["fingerprint"]);
    fs::write(dir.path().join("web/a.js"), format!("// Moved.\n\n{WRONG}{WRONG}")).unwrap();
    let after = issues(dir.path());
    let fingerprints = |issues: &[Value]| issues.iter().map(|it| it["fingerprint"].clone()).collect::<Vec<_>>();
    assert_eq!(fingerprints(&before), fingerprints(&after));
    assert_eq!(after[0]["location"]["lines"]["begin"], 3);
    assert_eq!(out(&run(project(&[("a.js", "1;\n")]).path(), &["--format", "gitlab"])), "[]\n");
}

#[test]
fn junit_is_read_by_a_parser_of_xml() {
    let odd = "fetch(`https://api.loginradius.com/identity/v2/manage/account/${\"<&'\\u0007\"}?apikey=${process.env.KEY}`);\n";
    let dir = project(&[("a & b.js", WRONG), ("c.js", odd)]);
    let report = out(&run(dir.path(), &["--format", "junit"]));
    let clean = out(&run(project(&[("a.js", "1;\n")]).path(), &["--format", "junit"]));
    let script = "import sys, xml.etree.ElementTree as T\n\
        for suite in T.fromstring(sys.stdin.read()).iter('testsuite'):\n    \
            print(suite.get('name'), suite.get('tests'), suite.get('failures'), \
                  [(c.get('name'), [f.get('type') for f in c.iter('failure')]) for c in suite.iter('testcase')])\n";
    let parsed = |text: &str| {
        let dir = project(&[("report.xml", text), ("parse.py", script)]);
        let file = fs::File::open(dir.path().join("report.xml")).unwrap();
        match Command::new("python3").arg(dir.path().join("parse.py")).stdin(file).output() {
            Ok(output) => {
                assert!(output.status.success(), "{}{text}", err(&output));
                Some(out(&output))
            }
            Err(error) => {
                crate::support::skipped(&format!("no python3 reads XML here: {error}"));
                None
            }
        }
    };
    let Some(read) = parsed(&report) else { return };
    assert_eq!(
        read,
        "a & b.js 1 1 [('incomplete-credentials at 1:1', ['error'])]\n\
         c.js 1 1 [('incomplete-credentials at 1:1', ['error'])]\n"
    );
    assert_eq!(parsed(&clean).unwrap(), "authlint 1 0 [('no findings', [])]\n");
}

#[test]
fn counts_take_the_place_of_findings() {
    let silent = format!("// authlint-disable-next-line incomplete-credentials -- known\n{WRONG}");
    let dir = project(&[("a.js", &format!("{WRONG}{silent}")), ("b.js", WRONG)]);
    assert_eq!(run(dir.path(), &["baseline", "b.js"]).status.code(), Some(0));
    let output = run(dir.path(), &["--statistics", "--baseline", "authlint-baseline.json"]);
    assert_eq!(output.status.code(), Some(1));
    let table = "rule                    level  findings  suppressed  baselined\n\
                 incomplete-credentials  error         1           1          1\n\
                 total                                 1           1          1\n";
    assert!(out(&output).starts_with(table), "{}", out(&output));
    assert_eq!(out(&output).lines().count(), 4);
    // Beside a report for programs, people get it on standard error.
    let args = ["--statistics", "--baseline", "authlint-baseline.json", "--format", "json"];
    let output = run(dir.path(), &args);
    assert_eq!(json(&out(&output))["summary"]["errors"], 1);
    assert!(err(&output).contains(table), "{}", err(&output));
    let concise = run(dir.path(), &["--statistics", "--format", "concise", "-q"]);
    assert_eq!(out(&concise).lines().count(), 3, "{}", out(&concise));
}

#[test]
fn one_report_may_take_standard_output() {
    let dir = project(&[("a.js", WRONG)]);
    let output = run(dir.path(), &["--output", "concise=-", "--output", "json=report.json"]);
    assert!(out(&output).starts_with("a.js:1:1: error["), "{}", out(&output));
    assert_eq!(out(&output).lines().count(), 2);
    assert!(dir.path().join("report.json").is_file() && !dir.path().join("-").exists());
    let output = run(dir.path(), &["--output", "sarif=-", "--output", "-"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(err(&output), "authlint: error: standard output takes one report; --output names it twice\n");
    for (value, hint) in [("sarf=x", "did you mean \"sarif\"?"), ("excel=x", "there are text, concise, json")] {
        let output = run(dir.path(), &["--output", value]);
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).contains("there is no format") && err(&output).contains(hint), "{}", err(&output));
        assert!(!dir.path().join(value).exists());
    }
    assert_eq!(run(dir.path(), &["--output", "./a=b"]).status.code(), Some(1));
    assert!(dir.path().join("a=b").is_file());
}

#[test]
fn files_may_be_excluded_by_hand() {
    let dir = project(&[("src/a.js", WRONG), ("src/gen/b.js", WRONG), ("c.js", WRONG)]);
    let places = |args: &[&str]| {
        let output = run(dir.path(), &[&["--format", "concise", "-q"], args].concat());
        out(&output).lines().map(|line| line.split(':').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(places(&[]), ["c.js", "src/a.js", "src/gen/b.js"]);
    assert_eq!(places(&["--exclude", "gen/"]), ["c.js", "src/a.js"]);
    assert_eq!(places(&["--exclude", "/src", "--exclude", "c.js"]), [""; 0]);
    // What is named is meant, unless it is said otherwise.
    assert_eq!(places(&["--exclude", "c.js", "c.js"]), ["c.js"]);
    assert_eq!(places(&["--exclude", "c.js", "--force-exclude", "c.js"]), [""; 0]);
    let output = run(dir.path(), &["--exclude", "a{b"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("cannot be read"), "{}", err(&output));
}

#[test]
fn rules_are_links_where_they_can_be() {
    let dir = project(&[("a.js", WRONG)]);
    let linked = "\u{1b}]8;;https://github.com/authlint/authlint/blob/main/rules/docs/incomplete-credentials.md\u{1b}\\\
                  incomplete-credentials\u{1b}]8;;\u{1b}\\";
    let output = command(dir.path(), &[]).env("FORCE_HYPERLINK", "1").output().unwrap();
    assert!(out(&output).contains(linked), "{}", out(&output));
    assert!(!out(&run(dir.path(), &[])).contains('\u{1b}'));
    command(dir.path(), &["--output", "a.txt"]).env("FORCE_HYPERLINK", "1").output().unwrap();
    assert!(!fs::read_to_string(dir.path().join("a.txt")).unwrap().contains('\u{1b}'));
}

#[test]
fn the_page_is_named_once_a_rule_and_the_demands_once_an_operation() {
    let other = WRONG.replace("account/1", "account/2").replace("fetch(", "fetch( ");
    let elsewhere = WRONG.replace("/account/1?", "/account/1/customobject?");
    let dir = project(&[("a.js", &format!("{WRONG}{other}{elsewhere}{WRONG}"))]);
    let text = out(&run(dir.path(), &[]));
    assert_eq!(text.matches("= explain: `authlint explain incomplete-credentials` tells more").count(), 1, "{text}");
    let accepted: Vec<&str> = text.lines().filter_map(|line| line.trim().strip_prefix("= accepted: ")).collect();
    assert_eq!(accepted.len(), 4, "{text}");
    assert_eq!(accepted[1], "as above");
    assert!(accepted.iter().enumerate().all(|(at, it)| (at == 1) == (*it == "as above")), "{text}");
}

/// On a terminal lines are broken at words; the text itself stays the same.
#[test]
#[cfg(target_os = "linux")]
fn lines_fit_the_terminal() {
    let dir = project(&[("a.js", WRONG)]);
    let program = env!("CARGO_BIN_EXE_authlint");
    let typed = format!("stty cols 60 rows 40; '{program}' --color never a.js");
    let shown = Command::new("script").current_dir(dir.path()).args(["-qec", &typed, "/dev/null"]).output();
    let shown = match shown {
        Ok(output) if output.status.code() == Some(1) => out(&output).replace('\r', ""),
        other => return crate::support::skipped(&format!("`script` gives no terminal here: {other:?}")),
    };
    let code = "fetch(`";
    for line in shown.lines().filter(|line| !line.contains(code) && !line.contains("^^") && !line.contains("judged")) {
        assert!(line.chars().count() <= 60, "{line}");
    }
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(&shown), words(&out(&run(dir.path(), &["a.js"]))));
}
