//! What has changed, by the user's own git.

mod diff;

use std::ffi::{OsStr, OsString};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rustc_hash::FxHashMap;

pub use diff::{Changes, Lines};

use crate::error::Error;
use crate::source::SourceKind;
use crate::source::buffers::Buffers;
use crate::source::files::kind_of;
use crate::source::walk::normalised;

/// A repository, seen from its working tree.
#[derive(Debug)]
pub struct Repository {
    /// The top of the working tree, by the name that the user knows it by.
    top: PathBuf,
}

impl Repository {
    /// The repository that a path lies in.
    ///
    /// # Errors
    /// There is none, or no git.
    pub fn around(path: &Path) -> Result<Self, Error> {
        let start = normalised(path);
        let directory = start.ancestors().find(|place| place.is_dir()).unwrap_or(&start);
        let up = run(directory, ["rev-parse", "--show-cdup"])?;
        let Ok(up) = up else {
            let place = crate::source::walk::shown(path);
            return Err(Error::new(format!("{place} is in no working tree of git; --changed and --staged need one")));
        };
        Ok(Self { top: normalised(&directory.join(path_of(up.trim_ascii_end()))) })
    }

    /// What the working tree has that the last commit, or the place where the branch left `since`, has not.
    ///
    /// # Errors
    /// An unknown revision, or trouble with git.
    pub fn changed(&self, since: Option<&str>) -> Result<Changes, Error> {
        let base = match since {
            Some(since) => self.left(since)?,
            None => match self.commit("HEAD")? {
                Some(head) => head,
                // Before the first commit everything is new.
                None => self.must(["hash-object", "-t", "tree", "--stdin"])?,
            },
        };
        let mut changes = self.diff(&[OsStr::new(base.as_str())])?;
        let untracked = self.bytes(["ls-files", "--others", "--exclude-standard", "--full-name", "-z"])?;
        for path in untracked.split(|byte| *byte == 0).filter(|path| !path.is_empty()) {
            changes.insert(self.top.join(path_of(path)), Lines::All);
        }
        Ok(changes)
    }

    /// What would be committed, and its contents where the working tree has others.
    ///
    /// # Errors
    /// Trouble with git.
    pub fn staged(&self) -> Result<(Changes, Buffers), Error> {
        let changes = self.diff(&[OsStr::new("--cached")])?;
        Ok((changes, self.index()?))
    }

    /// The commit where the current branch left a revision.
    fn left(&self, since: &str) -> Result<String, Error> {
        let Some(commit) = self.commit(since)? else {
            return Err(Error::new(format!(
                "git knows no revision \"{since}\" here; in CI it may have to be fetched first"
            )));
        };
        let base = run(&self.top, ["merge-base", commit.as_str(), "HEAD"])?;
        // Histories that have nothing in common, or of which too little was fetched.
        Ok(base.map_or(commit, |base| text_of(&base)))
    }

    fn commit(&self, revision: &str) -> Result<Option<String>, Error> {
        let commit = format!("{revision}^{{commit}}");
        let found = run(&self.top, ["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
        Ok(found.ok().map(|found| text_of(&found)))
    }

    fn diff(&self, what: &[&OsStr]) -> Result<Changes, Error> {
        // Whatever the user has configured, the output is what is read here.
        let fixed =
            ["diff", "--raw", "--patch", "-z", "-U0", "--inter-hunk-context=0", "--find-renames", "--no-abbrev"];
        let plain = ["--no-ext-diff", "--no-textconv", "--no-color", "--submodule=short", "--no-relative"];
        let filter = ["--ignore-submodules=all", "--diff-filter=ACMRT"];
        let args = fixed.iter().chain(&plain).chain(&filter).map(OsStr::new).chain(what.iter().copied());
        let output = self.bytes(args.chain([OsStr::new("--")]))?;
        Ok(diff::read(&output, &self.top))
    }

    /// The contents of the index where they differ from the working tree; files that git does not track are not there.
    fn index(&self) -> Result<Buffers, Error> {
        let mut buffers = Buffers::default();
        let differing = self.bytes(["diff-files", "--raw", "-z", "--no-abbrev", "--ignore-submodules=all"])?;
        let mut wanted: Vec<(PathBuf, String)> = Vec::new();
        for (entry, path) in diff::entries(&differing) {
            let path = self.top.join(path_of(path));
            if kind_of(&path).is_some() && entry.is_file {
                wanted.push((path, entry.old));
            }
        }
        let contents = self.blobs(wanted.iter().map(|(_, id)| &**id))?;
        for (path, id) in wanted {
            buffers.put(path, contents.get(&id).cloned());
        }
        let untracked = self.bytes(["ls-files", "--others", "--full-name", "-z"])?;
        for path in untracked.split(|byte| *byte == 0).filter(|path| !path.is_empty()) {
            buffers.put(self.top.join(path_of(path)), None);
        }
        Ok(buffers)
    }

    /// The contents of objects; those that are missing or too large are left out.
    fn blobs<'i>(&self, ids: impl Iterator<Item = &'i str>) -> Result<FxHashMap<String, Vec<u8>>, Error> {
        let input: String = ids.flat_map(|id| [id, "\n"]).collect();
        let mut found = FxHashMap::default();
        if input.is_empty() {
            return Ok(found);
        }
        let output = feed(&self.top, ["cat-file", "--batch"], input.into_bytes())?;
        let mut rest = &output[..];
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let head = String::from_utf8_lossy(&rest[..end]).into_owned();
            rest = &rest[end + 1..];
            let mut words = head.split(' ');
            let (Some(id), Some("blob"), Some(Ok(size))) =
                (words.next(), words.next(), words.next().map(str::parse::<usize>))
            else {
                continue;
            };
            let (Some(content), Some(after)) = (rest.get(..size), rest.get(size + 1..)) else { break };
            // More is read of no kind of file.
            if size as u64 <= SourceKind::JavaScript.max_bytes() {
                found.insert(id.to_owned(), content.to_vec());
            }
            rest = after;
        }
        Ok(found)
    }

    fn must<const N: usize>(&self, args: [&str; N]) -> Result<String, Error> {
        self.bytes(args).map(|output| text_of(&output))
    }

    fn bytes(&self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Result<Vec<u8>, Error> {
        run(&self.top, args)?.map_err(|reason| Error::new(format!("git failed: {reason}")))
    }
}

/// Runs git in a directory; the inner error is what git says.
fn run(directory: &Path, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Result<Result<Vec<u8>, String>, Error> {
    let output = git(directory, args).stdin(Stdio::null()).output().map_err(|error| missing(&error))?;
    if output.status.success() {
        return Ok(Ok(output.stdout));
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.trim().lines().next().unwrap_or("it says nothing").trim_start_matches("fatal: ");
    Ok(Err(said.to_owned()))
}

/// Runs git with something to read.
fn feed<const N: usize>(directory: &Path, args: [&str; N], input: Vec<u8>) -> Result<Vec<u8>, Error> {
    let mut child = git(directory, args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| missing(&error))?;
    let stdin = child.stdin.take();
    // Both ends at once: either pipe may be full.
    let output = std::thread::scope(|scope| {
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(&input)));
        child.wait_with_output()
    });
    output.map(|output| output.stdout).map_err(|error| missing(&error))
}

fn git(directory: &Path, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(directory).args(["-c", "core.fsmonitor=false", "-c", "core.quotePath=false"]).args(args);
    command
}

fn missing(error: &std::io::Error) -> Error {
    Error::new(format!("cannot run git, which --changed and --staged need: {error}"))
}

fn text_of(output: &[u8]) -> String {
    String::from_utf8_lossy(output).trim().to_owned()
}

/// The bytes of a path as git prints them.
#[cfg(unix)]
fn path_of(bytes: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStrExt as _;
    OsStr::from_bytes(bytes).to_owned()
}

/// The bytes of a path as git prints them.
#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> OsString {
    OsString::from(String::from_utf8_lossy(bytes).into_owned())
}
