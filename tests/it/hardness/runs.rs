//! Whole runs: internal errors, what is written where, and what a reviewer is told.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use authlint::finding::Level;
use authlint::pipeline::Options;
use authlint::source::buffers::Buffers;
use authlint::source::door::Unread;
use authlint::source::files::{Disk, Reader};

const CALL: &str = "fetch(`https://api.loginradius.com/identity/v2/manage/account/1?apikey=${process.env.KEY}`);\n";

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_authlint"));
    command.current_dir(folder).args(args).env_remove("GITHUB_STEP_SUMMARY").output().expect("the binary runs")
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Reads from disk, and fails with files of one name as no reader should.
#[derive(Debug)]
struct Failing;

impl Reader for Failing {
    fn read(&self, path: &Path) -> Result<String, Unread> {
        assert!(!path.ends_with("bad.js"), "a reader that fails");
        Disk.read(path)
    }
}

#[test]
fn what_fails_with_one_file_is_told_and_the_rest_is_analysed() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["bad.js", "good.js"] {
        fs::write(folder.path().join(name), CALL).expect("a file");
    }
    let options = Options { buffers: Arc::new(Buffers::over(Arc::new(Failing))), ..Options::default() };
    let analysis = authlint::analyse(&options, &[folder.path().to_path_buf()]).expect("an analysis");
    let failed: Vec<&str> =
        analysis.diagnostics.iter().filter(|one| one.level == Level::Error).map(|one| &*one.path).collect();
    assert_eq!(failed.len(), 1, "{:?}", analysis.diagnostics);
    assert!(failed[0].ends_with("bad.js"));
    assert_eq!(analysis.findings.len(), 1);
}

#[test]
fn reports_take_the_place_of_no_input_and_of_no_other_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path();
    for name in ["a.js", "b.js", "package.json", "base.json"] {
        fs::write(dir.join(name), if name.ends_with("js") { CALL } else { "{}" }).expect("a file");
    }
    fs::create_dir(dir.join("x")).expect("a folder");
    for args in [
        &["check", "a.js", "--output", "a.js"][..],
        &["check", "a.js", "--output", "./x/../a.js"],
        &["check", ".", "--output", "json=b.js"],
        &["check", ".", "--output", "package.json"],
        &["check", "a.js", "--baseline", "base.json", "--output", "base.json"],
        &["check", "a.js", "--output", "json=r.txt", "--output", "sarif=./r.txt"],
    ] {
        let output = run(dir, args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", errors(&output));
        assert!(errors(&output).contains("cannot write a report to"), "{}", errors(&output));
    }
    assert_eq!(fs::read_to_string(dir.join("a.js")).expect("a file"), CALL);
    // Twice in a row, for the report of the first run lies in the tree of the second; nothing is left beside it.
    for _ in 0..2 {
        let output = run(dir, &["check", ".", "--output", "json=report.json", "--output", "sarif=report.sarif"]);
        assert_eq!(output.status.code(), Some(1), "{}", errors(&output));
    }
    let parts = fs::read_dir(dir).expect("a folder").filter_map(Result::ok);
    assert_eq!(parts.filter(|entry| entry.file_name().to_string_lossy().ends_with(".part")).count(), 0);
}

#[test]
fn an_absolute_path_changes_no_byte_of_sarif() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().canonicalize().expect("a folder");
    fs::create_dir_all(dir.join("src")).expect("a folder");
    fs::create_dir_all(dir.join(".git")).expect("a folder");
    fs::write(dir.join("package.json"), r#"{"dependencies":{"vite":"5","vue":"3"}}"#).expect("a file");
    fs::write(dir.join("index.html"), "<script type=module src=/src/main.js></script>").expect("a file");
    fs::write(dir.join("src/main.js"), "import './users.js';").expect("a file");
    let secret = "fetch('https://api.loginradius.com/identity/v2/manage/account/1?apikey=k&apisecret=9f8e7d6c5b4a39281706f5e4d3c2b1a0');\n";
    fs::write(dir.join("src/users.js"), format!("{CALL}{secret}")).expect("a file");
    fs::write(dir.join("src/broken.rs"), "fn loginradius( {").expect("a file");
    let sarif = |path: &str| run(&dir, &["check", "--format", "sarif", path]).stdout;
    let relative = String::from_utf8(sarif(".")).expect("text");
    assert!(relative.contains("src/users.js") && relative.contains("src/main.js"), "{relative}");
    assert_eq!(relative, String::from_utf8(sarif(&dir.display().to_string())).expect("text"));
}

#[cfg(unix)]
#[test]
fn no_name_moves_a_terminal_or_hides_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let odd = "a\u{1b}[31m\u{7}\u{202e}\u{9b}\u{200b}\u{e0041}\u{feff}b";
    let below = folder.path().join(odd);
    fs::create_dir_all(&below).expect("a folder");
    let text = format!(
        "// authlint-disable-next-line incomplete-credentials -- {odd}\n{CALL}{CALL}export const {{ '{odd}': x }} = y;\n"
    );
    fs::write(below.join(format!("{odd}.js")), text).expect("a file");
    fs::write(below.join(format!("{odd}.rs")), "fn loginradius( {").expect("a file");
    for args in [
        &["check", "--verbose", "--show-suppressed"][..],
        &["check", "--format", "json"],
        &["check", "--format", "sarif", "--show-suppressed"],
        &["check", "--format", "github"],
        &["check", "--format", "gitlab"],
        &["check", "--format", "junit"],
        &["check", "--format", "html"],
        &["check", "--format", "concise"],
        &["requests"],
        &["requests", "--format", "json"],
    ] {
        let output = run(folder.path(), args);
        let all = format!("{}{}", String::from_utf8_lossy(&output.stdout), errors(&output));
        assert!(all.contains(".js"), "{all}");
        let raw: Vec<char> = all.chars().filter(|char| odd.contains(*char) && !char.is_ascii_graphic()).collect();
        assert!(raw.is_empty(), "{args:?}: {raw:?} in {all}");
    }
}

#[test]
fn what_the_tree_silences_is_counted_and_can_be_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path();
    fs::write(dir.join("known.js"), CALL).expect("a file");
    run(dir, &["baseline", "--baseline", "base.json", "known.js"]);
    fs::write(dir.join("authlint.toml"), "baseline = \"base.json\"\n").expect("a file");
    fs::write(dir.join("a.js"), format!("// authlint-disable-next-line incomplete-credentials -- so\n{CALL}"))
        .expect("a file");
    let output = run(dir, &["check"]);
    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
    assert!(errors(&output).contains("2 findings silenced: 1 by comments, 1 by the baseline"), "{}", errors(&output));
    let output = run(dir, &["check", "--no-suppressions", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(2), "{report}");
    fs::write(dir.join("authlint.toml"), "ignore = [\"incomplete-credentials\"]\n").expect("a file");
    let output = run(dir, &["check"]);
    assert!(errors(&output).contains("2 findings silenced: 2 by the configuration"), "{}", errors(&output));
}

#[cfg(unix)]
#[test]
fn what_git_tracks_is_read_though_an_ignore_file_names_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path();
    let git = |args: &[&str]| {
        let output = Command::new("git").current_dir(dir).args(args).output().expect("git runs");
        assert!(output.status.success(), "{args:?}: {}", errors(&output));
    };
    git(&["init", "-q"]);
    fs::create_dir_all(dir.join("lib")).expect("a folder");
    for name in ["lib/tracked.js", "lib/ignored.js"] {
        fs::write(dir.join(name), CALL).expect("a file");
    }
    fs::write(dir.join(".gitignore"), "lib/\n").expect("a file");
    git(&["add", "-f", "lib/tracked.js", ".gitignore"]);
    let is_found = || {
        let found = crate::support::check(dir, &[]);
        let paths: Vec<&str> = found.iter().map(|(path, ..)| &**path).collect();
        assert_eq!(paths, ["lib/tracked.js"]);
    };
    is_found();
    // Git is asked about a folder by its name, and of many files about all.
    fs::write(dir.join(".gitignore"), "lib/*\n").expect("a file");
    is_found();
    for number in 0..250 {
        fs::write(dir.join(format!("lib/{number}.js")), "").expect("a file");
    }
    is_found();
}

#[test]
fn whoever_reads_no_further_is_told_by_the_exit_code() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.js"), CALL.repeat(300)).expect("a file");
    for format in ["json", "text", "sarif"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_authlint"));
        command.current_dir(folder.path()).args(["check", "--format", format]).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::null()).spawn().expect("the binary runs");
        drop(child.stdout.take());
        assert_eq!(child.wait().expect("it ends").code(), Some(1), "{format}");
    }
}

#[cfg(unix)]
#[test]
fn an_index_that_is_no_file_is_not_waited_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = |program: &str, args: &[&str]| {
        let status = Command::new(program).current_dir(folder.path()).args(args).status().expect("it runs");
        assert!(status.success(), "{program} {args:?}");
    };
    made("git", &["init", "-q"]);
    fs::write(folder.path().join("a.js"), CALL).expect("a file");
    made("mkfifo", &[".git/index"]);
    let output = run(folder.path(), &["check", "--staged"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(errors(&output).contains("is no file"), "{}", errors(&output));
}

#[test]
fn a_chain_that_is_too_long_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let chain = |links: usize| format!("request.get(url){};\n{CALL}", ".set('a', 'b')".repeat(links));
    fs::write(folder.path().join("a.js"), chain(4_000)).expect("a file");
    let told = errors(&run(folder.path(), &["check"]));
    assert!(told.contains("a chain of too many calls"), "{told}");
    fs::write(folder.path().join("a.js"), chain(500)).expect("a file");
    let told = errors(&run(folder.path(), &["check"]));
    assert!(!told.contains("a chain of too many calls"), "{told}");
}
