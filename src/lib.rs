//! authlint finds HTTP calls that carry the wrong credentials, or the right ones in the wrong place.
//!
//! The pipeline: discover, read, sift, lower to the IR, evaluate to requests, match to operations, judge, report.

pub mod api;
pub mod cli;
pub mod config;
pub mod context;
mod embedded;
pub mod flow;
pub mod git;
pub mod ir;
pub mod link;
pub mod matching;
mod near;
pub mod pipeline;
pub mod report;
pub mod rules;
pub mod settings;
pub mod source;
pub mod suppress;
pub mod syntax;
pub mod triage;

use std::path::PathBuf;

use config::Configs;
use context::ContextData;
use pipeline::{Analysis, Error, Options};

/// Reads what `paths` name and judges every request in it.
///
/// # Errors
/// A path, a table or a client file that cannot be read.
pub fn analyse(options: &Options, paths: &[PathBuf]) -> Result<Analysis, Error> {
    pipeline::with_threads(options, || {
        let (clients, tables) = rayon::join(|| pipeline::clients(options), || pipeline::tables(options));
        let clients = clients?;
        let mut analysis = Analysis::new(tables?, Configs::new(options.config.clone()), paths);
        // Walk, read, and keep what mentions an API.
        let (hot, afar) = pipeline::discover(options, &clients, paths, &mut analysis)?;
        let unmentioned = hot.is_empty() && analysis.settings.is_empty();
        let data = if unmentioned { ContextData::default() } else { pipeline::contexts()? };
        // Text to IR, IR to requests, requests to operations, operations to findings.
        pipeline::examine_all(&clients, (&data, options), &hot, &afar, &mut analysis);
        Ok(analysis)
    })
}
