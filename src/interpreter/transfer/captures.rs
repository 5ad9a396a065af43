//! Variables that functions may change behind the back of a caller that cannot follow them.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::interpreter::domain::value::{Closure, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::changed::changed_bindings;
use crate::ir::{BindingId, BindingKind, Module};
use crate::request::Origin;
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
        let bindings: Vec<BindingId> = changed_bindings(module);
        self.bindings.insert(module.file, bindings.into());
    }

    /// Whether code of a module changes what it declared before, or what it imports.
    pub fn has_state(&self, file: FileId) -> bool {
        self.bindings.get(&file).is_some_and(|bindings| !bindings.is_empty())
    }
}

impl Interpreter<'_> {
    /// A function that is not followed may assign what it captured.
    pub(crate) fn forget_captured(&mut self, closure: &Rc<Closure>, site: Span) {
        if self.captured.cuts >= MAX_CUTS {
            return;
        }
        self.captured.cuts += 1;
        if let Some(this) = &closure.this {
            self.escape(&this.clone(), site);
        }
        let Some(bindings) = self.captured.bindings.get(&closure.function.module).cloned() else { return };
        for binding in bindings.iter() {
            let Some(cell) = closure.frame.cell(*binding) else {
                // What is imported cannot be assigned, but what it is can be changed.
                if let BindingKind::Import { .. } = self.binding(*binding).kind {
                    let imported = self.within(&closure.frame, |this| this.name(*binding, site));
                    self.escape(&imported, site);
                }
                continue;
            };
            let value = self.heap.get(cell).clone();
            self.escape(&value, site);
            let changed = Value::hole(Origin::Computed, site);
            self.heap.set(cell, Value::choice([value, changed], site));
        }
    }
}
