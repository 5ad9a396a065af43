//! The abstract interpreter: runs every function of a module over abstract values and notes each request it sends.
//!
//! Branches run all their arms and are joined; loops run twice, once to see what they change; calls of known
//! functions are followed, with a budget of steps for each call out of a root. What cannot be followed becomes a hole
//! or opens what it may change.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Evaluation;
use super::captured::Captured;
use super::clients::Clients;
use super::heap::{CellId, Changes, Heap, Mark, ObjectId};
use super::hooks::Pending;
use super::request::{Origin, Request};
use super::value::{Closure, Value, Via};
use crate::ir::{
    BindingId, BindingKind, Block, ClassId, ExportValue, ExprId, Function, FunctionId, Language, Module, Pattern, Stmt,
    Type,
};
use crate::source::Span;

/// How many calls may be open at once.
pub(super) const MAX_DEPTH: usize = 24;

/// How often one function may be open at once.
const MAX_RECURSION: usize = 2;

/// How many steps all calls below one call of a root may take together.
const INLINE_BUDGET: usize = 4_000;

/// How deep expressions may nest.
const MAX_NESTING: usize = 1_500;

/// How many items of a known list a loop is unrolled for.
const MAX_UNROLL: usize = 64;

/// How often roots are run again for what other roots changed.
const MAX_ROUNDS: usize = 2;

/// The variables of one call of a function.
#[derive(Debug)]
pub struct Frame {
    /// The function.
    pub function: FunctionId,
    /// The frame it was defined in.
    pub parent: Option<Rc<Frame>>,
    /// `this`, Rust `self`.
    pub this: Option<Value>,
    pub(super) cells: RefCell<FxHashMap<BindingId, CellId>>,
}

/// A call that is being followed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Call {
    pub function: FunctionId,
    /// The call's place in its caller; for a root, the function itself.
    pub site: Span,
}

/// Why the statements of a block were left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    No,
    Return,
    Exit,
}

/// What is left by `break` and `continue`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    Loop,
    Round,
    Switch,
}

/// The states in which something was left before its end. Which of `break` and `continue` it was is not told apart:
/// the state may go on behind each of what stands around.
#[derive(Debug)]
struct Exits {
    left: Left,
    mark: Mark,
    states: Vec<Changes>,
}

/// Runs one module.
pub struct Interpreter<'m> {
    pub(super) module: &'m Module,
    pub(super) clients: &'m Clients,
    pub(super) source: &'m str,
    pub(super) heap: Heap,
    pub(super) frame: Rc<Frame>,
    pub(super) stack: Vec<Call>,
    pub(super) requests: Vec<Request>,
    /// Objects that stand for one library value each: the default instance of a client.
    pub(super) singletons: FxHashMap<Rc<str>, ObjectId>,
    /// Objects that are sent by being awaited.
    pub(super) pending: std::collections::BTreeMap<ObjectId, Pending>,
    /// The static side of each class.
    pub(super) statics: FxHashMap<ClassId, ObjectId>,
    /// The prototype of each constructor function that has one in sight.
    pub(super) prototypes: std::collections::BTreeMap<FunctionId, (Rc<Closure>, ObjectId)>,
    /// What is assigned to functions: `api.base = …`.
    pub(super) function_members: FxHashMap<FunctionId, ObjectId>,
    /// `this` of methods whose instances are not known.
    pub(super) instances: FxHashMap<ClassId, Value>,
    /// The latest closure made of each function.
    pub(super) made: FxHashMap<FunctionId, Rc<Closure>>,
    pub(super) reached: FxHashSet<FunctionId>,
    returns: Vec<Value>,
    /// What the function that is running had changed where it was left early, and since when.
    returned: (Option<Mark>, Vec<Changes>),
    /// What `break` and `continue` may leave in the function that is running.
    exits: Vec<Exits>,
    stop: Stop,
    loops: usize,
    /// Above zero, requests are not noted.
    pub(super) silent: usize,
    pub(super) steps: usize,
    inline_steps: usize,
    /// Functions whose calls have used up a budget: they are not followed again.
    heavy: FxHashSet<FunctionId>,
    pub(super) nesting: usize,
    pub(super) captured: Captured,
}

impl Frame {
    /// The variable of a binding, here or further out.
    pub(super) fn cell(&self, binding: BindingId) -> Option<CellId> {
        let here = self.cells.borrow().get(&binding).copied();
        here.or_else(|| self.parent.as_ref()?.cell(binding))
    }
}

impl<'m> Interpreter<'m> {
    /// Runs a whole module and gives the requests that it sends, in order of their sites, and what that cost.
    pub fn run(module: &'m Module, source: &'m str, clients: &'m Clients) -> Evaluation {
        let frame = Rc::new(Frame {
            function: module.top(),
            parent: None,
            this: None,
            cells: RefCell::new(FxHashMap::default()),
        });
        let mut this = Self {
            module,
            clients,
            source,
            heap: Heap::default(),
            frame,
            stack: vec![Call { function: module.top(), site: module.function(module.top()).span }],
            requests: Vec::new(),
            singletons: FxHashMap::default(),
            pending: std::collections::BTreeMap::new(),
            statics: FxHashMap::default(),
            prototypes: std::collections::BTreeMap::new(),
            function_members: FxHashMap::default(),
            instances: FxHashMap::default(),
            made: FxHashMap::default(),
            reached: FxHashSet::default(),
            returns: Vec::new(),
            returned: (None, Vec::new()),
            exits: Vec::new(),
            stop: Stop::No,
            loops: 0,
            silent: 0,
            steps: 0,
            inline_steps: 0,
            heavy: FxHashSet::default(),
            nesting: 0,
            captured: Captured::of(module),
        };
        this.block(&module.function(module.top()).body);
        this.stop = Stop::No;
        this.send_pending();
        this.give_prototypes_this();
        this.roots();
        this.requests.sort_by_key(|request| (request.site, request.point));
        Evaluation { requests: this.requests, steps: this.steps }
    }

    /// Runs every function that nobody in the module calls, or that others may call too.
    fn roots(&mut self) {
        let from_top = self.requests.len();
        let reached_from_top = self.reached.clone();
        // In Rust those that only this module calls come last: most of them have been called by then.
        let mut order: Vec<(bool, FunctionId)> = self
            .module
            .function_ids()
            .map(|id| {
                let function = self.module.function(id);
                (function.exported && function.class.is_none_or(|class| self.is_offered(class)), id)
            })
            .collect();
        let rust = self.module.language == Language::Rust;
        order.sort_by_key(|&(others, id)| {
            let is_main = self.module.function(id).name.as_deref() == Some("main");
            if rust { (!others, !is_main) } else { (false, false) }
        });
        for round in 0..MAX_ROUNDS {
            self.requests.truncate(from_top);
            self.reached.clone_from(&reached_from_top);
            let mut changed = Vec::new();
            for &(others, id) in &order {
                let function = self.module.function(id);
                if self.reached.contains(&id) && !others {
                    continue;
                }
                let mark = self.heap.enter();
                self.root(id, function);
                let changes = self.heap.leave(mark);
                if !changes.is_empty() {
                    changed.push(changes);
                }
            }
            if changed.is_empty() || round + 1 == MAX_ROUNDS {
                break;
            }
            // What one function assigns, another may see.
            let span = self.module.function(self.module.top()).span;
            self.heap.join(changed, true, span);
        }
    }

    /// Whether other modules may make instances of a class.
    fn is_offered(&self, class: ClassId) -> bool {
        let named = |binding: BindingId| match self.module.binding(binding).kind {
            BindingKind::Class(known) => known == class,
            _ => false,
        };
        self.module.language == Language::Rust
            // CommonJS exports are assignments like any other.
            || self.source.contains("exports")
            || self.module.exports.iter().any(|export| match &export.value {
                ExportValue::Binding(binding) => named(*binding),
                ExportValue::Expr(_) => true,
                ExportValue::Reexport { .. } => false,
            })
    }

    pub(super) fn root(&mut self, id: FunctionId, function: &'m Function) {
        let closure = match (self.made.get(&id), function.class) {
            (_, Some(class)) => {
                let top = self.top_frame();
                let this = self.instance(class, &top);
                Rc::new(Closure { function: id, frame: top, this: Some(this) })
            }
            (Some(made), None) => made.clone(),
            (None, None) => Rc::new(Closure { function: id, frame: self.top_frame(), this: None }),
        };
        let args = function.params.iter().map(|param| self.parameter(&param.pattern, param.ty.as_ref())).collect();
        self.inline_steps = 0;
        self.call_closure(&closure, args, closure.this.clone(), function.span);
        self.send_pending();
    }

    /// The frame of the module's top level, where its classes stand.
    pub(super) fn top_frame(&self) -> Rc<Frame> {
        let mut frame = self.frame.clone();
        while let Some(parent) = &frame.parent {
            frame = parent.clone();
        }
        frame
    }

    /// The value of a parameter that no caller fills.
    pub(super) fn parameter(&mut self, pattern: &Pattern, ty: Option<&Type>) -> Value {
        let (name, span) = match pattern {
            Pattern::Binding(binding) => {
                let binding = self.module.binding(*binding);
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
        let value = Value::hole(Origin::Parameter, span);
        let value = name.map_or(value.clone(), |name| value.named(name));
        self.typed(value, ty)
    }

    pub(super) fn stack_span(&self) -> Span {
        self.module.function(self.frame.function).span
    }

    /// The value with its declared type, where nothing better is known.
    pub(super) fn typed(&self, value: Value, ty: Option<&Type>) -> Value {
        let Some(ty) = ty else { return value };
        // A wrapper that gives what it holds: `State<App>`, `web::Data<App>`.
        let known = |ty: &Type| ty.class.is_some() || self.clients.source(&format!("type {}", ty.path)).is_some();
        let ty = match &ty.args[..] {
            [held] if !known(ty) && known(held) => held,
            _ => ty,
        };
        match value {
            Value::Hole(hole, via) if hole.ty.is_none() && hole.class.is_none() => {
                let mut typed = (*hole).clone();
                typed.class = ty.class;
                typed.ty = Some((*ty.path).into());
                Value::Hole(Rc::new(typed), via)
            }
            Value::Choice(parts) if parts.iter().any(|part| matches!(part, Value::Hole(..))) => {
                Value::Choice(parts.iter().map(|part| self.typed(part.clone(), Some(ty))).collect())
            }
            other => other,
        }
    }

    /// Counts a step; false when the calls below a root have taken their share.
    pub(super) fn step(&mut self) -> bool {
        self.steps += 1;
        if self.stack.len() > 2 {
            self.inline_steps += 1;
        } else {
            self.inline_steps = 0;
        }
        self.inline_steps <= INLINE_BUDGET
    }

    /// Whether an expression may be entered; must be paired with a decrement of `nesting`.
    pub(super) fn nest(&mut self) -> bool {
        self.nesting += 1;
        self.nesting <= MAX_NESTING
    }

    /// How deep the current frame is in the stack.
    #[allow(clippy::cast_possible_truncation)]
    pub(super) fn depth(&self) -> Via {
        self.stack.len() as Via
    }

    // Statements ------------------------------------------------------------------------------------------------

    /// Runs a block and gives its value; `undefined` where it has none.
    pub(super) fn block(&mut self, block: &'m Block) -> Value {
        for stmt in &block.stmts {
            self.stmt(stmt);
            if self.stop != Stop::No {
                return Value::Undefined;
            }
        }
        block.value.map_or(Value::Undefined, |value| self.eval(value))
    }

    fn stmt(&mut self, stmt: &'m Stmt) {
        match stmt {
            Stmt::Expr(expr) => {
                self.eval(*expr);
            }
            Stmt::Bind { pattern, value, otherwise } => {
                let value = value.map_or(Value::Undefined, |value| self.eval(value));
                if let Some(otherwise) = otherwise {
                    let span = self.stack_span();
                    self.branch(1, false, span, |this, _| this.block(otherwise));
                }
                self.bind(pattern, value);
            }
            Stmt::Return(value) => {
                let value = value.map_or(Value::Undefined, |value| self.eval(value));
                self.returns.push(value);
                if let Some(mark) = self.returned.0 {
                    let state = self.heap.so_far(mark);
                    self.returned.1.push(state);
                }
                self.stop = Stop::Return;
            }
            Stmt::Exit(value) => {
                if let Some(value) = value {
                    self.eval(*value);
                }
                // In JavaScript only `throw` has a value.
                if value.is_none() || self.module.language == Language::Rust {
                    for exits in self.exits.iter_mut().rev() {
                        exits.states.push(self.heap.so_far(exits.mark));
                        if exits.left == Left::Loop {
                            break;
                        }
                    }
                }
                self.stop = Stop::Exit;
            }
            Stmt::Loop { each, keys, at_least_once, body } => self.run_loop(each.as_ref(), *keys, *at_least_once, body),
        }
    }

    /// Runs what can be left by `break` and `continue`, and goes on with every state in which it ended.
    pub(super) fn leaving<T>(&mut self, left: Left, run: impl FnOnce(&mut Self) -> T) -> T {
        let mark = self.heap.enter();
        self.exits.push(Exits { left, mark, states: Vec::new() });
        let value = run(self);
        let mut states = self.exits.pop().map(|exits| exits.states).unwrap_or_default();
        let end = self.heap.leave_path(mark);
        if self.stop == Stop::No || states.is_empty() {
            states.push(end);
        } else {
            self.stop = Stop::No;
        }
        let span = self.stack_span();
        self.heap.join(states, false, span);
        value
    }

    fn run_loop(&mut self, each: Option<&'m (Pattern, ExprId)>, keys: bool, at_least_once: bool, body: &'m Block) {
        self.leaving(Left::Loop, |this| this.rounds(each, keys, at_least_once, body));
    }

    fn round(&mut self, each: Option<&'m (Pattern, ExprId)>, item: &Value, body: &'m Block) {
        self.leaving(Left::Round, |this| {
            if let Some((pattern, _)) = each {
                this.bind(pattern, item.clone());
            }
            this.block(body);
        });
    }

    /// What a round of a loop changes; its requests are not noted.
    fn unheard(&mut self, each: Option<&'m (Pattern, ExprId)>, item: &Value, body: &'m Block) -> Changes {
        self.silent += 1;
        let mark = self.heap.enter();
        self.round(each, item, body);
        self.stop = Stop::No;
        self.silent -= 1;
        self.heap.leave(mark)
    }

    fn rounds(&mut self, each: Option<&'m (Pattern, ExprId)>, keys: bool, at_least_once: bool, body: &'m Block) {
        let mut unknown_item = Value::Undefined;
        if let Some((_, iterable)) = each {
            let span = self.module.expr(*iterable).span;
            let iterated = self.eval(*iterable);
            if let Some(items) = self.items_of(&iterated, keys).filter(|items| items.len() <= MAX_UNROLL) {
                self.loops += 1;
                for item in items {
                    let (item, may_miss) = Self::present(&item, span);
                    if may_miss {
                        self.branch(1, false, span, |this, _| {
                            this.round(each, &item, body);
                            Value::Undefined
                        });
                    } else {
                        self.round(each, &item, body);
                    }
                    if self.stop != Stop::No {
                        break;
                    }
                }
                self.loops -= 1;
                return;
            }
            unknown_item = if keys { Value::unknown(span) } else { self.any_item(&iterated, span) };
        }
        let span = self.stack_span();
        self.loops += 1;
        // Once unheard, to see what the body changes; each of that may have any number of rounds behind it.
        if self.silent == 0 || self.loops < 2 {
            let changes = self.unheard(each, &unknown_item, body);
            if !changes.is_empty() {
                self.heap.widen(changes, span);
                let changes = self.unheard(each, &unknown_item, body);
                self.heap.settle(changes, span);
            }
        }
        if at_least_once {
            self.round(each, &unknown_item, body);
        } else {
            let mark = self.heap.enter();
            self.round(each, &unknown_item, body);
            let changes = self.heap.leave(mark);
            let goes_on = self.stop == Stop::No;
            self.heap.join(if goes_on { vec![changes] } else { Vec::new() }, true, span);
        }
        self.stop = Stop::No;
        self.loops -= 1;
    }

    /// Runs the arms of a branch, each from the same state, and joins what they leave. Gives the values of the arms
    /// that were not left.
    pub(super) fn branch(
        &mut self,
        arms: usize,
        exhaustive: bool,
        span: Span,
        mut run: impl FnMut(&mut Self, usize) -> Value,
    ) -> Value {
        let before = self.stop;
        let mut values = Vec::new();
        let mut changes = Vec::new();
        let mut all_left = true;
        let mut left_how = Stop::Exit;
        for at in 0..arms {
            self.stop = Stop::No;
            let mark = self.heap.enter();
            let value = run(self, at);
            let changed = self.heap.leave(mark);
            match self.stop {
                Stop::No => {
                    all_left = false;
                    values.push(value);
                    changes.push(changed);
                }
                Stop::Exit => {}
                Stop::Return => left_how = Stop::Return,
            }
        }
        self.heap.join(changes, !exhaustive, span);
        if !exhaustive {
            values.push(Value::Undefined);
        }
        self.stop = if exhaustive && all_left && arms > 0 { left_how } else { before };
        Value::choice(values, span)
    }

    // Calls of functions of the module --------------------------------------------------------------------------

    /// Calls a function of the module.
    pub(super) fn call_closure(
        &mut self,
        closure: &Rc<Closure>,
        args: Vec<Value>,
        this: Option<Value>,
        site: Span,
    ) -> Value {
        let id = closure.function;
        let function = self.module.function(id);
        let open_calls = self.stack.iter().filter(|call| call.function == id).count();
        let heavy = self.heavy.contains(&id) && self.stack.len() >= 2;
        if heavy || self.stack.len() >= MAX_DEPTH || open_calls >= MAX_RECURSION || !self.step() {
            for arg in &args {
                self.escape(arg, site);
            }
            self.forget_captured(closure, site);
            let value = Value::hole(Origin::Computed, site);
            return self.typed(
                function.name.as_ref().map_or(value.clone(), |name| value.named(name)),
                function.returns.as_ref(),
            );
        }
        // With other arguments than it takes it is no call of the program's: a callback that is called by a guess.
        if self.module.language != Language::Rust || args.len() >= function.params.len() {
            self.reached.insert(id);
        }
        let depth = self.depth();
        let this = if function.lexical_this { closure.frame.this.clone() } else { this };
        let frame = Rc::new(Frame {
            function: id,
            parent: Some(closure.frame.clone()),
            this,
            cells: RefCell::new(FxHashMap::default()),
        });
        let caller = std::mem::replace(&mut self.frame, frame);
        self.stack.push(Call { function: id, site });
        let returns = std::mem::take(&mut self.returns);
        let stop = std::mem::replace(&mut self.stop, Stop::No);
        let loops = std::mem::take(&mut self.loops);
        let exits = std::mem::take(&mut self.exits);
        let mark = self.heap.enter();
        let returned = std::mem::replace(&mut self.returned, (Some(mark), Vec::new()));

        // What is written into the call itself is no wrapper: `.then((url) => fetch(url))`.
        let inline = self.module.language == Language::JavaScript
            && site != function.span
            && site.file == function.span.file
            && site.start <= function.span.start
            && function.span.end <= site.end;
        let passed = |value: Value| if inline { value } else { value.passed(depth) };
        let mut args = args.into_iter();
        for param in &function.params {
            let value = if param.rest {
                let items: Vec<Value> = args.by_ref().map(passed).collect();
                self.list(items)
            } else {
                args.next().map_or(Value::Undefined, passed)
            };
            let value = self.typed(value, param.ty.as_ref());
            self.bind(&param.pattern, value);
        }
        let value = self.block(&function.body);
        let mut results = std::mem::replace(&mut self.returns, returns);
        let falls_through = self.stop == Stop::No;
        let (_, mut states) = std::mem::replace(&mut self.returned, returned);
        let end = self.heap.leave_path(mark);
        if falls_through || states.is_empty() {
            states.push(end);
        }
        self.heap.join(states, false, site);
        self.exits = exits;
        if falls_through && (function.body.value.is_some() || !results.is_empty()) {
            results.push(value);
        }
        self.stop = stop;
        self.loops = loops;
        self.stack.pop();
        self.frame = caller;
        if self.inline_steps > INLINE_BUDGET && self.stack.len() == 2 {
            self.heavy.insert(id);
        }
        let value = Value::choice(results, site).returned(depth);
        self.typed(value, function.returns.as_ref())
    }

    /// Calls a function that somebody unknown may call, with unknown arguments unless some are known.
    pub(super) fn call_back(&mut self, closure: &Rc<Closure>, known: &[Value], site: Span) -> Value {
        let function = self.module.function(closure.function);
        let mut args = Vec::with_capacity(function.params.len());
        for (at, param) in function.params.iter().enumerate() {
            args.push(match known.get(at) {
                Some(value) => value.clone(),
                None => self.parameter(&param.pattern, param.ty.as_ref()),
            });
        }
        self.branch(1, false, site, |this, _| this.call_closure(closure, args.clone(), closure.this.clone(), site))
    }
}
