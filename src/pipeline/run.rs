//! The stages of a run, each a function from what the last one gave to what the next one takes.

use std::path::PathBuf;

use super::code::Code;
use super::credentials::Credentials;
use super::discover::discover;
use super::evaluate::evaluate;
use super::judge::judge;
use super::match_requests::Matcher;
use super::place::Places;
use super::prefilter::prefilter;
use super::timings::Clock;
use super::{Analysis, Options, Timings, analysis, knowledge};
use crate::config::Configs;
use crate::error::Error;
use crate::finding::Level;
use crate::parallel;
use crate::report::{Diagnostic, uri};
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
    let (ignored, excluded) = (discovered.ignored, discovered.excluded);
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
    let (parsed, problems) = (code.workspace.parsed(), analysis::problems(&code.workspace, &selected));
    let comments = analysis::comments(&code.workspace);

    // Requests, and where they are sent from, to findings.
    let (found, notes) = judge(&apis, &selected, &code, &places, &evaluated);
    let mut secrets = Credentials::of(&evaluated.calls, &evaluated.unsent);
    let findings = analysis::told(&selected, found, &mut secrets);
    let mut calls = evaluated.calls;
    calls.retain(|call| !selected.around.contains(&call.request.point.file));
    let points = calls.iter().map(|call| call.request.point).filter(|_| options.contexts).collect::<Vec<_>>();
    let contexts = parallel::map(&points, |point| (*point, places.at(*point))).into_iter().collect();
    timings.judge = clock.lap();
    timings.steps = evaluated.steps;

    let looked_into = selected.hot.iter().chain(&selected.config_files).filter(|file| !selected.around.contains(file));
    let mut hot: Vec<_> = looked_into.copied().collect();
    hot.sort_unstable();
    let stats = analysis::count(selected.read, parsed, &calls);
    let failed = analysis::internal_errors(&code.workspace);
    let mut diagnostics = selected.diagnostics;
    let failed_before = diagnostics.iter().filter(|one| one.level == Level::Error);
    let selected_failed: Vec<PathBuf> = failed_before.map(|one| one.location.clone()).collect();
    diagnostics.extend(evaluated.diagnostics.into_iter().chain(notes).chain(problems));
    let is_new = |one: &Diagnostic| !selected_failed.contains(&one.location);
    diagnostics.extend(failed.into_iter().filter(is_new));
    let (files, root) = (selected.files, uri::root_of(paths));
    Ok(Analysis {
        files,
        hot,
        apis,
        configs,
        calls,
        contexts,
        findings,
        diagnostics,
        comments,
        secrets: secrets.places,
        secret_values: secrets.values,
        ignored,
        excluded,
        stats,
        timings,
        root,
    })
}
