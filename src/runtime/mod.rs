//! Does this code reach a browser?
//!
//! A module says so itself (where it stands, what it imports, how it is written), or what leads to it does: an entry of
//! a bundle, a page, a component. Parts of a module may run on the server whatever the rest does.

mod automation;
mod builds;
mod built_output;
mod commands;
mod conditions;
mod context;
mod crates;
pub mod data;
mod defines;
mod dynamic_imports;
mod entries;
mod features;
mod import_edges;
mod modules;
mod projects;
mod reach;
mod server_reads;
mod server_regions;
mod signals;
mod used_imports;
mod workflows;

pub use context::{Context, Publisher, Side};
pub use data::ContextData;
pub use defines::Define;

use std::path::Path;

use crate::link::{ImportGraph, Workspace};
use crate::parallel::Lazy;
use crate::source::walk::normalised;
use crate::source::{FileId, SourceKind, Span};
use crates::Crates;
use data::{PublicEnv, Says};
use modules::Modules;
use projects::Manifest;

/// The contexts of the files of a run, found when they are asked for.
#[derive(Debug)]
pub struct Contexts<'w, 'f> {
    modules: Modules<'w, 'f>,
    crates: Crates,
    found: Vec<Lazy<Context>>,
    automations: Vec<Lazy<Option<String>>>,
    definitions: Lazy<Vec<Define>>,
    all_client: bool,
}

impl<'w, 'f> Contexts<'w, 'f> {
    /// Nothing is looked into yet.
    pub fn new(workspace: &'w Workspace<'f>, graph: &'w ImportGraph, data: &'w ContextData) -> Self {
        let files = workspace.files.len();
        Self {
            modules: Modules::new(workspace, graph, data),
            crates: Crates::new(files),
            found: Lazy::many(files),
            automations: Lazy::many(files),
            definitions: Lazy::default(),
            all_client: false,
        }
    }

    /// Takes all scripts for client code, if so.
    #[must_use]
    pub fn all_client(mut self, all: bool) -> Self {
        self.all_client = all;
        self
    }

    /// Where the code at a place runs.
    pub fn at(&self, span: Span) -> Context {
        let Some(file) = self.modules.workspace.files.get(span.file) else { return Context::unknown(span.file) };
        match file.kind {
            Some(SourceKind::Rust) => self.crates.at(self.modules.workspace, self.modules.data, span),
            Some(kind) if kind.is_script() && self.all_client => {
                Context::new(Side::Client, vec![span.file], "--bundle says so")
            }
            Some(kind) if kind.is_script() => {
                let region = self.modules.signals(span.file).and_then(|signals| signals.regions.at(span));
                match region {
                    Some(region) => Context::new(Side::Server, vec![span.file], &*region.why),
                    None => self.of(span.file).clone(),
                }
            }
            _ => Context::unknown(span.file),
        }
    }

    /// Whether a server renders what the elements at a place show.
    pub fn renders_on_server(&self, span: Span) -> bool {
        let of_framework = |location: &Path| {
            let frameworks = self.modules.projects.frameworks(self.modules.data, location);
            frameworks.iter().any(|one| one.framework.renders_on_server)
        };
        match self.at(span).side {
            Side::Server => true,
            Side::Client => false,
            Side::Unknown => {
                let file = self.modules.workspace.files.get(span.file);
                file.is_some_and(|file| of_framework(&normalised(&file.location)))
            }
        }
    }

    /// The toolchain that puts an environment variable into the bundle, by the variable's name: that of the package around
    /// a place, or any where the package may use what another one brings.
    pub fn public_env(&self, name: &str, span: Span) -> Option<Publisher> {
        if let Some(publisher) = self.prefixed(name, span) {
            return Some(Publisher::Toolchain { what: publisher.toolchain.clone(), prefix: publisher.prefix.clone() });
        }
        let file = self.modules.workspace.files.get(span.file)?;
        let location = normalised(&file.location);
        let is_near = |one: &&Define| {
            one.defines(name) && location.starts_with(&one.folder) && self.is_in_build_of(one, span.file)
        };
        let defined = self.definitions().iter().find(is_near).filter(|one| one.config != span.file)?;
        // The prefix that a project gives its public variables says the same of its environment files.
        if defined.begins
            && !defined.name.is_empty()
            && (file.kind == Some(SourceKind::Env) || defined.object.is_empty())
        {
            return Some(Publisher::Toolchain { what: defined.what.clone(), prefix: defined.name.to_string() });
        }
        (self.at(span).side == Side::Client)
            .then(|| Publisher::Configuration { what: defined.what.clone(), key: defined.key })
    }

    /// Whether a module is part of the build that a definition is about, as far as is known.
    pub fn is_in_build_of(&self, definition: &Define, file: FileId) -> bool {
        definition.entries.is_empty() || reach::may_be_reached(&self.modules, &definition.entries, file)
    }

    fn prefixed(&self, name: &str, span: Span) -> Option<&PublicEnv> {
        let mut public = self.modules.data.public_env(name);
        let file = self.modules.workspace.files.get(span.file)?;
        let above = self.modules.projects.above(&normalised(&file.location));
        let manifests: Vec<&Manifest> = above.iter().filter_map(|(_, folder)| folder.manifest.as_ref()).collect();
        let uses = |package: &String| manifests.iter().any(|manifest| manifest.packages.contains(package));
        // What is not named for it gets into bundles only where they read it.
        let reads = |one: &PublicEnv| {
            !one.prefix.is_empty()
                || one.module.as_ref().is_none_or(|module| file.text().contains(module.as_str()))
                    && self.at(span).side == Side::Client
        };
        if let Some(used) = public.find(|one| one.packages.iter().any(uses) && reads(one)) {
            return Some(used);
        }
        let first = self.modules.data.public_env(name).find(|one| !one.prefix.is_empty())?;
        let is_public = match self.at(span).side {
            Side::Client => true,
            Side::Server => manifests.is_empty() && first.unmistakable,
            Side::Unknown => first.unmistakable,
        };
        is_public.then_some(first)
    }

    /// What the configuration of bundlers puts into bundles, in the order of the files.
    pub fn definitions(&self) -> &[Define] {
        self.definitions.get_or_fill(|| defines::find(self.modules.workspace, self.modules.data))
    }

    /// How a server in the project around a place, that runs on `side`, reads a secret. `toolchain` is what makes the
    /// variable public, if anything does; `name` is the variable's own.
    pub fn server_read(&self, span: Span, side: Side, toolchain: Option<&str>, name: Option<&str>) -> Option<String> {
        server_reads::server_read(&self.modules, &self.crates, (span, side), toolchain, name)
    }

    /// What tells that the code at a place runs by itself, and for nobody's request: a phrase.
    pub fn automation(&self, span: Span) -> Option<String> {
        if self.at(span).side == Side::Client {
            return None;
        }
        self.automations.get(span.file.0 as usize)?.get_or_fill(|| self.automation_of(span.file)).clone()
    }

    fn automation_of(&self, file: FileId) -> Option<String> {
        let workspace = self.modules.workspace;
        match workspace.files.get(file)?.kind {
            Some(SourceKind::Rust) => self.crates.automation(workspace, self.modules.data, file),
            Some(kind) if kind.is_script() => automation::automation(&self.modules, file),
            _ => None,
        }
    }

    /// Where a script runs, but for the parts of it that run elsewhere.
    fn of(&self, file: FileId) -> &Context {
        self.found[file.0 as usize].get_or_fill(|| self.find(file))
    }

    fn find(&self, file: FileId) -> Context {
        let Some(signals) = self.modules.signals(file) else { return Context::unknown(file) };
        let own = signals.own();
        if let Some((side @ (Side::Server | Side::Unknown), why)) = own
            && (signals.is_in_no_page() || self.modules.entry(file).is_none())
        {
            return Context::new(side, vec![file], why);
        }
        if let Some(why) = self.modules.entry(file) {
            return Context::new(Side::Client, vec![file], why);
        }
        if let Some((_, why)) = own.filter(|_| signals.is_entry) {
            return Context::new(Side::Client, vec![file], why);
        }
        let reached = reach::reach(&self.modules, file);
        if let Some((chain, why)) = reached.entry {
            return Context::new(Side::Client, chain, why);
        }
        if let Some((_, why)) = own {
            return Context::new(Side::Client, vec![file], why);
        }
        if let Some((chain, why)) = reached.client {
            return Context::new(Side::Client, chain, why);
        }
        if let Some((chain, why)) = reached.server {
            return Context::new(Side::Server, chain, why);
        }
        // Of two that are weak, the one that costs no false alarm.
        let own = |says| signals.shows(says).map(|why| (vec![file], why.to_owned()));
        let hints = [
            (Side::Server, own(Says::ServerHint)),
            (Side::Server, reached.server_hint),
            (Side::Client, own(Says::ClientHint)),
            (Side::Client, reached.client_hint),
        ];
        let hint = hints.into_iter().find_map(|(side, hint)| Some((side, hint?)));
        hint.map_or_else(|| Context::unknown(file), |(side, (chain, why))| Context::new(side, chain, why).probably())
    }
}
