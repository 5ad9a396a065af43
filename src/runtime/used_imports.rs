//! What a module uses of what it imports, as values and in the parts of it that reach the browser.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::ir::{BindingId, BindingKind, Block, ExportValue, ExprId, ExprKind, Key, MethodKind, Module, Pattern, Stmt};
use crate::runtime::dynamic_imports::loads;
use crate::runtime::server_regions::ServerRegions;

/// Names that a module offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Names {
    /// All of them, or the module for its effects.
    All,
    /// Some of them.
    Some(BTreeSet<Box<str>>),
}

impl Names {
    pub fn one(name: &str) -> Self {
        Self::Some(BTreeSet::from([name.into()]))
    }

    pub fn has(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Some(names) => names.contains(name),
        }
    }

    /// Adds names; whether there were new ones.
    pub fn add(&mut self, more: &Names) -> bool {
        match (&mut *self, more) {
            (Self::All, _) => false,
            (_, Self::All) => {
                *self = Self::All;
                true
            }
            (Self::Some(names), Self::Some(more)) => {
                let before = names.len();
                names.extend(more.iter().cloned());
                names.len() > before
            }
        }
    }
}

/// Something imported by a call, and `import 'x'`.
#[derive(Debug)]
pub(super) struct Loaded {
    pub specifier: Box<str>,
    /// The names that are taken, for packages that are more than one thing.
    pub names: Names,
}

/// What a module uses.
#[derive(Debug, Default)]
pub(super) struct UsedImports {
    /// Of each imported binding that is used, the members of it.
    bindings: FxHashMap<BindingId, Names>,
    /// What is loaded by calls.
    pub loaded: Vec<Loaded>,
    /// Of the binding of a module, which of its exports are this binding.
    exported: FxHashMap<BindingId, Vec<Box<str>>>,
}

impl UsedImports {
    pub fn of(module: &Module, regions: &ServerRegions, injecting: bool, markup: Option<&str>) -> Self {
        let mut uses = Self::default();
        for export in &module.exports {
            if let ExportValue::Binding(binding) = export.value {
                uses.exported.entry(binding).or_default().push(export.name.clone());
            }
        }
        let bound = bound(module);
        let mut taken_apart = FxHashSet::default();
        for expr in module.exprs.iter().filter(|expr| !regions.hold(expr.span)) {
            if let ExprKind::Member { object, key: Key::Name(key, _) } = &expr.kind {
                let object_expr = module.expr(*object);
                if let ExprKind::Name(binding) = object_expr.kind {
                    taken_apart.insert(*object);
                    uses.note(binding, &Names::one(key));
                }
            }
        }
        // What is only handed on as an export is not used here.
        let handed_on: FxHashSet<u32> = module
            .exports
            .iter()
            .filter_map(|export| match export.value {
                ExportValue::Binding(binding) if export.name.as_ref() == "default" => Some(binding),
                _ => None,
            })
            .filter_map(|binding| default_export(module, binding))
            .collect();
        let mut to = Vec::new();
        for (at, expr) in module.exprs.iter().enumerate().filter(|(_, expr)| !regions.hold(expr.span)) {
            let id = ExprId::new(module.file, at);
            match &expr.kind {
                ExprKind::Name(binding) if !taken_apart.contains(&id) && !handed_on.contains(&id.at) => {
                    let names = bound.get(&id).map_or(Names::All, |pattern| fields(pattern));
                    uses.note(*binding, &names);
                }
                kind => {
                    for specifier in loads(module, kind) {
                        let names = bound.get(&id).map_or(Names::All, |pattern| fields(pattern));
                        to.push(match bound.get(&id) {
                            Some(Pattern::Binding(binding)) => Some(*binding),
                            _ => None,
                        });
                        uses.loaded.push(Loaded { specifier, names });
                    }
                }
            }
        }
        if injecting {
            uses.note_injected(module);
        }
        if let Some(markup) = markup {
            uses.note_markup(module, markup);
        }
        // `const x = require('y')` takes of `y` what is used of `x`.
        for (loaded, binding) in uses.loaded.iter_mut().zip(to) {
            if let Some(binding) = binding {
                loaded.names = uses.bindings.get(&binding).cloned().unwrap_or(Names::All);
            }
        }
        // Nobody asks for others from here on, and there are many of them.
        uses.bindings.retain(|binding, _| matches!(module.binding(*binding).kind, BindingKind::Import { .. }));
        uses.bindings.shrink_to_fit();
        uses
    }

    fn note(&mut self, binding: BindingId, names: &Names) {
        self.bindings.entry(binding).or_insert_with(|| Names::Some(BTreeSet::new())).add(names);
    }

    /// The members of a binding that are used; `None` where it is not used as a value.
    pub fn binding(&self, binding: BindingId) -> Option<&Names> {
        self.bindings.get(&binding)
    }

    /// The names under which a binding is exported.
    pub fn exported(&self, binding: BindingId) -> &[Box<str>] {
        self.exported.get(&binding).map_or(&[], Vec::as_slice)
    }

    /// Types of parameters by which a framework finds what to hand in.
    fn note_injected(&mut self, module: &Module) {
        let constructors = module
            .classes
            .iter()
            .flat_map(|class| &class.methods)
            .filter(|method| method.kind == MethodKind::Constructor)
            .flat_map(|method| &module.function(method.function).params);
        let types: FxHashSet<&str> =
            constructors.filter_map(|param| param.ty.as_ref()).map(|ty| ty.path.as_ref()).collect();
        for (at, binding) in module.bindings.iter().enumerate() {
            if let BindingKind::Import { from, name } = &binding.kind
                && (types.contains(format!("npm:{from}.{name}").as_str())
                    || name.as_ref() == "default" && types.contains(format!("npm:{from}").as_str()))
            {
                self.note(BindingId::new(module.file, at), &Names::All);
            }
        }
    }

    /// Names that the markup of a component mentions.
    fn note_markup(&mut self, module: &Module, markup: &str) {
        let words: FxHashSet<String> =
            markup.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-' || c == '$')).map(squeezed).collect();
        for (at, binding) in module.bindings.iter().enumerate() {
            if matches!(binding.kind, BindingKind::Import { .. }) && words.contains(&squeezed(&binding.name)) {
                self.note(BindingId::new(module.file, at), &Names::All);
            }
        }
    }
}

/// `<user-list>` and `UserList` are one component.
fn squeezed(word: &str) -> String {
    word.chars().filter(|c| *c != '-').flat_map(char::to_lowercase).collect()
}

/// The expression of `export default name`.
fn default_export(module: &Module, binding: BindingId) -> Option<u32> {
    let top = &module.function(module.top()).body;
    top.stmts.iter().find_map(|stmt| match stmt {
        Stmt::Expr(id) if matches!(module.expr(*id).kind, ExprKind::Name(named) if named == binding) => Some(id.at),
        _ => None,
    })
}

/// The names that a pattern takes.
fn fields(pattern: &Pattern) -> Names {
    match pattern {
        Pattern::Object { fields, rest: None, .. } => {
            let names: Option<BTreeSet<Box<str>>> = fields
                .iter()
                .map(|(key, _)| match key {
                    Key::Name(name, _) => Some(name.clone()),
                    Key::Computed(_) => None,
                })
                .collect();
            names.map_or(Names::All, Names::Some)
        }
        _ => Names::All,
    }
}

/// The patterns that values are bound to, wherever that is.
pub(super) fn bound(module: &Module) -> FxHashMap<ExprId, &Pattern> {
    let mut found = FxHashMap::default();
    let inner = module.exprs.iter().flat_map(|expr| match &expr.kind {
        ExprKind::Branch { arms, .. } => arms.iter().map(|arm| &arm.body).collect(),
        ExprKind::Block(block) | ExprKind::Leaving(block) => vec![block],
        _ => Vec::new(),
    });
    let mut left: Vec<&Block> = module.functions.iter().map(|function| &function.body).chain(inner).collect();
    while let Some(block) = left.pop() {
        for stmt in &block.stmts {
            match stmt {
                Stmt::Bind { pattern, value: Some(value), .. } => {
                    let mut value = *value;
                    while let ExprKind::Await(inner)
                    | ExprKind::Try(inner)
                    | ExprKind::Optional(inner)
                    | ExprKind::Cast { value: inner, .. } = module.expr(value).kind
                    {
                        value = inner;
                    }
                    found.insert(value, pattern);
                }
                Stmt::Loop { body, .. } => left.push(body),
                Stmt::Try { body, handler, finalizer } => {
                    left.extend([Some(body), handler.as_deref(), finalizer.as_deref()].into_iter().flatten());
                }
                _ => {}
            }
        }
    }
    found
}
