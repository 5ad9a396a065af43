//! The manners of the binary: what it says, where, and with which exit code.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::process::{self, err, known, out};
use crate::support::{FIXTURES_IN_JSON, fixtures};

fn command(dir: &Path, args: &[&str]) -> Command {
    process::command(dir, args, &["NO_COLOR", "CLICOLOR_FORCE"])
}

fn run(dir: &Path, args: &[&str]) -> Output {
    command(dir, args).output().unwrap()
}

/// What is said of a tree that calls nobody.
fn nothing_seen() -> String {
    format!(
        "authlint: note: no call of a known API was seen {}\n\
         authlint: note: any other API is added by its OpenAPI document: `authlint --apis DOCUMENT`, or \"apis\" in \
         authlint.toml\n",
        known(&[])
    )
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
        assert_eq!(err(&output), nothing_seen());
    }
}

#[test]
fn an_empty_tree_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let output = run(dir.path(), &[]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(out(&output), "no findings: there was nothing to check\n");
    fs::write(dir.path().join("a.py"), "print()\n").unwrap();
    let output = run(dir.path(), &[]);
    assert!(err(&output).contains("nothing here is of a kind that is read: JavaScript"), "{}", err(&output));
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
    fs::File::create(dir.path().join("big.js")).unwrap().set_len(65 * 1024 * 1024).unwrap();
    let output = run(dir.path(), &[]);
    assert_eq!(output.status.code(), Some(0));
    let told = err(&output);
    let expected = format!("authlint: warning: big.js: is larger than 64 MiB; skipped\n{}", nothing_seen());
    assert_eq!(told, expected);
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
    assert!(err(&output).contains("authlint: error: cannot write no/such/report.txt: "));
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
        assert!(!err(&output).contains("error"), "{}", err(&output));
    }
}

#[test]
fn what_git_ignores_is_not_read_unless_named() {
    let dir = project();
    fs::write(dir.path().join(".gitignore"), "src\n").unwrap();
    assert!(out(&run(dir.path(), &[])).contains("nothing to check"));
    assert!(out(&run(dir.path(), &["src/a.js"])).contains("1 file read"));
    assert!(out(&run(dir.path(), &["--no-ignore"])).contains("2 files read"));
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

#[test]
fn colours_follow_the_variables() {
    let dir = faulty();
    let coloured = |args: &[&str], variables: &[(&str, &str)]| {
        let output = command(dir.path(), args).envs(variables.iter().copied()).output().unwrap();
        assert_eq!(err(&output), "");
        out(&output).contains('\u{1b}')
    };
    assert!(coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[], &[("CLICOLOR", "1")]));
    assert!(!coloured(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(coloured(&["--color", "always"], &[("NO_COLOR", "1")]));
}

#[test]
fn shells_complete_commands_and_options() {
    let dir = project();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = run(dir.path(), &["completions", shell]);
        assert_eq!((output.status.code(), &*err(&output)), (Some(0), ""), "{shell}");
        let script = out(&output);
        for word in ["show-config", "fail-on", "staged"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    let output = run(dir.path(), &["completions", "tcsh"]);
    assert_eq!(output.status.code(), Some(2));
}

/// A call without its secret (error), one that is nearly an operation (warning), and one that is fine.
fn faulty() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let code = "const API = 'https://api.loginradius.com/identity/v2/manage';\n\
                fetch(`${API}/account/1?apikey=${process.env.KEY}`);\n\
                fetch(`${API}/acount/1?apikey=${process.env.KEY}`);\n\
                fetch('https://api.loginradius.com/identity/v2/auth/email?apikey=' + process.env.KEY);\n";
    fs::write(dir.path().join("a.js"), code).unwrap();
    dir
}

#[test]
fn the_exit_code_depends_on_the_level() {
    let dir = faulty();
    let code = |args: &[&str]| run(dir.path(), args).status.code();
    assert_eq!(code(&[]), Some(1));
    assert_eq!(code(&["--fail-on", "never"]), Some(0));
    assert_eq!(code(&["--select", "unknown-operation"]), Some(0));
    assert_eq!(code(&["--select", "unknown-operation", "--fail-on", "warning"]), Some(1));
    assert_eq!(code(&["--ignore", "incomplete-credentials"]), Some(0));
    assert_eq!(code(&["--ignore", "incomplete-credentials", "--fail-on", "note"]), Some(1));
    assert_eq!(code(&["--ignore", "incomplete-credentials,unknown-operation", "--fail-on", "note"]), Some(0));
    assert_eq!(code(&["--select", "bearer-only", "--fail-on", "note"]), Some(0));
    assert_eq!(code(&["--pedantic"]), Some(1));
    // An error wins over findings.
    assert_eq!(code(&[".", "nowhere"]), Some(2));
}

#[test]
fn findings_go_where_they_are_sent() {
    let dir = faulty();
    let output = run(dir.path(), &["--color", "always"]);
    assert!(out(&output).contains('\u{1b}'));
    let output = run(dir.path(), &["-q", "--select", "incomplete-credentials"]);
    assert!(out(&output).starts_with("error[incomplete-credentials]: ") && !out(&output).contains("judged"));
    let output = run(dir.path(), &["-v"]);
    assert!(err(&output).contains("note: 1 file read, 1 parsed, 3 requests seen"), "{}", err(&output));
    let output = run(dir.path(), &["--format", "sarif", "--output", "out.sarif"]);
    assert_eq!((output.status.code(), out(&output)), (Some(1), String::new()));
    let log: Value = serde_json::from_slice(&fs::read(dir.path().join("out.sarif")).unwrap()).unwrap();
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 2);
}

#[test]
fn requests_shows_what_was_seen() {
    let dir = faulty();
    let output = run(dir.path(), &["requests", "a.js"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(out(&output).contains("a.js:2:1: fetch GET https://api.loginradius.com/identity/v2/manage/account/1"));
    assert!(out(&output).ends_with("3 requests seen; 1 file read\n"), "{}", out(&output));
    let empty = tempfile::tempdir().unwrap();
    let output = run(empty.path(), &["requests"]);
    assert_eq!((output.status.code(), &*out(&output)), (Some(0), "0 requests seen; 0 files read\n"));
    let output = run(empty.path(), &["requests", "nowhere"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(err(&output), "authlint: error: no such file or directory: nowhere\n");
}

#[test]
fn any_pasted_route_is_answered() {
    let dir = project();
    let ask = |args: &[&str]| {
        let output = run(dir.path(), &[&["operations"], args].concat());
        assert_eq!((output.status.code(), &*err(&output)), (Some(0), ""), "{args:?}");
        out(&output)
    };
    let get = "GET /identity/v2/manage/account/{uid}  (GetAccountIdentityByUID, LoginRadius)\n    accepts the tenant \
               key with the tenant secret in the query (apikey, apisecret), or both in headers";
    for path in [
        "https://api.loginradius.com/identity/v2/manage/account/5f3c?apikey=x#top",
        "api.loginradius.com/identity/v2/manage/account/5f3c/",
        "/identity/v2/manage/account/{uid}",
        "identity/v2/manage/account/:uid",
        "`${BASE}/identity/v2/manage/account/${uid}`",
        "\"https://{tenant}.hub.loginradius.com/Identity/v2/manage/account/%7Buid%7D\"",
    ] {
        let answer = ask(&["--method", "get", "--path", path]);
        assert!(answer.starts_with(get) && answer.lines().count() == 2, "{path}\n{answer}");
        assert!(answer.ends_with("[backend only]\n"), "{path}\n{answer}");
    }
    let foreign = ask(&["--method", "get", "--path", " 'https://proxy.example.com/identity/v2/manage/account/<uid>' "]);
    assert!(foreign.starts_with(get), "{foreign}");
    assert!(foreign.ends_with("proxy.example.com is no host of a known API (\"hosts\" in authlint.toml names more)\n"));
    let all = ask(&["--path", "/identity/v2/manage/account/1"]);
    assert_eq!(all.lines().filter(|line| !line.starts_with(' ')).count(), 3, "{all}");
    // A literal segment wins over a variable one.
    assert!(ask(&["--method", "GET", "--path", "/identity/v2/manage/account/identities"]).contains("(GetIdentities,"));
    let route = "/identity/v2/manage/account/1";
    for route in [&["get", route][..], &[&format!("GET {route}")], &["--method", "GET", route]] {
        assert_eq!(ask(route), ask(&["--method", "get", "--path", "/identity/v2/manage/account/1"]), "{route:?}");
    }
    assert_eq!(ask(&[route]), all);
    for wrong in [&["--method", "get", "post", route][..], &["https://a.example", route]] {
        let output = run(dir.path(), &[&["operations"], wrong].concat());
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
    }
    let told = out(&run(dir.path(), &["explain", "921"]));
    let expected = "LoginRadius 921: the API secret is invalid.\nWhat leads to it is found by misplaced-credential.\n";
    assert_eq!(told, expected);
    let other = ask(&["--path", "https://migration.loginradius.com/identity/v2/manage/account/1"]);
    assert!(other.contains("on another host: https://api.loginradius.com"), "{other}");
}

#[test]
fn of_a_route_that_is_not_there_the_nearest_is_told() {
    let dir = project();
    let ask = |args: &[&str]| {
        let output = run(dir.path(), &[&["operations"], args].concat());
        assert_eq!((output.status.code(), &*err(&output)), (Some(0), ""), "{args:?}");
        out(&output)
    };
    let answer = ask(&["--path", "/identity/v2/manage/acount/1"]);
    let expected = "no operation /identity/v2/manage/acount/1\ndid you mean:\nGET /identity/v2/manage/account/{uid}";
    assert!(answer.starts_with(expected), "{answer}");
    let answer = ask(&["--method", "patch", "--path", "/identity/v2/manage/account/1"]);
    let expected =
        "no operation PATCH /identity/v2/manage/account/1\nthe path is right, the method is not; there is:\n";
    assert!(answer.starts_with(expected), "{answer}");
    assert!(ask(&["--path", "/raas/v1/users"]).contains("a retired version of LoginRadius"));
    let foreign = "no operation https://example.com/weather\nexample.com is no host of a known API (\"hosts\" in authlint.toml names more)\n";
    assert_eq!(ask(&["--path", "https://example.com/weather"]), foreign);

    let json = |path: &str| -> Value { serde_json::from_str(&ask(&["--format", "json", "--path", path])).unwrap() };
    let found = json("/identity/v2/auth/account");
    assert_eq!(found["operations"][0]["path"], "/identity/v2/auth/account");
    assert_eq!((&found["operations"][0]["onHost"], &found["nearest"]), (&Value::Bool(true), &Value::Null));
    assert_eq!(found["operations"][0]["backendOnly"], false);
    let near = json("/identity/v2/auth/acount");
    assert_eq!(near["operations"], Value::Array(Vec::new()));
    assert_eq!(near["nearest"]["distance"], "segment");
    assert_eq!(near["nearest"]["operation"]["path"], "/identity/v2/auth/account");
    assert_eq!(json("/raas/v1/users")["retired"][0], "LoginRadius");
}

#[test]
fn a_broken_table_or_client_file_stops_every_command() {
    let dir = project();
    fs::create_dir(dir.path().join("apis")).unwrap();
    fs::write(dir.path().join("apis/acme.toml"), "id = \"acme\"\ndocument = acme\n").unwrap();
    fs::write(dir.path().join("clients.toml"), "[[call]]\npath = \"global:f()\"\nresult = \"nothing-like-it\"\n")
        .unwrap();
    for command in ["check", "requests"] {
        let output = run(dir.path(), &[command, "--apis", "apis"]);
        assert_eq!((output.status.code(), out(&output)), (Some(2), String::new()));
        assert!(err(&output).starts_with("authlint: error: apis/acme.toml:2: "), "{}", err(&output));
        let output = run(dir.path(), &[command, "--clients", "clients.toml"]);
        assert_eq!((output.status.code(), out(&output)), (Some(2), String::new()));
        let expected = "authlint: error: clients.toml:2: no object has the id \"nothing-like-it\"\n";
        assert_eq!(err(&output), expected);
    }
    let output = run(dir.path(), &["operations", "--apis", "apis"]);
    assert_eq!(output.status.code(), Some(2));
    fs::write(dir.path().join("apis/acme.toml"), "document = \"acme.json\"\n").unwrap();
    fs::write(dir.path().join("apis/acme.json"), "{\n  \"openapi\": \"3.0.0\",\n  \"paths\": {,\n}").unwrap();
    let output = run(dir.path(), &["--apis", "apis"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).starts_with("authlint: error: apis/acme.json:3:13: "), "{}", err(&output));
}

#[test]
fn the_report_does_not_depend_on_threads() {
    let many = fixtures(&["--format", "json", "--threads", "7"]);
    assert!(many == *FIXTURES_IN_JSON);
}

#[test]
fn stats_are_told_on_standard_error() {
    let dir = project();
    let output = run(dir.path(), &["--stats", "-q", "."]);
    assert_eq!(out(&output), "");
    let told = err(&output);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(
        lines[0],
        "authlint: stats: 2 files read, 0 hot, 0 parsed; 0 requests, 0 judged, 0 open, 0 unmatched; 0 steps"
    );
    let stages = lines[1].strip_prefix("authlint: stats: ").unwrap().split_once("; ").unwrap();
    let time = |text: &str| {
        let number = text.trim_end_matches(|char: char| !char.is_ascii_digit());
        number.parse::<f64>().unwrap_or_else(|_| panic!("{told}"))
    };
    let names = ["tables", "walk and read", "parse", "link and evaluate", "place and judge", "report"];
    for (stage, name) in stages.0.split(", ").zip(names) {
        time(stage.strip_prefix(name).unwrap_or_else(|| panic!("{stage}")).trim());
    }
    assert_eq!(stages.0.split(", ").count(), names.len());
    time(stages.1.strip_suffix(" in all").unwrap());
    // Nothing of it without being asked.
    assert_eq!(err(&run(dir.path(), &["-q", "."])), "");
}
