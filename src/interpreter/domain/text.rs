//! Strings of which parts are not known, and the named fields that some of them stand for.

use std::rc::Rc;

use crate::interpreter::domain::provenance::Provenance;
use crate::interpreter::domain::unknown::Unknown;
use crate::source::Span;

/// A string in pieces.
pub type TextV = Vec<Piece>;

/// A piece of a string.
#[derive(Clone, Debug)]
pub enum Piece {
    /// Fixed text.
    Fixed(Rc<str>, Span, Provenance),
    /// Unknown.
    Unknown(Rc<Unknown>, Provenance),
    /// A serialised query: `a=1&b=2` of these fields.
    Fields(Rc<FieldsV>),
    /// One of several texts.
    Alt(Rc<[TextV]>),
}

/// Names with values.
#[derive(Clone, Debug, Default)]
pub struct FieldsV {
    /// In order.
    pub entries: Vec<FieldV>,
    /// Why there may be more.
    pub open: Vec<(Span, String)>,
}

/// One named value.
#[derive(Clone, Debug)]
pub struct FieldV {
    /// The name.
    pub name: Rc<str>,
    /// Where it is written.
    pub name_span: Span,
    /// Its value.
    pub value: Rc<TextV>,
    /// Present on every path.
    pub certain: bool,
}

impl FieldsV {
    /// Adds a field.
    pub fn push(&mut self, name: &str, name_span: Span, value: Rc<TextV>, certain: bool) {
        self.entries.push(FieldV { name: name.into(), name_span, value, certain });
    }

    /// Adds all fields of another, as possible ones only unless `certain`.
    pub fn extend(&mut self, other: &Self, certain: bool) {
        self.entries.extend(other.entries.iter().cloned().map(|mut field| {
            field.certain &= certain;
            field
        }));
        self.open.extend(other.open.iter().cloned());
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
                result.entries.push(field);
            }
            result.open.extend(fields.open.iter().cloned());
        }
        result
    }
}

/// A text with other tags.
pub fn retag_text(text: &[Piece], tag: &dyn Fn(Provenance) -> Provenance) -> TextV {
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
