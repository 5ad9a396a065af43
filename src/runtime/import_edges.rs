//! What an importer takes of a module, and what of it it passes on.

use std::collections::BTreeSet;

use crate::ir::{BindingId, BindingKind, ExportValue, Module};
use crate::link::{Target, Workspace};
use crate::runtime::signals::Signals;
use crate::runtime::used_imports::Names;
use crate::source::FileId;

/// Through which of its exports `importer` leads to the names of `target`: all where it uses them itself, `None`
/// where it does not lead there.
pub(super) fn taken(
    workspace: &Workspace,
    importer: &Module,
    signals: &Signals,
    target: FileId,
    names: &Names,
) -> Option<Names> {
    let leads = |from: &str| workspace.resolver().leads(importer.file, from, target);
    let mut passed = BTreeSet::new();
    if signals.used.loaded.iter().any(|loaded| leads(&loaded.specifier)) {
        return Some(Names::All);
    }
    if importer.links.iter().any(|link| link.name.is_none() && leads(&link.target)) {
        return Some(Names::All);
    }
    for (at, binding) in importer.bindings.iter().enumerate() {
        let BindingKind::Import { from, name } = &binding.kind else { continue };
        let binding = BindingId::new(importer.file, at);
        let (used, exported) = (signals.used.binding(binding), signals.used.exported(binding));
        if used.is_none() && exported.is_empty() || !leads(from) {
            continue;
        }
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
    for export in &importer.exports {
        let ExportValue::Reexport { from, name } = &export.value else { continue };
        if !(name.as_ref() == "*" || names.has(name)) || !leads(from) {
            continue;
        }
        match (name.as_ref(), export.name.as_ref()) {
            ("*", "*") => match offered(workspace, target, names) {
                Names::All => return Some(Names::All),
                Names::Some(names) => passed.extend(names),
            },
            (_, name) => {
                passed.insert(name.into());
            }
        }
    }
    (!passed.is_empty()).then_some(Names::Some(passed))
}

/// How many modules may pass everything on, one from another.
const MAX_PASSING: usize = 8;

/// The names that `export *` of a module passes on.
fn offered(workspace: &Workspace, target: FileId, names: &Names) -> Names {
    let mut found = match names {
        Names::Some(names) => names.clone(),
        Names::All => {
            let mut found = BTreeSet::new();
            if !collect(workspace, target, MAX_PASSING, &mut found) {
                return Names::All;
            }
            found
        }
    };
    found.remove("default");
    Names::Some(found)
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
