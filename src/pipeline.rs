//! The whole run: from paths to findings.

use std::fmt;
use std::path::PathBuf;

use rayon::prelude::*;

use crate::api::Apis;
use crate::flow::request::Request;
use crate::matching::Matched;
use crate::report::finding::{Finding, Level};
use crate::report::{Diagnostic, Stats, uri};
use crate::source::files::{self, Files, Read, SourceFile};
use crate::source::sift::Sift;
use crate::source::walk::{Found, walk};
use crate::source::{FileId, Span};
use crate::syntax;

/// Parsing recurses with its input; this is deep enough for whatever the front-ends let through.
const STACK: usize = 64 * 1024 * 1024;

/// What a run is told beside its paths.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Read what git ignores, and `node_modules` and the like.
    pub no_ignore: bool,
    /// Parse every file, whether it mentions an API or not.
    pub no_sift: bool,
    /// The number of threads; `None` for as many as there are cores.
    pub threads: Option<usize>,
    /// Directories with more API tables.
    pub apis: Vec<PathBuf>,
    /// Files with more clients.
    pub clients: Vec<PathBuf>,
}

/// What a run came to.
#[derive(Debug)]
pub struct Analysis {
    /// The files that were parsed or looked into.
    pub files: Files,
    /// The API tables of the run.
    pub apis: Apis,
    /// All requests, sorted by the place they point at.
    pub requests: Vec<JudgedRequest>,
    /// All findings, of every rule and confidence.
    pub findings: Vec<Finding>,
    /// What could not be read or parsed.
    pub diagnostics: Vec<Diagnostic>,
    /// Literals that are secret; reports mask them.
    pub secrets: Vec<Span>,
    /// Counts.
    pub stats: Stats,
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
    /// The credentials it presents.
    pub presented: Vec<Presented>,
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

/// Why a run could not be done; a sentence without a full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// The sentence.
    pub message: String,
}

impl Error {
    /// An error with this message.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// The API tables of a run: those built in and those of the options.
///
/// # Errors
/// A table that cannot be read.
pub fn tables(options: &Options) -> Result<Apis, Error> {
    // stub: `Apis::builtin()` and the tables of `options.apis`.
    if let Some(missing) = options.apis.iter().chain(&options.clients).find(|path| !path.exists()) {
        return Err(Error::new(format!("no such file or directory: {}", missing.display())));
    }
    Ok(Apis { tables: Vec::new() })
}

/// Reads and judges what `paths` name.
///
/// # Errors
/// A path or a table that cannot be read.
pub fn analyse(options: &Options, paths: &[PathBuf]) -> Result<Analysis, Error> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads.unwrap_or(0))
        .stack_size(STACK)
        .build()
        .map_err(|error| Error::new(format!("cannot start threads: {error}")))?;
    pool.install(|| analyse_here(options, paths))
}

fn analyse_here(options: &Options, paths: &[PathBuf]) -> Result<Analysis, Error> {
    let apis = tables(options)?;
    // stub: triggers derived from the tables and clients.
    let sift = Sift::open();
    let walked = walk(paths, options.no_ignore, |path| files::kind_of(path).is_some())
        .map_err(|error| Error::new(error.to_string()))?;
    let mut diagnostics: Vec<Diagnostic> = walked
        .problems
        .iter()
        .map(|(path, reason)| trouble(path, PathBuf::from(path), Level::Warning, format!("cannot be read: {reason}")))
        .collect();

    let read: Vec<Loaded> =
        walked.files.into_par_iter().map(|found| load(found, &sift, options.no_sift)).collect::<Result<_, _>>()?;
    let mut stats = Stats::default();
    let mut sources = Vec::new();
    for loaded in read {
        match loaded {
            Loaded::Hot(file) => {
                stats.files += 1;
                sources.push(file);
            }
            Loaded::Cold => stats.files += 1,
            Loaded::Skipped(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    let files = Files::new(sources);
    stats.parsed = files.len();

    let sources: Vec<(FileId, &SourceFile)> = files.iter().collect();
    let problems: Vec<Vec<Diagnostic>> = sources.par_iter().map(|&(id, file)| parse(id, file)).collect();
    diagnostics.extend(problems.into_iter().flatten());

    // stub: evaluate, match, judge.
    let root = uri::root_of(paths);
    Ok(Analysis {
        apis,
        requests: Vec::new(),
        findings: Vec::new(),
        diagnostics,
        secrets: Vec::new(),
        stats,
        root,
        files,
    })
}

enum Loaded {
    Hot(SourceFile),
    Cold,
    Skipped(Diagnostic),
}

fn load(found: Found, sift: &Sift, no_sift: bool) -> Result<Loaded, Error> {
    let Found { path, location, named } = found;
    let skipped = |level, message: String| Ok(Loaded::Skipped(trouble(&path, location.clone(), level, message)));
    if files::kind_of(&location).is_none() {
        return skipped(Level::Note, "is no kind of source that is understood; skipped".to_owned());
    }
    match files::read(&location) {
        Read::Text(text) if no_sift || sift.is_hot(text.as_bytes()) => {
            Ok(Loaded::Hot(SourceFile::new(path, location, text)))
        }
        Read::Text(_) => Ok(Loaded::Cold),
        Read::Binary => skipped(Level::Note, "is no text; skipped".to_owned()),
        Read::TooLarge => {
            skipped(Level::Warning, format!("is larger than {} MiB; skipped", files::MAX_BYTES / 1024 / 1024))
        }
        Read::Failed(error) if named => Err(Error::new(format!("cannot read {path}: {error}"))),
        Read::Failed(error) => skipped(Level::Warning, format!("cannot be read: {error}")),
    }
}

fn parse(id: FileId, file: &SourceFile) -> Vec<Diagnostic> {
    let Some(kind) = file.kind else { return Vec::new() };
    let module = syntax::lower(id, kind, &file.text);
    let one = |problem: crate::ir::Problem| {
        let position = file.position(problem.span.start);
        let mut diagnostic = trouble(&file.path, file.location.clone(), Level::Warning, problem.message);
        diagnostic.place = Some((position.line, position.utf16));
        diagnostic
    };
    module.problems.into_iter().map(one).collect()
}

fn trouble(path: &str, location: PathBuf, level: Level, message: String) -> Diagnostic {
    Diagnostic { path: path.to_owned(), location, place: None, level, message }
}
