//! The report for people.

use std::collections::BTreeSet;
use std::io::{self, Write};

use codespan_reporting::diagnostic::{Diagnostic, Label, Severity};
use codespan_reporting::files;
use codespan_reporting::term::termcolor::{Ansi, NoColor, WriteColor};
use codespan_reporting::term::{self, Config};

use crate::finding::{Confidence, Finding, Level};
use crate::report::redact::harmless;
use crate::report::snippet::Snippets;
use crate::report::{Report, counted};
use crate::source::{FileId, Span};

/// How the report is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// With ANSI colours.
    pub colour: bool,
    /// Without the summary line.
    pub quiet: bool,
}

/// Writes all findings and a summary line.
///
/// # Errors
/// Those of the writer.
pub fn write(report: &Report<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if style.colour {
        write_findings(report, &mut Ansi::new(&mut *out))?;
    } else {
        write_findings(report, &mut NoColor::new(&mut *out))?;
    }
    for one in &report.suppressed {
        let line = report.files.start(one.finding.span).map_or(1, |position| position.line);
        let path = harmless(report.files.path(one.finding.span.file));
        let reason = one.reason.as_deref().map(|reason| format!(" -- {}", report.prose(reason))).unwrap_or_default();
        writeln!(out, "suppressed[{}]: {path}:{line}: by {}{reason}", one.finding.rule.id, one.by.in_words())?;
    }
    if !style.quiet {
        writeln!(out, "{}", summary(report))?;
    }
    Ok(())
}

fn write_findings(report: &Report<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let config = Config { tab_width: 4, ..Config::default() };
    for finding in &report.findings {
        let (snippets, diagnostic) = diagnostic(report, finding);
        term::emit_to_write_style(&mut *out, &config, &snippets, &diagnostic).map_err(|error| match error {
            files::Error::Io(error) => error,
            other => io::Error::other(other.to_string()),
        })?;
    }
    Ok(())
}

fn diagnostic(report: &Report<'_>, finding: &Finding) -> (Snippets, Diagnostic<FileId>) {
    let severity = match finding.level {
        Level::Error => Severity::Error,
        Level::Warning => Severity::Warning,
        Level::Note => Severity::Note,
    };
    let ends = std::iter::once((finding.span, &finding.label))
        .chain(finding.related.iter().map(|related| (related.span, &related.message)));
    let (spans, messages): (Vec<Span>, Vec<&String>) = ends.unzip();
    let (snippets, ranges) = Snippets::new(report, &spans);
    let mut labels = Vec::new();
    for (index, ((span, message), range)) in spans.iter().zip(messages).zip(ranges).enumerate() {
        let Some(range) = range else { continue };
        let label = if index == 0 { Label::primary(span.file, range) } else { Label::secondary(span.file, range) };
        labels.push(label.with_message(report.prose(message)));
    }
    let diagnostic = Diagnostic::new(severity)
        .with_code(finding.rule.id)
        .with_message(report.prose(&finding.title))
        .with_labels(labels)
        .with_notes(notes(report, finding));
    (snippets, diagnostic)
}

fn notes(report: &Report<'_>, finding: &Finding) -> Vec<String> {
    let operation = finding.operation.as_ref().map(|operation| {
        // A document without operation ids has its operations named by method and path.
        let name = operation.to_string();
        if operation.id == name {
            format!("{name} ({})", operation.api)
        } else {
            format!("{name} ({}, {})", operation.id, operation.api)
        }
    });
    let reach = finding.reach.as_ref().map(|reach| report.reach(reach));
    let confidence = (finding.confidence == Confidence::Low).then(|| finding.confidence.as_str().to_owned());
    let help = Some(&finding.help).filter(|help| !help.is_empty());
    [
        ("operation", operation.as_ref()),
        ("client code", reach.as_ref()),
        ("presented", finding.presented.as_ref()),
        ("accepted", finding.accepted.as_ref()),
        ("confidence", confidence.as_ref()),
        ("help", help),
    ]
    .into_iter()
    .filter_map(|(name, text)| Some(format!("{name}: {}", report.prose(text?))))
    .collect()
}

/// `3 errors, 1 warning in 2 files (12 requests judged, 3 open, 2 unmatched; 40 files read)`
pub fn summary(report: &Report<'_>) -> String {
    let stats = &report.stats;
    let seen = format!(
        "{} judged, {} open, {} unmatched; {} read",
        counted(stats.judged, "request"),
        stats.open,
        stats.unmatched,
        counted(stats.files, "file"),
    );
    if report.findings.is_empty() {
        return if stats.files == 0 {
            "no findings: there was no file to check".to_owned()
        } else {
            format!("no findings: {seen}")
        };
    }
    let counts: Vec<String> = [Level::Error, Level::Warning, Level::Note]
        .into_iter()
        .map(|level| (report.count(level), level))
        .filter(|(count, _)| *count > 0)
        .map(|(count, level)| counted(count, level.as_str()))
        .collect();
    let files: BTreeSet<FileId> = report.findings.iter().map(|finding| finding.span.file).collect();
    format!("{} in {} ({seen})", counts.join(", "), counted(files.len(), "file"))
}
