//! What conditions ask, and the places that they ask about.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use crate::interpreter::activation::ActiveCall;
use crate::interpreter::correlation::Question;
use crate::interpreter::domain::unknown::Unknown;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::program::Target;
use crate::ir::{BindingId, BindingKind, Comparison, ExportValue, ExprId, ExprKind, Key, LogicOp};
use crate::request::Origin;
use crate::source::{FileId, Span};

/// How many members lead to a variable of the environment at most.
const MAX_VARIABLE_DEPTH: usize = 4;

impl Interpreter<'_> {
    /// A condition that is not asked again in these calls.
    pub(super) fn asked_once(&self, condition: ExprId) -> Option<(Question, bool)> {
        if self.activation.loops > 0 {
            return None;
        }
        let Span { file, start, .. } = self.expr(condition).span;
        let of = format!("{}:{start} in {}", file.0, sites(&self.calls.stack));
        Some((Question { of: of.into(), is: None, is_one: false }, true))
    }

    /// What a condition asks, and whether it holds where the answer is yes.
    pub(super) fn asked(&self, condition: ExprId) -> Option<(Question, bool)> {
        match &self.expr(condition).kind {
            ExprKind::Not(inner) => self.asked(*inner).map(|(question, asked)| (question, !asked)),
            ExprKind::Compare { op, left, right } => {
                let asked = match op {
                    Comparison::Equal | Comparison::LooselyEqual => true,
                    Comparison::Unequal | Comparison::LooselyUnequal => false,
                    _ => return None,
                };
                let (of, is) = match (self.place(*left), self.literal(*right)) {
                    (Some(of), Some(is)) => (of, is),
                    _ => (self.place(*right)?, self.literal(*left)?),
                };
                Some((Question { of, is: Some(is), is_one: false }, asked))
            }
            ExprKind::Logic { op: op @ (LogicOp::And | LogicOp::Or), left, right } => {
                let (left, right) = (self.asked(*left)?, self.asked(*right)?);
                Some((Question { of: format!("{op:?} {left:?} {right:?}").into(), is: None, is_one: false }, true))
            }
            _ => Some((Question { of: self.place(condition)?, is: None, is_one: false }, true)),
        }
    }

    /// A place whose value is the same wherever it is read in one run: what is assigned again is none.
    pub(super) fn place(&self, expr: ExprId) -> Option<Box<str>> {
        match &self.expr(expr).kind {
            ExprKind::Name(binding) => self.place_of_binding(*binding),
            ExprKind::Member { .. } if let Some(variable) = self.variable_read(expr) => Some(variable),
            ExprKind::Member { object, key: Key::Name(name, _) } => {
                let object = self.place(*object)?;
                Some(format!("{object}.{name}").into())
            }
            // A place with what stands in for nothing there.
            ExprKind::Logic { op: op @ (LogicOp::Or | LogicOp::Coalesce), left, right } => {
                let (left, right) = (self.place(*left)?, self.literal(*right)?);
                Some(format!("{left} {op:?} {right}").into())
            }
            ExprKind::This => Some(self.place_of_this()),
            ExprKind::Cast { value, .. } | ExprKind::Lend(value) | ExprKind::Show(value) => self.place(*value),
            _ => None,
        }
    }

    /// The instance that stands for all of a class is one wherever it is met; any other is known by the calls that led to it.
    fn place_of_this(&self) -> Box<str> {
        let this = self.activation.frame.this.as_ref();
        if let Some(Value::Unknown(hole, _)) = this {
            return place_of_unknown(hole);
        }
        let of_all = self.objects.instances.iter().find(|(_, all)| this.is_some_and(|this| this.same(all)));
        match of_all {
            Some((class, _)) => format!("{class:?}").into(),
            None => format!("this in {}", sites(&self.calls.stack)).into(),
        }
    }

    pub(super) fn literal(&self, expr: ExprId) -> Option<Box<str>> {
        Some(match &self.expr(expr).kind {
            ExprKind::Str(text) => format!("'{text}'").into(),
            ExprKind::Num(text) => text.clone(),
            ExprKind::Bool(known) => known.to_string().into(),
            ExprKind::Null => "null".into(),
            ExprKind::Undefined => "undefined".into(),
            // Variants without data, and constants of libraries.
            ExprKind::Member { object, key: Key::Name(name, _) } => {
                let class = match &self.expr(*object).kind {
                    ExprKind::Class(class) => *class,
                    ExprKind::Name(binding) => match self.binding(*binding).kind {
                        BindingKind::Class(class) => class,
                        _ => return None,
                    },
                    _ => return None,
                };
                format!("{}::{name}", self.class(class).name).into()
            }
            ExprKind::Global(path) if path.contains("::") => path.clone(),
            _ => return None,
        })
    }

    /// The same of a variable.
    fn place_of_binding(&self, binding: BindingId) -> Option<Box<str>> {
        if let BindingKind::Import { from, name } = &self.binding(binding).kind {
            return match self.program.resolve(binding.module, from) {
                Target::Module(file) => self.place_of_export(file, name),
                _ => Some(format!("{name} of {from}").into()),
            };
        }
        let cell = self.only_cell(binding)?;
        let binding = match &self.binding(binding).kind {
            BindingKind::Shared(of) => *of.first()?,
            _ => binding,
        };
        if let Value::Unknown(hole, _) = self.heap.get(cell) {
            return Some(place_of_unknown(hole));
        }
        let changed = self.loaded.changed.get(&binding.module)?;
        let is_fixed = changed.binary_search(&binding).is_err();
        let owner = self.binding(binding).function;
        // The variables of a module are there once, whoever calls.
        let is_owner = |call: &ActiveCall| call.function == owner && !owner.is_top();
        let calls = self.calls.stack.iter().rposition(is_owner).map_or(0, |at| at + 1);
        is_fixed.then(|| place_of_variable_in(binding, &self.calls.stack[..calls]))
    }

    /// What a module exports: the variable, if it is one, so that its own code asks about the same.
    fn place_of_export(&self, file: FileId, name: &str) -> Option<Box<str>> {
        let module = self.program.module(file)?;
        let export = module.exports.iter().find(|export| &*export.name == name);
        let Some(export) = export else { return (name == "*").then(|| format!("all of {}", file.0).into()) };
        match export.value {
            ExportValue::Binding(binding) if !matches!(module.binding(binding).kind, BindingKind::Import { .. }) => {
                let cell = self.loaded.frames.get(&file)?.cells.borrow().get(&binding).copied()?;
                if let Value::Unknown(hole, _) = self.heap.get(cell) {
                    return Some(place_of_unknown(hole));
                }
                let is_fixed = self.loaded.changed.get(&file)?.binary_search(&binding).is_err();
                is_fixed.then(|| place_of_variable_in(binding, &[]))
            }
            ExportValue::Expr(_) => Some(format!("{name} of {}", file.0).into()),
            _ => None,
        }
    }

    /// A variable of the environment that is read as a member: `process.env.MODE`.
    fn variable_read(&self, expr: ExprId) -> Option<Box<str>> {
        let path = format!("global:{}", self.global_path(expr, MAX_VARIABLE_DEPTH)?);
        self.clients.environment_member(&path).map(place_of_variable)
    }

    fn global_path(&self, expr: ExprId, depth: usize) -> Option<String> {
        match &self.expr(expr).kind {
            ExprKind::Global(path) => Some(path.to_string()),
            ExprKind::Member { object, key: Key::Name(name, _) } => {
                let object = self.global_path(*object, depth.checked_sub(1)?)?;
                Some(format!("{object}.{name}"))
            }
            _ => None,
        }
    }
}

/// Whatever variables it went through, an unknown value is known by where it came in, and a variable of the environment
/// by its name.
fn place_of_unknown(unknown: &Unknown) -> Box<str> {
    match &unknown.hole.origin {
        Origin::Env(name) if !unknown.hole.is_part => place_of_variable(name),
        _ => {
            let Span { file, start, end } = unknown.hole.span;
            format!("{}:{start}-{end}", file.0).into()
        }
    }
}

/// A variable of the program that some calls have made.
fn place_of_variable_in(binding: BindingId, calls: &[ActiveCall]) -> Box<str> {
    format!("{}:{} in {}", binding.module.0, binding.at, sites(calls)).into()
}

/// Where calls were made, as one number: places are compared often, and only for being the same.
fn sites(calls: &[ActiveCall]) -> u64 {
    let mut hasher = FxHasher::default();
    for ActiveCall { site, .. } in calls {
        (site.file.0, site.start).hash(&mut hasher);
    }
    hasher.finish()
}

fn place_of_variable(name: &str) -> Box<str> {
    format!("variable {name}").into()
}
