//! The methods of JavaScript's lists.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::text::{FieldsValue, Piece, TextValue, unknown_piece};
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::url::{parse_query, split_urls};
use crate::interpreter::language::javascript::searches::{callback_of, is_search};
use crate::interpreter::state::Interpreter;
use crate::interpreter::transfer::list::UNCOUNTED;
use crate::request::Origin;
use crate::source::Span;

/// How many items of a list are worked through one by one.
pub(super) const MAX_ITEMS: usize = 128;

impl Interpreter<'_> {
    /// A method of a list; `None` where it is not modelled.
    pub(super) fn list_method(
        &mut self,
        id: ObjectId,
        receiver: &Value,
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        let items = self.items_of(receiver, false).filter(|items| items.len() <= MAX_ITEMS);
        let callback = callback_of(args);
        if matches!(name, "sort" | "toSorted") {
            self.compared_by(receiver, &callback, span);
        }
        Some(match (name, items) {
            // A set is a list, too.
            ("add", _) => {
                self.put_items(id, args, false, span);
                receiver.clone()
            }
            ("delete", _) => {
                self.any_may_go(id, span);
                Value::Bool(None)
            }
            ("push" | "unshift", _) => {
                self.put_items(id, args, name == "unshift", span);
                Value::of_origin(Origin::Computed, span)
            }
            ("join", Some(items)) => self.joined_by(&items, &args.get(0), span),
            ("map", Some(items)) => {
                let results = self.call_items(receiver, &callback, items, span);
                self.list(results)
            }
            ("flatMap", Some(items)) => {
                let results = self.call_items(receiver, &callback, items, span);
                self.flattened_behind(Vec::new(), results)
            }
            ("forEach", Some(items)) => {
                self.call_items(receiver, &callback, items, span);
                Value::Undefined
            }
            ("reduce" | "reduceRight", Some(items)) => {
                let mut items: Vec<_> = items.into_iter().enumerate().collect();
                if name == "reduceRight" {
                    items.reverse();
                }
                self.reduced(items, receiver, args, span)
            }
            ("reduce" | "reduceRight", None) => {
                let first = match args.get(1) {
                    Value::Undefined => self.any_item(receiver, span),
                    first => first,
                };
                self.folded_unseen(&first, &args.get(0), receiver, span)
            }
            ("filter", Some(items)) => self.filtered(receiver, items, &callback, span),
            ("concat", Some(items)) => self.flattened_behind(items, args.values.clone()),
            ("slice" | "flat" | "values", Some(items)) if args.values.is_empty() => self.list(items),
            (
                "reverse" | "sort" | "splice" | "slice" | "toReversed" | "toSorted" | "toSpliced" | "with" | "at",
                Some(items),
            ) => match self.reordered(id, name, items, args, span) {
                Some(given) => given,
                None if name == "at" => self.any_item(receiver, span),
                None if name == "splice" => {
                    self.any_may_go(id, span);
                    self.heap.update(id, |object| object.open_by(span, UNCOUNTED));
                    Value::unknown(span)
                }
                None => return None,
            },
            ("forEach" | "map", None) => {
                let item = self.any_item(receiver, span);
                let result = self.run_callback(&callback, &[item], span);
                if name == "map" {
                    let list = self.list(vec![result]);
                    self.open_object(&list, span, UNCOUNTED);
                    list
                } else {
                    Value::Undefined
                }
            }
            ("pop" | "shift", items) => self.taken_out(id, receiver, name == "pop", items, span),
            (name, items) if is_search(name) => self.searched(name, receiver, items, &callback, span),
            ("at", None) => self.any_item(receiver, span),
            ("includes" | "has", Some(items)) if args.values.len() == 1 => Value::Bool(holds(&items, &args.get(0))),
            ("includes" | "indexOf" | "has", _) => Value::Bool(None),
            _ => return None,
        })
    }

    /// The last or the first item of a list, which is taken out of it.
    fn taken_out(
        &mut self,
        id: ObjectId,
        receiver: &Value,
        last: bool,
        items: Option<Vec<Value>>,
        span: Span,
    ) -> Value {
        let Some(items) = items.filter(|items| !items.iter().any(Value::may_be_undefined)) else {
            let item = self.any_item(receiver, span);
            self.any_may_go(id, span);
            return item;
        };
        let taken = if last { items.len().checked_sub(1) } else { (!items.is_empty()).then_some(0) };
        let Some(taken) = taken else {
            // An empty list may be filled by somebody else before it is asked.
            return if self.activation.counted { Value::Undefined } else { Value::unknown(span) };
        };
        self.heap.update(id, |object| {
            object.items.remove(taken);
        });
        items[taken].clone()
    }

    /// Puts arguments into a list, behind what it has or in front of it.
    pub(super) fn put_items(&mut self, id: ObjectId, args: &Args, front: bool, span: Span) {
        let values = args.values.clone();
        let rest = args.rest;
        self.heap.update(id, |object| {
            if front {
                object.prepend(values, span);
            } else {
                object.append(values, span);
            }
            if let Some(rest) = rest {
                object.open_by(rest, "items that are not known");
            }
        });
    }

    fn joined_by(&mut self, items: &[Value], separator: &Value, span: Span) -> Value {
        let separator = match separator {
            Value::Undefined => Some(",".into()),
            other => other.as_fixed(),
        };
        match separator {
            Some(separator) => Value::of_pieces(self.joined(items, &separator, span)),
            None => Value::of_origin(Origin::Computed, span),
        }
    }

    /// A list with more values behind its items; of those that are lists, their items.
    fn flattened_behind(&mut self, mut items: Vec<Value>, values: Vec<Value>) -> Value {
        for value in values {
            match self.items_of(&value, false) {
                Some(more) => items.extend(more),
                None => items.push(value),
            }
        }
        self.list(items)
    }

    /// What a function makes of all items, each with what it made of those before.
    fn reduced(&mut self, items: Vec<(usize, Value)>, receiver: &Value, args: &Args, span: Span) -> Value {
        let items: Vec<(usize, Value, bool)> = items
            .into_iter()
            .map(|(at, item)| {
                let (item, may_miss) = Self::present(&item, span);
                (at, item, may_miss)
            })
            .collect();
        if !items.iter().any(|(_, _, may_miss)| *may_miss) {
            return self.folded(items.iter(), receiver, args, span);
        }
        // Of those that may be missing any may be: the whole has what is there without them, and more perhaps.
        let mut whole = Value::Undefined;
        self.branch(1, false, span, |this, _| {
            whole = this.folded(items.iter(), receiver, args, span);
            Value::Undefined
        });
        let least = self.folded(items.iter().filter(|(_, _, may_miss)| !may_miss), receiver, args, span);
        match (&whole, &least) {
            (Value::Text(whole), Value::Text(least)) => Value::of_pieces(between(least, whole, span)),
            _ => Value::choice([least, whole], span),
        }
    }

    fn folded<'i>(
        &mut self,
        mut items: impl Iterator<Item = &'i (usize, Value, bool)>,
        receiver: &Value,
        args: &Args,
        span: Span,
    ) -> Value {
        let mut total = match args.get(1) {
            Value::Undefined => items.next().map_or(Value::Undefined, |(_, first, _)| first.clone()),
            initial => initial,
        };
        for (at, item, _) in items {
            let values = vec![total, item.clone(), Value::number(at.to_string()), receiver.clone()];
            let passed = Args { spans: vec![span; values.len()], values, ..Args::default() };
            total = self.call_value(&args.get(0), &passed, span);
        }
        total
    }

    /// The items that a function keeps. Where it is not known whether one stays, it may be missing.
    fn filtered(&mut self, list: &Value, items: Vec<Value>, keeps: &Value, span: Span) -> Value {
        let mut kept = Vec::new();
        for (at, item) in items.into_iter().enumerate() {
            match self.asked_of(list, keeps, &item, at, span) {
                Some(true) => kept.push(item),
                Some(false) => {}
                None => kept.push(Value::choice([item, Value::Undefined], span)),
            }
        }
        self.list(kept)
    }

    fn call_items(&mut self, list: &Value, callback: &Value, items: Vec<Value>, span: Span) -> Vec<Value> {
        items.into_iter().enumerate().map(|(at, item)| self.call_item(list, callback, &item, at, span)).collect()
    }

    /// Calls a function with an item of a list. What may be missing may not be called with.
    pub(super) fn call_item(&mut self, list: &Value, callback: &Value, item: &Value, at: usize, span: Span) -> Value {
        let (item, may_miss) = Self::present(item, span);
        if may_miss {
            return self.branch(1, false, span, |this, _| this.call_item(list, callback, &item, at, span));
        }
        let values = vec![item, Value::number(at.to_string()), list.clone()];
        let passed = Args { spans: vec![span; values.len()], values, ..Args::default() };
        self.call_value(callback, &passed, span)
    }
}

/// A text of which parts may be missing: a query of which some parameters are possible only, or something unknown.
fn between(least: &TextValue, whole: &TextValue, span: Span) -> TextValue {
    let split = |text: &TextValue| match <[(TextValue, FieldsValue); 1]>::try_from(split_urls(text)) {
        Ok([(path, query)]) if !query.entries.is_empty() || !query.open.is_empty() => Some((path, true, query)),
        Ok([(text, _)]) => Some((TextValue::new(), false, parse_query(&text))),
        Err(_) => None,
    };
    let (Some((path, is_behind, mut query)), Some((_, _, certain))) = (split(whole), split(least)) else {
        return vec![unknown_piece(Origin::Computed, span)];
    };
    for field in &mut query.entries {
        field.certain &= certain.entries.iter().any(|known| known.name == field.name);
    }
    let mut text = path;
    if is_behind {
        text.push(Piece::Fixed("?".into(), span, LOCAL));
    }
    text.push(Piece::Fields(Rc::new(query)));
    text
}

/// Whether a list holds a text or a number, where enough is known of both. One that is empty may be filled by somebody else
/// before it is asked.
fn holds(items: &[Value], sought: &Value) -> Option<bool> {
    let text = sought.as_fixed()?;
    let is_sought = |item: &Value| match (item, sought) {
        (Value::Text(_), Value::Text(_)) | (Value::Num(..), Value::Num(..)) => item.as_fixed().map(|item| item == text),
        (Value::Text(_), Value::Num(..)) | (Value::Num(..), Value::Text(_)) => Some(false),
        _ => None,
    };
    let all: Vec<Option<bool>> = items.iter().map(is_sought).collect();
    if all.contains(&Some(true)) {
        return Some(true);
    }
    (!all.is_empty() && all.iter().all(Option::is_some)).then_some(false)
}
