//! The files that are known, by where they are.

use std::path::{Component, Path, PathBuf};

use super::FileId;

/// Finds files by their location: absolute, without `.` and `..`.
pub trait Table {
    /// The file at a location and its text; `None` where no file is known.
    fn at(&self, location: &Path) -> Option<(FileId, &str)>;

    /// The locations of all known files.
    fn locations(&self) -> Box<dyn Iterator<Item = &Path> + '_>;
}

/// A path as seen from a folder, without `.` and `..`, by its text alone.
pub fn joined(folder: &Path, path: impl AsRef<Path>) -> PathBuf {
    let mut result = folder.to_path_buf();
    for component in path.as_ref().components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                result.pop();
            }
            other => result.push(other),
        }
    }
    result
}
