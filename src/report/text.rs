//! The report for people.

use std::collections::BTreeSet;
use std::io::{self, Write};

use codespan_reporting::diagnostic::{Diagnostic, Label, Severity};
use codespan_reporting::files;
use codespan_reporting::term::termcolor::{Ansi, NoColor};
use codespan_reporting::term::{self, Config};

use crate::finding::{Confidence, Finding, Level, OperationRef};
use crate::parallel;
use crate::report::redact::harmless;
use crate::report::snippet::Snippets;
use crate::report::wrap::wrapped;
use crate::report::{Report, counted, page, statistics};
use crate::source::{FileId, Span};

/// How the report is written.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools)] // they are switches
pub struct Style {
    /// With ANSI colours.
    pub colour: bool,
    /// Without the summary line.
    pub quiet: bool,
    /// The names of rules lead to their pages, in terminals that take links.
    pub links: bool,
    /// The columns there are; lines are broken at words to fit. `None` where nothing limits them.
    pub width: Option<usize>,
    /// A table of counts in place of the findings.
    pub statistics: bool,
}

/// Writes all findings and a summary line.
///
/// # Errors
/// Those of the writer.
pub fn write(report: &Report<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if style.statistics {
        statistics::write(report, out)?;
    } else {
        write_findings(report, style, out)?;
    }
    let silent = report.suppressed.iter().filter(|_| !style.statistics);
    for one in silent {
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

/// How many findings are put into words at once.
const AT_ONCE: usize = 512;

fn write_findings(report: &Report<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut said = Said::default();
    for findings in report.findings.chunks(AT_ONCE) {
        let findings: Vec<_> = findings.iter().map(|finding| (*finding, said.of(finding))).collect();
        for text in parallel::map(&findings, |(finding, said)| written(report, finding, style, *said)) {
            out.write_all(&text?)?;
        }
    }
    Ok(())
}

/// A finding as it is printed.
fn written(report: &Report<'_>, finding: &Finding, style: Style, said: SaidOf) -> io::Result<Vec<u8>> {
    let config = Config { tab_width: 4, ..Config::default() };
    let (snippets, diagnostic) = diagnostic(report, finding, style, said);
    let mut text = Vec::new();
    let emitted = if style.colour {
        term::emit_to_write_style(&mut Ansi::new(&mut text), &config, &snippets, &diagnostic)
    } else {
        term::emit_to_write_style(&mut NoColor::new(&mut text), &config, &snippets, &diagnostic)
    };
    match emitted {
        Ok(()) => Ok(text),
        Err(files::Error::Io(error)) => Err(error),
        Err(other) => Err(io::Error::other(other.to_string())),
    }
}

/// What need not be said again.
#[derive(Default)]
struct Said<'a> {
    /// What the operation of the last finding accepts.
    accepted: Option<(&'a OperationRef, &'a str)>,
    /// The rules whose pages have been named.
    explained: BTreeSet<&'static str>,
}

/// What has been said before a finding.
#[derive(Clone, Copy)]
struct SaidOf {
    /// What its operation accepts.
    accepted: bool,
    /// The page of its rule.
    explained: bool,
}

impl<'a> Said<'a> {
    /// What was said of a finding; it is from here on.
    fn of(&mut self, finding: &'a Finding) -> SaidOf {
        // Several findings about one operation in a row need its demands once.
        let now = finding.operation.as_ref().zip(finding.accepted.as_deref());
        let accepted = now.is_some() && now == self.accepted;
        self.accepted = now;
        SaidOf { accepted, explained: !self.explained.insert(finding.rule.id) }
    }
}

fn diagnostic(report: &Report<'_>, finding: &Finding, style: Style, said: SaidOf) -> (Snippets, Diagnostic<FileId>) {
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
    let id = finding.rule.id;
    let code = if style.links { link(&page(finding.rule), id) } else { id.to_owned() };
    let before = format!("{}[{id}]: ", finding.level.as_str()).len();
    let diagnostic = Diagnostic::new(severity)
        .with_code(code)
        .with_message(wrapped(&report.prose(&finding.title), style.width, before, 2).replace('\n', "\n  "))
        .with_labels(labels)
        .with_notes(notes(report, finding, style, said));
    (snippets, diagnostic)
}

/// Text that leads to an address, as terminals take it (OSC 8).
fn link(address: &str, text: &str) -> String {
    format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
}

fn notes(report: &Report<'_>, finding: &Finding, style: Style, said: SaidOf) -> Vec<String> {
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
    let id = finding.rule.id;
    let explain = (!said.explained).then(|| format!("`authlint explain {id}` tells more"));
    let as_before = "as above".to_owned();
    let accepted = if said.accepted { Some(&as_before) } else { finding.accepted.as_ref() };
    // `= ` stands before a note, and as many blanks before its other lines.
    let gutter = gutter(report, finding);
    [
        ("operation", operation.as_ref()),
        ("client code", reach.as_ref()),
        ("presented", finding.presented.as_ref()),
        ("accepted", accepted),
        ("confidence", confidence.as_ref()),
        ("help", help),
        ("explain", explain.as_ref()),
    ]
    .into_iter()
    .filter_map(|(name, text)| Some(format!("{name}: {}", report.prose(text?))))
    .map(|note| wrapped(&note, style.width, gutter, gutter))
    .collect()
}

/// The columns before a note: the numbers of lines decide.
fn gutter(report: &Report<'_>, finding: &Finding) -> usize {
    let spans = finding.related.iter().map(|related| related.span).chain([finding.span]);
    let line = |span: Span| {
        let file = report.files.get(span.file)?;
        Some(file.position(span.end.max(span.start)).line + 1)
    };
    let most = spans.filter_map(line).max().unwrap_or(1);
    most.to_string().len() + 3
}

/// `3 errors, 1 warning in 2 files (12 requests judged, 3 open, 2 unmatched; 40 files read, 1 silenced)`
pub fn summary(report: &Report<'_>) -> String {
    let stats = &report.stats;
    let seen = format!(
        "{} judged, {} open, {} unmatched; {} read",
        counted(stats.judged, "request"),
        stats.open,
        stats.unmatched,
        counted(stats.files, "file"),
    );
    let seen = match report.silenced {
        0 => seen,
        silenced => format!("{seen}, {silenced} silenced"),
    };
    if report.findings.is_empty() {
        return if stats.files == 0 {
            "no findings: there was nothing to check".to_owned()
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
