//! What `check` says on standard error beside its report.

use std::path::PathBuf;
use std::time::Duration;

use super::output;
use crate::pipeline::triage::Triage;
use crate::pipeline::{Analysis, Options, Timings, elsewhere};
use crate::report::suppressed::By;
use crate::report::{Stats, counted};
use crate::source::walk::shown;

/// More APIs and documents than this are only counted.
const MAX_LISTED: usize = 5;

/// What could not be read or parsed.
/// In a `strict` run they are errors.
pub(super) fn diagnostics(analysis: &Analysis, verbose: bool, strict: bool) {
    let mut diagnostics: Vec<_> = analysis.diagnostics.iter().collect();
    diagnostics.sort();
    for diagnostic in diagnostics {
        output::report(diagnostic, verbose, strict);
    }
}

/// Where no call of a known API was seen: what is known, what else is called, and how to go on. "No findings" must not
/// be taken for "all is well".
pub(super) fn nothing_seen(analysis: &Analysis, options: &Options) {
    let Stats { files, judged, unmatched, .. } = analysis.stats;
    if judged + unmatched > 0 {
        return;
    }
    if files == 0 {
        let kinds =
            "JavaScript and TypeScript, also in HTML, Vue, Svelte and Astro, Rust, and the settings beside them";
        return output::complain("note", &format!("nothing here is of a kind that is read: {kinds}"));
    }
    let elsewhere = elsewhere(analysis, options);
    let known: Vec<&str> = analysis.apis.tables.iter().map(|api| &*api.name).take(MAX_LISTED).collect();
    let more = analysis.apis.tables.len().saturating_sub(known.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let others = match elsewhere.calls {
        0 => String::new(),
        1 => "; one call of an HTTP client goes elsewhere".to_owned(),
        calls => format!("; about {calls} calls of HTTP clients in {} go elsewhere", counted(elsewhere.files, "file")),
    };
    output::complain("note", &format!("no call of a known API was seen (known: {}{more}){others}", known.join(", ")));
    let documents = &elsewhere.documents;
    let Some(first) = documents.first() else {
        let how = "its OpenAPI document: `authlint --apis DOCUMENT`, or \"apis\" in authlint.toml";
        return output::complain("note", &format!("any other API is added by {how}"));
    };
    let shown_of = |path: &PathBuf| shown(path);
    let listed: Vec<String> = documents.iter().take(MAX_LISTED).map(shown_of).collect();
    let more = documents.len().saturating_sub(listed.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let verb = if documents.len() == 1 { "describes an API" } else { "describe APIs" };
    let how = format!("`authlint --apis {}` checks the calls to it, `authlint init` writes it down", shown(first));
    output::complain("note", &format!("{}{more} {verb} that this run did not know; {how}", listed.join(", ")));
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
/// A baseline that the user named is none of them.
pub(super) fn silenced(triage: &Triage, named_baseline: bool) {
    let by = |wanted: fn(&By) -> bool| triage.suppressed.iter().filter(|one| wanted(&one.by)).count();
    let ways = [
        (by(|by| matches!(by, By::Comment(_))), "by comments"),
        (if named_baseline { 0 } else { by(|by| matches!(by, By::Baseline)) }, "by the baseline"),
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
