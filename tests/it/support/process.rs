//! The binary, or another program, run for a test: what it is run on, and what it says.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder with these files in it: path and text.
pub fn project(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

/// Standard output.
pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Standard error.
pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The names of the APIs that are built in and of some more, as notes list them.
pub fn known(more: &[&str]) -> String {
    let built_in = authlint::api::Apis::builtin().unwrap();
    let mut names: Vec<&str> = built_in.tables.iter().map(|api| &*api.name).chain(more.iter().copied()).collect();
    names.sort_by_key(|name| name.to_ascii_lowercase());
    format!("(known: {})", names.join(", "))
}

/// Runs authlint in a folder, without these variables of the environment.
pub fn command(dir: &Path, args: &[&str], without: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_authlint"));
    command.current_dir(dir).args(args);
    for name in without {
        command.env_remove(name);
    }
    command
}

/// Runs a tool; `None`, and a word about it, where it is not installed.
pub fn tool(command: &mut Command) -> Option<Output> {
    match command.output() {
        Ok(output) => Some(output),
        Err(error) => {
            super::skipped(&format!("{} does not run here: {error}", command.get_program().display()));
            None
        }
    }
}
