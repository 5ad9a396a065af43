//! The working tree: where it begins, and what is read of it. All of it is looked at by this program itself; only
//! regular files are opened.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::stored::is_of;
use crate::source::door::Unread;
use crate::source::files::{Disk, Reader, bytes};
use crate::source::walk::normalised;

/// The directory around another one, or that itself, that holds a repository; by the name that the user knows it by
/// where no link leads elsewhere.
///
/// Git would look further than for `.git`: any directory on the way up that is laid out like a bare repository would do,
/// and a clone can bring one along, with a configuration of its own.
pub(super) fn top_around(directory: &Path) -> Option<PathBuf> {
    let ceilings: Vec<PathBuf> =
        std::env::split_paths(&std::env::var_os("GIT_CEILING_DIRECTORIES").unwrap_or_default())
            .filter(|path| path.is_absolute())
            .flat_map(|path| [path.canonicalize().unwrap_or_default(), normalised(&path)])
            .collect();
    let nearest = |from: &Path| {
        let is_allowed = |place: &&Path| *place == from || !ceilings.iter().any(|ceiling| ceiling == place);
        from.ancestors().take_while(is_allowed).find(|place| is_repository(place)).map(Path::to_path_buf)
    };
    let real = directory.canonicalize().ok().and_then(|directory| nearest(&directory));
    nearest(directory).filter(|top| top.canonicalize().ok() == real).or(real)
}

/// Whether a directory is the top of a working tree.
pub(super) fn is_repository(directory: &Path) -> bool {
    let git = directory.join(".git");
    let has_parts = || git.join("HEAD").symlink_metadata().is_ok() && git.join("objects").is_dir();
    git.metadata().is_ok_and(|metadata| metadata.is_file() || has_parts())
}

/// The directory around another one, or that itself, that holds what git has stored: a bare repository, or the `.git` of a
/// working tree. `None` where a working tree begins below it.
pub(super) fn storage_around(directory: &Path) -> Option<PathBuf> {
    let is_storage =
        |place: &Path| place.join("HEAD").is_file() && place.join("objects").is_dir() && place.join("refs").is_dir();
    directory
        .ancestors()
        .take_while(|place| !is_repository(place))
        .find(|place| is_storage(place))
        .map(Path::to_path_buf)
}

/// The bytes of a file of the working tree; `None` where there is no regular file or it is too large.
pub(super) fn content(path: &Path) -> Option<Vec<u8>> {
    let is_file = path.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
    if is_file { bytes(path).ok() } else { None }
}

/// Whether a file holds an object, as it is or with CR LF for each LF.
pub(super) fn holds(path: &Path, id: &str) -> bool {
    content(path).is_some_and(|content| is_of(&content, id) || without_cr(&content).is_some_and(|lf| is_of(&lf, id)))
}

/// A content with LF for each CR LF, if it has any.
fn without_cr(content: &[u8]) -> Option<Vec<u8>> {
    let is_cr = |at: usize| content[at] == b'\r' && content.get(at + 1) == Some(&b'\n');
    let kept: Vec<u8> = (0..content.len()).filter(|at| !is_cr(*at)).map(|at| content[at]).collect();
    (kept.len() < content.len()).then_some(kept)
}

/// The working tree without what git does not track.
#[derive(Debug)]
pub(super) struct Tracked {
    /// The top of the working tree.
    pub(super) top: PathBuf,
    /// What is tracked, by absolute paths.
    pub(super) files: FxHashSet<PathBuf>,
}

impl Tracked {
    /// Whether a file is in this repository and not tracked. What lies in another one, or behind a link, is another
    /// matter.
    fn lacks(&self, path: &Path) -> bool {
        let is_here = |place: &Path| !place.is_symlink() && !is_repository(place);
        path.starts_with(&self.top)
            && !self.files.contains(path)
            && path.ancestors().skip(1).take_while(|place| *place != self.top).all(is_here)
    }
}

impl Reader for Tracked {
    fn read(&self, path: &Path) -> Result<String, Unread> {
        // As good as empty: it has nothing to say.
        if self.lacks(&normalised(path)) { Ok(String::new()) } else { Disk.read(path) }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn write(dir: &Path, path: &str, text: &str) {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn repository(dir: &Path) {
        write(dir, ".git/HEAD", "ref: refs/heads/main\n");
        fs::create_dir(dir.join(".git/objects")).unwrap();
    }

    #[test]
    fn the_top_is_where_git_lies_and_no_bare_repository() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        repository(dir);
        for part in ["objects/x", "refs/x", "hooks/x", "HEAD", "config"] {
            write(&dir.join("sub/bare.git"), part, "");
        }
        // Git looks further up from here.
        fs::create_dir_all(dir.join("sub/empty/.git")).unwrap();
        for path in ["", "sub", "sub/bare.git", "sub/bare.git/hooks", "sub/empty"] {
            assert_eq!(top_around(&normalised(&dir.join(path))), Some(normalised(dir)), "{path}");
        }
        write(dir, "linked/.git", "gitdir: ../elsewhere\n");
        assert_eq!(top_around(&dir.join("linked")), Some(dir.join("linked")));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_leads_to_the_repository_behind_it() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path().canonicalize().unwrap();
        repository(&dir.join("here"));
        repository(&dir.join("there"));
        write(&dir, "there/sub/a.js", "");
        std::os::unix::fs::symlink(dir.join("there/sub"), dir.join("here/link")).unwrap();
        std::os::unix::fs::symlink(dir.join("there"), dir.join("name")).unwrap();
        assert_eq!(top_around(&dir.join("here/link")), Some(dir.join("there")));
        assert_eq!(top_around(&dir.join("name/sub")), Some(dir.join("name")));
    }

    #[test]
    fn line_ends_make_no_other_object() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.js");
        fs::write(&path, "a\r\nb\r\n").unwrap();
        assert!(holds(&path, "422c2b7ab3b3c668038da977e4e93a5fc623169c"));
        fs::write(&path, "a\nb\n").unwrap();
        assert!(holds(&path, "422c2b7ab3b3c668038da977e4e93a5fc623169c"));
        fs::write(&path, "a\r\rb\n").unwrap();
        assert!(!holds(&path, "422c2b7ab3b3c668038da977e4e93a5fc623169c"));
        assert!(!holds(dir.path(), "422c2b7ab3b3c668038da977e4e93a5fc623169c"));
    }
}
