//! Source maps: what a bundle was made of.
//!
//! They are read here and not by a library. A map may have a hundred megabytes: of its sources only those are kept that
//! mention an API, and of its mappings only those are followed that lead to a finding.

pub mod contents;
pub mod mappings;
