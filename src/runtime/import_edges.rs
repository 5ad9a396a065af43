//! What an importer takes of a module, and what of it it passes on.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::ir::{BindingId, BindingKind, ExportValue, Module};
use crate::link::patterns::is_pattern;
use crate::link::{Target, Workspace};
use crate::runtime::modules::Modules;
use crate::runtime::signals::Signals;
use crate::runtime::used_imports::Names;
use crate::source::FileId;

/// What of a module imports other modules, by what it imports.
#[derive(Debug, Default)]
pub(super) struct Edges {
    /// Of what means one module.
    known: FxHashMap<FileId, Vec<Edge>>,
    /// Of what may mean several: a pattern in the place of a name.
    patterns: Vec<(Box<str>, Edge)>,
}

/// What imports, by its place among others of its kind.
#[derive(Debug, Clone, Copy)]
enum Edge {
    /// The module is loaded for its effects, or as something that is asked for all it has.
    Whole,
    Binding(usize),
    Reexport(usize),
}

impl Edges {
    /// Those of a module.
    pub fn of(workspace: &Workspace, importer: &Module, signals: &Signals) -> Self {
        let mut edges = Self::default();
        let mut add = |from: &str, edge: Edge| {
            if is_pattern(from) {
                edges.patterns.push((from.into(), edge));
            } else if let Target::Module(target) = workspace.resolver().resolve(importer.file, from) {
                edges.known.entry(target).or_default().push(edge);
            }
        };
        signals.used.loaded.iter().for_each(|loaded| add(&loaded.specifier, Edge::Whole));
        importer.links.iter().filter(|link| link.name.is_none()).for_each(|link| add(&link.target, Edge::Whole));
        for (at, binding) in importer.bindings.iter().enumerate() {
            let BindingKind::Import { from, .. } = &binding.kind else { continue };
            let binding = BindingId::new(importer.file, at);
            if signals.used.binding(binding).is_some() || !signals.used.exported(binding).is_empty() {
                add(from, Edge::Binding(at));
            }
        }
        for (at, export) in importer.exports.iter().enumerate() {
            if let ExportValue::Reexport { from, .. } = &export.value {
                add(from, Edge::Reexport(at));
            }
        }
        edges
    }

    fn toward(&self, workspace: &Workspace, importer: &Module, target: FileId) -> Vec<Edge> {
        let leads = |from: &str| workspace.resolver().leads(importer.file, from, target);
        let patterns = self.patterns.iter().filter(|(from, _)| leads(from)).map(|(_, edge)| *edge);
        self.known.get(&target).into_iter().flatten().copied().chain(patterns).collect()
    }
}

/// Through which of its exports `importer` leads to the names of `target`: all where it uses them itself, `None`
/// where it does not lead there.
pub(super) fn taken(
    modules: &Modules,
    importer: &Module,
    (signals, edges): (&Signals, &Edges),
    target: FileId,
    names: &Names,
) -> Option<Names> {
    let mut passed = BTreeSet::new();
    for edge in edges.toward(modules.workspace, importer, target) {
        match edge {
            Edge::Whole => return Some(Names::All),
            Edge::Binding(at) => {
                let BindingKind::Import { name, .. } = &importer.bindings[at].kind else { continue };
                let binding = BindingId::new(importer.file, at);
                let (used, exported) = (signals.used.binding(binding), signals.used.exported(binding));
                let wanted = match (name.as_ref(), used) {
                    ("*", Some(Names::Some(members))) => members.iter().any(|member| names.has(member)),
                    ("*", Some(Names::All)) => true,
                    (name, Some(_)) => names.has(name),
                    (_, None) => false,
                };
                if wanted {
                    return Some(Names::All);
                }
                if name.as_ref() == "*" || names.has(name) {
                    passed.extend(exported.iter().cloned());
                }
            }
            Edge::Reexport(at) => {
                let export = &importer.exports[at];
                let ExportValue::Reexport { name, .. } = &export.value else { continue };
                match (name.as_ref(), export.name.as_ref()) {
                    ("*", "*") => match offered(modules, target, names) {
                        Names::All => return Some(Names::All),
                        Names::Some(names) => passed.extend(names),
                    },
                    (name, own) => {
                        if name == "*" || names.has(name) {
                            passed.insert(own.into());
                        }
                    }
                }
            }
        }
    }
    (!passed.is_empty()).then_some(Names::Some(passed))
}

/// How many modules may pass everything on, one from another.
const MAX_PASSING: usize = 8;

/// The names that `export *` of a module passes on.
fn offered(modules: &Modules, target: FileId, names: &Names) -> Names {
    let mut found = match names {
        Names::Some(names) => names.clone(),
        Names::All => match modules.exported(target) {
            Some(names) => names.clone(),
            None => return Names::All,
        },
    };
    found.remove("default");
    Names::Some(found)
}

/// All that a module exports; `None` where that cannot be told.
pub(super) fn exported(workspace: &Workspace, file: FileId) -> Option<BTreeSet<Box<str>>> {
    let mut found = BTreeSet::new();
    collect(workspace, file, MAX_PASSING, &mut found).then_some(found)
}

/// Collects what a module exports; `false` where that cannot be told: it may be one of `CommonJS`.
fn collect(workspace: &Workspace, file: FileId, left: usize, found: &mut BTreeSet<Box<str>>) -> bool {
    let exports = workspace.module(file).map(|module| module.exports.as_slice()).unwrap_or_default();
    if exports.is_empty() || left == 0 {
        return false;
    }
    exports.iter().all(|export| match &export.value {
        ExportValue::Reexport { from, .. } if export.name.as_ref() == "*" => {
            match workspace.resolver().resolve(file, from) {
                Target::Module(file) => collect(workspace, file, left - 1, found),
                // What packages offer is not what is looked for.
                Target::Package(_) | Target::Unknown => true,
            }
        }
        _ => {
            found.insert(export.name.clone());
            true
        }
    })
}
