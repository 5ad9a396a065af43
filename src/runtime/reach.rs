//! Who leads to a module: a search backwards over imports, each confirmed by parsing.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::runtime::context::Side;
use crate::runtime::data::Says;
use crate::runtime::import_edges;
use crate::runtime::modules::Modules;
use crate::runtime::signals::Signals;
use crate::runtime::used_imports::Names;
use crate::source::FileId;

/// Files looked at for one question.
const MAX_FILES: usize = 3_000;
/// Imports looked at for one question.
const MAX_IMPORTS: usize = 20_000;
/// Imports that lead from one to another on one way.
const MAX_WAY: usize = 100;
/// What leads to a module is known as a whole.
const EVERYWHERE: usize = usize::MAX;

/// What a search came to. Chains lead from the importer to the module asked for.
#[derive(Debug, Default)]
pub(super) struct Reached {
    /// The nearest module that reaches the browser by itself, and what makes it do so.
    pub client: Option<(Vec<FileId>, String)>,
    /// The nearest entry of a bundle.
    pub entry: Option<(Vec<FileId>, String)>,
    /// The nearest module that is on the server.
    pub server: Option<(Vec<FileId>, String)>,
    /// The nearest module that probably is one or the other.
    pub client_hint: Option<(Vec<FileId>, String)>,
    pub server_hint: Option<(Vec<FileId>, String)>,
}

/// Whether one of some entries leads to a module: whoever imports it is asked, and whoever imports that.
pub(super) fn may_be_reached(modules: &Modules, entries: &[FileId], module: FileId) -> bool {
    let mut known = FxHashSet::from_iter([module]);
    let mut left = VecDeque::from([module]);
    while let Some(target) = left.pop_front() {
        if entries.contains(&target) || known.len() > MAX_FILES {
            return true;
        }
        left.extend(modules.importers(target).into_iter().filter(|importer| known.insert(*importer)));
    }
    false
}

/// Searches from `start` for what leads to it.
pub(super) fn reach(modules: &Modules, start: FileId) -> Reached {
    let mut reached = Reached::default();
    if modules.silent_within(start) >= MAX_WAY {
        return reached;
    }
    let mut known: FxHashMap<FileId, Names> = FxHashMap::default();
    let mut next: FxHashMap<FileId, FileId> = FxHashMap::default();
    let mut left = VecDeque::from([(start, 0)]);
    known.insert(start, Names::All);
    // A search that is cut for it would look too far is whole as far as it looks.
    let (mut looked_at, mut is_cut, mut is_far) = (0, false, false);
    while let Some((target, way)) = left.pop_front() {
        if looked_at >= MAX_IMPORTS || way >= MAX_WAY {
            is_cut |= looked_at >= MAX_IMPORTS;
            is_far = true;
            continue;
        }
        let Some(names) = known.get(&target).cloned() else { continue };
        if modules.is_replaced(target) {
            continue;
        }
        for importer in modules.importers(target) {
            if importer == start {
                continue;
            }
            if known.len() >= MAX_FILES && !known.contains_key(&importer) {
                is_cut = true;
                continue;
            }
            looked_at += 1;
            let (Some(module), Some(signals)) = (modules.workspace.module(importer), modules.signals(importer)) else {
                continue;
            };
            if signals.is_aside {
                continue;
            }
            let Some(edges) = modules.edges(importer) else { continue };
            let Some(taken) = import_edges::taken(modules, module, (signals, edges), target, &names) else {
                continue;
            };
            let is_new = match known.get_mut(&importer) {
                Some(names) => names.add(&taken),
                None => {
                    known.insert(importer, taken);
                    next.insert(importer, target);
                    true
                }
            };
            if !is_new {
                continue;
            }
            match reached.look(signals, modules.entry(importer), || chain(&next, importer)) {
                Step::Arrived => return reached,
                Step::Stop => {}
                Step::Onward => match modules.silent_within(importer) {
                    EVERYWHERE => {}
                    // Whoever began there has looked as far as this one would.
                    within if within >= MAX_WAY - way - 1 => is_far = true,
                    _ => left.push_back((importer, way + 1)),
                },
            }
        }
    }
    if !is_cut && reached.is_nothing() {
        if is_far {
            modules.note_silent([start], MAX_WAY);
        } else {
            note_silent(modules, start, &known);
        }
    }
    reached
}

/// Keeps for other searches that this one, which was not cut, found nothing: neither did those of all that is led to by
/// whole modules, unless `start`, at which no search looks that begins there, tells something itself.
fn note_silent(modules: &Modules, start: FileId, known: &FxHashMap<FileId, Names>) {
    let is_quiet = modules.entry(start).is_none() && modules.signals(start).is_some_and(Signals::is_quiet);
    let others = known.iter().filter(|(_, names)| is_quiet && **names == Names::All).map(|(file, _)| *file);
    modules.note_silent(others.chain([start]), EVERYWHERE);
}

/// The way from a module to the one that was asked for.
fn chain(next: &FxHashMap<FileId, FileId>, from: FileId) -> Vec<FileId> {
    let mut chain = vec![from];
    let mut at = from;
    while let Some(&onward) = next.get(&at).filter(|onward| !chain.contains(onward)) {
        chain.push(onward);
        at = onward;
    }
    chain
}

/// What becomes of a search at a module.
enum Step {
    /// Nothing says more than this.
    Arrived,
    /// What leads to the module is of no interest.
    Stop,
    Onward,
}

impl Reached {
    fn is_nothing(&self) -> bool {
        let Self { client, entry, server, client_hint, server_hint } = self;
        [client, entry, server, client_hint, server_hint].iter().all(|found| found.is_none())
    }

    /// Takes in what a module says; `entry` is what names it as one.
    fn look(&mut self, signals: &Signals, entry: Option<&str>, chain: impl Fn() -> Vec<FileId>) -> Step {
        let here = |why: &str| Some((chain(), why.to_owned()));
        if let Some(why) = entry.filter(|_| !signals.is_in_no_page()) {
            self.entry = here(why);
            return Step::Arrived;
        }
        match signals.own() {
            Some((Side::Server, why)) => {
                if self.server.is_none() {
                    self.server = here(why);
                }
                return Step::Stop;
            }
            Some((Side::Unknown, _)) => return Step::Stop,
            Some((Side::Client, why)) if signals.is_entry => {
                self.entry = here(why);
                return Step::Arrived;
            }
            Some((Side::Client, why)) if self.client.is_none() => self.client = here(why),
            Some((Side::Client, _)) | None => {}
        }
        if let Some(why) = signals.shows(Says::ClientHint).filter(|_| self.client_hint.is_none()) {
            self.client_hint = here(why);
        }
        if let Some(why) = signals.shows(Says::ServerHint).filter(|_| self.server_hint.is_none()) {
            self.server_hint = here(why);
        }
        Step::Onward
    }
}
