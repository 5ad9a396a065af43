//! Arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(authlint::cli::run(std::env::args_os()))
}
