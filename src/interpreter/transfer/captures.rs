//! Variables that functions may change behind the back of a caller that cannot follow them.

use std::rc::Rc;

use crate::interpreter::budget::MAX_HAVOCS;
use crate::interpreter::domain::value::{Closure, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::BindingKind;
use crate::request::Origin;
use crate::source::Span;

impl Interpreter<'_> {
    /// A function that is not followed may assign what it captured.
    pub(crate) fn havoc_captures(&mut self, closure: &Rc<Closure>, site: Span) {
        if self.budget.havocs >= MAX_HAVOCS {
            return;
        }
        self.budget.havocs += 1;
        if let Some(this) = &closure.this {
            self.escape(&this.clone(), site);
        }
        let Some(bindings) = self.loaded.changed.get(&closure.function.module).cloned() else { return };
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
            let changed = Value::of_origin(Origin::Computed, site);
            self.is_reassigned(cell);
            self.heap.set(cell, Value::choice([value, changed], site));
        }
    }
}
