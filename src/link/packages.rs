//! The packages of the tree, and the links that a package manager would make to them in `node_modules`.

use std::fs;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use rustc_hash::{FxHashMap, FxHashSet};

use super::manifest::{Manifest, lerna_patterns, pnpm_patterns};
use super::tree::Tree;
use crate::source::walk::normalised;

/// Entries of one directory that packages are looked for in.
const MAX_ENTRIES: usize = 10_000;

/// What dependencies on a directory begin with.
const LOCAL: [&str; 4] = ["workspace:", "file:", "link:", "portal:"];

/// The packages that lie in the tree.
#[derive(Debug, Default)]
pub(super) struct Packages {
    manifests: FxHashMap<PathBuf, Manifest>,
    /// From a place in some `node_modules` to the directory of the package.
    links: FxHashMap<PathBuf, PathBuf>,
    /// The directories those places are in.
    shelves: FxHashSet<PathBuf>,
}

impl Packages {
    pub fn find(tree: &Tree) -> Self {
        let mut packages = Self::default();
        let read = |dir: &Path| Manifest::parse(&tree.config(&dir.join("package.json"))?);
        for dir in tree.sorted_dirs() {
            if let Some(manifest) = read(dir) {
                packages.manifests.insert(dir.to_path_buf(), manifest);
            }
        }
        let workspaces: Vec<(PathBuf, Vec<String>)> = tree
            .sorted_dirs()
            .into_iter()
            .map(|dir| (dir.to_path_buf(), packages.patterns(tree, dir)))
            .filter(|(_, patterns)| !patterns.is_empty())
            .collect();
        // Packages that are configuration only hold no file of the run; they are where the patterns say.
        for (root, patterns) in &workspaces {
            for dir in patterns.iter().flat_map(|pattern| listed(root, pattern)) {
                if !packages.manifests.contains_key(&dir)
                    && let Some(manifest) = read(&dir)
                {
                    packages.manifests.insert(dir, manifest);
                }
            }
        }
        packages.link_workspaces(&workspaces);
        packages.link_directories();
        packages.link_others(&tree.root);
        packages
    }

    /// What a place in `node_modules` is a link to.
    pub fn link(&self, place: &Path) -> Option<&Path> {
        self.links.get(place).map(PathBuf::as_path)
    }

    /// Whether links are in this directory.
    pub fn is_shelf(&self, dir: &Path) -> bool {
        self.shelves.contains(dir)
    }

    /// Whether this is the directory of a package.
    pub fn is_package(&self, dir: &Path) -> bool {
        self.manifests.contains_key(dir)
    }

    /// The manifest in a directory.
    pub fn manifest(&self, dir: &Path) -> Option<&Manifest> {
        self.manifests.get(dir)
    }

    /// The directories whose manifests ask for one of some packages.
    pub fn dirs_depending_on(&self, packages: &[Box<str>]) -> Vec<&Path> {
        let asks = |manifest: &Manifest| packages.iter().any(|package| manifest.dependencies.contains_key(&**package));
        self.manifests.iter().filter(|(_, manifest)| asks(manifest)).map(|(dir, _)| dir.as_path()).collect()
    }

    /// The package that a name means in a directory.
    pub fn named(&self, tree: &Tree, name: &str, dir: &Path) -> Option<&Path> {
        tree.upwards(dir).find_map(|dir| self.link(&dir.join("node_modules").join(name)))
    }

    /// The patterns of the workspace whose root is `dir`; none where it is no workspace.
    fn patterns(&self, tree: &Tree, dir: &Path) -> Vec<String> {
        let mut patterns = Vec::new();
        if let Some(manifest) = self.manifests.get(dir) {
            patterns.extend(manifest.workspaces.iter().cloned());
            patterns.extend(tree.config(&dir.join("pnpm-workspace.yaml")).iter().flat_map(|text| pnpm_patterns(text)));
            patterns.extend(tree.config(&dir.join("lerna.json")).iter().flat_map(|text| lerna_patterns(text)));
        }
        // The root of a Rush repository is no package.
        if dir == tree.root && tree.config(&dir.join("rush.json")).is_some() {
            patterns.push("**".to_owned());
        }
        patterns
    }

    /// The manifest that lies in a directory.
    pub(super) fn manifest_in(&self, dir: &Path) -> Option<&Manifest> {
        self.manifests.get(dir)
    }

    fn link_workspaces(&mut self, workspaces: &[(PathBuf, Vec<String>)]) {
        let mut links = Vec::new();
        for (root, patterns) in workspaces {
            let (excluded, included): (Vec<_>, Vec<_>) =
                patterns.iter().map(String::as_str).partition(|pattern| pattern.starts_with('!'));
            let included = globs(included.into_iter());
            let excluded = globs(excluded.into_iter().map(|pattern| &pattern[1..]));
            for (dir, manifest) in &self.manifests {
                if let Some(name) = &manifest.name
                    && let Ok(place) = dir.strip_prefix(root)
                    && (place.as_os_str().is_empty() || included.is_match(place) && !excluded.is_match(place))
                {
                    links.push((root.clone(), name.clone(), dir.clone()));
                }
            }
        }
        self.add(links);
    }

    /// Dependencies that name a directory.
    fn link_directories(&mut self) {
        let mut links = Vec::new();
        for (dir, manifest) in &self.manifests {
            for (name, range) in &manifest.dependencies {
                let path = LOCAL.iter().find_map(|protocol| range.strip_prefix(protocol));
                if let Some(path) = path
                    && let target = normalised(&dir.join(path))
                    && path.starts_with(['.', '/'])
                    && self.manifests.contains_key(&target)
                {
                    links.push((dir.clone(), name.clone(), target));
                }
            }
        }
        self.add(links);
    }

    /// A package that is in no workspace is meant by its name where there is one only, and nobody asks for a version
    /// of it from the registry.
    fn link_others(&mut self, root: &Path) {
        let mut named: FxHashMap<&str, Option<&PathBuf>> = FxHashMap::default();
        for (dir, manifest) in &self.manifests {
            if let Some(name) = &manifest.name {
                named.entry(name).and_modify(|known| *known = None).or_insert(Some(dir));
            }
        }
        for (name, range) in self.manifests.values().flat_map(|manifest| &manifest.dependencies) {
            if !LOCAL.iter().any(|protocol| range.starts_with(protocol)) {
                named.remove(name.as_str());
            }
        }
        let links = named
            .into_iter()
            .filter_map(|(name, dir)| Some((root.to_path_buf(), name.to_owned(), dir?.clone())))
            .filter(|(root, name, _)| !self.links.contains_key(&root.join("node_modules").join(name)))
            .collect();
        self.add(links);
    }

    /// Adds links; of several packages of one name in one place the first in order is taken.
    fn add(&mut self, mut links: Vec<(PathBuf, String, PathBuf)>) {
        links.sort();
        for (dir, name, target) in links {
            if !is_name(&name) {
                continue;
            }
            let shelf = dir.join("node_modules");
            let place = shelf.join(&name);
            self.shelves.extend(place.parent().map(Path::to_path_buf));
            self.shelves.insert(shelf);
            self.links.entry(place).or_insert(target);
        }
    }
}

/// The name of the package in a bare specifier, and the rest.
pub(crate) fn split(specifier: &str) -> (&str, &str) {
    let slashes = usize::from(specifier.starts_with('@'));
    match specifier.match_indices('/').nth(slashes) {
        Some((at, _)) => (&specifier[..at], &specifier[at + 1..]),
        None => (specifier, ""),
    }
}

/// Whether this can be the name of a package, and so a place below `node_modules`.
pub(super) fn is_name(name: &str) -> bool {
    let plain = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '_')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte))
    };
    match name.strip_prefix('@') {
        Some(scoped) => scoped.split_once('/').is_some_and(|(scope, name)| plain(scope) && plain(name)),
        None => plain(name),
    }
}

/// Patterns of paths, without those that are none; `*` stops at a slash.
pub(super) fn globs<'p>(patterns: impl Iterator<Item = &'p str>) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
        if let Ok(glob) = GlobBuilder::new(pattern).literal_separator(true).empty_alternates(true).build() {
            set.add(glob);
        }
    }
    set.build().unwrap_or_default()
}

/// The directories that a pattern such as `packages/*` or `tools/config` names.
fn listed(root: &Path, pattern: &str) -> Vec<PathBuf> {
    let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
    let (parent, all) = match pattern.strip_suffix("/*").or_else(|| pattern.strip_suffix("/**")) {
        Some(parent) => (parent, true),
        None => (pattern, false),
    };
    if parent.contains(['*', '?', '[', '{', '!', '\0']) {
        return Vec::new();
    }
    let parent = normalised(&root.join(parent));
    if !parent.starts_with(root) {
        return Vec::new();
    }
    if !all {
        return vec![parent];
    }
    let entries = fs::read_dir(&parent).into_iter().flatten().take(MAX_ENTRIES).flatten();
    entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())).map(|entry| entry.path()).collect()
}
