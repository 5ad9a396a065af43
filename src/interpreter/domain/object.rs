//! Objects: what they hold, and what may be added that is not known.

use std::rc::Rc;

use crate::interpreter::domain::value::{Closure, Frame, Value};
use crate::ir::ClassId;
use crate::source::{FileId, Span};

/// How many entries an object keeps before it is open instead.
const MAX_ENTRIES: usize = 256;

/// How many items a list keeps before it is open instead.
const MAX_ITEMS: usize = 1_024;

const TOO_MANY_ITEMS: &str = "too many items to follow";

/// An object.
#[allow(clippy::struct_excessive_bools)] // each tells something of its own
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
    /// What it may have more stands in a text beside it, such as a path that is not known, and is sent with that.
    pub rest_is_beside: bool,
    /// What it may have more came with a request, to a function that may change that.
    pub of_request: bool,
    /// A cell holds it: who can read it may change it as well.
    pub in_cell: bool,
    /// It is a text that was written of such an object: JSON. What reads that text has the object.
    pub is_text: bool,
    /// It is a map: its entries are none of its members.
    pub is_map: bool,
    /// Names of entries that it has and that are not among those that it shows: of its prototype, or not enumerable.
    pub unlisted: Vec<Rc<str>>,
    /// The class it is an instance of.
    pub class: Option<(ClassId, Rc<Frame>)>,
    /// The types that an instance of a generic class is made with, as far as they are classes of the program.
    pub types: Vec<Option<ClassId>>,
    /// The variant that it is, of an enum: `Shape::Circle`.
    pub variant: Option<Rc<str>>,
    /// Entries that a function gives whenever they are read, by their names; what it gave first is their value.
    pub getters: Vec<(Rc<str>, Rc<Closure>)>,
    /// Functions that take what is assigned to a name.
    pub setters: Vec<(Rc<str>, Rc<Closure>)>,
}

/// How an object behaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One value per key.
    Record,
    /// An array, tuple or vector.
    List,
    /// Query parameters, forms and maps: several values per name.
    Params,
    /// Headers: names in any case, several values per name. Who goes through them gets small letters.
    Headers,
    /// A URL: entry `href` without the query, entry `query` [`Shape::Params`].
    Url,
    /// A client object of this index: its slots are entries.
    Client(usize),
    /// What a module exports; its members are looked up when they are asked for.
    Namespace(FileId),
}

impl Shape {
    /// Whether there may be several values per name.
    pub fn is_multi(&self) -> bool {
        matches!(self, Self::Params | Self::Headers)
    }

    /// Whether two names are one.
    fn is_name(&self, one: &str, other: &str) -> bool {
        one == other || *self == Self::Headers && one.eq_ignore_ascii_case(other)
    }
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

/// The member by which an error is known; as a text it is what stands there.
pub(crate) const STACK: &str = "stack";

/// The entry of an instance for the client that it is by what its class extends.
pub(crate) const SUPER: &str = "super";

impl Object {
    /// An empty object of a shape.
    pub fn new(shape: Shape) -> Self {
        Self {
            shape,
            entries: Vec::new(),
            items: Vec::new(),
            open: None,
            rest_is_beside: false,
            of_request: false,
            in_cell: false,
            is_text: false,
            is_map: false,
            unlisted: Vec::new(),
            class: None,
            types: Vec::new(),
            variant: None,
            getters: Vec::new(),
            setters: Vec::new(),
        }
    }

    /// The entry of a name; the last one where there are several.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| self.shape.is_name(&entry.name, name))
    }

    /// The function that gives an entry whenever it is read.
    pub fn getter(&self, name: &str) -> Option<Rc<Closure>> {
        self.getters.iter().find(|(getter, _)| **getter == *name).map(|(_, closure)| closure.clone())
    }

    /// The function that takes what is assigned to a name.
    pub fn setter(&self, name: &str) -> Option<Rc<Closure>> {
        self.setters.iter().find(|(setter, _)| **setter == *name).map(|(_, closure)| closure.clone())
    }

    /// The name of an entry as those get it who go through all of them.
    pub fn name_gone_through(&self, entry: &Entry) -> Rc<str> {
        if self.shape == Shape::Headers { entry.name.to_ascii_lowercase().into() } else { entry.name.clone() }
    }

    /// Sets an entry, replacing those of its name.
    pub fn set(&mut self, name: &str, span: Span, value: Value) {
        self.unlisted.retain(|unlisted| **unlisted != *name);
        self.getters.retain(|(getter, _)| **getter != *name);
        let Self { shape, entries, .. } = self;
        if let Some(entry) = entries.iter_mut().find(|entry| shape.is_name(&entry.name, name)) {
            *entry = Entry { name: name.into(), span, value, certain: true };
            if shape.is_multi() {
                let mut seen = false;
                entries.retain(|entry| !shape.is_name(&entry.name, name) || !std::mem::replace(&mut seen, true));
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

    /// A list of items.
    pub fn list(mut items: Vec<Value>, span: Span) -> Self {
        let mut list = Self::new(Shape::List);
        if items.len() > MAX_ITEMS {
            items.truncate(MAX_ITEMS);
            list.open_by(span, TOO_MANY_ITEMS);
        }
        list.items = items;
        list
    }

    /// Puts items behind those of a list.
    pub fn append(&mut self, items: impl IntoIterator<Item = Value>, span: Span) {
        for item in items {
            if self.items.len() >= MAX_ITEMS {
                self.open_by(span, TOO_MANY_ITEMS);
                return;
            }
            self.items.push(item);
        }
    }

    /// Puts items in front of those of a list.
    pub fn prepend(&mut self, items: impl IntoIterator<Item = Value>, span: Span) {
        let had = std::mem::take(&mut self.items);
        self.append(items, span);
        self.append(had, span);
    }

    /// Removes the entries of a name.
    pub fn remove(&mut self, name: &str) {
        self.getters.retain(|(getter, _)| **getter != *name);
        self.setters.retain(|(setter, _)| **setter != *name);
        let Self { shape, entries, .. } = self;
        entries.retain(|entry| !shape.is_name(&entry.name, name));
    }

    /// Puts some of its entries behind the others, each changed; of several of one name the last one stays.
    pub fn move_last(&mut self, which: impl Fn(&Entry) -> bool, change: impl Fn(&mut Entry)) {
        let Self { shape, entries, getters, setters, .. } = self;
        let (moved, mut all): (Vec<Entry>, Vec<Entry>) = std::mem::take(entries).into_iter().partition(which);
        let is_moved = |name: &str| moved.iter().any(|entry| shape.is_name(&entry.name, name));
        getters.retain(|(getter, _)| !moved.iter().any(|entry| entry.name == *getter));
        setters.retain(|(setter, _)| !moved.iter().any(|entry| entry.name == *setter));
        if shape.is_multi() {
            all.retain(|entry| !is_moved(&entry.name));
        }
        for (at, entry) in moved.iter().enumerate() {
            let is_last =
                !shape.is_multi() || !moved[at + 1..].iter().any(|later| shape.is_name(&later.name, &entry.name));
            if is_last {
                let mut entry = entry.clone();
                change(&mut entry);
                all.push(entry);
            }
        }
        *entries = all;
    }

    /// Whether it is a plain object.
    pub fn is_record(&self) -> bool {
        matches!(self.shape, Shape::Record) && self.class.is_none()
    }

    /// A place that its content is written at.
    pub fn any_span(&self) -> Option<Span> {
        let of_item = self.items.iter().find_map(Value::text_span);
        self.entries.first().map(|entry| entry.span).or(of_item).or(self.open.as_ref().map(|(span, _)| *span))
    }

    /// Forgets what it holds.
    pub fn forget(&mut self, span: Span) {
        self.entries = Vec::new();
        self.items = Vec::new();
        self.getters = Vec::new();
        self.setters = Vec::new();
        self.open_by(span, "the program holds too many values to follow");
    }

    /// Something that cannot be read may have put other values in the place of the single ones of a record.
    pub fn may_be_replaced(&mut self, span: Span) {
        if self.shape != Shape::Record {
            return;
        }
        for entry in &mut self.entries {
            entry.value = entry.value.clone().or_replaced(&entry.name, span);
        }
    }

    /// Notes that it may have more than is known; the first reason stays.
    pub fn open_by(&mut self, span: Span, why: &str) {
        if self.open.is_none() || self.rest_is_beside {
            self.open = Some((span, why.into()));
            self.rest_is_beside = false;
        }
    }

    /// Notes that it may have more, which stands in a text beside it and is sent with that.
    pub fn continue_beside(&mut self, span: Span) {
        if self.open.is_none() {
            self.open = Some((span, "what follows a path that is not known".into()));
            self.rest_is_beside = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(shape: Shape, names: &[&str], given: &[&str]) -> Vec<String> {
        let span = Span::new(FileId(0), 0, 1);
        let mut object = Object::new(shape);
        for name in names {
            object.add(name, span, Value::Null, true);
        }
        object.move_last(|entry| !given.contains(&&*entry.name), |entry| entry.value = Value::Undefined);
        let shown = |entry: &Entry| format!("{}{}", entry.name, if entry.value.same(&Value::Null) { "" } else { "!" });
        object.entries.iter().map(shown).collect()
    }

    #[test]
    fn moved_entries_stand_once_and_behind_the_others() {
        assert_eq!(moved(Shape::Record, &["a", "b", "c"], &["b"]), ["b", "a!", "c!"]);
        assert_eq!(moved(Shape::Params, &["a", "b", "a"], &[]), ["b!", "a!"]);
        assert_eq!(moved(Shape::Headers, &["A", "b", "a"], &["A"]), ["b!", "a!"]);
    }
}
