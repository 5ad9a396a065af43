//! From files to findings.

use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use super::importers::Importers;
use super::large::{self, Large};
use super::{Analysis, JudgedRequest, Laps, Options, Presented, built, inlined, settings, trouble};
use crate::api::{Apis, OperationId};
use crate::clients::Clients;
use crate::config::Configs;
use crate::finding::{Confidence, Level};
use crate::interpreter;
use crate::ir::{BindingKind, Module};
use crate::link::{ImportGraph, Scripts, Unit, Workspace, units};
use crate::matching::{self, Evidence, Matched, Outcome};
use crate::parallel;
use crate::report::{Diagnostic, Stats};
use crate::request::{Origin, Part, Request, Url, View};
use crate::rules::helpers::constants::constants;
use crate::rules::unsent::Unsent;
use crate::rules::{self, Input, PresentedTo, Scene, ids};
use crate::runtime::{Context, ContextData, Contexts, Side};
use crate::source::files::{Files, SourceFile};
use crate::source::prefilter::Prefilter;
use crate::source::walk::normalised;
use crate::source::{FileId, Span, package};

/// How often callers of callers are looked for.
const MAX_ROUNDS: usize = 6;

/// How many callers in other files are looked for together.
const MAX_CALLERS: usize = 500;

/// What one unit came to.
#[derive(Debug, Default)]
struct Evaluated {
    requests: Vec<JudgedRequest>,
    /// Files that others may call, where what they send depends on that.
    offering: Vec<FileId>,
    /// The scripts that were run.
    modules: Vec<FileId>,
    unsent: Unsent,
    /// Where components are given properties.
    properties: Vec<Span>,
    steps: usize,
}

/// Lowers, evaluates and judges the files in `hot`, and puts together what they came to.
pub(crate) fn examine_all(
    clients: &Clients,
    (data, options): (&ContextData, &Options),
    hot: &[FileId],
    analysis: &mut Analysis,
) {
    let mut laps = Laps::start();
    let path = |id: FileId| analysis.files.get(id).map(|file| file.path.clone());
    let line = |span: Span| analysis.files.start(span).map(|position| position.line);
    let mut workspace = Workspace::new(&analysis.files);
    workspace.lower_crates(hot, &clients.crates());
    let test_code = |span: Span| workspace.is_test(span);
    let (graph, afar) = graph(&workspace, clients, &analysis.apis, hot);
    let contexts = Contexts::new(&workspace, &graph, data).all_client(options.bundle);
    let context =
        |span: Span| configured(&analysis.files, &analysis.configs, span).unwrap_or_else(|| contexts.at(span));
    let public_env = |name: &str, span: Span| contexts.public_env(name, span);
    let server_read = |span: Span, toolchain: Option<&str>, name: Option<&str>| {
        contexts.server_read(span, context(span).side, toolchain, name)
    };
    let scene = Scene {
        test_code: &test_code,
        context: &context,
        public_env: &public_env,
        server_read: &server_read,
        line: &line,
        ..Scene::new(&analysis.apis, &path)
    };
    let code: Vec<FileId> = hot.iter().chain(&afar).copied().collect();
    parallel::for_each(&code, |file| {
        workspace.module(*file);
    });
    analysis.cost.parse = laps.lap();
    let units = units(&workspace, hot, &afar);
    let mut evaluated = evaluate_all((&scene, &analysis.configs), &workspace, &graph, clients, units);
    let mut large = in_parts(&scene, clients, &analysis.files, hot);

    let steps = evaluated.iter().map(|one| one.steps).chain(large.iter().map(|one| one.steps)).sum();
    let mut requests = requests_of(&mut evaluated, &mut large);
    analysis.cost.evaluate = laps.lap();

    let properties: FxHashSet<Span> = evaluated.iter().flat_map(|one| one.properties.iter().copied()).collect();
    let property = |place: Span| properties.contains(&place);
    // What is parsed from here on only tells where code runs.
    let parsed = workspace.parsed();
    let problems = problems(&workspace, analysis);
    let modules: Vec<&Module> = {
        let mut files: Vec<FileId> = hot.iter().filter_map(|file| Some(workspace.module(*file)?.file)).collect();
        files.sort_unstable();
        files.dedup();
        files.into_iter().filter_map(|file| workspace.module(file)).collect()
    };
    let mut unsent: Vec<Unsent> = evaluated.iter_mut().map(|one| std::mem::take(&mut one.unsent)).collect();
    unsent.extend(parallel::map(&modules, |module| Unsent { literals: constants(module), ..Unsent::default() }));
    unsent.extend(large.iter_mut().map(|one| std::mem::take(&mut one.unsent)));
    if !hot.is_empty() {
        // Configuration is read here, so that its names are known below.
        contexts.definitions();
    }
    let names = names_around(&workspace);
    let names_around = |span: Span| names.get(&span.file).cloned().unwrap_or_default();
    let scene = Scene { property: &property, names: &names_around, ..scene };
    let (config_files, notes) = settings::read(&analysis.files, &analysis.settings);
    let input = Input {
        calls: requests.iter().map(JudgedRequest::call).collect(),
        unsent: &unsent,
        config_files: &config_files,
        inlined: inlined::find(&scene, &workspace, &contexts, hot),
    };
    let found = rules::run(&scene, &input);
    let mut secrets: Vec<Span> = requests.iter().flat_map(JudgedRequest::secrets).collect();
    secrets.extend(found.iter().filter(|finding| finding.rule.id == ids::HARDCODED_SECRET).map(|finding| finding.span));
    let mut findings = built::attributed(&analysis.files, &analysis.around, found);
    secrets
        .extend(findings.iter().filter(|finding| finding.rule.id == ids::HARDCODED_SECRET).map(|finding| finding.span));
    findings.retain(|finding| !analysis.around.contains(&finding.span.file));
    requests.retain(|one| !analysis.around.contains(&one.request.point.file));
    if options.contexts {
        parallel::for_each_mut(&mut requests, |one| one.context = Some(contexts.at(one.request.point)));
    }

    let mut stats = analysis.stats;
    for request in &requests {
        count(&mut stats, request);
    }
    stats.parsed = parsed;
    let troubles = large.into_iter().filter_map(|one| one.diagnostic);
    let diagnostics: Vec<Diagnostic> = troubles.chain(notes).chain(problems).collect();
    let looked_into = hot.iter().chain(&analysis.settings).filter(|file| !analysis.around.contains(file));
    analysis.hot = looked_into.copied().collect();
    analysis.hot.sort_unstable();
    analysis.stats = stats;
    analysis.diagnostics.extend(diagnostics);
    analysis.secrets = secrets;
    analysis.requests = requests;
    analysis.findings = findings;
    analysis.cost.steps = steps;
    analysis.cost.judge = laps.lap();
}

/// Who imports whom among the scripts, and which of them change clients from afar. A file that mentions an API by itself
/// changes the clients of others only in a package of its own: without a manifest around them files that lie together
/// need not run together.
fn graph(workspace: &Workspace, clients: &Clients, apis: &Apis, hot: &[FileId]) -> (ImportGraph, Vec<FileId>) {
    if !hot.iter().any(|file| workspace.is_script(*file)) {
        return <(ImportGraph, Vec<FileId>)>::default();
    }
    let (afar, mentions) = (clients.afar(), Prefilter::new(apis.triggers()));
    workspace.graph(|id, text| afar.is_in(text) && (!mentions.is_hot(text.as_bytes()) || workspace.is_packed(id)))
}

/// All requests, each once, sorted by place.
fn requests_of(evaluated: &mut [Evaluated], large: &mut [Large]) -> Vec<JudgedRequest> {
    let mut requests: Vec<JudgedRequest> =
        evaluated.iter_mut().flat_map(|one| std::mem::take(&mut one.requests)).collect();
    requests.extend(large.iter_mut().flat_map(|one| std::mem::take(&mut one.requests)));
    requests.sort_by_key(|one| (one.request.site, one.request.point));
    // Units that share modules send the same requests.
    requests.dedup_by(|a, b| a.request == b.request);
    // A wrapper's request that nobody has filled in says nothing beside the ones that its callers did.
    let known: FxHashSet<Span> = requests.iter().filter(|one| one.is_told()).map(|one| one.request.site).collect();
    requests.retain(|one| one.is_told() || !known.contains(&one.request.site));
    requests
}

/// What could not be parsed of the files that have been.
fn problems(workspace: &Workspace, analysis: &Analysis) -> Vec<Diagnostic> {
    let found = workspace.lowered().flat_map(|module| &module.problems);
    found
        .filter(|problem| !analysis.around.contains(&problem.span.file))
        .filter_map(|problem| {
            // Nobody can mend what a source map carries.
            let file = workspace.files.get(problem.span.file).filter(|file| file.carrier.is_none())?;
            let position = file.position(problem.span.start);
            let mut diagnostic = trouble(&file.path, file.location.clone(), Level::Warning, problem.message.clone());
            diagnostic.place = Some((position.line, position.utf16));
            Some(diagnostic)
        })
        .collect()
}

/// What the files that were parsed, and their packages, are called.
fn names_around(workspace: &Workspace) -> FxHashMap<FileId, Vec<String>> {
    let mut files: Vec<FileId> = workspace.parsed_files().collect();
    files.sort_unstable();
    files.dedup();
    // The files of a folder belong to one package, whose manifest is read once.
    let mut packages: FxHashMap<Option<&Path>, Option<String>> = FxHashMap::default();
    let names = |id: FileId| {
        let file = workspace.files.get(id)?;
        let name = file.name().to_owned();
        let package =
            packages.entry(file.location.parent()).or_insert_with(|| package::name_of(&file.location)).clone();
        Some((id, package.into_iter().chain([name]).collect()))
    };
    files.into_iter().filter_map(names).collect()
}

/// The scripts that are too large to be read as a whole.
fn in_parts(scene: &Scene, clients: &Clients, files: &Files, hot: &[FileId]) -> Vec<Large> {
    let large: Vec<(FileId, &SourceFile)> =
        hot.iter().filter_map(|id| Some((*id, files.get(*id)?))).filter(|(_, file)| large::is_large(file)).collect();
    if large.is_empty() {
        return Vec::new();
    }
    let prefilter = Prefilter::new(scene.apis.triggers());
    parallel::map(&large, |(id, file)| large::examine(scene, clients, &prefilter, *id, file))
}

/// Where the code of a file runs, if its configuration says so.
fn configured(files: &Files, configs: &Configs, span: Span) -> Option<Context> {
    let location = &files.get(span.file)?.location;
    let config = configs.of(location).ok()?;
    let path = normalised(location);
    let (side, pattern) = [(Side::Client, &config.client_code), (Side::Server, &config.server_code)]
        .into_iter()
        .find_map(|(side, patterns)| Some((side, patterns.matching(&path)?)))?;
    let why = format!("the configuration says so: \"{}\"", pattern.0);
    Some(Context { side, why, chain: vec![span.file], confidence: Confidence::High })
}

/// Evaluates the units, and again with the files that call what they offer, until there are no more.
fn evaluate_all(
    (scene, configs): (&Scene, &Configs),
    workspace: &Workspace,
    graph: &ImportGraph,
    clients: &Clients,
    mut units: Vec<Unit>,
) -> Vec<Evaluated> {
    let mut done = parallel::map(&units, |unit| evaluate((scene, configs), workspace, clients, unit));
    let importers = Importers::new(workspace, graph, Prefilter::new(clients.words()));
    for round in 0..MAX_ROUNDS {
        let mut grown = Vec::new();
        for at in 0..units.len() {
            let offering = std::mem::take(&mut done[at].offering);
            let given: Vec<FileId> = if round == 0 { exporting(workspace, &units[at]) } else { Vec::new() };
            let modules = std::mem::take(&mut done[at].modules);
            if offering.is_empty() && given.is_empty() && modules.len() < 2 {
                continue;
            }
            let mut callers = importers.callers(&offering);
            callers.extend(importers.users(&given));
            callers.extend(importers.changers(&modules));
            // What it exports may be made of clients in files that say nothing of an API: an instance of a class.
            let lends = |file: &FileId| !units[at].files.contains(file) && importers.sends(*file);
            if !given.is_empty() && modules.iter().any(lends) {
                callers.extend(importers.callers(&given));
            }
            callers.sort_unstable();
            callers.dedup();
            callers.retain(|file| !units[at].files.contains(file));
            callers.truncate(MAX_CALLERS);
            if !callers.is_empty() {
                units[at].files.extend(callers);
                units[at].files.sort_unstable();
                grown.push(at);
            }
        }
        if grown.is_empty() {
            break;
        }
        let again = parallel::map(&grown, |at| evaluate((scene, configs), workspace, clients, &units[*at]));
        for (at, one) in grown.into_iter().zip(again) {
            done[at] = one;
        }
    }
    done
}

/// The scripts of a unit that export anything: others may use the base URLs and credentials in them.
fn exporting(workspace: &Workspace, unit: &Unit) -> Vec<FileId> {
    let exports = |file: &FileId| {
        workspace.is_script(*file)
            && (workspace.module(*file).is_some_and(|module| !module.exports.is_empty())
                || ["exports", "this."].iter().any(|word| workspace.files.text(*file).contains(word)))
    };
    unit.files.iter().copied().filter(exports).collect()
}

fn evaluate((scene, configs): (&Scene, &Configs), workspace: &Workspace, clients: &Clients, unit: &Unit) -> Evaluated {
    let program = Scripts { workspace, files: &unit.files };
    let evaluation = interpreter::evaluate(&program, &unit.files, clients);
    let mut evidences: FxHashMap<FileId, Evidence> = FxHashMap::default();
    let mut requests = Vec::new();
    let mut offering: FxHashSet<FileId> = evaluation.offering.into_iter().collect();
    for request in evaluation.requests {
        let outermost = request.views.last().map_or(request.site, |view| view.point).file;
        // What is imported where the call stands speaks for an API, and where it was filled in.
        let mut evidence = Evidence::default();
        for file in [request.site.file, outermost] {
            let known = evidences.entry(file).or_insert_with(|| imported((scene, configs), workspace, file));
            evidence.imported.extend(
                known.imported.iter().copied().filter(|api| !evidence.imported.contains(api)).collect::<Vec<_>>(),
            );
            for (all, more) in [(&mut evidence.hosts, &known.hosts), (&mut evidence.prefixes, &known.prefixes)] {
                all.extend(more.iter().filter(|one| !all.contains(one)).cloned().collect::<Vec<_>>());
            }
        }
        // What has no host goes to the page's own origin, where there is a page.
        let is_relative = |url: &Url| url.text.prefix().starts_with('/');
        evidence.client = request.urls.iter().any(is_relative) && (scene.context)(request.site).side == Side::Client;
        let one = settle(scene, request, &evidence);
        let outside = filled_from_outside(&one.request);
        if !one.is_told() && !is_elsewhere(&one) || one.request.is_open() || !outside.is_empty() {
            offering.insert(outermost);
        }
        // A component sends what it is used with through functions of other files.
        offering.extend(outside);
        requests.push(one);
    }
    // A crate is read as a whole anyway.
    let is_known = |file: &FileId| workspace.is_script(*file) && unit.files.binary_search(file).is_ok();
    let mut offering: Vec<FileId> = offering.into_iter().filter(is_known).collect();
    offering.sort_unstable();
    let unsent = Unsent {
        options: evaluation.options,
        environment: evaluation.environment,
        keys: evaluation.keys,
        literals: Vec::new(),
    };
    let mut modules = evaluation.modules;
    modules.retain(|file| workspace.is_script(*file));
    let (properties, steps) = (evaluation.properties, evaluation.steps);
    Evaluated { requests, offering, modules, unsent, properties, steps }
}

/// What a file and its configuration say about where requests go.
fn imported((scene, configs): (&Scene, &Configs), workspace: &Workspace, file: FileId) -> Evidence {
    // A configuration that could not be read has ended the run before.
    let config = workspace.files.get(file).and_then(|file| configs.of(&file.location).ok()).unwrap_or_default();
    let evidence = workspace.module(file).map_or_else(Evidence::default, |module| evidence_of(scene, module, file));
    Evidence { hosts: config.hosts.clone(), prefixes: config.prefixes.clone(), ..evidence }
}

/// What a file of a module imports speaks for an API.
pub(super) fn evidence_of(scene: &Scene, module: &Module, file: FileId) -> Evidence {
    let bindings = module.bindings.iter().filter(|binding| binding.span.file == file);
    let imports = bindings.filter_map(|binding| match &binding.kind {
        BindingKind::Import { from, .. } => Some(&**from),
        _ => None,
    });
    Evidence::default().with_imports(scene.apis, imports)
}

fn is_elsewhere(one: &JudgedRequest) -> bool {
    one.matched.iter().all(|one| matches!(one.outcome, Outcome::Elsewhere | Outcome::Retired { .. }))
}

/// The files of the parameters by which callers tell something that is sent beside the path.
fn filled_from_outside(request: &Request) -> Vec<FileId> {
    let of_urls = request.urls.iter().map(|url| &url.query);
    let fields = [&request.query, &request.headers, &request.body].into_iter().chain(of_urls);
    let parts = fields.flat_map(|fields| &fields.entries).flat_map(|field| &field.values).flat_map(|text| &text.parts);
    let parameter = |part: &Part| match part {
        Part::Hole(hole) if hole.origin == Origin::Parameter => Some(hole.span.file),
        _ => None,
    };
    parts.filter_map(parameter).collect()
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

/// What a request calls, as far as that can be told: the table, and the operation unless it calls none of them.
pub(super) fn told(matched: &[Matched]) -> Vec<(usize, Option<OperationId>)> {
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
pub(super) fn settle(scene: &Scene, mut request: Request, evidence: &Evidence) -> JudgedRequest {
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
    let sent = PresentedTo::all(scene.apis, &request, &matched);
    let presented = Presented::all_of(scene.apis, &sent);
    JudgedRequest { request, matched, sent, presented, context: None }
}
