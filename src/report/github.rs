//! Annotations of GitHub's workflows, and the summary of a step.

use std::io::{self, Write};

use crate::finding::{Finding, Level};
use crate::report::redact::harmless;
use crate::report::{Report, counted, json, sarif, text, uri};

/// GitHub shows so many annotations of a level for each step.
const MAX_ANNOTATIONS: usize = 10;
/// A summary may hold 1 MiB; nobody reads more rows than this.
const MAX_ROWS: usize = 200;

/// Writes annotations, the findings for which there is no room as plain lines, and a summary line.
///
/// # Errors
/// Those of the writer.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut left = [MAX_ANNOTATIONS; 3];
    let mut others = Vec::new();
    for finding in &report.findings {
        let level = &mut left[finding.level as usize];
        if *level > 0 {
            *level -= 1;
            writeln!(out, "{}", annotation(report, finding))?;
        } else {
            others.push(finding);
        }
    }
    if !others.is_empty() {
        let count = counted(others.len(), "more finding");
        writeln!(out, "{count}; GitHub shows {MAX_ANNOTATIONS} annotations of a level for each step:")?;
    }
    for finding in others {
        let level = finding.level.as_str();
        let line =
            format!("- {}: {level}[{}]: {}", place(report, finding), finding.rule.id, report.prose(&finding.title));
        // In the middle of a line too, this would be a command.
        writeln!(out, "{}", line.replace("##[", "# #["))?;
    }
    writeln!(out, "{}", text::summary(report))
}

/// The summary of the step, as Markdown.
pub fn summary(report: &Report<'_>) -> String {
    let mut page = format!("### authlint\n\n{}\n", markdown(&text::summary(report)));
    if !report.findings.is_empty() {
        page.push_str("\n| Level | Rule | Place | What is wrong |\n| --- | --- | --- | --- |\n");
    }
    for finding in report.findings.iter().take(MAX_ROWS) {
        let cells = [
            finding.level.as_str().to_owned(),
            finding.rule.id.to_owned(),
            markdown(&place(report, finding)),
            markdown(&report.prose(&finding.title)),
        ];
        page.extend(["| ", &cells.join(" | "), " |\n"]);
    }
    let more = report.findings.len().saturating_sub(MAX_ROWS);
    if more > 0 {
        page.extend(["\n", &counted(more, "more finding"), "\n"]);
    }
    page
}

fn path(report: &Report<'_>, finding: &Finding) -> String {
    let Some(file) = report.files.get(finding.span.file) else { return String::new() };
    let (location, shown) = file.on_disk();
    uri::inside(report.root, location, shown)
}

fn place(report: &Report<'_>, finding: &Finding) -> String {
    let line = sarif::region(report, finding.span).map_or(1, |region| region.start_line);
    format!("{}:{line}", harmless(&path(report, finding)))
}

/// `::error file=...,line=...::message`
fn annotation(report: &Report<'_>, finding: &Finding) -> String {
    let command = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let mut properties = vec![("file", harmless(&path(report, finding)))];
    if let Some(region) = sarif::region(report, finding.span) {
        properties.push(("line", region.start_line.to_string()));
        properties.push(("endLine", region.end_line.to_string()));
        // Columns are refused for what spans lines.
        if region.start_line == region.end_line {
            properties.push(("col", region.start_column.to_string()));
            properties.push(("endColumn", region.end_column.to_string()));
        }
    }
    properties.push(("title", finding.rule.id.to_owned()));
    let properties: Vec<String> =
        properties.into_iter().map(|(name, value)| format!("{name}={}", property(&value))).collect();
    let mut message = json::message(report, finding);
    if !finding.help.is_empty() {
        message.extend(["\n", &report.prose(&finding.help)]);
    }
    format!("::{command} {}::{}", properties.join(","), data(&message))
}

/// The text of a command, escaped as the runner undoes it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Text in a cell of a table. Code in backticks stays code.
fn markdown(text: &str) -> String {
    text.replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;").replace(['\r', '\n'], " ")
}
