//! From the paths a user names to the files to read.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, LazyLock, mpsc};
use std::{fmt, io};

use ignore::{DirEntry, WalkBuilder, WalkState};

use crate::parallel::{self, Lazy};

use super::door::{self, Bounds, Unread};
use super::gitignore::GitIgnore;
use super::table::joined;

/// Directories that hold no source of the project.
const SKIPPED: [&str; 3] = [".git", "node_modules", "target"];

/// A file that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundFile {
    /// The path shown to people: as named, `/` between its parts, no leading `./`.
    pub path: String,
    /// Where it is on disk.
    pub location: PathBuf,
    /// The user named the file itself.
    pub named: bool,
}

/// What a walk came to.
#[derive(Debug)]
pub struct Walk<T> {
    /// The files and what was made of them, sorted by path, each once.
    pub files: Vec<(FoundFile, T)>,
    /// What could not be read: its path, and what is wrong with it as the rest of a sentence.
    pub problems: Vec<(String, String)>,
    /// What the rules of git left out, files and folders, in no order.
    pub left_out: Vec<PathBuf>,
}

impl<T> Default for Walk<T> {
    fn default() -> Self {
        Self { files: Vec::new(), problems: Vec::new(), left_out: Vec::new() }
    }
}

/// A named path that cannot be used.
#[derive(Debug)]
pub struct WalkError {
    /// The path as named.
    pub path: PathBuf,
    /// What the system says.
    pub error: io::Error,
}

impl fmt::Display for WalkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.error.kind() {
            io::ErrorKind::NotFound => write!(f, "no such file or directory: {}", shown(&self.path)),
            _ => write!(f, "cannot read {}: {}", shown(&self.path), self.error),
        }
    }
}

/// Finds the files under `paths` for which `wanted` holds and looks at each at once, while the walk goes on elsewhere; a
/// named file is taken whatever it is. Git's ignore files are honoured unless `no_ignore`, hidden files are included,
/// links met on the way are not followed.
///
/// # Errors
/// A named path that does not exist or cannot be looked at.
pub fn walk<T: Send>(
    paths: &[PathBuf],
    no_ignore: bool,
    wanted: impl Fn(&Path) -> bool + Sync,
    look: impl Fn(&FoundFile) -> T + Sync,
) -> Result<Walk<T>, WalkError> {
    let mut walk = Walk::default();
    let mut named = Vec::new();
    for path in paths {
        let failed = |error| WalkError { path: path.clone(), error };
        if path.metadata().map_err(failed)?.is_dir() {
            // A directory that was named and cannot be listed is an error of the call, not of the tree.
            path.read_dir().map_err(failed)?;
            walk_directory(path, Leaves { ignored: !no_ignore, others: !no_ignore }, &wanted, &look, &mut walk);
        } else {
            named.push(FoundFile { path: shown(path), location: path.clone(), named: true });
        }
    }
    let made = parallel::map(&named, &look);
    walk.files.extend(named.into_iter().zip(made));
    // Below one directory each file is found once.
    if paths.len() > 1 {
        walk.files = distinct(walk.files);
    }
    walk.files.sort_unstable_by(|(a, _), (b, _)| a.path.cmp(&b.path));
    walk.problems.sort();
    walk.problems.dedup();
    Ok(walk)
}

/// How many files below directories for which `wanted` holds a walk has not `found`, because git ignores them. What holds
/// no source of the project is not counted.
pub fn ignored(directories: &[PathBuf], found: impl Fn(&Path) -> bool, wanted: impl Fn(&Path) -> bool + Sync) -> usize {
    let mut all = Walk::default();
    for directory in directories {
        let leaves = Leaves { ignored: false, others: true };
        walk_directory(directory, leaves, &wanted, &|found| normalised(&found.location), &mut all);
    }
    let left_out: BTreeSet<PathBuf> = all.files.into_iter().map(|(_, file)| file).filter(|file| !found(file)).collect();
    left_out.len()
}

/// Why a walk from the top of its repository does not come to a file; `None` where it does. The path is absolute.
pub fn left_out(path: &Path) -> Option<String> {
    let top = path.ancestors().skip(1).find(|folder| folder.join(".git").exists());
    let top = top.or_else(|| path.parent())?;
    let (problems, _told) = mpsc::channel();
    let rules = GitIgnore::new(top, problems);
    let mut folder = top.to_path_buf();
    let inside: Vec<Component> = path.strip_prefix(top).ok()?.components().collect();
    for (index, part) in inside.iter().enumerate() {
        let name = part.as_os_str();
        let is_directory = index + 1 < inside.len();
        folder.push(name);
        if is_directory && name.to_str().is_some_and(|name| SKIPPED.contains(&name)) {
            return Some(format!("what is in {} is no source of the project", shown(Path::new(name))));
        }
        if rules.ignores(&folder, is_directory) {
            return Some("git ignores it".to_owned());
        }
        if is_directory {
            rules.enter(&folder);
        }
    }
    None
}

/// One file may be named in many ways: `src`, `./src/a.js`, an absolute path. The named one stays.
fn distinct<T>(files: Vec<(FoundFile, T)>) -> Vec<(FoundFile, T)> {
    let mut keyed: Vec<(PathBuf, (FoundFile, T))> =
        files.into_iter().map(|file| (normalised(&file.0.location), file)).collect();
    keyed.sort_by(|(a, (x, _)), (b, (y, _))| a.cmp(b).then(y.named.cmp(&x.named)).then(x.path.cmp(&y.path)));
    keyed.dedup_by(|(a, _), (b, _)| a == b);
    keyed.into_iter().map(|(_, file)| file).collect()
}

/// What a walk leaves out.
#[derive(Debug, Clone, Copy)]
struct Leaves {
    /// What git ignores.
    ignored: bool,
    /// Directories that hold no source of the project.
    others: bool,
}

#[allow(clippy::disallowed_methods)] // it reads no ignore files by itself
fn walk_directory<T: Send>(
    root: &Path,
    leaves: Leaves,
    wanted: &(impl Fn(&Path) -> bool + Sync),
    look: &(impl Fn(&FoundFile) -> T + Sync),
    walk: &mut Walk<T>,
) {
    let (problems, told) = mpsc::channel();
    let rules = leaves.ignored.then(|| Arc::new(GitIgnore::new(root, problems)));
    let bounds = &Lazy::default();
    let (leaving, left_out) = mpsc::channel();
    let mut builder = WalkBuilder::new(root);
    builder
        .hidden(false)
        .ignore(false)
        .parents(false)
        .git_ignore(false)
        .git_global(false)
        .git_exclude(false)
        .follow_links(false)
        .filter_entry(move |entry| {
            entry.depth() == 0
                || !(leaves.others && is_skipped(entry))
                    && rules.as_ref().is_none_or(|rules| enters(rules, entry, &leaving))
        });
    // Whichever thread finds what: all is sorted afterwards.
    let threads = parallel::threads();
    let (sender, receiver) = mpsc::channel();
    builder.threads(threads).build_parallel().run(|| {
        let sender = sender.clone();
        Box::new(move |entry| {
            let found = match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) && wanted(entry.path()) => {
                    let location = entry.into_path();
                    let found = FoundFile { path: shown(&location), location, named: false };
                    let made = look(&found);
                    Ok((found, made))
                }
                Ok(entry) => match unread(&entry, wanted, || bounds.get_or_fill(|| Bounds::of(root))) {
                    Some(problem) => Err((shown(entry.path()), problem)),
                    None => return WalkState::Continue,
                },
                Err(error) => Err(problem(&error, root)),
            };
            // The receiver outlives the walk.
            let _ = sender.send(found);
            WalkState::Continue
        })
    });
    drop(sender);
    for found in receiver {
        match found {
            Ok(file) => walk.files.push(file),
            Err(problem) => walk.problems.push(problem),
        }
    }
    walk.problems.extend(told.try_iter());
    walk.left_out.extend(left_out.try_iter());
}

/// Whether git does not ignore an entry; the rules of a directory are read before it is entered.
fn enters(rules: &GitIgnore, entry: &DirEntry, leaving: &mpsc::Sender<PathBuf>) -> bool {
    let is_directory = entry.file_type().is_some_and(|kind| kind.is_dir());
    let is_taken = !rules.ignores(entry.path(), is_directory);
    if is_taken && is_directory {
        rules.enter(entry.path());
    }
    if !is_taken {
        // The receiver outlives the walk.
        let _ = leaving.send(entry.path().to_path_buf());
    }
    is_taken
}

/// What is wrong with an entry that would be read if it were a file with a name that can be read. Files that links lead
/// to are read where they are.
fn unread<'b>(
    entry: &DirEntry,
    wanted: &impl Fn(&Path) -> bool,
    bounds: impl FnOnce() -> &'b Bounds,
) -> Option<String> {
    let kind = entry.file_type().filter(|kind| !kind.is_dir())?;
    if kind.is_file() {
        let is_odd = entry.file_name().to_str().is_none() && wanted(Path::new(&*entry.file_name().to_string_lossy()));
        return is_odd.then(|| "has a name that is not UTF-8; skipped".to_owned());
    }
    if !wanted(entry.path()) {
        return None;
    }
    if !kind.is_symlink() {
        return Some(Unread::Irregular(door::kind(kind)).to_string());
    }
    let target = entry.path().metadata().ok()?.file_type();
    if target.is_file() || target.is_dir() {
        return bounds().check(entry.path()).err().map(|unread| unread.to_string());
    }
    Some(Unread::Irregular(door::kind(target)).to_string())
}

/// Whether directories of this name hold no source of the project.
pub fn holds_no_source(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| SKIPPED.contains(&name))
}

fn is_skipped(entry: &DirEntry) -> bool {
    holds_no_source(entry.file_name())
        // A linked worktree has a file `.git`; a file called `target` is just a file.
        && (entry.file_type().is_some_and(|kind| kind.is_dir()) || entry.file_name() == ".git")
}

/// The path an error of the walk is about, and what is wrong with it.
fn problem(error: &ignore::Error, root: &Path) -> (String, String) {
    match error {
        ignore::Error::WithPath { path, err } => (shown(path), problem(err, root).1),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => problem(err, root),
        ignore::Error::Io(error) => (shown(root), format!("cannot be read: {error}")),
        other => (shown(root), format!("cannot be read: {other}")),
    }
}

/// A path as people see it: `/` between its parts, no `.` parts, `.` for the empty path.
pub fn shown(path: &Path) -> String {
    let mut text = String::new();
    for component in path.components() {
        let part = match component {
            Component::CurDir => continue,
            Component::RootDir => {
                text.push('/');
                continue;
            }
            other => other.as_os_str().to_string_lossy(),
        };
        if !text.is_empty() && !text.ends_with('/') {
            text.push('/');
        }
        text.push_str(&part);
    }
    if text.is_empty() { ".".to_owned() } else { text }
}

/// The way from a directory to a path, both absolute, through what is above if need be.
pub fn between(directory: &Path, path: &Path) -> PathBuf {
    let common = directory.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    let up = directory.components().skip(common).map(|_| Component::ParentDir);
    up.chain(path.components().skip(common)).collect()
}

/// A path as people see it from the current directory, through what is above if need be.
pub fn from_here(path: &Path) -> String {
    let (here, path) = (normalised(Path::new(".")), normalised(path));
    // Of a path that shares the root alone nobody thinks as `../../..`.
    let shares = here.components().nth(1).is_some_and(|first| path.components().nth(1) == Some(first));
    if shares { shown(&between(&here, &path)) } else { shown(&path) }
}

/// The absolute path without `.` and `..`, by its text alone: links are not resolved, as in what the user sees.
pub fn normalised(path: &Path) -> PathBuf {
    // Every file is asked for several times, and this program stays where it was started.
    static HERE: LazyLock<Option<PathBuf>> = LazyLock::new(|| std::env::current_dir().ok());
    match &*HERE {
        Some(here) if cfg!(unix) && !path.as_os_str().is_empty() => joined(here, path),
        _ => joined(Path::new(""), std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn tree() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for path in ["a.js", ".env", "sub/b.js", "ignored/c.js", "node_modules/x/d.js", "target/e.js", ".git/f.js"] {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        fs::write(dir.path().join(".gitignore"), "ignored\n").unwrap();
        dir
    }

    fn names(dir: &Path, paths: &[&str], no_ignore: bool) -> Vec<String> {
        let paths: Vec<PathBuf> = paths.iter().map(|path| dir.join(path)).collect();
        let walk = walk(&paths, no_ignore, |path| !path.ends_with(".gitignore"), |_| ()).unwrap();
        let prefix = format!("{}/", shown(dir));
        walk.files.iter().map(|(found, ())| found.path.strip_prefix(&prefix).unwrap().to_owned()).collect()
    }

    #[test]
    fn skips_what_git_ignores_and_what_is_no_source() {
        let dir = tree();
        assert_eq!(names(dir.path(), &[""], false), [".env", "a.js", "sub/b.js"]);
        assert_eq!(names(dir.path(), &[""], true).len(), 7);
    }

    #[test]
    fn what_is_named_is_taken_once() {
        let dir = tree();
        assert_eq!(names(dir.path(), &["ignored/c.js", "sub", "sub/../sub/b.js"], false).len(), 2);
        assert_eq!(names(dir.path(), &["node_modules"], false), ["node_modules/x/d.js"]);
    }

    #[test]
    fn a_path_that_is_not_there_is_an_error() {
        let error = walk(&[PathBuf::from("no/such/path")], false, |_| true, |_| ()).unwrap_err();
        assert_eq!(error.to_string(), "no such file or directory: no/such/path");
    }

    #[cfg(unix)]
    #[test]
    fn links_do_not_loop() {
        let dir = tree();
        std::os::unix::fs::symlink(dir.path(), dir.path().join("sub/loop")).unwrap();
        assert_eq!(names(dir.path(), &["sub"], false), ["sub/b.js"]);
    }

    #[test]
    fn paths_are_shown_as_given() {
        assert_eq!(shown(Path::new("./src//a.js")), "src/a.js");
        assert_eq!(shown(Path::new("../x/./y")), "../x/y");
        assert_eq!(shown(Path::new("/x/y")), "/x/y");
        assert_eq!(shown(Path::new(".")), ".");
    }
}
