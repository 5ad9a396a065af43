//! Texts that stand in for those on disk: of the index of a repository, of standard input.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::door::{self, Unread};
use super::files::{Disk, Reader};
use super::walk::normalised;

/// Contents by absolute path; other files are read from what lies beneath.
#[derive(Debug, Clone)]
pub struct Buffers {
    contents: FxHashMap<PathBuf, Option<Arc<[u8]>>>,
    beneath: Arc<dyn Reader>,
}

impl Default for Buffers {
    fn default() -> Self {
        Self::over(Arc::new(Disk))
    }
}

impl Buffers {
    /// Nothing yet, over something.
    pub fn over(beneath: Arc<dyn Reader>) -> Self {
        Self { contents: FxHashMap::default(), beneath }
    }

    /// Sets the content of a file; `None` for one that is not to be there.
    pub fn put(&mut self, path: PathBuf, content: Option<Arc<[u8]>>) {
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
            Some(Some(content)) => door::decode(content.to_vec()),
            // As good as empty: it has nothing to say.
            Some(None) => Ok(String::new()),
            None => self.beneath.read(path),
        }
    }

    fn read_regular(&self, path: &Path) -> Result<String, Unread> {
        if self.contents.is_empty() { self.beneath.read_regular(path) } else { self.read(path) }
    }
}
