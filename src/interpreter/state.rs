//! The abstract interpreter: runs every function of a module over abstract values and notes each request it sends.
//!
//! Branches run all their arms and are joined; loops run twice, once to see what they change; calls of known
//! functions are followed, with a budget of steps for each call out of a root. What cannot be followed becomes a hole
//! or opens what it may change.

use std::cell::Cell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::clients::Clients;
use crate::interpreter::Evaluation;
use crate::interpreter::domain::heap::{Changes, Heap, Mark};
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::value::Frame;
use crate::interpreter::domain::provenance::CallTag;
use crate::interpreter::domain::unknown::HoleV;
use crate::interpreter::domain::value::{Closure, Value};
use crate::interpreter::http::interceptors::Pending;
use crate::interpreter::http::providers::Setups;
use crate::interpreter::http::signing::Keys;
use crate::interpreter::modules::loader::Loaded;
use crate::interpreter::observations::Noted;
use crate::interpreter::transfer::captures::Captured;
use crate::ir::program::Program;
use crate::ir::{Binding, BindingId, Class, ClassId, Expr, ExprId, Function, FunctionId, Language, Module, Type};
use crate::request::{Origin, Request};
use crate::source::{FileId, Span};

/// How many calls may be open at once.
pub(crate) const MAX_DEPTH: usize = 24;

/// How often one function may be open at once.
const MAX_RECURSION: usize = 2;

/// How many steps all calls below one call of a root may take together.
const INLINE_BUDGET: usize = 4_000;

/// How deep expressions may nest.
const MAX_NESTING: usize = 1_500;

/// A call that is being followed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call {
    pub function: FunctionId,
    /// The call's place in its caller; for a root, the function itself.
    pub site: Span,
    /// What came through its arguments is tagged with this.
    pub tag: CallTag,
}

/// Why the statements of a block were left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    No,
    Return,
    Exit,
}

/// What is left by `break` and `continue`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Left {
    Loop,
    Round,
    Switch,
}

/// The states in which something was left before its end. Which of `break` and `continue` it was is not told apart:
/// the state may go on behind each of what stands around.
#[derive(Debug)]
pub(crate) struct Exits {
    pub left: Left,
    pub mark: Mark,
    pub states: Vec<Changes>,
}

/// Runs a program.
pub struct Interpreter<'m> {
    pub(crate) program: &'m dyn Program,
    pub(crate) language: Language,
    /// The module that was looked into last.
    last: Cell<&'m Module>,
    pub(crate) loaded: Loaded,
    pub(crate) clients: &'m Clients,
    pub(crate) heap: Heap,
    pub(crate) frame: Rc<Frame>,
    pub(crate) stack: Vec<Call>,
    pub(crate) requests: Vec<Request>,
    /// Those of the top levels of modules.
    top_requests: Vec<Request>,
    /// The arguments that values were given by: their places, and what number each has.
    pub(crate) arguments: (Vec<Span>, FxHashMap<Span, u32>),
    /// Where clients are made.
    pub(crate) offering: FxHashSet<FileId>,
    pub(crate) noted: Noted,
    pub(crate) keys: Keys,
    pub(crate) setups: Setups,
    /// Objects that stand for one library value each: the default instance of a client.
    pub(crate) singletons: FxHashMap<Rc<str>, ObjectId>,
    /// Objects that are sent by being awaited.
    pub(crate) pending: std::collections::BTreeMap<ObjectId, Pending>,
    /// The static side of each class.
    pub(crate) statics: FxHashMap<ClassId, ObjectId>,
    /// The prototype of each constructor function that has one in sight.
    pub(crate) prototypes: std::collections::BTreeMap<FunctionId, (Rc<Closure>, ObjectId)>,
    /// What is assigned to functions: `api.base = …`.
    pub(crate) function_members: FxHashMap<FunctionId, ObjectId>,
    /// `this` of methods whose instances are not known.
    pub(crate) instances: FxHashMap<ClassId, Value>,
    /// The latest closure made of each function.
    pub(crate) made: FxHashMap<FunctionId, Rc<Closure>>,
    pub(crate) reached: FxHashSet<FunctionId>,
    pub(crate) returns: Vec<Value>,
    /// What the function that is running had changed where it was left early, and since when.
    pub(crate) returned: (Option<Mark>, Vec<Changes>),
    /// What `break` and `continue` may leave in the function that is running.
    pub(crate) exits: Vec<Exits>,
    pub(crate) stop: Stop,
    pub(crate) loops: usize,
    /// Above zero, requests are not noted.
    pub(crate) silent: usize,
    /// Of each call that was followed, which call made it.
    pub(crate) callers: Vec<CallTag>,
    pub(crate) steps: usize,
    pub(crate) inline_steps: usize,
    /// Functions whose calls have used up a budget: they are not followed again.
    heavy: FxHashSet<FunctionId>,
    pub(crate) nesting: usize,
    pub(crate) captured: Captured,
}

impl<'m> Interpreter<'m> {
    /// Runs a program and gives the requests that it sends, in order of their sites, and what that cost. The functions
    /// of the modules in `files` may be called by anybody; the first one tells the language.
    pub fn run(program: &'m dyn Program, files: &[FileId], clients: &'m Clients) -> Evaluation {
        let Some(first) = files.iter().find_map(|file| program.module(*file)) else { return Evaluation::default() };
        let frame = Rc::new(Frame::new(first.top(), None, None));
        let mut this = Self {
            program,
            language: first.language,
            last: Cell::new(first),
            loaded: Loaded::default(),
            clients,
            heap: Heap::default(),
            frame,
            stack: Vec::new(),
            requests: Vec::new(),
            top_requests: Vec::new(),
            arguments: Default::default(),
            offering: FxHashSet::default(),
            noted: Noted::default(),
            keys: Keys::default(),
            setups: Setups::of(files),
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
            callers: Vec::new(),
            steps: 0,
            inline_steps: 0,
            heavy: FxHashSet::default(),
            nesting: 0,
            captured: Captured::default(),
        };
        for file in files {
            this.load(*file);
        }
        this.setups.are_complete();
        this.give_prototypes_this();
        this.roots(files);
        this.requests.append(&mut this.top_requests);
        this.requests.sort_by_key(|request| (request.site, request.point));
        let mut environment: Vec<(Box<str>, Span)> = this.noted.environment.into_iter().collect();
        environment.sort_unstable();
        let mut options = this.noted.options;
        options.sort_by_key(|given| given.span);
        let mut properties: Vec<Span> = this.noted.properties_at.into_iter().collect();
        properties.sort_unstable();
        let mut offering: Vec<FileId> = this.offering.into_iter().collect();
        offering.sort_unstable();
        Evaluation {
            requests: this.requests,
            steps: this.steps,
            modules: this.loaded.order,
            offering,
            environment,
            options,
            keys: this.keys.found,
            properties,
        }
    }

    /// Runs the top level of a module in a frame, whatever is running now.
    pub(crate) fn run_top(&mut self, module: &'m Module, frame: Rc<Frame>) {
        let top = module.top();
        let call = Call { function: top, site: module.function(top).span, tag: self.next_call() };
        let mark = self.heap.enter();
        let caller = std::mem::replace(&mut self.frame, frame);
        let stack = std::mem::replace(&mut self.stack, vec![call]);
        let returns = std::mem::take(&mut self.returns);
        let returned = std::mem::take(&mut self.returned);
        let exits = std::mem::take(&mut self.exits);
        let stop = std::mem::replace(&mut self.stop, Stop::No);
        let loops = std::mem::take(&mut self.loops);
        let silent = std::mem::take(&mut self.silent);
        let inline_steps = std::mem::take(&mut self.inline_steps);
        let pending = std::mem::take(&mut self.pending);
        // It runs once, whenever that is: its requests are not those of the function that is running.
        std::mem::swap(&mut self.requests, &mut self.top_requests);
        self.block(&module.function(top).body);
        self.stop = Stop::No;
        self.send_pending();
        std::mem::swap(&mut self.requests, &mut self.top_requests);
        self.pending = pending;
        self.inline_steps = inline_steps;
        self.silent = silent;
        self.loops = loops;
        self.stop = stop;
        self.exits = exits;
        self.returned = returned;
        self.returns = returns;
        self.stack = stack;
        self.frame = caller;
        self.heap.leave_established(mark);
    }

    /// The module of a file that has been loaded.
    pub(crate) fn module_of(&self, file: FileId) -> &'m Module {
        let last = self.last.get();
        if last.file == file {
            return last;
        }
        let module = self.program.module(file).unwrap_or(last);
        self.last.set(module);
        module
    }

    pub(crate) fn expr(&self, id: ExprId) -> &'m Expr {
        self.module_of(id.module).expr(id)
    }

    pub(crate) fn binding(&self, id: BindingId) -> &'m Binding {
        self.module_of(id.module).binding(id)
    }

    pub(crate) fn function(&self, id: FunctionId) -> &'m Function {
        self.module_of(id.module).function(id)
    }

    pub(crate) fn class(&self, id: ClassId) -> &'m Class {
        self.module_of(id.module).class(id)
    }

    /// Runs something with the variables of another frame.
    pub(crate) fn within<T>(&mut self, frame: &Rc<Frame>, run: impl FnOnce(&mut Self) -> T) -> T {
        let caller = std::mem::replace(&mut self.frame, frame.clone());
        let value = run(self);
        self.frame = caller;
        value
    }

    pub(crate) fn stack_span(&self) -> Span {
        self.function(self.frame.function).span
    }

    /// The value with its declared type, where nothing better is known.
    pub(crate) fn typed(&mut self, value: Value, ty: Option<&Type>) -> Value {
        self.typed_in(self.frame.function.module, value, ty)
    }

    /// The value with a type that is written in a file.
    pub(crate) fn typed_in(&mut self, file: FileId, value: Value, ty: Option<&Type>) -> Value {
        let Some(ty) = ty else { return value };
        let is_hole =
            |value: &Value| matches!(value, Value::Hole(hole, _) if hole.ty.is_none() && hole.class.is_none());
        if !value.alternatives().iter().any(is_hole) {
            return value;
        }
        let (ty, class) = self.meant(file, ty);
        let typed = |value: &Value| match value {
            Value::Hole(hole, via) if is_hole(value) => {
                Value::Hole(Rc::new(HoleV { class, ty: Some((*ty.path).into()), ..(**hole).clone() }), *via)
            }
            other => other.clone(),
        };
        match &value {
            Value::Choice(parts) => Value::Choice(parts.iter().map(typed).collect()),
            value => typed(value),
        }
    }

    /// What a type stands for: a wrapper that gives what it holds for that (`State<App>`, `web::Data<App>`), and the
    /// class, where it is one of the program.
    fn meant<'t>(&mut self, file: FileId, ty: &'t Type) -> (&'t Type, Option<ClassId>) {
        let mut known = |ty: &Type| {
            let class = ty.class.or_else(|| self.class_by_path(file, &ty.path));
            (class.is_some() || self.clients.source(&format!("type {}", ty.path)).is_some(), class)
        };
        let (is_known, class) = known(ty);
        if let ([held], false) = (&ty.args[..], is_known)
            && let (true, class) = known(held)
        {
            return (held, class);
        }
        (ty, class)
    }

    /// Counts a step; false when the calls below a root have taken their share.
    pub(crate) fn step(&mut self) -> bool {
        self.steps += 1;
        if self.stack.len() > 2 {
            self.inline_steps += 1;
        } else {
            self.inline_steps = 0;
        }
        self.inline_steps <= INLINE_BUDGET
    }

    /// Whether an expression may be entered; must be paired with a decrement of `nesting`.
    pub(crate) fn nest(&mut self) -> bool {
        self.nesting += 1;
        self.nesting <= MAX_NESTING
    }

    // Calls of functions of the module --------------------------------------------------------------------------

    /// Calls a function of the module.
    pub(crate) fn call_closure(
        &mut self,
        closure: &Rc<Closure>,
        args: Vec<Value>,
        this: Option<Value>,
        site: Span,
    ) -> Value {
        let id = closure.function;
        let function = self.function(id);
        let open_calls = self.stack.iter().filter(|call| call.function == id).count();
        let heavy = self.heavy.contains(&id) && self.stack.len() >= 2;
        if heavy || self.stack.len() >= MAX_DEPTH || open_calls >= MAX_RECURSION || !self.step() {
            for arg in &args {
                self.escape(arg, site);
            }
            self.forget_captured(closure, site);
            let value = Value::hole(Origin::Computed, site);
            let value = function.name.as_ref().map_or(value.clone(), |name| value.named(name));
            return self.typed_in(id.module, value, function.returns.as_ref());
        }
        // With other arguments than it takes it is no call of the program's: a callback that is called by a guess.
        if self.language != Language::Rust || args.len() >= function.params.len() {
            self.reached.insert(id);
        }
        let this = if function.lexical_this { closure.frame.this.clone() } else { this };
        let frame = Rc::new(Frame::new(id, Some(closure.frame.clone()), this));
        let caller = std::mem::replace(&mut self.frame, frame);
        let tag = self.next_call();
        self.stack.push(Call { function: id, site, tag });
        let returns = std::mem::take(&mut self.returns);
        let stop = std::mem::replace(&mut self.stop, Stop::No);
        let loops = std::mem::take(&mut self.loops);
        let exits = std::mem::take(&mut self.exits);
        let mark = self.heap.enter();
        let returned = std::mem::replace(&mut self.returned, (Some(mark), Vec::new()));

        // What is written into the call itself is no wrapper: `.then((url) => fetch(url))`.
        let inline = self.language == Language::JavaScript
            && site != function.span
            && site.file == function.span.file
            && site.start <= function.span.start
            && function.span.end <= site.end;

        // Nor are the properties of a component: nobody knows them but who uses it.
        let inline = inline || site == function.span && self.properties_of(id, site).is_some();

        let passed = |value: Value| if inline { value } else { self.tagged(&value, tag) };
        let args: Vec<Value> = args.into_iter().map(passed).collect();
        let mut args = args.into_iter();
        for param in &function.params {
            let value =
                if param.rest { self.list(args.by_ref().collect()) } else { args.next().unwrap_or(Value::Undefined) };
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
        let value = Value::choice(results, site).returned(tag);
        self.typed_in(id.module, value, function.returns.as_ref())
    }

    /// Calls a function that somebody unknown may call, with unknown arguments unless some are known.
    pub(crate) fn call_back(&mut self, closure: &Rc<Closure>, known: &[Value], site: Span) -> Value {
        self.branch(1, false, site, |this, _| this.call_at_once(closure, known, site))
    }

    /// The same for one that is certainly called.
    pub(crate) fn call_at_once(&mut self, closure: &Rc<Closure>, known: &[Value], site: Span) -> Value {
        let function = self.function(closure.function);
        let mut args = Vec::with_capacity(function.params.len());
        for (at, param) in function.params.iter().enumerate() {
            args.push(match known.get(at) {
                Some(value) => value.clone(),
                None => self.parameter(&param.pattern, param.ty.as_ref()),
            });
        }
        if let (None, Some(first)) = (known.first(), args.first_mut())
            && let Some(properties) = self.properties_of(closure.function, function.span)
        {
            *first = properties;
        }
        self.call_closure(closure, args, closure.this.clone(), site)
    }
}
