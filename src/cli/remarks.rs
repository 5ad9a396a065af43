//! What `check` says on standard error beside its report.

use std::time::Duration;

use super::output;
use crate::pipeline::triage::Triage;
use crate::pipeline::{Analysis, Timings};
use crate::report::{Stats, counted};
use crate::source::walk::shown;

/// What could not be read or parsed.
pub(super) fn diagnostics(analysis: &Analysis, verbose: bool) {
    let mut diagnostics: Vec<_> = analysis.diagnostics.iter().collect();
    diagnostics.sort();
    for diagnostic in diagnostics {
        output::report(diagnostic, verbose);
    }
}

/// What `--verbose` adds.
pub(super) fn verbose(analysis: &Analysis, triage: &Triage) {
    let stats = &analysis.stats;
    let (read, seen) = (counted(stats.files, "file"), counted(stats.requests, "request"));
    output::complain("note", &format!("{read} read, {} parsed, {seen} seen", stats.parsed));
    if let Some(ignored) = analysis.ignored.filter(|ignored| *ignored > 0) {
        let files = counted(ignored, "file");
        output::complain("note", &format!("{files} left out because git ignores them; --no-ignore reads them too"));
    }
    for (path, why) in &analysis.apis.skipped {
        output::complain("note", &format!("{}: {why}; skipped", shown(path)));
    }
    if !triage.suppressed.is_empty() {
        output::complain("note", &format!("{} suppressed", counted(triage.suppressed.len(), "finding")));
    }
}

/// What `--stats` prints; `report` is how long writing the report took.
pub(super) fn stats(analysis: &Analysis, report: Duration) {
    let Stats { files, parsed, requests, judged, open, unmatched } = analysis.stats;
    let Timings { steps, tables, discover, parse, evaluate, judge } = analysis.timings;
    let read = format!("{files} files read, {} hot, {parsed} parsed", analysis.hot.len());
    let seen = format!("{requests} requests, {judged} judged, {open} open, {unmatched} unmatched");
    output::complain("stats", &format!("{read}; {seen}; {steps} steps"));
    let stages = [
        ("tables", tables),
        ("walk and read", discover),
        ("parse", parse),
        ("link and evaluate", evaluate),
        ("place and judge", judge),
        ("report", report),
    ];
    let told = stages.map(|(stage, took)| format!("{stage} {took:.1?}"));
    let all: Duration = stages.iter().map(|(_, took)| took).sum();
    output::complain("stats", &format!("{}; {all:.1?} in all", told.join(", ")));
}
