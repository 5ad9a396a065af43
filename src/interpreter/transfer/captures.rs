//! Variables that functions may change behind the back of a caller that cannot follow them.

use std::rc::Rc;

use crate::interpreter::budget::MAX_HAVOCS;
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::{Closure, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::BindingKind;
use crate::request::Origin;
use crate::source::Span;

impl Interpreter<'_> {
    /// What a function does that is called again within itself hangs on how often it is: where it is not followed any further,
    /// others that it calls may have changed what it captured.
    pub(crate) fn escape_captures(&mut self, closure: &Rc<Closure>, site: Span) {
        let mut frame = Some(closure.frame.clone());
        while let Some(at) = frame.take().filter(|frame| !frame.function.is_top()) {
            for cell in at.sorted_cells() {
                let value = self.heap.get(cell).clone();
                self.escape(&value, site);
            }
            frame.clone_from(&at.parent);
        }
    }

    /// Code that is not in sight is run where all variables of the place are: it may change what they hold.
    pub(crate) fn havoc_scope(&mut self, site: Span) {
        let mut frame = Some(self.activation.frame.clone());
        while let Some(at) = frame.take() {
            for cell in at.sorted_cells() {
                let value = self.heap.get(cell).clone();
                self.escape(&value, site);
                if !matches!(value, Value::Function(_) | Value::Class(..) | Value::Library(_)) {
                    self.heap.set(cell, Value::choice([value, Value::of_origin(Origin::Computed, site)], site));
                }
            }
            frame.clone_from(&at.parent);
        }
    }

    /// A function that is not followed may assign what it captured.
    pub(crate) fn havoc_captures(&mut self, closure: &Rc<Closure>, site: Span) {
        if self.budget.havocs >= MAX_HAVOCS {
            return;
        }
        self.budget.havocs += 1;
        match closure.this.clone() {
            Some(Value::Class(class, frame)) => {
                let statics = self.statics_of(class, &frame);
                self.escape(&Value::Object(statics, LOCAL), site);
            }
            Some(this) => self.escape(&this, site),
            None => {}
        }
        let Some(bindings) = self.loaded.changed.get(&closure.function.module).cloned() else { return };
        for binding in bindings.iter() {
            // What is imported cannot be assigned, but what it is can be changed.
            if let BindingKind::Import { .. } = self.binding(*binding).kind {
                let imported = self.within(&closure.frame, |this| this.name(*binding, site));
                self.escape(&imported, site);
            }
            for cell in self.cells_of(&closure.frame, *binding) {
                let value = self.heap.get(cell).clone();
                self.escape(&value, site);
                let changed = Value::of_origin(Origin::Computed, site);
                self.is_reassigned(cell);
                self.heap.set(cell, Value::choice([value, changed], site));
            }
        }
    }
}
