//! The manners of the binary: what it says, where, and with which exit code.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

fn command(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_authlint"));
    command.current_dir(dir).args(args).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
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

fn project() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("src")).unwrap();
    fs::write(dir.path().join("src/a.js"), "export const answer = 42;\n").unwrap();
    fs::write(dir.path().join("src/b.rs"), "fn main() {}\n").unwrap();
    dir
}

#[test]
fn a_clean_tree_says_what_was_seen() {
    let dir = project();
    for args in [&[][..], &["."], &["check", "src"], &["--color", "never"]] {
        let output = run(dir.path(), args);
        assert_eq!(output.status.code(), Some(0), "{args:?} {}", err(&output));
        assert_eq!(out(&output), "no findings: 0 requests judged, 0 open, 0 unmatched; 2 files read\n");
        assert_eq!(err(&output), "");
    }
}

#[test]
fn an_empty_tree_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let output = run(dir.path(), &[]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(out(&output), "no findings: there was no file to check\n");
}

#[test]
fn quiet_is_silent() {
    let output = run(project().path(), &["-q"]);
    assert_eq!((output.status.code(), out(&output), err(&output)), (Some(0), String::new(), String::new()));
}

#[test]
fn a_path_that_is_not_there_is_an_error() {
    let output = run(project().path(), &["src", "sorce"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(out(&output), "");
    assert_eq!(err(&output), "authlint: error: no such file or directory: sorce\n");
}

#[cfg(unix)]
#[test]
fn a_named_file_that_cannot_be_read_is_an_error() {
    use std::os::unix::fs::PermissionsExt as _;

    let dir = project();
    let file = dir.path().join("src/a.js");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&file).is_ok() {
        // The superuser reads everything.
        return;
    }
    let output = run(dir.path(), &["src/a.js"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).starts_with("authlint: error: cannot read src/a.js: "));
    let output = run(dir.path(), &["src"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(err(&output).starts_with("authlint: warning: src/a.js: cannot be read: "));
    assert_eq!(run(dir.path(), &["src", "--strict"]).status.code(), Some(2));
}

#[test]
fn a_file_that_is_too_large_fails_strict_runs_only() {
    let dir = project();
    fs::File::create(dir.path().join("big.js")).unwrap().set_len(21 * 1024 * 1024).unwrap();
    let output = run(dir.path(), &[]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(err(&output), "authlint: warning: big.js: is larger than 20 MiB; skipped\n");
    let output = run(dir.path(), &["--strict", "--format", "sarif"]);
    assert_eq!(output.status.code(), Some(2));
    let log: Value = serde_json::from_str(&out(&output)).unwrap();
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(invocation["toolExecutionNotifications"].as_array().unwrap().len(), 1);
}

#[test]
fn an_unknown_rule_names_the_nearest() {
    let dir = project();
    for args in [
        &["--select", "bearer-onyl"][..],
        &["--ignore", "missing-credentials,bearer-onyl"],
        &["explain", "bearer-onyl"],
    ] {
        let output = run(dir.path(), args);
        assert_eq!(output.status.code(), Some(2));
        let expected = "authlint: error: unknown rule \"bearer-onyl\"; did you mean \"bearer-only\"?\n";
        assert_eq!(err(&output), expected);
    }
    let output = run(dir.path(), &["explain", "weather"]);
    assert_eq!(err(&output), "authlint: error: unknown rule \"weather\"; `authlint rules` lists them\n");
    assert_eq!(run(dir.path(), &["--select", "bearer-only", "--ignore", "bearer-only"]).status.code(), Some(0));
}

#[test]
fn bad_arguments_are_errors() {
    let dir = project();
    for args in [&["--no-such-option"][..], &["--format", "xml"], &["--threads", "0"], &["-q", "-v"], &["explain"]] {
        let output = run(dir.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(err(&output).starts_with("authlint: error: "), "{}", err(&output));
        assert_eq!(out(&output), "");
    }
    let output = run(dir.path(), &["--apis", "nowhere"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("nowhere"));
}

#[test]
fn help_shows_examples_and_goes_to_standard_output() {
    let dir = project();
    let output = run(dir.path(), &["--help"]);
    assert_eq!(output.status.code(), Some(0));
    for expected in ["Examples:", "authlint explain bearer-only", "Exit codes:", "operations", "requests"] {
        assert!(out(&output).contains(expected), "{expected}");
    }
    let output = run(dir.path(), &["check", "--help"]);
    assert!(out(&output).contains("--fail-on") && out(&output).contains("Examples:"));
    assert!(out(&run(dir.path(), &["--version"])).starts_with("authlint "));
}

#[test]
fn rules_operations_and_requests_are_objects_with_a_list() {
    let dir = project();
    for (args, key) in [
        (&["rules", "--format", "json"][..], "rules"),
        (&["operations", "--format", "json", "--method", "get", "--path", "https://example.com/x?y"], "operations"),
        (&["requests", "src", "--format", "json"], "requests"),
    ] {
        let output = run(dir.path(), args);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        let document: Value = serde_json::from_str(&out(&output)).unwrap();
        assert!(document[key].is_array(), "{key}");
    }
    let rules = out(&run(dir.path(), &["rules"]));
    assert!(rules.lines().any(|line| line.starts_with("bearer-only ") && line.contains("error")));
    assert!(out(&run(dir.path(), &["explain", "bearer-only"])).contains("bearer-only"));
}

#[test]
fn a_report_can_go_to_a_file() {
    let dir = project();
    let output = run(dir.path(), &["--format", "json", "--output", "report.json"]);
    assert_eq!((output.status.code(), out(&output)), (Some(0), String::new()));
    let document: Value = serde_json::from_slice(&fs::read(dir.path().join("report.json")).unwrap()).unwrap();
    assert_eq!(document["summary"]["files"], 2);
    let output = run(dir.path(), &["--output", "no/such/report.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).starts_with("authlint: error: cannot write no/such/report.txt: "));
}

#[test]
fn no_colours_on_a_pipe() {
    let dir = project();
    for args in [&["--help"][..], &[], &["sorce"], &["--bad"], &["rules"]] {
        let output = command(dir.path(), args).env("TERM", "xterm-256color").output().unwrap();
        assert!(!out(&output).contains('\u{1b}') && !err(&output).contains('\u{1b}'), "{args:?}");
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let dir = project();
    for args in [&["--help"][..], &["rules", "--format", "json"], &["--format", "sarif"], &[]] {
        let mut child = command(dir.path(), args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert_eq!(err(&output), "");
    }
}

#[test]
fn what_git_ignores_is_not_read_unless_named() {
    let dir = project();
    fs::write(dir.path().join(".gitignore"), "src\n").unwrap();
    assert!(out(&run(dir.path(), &[])).contains("no file to check"));
    assert!(out(&run(dir.path(), &["src/a.js"])).contains("1 file read"));
    assert!(out(&run(dir.path(), &["--no-ignore"])).contains("2 files read"));
    let output = run(dir.path(), &["-v", ".gitignore"]);
    assert!(err(&output).contains("note: .gitignore: is no kind of source"), "{}", err(&output));
}

#[test]
fn threads_do_not_change_a_byte() {
    let dir = project();
    for n in 0..40 {
        fs::write(dir.path().join(format!("src/f{n}.ts")), "let a = 1;\n").unwrap();
    }
    let one = run(dir.path(), &["--format", "sarif", "--threads", "1"]);
    let many = run(dir.path(), &["--format", "sarif", "--threads", "8"]);
    assert_eq!(one.stdout, many.stdout);
    assert!(!one.stdout.is_empty());
}

#[cfg(unix)]
#[test]
fn escapes_in_names_are_made_visible() {
    let output = run(project().path(), &["no\u{1b}[31msuch\nfile"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!err(&output).contains('\u{1b}'), "{}", err(&output));
}
