//! What has changed, by the user's own git.
//!
//! Git tells what it has stored, in ways that run nothing of the repository ([`command`]); the lines are told here, from
//! what is stored and what the run has read.
//!
//! Git may be set to store another form of a file than that of the working tree. How lines end makes no difference. What
//! a filter makes of a file (`filter=` in `.gitattributes`) is not known, for the filter is not run: lines count as
//! changed where the file differs from what is stored. Where no line is left of that, as with pointers to large files and
//! with encryption, the file counts as changed as a whole if another object is stored for it in the index, and not
//! otherwise.

mod command;
mod diff;
mod stored;
mod worktree;

use std::ffi::OsStr;
use std::fs::Metadata;
use std::io;
use std::iter;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use rustc_hash::{FxHashMap, FxHashSet};

use command::{Git, bytes_of, path_of};
use diff::Edit;
pub use diff::{Changes, Lines};
use stored::{Difference, Id, Index, must};
use worktree::Tracked;

use crate::error::Error;
use crate::parallel;
use crate::source::buffers::Buffers;
use crate::source::door::decode;
use crate::source::files::kind_of;
use crate::source::gitignore;
use crate::source::walk::{normalised, shown};

/// So long git may take to tell what every run asks; what is not told by then is left out.
const PATIENCE: Duration = Duration::from_secs(20);

/// So many files and folders git is asked about by name.
const MAX_ASKED: usize = 200;

/// That a file of a project may be put at a path, where nothing need be yet.
///
/// # Errors
/// It lies in what git has stored: a bare repository, or the `.git` of a working tree.
pub fn must_be_no_storage(path: &Path) -> Result<(), Error> {
    match worktree::storage_around(&normalised(path)) {
        Some(storage) => Err(Error::new(format!(
            "{} belongs to git, and is no working tree: a file of a project has no place there",
            shown(&storage)
        ))),
        None => Ok(()),
    }
}

/// For each directory, the files of the working tree around it that git tracks though its ignore files name them, which they
/// do with all that is in `left_out`; none where there is no repository, or no git that can tell. Each working tree is asked
/// about once.
pub fn tracked_though_ignored(directories: &[PathBuf], left_out: &[PathBuf]) -> Vec<Rc<[PathBuf]>> {
    let mut known: FxHashMap<PathBuf, Rc<[PathBuf]>> = FxHashMap::default();
    let of = |directory: &PathBuf| match worktree::top_around(&normalised(directory)) {
        Some(top) => known.entry(top).or_insert_with_key(|top| tracked_in(top, directories, left_out).into()).clone(),
        None => Rc::default(),
    };
    directories.iter().map(of).collect()
}

/// What the index of a working tree is that holds its own repository.
fn own_index(top: &Path) -> Option<io::Result<Metadata>> {
    let own = top.join(".git");
    own.is_dir().then(|| own.join("index").symlink_metadata())
}

fn tracked_in(top: &Path, directories: &[PathBuf], left_out: &[PathBuf]) -> Vec<PathBuf> {
    // Without an index nothing is tracked, and what is no file is none.
    if own_index(top).is_some_and(|index| !index.is_ok_and(|index| index.is_file())) {
        return Vec::new();
    }
    let inside: Vec<&Path> = left_out.iter().filter_map(|path| path.strip_prefix(top).ok()).collect();
    if inside.is_empty() {
        return Vec::new();
    }
    let checked: Vec<&Path> = iter::once(top).chain(directories.iter().map(PathBuf::as_path)).collect();
    let Ok(git) = Git::find(top, &checked) else { return Vec::new() };
    let git = git.patient(PATIENCE);
    let told = if inside.len() <= MAX_ASKED {
        let asked = ["--literal-pathspecs", "ls-files", "-z", "--cached", "--full-name", "--"].map(OsStr::new);
        git.run(asked.into_iter().chain(inside.iter().map(|path| path.as_os_str())))
    } else {
        // It takes longer, for git reads all that it ignores by.
        git.run(["ls-files", "-z", "--cached", "--ignored", "--exclude-standard", "--full-name"])
    };
    let Ok(Ok(told)) = told else { return Vec::new() };
    let paths = told.split(|byte| *byte == 0).filter(|path| !path.is_empty()).map(|path| PathBuf::from(path_of(path)));
    // An index may have been written by anything; nothing outside of the working tree is looked at.
    let inside = |path: &PathBuf| path.components().all(|part| matches!(part, Component::Normal(_)));
    paths.filter(inside).map(|path| top.join(path)).collect()
}

/// A repository, seen from its working tree.
#[derive(Debug)]
pub struct Repository {
    git: Git,
    /// The top of the working tree, by the name that the user knows it by.
    top: PathBuf,
}

impl Repository {
    /// The repository that the first of the paths of a run lies in; the current directory, if there is none.
    ///
    /// # Errors
    /// There is none, or no git.
    pub fn around(paths: &[PathBuf]) -> Result<Self, Error> {
        let path = paths.first().map_or(Path::new("."), PathBuf::as_path);
        let start = normalised(path);
        let directory = start.ancestors().find(|place| place.is_dir()).unwrap_or(&start);
        let top = worktree::top_around(directory);
        let scanned = paths.iter().map(PathBuf::as_path).filter(|path| path.is_dir());
        let trees: Vec<&Path> = scanned.chain([directory]).chain(top.as_deref()).collect();
        let none = || {
            let place = shown(path);
            Error::new(format!("{place} is in no working tree of git; --changed and --staged need one"))
        };
        // The user may have said by variables where it is, as git itself does to hooks.
        let is_told = std::env::var_os("GIT_DIR").is_some();
        let git = Git::find(top.as_deref().unwrap_or(directory), &trees)?;
        if top.is_none() && !is_told {
            return Err(none());
        }
        let place = top.as_deref().unwrap_or(directory);
        let told = match git.run(["rev-parse", "--is-inside-work-tree", "--show-cdup"])? {
            Ok(told) => told,
            Err(_) if top.is_none() => return Err(none()),
            Err(reason) => {
                return Err(Error::new(format!("git does not take what is in {}: {reason}", shown(place))));
            }
        };
        let Some(up) = told.strip_prefix(b"true\n") else { return Err(none()) };
        let top = normalised(&place.join(path_of(up.trim_ascii_end())));
        Ok(Self { git: git.at(&top), top })
    }

    /// The working tree beside the last commit, or beside the place where the branch left `since`.
    ///
    /// # Errors
    /// An unknown revision, or trouble with git.
    pub fn changed(self, since: Option<&str>) -> Result<Comparison, Error> {
        let base = match since {
            Some(since) => self.left(since)?,
            None => self.head()?,
        };
        Comparison::new(self, base, Subject::WorkingTree)
    }

    /// What would be committed beside the last commit, and its contents where the working tree has others.
    ///
    /// # Errors
    /// Trouble with git.
    pub fn staged(self) -> Result<(Comparison, Buffers), Error> {
        let base = self.head()?;
        let comparison = Comparison::new(self, base, Subject::Index)?;
        let buffers = comparison.buffers()?;
        Ok((comparison, buffers))
    }

    /// The last commit; before the first one, a tree that has nothing in it.
    fn head(&self) -> Result<Id, Error> {
        match self.object("HEAD^{commit}")? {
            Some(head) => Ok(head),
            None => Ok(text_of(&must(self.git.run(["hash-object", "-t", "tree", "--stdin"])?)?)),
        }
    }

    /// The top of the working tree.
    pub fn top(&self) -> &Path {
        &self.top
    }

    /// The branch that others start from: the one that a remote says, or the only one that it has, or else `main`,
    /// `master` or what the user calls first branches. Where nothing tells, the current one. `None` where git does not say
    /// even that.
    pub fn default_branch(&self) -> Option<Branch> {
        let told = |args: &[&str]| Some(text_of(&self.git.run(args.iter().copied()).ok()?.ok()?));
        let remotes = told(&["rev-parse", "--symbolic", "--remotes"]).unwrap_or_default();
        let mut remotes: Vec<(&str, &str)> = remotes.lines().filter_map(|name| name.split_once('/')).collect();
        // What is called so by custom is asked first.
        remotes.sort_by_key(|(remote, _)| *remote != "origin");
        let head = remotes.iter().find_map(|(remote, _)| {
            let head = told(&["symbolic-ref", "--quiet", "--short", &format!("refs/remotes/{remote}/HEAD")])?;
            head.strip_prefix(&format!("{remote}/")).map(str::to_owned)
        });
        let first = remotes.first().map(|(remote, _)| *remote);
        let of_first: Vec<&str> = remotes
            .iter()
            .filter(|(remote, branch)| Some(*remote) == first && *branch != "HEAD")
            .map(|(_, branch)| *branch)
            .collect();
        let only = || (of_first.len() == 1).then(|| of_first[0].to_owned());
        let usual = || {
            let is_local =
                |branch: &str| self.object(format!("refs/heads/{branch}^{{commit}}")).ok().flatten().is_some();
            let mut names = ["main".to_owned(), "master".to_owned()].into_iter().chain(told(&[
                "config",
                "--get",
                "init.defaultBranch",
            ]));
            names.find(|branch| of_first.contains(&&**branch) || is_local(branch))
        };
        if let Some(name) = head.or_else(only).or_else(usual) {
            return Some(Branch { name, is_guess: false });
        }
        // Before the first commit no branch is there yet.
        let name = told(&["symbolic-ref", "--quiet", "--short", "HEAD"])?;
        Some(Branch { is_guess: !["main", "master"].contains(&&*name), name })
    }

    /// The commit where the current branch left a revision.
    fn left(&self, since: &str) -> Result<Id, Error> {
        let Some(commit) = self.object(format!("{since}^{{commit}}"))? else {
            return Err(Error::new(format!(
                "git knows no revision \"{since}\" here; in CI it may have to be fetched first"
            )));
        };
        let base = self.git.run(["merge-base", commit.as_str(), "HEAD"])?;
        // Histories that have nothing in common, or of which too little was fetched.
        Ok(base.map_or(commit, |base| text_of(&base)))
    }

    fn object(&self, name: impl AsRef<std::ffi::OsStr>) -> Result<Option<Id>, Error> {
        let fixed = ["rev-parse", "--verify", "--quiet", "--end-of-options"].map(std::ffi::OsStr::new);
        let found = self.git.run(fixed.into_iter().chain([name.as_ref()]))?;
        Ok(found.ok().map(|found| text_of(&found)))
    }

    /// A path from the top, as git prints it; `None` outside of the working tree.
    fn name_of(&self, path: &Path) -> Option<Vec<u8>> {
        if let Ok(below) = path.strip_prefix(&self.top) {
            return Some(bytes_of(below));
        }
        // Named by way of a link.
        let real = path.parent()?.canonicalize().ok()?.join(path.file_name()?);
        real.strip_prefix(self.top.canonicalize().ok()?).ok().map(bytes_of)
    }

    /// The place of a path that git prints.
    fn place(&self, name: &[u8]) -> PathBuf {
        self.top.join(path_of(name))
    }
}

/// The branch that others start from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Its name.
    pub name: String,
    /// It is only the one that is checked out, for nothing tells.
    pub is_guess: bool,
}

/// What is compared with a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    WorkingTree,
    Index,
}

/// A working tree or an index beside a commit.
#[derive(Debug)]
pub struct Comparison {
    repository: Repository,
    index: Index,
    base: Id,
    subject: Subject,
}

/// What a file is compared with.
enum Origin {
    /// Nothing, for nothing has changed that would count.
    Same,
    /// Nothing, for it is new.
    Nowhere,
    /// Nothing, for git does not track it: it is new, unless it is ignored.
    Untracked,
    /// A content.
    Stored {
        id: Id,
        /// It had another name or another mode.
        has_moved: bool,
        /// The index has another content.
        is_staged: bool,
    },
}

/// A file with a content to compare it with.
struct Pair<'t> {
    name: Vec<u8>,
    path: PathBuf,
    text: &'t str,
    id: Id,
    has_moved: bool,
    is_staged: bool,
}

impl Comparison {
    fn new(repository: Repository, base: Id, subject: Subject) -> Result<Self, Error> {
        // Git would wait for a pipe.
        if matches!(own_index(&repository.top), Some(Ok(index)) if !index.is_file()) {
            return Err(Error::new(format!("the index in {} is no file", shown(&repository.top.join(".git")))));
        }
        let index = stored::index(&repository.git)?;
        Ok(Self { repository, index, base, subject })
    }

    /// Which of some files have changed, and which of their lines. Files are given by their absolute paths, with the
    /// texts that were read: those of the working tree, or of the index.
    ///
    /// # Errors
    /// Trouble with git.
    pub fn changes<'t>(&self, files: impl IntoIterator<Item = (PathBuf, &'t str)>) -> Result<Changes, Error> {
        let mut changes = Changes::default();
        let named = |(path, text): (PathBuf, &'t str)| Some((self.repository.name_of(&path)?, path, text));
        let files: Vec<(Vec<u8>, PathBuf, &str)> = files.into_iter().filter_map(named).collect();
        if files.is_empty() {
            return Ok(changes);
        }
        let differences = stored::differences(&self.repository.git, &self.base)?;
        let (mut pairs, mut untracked) = (Vec::new(), Vec::new());
        for (name, path, text) in files {
            match self.origin(&name, &differences)? {
                Origin::Same => {}
                Origin::Nowhere => changes.insert(path, Lines::All),
                Origin::Untracked => untracked.push((self.repository.place(&name), path)),
                Origin::Stored { id, has_moved, is_staged } => {
                    pairs.push(Pair { name, path, text, id, has_moved, is_staged });
                }
            }
        }
        let places: Vec<&Path> = untracked.iter().map(|(place, _): &(PathBuf, PathBuf)| place.as_path()).collect();
        let added = gitignore::takes(&self.repository.top, &places, |folder| !worktree::is_repository(folder));
        for (_, path) in untracked.into_iter().zip(added).filter(|(_, is_added)| *is_added).map(|(file, _)| file) {
            changes.insert(path, Lines::All);
        }
        self.compare(pairs, &mut changes)?;
        Ok(changes)
    }

    /// The working tree of another repository inside of this one that a file lies in: a submodule, say. It is compared
    /// with nothing.
    pub fn other_repository(&self, path: &Path) -> Option<PathBuf> {
        let top = &self.repository.top;
        let below = path.starts_with(top).then(|| path.ancestors().skip(1).take_while(|folder| folder != top))?;
        let mut trees = below.filter(|folder| worktree::is_repository(folder));
        trees.next().map(Path::to_path_buf)
    }

    fn origin(&self, name: &[u8], differences: &FxHashMap<Vec<u8>, Difference>) -> Result<Origin, Error> {
        let is_staged = self.subject == Subject::Index;
        let Some(entry) = self.index.get(name) else {
            return Ok(if is_staged { Origin::Same } else { Origin::Untracked });
        };
        Ok(match (differences.get(name), &entry.id) {
            (Some(Difference::New), Some(id)) if !is_staged && self.was_elsewhere(id, differences) => {
                Origin::Stored { id: id.clone(), has_moved: true, is_staged: false }
            }
            (Some(Difference::New), _) => Origin::Nowhere,
            (Some(Difference::Other { id, has_moved }), now) => {
                Origin::Stored { id: id.clone(), has_moved: *has_moved, is_staged: now.as_ref() != Some(id) }
            }
            (None, Some(id)) => {
                if is_staged || entry.is_assumed || entry.is_sparse {
                    Origin::Same
                } else {
                    Origin::Stored { id: id.clone(), has_moved: false, is_staged: false }
                }
            }
            // Nothing of a merge is staged before it is settled.
            (Some(Difference::Unsettled) | None, _) if is_staged => Origin::Same,
            (Some(Difference::Unsettled) | None, _) => {
                let mut object = std::ffi::OsString::from(format!("{}:", self.base));
                object.push(path_of(name));
                let stored = |id| Origin::Stored { id, has_moved: false, is_staged: true };
                self.repository.object(object)?.map_or(Origin::Nowhere, stored)
            }
        })
    }

    /// Whether the commit has a content under a name that is gone from the working tree, if not yet from the index.
    fn was_elsewhere(&self, id: &Id, differences: &FxHashMap<Vec<u8>, Difference>) -> bool {
        let is_gone = |name: &[u8]| self.repository.place(name).symlink_metadata().is_err();
        let mut same = self.index.iter().filter(|(_, entry)| entry.id.as_ref() == Some(id) && !entry.is_sparse);
        same.any(|(name, _)| !differences.contains_key(name) && is_gone(name))
    }

    fn compare(&self, pairs: Vec<Pair>, changes: &mut Changes) -> Result<(), Error> {
        let is_same = |pair: &Pair| stored::is_of(pair.text.as_bytes(), &pair.id);
        let (same, other): (Vec<Pair>, Vec<Pair>) = pairs.into_iter().partition(is_same);
        for pair in same {
            pair.report(Lines::Some(Vec::new()), changes);
        }
        let contents = stored::contents(&self.repository.git, other.iter().map(|pair| pair.id.clone()))?;
        let mut doubtful = Vec::new();
        for pair in other {
            let edit = match contents.get(&pair.id).map(|old| decode(old.clone())) {
                Some(Ok(old)) => Some(Edit::of(&old, pair.text)),
                // It is too large, no text, or not here: a part of the objects may never have been fetched.
                _ => None,
            };
            match edit {
                Some(edit) if edit.is_related => pair.report(Lines::Some(edit.lines), changes),
                edit => doubtful.push((pair, edit.map_or(Lines::All, |edit| Lines::Some(edit.lines)))),
            }
        }
        let filtered = stored::filtered(&self.repository.git, doubtful.iter().map(|(pair, _)| pair.name.as_slice()))?;
        for (pair, lines) in doubtful {
            let lines = match (filtered.contains(&pair.name), pair.is_staged) {
                (false, _) => lines,
                (true, true) => Lines::All,
                (true, false) => Lines::Some(Vec::new()),
            };
            pair.report(lines, changes);
        }
        Ok(())
    }

    /// The contents of the index where they differ from the working tree; files that git does not track are not there.
    fn buffers(&self) -> Result<Buffers, Error> {
        let Repository { git, top } = &self.repository;
        let files = self.index.iter().filter(|(_, entry)| entry.is_file && !entry.is_sparse);
        let files = files.filter_map(|(name, entry)| Some((name, self.repository.place(name), entry.id.as_ref()?)));
        let files: Vec<(&Vec<u8>, PathBuf, &Id)> = files.filter(|(_, path, _)| kind_of(path).is_some()).collect();
        let differs = parallel::map(&files, |(_, path, id)| !worktree::holds(path, id));
        let differing: Vec<_> =
            files.into_iter().zip(differs).filter_map(|(file, differs)| differs.then_some(file)).collect();
        let contents = stored::contents(git, differing.iter().map(|(_, _, id)| (*id).clone()))?;
        let contents: FxHashMap<Id, Arc<[u8]>> =
            contents.into_iter().map(|(id, content)| (id, Arc::from(content))).collect();
        // What a filter makes of a file may have nothing of what is stored; it stands for that.
        let is_unlike = |path: &Path, id: &Id| {
            let texts = (worktree::content(path).map(decode), contents.get(id).map(|old| decode(old.to_vec())));
            match texts {
                (Some(Ok(new)), Some(Ok(old))) => !Edit::of(&old, &new).is_related,
                (Some(Ok(_)), _) => true,
                _ => false,
            }
        };
        let unlike = differing.iter().filter(|(_, path, id)| is_unlike(path, id)).map(|(name, ..)| name.as_slice());
        let filtered = stored::filtered(git, unlike)?;
        let files: FxHashSet<PathBuf> = self.index.keys().map(|name| self.repository.place(name)).collect();
        let mut buffers = Buffers::over(Arc::new(Tracked { top: top.clone(), files }));
        for (_, path, id) in differing.into_iter().filter(|(name, ..)| !filtered.contains(*name)) {
            buffers.put(path, contents.get(id).cloned());
        }
        Ok(buffers)
    }
}

impl Pair<'_> {
    fn report(self, lines: Lines, changes: &mut Changes) {
        if self.has_moved || lines != Lines::Some(Vec::new()) {
            changes.insert(self.path, lines);
        }
    }
}

fn text_of(output: &[u8]) -> String {
    String::from_utf8_lossy(output).trim().to_owned()
}
