//! Puts what scripts share in the place of names that they do not declare.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::facts::{Facts, global_of};
use super::realms::Realm;
use super::{Company, Place};
use crate::ir::changed::changed_bindings;
use crate::ir::{Binding, BindingId, BindingKind, Element, Expr, ExprId, ExprKind, Module, Pattern, Stmt};
use crate::link::Resolver;
use crate::link::patterns::way;
use crate::source::{FileId, Span};

/// What the names in each script stand for that it does not declare itself, or that others declare too.
#[derive(Debug, Default)]
pub(super) struct Sharing {
    /// Declarations that stand for the same variable as an earlier one: a page has both.
    same: FxHashMap<Variable, Variable>,
    /// By declaration, the earliest ones of what it stands for.
    own: FxHashMap<BindingId, BTreeSet<BindingId>>,
    names: FxHashMap<FileId, Names>,
}

/// A declaration, in the realm where it stands for a variable.
type Variable = (BindingId, usize);

/// The variables that names stand for: of several, a name stands for one on one page, and for another on another.
type Names = FxHashMap<Box<str>, BTreeSet<BindingId>>;

/// What a file runs: where in it, and by which specifier.
pub(super) type Loads = Vec<(usize, Box<str>)>;

/// What pages and workers load of some files.
pub(super) fn loads(resolver: &Resolver<'_>, realms: &[Realm], company: &Company<'_>) -> FxHashMap<FileId, Loads> {
    let specifier = |root: FileId, file: FileId| {
        let folder = resolver.location(root)?.parent()?;
        way(folder, resolver.location(file)?)
    };
    let mut found: FxHashMap<FileId, Loads> = FxHashMap::default();
    for (at, realm) in realms.iter().enumerate().filter(|(at, realm)| company.is_linked(realm.root, *at)) {
        let linked = realm.loads.iter().filter(|load| company.is_linked(load.file, at));
        let loads = linked.filter_map(|load| Some((load.at, specifier(realm.root, load.file)?.into())));
        found.entry(realm.root).or_default().extend(loads);
    }
    found
}

impl Sharing {
    pub fn of(realms: &[Realm], facts: &FxHashMap<FileId, Facts<'_>>, company: &Company<'_>) -> Self {
        let mut sharing = Self::default();
        let scripts = |at: usize| -> Vec<(Place, &Facts<'_>)> {
            let places = realms[at].scripts().map(|(file, _)| company.place(file, at));
            let linked = places.filter(|place| company.linked.contains(place));
            linked.filter_map(|place| Some((place, facts.get(&place.0)?))).collect()
        };
        for at in 0..realms.len() {
            let mut first: FxHashMap<&str, Variable> = FxHashMap::default();
            for ((_, realm), of) in scripts(at) {
                for (name, id) in &of.declared {
                    let one = *first.entry(name).or_insert((*id, realm));
                    sharing.merge(one, (*id, realm));
                }
            }
        }
        for at in 0..realms.len() {
            let scripts = scripts(at);
            let mut declared: FxHashMap<&str, BindingId> = FxHashMap::default();
            for ((_, realm), of) in &scripts {
                for (name, id) in &of.declared {
                    let (first, _) = sharing.first_of((*id, *realm));
                    sharing.own.entry(*id).or_default().insert(first);
                    declared.insert(name, first);
                }
            }
            for ((file, _), of) in scripts {
                let known = sharing.names.entry(file).or_default();
                for (name, id) in of.used.iter().filter_map(|name| Some((*name, *declared.get(name)?))) {
                    known.entry(name.into()).or_default().insert(id);
                }
            }
        }
        sharing
    }

    /// The earliest declaration of the variable that one declares. All on the way are brought next to it.
    fn first_of(&mut self, one: Variable) -> Variable {
        let mut first = one;
        while let Some(earlier) = self.same.get(&first) {
            first = *earlier;
        }
        let mut at = one;
        while let Some(next) = self.same.get(&at).copied().filter(|next| *next != first) {
            self.same.insert(at, first);
            at = next;
        }
        first
    }

    fn merge(&mut self, one: Variable, other: Variable) {
        let (one, other) = (self.first_of(one), self.first_of(other));
        if one != other {
            self.same.insert(other, one);
        }
    }

    /// Links the modules, and has pages and workers run what they load.
    pub fn link(self, modules: &mut BTreeMap<FileId, Module>, mut loads: FxHashMap<FileId, Loads>) {
        let moved = self.moved(modules);
        let held = |ids: &BTreeSet<BindingId>| -> Box<[BindingId]> {
            let mut held: Vec<BindingId> = ids.iter().map(|id| moved.get(id).copied().unwrap_or(*id)).collect();
            held.sort_unstable();
            held.into()
        };
        for (id, firsts) in self.own.iter().filter(|(id, firsts)| !firsts.iter().eq([*id])) {
            let binding = modules.get_mut(&id.module).map(|module| module.binding_mut(*id));
            if let Some(binding) = binding.filter(|binding| may_be_shared(binding)) {
                binding.kind = BindingKind::Shared(held(firsts));
            }
        }
        for (file, module) in modules.iter_mut() {
            if let Some(names) = self.names.get(file) {
                link_names(module, names, held);
            }
            if let Some(loads) = loads.remove(file) {
                run(module, loads);
            }
        }
        note_changes(modules);
    }

    /// Where what is held that is a script's own on one page, and that of others on another one: a variable beside the one
    /// that stands for any of these.
    fn moved(&self, modules: &mut BTreeMap<FileId, Module>) -> FxHashMap<BindingId, BindingId> {
        let mut moved = FxHashMap::default();
        let mut several: Vec<BindingId> =
            self.own.iter().filter(|(id, firsts)| firsts.len() > 1 && firsts.contains(id)).map(|(id, _)| *id).collect();
        several.sort_unstable();
        for id in several {
            let Some(module) = modules.get_mut(&id.module).filter(|module| may_be_shared(module.binding(id))) else {
                continue;
            };
            let name = module.binding(id).name.clone();
            moved.insert(id, add(module, &name, BindingKind::Variable));
        }
        moved
    }
}

/// Whether what a declaration makes may be what another one makes: of classes there is one.
fn may_be_shared(binding: &Binding) -> bool {
    matches!(binding.kind, BindingKind::Variable | BindingKind::Function(_))
}

/// Puts variables in the place of names that stand for what others declare, and of members of the global object.
fn link_names(module: &mut Module, names: &Names, held: impl Fn(&BTreeSet<BindingId>) -> Box<[BindingId]>) {
    let outermost = module.outermost.iter();
    let mut known: FxHashMap<Box<str>, BindingId> =
        outermost.map(|id| (module.binding(*id).name.clone(), *id)).collect();
    for at in 0..module.exprs.len() {
        let Some(name) = global_of(module, &module.exprs[at]) else { continue };
        let Some(of) = names.get(name) else { continue };
        let name: Box<str> = name.into();
        let id = known.get(&name).copied();
        let id = id.unwrap_or_else(|| add(module, &name, BindingKind::Shared(held(of))));
        known.insert(name, id);
        module.exprs[at].kind = ExprKind::Name(id);
    }
}

/// Notes in each module which of its variables others change.
fn note_changes(modules: &mut BTreeMap<FileId, Module>) {
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

fn add(module: &mut Module, name: &str, kind: BindingKind) -> BindingId {
    let (span, function) = (Span::new(module.file, 0, 0), module.top());
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
