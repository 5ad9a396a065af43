//! What writes values where others read them: logs, and answers of a server.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::clients::parse::are_calls;

/// Where a value ends up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sink {
    /// A log, the standard output, or a service that collects errors and events.
    Log,
    /// The answer to whoever asked.
    Response,
}

/// Calls that write out what they are given.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SinkDef {
    /// Where to.
    pub to: Sink,
    /// Whole paths of functions: `global:alert()`; one of Rust is known by the end of its path: `crate:*::info!()`.
    #[serde(default)]
    path: Vec<Box<str>>,
    /// Beginnings of paths of objects that have these methods: `npm:pino()` and what it gives.
    #[serde(default)]
    of: Vec<Box<str>>,
    /// What objects are called that have these methods, where nothing more is known of them.
    #[serde(default)]
    named: Vec<Box<str>>,
    /// Names of methods.
    #[serde(default)]
    methods: Vec<Box<str>>,
    /// The places of the arguments that are written; all, where none is named.
    #[serde(default)]
    arguments: Vec<usize>,
}

impl SinkDef {
    /// Says what is wrong with it, if it can be no call at all.
    pub(super) fn check(&self) -> Result<(), String> {
        are_calls(&self.path)?;
        let has_objects = !self.of.is_empty() || !self.named.is_empty();
        if has_objects == self.methods.is_empty() || self.path.is_empty() && !has_objects {
            return Err("a sink has `path`, or `of` or `named` with `methods`".to_owned());
        }
        Ok(())
    }

    /// Whether the argument at a place is written.
    pub fn writes(&self, at: usize) -> bool {
        self.arguments.is_empty() || self.arguments.contains(&at)
    }
}

/// All sinks, indexed.
#[derive(Debug, Default)]
pub struct Sinks {
    all: Vec<SinkDef>,
    paths: FxHashMap<Box<str>, usize>,
    /// By the end of a path of Rust, without what stands in front of the last name.
    ends: FxHashMap<Box<str>, usize>,
    methods: FxHashMap<Box<str>, Vec<usize>>,
}

impl Sinks {
    /// Adds one.
    pub(super) fn add(&mut self, def: SinkDef) {
        let at = self.all.len();
        for path in &def.path {
            match path.strip_prefix("crate:*::") {
                Some(end) => self.ends.insert(end.into(), at),
                None => self.paths.insert(path.clone(), at),
            };
        }
        for method in &def.methods {
            self.methods.entry(method.clone()).or_default().push(at);
        }
        self.all.push(def);
    }

    /// What a call of a function does, by its path: `global:console.log()`.
    pub fn of_path(&self, called: &str) -> Option<&SinkDef> {
        if let Some(at) = self.paths.get(called) {
            return self.all.get(*at);
        }
        if let Some(end) = called.strip_prefix("crate:") {
            let end = end.rsplit("::").next().unwrap_or(end);
            if let Some(at) = self.ends.get(end) {
                return self.all.get(*at);
            }
        }
        let (object, method) = called.strip_suffix("()")?.rsplit_once('.')?;
        let is_of = |def: &&SinkDef| {
            def.of.iter().any(|of| {
                object.strip_prefix(&**of).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '(', ':']))
            })
        };
        self.of_method(method).find(is_of)
    }

    /// What a call of a method does, by the names that lead to what it is called on.
    pub fn of_names(&self, names: &[Box<str>], method: &str) -> Option<&SinkDef> {
        self.of_method(method).find(|def| def.named.iter().any(|name| names.contains(name)))
    }

    fn of_method(&self, method: &str) -> impl Iterator<Item = &SinkDef> {
        self.methods.get(method).into_iter().flatten().filter_map(|at| self.all.get(*at))
    }
}
