//! `authlint baseline`: write down what is there, so that only what is new is reported.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::options::Input;
use super::{Failure, OK, output};
use crate::config::{self, Choice, Config};
use crate::finding::{Confidence, Finding, Level};
use crate::git::must_be_no_storage;
use crate::pipeline::Analysis;
use crate::pipeline::triage::{Triage, Wanted};
use crate::report::baseline::{Baseline, BaselineEntry, NAME};
use crate::report::counted;
use crate::rules;
use crate::source::door;
use crate::source::walk::{between, from_here, normalised, shown};

/// More stale entries than this are only counted.
const MAX_LISTED: usize = 20;
/// Larger files are no configuration.
const MAX_CONFIG: u64 = 1024 * 1024;

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

/// The configuration that is to name a baseline.
struct Naming {
    file: PathBuf,
    text: String,
}

impl Naming {
    /// The text with the baseline in it: in place of the commented example where there is one, or else behind the
    /// comments that it begins with.
    fn with(&self, value: &str) -> String {
        let line = format!("baseline = {}", toml::Value::String(value.to_owned()));
        let names = |text: &str| {
            let read: Option<toml::Table> = text.parse().ok();
            read.and_then(|table| table.get("baseline")?.as_str().map(|it| it == value)).unwrap_or(false)
        };
        let is_example =
            |text: &str| text.trim_start_matches(['#', ' ']).starts_with("baseline =") && text.starts_with('#');
        let end = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut done = false;
        let replaced: Vec<String> = self
            .text
            .split_inclusive('\n')
            .map(|old| {
                if done || !is_example(old) {
                    return old.to_owned();
                }
                done = true;
                format!("{line}{end}")
            })
            .collect();
        let replaced = replaced.concat();
        if done && names(&replaced) {
            return replaced;
        }
        let lead: usize = self
            .text
            .split_inclusive('\n')
            .take_while(|line| line.trim_start_matches('\u{feff}').starts_with('#') && line.ends_with('\n'))
            .map(str::len)
            .sum();
        let (head, rest) = self.text.split_at(lead);
        format!("{head}{line}{end}{rest}")
    }
}

/// Names a baseline in the configuration of the run, which it asks for on a terminal.
fn enable(args: &Args, config: &Config, path: &Path) -> Result<(), Failure> {
    let is_named = config.baseline.as_ref().is_some_and(|named| normalised(named) == normalised(path));
    if args.baseline.is_some() && !is_named {
        let told = format!("no configuration names it; `authlint check --baseline {}` knows it", from_here(path));
        output::complain("note", &told);
        return Ok(());
    }
    if is_named || config.baseline.is_some() || args.input.choice() == Choice::Without {
        return Ok(());
    }
    let own = config.sources.first().map(PathBuf::from);
    let file = own.unwrap_or_else(|| path.with_file_name(config::NAME));
    let (name, shown_path) = (from_here(&file), from_here(path));
    if output::ask(&format!("Name {shown_path} in {name}, so that `check` knows it?"))? == Some(false) {
        let told = format!("{name} does not name it: `authlint check --baseline {shown_path}` knows it\n");
        return output::print(told.as_bytes());
    }
    let text = match door::text(&file, MAX_CONFIG) {
        Ok(text) => text,
        Err(unread) if unread.is_missing() => String::new(),
        Err(unread) => return Err(Failure::Message(format!("cannot read {name}: {}", unread.reason()))),
    };
    let folder = normalised(&file).parent().map(Path::to_path_buf).unwrap_or_default();
    let text = Naming { file, text };
    let text_with = text.with(&shown(&between(&folder, &normalised(path))));
    output::deliver(text_with.as_bytes(), Some(&text.file))?;
    output::print(format!("{name} names it: `authlint check` knows it from now on\n").as_bytes())
}

/// What is said of a baseline that is there and that nothing names.
pub(super) fn notice(root: &Path, config: &Config, choice: &Choice) {
    if *choice == Choice::Without {
        return;
    }
    let folder = config.sources.first().and_then(|file| normalised(Path::new(file)).parent().map(Path::to_path_buf));
    let places = folder.into_iter().chain([normalised(Path::new(".")), root.to_path_buf()]);
    let Some(file) = places.map(|place| place.join(NAME)).find(|file| file.is_file()) else { return };
    let name = from_here(&file);
    let how = format!("`baseline = \"{NAME}\"` in {} beside it, or --baseline {name}, names it", config::NAME);
    output::complain("note", &format!("{name} is there, but is not used; {how}"));
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

    fn has(&self, baseline: &Baseline, entry: &BaselineEntry) -> bool {
        let location = baseline.location(entry);
        self.rules.contains(&*entry.rule)
            && self.paths.iter().any(|path| location.starts_with(path))
            && !self.troubled.contains(&location)
    }
}

/// Tells which entries of a baseline are not found any more.
pub(super) fn report_stale(baseline: &Baseline, stale: &BTreeMap<BaselineEntry, usize>, covered: &Covered) {
    let stale: Vec<(&BaselineEntry, &usize)> = stale.iter().filter(|(entry, _)| covered.has(baseline, entry)).collect();
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
    must_be_no_storage(&path)?;
    if args.prune && !path.exists() {
        return Err(Failure::Message(format!("there is no baseline {} to take anything out of", from_here(&path))));
    }
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
    // What is known must not depend on whether it is shown, but people count what `check` counts.
    let is_low = |finding: &Finding| usize::from(finding.confidence == Confidence::Low);
    let low_known: usize = compared.known.iter().map(|known| is_low(&known.finding)).sum();
    let low_new: usize = if args.prune { 0 } else { compared.new.iter().map(is_low).sum() };
    let added = if args.prune { 0 } else { compared.new.len() - low_new };
    let gone: usize = gone.values().sum();
    let held = counted(new.len() - low_known - low_new, "finding");
    let low = match low_known + low_new {
        0 => String::new(),
        low => format!("; and {low} that only --pedantic shows"),
    };
    output::print(format!("{}: {held}; {added} added, {gone} taken out{low}\n", from_here(&path)).as_bytes())?;
    enable(args, &config, &path)?;
    Ok(OK)
}
