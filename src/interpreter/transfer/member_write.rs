//! Writing members of values.

use std::rc::Rc;

use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::{Closure, Frame, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::{ClassId, MethodKind};
use crate::request::Origin;
use crate::source::Span;

impl Interpreter<'_> {
    /// An entry of an object is taken out. Where it is not known which, it may be any.
    pub(crate) fn removed(&mut self, id: ObjectId, name: &Value) {
        let name = self.fixed_key(name);
        self.heap.update(id, |object| match name {
            Some(name) => object.remove(&name),
            None => object.entries.iter_mut().for_each(|entry| entry.certain = false),
        });
    }

    /// `object.name = value`.
    pub(crate) fn set_member(&mut self, object: &Value, name: &str, span: Span, value: Value) {
        self.note_leaving(&value);
        self.is_member_reassigned(name);
        self.note_outside_write(object, Some(name), span);
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
                match self.heap.obj(id).shape.clone() {
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
                    Shape::Record if self.language.write_beyond(self, id, name, &value, span) => {}
                    Shape::Record | Shape::Params | Shape::Headers => {
                        if let Some(setter) = self.setter(id, name) {
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
                self.set_member(&Value::Object(id, LOCAL), name, span, value);
            }
            Value::Library(path) => {
                self.carry(object, name, &value, span);
                if self.send_by_assigning(&format!("{path}.{name}="), &value, span) {
                    return;
                }
                if let Some(id) = self.client_of_path(path) {
                    self.set_facet(id, &format!(".{name}"), span, value);
                } else {
                    let path = format!("{path}.{name}");
                    self.language.set_library_member(self, &path, &value, span);
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
                self.carry(object, name, &value, span);
                self.note_change_of_request(hole, std::slice::from_ref(&value), span);
                self.put_on_parameter(hole, name, span, &value);
                let path = match &hole.hole.origin {
                    Origin::Api(path) => format!("{path}.{name}="),
                    _ => format!(".{name}="),
                };
                self.send_by_assigning(&path, &value, span);
            }
            Value::Undefined | Value::Null | Value::Bool(_) | Value::Num(..) | Value::Text(_) | Value::Regex(_) => {}
        }
    }

    /// What takes a value that is assigned to a name: of the object itself, of its class, or of one that it extends.
    pub(crate) fn setter(&mut self, id: ObjectId, name: &str) -> Option<Rc<Closure>> {
        if let Some(setter) = self.heap.obj(id).setter(name) {
            return Some(setter);
        }
        let (class, frame) = self.heap.obj(id).class.clone()?;
        self.class_setter(class, &frame, id, name)
    }

    fn class_setter(&mut self, class: ClassId, frame: &Rc<Frame>, this: ObjectId, name: &str) -> Option<Rc<Closure>> {
        let method = self
            .class(class)
            .methods
            .iter()
            .find(|method| method.kind == MethodKind::Setter && !method.is_static && method.key.is(name));
        if let Some(method) = method {
            let this = Some(Value::Object(this, LOCAL));
            return Some(Rc::new(Closure::new(method.function, frame.clone(), this)));
        }
        self.inherited(class, frame, |run, parent, frame| run.class_setter(parent, frame, this, name))
    }
}
