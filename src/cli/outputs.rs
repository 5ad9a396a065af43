//! Where the reports of a run go, and in which formats.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::ValueEnum as _;

use super::options::{Colour, ReportFormat};
use super::{Failure, output};
use crate::near::nearest;
use crate::report::{Report, github, json, sarif, text};

/// The variable that names the file for the summary of a workflow's step.
const STEP_SUMMARY: &str = "GITHUB_STEP_SUMMARY";

/// A file that a report goes to: `FILE` or `FORMAT=FILE`.
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
    let Some((before, file)) = value.split_once('=') else { return Ok(Output { format: None, file: value.into() }) };
    if let Ok(format) = ReportFormat::from_str(before, false) {
        let file = PathBuf::from(file);
        return if file.as_os_str().is_empty() {
            Err("a file is missing".to_owned())
        } else {
            Ok(Output { format: Some(format), file })
        };
    }
    match nearest(before, names.iter().map(|name| &**name)) {
        Some(near) => {
            Err(format!("there is no format \"{before}\"; did you mean \"{near}\"? A file of this name is ./{value}"))
        }
        None => Ok(Output { format: None, file: value.into() }),
    }
}

/// How a report is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    pub(super) colour: Colour,
    pub(super) quiet: bool,
    /// Whether the run did all that it was asked to.
    pub(super) successful: bool,
    /// Whether suppressed findings are shown.
    pub(super) suppressed: bool,
}

/// The files that reports go to.
pub(super) fn files(outputs: &[Output]) -> impl Iterator<Item = &Path> {
    outputs.iter().map(|output| &*output.file)
}

/// Writes a report everywhere it is to go: to the files, and to standard output unless one of them takes its place.
pub(super) fn deliver(
    report: &Report<'_>,
    format: ReportFormat,
    outputs: &[Output],
    manner: Manner,
) -> Result<(), Failure> {
    let to_stdout = outputs.iter().all(|output| output.format.is_some());
    for one in outputs {
        let bytes = render(report, one.format.unwrap_or(format), manner, true)?;
        output::deliver(&bytes, Some(&one.file))?;
    }
    if to_stdout {
        output::deliver(&render(report, format, manner, false)?, None)?;
    }
    if format == ReportFormat::Github
        && let Some(file) = std::env::var_os(STEP_SUMMARY).filter(|file| !file.is_empty())
    {
        summarise(report, Path::new(&file));
    }
    Ok(())
}

fn render(report: &Report<'_>, format: ReportFormat, manner: Manner, to_file: bool) -> Result<Vec<u8>, Failure> {
    // JSON keeps the two apart, so that nobody takes one for the other.
    let bare;
    let report = if manner.suppressed || format == ReportFormat::Json {
        report
    } else {
        bare = report.without_suppressed();
        &bare
    };
    let mut bytes = Vec::new();
    match format {
        ReportFormat::Text => {
            // A file is no terminal: colours only if they are asked for.
            let colour = if to_file { manner.colour == Colour::Always } else { output::coloured(manner.colour) };
            text::write(report, text::Style { colour, quiet: manner.quiet }, &mut bytes)?;
        }
        ReportFormat::Json => json::write(report, &mut bytes)?,
        ReportFormat::Sarif => {
            for notice in sarif::write(report, manner.successful, &mut bytes)? {
                output::complain("warning", &notice);
            }
        }
        ReportFormat::Github => github::write(report, &mut bytes)?,
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
