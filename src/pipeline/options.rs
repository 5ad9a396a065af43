//! What a run is told.

use std::path::PathBuf;
use std::sync::Arc;

use crate::api::Configured;
use crate::clients::wrappers::Wrapper;
use crate::config::{self, patterns::Patterns};
use crate::source::buffers::Buffers;

/// What a run is told beside its paths.
#[allow(clippy::struct_excessive_bools)] // switches that have nothing to do with one another
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Read what git ignores, and `node_modules` and the like.
    pub no_ignore: bool,
    /// Count the files that git ignores.
    pub count_ignored: bool,
    /// Parse every file, whether it mentions an API or not.
    pub no_sift: bool,
    /// Take everything for code that reaches browsers.
    pub bundle: bool,
    /// Leave these files out too.
    pub exclude: Patterns,
    /// Leave out what is excluded even if it is named.
    pub force_exclude: bool,
    /// What is named and is no kind of file that is read is passed over with a warning: hooks name what they like.
    pub lenient: bool,
    /// Texts that stand in for those on disk.
    pub buffers: Arc<Buffers>,
    /// Where configurations come from.
    pub config: config::Choice,
    /// Find out of every request where the code runs that sends it, and not only where a rule asks.
    pub contexts: bool,
    /// The number of threads; `None` for as many as there are cores.
    pub threads: Option<usize>,
    /// Documents and overlays of more APIs, and directories of them.
    pub apis: Vec<PathBuf>,
    /// APIs that the configuration describes.
    pub configured: Vec<Configured>,
    /// Files with more clients.
    pub clients: Vec<PathBuf>,
    /// More carriers of credentials.
    pub carriers: Vec<config::Carrier>,
    /// Functions that send requests.
    pub wrappers: Vec<Wrapper>,
}
