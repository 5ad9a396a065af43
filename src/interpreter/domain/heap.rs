//! The mutable state of an abstract run: variables and objects, with branches that are joined.
//!
//! Every write inside a branch is journalled, so that an arm costs what it changes and not what exists.

use std::ops::Range;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::interpreter::domain::value::{Piece, Value};
use crate::ir::ClassId;
use crate::request::Origin;
use crate::source::{FileId, Span};

use crate::interpreter::state::Frame;

/// How many entries an object keeps before it is open instead.
const MAX_ENTRIES: usize = 256;

/// Names a variable of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CellId(u32);

/// Names an object of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectId(u32);

/// An object.
#[derive(Clone, Debug)]
pub struct Object {
    /// How it behaves.
    pub shape: Shape,
    /// Named entries, in order.
    pub entries: Vec<Entry>,
    /// Elements of a list.
    pub items: Vec<Value>,
    /// Why it may have more than is known.
    pub open: Option<(Span, Rc<str>)>,
    /// The class it is an instance of.
    pub class: Option<(ClassId, Rc<Frame>)>,
    /// The variant that it is, of an enum: `Shape::Circle`.
    pub variant: Option<Rc<str>>,
}

/// How an object behaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One value per key.
    Record,
    /// An array, tuple or vector.
    List,
    /// Query parameters or headers: names without case, several values per name.
    Multi,
    /// A URL: entry `href` without the query, entry `query` a [`Shape::Multi`].
    Url,
    /// A client object of this index: its slots are entries.
    Client(usize),
    /// What a module exports; its members are looked up when they are asked for.
    Namespace(FileId),
}

/// A named entry.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The name.
    pub name: Rc<str>,
    /// Where it is written.
    pub span: Span,
    /// The value.
    pub value: Value,
    /// Present on every path.
    pub certain: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Place {
    Cell(CellId),
    Object(ObjectId),
}

#[derive(Clone, Debug)]
enum Content {
    Cell(Value),
    Object(Rc<Object>),
}

/// What one arm of a branch changed.
#[derive(Debug)]
pub struct Changes {
    changed: Vec<(Place, Content)>,
    /// How many variables and objects there were at its end: what was made later is not reached from it.
    cells: usize,
    objects: usize,
}

/// Where an arm of a branch began.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    journal: usize,
    cells: usize,
    objects: usize,
}

/// The state of a run.
#[derive(Debug, Default)]
pub struct Heap {
    cells: Vec<Value>,
    objects: Vec<Rc<Object>>,
    journal: Vec<(Place, Content)>,
    branches: usize,
    /// Objects that every arm can reach, whichever made them.
    shared: FxHashSet<ObjectId>,
    /// Where the variables and objects of modules lie, which every arm can reach too.
    modules: Vec<Made>,
}

/// What was made while something ran.
#[derive(Debug)]
struct Made {
    cells: Range<usize>,
    objects: Range<usize>,
}

impl Changes {
    /// Whether nothing was changed.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty()
    }

    fn has(&self, place: Place) -> bool {
        match place {
            Place::Cell(id) => (id.0 as usize) < self.cells,
            Place::Object(id) => (id.0 as usize) < self.objects,
        }
    }
}

impl Object {
    /// An empty object of a shape.
    pub fn new(shape: Shape) -> Self {
        Self { shape, entries: Vec::new(), items: Vec::new(), open: None, class: None, variant: None }
    }

    /// The entry of a name; the last one where there are several.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        let multi = self.shape == Shape::Multi;
        self.entries.iter().rev().find(|e| *e.name == *name || multi && e.name.eq_ignore_ascii_case(name))
    }

    /// Sets an entry, replacing those of its name.
    pub fn set(&mut self, name: &str, span: Span, value: Value) {
        let multi = self.shape == Shape::Multi;
        if let Some(entry) =
            self.entries.iter_mut().find(|e| *e.name == *name || multi && e.name.eq_ignore_ascii_case(name))
        {
            *entry = Entry { name: name.into(), span, value, certain: true };
            if multi {
                let mut seen = false;
                self.entries.retain(|e| !e.name.eq_ignore_ascii_case(name) || !std::mem::replace(&mut seen, true));
            }
            return;
        }
        self.add(name, span, value, true);
    }

    /// Adds an entry beside those of its name.
    pub fn add(&mut self, name: &str, span: Span, value: Value, certain: bool) {
        if self.entries.len() >= MAX_ENTRIES {
            self.open_by(span, "too many entries to follow");
            return;
        }
        self.entries.push(Entry { name: name.into(), span, value, certain });
    }

    /// Removes the entries of a name.
    pub fn remove(&mut self, name: &str) {
        let multi = self.shape == Shape::Multi;
        self.entries.retain(|e| !(*e.name == *name || multi && e.name.eq_ignore_ascii_case(name)));
    }

    /// Whether it is a plain object.
    pub fn is_record(&self) -> bool {
        matches!(self.shape, Shape::Record) && self.class.is_none()
    }

    /// Notes that it may have more than is known; the first reason stays.
    pub fn open_by(&mut self, span: Span, why: &str) {
        self.open.get_or_insert_with(|| (span, why.into()));
    }
}

impl Heap {
    /// A new variable.
    #[allow(clippy::cast_possible_truncation)]
    pub fn cell(&mut self, value: Value) -> CellId {
        self.cells.push(value);
        CellId(self.cells.len() as u32 - 1)
    }

    /// A new object.
    #[allow(clippy::cast_possible_truncation)]
    pub fn object(&mut self, object: Object) -> ObjectId {
        self.objects.push(Rc::new(object));
        ObjectId(self.objects.len() as u32 - 1)
    }

    /// The value of a variable.
    pub fn get(&self, cell: CellId) -> &Value {
        &self.cells[cell.0 as usize]
    }

    /// An object.
    pub fn obj(&self, object: ObjectId) -> &Rc<Object> {
        &self.objects[object.0 as usize]
    }

    /// Assigns a variable.
    pub fn set(&mut self, cell: CellId, value: Value) {
        let old = std::mem::replace(&mut self.cells[cell.0 as usize], value);
        if self.branches > 0 {
            self.journal.push((Place::Cell(cell), Content::Cell(old)));
        }
    }

    /// Changes an object.
    pub fn update(&mut self, id: ObjectId, change: impl FnOnce(&mut Object)) {
        let slot = &mut self.objects[id.0 as usize];
        if self.branches > 0 {
            self.journal.push((Place::Object(id), Content::Object(slot.clone())));
        }
        change(Rc::make_mut(slot));
    }

    /// Starts an arm of a branch.
    pub fn enter(&mut self) -> Mark {
        self.branches += 1;
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
        let mut places: Vec<Place> = self.journal[mark.journal..].iter().map(|(place, _)| *place).collect();
        places.sort_unstable();
        places.dedup();
        let changed = places.into_iter().map(|place| (place, self.content(place))).collect();
        Changes { changed, cells: self.cells.len(), objects: self.objects.len() }
    }

    /// Makes what a new object has now what it has had from the beginning, whatever branch first met it.
    pub fn establish(&mut self, id: ObjectId) {
        let now = &self.objects[id.0 as usize];
        for (place, old) in &mut self.journal {
            if *place == Place::Object(id) {
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
        self.branches -= 1;
        let is_fresh = |place: Place| match place {
            Place::Cell(id) => id.0 as usize >= mark.cells,
            Place::Object(id) => id.0 as usize >= mark.objects,
        };
        if self.branches == 0 {
            self.journal.truncate(mark.journal);
        } else {
            let since = self.journal.split_off(mark.journal);
            self.journal.extend(since.into_iter().filter(|(place, _)| !is_fresh(*place)));
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

    /// Whether every arm can reach a place, whichever made it.
    fn is_shared(&self, place: Place) -> bool {
        let within = |ranges: fn(&Made) -> &Range<usize>, at: usize| {
            // The ranges are apart and in order.
            let after = self.modules.partition_point(|module| ranges(module).start <= at);
            after > 0 && self.modules.get(after - 1).is_some_and(|module| ranges(module).contains(&at))
        };
        match place {
            Place::Cell(id) => within(|module| &module.cells, id.0 as usize),
            Place::Object(id) => self.shared.contains(&id) || within(|module| &module.objects, id.0 as usize),
        }
    }

    fn undo(&mut self, mark: Mark, with_fresh: bool) -> Changes {
        self.branches -= 1;
        let mut changed: FxHashMap<Place, Content> = FxHashMap::default();
        while self.journal.len() > mark.journal {
            let Some((place, old)) = self.journal.pop() else { break };
            let fresh = match place {
                Place::Cell(id) => id.0 as usize >= mark.cells,
                Place::Object(id) => id.0 as usize >= mark.objects,
            };
            if fresh && !with_fresh && !self.is_shared(place) {
                continue;
            }
            let new = match (place, old) {
                (Place::Cell(id), Content::Cell(old)) => {
                    Content::Cell(std::mem::replace(&mut self.cells[id.0 as usize], old))
                }
                (Place::Object(id), Content::Object(old)) => {
                    Content::Object(std::mem::replace(&mut self.objects[id.0 as usize], old))
                }
                _ => continue,
            };
            changed.entry(place).or_insert(new);
        }
        let mut changed: Vec<_> = changed.into_iter().collect();
        changed.sort_unstable_by_key(|(place, _)| *place);
        Changes { changed, cells: self.cells.len(), objects: self.objects.len() }
    }

    /// Applies what the arms of a branch changed: where they disagree, either may hold. `maybe_none`: possibly no arm ran.
    pub fn join(&mut self, arms: Vec<Changes>, maybe_none: bool, span: Span) {
        if let ([_], false) = (&arms[..], maybe_none) {
            for (place, content) in arms.into_iter().flat_map(|arm| arm.changed) {
                self.put(place, content);
            }
            return;
        }
        let count = arms.len();
        let ends: Vec<Changes> =
            arms.iter().map(|arm| Changes { changed: Vec::new(), cells: arm.cells, objects: arm.objects }).collect();
        let mut by_place: FxHashMap<Place, Vec<Content>> = FxHashMap::default();
        for (place, content) in arms.into_iter().flat_map(|arm| arm.changed) {
            by_place.entry(place).or_default().push(content);
        }
        let mut places: Vec<_> = by_place.into_iter().collect();
        places.sort_unstable_by_key(|(place, _)| *place);
        for (place, mut contents) in places {
            let all = contents.len() == count || contents.len() == ends.iter().filter(|end| end.has(place)).count();
            if maybe_none || !all {
                contents.insert(0, self.content(place));
            }
            let joined = match place {
                Place::Cell(_) => Content::Cell(Value::choice(
                    contents.into_iter().filter_map(|c| if let Content::Cell(v) = c { Some(v) } else { None }),
                    span,
                )),
                Place::Object(_) => {
                    let objects: Vec<_> = contents
                        .into_iter()
                        .filter_map(|c| if let Content::Object(o) = c { Some(o) } else { None })
                        .collect();
                    Content::Object(Rc::new(join_objects(&objects, span)))
                }
            };
            self.put(place, joined);
        }
    }

    /// Prepares for a loop whose body makes these changes: each changed place has its old content, or one that any
    /// number of rounds may have left.
    pub fn widen(&mut self, changes: Changes, span: Span) {
        for (place, content) in changes.changed {
            let widened = match (self.content(place), content) {
                (Content::Cell(old), Content::Cell(new)) => {
                    let grown = grows(&old, &new);
                    let again = if grown { Value::hole(Origin::Computed, span) } else { new };
                    Content::Cell(Value::choice([old, again], span))
                }
                (Content::Object(old), Content::Object(new)) => {
                    let items = new.items.len() != old.items.len();
                    let mut joined = join_objects(&[old, new], span);
                    if items {
                        joined.open_by(span, "items are added in a loop");
                    }
                    Content::Object(Rc::new(joined))
                }
                (old, _) => old,
            };
            self.put(place, widened);
        }
    }

    /// Prepares for a loop whose body made these changes in a second round: a text that is another one again may be
    /// any text after more rounds.
    pub fn settle(&mut self, changes: Changes, span: Span) {
        for (place, content) in changes.changed {
            match (self.content(place), content) {
                (Content::Cell(old), Content::Cell(new)) if other_text(&old, &new) => {
                    let again = Value::hole(Origin::Computed, span);
                    self.put(place, Content::Cell(Value::choice([old, again], span)));
                }
                (Content::Object(old), Content::Object(new)) => {
                    let mut settled = (*old).clone();
                    for entry in &mut settled.entries {
                        if new.entries.iter().any(|e| e.name == entry.name && other_text(&entry.value, &e.value)) {
                            let again = Value::hole(Origin::Computed, span);
                            entry.value = Value::choice([entry.value.clone(), again], span);
                        }
                    }
                    self.put(place, Content::Object(Rc::new(settled)));
                }
                _ => {}
            }
        }
    }

    fn content(&self, place: Place) -> Content {
        match place {
            Place::Cell(id) => Content::Cell(self.cells[id.0 as usize].clone()),
            Place::Object(id) => Content::Object(self.objects[id.0 as usize].clone()),
        }
    }

    fn put(&mut self, place: Place, content: Content) {
        match (place, content) {
            (Place::Cell(id), Content::Cell(value)) => self.set(id, value),
            (Place::Object(id), Content::Object(object)) => {
                let old = std::mem::replace(&mut self.objects[id.0 as usize], object);
                if self.branches > 0 {
                    self.journal.push((place, Content::Object(old)));
                }
            }
            _ => {}
        }
    }
}

/// Whether a text was made longer, so that each round of a loop makes another.
fn grows(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::Text(old), Value::Text(new)) => new.len() > old.len() || new.iter().any(|p| matches!(p, Piece::Alt(_))),
        (_, Value::Text(new)) => new.len() > 1,
        (_, Value::Choice(parts)) => parts.iter().any(|part| grows(old, part)),
        _ => false,
    }
}

/// Whether a value may be a text that another value is not.
fn other_text(old: &Value, new: &Value) -> bool {
    let known = |text: &Value| old.alternatives().iter().any(|old| old.same(text));
    new.alternatives().iter().any(|new| matches!(new, Value::Text(_)) && !known(new))
}

/// What holds of an object that is one of several.
fn join_objects(objects: &[Rc<Object>], span: Span) -> Object {
    let Some(first) = objects.first() else { return Object::new(Shape::Record) };
    if objects.iter().all(|object| Rc::ptr_eq(object, first)) {
        return (**first).clone();
    }
    let mut result = Object::new(first.shape.clone());
    result.class.clone_from(&first.class);
    // For each name: its first entry, the values, and how many of the objects have it for certain.
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    let mut joined: Vec<(&Entry, Vec<Value>, usize)> = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        for entry in &object.entries {
            let place = *places.entry(&entry.name).or_insert_with(|| {
                joined.push((entry, Vec::new(), 0));
                joined.len() - 1
            });
            let (_, values, certain) = &mut joined[place];
            values.push(entry.value.clone());
            // Several entries of a name in one object count once.
            if entry.certain && *certain == at {
                *certain += 1;
            }
        }
    }
    for (entry, values, certain) in joined {
        result.entries.push(Entry {
            name: entry.name.clone(),
            span: entry.span,
            value: Value::choice(values, span),
            certain: certain == objects.len(),
        });
    }
    result.open = objects.iter().find_map(|object| object.open.clone());
    if objects.iter().all(|object| object.items.len() == first.items.len()) {
        for at in 0..first.items.len() {
            result.items.push(Value::choice(objects.iter().map(|object| object.items[at].clone()), span));
        }
    } else if let Some(longest) = objects.iter().max_by_key(|object| object.items.len()) {
        // Items that are added on some paths only are possible ones.
        for at in 0..longest.items.len() {
            let items = objects.iter().map(|object| object.items.get(at).cloned().unwrap_or(Value::Undefined));
            result.items.push(Value::choice(items, span));
        }
    }
    result
}
