//! authlint finds HTTP calls that carry the wrong credentials, or the right ones in the wrong place.
//!
//! The pipeline: discover, read, prefilter, lower to the IR, evaluate to requests, match to operations, judge, report.
// Tests read what they wrote themselves.
#![cfg_attr(test, allow(clippy::disallowed_methods))]

pub mod api;
pub mod cli;
pub mod clients;
pub mod config;
pub mod config_files;
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
pub mod triage;

use std::path::PathBuf;

use config::Configs;
use error::Error;
use pipeline::{Analysis, Options};

/// Reads what `paths` name and judges every request in it.
///
/// # Errors
/// A path, a table or a client file that cannot be read.
pub fn analyse(options: &Options, paths: &[PathBuf]) -> Result<Analysis, Error> {
    pipeline::with_threads(options, || {
        let mut laps = pipeline::Laps::start();
        let mut analysis = Analysis::new(pipeline::tables(options)?, Configs::new(options.config.clone()), paths);
        analysis.cost.tables = laps.lap();
        // Walk, read, and keep what mentions an API.
        let hot = pipeline::discover(options, paths, &mut analysis)?;
        analysis.cost.discover = laps.lap();
        let (clients, data) = pipeline::knowledge(options, !hot.is_empty(), !analysis.settings.is_empty())?;
        analysis.cost.tables += laps.lap();
        // Text to IR, IR to requests, requests to operations, operations to findings.
        pipeline::examine_all(&clients, (&data, options), &hot, &mut analysis);
        Ok(analysis)
    })
}
