//! More findings than anybody has.

use std::path::{Path, PathBuf};

use authlint::finding::{Confidence, Finding, Level};
use authlint::report::{Report, Stats, sarif};
use authlint::source::files::{Files, SourceFile};
use authlint::source::{FileId, Span};

const LINE: &str = "send(1)\n";

/// As many findings, each on a line of its own; the grave ones come last.
pub fn findings(count: u32) -> (Files, Vec<Finding>) {
    let file = SourceFile::new("a.js".to_owned(), PathBuf::from("/repo/a.js"), LINE.repeat(count as usize));
    let width = u32::try_from(LINE.len()).unwrap();
    let finding = |index: u32| Finding {
        rule: authlint::rules::named("bearer-only").unwrap(),
        level: if index < 20 { Level::Note } else { Level::Error },
        confidence: Confidence::High,
        span: Span::new(FileId(0), index * width, index * width + 4),
        title: "It is wrong".to_owned(),
        label: String::new(),
        operation: None,
        presented: None,
        accepted: None,
        help: String::new(),
        reach: None,
        related: Vec::new(),
    };
    (Files::new(vec![file]), (0..count).map(finding).collect())
}

/// The SARIF report of findings, and what is said of it.
pub fn sarif(files: &Files, findings: &[Finding]) -> (Vec<String>, Vec<u8>) {
    let report = Report::new(files, findings, &[], &[], Stats::default(), Path::new("/repo"));
    let mut bytes = Vec::new();
    let notices = sarif::write(&report, true, &mut bytes).unwrap();
    (notices, bytes)
}
