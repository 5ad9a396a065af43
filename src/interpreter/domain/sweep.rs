//! Giving up what cannot be reached any more, so that a program of many functions does not fill the heap.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use crate::interpreter::domain::heap::{Changes, Content, Heap};
use crate::interpreter::domain::ids::{CellId, ObjectId};
use crate::interpreter::domain::object::Object;
use crate::interpreter::domain::value::{Frame, Value};
use crate::source::Span;

/// How far the heap was filled at some time.
#[derive(Debug, Clone, Copy)]
pub struct Level {
    pub(super) cells: usize,
    pub(super) objects: usize,
    /// How many values it held.
    pub values: usize,
}

impl Level {
    /// Whether a variable was there at that time.
    pub fn has(self, cell: CellId) -> bool {
        (cell.0 as usize) < self.cells
    }
}

/// What can be reached of what was made since a time.
struct Reached<'h> {
    heap: &'h Heap,
    since: Level,
    cells: FxHashSet<CellId>,
    objects: FxHashSet<ObjectId>,
    frames: FxHashSet<*const Frame>,
    left: Vec<Value>,
}

impl Changes {
    /// The values that were left behind.
    fn values(&self, into: &mut Vec<Value>) {
        for (_, content) in &self.changed {
            match content {
                Content::Cell(value) => into.push(value.clone()),
                Content::Object(object) => values_of(object, into),
            }
        }
    }
}

fn values_of(object: &Object, into: &mut Vec<Value>) {
    into.extend(object.entries.iter().map(|entry| entry.value.clone()));
    into.extend(object.items.iter().cloned());
    let accessors = object.getters.iter().chain(&object.setters);
    into.extend(accessors.map(|(_, accessor)| Value::Function(accessor.clone())));
    into.extend(object.class.iter().map(|(class, frame)| Value::Class(*class, frame.clone())));
}

impl Heap {
    /// Forgets what was made since a time and is reached neither from these values nor from what was changed and is kept, nor
    /// from what every branch can reach. If something reaches it all the same, nothing is known of what that finds.
    pub fn sweep(&mut self, since: Level, roots: Vec<Value>, changed: &[Changes], span: Span) {
        let mut reached = Reached {
            heap: self,
            since,
            cells: FxHashSet::default(),
            objects: FxHashSet::default(),
            frames: FxHashSet::default(),
            left: roots,
        };
        reached.shared();
        reached.follow();
        // One after another: all together hold far more than the heap does.
        for changes in changed {
            changes.values(&mut reached.left);
            reached.follow();
        }
        let Reached { cells, objects, .. } = reached;
        self.keep(since, &cells, &objects, span);
    }
}

#[allow(clippy::cast_possible_truncation)] // ids are no larger
impl Reached<'_> {
    /// What is reached from anywhere.
    fn shared(&mut self) {
        let (cells, objects) = self.heap.made_since(self.since);
        for id in objects {
            self.object(id);
        }
        for id in cells {
            self.cell(id);
        }
    }

    fn follow(&mut self) {
        while let Some(value) = self.left.pop() {
            match value {
                Value::Object(id, _) | Value::Facet(id, _) => self.object(id),
                Value::Function(closure) => {
                    self.left.extend(closure.this.clone());
                    self.left.extend(closure.bound.iter().cloned());
                    self.frame(&closure.frame);
                }
                Value::Class(_, frame) => self.frame(&frame),
                Value::Choice(parts) => self.left.extend(parts.iter().cloned()),
                Value::Unknown(hole, _) => {
                    if let Some(request) = hole.request {
                        self.object(request);
                    }
                }
                _ => {}
            }
        }
    }

    fn object(&mut self, id: ObjectId) {
        if id.0 as usize >= self.since.objects && self.objects.insert(id) {
            values_of(self.heap.obj(id), &mut self.left);
        }
    }

    fn cell(&mut self, id: CellId) {
        if id.0 as usize >= self.since.cells && self.cells.insert(id) {
            self.left.push(self.heap.get(id).clone());
        }
    }

    fn frame(&mut self, frame: &Rc<Frame>) {
        let mut at = Some(frame);
        while let Some(frame) = at {
            if !self.frames.insert(Rc::as_ptr(frame)) {
                return;
            }
            self.left.extend(frame.this.clone());
            for cell in frame.cells.borrow().values() {
                self.cell(*cell);
            }
            at = frame.parent.as_ref();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interpreter::domain::object::Shape;
    use crate::interpreter::domain::provenance::LOCAL;
    use crate::source::FileId;

    fn holding(heap: &mut Heap, value: Value, span: Span) -> ObjectId {
        let mut object = Object::new(Shape::Record);
        object.set("held", span, value);
        heap.object(object)
    }

    #[test]
    fn what_nobody_reaches_is_forgotten_and_open() {
        let span = Span::new(FileId(0), 0, 1);
        let mut heap = Heap::default();
        let old = holding(&mut heap, Value::Null, span);
        let since = heap.level();
        let inner = holding(&mut heap, Value::Null, span);
        let outer = holding(&mut heap, Value::Object(inner, LOCAL), span);
        let shared = holding(&mut heap, Value::Null, span);
        heap.share(shared);
        let lost = holding(&mut heap, Value::Null, span);
        let full = heap.level().values;
        heap.sweep(since, vec![Value::Object(outer, LOCAL)], &[], span);
        for kept in [old, inner, outer, shared] {
            assert!(heap.obj(kept).entry("held").is_some() && heap.obj(kept).open.is_none());
        }
        assert!(heap.obj(lost).entry("held").is_none() && heap.obj(lost).open.is_some());
        assert!(heap.level().values < full);
    }

    #[test]
    fn what_a_run_has_read_grows_by_others_or_by_itself() {
        let span = Span::new(FileId(0), 0, 1);
        let mut heap = Heap::default();
        let [read, written, new] = [0, 1, 2].map(|_| heap.cell(Value::Null));
        let run = |heap: &mut Heap, cells: &[CellId], value: &Value| {
            heap.watch();
            let mark = heap.enter();
            let _ = heap.get(read);
            for cell in cells {
                heap.set(*cell, value.clone());
            }
            let changes = heap.leave(mark);
            (heap.watched(mark), changes)
        };
        let (reads, changes) = run(&mut heap, &[read, written], &Value::Undefined);
        let own = changes.locations();
        let alone = heap.join_growing(vec![changes], span);
        assert!(alone.is_in(&reads, &[]) && !alone.is_in(&reads, &own));
        let (_, again) = run(&mut heap, &[read], &Value::Undefined);
        assert!(heap.join_growing(vec![again], span).is_empty(), "it may hold no more than before");
        let (one, other) =
            (run(&mut heap, &[read], &Value::Bool(None)).1, run(&mut heap, &[read], &Value::Bool(None)).1);
        assert!(heap.join_growing(vec![one, other], span).is_in(&reads, &own), "another one did that too");
        let unread = run(&mut heap, &[new], &Value::Bool(None)).1;
        assert!(!heap.join_growing(vec![unread], span).is_in(&reads, &[]));
    }
}
