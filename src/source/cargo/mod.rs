//! Packages of Cargo: which files are the roots of crates, and which crates see which.

mod unit;

pub use unit::{Crate, Unit};
