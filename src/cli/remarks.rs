//! What `check` says on standard error beside its report.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use super::output;
use crate::api::Imported;
use crate::finding::Level;
use crate::pipeline::triage::Triage;
use crate::pipeline::{Analysis, Options, Timings, elsewhere};
use crate::report::suppressed::By;
use crate::report::{Stats, counted};
use crate::source::walk::{from_here, shown};

/// More APIs and documents than this are only counted.
const MAX_LISTED: usize = 5;

/// What could not be read or parsed. In a `strict` run they are errors; a `quiet` one hears of what makes it fail.
pub(super) fn diagnostics(analysis: &Analysis, verbose: bool, strict: bool, quiet: bool) {
    let fails = |level: Level| level >= if strict { Level::Warning } else { Level::Error };
    let mut diagnostics: Vec<_> = analysis.diagnostics.iter().filter(|one| !quiet || fails(one.level)).collect();
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
    let left_out: Vec<String> = [
        (analysis.excluded, "by --exclude or the configuration"),
        (analysis.ignored.unwrap_or(0), "because git ignores them, unless --no-ignore is given"),
    ]
    .iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, why)| format!("{} left out {why}", counted(*count, "file")))
    .collect();
    if files == 0 && !left_out.is_empty() {
        return output::complain("note", &format!("nothing is checked: {}", left_out.join(", ")));
    }
    if files == 0 {
        let kinds =
            "JavaScript and TypeScript, also in HTML, Vue, Svelte and Astro, Rust, and the settings beside them";
        return output::complain("note", &format!("nothing here is of a kind that is read: {kinds}"));
    }
    let elsewhere = elsewhere(analysis, options);
    let mut known: Vec<&str> = analysis.apis.tables.iter().map(|api| &*api.name).collect();
    known.sort_by_key(|name| name.to_ascii_lowercase());
    known.truncate(MAX_LISTED);
    let more = analysis.apis.tables.len().saturating_sub(known.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let others = match elsewhere.calls {
        0 => String::new(),
        1 => "; one call of an HTTP client goes elsewhere".to_owned(),
        calls => format!("; about {calls} calls of HTTP clients in {} go elsewhere", counted(elsewhere.files, "file")),
    };
    output::complain("note", &format!("no call of a known API was seen (known: {}{more}){others}", known.join(", ")));
    let documents = &elsewhere.documents;
    if documents.is_empty() {
        let how = "its OpenAPI document: `authlint --apis DOCUMENT`, or \"apis\" in authlint.toml";
        return output::complain("note", &format!("any other API is added by {how}"));
    }
    let shown_of = |path: &PathBuf| shown(path);
    let listed: Vec<String> = documents.iter().take(MAX_LISTED).map(shown_of).collect();
    let more = documents.len().saturating_sub(listed.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let verb = if documents.len() == 1 { "describes an API" } else { "describe APIs" };
    // What is promised is tried.
    let why_not = |path: &PathBuf| match Imported::read(path) {
        Ok(imported) => imported.api.out_of_sight().map(str::to_owned),
        Err(error) => Some(error.to_string()),
    };
    let mut of_first = None;
    let is_usable = |path: &&PathBuf| match why_not(path) {
        Some(why) => {
            of_first.get_or_insert(why);
            false
        }
        None => true,
    };
    let how = match documents.iter().take(MAX_LISTED).find(is_usable) {
        Some(usable) => {
            format!("`authlint --apis {}` checks the calls to it, `authlint init` writes it down", shown(usable))
        }
        None => format!("no call to it can be checked yet: {}", of_first.unwrap_or_default()),
    };
    output::complain("note", &format!("{}{more} {verb} that this run did not know; {how}", listed.join(", ")));
}

/// Other repositories inside of the one that a run compares, where they have findings of which nothing is known.
pub(super) fn not_compared(others: &BTreeSet<PathBuf>, option: &str) {
    for other in others.iter().take(MAX_LISTED) {
        let name = from_here(other);
        let told = format!("{name} is a repository of its own, and what is found there is compared with nothing");
        output::complain("note", &format!("{told}; `authlint {option} {name}` compares it"));
    }
    let more = others.len().saturating_sub(MAX_LISTED);
    if more > 0 {
        output::complain("note", &format!("so are {more} more"));
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
