//! Functions and constructors of JavaScript and its platforms.

use std::rc::Rc;

use crate::interpreter::domain::heap::{Object, Shape};
use crate::interpreter::domain::value::{LOCAL, Value};
use crate::interpreter::http::builder::Args;
use crate::interpreter::http::encode::FieldsOf;
use crate::interpreter::state::Interpreter;
use crate::request::Origin;
use crate::source::Span;

impl Interpreter<'_> {
    #[allow(clippy::too_many_lines)] // one table
    pub(crate) fn javascript_call(&mut self, path: &str, args: &Args, span: Span) -> Option<Value> {
        let path = path
            .strip_prefix("global:globalThis.")
            .or(path.strip_prefix("global:window."))
            .map_or_else(|| path.to_owned(), |rest| format!("global:{rest}"));
        Some(match &*path {
            "global:require" | "global:import" => match args.get(0).as_fixed() {
                Some(specifier) => self.import(&specifier, "*", span),
                None => Value::unknown(span),
            },
            "global:Object.assign" => {
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
            "global:structuredClone" | "global:JSON.parse" if matches!(args.get(0), Value::Object(..)) => {
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
            | "global:Promise.all"
            | "global:Promise.allSettled"
            | "global:structuredClone"
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
            // An object with that prototype has what is on it.
            "global:Object.create" => self.merged(&[args.get(0)], span),
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

    /// A new object with the same content.
    fn copied(&mut self, value: &Value) -> Value {
        let Value::Object(id, via) = value else { return value.clone() };
        let copy = (**self.heap.obj(*id)).clone();
        match copy.shape {
            Shape::Record | Shape::List => Value::Object(self.heap.object(copy), *via),
            Shape::Multi | Shape::Url | Shape::Client(_) | Shape::Namespace(_) => value.clone(),
        }
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
        let name = self.clients.alias(path).unwrap_or(path).strip_prefix("global:")?;
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
