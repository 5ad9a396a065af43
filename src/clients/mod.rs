//! HTTP clients and frameworks as data: `rules/clients/*.toml` and `rules/frameworks/*.toml`, read and indexed.
//!
//! Values that come from libraries are named by API-graph paths: `npm:axios.create()`, `global:fetch`,
//! `crate:reqwest::Client::new()`; `type …` stands for a value declared with that type, `new …` for a constructor call.

use std::fmt;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::clients::wrappers::Wrapper;
use crate::embedded::CLIENTS;

mod callees;
mod calls;
mod definitions;
mod frameworks;
mod globals;
mod operations;
mod parse;
mod read;
mod sdks;
mod sinks;
mod slots;
mod words;
pub mod wrappers;

pub use callees::Callee;
pub use definitions::{
    CallDef, Change, Condition, Handed, HookDef, HookField, Kind, ObjectDef, ProviderDef, ResultDef, Seen, Selector,
    SettingsDef, SetupDef,
};
pub use frameworks::{
    AutoImportDef, CallerDef, CarriedDef, ComponentDef, ContextDef, Frameworks, InjectionDef, Member, PropertiesDef,
    Trait, Way,
};
pub use globals::{Globals, behind_global_object};
pub use operations::Builtin;
pub use sdks::{Carried, Method as SdkMethod, Part as SdkPart, SdkDef, SdkOperation};
pub use sinks::{Assigned, Sink, SinkDef};
pub use slots::{Slot, Takes};
pub use words::{SetupWords, set_up_method};

/// All clients of a run, indexed.
#[derive(Debug, Default)]
pub struct Clients {
    /// The objects, by the index that values refer to.
    pub objects: Vec<ObjectDef>,
    /// What calls on absolute paths do: `global:fetch()`.
    functions: FxHashMap<Box<str>, Vec<Arc<CallDef>>>,
    /// What methods do, by name, whatever they are called on: `npm:*.getProperties()`, `crate:*.context()`.
    methods_of_packages: FxHashMap<Box<str>, Vec<Arc<CallDef>>>,
    methods_of_crates: FxHashMap<Box<str>, Vec<Arc<CallDef>>>,
    /// What methods of signatures, times and numbers do, by name: `signed:*.digest()`, `time:*.toISOString()`,
    /// `number:*.minutes()`.
    methods_of_signed: FxHashMap<Box<str>, Vec<Arc<CallDef>>>,
    methods_of_times: FxHashMap<Box<str>, Vec<Arc<CallDef>>>,
    methods_of_numbers: FxHashMap<Box<str>, Vec<Arc<CallDef>>>,
    /// What functions do, by the end of their path, whatever crate they come from: `crate:*::Url::parse()`.
    functions_of_crates: FxHashMap<Box<str>, Vec<Arc<CallDef>>>,
    /// Which object a path gives.
    sources: FxHashMap<Box<str>, usize>,
    /// Whose members are variables of the environment.
    environment_members: FxHashSet<Box<str>>,
    /// What is called to read the environment: path to the selector of the variable's name.
    environment_calls: FxHashMap<Box<str>, Selector>,
    /// Functions that a configuration describes.
    wrappers: Vec<Wrapper>,
    /// What a framework takes from the providers of a program, by the path of the token.
    providers: FxHashMap<Box<str>, ProviderDef>,
    /// What the description of a program sets up for a platform.
    pub setups: Vec<SetupDef>,
    /// Whole configurations that a schema describes, by the call that reads them.
    settings: FxHashMap<Box<str>, SettingsDef>,
    /// Functions that are given credentials as arguments: the names of the options in their places.
    named_arguments: FxHashMap<Box<str>, Vec<Box<str>>>,
    /// What is the same as something of the language, by its path.
    aliases: FxHashMap<Box<str>, Box<str>>,
    /// What the paths of a compiler's helpers begin with.
    helpers: Vec<Box<str>>,
    /// The clients that send by another one, by the name of that.
    transports: FxHashMap<Box<str>, Vec<Box<str>>>,
    /// What frameworks do beside.
    pub frameworks: Frameworks,
    /// What writes values where others read them.
    pub sinks: sinks::Sinks,
    /// Names of methods, or parts of them, that set up clients of crates, as `setup-words` of their objects has them.
    set_ups: Vec<Box<str>>,
    /// The clients, by their names in reports, that may be set up with cookies.
    with_jars: FxHashSet<Box<str>>,
}

/// Why a client file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientError {
    /// The file.
    pub file: String,
    /// The line, 1-based, where it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.reason),
            None => write!(f, "{}: {}", self.file, self.reason),
        }
    }
}

impl std::error::Error for ClientError {}

impl Clients {
    /// What is built in.
    ///
    /// # Errors
    /// As [`Clients::read`].
    pub fn built_in() -> Result<Self, ClientError> {
        Self::with(&[])
    }

    /// What is built in and, behind it, these files: name and text.
    ///
    /// # Errors
    /// As [`Clients::read`].
    pub fn with(given: &[(String, String)]) -> Result<Self, ClientError> {
        let given = given.iter().map(|(name, text)| (&**name, &**text));
        Self::read(CLIENTS.iter().copied().chain(given))
    }

    /// Whether a method of this name may set up a client of Rust that others get.
    pub fn sets_up(&self, method: &str) -> bool {
        self.set_ups.iter().any(|part| method.contains(&**part))
    }

    /// Whether a client of this kind may have been given a jar for cookies where it was made.
    pub fn may_have_jar(&self, object: usize) -> bool {
        self.objects.get(object).is_some_and(|made| self.with_jars.contains(&made.client))
    }

    /// Whether what makes an object gives it the base of its URLs, and nothing that it does itself.
    pub fn gets_base(&self, object: usize) -> bool {
        let Some(made) = self.objects.get(object) else { return false };
        !made.fills(Slot::Base)
            && self.objects.iter().any(|other| other.client == made.client && other.fills(Slot::Base))
    }

    /// Takes these functions for clients, too.
    #[must_use]
    pub fn with_wrappers(mut self, wrappers: &[Wrapper]) -> Self {
        for wrapper in wrappers {
            for path in wrapper.paths() {
                // What a configuration says counts before the tables.
                self.functions.entry(path).or_default().insert(0, Arc::new(wrapper.call()));
            }
        }
        self.wrappers = wrappers.to_vec();
        self
    }

    /// The path of what is imported from a module under a name, where a configuration describes it.
    pub fn wrapper(&self, from: &str, name: &str) -> Option<String> {
        self.wrappers.iter().find(|wrapper| wrapper.name == name && wrapper.is_from(from)).map(Wrapper::path)
    }

    /// The path of a module of which a configuration describes functions.
    pub fn wrapping_module(&self, from: &str) -> Option<String> {
        self.wrappers.iter().find_map(|wrapper| wrapper.module().filter(|_| wrapper.is_from(from)))
    }

    /// The names in reports of the clients that a package has.
    pub fn of_package(&self, package: &str) -> Vec<Box<str>> {
        let is_of = |path: &str| {
            let path = path.trim_start_matches("new ").trim_start_matches("type ");
            let rest = path.strip_prefix("npm:").and_then(|path| path.strip_prefix(package));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '(', '/']))
        };
        let functions = self.functions.iter().filter(|(path, _)| is_of(path)).flat_map(|(_, defs)| defs);
        let objects = self.sources.iter().filter(|(path, _)| is_of(path));
        let objects = objects.filter_map(|(_, object)| self.objects.get(*object)).map(|object| object.client.clone());
        let mut names: Vec<Box<str>> = functions.map(|def| def.client.clone()).chain(objects).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// What calling an absolute path does: `global:fetch()`.
    pub fn function(&self, path: &str) -> Option<&[Arc<CallDef>]> {
        self.functions.get(path).map(Vec::as_slice)
    }

    /// What a method of this name does, whatever object of JavaScript it is called on.
    pub fn methods_of_packages(&self, name: &str) -> Option<&[Arc<CallDef>]> {
        self.methods_of_packages.get(name).map(Vec::as_slice)
    }

    /// What a method of this name does, whatever it is called on in Rust.
    pub fn methods_of_crates(&self, name: &str) -> Option<&[Arc<CallDef>]> {
        self.methods_of_crates.get(name).map(Vec::as_slice)
    }

    /// What a method of this name does, called on what a digest has made.
    pub fn methods_of_signed(&self, name: &str) -> Option<&[Arc<CallDef>]> {
        self.methods_of_signed.get(name).map(Vec::as_slice)
    }

    /// What a method of this name makes of the number that it is called on.
    pub fn methods_of_numbers(&self, name: &str) -> Option<&[Arc<CallDef>]> {
        self.methods_of_numbers.get(name).map(Vec::as_slice)
    }

    /// The names of options for which the arguments of a function stand: `npm:acme-sdk.token()`.
    pub fn named_arguments(&self, called: &str) -> &[Box<str>] {
        self.named_arguments.get(called).map_or(&[], Vec::as_slice)
    }

    /// What a method of this name does, called on a time.
    pub fn methods_of_times(&self, name: &str) -> Option<&[Arc<CallDef>]> {
        self.methods_of_times.get(name).map(Vec::as_slice)
    }

    /// What a function does that is known by the last two names of its path, or by the last one, whatever crate it is
    /// from: types are exported by several.
    pub fn functions_of_crates(&self, path: &str) -> Option<&[Arc<CallDef>]> {
        let mut names = path.rmatch_indices("::").map(|(at, _)| &path[at + 2..]);
        let last = names.next().unwrap_or(path);
        let both = names.next().unwrap_or(path);
        let known = self.functions_of_crates.get(both).or_else(|| self.functions_of_crates.get(last));
        known.map(Vec::as_slice)
    }

    /// What a framework does with what is provided for a token.
    pub fn provider(&self, token: &str) -> Option<&ProviderDef> {
        self.providers.get(token)
    }

    /// The names by which programs set up all objects of an index.
    pub fn set_up_by(&self, object: usize) -> impl Iterator<Item = &str> {
        let calls = self.functions.iter().filter(move |(_, defs)| defs.iter().any(|def| def.for_all == Some(object)));
        let tokens = self.providers.iter().filter(move |(_, def)| def.object == object);
        let paths = calls.map(|(path, _)| path).chain(tokens.map(|(path, _)| path));
        let members = self.setups.iter().filter(move |def| def.object == object).map(|def| &def.member);
        paths.chain(members).map(|path| path.trim_end_matches("()").rsplit('.').next().unwrap_or_default())
    }

    /// Clients, by their names in reports, and those that send by them, by way of others too.
    pub fn with_those_on(&self, clients: &[Box<str>]) -> Vec<Box<str>> {
        let mut all = clients.to_vec();
        let mut at = 0;
        while let Some(client) = all.get(at) {
            let more = self.transports.get(client).into_iter().flatten();
            let more: Vec<Box<str>> = more.filter(|other| !all.contains(other)).cloned().collect();
            all.extend(more);
            at += 1;
        }
        all
    }

    /// The object that a path gives: `npm:axios`, `type crate:reqwest::Client`.
    pub fn source(&self, path: &str) -> Option<usize> {
        self.sources.get(path).copied()
    }

    /// Whether a path gives a client that can be set up where it is, for all who use it: `npm:axios`, and no `node:https`.
    pub fn is_set_up_in_place(&self, path: &str) -> bool {
        self.source(path).and_then(|object| self.objects.get(object)).is_some_and(ObjectDef::is_set_up_in_place)
    }

    /// The environment variable that a member path reads: `global:process.env.API_KEY`.
    pub fn environment_member<'p>(&self, path: &'p str) -> Option<&'p str> {
        let (within, name) = path.rsplit_once('.')?;
        (self.environment_members.contains(within) && !name.is_empty() && !name.contains('(')).then_some(name)
    }

    /// What is known of the configuration that calling a path reads.
    pub fn settings(&self, called: &str) -> Option<&SettingsDef> {
        self.settings.get(called)
    }

    /// The path in the language itself of what a path is the same as.
    pub fn alias(&self, path: &str) -> Option<&str> {
        self.aliases.get(path).map(AsRef::as_ref)
    }

    /// The name of a compiler's helper that comes from a package: `npm:tslib.__importStar`.
    pub fn helper<'p>(&self, path: &'p str) -> Option<&'p str> {
        let names = self.helpers.iter().filter_map(|start| path.strip_prefix(&**start));
        names.min_by_key(|name| name.len())?.split('.').next()
    }

    /// The selector of the variable's name, where calling a path reads the environment: `global:Deno.env.get()`.
    pub fn environment_call(&self, path: &str) -> Option<&Selector> {
        self.environment_calls.get(path)
    }
}

/// The last name of a path: `Client` of `crate:reqwest::Client`.
pub fn last_name(path: &str) -> &str {
    path.rsplit([':', '.']).next().unwrap_or(path)
}
