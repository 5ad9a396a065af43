//! What Rust brings: its standard library and its conversions.

mod classes;
mod collections;
mod commands;
mod conversions;
mod extensions;
mod functions;
mod library;
pub(super) mod model;
mod options;
mod pairs;
mod places;
mod strings;
