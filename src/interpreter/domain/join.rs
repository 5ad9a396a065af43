//! Where paths meet: what holds whichever of them was taken, and what any number of rounds of a loop may have left.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::interpreter::domain::heap::{Changes, Content, Grown, Heap, Location};
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Entry, Object, Shape};
use crate::interpreter::domain::text::Piece;
use crate::interpreter::domain::value::Value;
use crate::request::Origin;
use crate::source::Span;

/// How deep objects are compared.
const MAX_LIKENESS: usize = 3;

impl Heap {
    /// Applies what others may have changed, and tells where anything may hold now that could not before.
    pub fn join_growing(&mut self, changes: Vec<Changes>, span: Span) -> Grown {
        let mut before: FxHashMap<Location, (Content, bool)> = FxHashMap::default();
        for (location, _) in changes.iter().flat_map(|changes| &changes.changed) {
            before
                .entry(*location)
                .and_modify(|(_, by_several)| *by_several = true)
                .or_insert_with(|| (self.content(*location), false));
        }
        self.join(changes, true, span);
        before.retain(|location, (before, _)| !self.is_like(before, &self.content(*location)));
        Grown(before.into_iter().map(|(location, (_, by_several))| (location, by_several)).collect())
    }

    /// Whether what may be at a location is no more than what may have been there before.
    fn is_like(&self, before: &Content, now: &Content) -> bool {
        match (before, now) {
            (Content::Cell(before), Content::Cell(now)) => self.has_all(before, now, MAX_LIKENESS),
            (Content::Object(before), Content::Object(now)) => self.has_all_entries(before, now, MAX_LIKENESS),
            _ => false,
        }
    }

    fn has_all(&self, before: &Value, now: &Value, depth: usize) -> bool {
        let is_known = |part: &Value| before.alternatives().iter().any(|known| self.is_as(known, part, depth));
        now.alternatives().iter().all(is_known)
    }

    /// Whether two values are the same, or objects that hold the same.
    fn is_as(&self, before: &Value, now: &Value, depth: usize) -> bool {
        match (before, now) {
            (Value::Object(before, _), Value::Object(now, _)) if before != now => {
                depth > 0 && self.has_all_entries(self.obj(*before), self.obj(*now), depth - 1)
            }
            _ => before.same(now),
        }
    }

    fn has_all_entries(&self, before: &Rc<Object>, now: &Rc<Object>, depth: usize) -> bool {
        let same = |entry: &Entry| {
            let known = before.entries.iter().find(|known| known.name == entry.name);
            known.is_some_and(|known| known.certain == entry.certain && self.has_all(&known.value, &entry.value, depth))
        };
        Rc::ptr_eq(before, now)
            || before.shape == now.shape
                && before.open.is_some() == now.open.is_some()
                && before.rest_is_beside == now.rest_is_beside
                && before.entries.len() == now.entries.len()
                && before.items.len() == now.items.len()
                && now.entries.iter().all(same)
                && before.items.iter().zip(&now.items).all(|(before, now)| self.has_all(before, now, depth))
    }

    /// Applies what the arms of a branch changed: where they disagree, either may hold. `maybe_none`: possibly no arm ran.
    pub fn join(&mut self, arms: Vec<Changes>, maybe_none: bool, span: Span) {
        if let ([_], false) = (&arms[..], maybe_none) {
            for (location, content) in arms.into_iter().flat_map(|arm| arm.changed) {
                self.put(location, content);
            }
            return;
        }
        let count = arms.len();
        let ends: Vec<Changes> =
            arms.iter().map(|arm| Changes { changed: Vec::new(), cells: arm.cells, objects: arm.objects }).collect();
        let mut changed: Vec<(Location, Content)> = arms.into_iter().flat_map(|arm| arm.changed).collect();
        // Contents of one location stay in the order of the arms.
        changed.sort_by_key(|(location, _)| *location);
        let mut changed = changed.into_iter().peekable();
        while let Some((location, content)) = changed.next() {
            let mut contents = vec![content];
            contents.extend(std::iter::from_fn(|| Some(changed.next_if(|(next, _)| *next == location)?.1)));
            let all = contents.len() == count || contents.len() == ends.iter().filter(|end| end.has(location)).count();
            if maybe_none || !all {
                contents.insert(0, self.content(location));
            }
            let joined = match location {
                Location::Cell(_) => Content::Cell(Value::choice(
                    contents.into_iter().filter_map(|c| if let Content::Cell(v) = c { Some(v) } else { None }),
                    span,
                )),
                Location::Object(_) => {
                    let objects: Vec<_> = contents
                        .into_iter()
                        .filter_map(|c| if let Content::Object(o) = c { Some(o) } else { None })
                        .collect();
                    Content::Object(Rc::new(join_objects(&objects, span)))
                }
            };
            self.put(location, joined);
        }
    }

    /// What holds of an object that is one of several.
    pub fn one_of(&self, objects: &[ObjectId], span: Span) -> Object {
        let objects: Vec<Rc<Object>> = objects.iter().map(|id| self.obj(*id).clone()).collect();
        join_objects(&objects, span)
    }

    /// Prepares for a loop whose body makes these changes: each changed location has its old content, or one that any
    /// number of rounds may have left.
    pub fn widen(&mut self, changes: Changes, span: Span) {
        for (location, content) in changes.changed {
            let widened = match (self.content(location), content) {
                (Content::Cell(old), Content::Cell(new)) => {
                    let grown = grows(&old, &new);
                    let again = if grown { Value::of_origin(Origin::Computed, span) } else { new };
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
            self.put(location, widened);
        }
    }

    /// Prepares for a loop whose body made these changes in a second round: a text that is another one again may be
    /// any text after more rounds.
    pub fn widen_again(&mut self, changes: Changes, span: Span) {
        for (location, content) in changes.changed {
            match (self.content(location), content) {
                (Content::Cell(old), Content::Cell(new)) if other_text(&old, &new) => {
                    let again = Value::of_origin(Origin::Computed, span);
                    self.put(location, Content::Cell(Value::choice([old, again], span)));
                }
                (Content::Object(old), Content::Object(new)) => {
                    let mut settled = (*old).clone();
                    for entry in &mut settled.entries {
                        if new.entries.iter().any(|e| e.name == entry.name && other_text(&entry.value, &e.value)) {
                            let again = Value::of_origin(Origin::Computed, span);
                            entry.value = Value::choice([entry.value.clone(), again], span);
                        }
                    }
                    self.put(location, Content::Object(Rc::new(settled)));
                }
                _ => {}
            }
        }
    }

    /// What a round of a loop has changed, where texts that it made other ones may be any after more rounds.
    pub fn grown(&self, mut changes: Changes, span: Span) -> Changes {
        let any = |value: &Value| Value::choice([value.clone(), Value::of_origin(Origin::Computed, span)], span);
        for (location, content) in &mut changes.changed {
            match (self.content(*location), content) {
                (Content::Cell(old), Content::Cell(new)) if other_text(&old, new) => *new = any(new),
                (Content::Object(old), Content::Object(new)) => {
                    let is_other = |entry: &Entry| {
                        let before = old.entries.iter().find(|before| before.name == entry.name);
                        before.is_some_and(|before| other_text(&before.value, &entry.value))
                    };
                    if new.entries.iter().any(is_other) {
                        let new = Rc::make_mut(new);
                        new.entries
                            .iter_mut()
                            .filter(|entry| is_other(entry))
                            .for_each(|entry| entry.value = any(&entry.value));
                    }
                }
                _ => {}
            }
        }
        changes
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

/// One of several values, most of which are the same as a rule.
fn one_of<'v>(values: impl Iterator<Item = &'v Value> + Clone, span: Span) -> Value {
    match values.clone().next() {
        Some(first) if values.clone().all(|value| value.same(first)) => first.clone(),
        _ => Value::choice(values.cloned(), span),
    }
}

/// What holds of an object that is one of several.
fn join_objects(objects: &[Rc<Object>], span: Span) -> Object {
    let Some(first) = objects.first() else { return Object::new(Shape::Record) };
    if objects.iter().all(|object| Rc::ptr_eq(object, first)) {
        return (**first).clone();
    }
    let mut result = Object::new(first.shape.clone());
    result.class.clone_from(&first.class);
    result.of_request = first.of_request;
    result.in_cell = objects.iter().any(|object| object.in_cell);
    // What only some of them have as a getter is one of the values below.
    let is_everywhere = |name: &str| objects.iter().all(|object| object.getter(name).is_some());
    result.getters = first.getters.iter().filter(|(name, _)| is_everywhere(name)).cloned().collect();
    let is_everywhere = |name: &str| objects.iter().all(|object| object.setter(name).is_some());
    result.setters = first.setters.iter().filter(|(name, _)| is_everywhere(name)).cloned().collect();
    // For each name: its first entry, the values, and how many of the objects have it for certain.
    let mut locations: FxHashMap<&str, usize> = FxHashMap::default();
    let mut joined: Vec<(&Entry, Vec<&Value>, usize)> = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        for entry in &object.entries {
            let location = *locations.entry(&entry.name).or_insert_with(|| {
                joined.push((entry, Vec::new(), 0));
                joined.len() - 1
            });
            let (_, values, certain) = &mut joined[location];
            values.push(&entry.value);
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
            value: one_of(values.into_iter(), span),
            certain: certain == objects.len(),
        });
    }
    let mut open = objects.iter().filter(|object| object.open.is_some());
    if let Some(object) = open.clone().find(|object| !object.rest_is_beside).or_else(|| open.next()) {
        result.open.clone_from(&object.open);
        result.rest_is_beside = object.rest_is_beside;
    }
    if objects.iter().all(|object| object.items.len() == first.items.len()) {
        for at in 0..first.items.len() {
            result.items.push(one_of(objects.iter().map(|object| &object.items[at]), span));
        }
    } else if let Some(longest) = objects.iter().max_by_key(|object| object.items.len()) {
        // Items that are added on some paths only are possible ones.
        let nothing = Value::Undefined;
        for at in 0..longest.items.len() {
            let items = objects.iter().map(|object| object.items.get(at).unwrap_or(&nothing));
            result.items.push(one_of(items, span));
        }
    }
    result
}
