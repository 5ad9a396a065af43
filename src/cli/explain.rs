//! `authlint explain`: the page of a rule.

use super::{Failure, OK, options, output};

/// The arguments of `explain`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The rule
    rule: String,
}

pub(super) fn run(args: &Args) -> Result<u8, Failure> {
    let rule = options::rule(&args.rule)?;
    let mut page = rule.docs.trim_end().to_owned();
    page.push('\n');
    output::print(page.as_bytes())?;
    Ok(OK)
}
