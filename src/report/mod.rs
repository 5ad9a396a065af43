//! Findings and their writers.

pub mod finding;
pub mod redact;
