//! What somebody meets who tries the program on an empty, foreign, old or odd tree: it says what it saw, what it did not,
//! and how to go on.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const WRONG: &str = "fetch(`https://api.loginradius.com/identity/v2/manage/account/1?apikey=${process.env.KEY}`);\n";

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
    command.current_dir(dir).args(args).env_remove("GIT_DIR").env_remove("GIT_INDEX_FILE");
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

#[test]
fn a_tree_that_calls_others_is_told_what_it_calls() {
    let dir = project(&[
        ("src/a.js", "import axios from 'axios';\nfetch('https://a.example/x');\naxios.get('https://a.example/y');\n"),
        ("src/b.js", "// No import of it: request('x')\nown.fetch('y'); prefetch('z');\n"),
        ("src/c.rs", "fn f() { let _ = reqwest::blocking::get(\"https://b.example\"); }\n"),
        ("api/openapi.yaml", "openapi: 3.0.3\ninfo: { title: Parcels, version: '1' }\npaths: {}\n"),
        ("api/notes.yaml", "a: b\n"),
    ]);
    let told = err(&run(dir.path(), &[]));
    assert_eq!(
        told,
        "authlint: note: no call of a known API was seen (known: LoginRadius); about 3 calls of HTTP clients in 2 files go \
         elsewhere\n\
         authlint: note: api/openapi.yaml describes an API that this run did not know; `authlint --apis api/openapi.yaml` \
         checks the calls to it, `authlint init` writes it down\n"
    );
    // What is known is not offered, quiet is quiet, and hooks see no whole tree.
    let known = err(&run(dir.path(), &["--apis", "api/openapi.yaml"]));
    assert!(known.contains("(known: LoginRadius, Parcels)") && !known.contains("describes"), "{known}");
    assert_eq!(err(&run(dir.path(), &["-q"])), "");
    assert_eq!(err(&run(dir.path(), &["src/a.js"])), "");
    fs::write(dir.path().join("authlint.toml"), "apis = [\"api\"]\n").unwrap();
    assert!(!err(&run(dir.path(), &[])).contains("describes"));
    // Where a call is seen, the summary says so.
    fs::write(dir.path().join("src/d.js"), WRONG).unwrap();
    assert_eq!(err(&run(dir.path(), &["--fail-on", "never"])), "");
}

#[test]
fn a_named_file_that_is_not_read_is_an_error() {
    let dir = project(&[("README.md", "# x\n"), ("A.JS", WRONG), (".ENV", ""), ("page.HTML", "<p>x</p>\n")]);
    fs::write(dir.path().join("binary.js"), b"\0\x01\x02").unwrap();
    for (path, expected) in [
        ("README.md", "README.md is no kind of file that is read; those are JavaScript"),
        ("binary.js", "cannot read binary.js: it is no text"),
    ] {
        let output = run(dir.path(), &[path]);
        assert_eq!(output.status.code(), Some(2), "{path}");
        assert!(err(&output).contains(expected), "{}", err(&output));
        // Hooks name what they like.
        let output = run(dir.path(), &["--force-exclude", path, "page.HTML"]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert!(err(&output).contains(&format!("warning: {path}: is no ")), "{}", err(&output));
    }
    // Endings in any case are endings.
    let output = run(dir.path(), &["A.JS", "page.HTML"]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    assert!(out(&output).contains("2 files read"), "{}", out(&output));
    assert!(out(&run(dir.path(), &["-q", "."])).contains("A.JS:1:1"));
}

#[test]
fn what_can_select_nothing_is_an_error() {
    let dir = project(&[("src/a.js", WRONG), ("authlint.toml", "exclude = [\"x\"]\ninclude = [\"srcc/**\"]\n")]);
    let output = run(dir.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err(&output).starts_with("authlint: error: authlint.toml:2: \"include\" takes in no file"),
        "{}",
        err(&output)
    );
    // A part of the tree need not hold a file that is included.
    assert_eq!(run(dir.path(), &["src"]).status.code(), Some(0));
    fs::write(dir.path().join("authlint.toml"), "include = [\"src/**\"]\n").unwrap();
    assert_eq!(run(dir.path(), &[]).status.code(), Some(1));
    for args in [["--select", ""], ["--select", " , "], ["--ignore", ""]] {
        let output = run(dir.path(), &args);
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).contains("names no rule; `authlint rules` lists them"), "{}", err(&output));
    }
    let output = run(dir.path(), &["--staged", "--since", "main"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("cannot be used with"), "{}", err(&output));
}

#[test]
fn a_name_for_standard_input_is_enough() {
    let dir = project(&[("src/b.js", "1;\n")]);
    let piped = |args: &[&str]| {
        let mut child = command(dir.path(), args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // One that takes no input may have ended already.
        let _ = child.stdin.take().unwrap().write_all(WRONG.as_bytes());
        child.wait_with_output().unwrap()
    };
    for args in [&["--stdin-filename", "src/a.js"][..], &["--stdin-filename", "src/a.js", "-"]] {
        let output = piped(&[&["-q", "--format", "concise"], args].concat());
        assert_eq!(output.status.code(), Some(1), "{}", err(&output));
        assert!(out(&output).starts_with("src/a.js:1:1: error["), "{}", out(&output));
    }
    let output = piped(&["--stdin-filename", "src/a.js", "src"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("standard input, which is not among the paths"), "{}", err(&output));
    let output = piped(&["--stdin-filename", "a.md"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn what_is_not_checked_is_told_with_its_reason() {
    let dir = project(&[
        (".gitignore", "out/\n"),
        ("out/a.js", WRONG),
        ("node_modules/x/a.js", ""),
        ("package-lock.json", "{}"),
        ("README.md", ""),
        ("src/a.js", ""),
        (".git/HEAD", "ref: refs/heads/main\n"),
    ]);
    let checked = |path: &str| {
        let output = run(dir.path(), &["show-config", path]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        let text = out(&output);
        text.lines().find_map(|line| line.trim().strip_prefix("checked: ").map(str::to_owned)).unwrap()
    };
    assert_eq!(checked("src/a.js"), "yes");
    assert_eq!(checked("README.md"), "no, it is no kind of file that is read");
    assert_eq!(checked("src"), "it is a directory; name a file in it");
    assert_eq!(checked("out/a.js"), "no, git ignores it, unless it is named or --no-ignore is given");
    assert!(checked("node_modules/x/a.js").starts_with("no, what is in node_modules is no source of the project"));
    assert!(checked("package-lock.json").starts_with("only where code imports it"));
}

#[test]
fn a_pasted_secret_is_not_said_again() {
    let dir = project(&[]);
    let path = "https://me:hunter2hunter2@other.example/no/such/route?apikey=hunter3hunter3#x";
    let text = out(&run(dir.path(), &["operations", "--path", path]));
    assert!(text.starts_with("no operation https://other.example/no/such/route\n"), "{text}");
    assert!(!text.contains("hunter"), "{text}");
}

#[test]
fn what_a_document_does_not_say_is_told_as_that() {
    let document = "openapi: 3.0.3\ninfo: { title: Parcels, version: '1' }\nservers: [{ url: 'https://parcels.example' }]\n\
        paths:\n  /said:\n    get: { security: [], responses: {} }\n  /unsaid:\n    get: { responses: {} }\n";
    let dir = project(&[("openapi.yaml", document)]);
    let ask = |path: &str| out(&run(dir.path(), &["operations", "--apis", "openapi.yaml", "--path", path]));
    assert!(ask("/said").ends_with("    accepts no credentials\n"), "{}", ask("/said"));
    assert!(
        ask("/unsaid").ends_with("    accepts no credentials (the document says nothing of any)\n"),
        "{}",
        ask("/unsaid")
    );
}

#[test]
fn requests_to_others_are_said_to_present_nothing_that_is_known() {
    let dir =
        project(&[("a.js", &format!("{WRONG}fetch('https://other.example/x', {{ headers: {{ 'X-Key': k }} }});\n"))]);
    let text = out(&run(dir.path(), &["requests"]));
    assert_eq!(text.matches("presents").count(), 1, "{text}");
    assert!(text.contains("no operation: not a call of a known API"), "{text}");
}

#[test]
fn a_comment_is_told_where_its_finding_is() {
    let text = format!(
        "// authlint-disable-next-line: incomplete-credentials -- known\n{WRONG}\n// authlint-disable-next-line incomplete-credentials\n\n{WRONG}"
    );
    let dir = project(&[("a.js", &text)]);
    let text = out(&run(dir.path(), &["--ignore", "missing-credentials"]));
    assert!(text.contains("The nearest one is on line 6: put the comment on the line above it"), "{text}");
    assert!(text.starts_with("warning[unused-suppression]") && text.contains("a.js:4:"), "{text}");
    assert!(text.contains("1 error, 1 warning"), "{text}");
}

#[test]
fn an_odd_authorization_is_said_as_it_is() {
    let call = "fetch('https://api.loginradius.com/identity/v2/manage/account/1', { headers: { Authorization: `Bot ${t}` } });\n";
    let dir = project(&[("a.js", call)]);
    let text = out(&run(dir.path(), &[]));
    assert!(text.contains("`Authorization: Bot …`"), "{text}");
}

#[test]
fn failures_of_a_strict_run_are_errors() {
    let dir = project(&[("a.js", "1;\n")]);
    fs::write(dir.path().join("b.js"), b"\0\0\0\0").unwrap();
    let output = run(dir.path(), &[]);
    assert_eq!(output.status.code(), Some(0));
    assert!(err(&output).contains("authlint: warning: b.js: is no text"), "{}", err(&output));
    let output = run(dir.path(), &["--strict"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("authlint: error: b.js: is no text"), "{}", err(&output));
    assert!(!err(&output).contains("warning"), "{}", err(&output));
}

/// What stands behind a pipe sees the exit code of the shell; the program's own is 0 where nobody reads on, for nothing
/// is wrong with it.
#[test]
#[cfg(unix)]
fn pipes_change_no_exit_code() {
    let dir = project(&[("a.js", WRONG)]);
    let shell = |line: &str| {
        let program = env!("CARGO_BIN_EXE_authlint");
        let script = format!("set -o pipefail; {}", line.replace("authlint", &format!("'{program}'")));
        Command::new("bash").current_dir(dir.path()).args(["-c", &script]).output().unwrap().status.code()
    };
    assert_eq!(shell("authlint | cat >/dev/null"), Some(1));
    assert_eq!(shell("authlint --strict no/such 2>/dev/null | cat >/dev/null"), Some(2));
    assert_eq!(shell("authlint --fail-on never | cat >/dev/null"), Some(0));
    assert_eq!(shell("authlint rules | head -0"), Some(0));
}
