//! Who calls what a file offers.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::clients::Clients;
use crate::ir::changed::changed_imports;
use crate::ir::{BindingId, BindingKind, Element, ExportValue, ExprId, ExprKind, Module};
use crate::link::{ImportGraph, Target, Workspace};
use crate::parallel::{Lazy, Memo};
use crate::source::FileId;
use crate::source::files::SourceFile;
use crate::source::prefilter::Prefilter;

/// How many files may stand between a value and who uses it.
const MAX_STEPS: usize = 4;

/// How many importers of one file are looked into for what they change.
const MAX_IMPORTERS: usize = 200;

/// Finds out who calls what some files have.
#[derive(Debug)]
pub(super) struct Callers<'w, 'f> {
    workspace: &'w Workspace<'f>,
    graph: &'w ImportGraph,
    clients: &'w Clients,
    /// Finds files that mention a client at all. Most runs never ask.
    mentions: Lazy<Prefilter>,
    /// Which files do.
    senders: Memo<FileId, bool>,
    /// Which files change what they import from one.
    changers: Memo<FileId, Arc<[FileId]>>,
}

impl<'w, 'f> Callers<'w, 'f> {
    /// What mentions one of the `clients` may send requests by itself.
    pub fn new(workspace: &'w Workspace<'f>, graph: &'w ImportGraph, clients: &'w Clients) -> Self {
        Self {
            workspace,
            graph,
            clients,
            mentions: Lazy::default(),
            senders: Memo::default(),
            changers: Memo::default(),
        }
    }

    /// The files that import what `offered` export, by way of others too that only pass it on; sorted.
    pub fn of(&self, offered: &[FileId]) -> Vec<FileId> {
        let mut found = BTreeSet::new();
        let mut left: VecDeque<FileId> = offered.iter().copied().collect();
        let mut seen: FxHashSet<FileId> = left.iter().copied().collect();
        while let Some(file) = left.pop_front() {
            for importer in self.graph.importers(self.workspace.resolver(), file) {
                if !seen.insert(importer) {
                    continue;
                }
                found.insert(importer);
                if self.workspace.module(importer).is_some_and(|module| self.passes_on(module, file)) {
                    left.push_back(importer);
                }
            }
        }
        found.into_iter().collect()
    }

    /// The files that send requests and may use a value that `given` export: directly, or by way of files that send
    /// none; sorted.
    pub fn users(&self, given: &[FileId]) -> Vec<FileId> {
        let mut found = BTreeSet::new();
        let mut left: VecDeque<(FileId, usize)> = given.iter().map(|file| (*file, 0)).collect();
        let mut seen: FxHashSet<FileId> = given.iter().copied().collect();
        while let Some((file, steps)) = left.pop_front() {
            for importer in self.graph.importers(self.workspace.resolver(), file) {
                if !seen.insert(importer) {
                    continue;
                }
                if self.sends(importer) {
                    found.insert(importer);
                } else if steps < MAX_STEPS {
                    left.push_back((importer, steps + 1));
                }
            }
        }
        found.into_iter().collect()
    }

    /// The files that import one of `modules` and change what they get from it; sorted.
    pub fn changers(&self, modules: &[FileId]) -> Vec<FileId> {
        let of_all = modules.iter().map(|module| self.changers.get_or_find(module, || self.changers_of(*module)));
        let found: BTreeSet<FileId> = of_all.flat_map(|found| found.to_vec()).collect();
        found.into_iter().collect()
    }

    fn changers_of(&self, module: FileId) -> Arc<[FileId]> {
        let importers = self.graph.importers(self.workspace.resolver(), module);
        let changes = |importer: &FileId| {
            let leads = |from: &str| self.workspace.resolver().resolve(*importer, from) == Target::Module(module);
            let lowered = self.workspace.module(*importer);
            lowered.is_some_and(|importer| changed_imports(importer).into_iter().any(leads))
        };
        importers.into_iter().take(MAX_IMPORTERS).filter(changes).collect()
    }

    /// Whether a file mentions a client, so that it may send requests by itself.
    pub fn sends(&self, file: FileId) -> bool {
        self.senders.get_or_find(&file, || {
            let text = self.workspace.files.get(file).map(SourceFile::read);
            let mentions = self.mentions.get_or_fill(|| Prefilter::new(self.clients.words()));
            text.is_some_and(|text| text.is_ok_and(|text| mentions.is_hot(text.as_bytes())))
        })
    }

    /// Whether a module exports something of another: as it is, an instance of it, or a class that extends it.
    fn passes_on(&self, module: &Module, of: FileId) -> bool {
        let leads = |from: &str| self.workspace.resolver().resolve(module.file, from) == Target::Module(of);
        let imported = |binding: BindingId| match &module.binding(binding).kind {
            BindingKind::Import { from, .. } => leads(from),
            _ => false,
        };
        module.exports.iter().any(|export| match &export.value {
            ExportValue::Reexport { from, .. } => leads(from),
            ExportValue::Binding(binding) => match module.binding(*binding).kind {
                BindingKind::Class(class) => {
                    module.class(class).extends.is_some_and(|parent| is_made_of(module, parent, &imported))
                }
                _ => {
                    imported(*binding)
                        || module.declared_value(*binding).is_some_and(|it| is_made_of(module, it, &imported))
                }
            },
            ExportValue::Expr(expr) => is_made_of(module, *expr, &imported),
        })
    }
}

/// Whether an expression is a name, a call of it or with it, an instance, or a class made of it.
fn is_made_of(module: &Module, expr: ExprId, imported: &dyn Fn(BindingId) -> bool) -> bool {
    let of_name = |expr: ExprId| matches!(&module.expr(expr).kind, ExprKind::Name(binding) if imported(*binding));
    match &module.expr(expr).kind {
        ExprKind::Name(binding) => imported(*binding),
        ExprKind::Class(class) => {
            module.class(*class).extends.is_some_and(|parent| parent != expr && is_made_of(module, parent, imported))
        }
        ExprKind::Call { callee, args, .. } | ExprKind::New { callee, args } => {
            of_name(*callee)
                || args.iter().any(|arg| match arg {
                    Element::Item(arg) | Element::Spread(arg) => of_name(*arg),
                })
        }
        ExprKind::Member { object, .. } => of_name(*object),
        ExprKind::Branch { arms, .. } => arms.iter().filter_map(|arm| arm.body.value).any(of_name),
        _ => false,
    }
}
