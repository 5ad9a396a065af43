//! Where crates run: by what their manifests ask for.

use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};
use toml::{Table, Value};

use crate::embedded::fits;
use crate::link::Workspace;
use crate::parallel::Lazy;
use crate::runtime::context::{Context, Side};
use crate::runtime::data::{self, ContextData};
use crate::runtime::features::{Asked, Features, needed};
use crate::runtime::projects::small_text;
use crate::source::walk::normalised;
use crate::source::{FileId, SourceKind, Span};

/// How far above a file its crate is looked for.
const MAX_LEVELS: usize = 12;

/// The crates of a run, found when one is asked for.
#[derive(Debug)]
pub(super) struct Crates {
    found: Lazy<CrateSigns>,
    /// The crate for browsers that each file names, by its place among those of the data.
    named: Vec<Lazy<Option<usize>>>,
}

#[derive(Debug, Default)]
struct CrateSigns {
    sides: FxHashMap<PathBuf, (Side, String, bool)>,
    /// What the package in a folder depends on.
    dependencies: FxHashMap<PathBuf, Vec<String>>,
    /// The same, with what it asks for on some targets only.
    on_any_target: FxHashMap<PathBuf, Vec<String>>,
    /// The folders of packages that are programs.
    programs: FxHashSet<PathBuf>,
    /// The features of the package in a folder.
    features: FxHashMap<PathBuf, Features>,
    /// Those that crates for browsers ask for.
    asked: Asked,
}

/// A dependency as a manifest asks for it.
#[derive(Debug)]
struct Dependency {
    name: String,
    features: Vec<String>,
    with_default: bool,
    optional: bool,
    folder: Option<PathBuf>,
}

/// A package of Cargo.
#[derive(Debug)]
struct Package {
    folder: PathBuf,
    dependencies: Vec<Dependency>,
    features: Features,
    /// The names of what it asks for on some targets only.
    on_some_targets: Vec<String>,
    is_program: bool,
}

impl Crates {
    /// Nothing is looked into yet.
    pub fn new(files: usize) -> Self {
        Self { found: Lazy::default(), named: Lazy::many(files) }
    }

    /// Where the code at a place runs.
    pub fn at(&self, workspace: &Workspace, data: &ContextData, span: Span) -> Context {
        let found = self.found(workspace, data);
        let Some(file) = workspace.files.get(span.file) else { return Context::unknown(span.file) };
        if let Some(attribute) = attribute_of(workspace, &data.crates.server_attributes, span) {
            return Context::new(Side::Server, vec![span.file], format!("it stands below #[{attribute}]"));
        }
        let location = normalised(&file.location);
        if let Some(attribute) = attribute_of(workspace, &data.crates.wasm_attributes, span) {
            let asked = location.ancestors().skip(1).take(MAX_LEVELS).find_map(|it| found.on_any_target.get(it));
            let asks_for = |list: &[String]| asked.is_some_and(|asked| asked.iter().any(|name| list.contains(name)));
            if asks_for(&data.crates.client) && !asks_for(&data.crates.wasm_hosts) {
                let why = format!("it stands below #[{attribute}]");
                return Context::new(Side::Client, vec![span.file], why);
            }
        }
        if found.is_left_out(workspace, &location, span) {
            return Context::unknown(span.file);
        }
        let side = location.ancestors().skip(1).take(MAX_LEVELS).find_map(|folder| found.sides.get(folder));
        match side {
            Some((side, why, sure)) => {
                let context = Context::new(*side, vec![span.file], why.as_str());
                if *sure { context } else { context.probably() }
            }
            // Without a manifest there is only what the file itself names.
            None => match self.named(data, span.file, file.text()) {
                Some(name) => Context::new(Side::Client, vec![span.file], format!("it uses {name}")),
                None => Context::unknown(span.file),
            },
        }
    }

    /// What the crate around a file depends on.
    pub fn dependencies(&self, workspace: &Workspace, data: &ContextData, location: &Path) -> &[String] {
        let found = self.found(workspace, data);
        let mut folders = location.ancestors().skip(1).take(MAX_LEVELS);
        folders.find_map(|folder| found.dependencies.get(folder)).map_or(&[], Vec::as_slice)
    }

    /// What tells that the code of a file runs for nobody's request: its crate is a program that serves nobody.
    pub fn automation(&self, workspace: &Workspace, data: &ContextData, file: FileId) -> Option<String> {
        let found = self.found(workspace, data);
        let file = workspace.files.get(file)?;
        let location = normalised(&file.location);
        let folder = location.ancestors().skip(1).take(MAX_LEVELS).find(|it| found.dependencies.contains_key(*it));
        let serves = |name: &String| data.crates.serving.contains(name);
        let Some(folder) = folder else {
            // Without a manifest there is only what the file itself names.
            let serves = data.crates.serving.iter().any(|name| names_crate(file.text(), name));
            return (file.text().contains("fn main(") && !serves)
                .then(|| "it is a program that serves nobody".to_owned());
        };
        // What a library beside the program has may be used by others too.
        let own = location.strip_prefix(folder).ok()?;
        let is_root = own == Path::new("src/main.rs") || own.starts_with("src/bin");
        let is_program = found.programs.contains(folder)
            && (is_root || !folder.join("src/lib.rs").is_file())
            && !found.dependencies.get(folder)?.iter().any(serves);
        is_program.then(|| "its crate is a program that serves nobody".to_owned())
    }

    /// The crate for browsers that a file names. A file is looked through once, however many requests stand in it.
    fn named<'d>(&self, data: &'d ContextData, file: FileId, text: &str) -> Option<&'d str> {
        let names = &data.crates.client;
        let find = || names.iter().position(|name| names_crate(text, name));
        let at = self.named.get(file.0 as usize)?.get_or_fill(find);
        at.map(|at| names[at].as_str())
    }

    fn found(&self, workspace: &Workspace, data: &ContextData) -> &CrateSigns {
        self.found.get_or_fill(|| CrateSigns::find(workspace, &data.crates))
    }
}

impl CrateSigns {
    fn find(workspace: &Workspace, data: &data::Crates) -> Self {
        let packages = packages(workspace);
        let mut sides: FxHashMap<PathBuf, (Side, String, bool)> = FxHashMap::default();
        for package in &packages {
            if let Some((side, why)) = own(package, data) {
                sides.insert(package.folder.clone(), (side, why, true));
            }
        }
        let asked = asked_by_clients(&packages, &sides);
        // A library is where those are that it is part of; where it reaches a browser, that counts.
        for wanted in [Side::Client, Side::Server] {
            loop {
                let mut more = Vec::new();
                for package in
                    packages.iter().filter(|package| sides.get(&package.folder).is_some_and(|it| it.0 == wanted))
                {
                    for folder in package.dependencies.iter().filter_map(|it| it.folder.as_ref()) {
                        if !sides.contains_key(folder) && packages.iter().any(|package| package.folder == *folder) {
                            let name = package.folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
                            more.push((folder.clone(), (wanted, format!("the crate {name} is made with it"), true)));
                        }
                    }
                }
                if more.is_empty() {
                    break;
                }
                sides.extend(more);
            }
        }
        for package in &packages {
            let host = || (Side::Server, "its crate is built for the host".to_owned(), package.is_program);
            sides.entry(package.folder.clone()).or_insert_with(host);
        }
        let programs = packages.iter().filter(|package| package.is_program);
        let programs = programs.map(|package| package.folder.clone()).collect();
        let mut dependencies = FxHashMap::default();
        let mut on_any_target = FxHashMap::default();
        let mut features = FxHashMap::default();
        for Package { folder, dependencies: listed, features: own, on_some_targets, .. } in packages {
            let names: Vec<String> = listed.into_iter().map(|dependency| dependency.name).collect();
            features.insert(folder.clone(), own);
            on_any_target.insert(folder.clone(), names.iter().cloned().chain(on_some_targets).collect());
            dependencies.insert(folder, names);
        }
        Self { sides, dependencies, on_any_target, programs, features, asked }
    }

    /// Whether the code at a place is built only with a feature that no crate for browsers asks for.
    fn is_left_out(&self, workspace: &Workspace, location: &Path, span: Span) -> bool {
        let mut folders = location.ancestors().skip(1).take(MAX_LEVELS);
        let Some((folder, features)) = folders.find_map(|it| self.features.get_key_value(it)) else { return false };
        let attributes = workspace.module(span.file).into_iter().flat_map(|module| &module.attributes);
        let mut around = attributes.filter(|attribute| attribute.span.contains(span));
        around.any(|attribute| self.asked.is_off(folder, features, &needed(&attribute.text)).is_some())
    }
}

/// What crates for browsers, and what they are made with, ask for of crates beside them.
fn asked_by_clients(packages: &[Package], sides: &FxHashMap<PathBuf, (Side, String, bool)>) -> Asked {
    let is_client = |package: &&Package| sides.get(&package.folder).is_some_and(|it| it.0 == Side::Client);
    let mut left: Vec<&Package> = packages.iter().filter(is_client).collect();
    let mut seen: FxHashSet<&Path> = left.iter().map(|package| package.folder.as_path()).collect();
    let mut asked = Asked::default();
    while let Some(package) = left.pop() {
        for dependency in &package.dependencies {
            let Some(folder) = &dependency.folder else { continue };
            let Some(other) = packages.iter().find(|package| package.folder == *folder) else { continue };
            // What a crate that browsers get for itself is built with is told by nobody else.
            if sides.get(folder).is_none_or(|it| it.0 != Side::Client) {
                asked.ask(folder, &other.features, &dependency.features, dependency.with_default);
            }
            if seen.insert(&other.folder) {
                left.push(other);
            }
        }
    }
    asked
}

/// The attribute of some that the code at a place stands below.
fn attribute_of<'w>(workspace: &'w Workspace, known: &[String], span: Span) -> Option<&'w str> {
    let attributes = &workspace.module(span.file)?.attributes;
    let mut around = attributes.iter().filter(|attribute| attribute.span.contains(span));
    let says = |text: &str| known.iter().any(|known| fits(known, text));
    around.find(|attribute| says(&attribute.text)).map(|attribute| &*attribute.text)
}

/// Whether a text has paths into a crate.
fn names_crate(text: &str, name: &str) -> bool {
    let path = format!("{}::", name.replace('-', "_"));
    let starts = |at: usize| !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    !name.contains('/') && text.match_indices(&path).any(|(at, _)| starts(at))
}

/// What the dependencies of a package say.
fn own(package: &Package, data: &data::Crates) -> Option<(Side, String)> {
    let find = |list: &[String], by_feature: bool| {
        let known = |it: &Dependency| {
            list.iter().any(|known| match known.split_once('/') {
                Some((name, feature)) => by_feature && it.name == name && it.features.iter().any(|it| it == feature),
                None => !by_feature && *known == it.name,
            })
        };
        let mut asked = package.dependencies.iter().filter(|it| !it.optional);
        asked.find(|it| known(it)).map(|it| format!("its crate uses {}", it.name))
    };
    // A feature that is for browsers says more than anything: the same crate may be built for a server too.
    let client = find(&data.client, true).map(|why| (Side::Client, why));
    let server = || [true, false].into_iter().find_map(|by| find(&data.server, by)).map(|why| (Side::Server, why));
    client.or_else(server).or_else(|| find(&data.client, false).map(|why| (Side::Client, why)))
}

/// The packages that the Rust files of a run belong to, in order.
fn packages(workspace: &Workspace) -> Vec<Package> {
    let mut folders: FxHashSet<PathBuf> = FxHashSet::default();
    let rust = workspace.files.iter().filter(|(_, file)| file.kind == Some(SourceKind::Rust));
    for (_, file) in rust {
        for folder in normalised(&file.location).ancestors().skip(1).take(MAX_LEVELS) {
            if !folders.insert(folder.to_path_buf()) {
                break;
            }
        }
    }
    let mut folders: Vec<PathBuf> = folders.into_iter().collect();
    folders.sort_unstable();
    let manifests: Vec<(PathBuf, Table)> = folders
        .into_iter()
        .filter_map(|folder| {
            let text = small_text(&folder.join("Cargo.toml"))?;
            Some((folder, text.parse().ok()?))
        })
        .collect();
    let workspace_of = |folder: &Path| {
        folder.ancestors().find_map(|above| {
            let (folder, manifest) = manifests.iter().find(|(known, _)| known == above)?;
            Some((folder.clone(), manifest.get("workspace")?.get("dependencies")?.as_table()?))
        })
    };
    manifests
        .iter()
        .filter(|(_, manifest)| manifest.contains_key("package"))
        .map(|(folder, manifest)| {
            let shared = workspace_of(folder);
            let is_program =
                manifest.contains_key("bin") || folder.join("src/main.rs").is_file() || folder.join("src/bin").is_dir();
            Package {
                folder: folder.clone(),
                dependencies: dependencies(folder, manifest, shared.as_ref()),
                features: Features::of(manifest),
                on_some_targets: on_some_targets(manifest),
                is_program,
            }
        })
        .collect()
}

/// The names of what a manifest asks for on some targets only.
fn on_some_targets(manifest: &Table) -> Vec<String> {
    let targets = manifest.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values);
    let asked = targets.filter_map(|target| target.get("dependencies")?.as_table());
    asked.flat_map(Table::keys).cloned().collect()
}

fn dependencies(folder: &Path, manifest: &Table, shared: Option<&(PathBuf, &Table)>) -> Vec<Dependency> {
    // What is asked for on some targets only says nothing of the others.
    let listed = manifest.get("dependencies").and_then(Value::as_table).into_iter().flatten();
    // `hydrate = ["leptos/hydrate"]` is a feature of a dependency too.
    let own: Vec<&str> = manifest
        .get("features")
        .and_then(Value::as_table)
        .into_iter()
        .flat_map(Table::values)
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    listed
        .map(|(key, value)| {
            let inherited = value.get("workspace").and_then(Value::as_bool) == Some(true);
            let (base, origin) = match shared.filter(|_| inherited) {
                Some((root, all)) => (root.as_path(), all.get(key)),
                None => (folder, None),
            };
            let field = |name: &str| value.get(name).or_else(|| origin.and_then(|origin| origin.get(name)));
            let strings = |value: Option<&Value>| -> Vec<String> {
                let list = value.and_then(|value| value.get("features")).and_then(Value::as_array);
                list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
            };
            let name = field("package").and_then(Value::as_str).unwrap_or(key).to_owned();
            let mut features = strings(Some(value));
            features.extend(strings(origin));
            features.extend(own.iter().filter_map(|it| {
                let (dependency, feature) = it.split_once('/')?;
                (dependency.trim_end_matches('?') == key).then(|| feature.to_owned())
            }));
            Dependency {
                features,
                with_default: field("default-features").and_then(Value::as_bool) != Some(false),
                optional: value.get("optional").and_then(Value::as_bool) == Some(true),
                folder: field("path").and_then(Value::as_str).map(|path| normalised(&base.join(path))),
                name,
            }
        })
        .collect()
}
