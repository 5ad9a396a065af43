//! Rust projects of several files, through the binary.

mod discovery;
mod parts;
mod scale;
