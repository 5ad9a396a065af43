//! What Rust brings: its standard library and its conversions.

mod classes;
mod conversions;
mod library;
pub(super) mod model;
mod places;
