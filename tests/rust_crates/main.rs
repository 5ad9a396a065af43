//! The crates of a workspace, lowered together: names lead to what stands in other files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test fails by panicking

#[allow(dead_code)] // other tests use the rest
#[path = "../common/lines.rs"]
mod lines;

mod limits;
mod macros;
mod modules;
mod project;
mod smoke;
mod splitting;
mod workspaces;
