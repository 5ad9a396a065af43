//! What is written outside the run that is followed: by functions that somebody else calls, on objects and in variables that
//! are kept from the beginning of the program on.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::interpreter::activation::ActiveCall;
use crate::interpreter::budget::{MAX_ANCESTORS, MAX_SHARED_INSTANCES};
use crate::interpreter::domain::heap::{Changes, Grown, Location, Reads};
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Entry, Object};
use crate::interpreter::domain::value::{Closure, Frame, Value};
use crate::interpreter::reached::Code;
use crate::interpreter::state::Interpreter;
use crate::ir::{ClassId, FunctionId};
use crate::source::Span;

/// A function that is run for what it changes; of closures that are kept, which of them.
type RunId = (FunctionId, Option<usize>);

/// What is known of the runs of the functions that are run for what they change, round by round.
#[derive(Debug, Default)]
pub(crate) struct DryRuns {
    last: FxHashMap<RunId, LastRun>,
    /// What has grown in the round before.
    pub grown: Grown,
    /// The round.
    pub round: usize,
}

/// The last run of one of them.
#[derive(Debug)]
struct LastRun {
    reads: Reads,
    /// What it has changed, sorted.
    changed: Vec<Location>,
    reached: Vec<Code>,
    /// In which round it was.
    round: usize,
    /// It was not the first.
    again: bool,
}

impl DryRuns {
    /// All of them are to be run again.
    pub fn forget(&mut self) {
        self.last.clear();
    }

    /// The last run, if nothing of what it has read has grown since: what it changed is there already. What a run makes
    /// of what itself has left is looked at once.
    fn still(&self, run: RunId) -> Option<&LastRun> {
        let is_still = |last: &&LastRun| {
            let is_own = last.again && last.round + 1 == self.round;
            !self.grown.is_in(&last.reads, if is_own { &last.changed } else { &[] })
        };
        self.last.get(&run).filter(is_still)
    }
}

impl Interpreter<'_> {
    /// Runs functions of other modules for what they change.
    pub(crate) fn run_setters(&mut self, setters: &[FunctionId], known: &mut DryRuns, changed: &mut Vec<Changes>) {
        for &id in setters {
            let run = |this: &mut Self| this.run_entry_point(id, this.function(id));
            changed.extend(self.run_if_fruitful(id, |this| this.run_where_grown((id, None), known, run)));
        }
    }

    /// Runs the closures that top levels have made and that change variables which they keep; of each function one was
    /// run for itself.
    pub(crate) fn run_kept(&mut self, known: &mut DryRuns, changed: &mut Vec<Changes>) {
        if self.is_sketch {
            return;
        }
        for (at, closure) in self.objects.kept.clone().into_iter().enumerate() {
            let latest = self.objects.closures.get(&closure.function);
            if latest.is_some_and(|latest| Rc::ptr_eq(&latest.frame, &closure.frame)) || !self.changes_kept(&closure) {
                continue;
            }
            let run = |this: &mut Self| this.run_kept_one(&closure);
            changed.extend(self.run_where_grown((closure.function, Some(at)), known, run));
        }
    }

    fn run_kept_one(&mut self, closure: &Rc<Closure>) {
        let top = self.top_of(closure.function.module);
        let call = ActiveCall { function: top.function, site: self.stack_span(), tag: self.next_call(), count: None };
        self.calls.stack = vec![call];
        self.calls.inline_steps = 0;
        self.within(&top, |this| {
            let function = this.function(closure.function);
            let args = this.unknown_arguments(function);
            this.call_closure(closure, args, closure.this.clone(), function.span);
        });
    }

    /// Runs something for what it changes, if it may change more than the last time; `None` where it does not.
    fn run_where_grown(&mut self, run: RunId, known: &mut DryRuns, body: impl FnOnce(&mut Self)) -> Option<Changes> {
        if let Some(last) = known.still(run) {
            last.reached.iter().for_each(|code| self.reached.insert(*code));
            return None;
        }
        self.heap.watch();
        self.reached.note();
        let mark = self.heap.enter();
        self.dry_run(body);
        let changes = self.heap.leave(mark);
        let (reads, reached) = (self.heap.watched(mark), self.reached.noted());
        let again = known.last.contains_key(&run);
        let last = LastRun { reads, changed: changes.locations(), reached, round: known.round, again };
        known.last.insert(run, last);
        Some(changes).filter(|changes| !changes.is_empty())
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
    /// have left in those that are kept; notes which of them get anything new.
    pub(crate) fn share_instances(&mut self, grown: &mut Grown) {
        if !self.language.shares_variables_between_modules() {
            return;
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
            return;
        }
        let kept: Vec<ObjectId> = self.heap.instances().take(MAX_SHARED_INSTANCES).collect();
        for id in kept {
            let classes = self.classes_of(id);
            for (class, of_all, entries) in &written {
                if *of_all != id && classes.iter().any(|(own, _)| own == class) && self.add_written(id, entries) {
                    grown.add(id);
                }
            }
        }
    }

    /// Notes that a member of an instance is given a value, where that is not done by its class itself: anybody's instance
    /// may have another than the first one then. Without a name it may be any member.
    pub(crate) fn note_outside_write(&mut self, written: &Value, name: Option<&str>, span: Span) {
        let made = match written {
            Value::Object(id, _) => self.heap.obj(*id).class.clone(),
            Value::Unknown(hole, _) => hole.class.map(|class| (class, self.top_of(class.module))),
            _ => None,
        };
        let Some((class, made)) = made else { return };
        let is_own = |this: &Self, class: ClassId| this.class(class).span.contains(span);
        let has_parent = self.class(class).extends.is_some();
        if !self.language.shares_variables_between_modules()
            || is_own(self, class) && !has_parent
            || self.program.is_test(span.file)
        {
            return;
        }
        for (class, _) in self.ancestry(Some((class, made))) {
            if !is_own(self, class) {
                self.objects.written_outside.insert((class, name.map(Into::into)));
            }
        }
    }

    /// The same of all members that another value has.
    pub(crate) fn note_outside_copy(&mut self, written: &Value, from: &Value, span: Span) {
        for part in from.alternatives() {
            let unseen = match part {
                Value::Object(id, _) => {
                    let object = self.heap.obj(*id).clone();
                    for entry in &object.entries {
                        self.note_outside_write(written, Some(&entry.name), span);
                    }
                    object.open.is_some()
                }
                part => matches!(part, Value::Unknown(..)),
            };
            if unseen {
                self.note_outside_write(written, None, span);
            }
        }
    }

    /// Of what stands for all instances of a class, the fields that are written outside of it may hold anything, beside what
    /// they begin with.
    pub(crate) fn open_written_outside(&mut self, grown: &mut Grown) {
        for (class, name) in self.objects.written_outside.clone() {
            let Some(Value::Object(id, _)) = self.objects.instances.get(&class) else { continue };
            let id = *id;
            let names: Vec<Rc<str>> = match name {
                Some(name) => vec![name.into()],
                None => self.heap.obj(id).entries.iter().map(|entry| entry.name.clone()).collect(),
            };
            for name in names {
                if self.open_written(class, id, &name) {
                    grown.add(id);
                }
            }
        }
    }

    /// Tells whether anything has become of a field by that.
    fn open_written(&mut self, class: ClassId, id: ObjectId, name: &str) -> bool {
        let Some(entry) = self.heap.obj(id).entry(name).cloned() else { return false };
        let value = entry.value.clone().or_written_elsewhere(name, entry.span);
        if value.same(&entry.value) {
            return false;
        }
        let open = |object: &mut Object| {
            if let Some(entry) = object.entries.iter_mut().rev().find(|entry| *entry.name == *name) {
                entry.value = value.clone();
            }
        };
        self.heap.update(id, open);
        // Others have it from their own writers.
        if let Some(made) = self.objects.made.get_mut(&class) {
            open(Rc::make_mut(made));
        }
        true
    }

    /// The class of an object and those that it extends, each with the variables that it was made with.
    pub(crate) fn classes_of(&mut self, id: ObjectId) -> Vec<(ClassId, Rc<Frame>)> {
        self.ancestry(self.heap.obj(id).class.clone())
    }

    pub(crate) fn ancestry(&mut self, mut next: Option<(ClassId, Rc<Frame>)>) -> Vec<(ClassId, Rc<Frame>)> {
        let mut classes = Vec::new();
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
