//! Assignments and deletions.

use crate::interpreter::arguments::Args;
use crate::interpreter::budget::MAX_PLACING;
use crate::interpreter::domain::text::{TextValue, is_full};
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::{AssignOp, ExprId, ExprKind, Key, Pattern, Referent};
use crate::request::Origin;
use crate::source::Span;

impl<'m> Interpreter<'m> {
    pub(crate) fn assignment(&mut self, target: &'m Pattern, op: AssignOp, value: ExprId, span: Span) -> Value {
        if let AssignOp::Through(referent) = op {
            let value = self.eval(value);
            self.assign_through(target, referent, &value, span);
            return value;
        }
        let Pattern::Place(place) = target else {
            let value = match (target, op) {
                (Pattern::Binding(binding), AssignOp::Append) => {
                    let old = self.name(*binding, span);
                    let new = self.eval(value);
                    if is_full_text(&old) {
                        return old;
                    }
                    self.appended(&old, &new, span)
                }
                (_, AssignOp::Other) => {
                    self.eval(value);
                    Value::of_origin(Origin::Computed, span)
                }
                _ => self.eval(value),
            };
            self.bind(target, value.clone());
            return value;
        };
        let written = self.expr(value).span;
        let value = match op {
            AssignOp::Set => self.eval(value),
            AssignOp::Append => {
                let old = self.placing(|this| this.eval(*place));
                let new = self.eval(value);
                if is_full_text(&old) {
                    self.note_output_by_assigning(*place, &old, written);
                    return old;
                }
                self.appended(&old, &new, span)
            }
            AssignOp::Logic(op) => self.placing(|this| this.logic(op, *place, value, span)),
            AssignOp::Other | AssignOp::Through(_) => {
                self.eval(value);
                Value::of_origin(Origin::Computed, span)
            }
        };
        self.assign(*place, value.clone());
        self.note_output_by_assigning(*place, &value, written);
        value
    }

    /// `*reference = value`: an object that the reference leads to holds what the value holds from then on, wherever else
    /// it stands. What is no object stands in the place that the reference was taken of.
    fn assign_through(&mut self, target: &'m Pattern, referent: Option<Referent>, value: &Value, span: Span) {
        let held = match target {
            Pattern::Binding(binding) => self.name(*binding, span),
            Pattern::Place(place) => match self.expr(*place).kind {
                ExprKind::Call { callee, .. } => return self.assign_to_given(*place, callee, value, span),
                _ => self.placing(|this| this.eval(*place)),
            },
            _ => return self.bind(target, value.clone()),
        };
        if self.language.assign_through(self, &held, value, span) {
            return;
        }
        if let (Value::Object(id, _), Value::Object(new, _)) = (&held, value) {
            let new = (**self.heap.obj(*new)).clone();
            self.heap.update(*id, |object| *object = new);
            return;
        }
        self.open_object(&held, span, "something is assigned to it");
        match target {
            Pattern::Place(place) => self.assign(*place, value.clone()),
            _ => self.bind(target, value.clone()),
        }
        match referent {
            Some(Referent { place, whole: true }) => self.assign(place, value.clone()),
            Some(Referent { place, .. }) => self.assign_within(place, span),
            None => {}
        }
    }

    /// `*object.slot() = value`. Libraries' methods that give a place are known by their names; what one of the program gives
    /// may be any part of what it is called on.
    fn assign_to_given(&mut self, place: ExprId, callee: ExprId, value: &Value, span: Span) {
        self.assign(place, value.clone());
        let ExprKind::Member { object, key } = &self.expr(callee).kind else { return };
        if matches!(key, Key::Name(name, _) if self.language.opens_places(name)) {
            return;
        }
        let of = self.placing(|this| this.eval(*object));
        let is_own = |part: &Value| matches!(part, Value::Object(id, _) if self.heap.obj(*id).class.is_some());
        if of.alternatives().iter().any(is_own) {
            self.replace_in(&of, span, "something in it is assigned to");
        }
    }

    /// Something is assigned to a part of what stands in a place, it is not known to which.
    fn assign_within(&mut self, place: ExprId, span: Span) {
        let before = self.eval(place);
        self.replace_in(&before, span, "something in it is assigned to");
        if before.alternatives().iter().any(|part| !matches!(part, Value::Object(..))) {
            self.assign(place, Value::choice([before, Value::of_origin(Origin::Computed, span)], span));
        }
    }

    /// `old += new`.
    pub(crate) fn appended(&mut self, old: &Value, new: &Value, span: Span) -> Value {
        if let Some(sum) = self.sum(&[], &[old.clone(), new.clone()], span) {
            return sum;
        }
        if old.alternatives().iter().all(|part| matches!(part, Value::Num(..))) {
            return Value::of_origin(Origin::Computed, span);
        }
        if is_full_text(old) {
            return old.clone();
        }
        let mut text = TextValue::new();
        self.append_text(&mut text, old, span);
        self.append_text(&mut text, new, span);
        Value::of_pieces(text)
    }

    /// Assigns to a place.
    pub(crate) fn assign(&mut self, place: ExprId, value: Value) {
        let expr = self.expr(place);
        match &expr.kind {
            ExprKind::Name(binding) => self.declare(*binding, value),
            ExprKind::Global(name) => self.language.assign_global(self, place.module, name, value),
            ExprKind::Member { object, key } => {
                let Some((object, key)) = self.placed(place, |this| (this.eval(*object), this.key(key))) else {
                    return;
                };
                match key {
                    Some((name, at)) => self.set_member(&object, &name, at, value),
                    None => self.replace_in(&object, expr.span, "a computed key that is not known"),
                }
            }
            ExprKind::Cast { value: inner, .. }
            | ExprKind::Lend(inner)
            | ExprKind::Show(inner)
            | ExprKind::Await(inner)
            | ExprKind::Try(inner) => self.assign(*inner, value),
            // Rust's `*request.method_mut() = …`.
            ExprKind::Call { callee, .. } => {
                if let ExprKind::Member { object, key } = &self.expr(*callee).kind
                    && let Some((name, _)) = self.key(key)
                {
                    // `*held.lock().unwrap() = …`: what a lock holds is the value of the place that it stands in.
                    if self.language.opens_places(&name) {
                        self.hold_in_cell(&value);
                        self.assign(*object, value);
                        return;
                    }
                    let Some(object) = self.placed(place, |this| this.eval(*object)) else { return };
                    self.assign_slot(&object, &format!(".{name}()"), value, expr.span);
                } else {
                    self.placed(place, |this| this.eval(place));
                }
            }
            _ => {
                self.placed(place, |this| this.eval(place));
            }
        }
    }

    /// Evaluates what a place is made of to assign to it; mostly that was read before. Where such places are nested too deeply
    /// nothing more is known of what the outermost object of the place holds.
    fn placed<T>(&mut self, place: ExprId, of: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.is_plain(place) {
            return Some(of(self));
        }
        if self.activation.placing < MAX_PLACING {
            return Some(self.placing(of));
        }
        let mut root = place;
        while let ExprKind::Member { object: inner, .. } | ExprKind::Call { callee: inner, .. } = &self.expr(root).kind
        {
            root = *inner;
        }
        if self.is_plain(root) {
            let (held, span) = (self.eval(root), self.expr(place).span);
            self.call_unknown(&Args { values: vec![held], spans: vec![span], ..Args::default() }, span);
        }
        None
    }

    /// Evaluates a place of which what stands in it is evaluated twice.
    fn placing<T>(&mut self, of: impl FnOnce(&mut Self) -> T) -> T {
        self.activation.placing += 1;
        let made = of(self);
        self.activation.placing -= 1;
        made
    }

    /// Whether a place is found by names alone.
    fn is_plain(&self, place: ExprId) -> bool {
        let mut at = place;
        while let ExprKind::Member { object, key: Key::Name(..) } = &self.expr(at).kind {
            at = *object;
        }
        matches!(self.expr(at).kind, ExprKind::Name(_) | ExprKind::Global(_) | ExprKind::This)
    }

    pub(crate) fn delete(&mut self, place: ExprId) {
        if let ExprKind::Member { object, key } = &self.expr(place).kind {
            let object = self.eval(*object);
            let span = self.expr(place).span;
            let name = self.key(key).map(|(name, _)| name);
            if name.is_none() {
                // Any entry may be the one.
                for part in object.alternatives() {
                    if let Value::Object(id, _) = part {
                        self.heap
                            .update(*id, |object| object.entries.iter_mut().for_each(|entry| entry.certain = false));
                    }
                }
            } else if let (Value::Object(id, _), Some(name)) = (&object, &name) {
                self.heap.update(*id, |object| object.remove(name));
            } else if let Value::Choice(parts) = &object {
                for part in parts.iter() {
                    if let (Value::Object(id, _), Some(name)) = (part, &name) {
                        self.branch(1, false, span, |this, _| {
                            this.heap.update(*id, |object| object.remove(name));
                            Value::Undefined
                        });
                    }
                }
            }
        }
    }
}

/// Whether a value is a text to which nothing can be added.
fn is_full_text(value: &Value) -> bool {
    matches!(value, Value::Text(text) if is_full(text))
}
