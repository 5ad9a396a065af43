//! Who handed a value to the function that writes it: a logger of the program's own is not to blame for what it is given.

use crate::interpreter::domain::provenance::Provenance;
use crate::interpreter::domain::text::{Piece, TextValue};
use crate::interpreter::http::texts::texts;
use crate::interpreter::observations::{Handed, Output};
use crate::interpreter::state::Interpreter;
use crate::source::Span;

/// The argument of a call that is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hand {
    /// Where the call is in the stack.
    at: usize,
    /// The argument; the whole call, where it is not known which.
    span: Span,
    is_exact: bool,
}

impl Hand {
    /// The outer one of two.
    pub fn outer(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        one.into_iter().chain(other).min_by_key(|hand| (hand.at, !hand.is_exact))
    }
}

impl Interpreter<'_> {
    /// The argument that something came through, of the outermost call that is under way.
    pub(super) fn hand_of(&self, via: Provenance) -> Option<Hand> {
        let at = self.place_of(via.call)?;
        let call = self.calls.stack.get(at)?;
        // Nobody is known who calls an entry point.
        if at == 0 || self.function(call.function).span == call.site {
            return None;
        }
        let argument = self.provenance.arguments.place(via.argument).filter(|place| call.site.contains(*place));
        Some(Hand { at, span: argument.unwrap_or(call.site), is_exact: argument.is_some() })
    }

    /// Who handed over a member of what was handed over: nobody, where a function that got it has put the member in.
    pub(super) fn hand_of_entry(&self, hand: Option<Hand>, entry: Span) -> Option<Hand> {
        hand.filter(|hand| {
            let mut within = self.calls.stack.iter().skip(hand.at);
            !within.any(|call| self.function(call.function).span.contains(entry))
        })
    }

    /// Notes what is written of a text, apart for each argument that handed over a part of it.
    pub(super) fn write_by_hands(&mut self, output: &Output, text: &TextValue, outer: Option<Hand>) {
        let mut handed: Vec<(Handed, TextValue)> = Vec::new();
        let rest = self.left_by_hands(output, text, outer, &mut handed);
        for (handed, pieces) in handed {
            self.observations.write(Output { handed: Some(handed), values: texts(&pieces), ..output.clone() });
        }
        if !rest.is_empty() || text.is_empty() {
            self.observations.write(Output { values: texts(&rest), ..output.clone() });
        }
    }

    /// Takes out of a text what was handed over, and gives what is left.
    fn left_by_hands(
        &self,
        output: &Output,
        text: &[Piece],
        outer: Option<Hand>,
        taken: &mut Vec<(Handed, TextValue)>,
    ) -> TextValue {
        let mut rest = TextValue::new();
        for piece in text {
            let (via, name) = match piece {
                Piece::Fixed(_, _, via) => (*via, None),
                Piece::Unknown(hole, via) => (*via, hole.hole.names.last()),
                Piece::Alt(alts) => {
                    let left = alts.iter().map(|alt| self.left_by_hands(output, alt, outer, taken));
                    let left: Vec<TextValue> = left.collect();
                    if left.iter().any(|alt| !alt.is_empty()) {
                        rest.push(Piece::Alt(left.into()));
                    }
                    continue;
                }
                Piece::Fields(_) => {
                    rest.push(piece.clone());
                    continue;
                }
            };
            let Some(hand) = Hand::outer(self.hand_of(via), outer) else {
                rest.push(piece.clone());
                continue;
            };
            let is_named = name.is_some_and(|name| self.is_written_at(name, output.span));
            let handed = Handed { span: hand.span, is_named };
            match taken.iter_mut().find(|(known, _)| *known == handed) {
                Some((_, pieces)) => pieces.push(piece.clone()),
                None => taken.push((handed, vec![piece.clone()])),
            }
        }
        rest
    }

    /// Whether a word stands at a place.
    fn is_written_at(&self, word: &str, span: Span) -> bool {
        let text = self.program.text(span.file).get(span.start as usize..span.end as usize).unwrap_or_default();
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        text.split(|c: char| !is_part(c)).any(|own| own == word)
    }
}
