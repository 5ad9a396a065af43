//! What JavaScript and TypeScript bring: built-ins, and what their compilers and frameworks add.

mod compiler_helpers;
mod components;
mod functions;
mod library;
pub(super) mod model;
mod state;
mod strings;
