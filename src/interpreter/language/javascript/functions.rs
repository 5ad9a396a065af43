//! Functions and constructors of JavaScript and its platforms.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::budget::MAX_OPTION_NESTING;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::string::recased;
use crate::interpreter::domain::text::Piece;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::fields::FieldsOf;
use crate::interpreter::state::Interpreter;
use crate::request::Origin;
use crate::source::Span;

/// The method by which an object says what it is as JSON (ECMA-262, 25.5.2.2).
const JSON_METHOD: &str = "toJSON";

/// What `encodeURIComponent` makes of a text: what could be taken for a part of the URL around it is that no more.
fn encoded(value: &Value, span: Span) -> Value {
    let escape = |text: &str| {
        ["/", "?", "#", "&"]
            .iter()
            .fold(text.to_owned(), |text, char| text.replace(char, &format!("%{:02X}", char.as_bytes()[0])))
    };
    let parts = value.alternatives().iter().map(|part| match part {
        Value::Text(text) => Value::of_pieces(recased(text, escape)),
        part => part.clone(),
    });
    Value::choice(parts.collect::<Vec<_>>(), span)
}

/// Whether a text has the form of user and password. It stands for what it is encoded as, for nobody else sends one so.
fn is_pair(value: &Value) -> bool {
    let Value::Text(text) = value else { return false };
    text.iter().any(|piece| matches!(piece, Piece::Fixed(text, ..) if text.contains(':')))
}

impl Interpreter<'_> {
    /// A call of a global; `None` where it is not modelled.
    pub(crate) fn javascript_call(&mut self, path: &str, args: &Args, span: Span) -> Option<Value> {
        let name = path.strip_prefix("global:")?;
        let name = name.strip_prefix("globalThis.").or(name.strip_prefix("window.")).unwrap_or(name);
        if let Some(name) = name.strip_prefix("Object.") {
            return self.object_function(name, args, span);
        }
        // `Array.prototype.map.call(items, …)`.
        if let Some(name) = name.strip_prefix("Array.prototype.").and_then(|name| name.strip_suffix(".call")) {
            return Some(self.method(&args.get(0), name, &args.behind_first(), span, span));
        }
        Some(match name {
            // `require(['a'], (a) => …)` of asynchronous modules.
            "require" | "requirejs" if matches!(args.get(1), Value::Function(_)) => self.defined(args, span),
            "require" | "import" => self.required(&args.get(0), span),
            "define" => self.defined(args, span),
            // What a function makes of each member is not followed.
            "JSON.parse" if matches!(args.get(1), Value::Function(_)) => {
                self.call_unknown(args, span);
                Value::of_origin(Origin::Computed, span)
            }
            // A copy; also `JSON.parse(JSON.stringify(value))`.
            "structuredClone" | "JSON.parse" if matches!(args.get(0), Value::Object(..) | Value::Choice(_)) => {
                let copied = self.one_record(&args.get(0), span);
                match copied {
                    Value::Object(..) => self.copied(&copied),
                    _ => Value::of_origin(Origin::Computed, span),
                }
            }
            "Reflect.deleteProperty" => {
                for part in args.get(0).alternatives() {
                    if let Value::Object(id, _) = part {
                        self.record_method(*id, part, "delete", &args.behind_first(), span);
                    }
                }
                Value::Bool(None)
            }
            "Reflect.set" => {
                match self.fixed_key(&args.get(1)) {
                    Some(name) => self.set_member(&args.get(0), &name, span, args.get(2)),
                    None => self.replace_in(&args.get(0), span, "a computed key that is not known"),
                }
                Value::Bool(None)
            }
            "Reflect.apply" => self.method(&args.get(0), "apply", &args.behind_first(), span, span),
            "Reflect.get" if let Some(name) = self.fixed_key(&args.get(1)) => self.member(&args.get(0), &name, span),
            "Reflect.ownKeys" => self.object_list(&args.get(0), "keys", span),
            "Array.isArray" => Value::Bool(self.is_list(&args.get(0))),
            "JSON.stringify" => self.stringified(args, span),
            "Promise.resolve" | "Promise.reject" | "String" | "encodeURI" | "decodeURIComponent" | "Promise.all"
            | "Promise.allSettled" | "structuredClone" | "Promise.race" => args.get(0),
            "encodeURIComponent" => encoded(&args.get(0), span),
            "Array.from" => self.list_from(args, span),
            "btoa" if is_pair(&args.get(0)) => args.get(0),
            "JSON.parse" | "Number" | "parseInt" | "Date.now" | "Math.random" | "btoa" | "atob" => {
                for value in &args.values {
                    self.text_of(value, span);
                }
                Value::of_origin(Origin::Computed, span)
            }
            "jsx" => {
                self.element(args, span);
                // A component is run for itself, with the properties it gets.
                let mut rest = self.without_provided(args, span);
                if matches!(args.get(0), Value::Function(_)) {
                    rest = rest.behind_first();
                    // So is what it is given to render a part of it.
                    rest.values.retain(|child| !matches!(child, Value::Function(_)));
                }
                self.call_unknown(&rest, span);
                Value::of_origin(Origin::Computed, span)
            }
            "eval" => {
                self.havoc_scope(span);
                Value::unknown(span)
            }
            "Symbol" | "Error" => {
                self.call_unknown(
                    &Args { values: args.values.clone(), spans: args.spans.clone(), ..Args::default() },
                    span,
                );
                Value::of_origin(Origin::Computed, span)
            }
            other if other.starts_with("console.") => Value::Undefined,
            _ => return None,
        })
    }

    /// What is written as JSON: the value itself, unless a function or a list says what is written of it.
    fn stringified(&mut self, args: &Args, span: Span) -> Value {
        let written = self.as_json(&args.get(0), span, MAX_OPTION_NESTING);
        match args.get(1) {
            Value::Undefined | Value::Null => self.written_out(&written, span),
            replacer @ Value::Function(_) => {
                self.run_callback(&replacer, &[], span);
                Value::of_origin(Origin::Computed, span)
            }
            list => {
                let names = self.items_of(&list, false).unwrap_or_default();
                let names: Vec<Rc<str>> = names.iter().filter_map(Value::as_fixed).collect();
                let only = self.only_members(&written, &names, span, MAX_OPTION_NESTING);
                self.written_out(&only, span)
            }
        }
    }

    /// A value as JSON has it: what it makes of itself, and so of the members of a record.
    fn as_json(&mut self, value: &Value, span: Span, depth: usize) -> Value {
        let Value::Object(id, via) = value else { return value.clone() };
        let object = self.heap.obj(*id).clone();
        if depth == 0 || object.shape != Shape::Record {
            return value.clone();
        }
        if let Value::Function(_) = self.member(value, JSON_METHOD, span) {
            return self.method(value, JSON_METHOD, &Args::default(), span, span);
        }
        let mut own = (*object).clone();
        for entry in &mut own.entries {
            entry.value = self.as_json(&entry.value, span, depth - 1);
        }
        let is_same = own.entries.iter().zip(&object.entries).all(|(own, entry)| own.value.same(&entry.value));
        if is_same { value.clone() } else { Value::Object(self.heap.object(own), *via) }
    }

    /// A record with those of its members that are named, and so on of the records in it.
    fn only_members(&mut self, value: &Value, names: &[Rc<str>], span: Span, depth: usize) -> Value {
        let Value::Object(id, _) = value else {
            return if depth < MAX_OPTION_NESTING { value.clone() } else { Value::of_origin(Origin::Computed, span) };
        };
        if names.is_empty() || depth == 0 || !self.heap.obj(*id).is_record() {
            return Value::of_origin(Origin::Computed, span);
        }
        let mut only = (**self.heap.obj(*id)).clone();
        only.entries.retain(|entry| names.contains(&entry.name));
        for entry in &mut only.entries {
            entry.value = self.only_members(&entry.value, names, span, depth - 1);
        }
        Value::Object(self.heap.object(only), LOCAL)
    }

    /// `require(specifier)`, `import(specifier)`.
    fn required(&mut self, specifier: &Value, span: Span) -> Value {
        match specifier.as_fixed() {
            Some(specifier) => self.import(&specifier, "*", span),
            None => Value::unknown(span),
        }
    }

    /// `define(['a'], (a) => …)` of asynchronous modules: the factory gets what is listed.
    fn defined(&mut self, args: &Args, span: Span) -> Value {
        let factory = args.values.iter().find(|value| matches!(value, Value::Function(_))).cloned();
        let list = args.values.iter().find(|value| matches!(value, Value::Object(..))).cloned();
        let names = list.and_then(|list| self.items_of(&list, false)).unwrap_or_default();
        let modules: Vec<Value> = names.iter().map(|name| self.required(name, span)).collect();
        factory.map_or(Value::Undefined, |factory| self.run_callback(&factory, &modules, span))
    }

    /// A constructor; `None` where it is not modelled.
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
                self.multi(Shape::Params, &fields)
            }
            "Headers" => {
                let fields = self.fields_of(&args.get(0), FieldsOf::Headers, span);
                self.multi(Shape::Headers, &fields)
            }
            "FormData" => Value::Object(self.heap.object(Object::new(Shape::Params)), LOCAL),
            "Map" => {
                let map = self.from_entries(&args.get(0), span);
                if let Value::Object(id, _) = map {
                    self.heap.update(id, |object| object.is_map = true);
                }
                map
            }
            "Promise" => {
                // What is resolved is not told apart from what is awaited.
                let settle = |name: &str| Value::Library(format!("global:Promise.{name}").into());
                self.run_callback(&args.get(0), &[settle("resolve"), settle("reject")], span);
                Value::unknown(span)
            }
            "String" => args.get(0),
            "RegExp" => Self::pattern(args, span),
            "Set" if args.values.is_empty() => self.list(Vec::new()),
            "Set" if let Some(items) = self.items_of(&args.get(0), false) => self.list(items),
            "Date" | "Set" | "Error" => Value::of_origin(Origin::Computed, span),
            _ => return None,
        })
    }
}
