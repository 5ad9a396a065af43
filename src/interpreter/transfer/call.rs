//! Calls: of functions and methods of the module, of clients, of the standard library, of the unknown.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::text::Piece;
use crate::interpreter::domain::value::{Closure, Frame, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::{ClassId, Element, ExprId, ExprKind, Type};
use crate::request::Origin;
use crate::source::Span;

impl<'m> Interpreter<'m> {
    /// A call expression.
    pub(crate) fn call(&mut self, callee: ExprId, args: &'m [Element], types: &'m [Type], span: Span) -> Value {
        match &self.expr(callee).kind {
            ExprKind::Member { object, key } => {
                if matches!(self.expr(*object).kind, ExprKind::Super) {
                    return self.super_method(key, args, span);
                }
                let receiver = self.eval(*object);
                let name = self.key(key);
                let args = self.args(args);
                let language = self.language;
                if let Some((name, _)) = &name
                    && let Some(value) = language.call_in_place(self, *object, &receiver, name, &args, span)
                {
                    return value;
                }
                match name {
                    Some((name, at)) => self.method(&receiver, &name, &args, at, span),
                    None => {
                        let callee = self.member_by_key(&receiver, key, span);
                        self.call_value(&callee, &args, span)
                    }
                }
            }
            ExprKind::Super => {
                let args = self.args(args);
                let this = self.activation.frame.this.clone();
                if let (Some(this), Some(class)) = (this, self.current_class())
                    && let Some((parent, frame)) = self.parent(class, &self.activation.frame.clone())
                {
                    self.construct(parent, &frame, &this, args.values, span);
                }
                Value::Undefined
            }
            ExprKind::Name(binding) if self.language.is_helper_name(&self.binding(*binding).name) => {
                let name = &self.binding(*binding).name;
                let args = self.args(args);
                let language = self.language;
                language.helper(self, name, &args, span).unwrap_or_else(|| {
                    let value = self.eval(callee);
                    self.call_value(&value, &args, span)
                })
            }
            _ => {
                let value = self.eval(callee);
                let language = self.language;
                if let Some(result) = language.call_on_places(self, &value, args, span) {
                    return result;
                }
                let args = self.args(args);
                let result = self.call_value(&value, &args, span);
                self.typed(result, types.first())
            }
        }
    }

    fn super_method(&mut self, key: &'m crate::ir::Key, args: &'m [Element], span: Span) -> Value {
        let args = self.args(args);
        let Some(this @ Value::Object(..)) = self.activation.frame.this.clone() else { return Value::unknown(span) };
        let class = self.current_class();
        let frame = self.activation.frame.clone();
        let parent = class.and_then(|class| self.parent(class, &frame));
        let name = self.key(key);
        if let (Some((parent, frame)), Some((name, _))) = (parent, name) {
            let method = self.class(parent).methods.iter().find(|method| {
                matches!(&method.key, crate::ir::Key::Name(key, _) if **key == *name) && !method.is_static
            });
            if let Some(method) = method {
                let closure = Rc::new(Closure { function: method.function, frame, this: Some(this.clone()) });
                return self.call_closure(&closure, args.values, Some(this), span);
            }
        }
        Value::unknown(span)
    }

    pub(crate) fn args(&mut self, elements: &[Element]) -> Args {
        let mut args = Args::default();
        for element in elements {
            match element {
                Element::Item(expr) => {
                    if args.rest.is_some() {
                        self.eval(*expr);
                        continue;
                    }
                    args.spans.push(self.expr(*expr).span);
                    let value = self.eval(*expr);
                    if matches!(self.expr(*expr).kind, ExprKind::Object { .. }) {
                        self.give_entries(&value);
                    }
                    args.values.push(value);
                }
                Element::Spread(expr) => {
                    let span = self.expr(*expr).span;
                    let value = self.eval(*expr);
                    match self.items_of(&value, false) {
                        Some(items) if args.rest.is_none() => {
                            args.spans.extend(items.iter().map(|_| span));
                            args.values.extend(items);
                        }
                        _ => {
                            // `String.fromCharCode(...bytes)` is made of it.
                            args.values.extend(Self::still_signed(std::slice::from_ref(&value)));
                            args.rest.get_or_insert(span);
                        }
                    }
                }
            }
        }
        args
    }

    /// Calls a value.
    pub(crate) fn call_value(&mut self, callee: &Value, args: &Args, span: Span) -> Value {
        match callee {
            Value::Function(closure) => self.call_known(closure, args, span),
            Value::Choice(parts) => {
                let parts: Vec<Value> =
                    parts.iter().filter(|part| !matches!(part, Value::Undefined | Value::Null)).cloned().collect();
                if let [only] = &parts[..] {
                    return self.call_value(only, args, span);
                }
                self.branch(parts.len(), true, span, |this, at| this.call_value(&parts[at], args, span))
            }
            Value::Class(class, frame) => self.instance_of_parts(*class, frame, args, span),
            Value::Api(path) => self.call_api(path, args, span),
            Value::Object(id, _) => self.call_client(*id, "()", args, span),
            Value::Facet(id, path) => self.call_client(*id, &format!("{path}()"), args, span),
            Value::Hole(hole, _) => {
                if let Some(id) = self.client_of_hole(hole) {
                    return self.call_client(id, "()", args, span);
                }
                match &hole.hole.origin {
                    Origin::Api(path) => self.call_api(&path.clone(), args, span),
                    _ => {
                        let name = hole.hole.names.last().cloned();
                        self.call_unknown(args, span);
                        let value = Value::unknown(span);
                        name.map_or(value.clone(), |name| value.named(&name))
                    }
                }
            }
            Value::Undefined | Value::Null | Value::Bool(_) | Value::Num(_) | Value::Text(_) | Value::Regex(_) => {
                self.call_unknown(args, span);
                Value::unknown(span)
            }
        }
    }

    pub(crate) fn call_known(&mut self, closure: &Rc<Closure>, args: &Args, span: Span) -> Value {
        let mut values = self.given(args);
        if let Some(rest) = args.rest {
            let params = self.function(closure.function).params.len();
            while values.len() < params {
                values.push(Value::unknown(rest));
            }
        }
        self.call_closure(closure, values, closure.this.clone(), span)
    }

    /// A Rust tuple struct: `Token(value)`.
    fn instance_of_parts(&mut self, class: crate::ir::ClassId, frame: &Rc<Frame>, args: &Args, span: Span) -> Value {
        let mut object = Object::new(Shape::Record);
        object.class = Some((class, frame.clone()));
        for (at, value) in args.values.iter().enumerate() {
            object.set(&at.to_string(), span, value.clone());
        }
        Value::Object(self.heap.object(object), LOCAL)
    }

    /// A method call on a value.
    #[allow(clippy::too_many_lines)] // one arm a kind of receiver
    pub(crate) fn method(&mut self, receiver: &Value, name: &str, args: &Args, at: Span, span: Span) -> Value {
        let language = self.language;
        if let Some(value) = language.universal_method(self, receiver, name, args, span) {
            return value;
        }
        match receiver {
            Value::Choice(parts) => {
                let parts: Vec<Value> =
                    parts.iter().filter(|part| !matches!(part, Value::Undefined | Value::Null)).cloned().collect();
                if let [only] = &parts[..] {
                    return self.method(only, name, args, at, span);
                }
                // A choice of texts stays one value for methods of strings.
                if parts.iter().all(|part| matches!(part, Value::Text(_) | Value::Num(_) | Value::Hole(..)))
                    && parts.iter().all(|part| self.enum_of(part).is_none())
                    && let Some(value) = self.library_method(&Value::Choice(parts.clone().into()), name, args, span)
                {
                    return value;
                }
                self.branch(parts.len(), true, span, |this, index| this.method(&parts[index], name, args, at, span))
            }
            Value::Object(id, via) => {
                let object = self.heap.obj(*id).clone();
                match object.shape {
                    Shape::Client(_) => return self.call_client(*id, &format!(".{name}()"), args, span),
                    // `import('./client').then(…)`.
                    Shape::Namespace(_) if matches!(name, "then" | "catch" | "finally") => {}
                    Shape::Namespace(file) => {
                        let member = self.namespace_member(file, name, at);
                        return self.call_value(&member, args, span);
                    }
                    Shape::Record | Shape::List | Shape::Multi | Shape::Url => {}
                }
                // Builders name methods and fields alike.
                if self.language.calls_never_read_fields()
                    && let Some((class, frame)) = &object.class
                    && let Some(Value::Function(method)) = self.class_member(*class, frame, *id, name, at)
                {
                    if object.variant.is_some() {
                        let closure =
                            Closure { function: method.function, frame: frame.clone(), this: Some(receiver.clone()) };
                        return self.call_known(&Rc::new(closure), args, span);
                    }
                    return self.call_known(&method, args, span);
                }
                if let Some(entry) = object.entry(name)
                    && matches!(object.shape, Shape::Record)
                {
                    let value = match &entry.value {
                        Value::Function(closure) if closure.this.is_none() => Value::Function(Rc::new(Closure {
                            function: closure.function,
                            frame: closure.frame.clone(),
                            this: Some(receiver.clone()),
                        })),
                        other => other.clone(),
                    };
                    return self.call_value(&value, args, span);
                }
                if object.class.is_some() {
                    let member = self.member(receiver, name, at);
                    if let Value::Function(_) = member {
                        return self.call_value(&member, args, span);
                    }
                    if let Some(value) = self.library_method(receiver, name, args, span) {
                        return value;
                    }
                    return self.call_value(&member, args, span);
                }
                if let Some(value) = self.library_method(receiver, name, args, span) {
                    return self.passed(&value, *via);
                }
                self.call_unknown(args, span);
                // A method that is not modelled may change what it is called on.
                self.heap
                    .update(*id, |object| object.open_by(span, &format!("a call of {name}() that is not modelled")));
                Value::unknown(span).named(name)
            }
            Value::Class(class, frame) => {
                let statics = self.statics_of(*class, frame);
                if let Some(entry) = self.heap.obj(statics).entry(name).cloned() {
                    return self.call_value(&entry.value, args, span);
                }
                language.class_call(self, (*class, frame), name, args, span).unwrap_or_else(|| {
                    self.call_unknown(args, span);
                    Value::unknown(span).named(name)
                })
            }
            Value::Facet(id, path) => self.call_client(*id, &format!("{path}.{name}()"), args, span),
            Value::Api(path) => {
                if let Some(id) = self.client_of_path(path) {
                    return self.call_client(id, &format!(".{name}()"), args, span);
                }
                if let Some(value) = self.library_method(receiver, name, args, span) {
                    return value;
                }
                self.call_api(&format!("{path}.{name}"), args, span)
            }
            Value::Hole(hole, via) => {
                if let Some(id) = self.client_of_hole(hole) {
                    return self.call_client(id, &format!(".{name}()"), args, span);
                }
                if let Some(class) = hole.class {
                    let frame = self.top_of(class.module);
                    let instance = self.instance(class, &frame);
                    let member = self.member(&instance, name, at);
                    if matches!(member, Value::Function(_) | Value::Choice(_)) {
                        return self.call_value(&member, args, span);
                    }
                }
                if let Some(value) = self.library_method(receiver, name, args, span) {
                    return value;
                }
                if let Origin::Api(path) = &hole.hole.origin {
                    let path = format!("{path}.{name}");
                    return self.call_api(&path, args, span);
                }
                self.call_unknown(args, span);
                match &hole.hole.origin {
                    // `response.json()` is still the response, `hmac.update(text).digest('base64')` still signed.
                    Origin::Response { .. } | Origin::Signed { .. } => Value::Hole(hole.clone(), *via),
                    _ => {
                        let member = self.member(receiver, name, span);
                        // `request.headers().get("authorization")` is named for what it gets.
                        match self.fixed_key(&args.get(0)) {
                            Some(key) if language.names_by_argument(name) => self.member(&member, &key, span),
                            _ => member,
                        }
                    }
                }
            }
            Value::Function(closure)
                if let Some(members) = self.known_members_of(closure.function)
                    && self.heap.obj(members).entry(name).is_some() =>
            {
                let member = self.member(receiver, name, at);
                self.call_value(&member, args, span)
            }
            Value::Function(_) | Value::Text(_) | Value::Num(_) | Value::Bool(_) | Value::Regex(_) => {
                self.library_method(receiver, name, args, span).unwrap_or_else(|| {
                    self.call_unknown(args, span);
                    Value::hole(Origin::Computed, span)
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

    /// Whether a library value has a method of this name of its own.
    pub(crate) fn has_method(&self, receiver: &Value, name: &str) -> bool {
        let Value::Api(path) = receiver else { return false };
        let own = format!(".{name}()");
        self.clients.source(path).is_some_and(|def| self.clients.objects[def].calls.contains_key(&*own))
    }

    /// A list as arguments: `f.apply(this, list)`.
    pub(crate) fn spread_args(&mut self, list: &Value, span: Span) -> Args {
        match self.items_of(list, false) {
            Some(values) => Args { spans: vec![span; values.len()], values, rest: None },
            None => Args { rest: Some(span), ..Args::default() },
        }
    }

    /// The enum of the file that a text is a variant of. Variants without data are texts that stand where the enum
    /// declares them.
    pub(crate) fn enum_of(&self, value: &Value) -> Option<ClassId> {
        let Value::Text(text) = value else { return None };
        let [Piece::Fixed(_, at, _)] = &text[..] else { return None };
        self.here().unit_variants.get(at).copied()
    }

    /// A call of a client object.
    fn call_client(&mut self, id: ObjectId, path: &str, args: &Args, span: Span) -> Value {
        let Shape::Client(def) = self.heap.obj(id).shape else {
            self.call_unknown(args, span);
            return Value::unknown(span);
        };
        let clients = self.clients;
        // An object that no definition describes: the placeholder of a function call.
        let Some(definition) = clients.objects.get(def) else { return Value::unknown(span) };
        if let Some(call) = definition.calls.get(path).and_then(|defs| self.choose(defs, args)) {
            return self.apply(call, Some(id), path, args, span);
        }
        let name = path.trim_end_matches("()").rsplit('.').next().unwrap_or_default().to_owned();
        if definition.awaited && matches!(&*name, "then" | "catch" | "finally") {
            let response = self.awaited(Value::Object(id, LOCAL), span);
            return self.method(&response, &name, args, span, span);
        }
        if let Some(value) = self.library_method(&Value::Object(id, LOCAL), &name, args, span) {
            return value;
        }
        if let Some(closure) = self.extension(def, &name, id) {
            let this = closure.this.clone();
            return self.call_closure(&closure, args.values.clone(), this, span);
        }
        // A method that the data does not know: a builder that changes what is not modelled, and goes on.
        self.call_unknown(args, span);
        if self.language.chains_unknown_methods() {
            if !definition.plain.is_empty() && !definition.plain.contains(&name) {
                let why = format!("a call of {name}() that is not modelled");
                self.heap.update(id, |object| object.open_by(span, &why));
            }
            return Value::Object(id, LOCAL);
        }
        Value::unknown(span).named(&name)
    }

    /// A method that the module gives a client's type itself: `impl RequestExt for reqwest::RequestBuilder`.
    fn extension(&mut self, def: usize, name: &str, id: ObjectId) -> Option<Rc<Closure>> {
        if !self.language.extends_foreign_types() {
            return None;
        }
        let classes = self.here().classes.iter().filter(|class| class.name.starts_with("crate:"));
        let mut of_type = classes.filter(|class| self.clients.source(&format!("type {}", class.name)) == Some(def));
        let function = of_type.find_map(|class| {
            let named = |key: &crate::ir::Key| matches!(key, crate::ir::Key::Name(key, _) if **key == *name);
            class.methods.iter().find(|method| !method.is_static && named(&method.key)).map(|method| method.function)
        })?;
        let this = Some(Value::Object(id, LOCAL));
        Some(Rc::new(Closure { function, frame: self.top_of(function.module), this }))
    }

    /// A call of a library value.
    pub(crate) fn call_api(&mut self, path: &str, args: &Args, span: Span) -> Value {
        let called = format!("{path}()");
        let clients = self.clients;
        if let Some(def) = clients.function(&called).and_then(|defs| self.choose(defs, args)) {
            return self.apply(def, None, path, args, span);
        }
        if let Some(def) = clients.source(&called) {
            self.observations.shared_clients.insert(span.file);
            let id = self.new_client(def);
            return Value::Object(id, LOCAL);
        }
        if let Some(id) = self.client_of_path(path) {
            return self.call_client(id, "()", args, span);
        }
        // A method that is imported by its name: `import { get } from 'axios'`.
        if let Some((parent, name)) = path.rsplit_once('.')
            && let Some(def) = clients.source(parent)
            && clients.objects[def].calls.contains_key(&*format!(".{name}()"))
            && let Some(id) = self.client_of_path(parent)
        {
            return self.call_client(id, &format!(".{name}()"), args, span);
        }
        if let Some(selector) = clients.environment_call(&called) {
            let name = match selector {
                crate::clients::Selector::Argument(at, _) => args.get(*at).as_fixed(),
                _ => None,
            };
            return self.environment(&name.unwrap_or_else(|| "?".into()), span);
        }
        if let Some(value) = self.library_call(path, args, span) {
            let computed = matches!(&value, Value::Hole(hole, _) if hole.hole.origin == Origin::Computed);
            return Self::still_signed(&args.values).filter(|_| computed).unwrap_or(value);
        }
        self.note_options(path, args);
        self.call_unknown(args, span);
        let name = path.rsplit(['.', ':']).next().unwrap_or(path);
        Self::still_signed(&args.values).unwrap_or_else(|| Value::hole(Origin::Api(called.into()), span).named(name))
    }

    /// Something that cannot be followed is called: it may call its callbacks and change its objects.
    pub(crate) fn call_unknown(&mut self, args: &Args, span: Span) {
        for value in &args.values {
            for part in value.alternatives() {
                match part {
                    Value::Function(closure) => {
                        self.call_back(closure, &[], span);
                    }
                    Value::Object(id, _) => {
                        let handlers: Vec<Rc<Closure>> = self
                            .heap
                            .obj(*id)
                            .entries
                            .iter()
                            .filter_map(|entry| match &entry.value {
                                Value::Function(closure) => Some(closure.clone()),
                                _ => None,
                            })
                            .collect();
                        for handler in handlers {
                            let this = self.objects.made.get(&handler.function).and_then(|made| made.this.clone());
                            let handler = match (&handler.this, this) {
                                (None, Some(this)) => Rc::new(Closure {
                                    function: handler.function,
                                    frame: handler.frame.clone(),
                                    this: Some(this),
                                }),
                                _ => handler,
                            };
                            self.call_back(&handler, &[], span);
                        }
                    }
                    _ => {}
                }
            }
        }
        for value in &args.values {
            self.escape(value, span);
        }
    }
}
