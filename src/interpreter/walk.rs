//! Walks from object to object over what they hold. Objects may hold themselves, and others many times over: a walk
//! ends where it comes back to an object that it is in, and where it is too deep or has seen too many.

use crate::interpreter::budget::{MAX_WALK_DEPTH, MAX_WALK_OBJECTS};
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::state::Interpreter;

/// What a walk makes of objects. One object may be in several at a time: the text of a URL needs the fields of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Walk {
    /// Named fields.
    Fields,
    /// A text.
    Text,
    /// What is sent by being awaited.
    Awaited,
    /// What something unknown may change.
    Escape,
}

/// The walk that is under way.
#[derive(Debug, Default)]
pub(crate) struct Walks {
    /// The objects that it is in, the outermost first.
    within: Vec<(Walk, ObjectId)>,
    /// How many objects it has been in.
    seen: usize,
}

impl Walks {
    fn enter(&mut self, walk: Walk, id: ObjectId) -> bool {
        if self.within.is_empty() {
            self.seen = 0;
        }
        let holds_itself = self.within.contains(&(walk, id));
        if holds_itself || self.within.len() >= MAX_WALK_DEPTH || self.seen >= MAX_WALK_OBJECTS {
            return false;
        }
        self.seen += 1;
        self.within.push((walk, id));
        true
    }
}

impl Interpreter<'_> {
    /// Goes into an object on a walk. `None` where the walk ends: what the object holds is then as good as unknown.
    pub(crate) fn walk<T>(&mut self, walk: Walk, id: ObjectId, into: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if !self.budget.walks.enter(walk, id) {
            return None;
        }
        let value = into(self);
        self.budget.walks.within.pop();
        Some(value)
    }
}
