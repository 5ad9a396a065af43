//! The crates of a workspace, lowered together: names lead to what stands in other files.

mod limits;
mod macros;
mod modules;
mod project;
mod smoke;
mod splitting;
mod workspaces;
