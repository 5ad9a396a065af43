//! What is written outside the run that is followed: by functions that somebody else calls, on objects and in variables that
//! are kept from the beginning of the program on.

use std::rc::Rc;

use crate::interpreter::activation::ActiveCall;
use crate::interpreter::budget::{MAX_ANCESTORS, MAX_SHARED_INSTANCES};
use crate::interpreter::domain::heap::Changes;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Entry, Object};
use crate::interpreter::domain::value::{Closure, Frame, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::ClassId;

impl Interpreter<'_> {
    /// Runs the closures that top levels have made and that change variables which they keep; of each function one was
    /// run for itself.
    pub(crate) fn run_kept(&mut self, changed: &mut Vec<Changes>) {
        for closure in self.objects.kept.clone() {
            let latest = self.objects.closures.get(&closure.function);
            if latest.is_some_and(|latest| Rc::ptr_eq(&latest.frame, &closure.frame)) || !self.changes_kept(&closure) {
                continue;
            }
            let top = self.top_of(closure.function.module);
            let call = ActiveCall { function: top.function, site: self.stack_span(), tag: self.next_call() };
            self.calls.stack = vec![call];
            self.calls.inline_steps = 0;
            let mark = self.heap.enter();
            self.dry_run(|this| {
                this.within(&top, |this| {
                    let function = this.function(closure.function);
                    let args = this.unknown_arguments(function);
                    this.call_closure(&closure, args, closure.this.clone(), function.span)
                })
            });
            let changes = self.heap.leave(mark);
            if !changes.is_empty() {
                changed.push(changes);
            }
        }
    }

    /// Whether code of the module changes a variable that a closure keeps.
    fn changes_kept(&self, closure: &Closure) -> bool {
        let Some(changed) = self.loaded.changed.get(&closure.function.module) else { return false };
        let mut frame = Some(&closure.frame);
        while let Some(at) = frame.filter(|frame| !frame.function.is_top()) {
            if changed.iter().any(|binding| at.cells.borrow().contains_key(binding)) {
                return true;
            }
            frame = at.parent.as_ref();
        }
        false
    }

    /// What methods that were run for themselves have left in the instance that stands for all of a class, others may
    /// have left in those that are kept; whether that is anything new.
    pub(crate) fn share_instances(&mut self) -> bool {
        if !self.language.shares_variables_between_modules() {
            return false;
        }
        let mut written: Vec<(ClassId, ObjectId, Vec<Entry>)> = Vec::new();
        for (class, instance) in &self.objects.instances {
            let (Value::Object(id, _), Some(made)) = (instance, self.objects.made.get(class)) else { continue };
            let entries = written_since(made, self.heap.obj(*id));
            if !entries.is_empty() {
                written.push((*class, *id, entries));
            }
        }
        if written.is_empty() {
            return false;
        }
        let mut grown = false;
        let kept: Vec<ObjectId> = self.heap.instances().take(MAX_SHARED_INSTANCES).collect();
        for id in kept {
            let classes = self.classes_of(id);
            for (class, of_all, entries) in &written {
                if *of_all != id && classes.iter().any(|(own, _)| own == class) {
                    grown |= self.add_written(id, entries);
                }
            }
        }
        grown
    }

    /// The class of an object and those that it extends, each with the variables that it was made with.
    pub(crate) fn classes_of(&mut self, id: ObjectId) -> Vec<(ClassId, Rc<Frame>)> {
        let mut classes = Vec::new();
        let mut next = self.heap.obj(id).class.clone();
        while let Some((class, frame)) = next.filter(|_| classes.len() < MAX_ANCESTORS) {
            next = self.parent(class, &frame);
            classes.push((class, frame));
        }
        classes
    }

    fn add_written(&mut self, id: ObjectId, entries: &[Entry]) -> bool {
        let mut grown = false;
        for entry in entries {
            let known = self.heap.obj(id).entry(&entry.name).cloned();
            let value = match &known {
                Some(known) => Value::choice([known.value.clone(), entry.value.clone()], entry.span),
                None => entry.value.clone(),
            };
            if known.as_ref().is_some_and(|known| known.value.same(&value)) {
                continue;
            }
            grown = true;
            let certain = known.is_some_and(|known| known.certain);
            self.heap.update(id, |object| {
                object.remove(&entry.name);
                object.add(&entry.name, entry.span, value, certain);
            });
        }
        grown
    }
}

/// What an instance has, or may have, that it had not when it was made.
fn written_since(made: &Object, now: &Object) -> Vec<Entry> {
    let mut written = Vec::new();
    for entry in &now.entries {
        let before = made.entry(&entry.name);
        let is_new = |part: &&Value| {
            before.is_none_or(|before| !before.value.alternatives().iter().any(|known| known.same(part)))
        };
        let values: Vec<Value> = entry.value.alternatives().iter().filter(is_new).cloned().collect();
        if !values.is_empty() {
            written.push(Entry { value: Value::choice(values, entry.span), certain: false, ..entry.clone() });
        }
    }
    written
}
