//! Through which arguments values came: what a call looks like from where its arguments are not known.

use crate::interpreter::arguments::Args;
use crate::interpreter::budget::MAX_ARGUMENT_NESTING;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::provenance::{CallTag, LOCAL, Provenance};
use crate::interpreter::domain::text::{Piece, TextValue, unknown_piece};
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::FunctionId;
use crate::request::Origin;
use crate::source::Span;

impl Interpreter<'_> {
    /// A tag for what comes through the arguments of a new call.
    #[allow(clippy::cast_possible_truncation)] // every call takes a step
    pub(crate) fn next_call(&mut self) -> CallTag {
        self.provenance.callers.push(self.calls.stack.last().map_or(LOCAL.call, |caller| caller.tag));
        self.provenance.made.push(None);
        self.provenance.callers.len() as CallTag - 1
    }

    /// The same for a call of a function of the program.
    pub(crate) fn next_call_of(&mut self, function: FunctionId, site: Span) -> CallTag {
        let call = self.next_call();
        if let Some(made) = self.provenance.made.last_mut() {
            *made = Some((function, site));
        }
        call
    }

    /// Whether a call has ended, and so has the one that made it: what came through it is kept somewhere.
    pub(crate) fn has_ended(&self, call: CallTag) -> bool {
        call != LOCAL.call && self.depth_of(call).is_none()
    }

    /// Arguments as a function of the program gets them.
    pub(crate) fn argument_values(&mut self, args: &Args) -> Vec<Value> {
        let mut values = Vec::with_capacity(args.values.len());
        for (at, value) in args.values.iter().enumerate() {
            values.push(match args.spans.get(at) {
                Some(span) => value.by_argument(self.provenance.arguments.number(*span)),
                None => value.clone(),
            });
        }
        values
    }

    /// Notes what the entries of an object literal hand over that stands among the arguments of a call.
    pub(crate) fn mark_entries(&mut self, literal: &Value) {
        self.mark_nested(literal, MAX_ARGUMENT_NESTING);
    }

    fn mark_nested(&mut self, literal: &Value, depth: usize) {
        let Value::Object(id, _) = literal else { return };
        if depth == 0 || self.heap.obj(*id).shape != Shape::Record {
            return;
        }
        for (at, entry) in self.heap.obj(*id).entries.clone().iter().enumerate() {
            match &entry.value {
                Value::Text(_) | Value::Num(..) | Value::Unknown(..) | Value::Choice(_) => {
                    let argument = self.provenance.arguments.number(entry.span);
                    self.heap.update(*id, |object| object.entries[at].value = entry.value.by_argument(argument));
                }
                Value::Object(..) => self.mark_nested(&entry.value, depth - 1),
                _ => {}
            }
        }
    }

    /// Takes the entries of an object for what its maker hands over to whoever uses it.
    pub(crate) fn hand_over(&mut self, id: ObjectId) {
        let call = self.next_call();
        let entries = &self.heap.obj(id).entries;
        let values: Vec<Value> = entries.iter().map(|entry| self.through_call(&entry.value, call)).collect();
        self.heap.update(id, |object| {
            object.entries.iter_mut().zip(values).for_each(|(entry, value)| entry.value = value);
        });
    }

    /// Where in the stack a call is that is under way.
    pub(crate) fn place_of(&self, call: CallTag) -> Option<usize> {
        self.calls.stack.binary_search_by_key(&call, |known| known.tag).ok()
    }

    /// Where in the stack begins what does not know what came through the call with this tag. What was kept, in a
    /// field or by a closure, outlives the call that it came through: then it is the caller that knows it, and when
    /// that has ended too, whoever finds it has it at hand.
    fn depth_of(&self, call: CallTag) -> Option<usize> {
        if call == LOCAL.call {
            return None;
        }
        self.place_of(call).or_else(|| Some(self.place_of(*self.provenance.callers.get(call as usize)?)? + 1))
    }

    /// Whether a text is the base of URLs that something was set up with, which need not be known where it is used: a path
    /// goes on behind it.
    fn is_kept_base(&self, text: &str, via: Provenance, behind: Option<&Piece>) -> bool {
        (text.starts_with("https://") || text.starts_with("http://"))
            && self.place_of(via.call).is_none()
            && behind.is_some_and(is_path)
    }

    /// The value after it passed through an argument of the call with this tag.
    pub(crate) fn through(&self, value: &Value, via: Provenance) -> Value {
        if self.depth_of(via.call).is_none() {
            return value.clone();
        }
        self.through_call(value, via.call)
    }

    /// The value after it passed through an argument of a call that is about to begin.
    pub(crate) fn through_call(&self, value: &Value, call: CallTag) -> Value {
        value.retag(&|own| {
            if own.call < call && self.depth_of(own.call).is_some() {
                return own;
            }
            if own.call != LOCAL.call && own.call < call {
                self.provenance.kept.borrow_mut().entry((call, own.argument)).or_insert(own.call);
            }
            Provenance { call, ..own }
        })
    }

    /// A text as it is known in the frame below a depth of the stack: what came through the arguments of a frame is
    /// unknown in it.
    pub(crate) fn mask(&self, text: &[Piece], depth: usize) -> TextValue {
        self.mask_before(text, None, depth)
    }

    /// The same of a text behind which something stands.
    fn mask_before(&self, text: &[Piece], behind: Option<&Piece>, depth: usize) -> TextValue {
        let masked = |(at, piece): (usize, &Piece)| {
            let behind = text.get(at + 1).or(behind);
            match piece {
                Piece::Fixed(text, span, via)
                    if self.depth_of(via.call).is_some_and(|at| at < depth)
                        && !self.is_kept_base(text, *via, behind) =>
                {
                    unknown_piece(Origin::Parameter, *span)
                }
                Piece::Alt(alts) => Piece::Alt(alts.iter().map(|alt| self.mask_before(alt, behind, depth)).collect()),
                other => other.clone(),
            }
        };
        text.iter().enumerate().map(masked).collect()
    }

    /// The same for any value.
    pub(crate) fn mask_value(&self, value: &Value, depth: usize) -> Value {
        match value {
            Value::Text(text) => Value::of_pieces(self.mask(text, depth)),
            Value::Choice(parts) => Value::Choice(parts.iter().map(|part| self.mask_value(part, depth)).collect()),
            other => other.clone(),
        }
    }
}

/// Whether what stands behind the beginning of a URL goes on with its path, as far as that is seen.
fn is_path(piece: &Piece) -> bool {
    match piece {
        Piece::Fixed(text, ..) => !text.starts_with(['?', '&', '#']),
        Piece::Unknown(..) => true,
        Piece::Fields(_) => false,
        Piece::Alt(alts) => alts.iter().filter_map(|alt| alt.first()).any(is_path),
    }
}
