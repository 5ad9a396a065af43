//! Nothing of a scanned repository is run, whatever its git is set to; and what has changed is told all the same.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use authlint::git::Repository;
use tempfile::TempDir;

const CALL: &str = "fetch(`https://api.loginradius.com/identity/v2/manage/account/1?apikey=${process.env.KEY}`);\n";

fn write(dir: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = dir.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn try_git(dir: &Path, args: &[&str]) -> Output {
    let mut command = Command::new("git");
    for variable in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_PAGER", "GIT_SSH_COMMAND", "GIT_EXTERNAL_DIFF"] {
        command.env_remove(variable);
    }
    let user = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgSign=false"];
    command.current_dir(dir).args(user).args(args).output().unwrap()
}

fn git(dir: &Path, args: &[&str]) -> String {
    let output = try_git(dir, args);
    assert!(output.status.success(), "{args:?} {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn commit(dir: &Path) {
    git(dir, &["add", "-A"]);
    git(dir, &["commit", "-qm", "A change", "--allow-empty"]);
}

/// A repository whose user has nothing configured that matters.
fn repository(dir: &Path, files: &[(&str, &str)]) {
    fs::create_dir_all(dir).unwrap();
    git(dir, &["init", "-q", "-b", "main"]);
    git(dir, &["config", "core.autocrlf", "false"]);
    for (path, text) in files {
        write(dir, path, text);
    }
    commit(dir);
}

fn command(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_authlint"));
    command.current_dir(dir).args(["--format", "json"]).args(args);
    command
}

fn places_of(mut command: Command) -> String {
    let output = command.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{errors}"));
    let said: Vec<&str> = errors.lines().filter(|line| !line.contains(" is a repository of its own, ")).collect();
    assert!(said.is_empty(), "{errors}");
    let findings = report["findings"].as_array().unwrap();
    let places: Vec<String> =
        findings.iter().map(|it| format!("{}:{}", it["path"].as_str().unwrap(), it["span"]["line"])).collect();
    places.join(" ")
}

fn places(dir: &Path, args: &[&str]) -> String {
    places_of(command(dir, args))
}

/// A repository with a change of each sort, and a program that leaves a mark when it is run.
struct Trap {
    dir: TempDir,
    repository: PathBuf,
}

const CHANGED: &str = "a.js:2 b.js:2";
const SINCE: &str = "a.js:2 b.js:2 topic.js:1";
const STAGED: &str = "b.js:2";

impl Trap {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().canonicalize().unwrap().join("repository");
        repository(&path, &[("a.js", CALL), ("b.js", CALL)]);
        git(&path, &["checkout", "-qb", "topic"]);
        write(&path, "topic.js", CALL);
        commit(&path);
        write(&path, "b.js", format!("{CALL}{CALL}"));
        git(&path, &["add", "b.js"]);
        write(&path, "a.js", format!("{CALL}{CALL}"));
        let trap = Self { dir, repository: path };
        let mark = format!("#!/bin/sh\necho >>'{}'\n", trap.mark().display());
        for (program, rest) in [("evil", "exec cat"), ("quiet", "exit 1"), ("hooks/post-index-change", ""), ("git", "")]
        {
            write(&trap.repository, program, format!("{mark}{rest}\n"));
            let path = trap.repository.join(program);
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        trap
    }

    fn mark(&self) -> PathBuf {
        self.dir.path().join("mark")
    }

    /// Sets the trap; `{evil}`, `{quiet}` and `{top}` stand for programs, of which the first copies its input, and the
    /// repository.
    fn set(&self, config: &[(&str, &str)], attributes: &str) {
        for (key, value) in config {
            git(&self.repository, &["config", "--add", key, &self.filled(value)]);
        }
        write(&self.repository, ".gitattributes", attributes);
        self.touch();
    }

    fn filled(&self, text: &str) -> String {
        let top = self.repository.to_str().unwrap();
        text.replace("{evil}", &format!("{top}/evil")).replace("{quiet}", &format!("{top}/quiet")).replace("{top}", top)
    }

    /// Makes git doubt what it remembers of the files.
    fn touch(&self) {
        for name in ["a.js", "b.js", "topic.js"] {
            let file = File::options().append(true).open(self.repository.join(name)).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)).unwrap();
        }
    }

    /// What is told of a run; git is not to start any other program, by its own account.
    fn run(&self, dir: &Path, args: &[&str]) -> String {
        let trace = self.dir.path().join("trace");
        let mut command = command(dir, args);
        command.env("GIT_TRACE", &trace).env_remove("GIT_DIR").env_remove("GIT_INDEX_FILE");
        let told = places_of(command);
        let traced = fs::read_to_string(&trace).unwrap();
        assert!(traced.contains("trace: built-in: git rev-parse"), "{traced}");
        let other = traced.lines().find(|line| line.contains("trace: ") && !line.contains("trace: built-in: "));
        assert_eq!(other, None, "{args:?}");
        fs::remove_file(trace).unwrap();
        assert!(!self.mark().exists(), "{args:?} ran what the repository says");
        told
    }

    fn expect(&self, changed: &str, since: &str, staged: &str) {
        assert_eq!(self.run(&self.repository, &["--changed"]), changed);
        assert_eq!(self.run(&self.repository, &["--changed", "--since", "main"]), since);
        assert_eq!(self.run(&self.repository, &["--staged"]), staged);
    }

    /// Git itself walks into the trap, so it was one.
    fn springs(&self, args: &[&str]) {
        let output = try_git(&self.repository, args);
        assert!(self.mark().exists(), "git {args:?} runs nothing: {}", String::from_utf8_lossy(&output.stderr));
        fs::remove_file(self.mark()).unwrap();
    }
}

/// A trap that is set by a configuration and attributes, and the arguments with which git walks into it.
fn check(config: &[(&str, &str)], attributes: &str, spring: &[&str]) {
    let trap = Trap::new();
    trap.set(config, attributes);
    trap.expect(CHANGED, SINCE, STAGED);
    trap.springs(spring);
}

#[test]
fn filters_are_not_run() {
    check(&[("filter.evil.clean", "{evil}")], "*.js filter=evil\n", &["diff"]);
    check(&[("filter.evil.smudge", "{evil}")], "*.js filter=evil\n", &["cat-file", "--filters", "HEAD:a.js"]);
    check(&[("filter.evil.process", "{quiet}")], "*.js filter=evil\n", &["diff"]);
}

#[test]
fn drivers_of_diffs_are_not_run() {
    check(&[("diff.evil.textconv", "{evil} <")], "*.js diff=evil\n", &["diff"]);
    check(&[("diff.evil.command", "{quiet}")], "*.js diff=evil\n", &["diff"]);
    check(&[("diff.external", "{quiet}")], "", &["diff"]);
}

#[test]
fn the_monitor_and_hooks_are_not_run() {
    check(&[("core.fsmonitor", "{quiet}")], "", &["status"]);
    check(&[("core.hooksPath", "{top}/hooks")], "", &["status"]);
    let trap = Trap::new();
    fs::create_dir_all(trap.repository.join(".git/hooks")).unwrap();
    fs::copy(trap.repository.join("evil"), trap.repository.join(".git/hooks/post-index-change")).unwrap();
    trap.touch();
    trap.expect(CHANGED, SINCE, STAGED);
    trap.springs(&["status"]);
}

#[test]
fn what_a_configuration_includes_is_no_better() {
    let trap = Trap::new();
    write(&trap.repository, "more", trap.filled("[filter \"evil\"]\nclean = {evil}\n"));
    trap.set(&[("include.path", "{top}/more")], "*.js filter=evil\n");
    trap.expect(CHANGED, SINCE, STAGED);
    trap.springs(&["diff"]);

    let trap = Trap::new();
    trap.set(&[("extensions.worktreeConfig", "true")], "");
    write(&trap.repository, ".git/config.worktree", trap.filled("[core]\nfsmonitor = {quiet}\n"));
    trap.expect(CHANGED, SINCE, STAGED);
    trap.springs(&["status"]);
}

#[test]
fn aliases_and_signatures_are_not_run() {
    let commands =
        ["rev-parse", "ls-files", "diff-index", "cat-file", "check-attr", "merge-base", "hash-object", "mine"];
    let aliases = commands.map(|name| (format!("alias.{name}"), "!{quiet}"));
    let aliases: Vec<(&str, &str)> = aliases.iter().map(|(key, value)| (key.as_str(), *value)).collect();
    check(&aliases, "", &["mine"]);

    let trap = Trap::new();
    let head = git(&trap.repository, &["cat-file", "commit", "HEAD"]);
    let (headers, message) = head.split_once("\n\n").unwrap();
    let signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----";
    write(trap.dir.path(), "signed", format!("{headers}\n{signature}\n\n{message}\n"));
    let signed = trap.dir.path().join("signed");
    let id = git(&trap.repository, &["hash-object", "-t", "commit", "-w", signed.to_str().unwrap()]);
    git(&trap.repository, &["update-ref", "HEAD", &id]);
    trap.set(&[("gpg.program", "{evil}"), ("log.showSignature", "true")], "");
    trap.expect(CHANGED, SINCE, STAGED);
    trap.springs(&["log", "-1"]);
}

#[test]
fn pagers_are_not_run() {
    let trap = Trap::new();
    let commands = ["rev-parse", "ls-files", "diff-index", "cat-file", "check-attr", "merge-base", "log"];
    let keys = commands.map(|name| format!("pager.{name}"));
    let config: Vec<(&str, &str)> = keys.iter().map(|key| (key.as_str(), "{evil}")).collect();
    trap.set(&[&config[..], &[("core.pager", "{evil}")]].concat(), "");
    trap.expect(CHANGED, SINCE, STAGED);
    // A pager needs a terminal, which not every machine has a program for.
    let terminal =
        Command::new("script").args(["-qec", "git log -1", "/dev/null"]).current_dir(&trap.repository).output();
    if terminal.is_ok_and(|output| output.status.success()) {
        assert!(trap.mark().exists());
    }
}

#[test]
fn missing_objects_are_not_fetched() {
    let transports: [&[(&str, &str)]; 4] = [
        &[("core.sshCommand", "{quiet}"), ("remote.origin.url", "ssh://example.com/x")],
        &[("protocol.ext.allow", "always"), ("remote.origin.url", "ext::{quiet}")],
        &[("protocol.allow", "always"), ("remote.origin.uploadpack", "{quiet}"), ("remote.origin.url", "{top}")],
        &[("core.gitProxy", "{quiet}"), ("remote.origin.url", "git://example.com/x")],
    ];
    for transport in transports {
        let trap = Trap::new();
        let promisor = [
            ("core.repositoryFormatVersion", "1"),
            ("extensions.partialClone", "origin"),
            ("remote.origin.promisor", "true"),
        ];
        trap.set(&promisor, "");
        trap.set(transport, "");
        let id = git(&trap.repository, &["rev-parse", "HEAD:a.js"]);
        // The content that both files had.
        fs::remove_file(trap.repository.join(".git/objects").join(&id[..2]).join(&id[2..])).unwrap();
        // What the lines were cannot be told: all of them count as changed, but only in files that have.
        trap.expect("a.js:1 a.js:2 b.js:1 b.js:2", "a.js:1 a.js:2 b.js:1 b.js:2 topic.js:1", "b.js:1 b.js:2");
        // A file that is as it was needs no object to be seen to be.
        write(&trap.repository, "a.js", CALL);
        assert_eq!(trap.run(&trap.repository, &["--changed"]), "b.js:1 b.js:2");
        trap.springs(&["diff", "--cached"]);
    }
}

#[test]
fn renames_are_told_without_missing_objects() {
    let trap = Trap::new();
    let filler = "const filler = 'so that the file is known again';\n".repeat(9);
    write(&trap.repository, "gone.js", format!("{CALL}{filler}// gone\n"));
    write(&trap.repository, "old.js", format!("{CALL}{filler}"));
    commit(&trap.repository);
    let id = git(&trap.repository, &["rev-parse", "HEAD:gone.js"]);
    git(&trap.repository, &["rm", "-q", "gone.js"]);
    git(&trap.repository, &["mv", "old.js", "moved.js"]);
    write(&trap.repository, "other.js", format!("{CALL}{filler}// other\n"));
    git(&trap.repository, &["add", "other.js"]);
    assert_eq!(trap.run(&trap.repository, &["--changed"]), "");
    fs::remove_file(trap.repository.join(".git/objects").join(&id[..2]).join(&id[2..])).unwrap();
    // The same content is known again, a similar one is not.
    assert_eq!(trap.run(&trap.repository, &["--changed"]), "other.js:1");
}

#[test]
fn a_bare_repository_in_a_subfolder_is_a_folder() {
    let trap = Trap::new();
    let bare = trap.repository.join("sub");
    git(&trap.repository, &["clone", "-q", "--bare", ".", "sub"]);
    git(&trap.repository, &["--git-dir=sub", "--work-tree=.", "read-tree", "HEAD"]);
    let config = "[core]\nrepositoryFormatVersion = 0\nbare = false\nworktree = ..\nhooksPath = sub\n\
        fsmonitor = {quiet}\n[filter \"evil\"]\nclean = {evil}\n[diff]\nexternal = {quiet}\n";
    write(&bare, "config", trap.filled(config));
    write(&bare, "info/attributes", "*.js filter=evil\n");
    fs::copy(trap.repository.join("hooks/post-index-change"), bare.join("post-index-change")).unwrap();
    // A folder with nothing in it would not be in a clone.
    write(&bare, "refs/heads/.keep", "");
    write(&bare, "c.js", CALL);
    write(&bare, "d.js", CALL);
    commit(&trap.repository);
    // It is in every clone.
    let clone = trap.dir.path().join("clone");
    git(trap.dir.path(), &["clone", "-q", "repository", "clone"]);
    for top in [&trap.repository, &clone] {
        let sub = top.join("sub");
        write(&sub, "c.js", format!("{CALL}{CALL}"));
        write(&sub, "d.js", format!("{CALL}{CALL}"));
        git(top, &["add", "sub/d.js"]);
        write(&sub, "new.js", CALL);
        assert_eq!(trap.run(top, &["--changed"]), "sub/c.js:2 sub/d.js:2 sub/new.js:1");
        assert_eq!(trap.run(top, &["--changed", "sub"]), "sub/c.js:2 sub/d.js:2 sub/new.js:1");
        assert_eq!(trap.run(top, &["--changed", "--since", "HEAD~1", "sub/c.js"]), "sub/c.js:1 sub/c.js:2");
        assert_eq!(trap.run(&sub, &["--changed"]), "c.js:2 d.js:2 new.js:1");
        assert_eq!(trap.run(&sub, &["--changed", "--since", "HEAD"]), "c.js:2 d.js:2 new.js:1");
        assert_eq!(trap.run(&sub, &["--staged"]), "d.js:2");
        trap.springs(&["-c", "safe.bareRepository=all", "-C", sub.to_str().unwrap(), "status"]);
    }
}

#[test]
fn git_itself_is_not_taken_from_the_tree() {
    let trap = Trap::new();
    trap.set(&[], "");
    let rest = std::env::var("PATH").unwrap();
    let top = trap.repository.to_str().unwrap();
    symlink(&trap.repository, trap.dir.path().join("link")).unwrap();
    let link = trap.dir.path().join("link");
    for entry in ["", ".", "./", "hooks/..", top, link.to_str().unwrap()] {
        for args in [&["--changed"][..], &["--changed", "a.js", "b.js"], &["--changed", "../repository"]] {
            let mut command = command(&trap.repository, args);
            command.env("PATH", format!("{entry}:{rest}"));
            assert_eq!(places_of(command).matches(".js:2").count(), 2);
            assert!(!trap.mark().exists(), "{entry:?} {args:?}");
        }
        let mut command = command(&trap.repository, &["--changed"]);
        let output = command.env("PATH", entry).output().unwrap();
        assert_eq!((output.status.code(), trap.mark().exists()), (Some(2), false), "{entry:?}");
        assert!(
            String::from_utf8_lossy(&output.stderr).contains("cannot run git, which --changed and --staged need: ")
        );
    }
    let status = Command::new("env").arg("git").current_dir(&trap.repository).env("PATH", format!(".:{rest}")).output();
    assert!(status.is_ok() && trap.mark().exists(), "the shell would have taken it");
}

#[test]
fn a_repository_of_somebody_else_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    repository(dir.path(), &[("a.js", CALL)]);
    let mut command = command(dir.path(), &["--changed"]);
    let output = command.env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1").output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.starts_with("authlint: error: git does not take what is in "), "{told}");
    assert!(told.contains("detected dubious ownership"), "{told}");
}

#[test]
fn what_filters_and_line_ends_make_of_files_is_no_change() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let crlf = |text: &str| text.replace('\n', "\r\n");
    // Where the program for it is there, git tells the same.
    repository(dir, &[("lines.js", &format!("{CALL}// x\n")), ("big.js", CALL), ("new.js", "")]);
    git(dir, &["config", "core.autocrlf", "true"]);
    git(dir, &["config", "filter.hide.clean", "tr a-z n-za-m"]);
    git(dir, &["config", "filter.hide.smudge", "tr a-z n-za-m"]);
    write(dir, ".gitattributes", "big.js filter=hide\n");
    write(dir, "lines.js", crlf(&format!("{CALL}// x\n")));
    // A file whose times are in the index already would not be looked at again.
    git(dir, &["add", "--renormalize", "."]);
    git(dir, &["add", "."]);
    commit(dir);
    assert!(git(dir, &["cat-file", "blob", "HEAD:big.js"]).starts_with("srgpu"));
    for (args, told) in [(&["--changed"][..], ""), (&["--staged"], ""), (&["--changed", "--since", "HEAD~1"], "")] {
        assert_eq!(places(dir, args), told, "{args:?}");
    }
    write(dir, "lines.js", crlf(&format!("{CALL}// y\n{CALL}")));
    // Not before another object is stored does it count as changed, and then as a whole.
    write(dir, "big.js", format!("{CALL}// y\n{CALL}"));
    assert_eq!(places(dir, &["--changed"]), "lines.js:3");
    git(dir, &["add", "."]);
    assert_eq!(places(dir, &["--changed"]), "big.js:1 big.js:3 lines.js:3");
    assert_eq!(places(dir, &["--staged"]), "big.js:1 big.js:3 lines.js:3");
    // What is not run through a filter counts by its lines, and what was empty as a whole.
    write(dir, "new.js", CALL);
    assert_eq!(places(dir, &["--changed", "new.js"]), "new.js:1");
}

#[test]
fn what_git_is_told_to_overlook_is_overlooked() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    repository(dir, &[("assumed.js", CALL), ("sparse.js", CALL), ("gone.js", CALL), (".gitignore", "ignored.js\n")]);
    git(dir, &["update-index", "--assume-unchanged", "assumed.js"]);
    git(dir, &["update-index", "--skip-worktree", "sparse.js", "gone.js"]);
    fs::remove_file(dir.join("gone.js")).unwrap();
    for path in ["assumed.js", "sparse.js", "ignored.js"] {
        write(dir, path, format!("{CALL}{CALL}"));
    }
    repository(&dir.join("nested"), &[("inner.js", "")]);
    write(dir, "nested/new.js", CALL);
    assert_eq!(places(dir, &["--changed"]), "");
    assert_eq!(places(dir, &["--changed", "--no-ignore", ".", "ignored.js"]), "");
    assert_eq!(places(dir, &["--changed", "nested"]), "nested/new.js:1");
    assert_eq!(places(dir, &["--staged"]), "");
    // Meant to be added, and no more.
    write(dir, "meant.js", CALL);
    git(dir, &["add", "-N", "meant.js"]);
    assert_eq!(places(dir, &["--changed"]), "meant.js:1");
    assert_eq!(places(dir, &["--staged"]), "");
}

#[test]
fn a_file_that_was_moved_is_not_new() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    repository(dir, &[("old.js", CALL), ("other.js", "// other\n")]);
    fs::rename(dir.join("old.js"), dir.join("moved.js")).unwrap();
    git(dir, &["add", "moved.js"]);
    assert_eq!(places(dir, &["--changed"]), "");
    assert_eq!(places(dir, &["--changed", "--whole-files"]), "moved.js:1");
    write(dir, "moved.js", format!("{CALL}{CALL}"));
    assert_eq!(places(dir, &["--changed"]), "moved.js:2");
    // A copy is new.
    write(dir, "old.js", CALL);
    assert_eq!(places(dir, &["--changed"]), "moved.js:1 moved.js:2");
}

#[test]
fn a_merge_that_is_not_settled_is_told_beside_the_commit() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    repository(dir, &[("a.js", "// one\n"), ("odd\nname.js", "// one\n")]);
    git(dir, &["checkout", "-qb", "topic"]);
    for (branch, text) in [("topic", format!("// topic\n{CALL}")), ("main", format!("{CALL}// main\n"))] {
        git(dir, &["checkout", "-q", branch]);
        write(dir, "a.js", &text);
        write(dir, "odd\nname.js", &text);
        commit(dir);
    }
    assert!(!try_git(dir, &["merge", "topic"]).status.success());
    for path in ["a.js", "odd\nname.js"] {
        write(dir, path, format!("{CALL}// main\n{CALL}"));
    }
    assert_eq!(places(dir, &["--changed"]), "a.js:3 odd␊name.js:3");
    assert_eq!(places(dir, &["--changed", "--since", "main~1"]), "a.js:1 a.js:3 odd␊name.js:1 odd␊name.js:3");
    assert_eq!(places(dir, &["--staged"]), "");
}

#[test]
fn a_hook_is_told_of_the_index_it_runs_for() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    repository(dir, &[("a.js", CALL), ("sub/b.js", CALL)]);
    for path in ["a.js", "sub/b.js"] {
        write(dir, path, format!("{CALL}{CALL}"));
        git(dir, &["add", path]);
    }
    let hook = format!(
        "#!/bin/sh\ncd sub && '{}' --staged --format github .. >'{}'\n",
        env!("CARGO_BIN_EXE_authlint"),
        dir.join("told").display()
    );
    write(dir, ".git/hooks/pre-commit", hook);
    fs::set_permissions(dir.join(".git/hooks/pre-commit"), fs::Permissions::from_mode(0o755)).unwrap();
    // Of what is staged only this is committed.
    assert!(!try_git(dir, &["commit", "-qm", "One", "a.js"]).status.success());
    let told = fs::read_to_string(dir.join("told")).unwrap();
    assert!(told.contains("a.js,line=2") && !told.contains("b.js"), "{told}");
}

#[test]
fn repositories_are_found_where_they_are() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().canonicalize().unwrap();
    repository(&dir.join("here"), &[("a.js", CALL)]);
    write(&dir, "here/a.js", format!("{CALL}{CALL}"));
    // One that has no working tree but has linked ones.
    git(&dir, &["clone", "-q", "--bare", "here", "bare.git"]);
    git(&dir, &["-C", "bare.git", "worktree", "add", "-q", "../linked", "-b", "linked"]);
    write(&dir, "linked/a.js", format!("{CALL}{CALL}"));
    assert_eq!(places(&dir.join("linked"), &["--changed"]), "a.js:2");
    git(&dir.join("linked"), &["add", "a.js"]);
    assert_eq!(places(&dir.join("linked"), &["--staged"]), "a.js:2");
    // Another kind of object ids.
    fs::create_dir(dir.join("long")).unwrap();
    git(&dir.join("long"), &["init", "-q", "--object-format=sha256"]);
    write(&dir, "long/a.js", CALL);
    commit(&dir.join("long"));
    assert_eq!(places(&dir.join("long"), &["--changed"]), "");
    write(&dir, "long/a.js", format!("{CALL}{CALL}"));
    assert_eq!(places(&dir.join("long"), &["--changed"]), "a.js:2");
    assert_eq!(places(&dir.join("long"), &["--staged", "--whole-files"]), "");
    git(&dir.join("long"), &["add", "a.js"]);
    assert_eq!(places(&dir.join("long"), &["--staged"]), "a.js:2");
    // Behind a link to a folder of another one.
    write(&dir, "here/sub/b.js", CALL);
    symlink(dir.join("here/sub"), dir.join("linked/link")).unwrap();
    assert_eq!(places(&dir.join("linked"), &["--changed", "link"]), "link/b.js:1");
    // Where the variables of git say.
    let mut command = command(&dir.join("linked"), &["--changed", "a.js"]);
    command.env("GIT_DIR", dir.join("here/.git")).env("GIT_WORK_TREE", dir.join("linked"));
    assert_eq!(places_of(command), "a.js:2");
}

/// Numbers that are the same every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }

    fn line(&mut self) -> String {
        match self.below(10) {
            0 | 1 => "}\n".to_owned(),
            2 => "    return;\n".to_owned(),
            _ => format!("{}line({});\n", "  ".repeat(self.below(4)), self.below(30)),
        }
    }

    fn edited(&mut self, lines: &[String]) -> Vec<String> {
        let mut lines = lines.to_vec();
        for _ in 0..self.below(6) {
            let at = self.below(lines.len() + 1);
            match self.below(3) {
                0 => lines.insert(at, self.line()),
                1 if at < lines.len() => drop(lines.remove(at)),
                _ if at < lines.len() => lines[at] = self.line(),
                _ => {}
            }
        }
        lines
    }
}

#[test]
fn the_lines_are_those_of_git() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().canonicalize().unwrap();
    let mut numbers = Numbers(88_172_645_463_325_252);
    let names: Vec<String> = (0..300).map(|at| format!("{at}.js")).collect();
    let old: Vec<Vec<String>> =
        names.iter().map(|_| (0..numbers.below(40)).map(|_| numbers.line()).collect()).collect();
    let texts: Vec<(&str, String)> = names.iter().zip(&old).map(|(name, lines)| (&**name, lines.concat())).collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, &**text)).collect();
    repository(&dir, &texts);
    let new: Vec<String> = old.iter().map(|lines| numbers.edited(lines).concat()).collect();
    for (name, text) in names.iter().zip(&new) {
        write(&dir, name, text);
    }
    let comparison = Repository::around(std::slice::from_ref(&dir)).unwrap().changed(None).unwrap();
    let files = names.iter().zip(&new).map(|(name, text)| (dir.join(name), &**text));
    let changes = comparison.changes(files).unwrap();
    let mut ours = BTreeSet::new();
    for (name, text) in names.iter().zip(&new) {
        let lines = 1..text.lines().count() + 3;
        ours.extend(lines.filter(|line| changes.touch(&dir.join(name), *line, *line)).map(|line| (&**name, line)));
    }
    let diff = git(&dir, &["diff", "-U0", "--inter-hunk-context=0", "--diff-algorithm=myers"]);
    let (mut theirs, mut name) = (BTreeSet::new(), "");
    for line in diff.lines() {
        if let Some(path) = line.strip_prefix("diff --git a/") {
            name = path.split(' ').next().unwrap();
        } else if let Some(hunk) = line.strip_prefix("@@ ") {
            let added = hunk.split(' ').nth(1).unwrap().trim_start_matches('+');
            let (start, count) = added.split_once(',').unwrap_or((added, "1"));
            let (start, count): (usize, usize) = (start.parse().unwrap(), count.parse().unwrap());
            // Around a gap, both lines count.
            let lines = if count == 0 { start.max(1)..start + 2 } else { start..start + count };
            theirs.extend(lines.map(|line| (name, line)));
        }
    }
    let other: Vec<_> = ours.symmetric_difference(&theirs).collect();
    assert!(theirs.len() > 500 && other.is_empty(), "{other:?}");
}
