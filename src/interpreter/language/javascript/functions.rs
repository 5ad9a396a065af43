//! Functions and constructors of JavaScript, of Node and of packages that everybody uses.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::text::{Piece, TextV};
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::fields::FieldsOf;
use crate::interpreter::language::javascript::compiler_helpers;
use crate::interpreter::state::Interpreter;
use crate::request::Origin;
use crate::source::Span;

/// How deep settings are looked into.
const MAX_SETTINGS_DEPTH: usize = 8;

impl Interpreter<'_> {
    #[allow(clippy::too_many_lines)] // one table
    pub(crate) fn javascript_call(&mut self, path: &str, args: &Args, span: Span) -> Option<Value> {
        let path = path
            .strip_prefix("global:globalThis.")
            .or(path.strip_prefix("global:window."))
            .map_or_else(|| path.to_owned(), |rest| format!("global:{rest}"));
        if let Some(helper) = compiler_helpers::helper(&path) {
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
            "global:Array.isArray" => Value::Bool(self.is_list(&args.get(0))),
            "global:Object.hasOwn" => {
                let key = args.get(1).as_fixed();
                Value::Bool(key.and_then(|key| self.has_key(&args.get(0), &key)))
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

    pub(crate) fn object_list(&mut self, value: &Value, what: &str, span: Span) -> Value {
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

    pub(crate) fn javascript_new(&mut self, path: &str, args: &Args, span: Span) -> Option<Value> {
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
            "RegExp" => Self::pattern(args, span),
            "Date" | "Set" | "Error" => Value::hole(Origin::Computed, span),
            _ => return None,
        })
    }
}
