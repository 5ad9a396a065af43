//! What conditions come to, as far as their sides are known.

use crate::interpreter::domain::count::Count;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::text::Piece;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::Comparison;
use crate::request::Origin;
use crate::source::Span;

impl Interpreter<'_> {
    /// `!value`.
    pub(crate) fn negated(value: &Value) -> Value {
        Value::Bool(value.truthy().map(|truth| !truth))
    }

    /// `typeof value`.
    pub(crate) fn type_of(&self, value: &Value, span: Span) -> Value {
        let name = match value {
            Value::Undefined => "undefined",
            Value::Null | Value::Regex(_) => "object",
            Value::Bool(_) => "boolean",
            Value::Num(..) => "number",
            Value::Text(_) => "string",
            Value::Function(_) | Value::Class(..) => "function",
            Value::Choice(parts) => {
                let names: Vec<Value> = parts.iter().map(|part| self.type_of(part, span)).collect();
                return Value::choice(names, span);
            }
            // Some clients are functions.
            Value::Object(id, _) if !matches!(self.heap.obj(*id).shape, Shape::Client(_) | Shape::Namespace(_)) => {
                "object"
            }
            Value::Object(..) | Value::Unknown(..) | Value::Library(_) | Value::Facet(..) => {
                return Value::of_origin(Origin::Computed, span);
            }
        };
        Value::text(name, span)
    }

    /// A comparison; `None` where what is known does not decide it.
    pub(crate) fn compared(&self, op: Comparison, left: &Value, right: &Value) -> Option<bool> {
        if let (Some(count), Some(number)) = (count_of(left), number_of(right)) {
            return count.compared(op, number);
        }
        if let (Some(number), Some(count)) = (number_of(left), count_of(right)) {
            return count.compared_from_left(op, number);
        }
        match op {
            Comparison::Equal => Self::equal(left, right),
            Comparison::Unequal => Self::equal(left, right).map(|equal| !equal),
            Comparison::LooselyEqual => Self::loosely_equal(left, right),
            Comparison::LooselyUnequal => Self::loosely_equal(left, right).map(|equal| !equal),
            Comparison::Less => ordered(left, right, |left, right| left < right),
            Comparison::LessOrEqual => ordered(left, right, |left, right| left <= right),
            Comparison::Greater => ordered(left, right, |left, right| left > right),
            Comparison::GreaterOrEqual => ordered(left, right, |left, right| left >= right),
            Comparison::InstanceOf => self.is_instance(left, right),
            Comparison::In => left.as_fixed().and_then(|key| self.has_member(right, &key)),
        }
    }

    pub(super) fn equal(left: &Value, right: &Value) -> Option<bool> {
        if let (Value::Num(one, _), Value::Num(other, _)) = (left, right)
            && one != other
        {
            // One number is written in several ways: `0x10`, `16`.
            return ordered(left, right, |left, right| left.total_cmp(&right).is_eq());
        }
        if let (Some(left), Some(right)) = (left.as_fixed(), right.as_fixed()) {
            return Some(left == right);
        }
        match (left, right) {
            (Value::Text(left), Value::Text(right)) if begin_apart(left, right) => Some(false),
            (Value::Bool(left), Value::Bool(right)) => Some((*left)? == (*right)?),
            (Value::Undefined, Value::Undefined) | (Value::Null, Value::Null) => Some(true),
            // Models of libraries do not always tell which of the two they give.
            (Value::Undefined, Value::Null) | (Value::Null, Value::Undefined) => None,
            (value, Value::Undefined | Value::Null) | (Value::Undefined | Value::Null, value) => {
                (!value.nullish()?).then_some(false)
            }
            _ => None,
        }
    }

    /// `undefined` is no different from `null` here.
    fn loosely_equal(left: &Value, right: &Value) -> Option<bool> {
        match (left.nullish(), right.nullish()) {
            (Some(true), Some(true)) => Some(true),
            (Some(left), Some(right)) if left != right => Some(false),
            _ => Self::equal(left, right),
        }
    }

    fn is_instance(&self, value: &Value, class: &Value) -> Option<bool> {
        match (value, class) {
            (Value::Undefined | Value::Null | Value::Bool(_) | Value::Num(..) | Value::Text(_), _) => Some(false),
            (Value::Object(id, _), Value::Class(class, _)) => {
                let own = self.heap.obj(*id).class.as_ref().map(|(own, _)| *own);
                (own == Some(*class)).then_some(true)
            }
            (Value::Object(id, _), Value::Library(path)) => {
                let object = self.heap.obj(*id);
                let is_of = self.language.shape_of_type(self.clients.alias(path).unwrap_or(path))?;
                match &object.shape {
                    // Queries and forms are not told apart, nor are those of a library from the language's own.
                    shape if shape.is_multi() && is_of.is_multi() => None,
                    Shape::Params | Shape::Headers | Shape::Url | Shape::List => Some(object.shape == is_of),
                    Shape::Record if object.class.is_none() && object.open.is_none() => Some(false),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Whether an object has a member, by its entries or by what it is.
    fn has_member(&self, object: &Value, name: &str) -> Option<bool> {
        let known = self.has_key(object, name)?;
        let Value::Object(id, _) = object else { return None };
        let at = self.heap.obj(*id);
        let span = at.any_span().unwrap_or_else(|| self.stack_span());
        (known || self.language.own_member(at, name, span).is_none()).then_some(known)
    }

    /// Whether an object has a property or a map a key.
    pub(crate) fn has_key(&self, object: &Value, key: &str) -> Option<bool> {
        let Value::Object(id, _) = object else { return None };
        let object = self.heap.obj(*id);
        if !matches!(object.shape, Shape::Record | Shape::Params | Shape::Headers) || object.class.is_some() {
            return None;
        }
        match object.entry(key) {
            Some(entry) => (entry.certain && !entry.value.may_be_undefined()).then_some(true),
            // An empty one may be filled by somebody else before it is asked.
            None => (object.open.is_none() && !object.entries.is_empty()).then_some(false),
        }
    }

    /// `Array.isArray(value)`.
    pub(crate) fn is_list(&self, value: &Value) -> Option<bool> {
        match value {
            Value::Unknown(..) | Value::Library(_) | Value::Facet(..) | Value::Choice(_) => None,
            Value::Object(id, _) => match self.heap.obj(*id).shape {
                Shape::List => Some(true),
                Shape::Client(_) | Shape::Namespace(_) => None,
                Shape::Record | Shape::Params | Shape::Headers | Shape::Url => Some(false),
            },
            _ => Some(false),
        }
    }
}

/// Whether two texts begin with something that the other one does not, whatever follows.
fn begin_apart(left: &[Piece], right: &[Piece]) -> bool {
    let known = |text: &[Piece]| {
        let fixed = text.iter().map_while(|piece| match piece {
            Piece::Fixed(fixed, ..) => Some(&**fixed),
            _ => None,
        });
        fixed.collect::<String>()
    };
    let (left, right) = (known(left), known(right));
    !left.starts_with(&right) && !right.starts_with(&left)
}

fn ordered(left: &Value, right: &Value, holds: fn(f64, f64) -> bool) -> Option<bool> {
    Some(holds(number_of(left)?, number_of(right)?))
}

fn number_of(value: &Value) -> Option<f64> {
    match value {
        Value::Num(number, _) => number.parse().ok(),
        _ => None,
    }
}

fn count_of(value: &Value) -> Option<Count> {
    match value {
        Value::Unknown(hole, _) => hole.count,
        _ => None,
    }
}
