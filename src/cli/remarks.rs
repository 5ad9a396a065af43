//! What `check` says on standard error beside its report.

use super::output;
use crate::pipeline::{Analysis, Cost};
use crate::report::{Stats, counted};
use crate::triage::Triage;

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
    if !triage.suppressed.is_empty() {
        output::complain("note", &format!("{} suppressed", counted(triage.suppressed.len(), "finding")));
    }
}

/// What `--stats` prints.
pub(super) fn stats(analysis: &Analysis) {
    let Stats { files, parsed, requests, judged, open, unmatched } = analysis.stats;
    let Cost { steps, discover, examine } = analysis.cost;
    let hot = analysis.hot.len();
    let counts = format!("{files} files read, {parsed} parsed; {requests} requests, {judged} judged");
    output::complain("stats", &format!("{counts}, {open} open, {unmatched} unmatched; {steps} steps; {hot} hot"));
    output::complain("stats", &format!("walking and reading {discover:.1?}, parsing and judging {examine:.1?}"));
}
