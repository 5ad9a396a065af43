//! What functions of libraries and of compilers do that the tables tell by its name alone.

use std::rc::Rc;

use crate::clients::Builtin;
use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, STACK, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::text::{Piece, TextValue};
use crate::interpreter::domain::unknown::Unknown;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::fields::FieldsOf;
use crate::interpreter::http::injection::Provided;
use crate::interpreter::state::Interpreter;
use crate::request::{Hole, Origin};
use crate::source::Span;

/// More names do not lead to a value.
const MAX_NAMES: usize = 16;

impl Interpreter<'_> {
    /// What an operation makes of parts of a call with these arguments; `None` where that is not known.
    pub(crate) fn operate(&mut self, operation: Builtin, parts: &[Value], args: &Args, span: Span) -> Option<Value> {
        let part = |at: usize| parts.get(at).cloned().unwrap_or(Value::Undefined);
        Some(match operation {
            Builtin::Query => self.query_text(&part(0), &part(1), span),
            Builtin::Json => self.written_out(&part(0), span),
            Builtin::Named => Self::named_by(&part(0), span),
            Builtin::As => Self::declared_as(&part(0), &part(1)),
            Builtin::Format => self.formatted(args, span),
            Builtin::Resolve => Value::of_pieces(self.resolve_url(&part(0), Some(&part(1)), span)),
            Builtin::UrlText => self.formatted_url(&part(0), span),
            Builtin::Url => self.url_with(&part(0), parts.get(1), span),
            Builtin::Pairs => self.multi_of(parts.first(), FieldsOf::Query, span),
            Builtin::Headers => self.multi_of(parts.first(), FieldsOf::Headers, span),
            Builtin::StateAndSetter => self.state_and_setter(part(0), span),
            Builtin::Inherit => {
                self.inherit(&part(0), &part(1), span);
                Value::Undefined
            }
            Builtin::DefaultOf => self.with_default(&part(0), false, span),
            Builtin::NamespaceOf => self.with_default(&part(0), true, span),
            Builtin::ExportAll => self.export_all(&part(0), part(1), span),
            Builtin::BindMember => {
                self.bind_member(&part(0), &part(1), (&part(2), &part(3)), span);
                Value::Undefined
            }
            Builtin::SetMember => self.with_member(part(0), &part(1), part(2), span),
            Builtin::Omit => self.omitted(&part(0), &part(1), span)?,
            Builtin::Pick => self.picked(&part(0), &part(1), span)?,
            Builtin::Pair => self.list(vec![part(0), Value::unknown(span)]),
            Builtin::Run => self.run_with(&part(0), &part(1), span)?,
            Builtin::Bind => {
                let first = self.arguments_from(args, &part(1))?;
                bound(&part(0), first)?
            }
            Builtin::Call => {
                let given = self.arguments_from(args, &part(1))?;
                match parts.get(2) {
                    Some(of) => self.called_on(of, &part(0), given, span)?,
                    None => self.called(&part(0), given, span)?,
                }
            }
            Builtin::Error => self.error_of(part(0), &part(1), span),
            Builtin::ChangeMember => {
                let name = part(1).as_fixed()?;
                self.change_member(&part(0), &name, &part(2), span);
                Value::Undefined
            }
            Builtin::Merge => self.merged_deeply(&part(0), args, span),
            Builtin::Defaults => self.with_defaults(args, span),
            Builtin::Join => self.joined_path(args, span),
            Builtin::Token => self.new_token(&part(0), span),
            Builtin::Provide => {
                self.provide_entry(&part(0), &part(1), span);
                Value::Undefined
            }
            Builtin::Prefixed => {
                let member = part(2).as_fixed()?;
                self.prefixed(&part(0), &part(1), &member, span)
            }
            Builtin::Give => {
                self.provide(&part(0), Provided::itself(part(1)), span);
                part(2)
            }
            Builtin::Carry => {
                let (names, prefix) = (part(1).as_fixed()?, part(2).as_fixed()?);
                let put = self.member(&part(0), &names, span);
                self.carry_all(&put, &prefix, span);
                Value::Undefined
            }
            Builtin::Layered => self.layered(part(0), &part(1), &part(2).as_fixed()?, span)?,
            Builtin::Members => {
                let class = part(0);
                let prototype = self.member(&class, "prototype", span);
                self.define_all(&prototype, &part(1), span);
                self.define_all(&class, &part(2), span);
                class
            }
        })
    }

    /// What a function or a client gives that is called on some paths.
    fn called(&mut self, callee: &Value, given: Vec<Value>, span: Span) -> Option<Value> {
        match callee {
            Value::Function(closure) => Some(self.branch(1, false, span, |this, _| {
                this.call_closure(closure, given.clone(), closure.this.clone(), span)
            })),
            Value::Object(..) | Value::Facet(..) | Value::Library(_) => {
                let args = Args { values: given, ..Args::default() };
                Some(self.call_value(callee, &args, span))
            }
            _ => None,
        }
    }

    /// The same of a function, or the name of a method, that is called on something.
    fn called_on(&mut self, of: &Value, callee: &Value, given: Vec<Value>, span: Span) -> Option<Value> {
        match callee {
            Value::Function(closure) => {
                let method = Value::Function(Rc::new(closure.with_this(Some(of.clone()))));
                self.called(&method, given, span)
            }
            Value::Text(_) => {
                let name = callee.as_fixed()?;
                let args = Args { values: given, ..Args::default() };
                Some(self.branch(1, false, span, |this, _| this.method(of, &name, &args, span, span)))
            }
            _ => self.called(callee, given, span),
        }
    }

    /// An object without the members that a list names.
    fn omitted(&mut self, object: &Value, keys: &Value, span: Span) -> Option<Value> {
        let keys = self.keys_in(keys)?;
        Some(self.without(object, &keys, span))
    }

    /// An object with no other members than those that a list names.
    fn picked(&mut self, object: &Value, keys: &Value, span: Span) -> Option<Value> {
        let keys = self.keys_in(keys)?;
        let Value::Object(id, _) = object else { return None };
        let names = self.heap.obj(*id).entries.iter().map(|entry| entry.name.clone());
        let others: Vec<Rc<str>> = names.filter(|name| !keys.contains(name)).collect();
        Some(self.without(object, &others, span))
    }

    /// The names that a list holds, where it is known.
    fn keys_in(&mut self, list: &Value) -> Option<Vec<Rc<str>>> {
        self.items_of(list, false)?.iter().map(Value::as_fixed).collect()
    }

    /// Gives a module what another one exports, but for its default.
    fn export_all(&mut self, from: &Value, to: Value, span: Span) -> Value {
        if let Value::Object(target, _) = to {
            let members = self.listed_of(from, span);
            let source = self.without(&members, &["default".into()], span);
            self.spread_into(target, &source, span);
        }
        to
    }

    /// Gives an object a member of another one, under the second of two names if there is one.
    fn bind_member(&mut self, to: &Value, from: &Value, (own, other): (&Value, &Value), span: Span) {
        let name = if matches!(other, Value::Undefined) { own } else { other };
        if let (Some(own), Some(name)) = (own.as_fixed(), name.as_fixed()) {
            let value = self.member(from, &own, span);
            self.set_member(to, &name, span, value);
        }
    }

    /// The arguments of a call from a place on, as a function of the program gets them; `None` where not all are known.
    fn arguments_from(&mut self, args: &Args, place: &Value) -> Option<Vec<Value>> {
        let from: usize = place.as_fixed()?.parse().ok()?;
        if args.rest.is_some() {
            return None;
        }
        Some(self.argument_values(args).split_off(from.min(args.values.len())))
    }

    /// An error: its message stands in its stack as well, and there may be more to it.
    fn error_of(&mut self, message: Value, options: &Value, span: Span) -> Value {
        let cause = self.member(options, "cause", span);
        let message = if matches!(message, Value::Undefined) { Value::unknown(span) } else { message };
        let mut error = Object::new(Shape::Record);
        error.set("message", span, message.clone());
        error.set(STACK, span, message);
        if !matches!(cause, Value::Undefined | Value::Unknown(..)) {
            error.set("cause", span, cause);
        }
        error.open_by(span, "an error may have more");
        Value::Object(self.heap.object(error), LOCAL)
    }

    /// A query string, behind a text if there is one.
    fn query_text(&mut self, of: &Value, before: &Value, span: Span) -> Value {
        let fields = self.fields_of(of, FieldsOf::Query, span);
        let mut text = TextValue::new();
        if let Some(before) = before.as_fixed() {
            text.push(Piece::Fixed(before, span, LOCAL));
        }
        text.push(Piece::Fields(Rc::new(fields)));
        Value::of_pieces(text)
    }

    /// A URL from a text, with more parameters if there are any.
    pub(crate) fn url_with(&mut self, text: &Value, query: Option<&Value>, span: Span) -> Value {
        let text = self.text_of(text, span);
        let url = self.url_object(&text, span);
        if let Some(more) = query
            && let Value::Object(own, _) = self.member(&url, "searchParams", span)
        {
            self.add_pairs(own, more, span);
        }
        url
    }

    fn multi_of(&mut self, of: Option<&Value>, kind: FieldsOf, span: Span) -> Value {
        let shape = if kind == FieldsOf::Headers { Shape::Headers } else { Shape::Params };
        match of {
            Some(of) => {
                let fields = self.fields_of(of, kind, span);
                self.multi(shape, &fields)
            }
            None => Value::Object(self.heap.object(Object::new(shape)), LOCAL),
        }
    }

    /// Adds pairs to those that an object has.
    pub(crate) fn add_pairs(&mut self, id: ObjectId, pairs: &Value, span: Span) {
        let fields = self.fields_of(pairs, FieldsOf::Query, span);
        self.heap.update(id, |object| {
            for field in &fields.entries {
                object.add(&field.name, field.name_span, Value::Text(field.value.clone()), field.certain);
            }
            if let Some((at, why)) = fields.open.first() {
                object.open_by(*at, why);
            }
        });
    }

    /// What is on the prototype of one constructor function is on that of another, too.
    fn inherit(&mut self, sub: &Value, base: &Value, span: Span) {
        if let (Value::Function(sub), Value::Function(_)) = (sub, base) {
            let base = self.member(base, "prototype", span);
            let sub = self.prototype_of(sub);
            self.spread_into(sub, &base, span);
        }
    }

    /// A URL that is given in parts, `{ protocol, hostname, pathname, query }`, or as a text.
    fn formatted_url(&mut self, value: &Value, span: Span) -> Value {
        let is_record = matches!(value, Value::Object(id, _) if self.heap.obj(*id).shape == Shape::Record);
        if !is_record {
            return Value::of_pieces(self.text_of(value, span));
        }
        let mut text = TextValue::new();
        let part = |this: &mut Self, name: &str| {
            let value = this.member(value, name, span);
            (!matches!(value, Value::Undefined | Value::Null)).then_some(value)
        };
        if let Some(protocol) = part(self, "protocol") {
            match protocol.as_fixed() {
                Some(known) => {
                    text.push(Piece::Fixed(format!("{}://", known.trim_end_matches(':')).into(), span, LOCAL));
                }
                None => {
                    self.append_text(&mut text, &protocol, span);
                    text.push(Piece::Fixed("//".into(), span, LOCAL));
                }
            }
        }
        if let Some(host) = part(self, "host") {
            self.append_text(&mut text, &host, span);
        } else if let Some(host) = part(self, "hostname") {
            self.append_text(&mut text, &host, span);
            if let Some(port) = part(self, "port") {
                text.push(Piece::Fixed(":".into(), span, LOCAL));
                self.append_text(&mut text, &port, span);
            }
        }
        if let Some(path) = part(self, "pathname") {
            self.append_text(&mut text, &path, span);
        }
        if let Some(search) = part(self, "search") {
            self.append_text(&mut text, &search, span);
        } else if let Some(query) = part(self, "query") {
            let fields = self.fields_of(&query, FieldsOf::Query, span);
            text.push(Piece::Fixed("?".into(), span, LOCAL));
            text.push(Piece::Fields(Rc::new(fields)));
        }
        Value::of_pieces(text)
    }

    /// A text with places that arguments fill: `'%s/%s', a, b`.
    fn formatted(&mut self, args: &Args, span: Span) -> Value {
        let Some(pattern) = args.get(0).as_fixed() else { return Value::of_origin(Origin::Computed, span) };
        let at = args.spans.first().copied().unwrap_or(span);
        let mut text = TextValue::new();
        let mut next = 1;
        let mut rest = &*pattern;
        while let Some(found) = rest.find('%') {
            let (head, tail) = rest.split_at(found);
            if !head.is_empty() {
                text.push(Piece::Fixed(head.into(), at, LOCAL));
            }
            let directive = tail.chars().nth(1);
            let taken = directive.map_or(1, |directive| 1 + directive.len_utf8());
            match directive {
                Some('s' | 'd' | 'i' | 'f' | 'j' | 'o' | 'O') if next < args.values.len() || args.rest.is_some() => {
                    self.append_text(&mut text, &args.get(next), span);
                    next += 1;
                }
                Some('%') => text.push(Piece::Fixed("%".into(), at, LOCAL)),
                _ => text.push(Piece::Fixed(tail[..taken].into(), at, LOCAL)),
            }
            rest = &tail[taken..];
        }
        if !rest.is_empty() {
            text.push(Piece::Fixed(rest.into(), at, LOCAL));
        }
        Value::of_pieces(text)
    }

    /// What `import` makes of what `require` gave: a module of ES stays, another gets a member for itself.
    fn with_default(&mut self, module: &Value, members: bool, span: Span) -> Value {
        let Value::Object(id, via) = module else {
            return match module {
                // A package is what its default is.
                Value::Library(_) | Value::Unknown(..) => module.clone(),
                other => {
                    let mut wrapped = Object::new(Shape::Record);
                    wrapped.set("default", span, other.clone());
                    Value::Object(self.heap.object(wrapped), LOCAL)
                }
            };
        };
        let object = self.heap.obj(*id).clone();
        if matches!(object.shape, Shape::Namespace(_)) || object.entry("__esModule").is_some() {
            return module.clone();
        }
        let wrapped = self.heap.object(Object::new(Shape::Record));
        if members {
            self.spread_into(wrapped, module, span);
        }
        let default = Value::Object(*id, *via);
        self.heap.update(wrapped, |object| object.set("default", span, default));
        Value::Object(wrapped, LOCAL)
    }

    /// The members of a module as an object of its own.
    fn listed_of(&mut self, module: &Value, span: Span) -> Value {
        match self.listed(module, span) {
            listed @ Value::Object(..) => listed,
            other => {
                let copy = self.heap.object(Object::new(Shape::Record));
                self.spread_into(copy, &other, span);
                Value::Object(copy, LOCAL)
            }
        }
    }

    /// A value that is got by its name, or by the names that lead to it.
    fn named_by(name: &Value, span: Span) -> Value {
        let Some(text) = name.as_fixed() else { return Value::unknown(span) };
        let mut hole = Hole::new(Origin::Unknown, span);
        hole.names =
            text.split(['.', ':', '/']).filter(|part| !part.is_empty()).take(MAX_NAMES).map(Into::into).collect();
        Value::Unknown(Rc::new(Unknown::of(hole)), LOCAL)
    }

    /// An object that has got a member under a name.
    fn with_member(&mut self, object: Value, name: &Value, value: Value, span: Span) -> Value {
        match name.as_fixed() {
            Some(key) => self.set_member(&object, &key, span, value),
            None => self.open_object(&object, span, "a property that is not known"),
        }
        object
    }

    /// A value that is declared with a type, as far as it is not known.
    fn declared_as(value: &Value, ty: &Value) -> Value {
        let ty: Option<Rc<str>> = ty.as_fixed().filter(|ty| !ty.is_empty());
        let declared = |part: &Value| match part {
            Value::Unknown(hole, via) => Value::Unknown(Rc::new(Unknown { ty: ty.clone(), ..(**hole).clone() }), *via),
            other => other.clone(),
        };
        match value {
            Value::Choice(parts) => Value::Choice(parts.iter().map(declared).collect()),
            one => declared(one),
        }
    }

    /// Runs the body of an asynchronous function, which was made a function of its own.
    fn run_with(&mut self, body: &Value, this: &Value, span: Span) -> Option<Value> {
        let Value::Function(closure) = body else { return None };
        let this = closure.this.clone().unwrap_or_else(|| this.clone());
        Some(self.call_closure(closure, Vec::new(), Some(this), span))
    }

    /// Gives an object the members that a list describes: `{ key: "get", value: function … }`.
    fn define_all(&mut self, target: &Value, list: &Value, span: Span) {
        let Some(descriptors) = self.items_of(list, false) else {
            if !matches!(list, Value::Undefined | Value::Null) {
                self.open_object(target, span, "members that are not known");
            }
            return;
        };
        for descriptor in descriptors {
            let Some(key) = self.member(&descriptor, "key", span).as_fixed() else { continue };
            let value = match self.member(&descriptor, "get", span) {
                // What a getter gives depends on the instance.
                Value::Function(_) => Value::unknown(span),
                _ => self.member(&descriptor, "value", span),
            };
            self.set_member(target, &key, span, value);
        }
    }
}

/// A function that has its first arguments already.
fn bound(function: &Value, first: Vec<Value>) -> Option<Value> {
    let Value::Function(closure) = function else { return None };
    // A library stands for an argument that is left out: `_.partial(send, _, path)`.
    if first.iter().any(|value| matches!(value, Value::Library(_))) {
        return None;
    }
    Some(Value::Function(Rc::new(closure.with_arguments(first))))
}
