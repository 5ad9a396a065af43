//! Lists, and objects as lists of what they hold.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::budget::MAX_COUNTED;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Entry, Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::unknown::Unknown;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::ExprId;
use crate::request::Origin;
use crate::source::Span;

/// Why a list is open of which only the number of items is not known.
pub(crate) const UNCOUNTED: &str = "a list of unknown length";

impl Interpreter<'_> {
    /// The items of a list, or the keys of an object, if all of them are known.
    pub(crate) fn items_of(&mut self, value: &Value, keys: bool) -> Option<Vec<Value>> {
        let Value::Object(id, via) = value else { return None };
        let object = self.heap.obj(*id).clone();
        if object.open.is_some() || object.class.is_some() {
            return None;
        }
        match (&object.shape, keys) {
            (Shape::List, false) => Some(object.items.iter().map(|item| self.through(item, *via)).collect()),
            (Shape::Record, true) => {
                // What is there on some paths only may be missing among the keys.
                let key = |entry: &Entry| {
                    let key = Value::text(&entry.name, entry.span);
                    if entry.certain { key } else { Value::choice([key, Value::Undefined], entry.span) }
                };
                Some(object.entries.iter().map(key).collect())
            }
            // Of records only a `Map` is iterated so.
            (Shape::Record, false) if self.language.iterates_records_as_pairs() && !object.entries.is_empty() => {
                Some(self.pairs_of(&object))
            }
            (Shape::Params | Shape::Headers, false) => Some(self.pairs_of(&object)),
            _ => None,
        }
    }

    /// The entries of a map as pairs; one that is there on some paths only may be missing.
    fn pairs_of(&mut self, map: &Object) -> Vec<Value> {
        let mut pairs = Vec::with_capacity(map.entries.len());
        for entry in &map.entries {
            let name = map.name_gone_through(entry);
            let pair = self.list(vec![Value::text(&name, entry.span), entry.value.clone()]);
            pairs.push(if entry.certain { pair } else { Value::choice([pair, Value::Undefined], entry.span) });
        }
        pairs
    }

    /// A range of numbers: a list of them where they are few and known.
    pub(crate) fn range(&mut self, start: Option<ExprId>, end: Option<ExprId>, closed: bool, span: Span) -> Value {
        let [start, end] = [start, end].map(|side| side.map(|side| self.eval(side)));
        let number = |side: Option<Value>| side?.as_fixed()?.parse::<i64>().ok();
        match (number(start), number(end)) {
            (Some(start), Some(end)) if end.saturating_sub(start) <= MAX_COUNTED => {
                let end = if closed { end + 1 } else { end };
                self.list((start..end).map(|number| Value::number(number.to_string())).collect())
            }
            _ => Value::of_origin(Origin::Computed, span),
        }
    }

    /// An item without the `undefined` that stands for its absence, and whether it had one.
    pub(crate) fn present(item: &Value, span: Span) -> (Value, bool) {
        let Value::Choice(parts) = item else { return (item.clone(), false) };
        let some = parts.iter().filter(|part| !matches!(part, Value::Undefined));
        let present = Value::choice(some.cloned().collect::<Vec<_>>(), span);
        (present, parts.iter().any(|part| matches!(part, Value::Undefined)))
    }

    /// An item of a list of which not all are known.
    pub(crate) fn any_item(&mut self, list: &Value, span: Span) -> Value {
        match list {
            Value::Object(id, via) if !self.heap.obj(*id).items.is_empty() => {
                let object = self.heap.obj(*id);
                let more = object.open.as_ref().filter(|(_, why)| **why != *UNCOUNTED);
                let rest = more.map(|_| Value::unknown(span));
                self.through(&Value::choice(object.items.iter().cloned().chain(rest), span), *via)
            }
            Value::Unknown(hole, via) => Value::Unknown(Rc::new(self.item_of_unknown(hole, span)), *via),
            _ => Value::unknown(span),
        }
    }

    /// An item of what nothing is known of. A list of instances is told by their class alone, which is followed where it may
    /// lead to requests.
    pub(crate) fn item_of_unknown(&mut self, hole: &Unknown, span: Span) -> Unknown {
        let item = self.member_of_unknown(hole, "*", span);
        let is_kept = self.language.trusts_types()
            && match (hole.class, &hole.ty) {
                (Some(class), _) => self.instances_may_send(class),
                (None, Some(ty)) => self.clients.source(&format!("type {ty}")).is_some(),
                (None, None) => false,
            };
        if is_kept { Unknown { class: hole.class, ty: hole.ty.clone(), ..item } } else { item }
    }

    /// Each item of a list may be gone.
    pub(crate) fn any_may_go(&mut self, id: ObjectId, span: Span) {
        self.heap.update(id, |object| {
            for item in &mut object.items {
                *item = Value::choice([item.clone(), Value::Undefined], span);
            }
        });
    }

    /// What a function makes of a first value and one item after another of a list that is not known whole: it may have more
    /// than what one item makes of it.
    pub(crate) fn folded_unseen(&mut self, first: &Value, function: &Value, list: &Value, span: Span) -> Value {
        let (item, _) = Self::present(&self.any_item(list, span), span);
        let args = Args { values: vec![first.clone(), item], spans: vec![span; 2], ..Args::default() };
        let made = self.perhaps(span, |this| this.call_value(function, &args, span));
        let whole = Value::choice([first.clone(), made], span);
        if whole.alternatives().iter().any(|part| matches!(part, Value::Text(_) | Value::Num(..))) {
            return Value::of_origin(Origin::Computed, span);
        }
        self.open_object(&whole, span, "a list of which not all is known");
        whole
    }

    pub(crate) fn item(&mut self, list: &Value, at: usize, span: Span) -> Value {
        match list {
            Value::Object(id, _) if matches!(self.heap.obj(*id).shape, Shape::List) => {
                self.member(list, &at.to_string(), span)
            }
            Value::Object(id, _) if self.heap.obj(*id).entry(&at.to_string()).is_some() => {
                self.member(list, &at.to_string(), span)
            }
            Value::Choice(parts) => {
                let parts = parts.clone();
                // Taking nothing apart fails at run time: that path does not go on.
                let some = parts.iter().filter(|part| !matches!(part, Value::Undefined | Value::Null));
                let items: Vec<Value> = some.map(|part| self.item(part, at, span)).collect();
                Value::choice(items, span)
            }
            Value::Unknown(hole, via) => Value::Unknown(Rc::new(self.item_of_unknown(hole, span)), *via),
            _ => Value::unknown(span),
        }
    }

    pub(crate) fn tail(&mut self, list: &Value, from: usize, span: Span) -> Value {
        match self.items_of(list, false) {
            Some(items) => self.list(items.into_iter().skip(from).collect()),
            None => Value::unknown(span),
        }
    }

    /// A copy of an object without some keys.
    pub(crate) fn without(&mut self, object: &Value, taken: &[Rc<str>], span: Span) -> Value {
        let object = &self.one_record(object, span);
        let Value::Object(..) = object else {
            return match object {
                Value::Unknown(..) => object.clone(),
                _ => Value::unknown(span),
            };
        };
        let copy = self.heap.object(Object::new(Shape::Record));
        self.spread_into(copy, object, span);
        self.heap.update(copy, |object| object.entries.retain(|entry| !taken.contains(&entry.name)));
        Value::Object(copy, LOCAL)
    }
}
