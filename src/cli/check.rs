//! `authlint check`: judge the credentials of every request.

use std::path::PathBuf;

use super::baseline::{self, Covered};
use super::options::{self, Colour, Input, ReportFormat};
use super::outputs::{self, Manner, Output};
use super::{FAILED, FOUND, Failure, OK, output};
use crate::config::FailOn;
use crate::pipeline::Cost;
use crate::report::baseline::Baseline;
use crate::report::finding::Level;
use crate::report::{Stats, counted};
use crate::triage::{Triage, Wanted};

/// The arguments of `check`.
#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools)]
pub(super) struct Args {
    #[command(flatten)]
    input: Input,
    /// Format of the report
    #[arg(long, value_enum, default_value = "text", help_heading = "Report")]
    format: ReportFormat,
    /// Write the report to a file; FORMAT=FILE writes one in another format beside it (may be repeated)
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
    /// Report suppressed findings too, marked as such
    #[arg(long, help_heading = "Report")]
    show_suppressed: bool,
    /// Print counts and times to standard error
    #[arg(long, help_heading = "Report")]
    stats: bool,
    /// Do not report the findings that this file holds
    #[arg(long, value_name = "FILE", help_heading = "Rules")]
    baseline: Option<PathBuf>,
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
    /// Fail when a file cannot be read or parsed
    #[arg(long, help_heading = "Rules")]
    strict: bool,
}

pub(super) fn run(args: &Args) -> Result<u8, Failure> {
    let names = args.select.iter().chain(&args.ignore).map(|name| name.trim());
    for name in names.filter(|name| !name.is_empty()) {
        options::rule(name)?;
    }
    let config = args.input.run_config()?;
    let analysis = crate::analyse(&args.input.options(&config), &args.input.paths())?;
    let mut triage = Triage::of(&analysis, &args.wanted());
    if let Some(path) = args.baseline.as_ref().or(config.baseline.as_ref()) {
        let baseline = Baseline::read(path)?;
        let stale = triage.compare(&analysis, &baseline);
        if !args.quiet {
            baseline::report_stale(&baseline, &stale, &Covered::of(&analysis, &args.input.paths(), &args.wanted()));
        }
    }
    triage.show(&args.wanted());
    if !args.quiet {
        let mut diagnostics: Vec<_> = analysis.diagnostics.iter().collect();
        diagnostics.sort();
        for diagnostic in diagnostics {
            output::report(diagnostic, args.verbose);
        }
    }
    if args.verbose {
        let stats = &analysis.stats;
        let (read, seen) = (counted(stats.files, "file"), counted(stats.requests, "request"));
        output::complain("note", &format!("{read} read, {} parsed, {seen} seen", stats.parsed));
        if !triage.suppressed.is_empty() {
            output::complain("note", &format!("{} suppressed", counted(triage.suppressed.len(), "finding")));
        }
    }
    if args.stats {
        let Stats { files, parsed, requests, judged, open, unmatched } = analysis.stats;
        let Cost { steps, discover, examine } = analysis.cost;
        let counts = format!("{files} files read, {parsed} parsed; {requests} requests, {judged} judged");
        output::complain("stats", &format!("{counts}, {open} open, {unmatched} unmatched; {steps} steps"));
        output::complain("stats", &format!("walking and reading {discover:.1?}, parsing and judging {examine:.1?}"));
    }

    let troubled = analysis.diagnostics.iter().filter(|diagnostic| diagnostic.level >= Level::Warning).count();
    let failed = args.strict && troubled > 0;
    let report = analysis.report(&triage.findings).with_suppressed(&triage.suppressed);
    let manner =
        Manner { colour: args.color, quiet: args.quiet, successful: !failed, suppressed: args.show_suppressed };
    outputs::deliver(&report, args.format, &args.output, manner)?;
    if failed {
        let what = counted(troubled, "problem");
        output::complain("error", &format!("{what} reading or parsing files, and --strict was given"));
        return Ok(FAILED);
    }
    let fail_on = args.fail_on.or(config.fail_on).unwrap_or(FailOn::Error);
    Ok(if triage.findings.iter().any(|finding| fail_on.fails(finding.level)) { FOUND } else { OK })
}

impl Args {
    fn wanted(&self) -> Wanted {
        Wanted { select: self.select.clone(), ignore: self.ignore.clone(), pedantic: self.pedantic }
    }
}
