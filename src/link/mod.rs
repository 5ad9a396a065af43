//! Linking of modules: what an import specifier means, and which file imports which.

mod manifest;
mod output;
mod packages;
pub mod resolve;
mod tree;
mod tsconfig;

use crate::source::FileId;

/// What an import specifier names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A file of the run.
    Module(FileId),
    /// A package or builtin that is not part of the tree, as written, without `node:` or `npm:`.
    Package(Box<str>),
    /// Nothing that is known: a file outside the run, a URL, a virtual module.
    Unknown,
}
