//! Arguments in, exit code out.
#![warn(clippy::disallowed_methods)]

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(authlint::cli::run(std::env::args_os()))
}
