//! What conditions tell of the places that they read: where one holds, those alternatives are gone with which it would not.

use std::rc::Rc;

use crate::interpreter::domain::ids::{CellId, ObjectId};
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::{BindingId, BindingKind, Element, ExprId, ExprKind, Key, TemplatePart};

/// Of so many places it is asked what one condition tells of them.
const MAX_PLACES: usize = 4;

/// A place with more values is not asked about, one value after the other.
const MAX_ASKED: usize = 16;

/// So much is known at once.
const MAX_TOLD: usize = 64;

/// What is read by its name: something, and the members from there on.
#[derive(Debug, Clone, PartialEq)]
struct Place {
    root: Root,
    names: Vec<Rc<str>>,
}

/// Where the name of a place begins.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Root {
    /// A variable of one call.
    Cell(CellId),
    /// An import.
    Import(BindingId),
    /// `this`.
    This(ObjectId),
}

/// What a condition has told of a place.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    place: Place,
    /// What was read there: of anything else nothing was told.
    read: Value,
    /// What that is, where the condition turned out so.
    is: Value,
    /// Something was assigned there since.
    is_over: bool,
}

impl Interpreter<'_> {
    /// What a condition tells where it holds, and where it does not.
    pub(crate) fn told_by(&mut self, condition: ExprId) -> (Vec<Told>, Vec<Told>) {
        let mut places = Vec::new();
        if self.calls.is_asking || self.calls.told.len() >= MAX_TOLD || !self.only_asks(condition, &mut places) {
            return (Vec::new(), Vec::new());
        }
        let left_out = self.activation.left_out;
        let mark = self.heap.enter();
        self.calls.is_asking = true;
        let told = self.dry_run(|this| this.told_of(condition, &places));
        self.calls.is_asking = false;
        self.heap.leave(mark);
        self.activation.left_out = left_out;
        told
    }

    fn told_of(&mut self, condition: ExprId, places: &[(ExprId, Place)]) -> (Vec<Told>, Vec<Told>) {
        let (mut holds, mut fails) = (Vec::new(), Vec::new());
        for (expr, place) in places {
            let read = self.eval(*expr);
            if !(2..=MAX_ASKED).contains(&read.alternatives().len())
                || holds.iter().any(|told: &Told| told.place == *place)
            {
                continue;
            }
            let told = |is: Value| Told { place: place.clone(), read: read.clone(), is, is_over: false };
            let truths: Vec<Option<bool>> = read
                .alternatives()
                .iter()
                .map(|part| self.under(vec![told(part.clone())], |this| this.eval(condition)).truthy())
                .collect();
            let without = |gone: bool| {
                let parts = read.alternatives().iter().zip(&truths).filter(|(_, truth)| **truth != Some(gone));
                Value::choice(parts.map(|(part, _)| part.clone()), self.expr(*expr).span)
            };
            if truths.contains(&Some(false)) && truths.iter().any(|truth| *truth != Some(false)) {
                holds.push(told(without(false)));
            }
            if truths.contains(&Some(true)) && truths.iter().any(|truth| *truth != Some(true)) {
                fails.push(told(without(true)));
            }
        }
        (holds, fails)
    }

    /// Runs something where this is known.
    pub(crate) fn under<T>(&mut self, told: Vec<Told>, run: impl FnOnce(&mut Self) -> T) -> T {
        let around = self.calls.told.len();
        self.calls.told.extend(told);
        let value = run(self);
        self.calls.told.truncate(around);
        value
    }

    /// What was read at a place, by what conditions have told of it.
    pub(crate) fn as_told(&self, read: ExprId, mut value: Value) -> Value {
        if self.calls.told.is_empty() || !matches!(value, Value::Choice(_)) {
            return value;
        }
        let Some(place) = self.place_read(read) else { return value };
        for told in self.calls.told.iter().filter(|told| !told.is_over && told.place == place) {
            if told.read.same(&value) {
                value = told.is.clone();
            }
        }
        value
    }

    /// A variable is assigned: what was told of it, and of its members, is over.
    pub(crate) fn is_reassigned(&mut self, cell: CellId) {
        let of = |told: &&mut Told| told.place.root == Root::Cell(cell);
        self.calls.told.iter_mut().filter(of).for_each(|told| told.is_over = true);
    }

    /// The same of a member of something.
    pub(crate) fn is_member_reassigned(&mut self, name: &str) {
        let of = |told: &&mut Told| told.place.names.iter().any(|known| **known == *name);
        self.calls.told.iter_mut().filter(of).for_each(|told| told.is_over = true);
    }

    fn place_read(&self, expr: ExprId) -> Option<Place> {
        match &self.expr(expr).kind {
            ExprKind::Name(binding) => {
                let cell = self.only_cell(*binding);
                let is_import = || matches!(self.binding(*binding).kind, BindingKind::Import { .. });
                let root = cell.map(Root::Cell).or_else(|| is_import().then_some(Root::Import(*binding)))?;
                Some(Place { root, names: Vec::new() })
            }
            ExprKind::This => match self.activation.frame.this {
                Some(Value::Object(id, _)) => Some(Place { root: Root::This(id), names: Vec::new() }),
                _ => None,
            },
            ExprKind::Member { object, key: Key::Name(name, _) } => {
                let mut place = self.place_read(*object)?;
                place.names.push((**name).into());
                Some(place)
            }
            ExprKind::Optional(inner) | ExprKind::Lend(inner) | ExprKind::Cast { value: inner, .. } => {
                self.place_read(*inner)
            }
            _ => None,
        }
    }

    /// Adds a place, and those of what it is a member of.
    fn add_places(&self, read: ExprId, places: &mut Vec<(ExprId, Place)>) {
        if let Some(place) = self.place_read(read).filter(|_| places.len() < MAX_PLACES) {
            // Others may assign what is imported itself.
            if matches!(place.root, Root::Cell(_)) || !place.names.is_empty() {
                places.push((read, place));
            }
            let mut inner = read;
            while let ExprKind::Optional(of) | ExprKind::Lend(of) | ExprKind::Cast { value: of, .. } =
                self.expr(inner).kind
            {
                inner = of;
            }
            if let ExprKind::Member { object, .. } = self.expr(inner).kind {
                self.add_places(object, places);
            }
        }
    }

    /// Whether a condition does nothing but ask.
    pub(crate) fn only_asks_this(&mut self, condition: ExprId) -> bool {
        self.only_asks(condition, &mut Vec::new())
    }

    /// The same; the places that it reads are added to those that are known.
    fn only_asks(&mut self, condition: ExprId, places: &mut Vec<(ExprId, Place)>) -> bool {
        self.add_places(condition, places);
        match &self.expr(condition).kind {
            kind if kind.is_plain() => true,
            ExprKind::Not(inner)
            | ExprKind::TypeOf(inner)
            | ExprKind::Optional(inner)
            | ExprKind::Lend(inner)
            | ExprKind::Cast { value: inner, .. } => self.only_asks(*inner, places),
            ExprKind::Compare { left, right, .. } | ExprKind::Logic { left, right, .. } => {
                self.only_asks(*left, places) && self.only_asks(*right, places)
            }
            ExprKind::Member { object, key } => {
                self.only_asks(*object, places)
                    && match key {
                        Key::Name(..) => true,
                        Key::Computed(key) => self.only_asks(*key, places),
                    }
            }
            ExprKind::Template(parts) => parts.iter().all(|part| match part {
                TemplatePart::Text(..) => true,
                TemplatePart::Hole(inner) => self.only_asks(*inner, places),
            }),
            ExprKind::Call { callee, args, .. } => self.only_asks_by_call(*callee, args, places),
            _ => false,
        }
    }

    /// Whether a call is that of a method of a text or an expression, which changes nothing.
    fn only_asks_by_call(&mut self, callee: ExprId, args: &[Element], places: &mut Vec<(ExprId, Place)>) -> bool {
        let ExprKind::Member { object, key: Key::Name(..) } = &self.expr(callee).kind else { return false };
        let is_plain = |element: &Element| match element {
            Element::Item(arg) => self.only_asks(*arg, places),
            Element::Spread(_) => false,
        };
        if !args.iter().all(is_plain) || !self.only_asks(*object, places) {
            return false;
        }
        let receiver = self.dry_run(|this| this.eval(*object));
        let is_text = |part: &Value| {
            matches!(part, Value::Text(_) | Value::Num(..) | Value::Regex(_) | Value::Undefined | Value::Null)
        };
        let parts = receiver.alternatives().iter();
        parts.clone().any(is_text) && parts.clone().all(|part| is_text(part) || matches!(part, Value::Unknown(..)))
    }
}
