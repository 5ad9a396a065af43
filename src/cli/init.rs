//! `authlint init`: the files that a project begins with.

mod files;
mod found;

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::output::ask;
use super::{Failure, OK, output};
use crate::api::Configured;
use crate::config::{Choice, Configs, NAME, template};
use crate::git::{Branch, Repository, must_be_no_storage};
use crate::source::walk::{normalised, shown};
use files::{File, Merged};

/// The branch that pipelines run on, where no repository tells.
const BRANCH: &str = "main";

/// The arguments of `init`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Directory for the configuration [default: the top of the repository or workspace]
    #[arg(value_name = "DIR")]
    directory: Option<PathBuf>,
    /// Write the pipeline of this service too (may be repeated)
    #[arg(long, value_enum, value_name = "SERVICE")]
    ci: Vec<Service>,
    /// Write a configuration of pre-commit too
    #[arg(long)]
    pre_commit: bool,
    /// Take the OpenAPI documents that are found, without asking
    #[arg(short, long)]
    yes: bool,
    /// Overwrite the files that are authlint's own
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Service {
    /// GitHub Actions, with code scanning
    Github,
    /// GitLab CI, with findings in merge requests
    Gitlab,
}

/// What is there stays, and what would have to be added to it is printed: the exit code is 0.
pub(super) fn run(args: &Args) -> Result<u8, Failure> {
    let here = args.directory.clone().unwrap_or_else(|| PathBuf::from("."));
    if args.directory.is_some() && here.symlink_metadata().is_ok() && !here.is_dir() {
        return Err(Failure::Message(format!("{} is no directory", shown(&here))));
    }
    must_be_no_storage(&here)?;
    let repository = Repository::around(std::slice::from_ref(&here)).ok();
    let root =
        repository.as_ref().map_or_else(|| found::workspace_around(&normalised(&here)), |it| it.top().to_path_buf());
    let own = if args.directory.is_some() { normalised(&here) } else { root.clone() };
    let branch = repository.and_then(|repository| repository.default_branch());
    let branch = branch.unwrap_or_else(|| Branch { name: BRANCH.to_owned(), is_guess: false });

    let apis = apis(args, &own)?;
    let mut wanted =
        vec![File { path: own.join(NAME), text: apis.configured(&template::template()), merged: Merged::Apis }];
    let versioned = |text: &str| {
        let text = text.replace("{VERSION}", env!("CARGO_PKG_VERSION"));
        text.replace("{REPOSITORY}", env!("CARGO_PKG_REPOSITORY")).replace("{BRANCH}", &branch.name)
    };
    for service in &args.ci {
        wanted.push(match service {
            Service::Github => {
                // Either ending does.
                let known = root.join(".github/workflows/authlint.yaml");
                let path = if known.is_file() { known } else { root.join(".github/workflows/authlint.yml") };
                File { path, text: versioned(GITHUB), merged: Merged::Own }
            }
            Service::Gitlab => File { path: root.join(".gitlab-ci.yml"), text: versioned(GITLAB), merged: Merged::Job },
        });
    }
    if args.pre_commit {
        let path = root.join(".pre-commit-config.yaml");
        wanted.push(File { path, text: versioned(PRE_COMMIT), merged: Merged::Repository });
    }
    for file in &wanted {
        let told = file.put(args.force, &apis)?;
        output::print(told.as_bytes())?;
        if branch.is_guess
            && told.starts_with("wrote ")
            && file.text.contains(&format!("branches: [\"{}\"]", branch.name))
        {
            let Branch { name, .. } = &branch;
            let told = format!("it runs on \"{name}\", which is checked out, for nothing tells the default branch\n");
            output::print(told.as_bytes())?;
        }
    }
    let known = known(&own);
    for line in apis.told(&|document| known.iter().any(|path| own.join(document).starts_with(path))) {
        output::print(format!("{line}\n").as_bytes())?;
    }
    Ok(OK)
}

/// The documents below a directory that its configuration does not name, and whether they are wanted.
fn apis(args: &Args, own: &Path) -> Result<found::Documents, Failure> {
    let known = known(own);
    let is_rewritten = args.force && own.join(NAME).is_file();
    let mut documents = found::Documents::below(own, if is_rewritten { &[] } else { &known })?;
    for document in &mut documents.all {
        // What the configuration that is overwritten names stays wanted.
        let was_known = known.iter().any(|path| own.join(&document.path).starts_with(path));
        let question = format!("{} is taken for {}. Check the calls to it?", document.path, document.what());
        document.is_wanted = document.is_usable() && (args.yes || was_known || ask(&question)?.unwrap_or(false));
    }
    Ok(documents)
}

/// The documents that the configuration of a directory names, and the folders of them.
fn known(own: &Path) -> Vec<PathBuf> {
    // A configuration that cannot be read is told by the next run.
    let config = Configs::new(Choice::Nearest).of_directory(own).unwrap_or_default();
    let known = config.apis.iter().cloned().chain(config.api.iter().filter_map(Configured::document));
    known.map(|path| normalised(&path)).collect()
}

const GITHUB: &str = include_str!("init/github.yml");
const GITLAB: &str = include_str!("init/gitlab.yml");
const PRE_COMMIT: &str = include_str!("init/pre-commit.yml");
