//! The stages of a run, each a function from what the last one gave to what the next one takes.

use std::path::PathBuf;

use super::analysis::{Analysis, Lowered};
use super::code::Code;
use super::discover::discover;
use super::evaluate::evaluate;
use super::judge::judge;
use super::match_requests::Matcher;
use super::place::Places;
use super::prefilter::prefilter;
use super::timings::Clock;
use super::{Options, Timings, knowledge};
use crate::config::Configs;
use crate::error::Error;
use crate::parallel;
use crate::syntax;

/// Reads what `paths` name and judges every request in it.
///
/// # Errors
/// A path, a table, a client file or a configuration that cannot be read.
pub fn run(options: &Options, paths: &[PathBuf]) -> Result<Analysis, Error> {
    // The parsers recurse, so that each thread needs room.
    parallel::with_threads(options.threads.unwrap_or(0), syntax::STACK_SIZE, || stages(options, paths))
        .map_err(|error| Error::new(format!("cannot start threads: {error}")))?
}

fn stages(options: &Options, paths: &[PathBuf]) -> Result<Analysis, Error> {
    let (mut clock, mut timings) = (Clock::start(), Timings::default());
    let configs = Configs::new(options.config.clone());
    let apis = knowledge::tables(options)?;
    timings.tables = clock.lap();

    // Paths to files, and those to the ones that may have to do with an API.
    let discovered = discover(options, paths, &apis, &configs)?;
    let selected = prefilter(options, &apis, discovered);
    timings.discover = clock.lap();
    let (clients, data) =
        knowledge::of_code(options, &apis, !selected.hot.is_empty(), !selected.config_files.is_empty())?;
    timings.tables += clock.lap();

    // Files to modules, and those to units of modules that import one another.
    let code = Code::lower(&selected, &apis, &clients);
    timings.parse = clock.lap();
    let units = code.link();

    // Units to requests, and those to operations.
    let places = Places::new(&code, &configs, &data, options.bundle);
    let matcher = Matcher { apis: &apis, configs: &configs, code: &code, places: &places };
    let evaluated = evaluate(&matcher, &clients, units);
    timings.evaluate = clock.lap();
    // What is parsed from here on only tells where code runs.
    let lowered = Lowered::of(&code.workspace, &selected);

    // Requests, and where they are sent from, to findings.
    let judged = judge(&apis, &selected, &code, &places, &evaluated, options.contexts);
    timings.judge = clock.lap();
    timings.steps = evaluated.steps;
    Ok(Analysis::of(selected, (apis, configs), lowered, evaluated, judged, timings))
}
