//! What stands for the parts of a program that are there once: the static sides of classes, prototypes, instances of
//! which only the class is known.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::{Closure, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::{ClassId, FunctionId};

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
    /// What the program keeps on the global object.
    pub globals: Option<ObjectId>,
    /// `this` of methods whose instances are not known.
    pub instances: BTreeMap<ClassId, Value>,
    /// What these were before any method was run on them.
    pub made: BTreeMap<ClassId, Rc<Object>>,
    /// Fields that code outside of their class gives a value.
    pub written_outside: BTreeSet<(ClassId, Box<str>)>,
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
        let mut all: Vec<Value> = objects.map(|id| Value::Object(*id, LOCAL)).collect();
        all.extend(self.instances.values().cloned());
        let closures = self.closures.values().chain(&self.kept).chain(self.of_runs.values().flatten());
        let closures = closures.chain(self.handed_out.values().flatten());
        all.extend(closures.cloned().map(Value::Function));
        all
    }
}

impl Interpreter<'_> {
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
