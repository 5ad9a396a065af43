//! Maps that stand as lists of pairs: collected from them, or not yet made of them.

use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::Type;
use crate::source::Span;

impl Interpreter<'_> {
    /// A list of pairs where a map is asked for: `[("a", b)].into()`, `pairs.collect()`.
    pub(super) fn collected_into(&mut self, value: &Value, ty: &Type, span: Span) -> Option<Value> {
        let Value::Object(id, _) = value else { return None };
        let is_map = matches!(ty.path.rsplit("::").next(), Some("HashMap" | "BTreeMap" | "IndexMap"));
        if !is_map || self.heap.obj(*id).shape != Shape::List || self.heap.obj(*id).open.is_some() {
            return None;
        }
        let items = self.heap.obj(*id).items.clone();
        let mut map = Object::new(Shape::Params);
        for item in items {
            let Value::Object(pair, _) = item else { return None };
            let [key, value] = &self.heap.obj(pair).items[..] else { return None };
            let key = self.fixed_key(key)?;
            // Each name has one value.
            map.set(&key, span, value.clone());
        }
        Some(Value::Object(self.heap.object(map), LOCAL))
    }

    /// Each item of a list with the one in the same place of another, as long as both go on.
    pub(super) fn rust_zipped(&mut self, list: &Value, other: &Value) -> Option<Value> {
        let (one, other) = (self.items_of(list, false)?, self.items_of(other, false)?);
        let mut pairs = Vec::with_capacity(one.len());
        for (one, other) in one.into_iter().zip(other) {
            // Where one is left out that may be missing, all behind it have other partners.
            if one.may_be_undefined() || other.may_be_undefined() {
                return None;
            }
            pairs.push(self.list(vec![one, other]));
        }
        Some(self.list(pairs))
    }

    /// What stands under a name in a map that was collected from pairs; `None` for other lists.
    pub(super) fn rust_of_pairs(&mut self, id: ObjectId, key: &Value, span: Span) -> Option<Value> {
        let sought = self.fixed_key(key).filter(|_| matches!(key, Value::Text(_) | Value::Library(_)))?;
        let mut found = Vec::new();
        for item in self.heap.obj(id).items.clone() {
            let (pair, _) = Self::present(&item, span);
            let Value::Object(pair, _) = pair else { return None };
            let [key, value] = &self.heap.obj(pair).items[..] else { return None };
            match self.fixed_key(key) {
                Some(key) if key != sought => {}
                Some(_) => found = vec![value.clone()],
                None => found.push(value.clone()),
            }
        }
        if found.len() != 1 || self.heap.obj(id).open.is_some() {
            found.push(Value::Null);
        }
        Some(Value::choice(found, span))
    }

    /// What is taken by its name out of a map that was collected from pairs.
    pub(super) fn rust_removed(&mut self, id: ObjectId, list: &Value, key: &Value, span: Span) -> Value {
        let name = self.fixed_key(key);
        let mut left = Vec::new();
        for item in self.items_of(list, false).unwrap_or_default() {
            let (pair, _) = Self::present(&item, span);
            let own = self.item(&pair, 0, span);
            match self.fixed_key(&own) {
                Some(own) if name.as_ref() == Some(&own) => {}
                Some(_) => left.push(item),
                None => left.push(Value::choice([item, Value::Undefined], span)),
            }
        }
        self.heap.update(id, |object| object.items = left);
        Value::unknown(span)
    }
}
