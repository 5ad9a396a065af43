//! The whole run: from paths to findings. [`run`] shows its stages; each has a file here.

mod analysis;
mod build_defines;
mod bundles;
mod callers;
mod code;
mod config_secrets;
mod credentials;
mod discover;
mod elsewhere;
mod evaluate;
mod inventory;
mod judge;
mod knowledge;
mod match_requests;
mod nearby;
mod options;
mod place;
mod prefilter;
mod run;
mod timings;
pub mod triage;

pub use analysis::Analysis;
pub use elsewhere::{Elsewhere, elsewhere};
pub use inventory::inventory;
pub use knowledge::tables;
pub use options::Options;
pub use run::run;
pub use timings::Timings;
