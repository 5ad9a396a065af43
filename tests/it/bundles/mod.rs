//! Built output.

mod large;
mod maps;
