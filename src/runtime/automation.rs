//! Code that runs by itself: by the clock, from a queue, from the command line.

use std::collections::VecDeque;

use rustc_hash::FxHashSet;

use crate::ir::{BindingKind, ExprKind, Key, Module};
use crate::runtime::data::Says;
use crate::runtime::modules::Modules;
use crate::runtime::signals::Signals;
use crate::source::FileId;

/// Files looked at for one question.
const MAX_FILES: usize = 500;

/// What a module shows of being run by itself.
#[derive(Debug)]
pub(super) struct ByItself {
    /// It may serve, or belongs to what does.
    may_serve: bool,
    /// By what it is run, as a phrase.
    why: Option<String>,
}

impl ByItself {
    /// Looks at a module.
    pub fn of(modules: &Modules, file: FileId) -> Option<Self> {
        let signals = modules.signals(file)?;
        let module = modules.workspace.module(file)?;
        let used = used(module, signals);
        let automation = &modules.data.automation;
        let may_serve = signals.is_aside
            || signals.answers
            || modules.entry(file).is_some()
            || signals.shows(Says::Client).is_some()
            || used.iter().any(|package| automation.serves(package))
            || listens(module, &automation.listens);
        let is_program = signals.is_program.then(|| "it is a program of its own".to_owned());
        let by_package = || used.iter().find(|package| automation.runs(package)).map(|one| format!("it uses {one}"));
        let by_global = || asks(module, &automation.globals).map(|global| format!("it uses {global}"));
        let why = is_program.or_else(by_package).or_else(by_global);
        Some(Self { may_serve, why: why.or_else(|| modules.run_by(file).map(str::to_owned)) })
    }
}

/// What tells that nobody's request leads to the code of a file: a phrase. Neither the file nor any that imports it may
/// serve, and one of them must show by what it is run.
pub(super) fn automation(modules: &Modules, file: FileId) -> Option<String> {
    let mut known: FxHashSet<FileId> = FxHashSet::from_iter([file]);
    let mut left = VecDeque::from([file]);
    let mut why = None;
    while let Some(file) = left.pop_front() {
        let own = modules.by_itself(file)?;
        if own.may_serve {
            return None;
        }
        why = why.or(own.why.as_ref());
        for importer in modules.importers(file) {
            if known.len() >= MAX_FILES {
                return None;
            }
            if known.insert(importer) {
                left.push_back(importer);
            }
        }
    }
    why.cloned()
}

/// The global by which a module learns how it was run.
fn asks<'d>(module: &Module, globals: &'d [String]) -> Option<&'d str> {
    let is_used = |global: &&String| {
        let (object, member) = global.split_once('.').unwrap_or((global, ""));
        module.exprs.iter().any(|expr| match &expr.kind {
            ExprKind::Member { object: of, key } => {
                key.is(member) && matches!(&module.expr(*of).kind, ExprKind::Global(name) if **name == *object)
            }
            _ => false,
        })
    };
    globals.iter().find(is_used).map(String::as_str)
}

/// Whether a module calls what listens for requests.
fn listens(module: &Module, names: &[String]) -> bool {
    module.exprs.iter().any(|expr| match &expr.kind {
        ExprKind::Member { key: Key::Name(name, _), .. } => names.iter().any(|known| **known == **name),
        _ => false,
    })
}

/// The packages that a module imports, and what of them: `@nestjs/common` and `@nestjs/common.Controller`.
fn used(module: &Module, signals: &Signals) -> Vec<String> {
    let imported = module.bindings.iter().filter_map(|binding| match &binding.kind {
        BindingKind::Import { from, name } => Some([from.to_string(), format!("{from}.{name}")]),
        _ => None,
    });
    imported.flatten().chain(signals.used.loaded.iter().map(|loaded| loaded.specifier.to_string())).collect()
}
