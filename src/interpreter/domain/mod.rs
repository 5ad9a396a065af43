//! The abstract domain: what is known of values, strings and objects at one point of a program, and how it is joined.

pub mod arguments;
mod automaton;
pub mod count;
pub mod heap;
pub mod ids;
mod join;
pub mod object;
pub mod provenance;
pub mod regex;
mod segments;
pub mod string;
pub mod sweep;
pub mod text;
pub mod unknown;
pub mod value;
