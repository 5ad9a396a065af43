//! What nobody in sight calls and the program has set up all the same: methods of the instances that modules keep,
//! handlers that a function of another module makes of what it is given, and the fields of classes. A framework calls
//! them, or whoever imports them.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use crate::interpreter::domain::heap::Changes;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::text::Piece;
use crate::interpreter::domain::value::{Closure, Frame, Value};
use crate::interpreter::reached::Reached;
use crate::interpreter::state::Interpreter;
use crate::ir::{ClassId, FunctionId, MethodKind};
use crate::request::Origin;
use crate::source::FileId;

/// How many methods and handlers are run so.
const MAX_RUN: usize = 256;

/// How deep what sends requests lies in objects that are kept.
const MAX_NESTED: usize = 2;

/// Classes that extend one another beyond this are not followed.
const MAX_PARENTS: usize = 8;

impl Interpreter<'_> {
    /// Runs them, each for itself; `called` are the functions that were called as the program began.
    pub(crate) fn run_for_unseen_callers(&mut self, files: &[FileId], called: &Reached, changed: &mut Vec<Changes>) {
        if !self.language.shares_variables_between_modules() {
            return;
        }
        self.run_fields(files, changed);
        let mut closures: Vec<Rc<Closure>> = Vec::new();
        for id in self.kept_instances() {
            if self.heap.obj(id).entries.iter().any(|entry| self.may_send(&entry.value, MAX_NESTED)) {
                self.add_methods(id, &mut closures);
            }
        }
        let made = self.objects.handed_out.iter();
        // Those of the modules in `files` have been run with what nobody is known to give by now.
        let is_called = |id: &FunctionId| {
            if files.contains(&id.module) { called.contains(*id) } else { self.reached.contains(*id) }
        };
        // Of several that were made one that is called says nothing of the others.
        let made = made.filter(|(id, made)| made.len() > 1 || !is_called(id)).flat_map(|(_, made)| made);
        closures.extend(made.filter(|closure| self.keeps_sender(closure)).cloned());
        closures.append(&mut self.objects.given_back);
        closures.truncate(MAX_RUN);
        closures.extend(self.objects.called_later.iter().cloned());
        for closure in closures {
            let mark = self.heap.enter();
            self.run_for_itself(&closure);
            let changes = self.heap.leave(mark);
            if !changes.is_empty() {
                changed.push(changes);
            }
        }
    }

    /// Evaluates the fields of the classes of which nobody in sight makes an instance.
    fn run_fields(&mut self, files: &[FileId], changed: &mut Vec<Changes>) {
        let loaded = files.iter().filter(|file| self.loaded.order.contains(file));
        let classes: Vec<ClassId> = loaded.flat_map(|file| self.module_of(*file).class_ids()).collect();
        for class in classes {
            if !self.has_initial_values(class) || self.reached.contains(class) {
                continue;
            }
            changed.extend(self.make_instance(class));
            let mark = self.heap.enter();
            self.begin_stack(class.module, |this, top| {
                this.calls.questions = this.questions_of_run();
                this.calls.inline_steps = 0;
                let instance = this.instance(class, top);
                this.initialise(class, top, &instance);
            });
            // What that changes was changed when the instance was made.
            self.heap.leave(mark);
        }
    }

    /// Whether a value is, or has in it, what sends requests, a URL or a setting: of nothing else it matters who calls what keeps it.
    fn may_send(&self, value: &Value, depth: usize) -> bool {
        value.alternatives().iter().any(|part| match part {
            Value::Facet(..) => true,
            Value::Unknown(hole, _) => matches!(hole.hole.origin, Origin::Env(_)),
            Value::Text(text) => text
                .iter()
                .any(|piece| matches!(piece, Piece::Fixed(text, ..) if text.contains("://") || text.starts_with('/'))),
            Value::Object(id, _) => {
                let object = self.heap.obj(*id);
                matches!(object.shape, Shape::Client(_) | Shape::Url)
                    || depth > 0 && object.entries.iter().any(|entry| self.may_send(&entry.value, depth - 1))
            }
            _ => false,
        })
    }

    /// Whether the calls that made a closure have left such a value to it.
    fn keeps_sender(&self, closure: &Closure) -> bool {
        let mut frame = Some(&closure.frame);
        while let Some(at) = frame.filter(|frame| !frame.function.is_top()) {
            if at.cells.borrow().values().any(|cell| self.may_send(self.heap.get(*cell), MAX_NESTED)) {
                return true;
            }
            frame = at.parent.as_ref();
        }
        false
    }

    /// Whether a function that sends requests is run when all modules have begun: the top level of one hands it to what is not
    /// followed. A listener is called when others have set up what it sends by; a test calls its own at once.
    pub(crate) fn is_called_later(&mut self, closure: &Rc<Closure>) -> bool {
        let is_meant = self.runs_top_level()
            && self.language.shares_variables_between_modules()
            && !self.program.is_test(closure.function.module);
        let known = &self.objects.called_later;
        let is_same =
            |known: &Rc<Closure>| known.function == closure.function && Rc::ptr_eq(&known.frame, &closure.frame);
        let is_known = known.iter().any(is_same);
        if is_meant && !is_known && known.len() < MAX_RUN && !self.calls.is_dry_run() {
            self.objects.called_later.push(closure.clone());
            return true;
        }
        is_meant && is_known
    }

    /// Notes the functions that an entry point gives to whoever called it, where others have made them and were given
    /// functions for them: `return { list: list(config) }` behind `config.request = function (path) { … }`.
    pub(crate) fn note_given_back(&mut self, entry: FunctionId, given: &Value) {
        if self.function(entry).exported && !self.program.is_test(self.function(entry).span.file) {
            self.note_given_back_in(entry, given, MAX_NESTED);
        }
    }

    fn note_given_back_in(&mut self, entry: FunctionId, given: &Value, depth: usize) {
        for part in given.alternatives() {
            match part {
                Value::Function(closure) => {
                    let maker = closure.frame.function;
                    let is_new = |known: &Rc<Closure>| {
                        known.function != closure.function || !Rc::ptr_eq(&known.frame, &closure.frame)
                    };
                    let known = &self.objects.given_back;
                    if !maker.is_top()
                        && maker != entry
                        && known.len() < MAX_RUN
                        && known.iter().all(is_new)
                        && self.is_given_functions(&closure.frame)
                    {
                        self.objects.given_back.push(closure.clone());
                    }
                }
                Value::Object(id, _) if depth > 0 && self.heap.obj(*id).is_record() => {
                    let entries: Vec<Value> =
                        self.heap.obj(*id).entries.iter().map(|entry| entry.value.clone()).collect();
                    for entry_value in entries {
                        self.note_given_back_in(entry, &entry_value, depth - 1);
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether a variable of a call has an object or a parameter on which functions were put.
    fn is_given_functions(&self, frame: &Frame) -> bool {
        let has_functions = |part: &Value| match part {
            Value::Unknown(hole, _) => {
                hole.hole.origin == Origin::Parameter && self.objects.parameter_members.contains_key(&hole.hole.span)
            }
            Value::Object(id, _) => {
                let object = self.heap.obj(*id);
                object.is_record() && object.entries.iter().any(|entry| matches!(entry.value, Value::Function(_)))
            }
            _ => false,
        };
        frame.cells.borrow().values().any(|cell| self.heap.get(*cell).alternatives().iter().any(has_functions))
    }

    fn run_for_itself(&mut self, closure: &Rc<Closure>) {
        let function = self.function(closure.function);
        self.begin_stack(closure.function.module, |this, _| {
            this.calls.questions = this.questions_of_run();
            let args = this.unknown_arguments(function);
            this.calls.inline_steps = 0;
            this.call_closure(closure, args, closure.this.clone(), function.span);
        });
    }

    /// The instances that modules of the program keep in variables of their own or export, in order. Those of tests are
    /// made of what stands in for others.
    fn kept_instances(&mut self) -> Vec<ObjectId> {
        let files: Vec<FileId> =
            self.loaded.order.iter().filter(|file| !self.program.is_test(**file)).copied().collect();
        let mut found: Vec<ObjectId> = Vec::new();
        for file in files {
            let top = self.top_of(file);
            let mut cells: Vec<_> = top.cells.borrow().iter().map(|(binding, cell)| (*binding, *cell)).collect();
            cells.sort_unstable();
            let mut values: Vec<Value> = cells.into_iter().map(|(_, cell)| self.heap.get(cell).clone()).collect();
            let mut defaults: Vec<_> = self.loaded.defaults.iter().filter(|(expr, _)| expr.module == file).collect();
            defaults.sort_unstable_by_key(|(expr, _)| **expr);
            values.extend(defaults.into_iter().map(|(_, value)| value.clone()));
            for part in values.iter().flat_map(Value::alternatives) {
                let Value::Object(id, _) = part else { continue };
                let inner = self.heap.obj(*id).entries.iter().filter(|_| self.heap.obj(*id).is_record());
                let inner = inner.filter_map(|entry| match &entry.value {
                    Value::Object(inner, _) => Some(*inner),
                    _ => None,
                });
                found.extend(inner.chain([*id]).filter(|id| self.heap.obj(*id).class.is_some()));
            }
        }
        // Those that stand for all of a class are run already.
        let mut seen: FxHashSet<ObjectId> = self.objects.instances.values().filter_map(object_of).collect();
        found.retain(|id| seen.insert(*id));
        found.truncate(MAX_RUN);
        found
    }

    /// The methods of an instance that others may call, and functions that it has in place of such.
    fn add_methods(&mut self, id: ObjectId, closures: &mut Vec<Rc<Closure>>) {
        let this = Some(Value::Object(id, LOCAL));
        for entry in &self.heap.obj(id).entries {
            if let Value::Function(own) = &entry.value
                && self.function(own.function).class.is_some()
                && self.function(own.function).exported
            {
                let (function, frame) = (own.function, own.frame.clone());
                closures.push(Rc::new(Closure::new(function, frame, this.clone())));
            }
        }
        for (class, frame) in self.classes_of(id).into_iter().take(MAX_PARENTS) {
            let methods = self.class(class).methods.iter();
            let methods = methods.filter(|method| method.kind == MethodKind::Method && !method.is_static);
            let offered = methods.filter(|method| self.function(method.function).exported);
            closures.extend(offered.map(|method| Rc::new(Closure::new(method.function, frame.clone(), this.clone()))));
        }
    }
}

fn object_of(value: &Value) -> Option<ObjectId> {
    match value {
        Value::Object(id, _) => Some(*id),
        _ => None,
    }
}
