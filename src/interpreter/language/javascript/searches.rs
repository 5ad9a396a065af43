//! Methods of JavaScript's lists that ask a function about items, and lists that are made of what else has items.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::value::Value;
use crate::interpreter::language::javascript::lists::MAX_ITEMS;
use crate::interpreter::state::Interpreter;
use crate::request::Origin;
use crate::source::Span;

/// The function that a method of a container is to call, with its `this` where the method is told that.
pub(super) fn callback_of(args: &Args) -> Value {
    match (args.get(0), args.values.get(1)) {
        (Value::Function(closure), Some(this)) if closure.this.is_none() => {
            Value::Function(Rc::new(closure.with_this(Some(this.clone()))))
        }
        (callback, _) => callback,
    }
}

/// Whether a method asks a function about items until it has its answer.
pub(super) fn is_search(method: &str) -> bool {
    matches!(method, "find" | "findLast" | "findIndex" | "findLastIndex" | "some" | "every")
}

impl Interpreter<'_> {
    /// What `some`, `every`, `find` and their kin give: a function is asked about one item after another until it decides.
    pub(super) fn searched(
        &mut self,
        name: &str,
        list: &Value,
        items: Option<Vec<Value>>,
        asked: &Value,
        span: Span,
    ) -> Value {
        let Some(items) = items else {
            let (item, _) = Self::present(&self.any_item(list, span), span);
            self.run_callback(asked, std::slice::from_ref(&item), span);
            return match name {
                "find" | "findLast" => item,
                "some" | "every" => Value::Bool(None),
                _ => Value::of_origin(Origin::Computed, span),
            };
        };
        let ends_with = name != "every";
        let mut places: Vec<usize> = (0..items.len()).collect();
        if name.starts_with("findLast") {
            places.reverse();
        }
        let mut answers: Vec<(usize, Option<bool>)> = Vec::with_capacity(places.len());
        for at in places {
            // Where an earlier answer is not known, it may have been the last one.
            let answer = if answers.iter().any(|(_, answer)| answer.is_none()) {
                let mut answer = None;
                self.branch(1, false, span, |this, _| {
                    answer = this.asked_of(list, asked, &items[at], at, span);
                    Value::Undefined
                });
                answer
            } else {
                self.asked_of(list, asked, &items[at], at, span)
            };
            answers.push((at, answer.filter(|answer| *answer != ends_with || !items[at].may_be_undefined())));
            if answers.last().is_some_and(|(_, answer)| *answer == Some(ends_with)) {
                break;
            }
        }
        match name {
            "some" | "every" => Value::Bool(decided(&answers, ends_with)),
            "find" | "findLast" => Self::found(&items, &answers, span),
            _ => Self::place_found(&answers, span),
        }
    }

    /// Whether a function says yes to an item; `None` where that is not known.
    pub(super) fn asked_of(
        &mut self,
        list: &Value,
        asked: &Value,
        item: &Value,
        at: usize,
        span: Span,
    ) -> Option<bool> {
        match asked {
            Value::Library(path) if &**path == "global:Boolean" => item.truthy(),
            callback => self.call_item(list, callback, item, at, span).truthy(),
        }
    }

    fn found(items: &[Value], answers: &[(usize, Option<bool>)], span: Span) -> Value {
        let is_sure = decided(answers, true) == Some(true) && answers.iter().all(|(_, answer)| answer.is_some());
        let possible = answers.iter().filter(|(_, answer)| *answer != Some(false)).map(|(at, _)| items[*at].clone());
        let mut possible: Vec<Value> = possible.collect();
        if possible.is_empty() {
            return Value::unknown(span);
        }
        if !is_sure && decided(answers, true).is_none() {
            possible.push(Value::Undefined);
        }
        Value::choice(possible, span)
    }

    fn place_found(answers: &[(usize, Option<bool>)], span: Span) -> Value {
        match (answers.last(), answers.iter().all(|(_, answer)| answer.is_some())) {
            (Some((at, Some(true))), true) => Value::number(at.to_string()),
            (Some(_), true) => Value::number("-1"),
            _ => Value::of_origin(Origin::Computed, span),
        }
    }

    /// A function that tells the order of items is called with any two of them.
    pub(super) fn compared_by(&mut self, list: &Value, order: &Value, span: Span) {
        let (item, _) = Self::present(&self.any_item(list, span), span);
        self.run_callback(order, &[item.clone(), item], span);
    }

    /// `Array.from(value, function)`.
    pub(super) fn list_from(&mut self, args: &Args, span: Span) -> Value {
        let from = args.get(0);
        let items =
            if self.is_numbered(&from) { self.numbered_items(&from, span) } else { self.items_of(&from, false) };
        let list = match items {
            Some(items) => self.list(items),
            None if self.is_numbered(&from) => Value::unknown(span),
            None => self.copied(&from),
        };
        if matches!(args.get(1), Value::Undefined) {
            return list;
        }
        let args = args.behind_first();
        self.javascript_method(&list, "map", &args, span).unwrap_or_else(|| {
            self.call_unknown(&args, span);
            if matches!(list, Value::Object(..)) { Value::unknown(span) } else { list }
        })
    }

    /// Whether a value is no list and tells how many items it has: `{ length: 2 }`.
    fn is_numbered(&self, value: &Value) -> bool {
        let Value::Object(id, _) = value else { return false };
        let object = self.heap.obj(*id);
        object.shape == Shape::Record && !object.is_map && object.entry("length").is_some()
    }

    /// Its items, where their number is known.
    fn numbered_items(&mut self, value: &Value, span: Span) -> Option<Vec<Value>> {
        let length: usize = self.member(value, "length", span).as_fixed()?.parse().ok()?;
        let places = (length <= MAX_ITEMS).then_some(0..length)?;
        Some(places.map(|at| self.member(value, &at.to_string(), span)).collect())
    }
}

/// Whether one of the answers is the one that ends the search; `None` where that is not known. What nothing was asked about
/// may be filled by somebody else before.
fn decided(answers: &[(usize, Option<bool>)], ends_with: bool) -> Option<bool> {
    if answers.last()?.1 == Some(ends_with) {
        return Some(ends_with);
    }
    answers.iter().all(|(_, answer)| answer.is_some()).then_some(!ends_with)
}
