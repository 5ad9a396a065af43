//! Clients of which only the type is known: what could come in.
//!
//! A client that is a parameter is one of those that the program makes, if the program is all there is. It is bare unless
//! one that carries something leaves the function that made it.

use std::sync::Arc;

use crate::clients::{CallDef, ResultDef, set_up_method};
use crate::interpreter::budget::MAX_ESCAPE_DEPTH;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::request::Origin;
use crate::source::Span;

impl Interpreter<'_> {
    /// Whether what set clients up by a method of this name may have had a say in an unknown client.
    pub(crate) fn may_be_set_up(&mut self, def: usize, word: &str) -> bool {
        let mentions = self.mentions(word);
        if mentions == 0 {
            return false;
        }
        if !self.language.sees_whole_programs() {
            return true;
        }
        let strangers = &self.http.strangers;
        if !strangers.complete {
            // Who sets clients up is known once all functions have run.
            self.observations.unseen = true;
            return true;
        }
        let method = set_up_method(word);
        // A word that is all of a call is no part of the names of others.
        let is_meant = |name: &str| if word.ends_with('(') { name == method } else { name.contains(method) };
        let seen: usize =
            strangers.set_up_at.iter().filter(|(name, _)| is_meant(name)).map(|(_, places)| places.len()).sum();
        // What is written, but not seen to run, may set up anything.
        seen < mentions || strangers.leaving.iter().any(|&leaving| self.becomes(leaving, def))
    }

    /// Whether an object of one kind is of another, or makes one.
    fn becomes(&self, one: usize, other: usize) -> bool {
        let makes = |call: &Arc<CallDef>| matches!(call.result, ResultDef::Object(made) if made == other);
        one == other || self.clients.objects[one].calls.values().flatten().any(makes)
    }

    /// Notes the call of a method by which clients are set up.
    pub(crate) fn note_set_up(&mut self, path: &str, span: Span) {
        let method = path.trim_start_matches('.').trim_end_matches("()");
        if self.language.sees_whole_programs() && self.clients.sets_up(method) {
            self.http.strangers.set_up_at.entry(method.into()).or_default().insert(span);
        }
    }

    /// A value leaves the function that made it: it is returned, stored, or given to what cannot be followed.
    pub(crate) fn note_leaving(&mut self, value: &Value) {
        if !self.http.strangers.set_up_at.is_empty() {
            self.note_leaving_in(value, MAX_ESCAPE_DEPTH);
        }
    }

    fn note_leaving_in(&mut self, value: &Value, depth: usize) {
        for part in value.alternatives() {
            let Value::Object(id, _) = part else { continue };
            let object = self.heap.obj(*id).clone();
            match object.shape {
                Shape::Client(def) if def < self.clients.objects.len() && self.carries(*id) => {
                    self.http.strangers.leaving.insert(def);
                }
                Shape::Record | Shape::List if depth > 0 => {
                    for inner in object.entries.iter().map(|entry| &entry.value).chain(&object.items) {
                        self.note_leaving_in(inner, depth - 1);
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether a client sends what may be a credential, or what cannot be seen, with each request.
    pub(crate) fn carries(&self, id: ObjectId) -> bool {
        let object = self.heap.obj(id);
        let carried = |name: &str| match object.entry(name).map(|entry| &entry.value) {
            Some(Value::Object(fields, _)) => {
                let fields = self.heap.obj(*fields);
                let plain = |name: &str| self.clients.frameworks.is_plain_header(name);
                fields.open.is_some()
                    || fields.entries.iter().any(|entry| !plain(&entry.name))
                    || !fields.items.is_empty()
            }
            Some(_) => true,
            None => false,
        };
        object.open.is_some() || ["header", "query", "hooks"].into_iter().any(carried)
    }

    /// What code of other packages hands to a function: a client may be set up there.
    pub(crate) fn handed_by_users(&mut self, value: Value) -> Value {
        let Value::Unknown(hole, _) = &value else { return value };
        let is_client = hole.hole.origin == Origin::Parameter
            && hole.ty.as_ref().is_some_and(|ty| self.clients.source(&format!("type {ty}")).is_some());
        if !is_client || !self.language.sees_whole_programs() {
            return value;
        }
        let span = hole.hole.span;
        let Some(id) = self.client_of_unknown(hole) else { return value };
        self.heap.update(id, |object| object.open_by(span, "a client that users of the library bring along"));
        Value::Object(id, LOCAL)
    }
}
