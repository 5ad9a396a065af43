//! What `check` says on standard error beside its report.

use std::time::Duration;

use super::output;
use crate::pipeline::triage::Triage;
use crate::pipeline::{Analysis, Timings};
use crate::report::suppressed::By;
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
pub(super) fn verbose(analysis: &Analysis) {
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
}

/// How many findings the tree itself silences, for a reviewer to know that there are some.
pub(super) fn silenced(triage: &Triage) {
    let by = |wanted: fn(&By) -> bool| triage.suppressed.iter().filter(|one| wanted(&one.by)).count();
    let ways = [
        (by(|by| matches!(by, By::Comment(_))), "by comments"),
        (by(|by| matches!(by, By::Baseline)), "by the baseline"),
        (triage.turned_off, "by the configuration"),
    ];
    let told: Vec<String> =
        ways.iter().filter(|(count, _)| *count > 0).map(|(count, by)| format!("{count} {by}")).collect();
    if !told.is_empty() {
        let all = counted(ways.iter().map(|(count, _)| count).sum(), "finding");
        let show = "--no-suppressions and --no-config show them";
        output::complain("note", &format!("{all} silenced: {}; {show}", told.join(", ")));
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
