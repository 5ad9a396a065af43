//! The standard library of JavaScript, and the two query-string packages that everybody uses.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::string::Skeleton;
use crate::interpreter::domain::text::Piece;
use crate::interpreter::domain::value::{Closure, Value};
use crate::interpreter::http::fields::FieldsOf;
use crate::interpreter::state::Interpreter;
use crate::interpreter::transfer::list::UNCOUNTED;
use crate::request::Origin;
use crate::source::Span;

/// How many items of a list are worked through one by one.
const MAX_ITEMS: usize = 128;

impl Interpreter<'_> {
    pub(crate) fn javascript_method(&mut self, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
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
                "bind" if args.values.len() <= 1 => Some(Value::Function(Rc::new(Closure {
                    function: closure.function,
                    frame: closure.frame.clone(),
                    this: Some(args.get(0)),
                }))),
                _ => None,
            },
            Value::Text(_) | Value::Num(_) | Value::Choice(_) | Value::Hole(..) => {
                self.string_method(receiver, name, args, span)
            }
            Value::Regex(pattern) if name == "test" => {
                let text = self.text_of(&args.get(0), span);
                Some(Value::Bool(Skeleton::of(&text).and_then(|text| text.matches(pattern))))
            }
            Value::Api(path) if matches!(&**path, "global:console") => Some(Value::Undefined),
            _ => None,
        }
    }

    /// Calls a value that is given as a callback; unknown callbacks are only given what they get.
    pub(in crate::interpreter) fn run_callback(&mut self, callback: &Value, known: &[Value], span: Span) -> Value {
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
            ("reduce" | "reduceRight", Some(items)) => {
                let mut items: Vec<_> = items.into_iter().enumerate().collect();
                if name == "reduceRight" {
                    items.reverse();
                }
                let mut items = items.into_iter();
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
            "has" => {
                let key = args.get(0).as_fixed();
                Value::Bool(key.and_then(|key| self.has_key(receiver, &key)))
            }
            "sort" => Value::Undefined,
            "forEach" => {
                let object = self.heap.obj(id).clone();
                for entry in &object.entries {
                    let values = vec![entry.value.clone(), Value::text(&entry.name, entry.span)];
                    let passed = Args { spans: vec![span; values.len()], values, rest: None };
                    if entry.certain {
                        self.call_value(&args.get(0), &passed, span);
                    } else {
                        self.branch(1, false, span, |this, _| this.call_value(&args.get(0), &passed, span));
                    }
                }
                if object.open.is_some() {
                    self.run_callback(&args.get(0), &[], span);
                }
                Value::Undefined
            }
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
            "hasOwnProperty" | "has" => {
                let key = args.get(0).as_fixed();
                Value::Bool(key.and_then(|key| self.has_key(receiver, &key)))
            }
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
}
