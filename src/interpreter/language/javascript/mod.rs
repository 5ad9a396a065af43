//! What JavaScript and TypeScript bring: built-ins, and what compilers and frameworks of the tables add.

mod components;
mod contexts;
mod frameworks;
mod functions;
mod globals;
mod library;
mod lists;
mod maps;
pub(super) mod model;
mod objects;
mod orders;
mod searches;
mod settings;
mod state;
mod strings;
