//! What stands in one file is known in those that import it.

mod changed_elsewhere;
mod filled_in;
mod modules;
mod pages;
mod projects;
mod rust_projects;
mod specifiers;
mod unrelated;
