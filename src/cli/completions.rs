//! `authlint completions`: what a shell needs to complete commands and options.

use clap::builder::PossibleValuesParser;
use clap::{Arg, Command, CommandFactory as _};
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

/// The paths and the ids of the operations that are known here: of the built-in tables and of those that the configuration
/// adds.
fn operations() -> (Vec<String>, Vec<String>) {
    // A configuration that cannot be read is no reason to have no completions.
    let options = here(None, false).map(|config| Tables::default().with(&config)).unwrap_or_default();
    let Ok(apis) = pipeline::tables(&options) else { return (Vec::new(), Vec::new()) };
    let all = || apis.tables.iter().flat_map(|api| &api.operations);
    let words = |words: Vec<String>| {
        let mut words: Vec<String> = words.into_iter().filter(|word| word.chars().all(is_plain)).collect();
        words.sort_unstable();
        words.dedup();
        words.truncate(MAX_PATHS);
        words
    };
    (words(all().map(|it| it.path.clone()).collect()), words(all().map(|it| it.id.clone()).collect()))
}

/// What means nothing to a shell between quotes.
fn is_plain(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '/' | '-' | '_' | '.' | '{' | '}' | '~')
}

/// The commands with the words that options take; they are checked elsewhere, with better messages. What may stand behind
/// `check` may stand without it.
fn with_words(command: Command, (paths, ids): (&[String], &[String])) -> Command {
    let rules = || PossibleValuesParser::new(rules::all().iter().map(|rule| rule.id));
    let paths = || PossibleValuesParser::new(paths.iter().cloned());
    let ids = PossibleValuesParser::new(ids.iter().cloned());
    let command = command
        .mut_subcommand("check", |check| {
            let check = check.mut_arg("select", |arg| arg.value_parser(rules()));
            check.mut_arg("ignore", |arg| arg.value_parser(rules()))
        })
        .mut_subcommand("explain", |explain| explain.mut_arg("rule", |arg| arg.value_parser(rules())))
        .mut_subcommand("requests", |requests| requests.mut_arg("operation", |arg| arg.value_parser(ids)))
        .mut_subcommand("operations", |operations| {
            let methods = PossibleValuesParser::new(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]);
            let operations = operations.mut_arg("path", |arg| arg.value_parser(paths()));
            let operations = operations.mut_arg("route", |arg| arg.value_parser(paths()));
            operations.mut_arg("method", |arg| arg.value_parser(methods))
        });
    let options = command.find_subcommand("check").into_iter().flat_map(Command::get_arguments);
    let options: Vec<Arg> = options.filter(|arg| !arg.is_positional()).cloned().collect();
    command.args(options)
}

pub(super) fn run(args: &Args) -> Result<u8, Failure> {
    let mut script = Vec::new();
    let (paths, ids) = operations();
    let mut command = with_words(Cli::command(), (&paths, &ids));
    clap_complete::generate(args.shell, &mut command, env!("CARGO_PKG_NAME"), &mut script);
    if args.shell == Shell::Fish {
        // Behind an option that still lacks its value no command has been named; the script would give up.
        let (gives_up, goes_on) = ("2>/dev/null\n    or return\n", "2>/dev/null\n    or return 0\n");
        script = String::from_utf8_lossy(&script).replacen(gives_up, goes_on, 1).into_bytes();
    }
    output::print(&script)?;
    Ok(OK)
}
