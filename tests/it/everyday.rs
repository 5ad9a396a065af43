//! What somebody meets who tries the program on an empty, foreign, old or odd tree: it says what it saw, what it did not,
//! and how to go on.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::support::process::{self, err, known, out, project};

const WRONG: &str = "fetch(`https://api.loginradius.com/identity/v2/manage/account/1?apikey=${process.env.KEY}`);\n";

fn command(dir: &Path, args: &[&str]) -> Command {
    process::command(dir, args, &["GIT_DIR", "GIT_INDEX_FILE"])
}

fn run(dir: &Path, args: &[&str]) -> Output {
    command(dir, args).output().unwrap()
}

#[test]
fn a_tree_that_calls_others_is_told_what_it_calls() {
    let dir = project(&[
        ("src/a.js", "import axios from 'axios';\nfetch('https://a.example/x');\naxios.get('https://a.example/y');\n"),
        ("src/b.js", "// No import of it: request('x')\nown.fetch('y'); prefetch('z');\n"),
        ("src/c.rs", "fn f() { let _ = reqwest::blocking::get(\"https://b.example\"); }\n"),
        (
            "api/openapi.yaml",
            "openapi: 3.0.3\ninfo: { title: Parcels, version: '1' }\nservers: [{ url: 'https://api.parcels.dev' }]\npaths: { /parcels: { get: { responses: {} } } }\n",
        ),
        ("api/notes.yaml", "a: b\n"),
    ]);
    let told = err(&run(dir.path(), &[]));
    let expected = format!(
        "authlint: note: no call of a known API was seen {}; about 3 calls of HTTP clients in 2 files go elsewhere\n\
         authlint: note: api/openapi.yaml describes an API that this run did not know; `authlint --apis api/openapi.yaml` \
         checks the calls to it, `authlint init` writes it down\n",
        known(&[])
    );
    assert_eq!(told, expected);
    // What is known is not offered, quiet is quiet, and hooks see no whole tree.
    let told = err(&run(dir.path(), &["--apis", "api/openapi.yaml"]));
    assert!(told.contains(&known(&["Parcels"])) && !told.contains("describes"), "{told}");
    assert_eq!(err(&run(dir.path(), &["-q"])), "");
    assert_eq!(err(&run(dir.path(), &["src/a.js"])), "");
    fs::write(dir.path().join("authlint.toml"), "apis = [\"api\"]\n").unwrap();
    assert!(!err(&run(dir.path(), &[])).contains("describes"));
    // Where a call is seen, the summary says so.
    fs::write(dir.path().join("src/d.js"), WRONG).unwrap();
    assert_eq!(err(&run(dir.path(), &["--fail-on", "never"])), "");
}

#[test]
fn only_calls_of_clients_are_counted_as_such() {
    let count = |path: &str, text: &str| {
        let dir = project(&[(path, text)]);
        let told = err(&run(dir.path(), &[]));
        if told.contains("; one call of an HTTP client goes elsewhere") {
            return 1;
        }
        let Some((_, rest)) = told.split_once("; about ") else { return 0 };
        rest.split(' ').next().unwrap().parse().unwrap()
    };
    for (path, text, expected) in [
        ("a.js", "document.getElementById('x'); window.alert(1); document.body.append(x); globalThis.f(1);\n", 0),
        ("a.js", "jQuery.extend({}); $('#x').on('y', z); jQuery(x).hide(); $.each(a, b);\n", 0),
        ("a.js", "jQuery.ajax({ url }); $.get('/x'); $.getJSON('/y', f);\n", 3),
        ("a.js", "window.fetch('/x'); globalThis.fetch('/y'); self.fetch('/z');\n", 3),
        ("a.js", "const a = new XMLHttpRequest(); XMLHttpRequest(1); document.createElement('img');\n", 1),
        (
            "a.js",
            "// we call fetch('x') here\nconst s = \"fetch(1)\", t = 'it: fetch(1)';\n/*\n * fetch('x')\n */\n",
            0,
        ),
        ("a.js", "const s = \"it's\"; fetch('/x'); // fetch('y')\n", 1),
        ("a.js", "export function fetch(x) { return x; }\n", 0),
        ("a.js", "import got from 'got';\ngot.get('/x'); got('/y'); got.extend({}); gotten('z');\n", 3),
        ("a.js", "import { request } from 'undici';\nrequest('/x');\n", 1),
        ("a.js", "import { request } from './own';\nrequest('/x');\n", 0),
        ("a.js", "import https from 'node:https';\nhttps.get('/x'); https.globalAgent.destroy();\n", 1),
        ("a.rs", "fn f(&self) { self.user_uuid(); self.save(); }\n", 0),
        ("a.rs", "async fn f<'a>(x: &'a str) { reqwest::get(x).await; reqwest::Url::parse(x); }\n", 1),
    ] {
        assert_eq!(count(path, text), expected, "{text}");
    }
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
fn what_leaves_everything_out_is_named() {
    let dir = project(&[("a.js", WRONG), ("b.js", WRONG)]);
    git(dir.path(), &["init", "-q"]);
    let told = |args: &[&str]| err(&run(dir.path(), args));
    let excluded = "nothing is checked: 2 files left out by --exclude or the configuration\n";
    assert!(told(&["--exclude", "*.js"]).ends_with(excluded), "{}", told(&["--exclude", "*.js"]));
    assert!(!told(&["--exclude", "a.js"]).contains("left out"));
    fs::write(dir.path().join(".gitignore"), "a.js\n").unwrap();
    assert!(!told(&[]).contains("left out"));
    assert!(told(&["--exclude", "b.js"]).ends_with(
        "nothing is checked: 1 file left out by --exclude or the configuration, 1 file left out because git ignores \
         them, unless --no-ignore is given\n"
    ));
    fs::remove_file(dir.path().join("b.js")).unwrap();
    assert!(told(&[]).contains("nothing is checked: 1 file left out because git ignores them"));
    fs::remove_file(dir.path().join("a.js")).unwrap();
    assert!(told(&[]).contains("nothing here is of a kind that is read"));
}

#[test]
fn what_is_mistyped_is_told_what_was_meant() {
    let dir = project(&[("a.js", WRONG), ("list", "")]);
    for (args, expected) in [
        (&["explian", "bearer-only"][..], "no such file or directory: explian; did you mean `authlint explain`?"),
        (&["chekc"], "did you mean `authlint check`?"),
        (&["explain", "HARDCODED-SECRET"], "did you mean \"hardcoded-secret\"?"),
        (&["--output", "concise"], "a file of this name is ./concise"),
    ] {
        let output = run(dir.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(err(&output).contains(expected), "{}", err(&output));
    }
    // A name that is like none, a path that is there, and a file with a folder.
    assert!(!err(&run(dir.path(), &["somewhere"])).contains("did you mean"));
    fs::create_dir(dir.path().join("rule")).unwrap();
    assert!(!err(&run(dir.path(), &["rule"])).contains("did you mean"));
    assert_eq!(run(dir.path(), &["--output", "./concise", "-q"]).status.code(), Some(1));
    assert!(dir.path().join("concise").is_file());
}

#[test]
fn a_quiet_strict_run_says_what_it_fails_for() {
    let dir = project(&[("a.js", "fetch('x'"), ("b.js", "1;\n")]);
    let told = err(&run(dir.path(), &["--strict", "-q", "--no-sift"]));
    assert!(told.starts_with("authlint: error: a.js:1"), "{told}");
    assert_eq!(err(&run(dir.path(), &["-q", "--no-sift"])), "");
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
    #[cfg(unix)]
    {
        let outside = project(&[("a.js", WRONG)]);
        let link = |to: &Path, name: &str| std::os::unix::fs::symlink(to, dir.path().join(name)).unwrap();
        link(&outside.path().join("a.js"), "src/out.js");
        link(Path::new("a.js"), "src/b.js");
        assert_eq!(checked("src/out.js"), "no, it leads out of the repository");
        assert_eq!(checked("src/b.js"), "yes");
    }
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
    assert!(text.contains("\n    carries X-Key (header)\n    no operation: not a call of a known API\n"), "{text}");
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

#[test]
fn comments_are_written_where_they_silence() {
    let script = format!("  {WRONG}const text = `\n  ${{{}}}`;\n", WRONG.trim_end().trim_end_matches(';'));
    let page = format!("<p>x</p>\r\n<script>\r\n    {}</script>\r\n", WRONG.replace('\n', "\r\n"));
    let view =
        format!("export const A = () => (\n  <p>\n    {{{}}}\n  </p>\n);\n", WRONG.trim_end().trim_end_matches(';'));
    let rust = "async fn f(key: &str) {\n    let _ = reqwest::get(format!(\"https://api.loginradius.com/identity/v2/manage/account/1?apikey={key}\")).await;\n}\n";
    let secret = "5d0c1f7e-93ab-4c62-8e17-2b6f40d9a3c8";
    let dir = project(&[
        ("a.js", &script),
        ("b.html", &page),
        ("c.jsx", &view),
        ("d.rs", rust),
        (".env", &format!("LOGINRADIUS_API_SECRET={secret}\n")),
        ("e.yaml", &format!("loginradius:\n  apiSecret: '{secret}'\n")),
        ("f.jsonc", &format!("{{\n  // ours\n  \"loginradiusApiSecret\": \"{secret}\"\n}}\n")),
        ("g.json", &format!("{{\n  \"loginradiusApiSecret\": \"{secret}\"\n}}\n")),
    ]);
    let read = |path: &str| fs::read_to_string(dir.path().join(path)).unwrap();
    let output = run(dir.path(), &["--add-ignores"]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    assert_eq!(out(&output), "7 comments added to 7 files; replace \"TODO: say why\" in each\n");
    let told = err(&output);
    assert!(told.contains("a.js:3: no comment on the line above silences it"), "{told}");
    assert!(told.contains("g.json:2: JSON takes no comments; `authlint baseline` keeps it silent"), "{told}");
    assert_eq!(told.lines().count(), 2, "{told}");
    let slashes = "// authlint-disable-next-line incomplete-credentials -- TODO: say why";
    assert!(read("a.js").starts_with(&format!("  {slashes}\n  fetch(")), "{}", read("a.js"));
    let both = slashes.replace("incomplete", "backend-call-in-client, incomplete");
    assert!(read("b.html").contains(&format!("<script>\r\n    {both}\r\n    fetch(")), "{}", read("b.html"));
    assert!(read("c.jsx").contains("\n    {/* authlint-disable-next-line "), "{}", read("c.jsx"));
    assert!(read("d.rs").contains(&format!("\n    {slashes}\n    let")), "{}", read("d.rs"));
    for (path, mark) in [(".env", "# "), ("e.yaml", "  # "), ("f.jsonc", "  // ")] {
        assert!(
            read(path).contains(&format!("{mark}authlint-disable-next-line hardcoded-secret -- TODO")),
            "{}",
            read(path)
        );
    }
    assert!(!read("g.json").contains("authlint"));
    // Nothing else is found afterwards, and nothing more is written.
    let output = run(dir.path(), &["--format", "concise", "-q"]);
    let places: Vec<String> = out(&output).lines().map(|line| line.split(": ").next().unwrap().to_owned()).collect();
    assert_eq!(places, ["a.js:4:5", "g.json:2:28"], "{}", out(&output));
    assert!(out(&run(dir.path(), &["--add-ignores"])).starts_with("0 comments added to 0 files\n"));
    fs::write(dir.path().join("h.js"), WRONG).unwrap();
    assert_eq!(run(dir.path(), &["--add-ignores=known since spring", "h.js"]).status.code(), Some(0));
    assert!(read("h.js").contains(" -- known since spring\n"));
    for reason in ["--add-ignores=", "--add-ignores=a */ b"] {
        assert_eq!(run(dir.path(), &[reason]).status.code(), Some(2));
    }
}

#[test]
fn documents_in_the_tree_are_offered() {
    let document = "openapi: 3.0.3\ninfo: { title: Parcels, version: '1' }\nservers: [{ url: 'https://api.parcels.dev' }]\npaths:\n  /parcels:\n    get: { responses: {} }\n";
    let files = [("api/openapi.yaml", document), ("api/broken.json", "{\"openapi\": \"3.0.0\""), ("a.js", "1;\n")];
    let dir = project(&files);
    let told = out(&run(dir.path(), &["init"]));
    assert!(told.contains("found api/openapi.yaml: Parcels (1 operation); not checked: the line `apis`"), "{told}");
    assert!(told.contains("found api/broken.json: a document that cannot be used"), "{told}");
    let config = fs::read_to_string(dir.path().join("authlint.toml")).unwrap();
    assert!(config.contains("\n# apis = [\"api/openapi.yaml\"]\n"), "{config}");
    // A configuration that is there gets a line to be added.
    let told = out(&run(dir.path(), &["init"]));
    assert!(told.starts_with("authlint.toml is there already"), "{told}");
    let dir = project(&files);
    let told = out(&run(dir.path(), &["init", "--yes"]));
    assert!(told.contains("Parcels (1 operation); calls to it are checked"), "{told}");
    let told = err(&run(dir.path(), &[]));
    assert!(told.contains(&known(&["Parcels"])), "{told}");
    let dir = project(&files);
    fs::write(dir.path().join("authlint.toml"), "exclude = [\"x\"]\n").unwrap();
    let told = out(&run(dir.path(), &["init"]));
    assert!(told.contains("stays as it is; add this to it:\n\n    apis = [\"api/openapi.yaml\"]\n"), "{told}");
}

/// What is said to be checked is checked by the next run.
#[test]
fn what_init_says_of_documents_is_so() {
    let document = "openapi: 3.0.3\ninfo: { title: Parcels, version: '1' }\nservers: [{ url: 'https://api.parcels.dev' }]\npaths:\n  /parcels:\n    get: { security: [{ Key: [] }], responses: {} }\ncomponents: { securitySchemes: { Key: { type: apiKey, in: header, name: X-Key } } }\n";
    let files = [("openapi.yaml", document), ("a.js", "fetch('https://api.parcels.dev/parcels');\n")];
    let is_checked = |dir: &Path| out(&run(dir, &["--format", "concise"])).contains("missing-credentials");
    let config = |dir: &Path| fs::read_to_string(dir.join("authlint.toml")).unwrap();
    // As the first run advises.
    let dir = project(&files);
    assert!(out(&run(dir.path(), &["init"])).contains("or run again with --yes"));
    let told = out(&run(dir.path(), &["init", "--yes"]));
    assert!(told.starts_with("authlint.toml is there already; its line `apis` counts now\n"), "{told}");
    assert!(told.contains("calls to it are checked") && is_checked(dir.path()), "{told}");
    // What is written anew names what the old one named.
    let told = out(&run(dir.path(), &["init", "--force"]));
    assert!(told.contains("calls to it are checked") && is_checked(dir.path()), "{told}");
    assert!(config(dir.path()).contains("\napis = [\"openapi.yaml\"]\n"));
    // A configuration of somebody's own stays as it is, and nothing is said to be checked.
    let dir = project(&files);
    fs::write(dir.path().join("authlint.toml"), "apis = [\n  \"others\",\n]\n").unwrap();
    fs::create_dir(dir.path().join("others")).unwrap();
    let told = out(&run(dir.path(), &["init", "--yes"]));
    assert!(told.contains("add what this has to its \"apis\":\n\n    apis = [\"openapi.yaml\"]\n"), "{told}");
    assert!(told.contains("; not checked before authlint.toml names it") && !is_checked(dir.path()), "{told}");
}

fn git(dir: &Path, args: &[&str]) {
    let output = command_of("git", dir)
        .args(["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgSign=false"])
        .args(args)
        .output()
        .expect("git");
    assert!(output.status.success(), "{args:?} {}", String::from_utf8_lossy(&output.stderr));
}

fn command_of(program: &str, dir: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(dir).env_remove("GIT_DIR").env_remove("GIT_INDEX_FILE").env("GIT_CONFIG_GLOBAL", "/dev/null");
    command
}

#[test]
fn an_old_repository_keeps_what_it_has() {
    let dir = project(&[
        ("packages/web/a.js", WRONG),
        (".gitlab-ci.yml", "test:\n  script: [\"true\"]\n"),
        (".pre-commit-config.yaml", "repos:\n  - repo: local\n    hooks: []\n"),
    ]);
    git(dir.path(), &["init", "-q", "-b", "trunk"]);
    git(dir.path(), &["add", "-A"]);
    git(dir.path(), &["commit", "-qm", "Old"]);
    // From anywhere below, at the top of the repository, for its own branch.
    let below = dir.path().join("packages/web");
    let told = out(&run(&below, &["init", "--ci", "github", "--pre-commit"]));
    assert!(told.starts_with("wrote ../../authlint.toml\nwrote ../../.github/workflows/authlint.yml\n"), "{told}");
    assert!(
        told.contains("../../.pre-commit-config.yaml is there already and stays as it is; add this to its \"repos\":"),
        "{told}"
    );
    assert!(told.contains("\n      - repo: https://github.com/authlint/authlint\n"), "{told}");
    let workflow = fs::read_to_string(dir.path().join(".github/workflows/authlint.yml")).unwrap();
    assert!(workflow.contains("branches: [\"trunk\"]"), "{workflow}");
    let again = |text: &str| {
        fs::write(dir.path().join(".github/workflows/authlint.yml"), text).unwrap();
        out(&run(dir.path(), &["init", "--ci", "github"]))
    };
    assert!(again(&workflow).contains("authlint.yml is there already and names authlint; it stays as it is"));
    assert!(again("on: push\n").contains("authlint.yml is there already and stays as it is; add this to it:"));
    let told = out(&run(dir.path(), &["init", "--ci", "gitlab", "--force"]));
    assert!(
        told.contains(".gitlab-ci.yml is there already and stays as it is; add this to it:\n\n    authlint:\n"),
        "{told}"
    );
    assert_eq!(fs::read_to_string(dir.path().join(".gitlab-ci.yml")).unwrap(), "test:\n  script: [\"true\"]\n");
    // What is printed, added, makes a pipeline; then there is nothing left to add.
    let snippet: String =
        told.lines().filter_map(|line| line.strip_prefix("    ")).map(|line| format!("{line}\n")).collect();
    let merged = fs::read_to_string(dir.path().join(".gitlab-ci.yml")).unwrap() + &snippet;
    fs::write(dir.path().join(".gitlab-ci.yml"), &merged).unwrap();
    let pipeline: serde_json::Value = serde_saphyr::from_str(&merged).unwrap();
    assert!(pipeline["test"].is_object());
    // The variables of the service are its own, whatever the branch is called.
    assert_eq!(pipeline["authlint"]["rules"][1]["if"], "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH");
    let told = out(&run(dir.path(), &["init", "--ci", "gitlab"]));
    assert!(told.contains(".gitlab-ci.yml is there already and names authlint"), "{told}");
    // The job does what it says: a report where merge requests look for it.
    let job = &pipeline["authlint"];
    let script = job["script"][0].as_str().unwrap().strip_prefix("authlint ").unwrap();
    assert_eq!(run(dir.path(), &script.split(' ').collect::<Vec<_>>()).status.code(), Some(1));
    let report = job["artifacts"]["reports"]["codequality"].as_str().unwrap();
    let report = fs::read_to_string(dir.path().join(report)).unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&report).unwrap()[0]["location"]["path"], "packages/web/a.js");
}

#[test]
fn the_branch_is_that_of_the_remote_and_a_workspace_has_one_configuration() {
    let origin = project(&[("a.js", "1;\n")]);
    git(origin.path(), &["init", "-q", "-b", "stable"]);
    git(origin.path(), &["add", "-A"]);
    git(origin.path(), &["commit", "-qm", "One"]);
    let clone = tempfile::tempdir().unwrap();
    git(clone.path(), &["clone", "-q", origin.path().to_str().unwrap(), "here"]);
    let here = clone.path().join("here");
    git(&here, &["switch", "-q", "-c", "topic"]);
    run(&here, &["init", "--ci", "github"]);
    let workflow = fs::read_to_string(here.join(".github/workflows/authlint.yml")).unwrap();
    assert!(workflow.contains("branches: [\"stable\"]"), "{workflow}");
    // Without a repository the top of the workspace is the place.
    for (manifest, text) in [
        ("package.json", "{\"workspaces\": [\"packages/*\"]}"),
        ("pnpm-workspace.yaml", "packages: ['packages/*']\n"),
        ("Cargo.toml", "[workspace]\nmembers = [\"packages/*\"]\n"),
    ] {
        let dir = project(&[(manifest, text), ("packages/a/package.json", "{}")]);
        let told = out(&run(&dir.path().join("packages/a"), &["init"]));
        assert_eq!(told, "wrote ../../authlint.toml\n", "{manifest}");
    }
    let dir = project(&[("package.json", "{}"), ("sub/a.js", "")]);
    assert_eq!(out(&run(dir.path(), &["init", "sub"])), "wrote sub/authlint.toml\n");
}

#[test]
fn a_branch_that_nothing_tells_is_said_to_be_a_guess() {
    let branch = |dir: &Path| {
        let told = out(&run(dir, &["init", "--ci", "github", "--force"]));
        let workflow = fs::read_to_string(dir.join(".github/workflows/authlint.yml")).unwrap();
        let line = workflow.lines().find_map(|line| line.trim().strip_prefix("branches: ")).unwrap().to_owned();
        (line, told.contains("which is checked out, for nothing tells the default branch"))
    };
    let origin = project(&[("a.js", "1;\n")]);
    git(origin.path(), &["init", "-q", "-b", "develop"]);
    git(origin.path(), &["add", "-A"]);
    git(origin.path(), &["commit", "-qm", "One"]);
    let fetched = |name: &str| {
        let dir = project(&[]);
        git(dir.path(), &["init", "-q", "-b", "tmp"]);
        git(dir.path(), &["remote", "add", name, origin.path().to_str().unwrap()]);
        git(dir.path(), &["fetch", "-q", name]);
        git(dir.path(), &["checkout", "-q", "-b", "topic", &format!("{name}/develop")]);
        dir
    };
    // The only branch of the remote.
    let dir = fetched("origin");
    assert_eq!(branch(dir.path()), ("[\"develop\"]".to_owned(), false));
    // One of several, which the remote names by whatever name it goes itself.
    git(origin.path(), &["branch", "other"]);
    let dir = fetched("upstream");
    assert_eq!(branch(dir.path()), ("[\"topic\"]".to_owned(), true));
    git(dir.path(), &["remote", "set-head", "upstream", "develop"]);
    assert_eq!(branch(dir.path()), ("[\"develop\"]".to_owned(), false));
    // The one by custom, though nobody has checked it out.
    git(origin.path(), &["branch", "main"]);
    assert_eq!(branch(fetched("origin").path()), ("[\"main\"]".to_owned(), false));
    // Of those of one repository alone, what the user calls the first.
    let dir = project(&[("a.js", "1;\n")]);
    git(dir.path(), &["init", "-q", "-b", "trunk"]);
    git(dir.path(), &["add", "-A"]);
    git(dir.path(), &["commit", "-qm", "One"]);
    git(dir.path(), &["switch", "-q", "-c", "topic"]);
    assert_eq!(branch(dir.path()), ("[\"topic\"]".to_owned(), true));
    git(dir.path(), &["config", "init.defaultBranch", "trunk"]);
    assert_eq!(branch(dir.path()), ("[\"trunk\"]".to_owned(), false));
}

#[test]
fn both_services_may_be_asked_for_and_either_ending_is_known() {
    let dir = project(&[(".github/workflows/authlint.yaml", "name: x\n")]);
    git(dir.path(), &["init", "-q"]);
    let told = out(&run(dir.path(), &["init", "--ci", "github", "--ci", "gitlab"]));
    assert!(told.contains("authlint.yaml is there already") && told.contains("wrote .gitlab-ci.yml"), "{told}");
    assert!(!dir.path().join(".github/workflows/authlint.yml").exists());
}

#[test]
fn a_job_is_in_a_stage_that_there_is() {
    for (there, expected) in [
        ("stages:\n  - build\n  - deploy\nbuild:\n  stage: build\n  script: [make]\n", Some("build")),
        ("stages: [build, test]\nbuild:\n  script: [make]\n", None),
        ("build:\n  script: [make]\n", None),
    ] {
        let dir = project(&[(".gitlab-ci.yml", there)]);
        git(dir.path(), &["init", "-q"]);
        let told = out(&run(dir.path(), &["init", "--ci", "gitlab"]));
        let snippet: String =
            told.lines().filter_map(|line| line.strip_prefix("    ")).map(|line| format!("{line}\n")).collect();
        let pipeline: serde_json::Value = serde_saphyr::from_str(&format!("{there}{snippet}")).unwrap();
        assert_eq!(pipeline["authlint"]["stage"].as_str(), expected, "{told}");
        assert!(pipeline["authlint"]["script"].is_array(), "{told}");
    }
}

/// What belongs to git holds no file of a project; a working tree that lies beside or below it does.
#[test]
fn nothing_is_written_among_what_git_has_stored() {
    let dir = project(&[("tree/a.js", WRONG)]);
    git(dir.path(), &["init", "-q", "--bare", "bare.git"]);
    git(dir.path(), &["init", "-q", "tree"]);
    for place in ["bare.git", "bare.git/hooks", "tree/.git", "tree/.git/refs/heads"] {
        let place = dir.path().join(place);
        for arguments in [&["init"][..], &["init", "--ci", "github", "--pre-commit", "--force"], &["baseline"]] {
            let refused = run(&place, arguments);
            assert_eq!(refused.status.code(), Some(2), "{place:?} {arguments:?}: {}", out(&refused));
            assert!(err(&refused).contains(" belongs to git, and is no working tree"), "{}", err(&refused));
        }
        let wrote = |name: &str| place.join(name).exists() || place.join("../..").join(name).exists();
        assert!(!wrote("authlint.toml") && !wrote("authlint-baseline.json") && !wrote(".github"), "{place:?}");
    }
    assert_eq!(run(dir.path(), &["init", "bare.git/sub"]).status.code(), Some(2));
    assert_eq!(out(&run(&dir.path().join("tree"), &["init"])), "wrote authlint.toml\n");
    git(dir.path(), &["init", "-q", "bare.git/nested"]);
    assert_eq!(out(&run(&dir.path().join("bare.git/nested"), &["init"])), "wrote authlint.toml\n");
}

/// On a terminal it asks.
#[test]
#[cfg(target_os = "linux")]
fn questions_are_asked_on_a_terminal_only() {
    let document = "openapi: 3.0.3\ninfo: { title: Parcels, version: '1' }\nservers: [{ url: 'https://api.parcels.dev' }]\npaths: { /parcels: { get: { responses: {} } } }\n";
    for (answer, expected) in [("y", "\napis = [\"openapi.yaml\"]\n"), ("n", "\n# apis = [\"openapi.yaml\"]\n")] {
        let dir = project(&[("openapi.yaml", document)]);
        let typed = format!("'{}' init", env!("CARGO_BIN_EXE_authlint"));
        let mut script = Command::new("script");
        script.current_dir(dir.path()).args(["-qec", &typed, "/dev/null"]);
        let Ok(mut child) = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn() else {
            return crate::support::skipped("there is no `script` to make a terminal");
        };
        child.stdin.take().unwrap().write_all(format!("{answer}\n").as_bytes()).unwrap();
        let told = out(&child.wait_with_output().unwrap());
        assert!(
            told.contains("openapi.yaml is taken for Parcels (1 operation). Check the calls to it? [Y/n]"),
            "{told}"
        );
        let config = fs::read_to_string(dir.path().join("authlint.toml")).unwrap();
        assert!(config.contains(expected), "{config}");
    }
}

#[test]
fn completions_know_rules_levels_and_paths() {
    let document = "openapi: 3.0.3\ninfo: { title: Parcels, version: '1' }\npaths:\n  /v1/parcels/{id}/label:\n    get: { operationId: printLabel, responses: {} }\n";
    let dir = project(&[("openapi.yaml", document), ("authlint.toml", "apis = [\"openapi.yaml\"]\n")]);
    for shell in ["bash", "zsh", "fish"] {
        let script = out(&run(dir.path(), &["completions", shell]));
        for word in ["bearer-only", "warning", "junit", "/v1/parcels/{id}/label", "PATCH"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
        let path = dir.path().join(shell);
        fs::write(&path, &script).unwrap();
        match Command::new(shell).arg("-n").arg(&path).output() {
            Ok(output) => assert!(output.status.success(), "{shell}: {}", err(&output)),
            Err(_) => crate::support::skipped(&format!("there is no {shell} to read its completions")),
        }
    }
    // Typed into a shell, words are completed where they stand, behind `check` and without it.
    for (typed, expected) in [
        (&["check", "--select", "missi"][..], "missing-credentials"),
        (&["--select", "missi"], "missing-credentials"),
        (&["--fo"], "--force-exclude --format"),
        (&["--format", "s"], "sarif"),
        (&["exp"], "explain"),
        (&["operations", "/v1/parcels/"], "/v1/parcels/{id}/label"),
        (&["requests", "--operation", "printLa"], "printLabel"),
    ] {
        let (last, before) = (typed.last().unwrap(), typed.iter().rev().nth(1).unwrap_or(&"authlint"));
        let script = format!(
            "source {}; COMP_WORDS=(authlint {}); COMP_CWORD={}; _authlint authlint {last} {before}; echo \"${{COMPREPLY[@]}}\"",
            dir.path().join("bash").display(),
            typed.join(" "),
            typed.len()
        );
        let output = Command::new("bash").args(["-c", &script]).output().unwrap();
        assert_eq!(out(&output).trim_end(), expected, "{typed:?}: {}", err(&output));
        // The script for fish completes no values without an option.
        if last.starts_with('/') {
            continue;
        }
        let line = format!("authlint completions fish | source; complete -C 'authlint {}'", typed.join(" "));
        let mut fish = Command::new("fish");
        let path = Path::new(env!("CARGO_BIN_EXE_authlint")).parent().unwrap().to_owned();
        let paths = std::env::var_os("PATH").unwrap_or_default();
        let paths = std::env::join_paths(std::iter::once(path).chain(std::env::split_paths(&paths))).unwrap();
        let fish = fish.current_dir(dir.path()).env("PATH", paths).env("HOME", dir.path()).args(["-c", &line]);
        if let Ok(output) = fish.output() {
            for word in expected.split(' ') {
                assert!(out(&output).contains(word), "{typed:?}: {}{}", out(&output), err(&output));
            }
        }
    }
}
