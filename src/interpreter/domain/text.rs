//! Strings of which parts are not known, and the named fields that some of them stand for.

use std::rc::Rc;

use crate::interpreter::domain::provenance::{LOCAL, Provenance};
use crate::interpreter::domain::unknown::Unknown;
use crate::interpreter::domain::value::Value;
use crate::request::{Hole, Origin};
use crate::source::Span;

/// How many pieces a text keeps, with all alternatives, before its end becomes unknown.
pub const MAX_PIECES: usize = 512;

/// How many bytes of fixed text it keeps before its end becomes unknown.
const MAX_FIXED: usize = 256 << 10;

/// How deep serialised fields are kept in the values of such fields.
const MAX_FIELDS_NESTING: usize = 8;

/// How many fields are kept together before there may be others.
const MAX_FIELDS: usize = 512;

/// How many reasons are kept why there may be more fields.
const MAX_REASONS: usize = 64;

/// A string in pieces.
pub type TextValue = Vec<Piece>;

/// A piece of a string.
#[derive(Clone, Debug)]
pub enum Piece {
    /// Fixed text.
    Fixed(Rc<str>, Span, Provenance),
    /// Unknown.
    Unknown(Rc<Unknown>, Provenance),
    /// A serialised query: `a=1&b=2` of these fields.
    Fields(Rc<FieldsValue>),
    /// One of several texts.
    Alt(Rc<[TextValue]>),
}

/// Names with values.
#[derive(Clone, Debug, Default)]
pub struct FieldsValue {
    /// In order.
    pub entries: Vec<FieldV>,
    /// Why there may be more.
    pub open: Vec<(Span, String)>,
    /// How deep fields lie in the values of these.
    nesting: usize,
}

/// One named value.
#[derive(Clone, Debug)]
pub struct FieldV {
    /// The name.
    pub name: Rc<str>,
    /// Where it is written.
    pub name_span: Span,
    /// Its value.
    pub value: Rc<TextValue>,
    /// Present on every path.
    pub certain: bool,
}

impl FieldV {
    /// Whether another is written at the same place and has the same value.
    fn is_same(&self, other: &Self) -> bool {
        self.name_span == other.name_span
            && self.name == other.name
            && self.certain == other.certain
            && Value::Text(self.value.clone()).same(&Value::Text(other.value.clone()))
    }
}

impl FieldsValue {
    /// Fields of which none is known.
    pub fn open_by(span: Span, why: &str) -> Self {
        Self { open: vec![(span, why.into())], ..Self::default() }
    }

    /// Adds a field.
    pub fn push(&mut self, name: &str, name_span: Span, value: Rc<TextValue>, certain: bool) {
        self.keep(FieldV { name: name.into(), name_span, value, certain });
    }

    fn keep(&mut self, mut field: FieldV) {
        let mut nesting = nesting_of(&field.value);
        if nesting >= MAX_FIELDS_NESTING {
            field.value = Rc::new(vec![unknown_piece(Origin::Computed, field.name_span)]);
            nesting = 0;
        }
        self.nesting = self.nesting.max(nesting);
        if self.entries.len() < MAX_FIELDS {
            self.entries.push(field);
        } else if self.entries.len() == MAX_FIELDS && self.open.is_empty() {
            self.open.push((field.name_span, "too many fields to follow".into()));
        }
    }

    /// Adds all fields of another, as possible ones only unless `certain`.
    pub fn extend(&mut self, other: &Self, certain: bool) {
        for field in &other.entries {
            self.keep(FieldV { certain: field.certain && certain, ..field.clone() });
        }
        self.open_too(other);
    }

    /// Why another may have more is why these may.
    fn open_too(&mut self, other: &Self) {
        let left = MAX_REASONS.saturating_sub(self.open.len());
        self.open.extend(other.open.iter().take(left).cloned());
    }

    /// What holds whichever of several alternatives is the case: a field is certain if all of them have it for certain.
    pub fn any_of(alternatives: &[Self]) -> Self {
        let mut result = Self::default();
        for (at, fields) in alternatives.iter().enumerate() {
            for field in &fields.entries {
                let mut field = field.clone();
                field.certain = field.certain
                    && alternatives.iter().enumerate().all(|(other, fields)| {
                        other == at
                            || fields.entries.iter().any(|f| f.certain && f.name.eq_ignore_ascii_case(&field.name))
                    });
                // What comes out of one place in several rounds of a loop is one field.
                if !result.entries.iter().any(|known| known.is_same(&field)) {
                    result.keep(field);
                }
            }
            result.open_too(fields);
        }
        result
    }
}

/// A text whose end is unknown where it is too long to follow.
pub fn bounded(mut text: TextValue) -> TextValue {
    let (mut pieces, mut bytes) = (MAX_PIECES, MAX_FIXED);
    let kept = text.iter().take_while(|piece| fits(piece, &mut pieces, &mut bytes)).count();
    if kept < text.len() {
        let span = first_span(&text[kept..]).or_else(|| first_span(&text));
        text.truncate(kept);
        text.extend(span.map(|span| unknown_piece(Origin::Computed, span)));
    }
    text
}

/// Whether a text is so long already that nothing is known of its end, so that whatever comes behind it changes nothing.
pub fn is_full(text: &[Piece]) -> bool {
    text.len() > MAX_PIECES
}

/// Whether a piece with all its alternatives is among the pieces and the bytes of fixed text that are left.
fn fits(piece: &Piece, pieces: &mut usize, bytes: &mut usize) -> bool {
    let Some(left) = pieces.checked_sub(1) else { return false };
    *pieces = left;
    match piece {
        Piece::Alt(alts) => alts.iter().flatten().all(|piece| fits(piece, pieces, bytes)),
        Piece::Fixed(text, ..) => bytes.checked_sub(text.len()).map(|left| *bytes = left).is_some(),
        Piece::Unknown(..) | Piece::Fields(_) => true,
    }
}

/// How many pieces a text has with all alternatives.
pub fn weight_of(text: &[Piece]) -> usize {
    let of = |piece: &Piece| match piece {
        Piece::Alt(alts) => 1 + alts.iter().map(|alt| weight_of(alt)).sum::<usize>(),
        Piece::Fields(fields) => 1 + fields.entries.len(),
        Piece::Fixed(..) | Piece::Unknown(..) => 1,
    };
    text.iter().map(of).sum()
}

/// Whether a piece can stand in a text with all its alternatives.
pub fn is_short(piece: &Piece) -> bool {
    fits(piece, &mut { MAX_PIECES }, &mut { MAX_FIXED })
}

/// A place for what stands for all of some pieces.
pub fn first_span(text: &[Piece]) -> Option<Span> {
    text.iter().find_map(|piece| match piece {
        Piece::Fixed(_, span, _) => Some(*span),
        Piece::Unknown(hole, _) => Some(hole.hole.span),
        Piece::Fields(fields) => fields.entries.first().map(|field| field.name_span),
        Piece::Alt(alts) => alts.iter().find_map(|alt| first_span(alt)),
    })
}

/// An unknown piece.
pub fn unknown_piece(origin: Origin, span: Span) -> Piece {
    Piece::Unknown(Rc::new(Unknown::of(Hole::new(origin, span))), LOCAL)
}

/// How deep serialised fields lie in a text.
fn nesting_of(text: &[Piece]) -> usize {
    let of = |piece: &Piece| match piece {
        Piece::Fields(fields) => fields.nesting + 1,
        Piece::Alt(alts) => alts.iter().map(|alt| nesting_of(alt)).max().unwrap_or(0),
        Piece::Fixed(..) | Piece::Unknown(..) => 0,
    };
    text.iter().map(of).max().unwrap_or(0)
}

/// Whether a text gets other tags.
pub fn is_retagged(text: &[Piece], tag: &dyn Fn(Provenance) -> Provenance) -> bool {
    text.iter().any(|piece| match piece {
        Piece::Fixed(_, _, via) | Piece::Unknown(_, via) => tag(*via) != *via,
        Piece::Alt(alts) => alts.iter().any(|alt| is_retagged(alt, tag)),
        Piece::Fields(_) => false,
    })
}

/// A text with other tags.
pub fn retag_text(text: &[Piece], tag: &dyn Fn(Provenance) -> Provenance) -> TextValue {
    text.iter()
        .map(|piece| match piece {
            Piece::Fixed(text, span, via) => Piece::Fixed(text.clone(), *span, tag(*via)),
            Piece::Unknown(hole, via) => Piece::Unknown(hole.clone(), tag(*via)),
            Piece::Alt(alts) => Piece::Alt(alts.iter().map(|alt| retag_text(alt, tag)).collect()),
            Piece::Fields(fields) => Piece::Fields(fields.clone()),
        })
        .collect()
}

/// Whether two texts are the same, wherever they were written.
pub fn same_text(a: &[Piece], b: &[Piece]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|pair| match pair {
            (Piece::Fixed(a, span_a, _), Piece::Fixed(b, span_b, _)) => a == b && span_a == span_b,
            (Piece::Unknown(a, _), Piece::Unknown(b, _)) => Rc::ptr_eq(a, b) || a.hole == b.hole,
            (Piece::Fields(a), Piece::Fields(b)) => Rc::ptr_eq(a, b),
            (Piece::Alt(a), Piece::Alt(b)) => {
                Rc::ptr_eq(a, b) || (a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same_text(a, b)))
            }
            _ => false,
        })
}

/// Whether two texts read alike, however they were put together and wherever.
pub fn reads_alike(a: &[Piece], b: &[Piece]) -> bool {
    let (mut a, mut b) = (Reading::of(a), Reading::of(b));
    loop {
        match (a.next(), b.next()) {
            (None, None) => return true,
            (Some(Read::Text(a)), Some(Read::Text(b))) if a == b => {}
            (Some(Read::Other(a)), Some(Read::Other(b))) if is_alike(a, b) => {}
            _ => return false,
        }
    }
}

/// Whether two pieces that are not fixed stand for the same.
fn is_alike(a: &Piece, b: &Piece) -> bool {
    match (a, b) {
        (Piece::Unknown(a, _), Piece::Unknown(b, _)) => {
            let is_told = !matches!(a.hole.origin, Origin::Unknown | Origin::Computed);
            a.hole == b.hole || is_told && a.hole.origin == b.hole.origin && a.hole.names == b.hole.names
        }
        _ => same_text(std::slice::from_ref(a), std::slice::from_ref(b)),
    }
}

/// What stands in a text, one after the other.
enum Read<'t> {
    /// All fixed text up to something else.
    Text(String),
    /// Anything else.
    Other(&'t Piece),
}

/// Reads a text.
struct Reading<'t> {
    pieces: std::iter::Peekable<std::slice::Iter<'t, Piece>>,
}

impl<'t> Reading<'t> {
    fn of(text: &'t [Piece]) -> Self {
        Self { pieces: text.iter().peekable() }
    }
}

impl<'t> Iterator for Reading<'t> {
    type Item = Read<'t>;

    fn next(&mut self) -> Option<Read<'t>> {
        let mut fixed = String::new();
        while let Some(Piece::Fixed(text, ..)) = self.pieces.next_if(|piece| matches!(piece, Piece::Fixed(..))) {
            fixed.push_str(text);
        }
        if fixed.is_empty() { self.pieces.next().map(Read::Other) } else { Some(Read::Text(fixed)) }
    }
}

/// The arguments that pieces were given by.
pub fn arguments_of(text: &[Piece], found: &mut Vec<u32>) {
    for piece in text {
        match piece {
            Piece::Fixed(_, _, via) | Piece::Unknown(_, via) if via.argument != 0 => found.push(via.argument),
            Piece::Fixed(..) | Piece::Unknown(..) | Piece::Fields(_) => {}
            Piece::Alt(alts) => alts.iter().for_each(|alt| arguments_of(alt, found)),
        }
    }
}
