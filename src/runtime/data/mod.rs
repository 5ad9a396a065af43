//! What tells where code runs, as data: `rules/contexts/*.toml`, read and indexed.

mod patterns;
mod rows;

use std::fmt;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use self::rows::{File, Package};
use crate::embedded::{CONTEXTS, fits};
use crate::runtime::built_output::BuiltOutput;

pub use self::patterns::Globs;
pub use self::rows::{
    Aside, Automation, Command, Crates, Entries, Framework, Handler, Jsx, PublicEnv, ServerCall, ServerRead,
};
pub(super) use self::rows::{CodeLanguage, DefineSource};

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
    /// Conditions that hold in browsers only, written in the same way.
    pub client_conditions: Vec<String>,
    /// Names that conditions of the server are imported by.
    pub server_names: Vec<String>,
    /// Names that conditions of browsers are imported by.
    pub client_names: Vec<String>,
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
        self.client_conditions.extend(file.client_conditions);
        self.server_names.extend(file.server_names);
        self.client_names.extend(file.client_names);
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
        let says = |at: usize, is_inside: bool| {
            let package = &self.packages[at];
            // What a module inside a package exports by default is its own: `next/image` is no `next`.
            let is_named = |only: &String| fits(only, name) && !(is_inside && name == "default");
            (package.only.is_empty() || package.only.iter().any(is_named)).then_some(package.says)
        };
        let mut part = Some(specifier);
        while let Some(known) = part {
            if let Some(places) = self.exact.get(known) {
                return places.iter().find_map(|at| says(*at, known != specifier));
            }
            part = known.rfind('/').map(|at| &known[..at]);
        }
        let prefix = self.prefixes.iter().find(|(prefix, _)| specifier.starts_with(prefix.as_str()));
        prefix.and_then(|(_, at)| says(*at, false))
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
