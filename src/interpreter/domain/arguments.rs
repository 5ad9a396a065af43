//! The arguments and options that values were first handed to functions of the program by: a finding about a secret
//! points at what fills it in, where a wrapper merely passes it on.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::interpreter::domain::provenance::CallTag;
use crate::interpreter::domain::text::{Piece, arguments_of};
use crate::ir::FunctionId;
use crate::source::Span;

/// The places of arguments, by their numbers.
#[derive(Debug, Default)]
pub struct Arguments {
    places: Vec<Span>,
    numbers: FxHashMap<Span, u32>,
}

impl Arguments {
    /// The number of the argument at a place.
    #[allow(clippy::cast_possible_truncation)] // far fewer than steps
    pub fn number(&mut self, place: Span) -> u32 {
        *self.numbers.entry(place).or_insert_with(|| {
            self.places.push(place);
            self.places.len() as u32
        })
    }

    /// The place of the argument with a number.
    pub fn place(&self, number: u32) -> Option<Span> {
        self.places.get((number as usize).checked_sub(1)?).copied()
    }

    /// The places of those that a text was given by, sorted.
    pub fn of(&self, text: &[Piece]) -> Vec<Span> {
        let mut numbers = Vec::new();
        arguments_of(text, &mut numbers);
        let place = |number: u32| self.places.get(number as usize - 1).copied();
        let mut places: Vec<Span> = numbers.into_iter().filter_map(place).collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}

/// What tells where values came through.
#[derive(Debug, Default)]
pub struct Provenances {
    /// The arguments and options that handed values to functions of the program.
    pub arguments: Arguments,
    /// Of each call that was followed, which call made it.
    pub callers: Vec<CallTag>,
    /// The function that each of them called, and where; `None` for what is no call in the code.
    pub made: Vec<Option<(FunctionId, Span)>>,
    /// By what came through calls that were given what was kept of one that had ended: which one that was.
    pub kept: RefCell<FxHashMap<(CallTag, u32), CallTag>>,
}
