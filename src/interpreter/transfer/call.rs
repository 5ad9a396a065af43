//! Calls: of functions and methods of the module, of clients, of the standard library, of the unknown.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use crate::clients::ResultDef;
use crate::interpreter::activation::Lent;
use crate::interpreter::arguments::Args;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::{Closure, Frame, Value};
use crate::interpreter::state::Interpreter;
use crate::interpreter::transfer::output::CALLED;
use crate::ir::{Element, ExprId, ExprKind, Key, Type};
use crate::request::Origin;
use crate::source::Span;

impl<'m> Interpreter<'m> {
    /// A call expression.
    pub(crate) fn call(&mut self, callee: ExprId, args: &'m [Element], types: &'m [Type], span: Span) -> Value {
        self.with_types(types, span, |this| this.call_of(callee, args, types, span))
    }

    fn call_of(&mut self, callee: ExprId, args: &'m [Element], types: &'m [Type], span: Span) -> Value {
        match &self.expr(callee).kind {
            ExprKind::Member { object, key } => {
                if matches!(self.expr(*object).kind, ExprKind::Super) {
                    return self.super_method(key, args, span);
                }
                let receiver = match key {
                    Key::Name(name, _) if self.language.ends_by_failure(name) => self.sure(*object).0,
                    _ => self.eval(*object),
                };
                let chosen = self.chosen(key);
                let name = self.name_of(key, chosen.as_ref());
                let elements = args;
                let args = self.args(elements);
                if let Some((name, _)) = &name
                    && let Some(value) = self.made_method(Some(*object), &receiver, name, &args, span)
                {
                    return value;
                }
                if let Some((name, _)) = &name
                    && let Some(value) = self.language.call_in_place(self, *object, &receiver, name, &args, span)
                {
                    return value;
                }
                let carried = name.as_ref().and_then(|(name, _)| self.carried_in_this(*object, &receiver, name, span));
                let value = self.lend(elements, &args, span, |this| match name {
                    _ if let Some(carried) = &carried => this.call_value(carried, &args, span),
                    Some((name, at)) => this.method(&receiver, &name, &args, at, span),
                    None => chosen.map_or(Value::unknown(span), |chosen| {
                        this.method_by_key(&receiver, (key, &chosen), &args, span)
                    }),
                });
                let value = self.of_type_param(*object, value);
                self.typed_by_call(value, types)
            }
            ExprKind::Super => {
                let args = self.args(args);
                let this = self.activation.frame.this.clone();
                if let (Some(this), Some(class)) = (this, self.current_class())
                    && let Some((parent, frame)) = self.parent(class, &self.activation.frame.clone())
                {
                    self.construct(parent, &frame, &this, args.values, span);
                } else {
                    self.construct_library_parent(&args, span);
                }
                Value::Undefined
            }
            ExprKind::Name(binding) if self.language.is_helper_name(&self.binding(*binding).name) => {
                let name = &self.binding(*binding).name;
                let args = self.args(args);
                self.language.helper(self, name, &args, span).unwrap_or_else(|| {
                    let value = self.eval(callee);
                    self.call_value(&value, &args, span)
                })
            }
            _ => {
                let value = self.eval(callee);
                if let Some(result) = self.language.call_on_places(self, &value, args, span) {
                    return result;
                }
                let elements = args;
                let args = self.args(elements);
                let result = self.lend(elements, &args, span, |this| this.call_value(&value, &args, span));
                Self::signed_by_type(&result, types).unwrap_or_else(|| self.typed(result, types.first()))
            }
        }
    }

    /// Makes a call that may change what it is lent. Texts are values: what a function that is followed made of its
    /// parameter is put back into the place, and what any other made of it is not known.
    fn lend(&mut self, elements: &[Element], args: &Args, span: Span, call: impl FnOnce(&mut Self) -> Value) -> Value {
        let lent = |(at, element): (usize, &Element)| match element {
            Element::Item(expr) => match self.expr(*expr).kind {
                ExprKind::Lend(place) if !matches!(args.get(at), Value::Object(..)) => Some((at, place)),
                _ => None,
            },
            Element::Spread(_) => None,
        };
        let lent: Vec<(usize, ExprId)> = elements.iter().enumerate().filter_map(lent).collect();
        if lent.is_empty() {
            return call(self);
        }
        self.calls.lent.push(Lent { site: span, given_back: Vec::new() });
        let value = call(self);
        let given_back = self.calls.lent.pop().map(|lent| lent.given_back).unwrap_or_default();
        for (at, place) in lent {
            let after: Vec<Value> = given_back.iter().filter_map(|values| values.get(at)?.clone()).collect();
            let before = args.get(at);
            if !after.is_empty() {
                self.assign(place, Value::choice(after, span));
            } else if before.alternatives().iter().any(|part| matches!(part, Value::Text(_) | Value::Num(..))) {
                self.assign(place, Value::of_origin(Origin::Computed, span));
            } else if before.may_be_nothing() {
                // What held nothing may have been filled.
                self.assign(place, Value::choice([before, Value::of_origin(Origin::Computed, span)], span));
            }
        }
        value
    }

    /// `super(…)` of a class that extends one of a library: what that makes of it is put into the instance, where it is
    /// known to be an object. Of a client the instance has what that has.
    fn construct_library_parent(&mut self, args: &Args, span: Span) {
        let Some(Value::Object(this, _)) = self.activation.frame.this.clone() else { return };
        let frame = self.activation.frame.clone();
        let Some(base) = self.current_class().and_then(|class| self.base_of(class, &frame)) else { return };
        let Value::Library(path) = &base else {
            self.base_on(this, &base, args, span);
            return;
        };
        let clients = self.clients;
        let made = format!("new {path}");
        let def = clients.function(&format!("{made}()")).and_then(|defs| self.choose(defs, args));
        if let Some(def) = def.filter(|def| matches!(def.result, ResultDef::Made(..))) {
            let made = self.apply(def, None, &made, args, span);
            self.spread_into(this, &made, span);
            return;
        }
        self.base_on(this, &base, args, span);
    }

    fn super_method(&mut self, key: &'m Key, args: &'m [Element], span: Span) -> Value {
        let args = self.args(args);
        let Some(this @ (Value::Object(..) | Value::Class(..))) = self.activation.frame.this.clone() else {
            return Value::unknown(span);
        };
        let is_static = matches!(this, Value::Class(..));
        let class = self.current_class();
        let frame = self.activation.frame.clone();
        let parent = class.and_then(|class| self.parent(class, &frame));
        let name = self.key(key);
        if let (Some((parent, frame)), Some((name, _))) = (parent, name) {
            let method =
                self.class(parent).methods.iter().find(|method| method.key.is(&name) && method.is_static == is_static);
            if let Some(method) = method {
                let closure = Rc::new(Closure::new(method.function, frame, Some(this.clone())));
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
                        self.mark_entries(&value);
                    }
                    args.shown.push(matches!(self.expr(*expr).kind, ExprKind::Show(_)));
                    args.values.push(value);
                }
                Element::Spread(expr) => {
                    let span = self.expr(*expr).span;
                    let value = self.eval(*expr);
                    match self.items_of(&value, false) {
                        Some(items) if args.rest.is_none() => {
                            args.spans.extend(items.iter().map(|_| span));
                            args.shown.extend(items.iter().map(|_| false));
                            args.values.extend(items);
                        }
                        _ => {
                            // `String.fromCharCode(...bytes)` is made of it.
                            args.values.extend(Self::still_made(std::slice::from_ref(&value)));
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
            Value::Library(path) => self.call_api(path, args, span),
            Value::Object(id, _) => self.call_client(*id, "()", args, span),
            Value::Facet(id, path) => self.call_client(*id, &format!("{path}()"), args, span),
            Value::Unknown(hole, _) => {
                if let Some(id) = self.client_of_unknown(hole) {
                    return self.call_client(id, "()", args, span);
                }
                match &hole.hole.origin {
                    Origin::Api(path) => self.call_api(&path.clone(), args, span),
                    origin => {
                        if *origin == Origin::Parameter {
                            self.note_output_by_name(hole, CALLED, args);
                        }
                        let name = hole.hole.names.last().cloned();
                        if let Some(request) = self.note_unknown_call("()", args, span) {
                            return request;
                        }
                        self.call_unknown(args, span);
                        Value::result(Origin::Unknown, name.as_deref().unwrap_or_default(), span)
                    }
                }
            }
            Value::Undefined | Value::Null | Value::Bool(_) | Value::Num(..) | Value::Text(_) | Value::Regex(_) => {
                self.call_unknown(args, span);
                Value::unknown(span)
            }
        }
    }

    pub(crate) fn call_known(&mut self, closure: &Rc<Closure>, args: &Args, span: Span) -> Value {
        let mut values = self.argument_values(args);
        if let Some(rest) = args.rest {
            let params = self.function(closure.function).params.len().saturating_sub(closure.bound.len());
            while values.len() < params {
                values.push(Value::unknown(rest));
            }
        }
        let seen = self.observations.noted_somewhere;
        let value = self.call_closure(closure, values, closure.this.clone(), span);
        if !self.http.in_place_of.is_empty() && self.observations.noted_somewhere == seen {
            self.call_replaced(closure.function, args, span);
        }
        value
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

    /// Something that cannot be followed is called: it may call its callbacks and change its objects.
    pub(crate) fn call_unknown(&mut self, args: &Args, span: Span) {
        // What it gets beside a callback may be changed before that is called: `handler(context, next)`.
        if args.values.iter().any(|value| matches!(value, Value::Function(_))) {
            for value in &args.values {
                let is_changed = matches!(value, Value::Object(id, _) if self.heap.obj(*id).shape != Shape::List);
                if is_changed {
                    self.escape(value, span);
                }
            }
        }
        for value in &args.values {
            for part in value.alternatives() {
                match part {
                    Value::Function(closure) => {
                        let (sent, noted) = (self.observations.sendings, self.observations.requests.len());
                        self.call_back(closure, &[], span);
                        if self.observations.sendings > sent && self.is_called_later(closure) {
                            self.observations.requests.truncate(noted);
                        }
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
                        // It may have got more before it is called: what it lacks may be there all the same.
                        if !handlers.is_empty() {
                            self.escape(part, span);
                        }
                        self.call_handlers(handlers, span);
                    }
                    _ => {}
                }
            }
        }
        if self.takes_known_extension(args) {
            return;
        }
        for (at, value) in args.values.iter().enumerate() {
            self.escape_shown(value, args.is_shown(at), span);
        }
    }

    /// Whether the first argument is a function of a package that the tables know to do nothing: `app.use(plugin, client)`
    /// hands the rest to that.
    fn takes_known_extension(&self, args: &Args) -> bool {
        let Some(Value::Library(path)) = args.values.first() else { return false };
        let defs = self.clients.function(&format!("{path}()"));
        args.values.len() > 1 && defs.is_some_and(|defs| defs.iter().all(|def| def.does_nothing()))
    }

    /// Calls the functions of an object that somebody unknown may call. Once they have used up what they may take, what the
    /// others may change is not known: of those that share their variables it is the same.
    fn call_handlers(&mut self, handlers: Vec<Rc<Closure>>, span: Span) {
        let mut given_up: FxHashSet<*const Frame> = FxHashSet::default();
        for handler in handlers {
            if self.calls.is_exhausted() {
                if given_up.insert(Rc::as_ptr(&handler.frame)) {
                    self.havoc_captures(&handler, span);
                }
                continue;
            }
            let this = self.objects.closures.get(&handler.function).and_then(|made| made.this.clone());
            let handler = match (&handler.this, this) {
                (None, Some(this)) => Rc::new(handler.with_this(Some(this))),
                _ => handler,
            };
            self.call_back(&handler, &[], span);
        }
    }
}
