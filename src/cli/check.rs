//! `authlint check`: judge the credentials of every request.

use std::path::PathBuf;

use super::options::{self, Colour, Input, ReportFormat};
use super::{FAILED, FOUND, Failure, OK, output};
use crate::config::FailOn;
use crate::pipeline::{Analysis, Cost};
use crate::report::finding::Level;
use crate::report::{Report, Stats, counted, json, sarif, text};
use crate::triage::{self, Triage, Wanted};

/// The arguments of `check`.
#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools)]
pub(super) struct Args {
    #[command(flatten)]
    input: Input,
    /// Format of the report
    #[arg(long, value_enum, default_value = "text", help_heading = "Report")]
    format: ReportFormat,
    /// Write the report to a file
    #[arg(long, value_name = "FILE", help_heading = "Report")]
    output: Option<PathBuf>,
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
    let triage = triage::sort(&analysis, &args.wanted());
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
    let report = render(args, &analysis, &triage, !failed)?;
    output::deliver(&report, args.output.as_deref())?;
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

fn render(args: &Args, analysis: &Analysis, triage: &Triage, successful: bool) -> Result<Vec<u8>, Failure> {
    let Analysis { files, diagnostics, secrets, stats, root, .. } = analysis;
    let mut report = Report::new(files, &triage.findings, diagnostics, secrets, *stats, root);
    // The JSON report keeps the two apart, so that nobody takes one for the other.
    if args.show_suppressed || args.format == ReportFormat::Json {
        report = report.with_suppressed(&triage.suppressed);
    }
    let mut bytes = Vec::new();
    match args.format {
        ReportFormat::Text => {
            // A file is no terminal: colours only if they are asked for.
            let colour = match (&args.output, args.color) {
                (Some(_), Colour::Auto) => false,
                (_, choice) => output::coloured(choice),
            };
            text::write(&report, text::Style { colour, quiet: args.quiet }, &mut bytes)?;
        }
        ReportFormat::Json => json::write(&report, &mut bytes)?,
        ReportFormat::Sarif => sarif::write(&report, successful, &mut bytes)?,
    }
    Ok(bytes)
}
