//! `authlint init`: the files that a project begins with.

use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::{Failure, OK, output};
use crate::config::{NAME, template};
use crate::source::walk::shown;

/// The arguments of `init`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Directory to write into [default: the current directory]
    #[arg(value_name = "DIR", default_value = ".", hide_default_value = true)]
    directory: PathBuf,
    /// Write the pipeline of this service too
    #[arg(long, value_enum, value_name = "SERVICE")]
    ci: Option<Service>,
    /// Write a configuration of pre-commit too
    #[arg(long)]
    pre_commit: bool,
    /// Overwrite files that are there
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Service {
    /// GitHub Actions, with code scanning
    Github,
    /// GitLab CI
    Gitlab,
}

pub(super) fn run(args: &Args) -> Result<u8, Failure> {
    let mut files = vec![(NAME, template::template())];
    match args.ci {
        Some(Service::Github) => files.push((".github/workflows/authlint.yml", versioned(GITHUB))),
        Some(Service::Gitlab) => files.push((".gitlab-ci.yml", versioned(GITLAB))),
        None => {}
    }
    if args.pre_commit {
        files.push((".pre-commit-config.yaml", versioned(PRE_COMMIT)));
    }
    let files: Vec<(PathBuf, String)> =
        files.into_iter().map(|(name, text)| (args.directory.join(name), text)).collect();
    // All or nothing: half of it would have to be cleaned up by hand.
    if let Some((path, _)) = files.iter().find(|(path, _)| !args.force && path.symlink_metadata().is_ok()) {
        let message = format!("{} is there already; nothing was written. --force overwrites", shown(path));
        return Err(Failure::Message(message));
    }
    for (path, text) in &files {
        write(path, text).map_err(|error| Failure::Message(format!("cannot write {}: {error}", shown(path))))?;
        output::print(format!("wrote {}\n", shown(path)).as_bytes())?;
    }
    Ok(OK)
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, text)
}

fn versioned(text: &str) -> String {
    text.replace("VERSION", env!("CARGO_PKG_VERSION")).replace("REPOSITORY", env!("CARGO_PKG_REPOSITORY"))
}

const GITHUB: &str = include_str!("init/github.yml");
const GITLAB: &str = include_str!("init/gitlab.yml");
const PRE_COMMIT: &str = include_str!("init/pre-commit.yml");
