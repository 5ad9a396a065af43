//! Writing members of values.

use std::rc::Rc;

use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::{Closure, Frame, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::{BindingId, ExprKind, Key, MethodKind};
use crate::request::Origin;
use crate::source::Span;

impl Interpreter<'_> {
    /// `object.name = value`.
    pub(crate) fn set_member(&mut self, object: &Value, name: &str, span: Span, value: Value) {
        self.note_leaving(&value);
        match object {
            Value::Choice(parts) => {
                let parts = parts.clone();
                let objects: Vec<&Value> =
                    parts.iter().filter(|part| !matches!(part, Value::Undefined | Value::Null)).collect();
                if let [only] = objects[..] {
                    self.set_member(only, name, span, value);
                    return;
                }
                self.branch(objects.len(), true, span, |this, at| {
                    this.set_member(objects[at], name, span, value.clone());
                    Value::Undefined
                });
            }
            Value::Object(id, _) => {
                let id = *id;
                match self.heap.obj(id).shape {
                    Shape::Client(_) => self.set_facet(id, &format!(".{name}"), span, value),
                    Shape::Url => self.set_url_member(id, name, span, value),
                    // A module's bindings are assigned by itself alone.
                    Shape::Namespace(_) => {}
                    Shape::List => match name.parse::<usize>() {
                        Ok(at) if at < self.heap.obj(id).items.len() => {
                            self.heap.update(id, |object| object.items[at] = value);
                        }
                        Ok(at) if at == self.heap.obj(id).items.len() => {
                            self.heap.update(id, |object| object.append([value], span));
                        }
                        _ => self.heap.update(id, |object| object.open_by(span, "an item at an unknown place")),
                    },
                    Shape::Record | Shape::Multi => {
                        if let Some((frame, binding)) = self.variable_behind(id, name) {
                            self.within(&frame, |this| this.declare(binding, value));
                        } else if let Some(setter) = self.setter(id, name) {
                            let this = setter.this.clone();
                            self.call_closure(&setter, vec![value], this, span);
                        } else {
                            self.heap.update(id, |object| object.set(name, span, value));
                        }
                    }
                }
            }
            Value::Facet(id, path) => self.set_facet(*id, &format!("{path}.{name}"), span, value),
            Value::Class(class, frame) => {
                let id = self.statics_of(*class, frame);
                self.heap.update(id, |object| object.set(name, span, value));
            }
            Value::Api(path) => {
                if self.send_by_assigning(&format!("{path}.{name}="), &value, span) {
                    return;
                }
                if let Some(id) = self.client_of_path(path) {
                    self.set_facet(id, &format!(".{name}"), span, value);
                } else {
                    self.patch_global(&format!("{path}.{name}"), span);
                }
            }
            Value::Function(closure) if name == "prototype" => {
                let id = self.prototype_of(&closure.clone());
                self.spread_into(id, &value, span);
            }
            Value::Function(closure) => {
                let id = self.members_of(closure.function);
                self.heap.update(id, |object| object.set(name, span, value));
            }
            Value::Unknown(hole, _) => {
                let path = match &hole.hole.origin {
                    Origin::Api(path) => format!("{path}.{name}="),
                    _ => format!(".{name}="),
                };
                self.send_by_assigning(&path, &value, span);
            }
            Value::Undefined | Value::Null | Value::Bool(_) | Value::Num(_) | Value::Text(_) | Value::Regex(_) => {}
        }
    }

    /// The variable that an entry gives whenever it is read, as the members of a namespace do.
    fn variable_behind(&self, id: ObjectId, name: &str) -> Option<(Rc<Frame>, BindingId)> {
        let getter = self.heap.obj(id).getter(name)?;
        let body = &self.function(getter.function).body;
        let value = body.value.filter(|_| body.stmts.is_empty())?;
        match self.expr(value).kind {
            ExprKind::Name(binding) => Some((getter.frame.clone(), binding)),
            _ => None,
        }
    }

    pub(crate) fn setter(&self, id: ObjectId, name: &str) -> Option<Rc<Closure>> {
        let (class, frame) = self.heap.obj(id).class.as_ref()?;
        let method = self.class(*class).methods.iter().find(|method| {
            method.kind == MethodKind::Setter && matches!(&method.key, Key::Name(key, _) if **key == *name)
        })?;
        let this = Some(Value::Object(id, LOCAL));
        Some(Rc::new(Closure { function: method.function, frame: frame.clone(), this }))
    }
}
