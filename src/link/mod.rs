//! Which files belong together: what an import means, who imports whom, and what is evaluated as one program.

mod aliases;
pub mod auto_imports;
mod conventions;
pub mod graph;
mod import_maps;
mod manifest;
mod order;
mod output;
pub mod packages;
pub mod pages;
pub mod patterns;
pub mod resolve;
pub mod scan;
mod tree;
mod tsconfig;
pub mod units;
mod view;
pub mod workspace;
mod written;

pub use crate::ir::program::Target;
pub use graph::ImportGraph;
pub use resolve::Resolver;
pub use units::{Groups, Unit, specifiers, units};
pub use workspace::{LinkedScripts, Workspace};
