//! The tree that modules are looked for in: the files of the run, and the configuration beside them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::conventions::Conventions;
use super::tsconfig;
use crate::parallel::Memo;
use crate::source::files::{Disk, Files, Reader};
use crate::source::walk::normalised;

/// Configuration larger than this is none.
const MAX_CONFIG_BYTES: usize = 1024 * 1024;

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
    outputs: Memo<PathBuf, Option<Output>>,
}

/// Where the compiler of a package writes to, and the folder of the sources that it writes so, if that is told.
type Output = (PathBuf, Option<PathBuf>);

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
        Self {
            reader: Box::new(Disk),
            root,
            real_root,
            files: paths,
            dirs,
            configs: Memo::default(),
            outputs: Memo::default(),
        }
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
            Ok(text) if text.len() <= MAX_CONFIG_BYTES => Some(text.trim_start_matches('\u{feff}').into()),
            _ => None,
        }
    }

    /// The directory of the nearest manifest at or above `dir`, or of what is as good as one.
    pub fn package_dir<'p>(&self, dir: &'p Path) -> Option<&'p Path> {
        let names = || ["package.json"].into_iter().chain(Conventions::get().import_maps.iter().map(String::as_str));
        self.upwards(dir).find(|dir| names().any(|name| self.config(&dir.join(name)).is_some()))
    }

    /// The same, or the root where there is none.
    pub fn package_around(&self, dir: &Path) -> PathBuf {
        self.package_dir(dir).unwrap_or(&self.root).to_path_buf()
    }

    /// Where the compiler of a package writes what, as its configuration says.
    pub fn output(&self, package: &Path) -> Option<Output> {
        self.outputs.get_or_find(package, || tsconfig::output(self, package))
    }

    /// `dir` and the directories above it, as far as the root.
    pub fn upwards<'p>(&self, dir: &'p Path) -> impl Iterator<Item = &'p Path> {
        dir.ancestors().take_while(|dir| self.holds(dir))
    }

    fn holds(&self, path: &Path) -> bool {
        path.starts_with(&self.root)
    }

    /// The file that stands for `tsconfig.json` of a directory: itself, or `jsconfig.json`.
    pub fn tsconfig(&self, path: &Path) -> Option<(PathBuf, Arc<str>)> {
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
}

/// Whether a file declares what others run.
pub(super) fn is_declaration(path: &Path) -> bool {
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
