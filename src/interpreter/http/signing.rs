//! Keys that something is signed with, and what is made with them.

use crate::interpreter::domain::text::{Piece, TextV};
use crate::interpreter::domain::unknown::Unknown;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::texts::texts;
use crate::interpreter::state::Interpreter;
use crate::request::{Origin, SigningKey};
use crate::source::Span;

impl Interpreter<'_> {
    /// Notes the key of a call, and gives what the call makes with it.
    pub(crate) fn sign(&mut self, key: &Value, at: Span, site: Span) -> Value {
        let text = self.text_of(key, at);
        let given = self.provenance.arguments.of(&text);
        let made = Origin::Signed { key: at, given: given.clone().into() };
        let key = SigningKey { span: at, given, values: texts(&text) };
        if !self.calls.is_dry_run() {
            self.observations.sign(key);
        }
        Value::of_origin(made, site)
    }

    /// What a function that is not modelled makes of something that was made with a key: its text in another form.
    pub(crate) fn still_signed(values: &[Value]) -> Option<Value> {
        values.iter().flat_map(Value::alternatives).find_map(|value| match value {
            Value::Unknown(hole, via) => is_signed(hole).then(|| Value::Unknown(hole.clone(), *via)),
            Value::Text(text) => signed_piece(text),
            _ => None,
        })
    }
}

fn is_signed(hole: &Unknown) -> bool {
    matches!(hole.hole.origin, Origin::Signed { .. })
}

fn signed_piece(text: &TextV) -> Option<Value> {
    text.iter().find_map(|piece| match piece {
        Piece::Unknown(hole, via) => is_signed(hole).then(|| Value::Unknown(hole.clone(), *via)),
        Piece::Alt(alternatives) => alternatives.iter().find_map(signed_piece),
        Piece::Fixed(..) | Piece::Fields(_) => None,
    })
}
