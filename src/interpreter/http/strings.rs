//! Values as strings.

use std::rc::Rc;

use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, STACK, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::text::{MAX_PIECES, Piece, TextValue, is_short, unknown_piece};
use crate::interpreter::domain::unknown::Unknown;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::constants::constant_name;
use crate::interpreter::http::fields::FieldsOf;
use crate::interpreter::state::Interpreter;
use crate::interpreter::walk::Walk;
use crate::request::{Hole, Origin};
use crate::source::Span;

/// What a package has at a path of members, which goes by their names: `npm:settings.mail.password`.
fn unknown_member(path: &str, span: Span) -> Piece {
    let mut hole = Hole::new(Origin::Api(path.into()), span);
    if let Some(rest) = path.strip_prefix("npm:").filter(|rest| !rest.contains('(')) {
        let behind_scope = rest.rfind('/').map_or(0, |at| at + 1);
        let members = rest[behind_scope..].split('.').skip(1).filter(|name| *name != "default");
        hole.names = members.map(Into::into).collect();
    }
    Piece::Unknown(Rc::new(Unknown::of(hole)), LOCAL)
}

impl Interpreter<'_> {
    /// An object as the text that is written of it; any other value as it is.
    pub(crate) fn written_out(&mut self, value: &Value, span: Span) -> Value {
        let is_written = |part: &Value| matches!(part, Value::Object(..));
        if !value.alternatives().iter().any(is_written) {
            return value.clone();
        }
        let mut parts = Vec::new();
        for part in value.alternatives() {
            parts.push(match part {
                Value::Object(id, via)
                    if matches!(self.heap.obj(*id).shape, Shape::Record | Shape::List)
                        && !self.heap.obj(*id).is_text =>
                {
                    let text = Object { is_text: true, ..(**self.heap.obj(*id)).clone() };
                    Value::Object(self.heap.object(text), *via)
                }
                other => other.clone(),
            });
        }
        Value::choice(parts, span)
    }

    /// Appends a value to a text.
    pub(crate) fn append_text(&mut self, text: &mut TextValue, value: &Value, span: Span) {
        match value {
            Value::Text(pieces) => text.extend(pieces.iter().cloned()),
            Value::Num(number, _) => text.push(Piece::Fixed(number.clone(), span, LOCAL)),
            Value::Bool(Some(known)) => {
                text.push(Piece::Fixed(if *known { "true" } else { "false" }.into(), span, LOCAL));
            }
            Value::Unknown(hole, via) => text.push(Piece::Unknown(hole.clone(), *via)),
            Value::Library(path) => match constant_name(path) {
                Some(name) => text.push(Piece::Fixed(name.into(), span, LOCAL)),
                None => text.push(unknown_member(path, span)),
            },
            Value::Object(id, via) => {
                let mut own = self.object_text(*id, span);
                if *via != LOCAL
                    && let Value::Text(passed) = self.through(&Value::of_pieces(std::mem::take(&mut own)), *via)
                {
                    own.clone_from(&passed);
                }
                text.extend(own);
            }
            Value::Choice(_) => {
                let written = value.as_written();
                if !matches!(written, Value::Choice(_)) {
                    self.append_text(text, &written, span);
                    return;
                }
                let alternatives: Vec<TextValue> = written
                    .alternatives()
                    .iter()
                    .map(|part| match part {
                        // What was not taken adds nothing.
                        Value::Undefined | Value::Null | Value::Bool(_) => TextValue::new(),
                        part => self.text_of(part, span),
                    })
                    .collect();
                let piece = Piece::Alt(alternatives.into());
                text.push(if is_short(&piece) { piece } else { unknown_piece(Origin::Computed, span) });
            }
            Value::Undefined
            | Value::Null
            | Value::Bool(None)
            | Value::Function(_)
            | Value::Class(..)
            | Value::Regex(_)
            | Value::Facet(..) => {
                text.push(unknown_piece(Origin::Computed, span));
            }
        }
    }

    /// A value as a text.
    pub(crate) fn text_of(&mut self, value: &Value, span: Span) -> TextValue {
        let mut text = TextValue::new();
        self.append_text(&mut text, value, span);
        text
    }

    pub(crate) fn object_text(&mut self, id: ObjectId, span: Span) -> TextValue {
        self.walk(Walk::Text, id, |this| this.text_of_object(id, span))
            .unwrap_or_else(|| vec![unknown_piece(Origin::Computed, span)])
    }

    fn text_of_object(&mut self, id: ObjectId, span: Span) -> TextValue {
        let object = self.heap.obj(id).clone();
        if object.is_text {
            let shows = Some(Rc::new(self.shown_fields(id, span)));
            let hole = Hole::new(Origin::Computed, span);
            return vec![Piece::Unknown(Rc::new(Unknown { shows, ..Unknown::of(hole) }), LOCAL)];
        }
        match object.shape {
            Shape::Url => self.url_text(id, span),
            Shape::Params | Shape::Headers => {
                let fields = self.fields_of(&Value::Object(id, LOCAL), FieldsOf::Query, span);
                vec![Piece::Fields(Rc::new(fields))]
            }
            Shape::List if object.open.is_none() => {
                let items = object.items.clone();
                self.joined(&items, self.language.list_separator(), span)
            }
            Shape::Client(_) => self.whole_url(&object, span),
            Shape::Record if let Some(stack) = object.entry(STACK) => self.text_of(&stack.value, span),
            Shape::List | Shape::Record | Shape::Namespace(_) => vec![unknown_piece(Origin::Computed, span)],
        }
    }

    /// Items with a separator between them.
    pub(crate) fn joined(&mut self, items: &[Value], separator: &str, span: Span) -> TextValue {
        let mut text = TextValue::new();
        for (at, item) in items.iter().enumerate() {
            if text.len() > MAX_PIECES {
                break;
            }
            // An item that some paths lack has no separator there either.
            let (none, some): (Vec<&Value>, Vec<&Value>) =
                item.alternatives().iter().partition(|part| matches!(part, Value::Undefined));
            if at > 0 && !none.is_empty() && !some.is_empty() {
                let mut with = vec![Piece::Fixed(separator.into(), span, LOCAL)];
                let item = Value::choice(some.into_iter().cloned(), span);
                self.append_text(&mut with, &item, span);
                text.push(Piece::Alt(vec![TextValue::new(), with].into()));
                continue;
            }
            if at > 0 && !separator.is_empty() {
                text.push(Piece::Fixed(separator.into(), span, LOCAL));
            }
            self.append_text(&mut text, item, span);
        }
        text
    }
}
