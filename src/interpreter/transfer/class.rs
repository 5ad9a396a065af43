//! Classes, structs and constructor functions: their instances and prototypes.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::budget::{MAX_ANCESTORS, MAX_CALL_DEPTH, MAX_EXTENDING};
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::{Closure, Frame, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::{ClassId, FunctionId, Key, Method, MethodKind, Pattern, Type};
use crate::request::Origin;
use crate::source::{FileId, Span};

impl Interpreter<'_> {
    /// `Function.prototype`.
    pub(crate) fn prototype_of(&mut self, closure: &Rc<Closure>) -> ObjectId {
        if let Some((_, known)) = self.objects.prototypes.get(&closure.function) {
            return *known;
        }
        let id = self.heap.object(Object::new(Shape::Record));
        self.objects.prototypes.insert(closure.function, (closure.clone(), id));
        id
    }

    /// The prototype, if anything was done with it.
    pub(crate) fn known_prototype(&self, function: FunctionId) -> Option<ObjectId> {
        self.objects.prototypes.get(&function).map(|(_, id)| *id)
    }

    /// What was assigned to a function.
    pub(crate) fn known_members_of(&self, function: FunctionId) -> Option<ObjectId> {
        self.objects.function_members.get(&function).copied()
    }

    /// What is assigned to a function, to be changed.
    pub(crate) fn members_of(&mut self, function: FunctionId) -> ObjectId {
        if let Some(known) = self.objects.function_members.get(&function) {
            return *known;
        }
        let id = self.heap.object(Object::new(Shape::Record));
        self.objects.function_members.insert(function, id);
        id
    }

    /// Methods of prototypes that are run for themselves are run on an instance made with unknown arguments.
    pub(crate) fn bind_prototypes(&mut self) {
        let prototypes: Vec<_> = self.objects.prototypes.values().cloned().collect();
        for (maker, prototype) in prototypes {
            let mut methods = Vec::new();
            for entry in &self.heap.obj(prototype).entries {
                methods.extend(entry.value.alternatives().iter().filter_map(|value| match value {
                    Value::Function(closure) if closure.this.is_none() => Some(closure.clone()),
                    _ => None,
                }));
            }
            if methods.is_empty() {
                continue;
            }
            let function = self.function(maker.function);
            let args = function.params.iter().map(|param| self.unknown_argument(param)).collect();
            // What a constructor calls must still be run for itself.
            let instance = self.dry_run_apart(|this| this.make(&maker, args, function.span));
            for method in methods {
                self.remember_this(&method, instance.clone());
            }
        }
    }

    /// `new function(args)`: a new object with what is on the prototype.
    pub(crate) fn make(&mut self, maker: &Rc<Closure>, args: Vec<Value>, site: Span) -> Value {
        let id = self.heap.object(Object::new(Shape::Record));
        let this = Value::Object(id, LOCAL);
        if let Some(prototype) = self.known_prototype(maker.function) {
            self.spread_into(id, &Value::Object(prototype, LOCAL), site);
        }
        let made = self.call_closure(maker, args, Some(this.clone()), site);
        self.heap.update(id, |object| object.open_by(site, "the prototype"));
        // A constructor may give another object instead: `if (!(this instanceof Api)) return new Api()`.
        match made {
            Value::Object(other, via) if other != id && self.heap.obj(id).entries.is_empty() => {
                Value::Object(other, via)
            }
            _ => this,
        }
    }

    /// An instance of which only the class is known.
    pub(crate) fn instance(&mut self, class: ClassId, frame: &Rc<Frame>) -> Value {
        let class = self.class(class).implementor.unwrap_or(class);
        if let Some(known) = self.objects.instances.get(&class) {
            return known.clone();
        }
        if let Some(all) = self.implementors_to_follow(class) {
            let span = self.class(class).span;
            let mut of = |class: &ClassId| {
                let top = self.top_of(class.module);
                self.instance(*class, &top)
            };
            let each: Vec<Value> = all.iter().map(&mut of).collect();
            return Value::choice(each, span);
        }
        let span = self.class(class).span;
        // A constructor that uses its own instance finds an empty one.
        let empty = self.instance_object(class, frame);
        self.objects.instances.insert(class, Value::Object(empty, LOCAL));
        let instance = self.language.unknown_instance(self, class, frame, empty, span);
        if let Value::Object(id, _) = instance {
            self.objects.made.insert(class, self.heap.obj(id).clone());
        }
        self.objects.instances.insert(class, instance.clone());
        // What was made without following the calls that fill it is no instance for others.
        if self.calls.is_exhausted() {
            self.objects.instances.remove(&class);
        }
        instance
    }

    pub(crate) fn own_or_inherited_constructor(&mut self, class: ClassId) -> Option<FunctionId> {
        let (mut class, mut frame) = (class, self.top_of(class.module));
        for _ in 0..MAX_ANCESTORS {
            if let Some(constructor) = self.constructor(class) {
                return Some(constructor);
            }
            (class, frame) = self.parent(class, &frame)?;
        }
        None
    }

    pub(crate) fn constructor(&self, class: ClassId) -> Option<FunctionId> {
        let methods = &self.class(class).methods;
        methods.iter().find(|method| method.kind == MethodKind::Constructor).map(|method| method.function)
    }

    pub(crate) fn instance_object(&mut self, class: ClassId, frame: &Rc<Frame>) -> ObjectId {
        let mut object = Object::new(Shape::Record);
        object.class = Some((class, frame.clone()));
        self.heap.object(object)
    }

    /// `new Class(args)`.
    pub(crate) fn instantiate(&mut self, class: ClassId, frame: &Rc<Frame>, args: Vec<Value>, site: Span) -> Value {
        let id = self.instance_object(class, frame);
        let this = Value::Object(id, LOCAL);
        self.construct(class, frame, &this, args, site);
        this
    }

    /// Runs field initialisers and constructors of a class and its parents on an instance.
    pub(crate) fn construct(&mut self, class: ClassId, frame: &Rc<Frame>, this: &Value, args: Vec<Value>, site: Span) {
        if self.calls.depth() >= MAX_CALL_DEPTH {
            return;
        }
        self.calls.constructing += 1;
        if self.step() {
            self.construct_parts(class, frame, this, args, site);
        }
        self.calls.constructing -= 1;
    }

    fn construct_parts(&mut self, class: ClassId, frame: &Rc<Frame>, this: &Value, args: Vec<Value>, site: Span) {
        let constructor = self.constructor(class);
        if constructor.is_none() {
            self.inherited(class, frame, |run, parent, parent_frame| {
                run.construct(parent, parent_frame, this, args.clone(), site);
                Some(())
            });
            self.construct_on_library(class, frame, this, &args, site);
        }
        // A method whose name is computed may be the one that others go through it by.
        let is_named = |method: &Method| method.is_static || matches!(method.key, Key::Name(..));
        if let (false, Value::Object(id, _)) = (self.class(class).methods.iter().all(is_named), this) {
            self.heap.update(*id, |object| object.open_by(site, "a method whose name is computed"));
        }
        if self.has_initial_values(class) {
            if let Some(constructor) = constructor {
                self.take_properties(constructor, frame, this, &args);
            }
            // What tests make says nothing of what others do.
            if !self.calls.stack.first().is_some_and(|call| self.program.is_test(call.function.module)) {
                self.reached.insert(class);
            }
        }
        if self.class(class).fields.iter().any(|field| !field.is_static) {
            self.initialise(class, frame, this);
        }
        if let Some(constructor) = constructor {
            let closure = Rc::new(Closure::new(constructor, frame.clone(), Some(this.clone())));
            self.call_closure(&closure, args, Some(this.clone()), site);
        }
    }

    /// Whether code runs that stands in the fields of a class, as an instance is made.
    pub(crate) fn has_initial_values(&self, class: ClassId) -> bool {
        self.class(class).fields.iter().any(|field| !field.is_static && field.value.is_some())
    }

    /// Gives an instance the properties that are parameters of its constructor: its fields find them there.
    fn take_properties(&mut self, constructor: FunctionId, frame: &Rc<Frame>, this: &Value, args: &[Value]) {
        for (at, param) in self.function(constructor).params.iter().enumerate().filter(|(_, param)| param.is_property) {
            let (binding, default) = match &param.pattern {
                Pattern::Binding(binding) => (binding, None),
                Pattern::Default(inner, default) => match &**inner {
                    Pattern::Binding(binding) => (binding, Some(*default)),
                    _ => continue,
                },
                _ => continue,
            };
            let value = match (args.get(at), default) {
                (None | Some(Value::Undefined), Some(default)) => self.within(frame, |this| this.eval(default)),
                (given, _) => given.cloned().unwrap_or(Value::Undefined),
            };
            let value = self.typed_in(constructor.module, value, param.ty.as_deref());
            let (name, span) = (&self.binding(*binding).name, self.binding(*binding).span);
            self.set_member(this, name, span, value);
        }
    }

    /// A class without a constructor of its own hands what it gets to that of the library's class that it extends.
    fn construct_on_library(&mut self, class: ClassId, frame: &Rc<Frame>, this: &Value, args: &[Value], site: Span) {
        let (Some(base), Value::Object(id, _)) = (self.base_of(class, frame), this) else { return };
        if !matches!(base, Value::Class(..)) {
            let args = Args { values: args.to_vec(), spans: vec![site; args.len()], ..Args::default() };
            self.base_on(*id, &base, &args, site);
        }
    }

    /// Runs the field initialisers of a class on an instance, with the variables that the class was made with.
    pub(crate) fn initialise(&mut self, class: ClassId, frame: &Rc<Frame>, this: &Value) {
        let fields_frame = Rc::new(Frame {
            function: frame.function,
            parent: frame.parent.clone(),
            this: Some(this.clone()),
            cells: frame.cells.clone(),
        });
        let caller = std::mem::replace(&mut self.activation.frame, fields_frame);
        for field in self.class(class).fields.iter().filter(|field| !field.is_static) {
            if let (Some(value), Some((name, span))) = (field.value, self.key(&field.key)) {
                let value = self.eval(value);
                let value = self.typed(value, field.ty.as_ref());
                let is_decorated = field.is_decorated || self.objects.decorated_classes.contains(&class);
                let value = if is_decorated { value.or_written_elsewhere(&name, span) } else { value };
                self.set_member(this, &name, span, value);
            } else if let (Some(decorator), Some((name, span))) = (field.injected, self.key(&field.key))
                && let Some(value) = self.asked_for(decorator)
            {
                self.set_member(this, &name, span, value);
            }
        }
        self.activation.frame = caller;
    }

    /// The class that a class extends, where it is one of the program, by the variables that the class was made with:
    /// a mixin's parent is its argument.
    pub(crate) fn parent(&mut self, class: ClassId, made: &Rc<Frame>) -> Option<(ClassId, Rc<Frame>)> {
        match self.base_of(class, made)? {
            Value::Class(parent, frame) if parent != class => Some((parent, frame)),
            _ => None,
        }
    }

    /// What a class extends, which is evaluated whenever it is asked for. Where that needs what others extend, one for
    /// another, it is not known of the last ones.
    pub(crate) fn base_of(&mut self, class: ClassId, made: &Rc<Frame>) -> Option<Value> {
        let extends = self.class(class).extends?;
        if self.budget.extending >= MAX_EXTENDING {
            return Some(Value::unknown(self.expr(extends).span));
        }
        self.budget.extending += 1;
        // What is sent to make the parent is sent where the class stands.
        let base = self.dry_run(|this| this.within(made, |this| this.eval(extends)));
        self.budget.extending -= 1;
        Some(base)
    }

    /// What the class gives that a class extends, where it is one of the program.
    pub(crate) fn inherited<T>(
        &mut self,
        class: ClassId,
        made: &Rc<Frame>,
        of_parent: impl FnOnce(&mut Self, ClassId, &Rc<Frame>) -> Option<T>,
    ) -> Option<T> {
        if self.budget.ancestors >= MAX_ANCESTORS {
            return None;
        }
        let (parent, frame) = self.parent(class, made)?;
        self.budget.ancestors += 1;
        let found = of_parent(self, parent, &frame);
        self.budget.ancestors -= 1;
        found
    }

    /// An unknown value, of which nothing is known but its name and type.
    pub(crate) fn typed_unknown(&mut self, file: FileId, name: &str, ty: Option<&Type>, span: Span) -> Value {
        let value = Value::of_origin(Origin::Parameter, span).named(name);
        self.typed_in(file, value, ty)
    }
}
