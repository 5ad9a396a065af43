//! What stands for the parts of a program that are there once: the static sides of classes, prototypes, instances of
//! which only the class is known.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::unknown::Unknown;
use crate::interpreter::domain::value::{Closure, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::{ClassId, FunctionId};
use crate::request::Origin;
use crate::source::Span;

/// The objects of a program, by what they belong to.
#[derive(Debug, Default)]
pub(crate) struct ProgramObjects {
    /// The static side of each class.
    pub statics: FxHashMap<ClassId, ObjectId>,
    /// The prototype of each constructor function that has one in sight.
    pub prototypes: BTreeMap<FunctionId, (Rc<Closure>, ObjectId)>,
    /// The prototype of each class on which something was put.
    pub class_prototypes: FxHashMap<ClassId, ObjectId>,
    /// What is assigned to functions: `api.base = …`.
    pub function_members: FxHashMap<FunctionId, ObjectId>,
    /// Functions that are put on parameters which nobody in sight fills, by where these come from.
    pub parameter_members: FxHashMap<Span, ObjectId>,
    /// The closures that the top levels of modules hand to what may call them when all modules have run, and that send
    /// requests.
    pub called_later: Vec<Rc<Closure>>,
    /// The closures that calls of one round's entry points have made and the entry points give back.
    pub given_back: Vec<Rc<Closure>>,
    /// What the program keeps on the global object.
    pub globals: Option<ObjectId>,
    /// `this` of methods whose instances are not known.
    pub instances: BTreeMap<ClassId, Value>,
    /// What these were before any method was run on them.
    pub made: BTreeMap<ClassId, Rc<Object>>,
    /// Fields that code outside of their class gives a value; without a name it may be any.
    pub written_outside: BTreeSet<(ClassId, Option<Box<str>>)>,
    /// Functions that decorators of others may have put something around.
    pub decorated: FxHashSet<FunctionId>,
    /// Classes in whose place decorators of others may have put something.
    pub decorated_classes: FxHashSet<ClassId>,
    /// The latest closure made of each function.
    pub closures: FxHashMap<FunctionId, Rc<Closure>>,
    /// The closures that the top levels of modules have made of functions in functions, whose variables they keep.
    pub kept: Vec<Rc<Closure>>,
    /// The closures that rounds of loops and calls have made of a function as the program began.
    pub of_runs: FxHashMap<FunctionId, Vec<Rc<Closure>>>,
    /// The closures that calls have made as the program began, which the program itself may hand to what calls them: routes,
    /// handlers.
    pub handed_out: BTreeMap<FunctionId, Vec<Rc<Closure>>>,
    /// How many of them calls have made, beside the first of each function.
    pub of_calls: usize,
}

impl ProgramObjects {
    /// All values that are kept here.
    pub fn values(&self) -> Vec<Value> {
        let objects = self.statics.values().chain(self.function_members.values());
        let objects = objects.chain(self.prototypes.values().map(|(_, prototype)| prototype));
        let objects = objects.chain(self.class_prototypes.values()).chain(&self.globals);
        let objects = objects.chain(self.parameter_members.values());
        let mut all: Vec<Value> = objects.map(|id| Value::Object(*id, LOCAL)).collect();
        all.extend(self.instances.values().cloned());
        let closures = self.closures.values().chain(&self.kept).chain(self.of_runs.values().flatten());
        let closures =
            closures.chain(self.handed_out.values().flatten()).chain(&self.given_back).chain(&self.called_later);
        all.extend(closures.cloned().map(Value::Function));
        all
    }
}

impl Interpreter<'_> {
    /// Puts a function on a parameter that nobody in sight fills: `config.request = function (path) { … }`. Whoever gets
    /// that parameter has it.
    pub(crate) fn put_on_parameter(&mut self, hole: &Unknown, name: &str, span: Span, value: &Value) {
        if hole.hole.origin != Origin::Parameter || !matches!(value, Value::Function(_)) {
            return;
        }
        let id = match self.objects.parameter_members.get(&hole.hole.span) {
            Some(known) => *known,
            None => {
                let mut members = Object::new(Shape::Record);
                members.open_by(span, "members of a parameter");
                let id = self.heap.object(members);
                self.heap.share(id);
                self.objects.parameter_members.insert(hole.hole.span, id);
                id
            }
        };
        self.heap.update(id, |object| object.set(name, span, value.clone()));
    }

    /// The functions that were put on a parameter, if there is one of this name.
    pub(crate) fn put_members(&self, hole: &Unknown, name: &str) -> Option<ObjectId> {
        let known = self.objects.parameter_members.get(&hole.hole.span).copied()?;
        let is_put = hole.hole.origin == Origin::Parameter && self.heap.obj(known).entry(name).is_some();
        is_put.then_some(known)
    }

    /// The object of what the program keeps on the global object.
    pub(crate) fn own_globals(&mut self) -> ObjectId {
        if let Some(known) = self.objects.globals {
            return known;
        }
        let id = self.heap.object(Object::new(Shape::Record));
        self.heap.share(id);
        self.objects.globals = Some(id);
        id
    }
}
