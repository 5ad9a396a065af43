//! A repository full of old sins: they are written down, and only new ones are reported.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::support::process::out;

const SECRET: &str = "3f2b8c1d-9a4e-4b7f-8c6d-1e2f3a4b5c6d";

/// A call without its secret.
fn call(uid: &str) -> String {
    format!(
        "export const {uid} = () => fetch(`https://api.loginradius.com/identity/v2/manage/account/{uid}?apikey=${{KEY}}`);\n"
    )
}

fn project(files: &[(&str, String)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        write(dir.path(), path, text);
    }
    dir
}

fn write(dir: &Path, path: &str, text: &str) {
    let path = dir.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn run(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_authlint")).current_dir(dir).args(args).output().unwrap()
}

/// What is said on standard error, but for how many findings are silenced: that is said of every run that has some.
fn err(output: &Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    text.split_inclusive('\n').filter(|line| !line.contains(" silenced: ")).collect()
}

const BASELINE: &str = "authlint-baseline.json";

/// What is said of the baseline; that the configuration names it is said once, and left out here.
fn baseline(dir: &Path, more: &[&str]) -> String {
    let output = run(dir, &[&["baseline"], more].concat());
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    out(&output).replace("authlint.toml names it: `authlint check` knows it from now on\n", "")
}

/// The places of new findings, and what is said of the baseline.
fn check(dir: &Path) -> (Vec<String>, String) {
    let output = run(dir, &["--format", "json", "--baseline", BASELINE]);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", err(&output));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(output.status.code(), Some(i32::from(!findings.is_empty())));
    let places = findings.iter().map(|it| format!("{}:{}", it["path"].as_str().unwrap(), it["span"]["line"]));
    (places.collect(), err(&output))
}

fn quiet() -> (Vec<String>, String) {
    (Vec::new(), String::new())
}

#[test]
fn what_is_written_down_is_not_reported() {
    let secret = format!("export const apiSecret = '{SECRET}';\n// loginradius\n");
    let dir = project(&[("src/a.js", call("one") + &call("two")), ("loginradius.js", secret)]);
    assert_eq!(baseline(dir.path(), &[]), "authlint-baseline.json: 3 findings; 3 added, 0 taken out\n");
    let text = fs::read_to_string(dir.path().join(BASELINE)).unwrap();
    assert!(!text.contains(SECRET) && text.lines().count() == 6, "{text}");
    assert_eq!(check(dir.path()), quiet());
    assert_eq!(baseline(dir.path(), &[]), "authlint-baseline.json: 3 findings; 0 added, 0 taken out\n");
    assert_eq!(fs::read_to_string(dir.path().join(BASELINE)).unwrap(), text);

    // From another directory, and by the configuration, it is the same.
    write(dir.path(), "authlint.toml", "baseline = \"authlint-baseline.json\"\n");
    assert_eq!(run(&dir.path().join("src"), &[]).status.code(), Some(0));
    assert_eq!(run(&dir.path().join("src"), &["--no-config"]).status.code(), Some(1));
    // Known findings are kept in reports that ask for them.
    let output = run(dir.path(), &["--show-suppressed"]);
    assert!(out(&output).contains("suppressed[incomplete-credentials]: src/a.js:1: by the baseline\n"));
    let told = String::from_utf8(run(dir.path(), &["-v"]).stderr).unwrap();
    assert!(told.contains("note: 3 findings silenced: 3 by the baseline"), "{told}");
    let log: serde_json::Value =
        serde_json::from_slice(&run(dir.path(), &["--show-suppressed", "--format", "sarif"]).stdout).unwrap();
    assert_eq!(log["runs"][0]["results"][0]["suppressions"][0]["kind"], "external");

    write(dir.path(), "src/b.js", &call("three"));
    assert_eq!(check(dir.path()).0, ["src/b.js:1"]);
}

#[test]
fn moved_lines_formatting_and_renamed_files_wake_nothing() {
    let dir = project(&[("a.js", call("one")), ("b.js", call("one")), ("c.rs", String::new())]);
    write(dir.path(), "loginradius.js", &format!("export const apiSecret = '{SECRET}';\n"));
    write(
        dir.path(),
        "c.rs",
        "async fn f(key: &str) { reqwest::Client::new().get(\"https://api.loginradius.com/identity/v2/manage/account/1\").query(&[(\"apikey\", key)]).send().await; }\n",
    );
    assert!(baseline(dir.path(), &[]).contains("4 findings"));
    write(
        dir.path(),
        "a.js",
        "// Moved.\n\nexport const one = () =>\n  fetch(\n    `https://api.loginradius.com/identity/v2/manage/account/one?apikey=${KEY}`,\n  )\n",
    );
    write(dir.path(), "loginradius.js", &format!("\nexport const apiSecret =\n  \"{SECRET}\"\n"));
    write(
        dir.path(),
        "c.rs",
        "async fn f(key: &str) {\n    reqwest::Client::new()\n        .get(\"https://api.loginradius.com/identity/v2/manage/account/1\")\n        .query(&[\n            (\"apikey\", key),\n        ])\n        .send()\n        .await;\n}\n",
    );
    assert_eq!(check(dir.path()), quiet());
    fs::create_dir(dir.path().join("lib")).unwrap();
    fs::rename(dir.path().join("b.js"), dir.path().join("lib/renamed.js")).unwrap();
    assert_eq!(check(dir.path()), quiet());
    // A copy is not a renamed file.
    write(dir.path(), "copy.js", &call("one"));
    assert_eq!(check(dir.path()).0.len(), 1);
    fs::remove_file(dir.path().join("copy.js")).unwrap();
    // The new name is written down, and nothing else changes.
    assert_eq!(baseline(dir.path(), &["--prune"]), "authlint-baseline.json: 4 findings; 0 added, 0 taken out\n");
    assert!(fs::read_to_string(dir.path().join(BASELINE)).unwrap().contains("\"lib/renamed.js\""));
}

#[test]
fn equal_findings_are_counted() {
    let dir = project(&[("a.js", call("one") + &call("one").replace("export const one", "const again"))]);
    baseline(dir.path(), &[]);
    assert!(fs::read_to_string(dir.path().join(BASELINE)).unwrap().contains("\"count\":2"));
    assert_eq!(check(dir.path()), quiet());
    let third = call("one").replace("export const one", "const third");
    write(dir.path(), "a.js", &(call("one") + &call("one").replace("export const one", "const again") + &third));
    assert_eq!(check(dir.path()).0, ["a.js:3"]);
}

#[test]
fn what_is_gone_is_listed_and_pruned() {
    let dir = project(&[("a.js", call("one")), ("sub/b.js", call("two")), ("sub/c.js", call("three"))]);
    baseline(dir.path(), &[]);
    write(dir.path(), "a.js", "");
    fs::remove_file(dir.path().join("sub/b.js")).unwrap();
    write(dir.path(), "new.js", &call("four"));
    let (places, told) = check(dir.path());
    assert_eq!(places, ["new.js:1"]);
    let expected = "authlint: note: baseline: a.js: incomplete-credentials is not found any more\n\
        authlint: note: baseline: sub/b.js: incomplete-credentials is not found any more\n\
        authlint: note: baseline: 2 known findings not found; `authlint baseline --prune` takes them out\n";
    assert_eq!(told, expected);
    // Of what a run has not looked at it says nothing.
    let output = run(dir.path(), &["--baseline", BASELINE, "sub/c.js"]);
    assert_eq!((output.status.code(), &*err(&output)), (Some(0), ""));
    let output = run(dir.path(), &["--baseline", BASELINE, "--select", "bearer-only"]);
    assert_eq!((output.status.code(), &*err(&output)), (Some(0), ""));
    assert_eq!(err(&run(dir.path(), &["-q", "--baseline", BASELINE])), "");
    assert_eq!(baseline(dir.path(), &["--prune", "sub"]), "authlint-baseline.json: 2 findings; 0 added, 1 taken out\n");
    assert_eq!(baseline(dir.path(), &["--prune"]), "authlint-baseline.json: 1 finding; 0 added, 1 taken out\n");
    assert_eq!(check(dir.path()), (vec!["new.js:1".to_owned()], String::new()));
    assert_eq!(baseline(dir.path(), &[]), "authlint-baseline.json: 2 findings; 1 added, 0 taken out\n");
}

#[test]
fn two_branches_merge() {
    let old: Vec<(&str, String)> = ["b.js", "d.js", "f.js"].into_iter().map(|path| (path, call("one"))).collect();
    let dir = project(&old);
    let text = |extra: &str| {
        write(dir.path(), extra, &call("two"));
        baseline(dir.path(), &[]);
        fs::remove_file(dir.path().join(extra)).unwrap();
        let text = fs::read_to_string(dir.path().join(BASELINE)).unwrap();
        baseline(dir.path(), &[]);
        text
    };
    baseline(dir.path(), &[]);
    let base = fs::read_to_string(dir.path().join(BASELINE)).unwrap();
    // Apart, at the end, and side by side, for which git needs to be told to keep both.
    for (ours, theirs, options) in [
        ("c.js", "e.js", &[][..]),
        ("a.js", "z.js", &[]),
        ("c1.js", "c2.js", &["--union"]),
        ("y.js", "z.js", &["--union"]),
    ] {
        let (our_text, their_text) = (text(ours), text(theirs));
        write(dir.path(), "merge/ours", &our_text);
        write(dir.path(), "merge/base", &base);
        write(dir.path(), "merge/theirs", &their_text);
        let merged = Command::new("git")
            .current_dir(dir.path().join("merge"))
            .args([&["merge-file", "-p"], options, &["ours", "base", "theirs"]].concat())
            .output()
            .unwrap();
        assert_eq!(merged.status.code(), Some(0), "{ours} {theirs}");
        let kept = fs::read_to_string(dir.path().join(BASELINE)).unwrap();
        fs::write(dir.path().join(BASELINE), &merged.stdout).unwrap();
        write(dir.path(), ours, &call("two"));
        write(dir.path(), theirs, &call("two"));
        assert_eq!(check(dir.path()), quiet(), "{ours} {theirs}");
        for path in [ours, theirs] {
            fs::remove_file(dir.path().join(path)).unwrap();
        }
        fs::write(dir.path().join(BASELINE), kept).unwrap();
    }
}

#[test]
fn a_broken_baseline_is_an_error() {
    let dir = project(&[("a.js", call("one"))]);
    let error = || {
        let output = run(dir.path(), &["--baseline", BASELINE]);
        assert_eq!((output.status.code(), &*out(&output)), (Some(2), ""));
        err(&output)
    };
    let told = error();
    assert!(told.starts_with("authlint: error: cannot read the baseline authlint-baseline.json: "), "{told}");
    assert!(told.ends_with("; `authlint baseline` writes one\n"), "{told}");
    for (text, expected) in [
        ("[]", ":1: this is no baseline: "),
        ("{\"version\": 1, \"findings\": [\n{\"file\": \"a\"}]}", ":2: this is no baseline: unknown field `file`"),
        ("{\"version\": 1, \"findings\": [\n{\"path\": \"a\"}]}", ": an entry lacks its path, its rule or its code"),
        ("{\"version\": 7, \"findings\": []}", ":1: the baseline has version 7; this program reads 1"),
        ("{\n<<<<<<< ours\n", ":2: the baseline has a conflict of a merge in it; keep the lines of both sides"),
    ] {
        write(dir.path(), BASELINE, text);
        let told = error();
        assert!(told.starts_with(&format!("authlint: error: authlint-baseline.json{expected}")), "{told}");
        // It is not overwritten either.
        assert_eq!(run(dir.path(), &["baseline"]).status.code(), Some(2));
        assert_eq!(fs::read_to_string(dir.path().join(BASELINE)).unwrap(), text);
    }
}

#[test]
fn it_is_named_in_the_configuration() {
    let told = "authlint.toml names it: `authlint check` knows it from now on\n";
    // What is there stays, and the line comes where it belongs.
    for (before, after) in [
        ("", "baseline = \"authlint-baseline.json\"\n"),
        (
            "# Ours.\n[rules]\nbearer-only = \"off\"\n",
            "# Ours.\nbaseline = \"authlint-baseline.json\"\n[rules]\nbearer-only = \"off\"\n",
        ),
        ("exclude = [\"x\"]\n# baseline = \"old\"\n", "exclude = [\"x\"]\nbaseline = \"authlint-baseline.json\"\n"),
        (
            "[rules]\nbearer-only = \"off\"\n# baseline = \"old\"\n",
            "baseline = \"authlint-baseline.json\"\n[rules]\nbearer-only = \"off\"\n# baseline = \"old\"\n",
        ),
    ] {
        let dir = project(&[("a.js", call("one"))]);
        if !before.is_empty() {
            write(dir.path(), "authlint.toml", before);
        }
        let output = run(dir.path(), &["baseline"]);
        assert!(out(&output).ends_with(told), "{}{}", out(&output), err(&output));
        assert_eq!(fs::read_to_string(dir.path().join("authlint.toml")).unwrap(), after);
        let output = run(dir.path(), &[]);
        assert_eq!((output.status.code(), err(&output)), (Some(0), String::new()));
        assert!(!out(&run(dir.path(), &["baseline"])).contains("names it"));
    }
    // From below, the configuration above names it by the way there.
    let dir = project(&[("authlint.toml", "# Ours.\n".to_owned()), ("sub/a.js", call("one"))]);
    let output = run(&dir.path().join("sub"), &["baseline"]);
    assert!(out(&output).contains("authlint.toml names it"), "{}", out(&output));
    let text = fs::read_to_string(dir.path().join("authlint.toml")).unwrap();
    assert_eq!(text, "# Ours.\nbaseline = \"sub/authlint-baseline.json\"\n");
    assert_eq!(run(dir.path(), &[]).status.code(), Some(0));
    // Whoever names a file, or wants no configuration, means that.
    for args in [&["baseline", "--baseline", "other.json"][..], &["baseline", "--no-config"]] {
        let dir = project(&[("a.js", call("one"))]);
        assert_eq!(out(&run(dir.path(), args)).lines().count(), 1);
        assert!(!dir.path().join("authlint.toml").exists());
    }
}

#[test]
fn one_that_is_not_used_is_noticed() {
    let dir = project(&[("sub/a.js", call("one"))]);
    run(dir.path(), &["baseline", "--no-config"]);
    let told =
        "is there, but is not used; `baseline = \"authlint-baseline.json\"` in authlint.toml beside it, or --baseline";
    let output = run(dir.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        err(&output).contains(&format!("note: authlint-baseline.json {told} authlint-baseline.json, names it")),
        "{}",
        err(&output)
    );
    assert!(!err(&run(dir.path(), &["--baseline", BASELINE])).contains("not used"));
    assert!(!err(&run(dir.path(), &["--no-config"])).contains("not used"));
}

/// It counts what `check` shows; what only `--pedantic` shows is known too.
#[test]
fn it_counts_what_is_shown() {
    let low =
        "test('x', () => { const loginradiusApiSecret = 'kjahsdkjh2398'; use(loginradiusApiSecret); });\n".to_owned();
    let dir = project(&[("a.js", call("one")), ("b.test.js", low)]);
    let count = |args: &[&str]| {
        let report: serde_json::Value =
            serde_json::from_slice(&run(dir.path(), &[args, &["--format", "json"]].concat()).stdout).unwrap();
        report["findings"].as_array().unwrap().len()
    };
    assert_eq!((count(&[]), count(&["--pedantic"])), (1, 2));
    let told = baseline(dir.path(), &[]);
    assert_eq!(told, "authlint-baseline.json: 1 finding; 1 added, 0 taken out; and 1 that only --pedantic shows\n");
    assert_eq!((count(&[]), count(&["--pedantic"])), (0, 0));
}

#[test]
fn another_secret_in_the_place_of_a_known_one_is_new() {
    let next = "deadbeef-0000-4111-8222-333344445555";
    let code = |secret: &str| format!("export const apiSecret = '{secret}';\n");
    let env = |secret: &str| format!("LOGINRADIUS_API_SECRET={secret}\n");
    let dir = project(&[("loginradius.js", code(SECRET)), (".env", env(SECRET))]);
    assert_eq!(baseline(dir.path(), &[]), "authlint-baseline.json: 2 findings; 2 added, 0 taken out\n");
    let text = fs::read_to_string(dir.path().join(BASELINE)).unwrap();
    assert!(check(dir.path()).0.is_empty());

    write(dir.path(), "loginradius.js", &code(next));
    write(dir.path(), ".env", &env(next));
    assert_eq!(check(dir.path()).0, [".env:1", "loginradius.js:1"]);
    // The same secret written otherwise, or in a file of another name, is the same.
    fs::remove_file(dir.path().join("loginradius.js")).unwrap();
    write(dir.path(), ".env", &env(SECRET));
    write(dir.path(), "loginradius/b.js", &format!("\nexport const apiSecret = \"{SECRET}\"\n"));
    assert!(check(dir.path()).0.is_empty());

    // Entries that do not tell secrets apart are still read, and written anew they do.
    let codes = regex::Regex::new("-[0-9a-f]{6}\"").unwrap();
    let old = codes.replace_all(&text, "\"").into_owned();
    assert_ne!(old, text);
    write(dir.path(), BASELINE, &old);
    fs::remove_file(dir.path().join("loginradius/b.js")).unwrap();
    write(dir.path(), "loginradius.js", &code(SECRET));
    assert!(check(dir.path()).0.is_empty());
    assert_eq!(baseline(dir.path(), &[]), "authlint-baseline.json: 2 findings; 0 added, 0 taken out\n");
    assert_eq!(fs::read_to_string(dir.path().join(BASELINE)).unwrap(), text);
    assert!(!text.contains(SECRET));
}

#[test]
fn the_summary_counts_what_is_silenced() {
    let dir = project(&[("a.js", call("one")), ("b.js", call("two"))]);
    baseline(dir.path(), &[]);
    let last = |args: &[&str]| out(&run(dir.path(), args)).lines().last().unwrap_or_default().to_owned();
    assert!(last(&[]).ends_with("2 files read, 2 silenced"), "{}", last(&[]));
    assert!(last(&["--format", "concise", "a.js"]).ends_with("1 file read, 1 silenced"));
    assert!(last(&["--no-config"]).ends_with("2 files read)"), "{}", last(&["--no-config"]));
    write(dir.path(), "c.js", &call("three"));
    assert!(last(&[]).ends_with("3 files read, 2 silenced)"), "{}", last(&[]));
}

#[test]
fn a_file_of_another_name_is_told_how_to_be_used() {
    let dir = project(&[("a.js", call("one")), ("authlint.toml", "# c\r\nhosts = [\"a.example.com\"]\r\n".to_owned())]);
    let told = |name: &str| err(&run(dir.path(), &["baseline", "--baseline", name]));
    assert!(told("b.json").ends_with("`authlint check --baseline b.json` knows it\n"), "{}", told("b.json"));
    // Lines end as they do in the file that names it.
    baseline(dir.path(), &[]);
    let config = fs::read_to_string(dir.path().join("authlint.toml")).unwrap();
    assert_eq!(config, "# c\r\nbaseline = \"authlint-baseline.json\"\r\nhosts = [\"a.example.com\"]\r\n");
    assert_eq!(told(BASELINE), "");
}
