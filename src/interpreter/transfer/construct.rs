//! `new`.

use std::rc::Rc;

use crate::clients::ResultDef;
use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::SUPER;
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::client_call::ClientCall;
use crate::interpreter::state::Interpreter;
use crate::ir::{Element, ExprId};
use crate::request::Origin;
use crate::source::Span;

impl<'m> Interpreter<'m> {
    /// A `new` expression.
    pub(crate) fn new_value(&mut self, callee: ExprId, args: &'m [Element], span: Span) -> Value {
        let callee = self.eval(callee);
        let args = self.args(args);
        self.construct_value(&callee, &args, span)
    }

    /// Makes an instance one of what its class extends that is no class of the program: one of a client, where a library
    /// makes one of these arguments. What any other puts into it is not known.
    pub(crate) fn base_on(&mut self, this: ObjectId, base: &Value, args: &Args, span: Span) {
        // Where a constructor is run for itself, its instance is there already.
        if self.heap.obj(this).entry(SUPER).is_some() {
            return;
        }
        let is_client = match base {
            Value::Library(path) => self.base_on_client(this, path, args, span),
            _ => false,
        };
        if !is_client {
            self.heap.update(this, |object| object.open_by(span, "what the class extends is not followed"));
        }
    }

    fn base_on_client(&mut self, this: ObjectId, path: &Rc<str>, args: &Args, span: Span) -> bool {
        let made = format!("new {path}");
        let is_client = self.clients.source(&made).is_some()
            || self
                .clients
                .function(&format!("{made}()"))
                .is_some_and(|defs| defs.iter().any(|def| matches!(def.result, ResultDef::Object(_))));
        if is_client && let client @ Value::Object(..) = self.construct_value(&Value::Library(path.clone()), args, span)
        {
            self.heap.update(this, |object| object.set(SUPER, span, client));
        }
        is_client
    }

    fn construct_value(&mut self, callee: &Value, args: &Args, span: Span) -> Value {
        match callee {
            Value::Class(class, frame) => {
                let values = self.argument_values(args);
                self.instantiate(*class, &frame.clone(), values, span)
            }
            Value::Function(closure) => {
                if self.function(closure.function).is_component {
                    // `new Component({ target, props })`.
                    for option in self.clients.frameworks.properties.iter().filter_map(|def| def.new.as_ref()) {
                        let properties = self.member(&args.get(0), option, span);
                        if !matches!(properties, Value::Undefined) {
                            self.observations.use_component(closure.function, span, properties);
                        }
                    }
                    return Value::unknown(span);
                }
                let values = self.argument_values(args);
                self.make(closure, values, span)
            }
            Value::Choice(parts) => {
                let parts = parts.clone();
                self.branch(parts.len(), true, span, |this, at| this.construct_value(&parts[at], args, span))
            }
            Value::Library(path) => {
                let made = format!("new {path}");
                self.note_output_of(&format!("{made}()"), args);
                let clients = self.clients;
                if let Some(defs) = clients.function(&format!("{made}()"))
                    && let Some(value) =
                        self.apply_fitting(defs, &ClientCall { callee: None, name: &made, args, site: span })
                {
                    return value;
                }
                if let Some(def) = clients.source(&made) {
                    self.observations.shared_clients.insert(span.file);
                    let id = self.new_client(def);
                    return Value::Object(id, LOCAL);
                }
                if let Some(value) = self.library_new(path, args, span) {
                    return value;
                }
                self.note_options(path, args);
                self.note_urls(args, span);
                self.call_unknown(args, span);
                Self::still_made(&args.values)
                    .unwrap_or_else(|| Value::of_origin(Origin::Api(format!("{made}()").into()), span))
            }
            _ => {
                self.note_urls(args, span);
                self.call_unknown(args, span);
                Value::unknown(span)
            }
        }
    }
}
