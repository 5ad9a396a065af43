//! One small file a command.

mod add_ignores;
mod baseline;
mod changed;
mod check;
mod completions;
mod config_schema;
mod explain;
mod import;
mod init;
mod operations;
pub mod options;
mod output;
mod output_files;
mod outputs;
mod progress;
mod remarks;
mod requests;
mod rules;
mod show_config;

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::Path;

use crate::embedded::{COMMIT, DATES};
use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser, Subcommand};

use crate::crash;
use crate::near::nearest;
use crate::parallel;

/// Nothing at or above the level that fails a run.
const OK: u8 = 0;
/// Findings.
const FOUND: u8 = 1;
/// Bad arguments, a path that cannot be read, an internal error.
const FAILED: u8 = 2;

/// Bytes of stack that a command has.
const STACK_SIZE: usize = 8 << 20;

const EXAMPLES: &str = "\
Examples:
  authlint                                   check the current directory
  authlint src tests/api.rs                  check a directory and a file
  authlint --format sarif --output out.sarif write a report for code scanning
  authlint --output sarif=out.sarif          the same beside the report for people
  authlint --changed --since main            report on what a branch has changed
  authlint --select bearer-only,mixed-credentials
  authlint baseline                          write down what is there, to report what is new
  authlint init --ci github --pre-commit     write the files to begin with
  authlint requests src                      show every request that was seen
  authlint operations https://api.example.com/v2/account/42
  authlint explain bearer-only

A first argument that is no command is a path or an option of `check`; a directory named like a \
command is checked with `authlint check DIRECTORY`.

Exit codes: 0 no finding at or above --fail-on, 1 findings, 2 an error (bad arguments, a path, table, \
client file, configuration or baseline that cannot be read). Commands other than `check` end with 0 or 2.";

/// Checks the credentials of every HTTP API call in your code against the security schemes of the operation it calls.
#[derive(Debug, Parser)]
#[command(name = "authlint", version, long_version = version(), after_help = EXAMPLES, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check files and directories (the default command)
    #[command(after_help = EXAMPLES)]
    Check(check::Args),
    /// Print the page of a rule
    Explain(explain::Args),
    /// List the rules
    Rules(rules::Args),
    /// List the operations of the API tables and what each accepts
    Operations(operations::Args),
    /// Show what is understood of an OpenAPI document, and write an overlay for it
    Import(import::Args),
    /// Show every request that was seen, and what was made of it
    Requests(requests::Args),
    /// Write the findings there are to a file, so that only new ones are reported
    Baseline(baseline::Args),
    /// Write a configuration file to begin with, and files for CI and pre-commit
    Init(init::Args),
    /// Tell what applies to a file, and why
    ShowConfig(show_config::Args),
    /// Print the JSON schema of configuration files
    ConfigSchema,
    /// Print a script by which a shell completes commands and options
    Completions(completions::Args),
}

/// What `--version` prints: the version, the commit where it is known, and how old the tables are.
fn version() -> String {
    let commit = if COMMIT.is_empty() { String::new() } else { format!(" ({COMMIT})") };
    let tables: Vec<String> = DATES.iter().map(|(name, date)| format!("\n{name}: as described on {date}")).collect();
    format!("{}{commit}{}", env!("CARGO_PKG_VERSION"), tables.concat())
}

/// Why a command did not end well.
#[derive(Debug)]
enum Failure {
    /// The reader of our output has gone: nothing is wrong with us.
    Closed,
    /// Everything else, as a sentence without a full stop.
    Message(String),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Message(format!("cannot write the report: {error}")),
        }
    }
}

impl From<crate::error::Error> for Failure {
    fn from(error: crate::error::Error) -> Self {
        Self::Message(error.to_string())
    }
}

/// Runs the program with its arguments, the first of which is its name; returns the exit code.
pub fn run(args: impl Iterator<Item = OsString>) -> u8 {
    let args = with_command(args.collect());
    let result = match Cli::try_parse_from(&args) {
        Ok(cli) => match mistyped(&args) {
            Some(told) => Err(Failure::Message(told)),
            None => {
                crash::be_silent();
                on_own_stack(cli.command)
            }
        },
        Err(error) => usage(&error),
    };
    match result {
        Ok(code) => code,
        Err(Failure::Closed) => OK,
        Err(Failure::Message(message)) => {
            output::complain("error", &message);
            FAILED
        }
    }
}

/// Executes a command with a stack of its own: what documents and settings nest may not hang on what the system gives.
fn on_own_stack(command: Command) -> Result<u8, Failure> {
    let guarded = || {
        crash::caught(|| execute(command))
            .unwrap_or_else(|place| Err(Failure::Message(format!("an internal error{place}; please report this"))))
    };
    parallel::with_threads(1, STACK_SIZE, guarded).unwrap_or_else(|error| Err(Failure::Message(error.to_string())))
}

fn execute(command: Command) -> Result<u8, Failure> {
    match command {
        Command::Check(args) => check::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Operations(args) => operations::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Requests(args) => requests::run(&args),
        Command::Baseline(args) => baseline::run(&args),
        Command::Init(args) => init::run(&args),
        Command::ShowConfig(args) => show_config::run(&args),
        Command::ConfigSchema => config_schema::run(),
        Command::Completions(args) => completions::run(&args),
    }
}

/// `check` is put in where the first argument is no command.
fn with_command(mut args: Vec<OsString>) -> Vec<OsString> {
    let known = |first: &OsString| {
        let Some(first) = first.to_str() else { return false };
        matches!(first, "help" | "-h" | "--help" | "-V" | "--version")
            || Cli::command().find_subcommand(first).is_some()
    };
    match args.get(1) {
        Some(first) if known(first) => {}
        _ => args.insert(args.len().min(1), OsString::from("check")),
    }
    args
}

/// What is said of a first argument that is neither a command nor there as a path, and nearly a command.
fn mistyped(args: &[OsString]) -> Option<String> {
    let [_, check, first, ..] = args else { return None };
    let is_path = |first: &&str| !first.starts_with('-') && Path::new(first).symlink_metadata().is_err();
    let first = first.to_str().filter(|_| check == "check").filter(is_path)?;
    let command = Cli::command();
    let near = nearest(first, command.get_subcommands().map(clap::Command::get_name))?;
    Some(format!("no such file or directory: {first}; did you mean `authlint {near}`?"))
}

fn usage(error: &clap::Error) -> Result<u8, Failure> {
    let text = error.render();
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        write!(anstream::stdout().lock(), "{}", text.ansi())?;
        return Ok(OK);
    }
    let text = text.to_string();
    let text = text.trim_end();
    Err(Failure::Message(text.strip_prefix("error: ").unwrap_or(text).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn check_is_the_default() {
        let with = |args: &[&str]| {
            let args = std::iter::once("authlint").chain(args.iter().copied()).map(OsString::from).collect();
            with_command(args).get(1).and_then(|arg| arg.to_str().map(str::to_owned))
        };
        assert_eq!(with(&[]).as_deref(), Some("check"));
        assert_eq!(with(&["src"]).as_deref(), Some("check"));
        assert_eq!(with(&["--format", "json"]).as_deref(), Some("check"));
        assert_eq!(with(&["rules"]).as_deref(), Some("rules"));
        assert_eq!(with(&["--help"]).as_deref(), Some("--help"));
    }
}
