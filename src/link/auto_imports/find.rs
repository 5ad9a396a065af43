//! Finds the projects whose code uses names without importing them, and what these names are.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use globset::GlobSet;
use rustc_hash::{FxHashMap, FxHashSet};

use super::offers::{Offers, lowered};
use super::provided::names_provided;
use super::settings::Settings;
use super::variants::Variants;
use super::{AutoImports, Export, Given, Scope, name_of};
use crate::clients::AutoImportDef;
use crate::ir::program::Target;
use crate::link::Resolver;
use crate::link::packages::globs;
use crate::link::tree::is_declaration;
use crate::parallel;
use crate::source::walk::normalised;
use crate::source::{FileId, SourceKind};

/// More projects are not put on one another.
const MAX_LAYERS: usize = 16;

/// What exports by default.
const DEFAULT: &str = "default";

/// A project as one table sees it.
struct Project<'d> {
    def: &'d AutoImportDef,
    dir: PathBuf,
    /// The scripts below its folder.
    scripts: Vec<Script>,
    settings: Settings,
}

/// A script of a project.
struct Script {
    file: FileId,
    /// From the folder of the project.
    path: PathBuf,
    /// It belongs to another project, below this one.
    is_nested: bool,
}

/// The names that the files of a run may use without importing them.
pub fn find(resolver: &Resolver<'_>, defs: &[AutoImportDef]) -> AutoImports {
    let projects: Vec<Project> = defs.iter().flat_map(|def| projects(resolver, def)).collect();
    let sources: Vec<Sources> = projects.iter().map(|project| Sources::of(project, &projects)).collect();
    let exporting = projects.iter().zip(&sources).filter(|(project, _)| project.def.provided.is_none());
    let exporting = exporting.flat_map(|(_, sources)| sources.all().map(|script| script.file));
    let offers = Offers::of(resolver, exporting.collect());
    let mut found = AutoImports { variants: Variants::find(resolver), ..AutoImports::default() };
    for (project, sources) in projects.iter().zip(sources) {
        let (names, provided) = match &project.def.provided {
            Some(member) => (FxHashMap::default(), provided(resolver, &sources, (member, &project.def.prefix))),
            None => (names(resolver, project, &sources, &offers), FxHashMap::default()),
        };
        if names.is_empty() && provided.is_empty() {
            continue;
        }
        for file in project.users() {
            found.of.entry(file).or_default().push(found.scopes.len());
        }
        found.scopes.push(Scope { modules: project.def.modules.clone(), names, provided });
    }
    found
}

/// Which modules provide what as they run.
fn provided(
    resolver: &Resolver<'_>,
    sources: &Sources,
    (member, prefix): (&str, &str),
) -> FxHashMap<Box<str>, Vec<FileId>> {
    let files: Vec<FileId> = sources.all().map(|script| script.file).collect();
    let names = parallel::map(&files, |file| {
        lowered(resolver, *file).map(|module| names_provided(&module, member, prefix)).unwrap_or_default()
    });
    let mut found: FxHashMap<Box<str>, Vec<FileId>> = FxHashMap::default();
    for (file, names) in files.iter().zip(names) {
        for name in names {
            found.entry(name).or_default().push(*file);
        }
    }
    found
}

/// What the names of a project stand for.
fn names(resolver: &Resolver<'_>, project: &Project, sources: &Sources, offers: &Offers) -> FxHashMap<Box<str>, Given> {
    let exported = |file: FileId, name: &str| Export { file, name: name.into(), origin: offers.origin(file, name) };
    let mut found: FxHashMap<Box<str>, Given> = FxHashMap::default();
    let mut add = |name: Box<str>, given: Given| {
        found.entry(name).and_modify(|known| *known = known.clone().or(&given)).or_insert(given);
    };
    for name in &project.settings.given {
        let given = match resolver.resolve(name.config, &name.from) {
            Target::Module(file) => Given::Export(exported(file, &name.there)),
            Target::Package(_) | Target::Unknown => Given::Import(name.from.clone(), name.there.clone()),
        };
        add(name.own.clone(), given);
    }
    for (from, own) in project.def.given.iter().filter_map(|list| Some((list, project.def.lists.get(list)?))) {
        for name in own {
            add(name.clone(), Given::Import(from.clone(), name.clone()));
        }
    }
    let offered = |script: &Script| -> Vec<(Box<str>, Given)> {
        let Script { file, path, .. } = script;
        let named = offers.names(*file).into_iter().filter_map(|name| {
            let own = if &*name == DEFAULT { name_of(&project.dir.join(path)) } else { Some(name.clone()) };
            Some((own?, Given::Export(exported(*file, &name))))
        });
        named.collect()
    };
    for (own, given) in sources.own.iter().flat_map(|script| offered(script)) {
        add(own, given);
    }
    // What a project has itself stands in place of what its layers have, and the first of these before the others.
    for (own, given) in sources.of_layers.iter().flat_map(|script| offered(script)) {
        found.entry(own).or_insert(given);
    }
    found
}

/// The projects that a table is about.
fn projects<'d>(resolver: &Resolver<'_>, def: &'d AutoImportDef) -> Vec<Project<'d>> {
    let configs = configs(resolver, def);
    let packed = resolver.dirs_depending_on(&def.packages);
    let dirs: FxHashSet<&Path> = packed.into_iter().chain(configs.keys().copied()).collect();
    let mut found: BTreeMap<&Path, Vec<Script>> = BTreeMap::new();
    if dirs.is_empty() {
        return Vec::new();
    }
    for (file, location) in scripts(resolver) {
        // A file belongs to the project that is nearest to it.
        let around = location.ancestors().skip(1).filter_map(|dir| dirs.get(dir).copied());
        for (place, dir) in around.enumerate() {
            let path = location.strip_prefix(dir).unwrap_or(location).to_path_buf();
            found.entry(dir).or_default().push(Script { file, path, is_nested: place > 0 });
        }
    }
    let project = |(dir, scripts): (&Path, Vec<Script>)| {
        let mut settings = Settings::default();
        for module in configs.get(dir).into_iter().flatten().filter_map(|file| lowered(resolver, *file)) {
            settings.read(&module, def);
        }
        Project { def, dir: dir.to_path_buf(), scripts, settings }
    };
    found.into_iter().map(project).collect()
}

/// The files of configuration, by their folders.
fn configs<'r>(resolver: &'r Resolver<'_>, def: &AutoImportDef) -> BTreeMap<&'r Path, Vec<FileId>> {
    let configs = globs(def.configs.iter().map(|config| &**config));
    let mut found: BTreeMap<&Path, Vec<FileId>> = BTreeMap::new();
    for (file, location) in scripts(resolver) {
        if let (Some(dir), Some(name)) = (location.parent(), location.file_name())
            && configs.is_match(name)
        {
            found.entry(dir).or_default().push(file);
        }
    }
    found
}

/// The scripts of a run that lie in files of their own.
fn scripts<'r>(resolver: &'r Resolver<'_>) -> impl Iterator<Item = (FileId, &'r Path)> {
    let scripts = resolver.files().iter().filter(|(_, file)| file.kind.is_some_and(SourceKind::is_script));
    scripts.filter(|(_, file)| file.embedded_in.is_none()).filter_map(|(id, _)| Some((id, resolver.location(id)?)))
}

/// The scripts whose exports are names in a project.
struct Sources<'p> {
    own: Vec<&'p Script>,
    of_layers: Vec<&'p Script>,
}

impl<'p> Sources<'p> {
    fn of(project: &'p Project, projects: &'p [Project]) -> Self {
        let mut layers: Vec<&Project> = vec![project];
        let mut next = 0;
        while let Some(of) = layers.get(next).filter(|_| layers.len() < MAX_LAYERS) {
            let dirs = of.settings.layers.iter().map(|layer| normalised(&of.dir.join(layer)));
            let with =
                dirs.filter_map(|dir| projects.iter().find(|one| one.dir == dir && std::ptr::eq(one.def, project.def)));
            let with: Vec<&Project> = with.filter(|one| !layers.iter().any(|known| known.dir == one.dir)).collect();
            layers.extend(with);
            next += 1;
        }
        Self { own: project.sources(), of_layers: layers.iter().skip(1).flat_map(|layer| layer.sources()).collect() }
    }

    fn all(&self) -> impl Iterator<Item = &'p Script> {
        self.own.iter().chain(&self.of_layers).copied()
    }
}

impl Project<'_> {
    /// The scripts whose exports are names in the others.
    fn sources(&self) -> Vec<&Script> {
        let is_module = |script: &&Script| {
            let extension = script.path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
            extension.ends_with(['s', 'x']) && !is_declaration(&script.path)
        };
        let matching = |patterns: &[String]| {
            let patterns = globs(patterns.iter().map(String::as_str));
            let scripts = self.scripts.iter().filter(is_module);
            scripts.filter(|script| patterns.is_match(&script.path)).collect::<Vec<_>>()
        };
        let own = |root: &str| self.def.files.iter().map(|file| joined(root, file)).collect::<Vec<String>>();
        let configured = self.settings.root.as_ref().map(|root| root.trim_start_matches("./").trim_matches('/'));
        let usual = || self.def.roots.iter().map(|root| &**root).find(|root| !matching(&own(root)).is_empty());
        let root = configured.or_else(usual).unwrap_or_default();
        let added = self.settings.folders.iter().flat_map(|folder| patterns(root, folder));
        matching(&own(root).into_iter().chain(added).collect::<Vec<String>>())
    }

    /// The files that have the names.
    fn users(&self) -> impl Iterator<Item = FileId> {
        let set = |patterns: &[Box<str>]| -> Option<GlobSet> {
            (!patterns.is_empty()).then(|| globs(patterns.iter().map(|pattern| &**pattern)))
        };
        let (within, except) = (set(&self.def.within), set(&self.def.except));
        let users = self.scripts.iter().filter(move |Script { path, is_nested, .. }| {
            !is_nested
                && within.as_ref().is_none_or(|set| set.is_match(path))
                && !except.as_ref().is_some_and(|set| set.is_match(path))
        });
        users.map(|script| script.file)
    }
}

/// The patterns of the modules in a folder of the configuration, which begins at the sources or at the project: those right
/// in it, unless it is a pattern itself that says more.
fn patterns(root: &str, folder: &str) -> Vec<String> {
    // `~/` and `@/` are customary names of both.
    let folder = folder.trim_start_matches(['~', '@', '.', '/']).trim_end_matches('/');
    let places = [joined(root, folder), folder.to_owned()];
    let inside = places.iter().map(|place| joined(place, "*")).collect::<Vec<String>>();
    places.into_iter().chain(inside).collect()
}

fn joined(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
}
