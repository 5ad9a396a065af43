//! Findings and their writers.

pub mod finding;
