//! What tells where code runs, as data: `rules/contexts/*.toml`, read and indexed.

use std::fmt;

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use rustc_hash::FxHashMap;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::embedded::CONTEXTS;
use crate::parallel::Lazy;
use crate::runtime::built_output::BuiltOutput;

/// What a piece of evidence says of the module it is found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Says {
    /// It reaches a browser.
    Client,
    /// It cannot be part of what a browser gets.
    Server,
    /// It runs elsewhere: neither is known, and nothing is known of what it imports.
    Elsewhere,
    /// It probably reaches a browser; counts where nothing better is known.
    ClientHint,
    /// It probably runs on a server; counts where nothing better is known.
    ServerHint,
}

/// All that is known of frameworks, toolchains and packages.
#[derive(Debug, Default)]
pub struct ContextData {
    /// Frameworks, in the order of the files.
    pub frameworks: Vec<Framework>,
    /// Bundlers and others whose configuration names entries.
    pub entries: Vec<Entries>,
    /// Commands in the scripts of a manifest that name entries.
    pub commands: Vec<Command>,
    /// Prefixes of environment variables that a toolchain inlines.
    pub public_env: Vec<PublicEnv>,
    /// How servers read secrets; the first that fits counts.
    pub server_reads: Vec<ServerRead>,
    /// Functions that are handed to calls and run on the server.
    pub server_calls: Vec<ServerCall>,
    /// What JSX says.
    pub jsx: Jsx,
    /// What is made for trying things out.
    pub aside: Aside,
    /// Packages whose injection takes types of parameters for values.
    pub injecting: Vec<String>,
    /// Names of exported functions that nobody uses for anything but what runs on the server.
    pub server_functions: Vec<String>,
    /// Conditions, without blanks and with single quotes, that hold on the server only.
    pub server_conditions: Vec<String>,
    /// What runs by itself.
    pub automation: Automation,
    /// What crates say.
    pub crates: Crates,
    /// What built output looks like.
    pub(super) bundles: BuiltOutput,
    /// Configuration that puts values into bundles.
    pub(super) define_sources: Vec<DefineSource>,
    packages: Vec<Package>,
    exact: FxHashMap<String, Vec<usize>>,
    prefixes: Vec<(String, usize)>,
    globals: FxHashMap<String, Says>,
    handlers: Vec<Handler>,
}

/// Packages whose use says something.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Package {
    says: Says,
    /// Specifiers; those of modules inside them count too. One that ends in `*` is a prefix.
    names: Vec<String>,
    /// The imported names that say it; all where there are none. One that ends in `*` is a prefix.
    #[serde(default)]
    only: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Globals {
    says: Says,
    /// `document` for any use, `window.*` for any member, `Deno.serve` for one.
    names: Vec<String>,
}

/// A function whose parameters and name under which it is exported say who calls it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handler {
    /// What it says.
    pub says: Says,
    /// The names under which it is exported.
    pub exported: Vec<String>,
    /// What its first parameters are called, one list for each.
    pub params: Vec<Vec<String>>,
    /// It is a method of the exported object.
    #[serde(default)]
    pub method: Option<String>,
}

/// A framework, and which files of a project it runs where.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Framework {
    /// Its name, for people.
    pub name: String,
    /// It is used where the manifest names one of these packages,
    #[serde(default)]
    pub packages: Vec<String>,
    /// or where one of these files lies: these are patterns of names.
    #[serde(default, deserialize_with = "globs")]
    pub configs: Globs,
    /// Only where one of these lies in the same folder; everywhere where there are none.
    #[serde(default, deserialize_with = "globs")]
    pub beside: Globs,
    /// Files that reach the browser, relative to the folder of the project.
    #[serde(default, deserialize_with = "globs")]
    pub client: Globs,
    /// Files that do not.
    #[serde(default, deserialize_with = "globs")]
    pub server: Globs,
    /// Functions exported by client files that run on the server alone.
    #[serde(default)]
    pub functions: Vec<String>,
    /// A component written in JSX is rendered on the server unless something says otherwise.
    #[serde(default)]
    pub renders_on_server: bool,
}

/// Configuration whose strings name entries.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entries {
    /// The tool, for people.
    pub name: String,
    /// Patterns of names of files.
    #[serde(deserialize_with = "globs")]
    pub configs: Globs,
    /// What holds the names.
    pub keys: Vec<String>,
    /// Keys below which nothing counts.
    #[serde(default)]
    pub except: Vec<String>,
    /// A key that must be there.
    pub requires: Option<String>,
    /// Strings one of which must be there.
    #[serde(default)]
    pub with: Vec<String>,
    /// Strings by which the output is for no browser; `*` ends a prefix.
    #[serde(default)]
    pub unless: Vec<String>,
}

/// A command whose arguments name entries.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Command {
    /// Its first word.
    pub name: String,
    /// Words one of which must be there; none for any.
    #[serde(default)]
    pub with: Vec<String>,
    /// Words by which the output is for no browser.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Options behind which a word stands that names no entry.
    #[serde(default)]
    pub options: Vec<String>,
}

/// A prefix of environment variables that end up in what the browser gets.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicEnv {
    /// The prefix; empty where client code gets whatever it reads.
    pub prefix: String,
    /// What files import that read the variables by it; none where any file may.
    #[serde(default)]
    pub module: Option<String>,
    /// The toolchain, for people.
    pub toolchain: String,
    /// Packages of the manifest by which the toolchain is recognised.
    pub packages: Vec<String>,
    /// Nothing else has this prefix: where there is no manifest, it is enough.
    #[serde(default)]
    pub unmistakable: bool,
}

/// Calls whose functions run on the server.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerCall {
    /// The packages that give the function, or what it is called on.
    pub packages: Vec<String>,
    /// Its name, or that of what is exported.
    pub names: Vec<String>,
}

/// What runs by the clock, from a queue or from the command line, and what does not.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Automation {
    /// Packages by whose use code runs by itself. One that ends in `*` is a prefix.
    packages: Vec<String>,
    /// Packages by whose use it answers requests.
    serving: Vec<String>,
    /// Methods of exported objects that are called by the clock.
    pub handlers: Vec<String>,
    /// Members of globals by which a program learns how it was run.
    pub globals: Vec<String>,
    /// Functions and methods by whose call code listens for requests.
    pub listens: Vec<String>,
}

impl Automation {
    fn add(&mut self, more: Self) {
        self.packages.extend(more.packages);
        self.serving.extend(more.serving);
        self.handlers.extend(more.handlers);
        self.globals.extend(more.globals);
        self.listens.extend(more.listens);
    }

    /// Whether the use of a package shows that code runs by itself.
    pub fn runs(&self, package: &str) -> bool {
        of_list(&self.packages, package)
    }

    /// Whether the use of a package shows that code answers requests.
    pub fn serves(&self, package: &str) -> bool {
        of_list(&self.serving, package)
    }
}

/// Whether a specifier is that of a package of a list, or of a module in one.
fn of_list(list: &[String], specifier: &str) -> bool {
    let specifier = specifier.strip_prefix("node:").unwrap_or(specifier);
    list.iter().any(|known| {
        fits(known, specifier) || specifier.strip_prefix(known.as_str()).is_some_and(|rest| rest.starts_with('/'))
    })
}

/// Files that are made for trying things out, and no part of what is shipped.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Aside {
    /// Words between the dots of a file's name: `Login.stories.tsx`.
    marks: Vec<String>,
    /// Folders.
    folders: Vec<String>,
}

impl Aside {
    fn add(&mut self, more: Self) {
        self.marks.extend(more.marks);
        self.folders.extend(more.folders);
    }

    /// Whether a path is that of such a file.
    pub fn has(&self, path: &str) -> bool {
        let is_mark = |part: &str| self.marks.iter().any(|mark| mark == part);
        let file = path.rsplit('/').next().unwrap_or(path);
        file.split('.').skip(1).any(is_mark) || path.split('/').any(|part| self.folders.iter().any(|one| one == part))
    }
}

/// What elements written in JSX say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jsx {
    /// Packages in the manifest by which elements end up in a browser.
    #[serde(default)]
    pub renderers: Vec<String>,
}

/// What the dependencies of a crate say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crates {
    /// The crate is built for the browser; `name/feature` where it takes a feature.
    #[serde(default)]
    pub client: Vec<String>,
    /// The crate serves or runs on a host.
    #[serde(default)]
    pub server: Vec<String>,
    /// Attributes of items that run on the server alone.
    #[serde(default)]
    pub server_attributes: Vec<String>,
    /// The crate serves requests.
    #[serde(default)]
    pub serving: Vec<String>,
}

impl Crates {
    fn add(&mut self, more: Self) {
        self.client.extend(more.client);
        self.server.extend(more.server);
        self.server_attributes.extend(more.server_attributes);
        self.serving.extend(more.serving);
    }
}

/// A sentence on how secrets are read, and where it holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerRead {
    /// Frameworks by their names, or toolchains that inline variables.
    #[serde(default)]
    pub frameworks: Vec<String>,
    /// Packages of the manifest.
    #[serde(default)]
    pub(super) packages: Vec<String>,
    /// Dependencies of the crate.
    #[serde(default)]
    pub(super) crates: Vec<String>,
    /// Files of this language, whatever is known of them.
    pub(super) language: Option<CodeLanguage>,
    /// There is no server: says nothing to code that runs on one.
    #[serde(default)]
    pub(super) alone: bool,
    /// The sentence, without a full stop; `NAME` is the variable.
    pub(super) how: String,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum CodeLanguage {
    Script,
    Rust,
}

/// Configuration that puts values into bundles.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DefineSource {
    /// Patterns of names of files.
    #[serde(deserialize_with = "globs")]
    pub configs: Globs,
    /// Texts one of which the file must hold; none for any.
    #[serde(default)]
    pub with: Vec<String>,
    /// Texts by which the output is for no browser, or for more than one place.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Keys whose objects name what is put in; each from the outside in.
    #[serde(default, deserialize_with = "paths_of_keys")]
    pub keys: Vec<Vec<String>>,
    /// Functions whose first argument names it.
    #[serde(default)]
    pub calls: Vec<String>,
    /// Keys whose texts are beginnings of names that are put in.
    #[serde(default)]
    pub prefixes: Vec<String>,
    /// The functions put in all that code reads from `object`.
    #[serde(default)]
    pub whole: bool,
    /// What code reads the names from: `process.env`; none where the names say it themselves.
    pub object: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    package: Vec<Package>,
    #[serde(default)]
    global: Vec<Globals>,
    #[serde(default)]
    handler: Vec<Handler>,
    #[serde(default)]
    framework: Vec<Framework>,
    #[serde(default)]
    entries: Vec<Entries>,
    #[serde(default)]
    command: Vec<Command>,
    #[serde(default, rename = "public-env")]
    public_env: Vec<PublicEnv>,
    #[serde(default, rename = "server-call")]
    server_call: Vec<ServerCall>,
    #[serde(default, rename = "server-read")]
    server_read: Vec<ServerRead>,
    jsx: Option<Jsx>,
    aside: Option<Aside>,
    automation: Option<Automation>,
    #[serde(default)]
    injecting: Vec<String>,
    #[serde(default, rename = "server-functions")]
    server_functions: Vec<String>,
    #[serde(default, rename = "server-conditions")]
    server_conditions: Vec<String>,
    crates: Option<Crates>,
    bundles: Option<BuiltOutput>,
    #[serde(default)]
    inlined: Vec<DefineSource>,
}

/// Data that cannot be read: the file, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataError {
    /// The sentence.
    pub message: String,
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DataError {}

impl ContextData {
    /// What is built in.
    ///
    /// # Errors
    /// Data that is no TOML of the form expected, or holds a pattern that is none.
    pub fn builtin() -> Result<Self, DataError> {
        Self::read(CONTEXTS.iter().copied())
    }

    /// Reads files: name and text.
    ///
    /// # Errors
    /// As [`ContextData::builtin`].
    pub fn read<'t>(files: impl Iterator<Item = (&'t str, &'t str)>) -> Result<Self, DataError> {
        let mut data = Self::default();
        for (name, text) in files {
            let file: File = toml::from_str(text).map_err(|error| DataError { message: format!("{name}: {error}") })?;
            data.add(file);
        }
        data.index();
        Ok(data)
    }

    fn add(&mut self, file: File) {
        self.frameworks.extend(file.framework);
        self.entries.extend(file.entries);
        self.define_sources.extend(file.inlined);
        self.bundles.add(file.bundles.unwrap_or_default());
        self.packages.extend(file.package);
        self.commands.extend(file.command);
        self.public_env.extend(file.public_env);
        self.server_calls.extend(file.server_call);
        self.server_reads.extend(file.server_read);
        self.handlers.extend(file.handler);
        self.injecting.extend(file.injecting);
        self.server_functions.extend(file.server_functions);
        self.server_conditions.extend(file.server_conditions);
        self.jsx.renderers.extend(file.jsx.unwrap_or_default().renderers);
        self.aside.add(file.aside.unwrap_or_default());
        self.automation.add(file.automation.unwrap_or_default());
        self.crates.add(file.crates.unwrap_or_default());
        for globals in file.global {
            self.globals.extend(globals.names.into_iter().map(|name| (name, globals.says)));
        }
    }

    fn index(&mut self) {
        for (at, package) in self.packages.iter().enumerate() {
            for name in &package.names {
                match name.strip_suffix('*') {
                    Some(prefix) => self.prefixes.push((prefix.to_owned(), at)),
                    None => self.exact.entry(name.clone()).or_default().push(at),
                }
            }
        }
        // The longest prefix says most.
        self.prefixes.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then(a.cmp(b)));
    }

    /// What the use of a name of a package says; the name is `default` or `*` for the package itself.
    pub(super) fn package(&self, specifier: &str, name: &str) -> Option<Says> {
        let specifier = specifier.strip_prefix("node:").unwrap_or(specifier);
        let says = |at: &usize| {
            let package = &self.packages[*at];
            (package.only.is_empty() || package.only.iter().any(|only| fits(only, name))).then_some(package.says)
        };
        let mut part = Some(specifier);
        while let Some(name) = part {
            if let Some(places) = self.exact.get(name) {
                return places.iter().find_map(says);
            }
            part = name.rfind('/').map(|at| &name[..at]);
        }
        self.prefixes.iter().find(|(prefix, _)| specifier.starts_with(prefix.as_str())).and_then(|(_, at)| says(at))
    }

    /// Whether imports of a package may say something.
    pub(super) fn knows(&self, specifier: &str) -> bool {
        let specifier = specifier.strip_prefix("node:").unwrap_or(specifier);
        let parts = || specifier.match_indices('/').map(|(at, _)| &specifier[..at]).chain([specifier]);
        parts().any(|part| self.exact.contains_key(part))
            || self.prefixes.iter().any(|(prefix, _)| specifier.starts_with(prefix.as_str()))
    }

    /// What the use of a global says; `member` where one of its members is used.
    pub(super) fn global(&self, name: &str, member: Option<&str>) -> Option<Says> {
        let exact = member.and_then(|member| self.globals.get(&format!("{name}.{member}")));
        let any = || member.and_then(|_| self.globals.get(&format!("{name}.*")));
        exact.or_else(any).or_else(|| self.globals.get(name)).copied()
    }

    /// The toolchains that may inline an environment variable of this name.
    pub fn public_env(&self, name: &str) -> impl Iterator<Item = &PublicEnv> {
        let longer = self.public_env.iter().filter(|one| name.len() > one.prefix.len());
        longer.filter(|one| name.starts_with(&one.prefix))
    }

    /// The handlers that are recognised by their form.
    pub(super) fn handlers(&self) -> &[Handler] {
        &self.handlers
    }
}

impl Framework {
    /// Whether what must lie beside lies there.
    pub(super) fn is_complete(&self, names: &[String]) -> bool {
        self.beside.is_empty() || names.iter().any(|name| self.beside.is_match(name))
    }
}

/// Whether a name is one, or begins as one that ends in `*` says.
pub(super) fn fits(pattern: &str, name: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == name, |prefix| name.starts_with(prefix))
}

/// Patterns of paths or names. What finds them is made when something may be one.
#[derive(Debug, Default)]
pub struct Globs {
    patterns: Vec<Glob>,
    set: Lazy<GlobSet>,
}

impl Globs {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Whether one of them is a path's.
    pub fn is_match(&self, path: &str) -> bool {
        let special = |byte: u8| matches!(byte, b'*' | b'?' | b'[' | b'{' | b'\\');
        let begins = |glob: &Glob| {
            let pattern = glob.glob().as_bytes();
            let fixed = pattern.iter().position(|byte| special(*byte)).unwrap_or(pattern.len());
            path.as_bytes().starts_with(&pattern[..fixed])
        };
        self.patterns.iter().any(begins) && self.set.get_or_fill(|| self.set()).is_match(path)
    }

    fn set(&self) -> GlobSet {
        let mut set = GlobSetBuilder::new();
        for pattern in &self.patterns {
            set.add(pattern.clone());
        }
        set.build().unwrap_or_else(|_| GlobSet::empty())
    }
}

fn globs<'de, D: Deserializer<'de>>(patterns: D) -> Result<Globs, D::Error> {
    let mut globs = Globs::default();
    for pattern in Vec::<String>::deserialize(patterns)? {
        let glob = GlobBuilder::new(&pattern).literal_separator(true).empty_alternates(true).build();
        globs.patterns.push(glob.map_err(D::Error::custom)?);
    }
    Ok(globs)
}

/// `env.NAME`: the keys from the outside in.
fn paths_of_keys<'de, D: Deserializer<'de>>(paths: D) -> Result<Vec<Vec<String>>, D::Error> {
    let paths = Vec::<String>::deserialize(paths)?;
    Ok(paths.iter().map(|path| path.split('.').map(str::to_owned).collect()).collect())
}
