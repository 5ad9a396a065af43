//! Variables that scripts of one page share.

use std::rc::Rc;

use crate::interpreter::domain::ids::CellId;
use crate::interpreter::domain::value::{Frame, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::{BindingId, BindingKind};
use crate::source::{FileId, Span};

impl Interpreter<'_> {
    /// What a variable holds that other scripts declare: that of one of them, where it is not the same on all pages.
    pub(crate) fn shared(&mut self, of: &[BindingId], span: Span) -> Value {
        let of = self.of_program(of);
        let mut values = Vec::with_capacity(of.len());
        for id in &of {
            values.push(match self.load(id.module) {
                Some(frame) => self.within(&frame, |this| this.name(*id, span)),
                None => Value::unknown(span),
            });
        }
        if values.is_empty() { Value::unknown(span) } else { Value::choice(values, span) }
    }

    /// Those of some variables that the program has: what is not the same on all pages may be one of pages that are
    /// evaluated by themselves.
    fn of_program(&self, of: &[BindingId]) -> Vec<BindingId> {
        if of.len() == 1 {
            return of.to_vec();
        }
        let of_file = |file: FileId| {
            let from = of.partition_point(|id| id.module < file);
            of[from..].iter().copied().take_while(move |id| id.module == file)
        };
        let files = &self.http.setups.files;
        let others = self.loaded.order.iter().filter(|file| files.binary_search(file).is_err());
        files.iter().chain(others).flat_map(|file| of_file(*file)).collect()
    }

    /// Gives such a variable a value; of several that it may be, each may have it.
    pub(crate) fn declare_shared(&mut self, of: &[BindingId], value: &Value) {
        let of = self.of_program(of);
        for id in &of {
            let Some(frame) = self.load(id.module) else { continue };
            if of.len() == 1 {
                self.within(&frame, |this| this.declare(*id, value.clone()));
                continue;
            }
            let span = self.stack_span();
            self.branch(1, false, span, |this, _| {
                this.within(&frame, |this| this.declare(*id, value.clone()));
                Value::Undefined
            });
        }
    }

    /// The variable that a binding in sight stands for, where it can be no other and has been given a value.
    pub(crate) fn only_cell(&self, binding: BindingId) -> Option<CellId> {
        match &self.binding(binding).kind {
            BindingKind::Shared(of) => match &**of {
                [_] => self.cells_of(&self.activation.frame, binding).pop(),
                _ => None,
            },
            _ => self.holder(binding)?.cell(binding),
        }
    }

    /// The variables that a binding in sight of a frame may be, as far as they have been given a value.
    pub(crate) fn cells_of(&self, frame: &Rc<Frame>, binding: BindingId) -> Vec<CellId> {
        let BindingKind::Shared(of) = &self.binding(binding).kind else {
            return frame.cell(binding).into_iter().collect();
        };
        let own = |id: &BindingId| self.loaded.frames.get(&id.module)?.cells.borrow().get(id).copied();
        of.iter().filter_map(own).collect()
    }
}
