//! What Rust brings: its standard library and its conversions.

mod conversions;
mod library;
