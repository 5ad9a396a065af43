//! Where runs begin: the functions that nobody calls, or that others may call too.

use std::rc::Rc;

use crate::interpreter::Growth;
use crate::interpreter::activation::ActiveCall;
use crate::interpreter::budget::{MAX_ENTRY_ROUNDS, MAX_LIGHTER, MAX_RERUN_STEPS, MAX_SETTLED, MAX_UNSWEPT};
use crate::interpreter::domain::heap::Changes;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::sweep::Level;
use crate::interpreter::domain::value::{Closure, Frame, Value};
use crate::interpreter::http::injection::Provided;
use crate::interpreter::state::Interpreter;
use crate::interpreter::state_of_others::DryRuns;
use crate::ir::{BindingId, BindingKind, ClassId, ExportValue, Function, FunctionId, Module, Pattern, Type};
use crate::request::Origin;
use crate::source::{FileId, Span};

impl<'m> Interpreter<'m> {
    /// Runs every function that nobody calls, or that others may call too; once only where the program grows.
    pub(crate) fn run_entry_points(&mut self, files: &[FileId], growth: &dyn Growth) {
        let from_top = self.observations.mark();
        let reached_from_top = self.reached.clone();
        // Those that only this module calls come last: most of them have been called by then.
        let loaded = files.iter().filter(|file| self.loaded.order.contains(file));
        let ids: Vec<FunctionId> = loaded.flat_map(|file| self.module_of(*file).function_ids()).collect();
        let mut order: Vec<(bool, FunctionId)> = Vec::with_capacity(ids.len());
        for id in ids {
            let function = self.function(id);
            order.push((function.exported && function.class.is_none_or(|class| self.is_offered(class)), id));
        }
        let private_last = self.language.calls_private_functions_itself();
        order.sort_by_key(|&(others, id)| {
            let is_main = self.function(id).name.as_deref() == Some("main");
            if private_last { (!others, !is_main) } else { (false, false) }
        });
        let has_setters = self.language.shares_variables_between_modules() && !self.is_sketch;
        let setters = if has_setters { self.setters(files) } else { Vec::new() };
        let mut rendered: Vec<FunctionId> = Vec::new();
        let mut dry_runs = DryRuns::default();
        let rounds = if self.is_sketch { 1 } else { MAX_ENTRY_ROUNDS };
        for round in 0..rounds {
            self.observations.cut(from_top);
            self.fruitless.begin_round();
            self.reached.clone_from(&reached_from_top);
            let mut changed = Vec::new();
            let mut splits = Vec::new();
            let mut swept = self.heap.level();
            self.objects.given_back.clear();
            for &(others, id) in &order {
                let function = self.function(id);
                if (self.reached.contains(id) || rendered.contains(&id)) && !others {
                    continue;
                }
                self.open_this(id);
                changed.extend(function.class.and_then(|class| self.make_instance(class)));
                let steps = self.budget.steps;
                changed.extend(self.run_if_fruitful(id, |this| this.run_within_budget(id, function)));
                splits.extend(self.split_of(id, steps));
                swept = self.sweep_if_full(swept, &changed);
            }
            self.run_for_unseen_callers(files, &reached_from_top, &mut changed);
            // A component of another file is run with what it is used with here.
            for id in self.observations.used_components() {
                if !files.contains(&id.module) && !self.reached.contains(id) {
                    let mark = self.heap.enter();
                    self.run_entry_point(id, self.function(id));
                    changed.extend(Some(self.heap.leave(mark)).filter(|changes| !changes.is_empty()));
                }
            }
            dry_runs.round = round;
            self.run_setters(&setters, &mut dry_runs, &mut changed);
            self.keep_met();
            self.run_kept(&mut dry_runs, &mut changed);
            self.http.strangers.complete = true;
            let unseen = std::mem::take(&mut self.observations.unseen);
            // What one function assigns, another may see.
            let is_stable = round + 1 == rounds || !self.learn(changed, &mut dry_runs) && !unseen;
            self.is_sketch = self.is_sketch || !is_stable && round == 0 && self.has_grown(growth);
            if unseen {
                dry_runs.forget();
            }
            if is_stable || self.is_sketch {
                self.split_ways(splits);
                self.forget_mocked();
                let in_tests = self.observations.outermost().filter(|call| self.is_test(*call)).collect();
                self.observations.keep_specialised(&in_tests);
                self.observations.keep_later();
                break;
            }
            // What components have called to render a part of them is not called by anybody else.
            let reached = &self.reached;
            rendered = self.observations.rendering.iter().filter(|id| reached.contains(**id)).copied().collect();
        }
    }

    /// Applies what runs have changed, for the next round to see, and tells whether that is anything new.
    fn learn(&mut self, changed: Vec<Changes>, dry_runs: &mut DryRuns) -> bool {
        let span = self.stack_span();
        dry_runs.grown = self.heap.join_growing(changed, span);
        self.share_instances(&mut dry_runs.grown);
        self.open_written_outside(&mut dry_runs.grown);
        !dry_runs.grown.is_empty()
    }

    /// Makes what stands for the instances of a class, before code of it is run: what that writes there is written by it
    /// alone.
    pub(crate) fn make_instance(&mut self, class: ClassId) -> Option<Changes> {
        if self.objects.instances.contains_key(&class) {
            return None;
        }
        let top = self.top_of(class.module);
        self.calls.inline_steps = 0;
        self.calls.questions = self.questions_of_run();
        let mark = self.heap.enter();
        self.within(&top, |this| this.instance(class, &top));
        // What its constructor asks picks what its methods send.
        self.keep_met();
        Some(self.heap.leave(mark)).filter(|changes| !changes.is_empty())
    }

    /// Whether code is run by tests only.
    pub(crate) fn is_test(&self, span: Span) -> bool {
        let is_within = |module: &Module| module.tests.iter().any(|test| test.contains(span));
        self.program.is_test(span.file) || self.program.module(span.file).is_some_and(is_within)
    }

    /// Gives up what has been left to nobody since a time, where that is much, and tells since when nothing was given up.
    pub(crate) fn sweep_if_full(&mut self, since: Level, changed: &[Changes]) -> Level {
        let level = self.heap.level();
        if level.values <= MAX_SETTLED || level.values - since.values <= MAX_UNSWEPT {
            return since;
        }
        self.sweep(since, changed);
        self.heap.level()
    }

    /// Gives up what the functions and modules that have run since a time have left to nobody.
    fn sweep(&mut self, since: Level, changed: &[Changes]) {
        let mut roots = self.objects.values();
        let object = |id: &ObjectId| Value::Object(*id, LOCAL);
        roots.extend(self.http.singletons.values().map(object));
        roots.extend(self.http.setups.hooks());
        roots.extend(self.http.carried.values().flatten().cloned());
        roots.extend(self.http.provided.values().flatten().flat_map(Provided::values).cloned());
        let loaded = &self.loaded;
        roots.extend(loaded.commonjs.values().chain(loaded.namespaces.values()).map(object));
        roots.extend(loaded.exports.values().chain(loaded.defaults.values()).cloned());
        roots.extend(self.observations.properties());
        let span = self.stack_span();
        self.heap.sweep(since, roots, changed, span);
    }

    /// Functions of other modules than these that may change what these import, whoever calls them.
    fn setters(&self, files: &[FileId]) -> Vec<FunctionId> {
        let others = self.loaded.order.iter().filter(|file| !files.contains(file));
        let with_state = others.filter(|file| self.loaded.has_state(**file));
        with_state.flat_map(|file| self.module_of(*file).function_ids()).collect()
    }

    /// Whether other modules may make instances of a class.
    fn is_offered(&self, class: ClassId) -> bool {
        let named = |binding: BindingId| match self.binding(binding).kind {
            BindingKind::Class(known) => known == class,
            _ => false,
        };
        self.language.makes_instances_of_all_classes()
            // CommonJS exports are assignments like any other.
            || self.module_of(class.module).mentions_exports
            || self.module_of(class.module).exports.iter().any(|export| match &export.value {
                ExportValue::Binding(binding) => named(*binding),
                ExportValue::Expr(_) => true,
                ExportValue::Reexport { .. } => false,
            })
    }

    /// Runs something that nobody is known to call, with a stack of its own that begins in a module.
    pub(crate) fn begin_stack(&mut self, file: FileId, run: impl FnOnce(&mut Self, &Rc<Frame>)) {
        let top = self.top_of(file);
        self.within(&top, |this| {
            let call =
                ActiveCall { function: top.function, site: this.stack_span(), tag: this.next_call(), count: None };
            this.calls.stack = vec![call];
            this.calls.thrown.clear();
            this.calls.told.clear();
            this.enter_world(file);
            run(this, &top);
            this.send_pending();
        });
    }

    /// Runs an entry point, and gives what it has changed. Where one of its calls takes too long, it is run once more
    /// without what takes most of it: all else is followed then.
    fn run_within_budget(&mut self, id: FunctionId, function: &'m Function) -> Option<Changes> {
        let noted = self.observations.mark();
        let mut aside = self.budget.lighter.remove(&id).unwrap_or_default();
        let mut runs_left = MAX_LIGHTER;
        loop {
            let (known, steps, sendings) = (aside.clone(), self.budget.steps, self.observations.sendings);
            let mark = self.heap.enter();
            let reached = self.reached.begin_apart();
            self.calls.questions = self.questions_of_run();
            self.budget.set_aside = Some(aside);
            self.run_entry_point(id, function);
            aside = self.budget.set_aside.take().unwrap_or_default();
            let changes = self.heap.leave(mark);
            let leads_to_requests = self.observations.sendings > sendings;
            let may_go_on = leads_to_requests && self.budget.steps_of_reruns < MAX_RERUN_STEPS;
            if aside == known || runs_left == 0 || !may_go_on {
                self.reached.keep_apart(reached);
                if !known.is_empty() {
                    self.budget.lighter.insert(id, aside);
                }
                return Some(changes).filter(|changes| !changes.is_empty());
            }
            self.reached.end_apart(reached);
            self.observations.cut(noted);
            self.budget.steps_of_reruns += self.budget.steps - steps;
            runs_left -= 1;
        }
    }

    pub(crate) fn run_entry_point(&mut self, id: FunctionId, function: &'m Function) {
        self.begin_stack(id.module, |this, top| this.call_entry_point(id, function, top.clone()));
    }

    fn call_entry_point(&mut self, id: FunctionId, function: &'m Function, top: Rc<Frame>) {
        let closure = match (self.objects.closures.get(&id), function.class) {
            (_, Some(class)) => {
                let methods = &self.class(class).methods;
                let is_static = methods.iter().any(|method| method.function == id && method.is_static);
                let of_class = is_static && !self.language.trusts_types();
                let this = if of_class { Value::Class(class, top.clone()) } else { self.instance(class, &top) };
                Rc::new(Closure::new(id, top, Some(this)))
            }
            (Some(made), None) => made.clone(),
            (None, None) => Rc::new(Closure::new(id, top, None)),
        };
        let mut args: Vec<Value> = self.unknown_arguments(function);
        if let (Some(first), Some(properties)) = (args.first_mut(), self.observations.properties_of(id, function.span))
        {
            *first = properties;
        }
        self.calls.inline_steps = 0;
        let of_runs = self.objects.of_runs.get(&id).filter(|made| made.len() > 1 && function.class.is_none());
        let given = if let Some(made) = of_runs.cloned() {
            self.branch(made.len(), true, function.span, |this, at| {
                let own = made[at].this.clone().or_else(|| closure.this.clone());
                this.call_closure(&made[at], args.clone(), own, function.span)
            })
        } else {
            self.call_closure(&closure, args, closure.this.clone(), function.span)
        };
        self.note_given_back(id, &given);
    }

    /// Who calls a method that nobody here calls may have put more into its object: a component's properties, mixins.
    fn open_this(&mut self, id: FunctionId) {
        let this = self.objects.closures.get(&id).and_then(|closure| closure.this.clone());
        if let Some(Value::Object(object, _)) = this
            && self.function(id).class.is_none()
        {
            let span = self.function(id).span;
            self.heap.update(object, |object| {
                if object.is_record() {
                    object.open_by(span, "others may put more into `this`");
                }
            });
        }
    }

    /// What a function is called with by nobody who is known.
    pub(crate) fn unknown_arguments(&mut self, function: &'m Function) -> Vec<Value> {
        let mut arguments = Vec::with_capacity(function.params.len());
        for param in &function.params {
            let value = self.unknown_argument(param);
            arguments.push(if function.offered { self.handed_by_users(value) } else { value });
        }
        arguments
    }

    /// The value by the names of what comes with the request of a caller, where its type tells that it does.
    fn by_caller(&self, value: Value, ty: Option<&Type>) -> Value {
        let types = ty.into_iter().flat_map(|ty| std::iter::once(ty).chain(&ty.args));
        let frameworks = &self.clients.frameworks;
        let names = types.map(|ty| frameworks.caller_names(&ty.path)).find(|names| !names.is_empty());
        names.unwrap_or_default().iter().fold(value, |value, name| value.named(name))
    }

    /// The value of a parameter that no caller fills.
    pub(crate) fn parameter(&mut self, pattern: &Pattern, ty: Option<&Type>) -> Value {
        let mut file = self.activation.frame.function.module;
        let (name, span) = match pattern {
            Pattern::Binding(id) => {
                file = id.module;
                let binding = self.binding(*id);
                (Some(&*binding.name), binding.span)
            }
            Pattern::Default(inner, default) => {
                // The caller may give anything; the default is one of the possibilities.
                let given = self.parameter(inner, ty);
                let default = self.eval(*default);
                let span = self.stack_span();
                return Value::choice([default, given], span);
            }
            _ => (None, self.stack_span()),
        };
        let value = self.by_caller(Value::of_origin(Origin::Parameter, span), ty);
        let value = name.map_or(value.clone(), |name| value.named(name));
        self.typed_in(file, value, ty)
    }
}
