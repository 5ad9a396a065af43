//! Where the reports of a run go, and in which formats.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::ValueEnum as _;

use super::options::{Colour, ReportFormat};
use super::{Failure, output};
use crate::near::nearest;
use crate::parallel;
use crate::report::inventory::Inventory;
use crate::report::{Report, concise, github, gitlab, html, json, junit, sarif, statistics, text};

/// The variable that names the file for the summary of a workflow's step.
const STEP_SUMMARY: &str = "GITHUB_STEP_SUMMARY";

/// A file that a report goes to: `FILE` or `FORMAT=FILE`; `-` is standard output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Output {
    format: Option<ReportFormat>,
    file: PathBuf,
}

/// Reads the value of `--output`.
pub(super) fn parse(value: &str) -> Result<Output, String> {
    let names: Vec<String> = ReportFormat::value_variants()
        .iter()
        .filter_map(|it| Some(it.to_possible_value()?.get_name().to_owned()))
        .collect();
    if value.is_empty() {
        return Err("a file is missing".to_owned());
    }
    let Some((before, file)) = value.split_once('=') else {
        if names.iter().any(|name| name == value) {
            let meant = format!("--format {value} or {value}=FILE");
            return Err(format!("this is a format, as in {meant}; a file of this name is ./{value}"));
        }
        return Ok(Output { format: None, file: value.into() });
    };
    if let Ok(format) = ReportFormat::from_str(before, false) {
        let file = PathBuf::from(file);
        return if file.as_os_str().is_empty() {
            Err("a file is missing".to_owned())
        } else {
            Ok(Output { format: Some(format), file })
        };
    }
    // What holds a slash or a dot is the path of a file.
    if !before.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_')) {
        return Ok(Output { format: None, file: value.into() });
    }
    let hint = match nearest(before, names.iter().map(|name| &**name)) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("there are {}.", names.join(", ")),
    };
    Err(format!("there is no format \"{before}\"; {hint} A file of this name is ./{value}"))
}

/// How a report is written.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools)] // they are switches
pub(super) struct Manner {
    pub(super) colour: Colour,
    pub(super) quiet: bool,
    /// Whether the run did all that it was asked to.
    pub(super) successful: bool,
    /// Whether suppressed findings are shown.
    pub(super) suppressed: bool,
    /// Whether a table of counts takes the place of the findings.
    pub(super) statistics: bool,
    /// How many threads write it; as many as there are cores for 0.
    pub(super) threads: usize,
}

/// The room of a thread that writes a report, in bytes.
const STACK_SIZE: usize = 2 << 20;

/// The files that reports go to.
pub(super) fn files(outputs: &[Output]) -> impl Iterator<Item = &Path> {
    outputs.iter().filter(|output| !output.is_stdout()).map(|output| &*output.file)
}

/// Writes a report everywhere it is to go: to the files, and to standard output unless one of them takes its place.
pub(super) fn deliver(
    report: &Report<'_>,
    inventory: &dyn Fn() -> Inventory,
    format: ReportFormat,
    outputs: &[Output],
    manner: Manner,
) -> Result<(), Failure> {
    let to_stdout = outputs.iter().all(|output| output.format.is_some() && !output.is_stdout());
    for one in outputs {
        let to = (!one.is_stdout()).then_some(&*one.file);
        let bytes = render(report, inventory, one.format.unwrap_or(format), manner, to.is_some())?;
        output::deliver(&bytes, to)?;
    }
    if to_stdout {
        output::deliver(&render(report, inventory, format, manner, false)?, None)?;
    }
    // Beside a report for programs the table goes to people.
    let shown =
        if to_stdout { Some(format) } else { outputs.iter().find(|one| one.is_stdout()).and_then(|one| one.format) };
    if manner.statistics && !shown.is_some_and(is_for_people) {
        statistics::write(report, &mut io::stderr().lock())?;
    }
    if format == ReportFormat::Github
        && let Some(file) = std::env::var_os(STEP_SUMMARY).filter(|file| !file.is_empty())
    {
        summarise(report, Path::new(&file));
    }
    Ok(())
}

fn is_for_people(format: ReportFormat) -> bool {
    matches!(format, ReportFormat::Text | ReportFormat::Concise)
}

impl Output {
    fn is_stdout(&self) -> bool {
        self.file.as_os_str() == "-"
    }
}

/// Checks that at most one report goes to standard output.
pub(super) fn check(outputs: &[Output]) -> Result<(), Failure> {
    match outputs.iter().filter(|one| one.is_stdout()).count() {
        0 | 1 => Ok(()),
        _ => Err(Failure::Message("standard output takes one report; --output names it twice".to_owned())),
    }
}

fn render(
    report: &Report<'_>,
    inventory: &dyn Fn() -> Inventory,
    format: ReportFormat,
    manner: Manner,
    to_file: bool,
) -> Result<Vec<u8>, Failure> {
    // JSON keeps the two apart, so that nobody takes one for the other.
    let bare;
    let counted = format == ReportFormat::Html || manner.statistics && is_for_people(format);
    let report = if manner.suppressed || counted || format == ReportFormat::Json {
        report
    } else {
        bare = report.without_suppressed();
        &bare
    };
    let mut bytes = Vec::new();
    match format {
        ReportFormat::Concise if !manner.statistics => concise::write(report, manner.quiet, &mut bytes)?,
        ReportFormat::Text | ReportFormat::Concise => {
            // A file is no terminal: colours only if they are asked for.
            let colour = if to_file { manner.colour == Colour::Always } else { output::coloured(manner.colour) };
            let style = text::Style {
                colour,
                quiet: manner.quiet,
                links: !to_file && output::links(manner.colour),
                width: if to_file { None } else { output::width() },
                statistics: manner.statistics,
            };
            // Nobody waits for threads who has nothing to be told.
            if report.findings.is_empty() {
                text::write(report, style, &mut bytes)?;
            } else {
                parallel::with_threads(manner.threads, STACK_SIZE, || text::write(report, style, &mut bytes))
                    .map_err(io::Error::other)??;
            }
        }
        ReportFormat::Json => json::write(report, &mut bytes)?,
        ReportFormat::Sarif => {
            for notice in sarif::write(report, manner.successful, &mut bytes)? {
                output::complain("warning", &notice);
            }
        }
        ReportFormat::Github => github::write(report, &mut bytes)?,
        ReportFormat::Gitlab => gitlab::write(report, &mut bytes)?,
        ReportFormat::Junit => junit::write(report, &mut bytes)?,
        ReportFormat::Html => html::write(report, &inventory(), &mut bytes)?,
    }
    Ok(bytes)
}

/// Adds to the summary of the step. The report itself has been written, so that trouble here is no failure.
#[allow(clippy::disallowed_methods)] // the file is only written
fn summarise(report: &Report<'_>, file: &Path) {
    let page = github::summary(report);
    let written =
        OpenOptions::new().create(true).append(true).open(file).and_then(|mut file| file.write_all(page.as_bytes()));
    if let Err(error) = written {
        output::complain("warning", &format!("cannot write the summary of the step to {}: {error}", file.display()));
    }
}
