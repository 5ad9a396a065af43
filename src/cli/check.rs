//! `authlint check`: judge the credentials of every request.

use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::time::Instant;

use super::baseline::{self, Covered};
use super::options::{self, Colour, Input, ReportFormat};
use super::outputs::{self, Manner, Output};
use super::progress::Progress;
use super::{FAILED, FOUND, Failure, OK, add_ignores, changed, output, output_files, remarks};
use crate::config::{Config, FailOn};
use crate::finding::Level;
use crate::pipeline::triage::{Triage, Wanted};
use crate::pipeline::{Analysis, Options, inventory};
use crate::report::baseline::Baseline;
use crate::report::counted;

/// The arguments of `check`.
#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools)]
pub(super) struct Args {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    changed: changed::Scope,
    /// Format of the report
    #[arg(long, value_enum, default_value = "text", help_heading = "Report")]
    format: ReportFormat,
    /// Write the report to a file; FORMAT=FILE writes one in another format beside it, - is standard output (may be repeated)
    #[arg(long, value_name = "FILE", value_parser = outputs::parse, help_heading = "Report")]
    output: Vec<Output>,
    /// Colours of the text report
    #[arg(long, value_enum, default_value = "auto", help_heading = "Report")]
    color: Colour,
    /// No summary and no warnings about files
    #[arg(short, long, help_heading = "Report")]
    quiet: bool,
    /// Say more about what was read
    #[arg(short, long, conflicts_with = "quiet", help_heading = "Report")]
    verbose: bool,
    /// Show no progress on standard error; it is shown on a terminal only, when a run takes long
    #[arg(long, help_heading = "Report")]
    no_progress: bool,
    /// Report suppressed findings too, marked as such
    #[arg(long, help_heading = "Report")]
    show_suppressed: bool,
    /// Count findings by rule and level instead of showing them
    #[arg(long, help_heading = "Report")]
    statistics: bool,
    /// Print counts and times to standard error
    #[arg(long, help_heading = "Report")]
    stats: bool,
    /// Do not report the findings that this file holds
    #[arg(long, value_name = "FILE", help_heading = "Rules")]
    baseline: Option<PathBuf>,
    /// Write a comment above each finding that suppresses it, with this reason or a place for one
    #[arg(
        long,
        value_name = "REASON",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = add_ignores::PLACEHOLDER,
        conflicts_with_all = ["staged", "stdin_filename", "output", "statistics", "show_suppressed"],
        help_heading = "Rules"
    )]
    add_ignores: Option<String>,
    /// Level from which findings fail the run [default: error]
    #[arg(long, value_enum, value_name = "LEVEL", help_heading = "Rules")]
    fail_on: Option<FailOn>,
    /// Only these rules (comma-separated, may be repeated)
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    select: Vec<String>,
    /// All but these rules (comma-separated, may be repeated)
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    ignore: Vec<String>,
    /// Show findings of low confidence too
    #[arg(long, help_heading = "Rules")]
    pedantic: bool,
    /// Heed neither comments that suppress findings nor a baseline that the configuration names
    #[arg(long, help_heading = "Rules")]
    no_suppressions: bool,
    /// Fail when a file cannot be read or parsed
    #[arg(long, help_heading = "Rules")]
    strict: bool,
}

/// Refuses names that are no rule's, and lists that name none.
fn check_rules(args: &Args) -> Result<(), Failure> {
    for (option, names) in [("--select", &args.select), ("--ignore", &args.ignore)] {
        if !names.is_empty() && names.iter().all(|name| name.trim().is_empty()) {
            return Err(Failure::Message(format!("{option} names no rule; `authlint rules` lists them")));
        }
        for name in names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
            options::rule(name)?;
        }
    }
    Ok(())
}

/// Takes out the findings that the baseline holds, if there is one, and says what of it is no more. Where the run is about
/// changes, it saw too little to say that.
fn compare(
    args: &Args,
    config: &Config,
    paths: &[PathBuf],
    analysis: &Analysis,
    triage: &mut Triage,
    tells: bool,
) -> Result<(), Failure> {
    let of_tree = config.baseline.as_ref().filter(|_| !args.no_suppressions);
    if let Some(path) = args.baseline.as_ref().or(of_tree) {
        let baseline = Baseline::read(path)?;
        let stale = triage.compare(analysis, &baseline);
        if tells {
            baseline::report_stale(&baseline, &stale, &Covered::of(analysis, paths, &args.wanted()));
        }
    }
    if args.baseline.is_none() && config.baseline.is_none() && tells {
        baseline::notice(&analysis.root, config, &args.input.choice());
    }
    Ok(())
}

/// What went wrong with the analysis and makes the run fail, in words.
fn failure(args: &Args, analysis: &Analysis) -> Option<String> {
    let count = |level| analysis.diagnostics.iter().filter(|diagnostic| diagnostic.level >= level).count();
    let crashed = count(Level::Error);
    if crashed > 0 {
        return Some(format!("{}; what is reported of the rest stands", counted(crashed, "internal error")));
    }
    let troubled = Some(count(Level::Warning)).filter(|troubled| args.strict && *troubled > 0)?;
    Some(format!("{} reading or parsing files, and --strict was given", counted(troubled, "problem")))
}

pub(super) fn run(args: &Args) -> Result<u8, Failure> {
    check_rules(args)?;
    outputs::check(&args.output)?;
    let config = args.input.run_config()?;
    let paths = args.input.paths()?;
    let named: Vec<PathBuf> = paths.iter().chain(&args.baseline).chain(&config.baseline).cloned().collect();
    output_files::apart(outputs::files(&args.output), &named)?;
    if args.changed.is_staged() && args.input.stdin_filename.is_some() {
        let wrong = "--staged reads what git has staged, and --stdin-filename standard input; name one of them";
        return Err(Failure::Message(wrong.to_owned()));
    }
    let (comparison, buffers) = match args.changed.comparison(&paths)? {
        Some((comparison, buffers)) => (Some(comparison), buffers),
        None => (None, args.input.buffers()?),
    };
    let progress = Progress::start(!args.quiet && !args.no_progress);
    let lenient = args.input.force_exclude || args.changed.is_staged();
    let options = Options { count_ignored: args.verbose, lenient, ..args.input.options(&config, buffers) };
    // The process ends with this command: what every file was read into need not be given back piece by piece.
    let analysis = ManuallyDrop::new(crate::analyse(&options, &paths)?);
    drop(progress);
    output_files::are_no_sources(outputs::files(&args.output), &analysis)?;
    let mut triage = Triage::of(&analysis, &args.wanted());
    let tells = !args.quiet && comparison.is_none();
    compare(args, &config, &paths, &analysis, &mut triage, tells)?;
    if let Some(comparison) = &comparison {
        let others = triage.only_changed(&analysis, comparison, args.changed.whole_files)?;
        if !args.quiet {
            remarks::not_compared(&others, args.changed.option());
        }
    }
    triage.show(&args.wanted());
    remarks::diagnostics(&analysis, args.verbose, args.strict, args.quiet);
    if !args.quiet {
        remarks::silenced(&triage, args.baseline.is_some());
    }
    if args.verbose {
        remarks::verbose(&analysis);
    }
    // Neither hooks nor what is about changes need it: they do not see the whole tree.
    if !args.quiet && triage.findings.is_empty() && comparison.is_none() && paths.iter().any(|path| path.is_dir()) {
        remarks::nothing_seen(&analysis, &options);
    }

    if let Some(reason) = &args.add_ignores {
        return add_ignores::run(&analysis, &triage.findings, &options, &paths, &one_line(reason)?);
    }
    let failure = failure(args, &analysis);
    let start = Instant::now();
    let report = analysis.report(&triage.findings).with_suppressed(&triage.suppressed);
    let report = report.with_silenced(triage.suppressed.len() + triage.turned_off);
    let manner = Manner {
        colour: args.color,
        quiet: args.quiet,
        successful: failure.is_none(),
        suppressed: args.show_suppressed,
        statistics: args.statistics,
        threads: options.threads.unwrap_or(0),
    };
    match outputs::deliver(&report, &|| inventory(&analysis), args.format, &args.output, manner) {
        // Whoever reads no further is told by the exit code what was found all the same.
        Ok(()) | Err(Failure::Closed) => {}
        Err(failure) => return Err(failure),
    }
    if args.stats {
        remarks::stats(&analysis, start.elapsed());
    }
    if let Some(failure) = failure {
        output::complain("error", &failure);
        return Ok(FAILED);
    }
    let fail_on = args.fail_on.or(config.fail_on).unwrap_or(FailOn::Error);
    Ok(if triage.findings.iter().any(|finding| fail_on.fails(finding.level)) { FOUND } else { OK })
}

/// The reason for comments, on one line and such that it ends none.
fn one_line(reason: &str) -> Result<String, Failure> {
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    if reason.is_empty() || ["*/", "-->", "--"].iter().any(|end| reason.contains(end)) {
        return Err(Failure::Message(
            "--add-ignores takes a reason that is not empty and holds no -- or */".to_owned(),
        ));
    }
    Ok(reason)
}

impl Args {
    fn wanted(&self) -> Wanted {
        let (pedantic, no_suppressions) = (self.pedantic, self.no_suppressions);
        Wanted { select: self.select.clone(), ignore: self.ignore.clone(), pedantic, no_suppressions }
    }
}
