//! What git ignores: the files that say so are read through the door, for a scanned tree holds them.

use std::fs::FileType;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder, Glob};
use rustc_hash::FxHashMap;

use super::door::{self, Bounds, Unread};
use super::walk::{normalised, shown};
use crate::parallel::Memo;

/// Larger files of rules are not read.
const MAX_BYTES: u64 = 1024 * 1024;

/// More rules of one file are not read.
const MAX_RULES: usize = 10_000;

/// The files by which git finds the directory of a repository hold a path.
const MAX_POINTER: u64 = 64 * 1024;

/// The rules of a walk. Directories have to be entered before what is in them.
#[derive(Debug)]
pub(super) struct GitIgnore {
    root: PathBuf,
    /// The root with links followed.
    real_root: PathBuf,
    /// What holds in a directory, by its path on the walk.
    levels: Memo<PathBuf, Option<Arc<Level>>>,
    /// The user's own rules, which no tree names.
    global: Gitignore,
    /// Where is told of files of rules that were not read: path and what is wrong.
    problems: Sender<(String, String)>,
}

/// The rules of a directory that has some.
#[derive(Debug)]
struct Level {
    /// Of `.gitignore`.
    shared: Gitignore,
    /// Of `.git/info/exclude`.
    private: Gitignore,
    /// The directory is above the root, so that its rules are for absolute paths.
    is_above: bool,
    /// The nearest directory above that has rules, in the same repository.
    above: Option<Arc<Level>>,
}

impl GitIgnore {
    /// The rules for what is below `root`: those of its repository, also from above the root, and the user's own.
    pub(super) fn new(root: &Path, problems: Sender<(String, String)>) -> Self {
        let rules = Self {
            root: root.to_path_buf(),
            real_root: root.canonicalize().unwrap_or_else(|_| normalised(root)),
            levels: Memo::default(),
            global: Gitignore::global().0,
            problems,
        };
        let mut above = Vec::new();
        if !has_git(root) {
            for folder in rules.real_root.ancestors().skip(1) {
                above.push(folder);
                if has_git(folder) {
                    break;
                }
            }
        }
        let mut level = None;
        for folder in above.into_iter().rev() {
            level = rules.level(folder, true, level);
        }
        let level = rules.level(root, false, level);
        rules.insert(root, level);
        rules
    }

    /// Reads the rules of a directory on the walk.
    pub(super) fn enter(&self, folder: &Path) {
        let level = self.level(folder, false, self.around(folder));
        self.insert(folder, level);
    }

    /// Whether a file or directory on the walk is ignored.
    pub(super) fn ignores(&self, path: &Path, is_directory: bool) -> bool {
        let mut absolute: Option<PathBuf> = None;
        let (mut shared, mut private): (Match<()>, Match<()>) = (Match::None, Match::None);
        let around = self.around(path);
        let mut next = around.as_ref();
        while let Some(level) = next {
            let path = if level.is_above {
                let below = || self.real_root.join(path.strip_prefix(&self.root).unwrap_or(path));
                absolute.get_or_insert_with(below)
            } else {
                path
            };
            let matched = |rules: &Gitignore| rules.matched(path, is_directory).map(|_: &Glob| ());
            shared = shared.or(matched(&level.shared));
            private = private.or(matched(&level.private));
            next = level.above.as_ref();
        }
        shared.or(private).or(self.global.matched(path, is_directory).map(|_| ())).is_ignore()
    }

    /// What holds where a path is.
    fn around(&self, path: &Path) -> Option<Arc<Level>> {
        self.levels.get(path.parent()?).flatten()
    }

    fn insert(&self, folder: &Path, level: Option<Arc<Level>>) {
        self.levels.keep(folder.to_path_buf(), level);
    }

    /// What holds in a directory, given what holds around it.
    fn level(&self, folder: &Path, is_above: bool, around: Option<Arc<Level>>) -> Option<Arc<Level>> {
        let is_repository = has_git(folder);
        // What is around a repository says nothing of what is in it.
        let above = around.filter(|_| !is_repository);
        let shared =
            self.rules(folder, &folder.join(".gitignore"), door::customary(&folder.join(".gitignore"), MAX_BYTES));
        let private = if is_repository { self.private(folder) } else { Gitignore::empty() };
        if shared.is_empty() && private.is_empty() {
            return above;
        }
        Some(Arc::new(Level { shared, private, is_above, above }))
    }

    /// The rules of a repository that are not part of it.
    fn private(&self, folder: &Path) -> Gitignore {
        let Some((directory, bounds)) = git_directory(folder) else { return Gitignore::empty() };
        let path = directory.join("info/exclude");
        self.rules(folder, &path, bounds.check(&path).and_then(|()| door::bytes(&path, MAX_BYTES)))
    }

    fn rules(&self, folder: &Path, path: &Path, read: Result<Vec<u8>, Unread>) -> Gitignore {
        let bytes = match read {
            Ok(bytes) => bytes,
            Err(unread) if unread.is_missing() => return Gitignore::empty(),
            Err(unread) => {
                self.complain(path, &format!("{unread}; what it ignores is read"));
                return Gitignore::empty();
            }
        };
        let text = String::from_utf8_lossy(&bytes);
        let mut builder = GitignoreBuilder::new(folder);
        for line in text.trim_start_matches('\u{feff}').lines().take(MAX_RULES) {
            // A rule that is none ignores nothing; git does not complain either.
            let _ = builder.add_line(None, line);
        }
        if text.lines().nth(MAX_RULES).is_some() {
            self.complain(path, &format!("has more than {MAX_RULES} lines; the others are left out"));
        }
        builder.build().unwrap_or_else(|_| Gitignore::empty())
    }

    fn complain(&self, path: &Path, problem: &str) {
        // Who hears of it outlives the walk.
        let _ = self.problems.send((shown(path), problem.to_owned()));
    }
}

/// Which of some paths below the top of a repository are regular files that git does not ignore. Folders that links
/// stand for, and those that are not to be `entered`, hold none. Only the folders on the way are looked at.
pub fn takes(top: &Path, paths: &[&Path], entered: impl Fn(&Path) -> bool) -> Vec<bool> {
    if paths.is_empty() {
        return Vec::new();
    }
    // Rules that cannot be read are told of by the walk that found the files.
    let rules = GitIgnore::new(top, mpsc::channel().0);
    let is = |path: &Path, what: fn(&FileType) -> bool| path.symlink_metadata().is_ok_and(|it| what(&it.file_type()));
    let take = |path: &Path, known: &mut FxHashMap<PathBuf, bool>| {
        let mut is_open = path.starts_with(top);
        let mut ways: Vec<&Path> = path.ancestors().skip(1).take_while(|folder| *folder != top).collect();
        while let Some(folder) = ways.pop().filter(|_| is_open) {
            is_open = *known.entry(folder.to_path_buf()).or_insert_with(|| {
                let is_taken = folder.file_name().is_some_and(|name| name != ".git")
                    && is(folder, FileType::is_dir)
                    && entered(folder)
                    && !rules.ignores(folder, true);
                if is_taken {
                    rules.enter(folder);
                }
                is_taken
            });
        }
        is_open && is(path, FileType::is_file) && !rules.ignores(path, false)
    };
    let mut known = FxHashMap::default();
    paths.iter().map(|path| take(path, &mut known)).collect()
}

fn has_git(folder: &Path) -> bool {
    folder.join(".git").symlink_metadata().is_ok()
}

/// Where git keeps what it knows of the repository whose top a folder is, and how far that may lead.
fn git_directory(folder: &Path) -> Option<(PathBuf, Bounds)> {
    let git = folder.join(".git");
    if git.is_dir() {
        return Some((git, Bounds::of(folder)));
    }
    // In a linked worktree `.git` names a directory of the repository, which lies elsewhere. It is followed only where
    // that names the worktree in turn, which no scanned tree can bring about.
    let line = |path: &Path| Some(door::text(path, MAX_POINTER).ok()?.lines().next()?.to_owned());
    let own = folder.join(line(&git)?.strip_prefix("gitdir: ")?).canonicalize().ok()?;
    let common = own.join(line(&own.join("commondir"))?).canonicalize().ok()?;
    let back = own.join(line(&own.join("gitdir"))?).canonicalize().ok()?;
    let is_mutual = back == git.canonicalize().ok()? && own.starts_with(common.join("worktrees"));
    is_mutual.then(|| (common.clone(), Bounds::only(common)))
}
