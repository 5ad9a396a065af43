//! Texts that stand in for those on disk: of the index of a repository, of standard input.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::door::{self, Unread};
use super::files::{Disk, Reader};
use super::walk::normalised;

/// Contents by absolute path; other files are read from disk.
#[derive(Debug, Clone, Default)]
pub struct Buffers {
    contents: FxHashMap<PathBuf, Option<Vec<u8>>>,
}

impl Buffers {
    /// Sets the content of a file; `None` for one that is not to be there.
    pub fn put(&mut self, path: PathBuf, content: Option<Vec<u8>>) {
        self.contents.insert(path, content);
    }

    /// Whether a file has its content here.
    pub fn has(&self, path: &Path) -> bool {
        self.contents.get(&normalised(path)).is_some_and(Option::is_some)
    }

    /// The files that have their content here, sorted.
    pub fn paths(&self) -> Vec<&Path> {
        let present = self.contents.iter().filter(|(_, content)| content.is_some());
        let mut paths: Vec<&Path> = present.map(|(path, _)| path.as_path()).collect();
        paths.sort_unstable();
        paths
    }
}

impl Reader for Buffers {
    fn read(&self, path: &Path) -> Result<String, Unread> {
        match self.contents.get(&normalised(path)) {
            Some(Some(content)) => door::decode(content.clone()),
            // As good as empty: it has nothing to say.
            Some(None) => Ok(String::new()),
            None => Disk.read(path),
        }
    }
}
