//! What has changed, by real git; and standard input.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const CALL: &str = "fetch(`https://api.loginradius.com/identity/v2/manage/account/1?apikey=${process.env.KEY}`);\n";

fn write(dir: &Path, path: &str, text: &str) {
    let path = dir.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn git(dir: &Path, args: &[&str]) {
    let output = Command::new("git")
        .current_dir(dir)
        .args(["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgSign=false"])
        .args(["-c", "protocol.file.allow=always", "-c", "core.autocrlf=false"])
        .args(args)
        .env_remove("GIT_DIR")
        .env_remove("GIT_INDEX_FILE")
        .output()
        .expect("git");
    assert!(output.status.success(), "{args:?} {}", String::from_utf8_lossy(&output.stderr));
}

/// A repository with one commit.
fn repository(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    git(dir.path(), &["init", "-q", "-b", "main"]);
    for (path, text) in files {
        write(dir.path(), path, text);
    }
    commit(dir.path());
    dir
}

fn commit(dir: &Path) {
    git(dir, &["add", "-A"]);
    git(dir, &["commit", "-qm", "A change", "--allow-empty"]);
}

fn run(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_authlint")).current_dir(dir).args(args).output().unwrap()
}

fn places(dir: &Path, args: &[&str]) -> String {
    let output = run(dir, &[&["--format", "json"], args].concat());
    let errors = String::from_utf8_lossy(&output.stderr);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{errors}"));
    let said: Vec<&str> = errors.lines().filter(|line| !line.contains(" is a repository of its own, ")).collect();
    assert!(said.is_empty(), "{errors}");
    let findings = report["findings"].as_array().unwrap();
    let places: Vec<String> =
        findings.iter().map(|it| format!("{}:{}", it["path"].as_str().unwrap(), it["span"]["line"])).collect();
    places.join(" ")
}

fn error(dir: &Path, args: &[&str]) -> String {
    let output = run(dir, args);
    assert_eq!((output.status.code(), &*String::from_utf8_lossy(&output.stdout)), (Some(2), ""), "{args:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn only_changed_lines_are_reported() {
    let dir = repository(&[("a.js", CALL), ("b.js", CALL), ("deep/c.js", CALL)]);
    let dir = dir.path();
    assert_eq!(places(dir, &["--changed"]), "");
    write(dir, "a.js", &format!("{CALL}const a = 1;\n{CALL}"));
    write(dir, "new.js", CALL);
    write(dir, "deep/c.js", &format!("// A remark.\n{CALL}"));
    assert_eq!(places(dir, &["--changed"]), "a.js:3 new.js:1");
    assert_eq!(places(dir, &["--changed", "--whole-files"]), "a.js:1 a.js:3 deep/c.js:2 new.js:1");
    assert_eq!(places(dir, &["--changed", "--whole-files", "deep"]), "deep/c.js:2");
    assert_eq!(places(&dir.join("deep"), &["--changed", "--whole-files"]), "c.js:2");
    git(dir, &["add", "a.js"]);
    assert_eq!(places(dir, &["--changed"]), "a.js:3 new.js:1");
    write(dir, ".gitignore", "new.js\n");
    assert_eq!(places(dir, &["--changed"]), "a.js:3");
}

#[test]
fn a_line_taken_away_from_a_call_changes_it() {
    let call = |secret: &str| {
        format!(
            "fetch('https://api.loginradius.com/identity/v2/manage/account/1', {{\n  headers: {{\n    'X-LoginRadius-ApiKey': KEY,\n{secret}  }},\n}});\n"
        )
    };
    let dir = repository(&[("a.js", &call("    'X-LoginRadius-ApiSecret': SECRET,\n"))]);
    write(dir.path(), "a.js", &call(""));
    assert_eq!(places(dir.path(), &["--changed"]), "a.js:1");
}

#[test]
fn a_branch_is_compared_with_where_it_left() {
    let dir = repository(&[("a.js", CALL)]);
    let dir = dir.path();
    git(dir, &["checkout", "-qb", "topic"]);
    write(dir, "topic.js", CALL);
    commit(dir);
    git(dir, &["checkout", "-q", "main"]);
    write(dir, "a.js", &format!("{CALL}{CALL}"));
    commit(dir);
    git(dir, &["checkout", "-q", "topic"]);
    write(dir, "later.js", CALL);
    assert_eq!(places(dir, &["--changed"]), "later.js:1");
    // What came to main meanwhile is no change of the branch.
    assert_eq!(places(dir, &["--changed", "--since", "main"]), "later.js:1 topic.js:1");
    let told = error(dir, &["--changed", "--since", "mian"]);
    assert_eq!(told, "authlint: error: git knows no revision \"mian\" here; in CI it may have to be fetched first\n");
    assert!(error(dir, &["--changed", "--since=--output=x"]).contains("knows no revision"));
    assert!(!dir.join("x").exists());
}

#[test]
fn staged_reads_the_index() {
    let dir = repository(&[("a.js", "const a = 1;\n"), ("b.js", CALL), ("c.js", "")]);
    let dir = dir.path();
    assert_eq!(places(dir, &["--staged"]), "");
    // Bad in the index, good in the working tree; and the other way round.
    write(dir, "a.js", &format!("// one\n{CALL}"));
    git(dir, &["add", "a.js"]);
    write(dir, "a.js", "");
    write(dir, "c.js", CALL);
    write(dir, "untracked.js", CALL);
    assert_eq!(places(dir, &["--staged"]), "a.js:2");
    assert_eq!(places(dir, &["--changed"]), "c.js:1 untracked.js:1");
    // Staged and gone from the working tree.
    write(dir, "sub/gone.js", CALL);
    git(dir, &["add", "sub/gone.js"]);
    fs::remove_dir_all(dir.join("sub")).unwrap();
    assert_eq!(places(dir, &["--staged"]), "a.js:2 sub/gone.js:1");
    git(dir, &["add", "-A"]);
    assert_eq!(places(dir, &["--staged", "--whole-files"]), "c.js:1 untracked.js:1");
    assert_eq!(places(dir, &["--staged", "c.js"]), "c.js:1");
}

#[test]
fn before_the_first_commit_everything_is_new() {
    let dir = tempfile::tempdir().unwrap();
    git(dir.path(), &["init", "-q"]);
    write(dir.path(), "a.js", CALL);
    assert_eq!(places(dir.path(), &["--changed"]), "a.js:1");
    assert_eq!(places(dir.path(), &["--staged"]), "");
    git(dir.path(), &["add", "."]);
    assert_eq!(places(dir.path(), &["--staged"]), "a.js:1");
    assert_eq!(places(dir.path(), &["--changed"]), "a.js:1");
}

#[test]
fn names_settings_and_renames_do_not_matter() {
    let text = format!("{}{CALL}", "const filler = 'so that the file is known again';\n".repeat(9));
    let odd = ["a b.js", "it's.js", "é\u{1f600}.js", "-x.js", "[id].js"];
    let dir = repository(&[("old.js", &text), ("w.js", "")]);
    let dir = dir.path();
    for (key, value) in [
        ("diff.noprefix", "true"),
        ("diff.mnemonicPrefix", "true"),
        ("color.ui", "always"),
        ("diff.external", "false"),
        ("diff.context", "20"),
        ("diff.relative", "true"),
        ("core.quotePath", "true"),
        ("diff.renames", "false"),
        ("status.showUntrackedFiles", "no"),
    ] {
        git(dir, &["config", key, value]);
    }
    git(dir, &["mv", "old.js", "renamed.js"]);
    // A renamed file is not new.
    assert_eq!(places(dir, &["--changed"]), "");
    assert_eq!(places(dir, &["--staged"]), "");
    for path in &odd {
        write(dir, path, CALL);
    }
    #[cfg(unix)]
    write(dir, "q\"uo\nte.js", CALL);
    let count = odd.len() + usize::from(cfg!(unix));
    assert_eq!(places(dir, &["--changed"]).matches(".js:1").count(), count);
    git(dir, &["add", "-A"]);
    assert_eq!(places(dir, &["--staged"]).matches(".js:1").count(), count);
    for path in &odd {
        write(dir, path, "");
    }
    assert_eq!(places(dir, &["--staged"]).matches(".js:1").count(), count);
}

#[test]
fn linked_worktrees_and_submodules_are_repositories() {
    let module = repository(&[("inner.js", CALL)]);
    let dir = repository(&[("a.js", CALL)]);
    let dir = dir.path();
    git(dir, &["submodule", "--quiet", "add", module.path().to_str().unwrap(), "module"]);
    commit(dir);
    write(dir, "module/inner.js", &format!("{CALL}{CALL}"));
    assert_eq!(places(dir, &["--changed"]), "");
    assert_eq!(places(dir, &["--changed", "module"]), "module/inner.js:2");
    let other = tempfile::tempdir().unwrap();
    let linked = other.path().join("linked");
    git(dir, &["worktree", "add", "-q", linked.to_str().unwrap(), "-b", "other"]);
    write(&linked, "a.js", &format!("{CALL}{CALL}"));
    assert_eq!(places(&linked, &["--changed"]), "a.js:2");
    git(&linked, &["add", "a.js"]);
    assert_eq!(places(&linked, &["--staged"]), "a.js:2");
    assert_eq!(places(dir, &["--staged"]), "");
}

#[test]
fn without_a_repository_it_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "a.js", CALL);
    for args in [&["--changed"][..], &["--staged"], &["--changed", "a.js"]] {
        assert!(error(dir.path(), args).contains("is in no working tree of git; --changed and --staged need one"));
    }
    assert!(error(dir.path(), &["--whole-files"]).contains("--whole-files needs --changed or --staged"));
    assert!(error(dir.path(), &["--since", "main"]).contains("--changed"));
    assert!(error(dir.path(), &["--changed", "--staged"]).contains("cannot be used with"));
    let output = Command::new(env!("CARGO_BIN_EXE_authlint"))
        .current_dir(dir.path())
        .arg("--changed")
        .env("PATH", dir.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot run git, which --changed and --staged need: "));
}

#[test]
fn standard_input_stands_for_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let feed = |args: &[&str], text: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_authlint"))
            .current_dir(dir)
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, out, _) = feed(&["-", "--stdin-filename", "src/a.js"], CALL);
    assert_eq!(code, Some(1));
    assert!(out.contains("src/a.js:1:1") && out.contains("1 file read"), "{out}");
    // In place of what is on disk, with what is around it.
    write(dir, "src/a.js", CALL);
    let (code, out, _) = feed(&["-", "--stdin-filename", "src/a.js"], "import { KEY } from './keys';\n");
    assert_eq!((code, out.contains("no findings")), (Some(0), true), "{out}");
    let (code, out, _) = feed(&["requests", "-", "--stdin-filename", "src/a.js"], CALL);
    assert_eq!((code, out.contains("1 request seen")), (Some(0), true), "{out}");
    let (code, out, err) = feed(&["-"], "");
    assert_eq!((code, &*out), (Some(2), ""));
    assert_eq!(err, "authlint: error: - is standard input and needs --stdin-filename; a file of this name is ./-\n");
    write(dir, "authlint.toml", "exclude = [\"src\"]\n");
    let (code, out, _) = feed(&["-", "--stdin-filename", "src/a.js", "--force-exclude"], CALL);
    assert_eq!((code, &*out), (Some(0), "no findings: there was nothing to check\n"));
}

#[test]
fn what_is_not_in_the_index_is_no_gap_of_the_baseline() {
    let dir = repository(&[("a.txt", "a")]);
    write(dir.path(), "new.js", CALL);
    run(dir.path(), &["baseline"]);
    let output = run(dir.path(), &["check", "--staged"]);
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned()), (Some(0), String::new()));
}

/// A map that carries a call without its secret.
fn map(before: &str) -> String {
    let source = format!("{before}{CALL}");
    serde_json::json!({"version": 3, "sources": ["o.js"], "sourcesContent": [source], "mappings": "", "names": []})
        .to_string()
}

#[test]
fn a_source_map_changes_as_a_whole() {
    let dir = repository(&[("b.js", "//# sourceMappingURL=b.js.map\n"), ("old.js.map", &map(""))]);
    let dir = dir.path();
    assert_eq!(places(dir, &["--changed"]), "");
    write(dir, "b.js.map", &map("\n"));
    assert_eq!(places(dir, &["--changed"]), "b.js.map!o.js:2");
    assert_eq!(places(dir, &["--staged"]), "");
    git(dir, &["add", "-A"]);
    assert_eq!(places(dir, &["--staged"]), "b.js.map!o.js:2");
    commit(dir);
    assert_eq!(places(dir, &["--changed"]), "");
    assert_eq!(places(dir, &["--changed", "--since", "HEAD~1"]), "b.js.map!o.js:2");
    // The index counts where the working tree has another one.
    write(dir, "old.js.map", &map("\n\n"));
    git(dir, &["add", "-A"]);
    write(dir, "old.js.map", &map(""));
    assert_eq!(places(dir, &["--staged"]), "old.js.map!o.js:3");
    assert_eq!(places(dir, &["--changed"]), "");
}

#[test]
fn what_lies_in_other_repositories_is_said_not_to_be_compared() {
    let module = repository(&[("inner.js", CALL)]);
    let dir = repository(&[("a.js", "1;\n")]);
    let dir = dir.path();
    git(dir, &["submodule", "--quiet", "add", module.path().to_str().unwrap(), "module"]);
    let note = |args: &[&str]| String::from_utf8(run(dir, args).stderr).unwrap();
    for option in ["--changed", "--staged"] {
        let told = note(&[option]);
        let expected = format!("`authlint {option} module` compares it");
        assert!(told.contains("module is a repository of its own") && told.contains(&expected), "{told}");
        assert_eq!(note(&[option, "-q"]), "");
        assert_eq!(note(&[option, "a.js"]), "");
    }
    // Without findings there is nothing to say.
    write(dir, "module/inner.js", "1;\n");
    assert_eq!(note(&["--changed"]), "");
}
