//! Running git so that nothing of the repository it is asked about can run.
//!
//! The configuration, the attributes and the hooks of a repository that is scanned may be anybody's, and git runs
//! programs that they name: filters, textconv and diff drivers, hooks, the monitor of the file system, transports of
//! remotes, pagers, editors, `gpg`. Two things keep them from it.
//!
//! First, git is only asked for what it has stored: `rev-parse`, `merge-base`, `hash-object` of standard input,
//! `ls-files` of the index, `diff-index --cached` without patches, `cat-file` without filters, and `symbolic-ref`,
//! `config --get` and `check-attr`, which tell names. None of these looks at the working tree, writes the index or shows anything to people, so none comes to
//! a filter, a driver, a hook, a pager or a signature; and being built in they cannot be aliases. What the working tree
//! holds is read and compared by this program.
//!
//! Second, should one of them do more in some version of git than it does in those that are known, [`SETTINGS`] and
//! [`VARIABLES`] take away what it would do it with. Settings of the command line come after all files, and after those
//! that these include.
//!
//! The settings of the user and of the system are theirs and stay: `safe.directory` is among them, and git goes on
//! refusing the repositories of other users.

use std::ffi::{OsStr, OsString};
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::error::Error;
use crate::source::walk::normalised;

/// What holds for every call, whatever is configured.
const SETTINGS: [&str; 8] = [
    // A clone can bring along a bare repository in a subfolder, configuration and all, and would be asked in its place.
    "safe.bareRepository=explicit",
    // A program that is asked what has changed whenever entries of the index are compared with files. Older versions
    // take `false` for the name of a program, but all take the empty name for none.
    "core.fsmonitor=",
    // Hooks that run when the index is written, and others.
    "core.hooksPath=/dev/null",
    // Programs that are asked for credentials; the empty one takes back all that were named before.
    "credential.helper=",
    "core.askPass=",
    // Read before a missing object is fetched, and not stopped by `GIT_ALLOW_PROTOCOL`.
    "fetch.bundleURI=",
    // Were a transport to be chosen after all.
    "protocol.allow=never",
    // Not a matter of safety: paths as they are.
    "core.quotePath=false",
];

/// What holds for every call and what it may start.
const VARIABLES: [(&str, &str); 4] = [
    // Objects that are not here stay away: a fetch runs the transport that the remote is configured with.
    ("GIT_NO_LAZY_FETCH", "1"),
    // Versions that do not know the former do begin to fetch; no transport is allowed, whatever `protocol.*.allow` says.
    ("GIT_ALLOW_PROTOCOL", ""),
    // The index is not refreshed in passing, so nothing is written and no hook told of it.
    ("GIT_OPTIONAL_LOCKS", "0"),
    // Nobody is asked anything.
    ("GIT_TERMINAL_PROMPT", "0"),
];

/// A repository may be made so that git never ends: a named pipe in place of its index, say.
const PATIENCE: Duration = Duration::from_secs(300);

/// More is not taken from git in one answer: a few kilobytes of objects can unfold to any size.
const MOST: u64 = 512 << 20;

/// More is not read of what git complains of.
const COMPLAINT: u64 = 64 << 10;

/// Git, in a directory.
#[derive(Debug)]
pub(super) struct Git {
    program: PathBuf,
    directory: PathBuf,
    patience: Duration,
}

impl Git {
    /// The git of the user, to be run in a directory; nothing below `trees` is run, for that is what is scanned.
    ///
    /// # Errors
    /// There is none.
    pub(super) fn find(directory: &Path, trees: &[&Path]) -> Result<Self, Error> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let program = program(&path, trees).ok_or_else(|| {
            missing("PATH has none in a directory that is written out and lies outside of what is checked")
        })?;
        Ok(Self { program, directory: directory.to_path_buf(), patience: PATIENCE })
    }

    /// The same git, which may take so long.
    pub(super) fn patient(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// The same git in another directory.
    pub(super) fn at(self, directory: &Path) -> Self {
        Self { directory: directory.to_path_buf(), ..self }
    }

    /// Runs git; the inner error is what it says.
    ///
    /// # Errors
    /// It cannot be run, takes too long, or says too much.
    pub(super) fn run(
        &self,
        args: impl IntoIterator<Item = impl AsRef<OsStr>>,
    ) -> Result<Result<Vec<u8>, String>, Error> {
        self.feed(args, Vec::new())
    }

    /// Runs git with something to read.
    ///
    /// # Errors
    /// It cannot be run, takes too long, or says too much.
    pub(super) fn feed(
        &self,
        args: impl IntoIterator<Item = impl AsRef<OsStr>>,
        input: Vec<u8>,
    ) -> Result<Result<Vec<u8>, String>, Error> {
        let mut child = self.command(args).spawn().map_err(|error| missing(&error.to_string()))?;
        // Each end has a thread of its own, for any pipe may be full; and none is waited for longer than git may take.
        if let Some(mut stdin) = child.stdin.take() {
            thread::spawn(move || stdin.write_all(&input));
        }
        let (answer, answered) = channel();
        if let Some(stdout) = child.stdout.take() {
            thread::spawn(move || answer.send(bounded(stdout, MOST)));
        }
        let (complaint, complained) = channel();
        if let Some(mut stderr) = child.stderr.take() {
            thread::spawn(move || {
                // The receiver may have given up.
                let _ = complaint.send(bounded(&mut stderr, COMPLAINT));
                std::io::copy(&mut stderr, &mut std::io::sink())
            });
        }
        let output = match answered.recv_timeout(self.patience) {
            Ok(Ok(output)) if output.len() as u64 <= MOST => Ok(output),
            Ok(Ok(_)) => Err(format!("its answer is longer than {} MiB", MOST >> 20)),
            Ok(Err(error)) => Err(error.to_string()),
            Err(RecvTimeoutError::Timeout) => Err(format!("it has not ended after {} s", self.patience.as_secs())),
            Err(RecvTimeoutError::Disconnected) => Err("it has no output".to_owned()),
        };
        if output.is_err() {
            // It may have ended meanwhile.
            let _ = child.kill();
        }
        let status = child.wait().map_err(|error| missing(&error.to_string()))?;
        let output = output.map_err(|reason| Error::new(format!("git failed: {reason}")))?;
        if status.success() {
            return Ok(Ok(output));
        }
        let said = complained.recv_timeout(self.patience).ok().and_then(Result::ok).unwrap_or_default();
        let said = String::from_utf8_lossy(&said);
        let said = said.trim().lines().next().unwrap_or("it says nothing").trim_start_matches("fatal: ");
        Ok(Err(said.to_owned()))
    }

    fn command(&self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("-C").arg(&self.directory).arg("--no-pager");
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        command.args(args).envs(VARIABLES);
        // The repository of this directory is meant and none further up.
        command.env("GIT_CEILING_DIRECTORIES", self.directory.parent().unwrap_or(&self.directory));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

/// One byte more than `most` at most, so that what is longer is seen to be.
fn bounded(from: impl Read, most: u64) -> std::io::Result<Vec<u8>> {
    let mut read = Vec::new();
    from.take(most + 1).read_to_end(&mut read)?;
    Ok(read)
}

/// The first git in the directories of `PATH`. Entries that are empty or relative stand for places below the current
/// directory, which may be what is scanned; on Windows the system itself would look there first.
fn program(path: &OsStr, trees: &[&Path]) -> Option<PathBuf> {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let trees: Vec<PathBuf> = trees.iter().flat_map(|tree| [normalised(tree), real(tree)]).collect();
    let is_scanned = |place: &Path| trees.iter().any(|tree| place.starts_with(tree));
    let name = format!("git{}", std::env::consts::EXE_SUFFIX);
    let directories = std::env::split_paths(path).filter(|directory| directory.is_absolute());
    directories.map(|directory| normalised(&directory.join(&name))).find(|program| {
        // Neither the entry, nor the directory behind it, nor the program behind a link.
        let directory = program.parent().map(real).unwrap_or_default();
        is_executable(program) && ![program, &directory, &real(program)].into_iter().any(|place| is_scanned(place))
    })
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(path: &Path) -> bool {
    path.is_file()
}

fn missing(reason: &str) -> Error {
    Error::new(format!("cannot run git, which --changed and --staged need: {reason}"))
}

/// The bytes of a path as git prints them.
#[cfg(unix)]
pub(super) fn path_of(bytes: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStrExt as _;
    OsStr::from_bytes(bytes).to_owned()
}

/// The bytes of a path as git prints them.
#[cfg(not(unix))]
pub(super) fn path_of(bytes: &[u8]) -> OsString {
    OsString::from(String::from_utf8_lossy(bytes).into_owned())
}

/// A path below the top of a working tree as git prints it.
#[cfg(unix)]
pub(super) fn bytes_of(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt as _;
    path.as_os_str().as_bytes().to_vec()
}

/// A path below the top of a working tree as git prints it.
#[cfg(not(unix))]
pub(super) fn bytes_of(path: &Path) -> Vec<u8> {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/").into_bytes()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    fn tool(directory: &Path, mode: u32) -> std::io::Result<()> {
        fs::create_dir_all(directory)?;
        fs::write(directory.join("git"), "#!/bin/sh\n")?;
        fs::set_permissions(directory.join("git"), fs::Permissions::from_mode(mode))
    }

    #[test]
    fn git_is_run_from_outside_of_what_is_scanned() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path().canonicalize().unwrap();
        let (tree, outside) = (dir.join("tree"), dir.join("usr/bin"));
        tool(&tree.join("bin"), 0o755).unwrap();
        tool(&outside, 0o755).unwrap();
        tool(&dir.join("text"), 0o644).unwrap();
        fs::create_dir(dir.join("linked")).unwrap();
        symlink(tree.join("bin/git"), dir.join("linked/git")).unwrap();
        symlink(tree.join("bin"), dir.join("bin")).unwrap();
        symlink(&outside, tree.join("out")).unwrap();
        let found = |entries: &[PathBuf]| program(&std::env::join_paths(entries).unwrap(), &[&tree]);
        let ours = Some(outside.join("git"));
        for hostile in ["", ".", "tree/bin", "../tree/bin"] {
            assert_eq!(found(&[PathBuf::from(hostile), outside.clone()]), ours, "{hostile}");
        }
        for hostile in ["tree/bin", "usr/../tree/bin", "linked", "bin", "tree/out", "text", "none"] {
            assert_eq!(found(&[dir.join(hostile), outside.clone()]), ours, "{hostile}");
            assert_eq!(found(&[dir.join(hostile)]), None, "{hostile}");
        }
    }

    #[test]
    fn what_never_ends_is_ended() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join(".git")).unwrap();
        let made = Command::new("mkfifo").arg(dir.path().join(".git/config")).status().unwrap();
        assert!(made.success());
        for part in ["objects", "refs"] {
            fs::create_dir(dir.path().join(".git").join(part)).unwrap();
        }
        fs::write(dir.path().join(".git/HEAD"), "ref: refs/heads/main\n").unwrap();
        let git = Git { patience: Duration::from_millis(20), ..Git::find(dir.path(), &[]).unwrap() };
        let error = git.run(["rev-parse", "HEAD"]).unwrap_err();
        assert_eq!(error.to_string(), "git failed: it has not ended after 0 s");
    }
}
