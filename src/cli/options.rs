//! Options that more than one command takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Failure;
use crate::pipeline::Options;
use crate::report::finding::Level;
use crate::rules::{self, Rule};

/// What is read, and how.
#[derive(Debug, Args)]
pub struct Input {
    /// Files and directories [default: the current directory]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Read what git ignores too, and .git, `node_modules` and target
    #[arg(long, help_heading = "Input")]
    pub no_ignore: bool,
    /// Parse every file, even those that mention no API
    #[arg(long, help_heading = "Input")]
    pub no_sift: bool,
    /// Number of threads [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Input")]
    pub threads: Option<u16>,
    /// Tables of the run
    #[command(flatten)]
    pub tables: Tables,
}

/// Tables beside those that are built in.
#[derive(Debug, Args)]
pub struct Tables {
    /// Directory with more API tables (may be repeated)
    #[arg(long, value_name = "DIR", help_heading = "Tables")]
    pub apis: Vec<PathBuf>,
    /// File with more HTTP clients (may be repeated)
    #[arg(long, value_name = "FILE", help_heading = "Tables")]
    pub clients: Vec<PathBuf>,
}

impl Input {
    /// The paths to read.
    pub fn paths(&self) -> Vec<PathBuf> {
        if self.paths.is_empty() { vec![PathBuf::from(".")] } else { self.paths.clone() }
    }

    /// The options of the run.
    pub fn options(&self) -> Options {
        Options {
            no_ignore: self.no_ignore,
            no_sift: self.no_sift,
            threads: self.threads.map(usize::from),
            ..self.tables.options()
        }
    }
}

impl Tables {
    /// Options of a run that reads no source.
    pub fn options(&self) -> Options {
        Options { apis: self.apis.clone(), clients: self.clients.clone(), ..Options::default() }
    }
}

/// The formats of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people
    Text,
    /// For programs of one's own
    Json,
    /// For code scanning
    Sarif,
}

/// The formats of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The level from which findings fail a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
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

/// The rule of this name; the error names the nearest one.
pub(super) fn rule(name: &str) -> Result<&'static Rule, Failure> {
    if let Some(rule) = rules::all().iter().find(|rule| rule.id == name) {
        return Ok(rule);
    }
    let name = crate::report::redact::prose(name, &[]);
    Err(Failure::Message(match rules::nearest(&name) {
        Some(id) => format!("unknown rule \"{name}\"; did you mean \"{id}\"?"),
        None => format!("unknown rule \"{name}\"; `authlint rules` lists them"),
    }))
}
