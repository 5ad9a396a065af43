//! Options that more than one command takes.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::Failure;
use crate::config::patterns::{self, Patterns};
use crate::config::{Choice, Config, Configs};
use crate::finding::Rule;
use crate::pipeline::Options;
use crate::rules;
use crate::source::SourceKind;
use crate::source::buffers::Buffers;
use crate::source::files::kind_of;
use crate::source::walk::normalised;

/// What is read, and how.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools)] // they are switches
pub struct Input {
    /// Files and directories, - for standard input [default: the current directory]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Read what git ignores too, and .git, `node_modules` and target
    #[arg(long, help_heading = "Input")]
    pub no_ignore: bool,
    /// Parse every file, even those that mention no API
    #[arg(long, help_heading = "Input")]
    pub no_sift: bool,
    /// Take everything for code that reaches browsers: bundles, built pages
    #[arg(long, help_heading = "Input")]
    pub bundle: bool,
    /// Leave out files too that these patterns of .gitignore mean, from the current directory (may be repeated)
    #[arg(long, value_name = "GLOB", value_parser = excluded, help_heading = "Input")]
    pub exclude: Vec<String>,
    /// Leave out what is excluded, even if it is named
    #[arg(long, help_heading = "Input")]
    pub force_exclude: bool,
    /// Where standard input belongs, which is named as -, or read where no path is given
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub stdin_filename: Option<PathBuf>,
    /// Configuration file [default: the nearest authlint.toml above each file]
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long, conflicts_with = "config", help_heading = "Input")]
    pub no_config: bool,
    /// Number of threads [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Input")]
    pub threads: Option<u16>,
    /// Tables of the run
    #[command(flatten)]
    pub tables: Tables,
}

/// Tables beside those that are built in.
#[derive(Debug, Default, Args)]
pub struct Tables {
    /// OpenAPI document, overlay or directory of them: more APIs (may be repeated)
    #[arg(long, value_name = "PATH", help_heading = "Tables")]
    pub apis: Vec<PathBuf>,
    /// File with more HTTP clients (may be repeated)
    #[arg(long, value_name = "FILE", help_heading = "Tables")]
    pub clients: Vec<PathBuf>,
}

impl Input {
    /// The paths to read; standard input goes by the name that is given for it.
    pub(super) fn paths(&self) -> Result<Vec<PathBuf>, Failure> {
        match (&self.stdin_filename, self.paths.is_empty()) {
            (Some(name), true) => return Ok(vec![name.clone()]),
            (None, true) => return Ok(vec![PathBuf::from(".")]),
            (Some(_), false) if !self.takes_stdin() => {
                let wrong = "--stdin-filename names standard input, which is not among the paths; add - or no path";
                return Err(Failure::Message(wrong.to_owned()));
            }
            (_, false) => {}
        }
        let path = |path: &PathBuf| match &self.stdin_filename {
            _ if !is_stdin(path) => Ok(path.clone()),
            Some(name) => Ok(name.clone()),
            None => Err(Failure::Message(
                "- is standard input and needs --stdin-filename; a file of this name is ./-".to_owned(),
            )),
        };
        self.paths.iter().map(path).collect()
    }

    /// Whether standard input is among the paths; with a name for it and no path, it is all there is.
    fn takes_stdin(&self) -> bool {
        self.stdin_filename.is_some() && (self.paths.is_empty() || self.paths.iter().any(|path| is_stdin(path)))
    }

    /// What is read in place of files on disk: standard input, if it is among the paths.
    pub(super) fn buffers(&self) -> Result<Buffers, Failure> {
        let mut buffers = Buffers::default();
        if let Some(name) = &self.stdin_filename
            && self.takes_stdin()
        {
            let most = kind_of(name).map_or(0, SourceKind::max_bytes).max(1 << 20);
            let mut text = Vec::new();
            // One byte more than is taken, so that what is too large is seen to be.
            io::stdin()
                .lock()
                .take(most + 1)
                .read_to_end(&mut text)
                .map_err(|error| Failure::Message(format!("cannot read standard input: {error}")))?;
            if text.len() as u64 > most {
                return Err(Failure::Message(format!("standard input is larger than {} MiB", most >> 20)));
            }
            buffers.put(normalised(name), Some(text.into()));
        }
        Ok(buffers)
    }

    /// Where configurations come from.
    pub fn choice(&self) -> Choice {
        match &self.config {
            Some(file) => Choice::File(file.clone()),
            None if self.no_config => Choice::Without,
            None => Choice::Nearest,
        }
    }

    /// The configuration of the run as a whole: that of the first path.
    pub(super) fn run_config(&self) -> Result<Arc<Config>, Failure> {
        let paths = self.paths()?;
        let first = normalised(paths.first().map_or(Path::new("."), PathBuf::as_path));
        let configs = Configs::new(self.choice());
        Ok(if first.is_dir() { configs.of_directory(&first)? } else { configs.of(&first)? })
    }

    /// The options of the run; tables that the configuration names come before those of the command line.
    pub fn options(&self, config: &Config, buffers: Buffers) -> Options {
        let given = self.tables.options();
        Options {
            count_ignored: false,
            no_ignore: self.no_ignore,
            no_sift: self.no_sift,
            bundle: self.bundle,
            exclude: Patterns::given(&self.exclude),
            force_exclude: self.force_exclude,
            lenient: self.force_exclude,
            buffers: Arc::new(buffers),
            config: self.choice(),
            contexts: false,
            threads: self.threads.map(usize::from),
            apis: [&config.apis[..], &given.apis].concat(),
            configured: config.api.clone(),
            clients: [&config.clients[..], &given.clients].concat(),
            carriers: config.carriers.clone(),
            wrappers: config.wrappers.clone(),
        }
    }
}

/// Checks a pattern of files.
fn excluded(pattern: &str) -> Result<String, String> {
    match patterns::unread(pattern) {
        _ if pattern.trim().is_empty() => Err("a pattern is missing".to_owned()),
        Some(reason) => Err(reason),
        None => Ok(pattern.to_owned()),
    }
}

/// The configuration that holds in the current directory.
pub(super) fn here(file: Option<&Path>, without: bool) -> Result<Arc<Config>, Failure> {
    let choice = match file {
        Some(file) => Choice::File(file.to_owned()),
        None if without => Choice::Without,
        None => Choice::Nearest,
    };
    Ok(Configs::new(choice).of_directory(&normalised(Path::new(".")))?)
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

impl Tables {
    /// Options of a run that reads no source; what the configuration names comes before what the command line does.
    pub(super) fn with(&self, config: &Config) -> Options {
        let given = self.options();
        Options {
            apis: [&config.apis[..], &given.apis].concat(),
            clients: [&config.clients[..], &given.clients].concat(),
            configured: config.api.clone(),
            carriers: config.carriers.clone(),
            ..given
        }
    }

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
    /// One line a finding
    Concise,
    /// For programs of one's own
    Json,
    /// For code scanning
    Sarif,
    /// For the log of a workflow of GitHub
    Github,
    /// For merge requests of GitLab: Code Quality
    Gitlab,
    /// For what takes results of tests
    Junit,
    /// One page for people, with an inventory of credentials
    Html,
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

/// The rule of this name; the error names the nearest one.
pub(super) fn rule(name: &str) -> Result<&'static Rule, Failure> {
    if let Some(rule) = rules::all().iter().find(|rule| rule.id == name) {
        return Ok(rule);
    }
    let name = crate::report::redact::prose(name, &crate::report::redact::Known::default());
    Err(Failure::Message(match rules::nearest(&name.to_ascii_lowercase()) {
        Some(id) => format!("unknown rule \"{name}\"; did you mean \"{id}\"?"),
        None => format!("unknown rule \"{name}\"; `authlint rules` lists them"),
    }))
}
