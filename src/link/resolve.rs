//! What a specifier in a file means.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use oxc_resolver::{ResolveContext, ResolveError, ResolveOptions, ResolverGeneric, TsConfig, TsconfigDiscovery};

use super::aliases::Aliases;
use super::conventions::Conventions;
use super::import_maps::{ImportMaps, Meaning};
use super::packages::{is_name, split};
use super::view::{View, Window};
use super::{Target, output, patterns};
use crate::parallel::{Lazy, Memo};
use crate::source::FileId;
use crate::source::files::Files;
use crate::source::table::joined;
use crate::source::walk::normalised;

/// A specifier longer than this names no file.
const MAX_SPECIFIER: usize = 1024;

/// What a module may end in where the specifier does not say, in the order it is looked for.
const EXTENSIONS: [&str; 12] =
    [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json", ".vue", ".svelte", ".astro"];

/// What a module may end in where the specifier says what the compiler makes of it.
const COMPILED: [(&str, &[&str]); 4] = [
    (".js", &[".ts", ".tsx", ".js", ".jsx"]),
    (".jsx", &[".tsx", ".jsx"]),
    (".mjs", &[".mts", ".mjs"]),
    (".cjs", &[".cts", ".cjs"]),
];

/// The fields that name the entry of a package. Sources come first, for they are what is judged.
const MAIN_FIELDS: [&str; 6] = ["source", "module", "main", "browser", "types", "typings"];

/// Finds the modules that specifiers name. It is shared by threads and remembers what it found.
#[derive(Debug)]
pub struct Resolver<'f> {
    files: &'f Files,
    view: Arc<View>,
    engine: ResolverGeneric<Window>,
    locations: Vec<Lazy<PathBuf>>,
    surroundings: Vec<Lazy<Surroundings>>,
    aliases: Lazy<Aliases>,
    import_maps: Lazy<ImportMaps>,
    scopes: Memo<(PathBuf, Option<PathBuf>, Vec<PathBuf>), u32>,
    next_scope: AtomicU32,
    known: Memo<Question, Target>,
    asked: AtomicUsize,
}

/// What a specifier that is no path depends on besides itself.
#[derive(Debug)]
struct Surroundings {
    /// The same for all files with the same surroundings.
    scope: u32,
    /// The nearest directory with a manifest, or the root.
    package: PathBuf,
    tsconfig: Option<Arc<TsConfig>>,
    /// The scopes of import maps around it.
    of_maps: Vec<PathBuf>,
}

/// A specifier with all that its meaning depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Question {
    /// A path, and whether it is that of a directory.
    Path(PathBuf, bool),
    /// A name, and where it is.
    Name(Box<str>, u32),
}

impl<'f> Resolver<'f> {
    /// A resolver that finds the modules among `files`.
    pub fn new(files: &'f Files) -> Self {
        let view = Arc::new(View::new(files));
        let strings = |strings: &[&str]| strings.iter().map(|&string| string.to_owned()).collect::<Vec<String>>();
        let options = ResolveOptions {
            tsconfig: Some(TsconfigDiscovery::Auto),
            condition_names: Conventions::get().conditions.clone(),
            extensions: strings(&EXTENSIONS),
            extension_alias: COMPILED.iter().map(|(from, to)| ((*from).to_owned(), strings(to))).collect(),
            main_fields: strings(&MAIN_FIELDS),
            // Links are followed by the tree, and the environment of this process says nothing of the code.
            symlinks: false,
            node_path: false,
            builtin_modules: true,
            allow_package_exports_in_directory_resolve: true,
            ..ResolveOptions::default()
        };
        Self {
            files,
            engine: ResolverGeneric::new_with_file_system(Window(Arc::clone(&view)), options),
            view,
            locations: Lazy::many(files.len()),
            surroundings: Lazy::many(files.len()),
            aliases: Lazy::default(),
            import_maps: Lazy::default(),
            scopes: Memo::default(),
            next_scope: AtomicU32::new(0),
            known: Memo::default(),
            asked: AtomicUsize::new(0),
        }
    }

    /// What `specifier` means in the file `from`.
    pub fn resolve(&self, from: FileId, specifier: &str) -> Target {
        // Bundlers take what follows `?` as instructions.
        let specifier = specifier.split_once('?').map_or(specifier, |(path, _)| path);
        if specifier.is_empty() || specifier.len() > MAX_SPECIFIER || specifier.contains(['\0', '\\', '!']) {
            return Target::Unknown;
        }
        if let Some((scheme, name)) = specifier.split_once(':') {
            return with_scheme(scheme, name);
        }
        let Some(location) = self.location(from) else {
            return Target::Unknown;
        };
        let question = match specifier {
            "." | ".." => Question::Path(beside(location, specifier), true),
            path if path.starts_with("./") || path.starts_with("../") => {
                let is_directory = path.ends_with('/') || path.ends_with("/.") || path.ends_with("/..");
                Question::Path(beside(location, path), is_directory)
            }
            name => match self.surroundings(from, location) {
                Some(around) => Question::Name(name.into(), around.scope),
                None => return Target::Unknown,
            },
        };
        self.known.get_or_find(&question, || {
            let target = match &question {
                Question::Path(path, is_directory) => self.path(path, *is_directory),
                Question::Name(name, ..) => self.surroundings(from, location).map(|around| self.name(name, around)),
            };
            target.unwrap_or(Target::Unknown)
        })
    }

    /// Whether `specifier` in the file `from` means `target`, or that among others.
    pub fn leads(&self, from: FileId, specifier: &str, target: FileId) -> bool {
        if !patterns::is_pattern(specifier) {
            return self.resolve(from, specifier) == Target::Module(target);
        }
        let (Some(from), Some(to)) = (self.location(from), self.location(target)) else { return false };
        patterns::matches(specifier, from, to, self.package_of(from).as_deref())
    }

    /// The files that it finds modules among.
    pub fn files(&self) -> &'f Files {
        self.files
    }

    /// How many specifiers had to be looked for, instead of being known already.
    pub fn resolutions(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }

    /// Where a file is on disk, as links to it are followed.
    pub(super) fn location(&self, file: FileId) -> Option<&Path> {
        let location = self.locations.get(file.0 as usize)?;
        let source = self.files.get(file)?;
        Some(location.get_or_fill(|| normalised(&source.location)))
    }

    /// The directories of packages that depend on one of some.
    pub(super) fn dirs_depending_on(&self, packages: &[Box<str>]) -> Vec<&Path> {
        self.view.packages.dirs_depending_on(packages)
    }

    /// A number that is the same for files in which every name means the same.
    pub(super) fn scope(&self, file: FileId) -> Option<u32> {
        self.surroundings(file, self.location(file)?).map(|around| around.scope)
    }

    /// The directory of the package that a file belongs to.
    pub(super) fn package_of(&self, path: &Path) -> Option<PathBuf> {
        self.view.tree.package_dir(path.parent()?).map(Path::to_path_buf)
    }

    fn surroundings(&self, from: FileId, location: &Path) -> Option<&Surroundings> {
        let find = || {
            let dir = location.parent().unwrap_or(location);
            let package = self.view.tree.package_around(dir);
            let governing = self.engine.find_tsconfig(location).ok().flatten();
            let tsconfig = governing.or_else(|| self.nearest_tsconfig(dir));
            let of_maps = self.import_maps().scopes_around(location, &package);
            let key = (package.clone(), tsconfig.as_ref().map(|tsconfig| tsconfig.path.clone()), of_maps.clone());
            let scope = self.scopes.get_or_find(&key, || self.next_scope.fetch_add(1, Ordering::Relaxed));
            Surroundings { scope, package, tsconfig, of_maps }
        };
        self.surroundings.get(from.0 as usize).map(|around| around.get_or_fill(find))
    }

    /// The configuration nearest to a file that none includes: tests and scripts use the aliases of their project.
    fn nearest_tsconfig(&self, dir: &Path) -> Option<Arc<TsConfig>> {
        let path = self
            .view
            .tree
            .upwards(dir)
            .map(|dir| dir.join("tsconfig.json"))
            .find(|path| self.view.tree.has_tsconfig(path))?;
        let nearest = self.engine.resolve_tsconfig(path).ok()?;
        let has_aliases = |config: &&Arc<TsConfig>| {
            config.compiler_options.paths.is_some() || config.compiler_options.base_url.is_some()
        };
        let referred = nearest.references_resolved.iter();
        std::iter::once(&nearest).chain(referred).find(has_aliases).cloned()
    }

    fn path(&self, path: &Path, is_directory: bool) -> Option<Target> {
        if !path.starts_with(&self.view.tree.root) {
            return None;
        }
        if is_directory {
            return self.module(&self.ask(path, "./", None).ok()?);
        }
        let (dir, name) = (path.parent()?, path.file_name()?.to_str()?);
        if let Ok(found) = self.ask(dir, &format!("./{name}"), None) {
            return self.module(&found);
        }
        let mut of_platforms = self.platforms(path).iter();
        let found = of_platforms.find_map(|suffix| self.ask(dir, &format!("./{name}.{suffix}"), None).ok())?;
        self.module(&found)
    }

    /// What files are called that are for one platform, where this one lies.
    pub(super) fn platforms(&self, path: &Path) -> &'static [Box<str>] {
        let depends = |packages: &[Box<str>]| {
            let package = self.package_of(path);
            let manifest = package.and_then(|package| self.view.packages.manifest(&package));
            manifest.is_some_and(|manifest| packages.iter().any(|name| manifest.dependencies.contains_key(&**name)))
        };
        let used = Conventions::get().platforms.iter().find(|platforms| depends(&platforms.packages));
        used.map_or(&[], |platforms| &platforms.suffixes)
    }

    /// The folders and texts of files of configuration, by their names.
    pub(super) fn configs(&self, names: &[String]) -> Vec<(&Path, Arc<str>)> {
        let tree = &self.view.tree;
        let in_dir = |dir: &'_ Path| names.iter().filter_map(|name| tree.config(&dir.join(name))).collect::<Vec<_>>();
        tree.sorted_dirs().into_iter().flat_map(|dir| in_dir(dir).into_iter().map(move |text| (dir, text))).collect()
    }

    /// The file at the first of some places that is one.
    pub(super) fn file_at(&self, places: &[PathBuf]) -> Option<FileId> {
        places.iter().find_map(|place| self.files.at(place))
    }

    /// The repository.
    pub(super) fn root(&self) -> &Path {
        &self.view.tree.root
    }

    fn name(&self, specifier: &str, around: &Surroundings) -> Target {
        if let Some(path) = specifier.strip_prefix('/') {
            // What begins at the root of the server is written at the root of the package, or in its public folder.
            let places = [around.package.join(path), around.package.join("public").join(path)];
            return self.only(&places).unwrap_or(Target::Unknown);
        }
        let maps = self.import_maps();
        if let Some(mapped) = self.one_of(&maps.configured(specifier, &around.package, &around.of_maps)) {
            return mapped;
        }
        match self.ask(&around.package, specifier, around.tsconfig.as_deref()) {
            Ok(path) => return self.module(&path).unwrap_or(Target::Unknown),
            // `imports` may lead to a package.
            Err(ResolveError::NotFound(name)) if specifier.starts_with('#') && is_name(split(&name).0) => {
                return Target::Package(name.into());
            }
            Err(ResolveError::Builtin { .. }) => return Target::Package(specifier.into()),
            Err(_) => {}
        }
        if let Some(module) = self.by_alias(specifier, around) {
            return module;
        }
        let (name, rest) = split(specifier);
        let manifest = self.view.packages.manifest_in(&around.package);
        if !manifest.is_some_and(|manifest| manifest.dependencies.contains_key(name))
            && let Some(mapped) = self.one_of(&maps.of_pages(specifier, &around.package, &around.of_maps))
        {
            return mapped;
        }
        if let Some(package) = self.view.packages.named(&self.view.tree, name, &around.package) {
            return self.inside(package, rest).unwrap_or(Target::Unknown);
        }
        let conventions = Conventions::get();
        let alias = conventions.aliases.iter().find_map(|alias| Some((alias, alias_rest(specifier, &alias.name)?)));
        if let Some((alias, rest)) = alias {
            let places: Vec<PathBuf> =
                alias.folders.iter().map(|folder| around.package.join(folder).join(rest)).collect();
            return self.only(&places).unwrap_or(Target::Unknown);
        }
        if let Some(module) = self.beside_sources(specifier, around) {
            return module;
        }
        let is_made_up = conventions.made_up.iter().any(|made_up| made_up == name);
        if is_name(name) || is_made_up { Target::Package(specifier.into()) } else { Target::Unknown }
    }

    fn import_maps(&self) -> &ImportMaps {
        self.import_maps.get_or_fill(|| ImportMaps::read(&self.view.tree, self.files))
    }

    /// The module that all of some meanings are; nothing that is known, where they differ.
    fn one_of(&self, meanings: &[Meaning]) -> Option<Target> {
        let target = |meaning: &Meaning| match meaning {
            Meaning::Address(address) => match address.split_once(':') {
                Some((scheme, name)) => with_scheme(scheme, name),
                None => Target::Unknown,
            },
            Meaning::Places(places) => {
                places.iter().find_map(|place| self.path(place, false)).unwrap_or(Target::Unknown)
            }
        };
        let first = target(meanings.first()?);
        Some(if meanings.iter().all(|other| target(other) == first) { first } else { Target::Unknown })
    }

    /// The module that an alias of the package's own configuration leads to. Of several that fit, the longest is meant.
    fn by_alias(&self, specifier: &str, around: &Surroundings) -> Option<Target> {
        let aliases = self.aliases.get_or_fill(|| Aliases::read(&self.view.tree, self.files));
        let fitting = aliases.of(&around.package).iter().filter_map(|alias| {
            let rest = specifier.strip_prefix(&*alias.name)?;
            let rest = if rest.is_empty() { rest } else { rest.strip_prefix('/').filter(|_| !alias.exact)? };
            let mut places = alias.places.iter().map(|place| normalised(&place.join(rest)));
            Some((alias.name.len(), places.find_map(|place| self.path(&place, false))?))
        });
        fitting.max_by_key(|(length, _)| *length).map(|(_, module)| module)
    }

    /// A module that bundlers look for where the sources lie, as they are often told to: of a name that the manifest does
    /// not declare.
    fn beside_sources(&self, specifier: &str, around: &Surroundings) -> Option<Target> {
        let manifest = self.view.packages.manifest_in(&around.package)?;
        let name = split(specifier).0;
        if !is_name(name) || manifest.dependencies.contains_key(name) || specifier.starts_with('@') {
            return None;
        }
        self.path(&normalised(&around.package.join("src").join(specifier)), false)
    }

    /// A module of a package whose manifest does not lead to it.
    fn inside(&self, package: &Path, rest: &str) -> Option<Target> {
        if rest.is_empty() {
            return output::entry_of(&self.view.tree, package).and_then(|path| self.module(&path));
        }
        [package.join(rest), package.join("src").join(rest)].iter().find_map(|path| self.path(&normalised(path), false))
    }

    /// The module at one of some places, where there is one only.
    fn only(&self, places: &[PathBuf]) -> Option<Target> {
        let mut found = places.iter().filter_map(|place| self.path(&normalised(place), false));
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }

    fn ask(&self, dir: &Path, specifier: &str, tsconfig: Option<&TsConfig>) -> Result<PathBuf, ResolveError> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let found = self.engine.resolve_with_context(dir, specifier, tsconfig, &mut ResolveContext::default())?;
        Ok(found.into_path_buf())
    }

    fn module(&self, path: &Path) -> Option<Target> {
        self.files.at(&self.view.module(path)?).map(Target::Module)
    }
}

/// What a specifier with a scheme means.
fn with_scheme(scheme: &str, name: &str) -> Target {
    match scheme {
        "node" => Target::Package(name.into()),
        "npm" | "jsr" => {
            let (package, rest) = split(name.trim_start_matches('/'));
            match (without_version(package), rest) {
                (package, _) if !is_name(package) => Target::Unknown,
                (package, "") => Target::Package(package.into()),
                (package, rest) => Target::Package(format!("{package}/{rest}").into()),
            }
        }
        "https" | "http" => package_at(name).map_or(Target::Unknown, |package| Target::Package(package.into())),
        // Frameworks make up modules with schemes of their own.
        _ => {
            let module = name.split('/').next().unwrap_or(name);
            let is_made_up = Conventions::get().made_up.iter().any(|made_up| *made_up == format!("{scheme}:{module}"));
            if is_made_up { Target::Package(format!("{scheme}:{name}").into()) } else { Target::Unknown }
        }
    }
}

/// `name` of `name@1.2`, of a package that may have a scope.
fn without_version(package: &str) -> &str {
    match package.get(1..).and_then(|after| after.find('@')) {
        Some(at) => &package[..=at],
        None => package,
    }
}

/// The package that a server of packages has at an address, behind its scheme: the name with a version
/// (`//cdn.example/npm/axios@1.6/+esm`), what stands behind the name of the registry, or a name alone.
fn package_at(address: &str) -> Option<String> {
    let path = address.strip_prefix("//")?.split_once('/')?.1;
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let is_versioned = |segment: &&str| {
        let version = segment.get(1..).and_then(|after| after.split_once('@')).map(|(_, version)| version);
        version.is_some_and(|version| version.contains(|c: char| c.is_ascii_digit()) || version == "latest")
    };
    let versioned = segments.iter().position(is_versioned);
    let at = versioned.unwrap_or(usize::from(segments.first() == Some(&"npm")));
    let scope = |segment: &&&str| segment.starts_with('@') && !is_versioned(segment);
    let named = without_version(segments.get(at)?);
    let before = at.checked_sub(1).and_then(|before| segments.get(before)).filter(scope);
    let (name, rest) = match (before, segments.get(at + 1)) {
        (Some(scope), _) => (format!("{scope}/{named}"), at + 1),
        (None, Some(behind)) if named.starts_with('@') => (format!("{named}/{}", without_version(behind)), at + 2),
        _ => (named.to_owned(), at + 1),
    };
    // Of an address without a version or a registry the file tells: `/axios/dist/axios.min.js`.
    let own = name.rsplit('/').next().unwrap_or_default();
    let is_told =
        versioned.is_some() || at > 0 || segments.get(rest..)?.last().is_none_or(|file| file.starts_with(own));
    let is_file = own.ends_with("js") && own.contains('.');
    (is_name(&name) && is_told && !is_file).then_some(name)
}

fn beside(location: &Path, path: &str) -> PathBuf {
    joined(location.parent().unwrap_or(location), path)
}

/// What follows an alias; `None` where the specifier does not begin with it.
fn alias_rest<'s>(specifier: &'s str, alias: &str) -> Option<&'s str> {
    let rest = specifier.strip_prefix(alias)?;
    if rest.is_empty() && alias.len() > 1 { Some(rest) } else { rest.strip_prefix('/') }
}
