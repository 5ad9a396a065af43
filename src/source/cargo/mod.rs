//! Packages of Cargo: which files are the roots of crates, and which crates see which.

mod manifest;
mod targets;
mod unit;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use self::manifest::{Dependency, Manifest, in_code};
use self::targets::{Target, TargetKind};
pub use self::unit::{Crate, Unit};
use super::table::Table;

/// How many items that are known of a crate tell that another one with its name is that crate.
const ITEMS_OF_KNOWN: usize = 2;

/// In how many files of a crate they are looked for.
const MAX_FILES_OF_KNOWN: usize = 200;

/// Manifests larger than this are not read.
const MAX_MANIFEST: usize = 1 << 20;

/// What to lower together for some Rust files: the crates of their packages and of those that depend on them, and the
/// libraries that these depend on, as far as they are known by their paths. A file outside of all packages is a unit by
/// itself. So are those of the crates in `known`, each with names of what it has: what these do is known without reading
/// them.
pub fn crates_around(hot: &[PathBuf], table: &dyn Table, known: &BTreeMap<String, BTreeSet<String>>) -> Vec<Unit> {
    if hot.is_empty() {
        return Vec::new();
    }
    let packages = Packages::find(table, known);
    let mut alone = Vec::new();
    let mut of_package: BTreeMap<usize, Vec<PathBuf>> = BTreeMap::new();
    for file in hot.iter().collect::<BTreeSet<_>>() {
        match packages.around(file) {
            Some(package) => of_package.entry(package).or_default().push(file.clone()),
            None => alone.push(Unit::alone(file.clone())),
        }
    }
    let whole = closure(of_package.keys().copied().collect(), &packages.dependants());
    let all = closure(whole.clone(), &packages.dependencies());
    let mut units: Vec<Unit> = packages
        .connected(&all)
        .into_iter()
        .map(|members| {
            let hot = members.iter().filter_map(|member| of_package.get(member)).flatten().cloned().collect();
            Unit { crates: packages.crates(&members, &whole), hot }
        })
        .collect();
    units.extend(alone);
    units
}

/// What is wrong with the text of a manifest, if it is no TOML.
pub fn problem(text: &str) -> Option<String> {
    Manifest::read(Path::new(""), text).err().map(|error| format!("not TOML: {}", error.message()))
}

/// All packages that are known.
struct Packages {
    list: Vec<Package>,
    /// By the folders of their manifests; `None` for that of a workspace without a package.
    by_folder: BTreeMap<PathBuf, Option<usize>>,
}

struct Package {
    targets: Vec<Target>,
    dependencies: Vec<Dependency>,
    /// What it asks for from elsewhere under other names.
    renamed: Vec<(String, String)>,
    /// It is not for packages that are not here.
    private: bool,
}

impl Packages {
    fn find(table: &dyn Table, known: &BTreeMap<String, BTreeSet<String>>) -> Self {
        let mut files = BTreeSet::new();
        let mut manifests: BTreeMap<PathBuf, Manifest> = BTreeMap::new();
        for path in table.locations() {
            if path.extension() == Some(OsStr::new("rs")) {
                files.insert(path.to_path_buf());
            } else if path.file_name() == Some(OsStr::new("Cargo.toml"))
                && let Some(folder) = path.parent()
                && let Some((_, text)) = table.at(path).filter(|(_, text)| text.len() <= MAX_MANIFEST)
                && let Ok(manifest) = Manifest::read(folder, text)
            {
                manifests.insert(folder.to_path_buf(), manifest);
            }
        }
        let mut packages = Self { list: Vec::new(), by_folder: BTreeMap::new() };
        for (folder, manifest) in &manifests {
            // A crate of the program may have the name of another: then it has nothing of what that has.
            let is_known = |name: &str| {
                let items = known.get(&in_code(name));
                items.is_some_and(|items| has_items(items, files.range(folder.clone()..), folder, table))
            };
            let package = manifest.name().filter(|name| !is_known(name)).map(|_| {
                let root = match manifest.workspace() {
                    Some(named) => manifests.get(&named),
                    None => folder
                        .ancestors()
                        .find_map(|folder| manifests.get(folder).filter(|manifest| manifest.is_workspace())),
                };
                let dependencies = manifest.dependencies(root);
                let renamed = manifest.renamed(root);
                let (targets, private) = (targets::of(manifest, &files), manifest.is_private());
                packages.list.push(Package { targets, dependencies, renamed, private });
                packages.list.len() - 1
            });
            packages.by_folder.insert(folder.clone(), package);
        }
        packages
    }

    /// The package that a file belongs to.
    fn around(&self, file: &Path) -> Option<usize> {
        file.ancestors().skip(1).find_map(|folder| self.by_folder.get(folder)).copied().flatten()
    }

    /// Of each package, those that it depends on.
    fn dependencies(&self) -> Vec<Vec<usize>> {
        let of = |package: &Package| package.dependencies.iter().filter_map(|one| self.at(&one.folder)).collect();
        self.list.iter().map(of).collect()
    }

    /// Of each package, those that depend on it.
    fn dependants(&self) -> Vec<Vec<usize>> {
        let mut dependants = vec![Vec::new(); self.list.len()];
        for (package, dependencies) in self.dependencies().iter().enumerate() {
            for &dependency in dependencies {
                dependants[dependency].push(package);
            }
        }
        dependants
    }

    fn at(&self, folder: &Path) -> Option<usize> {
        self.by_folder.get(folder).copied().flatten()
    }

    /// Groups of packages that depend on one another, each in the order in which they could be built.
    fn connected(&self, all: &BTreeSet<usize>) -> Vec<Vec<usize>> {
        let (dependencies, dependants) = (self.dependencies(), self.dependants());
        let both: Vec<Vec<usize>> = dependencies.iter().zip(&dependants).map(|(a, b)| [&a[..], b].concat()).collect();
        let within: Vec<Vec<usize>> =
            both.into_iter().map(|next| next.into_iter().filter(|next| all.contains(next)).collect()).collect();
        let mut left = all.clone();
        let mut groups = Vec::new();
        while let Some(&first) = left.first() {
            let group = closure(BTreeSet::from([first]), &within);
            left.retain(|package| !group.contains(package));
            groups.push(in_order(&group, &dependencies));
        }
        groups
    }

    /// The crates of some packages; of those that are not `whole` only the libraries.
    fn crates(&self, members: &[usize], whole: &BTreeSet<usize>) -> Vec<Crate> {
        let targets: Vec<(usize, &Target)> = members
            .iter()
            .flat_map(|&member| self.list[member].targets.iter().map(move |target| (member, target)))
            .filter(|(member, target)| target.kind == TargetKind::Lib || whole.contains(member))
            .collect();
        let libs: BTreeMap<usize, usize> = (0..)
            .zip(&targets)
            .filter(|(_, (_, target))| target.kind == TargetKind::Lib)
            .map(|(at, (package, _))| (*package, at))
            .collect();
        targets
            .iter()
            .map(|(package, target)| {
                let mut externs: BTreeMap<String, usize> = BTreeMap::new();
                for dependency in &self.list[*package].dependencies {
                    if (target.kind == TargetKind::Build) == dependency.build
                        && let Some(&at) = self.at(&dependency.folder).and_then(|package| libs.get(&package))
                    {
                        externs.insert(dependency.name.clone().unwrap_or_else(|| targets[at].1.name.clone()), at);
                    }
                }
                if !matches!(target.kind, TargetKind::Lib | TargetKind::Build)
                    && let Some(&at) = libs.get(package)
                {
                    externs.insert(targets[at].1.name.clone(), at);
                }
                Crate {
                    name: in_code(&target.name),
                    root: target.root.clone(),
                    externs: externs.into_iter().collect(),
                    renamed: self.list[*package].renamed.clone(),
                    test: target.kind == TargetKind::Test,
                    library: target.kind == TargetKind::Lib && !self.list[*package].private,
                }
            })
            .collect()
    }
}

/// Whether files in a folder declare some of these items.
fn has_items<'f>(
    items: &BTreeSet<String>,
    files: impl Iterator<Item = &'f PathBuf>,
    folder: &Path,
    table: &dyn Table,
) -> bool {
    const KEYWORDS: [&str; 6] = ["struct ", "enum ", "trait ", "type ", "fn ", "mod "];
    let declares = |text: &str, item: &str| {
        text.match_indices(item).any(|(at, _)| {
            let after = text[at + item.len()..].chars().next();
            KEYWORDS.iter().any(|keyword| text[..at].ends_with(keyword))
                && !after.is_some_and(|after| after.is_alphanumeric() || after == '_')
        })
    };
    let wanted = items.len().min(ITEMS_OF_KNOWN);
    let mut found: BTreeSet<&str> = BTreeSet::new();
    for path in files.take_while(|path| path.starts_with(folder)).take(MAX_FILES_OF_KNOWN) {
        let Some((_, text)) = table.at(path) else { continue };
        found.extend(items.iter().map(String::as_str).filter(|item| declares(text, item)));
        if found.len() >= wanted {
            return true;
        }
    }
    false
}

/// Packages and all that edges lead to.
fn closure(mut of: BTreeSet<usize>, edges: &[Vec<usize>]) -> BTreeSet<usize> {
    let mut open: Vec<usize> = of.iter().copied().collect();
    while let Some(package) = open.pop() {
        open.extend(edges[package].iter().filter(|&&next| of.insert(next)));
    }
    of
}

/// Each package after those it depends on; where they depend on one another in a circle, any order does.
fn in_order(group: &BTreeSet<usize>, dependencies: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    let mut order = Vec::new();
    for &start in group {
        let mut open = vec![(start, 0)];
        while let Some((package, next)) = open.pop() {
            if next == 0 && !seen.insert(package) {
                continue;
            }
            match dependencies[package].get(next) {
                Some(&needed) => {
                    open.push((package, next + 1));
                    open.push((needed, 0));
                }
                None => order.push(package),
            }
        }
    }
    order
}
