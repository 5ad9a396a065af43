//! Which configuration a file has.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Config;
use super::read::read;
use crate::error::Error;
use crate::parallel::Memo;
use crate::source::door::Bounds;
use crate::source::walk::normalised;

/// The name of configuration files.
pub const NAME: &str = "authlint.toml";

/// Where configurations come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Choice {
    /// The nearest file above what is checked, up to the top of the repository.
    #[default]
    Nearest,
    /// This file for everything.
    File(PathBuf),
    /// None.
    Without,
}

/// The configurations of a run, each read once.
#[derive(Debug, Default)]
pub struct Configs {
    choice: Choice,
    /// By directory.
    known: Memo<PathBuf, Arc<Config>>,
    /// That of files that none speaks for.
    none: Arc<Config>,
}

impl Configs {
    /// Nothing is read yet.
    pub fn new(choice: Choice) -> Self {
        Self { choice, known: Memo::default(), none: Arc::default() }
    }

    /// The configuration of a file.
    ///
    /// # Errors
    /// A configuration that cannot be read.
    pub fn of(&self, file: &Path) -> Result<Arc<Config>, Error> {
        let file = normalised(file);
        self.of_directory(file.parent().unwrap_or(&file))
    }

    /// The configuration of what lies in a directory, given as an absolute path.
    ///
    /// # Errors
    /// A configuration that cannot be read.
    pub fn of_directory(&self, directory: &Path) -> Result<Arc<Config>, Error> {
        let key = match &self.choice {
            Choice::Nearest => directory,
            Choice::File(_) | Choice::Without => Path::new(""),
        };
        if let Some(known) = self.known.get(key) {
            return Ok(known);
        }
        let config = match &self.choice {
            Choice::Without => Arc::default(),
            Choice::File(file) => Arc::new(read(file, &Bounds::of_named(file.parent().unwrap_or(file)))?),
            Choice::Nearest => {
                let own = directory.join(NAME);
                // The top of a repository is looked for only where something lies above.
                let is_top = || directory.join(".git").exists();
                if own.symlink_metadata().is_ok() {
                    Arc::new(read(&own, &Bounds::of(directory))?)
                } else {
                    match directory.parent().map(|parent| self.of_directory(parent)) {
                        Some(Ok(above)) if Arc::ptr_eq(&above, &self.none) || !is_top() => above,
                        Some(Err(error)) if !is_top() => return Err(error),
                        None | Some(_) => self.none.clone(),
                    }
                }
            }
        };
        Ok(self.known.keep(key.to_path_buf(), config))
    }
}
