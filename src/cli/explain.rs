//! `authlint explain`: the page of a rule, or what the error code of an API means.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Failure, OK, options, output};
use crate::api::Apis;
use crate::pipeline::{self, Options};
use crate::report::redact::{Known, prose};
use crate::source::walk::normalised;

/// The arguments of `explain`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The rule, or the error code of an API
    rule: String,
    /// Configuration file [default: the nearest authlint.toml above the current directory]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long, conflicts_with = "config")]
    no_config: bool,
}

pub(super) fn run(args: &Args) -> Result<u8, Failure> {
    let config = match options::here(args.config.as_deref(), args.no_config) {
        // What a rule is about does not hang on a mistake in a file that only tells its level.
        Err(Failure::Message(wrong)) if args.config.is_none() => {
            output::complain("warning", &wrong);
            Arc::default()
        }
        read => read?,
    };
    if args.rule.starts_with(|char: char| char.is_ascii_digit()) {
        let options = Options { apis: config.apis.clone(), configured: config.api.clone(), ..Options::default() };
        let told = code(&pipeline::tables(&options)?, &args.rule);
        if !told.is_empty() {
            let lines: Vec<String> = told.lines().map(|line| prose(line, &Known::default()) + "\n").collect();
            output::print(lines.concat().as_bytes())?;
            return Ok(OK);
        }
    }
    // Copied out of a report, a name may bring its colon along.
    let rule = options::rule(args.rule.trim_end_matches(':'))?;
    let mut page = rule.page().trim_end().to_owned();
    page.push('\n');
    if let Some(setting) = config.setting(&normalised(Path::new("_")), rule) {
        let (level, origin) = (setting.level.as_str(), &setting.origin);
        page.push_str(&prose(&format!("\nIts level here is {level} ({origin})."), &Known::default()));
        page.push('\n');
    } else if !config.wants(rule) {
        page.push_str("\nIt does not run here: the configuration leaves it out.\n");
    }
    output::print(page.as_bytes())?;
    Ok(OK)
}

/// What the APIs say of an error code, and which rules find what leads to it.
fn code(apis: &Apis, code: &str) -> String {
    let mut told = String::new();
    for api in &apis.tables {
        for error in api.overlay.errors.iter().filter(|error| error.code == code) {
            let status = error.status.map(|status| format!(" (HTTP {status})")).unwrap_or_default();
            let _ = writeln!(told, "{} {code}{status}: {}.", api.name, error.meaning);
            match &error.rules[..] {
                [] => told.push_str("No rule finds what leads to it: it depends on values that no code shows.\n"),
                rules => {
                    let _ = writeln!(told, "What leads to it is found by {}.", rules.join(", "));
                }
            }
        }
    }
    told
}
