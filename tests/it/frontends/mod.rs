//! Texts of every language become the same representation.

mod crates;
mod javascript;
mod pages;
mod rust;
mod syntax;
