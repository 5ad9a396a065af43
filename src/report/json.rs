//! The report for programs of one's own.
//!
//! One object:
//!
//! - `version`: 1; raised when a field changes its meaning or goes. New fields may come at any time.
//! - `tool`: `name` and `version`.
//! - `findings`: sorted by path, offset and rule; each with
//!   `rule`, `level` (`error`, `warning`, `note`), `confidence` (`high`, `medium`, `low`), `title` (one sentence),
//!   `message` (the title with what was presented and accepted), `path`, `span`, `label`, `operation` (`api`, `id`,
//!   `method`, `path`) or null, `presented`, `accepted` (in words, or null), `help`, and `related`: places with `path`,
//!   `span` and `message`.
//! - `suppressed`: findings that are kept silent, with the same fields and `suppression`: `kind` (`comment`, `baseline`),
//!   `line` of the comment or null, `reason` or null.
//! - `span`: `line`, `column`, `endLine`, `endColumn` count from 1, columns in UTF-16 code units, the end exclusive;
//!   `start` and `end` are byte offsets.
//! - `summary`: `errors`, `warnings`, `notes`, `suppressed`, and `files`, `parsed`, `requests`, `judged`, `open`, `unmatched`.
//! - `diagnostics`: what could not be read or parsed: `path`, `line` and `column` or null, `level`, `message`.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use crate::finding::{Finding, Level};
use crate::report::suppressed::{By, Suppressed};
use crate::report::{Report, Stats, redact};
use crate::source::Span;

#[derive(Serialize)]
struct Document {
    version: u32,
    tool: Tool,
    findings: Vec<JsonFinding>,
    suppressed: Vec<JsonSuppressed>,
    summary: Summary,
    diagnostics: Vec<JsonDiagnostic>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct JsonFinding {
    rule: &'static str,
    level: &'static str,
    confidence: &'static str,
    title: String,
    message: String,
    path: String,
    span: JsonSpan,
    label: String,
    operation: Option<JsonOperation>,
    presented: Option<String>,
    accepted: Option<String>,
    help: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reach: Option<JsonReach>,
    related: Vec<JsonRelated>,
}

#[derive(Serialize)]
struct JsonSuppressed {
    #[serde(flatten)]
    finding: JsonFinding,
    suppression: JsonSuppression,
}

#[derive(Serialize)]
struct JsonSuppression {
    kind: &'static str,
    line: Option<usize>,
    reason: Option<String>,
}

#[derive(Serialize)]
struct JsonOperation {
    api: String,
    id: String,
    method: String,
    path: String,
}

/// Why code is client code.
#[derive(Serialize)]
struct JsonReach {
    why: String,
    chain: Vec<String>,
}

#[derive(Serialize)]
struct JsonRelated {
    path: String,
    span: JsonSpan,
    message: String,
}

/// A span as JSON documents give it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JsonSpan {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    notes: usize,
    suppressed: usize,
    #[serde(flatten)]
    stats: Stats,
}

#[derive(Serialize)]
struct JsonDiagnostic {
    path: String,
    line: Option<usize>,
    column: Option<usize>,
    level: &'static str,
    message: String,
}

/// Writes the report as one JSON document.
///
/// # Errors
/// Those of the writer.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        version: 1,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        findings: report.findings.iter().map(|finding| one(report, finding)).collect(),
        suppressed: report.suppressed.iter().map(|one| silent(report, one)).collect(),
        summary: Summary {
            errors: report.count(Level::Error),
            warnings: report.count(Level::Warning),
            notes: report.count(Level::Note),
            suppressed: report.suppressed.len(),
            stats: report.stats,
        },
        diagnostics: report
            .diagnostics
            .iter()
            .map(|diagnostic| JsonDiagnostic {
                path: redact::harmless(&diagnostic.path),
                line: diagnostic.place.map(|place| place.0),
                column: diagnostic.place.map(|place| place.1),
                level: diagnostic.level.as_str(),
                message: report.prose(&diagnostic.message),
            })
            .collect(),
    };
    pretty(&document, out)
}

/// Writes any value as indented JSON with a line end. What a terminal would act on is escaped, so that names stay as they are
/// to whoever reads the document.
///
/// # Errors
/// Those of the writer.
pub fn pretty(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut out = Escaping(out);
    serde_json::to_writer_pretty(&mut out, value).map_err(io::Error::from)?;
    writeln!(out)
}

/// Escapes JSON on its way, piece by piece: each consists of whole characters.
struct Escaping<'o>(&'o mut dyn Write);

impl Write for Escaping<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match std::str::from_utf8(bytes) {
            Ok(piece) => self.0.write_all(escaped(piece).as_bytes())?,
            Err(_) => self.0.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// JSON in which what a terminal would act on is escaped; such characters stand in its strings only.
pub fn escaped(json: &str) -> Cow<'_, str> {
    let is_odd = |char: char| char >= '\u{7f}' && redact::visible(char) != char;
    if !json.contains(is_odd) {
        return json.into();
    }
    let mut text = String::with_capacity(json.len());
    for char in json.chars() {
        if is_odd(char) {
            let units = &mut [0; 2];
            text.extend(char.encode_utf16(units).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            text.push(char);
        }
    }
    text.into()
}

fn one(report: &Report<'_>, finding: &Finding) -> JsonFinding {
    let prose = |text: &Option<String>| text.as_deref().map(|text| report.prose(text));
    JsonFinding {
        rule: finding.rule.id,
        level: finding.level.as_str(),
        confidence: finding.confidence.as_str(),
        title: report.prose(&finding.title),
        message: message(report, finding),
        path: redact::harmless(report.files.path(finding.span.file)),
        span: span(report.files, finding.span),
        label: report.prose(&finding.label),
        operation: finding.operation.as_ref().map(|operation| JsonOperation {
            api: redact::harmless(&operation.api),
            id: redact::harmless(&operation.id),
            method: redact::harmless(&operation.method),
            path: redact::harmless(&operation.path),
        }),
        presented: prose(&finding.presented),
        accepted: prose(&finding.accepted),
        help: report.prose(&finding.help),
        reach: finding.reach.as_ref().map(|reach| JsonReach {
            why: report.prose(&reach.why),
            chain: reach.chain.iter().map(|file| redact::harmless(report.files.path(*file))).collect(),
        }),
        related: finding
            .related
            .iter()
            .map(|related| JsonRelated {
                path: redact::harmless(report.files.path(related.span.file)),
                span: span(report.files, related.span),
                message: report.prose(&related.message),
            })
            .collect(),
    }
}

fn silent(report: &Report<'_>, suppressed: &Suppressed) -> JsonSuppressed {
    let line = match suppressed.by {
        By::Comment(span) => report.files.start(span).map(|position| position.line),
        By::Baseline => None,
    };
    let reason = suppressed.reason.as_deref().map(|reason| report.prose(reason));
    let suppression = JsonSuppression { kind: suppressed.by.as_str(), line, reason };
    JsonSuppressed { finding: one(report, &suppressed.finding), suppression }
}

/// The title, what was presented and what is accepted, as sentences.
pub(super) fn message(report: &Report<'_>, finding: &Finding) -> String {
    let mut text = format!("{}.", finding.title.trim_end_matches('.'));
    let facts = [
        ("In the source map", in_map(report, finding.span)),
        ("Operation", finding.operation.as_ref().map(ToString::to_string)),
        ("Client code", finding.reach.as_ref().map(|reach| report.reach_inside(reach))),
        ("Presented", finding.presented.clone()),
        ("Accepted", finding.accepted.clone()),
    ];
    for (name, fact) in facts {
        if let Some(fact) = fact {
            text.extend([" ", name, ": ", fact.trim_end_matches('.'), "."]);
        }
    }
    report.prose(&text)
}

/// Where a place is in a source that a source map carries.
pub(super) fn in_map(report: &Report<'_>, span: Span) -> Option<String> {
    let file = report.files.get(span.file)?;
    let (_, map) = file.embedded_in.as_ref()?;
    let name = file.path.strip_prefix(map.as_str())?.trim_start_matches('!');
    let position = file.position(span.start);
    Some(format!("{}:{}:{}", redact::harmless(name), position.line, position.utf16))
}

/// Lines and columns of a span.
pub fn span(files: &crate::source::files::Files, span: Span) -> JsonSpan {
    let position = |offset| {
        files.get(span.file).map_or((1, 1), |file| {
            let position = file.position(offset);
            (position.line, position.utf16)
        })
    };
    let ((line, column), (end_line, end_column)) = (position(span.start), position(span.end.max(span.start)));
    JsonSpan { line, column, end_line, end_column, start: span.start, end: span.end }
}
