//! The folders of projects: which frameworks a file belongs to, by manifests and configuration above it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashSet;
use serde_json::Value;

use crate::parallel::{Lazy, Memo};
use crate::runtime::data::{ContextData, Framework};
use crate::source::door;

/// How far above a file its project is looked for.
const MAX_LEVELS: usize = 12;

/// Names in one folder that are looked at.
const MAX_NAMES: usize = 5_000;

/// Manifests larger than this are none.
const MAX_BYTES: u64 = 1024 * 1024;

/// The fields of a manifest that name what a package is made of.
const DEPENDENCIES: [&str; 3] = ["dependencies", "devDependencies", "peerDependencies"];

/// What lies in a folder.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// The names of all files in it, sorted.
    pub names: Vec<String>,
    /// Its `package.json`.
    pub manifest: Option<Manifest>,
    /// It is the top of a repository.
    is_top: bool,
    /// What its names tell of each framework, found when first asked for.
    shown: Lazy<Vec<Shown>>,
}

/// What the names in a folder tell of a framework.
#[derive(Debug, Clone, Copy)]
struct Shown {
    /// The framework is configured there.
    is_configured: bool,
    /// What must lie beside lies there.
    is_complete: bool,
}

/// A `package.json`.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    pub packages: FxHashSet<String>,
    /// Each with its name.
    pub scripts: Vec<(String, String)>,
    /// Programs of the package, relative to it.
    pub programs: Vec<String>,
    /// Files of the package that bundles for browsers hold others in place of, relative to it; perhaps without their endings.
    pub replaced: Vec<String>,
}

/// Folders, looked into when they are asked for.
#[derive(Debug, Default)]
pub(super) struct Projects {
    known: Memo<PathBuf, Arc<Folder>>,
}

/// A framework that a file belongs to, and the file's path from the folder of the project, with `/`.
pub(super) struct Membership<'d> {
    pub framework: &'d Framework,
    pub path: String,
}

impl Projects {
    /// What lies in a folder.
    pub fn at(&self, path: &Path) -> Arc<Folder> {
        self.known.get_or_find(path, || Arc::new(Folder::read(path)))
    }

    /// The folders above a file as far as the repository goes, the nearest first.
    pub fn above(&self, file: &Path) -> Vec<(PathBuf, Arc<Folder>)> {
        let mut found = Vec::new();
        for path in file.ancestors().skip(1).take(MAX_LEVELS) {
            let folder = self.at(path);
            let is_top = folder.is_top;
            found.push((path.to_path_buf(), folder));
            if is_top {
                break;
            }
        }
        found
    }

    /// The manifest of the package of a file.
    pub fn manifest(&self, file: &Path) -> Option<(PathBuf, Arc<Folder>)> {
        self.above(file).into_iter().find(|(_, folder)| folder.manifest.is_some())
    }

    /// The frameworks that a file belongs to.
    pub fn frameworks<'d>(&self, data: &'d ContextData, file: &Path) -> Vec<Membership<'d>> {
        let above = self.above(file);
        let package = above.iter().position(|(_, folder)| folder.manifest.is_some());
        let mut found = Vec::new();
        for (index, framework) in data.frameworks.iter().enumerate() {
            let shown = |folder: &Folder| folder.shown(data).get(index).copied();
            // What is configured nearer than the manifest belongs to a part of the package.
            let configured = above.iter().position(|(_, folder)| shown(folder).is_some_and(|it| it.is_configured));
            let named = package.filter(|at| {
                let manifest = above[*at].1.manifest.as_ref();
                manifest.is_some_and(|manifest| framework.packages.iter().any(|name| manifest.packages.contains(name)))
            });
            let Some(at) = configured.into_iter().chain(named).min() else { continue };
            let (folder, contents) = &above[at];
            if shown(contents).is_some_and(|it| it.is_complete)
                && let Some(path) = relative(folder, file)
            {
                found.push(Membership { framework, path });
            }
        }
        found
    }
}

impl Folder {
    /// By framework, in the order of the data, which is the same for a whole run.
    fn shown(&self, data: &ContextData) -> &[Shown] {
        self.shown.get_or_fill(|| {
            let shown = |framework: &Framework| Shown {
                is_configured: self.names.iter().any(|name| framework.configs.is_match(name)),
                is_complete: framework.is_complete(&self.names),
            };
            data.frameworks.iter().map(shown).collect()
        })
    }

    fn read(path: &Path) -> Self {
        let entries = fs::read_dir(path).into_iter().flatten().take(MAX_NAMES).flatten();
        let mut names: Vec<String> = entries
            .filter(|entry| entry.file_type().is_ok_and(|kind| !kind.is_dir()))
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        names.sort_unstable();
        let has_manifest = names.iter().any(|name| name == "package.json");
        let manifest = has_manifest.then(|| Manifest::read(&path.join("package.json"))).flatten();
        Self { names, manifest, is_top: path.join(".git").exists(), shown: Lazy::default() }
    }
}

impl Manifest {
    fn read(path: &Path) -> Option<Self> {
        let text = small_text(path)?;
        let Value::Object(fields) = serde_json::from_str(&text).ok()? else {
            return None;
        };
        let strings = |key: &str| -> Vec<String> {
            match fields.get(key) {
                Some(Value::String(one)) => vec![one.clone()],
                Some(Value::Object(all)) => all.values().filter_map(Value::as_str).map(str::to_owned).collect(),
                _ => Vec::new(),
            }
        };
        let scripts = fields.get("scripts").and_then(Value::as_object);
        let scripts =
            scripts.into_iter().flatten().filter_map(|(name, text)| Some((name.clone(), text.as_str()?.to_owned())));
        let packages = DEPENDENCIES.iter().filter_map(|key| fields.get(*key)?.as_object()).flat_map(|all| all.keys());
        let browser = fields.get("browser").and_then(Value::as_object);
        let replaced = browser.into_iter().flatten().filter_map(|(file, _)| Some(file.strip_prefix("./")?.to_owned()));
        Some(Self {
            packages: packages.cloned().collect(),
            scripts: scripts.collect(),
            programs: strings("bin"),
            replaced: replaced.collect(),
        })
    }
}

/// The text of a file that is not too large.
pub(super) fn small_text(path: &Path) -> Option<String> {
    door::customary_text(path, MAX_BYTES).ok()
}

/// The way down from a folder, with `/`.
pub(super) fn relative(folder: &Path, file: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> =
        file.strip_prefix(folder).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}
