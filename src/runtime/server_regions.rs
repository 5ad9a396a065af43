//! The parts of a module that run on the server, whatever the rest of it does.

use rustc_hash::FxHashSet;

use crate::ir::{BindingId, BindingKind, ExportValue, ExprId, ExprKind, FunctionId, Module};
use crate::runtime::conditions::Conditions;
use crate::runtime::data::ContextData;
use crate::source::Span;

/// How often what only regions use is looked for.
const MAX_ROUNDS: usize = 16;

/// How many members and calls a chain has at most whose beginning is looked for.
const MAX_CHAIN: usize = 64;

/// The directive of what runs on the server.
const USE_SERVER: &str = "use server";

/// A part that runs on the server.
#[derive(Debug, Clone)]
pub(super) struct Region {
    pub span: Span,
    /// A phrase.
    pub why: String,
}

/// All of them in one module.
#[derive(Debug, Default)]
pub(super) struct ServerRegions(Vec<Region>);

impl ServerRegions {
    /// `named` are functions that the framework runs on the server.
    pub fn of(module: &Module, text: &str, data: &ContextData, named: &[&str]) -> Self {
        let mut regions = Self::default();
        for script in module.scripts.iter().filter(|script| script.is_server()) {
            regions.add(script.span, "it stands in the frontmatter of a page".to_owned());
        }
        for export in module.exports.iter().filter(|export| named.contains(&export.name.as_ref())) {
            let span = match export.value {
                ExportValue::Binding(binding) => declared(module, binding),
                ExportValue::Expr(id) => Some(module.expr(id).span),
                ExportValue::Reexport { .. } => None,
            };
            if let Some(span) = span {
                regions.add(span, format!("it stands in {}", export.name));
            }
        }
        for function in module.functions.iter().skip(1) {
            if module.has_directive(&function.body, USE_SERVER) {
                regions.add(function.span, format!("it stands in a function with \"{USE_SERVER}\""));
            }
        }
        for expr in &module.exprs {
            if let ExprKind::Call { callee, .. } = &expr.kind
                && let Some(name) = server_call(module, data, *callee)
            {
                regions.add(expr.span, format!("it is handed to {name}"));
            }
        }
        for (span, condition) in (Conditions { module, text, data }).guarded() {
            regions.add(span, format!("it runs where {condition} only"));
        }
        if !regions.0.is_empty() {
            regions.spread(module);
        }
        regions
    }

    fn add(&mut self, span: Span, why: String) {
        self.0.push(Region { span, why });
    }

    /// The region that a place lies in.
    pub fn at(&self, span: Span) -> Option<&Region> {
        self.0.iter().find(|region| region.span.contains(span))
    }

    pub fn hold(&self, span: Span) -> bool {
        self.at(span).is_some()
    }

    /// What is declared at the top and used by such parts only is not in the bundle either.
    fn spread(&mut self, module: &Module) {
        let exported: FxHashSet<BindingId> = module
            .exports
            .iter()
            .filter_map(|export| match export.value {
                ExportValue::Binding(binding) => Some(binding),
                _ => None,
            })
            .collect();
        let mut left: Vec<(BindingId, Span)> = (0..module.bindings.len())
            .map(|at| BindingId::new(module.file, at))
            .filter(|id| module.binding(*id).function.is_top() && !exported.contains(id))
            .filter_map(|id| Some((id, declared(module, id)?)))
            .filter(|(_, span)| !self.hold(*span))
            .collect();
        let uses: Vec<(BindingId, Span)> = module
            .exprs
            .iter()
            .filter_map(|expr| match expr.kind {
                ExprKind::Name(binding) => Some((binding, expr.span)),
                _ => None,
            })
            .collect();
        for _ in 0..MAX_ROUNDS {
            let (mut used, mut elsewhere) = (FxHashSet::default(), FxHashSet::default());
            let spans: rustc_hash::FxHashMap<BindingId, Span> = left.iter().copied().collect();
            for (binding, span) in &uses {
                let Some(own) = spans.get(binding) else { continue };
                if self.hold(*span) {
                    used.insert(*binding);
                } else if !own.contains(*span) {
                    elsewhere.insert(*binding);
                }
            }
            let before = left.len();
            left.retain(|(binding, span)| {
                let only = used.contains(binding) && !elsewhere.contains(binding);
                if only {
                    let name = &module.binding(*binding).name;
                    self.0.push(Region { span: *span, why: format!("{name} is used by code of the server only") });
                }
                !only
            });
            if left.len() == before {
                return;
            }
        }
    }
}

/// Where the value of a binding at the top is written.
fn declared(module: &Module, binding: BindingId) -> Option<Span> {
    if let BindingKind::Function(function) = module.binding(binding).kind {
        return Some(module.function(function).span);
    }
    module.declared_value(binding).map(|id| module.expr(id).span)
}

/// The function that an exported value is.
pub(super) fn function_of(module: &Module, value: &ExportValue) -> Option<FunctionId> {
    let mut id = match value {
        ExportValue::Binding(binding) => match module.binding(*binding).kind {
            BindingKind::Function(function) => return Some(function),
            _ => module.declared_value(*binding)?,
        },
        ExportValue::Expr(id) => *id,
        ExportValue::Reexport { .. } => return None,
    };
    while let ExprKind::Cast { value, .. } | ExprKind::Optional(value) = module.expr(id).kind {
        id = value;
    }
    match module.expr(id).kind {
        ExprKind::Function(function) => Some(function),
        _ => None,
    }
}

/// The name of the function at the beginning of a chain of calls, where it takes functions that run on the server.
fn server_call<'m>(module: &'m Module, data: &ContextData, callee: ExprId) -> Option<&'m str> {
    let mut at = callee;
    for _ in 0..MAX_CHAIN {
        match &module.expr(at).kind {
            ExprKind::Member { object, .. } => at = *object,
            ExprKind::Call { callee, .. } => at = *callee,
            ExprKind::Name(binding) => {
                let BindingKind::Import { from, name } = &module.binding(*binding).kind else { return None };
                let known = data.server_calls.iter().any(|call| {
                    call.packages.iter().any(|package| package.as_str() == from.as_ref())
                        && call.names.iter().any(|known| known.as_str() == name.as_ref())
                });
                return known.then_some(name);
            }
            _ => return None,
        }
    }
    None
}
