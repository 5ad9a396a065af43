//! `authlint completions`: what a shell needs to complete commands and options.

use clap::builder::PossibleValuesParser;
use clap::{Command, CommandFactory as _};
use clap_complete::Shell;

use super::options::{Tables, here};
use super::{Cli, Failure, OK, output};
use crate::pipeline;
use crate::rules;

/// The arguments of `completions`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// More paths are not completed: shells read the script each time they start.
const MAX_PATHS: usize = 1_000;

/// The paths of the operations that are known here: of the built-in tables and of those that the configuration adds.
fn operations() -> Vec<String> {
    // A configuration that cannot be read is no reason to have no completions.
    let options = here(None, false).map(|config| Tables::default().with(&config)).unwrap_or_default();
    let Ok(apis) = pipeline::tables(&options) else { return Vec::new() };
    let all = apis.tables.iter().flat_map(|api| &api.operations).map(|operation| operation.path.clone());
    let mut paths: Vec<String> = all.filter(|path| path.chars().all(is_plain)).collect();
    paths.sort_unstable();
    paths.dedup();
    paths.truncate(MAX_PATHS);
    paths
}

/// What means nothing to a shell between quotes.
fn is_plain(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '/' | '-' | '_' | '.' | '{' | '}' | '~')
}

/// The commands with the words that options take; they are checked elsewhere, with better messages.
fn with_words(command: Command, paths: &[String]) -> Command {
    let rules = || PossibleValuesParser::new(rules::all().iter().map(|rule| rule.id));
    let paths = PossibleValuesParser::new(paths.iter().cloned());
    command
        .mut_subcommand("check", |check| {
            let check = check.mut_arg("select", |arg| arg.value_parser(rules()));
            check.mut_arg("ignore", |arg| arg.value_parser(rules()))
        })
        .mut_subcommand("explain", |explain| explain.mut_arg("rule", |arg| arg.value_parser(rules())))
        .mut_subcommand("operations", |operations| {
            let methods = PossibleValuesParser::new(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]);
            let operations = operations.mut_arg("path", |arg| arg.value_parser(paths));
            operations.mut_arg("method", |arg| arg.value_parser(methods))
        })
}

pub(super) fn run(args: &Args) -> Result<u8, Failure> {
    let mut script = Vec::new();
    let mut command = with_words(Cli::command(), &operations());
    clap_complete::generate(args.shell, &mut command, env!("CARGO_PKG_NAME"), &mut script);
    output::print(&script)?;
    Ok(OK)
}
