//! Decorators that the program itself defines, and what is put on the prototypes of classes.

use std::rc::Rc;

use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::{Closure, Frame, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::{ClassId, ExprId, FunctionId, MethodKind};
use crate::request::Origin;
use crate::source::Span;

impl Interpreter<'_> {
    /// `@decorator` before a class or one of its members.
    pub(crate) fn decorate(&mut self, decorator: ExprId, class: ClassId, member: Option<&str>, span: Span) {
        let decorator = match self.eval(decorator) {
            Value::Function(decorator) => decorator,
            other => return self.decorate_unseen(&other, class, member),
        };
        let frame = self.activation.frame.clone();
        let Some(name) = member else {
            let own = Value::Class(class, frame);
            let given = self.call_closure(&decorator, vec![own.clone()], None, span);
            if !matches!(given, Value::Undefined | Value::Null) && !given.same(&own) {
                self.put_around(class, None);
            }
            return;
        };
        let prototype = self.prototype_of_class(class, &frame);
        let target = Value::Object(prototype, LOCAL);
        let text = Value::text(name, span);
        let methods = &self.class(class).methods;
        let method = methods.iter().find(|method| method.kind == MethodKind::Method && method.key.is(name));
        let Some(method) = method else {
            self.call_closure(&decorator, vec![target, text], None, span);
            return;
        };
        let own = Rc::new(Closure::new(method.function, frame, None));
        let put = self.heap.obj(prototype).entry(name).map(|entry| entry.value.clone());
        let own = put.unwrap_or(Value::Function(own));
        let mut described = Object::new(Shape::Record);
        // One of two parameters is of the standard, and gives what takes the method's place.
        let new = if self.function(decorator.function).params.len() == 2 {
            described.set("kind", span, Value::text("method", span));
            described.set("name", span, text);
            let context = Value::Object(self.heap.object(described), LOCAL);
            self.call_closure(&decorator, vec![own.clone(), context], None, span)
        } else {
            described.set("value", span, own.clone());
            let described = Value::Object(self.heap.object(described), LOCAL);
            let given = self.call_closure(&decorator, vec![target, text, described.clone()], None, span);
            let described = if matches!(given, Value::Object(..)) { given } else { described };
            self.member(&described, "value", span)
        };
        if !matches!(new, Value::Undefined | Value::Null) && !new.same(&own) {
            self.heap.update(prototype, |object| object.set(name, span, new));
        }
    }

    /// The same of one that is not a function of the program. Many only say what a class is for; any other may put something
    /// around what it stands before.
    fn decorate_unseen(&mut self, decorator: &Value, class: ClassId, member: Option<&str>) {
        let path = match decorator {
            Value::Library(path) => Some(&**path),
            Value::Unknown(unknown, _) => match &unknown.hole.origin {
                Origin::Api(path) => Some(&**path),
                _ => None,
            },
            _ => None,
        };
        let telling = &self.clients.frameworks.telling_decorators;
        if path.is_some_and(|path| telling.iter().any(|known| path.starts_with(&**known))) {
            return;
        }
        self.put_around(class, member);
    }

    /// Notes that there may be something around a member of a class, or in the place of all of it.
    fn put_around(&mut self, class: ClassId, member: Option<&str>) {
        if member.is_none() {
            self.objects.decorated_classes.insert(class);
        }
        let methods = self.class(class).methods.iter();
        let around = methods.filter(|method| member.is_none_or(|name| method.key.is(name)));
        self.objects.decorated.extend(around.map(|method| method.function));
    }

    /// The arguments of a call, or what a decorator of others hands on in their place.
    pub(super) fn or_given_by_decorator(&mut self, id: FunctionId, args: Vec<Value>) -> Vec<Value> {
        if !self.objects.decorated.contains(&id) {
            return args;
        }
        let function = self.function(id);
        let mut given = Vec::with_capacity(function.params.len());
        for (at, param) in function.params.iter().enumerate() {
            let other = self.unknown_argument(param);
            let own = args.get(at).cloned().unwrap_or(Value::Undefined);
            given.push(Value::choice([own, other], function.span));
        }
        given
    }

    /// What a function gives, or what a decorator of others gives in its place.
    pub(super) fn or_made_by_decorator(&self, id: FunctionId, value: Value, site: Span) -> Value {
        if !self.objects.decorated.contains(&id) {
            return value;
        }
        let function = self.function(id);
        value.or_written_elsewhere(function.name.as_deref().unwrap_or_default(), site)
    }

    /// The prototype of a class, on which something may be put beside the methods that the class has.
    pub(crate) fn prototype_of_class(&mut self, class: ClassId, frame: &Rc<Frame>) -> ObjectId {
        if let Some(known) = self.objects.class_prototypes.get(&class) {
            return *known;
        }
        let id = self.instance_object(class, frame);
        self.objects.class_prototypes.insert(class, id);
        self.heap.share(id);
        id
    }

    /// What was put on the prototype of a class under a name, and whether it is there on every path.
    pub(crate) fn put_on_prototype(
        &mut self,
        class: ClassId,
        this: ObjectId,
        name: &str,
        span: Span,
    ) -> Option<(Value, bool)> {
        let prototype = *self.objects.class_prototypes.get(&class)?;
        let object = self.heap.obj(prototype).clone();
        let this = Value::Object(this, LOCAL);
        if let Some(getter) = object.getter(name) {
            return Some((self.call_closure(&getter, Vec::new(), Some(this), span), true));
        }
        let entry = object.entry(name)?;
        let bound = entry.value.alternatives().iter().map(|value| match value {
            Value::Function(closure) if closure.this.is_none() && !self.function(closure.function).lexical_this => {
                let Closure { function, frame, .. } = &**closure;
                let closure = Closure::new(*function, frame.clone(), Some(this.clone()));
                Value::Function(Rc::new(closure))
            }
            other => other.clone(),
        });
        Some((Value::choice(bound.collect::<Vec<_>>(), span), entry.certain))
    }
}
