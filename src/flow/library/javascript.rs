//! The standard library of JavaScript, and the two query-string packages that everybody uses.

use std::rc::Rc;

use crate::flow::convert::FieldsOf;
use crate::flow::heap::{Object, ObjectId, Shape};
use crate::flow::interop;
use crate::flow::interpret::Interpreter;
use crate::flow::members::UNCOUNTED;
use crate::flow::request::Origin;
use crate::flow::send::Args;
use crate::flow::value::{LOCAL, Piece, TextV, Value};
use crate::source::Span;

/// How many items of a list are worked through one by one.
const MAX_ITEMS: usize = 128;

/// How deep settings are looked into.
const MAX_SETTINGS_DEPTH: usize = 8;

impl Interpreter<'_> {
    pub(super) fn javascript_method(&mut self, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
        match name {
            "then" => return Some(self.then(receiver, args, span)),
            "catch" => {
                let caught = self.run_callback(&args.get(0), &[], span);
                return Some(Value::choice([receiver.clone(), caught], span));
            }
            "finally" => {
                self.run_callback(&args.get(0), &[], span);
                return Some(receiver.clone());
            }
            _ => {}
        }
        match receiver {
            // A list of which nothing is known is mapped to one of which only the length is not.
            Value::Hole(hole, _)
                if matches!(name, "map" | "flatMap")
                    && matches!(args.get(0), Value::Function(_))
                    && matches!(hole.hole.origin, Origin::Parameter | Origin::Unknown) =>
            {
                let result = self.run_callback(&args.get(0), &[], span);
                let some: Vec<Value> =
                    result.alternatives().iter().filter(|part| !matches!(part, Value::Undefined)).cloned().collect();
                if some.is_empty() {
                    return Some(Value::unknown(span).named(name));
                }
                let list = self.list(vec![Value::choice(some, span)]);
                self.open_object(&list, span, UNCOUNTED);
                Some(list)
            }
            Value::Object(id, _) => {
                let shape = self.heap.obj(*id).shape.clone();
                match shape {
                    Shape::List => self.list_method(*id, receiver, name, args, span),
                    Shape::Multi => self.multi_method(*id, receiver, name, args, span),
                    Shape::Url => match name {
                        "toString" | "toJSON" => Some(Value::Text(Rc::new(self.url_text(*id, span)))),
                        _ => None,
                    },
                    Shape::Record => self.record_method(*id, receiver, name, args, span),
                    Shape::Client(_) | Shape::Namespace(_) => None,
                }
            }
            Value::Function(closure) => match name {
                "call" => {
                    let rest = args.values.iter().skip(1).cloned().collect();
                    Some(self.call_closure(closure, rest, Some(args.get(0)), span))
                }
                "apply" => {
                    let list = args.get(1);
                    let items = self.items_of(&list, false).unwrap_or_default();
                    Some(self.call_closure(closure, items, Some(args.get(0)), span))
                }
                "bind" if args.values.len() <= 1 => Some(Value::Function(Rc::new(crate::flow::value::Closure {
                    function: closure.function,
                    frame: closure.frame.clone(),
                    this: Some(args.get(0)),
                }))),
                _ => None,
            },
            Value::Text(_) | Value::Num(_) | Value::Choice(_) | Value::Hole(..) => {
                self.string_method(receiver, name, args, span)
            }
            Value::Api(path) if matches!(&**path, "global:console") => Some(Value::Undefined),
            _ => None,
        }
    }

    /// Calls a value that is given as a callback; unknown callbacks are only given what they get.
    fn run_callback(&mut self, callback: &Value, known: &[Value], span: Span) -> Value {
        match callback {
            Value::Function(closure) => self.call_back(closure, known, span),
            Value::Undefined | Value::Null => Value::Undefined,
            other => {
                let args = Args { values: known.to_vec(), spans: vec![span; known.len()], rest: None };
                self.call_value(other, &args, span)
            }
        }
    }

    fn then(&mut self, receiver: &Value, args: &Args, span: Span) -> Value {
        let result = match args.get(0) {
            Value::Function(closure) => self.call_closure(&closure, vec![receiver.clone()], closure.this.clone(), span),
            Value::Undefined | Value::Null => receiver.clone(),
            other => {
                let passed = Args { values: vec![receiver.clone()], spans: vec![span], rest: None };
                self.call_value(&other, &passed, span)
            }
        };
        if !matches!(args.get(1), Value::Undefined) {
            self.run_callback(&args.get(1), &[], span);
        }
        result
    }

    // Strings ---------------------------------------------------------------------------------------------------

    fn string_method(&mut self, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
        let is_hole = matches!(receiver, Value::Hole(..));
        Some(match name {
            "toString" | "trim" | "trimEnd" | "trimStart" | "valueOf" | "normalize" => receiver.clone(),
            "concat" if !is_hole => {
                let mut text = self.text_of(receiver, span);
                for value in &args.values {
                    self.append_text(&mut text, value, span);
                }
                Value::Text(Rc::new(text))
            }
            "replace" | "replaceAll" => {
                let pattern = args.get(0).as_fixed();
                let by = args.get(1);
                match pattern {
                    Some(pattern) if !is_hole => {
                        let text = self.text_of(receiver, span);
                        let by = match by {
                            Value::Function(_) => Value::hole(Origin::Computed, span),
                            other => other,
                        };
                        let by = self.text_of(&by, span);
                        Value::Text(Rc::new(replaced(&text, &pattern, &by, name == "replaceAll")))
                    }
                    // An unknown pattern; commonly one that trims slashes.
                    _ if is_hole => receiver.clone(),
                    _ => Value::hole(Origin::Computed, span),
                }
            }
            "toLowerCase" | "toUpperCase" => match receiver.as_fixed() {
                Some(text) if name == "toLowerCase" => Value::text(&text.to_lowercase(), span),
                Some(text) => Value::text(&text.to_uppercase(), span),
                None if is_hole => receiver.clone(),
                None => Value::hole(Origin::Computed, span),
            },
            "split" => match (receiver.as_fixed(), args.get(0).as_fixed()) {
                (Some(text), Some(separator)) if !separator.is_empty() => {
                    let items = text.split(&*separator).map(|part| Value::text(part, span)).collect();
                    self.list(items)
                }
                // A part of an unknown value still comes from where that came from: `header.split(' ')[1]`.
                _ if is_hole => receiver.clone(),
                _ => Value::hole(Origin::Computed, span),
            },
            "slice" | "substring" | "substr" | "match" if is_hole => receiver.clone(),
            "slice" | "substring" | "substr" | "padStart" | "padEnd" | "repeat" | "charAt" | "at" if !is_hole => {
                Value::hole(Origin::Computed, span)
            }
            "startsWith" | "endsWith" | "includes" | "match" | "test" | "indexOf" => Value::Bool(None),
            _ => return None,
        })
    }

    // Lists -----------------------------------------------------------------------------------------------------

    #[allow(clippy::too_many_lines)] // one arm a method
    fn list_method(&mut self, id: ObjectId, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
        let items = self.items_of(receiver, false).filter(|items| items.len() <= MAX_ITEMS);
        Some(match (name, items) {
            ("push" | "unshift", _) => {
                let front = name == "unshift";
                let values = args.values.clone();
                let rest = args.rest;
                self.heap.update(id, |object| {
                    for (at, value) in values.into_iter().enumerate() {
                        if front { object.items.insert(at, value) } else { object.items.push(value) }
                    }
                    if let Some(rest) = rest {
                        object.open_by(rest, "items that are not known");
                    }
                });
                Value::hole(Origin::Computed, span)
            }
            ("join", Some(items)) => {
                let separator = match args.get(0) {
                    Value::Undefined => Some(",".into()),
                    other => other.as_fixed(),
                };
                match separator {
                    Some(separator) => Value::Text(Rc::new(self.joined(&items, &separator, span))),
                    None => Value::hole(Origin::Computed, span),
                }
            }
            ("map" | "flatMap", Some(items)) => {
                let results: Vec<Value> = items
                    .into_iter()
                    .enumerate()
                    .map(|(at, item)| self.call_item(&args.get(0), &item, at, span))
                    .collect();
                if name == "flatMap" {
                    let mut flat = Vec::new();
                    for result in results {
                        match self.items_of(&result, false) {
                            Some(items) => flat.extend(items),
                            None => flat.push(result),
                        }
                    }
                    self.list(flat)
                } else {
                    self.list(results)
                }
            }
            ("forEach", Some(items)) => {
                for (at, item) in items.into_iter().enumerate() {
                    self.call_item(&args.get(0), &item, at, span);
                }
                Value::Undefined
            }
            ("reduce", Some(items)) => {
                let mut items = items.into_iter().enumerate();
                let mut total = match args.get(1) {
                    Value::Undefined => items.next().map_or(Value::Undefined, |(_, first)| first),
                    initial => initial,
                };
                for (at, item) in items {
                    let (item, may_miss) = Self::present(&item, span);
                    let values = vec![total.clone(), item, Value::Num(at.to_string().into()), receiver.clone()];
                    let passed = Args { spans: vec![span; values.len()], values, rest: None };
                    if may_miss {
                        let mut longer = total.clone();
                        self.branch(1, false, span, |this, _| {
                            longer = this.call_value(&args.get(0), &passed, span);
                            Value::Undefined
                        });
                        total = Value::choice([total, longer], span);
                    } else {
                        total = self.call_value(&args.get(0), &passed, span);
                    }
                }
                total
            }
            // Which ones stay is not known: each may be missing.
            ("filter", Some(items)) => {
                let mut kept = Vec::new();
                for (at, item) in items.into_iter().enumerate() {
                    let holds = match &args.get(0) {
                        Value::Api(path) if &**path == "global:Boolean" => item.truthy(),
                        callback => self.call_item(callback, &item, at, span).truthy(),
                    };
                    match holds {
                        Some(true) => kept.push(item),
                        Some(false) => {}
                        None => kept.push(Value::choice([item, Value::Undefined], span)),
                    }
                }
                self.list(kept)
            }
            ("concat", Some(mut items)) => {
                for value in &args.values {
                    match self.items_of(value, false) {
                        Some(more) => items.extend(more),
                        None => items.push(value.clone()),
                    }
                }
                self.list(items)
            }
            ("slice" | "flat" | "values" | "reverse" | "sort", Some(items)) if args.values.is_empty() => {
                self.list(items)
            }
            ("forEach" | "map", None) => {
                let item = self.any_item(receiver, span);
                let result = self.run_callback(&args.get(0), &[item], span);
                if name == "map" {
                    let list = self.list(vec![result]);
                    self.open_object(&list, span, UNCOUNTED);
                    list
                } else {
                    Value::Undefined
                }
            }
            ("find" | "pop" | "shift" | "at", _) => self.any_item(receiver, span),
            ("includes" | "some" | "every" | "indexOf", _) => Value::Bool(None),
            _ => return None,
        })
    }

    /// Calls a function with an item of a list. What may be missing may not be called with.
    fn call_item(&mut self, callback: &Value, item: &Value, at: usize, span: Span) -> Value {
        let (item, may_miss) = Self::present(item, span);
        if may_miss {
            return self.branch(1, false, span, |this, _| this.call_item(callback, &item, at, span));
        }
        let values = vec![item, Value::Num(at.to_string().into())];
        let passed = Args { spans: vec![span; values.len()], values, rest: None };
        self.call_value(callback, &passed, span)
    }

    // Query parameters, headers, maps ---------------------------------------------------------------------------

    fn multi_method(&mut self, id: ObjectId, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
        Some(match name {
            "append" | "set" => {
                let key = args.get(0);
                if self.fixed_key(&key).is_none() && matches!(key, Value::Object(..)) {
                    // Angular's and axios' headers take whole objects.
                    let fields = self.fields_of(&key, FieldsOf::Headers, span);
                    self.heap.update(id, |object| {
                        for field in &fields.entries {
                            object.set(&field.name, field.name_span, Value::Text(field.value.clone()));
                        }
                        if let Some((at, why)) = fields.open.first() {
                            object.open_by(*at, why);
                        }
                    });
                } else {
                    self.put_entry(id, &key, args.get(1), name == "set", span);
                }
                receiver.clone()
            }
            "delete" => {
                if let Some(key) = args.get(0).as_fixed() {
                    self.heap.update(id, |object| object.remove(&key));
                }
                receiver.clone()
            }
            "get" => {
                let key = args.get(0).as_fixed()?;
                self.member(receiver, &key, span)
            }
            "has" | "sort" => Value::Bool(None),
            "toString" => {
                let fields = self.fields_of(receiver, FieldsOf::Query, span);
                Value::Text(Rc::new(vec![Piece::Fields(Rc::new(fields))]))
            }
            "entries" => receiver.clone(),
            _ => return None,
        })
    }

    fn record_method(&mut self, id: ObjectId, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
        Some(match name {
            "hasOwnProperty" | "has" => Value::Bool(None),
            // A `Map`.
            "set" => {
                let value = args.get(1);
                match self.fixed_key(&args.get(0)) {
                    Some(key) => self.heap.update(id, |object| object.set(&key, span, value)),
                    None => self.heap.update(id, |object| object.open_by(span, "a key that is not known")),
                }
                receiver.clone()
            }
            "get" => match self.fixed_key(&args.get(0)) {
                // `config.get('server.port')`.
                Some(key) if self.heap.obj(id).entry(&key).is_none() && key.contains('.') => {
                    key.split('.').fold(receiver.clone(), |object, name| self.member(&object, name, span))
                }
                Some(key) => self.member(receiver, &key, span),
                None => Value::unknown(span),
            },
            "getProperties" => receiver.clone(),
            "delete" => {
                if let Some(key) = args.get(0).as_fixed() {
                    self.heap.update(id, |object| object.remove(&key));
                }
                Value::Bool(None)
            }
            "toString" => Value::hole(Origin::Computed, span),
            "entries" | "keys" | "values" => self.object_list(receiver, name, span),
            "forEach" => {
                for entry in self.heap.obj(id).entries.clone() {
                    let known = [entry.value, Value::text(&entry.name, entry.span)];
                    self.run_callback(&args.get(0), &known, span);
                }
                Value::Undefined
            }
            _ => return None,
        })
    }

    // Functions -------------------------------------------------------------------------------------------------

    #[allow(clippy::too_many_lines)] // one table
    pub(super) fn javascript_call(&mut self, path: &str, args: &Args, span: Span) -> Option<Value> {
        let path = path
            .strip_prefix("global:globalThis.")
            .or(path.strip_prefix("global:window."))
            .map_or_else(|| path.to_owned(), |rest| format!("global:{rest}"));
        if let Some(helper) = interop::helper(&path) {
            return self.call_helper(helper, args, span);
        }
        Some(match &*path {
            "global:require" | "global:import" => match args.get(0).as_fixed() {
                Some(specifier) => self.import(&specifier, "*", span),
                None => Value::unknown(span),
            },
            "global:Object.assign" | "npm:lodash.assign" | "npm:lodash.merge" | "npm:lodash.extend" => {
                let target = self.settled(args.get(0), span);
                if let Value::Choice(parts) = &target {
                    // Whichever it is has the entries afterwards.
                    let parts = parts.clone();
                    return Some(self.branch(parts.len(), true, span, |this, at| {
                        let mut args = args.clone();
                        args.values[0] = parts[at].clone();
                        this.javascript_call(&path, &args, span).unwrap_or(Value::Undefined)
                    }));
                }
                let Value::Object(id, _) = &target else {
                    let parts: Vec<Value> = args.values.clone();
                    return Some(self.merged(&parts, span));
                };
                if self.heap.obj(*id).shape == Shape::Url {
                    for source in args.values.iter().skip(1) {
                        let Value::Object(source, _) = source else { continue };
                        for entry in self.heap.obj(*source).entries.clone() {
                            self.set_url_member(*id, &entry.name, entry.span, entry.value);
                        }
                    }
                    return Some(target);
                }
                for (at, source) in args.values.iter().enumerate().skip(1) {
                    let at = args.spans.get(at).copied().unwrap_or(span);
                    self.spread_into(*id, source, at);
                }
                if let Some(rest) = args.rest {
                    self.heap.update(*id, |object| object.open_by(rest, "a spread that is not known"));
                }
                target
            }
            // A copy; also `JSON.parse(JSON.stringify(value))`.
            "global:structuredClone" | "global:JSON.parse" | "npm:lodash.cloneDeep" | "npm:lodash.clone"
                if matches!(args.get(0), Value::Object(..)) =>
            {
                self.copied(&args.get(0))
            }
            "global:Object.freeze"
            | "global:Object.seal"
            | "global:Promise.resolve"
            | "global:Promise.reject"
            | "global:JSON.stringify"
            | "global:String"
            | "global:Array.from"
            | "global:encodeURI"
            | "global:encodeURIComponent"
            | "global:decodeURIComponent"
            | "global:Buffer.from"
            | "npm:react.useRef"
            | "npm:util.promisify"
            | "npm:util.callbackify"
            | "npm:util.deprecate"
            | "global:Promise.all"
            | "global:Promise.allSettled"
            | "global:structuredClone"
            | "npm:lodash.cloneDeep"
            | "npm:lodash.clone"
            | "global:Promise.race" => args.get(0),
            "global:Object.entries" | "global:Object.keys" | "global:Object.values" => {
                self.object_list(&args.get(0), path.rsplit('.').next().unwrap_or_default(), span)
            }
            // Asynchronous modules: the factory gets what is listed.
            "global:define" => {
                let factory = args.values.iter().find(|value| matches!(value, Value::Function(_))).cloned();
                let list = args.values.iter().find(|value| matches!(value, Value::Object(..))).cloned();
                let names = list.and_then(|list| self.items_of(&list, false)).unwrap_or_default();
                let modules: Vec<Value> = names
                    .into_iter()
                    .map(|name| {
                        let passed = Args { values: vec![name], spans: vec![span], rest: None };
                        self.javascript_call("global:require", &passed, span).unwrap_or(Value::Undefined)
                    })
                    .collect();
                factory.map_or(Value::Undefined, |factory| self.run_callback(&factory, &modules, span))
            }
            "npm:convict" => self.settings(&args.get(0), 0, span),
            "npm:url.resolve" => Value::Text(Rc::new(self.resolve_url(&args.get(1), Some(&args.get(0)), span))),
            "npm:util.format" | "npm:sprintf-js.sprintf" => self.formatted(args, span),
            // An object with that prototype has what is on it.
            "global:Object.create" => self.merged(&[args.get(0)], span),
            "npm:util.inherits" | "npm:inherits" => {
                if let (Value::Function(sub), base @ Value::Function(_)) = (args.get(0), args.get(1)) {
                    let base = self.member(&base, "prototype", span);
                    let sub = self.prototype_of(&sub);
                    self.spread_into(sub, &base, span);
                }
                Value::Undefined
            }
            "global:Object.setPrototypeOf" => {
                let (target, prototype) = (args.get(0), args.get(1));
                if let (Value::Object(id, _), Value::Object(..)) = (&target, &prototype) {
                    self.spread_into(*id, &prototype, span);
                }
                target
            }
            "global:Object.fromEntries" => {
                let fields = args.get(0);
                self.from_entries(&fields, span)
            }
            "global:Object.defineProperty" => {
                let (target, name) = (args.get(0), args.get(1).as_fixed());
                match (name, args.get(2)) {
                    (Some(name), descriptor @ Value::Object(..)) => {
                        let value = match self.member(&descriptor, "get", span) {
                            Value::Function(getter) => {
                                self.call_closure(&getter, Vec::new(), Some(target.clone()), span)
                            }
                            _ => self.member(&descriptor, "value", span),
                        };
                        self.set_member(&target, &name, span, value);
                    }
                    _ => self.open_object(&target, span, "a property that is not known"),
                }
                target
            }
            "global:JSON.parse" | "global:Number" | "global:parseInt" | "global:Date.now" | "global:Math.random"
            | "global:btoa" | "global:atob" => {
                for value in &args.values {
                    self.text_of(value, span);
                }
                Value::hole(Origin::Computed, span)
            }
            "npm:qs.stringify"
            | "npm:querystring.stringify"
            | "npm:query-string.stringify"
            | "npm:querystring.encode"
            | "npm:url.format" => {
                if path == "npm:url.format" {
                    return Some(self.formatted_url(&args.get(0), span));
                }
                let fields = self.fields_of(&args.get(0), FieldsOf::Query, span);
                let mut text: TextV = vec![Piece::Fields(Rc::new(fields))];
                let prefix = self.member(&args.get(1), "addQueryPrefix", span);
                if matches!(args.get(1), Value::Object(..)) && prefix.truthy() == Some(true) {
                    text.insert(0, Piece::Fixed("?".into(), span, LOCAL));
                }
                Value::Text(Rc::new(text))
            }
            "global:jsx" => {
                self.element(args, span);
                // A component is run for itself, with the properties it gets.
                let rest = if matches!(args.get(0), Value::Function(_)) { args.behind_first() } else { args.clone() };
                self.call_unknown(&rest, span);
                Value::hole(Origin::Computed, span)
            }
            "global:Symbol" | "global:Error" => {
                self.call_unknown(&Args { values: args.values.clone(), spans: args.spans.clone(), rest: None }, span);
                Value::hole(Origin::Computed, span)
            }
            other if other.starts_with("global:console.") => Value::Undefined,
            _ => return None,
        })
    }

    /// What a schema of settings stands for: `{ key: { env: 'KEY', default: '' } }`.
    fn settings(&mut self, schema: &Value, depth: usize, span: Span) -> Value {
        let Value::Object(id, _) = schema else { return Value::unknown(span) };
        let object = self.heap.obj(*id).clone();
        if depth > MAX_SETTINGS_DEPTH {
            return Value::unknown(span);
        }
        if let Some(default) = object.entry("default") {
            let variable = object.entry("env").and_then(|entry| entry.value.as_fixed());
            let variable = variable.map(|name| Value::hole(Origin::Env((*name).into()), span));
            return Value::choice(variable.into_iter().chain([default.value.clone()]), span);
        }
        let settings = self.heap.object(Object::new(Shape::Record));
        for entry in &object.entries {
            let value = self.settings(&entry.value, depth + 1, entry.span);
            self.heap.update(settings, |settings| settings.set(&entry.name, entry.span, value));
        }
        self.heap.update(settings, |settings| settings.open_by(span, "settings from elsewhere"));
        Value::Object(settings, LOCAL)
    }

    /// A new object with the same content.
    fn copied(&mut self, value: &Value) -> Value {
        let Value::Object(id, via) = value else { return value.clone() };
        let copy = (**self.heap.obj(*id)).clone();
        match copy.shape {
            Shape::Record | Shape::List => Value::Object(self.heap.object(copy), *via),
            Shape::Multi | Shape::Url | Shape::Client(_) | Shape::Namespace(_) => value.clone(),
        }
    }

    /// `url.format({ protocol, hostname, pathname, query })`, or a URL as a text.
    fn formatted_url(&mut self, value: &Value, span: Span) -> Value {
        let is_record = matches!(value, Value::Object(id, _) if self.heap.obj(*id).shape == Shape::Record);
        if !is_record {
            return Value::Text(Rc::new(self.text_of(value, span)));
        }
        let mut text = TextV::new();
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
        Value::Text(Rc::new(text))
    }

    /// `util.format('%s/%s', a, b)`.
    fn formatted(&mut self, args: &Args, span: Span) -> Value {
        let Some(pattern) = args.get(0).as_fixed() else { return Value::hole(Origin::Computed, span) };
        let at = args.spans.first().copied().unwrap_or(span);
        let mut text = TextV::new();
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
        Value::Text(Rc::new(text))
    }

    fn merged(&mut self, parts: &[Value], span: Span) -> Value {
        let id = self.heap.object(Object::new(Shape::Record));
        for part in parts {
            self.spread_into(id, part, span);
        }
        Value::Object(id, LOCAL)
    }

    fn object_list(&mut self, value: &Value, what: &str, span: Span) -> Value {
        let Value::Object(id, via) = &self.listed(value, span) else { return Value::unknown(span) };
        let object = self.heap.obj(*id).clone();
        let mut items = Vec::new();
        let entries: Vec<(Rc<str>, Value, Span, bool)> = match object.shape {
            Shape::List => {
                let items = object.items.iter().enumerate();
                items.map(|(at, item)| (at.to_string().into(), item.clone(), span, true)).collect()
            }
            _ => object
                .entries
                .iter()
                .map(|entry| (entry.name.clone(), self.passed(&entry.value, *via), entry.span, entry.certain))
                .collect(),
        };
        for (name, value, at, certain) in entries {
            let name = Value::text(&name, at);
            let item = match what {
                "keys" => name,
                "values" => value,
                _ => self.list(vec![name, value]),
            };
            items.push(if certain { item } else { Value::choice([item, Value::Undefined], at) });
        }
        let list = self.list(items);
        if let Some((at, why)) = &object.open {
            self.open_object(&list, *at, why);
        }
        list
    }

    #[allow(clippy::wrong_self_convention)] // named for the function it stands for
    fn from_entries(&mut self, pairs: &Value, span: Span) -> Value {
        let id = self.heap.object(Object::new(Shape::Record));
        let fields = self.fields_of(pairs, FieldsOf::Query, span);
        self.heap.update(id, |object| {
            for field in &fields.entries {
                object.remove(&field.name);
                object.add(&field.name, field.name_span, Value::Text(field.value.clone()), field.certain);
            }
            if let Some((at, why)) = fields.open.first() {
                object.open_by(*at, why);
            }
        });
        Value::Object(id, LOCAL)
    }

    // Constructors ----------------------------------------------------------------------------------------------

    pub(super) fn javascript_new(&mut self, path: &str, args: &Args, span: Span) -> Option<Value> {
        let name = path.strip_prefix("global:").or(path.strip_prefix("npm:url."))?;
        let name = name.strip_prefix("window.").or(name.strip_prefix("globalThis.")).unwrap_or(name);
        Some(match name {
            "URL" => {
                let text = self.resolve_url(&args.get(0), Some(&args.get(1)), span);
                self.url_object(&text, span)
            }
            "URLSearchParams" => {
                let fields = self.fields_of(&args.get(0), FieldsOf::Query, span);
                self.multi(&fields)
            }
            "Headers" => {
                let fields = self.fields_of(&args.get(0), FieldsOf::Headers, span);
                self.multi(&fields)
            }
            "FormData" => Value::Object(self.heap.object(Object::new(Shape::Multi)), LOCAL),
            "Map" => self.from_entries(&args.get(0), span),
            "Promise" => {
                // What is resolved is not told apart from what is awaited.
                let settle = |name: &str| Value::Api(format!("global:Promise.{name}").into());
                self.run_callback(&args.get(0), &[settle("resolve"), settle("reject")], span);
                Value::unknown(span)
            }
            "String" => args.get(0),
            "Date" | "Set" | "RegExp" | "Error" => Value::hole(Origin::Computed, span),
            _ => return None,
        })
    }
}

/// A text with the first, or every, occurrence of a pattern in its fixed parts replaced.
fn replaced(text: &[Piece], pattern: &str, by: &[Piece], all: bool) -> TextV {
    let mut result = TextV::new();
    let mut done = pattern.is_empty();
    for piece in text {
        match piece {
            Piece::Fixed(fixed, span, via) if !done => {
                let mut rest = &**fixed;
                while let Some(at) = rest.find(pattern).filter(|_| !done) {
                    if at > 0 {
                        result.push(Piece::Fixed(rest[..at].into(), *span, *via));
                    }
                    result.extend(by.iter().cloned());
                    rest = &rest[at + pattern.len()..];
                    done = !all;
                }
                if !rest.is_empty() {
                    result.push(Piece::Fixed(rest.into(), *span, *via));
                }
            }
            Piece::Alt(alts) if !done => {
                result.push(Piece::Alt(alts.iter().map(|alt| replaced(alt, pattern, by, all)).collect()));
            }
            other => result.push(other.clone()),
        }
    }
    result
}
