//! Variables that functions may change behind the back of a caller that cannot follow them.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::interpret::Interpreter;
use super::request::Origin;
use super::value::{Closure, Value};
use crate::ir::{BindingId, Element, ExprId, ExprKind, Key, Module, Pattern};
use crate::source::{FileId, Span};

/// How often the effects of a call that is not followed are looked for.
const MAX_CUTS: usize = 1_000;

/// What modules assign to after its declaration.
#[derive(Debug, Default)]
pub struct Captured {
    /// Of each module, the variables that are assigned, and those whose objects are changed through them.
    bindings: FxHashMap<FileId, Rc<[BindingId]>>,
    cuts: usize,
}

impl Captured {
    /// Finds what a module assigns to.
    pub fn add(&mut self, module: &Module) {
        let mut found = FxHashSet::default();
        for expr in &module.exprs {
            match &expr.kind {
                ExprKind::Assign { target: Pattern::Place(place), .. } | ExprKind::Delete(place) => {
                    found.extend(root(module, *place));
                }
                ExprKind::Call { callee, args, .. } => {
                    if let ExprKind::Member { object, key: Key::Name(name, _) } = &module.expr(*callee).kind {
                        match &**name {
                            "set" | "append" | "delete" | "push" | "unshift" => found.extend(root(module, *object)),
                            "assign" => {
                                if let Some(Element::Item(target)) = args.first() {
                                    found.extend(root(module, *target));
                                }
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        let mut bindings: Vec<BindingId> = found.into_iter().collect();
        bindings.sort_unstable();
        self.bindings.insert(module.file, bindings.into());
    }
}

/// The variable that a place is in.
fn root(module: &Module, mut place: ExprId) -> Option<BindingId> {
    loop {
        match &module.expr(place).kind {
            ExprKind::Name(binding) => return Some(*binding),
            ExprKind::Member { object, .. } => place = *object,
            _ => return None,
        }
    }
}

impl Interpreter<'_> {
    /// A function that is not followed may assign what it captured.
    pub(super) fn forget_captured(&mut self, closure: &Rc<Closure>, site: Span) {
        if self.captured.cuts >= MAX_CUTS {
            return;
        }
        self.captured.cuts += 1;
        if let Some(this) = &closure.this {
            self.escape(&this.clone(), site);
        }
        let Some(bindings) = self.captured.bindings.get(&closure.function.module).cloned() else { return };
        for binding in bindings.iter() {
            let Some(cell) = closure.frame.cell(*binding) else { continue };
            let value = self.heap.get(cell).clone();
            self.escape(&value, site);
            let changed = Value::hole(Origin::Computed, site);
            self.heap.set(cell, Value::choice([value, changed], site));
        }
    }
}
