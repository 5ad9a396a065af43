//! authlint finds HTTP calls that carry the wrong credentials, or the right ones in the wrong place.
//!
//! The pipeline: discover, read, sift, lower to the IR, evaluate to requests, match to operations, judge, report.

pub mod api;
pub mod cli;
pub mod embedded;
pub mod flow;
pub mod ir;
pub mod matching;
pub mod pipeline;
pub mod report;
pub mod rules;
pub mod source;
pub mod syntax;
