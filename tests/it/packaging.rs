//! How authlint gets to those who use it: hooks of pre-commit, wheels. With the real tools where they are installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use regex::Regex;
use serde_json::Value;

use crate::support::process::tool;

const CALL: &str = "fetch(`https://api.loginradius.com/identity/v2/manage/account/1?apikey=${process.env.KEY}`);\n";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn hooks() -> Vec<Value> {
    serde_saphyr::from_str(&read(".pre-commit-hooks.yaml")).unwrap()
}

#[test]
fn hooks_are_whole_and_alike() {
    let hooks = hooks();
    let ids: Vec<&str> = hooks.iter().map(|hook| hook["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["authlint", "authlint-src", "authlint-system"]);
    let languages: Vec<&str> = hooks.iter().map(|hook| hook["language"].as_str().unwrap()).collect();
    assert_eq!(languages, ["python", "rust", "system"]);
    for hook in &hooks {
        // `args` would be replaced by those of the user.
        assert!(hook.get("args").is_none() && hook["require_serial"] == true);
        assert_eq!(hook["entry"], "authlint check --force-exclude");
        let files = Regex::new(hook["files"].as_str().unwrap()).unwrap();
        for path in [
            "a.js",
            "src/b.mts",
            "x/c.cts",
            "d.tsx",
            "e.rs",
            "f.vue",
            ".env",
            "app/.env.local",
            "g.html",
            "h.json",
            "i.JSONC",
            "j.yml",
            "k.yaml",
            "Cargo.toml",
            "l.env",
            "M.HTML",
            "a.js.map",
        ] {
            assert!(files.is_match(path), "{path}");
        }
        for path in ["a.json5", "js", "src/rs", "x.environment", "a.mapped", "README.md"] {
            assert!(!files.is_match(path), "{path}");
        }
    }
}

#[test]
fn versions_agree() {
    let version = env!("CARGO_PKG_VERSION");
    let stub: toml::Table = toml::from_str(&read("pyproject.toml")).unwrap();
    assert_eq!(stub["project"]["version"].as_str(), Some(version));
    assert_eq!(stub["project"]["dependencies"][0].as_str(), Some(&*format!("authlint=={version}")));
    let action: Value = serde_saphyr::from_str(&read("action.yml")).unwrap();
    assert_eq!(action["inputs"]["version"]["default"], version);
    serde_saphyr::from_str::<Value>(&read(".github/workflows/release.yml")).unwrap();
}

fn git(dir: &Path, args: &[&str]) {
    let output = Command::new("git")
        .current_dir(dir)
        .args(["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgSign=false"])
        .args(args)
        .output()
        .expect("git");
    assert!(output.status.success(), "{args:?} {}", String::from_utf8_lossy(&output.stderr));
}

/// The path with the directory of the program in front.
fn search_path() -> std::ffi::OsString {
    let own = PathBuf::from(env!("CARGO_BIN_EXE_authlint")).parent().unwrap().to_path_buf();
    let others = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(&others))).unwrap()
}

#[test]
fn the_hook_works_in_pre_commit() {
    let home = tempfile::tempdir().unwrap();
    let pre_commit = |dir: &Path, args: &[&str]| {
        let mut command = Command::new("pre-commit");
        command.current_dir(dir).args(args).env("PATH", search_path()).env("PRE_COMMIT_HOME", home.path());
        command.env_remove("GIT_DIR").env_remove("GIT_INDEX_FILE");
        tool(&mut command)
    };
    let Some(version) = pre_commit(home.path(), &["--version"]) else { return };
    if !version.status.success() {
        return crate::support::skipped("pre-commit does not work here (pip install pre-commit)");
    }
    let hooks = tempfile::tempdir().unwrap();
    git(hooks.path(), &["init", "-q"]);
    fs::copy(root().join(".pre-commit-hooks.yaml"), hooks.path().join(".pre-commit-hooks.yaml")).unwrap();
    git(hooks.path(), &["add", "-A"]);
    git(hooks.path(), &["commit", "-qm", "Hooks"]);

    let project = tempfile::tempdir().unwrap();
    git(project.path(), &["init", "-q"]);
    // The base is in another file, which is not named: it is read all the same.
    fs::write(
        project.path().join("base.js"),
        "export const BASE = 'https://api.loginradius.com/identity/v2/manage';\n",
    )
    .unwrap();
    let call = "import { BASE } from './base.js';\nfetch(`${BASE}/account/1?apikey=${process.env.KEY}`);\n";
    fs::write(project.path().join("bad.js"), call).unwrap();
    fs::write(project.path().join("good.js"), "export const answer = 42;\n").unwrap();
    git(project.path(), &["add", "-A"]);
    git(project.path(), &["commit", "-qm", "Code"]);
    let linked = project.path().join("linked");
    git(project.path(), &["worktree", "add", "-q", linked.to_str().unwrap()]);

    let repo = hooks.path().to_str().unwrap();
    let try_repo = |dir: &Path, files: &[&str]| {
        let args = [&["try-repo", repo, "authlint-system", "--files"], files].concat();
        let output = pre_commit(dir, &args).unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        (output.status.code(), text)
    };
    for dir in [project.path(), &linked] {
        let (code, text) = try_repo(dir, &["bad.js"]);
        assert_eq!(code, Some(1), "{text}");
        assert!(text.contains("error[incomplete-credentials]") && text.contains("bad.js:2:1"), "{text}");
        let (code, text) = try_repo(dir, &["good.js"]);
        assert_eq!(code, Some(0), "{text}");
    }
    fs::write(project.path().join("authlint.toml"), "exclude = [\"bad.js\", \"good.js\"]\n").unwrap();
    let (code, text) = try_repo(project.path(), &["bad.js", "good.js"]);
    assert_eq!(code, Some(0), "{text}");
}

/// A wheel of the program, as the release has it but for its profile, in an environment of its own; and the hook that
/// installs it, which brings it as a dependency. `.ci/full` runs this by itself, for maturin builds the program that the
/// other tests run: `cargo test --test it packaging -- --ignored`.
#[test]
#[ignore = "long: replaces the program that other tests run, and takes setuptools from the network"]
fn a_wheel_brings_the_program() {
    let dir = tempfile::tempdir().unwrap();
    let wheels = dir.path().join("wheels");
    let mut maturin = Command::new("maturin");
    maturin.current_dir(root().join("packaging")).args(["build", "--out"]).arg(&wheels);
    // What cargo has compiled for these tests need not be compiled again.
    maturin.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap());
    let Some(built) = tool(&mut maturin) else { return };
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let environment = dir.path().join("environment");
    let Some(made) = tool(Command::new("python3").args(["-m", "venv"]).arg(&environment)) else { return };
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let pip = |args: &[&str]| {
        let output = Command::new(environment.join("bin/pip")).args(args).output().unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let wheels = wheels.to_str().unwrap();
    let (installed, told) = pip(&["install", "--no-index", "--find-links", wheels, "authlint"]);
    assert!(installed, "{told}");
    // The page of the package index is the README.
    let (shown, _) = pip(&["show", "authlint"]);
    assert!(shown);
    let libraries =
        fs::read_dir(environment.join("lib")).unwrap().map(|entry| entry.unwrap().path().join("site-packages"));
    let mut info = libraries.flat_map(|folder| fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path());
    let info = info.find(|path| path.to_string_lossy().contains("/authlint-")).unwrap();
    let metadata = fs::read_to_string(info.join("METADATA")).unwrap();
    assert!(metadata.contains("\nDescription-Content-Type: text/markdown") && metadata.contains("\n# authlint\n"));
    fs::write(dir.path().join("a.js"), CALL).unwrap();
    let output = Command::new(environment.join("bin/authlint")).current_dir(dir.path()).arg("a.js").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("error[incomplete-credentials]"));

    let (fetched, told) = pip(&["download", "--quiet", "--dest", wheels, "setuptools>=61"]);
    if !fetched {
        return crate::support::skipped(&format!("there is no setuptools for the hook: {told}"));
    }
    let hooks = tempfile::tempdir().unwrap();
    git(hooks.path(), &["init", "-q"]);
    for file in [".pre-commit-hooks.yaml", "pyproject.toml"] {
        fs::copy(root().join(file), hooks.path().join(file)).unwrap();
    }
    git(hooks.path(), &["add", "-A"]);
    git(hooks.path(), &["commit", "-qm", "Hooks"]);
    let project = tempfile::tempdir().unwrap();
    git(project.path(), &["init", "-q"]);
    fs::write(project.path().join("bad.js"), CALL).unwrap();
    fs::write(project.path().join("good.js"), "export const answer = 42;\n").unwrap();
    git(project.path(), &["add", "-A"]);
    let home = tempfile::tempdir().unwrap();
    for (file, code) in [("bad.js", 1), ("good.js", 0)] {
        let mut command = Command::new("pre-commit");
        command.current_dir(project.path()).args([
            "try-repo",
            hooks.path().to_str().unwrap(),
            "authlint",
            "--files",
            file,
        ]);
        command.env("PRE_COMMIT_HOME", home.path()).env("PIP_NO_INDEX", "1").env("PIP_FIND_LINKS", wheels);
        let Some(output) = tool(&mut command) else { return };
        let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{text}");
        assert_eq!(text.contains("error[incomplete-credentials]"), code == 1, "{text}");
    }
}
