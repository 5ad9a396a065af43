//! Modules in whose place a build may put others: those of platforms (`api.ios.ts`), and those that its configuration
//! replaces (`environment.prod.ts`). What such a module exports is its own or that of one of the others.

use jsonc_parser::{ParseOptions, parse_to_serde_value};
use rustc_hash::FxHashMap;
use serde_json::Value;

use super::specifier;
use crate::ir::program::Target;
use crate::ir::{
    Arm, Binding, BindingId, BindingKind, Block, Export, ExportValue, Expr, ExprId, ExprKind, Module, Pattern, Stmt,
};
use crate::link::Resolver;
use crate::link::conventions::Conventions;
use crate::source::walk::normalised;
use crate::source::{FileId, SourceKind, Span};

/// How many others one module may have.
const MAX_OTHERS: usize = 8;

/// How deep configuration is looked into.
const MAX_DEPTH: usize = 12;

/// The modules that may stand for others.
#[derive(Debug, Default)]
pub(super) struct Variants(FxHashMap<FileId, Vec<FileId>>);

impl Variants {
    /// Those of a run.
    pub fn find(resolver: &Resolver<'_>) -> Self {
        let mut found = Self::default();
        found.add_platforms(resolver);
        found.add_replacements(resolver);
        found.0.values_mut().for_each(|others| {
            others.sort_unstable();
            others.dedup();
        });
        found.0.retain(|_, others| (1..=MAX_OTHERS).contains(&others.len()));
        found
    }

    /// The files that name what they are for: of `api.ios.ts` and `api.android.ts` either may be meant.
    fn add_platforms(&mut self, resolver: &Resolver<'_>) {
        let scripts = || resolver.files().iter().filter(|(_, file)| file.kind.is_some_and(SourceKind::is_script));
        for (id, path) in scripts().filter_map(|(id, _)| Some((id, resolver.location(id)?))) {
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            let named = |suffixes: &'static [Box<str>]| {
                suffixes.iter().find(|suffix| name.split('.').nth_back(1) == Some(&***suffix))
            };
            // Most names tell nothing, so that nobody has to be asked what they mean.
            if !Conventions::get().platforms.iter().any(|platforms| named(&platforms.suffixes).is_some()) {
                continue;
            }
            let Some(suffix) = named(resolver.platforms(path)) else { continue };
            let Some(stem) = name.rsplit_once(&format!(".{suffix}.")).map(|(stem, _)| stem) else { continue };
            if let Target::Module(meant) = resolver.resolve(id, &format!("./{stem}"))
                && meant != id
            {
                self.0.entry(meant).or_default().push(id);
            }
        }
    }

    /// What configuration says in lists of pairs.
    fn add_replacements(&mut self, resolver: &Resolver<'_>) {
        let names = &Conventions::get().replacements.configs;
        for (dir, text) in resolver.configs(names) {
            let Ok(value) = parse_to_serde_value(&text, &ParseOptions::default()) else { continue };
            let mut pairs = Vec::new();
            collect(&value, MAX_DEPTH, &mut pairs);
            for (from, to) in pairs {
                // Paths begin at the root of the workspace.
                let at = |path: &str| {
                    resolver.file_at(&[dir.join(path), resolver.root().join(path)].map(|path| normalised(&path)))
                };
                if let (Some(from), Some(to)) = (at(from), at(to))
                    && from != to
                {
                    self.0.entry(from).or_default().push(to);
                }
            }
        }
    }

    /// The specifiers of what may be in place of a file.
    pub fn specifiers(&self, resolver: &Resolver<'_>, file: FileId) -> impl Iterator<Item = Box<str>> {
        let others = self.0.get(&file).into_iter().flatten();
        others.filter_map(move |other| specifier(resolver, file, *other))
    }

    /// Lets a module export what the others do, too.
    pub fn merge(&self, resolver: &Resolver<'_>, module: &mut Module) {
        let others: Vec<Box<str>> = self.specifiers(resolver, module.file).collect();
        // What all is passed on is not told by name.
        if others.is_empty() || module.exports.iter().any(|export| &*export.name == "*") {
            return;
        }
        for at in 0..module.exports.len() {
            let Export { name, value } = module.exports[at].clone();
            if let Some(own) = own_value(module, &value) {
                module.exports[at].value = ExportValue::Binding(one_of(module, &name, own, &others));
            }
        }
    }
}

/// The pairs of lists under the key that the data names.
fn collect<'v>(value: &'v Value, left: usize, pairs: &mut Vec<(&'v str, &'v str)>) {
    let Some(left) = left.checked_sub(1) else { return };
    let known = &Conventions::get().replacements;
    let text = |pair: &'v Value, keys: &[String]| keys.iter().find_map(|key| pair.get(key)?.as_str());
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                if *key == known.key {
                    let listed = value.as_array().into_iter().flatten();
                    pairs.extend(listed.filter_map(|pair| Some((text(pair, &known.from)?, text(pair, &known.to)?))));
                } else {
                    collect(value, left, pairs);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, left, pairs)),
        _ => {}
    }
}

/// What stands for what a module exports, as an expression that may be used again.
fn own_value(module: &mut Module, value: &ExportValue) -> Option<ExprId> {
    let binding = match value {
        ExportValue::Binding(binding) => *binding,
        ExportValue::Reexport { from, name } => {
            add_binding(module, name, BindingKind::Import { from: from.clone(), name: name.clone() })
        }
        ExportValue::Expr(expr) => {
            let binding = add_binding(module, "default", BindingKind::Variable);
            let statements = &mut module.functions.first_mut()?.body.stmts;
            let statement = statements.iter_mut().find(|stmt| matches!(stmt, Stmt::Expr(known) if known == expr))?;
            *statement = Stmt::Bind { pattern: Pattern::Binding(binding), value: Some(*expr), otherwise: None };
            binding
        }
    };
    let span = module.binding(binding).span;
    Some(add_expr(module, ExprKind::Name(binding), span))
}

/// A variable that is a module's own, or what is exported under the same name by another.
fn one_of(module: &mut Module, name: &str, own: ExprId, others: &[Box<str>]) -> BindingId {
    let span = module.expr(own).span;
    let mut arms = Vec::new();
    for (at, other) in others.iter().enumerate() {
        let import = BindingKind::Import { from: other.clone(), name: name.into() };
        let import = add_binding(module, name, import);
        // The same for all that the module exports, for it is one build.
        let condition = format!("build {at} of {}", module.file.0);
        let guard = add_expr(module, ExprKind::Global(condition.into()), span);
        let value = add_expr(module, ExprKind::Name(import), span);
        arms.push(Arm { pattern: None, guard: Some(guard), body: Block { stmts: Vec::new(), value: Some(value) } });
    }
    arms.push(Arm { pattern: None, guard: None, body: Block { stmts: Vec::new(), value: Some(own) } });
    let value = add_expr(module, ExprKind::Branch { subject: None, arms, exhaustive: true }, span);
    let variable = add_binding(module, name, BindingKind::Variable);
    let bind = Stmt::Bind { pattern: Pattern::Binding(variable), value: Some(value), otherwise: None };
    module.functions.iter_mut().take(1).for_each(|top| top.body.stmts.push(bind.clone()));
    variable
}

fn add_binding(module: &mut Module, name: &str, kind: BindingKind) -> BindingId {
    let (span, function) = (Span::new(module.file, 0, 0), module.top());
    module.bindings.push(Binding { name: name.into(), span, function, kind, ty: None });
    BindingId::new(module.file, module.bindings.len() - 1)
}

fn add_expr(module: &mut Module, kind: ExprKind, span: Span) -> ExprId {
    module.exprs.push(Expr { kind, span });
    ExprId::new(module.file, module.exprs.len() - 1)
}
