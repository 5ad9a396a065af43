//! Abstract values: what the interpreter knows of a value at one point of a program.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::interpreter::domain::count::Count;
use crate::interpreter::domain::ids::{CellId, ObjectId};
use crate::interpreter::domain::provenance::{CallTag, LOCAL, Provenance};
use crate::interpreter::domain::regex::Regexp;
use crate::interpreter::domain::text::{
    Piece, TextValue, bounded, first_span, is_retagged, retag_text, same_text, weight_of,
};
use crate::interpreter::domain::unknown::Unknown;
use crate::ir::{BindingId, ClassId, FunctionId};
use crate::request::{Hole, Origin};
use crate::source::Span;

/// How many alternatives a value keeps before it becomes unknown.
pub const MAX_CHOICES: usize = 24;

/// How many names an unknown value remembers.
const MAX_NAMES: usize = 6;

/// A value, as far as it is known.
#[derive(Clone, Debug)]
pub enum Value {
    /// `undefined`.
    Undefined,
    /// `null`, Rust `None`.
    Null,
    /// A boolean; `None` when it is not known which.
    Bool(Option<bool>),
    /// A number as written.
    Num(Rc<str>, Provenance),
    /// A string.
    Text(Rc<TextValue>),
    /// Anything; with what is known of its origin.
    Unknown(Rc<Unknown>, Provenance),
    /// An object on the heap.
    Object(ObjectId, Provenance),
    /// A function with what it captured.
    Function(Rc<Closure>),
    /// A class of the module.
    Class(ClassId, Rc<Frame>),
    /// A value of a library or the platform, by its API-graph path.
    Library(Rc<str>),
    /// A member of a client object that is not a value of its own: `axios.defaults`, `axios.interceptors.request`.
    Facet(ObjectId, Rc<str>),
    /// A regular expression that is known.
    Regex(Rc<Regexp>),
    /// One of several; never nested, at least two.
    Choice(Rc<[Value]>),
}

/// A function value.
#[derive(Debug)]
pub struct Closure {
    /// The function.
    pub function: FunctionId,
    /// The frame it was made in.
    pub frame: Rc<Frame>,
    /// The object it is a method of.
    pub this: Option<Value>,
    /// The first of its arguments, where it was made with them.
    pub bound: Rc<[Value]>,
}

impl Closure {
    /// A function that gets all of its arguments from who calls it.
    pub fn new(function: FunctionId, frame: Rc<Frame>, this: Option<Value>) -> Self {
        Self { function, frame, this, bound: Rc::default() }
    }

    /// The same function as a method of another object.
    #[must_use]
    pub fn with_this(&self, this: Option<Value>) -> Self {
        Self { this, bound: self.bound.clone(), ..Self::new(self.function, self.frame.clone(), None) }
    }

    /// The same function with more of its first arguments.
    #[must_use]
    pub fn with_arguments(&self, more: Vec<Value>) -> Self {
        Self { bound: self.bound.iter().cloned().chain(more).collect(), ..self.with_this(self.this.clone()) }
    }
}

/// The variables of one call of a function.
#[derive(Debug)]
pub struct Frame {
    /// The function.
    pub function: FunctionId,
    /// The frame it was defined in.
    pub parent: Option<Rc<Frame>>,
    /// `this`, Rust `self`.
    pub this: Option<Value>,
    /// Its variables; what runs with another `this` shares them.
    pub(crate) cells: Rc<RefCell<FxHashMap<BindingId, CellId>>>,
}

impl Value {
    /// An unknown value of which only the place is known.
    pub fn unknown(span: Span) -> Self {
        Self::of_origin(Origin::Unknown, span)
    }

    /// An unknown value of a known origin.
    pub fn of_origin(origin: Origin, span: Span) -> Self {
        Self::Unknown(Rc::new(Unknown::of(Hole::new(origin, span))), LOCAL)
    }

    /// What a call gave that is not followed, under the name of what was called.
    pub fn result(origin: Origin, name: &str, span: Span) -> Self {
        Self::of_origin(origin, span).into_result().named(name)
    }

    /// A number.
    pub fn number(text: impl Into<Rc<str>>) -> Self {
        Self::Num(text.into(), LOCAL)
    }

    /// A number of which bounds are known.
    pub fn of_count(count: Count, span: Span) -> Self {
        let unknown = Unknown::of(Hole::new(Origin::Computed, span));
        Self::Unknown(Rc::new(Unknown { count: Some(count), ..unknown }), LOCAL)
    }

    /// Fixed text.
    pub fn text(text: &str, span: Span) -> Self {
        Self::Text(Rc::new(vec![Piece::Fixed(text.into(), span, LOCAL)]))
    }

    /// A text of pieces; the end of one that is too long to follow is unknown.
    pub fn of_pieces(pieces: TextValue) -> Self {
        Self::Text(Rc::new(bounded(pieces)))
    }

    /// One of several values: nested choices are flattened and equal ones merged; too many become unknown.
    pub fn choice(values: impl IntoIterator<Item = Value>, span: Span) -> Self {
        let mut values = values.into_iter();
        let Some(first) = values.next() else { return Self::Undefined };
        // Most of the time they are all one value, or the first holds all others.
        let mut flat: Vec<Value> = Vec::new();
        for value in values.skip_while(|value| first.is(value)) {
            if flat.is_empty() {
                flat.extend_from_slice(first.alternatives());
            }
            for part in value.alternatives() {
                if !flat.iter().any(|known| known.same(part)) {
                    flat.push(part.clone());
                }
                if flat.len() > MAX_CHOICES {
                    return Self::unknown(span);
                }
            }
        }
        if flat.len() <= first.alternatives().len() { first } else { Self::Choice(flat.into()) }
    }

    /// Whether a value is this one, as far as a short look tells.
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Choice(a), Self::Choice(b)) => Rc::ptr_eq(a, b),
            (Self::Choice(_), _) | (_, Self::Choice(_)) => false,
            _ => self.same(other),
        }
    }

    /// The value where something that cannot be read may have put another in its place. What is empty is filled so as a
    /// rule; objects and functions are told apart by whoever holds them.
    #[must_use]
    pub fn or_replaced(self, name: &str, span: Span) -> Self {
        let is_data = |part: &Self| {
            matches!(part, Self::Undefined | Self::Null | Self::Bool(Some(_)) | Self::Num(..) | Self::Text(_))
        };
        if !self.alternatives().iter().any(is_data) || self.alternatives().iter().any(|part| !part.is_known()) {
            return self;
        }
        let is_empty = self.alternatives().iter().all(|part| match part {
            Self::Undefined | Self::Null => true,
            part => part.as_fixed().is_some_and(|text| text.is_empty()),
        });
        let mut other = Unknown::of(Hole { names: vec![name.into()], ..Hole::new(Origin::Unknown, span) });
        other.replaces = !is_empty;
        Self::choice([self, Self::Unknown(Rc::new(other), LOCAL)], span)
    }

    /// The value of what something that is not seen may assign: of an object another one, too. A number that is written
    /// so is a default, which is as likely another one.
    #[must_use]
    pub fn or_written_elsewhere(self, name: &str, span: Span) -> Self {
        let is_other = |part: &Self| matches!(part, Self::Object(..) | Self::Num(..));
        if self.alternatives().iter().any(is_other) {
            return Self::choice([self, Self::unknown(span).named(name)], span);
        }
        self.or_replaced(name, span)
    }

    fn is_known(&self) -> bool {
        !matches!(self, Self::Unknown(..) | Self::Library(_))
    }

    /// The value as it is written, without what may have been put in its place.
    #[must_use]
    pub fn as_written(&self) -> Self {
        let Self::Choice(parts) = self else { return self.clone() };
        let is_other = |part: &Self| matches!(part, Self::Unknown(other, _) if other.replaces);
        let mut written = parts.iter().filter(|part| !is_other(part));
        match (written.clone().count(), written.next()) {
            (0, _) => self.clone(),
            (1, Some(only)) => only.clone(),
            (count, _) if count == parts.len() => self.clone(),
            _ => Self::Choice(parts.iter().filter(|part| !is_other(part)).cloned().collect()),
        }
    }

    /// The alternatives: the parts of a choice, or the value itself.
    pub fn alternatives(&self) -> &[Value] {
        match self {
            Self::Choice(parts) => parts,
            other => std::slice::from_ref(other),
        }
    }

    /// Whether two values are certainly the same.
    #[allow(clippy::match_same_arms)] // an arm for each kind
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Undefined, Self::Undefined) | (Self::Null, Self::Null) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Num(a, _), Self::Num(b, _)) => a == b,
            (Self::Text(a), Self::Text(b)) => Rc::ptr_eq(a, b) || same_text(a, b),
            (Self::Unknown(a, _), Self::Unknown(b, _)) => {
                Rc::ptr_eq(a, b) || a.hole.span == b.hole.span && a.hole == b.hole && a.count == b.count
            }
            (Self::Object(a, _), Self::Object(b, _)) => a == b,
            (Self::Function(a), Self::Function(b)) => {
                let is_bound_alike =
                    a.bound.len() == b.bound.len() && a.bound.iter().zip(b.bound.iter()).all(|(a, b)| a.same(b));
                Rc::ptr_eq(a, b) || (a.function == b.function && Rc::ptr_eq(&a.frame, &b.frame) && is_bound_alike)
            }
            (Self::Class(a, f), Self::Class(b, g)) => a == b && Rc::ptr_eq(f, g),
            (Self::Library(a), Self::Library(b)) => a == b,
            (Self::Regex(a), Self::Regex(b)) => a.same(b),
            (Self::Facet(a, p), Self::Facet(b, q)) => a == b && p == q,
            (Self::Choice(a), Self::Choice(b)) => {
                Rc::ptr_eq(a, b) || (a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| a.same(b)))
            }
            _ => false,
        }
    }

    /// The value after it was given as an argument or option, unless it was given before.
    pub fn by_argument(&self, argument: u32) -> Self {
        self.retag(&|via| if via.argument == 0 { Provenance { argument, ..via } } else { via })
    }

    /// The value after the call with this tag returned it.
    pub fn returned(&self, call: CallTag) -> Self {
        self.retag(&|via| if via.call >= call { Provenance { call: LOCAL.call, ..via } } else { via })
    }

    /// The value with other tags.
    pub(crate) fn retag(&self, tag: &dyn Fn(Provenance) -> Provenance) -> Self {
        match self {
            Self::Text(text) => {
                if is_retagged(text, tag) {
                    Self::Text(Rc::new(retag_text(text, tag)))
                } else {
                    self.clone()
                }
            }
            Self::Unknown(hole, via) => Self::Unknown(hole.clone(), tag(*via)),
            Self::Object(id, via) => Self::Object(*id, tag(*via)),
            Self::Num(text, via) => Self::Num(text.clone(), tag(*via)),
            Self::Choice(parts) => Self::Choice(parts.iter().map(|part| part.retag(tag)).collect()),
            other => other.clone(),
        }
    }

    /// The value after it went by a name: an unknown one remembers it.
    pub fn named(self, name: &str) -> Self {
        if name.is_empty() {
            return self;
        }
        match self {
            Self::Unknown(hole, via) => {
                let names = &hole.hole.names;
                if names.len() >= MAX_NAMES || names.last().is_some_and(|last| **last == *name) {
                    return Self::Unknown(hole, via);
                }
                let mut named = (*hole).clone();
                named.hole_mut().names.push(name.into());
                Self::Unknown(Rc::new(named), via)
            }
            Self::Choice(parts) => Self::Choice(parts.iter().map(|part| part.clone().named(name)).collect()),
            other => other,
        }
    }

    /// The value as one that came with a request, to a function that may change that.
    #[must_use]
    pub fn with_request(self) -> Self {
        match self {
            Self::Unknown(hole, via) => Self::Unknown(Rc::new(Unknown { of_request: true, ..(*hole).clone() }), via),
            other => other,
        }
    }

    /// A piece of the value, or the value with something in it replaced.
    #[must_use]
    pub fn part(self) -> Self {
        match self {
            Self::Unknown(mut hole, via) => {
                let part = Rc::make_mut(&mut hole);
                part.hole_mut().is_part = true;
                part.count = None;
                Self::Unknown(hole, via)
            }
            Self::Choice(parts) => Self::Choice(parts.iter().map(|part| part.clone().part()).collect()),
            other => other,
        }
    }

    /// The value as what a call gave that is not followed.
    #[must_use]
    pub fn into_result(self) -> Self {
        match self {
            Self::Unknown(mut hole, via) => {
                Rc::make_mut(&mut hole).hole_mut().is_result = true;
                Self::Unknown(hole, via)
            }
            other => other,
        }
    }

    /// The whole string, if it is one and all of it is fixed.
    pub fn as_fixed(&self) -> Option<Rc<str>> {
        match self {
            Self::Text(text) => match &text[..] {
                [] => Some("".into()),
                [Piece::Fixed(text, ..)] => Some(text.clone()),
                pieces => pieces
                    .iter()
                    .map(|piece| match piece {
                        Piece::Fixed(text, ..) => Some(&**text),
                        _ => None,
                    })
                    .collect::<Option<String>>()
                    .map(Into::into),
            },
            Self::Num(text, _) => Some(text.clone()),
            _ => None,
        }
    }

    /// Whether it counts as true; `None` when that is not known.
    pub fn truthy(&self) -> Option<bool> {
        match self {
            Self::Undefined | Self::Null => Some(false),
            Self::Bool(known) => *known,
            Self::Num(text, _) => Some(!text.trim_matches(['0', '.']).is_empty()),
            Self::Text(text) => {
                if text.is_empty() {
                    Some(false)
                } else if text.iter().any(|piece| match piece {
                    Piece::Fixed(text, ..) => !text.is_empty(),
                    Piece::Fields(fields) => fields.entries.iter().any(|field| field.certain),
                    Piece::Unknown(..) | Piece::Alt(_) => false,
                }) {
                    Some(true)
                } else {
                    text.iter().all(|p| matches!(p, Piece::Fixed(..))).then_some(false)
                }
            }
            Self::Object(..) | Self::Function(_) | Self::Class(..) | Self::Facet(..) | Self::Regex(_) => Some(true),
            Self::Choice(parts) => {
                let first = parts.first()?.truthy()?;
                parts.iter().all(|part| part.truthy() == Some(first)).then_some(first)
            }
            Self::Unknown(hole, _) => hole.count.and_then(Count::truthy),
            Self::Library(_) => None,
        }
    }

    /// How much room it takes, in values.
    pub fn weight(&self) -> usize {
        match self {
            Self::Text(text) => 1 + weight_of(text),
            Self::Choice(parts) => parts.iter().map(Self::weight).sum(),
            _ => 1,
        }
    }

    /// The value where there is no room for it: a text of which nothing is known.
    pub fn forgotten(self) -> Self {
        self.text_span().map_or(self, Self::unknown)
    }

    /// Where a text is written that it is or may be.
    pub fn text_span(&self) -> Option<Span> {
        self.alternatives().iter().find_map(|part| if let Self::Text(text) = part { first_span(text) } else { None })
    }

    /// The value on the paths where it is not nothing; nothing where it is never anything else.
    #[must_use]
    pub fn there(self) -> Self {
        let Self::Choice(parts) = &self else { return self };
        let mut some = parts.iter().filter(|part| !matches!(part, Self::Null));
        match (some.clone().count(), some.next()) {
            (0, _) => Self::Null,
            (1, Some(only)) => only.clone(),
            (count, _) if count == parts.len() => self,
            _ => Self::Choice(parts.iter().filter(|part| !matches!(part, Self::Null)).cloned().collect()),
        }
    }

    /// Whether it is nothing on some path.
    pub fn may_be_nothing(&self) -> bool {
        self.alternatives().iter().any(|part| matches!(part, Self::Null))
    }

    /// Whether it is `undefined` on some path.
    pub fn may_be_undefined(&self) -> bool {
        self.alternatives().iter().any(|part| matches!(part, Self::Undefined))
    }

    /// Whether it is `undefined` or `null`; `None` when that is not known.
    pub fn nullish(&self) -> Option<bool> {
        match self {
            Self::Undefined | Self::Null => Some(true),
            Self::Unknown(..) | Self::Library(_) => None,
            Self::Choice(parts) => {
                let first = parts.first()?.nullish()?;
                parts.iter().all(|part| part.nullish() == Some(first)).then_some(first)
            }
            _ => Some(false),
        }
    }
}

impl Frame {
    /// A frame without variables, so far.
    pub fn new(function: FunctionId, parent: Option<Rc<Frame>>, this: Option<Value>) -> Self {
        Self { function, parent, this, cells: Rc::default() }
    }

    /// Its own variables, in the order in which they were made.
    pub(crate) fn sorted_cells(&self) -> Vec<CellId> {
        let mut cells: Vec<CellId> = self.cells.borrow().values().copied().collect();
        cells.sort_unstable();
        cells
    }

    /// The variable of a binding, here or further out.
    pub(crate) fn cell(&self, binding: BindingId) -> Option<CellId> {
        let here = self.cells.borrow().get(&binding).copied();
        here.or_else(|| self.parent.as_ref()?.cell(binding))
    }
}
