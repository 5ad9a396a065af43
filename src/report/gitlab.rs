//! The Code Quality report of GitLab, which merge requests show beside the changed lines.
//!
//! By <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>: one JSON list of findings, each with
//! `description`, `check_name`, `fingerprint`, `severity` and `location`.

use std::io::{self, Write};

use serde::Serialize;

use crate::finding::{Finding, Level};
use crate::report::fingerprint::Fingerprints;
use crate::report::{Report, json, sarif, uri};

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// Writes all findings as a list.
///
/// # Errors
/// Those of the writer.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut fingerprints = Fingerprints::default();
    let issues: Vec<Issue> = report.findings.iter().map(|finding| issue(report, finding, &mut fingerprints)).collect();
    json::pretty(&issues, out)
}

fn issue(report: &Report<'_>, finding: &Finding, fingerprints: &mut Fingerprints) -> Issue {
    let path = report.files.get(finding.span.file).map(|file| {
        let (location, shown) = file.on_disk();
        uri::inside(report.root, location, shown)
    });
    let (begin, end) =
        sarif::region(report, finding.span).map_or((1, 1), |region| (region.start_line, region.end_line));
    let mut description = report.prose(&finding.title);
    if !finding.help.is_empty() {
        description.extend([". ", &report.prose(&finding.help)]);
    }
    Issue {
        description,
        check_name: finding.rule.id,
        fingerprint: fingerprints.of(report, finding),
        severity: match finding.level {
            Level::Error => "critical",
            Level::Warning => "major",
            Level::Note => "info",
        },
        location: Location { path: path.unwrap_or_default(), lines: Lines { begin, end } },
    }
}
