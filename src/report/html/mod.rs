//! The report for people who look rather than read: one page with everything in it.
//!
//! The page has no script and asks for nothing: filters are boxes to tick and rules of its style sheet, and a policy in
//! its head forbids the rest. So it can be read, filtered and printed wherever it is put.

mod inventory;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use crate::finding::{Finding, Level};
use crate::report::inventory::Inventory;
use crate::report::redact::harmless;
use crate::report::{Report, markup, page, statistics, text};
use crate::rules::ids;
use crate::source::Span;

const STYLE: &str = include_str!("style.css");
/// More lines of code are not shown of a finding.
const MAX_LINES: usize = 12;
/// Longer lines are cut, in characters.
const MAX_COLUMNS: usize = 400;

/// Writes the page.
///
/// # Errors
/// Those of the writer.
pub fn write(report: &Report<'_>, inventory: &Inventory, out: &mut dyn Write) -> io::Result<()> {
    let mut body = String::new();
    let _ = writeln!(body, "<h1>authlint</h1>\n<p>{}</p>", escaped(&text::summary(report)));
    totals(report, &mut body);
    findings(report, &mut body);
    inventory::operations(report, inventory, &mut body);
    inventory::credentials(report, inventory, &mut body);
    let _ = writeln!(body, "<p class=\"quiet\">authlint {}</p>", env!("CARGO_PKG_VERSION"));
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>authlint: {}</title>\n<style>\n{STYLE}{}</style>\n</head>\n<body>\n{body}</body>\n</html>",
        escaped(&text::summary(report)),
        filters(report),
    )
}

/// Text between tags or in an attribute.
fn escaped(text: &str) -> String {
    markup::escaped(text, |char| (char == '\'').then_some("&#39;"))
}

/// Prose with its `code` marked as such.
fn prose(report: &Report<'_>, text: &str) -> String {
    let text = escaped(&report.prose(text));
    let mut marked = String::with_capacity(text.len());
    for (index, piece) in text.split('`').enumerate() {
        match index % 2 {
            0 => marked.push_str(piece),
            _ => marked.extend(["<code>", piece, "</code>"]),
        }
    }
    marked
}

/// `src/a.js:3`
fn place(report: &Report<'_>, span: Span) -> String {
    let line = report.files.start(span).map_or(1, |position| position.line);
    escaped(&format!("{}:{line}", harmless(report.files.path(span.file))))
}

/// The rules that have findings, sorted.
fn rules(report: &Report<'_>) -> BTreeSet<&'static str> {
    report.findings.iter().map(|finding| finding.rule.id).collect()
}

/// The levels of the findings, the gravest first.
fn levels(report: &Report<'_>) -> impl Iterator<Item = Level> {
    [Level::Error, Level::Warning, Level::Note].into_iter().filter(|level| report.count(*level) > 0)
}

/// What hides the findings whose box is not ticked.
fn filters(report: &Report<'_>) -> String {
    let mut style = String::new();
    let boxes = levels(report).map(Level::as_str).chain(rules(report));
    for name in boxes {
        let _ = writeln!(style, "body:has(#show-{name}:not(:checked)) article.{name} {{ display: none; }}");
    }
    style
}

fn totals(report: &Report<'_>, body: &mut String) {
    let counts = statistics::counts(report);
    if counts.is_empty() {
        return;
    }
    body.push_str("<h2>Totals</h2>\n<table>\n<tr><th>Rule</th><th>Level</th><th class=\"number\">Findings</th><th class=\"number\">Suppressed</th><th class=\"number\">Baselined</th></tr>\n");
    for (id, level, counts) in counts {
        let address = report.rules.iter().find(|rule| rule.id == id).map(|rule| page(rule)).unwrap_or_default();
        let statistics::Counts { findings, suppressed, baselined } = counts;
        let level = level.as_str();
        let _ = writeln!(
            body,
            "<tr><td><a href=\"{address}\">{id}</a></td><td class=\"{level}\">{level}</td><td class=\"number\">{findings}</td>\
             <td class=\"number\">{suppressed}</td><td class=\"number\">{baselined}</td></tr>"
        );
    }
    body.push_str("</table>\n");
}

fn findings(report: &Report<'_>, body: &mut String) {
    if report.findings.is_empty() {
        return;
    }
    body.push_str("<h2>Findings</h2>\n<form>\n");
    for name in levels(report).map(Level::as_str).chain(rules(report)) {
        let _ = writeln!(body, "<label><input type=\"checkbox\" id=\"show-{name}\" checked> {name}</label>");
    }
    body.push_str("</form>\n");
    for finding in &report.findings {
        article(report, finding, body);
    }
}

fn article(report: &Report<'_>, finding: &Finding, body: &mut String) {
    let (level, id) = (finding.level.as_str(), finding.rule.id);
    let _ = writeln!(
        body,
        "<article class=\"{level} {id}\">\n<h3><span>{level}</span> {}</h3>\n<p class=\"quiet\"><code>{}</code> · <a href=\"{}\">{id}</a></p>",
        prose(report, &finding.title),
        place(report, finding.span),
        page(finding.rule),
    );
    code(report, finding.span, body);
    way(report, finding, body);
    let operation = finding.operation.as_ref().map(|operation| format!("{operation} ({})", operation.api));
    let help = Some(&finding.help).filter(|help| !help.is_empty());
    body.push_str("<dl>\n");
    for (name, said) in [
        ("Operation", operation.as_ref()),
        ("Presented", finding.presented.as_ref()),
        ("Accepted", finding.accepted.as_ref()),
        ("Help", help),
    ] {
        if let Some(said) = said {
            let _ = writeln!(body, "<dt>{name}</dt><dd>{}</dd>", prose(report, said));
        }
    }
    body.push_str("</dl>\n</article>\n");
}

/// The lines of a span, masked, with their numbers.
fn code(report: &Report<'_>, span: Span, body: &mut String) {
    let Some(file) = report.files.get(span.file) else { return };
    let first = file.position(span.start).line;
    let last = file.position(span.end.saturating_sub(1).max(span.start)).line;
    body.push_str("<pre>");
    for line in first..=last.min(first + MAX_LINES - 1) {
        let text = report.masked_start(span.file, line, MAX_COLUMNS);
        let _ = writeln!(body, "<b>{line:>5}  </b><mark>{}</mark>", escaped(text.trim_end()));
    }
    if last >= first + MAX_LINES {
        body.push_str("<b>       …</b>\n");
    }
    body.push_str("</pre>\n");
}

/// From the entry that ships the code, and from where a credential comes from, to the finding.
fn way(report: &Report<'_>, finding: &Finding, body: &mut String) {
    let mut steps: Vec<String> = Vec::new();
    if let Some(reach) = &finding.reach {
        for (index, file) in reach.chain.iter().enumerate() {
            let path = escaped(&harmless(report.files.path(*file)));
            let why = if index == 0 {
                format!(" <span class=\"quiet\">{}</span>", prose(report, &reach.why))
            } else {
                String::new()
            };
            steps.push(format!("<code>{path}</code>{why}"));
        }
    }
    for related in &finding.related {
        steps.push(format!("<code>{}</code> {}", place(report, related.span), prose(report, &related.message)));
    }
    if steps.is_empty() {
        return;
    }
    let own = format!("<code>{}</code> {}", place(report, finding.span), prose(report, &finding.label));
    // What is written into the code begins there, and is sent elsewhere.
    let at = if finding.rule.id == ids::HARDCODED_SECRET { 0 } else { steps.len() };
    steps.insert(at, own);
    flow(&steps, " class=\"end\"", body);
}

/// Boxes with arrows between them; the last one has these attributes.
fn flow(steps: &[String], last: &str, body: &mut String) {
    body.push_str("<ol class=\"flow\">");
    for (index, step) in steps.iter().enumerate() {
        let attributes = if index + 1 == steps.len() { last } else { "" };
        let _ = write!(body, "<li{attributes}><span>{step}</span></li>");
    }
    body.push_str("</ol>\n");
}
