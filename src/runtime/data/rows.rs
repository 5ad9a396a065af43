//! What the files of `rules/contexts/` say, as they say it.

use std::path::Path;

use serde::{Deserialize, Deserializer};

use super::Says;
use super::patterns::{Globs, globs};
use crate::embedded::fits;
use crate::runtime::built_output::BuiltOutput;

/// Packages whose use says something.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Package {
    pub says: Says,
    /// Specifiers; those of modules inside them count too. One that ends in `*` is a prefix.
    pub names: Vec<String>,
    /// The imported names that say it; all where there are none. One that ends in `*` is a prefix.
    #[serde(default)]
    pub only: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Globals {
    pub says: Says,
    /// `document` for any use, `window.*` for any member, `Deno.serve` for one.
    pub names: Vec<String>,
}

/// A function whose parameters and name under which it is exported say who calls it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
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
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
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
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
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
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
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
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ServerCall {
    /// The packages that give the function, or what it is called on.
    pub packages: Vec<String>,
    /// Its name, or that of what is exported.
    pub names: Vec<String>,
}

/// What runs by the clock, from a queue or from the command line, and what does not.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
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
    /// Types of what functions of clouds get that nobody's request brings.
    pub events: Vec<String>,
    /// Where workflows lie, below the top of a repository.
    #[serde(deserialize_with = "globs")]
    workflows: Globs,
    /// Commands that run the file which is named behind them.
    pub runners: Vec<String>,
    /// Commands that run a script of the manifest.
    pub script_runners: Vec<String>,
}

impl Automation {
    pub(super) fn add(&mut self, more: Self) {
        self.packages.extend(more.packages);
        self.serving.extend(more.serving);
        self.handlers.extend(more.handlers);
        self.globals.extend(more.globals);
        self.listens.extend(more.listens);
        self.events.extend(more.events);
        self.workflows.add(more.workflows);
        self.runners.extend(more.runners);
        self.script_runners.extend(more.script_runners);
    }

    /// Whether the use of a package shows that code runs by itself.
    pub fn runs(&self, package: &str) -> bool {
        of_list(&self.packages, package) > of_list(&self.serving, package)
    }

    /// Whether the use of a package shows that code answers requests.
    pub fn serves(&self, package: &str) -> bool {
        of_list(&self.serving, package) > of_list(&self.packages, package)
    }

    /// Whether a file describes what continuous integration runs.
    pub fn is_workflow(&self, location: &Path) -> bool {
        location.to_str().is_some_and(|location| self.workflows.is_match(location))
    }
}

/// How much of a specifier the longest entry of a list says that is its package, or a module or a name of that.
fn of_list(list: &[String], specifier: &str) -> Option<usize> {
    let specifier = specifier.strip_prefix("node:").unwrap_or(specifier);
    let is_of = |known: &&String| {
        fits(known, specifier) || specifier.strip_prefix(known.as_str()).is_some_and(|rest| rest.starts_with('/'))
    };
    list.iter().filter(is_of).map(String::len).max()
}

/// Files that are made for trying things out, and no part of what is shipped.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Aside {
    /// Words between the dots of a file's name: `Login.stories.tsx`.
    marks: Vec<String>,
    /// Folders.
    folders: Vec<String>,
}

impl Aside {
    pub(super) fn add(&mut self, more: Self) {
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
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Jsx {
    /// Packages in the manifest by which elements end up in a browser.
    #[serde(default)]
    pub renderers: Vec<String>,
}

/// What the dependencies of a crate say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
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
    /// Attributes of items that are built for WebAssembly alone: for browsers, unless the crate is for other hosts of it.
    #[serde(default)]
    pub wasm_attributes: Vec<String>,
    /// Crates for hosts of WebAssembly that are no browsers.
    #[serde(default)]
    pub wasm_hosts: Vec<String>,
    /// The crate serves requests.
    #[serde(default)]
    pub serving: Vec<String>,
}

impl Crates {
    pub(super) fn add(&mut self, more: Self) {
        self.client.extend(more.client);
        self.server.extend(more.server);
        self.server_attributes.extend(more.server_attributes);
        self.wasm_attributes.extend(more.wasm_attributes);
        self.wasm_hosts.extend(more.wasm_hosts);
        self.serving.extend(more.serving);
    }
}

/// A sentence on how secrets are read, and where it holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ServerRead {
    /// Frameworks by their names, or toolchains that inline variables.
    #[serde(default)]
    pub frameworks: Vec<String>,
    /// Packages of the manifest.
    #[serde(default)]
    pub(in crate::runtime) packages: Vec<String>,
    /// Dependencies of the crate.
    #[serde(default)]
    pub(in crate::runtime) crates: Vec<String>,
    /// Files of this language, whatever is known of them.
    pub(in crate::runtime) language: Option<CodeLanguage>,
    /// There is no server: says nothing to code that runs on one.
    #[serde(default)]
    pub(in crate::runtime) alone: bool,
    /// The sentence, without a full stop; `NAME` is the variable.
    pub(in crate::runtime) how: String,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(in crate::runtime) enum CodeLanguage {
    Script,
    Rust,
}

/// Configuration that puts values into bundles.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::runtime) struct DefineSource {
    /// Patterns of names of files.
    #[serde(deserialize_with = "globs")]
    pub configs: Globs,
    /// Texts one of which the file must hold; none for any.
    #[serde(default)]
    pub with: Vec<String>,
    /// Texts by which the output is for no browser, or for more than one place.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Keys with the entries of a build: of several that a file describes each is one by itself.
    #[serde(default)]
    pub entries: Vec<String>,
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

/// A file of the folder.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct File {
    #[serde(default)]
    pub package: Vec<Package>,
    #[serde(default)]
    pub global: Vec<Globals>,
    #[serde(default)]
    pub handler: Vec<Handler>,
    #[serde(default)]
    pub framework: Vec<Framework>,
    #[serde(default)]
    pub entries: Vec<Entries>,
    #[serde(default)]
    pub command: Vec<Command>,
    #[serde(default)]
    pub public_env: Vec<PublicEnv>,
    #[serde(default)]
    pub server_call: Vec<ServerCall>,
    #[serde(default)]
    pub server_read: Vec<ServerRead>,
    pub jsx: Option<Jsx>,
    pub aside: Option<Aside>,
    pub automation: Option<Automation>,
    #[serde(default)]
    pub injecting: Vec<String>,
    #[serde(default)]
    pub server_functions: Vec<String>,
    #[serde(default)]
    pub server_conditions: Vec<String>,
    #[serde(default)]
    pub client_conditions: Vec<String>,
    #[serde(default)]
    pub server_names: Vec<String>,
    #[serde(default)]
    pub client_names: Vec<String>,
    pub crates: Option<Crates>,
    pub bundles: Option<BuiltOutput>,
    #[serde(default)]
    pub inlined: Vec<DefineSource>,
}

impl Framework {
    /// Whether what must lie beside lies there.
    pub(in crate::runtime) fn is_complete(&self, names: &[String]) -> bool {
        self.beside.is_empty() || names.iter().any(|name| self.beside.is_match(name))
    }
}

/// `env.NAME`: the keys from the outside in.
fn paths_of_keys<'de, D: Deserializer<'de>>(paths: D) -> Result<Vec<Vec<String>>, D::Error> {
    let paths = Vec::<String>::deserialize(paths)?;
    Ok(paths.iter().map(|path| path.split('.').map(str::to_owned).collect()).collect())
}
