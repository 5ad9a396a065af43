//! Decorators that the program itself defines, and what is put on the prototypes of classes.

use std::rc::Rc;

use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::{Closure, Frame, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::{ClassId, ExprId, MethodKind};
use crate::source::Span;

impl Interpreter<'_> {
    /// `@decorator` before a class or one of its members. Those of libraries are no functions, and say what classes are for.
    pub(crate) fn decorate(&mut self, decorator: ExprId, class: ClassId, member: Option<&str>, span: Span) {
        let Value::Function(decorator) = self.eval(decorator) else { return };
        let frame = self.activation.frame.clone();
        let Some(name) = member else {
            self.call_closure(&decorator, vec![Value::Class(class, frame)], None, span);
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
