//! `authlint baseline`: write down what is there, so that only what is new is reported.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rustc_hash::FxHashSet;

use super::options::Input;
use super::{Failure, OK, output};
use crate::finding::Level;
use crate::pipeline::Analysis;
use crate::pipeline::triage::{Triage, Wanted};
use crate::report::baseline::{Baseline, Entry, NAME};
use crate::report::counted;
use crate::rules;
use crate::source::walk::{normalised, shown};

/// More stale entries than this are only counted.
const MAX_LISTED: usize = 20;

/// The arguments of `baseline`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: Input,
    /// The file to write [default: that of the configuration, or authlint-baseline.json]
    #[arg(long, value_name = "FILE", help_heading = "Baseline")]
    baseline: Option<PathBuf>,
    /// Only take out what is not found any more
    #[arg(long, help_heading = "Baseline")]
    prune: bool,
}

/// What a run has looked at, and what not: of the rest nothing is known.
pub(super) struct Covered {
    paths: Vec<PathBuf>,
    troubled: FxHashSet<PathBuf>,
    rules: FxHashSet<&'static str>,
}

impl Covered {
    pub(super) fn of(analysis: &Analysis, paths: &[PathBuf], wanted: &Wanted) -> Self {
        let troubles = analysis.diagnostics.iter().filter(|diagnostic| diagnostic.level >= Level::Warning);
        Self {
            paths: paths.iter().map(|path| normalised(path)).collect(),
            troubled: troubles.map(|diagnostic| normalised(&diagnostic.location)).collect(),
            rules: rules::all().iter().filter(|rule| wanted.has(rule)).map(|rule| rule.id).collect(),
        }
    }

    fn has(&self, baseline: &Baseline, entry: &Entry) -> bool {
        let location = baseline.location(entry);
        self.rules.contains(&*entry.rule)
            && self.paths.iter().any(|path| location.starts_with(path))
            && !self.troubled.contains(&location)
    }
}

/// Tells which entries of a baseline are not found any more.
pub(super) fn report_stale(baseline: &Baseline, stale: &BTreeMap<Entry, usize>, covered: &Covered) {
    let stale: Vec<(&Entry, &usize)> = stale.iter().filter(|(entry, _)| covered.has(baseline, entry)).collect();
    if stale.is_empty() {
        return;
    }
    for (entry, count) in stale.iter().take(MAX_LISTED) {
        let times = if **count > 1 { format!(" ({count} times)") } else { String::new() };
        output::complain("note", &format!("baseline: {}: {} is not found any more{times}", entry.path, entry.rule));
    }
    let count = stale.iter().map(|(_, count)| **count).sum();
    let more = if stale.len() > MAX_LISTED { " in all" } else { "" };
    let known = counted(count, "known finding");
    output::complain("note", &format!("baseline: {known}{more} not found; `authlint baseline --prune` takes them out"));
}

pub(super) fn run(args: &Args) -> Result<u8, Failure> {
    let config = args.input.run_config()?;
    let path = args.baseline.clone().or_else(|| config.baseline.clone()).unwrap_or_else(|| PathBuf::from(NAME));
    let old = if path.exists() { Baseline::read(&path)? } else { Baseline::empty(&path) };
    let paths = args.input.paths()?;
    let analysis = crate::analyse(&args.input.options(&config, args.input.buffers()?), &paths)?;
    let wanted = Wanted { pedantic: true, ..Wanted::default() };
    let triage = Triage::of(&analysis, &wanted);
    let report = analysis.report([]);
    let compared = old.compare(&report, triage.findings);
    let mut new = Baseline::empty(&path);
    compared.known.iter().for_each(|known| new.add(&report, &known.finding));
    if !args.prune {
        compared.new.iter().for_each(|finding| new.add(&report, finding));
    }
    let covered = Covered::of(&analysis, &paths, &wanted);
    let (gone, elsewhere): (BTreeMap<_, _>, BTreeMap<_, _>) =
        compared.stale.into_iter().partition(|(entry, _)| covered.has(&old, entry));
    new.keep(elsewhere);
    output::deliver(new.text().as_bytes(), Some(&path))?;
    let added = if args.prune { 0 } else { compared.new.len() };
    let gone: usize = gone.values().sum();
    let held = counted(new.len(), "finding");
    output::print(format!("{}: {held}; {added} added, {gone} taken out\n", shown(&path)).as_bytes())?;
    Ok(OK)
}
