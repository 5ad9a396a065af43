//! The tree as module resolution sees it: the files of the run, the configuration beside them, and the links that a
//! package manager and a build would make. Nothing else on disk exists for it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use oxc_resolver::{FileMetadata, FileSystem, ResolveError};
use rustc_hash::FxHashSet;

use super::packages::Packages;
use super::{manifest, output, tsconfig};
use crate::parallel::{Lazy, Memo};
use crate::source::files::{Disk, Files, Read, Reader};
use crate::source::walk::normalised;

/// Configuration larger than this is none.
const MAX_CONFIG_BYTES: usize = 1024 * 1024;

/// Links followed for one path.
const MAX_LINKS: usize = 16;

/// How far above the files the root of the repository is looked for.
const MAX_LEVELS: usize = 12;

/// What module resolution may know of the disk.
#[derive(Debug)]
pub(super) struct Tree {
    reader: Box<dyn Reader>,
    /// The repository; nothing outside it is looked at.
    pub root: PathBuf,
    /// Where the root really is, to see what leads out of it.
    real_root: Option<PathBuf>,
    files: FxHashSet<PathBuf>,
    dirs: FxHashSet<PathBuf>,
    configs: Memo<PathBuf, Option<Arc<str>>>,
    packages: Lazy<Packages>,
}

impl Tree {
    pub fn new(files: &Files) -> Self {
        let known = files.iter().filter(|(_, file)| file.kind.is_some());
        let mut paths: FxHashSet<PathBuf> = known.map(|(_, file)| normalised(&file.location)).collect();
        let common = paths.iter().filter_map(|path| path.parent()).map(Path::to_path_buf).reduce(|a, b| shared(&a, &b));
        let root = common.map_or_else(PathBuf::new, |common| repository(&common));
        let mut dirs = FxHashSet::default();
        dirs.insert(root.clone());
        for path in &paths {
            for dir in path.ancestors().skip(1) {
                if !dirs.insert(dir.to_path_buf()) {
                    break;
                }
            }
        }
        // Declarations say nothing of what runs.
        paths.retain(|path| !is_declaration(path));
        let real_root = fs::canonicalize(&root).ok();
        let (configs, packages) = (Memo::default(), Lazy::default());
        Self { reader: Box::new(Disk), root, real_root, files: paths, dirs, configs, packages }
    }

    /// Whether this is a file of the run that can be a module.
    pub fn has_file(&self, path: &Path) -> bool {
        self.files.contains(path)
    }

    /// Whether a file of the run lies below.
    pub fn has_dir(&self, path: &Path) -> bool {
        self.dirs.contains(path)
    }

    /// The directories that hold files of the run, directly or below, in order.
    pub fn sorted_dirs(&self) -> Vec<&Path> {
        let mut dirs: Vec<&Path> = self.dirs.iter().map(PathBuf::as_path).filter(|dir| self.holds(dir)).collect();
        dirs.sort_unstable();
        dirs
    }

    /// The packages whose manifests lie in the tree.
    pub fn packages(&self) -> &Packages {
        self.packages.get_or_fill(|| Packages::find(self))
    }

    /// The text of a configuration file; `None` for what is absent, outside the root, no text, or too large.
    pub fn config(&self, path: &Path) -> Option<Arc<str>> {
        self.configs.get_or_find(path, || self.read_config(path))
    }

    fn read_config(&self, path: &Path) -> Option<Arc<str>> {
        if !self.holds(path) {
            return None;
        }
        // Most of what is asked for is absent, and this is the cheapest way to know.
        path.symlink_metadata().ok()?;
        // A link may lead out of the repository.
        let real = fs::canonicalize(path).ok()?;
        if !self.real_root.as_ref().is_some_and(|root| real.starts_with(root)) {
            return None;
        }
        match self.reader.read(path) {
            Read::Text(text) if text.len() <= MAX_CONFIG_BYTES => Some(text.trim_start_matches('\u{feff}').into()),
            _ => None,
        }
    }

    /// The directory of the nearest manifest at or above `dir`.
    pub fn package_dir<'p>(&self, dir: &'p Path) -> Option<&'p Path> {
        self.upwards(dir).find(|dir| self.config(&dir.join("package.json")).is_some())
    }

    /// `dir` and the directories above it, as far as the root.
    pub fn upwards<'p>(&self, dir: &'p Path) -> impl Iterator<Item = &'p Path> {
        dir.ancestors().take_while(|dir| self.holds(dir))
    }

    fn holds(&self, path: &Path) -> bool {
        path.starts_with(&self.root)
    }

    /// The path with every link in it followed; `None` for what leads out of the root or round in circles.
    pub fn real(&self, path: &Path) -> Option<PathBuf> {
        let mut path = path.to_path_buf();
        for _ in 0..MAX_LINKS {
            if self.files.contains(&path) || self.dirs.contains(&path) {
                return Some(path);
            }
            let rest = path.strip_prefix(&self.root).ok()?;
            let Some(followed) = self.follow(rest) else {
                return Some(path);
            };
            path = followed;
        }
        None
    }

    /// Follows the first link of a path below the root.
    fn follow(&self, rest: &Path) -> Option<PathBuf> {
        let mut here = self.root.clone();
        let mut parts = rest.components();
        let mut in_packages = false;
        while let Some(part) = parts.next() {
            here.push(part);
            if self.dirs.contains(&here) {
                continue;
            }
            in_packages |= part.as_os_str() == "node_modules";
            let target = in_packages.then(|| self.packages().link(&here).map(Path::to_path_buf)).flatten();
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
        if self.files.contains(&real) { Some(real) } else { output::source_of(self, &real) }
    }

    /// The file that stands for `tsconfig.json` of a directory: itself, or `jsconfig.json`.
    fn tsconfig(&self, path: &Path) -> Option<(PathBuf, Arc<str>)> {
        if let Some(text) = self.config(path) {
            return Some((path.to_path_buf(), text));
        }
        let path = (path.file_name()? == "tsconfig.json").then(|| path.with_file_name("jsconfig.json"))?;
        self.config(&path).map(|text| (path, text))
    }

    /// Whether TypeScript would find configuration here.
    pub fn has_tsconfig(&self, path: &Path) -> bool {
        self.tsconfig(path).is_some()
    }

    fn kind(&self, path: &Path) -> Option<FileMetadata> {
        const FILE: FileMetadata = FileMetadata::new(true, false, false);
        const DIRECTORY: FileMetadata = FileMetadata::new(false, true, false);
        if self.root.starts_with(path) {
            return Some(DIRECTORY);
        }
        let real = self.real(path)?;
        if self.files.contains(&real) {
            Some(FILE)
        } else if self.dirs.contains(&real) || self.packages_at(&real) {
            Some(DIRECTORY)
        } else if real.extension().is_some_and(|extension| extension == "json") {
            self.has_tsconfig(&real).then_some(FILE)
        } else {
            output::source_of(self, &real).map(|_| FILE)
        }
    }

    /// Whether this directory exists only for the packages in it.
    fn packages_at(&self, path: &Path) -> bool {
        let is_shelf = |path: &Path| path.file_name().is_some_and(|name| name == "node_modules");
        let mut above = path.ancestors().take(2);
        // What an installation has put there counts where it is a link into the tree.
        above.any(is_shelf) && (self.packages().is_shelf(path) || path.is_dir())
            || self.packages.get().is_some_and(|packages| packages.is_package(path))
    }
}

/// The resolver's window on a tree. Links are followed behind it, so it has none to show.
#[derive(Debug)]
pub(super) struct Window(pub Arc<Tree>);

impl FileSystem for Window {
    fn new() -> Self {
        Self(Arc::new(Tree::new(&Files::default())))
    }

    /// Asked for manifests only.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let text = self.0.real(path).and_then(|path| self.0.config(&path)).ok_or(io::ErrorKind::NotFound)?;
        manifest::mended(&text).map(String::into_bytes).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// Asked for TypeScript's configuration only.
    fn read_to_string(&self, path: &Path) -> io::Result<String> {
        let (path, text) = self.0.real(path).and_then(|path| self.0.tsconfig(&path)).ok_or(io::ErrorKind::NotFound)?;
        Ok(tsconfig::mended(&self.0, &path, &text))
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

fn is_declaration(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    [&b".d.ts"[..], b".d.mts", b".d.cts"].iter().any(|extension| name.ends_with(extension))
}

/// The directory that both lie in.
fn shared(a: &Path, b: &Path) -> PathBuf {
    a.components().zip(b.components()).take_while(|(a, b)| a == b).map(|(part, _)| part).collect()
}

/// The repository around a directory: the nearest with `.git`, else the outermost that JavaScript is configured in,
/// else the directory itself.
fn repository(dir: &Path) -> PathBuf {
    let above = || dir.ancestors().take(MAX_LEVELS);
    let configured =
        |dir: &&Path| ["package.json", "tsconfig.json", "jsconfig.json"].iter().any(|name| dir.join(name).is_file());
    above()
        .find(|dir| dir.join(".git").exists())
        .or_else(|| above().filter(configured).last())
        .unwrap_or(dir)
        .to_path_buf()
}
