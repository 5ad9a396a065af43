//! Calls of methods, by what they are called on.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::Provenance;
use crate::interpreter::domain::text::Piece;
use crate::interpreter::domain::unknown::Unknown;
use crate::interpreter::domain::value::{Closure, Frame, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::ClassId;
use crate::request::Origin;
use crate::source::Span;

impl Interpreter<'_> {
    /// A method call on a value.
    pub(crate) fn method(&mut self, receiver: &Value, name: &str, args: &Args, at: Span, span: Span) -> Value {
        if let Some(value) = self.made_method(None, receiver, name, args, span) {
            return value;
        }
        if let Some(value) = self.language.universal_method(self, receiver, name, args, span) {
            return value;
        }
        match receiver {
            Value::Choice(_) => match receiver.as_written() {
                Value::Choice(parts) => self.method_of_any(&parts, name, args, at, span),
                written => self.method(&written, name, args, at, span),
            },
            Value::Object(id, via) => self.method_of_object((*id, *via), name, args, at, span),
            Value::Class(class, frame) => self.method_of_class(*class, frame, name, args, span),
            Value::Facet(id, path) => self.call_client(*id, &format!("{path}.{name}()"), args, span),
            Value::Library(path) => self.method_of_library(path, name, args, span),
            Value::Unknown(hole, via) => self.method_of_unknown((hole, *via), name, args, at, span),
            Value::Function(closure)
                if let Some(members) = self.known_members_of(closure.function)
                    && self.heap.obj(members).entry(name).is_some() =>
            {
                let member = self.member(receiver, name, at);
                self.call_value(&member, args, span)
            }
            Value::Function(_) | Value::Text(_) | Value::Num(..) | Value::Bool(_) | Value::Regex(_) => {
                self.library_method(receiver, name, args, span).unwrap_or_else(|| {
                    self.call_unknown(args, span);
                    Value::of_origin(Origin::Computed, span)
                })
            }
            Value::Undefined | Value::Null => {
                // Rust's `None.or_else(...)`; JavaScript fails here.
                self.library_method(receiver, name, args, span).unwrap_or_else(|| {
                    self.call_unknown(args, span);
                    Value::unknown(span)
                })
            }
        }
    }

    /// A method of one of several values.
    fn method_of_any(&mut self, parts: &Rc<[Value]>, name: &str, args: &Args, at: Span, span: Span) -> Value {
        let given = parts.len();
        let parts: Vec<Value> =
            parts.iter().filter(|part| !matches!(part, Value::Undefined | Value::Null)).cloned().collect();
        self.activation.left_out |= parts.len() < given;
        if let [only] = &parts[..] {
            return self.method(only, name, args, at, span);
        }
        // A choice of texts stays one value for methods of strings.
        if parts.iter().all(|part| matches!(part, Value::Text(_) | Value::Num(..) | Value::Unknown(..)))
            && parts.iter().all(|part| self.enum_of(part).is_none())
            && let Some(value) = self.library_method(&Value::Choice(parts.clone().into()), name, args, span)
        {
            return value;
        }
        let (first, mut ends) = (self.observations.requests.len(), Vec::new());
        let given = self.branch(parts.len(), true, span, |this, index| {
            let given = this.method(&parts[index], name, args, at, span);
            ends.push(this.observations.requests.len());
            given
        });
        self.observations.join_since(first, &ends);
        given
    }

    fn method_of_object(
        &mut self,
        (id, via): (ObjectId, Provenance),
        name: &str,
        args: &Args,
        at: Span,
        span: Span,
    ) -> Value {
        let receiver = &Value::Object(id, via);
        let object = self.heap.obj(id).clone();
        match object.shape {
            Shape::Client(_) => return self.call_handed((id, via), &format!(".{name}()"), args, span),
            // `import('./client').then(…)`.
            Shape::Namespace(_) if self.language.waits(name) => {}
            Shape::Namespace(file) => {
                let member = self.namespace_member(file, name, at);
                return self.call_value(&member, args, span);
            }
            Shape::Record | Shape::List | Shape::Params | Shape::Headers | Shape::Url => {}
        }
        if let Some(value) = self.method_of_members((id, &object), receiver, name, args, at, span) {
            // What depends on nothing but an object that came through an argument came through it as well.
            let by_itself = args.values.is_empty() && args.rest.is_none() && object.class.is_some();
            return if by_itself { self.through(&value, via) } else { value };
        }
        if let Some(value) = self.library_method(receiver, name, args, span) {
            return self.through(&value, via);
        }
        if let Some(request) = self.note_unknown_call(&format!(".{name}()"), args, span) {
            return request;
        }
        self.call_unknown(args, span);
        // A method that is not modelled may change what it is called on.
        self.heap.update(id, |object| object.open_by(span, &format!("a call of {name}() that is not modelled")));
        Value::result(Origin::Unknown, name, span)
    }

    /// A method that an object has of its class, or in one of its entries.
    fn method_of_members(
        &mut self,
        (id, object): (ObjectId, &Object),
        receiver: &Value,
        name: &str,
        args: &Args,
        at: Span,
        span: Span,
    ) -> Option<Value> {
        // Builders name methods and fields alike.
        if self.language.calls_never_read_fields()
            && let Some((class, frame)) = &object.class
            && let Some(Value::Function(method)) = self.class_member(*class, frame, id, name, at)
        {
            if object.variant.is_some() {
                let closure = Closure::new(method.function, frame.clone(), Some(receiver.clone()));
                return Some(self.call_known(&Rc::new(closure), args, span));
            }
            return Some(self.call_known(&method, args, span));
        }
        if let Some(entry) = object.entry(name)
            && matches!(object.shape, Shape::Record)
        {
            let value = match &entry.value {
                Value::Function(closure) if closure.this.is_none() => {
                    Value::Function(Rc::new(closure.with_this(Some(receiver.clone()))))
                }
                other => other.clone(),
            };
            return Some(self.call_value(&value, args, span));
        }
        if object.shape == Shape::List && name.parse::<usize>().is_ok() {
            let item = self.member(receiver, name, at);
            return Some(self.call_value(&item, args, span));
        }
        if object.class.is_some() {
            let member = self.member(receiver, name, at);
            // A method of its class, or of a client that its class extends.
            let is_of_client = member.alternatives().iter().any(|part| matches!(part, Value::Facet(..)));
            if is_of_client || matches!(member, Value::Function(_)) {
                return Some(self.call_value(&member, args, span));
            }
            if let Some(value) = self.library_method(receiver, name, args, span) {
                return Some(value);
            }
            // What a macro has made may write into all that it holds.
            if self.language.may_write(name) {
                let why = format!("a call of {name}() that is not in sight");
                for entry in &object.entries {
                    self.open_object(&entry.value, span, &why);
                }
                self.heap.update(id, |object| object.open_by(span, &why));
            }
            return Some(self.call_value(&member, args, span));
        }
        None
    }

    fn method_of_class(&mut self, class: ClassId, frame: &Rc<Frame>, name: &str, args: &Args, span: Span) -> Value {
        let statics = self.statics_of(class, frame);
        if let Some(entry) = self.heap.obj(statics).entry(name).cloned() {
            // Its own or an inherited one, it is called on this class: `new this()`.
            let callee = match &entry.value {
                Value::Function(closure) if matches!(closure.this, Some(Value::Class(..))) => {
                    Value::Function(Rc::new(closure.with_this(Some(Value::Class(class, frame.clone())))))
                }
                other => other.clone(),
            };
            return self.call_value(&callee, args, span);
        }
        self.language.class_call(self, (class, frame), name, args, span).unwrap_or_else(|| {
            self.call_unknown(args, span);
            Value::result(Origin::Unknown, name, span)
        })
    }

    fn method_of_library(&mut self, path: &Rc<str>, name: &str, args: &Args, span: Span) -> Value {
        self.note_output_of(&format!("{path}.{name}()"), args);
        if let Some(id) = self.client_of_path(path) {
            return self.call_client(id, &format!(".{name}()"), args, span);
        }
        if let Some(value) = self.library_method(&Value::Library(path.clone()), name, args, span) {
            return value;
        }
        self.call_api(&format!("{path}.{name}"), args, span)
    }

    fn method_of_unknown(
        &mut self,
        (hole, via): (&Rc<Unknown>, Provenance),
        name: &str,
        args: &Args,
        at: Span,
        span: Span,
    ) -> Value {
        let receiver = &Value::Unknown(hole.clone(), via);
        match &hole.hole.origin {
            Origin::Api(path) => self.note_output_of(&format!("{path}.{name}()"), args),
            _ => self.note_output_by_name(hole, name, args),
        }
        if let Some(id) = self.client_of_unknown(hole) {
            return self.call_client(id, &format!(".{name}()"), args, span);
        }
        if let Some(ty) = &hole.ty
            && let Some(value) = self.environment_by(&format!("type {ty}.{name}()"), args, span)
        {
            return value;
        }
        if let Some(class) = hole.class.filter(|class| !self.class(*class).is_implementable) {
            let frame = self.top_of(class.module);
            let instance = self.instance(class, &frame);
            let member = self.member(&instance, name, at);
            // `CELL.get()` of a cell that holds an instance is none of the instance's own `get(path)`.
            let takes_more = match &member {
                Value::Function(method) if self.language.trusts_types() => {
                    self.function(method.function).params.len() > args.values.len() && args.rest.is_none()
                }
                _ => false,
            };
            if matches!(member, Value::Function(_) | Value::Choice(_)) && !takes_more {
                return match &instance {
                    // Implementors share what a trait gives by default, and each is asked for itself.
                    Value::Choice(each) => self.method_of_any(each, name, args, at, span),
                    _ => self.call_value(&member, args, span),
                };
            }
        }
        // A function that is a client, of a parameter: `event.fetch(…)`.
        if hole.hole.origin == Origin::Parameter && hole.ty.is_none() {
            let member = self.member_of_unknown(hole, name, at);
            if let Some(id) = self.client_of_unknown(&member) {
                return self.call_client(id, "()", args, span);
            }
        }
        if let Some(id) = self.sent_when_passed_on(hole, name, span) {
            return self.call_client(id, &format!(".{name}()"), args, span);
        }
        if let Some(members) = self.put_members(hole, name) {
            let object = self.heap.obj(members).clone();
            if let Some(value) = self.method_of_members((members, &object), receiver, name, args, at, span) {
                return value;
            }
        }
        if let Some(value) = self.carried_by(receiver, name, args, span) {
            return value;
        }
        let is_carried = self.carry_by(receiver, name, args, span);
        if let Some(value) = self.library_method(receiver, name, args, span) {
            return value;
        }
        if is_carried {
            return receiver.clone();
        }
        if let Origin::Api(path) = &hole.hole.origin {
            let path = format!("{path}.{name}");
            return match self.fixed_key(&args.get(0)) {
                Some(key)
                    if self.is_caller_header(&key, args) && self.clients.function(&format!("{path}()")).is_none() =>
                {
                    Value::result(Origin::Api(format!("{path}.{key}").into()), &key, span)
                }
                _ => self.call_api(&path, args, span),
            };
        }
        if let Some(request) = self.note_unknown_call(&format!(".{name}()"), args, span) {
            return request;
        }
        self.call_unknown(args, span);
        // A name and a value.
        if args.values.len() > 1 {
            self.note_change_of_request(hole, &args.values[1..], span);
        }
        let given = self.result_of_unknown(receiver, name, args, span);
        self.perhaps_request(given, args)
    }

    /// What a method of an unknown value gives that nothing is known of.
    fn result_of_unknown(&mut self, receiver: &Value, name: &str, args: &Args, span: Span) -> Value {
        // `response.json()` is still the response, `hmac.update(text).digest('base64')` still signed.
        if let Value::Unknown(hole, _) = receiver
            && matches!(hole.hole.origin, Origin::Response { .. } | Origin::Signed(_))
        {
            return receiver.clone();
        }
        let member = self.member(receiver, name, span);
        // `request.headers().get("authorization")` is named for what it gets.
        match self.fixed_key(&args.get(0)) {
            Some(key) if self.language.names_by_argument(name) || self.is_caller_header(&key, args) => {
                self.member(&member, &key, span)
            }
            _ => member.into_result(),
        }
    }

    /// Whether the only argument of a call names a header by which callers say who they are.
    fn is_caller_header(&self, key: &str, args: &Args) -> bool {
        let known = &self.clients.frameworks.caller_headers;
        args.values.len() == 1 && known.iter().any(|header| header.eq_ignore_ascii_case(key))
    }

    /// The enum of the file that a text is a variant of. Variants without data are texts that stand where the enum
    /// declares them.
    pub(crate) fn enum_of(&self, value: &Value) -> Option<ClassId> {
        let Value::Text(text) = value else { return None };
        let [Piece::Fixed(_, at, _)] = &text[..] else { return None };
        self.here().unit_variants.get(at).copied()
    }

    /// A list as arguments: `f.apply(this, list)`.
    pub(crate) fn spread_args(&mut self, list: &Value, span: Span) -> Args {
        match self.items_of(list, false) {
            Some(values) => Args { spans: vec![span; values.len()], values, ..Args::default() },
            None => Args { rest: Some(span), ..Args::default() },
        }
    }
}
