//! `authlint explain`: the page of a rule.

use std::path::{Path, PathBuf};

use super::{Failure, OK, options, output};
use crate::report::redact::{Known, prose};
use crate::source::walk::normalised;

/// The arguments of `explain`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The rule
    rule: String,
    /// Configuration file [default: the nearest authlint.toml above the current directory]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long, conflicts_with = "config")]
    no_config: bool,
}

pub(super) fn run(args: &Args) -> Result<u8, Failure> {
    let rule = options::rule(&args.rule)?;
    let mut page = rule.docs.trim_end().to_owned();
    page.push('\n');
    let config = options::here(args.config.as_deref(), args.no_config)?;
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
