//! Who leads to a module: a search backwards over imports, each confirmed by parsing.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use crate::runtime::context::Side;
use crate::runtime::data::Says;
use crate::runtime::edges;
use crate::runtime::modules::Modules;
use crate::runtime::uses::Names;
use crate::source::FileId;

/// Files looked at for one question.
const MAX_FILES: usize = 3_000;

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

/// Searches from `start` for what leads to it.
pub(super) fn reach(modules: &Modules, start: FileId) -> Reached {
    let mut reached = Reached::default();
    let mut known: FxHashMap<FileId, Names> = FxHashMap::default();
    let mut next: FxHashMap<FileId, FileId> = FxHashMap::default();
    let mut left = VecDeque::from([start]);
    known.insert(start, Names::All);
    let chain = |next: &FxHashMap<FileId, FileId>, from: FileId| {
        let mut chain = vec![from];
        let mut at = from;
        while let Some(&onward) = next.get(&at).filter(|onward| !chain.contains(onward)) {
            chain.push(onward);
            at = onward;
        }
        chain
    };
    while let Some(target) = left.pop_front() {
        let Some(names) = known.get(&target).cloned() else { continue };
        for importer in modules.importers(target) {
            if importer == start || known.len() >= MAX_FILES && !known.contains_key(&importer) {
                continue;
            }
            let (Some(module), Some(facts)) = (modules.workspace.module(importer), modules.facts(importer)) else {
                continue;
            };
            if facts.is_aside {
                continue;
            }
            let Some(taken) = edges::taken(modules.workspace, module, facts, target, &names) else { continue };
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
            let here = |why: &str| Some((chain(&next, importer), why.to_owned()));
            if let Some(why) = modules.entry(importer).filter(|_| !facts.is_on_server()) {
                reached.entry = here(why);
                return reached;
            }
            match facts.own() {
                Some((Side::Server, why)) => {
                    if reached.server.is_none() {
                        reached.server = here(why);
                    }
                    continue;
                }
                Some((Side::Unknown, _)) => continue,
                Some((Side::Client, why)) if facts.is_entry => {
                    reached.entry = here(why);
                    return reached;
                }
                Some((Side::Client, why)) if reached.client.is_none() => reached.client = here(why),
                Some((Side::Client, _)) | None => {}
            }
            if let Some(why) = facts.shows(Says::ClientHint).filter(|_| reached.client_hint.is_none()) {
                reached.client_hint = here(why);
            }
            if let Some(why) = facts.shows(Says::ServerHint).filter(|_| reached.server_hint.is_none()) {
                reached.server_hint = here(why);
            }
            left.push_back(importer);
        }
    }
    reached
}
