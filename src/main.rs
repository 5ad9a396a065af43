//! Arguments in, exit code out.

use std::process::ExitCode;

/// Values are made and given up all the time; this takes an eighth of the time of a run off what the C library needs for
/// it. What is linked statically keeps that of its C library.
#[cfg(all(unix, not(target_env = "musl")))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(authlint::cli::run(std::env::args_os()))
}
