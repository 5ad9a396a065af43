use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_json::Value;

use crate::finding::{Confidence, OperationRef, Related};
use crate::report::*;
use crate::source::files::SourceFile;

const GUID: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";

static RULE: Rule = Rule {
    id: "bearer-only",
    summary: "A user's token on an operation that takes the tenant's credentials",
    level: Level::Error,
    cwe: Some(287),
    severity: "8.0",
    docs: "# bearer-only\n\nA page.\n",
};

fn files() -> Files {
    let file = |path: &str, text: String| SourceFile::new(path.to_owned(), PathBuf::from("/repo").join(path), text);
    Files::new(vec![
        file("src/b.js", format!("// \u{1f600}\n\u{1f600}; send('{GUID}', \"hunter22\"); send(2);\n")),
        file("a \u{1b}[31m.js", format!("{}call(x){}\n", "a = 1; ".repeat(60), "; b".repeat(200))),
    ])
}

fn span(files: &Files, file: u32, text: &str) -> Span {
    let start = files.text(FileId(file)).find(text).unwrap();
    Span::new(FileId(file), u32::try_from(start).unwrap(), u32::try_from(start + text.len()).unwrap())
}

fn finding(span: Span) -> Finding {
    Finding {
        rule: &RULE,
        level: Level::Error,
        confidence: Confidence::High,
        span,
        title: "this operation takes no bearer token".to_owned(),
        label: "sends hunter22 only".to_owned(),
        operation: Some(OperationRef {
            api: "Example".to_owned(),
            id: "UpdateAccount".to_owned(),
            method: "PUT".to_owned(),
            path: "/v2/account/{uid}".to_owned(),
        }),
        presented: Some("a bearer token".to_owned()),
        accepted: Some("key and secret".to_owned()),
        help: "Send the tenant's credentials.".to_owned(),
        reach: None,
        related: Vec::new(),
    }
}

/// Findings in the wrong order, two of them of one rule on one line.
fn findings(files: &Files) -> Vec<Finding> {
    let mut first = finding(span(files, 1, &format!("send('{GUID}', \"hunter22\")")));
    first.related.push(Related { span: span(files, 0, "call(x)"), message: format!("{GUID} is made here") });
    vec![finding(span(files, 1, "send(2)")), first, finding(span(files, 0, "call(x)"))]
}

fn diagnostics() -> Vec<Diagnostic> {
    vec![Diagnostic {
        path: "src/c.js".to_owned(),
        location: PathBuf::from("/repo/src/c.js"),
        place: Some((3, 4)),
        level: Level::Warning,
        message: format!("cannot be parsed near {GUID}"),
    }]
}

fn with_report<T>(reverse: bool, test: impl FnOnce(&Report<'_>) -> T) -> T {
    let files = files();
    let mut findings = findings(&files);
    if reverse {
        findings.reverse();
    }
    let diagnostics = diagnostics();
    let stats = Stats { files: 40, parsed: 2, requests: 15, judged: 12, open: 3, unmatched: 2 };
    let secrets = [span(&files, 1, "hunter22")];
    test(&Report::new(&files, &findings, &diagnostics, &secrets, stats, Path::new("/repo")))
}

fn text(style: text::Style, reverse: bool) -> String {
    with_report(reverse, |report| {
        let mut out = Vec::new();
        text::write(report, style, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    })
}

fn json_text(reverse: bool) -> String {
    with_report(reverse, |report| {
        let mut out = Vec::new();
        json::write(report, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    })
}

fn sarif_text(reverse: bool) -> String {
    with_report(reverse, |report| {
        let mut out = Vec::new();
        sarif::write(report, true, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    })
}

#[test]
fn no_format_prints_a_secret_or_an_escape() {
    for output in [text(text::Style::default(), false), json_text(false), sarif_text(false)] {
        assert!(!output.contains(GUID) && !output.contains("hunter22"), "{output}");
        assert!(!output.contains('\u{1b}'), "{output}");
    }
}

#[test]
fn the_order_given_does_not_matter() {
    assert_eq!(text(text::Style::default(), false), text(text::Style::default(), true));
    assert_eq!(json_text(false), json_text(true));
    assert_eq!(sarif_text(false), sarif_text(true));
}

#[test]
fn text_shows_the_place_and_the_facts() {
    let output = text(text::Style::default(), false);
    for expected in [
        "error[bearer-only]: this operation takes no bearer token",
        "┌─ src/b.js:2:4",
        "send('************************************', \"********\"); send(2);",
        "sends ******** only",
        "= operation: PUT /v2/account/{uid} (UpdateAccount, Example)",
        "= presented: a bearer token",
        "= accepted: key and secret",
        "= help: Send the tenant's credentials.",
        "a \u{241b}[31m.js:1:421",
        "3 errors in 2 files (12 requests judged, 3 open, 2 unmatched; 40 files read)",
    ] {
        assert!(output.contains(expected), "{expected}\n{output}");
    }
    assert!(output.lines().all(|line| line.chars().count() < 180), "{output}");
    let carets = output.lines().find(|line| line.contains("^^^^^^^ sends")).unwrap();
    let source = output.lines().find(|line| line.contains("call(x)")).unwrap();
    assert_eq!(
        source.find("call(x)").map(|at| source[..at].chars().count()),
        carets.find('^').map(|at| carets[..at].chars().count())
    );
}

#[test]
fn colours_and_the_summary_are_options() {
    assert!(text(text::Style { colour: true, ..Default::default() }, false).contains("\u{1b}["));
    assert!(!text(text::Style { quiet: true, ..Default::default() }, false).contains("judged"));
}

#[test]
fn json_has_every_field() {
    let document: Value = serde_json::from_str(&json_text(false)).unwrap();
    assert_eq!(document["version"], 1);
    let finding = &document["findings"][1];
    assert_eq!(finding["path"], "src/b.js");
    assert_eq!(finding["span"]["line"], 2);
    assert_eq!(finding["span"]["column"], 5);
    assert_eq!(finding["operation"]["id"], "UpdateAccount");
    assert_eq!(finding["related"][0]["span"]["column"], 421);
    assert_eq!(document["summary"]["errors"], 3);
    assert_eq!(document["summary"]["judged"], 12);
    assert_eq!(document["diagnostics"][0]["line"], 3);
}

#[test]
fn sarif_is_as_code_scanning_takes_it() {
    let log: Value = serde_json::from_str(&sarif_text(false)).unwrap();
    let run = &log["runs"][0];
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 2, "two findings of one rule on a line are one result");
    let result = &results[1];
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
    assert_eq!(result["relatedLocations"].as_array().unwrap().len(), 2);
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "src/b.js");
    assert_eq!(place["region"]["startLine"], 2);
    assert_eq!(place["region"]["startColumn"], 5);
    assert_eq!(place["region"]["endColumn"], 5 + "send('', \"\")".len() + GUID.len() + 8);
    assert_eq!(results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "a%20%1B%5B31m.js");
    assert!(result["message"]["text"].as_str().unwrap().starts_with("this operation takes no bearer token. "));
    let hash = result["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap();
    assert_eq!(hash, with_report(false, |report| fingerprint::line_hashes(report.files.text(FileId(1)))[1].clone()));
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let notification = &run["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "src/c.js");
}

#[test]
fn regions_count_utf16_and_end_exclusive() {
    with_report(false, |report| {
        let region = sarif::region(report, span(report.files, 1, "\u{1f600}\n")).unwrap();
        let expected = sarif::Region { start_line: 1, start_column: 4, end_line: 2, end_column: 1 };
        assert_eq!(region, expected);
        let empty = sarif::region(report, Span::new(FileId(1), 0, 0)).unwrap();
        assert_eq!((empty.start_column, empty.end_column), (1, 2));
    });
}

#[test]
fn labels_over_many_lines_and_odd_spans_do_no_harm() {
    let text = (0..100).map(|n| format!("line {n}\r\n")).collect::<Vec<_>>().concat();
    let end = u32::try_from(text.len()).unwrap();
    let files = Files::new(vec![SourceFile::new("a.js".to_owned(), PathBuf::from("/repo/a.js"), text)]);
    let spans = [(0, end), (3, 3), (end, end), (7, 8), (end, end + 9), (9, 2), (20, 500)];
    let findings: Vec<Finding> = spans
        .iter()
        .map(|&(start, end)| finding(Span::new(FileId(0), start, end)))
        .chain([finding(Span::new(FileId(9), 0, 1))])
        .collect();
    let report = Report::new(&files, &findings, &[], &[], Stats::default(), Path::new("/repo"));
    let mut out = Vec::new();
    text::write(&report, text::Style::default(), &mut out).unwrap();
    sarif::write(&report, true, &mut out).unwrap();
    json::write(&report, &mut out).unwrap();
    let output = String::from_utf8(out).unwrap();
    assert!(output.contains("line 99") && !output.contains("line 70\n"));
}

proptest! {
    #[test]
    fn any_text_and_any_spans_are_reported_without_a_secret(
        parts in prop::collection::vec(prop_oneof![Just(GUID.to_owned()), "[ab'\u{e9}\u{6f22}\u{1f600}\u{feff}\r\n\t\u{1b}]{0,30}", "x{150,200}"], 0..8),
        spans in prop::collection::vec((0_u32..900, 0_u32..900), 1..4),
    ) {
        let file = SourceFile::new("a.js".to_owned(), PathBuf::from("/repo/a.js"), parts.concat());
        let files = Files::new(vec![file]);
        let spans: Vec<Span> = spans.iter().map(|&(start, end)| Span::new(FileId(0), start, end)).collect();
        let mut finding = finding(spans[0]);
        finding.related = spans.iter().map(|&span| Related { span, message: "here".to_owned() }).collect();
        let findings = [finding];
        let report = Report::new(&files, &findings, &[], &[], Stats::default(), Path::new("/repo"));
        let mut out = Vec::new();
        text::write(&report, text::Style::default(), &mut out).unwrap();
        json::write(&report, &mut out).unwrap();
        sarif::write(&report, true, &mut out).unwrap();
        let output = String::from_utf8(out).unwrap();
        let escape = '\u{1b}';
        prop_assert!(!output.contains(GUID) && !output.contains(escape));
    }
}
