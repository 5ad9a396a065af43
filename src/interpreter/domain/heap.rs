//! The mutable state of an abstract run: variables and objects, with branches that are joined.
//!
//! Every write inside a branch is journalled, so that an arm costs what it changes and not what exists.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::interpreter::domain::ids::{CellId, ObjectId};
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::sweep::Level;
use crate::interpreter::domain::value::Value;
use crate::source::Span;

/// How many values a run keeps; past it nothing is known of what new objects and long texts hold.
const MAX_VALUES: usize = 8_000_000;

/// A variable or an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Location {
    /// A variable.
    Cell(CellId),
    /// An object.
    Object(ObjectId),
}

#[derive(Clone, Debug)]
pub(super) enum Content {
    Cell(Value),
    Object(Rc<Object>),
}

/// What one arm of a branch changed.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    pub(super) changed: Vec<(Location, Content)>,
    /// How many variables and objects there were at its end: what was made later is not reached from it.
    pub(super) cells: usize,
    pub(super) objects: usize,
}

/// Where an arm of a branch began.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    journal: usize,
    cells: usize,
    objects: usize,
}

impl Mark {
    /// Whether a location was there.
    fn has(self, location: Location) -> bool {
        match location {
            Location::Cell(id) => (id.0 as usize) < self.cells,
            Location::Object(id) => (id.0 as usize) < self.objects,
        }
    }
}

/// The state of a run.
#[derive(Debug, Default)]
pub struct Heap {
    cells: Vec<Value>,
    objects: Vec<Rc<Object>>,
    /// What was at locations before they were changed: once for each since the innermost branch began.
    journal: Vec<(Location, Content)>,
    /// Where in the journal the branches that run began, the innermost last.
    branches: Vec<usize>,
    /// Where in the journal a location was noted last.
    noted: FxHashMap<Location, usize>,
    /// How many values were put into it.
    values: usize,
    /// Objects that every arm can reach, whichever made them.
    shared: FxHashSet<ObjectId>,
    /// Where the variables and objects of modules lie, which every arm can reach too.
    modules: Vec<Made>,
    /// How often something was written.
    writes: usize,
    /// How many values were copied, because objects hold them that were changed or joined.
    copied: usize,
    /// What was read since somebody watches.
    reads: Option<RefCell<FxHashSet<Location>>>,
}

/// What a run has read of what was there when it began.
#[derive(Debug, Default)]
pub struct Reads(FxHashSet<Location>);

/// The variables and objects that may hold what they could not hold before, each with whether more than one run did that.
#[derive(Debug, Default)]
pub struct Grown(pub(super) FxHashMap<Location, bool>);

impl Grown {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Notes an object.
    pub fn add(&mut self, id: ObjectId) {
        self.0.insert(Location::Object(id), true);
    }

    /// Whether one of them was read that did not grow by `own` alone: by what the run that read it has changed itself.
    pub fn is_in(&self, reads: &Reads, own: &[Location]) -> bool {
        let by_others = |location: &Location| {
            self.0.get(location).is_some_and(|by_several| *by_several || own.binary_search(location).is_err())
        };
        // Each is looked up among the others: which of both is the longer one depends on the program.
        if self.0.len() < reads.0.len() {
            self.0.keys().any(|location| reads.0.contains(location) && by_others(location))
        } else {
            reads.0.iter().any(by_others)
        }
    }
}

/// What was made while something ran.
#[derive(Debug)]
struct Made {
    cells: Range<usize>,
    objects: Range<usize>,
}

impl Changes {
    /// How many variables and objects were changed.
    pub fn len(&self) -> usize {
        self.changed.len()
    }

    /// Whether nothing was changed.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty()
    }

    /// Whether the same was changed, to the same.
    pub fn is_same(&self, other: &Self) -> bool {
        let pairs = || self.changed.iter().zip(&other.changed);
        let is_like = |(here, there): (&(Location, Content), &(Location, Content))| {
            here.0 == there.0
                && match (&here.1, &there.1) {
                    (Content::Cell(here), Content::Cell(there)) => here.same(there),
                    (Content::Object(here), Content::Object(there)) => Rc::ptr_eq(here, there),
                    _ => false,
                }
        };
        self.changed.len() == other.changed.len() && pairs().all(is_like)
    }

    /// What several say together: of one location what the first of them says.
    pub fn first_of(all: impl IntoIterator<Item = Self>) -> Self {
        let mut whole = Self::default();
        for one in all {
            whole.changed.extend(one.changed);
            (whole.cells, whole.objects) = (whole.cells.max(one.cells), whole.objects.max(one.objects));
        }
        whole.changed.sort_by_key(|(location, _)| *location);
        whole.changed.dedup_by_key(|(location, _)| *location);
        whole
    }

    /// What this says of where others were changed.
    #[must_use]
    pub fn only(&self, others: &Self) -> Self {
        let those: FxHashSet<Location> = others.locations().into_iter().collect();
        let kept = self.changed.iter().filter(|(location, _)| those.contains(location)).cloned().collect();
        Self { changed: kept, ..*self }
    }

    /// What was changed, sorted.
    pub fn locations(&self) -> Vec<Location> {
        self.changed.iter().map(|(location, _)| *location).collect()
    }

    pub(super) fn has(&self, location: Location) -> bool {
        match location {
            Location::Cell(id) => (id.0 as usize) < self.cells,
            Location::Object(id) => (id.0 as usize) < self.objects,
        }
    }
}

impl Heap {
    /// The objects that there were at the end of what made some changes.
    #[allow(clippy::cast_possible_truncation)]
    pub fn objects_of(&self, changes: &Changes) -> impl Iterator<Item = (ObjectId, &Rc<Object>)> {
        self.objects.iter().take(changes.objects).enumerate().map(|(at, object)| (ObjectId(at as u32), object))
    }

    /// A new variable.
    #[allow(clippy::cast_possible_truncation)]
    pub fn cell(&mut self, value: Value) -> CellId {
        let value = self.counted(value);
        self.cells.push(value);
        CellId(self.cells.len() as u32 - 1)
    }

    /// A new object.
    #[allow(clippy::cast_possible_truncation)]
    pub fn object(&mut self, mut object: Object) -> ObjectId {
        self.values += 1 + object.entries.len() + object.items.len();
        if self.is_full()
            && let Some(span) = object.any_span()
        {
            object.forget(span);
        }
        self.objects.push(Rc::new(object));
        ObjectId(self.objects.len() as u32 - 1)
    }

    /// The value of a variable.
    pub fn get(&self, cell: CellId) -> &Value {
        self.note_read(Location::Cell(cell));
        &self.cells[cell.0 as usize]
    }

    /// An object.
    pub fn obj(&self, object: ObjectId) -> &Rc<Object> {
        self.note_read(Location::Object(object));
        &self.objects[object.0 as usize]
    }

    fn note_read(&self, location: Location) {
        if let Some(reads) = &self.reads {
            reads.borrow_mut().insert(location);
        }
    }

    /// Begins to note what is read.
    pub fn watch(&mut self) {
        self.reads = Some(RefCell::default());
    }

    /// What was read since of what was there at a mark.
    pub fn watched(&mut self, mark: Mark) -> Reads {
        let mut reads = self.reads.take().map(RefCell::into_inner).unwrap_or_default();
        reads.retain(|location| mark.has(*location));
        Reads(reads)
    }

    /// The instances of classes, in the order in which they were made.
    #[allow(clippy::cast_possible_truncation)] // they are counted so
    pub fn instances(&self) -> impl Iterator<Item = ObjectId> + '_ {
        let objects = self.objects.iter().enumerate().filter(|(_, object)| object.class.is_some());
        objects.map(|(at, _)| ObjectId(at as u32))
    }

    /// Assigns a variable.
    pub fn set(&mut self, cell: CellId, value: Value) {
        let value = self.counted(value);
        self.writes += 1;
        let old = std::mem::replace(&mut self.cells[cell.0 as usize], value);
        let location = Location::Cell(cell);
        if self.is_to_note(location) {
            self.note(location, Content::Cell(old));
        }
    }

    /// Whether what was at a location has to be noted before it is changed.
    fn is_to_note(&self, location: Location) -> bool {
        let Some(&since) = self.branches.last() else { return false };
        let is_known = |&at: &usize| at >= since && self.journal.get(at).is_some_and(|(noted, _)| *noted == location);
        !self.noted.get(&location).is_some_and(is_known)
    }

    fn note(&mut self, location: Location, old: Content) {
        self.noted.insert(location, self.journal.len());
        self.journal.push((location, old));
    }

    /// The value as it is kept: where the heap is full, nothing is known of what is long.
    fn counted(&mut self, value: Value) -> Value {
        let weight = value.weight();
        self.values += weight;
        if weight > 1 && self.is_full() { value.forgotten() } else { value }
    }

    fn is_full(&self) -> bool {
        self.values > MAX_VALUES
    }

    /// Changes an object.
    pub fn update(&mut self, id: ObjectId, change: impl FnOnce(&mut Object)) {
        self.writes += 1;
        let location = Location::Object(id);
        if self.is_to_note(location) {
            let old = self.objects[id.0 as usize].clone();
            self.note(location, Content::Object(old));
        }
        let slot = &mut self.objects[id.0 as usize];
        let copied = if Rc::strong_count(slot) > 1 { slot.entries.len() + slot.items.len() } else { 0 };
        change(Rc::make_mut(slot));
        self.values += 1 + copied;
        self.copied += copied;
    }

    /// How many values were copied so far.
    pub fn copied(&self) -> usize {
        self.copied
    }

    /// How often something was written that was there before.
    pub fn writes(&self) -> usize {
        self.writes
    }

    /// How far it is filled.
    pub fn level(&self) -> Level {
        Level { cells: self.cells.len(), objects: self.objects.len(), values: self.values }
    }

    /// What every arm can reach of what was made since a time.
    #[allow(clippy::cast_possible_truncation)]
    pub(super) fn made_since(&self, since: Level) -> (Vec<CellId>, Vec<ObjectId>) {
        let of_modules = self.modules.iter().filter(|made| made.cells.end > since.cells);
        let cells = of_modules.flat_map(|made| made.cells.clone()).map(|at| CellId(at as u32)).collect();
        let of_modules = self.modules.iter().filter(|made| made.objects.end > since.objects);
        let made = of_modules.flat_map(|made| made.objects.clone()).map(|at| ObjectId(at as u32));
        (cells, made.chain(self.shared.iter().copied()).collect())
    }

    /// Forgets all that was made since a time but these.
    #[allow(clippy::cast_possible_truncation)]
    pub(super) fn keep(&mut self, since: Level, cells: &FxHashSet<CellId>, objects: &FxHashSet<ObjectId>, span: Span) {
        let mut nothing = Object::new(Shape::Record);
        nothing.forget(span);
        let nothing = Rc::new(nothing);
        self.values = since.values;
        for at in since.cells..self.cells.len() {
            if cells.contains(&CellId(at as u32)) {
                self.values += self.cells[at].weight();
            } else {
                self.cells[at] = Value::unknown(span);
            }
        }
        for at in since.objects..self.objects.len() {
            let object = &mut self.objects[at];
            if objects.contains(&ObjectId(at as u32)) {
                self.values += 1 + object.entries.len() + object.items.len();
            } else {
                *object = nothing.clone();
            }
        }
    }

    /// Starts an arm of a branch.
    pub fn enter(&mut self) -> Mark {
        self.branches.push(self.journal.len());
        Mark { journal: self.journal.len(), cells: self.cells.len(), objects: self.objects.len() }
    }

    /// Ends the arm that [`Heap::enter`] began: undoes its writes and gives them. What the arm itself made keeps its
    /// content: no other arm can reach it.
    pub fn leave(&mut self, mark: Mark) -> Changes {
        self.undo(mark, false)
    }

    /// Ends what [`Heap::enter`] began like [`Heap::leave`], where other ends of the same path were noted by
    /// [`Heap::so_far`]: they may reach what was made on it.
    pub fn leave_path(&mut self, mark: Mark) -> Changes {
        self.undo(mark, true)
    }

    /// What was changed since a mark, without ending anything.
    pub fn so_far(&self, mark: Mark) -> Changes {
        self.changed_since(mark, self.cells.len(), self.objects.len())
    }

    /// The same of what was there at the mark: whoever goes on from here does not reach what was made since.
    pub fn so_far_outside(&self, mark: Mark) -> Changes {
        self.changed_since(mark, mark.cells, mark.objects)
    }

    /// What was changed since a mark of the first `cells` and `objects`.
    fn changed_since(&self, mark: Mark, cells: usize, objects: usize) -> Changes {
        let mut state = Changes { changed: Vec::new(), cells, objects };
        let noted = self.journal[mark.journal..].iter().map(|(location, _)| *location);
        let mut locations: Vec<Location> = noted.filter(|location| state.has(*location)).collect();
        locations.sort_unstable();
        locations.dedup();
        state.changed = locations.into_iter().map(|location| (location, self.content(location))).collect();
        state
    }

    /// Ends what [`Heap::enter`] began, and keeps what it wrote.
    pub fn leave_kept(&mut self, mark: Mark) {
        self.branches.pop();
        let since = self.journal.split_off(mark.journal);
        if self.branches.is_empty() {
            return;
        }
        for (location, old) in since {
            if (mark.has(location) || self.is_shared(location)) && self.is_to_note(location) {
                self.note(location, old);
            }
        }
    }

    /// Makes what a new object has now what it has had from the beginning, whatever branch first met it.
    pub fn establish(&mut self, id: ObjectId) {
        let now = &self.objects[id.0 as usize];
        for (location, old) in &mut self.journal {
            if *location == Location::Object(id) {
                *old = Content::Object(now.clone());
            }
        }
    }

    /// Notes that an object can be reached from anywhere: it stands for a value of a library.
    pub fn share(&mut self, id: ObjectId) {
        self.shared.insert(id);
    }

    /// Ends what [`Heap::enter`] began, and keeps it: what was made since has had its content from the beginning,
    /// whatever branch first met it, and can be reached from anywhere. So it is with the top level of a module.
    pub fn leave_established(&mut self, mark: Mark) {
        self.branches.pop();
        if self.branches.is_empty() {
            self.journal.truncate(mark.journal);
        } else {
            let since = self.journal.split_off(mark.journal);
            self.journal.extend(since.into_iter().filter(|(location, _)| mark.has(*location)));
        }
        // Modules that were loaded meanwhile are part of it.
        while self
            .modules
            .last()
            .is_some_and(|made| made.cells.start >= mark.cells && made.objects.start >= mark.objects)
        {
            self.modules.pop();
        }
        self.modules.push(Made { cells: mark.cells..self.cells.len(), objects: mark.objects..self.objects.len() });
    }

    /// Whether every arm can reach a location, whichever made it.
    fn is_shared(&self, location: Location) -> bool {
        let within = |ranges: fn(&Made) -> &Range<usize>, at: usize| {
            // The ranges are apart and in order.
            let after = self.modules.partition_point(|module| ranges(module).start <= at);
            after > 0 && self.modules.get(after - 1).is_some_and(|module| ranges(module).contains(&at))
        };
        match location {
            Location::Cell(id) => within(|module| &module.cells, id.0 as usize),
            Location::Object(id) => self.shared.contains(&id) || within(|module| &module.objects, id.0 as usize),
        }
    }

    fn undo(&mut self, mark: Mark, with_fresh: bool) -> Changes {
        self.branches.pop();
        let mut changed: Vec<(Location, Content)> = Vec::new();
        while self.journal.len() > mark.journal {
            let Some((location, old)) = self.journal.pop() else { break };
            if !mark.has(location) && !with_fresh && !self.is_shared(location) {
                continue;
            }
            let new = match (location, old) {
                (Location::Cell(id), Content::Cell(old)) => {
                    Content::Cell(std::mem::replace(&mut self.cells[id.0 as usize], old))
                }
                (Location::Object(id), Content::Object(old)) => {
                    Content::Object(std::mem::replace(&mut self.objects[id.0 as usize], old))
                }
                _ => continue,
            };
            changed.push((location, new));
        }
        // Of several contents of one location the first is the latest.
        changed.sort_by_key(|(location, _)| *location);
        changed.dedup_by_key(|(location, _)| *location);
        Changes { changed, cells: self.cells.len(), objects: self.objects.len() }
    }

    /// What is now where something was changed.
    pub fn now_at(&self, changes: &Changes) -> Changes {
        let now = changes.changed.iter().map(|(location, _)| (*location, self.content(*location))).collect();
        Changes { changed: now, ..*changes }
    }

    pub(super) fn content(&self, location: Location) -> Content {
        match location {
            Location::Cell(id) => Content::Cell(self.cells[id.0 as usize].clone()),
            Location::Object(id) => Content::Object(self.objects[id.0 as usize].clone()),
        }
    }

    pub(super) fn put(&mut self, location: Location, content: Content) {
        match (location, content) {
            (Location::Cell(id), Content::Cell(value)) => self.set(id, value),
            (Location::Object(id), Content::Object(object)) => {
                self.writes += 1;
                self.copied += object.entries.len() + object.items.len();
                let old = std::mem::replace(&mut self.objects[id.0 as usize], object);
                if self.is_to_note(location) {
                    self.note(location, Content::Object(old));
                }
            }
            _ => {}
        }
    }
}
