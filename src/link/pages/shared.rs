//! Puts what scripts share in the place of names that they do not declare.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::facts::{Facts, global_of};
use super::realms::Realm;
use crate::ir::changed::changed_bindings;
use crate::ir::{Binding, BindingId, BindingKind, Element, Expr, ExprId, ExprKind, Module, Pattern, Stmt};
use crate::link::Resolver;
use crate::link::patterns::way;
use crate::source::{FileId, Span};

/// What the names in each script stand for that it does not declare itself.
#[derive(Debug, Default)]
pub(super) struct Sharing {
    /// Declarations that stand for the same variable as an earlier one: a page has both.
    same: FxHashMap<BindingId, BindingId>,
    names: FxHashMap<FileId, Names>,
}

/// The variables that names stand for: of several, a name stands for one on one page, and for another on another.
type Names = FxHashMap<Box<str>, BTreeSet<BindingId>>;

/// What a file runs: where in it, and by which specifier.
pub(super) type Loads = Vec<(usize, Box<str>)>;

/// What pages and workers load of some files.
pub(super) fn loads(
    resolver: &Resolver<'_>,
    realms: &[Realm],
    is_linked: &FxHashSet<FileId>,
) -> FxHashMap<FileId, Loads> {
    let specifier = |root: FileId, file: FileId| {
        let folder = resolver.location(root)?.parent()?;
        way(folder, resolver.location(file)?)
    };
    let mut found: FxHashMap<FileId, Loads> = FxHashMap::default();
    for realm in realms.iter().filter(|realm| is_linked.contains(&realm.root)) {
        let linked = realm.loads.iter().filter(|load| is_linked.contains(&load.file));
        let loads = linked.filter_map(|load| Some((load.at, specifier(realm.root, load.file)?.into())));
        found.entry(realm.root).or_default().extend(loads);
    }
    found
}

impl Sharing {
    pub fn of(realms: &[Realm], facts: &FxHashMap<FileId, Facts<'_>>, is_linked: &FxHashSet<FileId>) -> Self {
        let mut sharing = Self::default();
        let scripts = |realm: &Realm| -> Vec<(FileId, &Facts<'_>)> {
            let linked = realm.scripts().filter(|(file, _)| is_linked.contains(file));
            linked.filter_map(|(file, _)| Some((file, facts.get(&file)?))).collect()
        };
        for realm in realms {
            let mut first: FxHashMap<&str, BindingId> = FxHashMap::default();
            for (name, id) in scripts(realm).into_iter().flat_map(|(_, of)| of.declared.iter().copied()) {
                let one = *first.entry(name).or_insert(id);
                sharing.merge(one, id);
            }
        }
        for realm in realms {
            let scripts = scripts(realm);
            let declared = scripts.iter().flat_map(|(_, of)| of.declared.iter().copied());
            let declared: FxHashMap<&str, BindingId> =
                declared.map(|(name, id)| (name, sharing.first_of(id))).collect();
            for (file, of) in scripts {
                let names = of.used.iter().filter_map(|name| Some((*name, *declared.get(name)?)));
                let known = sharing.names.entry(file).or_default();
                names.for_each(|(name, id)| {
                    known.entry(name.into()).or_default().insert(id);
                });
            }
        }
        sharing
    }

    /// The earliest declaration of the variable that one declares. All on the way are brought next to it.
    fn first_of(&mut self, id: BindingId) -> BindingId {
        let mut first = id;
        while let Some(earlier) = self.same.get(&first) {
            first = *earlier;
        }
        let mut at = id;
        while let Some(next) = self.same.get(&at).copied().filter(|next| *next != first) {
            self.same.insert(at, first);
            at = next;
        }
        first
    }

    fn merge(&mut self, one: BindingId, other: BindingId) {
        let (one, other) = (self.first_of(one), self.first_of(other));
        if one != other {
            self.same.insert(other, one);
        }
    }

    /// Links the modules, and has pages and workers run what they load.
    pub fn link(mut self, modules: &mut BTreeMap<FileId, Module>, mut loads: FxHashMap<FileId, Loads>) {
        let names = std::mem::take(&mut self.names);
        for (file, module) in modules.iter_mut() {
            if let Some(names) = names.get(file) {
                self.link_one(module, names);
            }
            if let Some(loads) = loads.remove(file) {
                run(module, loads);
            }
        }
        let shared = |module: &Module| -> Vec<BindingId> {
            let changed = changed_bindings(module).into_iter();
            let of_others = changed.filter_map(|id| match &module.binding(id).kind {
                BindingKind::Shared(of) => Some(of.to_vec()),
                _ => None,
            });
            of_others.flatten().collect()
        };
        let changed: BTreeSet<BindingId> = modules.values().flat_map(shared).collect();
        for id in changed {
            if let Some(module) = modules.get_mut(&id.module) {
                module.changed_by_others.push(id);
            }
        }
    }

    fn link_one(&mut self, module: &mut Module, names: &Names) {
        let mut known: FxHashMap<Box<str>, BindingId> = FxHashMap::default();
        for id in module.outermost.clone() {
            let first = self.first_of(id);
            let binding = module.binding_mut(id);
            if first != id && matches!(binding.kind, BindingKind::Variable | BindingKind::Function(_)) {
                binding.kind = BindingKind::Shared([first].into());
            }
            known.insert(binding.name.clone(), id);
        }
        for at in 0..module.exprs.len() {
            let Some(name) = global_of(module, &module.exprs[at]) else { continue };
            let Some(of) = names.get(name) else { continue };
            let name: Box<str> = name.into();
            let id = known.get(&name).copied().unwrap_or_else(|| add(module, &name, of));
            known.insert(name, id);
            module.exprs[at].kind = ExprKind::Name(id);
        }
    }
}

fn add(module: &mut Module, name: &str, of: &BTreeSet<BindingId>) -> BindingId {
    let (span, function) = (Span::new(module.file, 0, 0), module.top());
    let kind = BindingKind::Shared(of.iter().copied().collect());
    module.bindings.push(Binding { name: name.into(), span, function, kind, ty: None });
    BindingId::new(module.file, module.bindings.len() - 1)
}

/// Has a module run scripts where it loads them.
fn run(module: &mut Module, loads: Loads) {
    let span = Span::new(module.file, 0, 0);
    let mut expr = |kind: ExprKind| {
        module.exprs.push(Expr { kind, span });
        ExprId::new(module.file, module.exprs.len() - 1)
    };
    let calls: Vec<(usize, Stmt)> = loads
        .into_iter()
        .map(|(at, specifier)| {
            let (callee, specifier) = (expr(ExprKind::Global("import".into())), expr(ExprKind::Str(specifier)));
            let args = vec![Element::Item(specifier)];
            (at, Stmt::Expr(expr(ExprKind::Call { callee, args, types: Box::default() })))
        })
        .collect();
    let top = module.top();
    let own = std::mem::take(&mut module.function_mut(top).body.stmts);
    let mut all = Vec::with_capacity(own.len() + calls.len());
    let mut calls = calls.into_iter().peekable();
    for stmt in own {
        let at = start(module, &stmt);
        while let Some((_, call)) = calls.next_if(|(load, _)| at.is_some_and(|at| *load < at)) {
            all.push(call);
        }
        all.push(stmt);
    }
    all.extend(calls.map(|(_, call)| call));
    module.function_mut(top).body.stmts = all;
}

/// Where a statement stands; `None` for what runs before all others, or has no place.
fn start(module: &Module, stmt: &Stmt) -> Option<usize> {
    let of = |id: ExprId| module.expr(id).span.start as usize;
    match stmt {
        Stmt::Bind { pattern: Pattern::Binding(_), value: Some(value), .. }
            if matches!(module.expr(*value).kind, ExprKind::Function(_)) =>
        {
            None
        }
        Stmt::Expr(value) | Stmt::Bind { value: Some(value), .. } => Some(of(*value)),
        Stmt::Loop { each: Some(each), .. } => Some(of(each.1)),
        Stmt::Loop { condition: Some(condition), .. } => Some(of(*condition)),
        Stmt::Loop { body, .. } | Stmt::Try { body, .. } => body.stmts.iter().find_map(|stmt| start(module, stmt)),
        _ => None,
    }
}
