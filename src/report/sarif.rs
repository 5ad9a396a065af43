//! SARIF 2.1.0, as GitHub's code scanning takes it.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use crate::finding::Rule;
use crate::finding::{Finding, Level};
use crate::report::fingerprint::{Fingerprints, line_hashes};
use crate::report::limits::{self, Limits};
use crate::report::suppressed::By;
use crate::report::{Report, json, uri};
use crate::source::{FileId, Span};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    invocations: [Invocation; 1],
    results: Vec<SarifResult>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    name: String,
    short_description: Message,
    full_description: Message,
    help: Help,
    help_uri: String,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties {
    tags: Vec<String>,
    precision: &'static str,
    #[serde(rename = "security-severity", skip_serializing_if = "str::is_empty")]
    severity: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    #[serde(skip)]
    gravity: Level,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    code_flows: Vec<CodeFlow>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CodeFlow {
    thread_flows: [ThreadFlow; 1],
}

#[derive(Serialize)]
struct ThreadFlow {
    locations: Vec<FlowStep>,
}

#[derive(Serialize)]
struct FlowStep {
    location: Location,
}

#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    justification: Option<String>,
}

#[derive(Serialize)]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(rename = "physicalLocation")]
    physical: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

/// Everything counts from 1, in UTF-16 units; the end is exclusive.
#[derive(Serialize, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    pub(super) start_line: usize,
    pub(super) start_column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

/// Writes the report as one SARIF log with one run. `successful` is whether the run did all it was asked to. Findings
/// that are kept silent are results too, with their suppressions, where the report has them.
/// Gives what a person should know of the report.
///
/// # Errors
/// Those of the writer.
pub fn write(report: &Report<'_>, successful: bool, out: &mut dyn Write) -> io::Result<Vec<String>> {
    let mut limits = Limits::default();
    let mut results = results(report, &mut limits);
    limits.results(&mut results, |result| result.gravity);
    let notices = limits.notices();
    let mut notifications = notifications(report);
    notifications.extend(notices.iter().map(|notice| Notification {
        level: Level::Warning.as_str(),
        message: Message { text: notice.clone() },
        locations: Vec::new(),
    }));
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: env!("CARGO_PKG_NAME"),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    information_uri: env!("CARGO_PKG_REPOSITORY"),
                    rules: report.rules.iter().map(|rule| descriptor(rule)).collect(),
                },
            },
            column_kind: "utf16CodeUnits",
            invocations: [Invocation { execution_successful: successful, tool_execution_notifications: notifications }],
            results,
        }],
    };
    json::pretty(&log, out)?;
    Ok(notices)
}

fn descriptor(rule: &Rule) -> Descriptor {
    let page = rule.page();
    let text = if page.trim().is_empty() { rule.summary } else { &page };
    // What has no severity is no matter of security.
    let topic = if rule.severity.is_empty() { "maintainability" } else { "security" };
    let tags = std::iter::once(topic.to_owned())
        // GitHub wants three digits at least.
        .chain(rule.cwe.map(|cwe| format!("external/cwe/cwe-{cwe:03}")))
        .collect();
    Descriptor {
        id: rule.id,
        name: pascal(rule.id),
        short_description: Message { text: rule.summary.to_owned() },
        full_description: Message { text: first_paragraph(rule.docs).unwrap_or_else(|| rule.summary.to_owned()) },
        help: Help { text: text.to_owned(), markdown: text.to_owned() },
        help_uri: super::page(rule),
        default_configuration: Configuration { level: rule.level.as_str() },
        properties: Properties {
            tags,
            precision: if rule.level == Level::Error { "high" } else { "medium" },
            severity: rule.severity,
        },
    }
}

/// `bearer-only` as `BearerOnly`.
fn pascal(id: &str) -> String {
    let word = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect::<String>()
    };
    id.split('-').map(word).collect()
}

/// The first paragraph of a Markdown page that is no heading, on one line.
fn first_paragraph(docs: &str) -> Option<String> {
    let docs = docs.replace("\r\n", "\n");
    let paragraph = docs.split("\n\n").map(str::trim).find(|text| !text.is_empty() && !text.starts_with(['#', '`']))?;
    Some(paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn notifications(report: &Report<'_>) -> Vec<Notification> {
    let one = |diagnostic: &&crate::report::Diagnostic| Notification {
        level: diagnostic.level.as_str(),
        message: Message { text: report.prose(&diagnostic.message) },
        locations: if diagnostic.path.is_empty() {
            Vec::new()
        } else {
            let uri = uri::relative(report.root, &diagnostic.location, &diagnostic.path);
            let region = diagnostic.place.map(|(line, column)| Region {
                start_line: line,
                start_column: column,
                end_line: line,
                end_column: column,
            });
            vec![Location {
                id: None,
                physical: Physical { artifact_location: Artifact { uri }, region },
                message: None,
            }]
        },
    };
    report.diagnostics.iter().map(one).collect()
}

/// One result for all findings of a rule on a line: GitHub keeps one alert a line and rule, and would drop the rest.
fn results(report: &Report<'_>, limits: &mut Limits) -> Vec<SarifResult> {
    let mut hashes = BTreeMap::new();
    let mut fingerprints = Fingerprints::default();
    let groups = by_line(report, report.findings.iter().copied());
    let mut results: Vec<SarifResult> =
        groups.iter().filter_map(|group| result(report, group, &mut hashes, &mut fingerprints, limits)).collect();
    for one in &report.suppressed {
        let Some(mut result) = result(report, &[&one.finding], &mut hashes, &mut fingerprints, limits) else {
            continue;
        };
        let kind = match one.by {
            By::Comment(_) => "inSource",
            By::Baseline => "external",
        };
        let justification = one.reason.as_deref().map(|reason| report.prose(reason));
        result.suppressions.push(Suppression { kind, justification });
        results.push(result);
    }
    results
}

fn by_line<'a>(report: &Report<'_>, findings: impl Iterator<Item = &'a Finding>) -> Vec<Vec<&'a Finding>> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    let mut by_line: BTreeMap<(&Path, usize, &str), usize> = BTreeMap::new();
    for finding in findings {
        let path = report.files.get(finding.span.file).map_or(Path::new(""), |file| file.on_disk().0);
        let line = region(report, finding.span).map_or(1, |region| region.start_line);
        let next = groups.len();
        let index = *by_line.entry((path, line, finding.rule.id)).or_insert(next);
        match groups.get_mut(index) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups
}

fn result(
    report: &Report<'_>,
    group: &[&Finding],
    hashes: &mut BTreeMap<FileId, Vec<String>>,
    fingerprints: &mut Fingerprints,
    limits: &mut Limits,
) -> Option<SarifResult> {
    let (first, others) = group.split_first()?;
    let file = report.files.get(first.span.file)?;
    let line = file.position(first.span.start).line;
    let others = others.iter().map(|finding| (finding.span, &finding.title));
    let related = group.iter().flat_map(|finding| finding.related.iter().map(|one| (one.span, &one.message)));
    let in_map = |span: Span| json::in_map(report, span).map(|place| format!(" ({place})")).unwrap_or_default();
    let mut related_locations: Vec<Location> = Vec::new();
    let mut places: Vec<(Span, &String)> = Vec::new();
    for (span, message) in others.chain(related) {
        if places.len() < limits::LOCATIONS && !places.contains(&(span, message)) {
            places.push((span, message));
            let mut location = location(report, span)?;
            location.id = Some(places.len());
            location.message = Some(Message { text: format!("{}{}", report.prose(message), in_map(span)) });
            related_locations.push(location);
        }
    }
    let mut steps = code_flow(report, first);
    limits.result(&mut related_locations, &mut steps);

    let mut partial_fingerprints = BTreeMap::new();
    let hash = hashes.entry(first.span.file).or_insert_with(|| line_hashes(file.text())).get(line - 1).cloned();
    partial_fingerprints.insert("primaryLocationLineHash", hash?);
    partial_fingerprints.insert("authlint/v1", fingerprints.of(report, first));

    let mut text = json::message(report, first);
    if !first.help.is_empty() {
        text.push(' ');
        text.push_str(&report.prose(&first.help));
    }
    let gravity = group.iter().map(|finding| finding.level).max().unwrap_or(first.level);
    Some(SarifResult {
        rule_id: first.rule.id,
        rule_index: report.rules.iter().position(|rule| rule.id == first.rule.id),
        level: gravity.as_str(),
        gravity,
        message: Message { text },
        locations: [location(report, first.span)?],
        related_locations,
        code_flows: if steps.is_empty() {
            Vec::new()
        } else {
            vec![CodeFlow { thread_flows: [ThreadFlow { locations: steps }] }]
        },
        partial_fingerprints,
        suppressions: Vec::new(),
    })
}

/// How client code comes to be: from the entry to the finding.
fn code_flow(report: &Report<'_>, finding: &Finding) -> Vec<FlowStep> {
    let Some(reach) = finding.reach.as_ref().filter(|reach| reach.chain.len() > 1) else { return Vec::new() };
    let importers = reach.chain.iter().take(reach.chain.len() - 1);
    let imported = importers.enumerate().map(|(at, file)| {
        let text = if at == 0 { report.prose(&reach.why) } else { "which imports this".to_owned() };
        (Span::new(*file, 0, 0), text)
    });
    let last = (finding.span, report.prose(&finding.title));
    let step = |(span, text): (Span, String)| {
        let mut location = location(report, span)?;
        location.message = Some(Message { text });
        Some(FlowStep { location })
    };
    // A story with a gap tells nothing.
    imported.chain([last]).map(step).collect::<Option<_>>().unwrap_or_default()
}

fn location(report: &Report<'_>, span: Span) -> Option<Location> {
    let file = report.files.get(span.file)?;
    let (location, shown) = file.on_disk();
    let uri = uri::relative(report.root, location, shown);
    let region = Some(region(report, span)?);
    Some(Location { id: None, physical: Physical { artifact_location: Artifact { uri }, region }, message: None })
}

pub(super) fn region(report: &Report<'_>, span: Span) -> Option<Region> {
    let file = report.files.get(span.file)?;
    // Lines of a source that a map carries are none of the map; the message tells them.
    if file.embedded_in.is_some() {
        return Some(Region { start_line: 1, start_column: 1, end_line: 1, end_column: 2 });
    }
    let (start, end) = (file.position(span.start), file.position(span.end.max(span.start)));
    Some(Region {
        start_line: start.line,
        start_column: start.utf16,
        end_line: end.line,
        // An empty region would not be drawn.
        end_column: if start == end { end.utf16 + 1 } else { end.utf16 },
    })
}
