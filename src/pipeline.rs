//! The whole run: from paths to findings.

use std::fmt;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use rustc_hash::FxHashSet;

use crate::api::{Apis, OperationId};
use crate::config::{self, Config, Configs};
use crate::embedded::CLIENTS;
use crate::flow;
use crate::flow::clients::Clients;
use crate::flow::request::{Part, Request, View};
use crate::ir::BindingKind;
use crate::matching::{self, Evidence, Matched, Outcome};
use crate::report::finding::{Finding, Level};
use crate::report::{Diagnostic, Report, Stats, uri};
use crate::rules::{self, Scene, presented as sent};
use crate::source::files::{self, Disk, Files, Read, Reader, SourceFile};
use crate::source::package;
use crate::source::sift::Sift;
use crate::source::walk::{Found, normalised, walk};
use crate::source::{FileId, Span};
use crate::suppress;
use crate::syntax;

/// What a run is told beside its paths.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Read what git ignores, and `node_modules` and the like.
    pub no_ignore: bool,
    /// Parse every file, whether it mentions an API or not.
    pub no_sift: bool,
    /// Leave out what the configuration excludes even if it is named.
    pub force_exclude: bool,
    /// Where configurations come from.
    pub config: config::Choice,
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
    /// The files that were looked into, rather than only known.
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
    /// Counts.
    pub stats: Stats,
    /// What it took.
    pub cost: Cost,
    /// The top of the repository.
    pub root: PathBuf,
}

/// What a run took.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    /// Steps of the evaluator: the same on every machine.
    pub steps: usize,
    /// Wall time of walking, reading and sifting.
    pub discover: Duration,
    /// Wall time of parsing, evaluating and judging.
    pub examine: Duration,
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

impl JudgedRequest {
    /// Whether it calls a known operation.
    pub fn is_matched(&self) -> bool {
        self.matched.iter().any(|one| one.outcome.operation().is_some())
    }

    /// Whether it is known what it calls, an operation or not.
    fn is_told(&self) -> bool {
        !told(&self.matched).is_empty()
    }

    /// The fixed text of what it presents.
    fn secrets(&self) -> impl Iterator<Item = Span> {
        let request = &self.request;
        let fields =
            self.request.urls.iter().map(|url| &url.query).chain([&request.query, &request.headers, &request.body]);
        let named = |name: &str| self.presented.iter().any(|one| one.name.eq_ignore_ascii_case(name));
        let entries = fields.flat_map(|fields| &fields.entries).filter(move |field| named(&field.name));
        entries.flat_map(|field| &field.values).flat_map(|text| &text.parts).filter_map(|part| match part {
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
    /// What a request presents to the APIs that it calls; to any API where that is not known.
    fn all_of(apis: &Apis, request: &Request, matched: &[Matched]) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for one in matched {
            for (index, api) in apis.tables.iter().enumerate() {
                let called = match &one.outcome {
                    Outcome::Operation { api, .. }
                    | Outcome::UnknownOperation { api, .. }
                    | Outcome::OtherHost { api, .. }
                    | Outcome::Retired { api } => *api == index,
                    Outcome::Unmatched(_) => true,
                    Outcome::Elsewhere => false,
                };
                if !called {
                    continue;
                }
                let sent = sent::Presented::of(api, request, one.url);
                let word = |id: Option<&crate::api::CredentialId>| {
                    id.map_or_else(|| "credential".to_owned(), |id| api.credential(*id).name.clone())
                };
                let members = sent.members.iter().map(|member| Self {
                    name: member.name.clone(),
                    credential: word(member.credentials.first()),
                    carrier: match member.place {
                        sent::Place::Query => "query",
                        sent::Place::Header => "header",
                    },
                    certain: member.certain,
                });
                let body = sent.body.iter().map(|field| Self {
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
        }
        all
    }
}

impl Analysis {
    /// Nothing analysed yet.
    pub(crate) fn new(apis: Apis, configs: Configs, paths: &[PathBuf]) -> Self {
        Self {
            files: Files::new(Vec::new()),
            hot: Vec::new(),
            apis,
            configs,
            requests: Vec::new(),
            findings: Vec::new(),
            diagnostics: Vec::new(),
            secrets: Vec::new(),
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
    rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads.unwrap_or(0))
        .stack_size(syntax::STACK_SIZE)
        .build()
        .map_err(|error| Error::new(format!("cannot start threads: {error}")))?
        .install(run)
}

fn count(stats: &mut Stats, request: &JudgedRequest) {
    stats.requests += 1;
    if request.is_matched() {
        stats.judged += 1;
        let open = request.request.is_open() || request.request.urls.iter().any(|url| !url.open.is_empty());
        stats.open += usize::from(open);
    } else if request.matched.iter().any(|one| !matches!(one.outcome, Outcome::Elsewhere | Outcome::Retired { .. })) {
        stats.unmatched += 1;
    }
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
    let mut apis = Apis::builtin().map_err(|error| Error::new(error.to_string()))?;
    for folder in &options.apis {
        apis = apis.and(Apis::load_dir(folder).map_err(|error| Error::new(error.to_string()))?);
    }
    Ok(apis)
}

/// The clients of a run: those built in and those of the options.
///
/// # Errors
/// A file that cannot be read.
pub fn clients(options: &Options) -> Result<Clients, Error> {
    let mut given = Vec::new();
    for path in &options.clients {
        let name = path.display().to_string();
        let text = fs::read_to_string(path).map_err(|error| Error::new(format!("{name}: {error}")))?;
        given.push((name, text));
    }
    let built_in = CLIENTS.iter().map(|(name, text)| (format!("rules/clients/{name}"), (*text).to_owned()));
    let files: Vec<(String, String)> = built_in.chain(given).collect();
    Clients::read(files.iter().map(|(name, text)| (&**name, &**text))).map_err(|error| Error::new(error.to_string()))
}

/// What one file came to.
#[derive(Debug, Default)]
pub(crate) struct Examined {
    requests: Vec<JudgedRequest>,
    findings: Vec<Finding>,
    diagnostics: Vec<Diagnostic>,
    secrets: Vec<Span>,
    steps: usize,
}

/// Finds the files below `paths`, and which of them may have to do with an API; counts and troubles go to `analysis`.
pub(crate) fn discover(options: &Options, paths: &[PathBuf], analysis: &mut Analysis) -> Result<Vec<FileId>, Error> {
    let start = Instant::now();
    let mut walked = walk(paths, options.no_ignore, |path| files::kind_of(path).is_some())
        .map_err(|error| Error::new(error.to_string()))?;
    for (path, reason) in &walked.problems {
        let reason = format!("cannot be read: {reason}");
        analysis.diagnostics.push(trouble(path, PathBuf::from(path), Level::Warning, reason));
    }
    let configured = configure(&mut walked.files, options, &analysis.configs)?;
    let sift = Sift::new(analysis.apis.triggers().chain([suppress::WORD.to_owned()]).chain(configured));
    let reader: Arc<dyn Reader> = Arc::new(Disk);
    let file = |found: &Found| SourceFile::unread(found.path.clone(), found.location.clone(), reader.clone());
    analysis.files = Files::new(walked.files.iter().map(file).collect());
    // Walked files are sorted by path, as the table is.
    let read: Vec<Heat> = analysis
        .files
        .as_slice()
        .par_iter()
        .zip(&walked.files)
        .map(|(file, found)| heat(file, found.named, &*reader, &sift, options.no_sift))
        .collect::<Result<_, _>>()?;
    let mut hot = Vec::new();
    for (id, heat) in (0..).map(FileId).zip(read) {
        analysis.stats.files += usize::from(!matches!(heat, Heat::Skipped(_)));
        match heat {
            Heat::Hot => hot.push(id),
            Heat::Cold => {}
            Heat::Skipped(diagnostic) => analysis.diagnostics.push(diagnostic),
        }
    }
    analysis.stats.parsed = hot.len();
    analysis.cost.discover = start.elapsed();
    Ok(hot)
}

/// Drops files that are not to be checked; gives the words by which calls to configured places are found.
fn configure(files: &mut Vec<Found>, options: &Options, configs: &Configs) -> Result<Vec<String>, Error> {
    let mut words = FxHashSet::default();
    let mut checked = Vec::with_capacity(files.len());
    for file in std::mem::take(files) {
        let config = configs.of(&file.location)?;
        if (file.named && !options.force_exclude) || config.includes(&normalised(&file.location)) {
            words.extend(config.hosts.iter().map(|host| host.trim_start_matches("*.").to_owned()));
            words.extend(config.prefixes.iter().map(|prefix| prefix.trim_matches('/').to_owned()));
            checked.push(file);
        }
    }
    *files = checked;
    Ok(words.into_iter().collect())
}

/// Lowers, evaluates and judges every file, and puts together what they came to.
pub(crate) fn examine_all(clients: &Clients, hot: &[FileId], analysis: &mut Analysis) {
    let start = Instant::now();
    let sources: Vec<(FileId, &SourceFile)> =
        hot.iter().filter_map(|id| Some((*id, analysis.files.get(*id)?))).collect();
    let path = |id: FileId| analysis.files.get(id).map(|file| file.path.clone());
    let scene = Scene { apis: &analysis.apis, path: &path };
    let examined: Vec<Examined> = sources
        .par_iter()
        // A configuration that could not be read has ended the run before.
        .map(|&(id, file)| (id, file, analysis.configs.of(&file.location).unwrap_or_default()))
        .map(|(id, file, config)| examine(&scene, clients, &config, id, file))
        .collect();
    for one in examined {
        analysis.requests.extend(one.requests);
        analysis.findings.extend(one.findings);
        analysis.diagnostics.extend(one.diagnostics);
        analysis.secrets.extend(one.secrets);
        analysis.cost.steps += one.steps;
    }
    analysis.findings = rules::distinct(std::mem::take(&mut analysis.findings));
    let mut stats = analysis.stats;
    analysis.requests.iter().for_each(|request| count(&mut stats, request));
    analysis.stats = stats;
    analysis.hot = hot.to_vec();
    analysis.cost.examine = start.elapsed();
}

fn examine(scene: &Scene, clients: &Clients, config: &Config, id: FileId, file: &SourceFile) -> Examined {
    let Some(kind) = file.kind else { return Examined::default() };
    let module = syntax::lower(id, kind, file.text());
    let mut examined = Examined::default();
    for problem in &module.problems {
        let position = file.position(problem.span.start);
        let mut diagnostic = trouble(&file.path, file.location.clone(), Level::Warning, problem.message.clone());
        diagnostic.place = Some((position.line, position.utf16));
        examined.diagnostics.push(diagnostic);
    }
    let imports = module.bindings.iter().filter_map(|binding| match &binding.kind {
        BindingKind::Import { from, .. } => Some(&**from),
        _ => None,
    });
    let configured = Evidence { hosts: config.hosts.clone(), prefixes: config.prefixes.clone(), ..Evidence::default() };
    let evidence = configured.with_imports(scene.apis, imports);

    let evaluation = flow::evaluate(&flow::program::Single { module: &module, text: file.text() }, &[id], clients);
    examined.steps = evaluation.steps;
    let mut judged: Vec<JudgedRequest> =
        evaluation.requests.into_iter().map(|request| settle(scene, request, &evidence)).collect();
    // A wrapper's request that nobody has filled in says nothing beside the ones that its callers did.
    let known: FxHashSet<Span> = judged.iter().filter(|one| one.is_told()).map(|one| one.request.site).collect();
    judged.retain(|one| one.is_told() || !known.contains(&one.request.site));

    for one in &judged {
        examined.findings.extend(rules::judge(scene, &one.request, &one.matched));
        examined.secrets.extend(one.secrets());
    }
    let package = package::name_of(&file.location);
    examined.findings.extend(rules::hardcoded_secret::named(scene, &module, package.as_deref()));
    examined.secrets.extend(examined.findings.iter().filter(|f| f.rule.id == "hardcoded-secret").map(|f| f.span));
    examined.requests = judged;
    examined
}

/// What a request calls, as far as that can be told: the table, and the operation unless it calls none of them.
fn told(matched: &[Matched]) -> Vec<(usize, Option<OperationId>)> {
    let told = matched.iter().filter_map(|one| match &one.outcome {
        Outcome::Operation { api, operation } | Outcome::OtherHost { api, operation, .. } => {
            Some((*api, Some(*operation)))
        }
        Outcome::UnknownOperation { api, .. } | Outcome::Retired { api } => Some((*api, None)),
        Outcome::Elsewhere | Outcome::Unmatched(_) => None,
    });
    told.collect()
}

/// Matches a request, and points it at the innermost function that knows what it calls.
fn settle(scene: &Scene, mut request: Request, evidence: &Evidence) -> JudgedRequest {
    let matched = matching::operations(scene.apis, &request, evidence);
    let called = told(&matched);
    let mut views = std::mem::take(&mut request.views);
    if !called.is_empty()
        && let Some(whole) = views.pop()
    {
        // The last view is what has been matched; inner ones exist only where something came through arguments.
        let knows = |view: &View| {
            let mut seen = request.clone();
            seen.methods.clone_from(&view.methods);
            seen.urls.clone_from(&view.urls);
            told(&matching::operations(scene.apis, &seen, evidence)) == called
        };
        let innermost = views.into_iter().find(knows).unwrap_or(whole);
        request.point = innermost.point;
        request.via = innermost.via;
    }
    let presented = Presented::all_of(scene.apis, &request, &matched);
    JudgedRequest { request, matched, presented }
}

/// What sifting a file came to.
enum Heat {
    Hot,
    Cold,
    Skipped(Diagnostic),
}

fn heat(file: &SourceFile, named: bool, reader: &dyn Reader, sift: &Sift, no_sift: bool) -> Result<Heat, Error> {
    let SourceFile { path, location, .. } = file;
    let skipped = |level, message: String| Ok(Heat::Skipped(trouble(path, location.clone(), level, message)));
    if file.kind.is_none() {
        return skipped(Level::Note, "is no kind of source that is understood; skipped".to_owned());
    }
    match reader.read(location) {
        Read::Text(text) if no_sift || sift.is_hot(text.as_bytes()) => {
            file.fill(text);
            Ok(Heat::Hot)
        }
        Read::Text(_) => Ok(Heat::Cold),
        Read::Binary => skipped(Level::Note, "is no text; skipped".to_owned()),
        Read::TooLarge => {
            skipped(Level::Warning, format!("is larger than {} MiB; skipped", files::MAX_BYTES / 1024 / 1024))
        }
        Read::Failed(error) if named => Err(Error::new(format!("cannot read {path}: {error}"))),
        Read::Failed(error) => skipped(Level::Warning, format!("cannot be read: {error}")),
    }
}

fn trouble(path: &str, location: PathBuf, level: Level, message: String) -> Diagnostic {
    Diagnostic { path: path.to_owned(), location, place: None, level, message }
}
