//! The crates of a package: those that its manifest names, and those that Cargo finds by where they stand.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::manifest::{Manifest, in_code};
use crate::source::table::joined;

/// What a crate is to its package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TargetKind {
    Lib,
    /// A program or an example.
    Program,
    /// A test or a benchmark.
    Test,
    Build,
}

/// A crate of a package.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub kind: TargetKind,
    pub name: String,
    pub root: PathBuf,
}

/// The crates of a package; `files` are all that are known.
pub(super) fn of(manifest: &Manifest, files: &BTreeSet<PathBuf>) -> Vec<Target> {
    let mut found = Targets { folder: &manifest.folder, files, list: Vec::new(), roots: BTreeSet::new() };
    let package = manifest.name().unwrap_or_default();
    let section = manifest.lib();
    if section.is_some() || manifest.discovers("autolib") {
        let section = section.unwrap_or_default();
        let name = section.name.as_deref().unwrap_or(package);
        found.add(TargetKind::Lib, name, section.path.as_deref().unwrap_or("src/lib.rs"));
    }
    let kinds = [
        ("bin", "autobins", "src/bin", TargetKind::Program),
        ("example", "autoexamples", "examples", TargetKind::Program),
        ("test", "autotests", "tests", TargetKind::Test),
        ("bench", "autobenches", "benches", TargetKind::Test),
    ];
    for (section, switch, folder, kind) in kinds {
        for section in manifest.sections(section) {
            let name = section.name.as_deref().unwrap_or(package);
            match &section.path {
                Some(path) => found.add(kind, name, path),
                None => {
                    found.add(kind, name, &format!("{folder}/{name}.rs"));
                    found.add(kind, name, &format!("{folder}/{name}/main.rs"));
                    if folder == "src/bin" && name == package {
                        found.add(kind, name, "src/main.rs");
                    }
                }
            }
        }
        if manifest.discovers(switch) {
            if folder == "src/bin" {
                found.add(kind, package, "src/main.rs");
            }
            found.discover(kind, folder);
        }
    }
    for path in manifest.build().unwrap_or_else(|| vec!["build.rs".to_owned()]) {
        found.add(TargetKind::Build, "build_script", &path);
    }
    found.list
}

struct Targets<'f> {
    folder: &'f Path,
    files: &'f BTreeSet<PathBuf>,
    list: Vec<Target>,
    roots: BTreeSet<PathBuf>,
}

impl Targets<'_> {
    /// Adds a crate if its root is known and no crate's root yet.
    fn add(&mut self, kind: TargetKind, name: &str, path: &str) {
        self.add_root(kind, name, joined(self.folder, path));
    }

    fn add_root(&mut self, kind: TargetKind, name: &str, root: PathBuf) {
        if self.files.contains(&root) && self.roots.insert(root.clone()) {
            self.list.push(Target { kind, name: in_code(name), root });
        }
    }

    /// The `*.rs` and `*/main.rs` of a folder.
    fn discover(&mut self, kind: TargetKind, folder: &str) {
        let folder = joined(self.folder, folder);
        for path in self.files.range(folder.clone()..).take_while(|path| path.starts_with(&folder)) {
            let Ok(within) = path.strip_prefix(&folder) else { continue };
            let parts: Vec<_> = within.iter().collect();
            let name = match parts.as_slice() {
                [_] => within.file_stem(),
                [name, main] if *main == "main.rs" => Some(*name),
                _ => None,
            };
            if let Some(name) = name {
                self.add_root(kind, &name.to_string_lossy(), path.clone());
            }
        }
    }
}
