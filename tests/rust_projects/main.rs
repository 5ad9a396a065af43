//! Rust projects of several files, through the binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // tests fail by panicking

#[path = "../common/mod.rs"]
mod common;

mod discovery;
mod parts;
mod scale;
mod sifting;
