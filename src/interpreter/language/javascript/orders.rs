//! Methods of JavaScript's lists that go by the places of their items, or change them.

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::source::Span;

impl Interpreter<'_> {
    /// A method that picks items by their places, or gives them others; `None` where it is not known which.
    pub(super) fn reordered(
        &mut self,
        id: ObjectId,
        name: &str,
        mut items: Vec<Value>,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        // Where some may be missing, the places of those behind are not known.
        let is_counted = !items.iter().any(Value::may_be_undefined);
        let in_place = matches!(name, "reverse" | "sort" | "splice");
        let given = match name {
            "reverse" | "toReversed" => {
                items.reverse();
                None
            }
            "sort" | "toSorted" => {
                sort(&mut items, args);
                None
            }
            "slice" => {
                let (from, to) = (place(&args.get(0), items.len(), 0)?, place(&args.get(1), items.len(), items.len())?);
                if !is_counted {
                    return None;
                }
                items = items.drain(from..to.max(from)).collect();
                None
            }
            "splice" | "toSpliced" => {
                let from = place(&args.get(0), items.len(), 0)?;
                let count = match args.get(1) {
                    Value::Undefined => items.len() - from,
                    count => number(&count)?.clamp(0, i64::try_from(items.len() - from).ok()?).try_into().ok()?,
                };
                if !is_counted || args.rest.is_some() {
                    return None;
                }
                let more: Vec<Value> = args.values.iter().skip(2).cloned().collect();
                Some(items.splice(from..from + count, more).collect::<Vec<Value>>())
            }
            "with" => {
                let at = place(&args.get(0), items.len(), 0)?;
                *items.get_mut(at)? = args.get(1);
                None
            }
            _ => {
                let at = number(&args.get(0))?;
                let at = if at < 0 { i64::try_from(items.len()).ok()?.checked_add(at)? } else { at };
                let item = usize::try_from(at).ok().and_then(|at| items.get(at).cloned());
                return if is_counted { item } else { None };
            }
        };
        if in_place {
            self.heap.update(id, |object| {
                object.items.clear();
                object.append(items, span);
            });
            return Some(given.map_or(Value::Object(id, LOCAL), |given| self.list(given)));
        }
        Some(self.list(items))
    }
}

/// Texts that are known are put in order. What else there may be keeps its place: it is seldom that anything depends on it.
fn sort(items: &mut Vec<Value>, args: &Args) {
    let texts: Option<Vec<_>> = items.iter().map(Value::as_fixed).collect();
    if let (Some(texts), Value::Undefined) = (texts, args.get(0)) {
        let mut sorted: Vec<_> = texts.into_iter().zip(std::mem::take(items)).collect();
        sorted.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
        items.extend(sorted.into_iter().map(|(_, item)| item));
    }
}

/// A place in a list: from its end where the number is below zero.
fn place(value: &Value, len: usize, default: usize) -> Option<usize> {
    if matches!(value, Value::Undefined) {
        return Some(default);
    }
    let (at, len) = (number(value)?, i64::try_from(len).ok()?);
    usize::try_from(if at < 0 { (len + at).max(0) } else { at.min(len) }).ok()
}

fn number(value: &Value) -> Option<i64> {
    if let Value::Num(text, _) = value { text.parse().ok() } else { None }
}
