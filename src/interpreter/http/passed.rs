//! Requests that pass through functions which cannot be read: `signing::signed(request)`. What these give may be the
//! request, with more in it than before.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::unknown::Unknown;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::source::Span;

impl Interpreter<'_> {
    /// What a call gives that cannot be followed: where it got one request, that may be it.
    pub(crate) fn perhaps_request(&self, given: Value, args: &Args) -> Value {
        if !self.language.hands_requests_on() {
            return given;
        }
        let is_request = |value: &&Value| match value {
            Value::Object(id, _) => {
                let object = self.heap.obj(*id);
                matches!(object.shape, Shape::Client(_)) && object.entry("url").is_some()
            }
            _ => false,
        };
        let mut requests = args.values.iter().filter(is_request);
        match (given, requests.next(), requests.next()) {
            (Value::Unknown(hole, via), Some(Value::Object(id, _)), None) => {
                Value::Unknown(Rc::new(Unknown { request: Some(*id), ..(*hole).clone() }), via)
            }
            (given, ..) => given,
        }
    }

    /// The same where a method of this name would send it.
    pub(crate) fn sent_when_passed_on(&mut self, hole: &Unknown, name: &str, span: Span) -> Option<ObjectId> {
        let Shape::Client(def) = self.heap.obj(hole.request?).shape else { return None };
        let calls = self.clients.objects.get(def)?.calls.get(&*format!(".{name}()"))?;
        if calls.iter().any(|call| call.sends) { self.request_passed_on(hole, span) } else { None }
    }

    /// The request that such a value may be: what it was before, and more that is not known.
    pub(crate) fn request_passed_on(&mut self, hole: &Unknown, span: Span) -> Option<ObjectId> {
        let id = hole.request?;
        let Shape::Client(def) = self.heap.obj(id).shape else { return None };
        let copy = self.copy_client(id, def);
        self.heap.update(copy, |object| object.open_by(span, "it passes through something that cannot be read"));
        Some(copy)
    }
}
