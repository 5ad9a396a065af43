//! authlint finds HTTP calls that carry the wrong credentials, or the right ones in the wrong place.
//!
//! Its stages: discover, read, prefilter, lower, link, place, interpret and match, judge, report. [`analyse`] runs them.
// Tests read what they wrote themselves.
#![cfg_attr(test, allow(clippy::disallowed_methods))]

pub mod api;
pub mod cli;
pub mod clients;
pub mod config;
pub mod config_files;
pub mod crash;
mod embedded;
pub mod error;
pub mod finding;
pub mod git;
pub mod interpreter;
pub mod ir;
pub mod link;
pub mod matching;
mod near;
pub mod parallel;
pub mod pipeline;
pub mod report;
pub mod request;
pub mod rules;
pub mod runtime;
pub mod source;
pub mod suppress;
pub mod syntax;

pub use pipeline::run as analyse;
