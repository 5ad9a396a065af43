//! Keys: the names that are written, and what those that are computed may pick.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::provenance::{LOCAL, Provenance};
use crate::interpreter::domain::text::Piece;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::constants::constant_name;
use crate::interpreter::http::url::value_span;
use crate::interpreter::state::Interpreter;
use crate::ir::{ExprKind, Key};
use crate::request::{Open, OpenPart, Origin};
use crate::source::Span;

impl<'m> Interpreter<'m> {
    /// The name of a key, if it is known.
    pub(crate) fn key(&mut self, key: &'m Key) -> Option<(Rc<str>, Span)> {
        let chosen = self.chosen(key);
        self.name_of(key, chosen.as_ref())
    }

    /// The value of a key that is computed.
    pub(crate) fn chosen(&mut self, key: &'m Key) -> Option<Value> {
        match key {
            Key::Name(..) => None,
            Key::Computed(expr) => Some(self.eval(*expr)),
        }
    }

    /// The name of a key, whose value is known if it is computed, and where it stands.
    pub(crate) fn name_of(&self, key: &Key, chosen: Option<&Value>) -> Option<(Rc<str>, Span)> {
        match key {
            Key::Name(name, span) => Some(((**name).into(), *span)),
            Key::Computed(expr) => Some((self.fixed_key(chosen?)?, self.expr(*expr).span)),
        }
    }

    /// `object[key]`.
    pub(crate) fn member_by_key(&mut self, object: &Value, key: &'m Key, span: Span) -> Value {
        let chosen = self.chosen(key);
        self.member_chosen(object, key, chosen.as_ref(), span)
    }

    /// `object[key]`, where the value of the key is there.
    fn member_chosen(&mut self, object: &Value, key: &'m Key, chosen: Option<&Value>, span: Span) -> Value {
        let Some(chosen) = chosen else {
            return self.name_of(key, None).map_or(Value::unknown(span), |(name, _)| self.member(object, &name, span));
        };
        // What a key picks is known only where the key is.
        match self.names_of(chosen).as_deref() {
            Some([name]) => {
                let place = self.place_of_variable(object, name, chosen, span);
                let member = self.member(object, name, place);
                self.through(&member, via_of(chosen))
            }
            Some(names) => {
                let values: Vec<Value> = names.iter().map(|name| self.member(object, name, span)).collect();
                let value = Value::choice(values, span);
                self.note_given_by(chosen, &value);
                value
            }
            None if self.language.names_no_entry(chosen) => Value::unknown(span),
            None => self.any_member(object, key, chosen, span),
        }
    }

    /// What a key may pick that is not known.
    fn any_member(&mut self, object: &Value, key: &'m Key, chosen: &Value, span: Span) -> Value {
        match object {
            Value::Object(id, via) => {
                let object = self.heap.obj(*id).clone();
                let may_be = |name: &str| {
                    let name = Value::text(name, span);
                    chosen.alternatives().iter().any(|part| Self::equal(part, &name) != Some(false))
                };
                let entries = object.entries.iter().filter(|entry| may_be(&entry.name));
                let entries: Vec<(Rc<str>, Value)> =
                    entries.map(|entry| (entry.name.clone(), entry.value.clone())).collect();
                let mut values = match key {
                    Key::Computed(expr) if object.open.is_none() && object.items.is_empty() => {
                        self.picked_by(*expr, &entries)
                    }
                    _ => entries.into_iter().map(|(_, value)| value).chain(object.items.iter().cloned()).collect(),
                };
                if object.open.is_some() || object.class.is_some() || values.is_empty() {
                    values.push(Value::unknown(span));
                }
                self.through(&Value::choice(values, span), *via)
            }
            Value::Unknown(hole, via) => {
                let member = Value::Unknown(Rc::new(self.item_of_unknown(hole, span)), *via);
                if self.is_range(key) { member.part() } else { member }
            }
            _ => Value::unknown(span),
        }
    }

    /// `object[key](…)` with a key of which no one name is known: each name that it may be is called on a path of its own.
    pub(crate) fn method_by_key(
        &mut self,
        receiver: &Value,
        (key, chosen): (&'m Key, &Value),
        args: &Args,
        span: Span,
    ) -> Value {
        let Some(names) = self.names_of(chosen) else {
            let callee = self.member_chosen(receiver, key, Some(chosen), span);
            let first = self.observations.requests.len();
            let value = self.call_value(&callee, args, span);
            // Any of them may be called, but hardly each of them with this.
            let is_text = |part: &Value| matches!(part, Value::Text(_));
            if matches!(callee, Value::Choice(_))
                && args.values.iter().any(|arg| arg.alternatives().iter().any(is_text))
            {
                self.observations
                    .open_since(first, &Open::new(span, OpenPart::All, "it is not known which function is called"));
            }
            return value;
        };
        let at = if let Key::Computed(expr) = key { self.expr(*expr).span } else { span };
        // Which of them it is may pick what it is called with.
        self.note_picked(&Vec::new(), chosen, span);
        self.branch(names.len(), true, span, |this, index| this.method(receiver, &names[index], args, at, span))
    }

    /// Whether a key is a range, which has no value of its own: what it picks is a piece of the whole.
    fn is_range(&self, key: &Key) -> bool {
        let Key::Computed(expr) = key else { return false };
        matches!(self.expr(*expr).kind, ExprKind::Range { .. } | ExprKind::Sequence { last: false, .. })
    }

    /// Where a member is read: a variable of the environment where its name is written, if a helper reads it by name.
    fn place_of_variable(&self, object: &Value, name: &str, chosen: &Value, span: Span) -> Span {
        let Value::Library(path) = object else { return span };
        let written = value_span(chosen).filter(|written| !span.contains(*written));
        let is_variable = self.clients.environment_member(&format!("{path}.{name}")).is_some();
        written.filter(|_| is_variable).unwrap_or(span)
    }

    /// The names that a computed key may be, if all are known.
    pub(crate) fn names_of(&self, chosen: &Value) -> Option<Vec<Rc<str>>> {
        chosen.alternatives().iter().map(|part| self.fixed_key(part)).collect()
    }

    /// The text of a computed key, if it is known: strings, numbers, constants for header names.
    #[allow(clippy::self_only_used_in_recursion)] // one of a family of methods
    pub(crate) fn fixed_key(&self, value: &Value) -> Option<Rc<str>> {
        match value {
            Value::Choice(_)
                if let written = value.as_written()
                    && !matches!(written, Value::Choice(_)) =>
            {
                self.fixed_key(&written)
            }
            Value::Library(path) => constant_name(path).map(Into::into),
            Value::Unknown(hole, _) => match &hole.hole.origin {
                Origin::Api(path) => constant_name(path).map(Into::into),
                _ => None,
            },
            Value::Text(text) => match &text[..] {
                [Piece::Unknown(hole, via)] => self.fixed_key(&Value::Unknown(hole.clone(), *via)),
                _ => value.as_fixed(),
            },
            other => other.as_fixed(),
        }
    }
}

/// Through which argument a text came.
fn via_of(value: &Value) -> Provenance {
    let Value::Text(text) = value else { return LOCAL };
    let vias = text.iter().map(|piece| match piece {
        Piece::Fixed(_, _, via) | Piece::Unknown(_, via) => *via,
        Piece::Fields(_) | Piece::Alt(_) => LOCAL,
    });
    vias.min_by_key(|via| via.call).unwrap_or(LOCAL)
}
