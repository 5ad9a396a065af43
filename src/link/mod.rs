//! Which files belong together: what an import means, who imports whom, and what is evaluated as one program.

mod importers;
pub mod resolve;
pub mod units;
pub mod workspace;

pub use importers::Importers;
pub use resolve::{Resolver, Target};
pub use units::{Unit, units};
pub use workspace::{Scripts, Workspace};
