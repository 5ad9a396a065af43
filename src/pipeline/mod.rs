//! The whole run: from paths to findings.

mod built;
mod cost;
mod discover;
mod examine;
mod heat;
mod importers;
mod inlined;
mod large;
mod manifests;
mod originals;
mod settings;
mod telling;

use std::path::PathBuf;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::api::{Apis, Carrier, Configured};
use crate::clients::Clients;
use crate::clients::wrappers::Wrapper;
use crate::config::{self, Configs};
use crate::error::Error;
use crate::finding::{Finding, Level};
use crate::matching::Matched;
use crate::parallel;
use crate::report::{Diagnostic, Report, Stats, uri};
use crate::request::{Part, Request};
use crate::rules::helpers::presented::Place;
use crate::rules::{MatchedCall, PresentedTo};
use crate::runtime::{Context, ContextData};
use crate::source::buffers::Buffers;
use crate::source::files::Files;
use crate::source::{FileId, Span, door};
use crate::syntax;

pub use cost::Cost;
pub(crate) use cost::Laps;
pub(crate) use discover::discover;
pub(crate) use examine::examine_all;

/// Larger files with clients are none.
const MAX_TABLE: u64 = 4 * 1024 * 1024;

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
    /// Leave out what the configuration excludes even if it is named.
    pub force_exclude: bool,
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

/// What a run came to.
#[derive(Debug)]
pub struct Analysis {
    /// The files that were parsed or looked into.
    pub files: Files,
    /// Files that nobody named, read for the ones that were; nothing is reported of them.
    pub around: FxHashSet<FileId>,
    /// The files of settings that are judged.
    pub settings: Vec<FileId>,
    /// The files that were looked into and are reported on.
    pub hot: Vec<FileId>,
    /// The API tables of the run.
    pub apis: Apis,
    /// The configurations of the files.
    pub configs: Configs,
    /// All requests, sorted by the place they point at.
    pub requests: Vec<JudgedRequest>,
    /// All findings, of every rule and confidence.
    pub findings: Vec<Finding>,
    /// What could not be read or parsed.
    pub diagnostics: Vec<Diagnostic>,
    /// Literals that are secret; reports mask them.
    pub secrets: Vec<Span>,
    /// How many files were left out because git ignores them, where that was asked for.
    pub ignored: Option<usize>,
    /// Counts.
    pub stats: Stats,
    /// What it took.
    pub cost: Cost,
    /// The top of the repository.
    pub root: PathBuf,
}

/// A request with what the tables say of it.
#[derive(Debug)]
pub struct JudgedRequest {
    /// The request.
    pub request: Request,
    /// One entry for each of its URLs and methods.
    pub matched: Vec<Matched>,
    /// What it presents to what it calls.
    pub sent: Vec<PresentedTo>,
    /// The credentials it presents, by name only.
    pub presented: Vec<Presented>,
    /// Where it is sent from, where that was asked for.
    pub context: Option<Context>,
}

impl JudgedRequest {
    /// Whether it calls a known operation.
    pub fn is_matched(&self) -> bool {
        self.matched.iter().any(|one| one.outcome.operation().is_some())
    }

    /// Whether it is known what it calls, an operation or not.
    fn is_told(&self) -> bool {
        self.call().is_told()
    }

    /// The request as the rules see it.
    fn call(&self) -> MatchedCall<'_> {
        MatchedCall { request: &self.request, matched: &self.matched, presented: &self.sent }
    }

    /// The fixed text of what it presents.
    fn secrets(&self) -> impl Iterator<Item = Span> {
        let parts = self.call().presented_fields().flat_map(|field| &field.values).flat_map(|text| &text.parts);
        parts.filter_map(|part| match part {
            // `Bearer ` and the like are no secrets.
            Part::Fixed { text, span } if text.trim().len() >= 8 => Some(*span),
            _ => None,
        })
    }
}

/// A credential that a request presents, by name only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presented {
    /// The name of its carrier as written: `apikey`, `Authorization`.
    pub name: String,
    /// What it is, in words: `tenant key`.
    pub credential: String,
    /// `query`, `header` or `body`.
    pub carrier: &'static str,
    /// Whether it is there on every path.
    pub certain: bool,
}

impl Presented {
    /// What a request presents, each once.
    fn all_of(apis: &Apis, sent: &[PresentedTo]) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for to in sent {
            let Some(api) = apis.tables.get(to.api) else { continue };
            let word = |id: Option<&crate::api::CredentialId>| {
                id.map_or_else(|| "credential".to_owned(), |id| api.credential(*id).name.clone())
            };
            let members = to.sent.members.iter().map(|member| Self {
                name: member.name.clone(),
                credential: word(member.credentials.first()),
                carrier: match member.place {
                    Place::Query => "query",
                    Place::Header => "header",
                },
                certain: member.certain,
            });
            let body = to.sent.body.iter().map(|field| Self {
                name: field.name.clone(),
                credential: word(field.credential.as_ref()),
                carrier: "body",
                certain: true,
            });
            for presented in members.chain(body) {
                if !all.contains(&presented) {
                    all.push(presented);
                }
            }
        }
        all
    }
}

impl Analysis {
    /// Nothing analysed yet.
    pub(crate) fn new(apis: Apis, configs: Configs, paths: &[PathBuf]) -> Self {
        Self {
            files: Files::new(Vec::new()),
            around: FxHashSet::default(),
            settings: Vec::new(),
            hot: Vec::new(),
            apis,
            configs,
            requests: Vec::new(),
            findings: Vec::new(),
            diagnostics: Vec::new(),
            secrets: Vec::new(),
            ignored: None,
            stats: Stats::default(),
            cost: Cost::default(),
            root: uri::root_of(paths),
        }
    }
}

impl Analysis {
    /// A report of some of the findings.
    pub fn report<'a>(&'a self, findings: impl IntoIterator<Item = &'a Finding>) -> Report<'a> {
        Report::new(&self.files, findings, &self.diagnostics, &self.secrets, self.stats, &self.root)
    }
}

/// Runs on as many threads as the options say, each with room for the parsers' recursion.
pub(crate) fn with_threads<T: Send>(
    options: &Options,
    run: impl FnOnce() -> Result<T, Error> + Send,
) -> Result<T, Error> {
    parallel::with_threads(options.threads.unwrap_or(0), syntax::STACK_SIZE, run)
        .map_err(|error| Error::new(format!("cannot start threads: {error}")))?
}

/// The API tables of a run: those built in and those of the options.
///
/// # Errors
/// A table that cannot be read.
pub fn tables(options: &Options) -> Result<Apis, Error> {
    let apis = Apis::builtin().and_then(|apis| apis.with(&options.apis, &options.configured));
    let mut apis = apis.map_err(|error| Error::new(error.to_string()))?;
    for config::Carrier { name, place, credential, origin } in &options.carriers {
        let carrier = match place {
            config::Place::Query => Carrier::Query(name.clone()),
            config::Place::Header => Carrier::Header(name.clone()),
        };
        apis.translate(&carrier, credential).map_err(|reason| Error::of(&origin.file, reason).at_line(origin.line))?;
    }
    Ok(apis)
}

/// The clients of a run and what tells where code runs. A run without code that may have to do with an API needs
/// neither, but what is given by options must be readable.
///
/// # Errors
/// A file that cannot be read.
pub(crate) fn knowledge(options: &Options, code: bool, settings: bool) -> Result<(Clients, ContextData), Error> {
    let contexts = || ContextData::builtin().map_err(|error| Error::new(error.to_string()));
    if !code && options.clients.is_empty() {
        let contexts = if settings { contexts()? } else { ContextData::default() };
        return Ok((Clients::default(), contexts));
    }
    let (clients, contexts) = parallel::both(|| clients(options), contexts);
    Ok((clients?, contexts?))
}

/// The clients of a run: those built in and those of the options.
///
/// # Errors
/// A file that cannot be read.
fn clients(options: &Options) -> Result<Clients, Error> {
    let mut given = Vec::new();
    for path in &options.clients {
        let name = path.display().to_string();
        let text = door::text(path, MAX_TABLE).map_err(|unread| Error::of(&name, unread.reason()))?;
        given.push((name, text));
    }
    let clients = Clients::with(&given);
    Ok(clients.map_err(|error| Error::new(error.to_string()))?.with_wrappers(&options.wrappers))
}

pub(crate) fn trouble(path: &str, location: PathBuf, level: Level, message: String) -> Diagnostic {
    Diagnostic { path: path.to_owned(), location, place: None, level, message }
}
