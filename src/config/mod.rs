//! `authlint.toml`: what a project wants.

mod apis;
mod check;
mod find;
mod key;
pub mod keys;
pub mod patterns;
mod read;
pub mod schema;
pub mod template;
mod written;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::Deserialize;

pub use find::{Choice, Configs, NAME};
use patterns::Patterns;

use crate::api::Configured;
use crate::clients::wrappers::Wrapper;
use crate::finding::Level;
use crate::finding::Rule;

/// A configuration with all that it extends. The default says nothing.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The files it was read from, the one that applies first; shown to people.
    pub sources: Vec<String>,
    /// Only these files, unless empty.
    pub include: Patterns,
    /// Not these files.
    pub exclude: Patterns,
    /// Only these rules, unless empty.
    pub select: Vec<String>,
    /// Not these rules.
    pub ignore: Vec<String>,
    /// The level from which findings fail a run.
    pub fail_on: Option<FailOn>,
    /// Known findings.
    pub baseline: Option<PathBuf>,
    /// Documents and overlays of more APIs, and directories of them.
    pub apis: Vec<PathBuf>,
    /// APIs that are described here.
    pub api: Vec<Configured>,
    /// Files with more HTTP clients.
    pub clients: Vec<PathBuf>,
    /// More hosts of the API.
    pub hosts: Vec<String>,
    /// Paths of a proxy that lead to the API.
    pub prefixes: Vec<String>,
    /// More names under which credentials travel.
    pub carriers: Vec<Carrier>,
    /// Functions that send requests.
    pub wrappers: Vec<Wrapper>,
    /// Code that reaches a browser or an app.
    pub client_code: Patterns,
    /// Code that does not.
    pub server_code: Patterns,
    signing: Option<Signing>,
    /// The same for APIs, by their ids, and for beginnings of paths.
    signing_for: BTreeMap<String, Signing>,
    max_expiry: Option<u32>,
    rules: Vec<Setting>,
    overrides: Vec<Override>,
}

/// A place in a configuration file: `authlint.toml:12`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file, as shown to people.
    pub file: String,
    /// The line.
    pub line: usize,
}

/// The level of a rule, and who says so.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The rule's id.
    pub rule: String,
    /// Its level.
    pub level: RuleLevel,
    /// Where that is written.
    pub origin: Origin,
}

/// A name under which a credential travels.
#[derive(Debug, Clone)]
pub struct Carrier {
    /// The name of the query parameter or header.
    pub name: String,
    /// Where it travels.
    pub place: Place,
    /// Id of the credential.
    pub credential: String,
    /// Where that is written.
    pub origin: Origin,
}

#[derive(Debug, Clone)]
struct Override {
    files: Patterns,
    rules: Vec<Setting>,
    signing: Option<Signing>,
    max_expiry: Option<u32>,
}

/// Where a credential travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// In the URL.
    Query,
    /// In a header.
    Header,
}

/// Whether requests that may be signed have to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Signing {
    /// They have to be.
    Required,
    /// They should be.
    Preferred,
    /// Nobody cares.
    Off,
}

/// The level of a rule in a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RuleLevel {
    /// It does not run.
    Off,
    /// Worth knowing.
    Note,
    /// Probably a fault.
    Warning,
    /// A fault.
    Error,
}

/// The level from which findings fail a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    /// Errors
    Error,
    /// Warnings and errors
    Warning,
    /// Anything
    Note,
    /// Nothing
    Never,
}

impl FailOn {
    /// Whether a finding of this level fails the run.
    pub fn fails(self, level: Level) -> bool {
        match self {
            Self::Error => level >= Level::Error,
            Self::Warning => level >= Level::Warning,
            Self::Note => true,
            Self::Never => false,
        }
    }
}

impl RuleLevel {
    /// The level of findings; `None` for a rule that does not run.
    pub fn level(self) -> Option<Level> {
        match self {
            Self::Off => None,
            Self::Note => Some(Level::Note),
            Self::Warning => Some(Level::Warning),
            Self::Error => Some(Level::Error),
        }
    }

    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        self.level().map_or("off", Level::as_str)
    }
}

impl Place {
    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Header => "header",
        }
    }
}

impl Signing {
    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Preferred => "preferred",
            Self::Off => "off",
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

impl Config {
    /// Whether a file is checked; its path is absolute.
    pub fn includes(&self, path: &Path) -> bool {
        (self.include.is_empty() || self.include.matching(path).is_some()) && self.exclude.matching(path).is_none()
    }

    /// Whether it says which files are checked, or by which words files are found.
    pub fn selects(&self) -> bool {
        !(self.include.is_empty() && self.exclude.is_empty() && self.hosts.is_empty() && self.prefixes.is_empty())
    }

    /// Whether a rule is among those that are wanted.
    pub fn wants(&self, rule: &Rule) -> bool {
        let named = |list: &[String]| list.iter().any(|name| name == rule.id);
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }

    /// Whether a rule is switched off for a file.
    pub fn is_off(&self, path: &Path, rule: &Rule) -> bool {
        self.setting(path, rule).is_some_and(|setting| setting.level == RuleLevel::Off)
    }

    /// What is said of a rule's level on a file.
    pub fn setting(&self, path: &Path, rule: &Rule) -> Option<&Setting> {
        // Among equals the last one wins.
        let special = self.overrides.iter().rev().filter(|one| one.files.matching(path).is_some());
        let all = special.flat_map(|one| one.rules.iter().rev()).chain(self.rules.iter().rev());
        all.into_iter().find(|setting| setting.rule == rule.id)
    }

    /// Whether the requests of a file to an operation have to be signed, where that is said: by its path, by its API, or
    /// for all.
    pub fn signing_of(&self, path: &Path, api: &str, operation: &str) -> Option<Signing> {
        let here = self.overrides_of(path).find_map(|one| one.signing);
        let begins = |start: &str| {
            operation.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start)) && start.starts_with('/')
        };
        let of_path = self.signing_for.iter().filter(|(start, _)| begins(start)).max_by_key(|(start, _)| start.len());
        let named = of_path.map(|(_, signing)| *signing).or_else(|| self.signing_for.get(api).copied());
        here.or(named).or(self.signing)
    }

    /// Whether the requests of a file have to be signed, where that is said.
    pub fn signing(&self, path: &Path) -> Option<Signing> {
        self.overrides_of(path).find_map(|one| one.signing).or(self.signing)
    }

    /// How many minutes ahead a signature may expire in a file, where that is said.
    pub fn max_expiry(&self, path: &Path) -> Option<u32> {
        self.overrides_of(path).find_map(|one| one.max_expiry).or(self.max_expiry)
    }

    /// The pattern of each override for a file, the one that wins first.
    pub fn override_patterns<'c>(&'c self, path: &'c Path) -> impl Iterator<Item = &'c (String, Origin)> {
        self.overrides_of(path).filter_map(|one| one.files.matching(path))
    }

    fn overrides_of<'c>(&'c self, path: &'c Path) -> impl Iterator<Item = &'c Override> {
        self.overrides.iter().rev().filter(|one| one.files.matching(path).is_some())
    }
}
