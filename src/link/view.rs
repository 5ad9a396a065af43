//! The tree as module resolution sees it, with the links that a package manager and a build would make. Nothing else on
//! disk exists for it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use oxc_resolver::{FileMetadata, FileSystem, ResolveError};

use super::packages::Packages;
use super::tree::Tree;
use super::{manifest, output, tsconfig};
use crate::source::files::Files;
use crate::source::walk::normalised;

/// Links followed for one path.
const MAX_LINKS: usize = 16;

/// A tree and the packages in it.
#[derive(Debug)]
pub(super) struct View {
    pub tree: Tree,
    pub packages: Packages,
}

impl View {
    pub fn new(files: &Files) -> Self {
        let tree = Tree::new(files);
        let packages = Packages::find(&tree);
        Self { tree, packages }
    }

    /// The path with every link in it followed; `None` for what leads out of the root or round in circles.
    pub fn real(&self, path: &Path) -> Option<PathBuf> {
        let mut path = path.to_path_buf();
        for _ in 0..MAX_LINKS {
            if self.tree.has_file(&path) || self.tree.has_dir(&path) {
                return Some(path);
            }
            let rest = path.strip_prefix(&self.tree.root).ok()?;
            let Some(followed) = self.follow(rest) else {
                return Some(path);
            };
            path = followed;
        }
        None
    }

    /// Follows the first link of a path below the root.
    fn follow(&self, rest: &Path) -> Option<PathBuf> {
        let mut here = self.tree.root.clone();
        let mut parts = rest.components();
        let mut in_packages = false;
        while let Some(part) = parts.next() {
            here.push(part);
            if self.tree.has_dir(&here) {
                continue;
            }
            in_packages |= part.as_os_str() == "node_modules";
            let target = in_packages.then(|| self.packages.link(&here).map(Path::to_path_buf)).flatten();
            let target = target.or_else(|| {
                let link = fs::read_link(&here).ok()?;
                Some(normalised(&here.parent()?.join(link)))
            });
            if let Some(target) = target {
                return Some(if parts.as_path().as_os_str().is_empty() {
                    target
                } else {
                    target.join(parts.as_path())
                });
            }
            if !in_packages {
                return None;
            }
        }
        None
    }

    /// Where a module is that resolution found: links followed, built files as the sources they are built from.
    pub fn module(&self, path: &Path) -> Option<PathBuf> {
        let real = self.real(path)?;
        if self.tree.has_file(&real) { Some(real) } else { output::source_of(&self.tree, &real) }
    }

    fn kind(&self, path: &Path) -> Option<FileMetadata> {
        const FILE: FileMetadata = FileMetadata::new(true, false, false);
        const DIRECTORY: FileMetadata = FileMetadata::new(false, true, false);
        if self.tree.root.starts_with(path) {
            return Some(DIRECTORY);
        }
        let real = self.real(path)?;
        if self.tree.has_file(&real) {
            Some(FILE)
        } else if self.tree.has_dir(&real) || self.packages_at(&real) {
            Some(DIRECTORY)
        } else if real.extension().is_some_and(|extension| extension == "json") {
            self.tree.has_tsconfig(&real).then_some(FILE)
        } else {
            output::source_of(&self.tree, &real).map(|_| FILE)
        }
    }

    /// Whether this directory exists only for the packages in it.
    fn packages_at(&self, path: &Path) -> bool {
        let is_shelf = |path: &Path| path.file_name().is_some_and(|name| name == "node_modules");
        let mut above = path.ancestors().take(2);
        // What an installation has put there counts where it is a link into the tree.
        above.any(is_shelf) && (self.packages.is_shelf(path) || path.is_dir()) || self.packages.is_package(path)
    }
}

/// The resolver's window on a view. Links are followed behind it, so it has none to show.
#[derive(Debug)]
pub(super) struct Window(pub Arc<View>);

impl FileSystem for Window {
    fn new() -> Self {
        Self(Arc::new(View { tree: Tree::new(&Files::default()), packages: Packages::default() }))
    }

    /// Asked for manifests only.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let text = self.0.real(path).and_then(|path| self.0.tree.config(&path)).ok_or(io::ErrorKind::NotFound)?;
        manifest::mended(&text).map(String::into_bytes).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// Asked for TypeScript's configuration only.
    fn read_to_string(&self, path: &Path) -> io::Result<String> {
        let (path, text) =
            self.0.real(path).and_then(|path| self.0.tree.tsconfig(&path)).ok_or(io::ErrorKind::NotFound)?;
        Ok(tsconfig::mended(&self.0.tree, &self.0.packages, &path, &text))
    }

    fn metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        self.0.kind(path).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn symlink_metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        self.metadata(path)
    }

    fn read_link(&self, _: &Path) -> Result<PathBuf, ResolveError> {
        Err(io::Error::from(io::ErrorKind::InvalidInput).into())
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.0.real(path).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}
