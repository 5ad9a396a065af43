//! From modules to requests and what they call: units are interpreted, and again with the files that call them, until
//! nobody new calls.

use std::cell::RefCell;
use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::bundles::large;
use super::callers::Callers;
use super::match_requests::{Evidences, Matcher, outermost};
use crate::clients::Clients;
use crate::finding::Level;
use crate::interpreter::{self, Growth};
use crate::link::{Groups, LinkedScripts, Unit, Workspace};
use crate::matching::Outcome;
use crate::parallel;
use crate::report::{Diagnostic, counted};
use crate::request::{Origin, Part, Request};
use crate::rules::MatchedCall;
use crate::rules::helpers::constants::constants;
use crate::rules::unsent::Unsent;
use crate::source::{FileId, Span};

/// How often callers of callers are looked for.
const MAX_ROUNDS: usize = 6;

/// How many callers in other files are looked for together.
const MAX_CALLERS: usize = 500;

/// What the code of a run sends.
#[derive(Debug, Default)]
pub(super) struct Evaluated {
    /// All requests with what they call, each once, sorted by place.
    pub calls: Vec<MatchedCall>,
    /// What is not seen to be sent, one entry for each part of the program.
    pub unsent: Vec<Unsent>,
    /// Where components are given properties.
    pub properties: FxHashSet<Span>,
    /// Which scripts are too large to be read as a whole, and had more than could be read in parts.
    pub diagnostics: Vec<Diagnostic>,
    /// Steps of the interpreter.
    pub steps: usize,
}

/// What one unit came to.
#[derive(Debug, Default)]
struct Interpreted {
    calls: Vec<MatchedCall>,
    unsent: Unsent,
    properties: Vec<Span>,
    steps: usize,
    /// Files that others may call, where what they send depends on that.
    called: Vec<FileId>,
    /// The scripts that were run.
    modules: Vec<FileId>,
    /// That not all requests were looked at.
    diagnostic: Option<Diagnostic>,
}

/// Interprets the units and the scripts that are too large to be in one, and matches what they send.
pub(super) fn evaluate(matcher: &Matcher, clients: &Clients, units: Vec<Unit>) -> Evaluated {
    let code = matcher.code;
    let mut evaluated = Evaluated::default();
    for one in interpret_all(matcher, clients, units) {
        evaluated.calls.extend(one.calls);
        evaluated.unsent.push(one.unsent);
        evaluated.properties.extend(one.properties);
        evaluated.steps += one.steps;
        evaluated.diagnostics.extend(one.diagnostic);
    }
    let of_module = |module: &&_| Unsent { literals: constants(module), ..Unsent::default() };
    evaluated.unsent.extend(parallel::map(&code.hot_modules(), of_module));
    for one in large::evaluate_all(matcher, clients) {
        evaluated.calls.extend(one.calls);
        evaluated.unsent.push(one.unsent);
        evaluated.diagnostics.extend(one.diagnostic);
        evaluated.steps += one.steps;
    }
    evaluated.calls = distinct(evaluated.calls);
    evaluated
}

/// All requests, each once, sorted by place.
fn distinct(mut calls: Vec<MatchedCall>) -> Vec<MatchedCall> {
    calls.sort_by_key(|call| (call.request.site, call.request.point));
    // Units that share modules send the same requests.
    calls.dedup_by(|a, b| a.request == b.request);
    // A wrapper's request that nobody has filled in says nothing beside the ones that its callers did.
    let identified = calls.iter().filter(|call| call.is_identified()).map(|call| &call.request);
    let filled: FxHashSet<(Span, Span)> =
        identified.flat_map(|request| request.via.iter().map(|within| (request.site, *within))).collect();
    calls.retain(|call| call.is_identified() || !filled.contains(&(call.request.site, call.request.point)));
    calls
}

/// Interprets the units, and again with the files that call what they have, until there are no more.
fn interpret_all(matcher: &Matcher, clients: &Clients, mut units: Vec<Unit>) -> Vec<Interpreted> {
    let code = matcher.code;
    let callers = Callers::new(&code.workspace, &code.graph, clients);
    let others = |unit: &Unit| Others::of(&code.workspace, &callers, unit);
    let mut others: Vec<Others> = units.iter().map(others).collect();
    let of_unit = |growing: &Growing| {
        let first = growing.unit.files.first().copied().unwrap_or(FileId(0));
        code.workspace.crashes.guard(first, || interpret(matcher, clients, growing)).unwrap_or_default()
    };
    let mut done: Vec<Interpreted> = units.iter().map(|_| Interpreted::default()).collect();
    let mut left: Vec<usize> = (0..units.len()).collect();
    for round in 0..=MAX_ROUNDS {
        let again = parallel::map(&left, |at| {
            let (unit, others) = (&units[*at], &others[*at]);
            let is_last = round == MAX_ROUNDS;
            of_unit(&Growing { matcher, callers: &callers, unit, others, is_last, called: RefCell::default() })
        });
        for (at, one) in left.into_iter().zip(again) {
            done[at] = one;
        }
        left = Vec::new();
        for (at, (unit, one)) in units.iter_mut().zip(&mut done).enumerate().filter(|_| round < MAX_ROUNDS) {
            let more = callers_of(&callers, unit, one, &std::mem::take(&mut others[at]));
            if !more.is_empty() {
                unit.files.extend(more);
                unit.files.sort_unstable();
                left.push(at);
            }
        }
        if left.is_empty() {
            break;
        }
        left = united(&mut units, &left, &mut done);
    }
    done
}

/// Puts those of the units that are to be evaluated again together which have come to share files, and gives what is left of
/// them. What is the same as a unit that is settled is given up.
fn united(units: &mut [Unit], grown: &[usize], done: &mut [Interpreted]) -> Vec<usize> {
    let mut groups = Groups::default();
    for at in grown {
        let files = &units[*at].files;
        for file in files {
            groups.unite(files[0], *file);
        }
    }
    let mut left: Vec<usize> = Vec::new();
    let mut of_groups: FxHashMap<FileId, usize> = FxHashMap::default();
    for at in grown {
        let first = *of_groups.entry(groups.root(units[*at].files[0])).or_insert(*at);
        if first == *at {
            left.push(first);
        } else {
            let files = std::mem::take(&mut units[*at].files);
            units[first].files.extend(files);
            done[*at] = Interpreted::default();
        }
    }
    for at in &left {
        let files = &mut units[*at].files;
        files.sort_unstable();
        files.dedup();
    }
    let is_settled = |at: &usize| grown.binary_search(at).is_err();
    let settled: FxHashSet<&[FileId]> = (0..units.len()).filter(is_settled).map(|at| &*units[at].files).collect();
    let (same, anew): (Vec<usize>, Vec<usize>) = left.iter().partition(|at| settled.contains(&*units[**at].files));
    for at in same {
        done[at] = Interpreted::default();
    }
    anew
}

/// The files outside a unit that use what it gives, as far as they are known before it is interpreted.
#[derive(Debug, Default)]
struct Others {
    /// The files of the unit that export anything.
    exporting: Vec<FileId>,
    /// Those that use what these export.
    users: Vec<FileId>,
}

impl Others {
    fn of(workspace: &Workspace, callers: &Callers, unit: &Unit) -> Self {
        let exporting = exporting(workspace, unit);
        let mut users = callers.users(&exporting);
        users.retain(|file| !unit.files.contains(file));
        Self { exporting, users }
    }

    /// Those and others that go with the modules which the unit takes up: they change what they get from them, or may use a
    /// client that is made there.
    fn with(&self, callers: &Callers, unit: &Unit, modules: &[FileId]) -> Vec<FileId> {
        if self.exporting.is_empty() && modules.len() < 2 {
            return Vec::new();
        }
        let mut found = callers.changers(modules);
        found.extend(&self.users);
        // What it exports may be made of clients in files that say nothing of an API: an instance of a class.
        let lends = |file: &FileId| !unit.files.contains(file) && callers.sends(*file);
        if !self.exporting.is_empty() && modules.iter().any(lends) {
            found.extend(callers.of(&self.exporting));
        }
        found.retain(|file| !unit.files.contains(file));
        found
    }
}

/// A unit that may grow by files which are not in it yet.
struct Growing<'a, 'm, 'f> {
    matcher: &'a Matcher<'m, 'f>,
    callers: &'a Callers<'m, 'f>,
    unit: &'a Unit,
    others: &'a Others,
    /// It does not grow any more.
    is_last: bool,
    /// The scripts by whose callers it has been seen to grow.
    called: RefCell<Vec<FileId>>,
}

impl Growing<'_, '_, '_> {
    /// Whether files outside the unit use what these export.
    fn has_callers(&self, offered: &[FileId]) -> bool {
        self.callers.of(offered).iter().any(|caller| self.unit.files.binary_search(caller).is_err())
    }
}

impl Growth for Growing<'_, '_, '_> {
    fn by_modules(&self, modules: &[FileId]) -> bool {
        !self.is_last && !self.others.with(self.callers, self.unit, modules).is_empty()
    }

    fn by_requests(&self, requests: Vec<Request>) -> bool {
        if self.is_last || !self.has_callers(&self.unit.files) {
            return false;
        }
        let (_, called) = matched(self.matcher, self.unit, requests);
        let grows = self.has_callers(&called);
        if grows {
            self.called.replace(called);
        }
        grows
    }
}

/// The files outside a unit that call what it has, or go with it in another way.
fn callers_of(callers: &Callers, unit: &Unit, one: &mut Interpreted, others: &Others) -> Vec<FileId> {
    let called = std::mem::take(&mut one.called);
    let modules = std::mem::take(&mut one.modules);
    let mut found = callers.of(&called);
    found.extend(others.with(callers, unit, &modules));
    found.sort_unstable();
    found.dedup();
    found.retain(|file| !unit.files.contains(file));
    found.truncate(MAX_CALLERS);
    found
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

/// Interprets one unit, and matches what it sends; at first sight only where it grows by what goes with the modules that it
/// takes up, or by the callers of what it sends.
fn interpret(matcher: &Matcher, clients: &Clients, growing: &Growing) -> Interpreted {
    let (workspace, unit) = (&matcher.code.workspace, growing.unit);
    let side = |file| matcher.places.at(Span { file, start: 0, end: 0 }).side;
    let scripts = LinkedScripts { workspace, graph: &matcher.code.graph, files: &unit.files, side: &side };
    let evaluation = interpreter::evaluate_growing(&scripts, &unit.files, clients, growing);
    let (calls, mut called) = matched(matcher, unit, evaluation.requests);
    called.extend(growing.called.take());
    called.extend(evaluation.shared_clients.into_iter().filter(|file| is_script_of(workspace, unit, *file)));
    let unsent = Unsent {
        options: evaluation.options,
        environment: evaluation.environment,
        keys: evaluation.keys,
        outputs: evaluation.outputs,
        hiding: evaluation.hiding,
        literals: Vec::new(),
    };
    let mut modules = evaluation.modules;
    modules.retain(|file| workspace.is_script(*file));
    let diagnostic = evaluation.lost.and_then(|lost| too_many(workspace, lost));
    let (properties, steps) = (evaluation.properties, evaluation.steps);
    Interpreted { calls, unsent, properties, steps, called, modules, diagnostic }
}

/// What the requests of a unit call, and the scripts of it whose callers may tell more of them.
fn matched(matcher: &Matcher, unit: &Unit, requests: Vec<Request>) -> (Vec<MatchedCall>, Vec<FileId>) {
    let mut known = Evidences::default();
    let mut called = BTreeSet::new();
    let mut calls = Vec::with_capacity(requests.len());
    for request in requests {
        let outermost = outermost(&request);
        let call = matcher.call(request, &mut known);
        if !call.is_request() {
            continue;
        }
        let outside = filled_from_outside(&call.request);
        if !call.is_identified() && !is_elsewhere(&call) || call.request.is_open() || !outside.is_empty() {
            called.insert(outermost);
        }
        // A component sends what it is used with through functions of other files.
        called.extend(outside);
        calls.push(call);
    }
    let workspace = &matcher.code.workspace;
    (calls, called.into_iter().filter(|file| is_script_of(workspace, unit, *file)).collect())
}

/// Whether a file is a script of a unit: a crate is read as a whole anyway.
fn is_script_of(workspace: &Workspace, unit: &Unit, file: FileId) -> bool {
    workspace.is_script(file) && unit.files.binary_search(&file).is_ok()
}

/// That more requests are sent in a program than are kept, from a place on.
pub(super) fn too_many(workspace: &Workspace, (site, lost): (Span, usize)) -> Option<Diagnostic> {
    let file = workspace.files.get(site.file)?;
    let message = format!(
        "more requests are sent here and by what goes with it than are kept: {}, from line {} on, {} not looked at",
        counted(lost, "request"),
        file.lines().line(site.start),
        if lost == 1 { "was" } else { "were" },
    );
    Some(Diagnostic::new(&file.path, file.location.clone(), Level::Warning, message))
}

fn is_elsewhere(call: &MatchedCall) -> bool {
    call.matched.iter().all(|one| matches!(one.outcome, Outcome::Elsewhere | Outcome::Retired { .. }))
}

/// The files of the parameters by which callers tell something that is sent beside the path.
fn filled_from_outside(request: &Request) -> Vec<FileId> {
    let of_urls = request.urls.iter().map(|url| &url.query);
    let fields = [&*request.query, &*request.headers, &*request.body].into_iter().chain(of_urls);
    let parts = fields.flat_map(|fields| &fields.entries).flat_map(|field| &field.values).flat_map(|text| &text.parts);
    let parameter = |part: &Part| match part {
        Part::Hole(hole) if hole.origin == Origin::Parameter => Some(hole.span.file),
        _ => None,
    };
    parts.filter_map(parameter).collect()
}
