//! How many findings there are of each rule and level, and how many are kept silent.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::finding::{Finding, Level};
use crate::report::Report;
use crate::report::suppressed::By;

/// The heads of the table.
const HEADS: [&str; 5] = ["rule", "level", "findings", "suppressed", "baselined"];

/// Counts of one rule at one level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// What is reported.
    pub(super) findings: usize,
    /// What a comment silences.
    pub(super) suppressed: usize,
    /// What the baseline knows.
    pub(super) baselined: usize,
}

/// The counts of each rule and level of which there is a finding, reported or not; by rule, the graver level first.
pub(super) fn counts(report: &Report<'_>) -> Vec<(&'static str, Level, Counts)> {
    let mut all: BTreeMap<(&'static str, std::cmp::Reverse<Level>), Counts> = BTreeMap::new();
    let key = |finding: &Finding| (finding.rule.id, std::cmp::Reverse(finding.level));
    for finding in &report.findings {
        all.entry(key(finding)).or_default().findings += 1;
    }
    for one in &report.suppressed {
        let counts = all.entry(key(&one.finding)).or_default();
        match one.by {
            By::Comment(_) => counts.suppressed += 1,
            By::Baseline => counts.baselined += 1,
        }
    }
    all.into_iter().map(|((rule, level), counts)| (rule, level.0, counts)).collect()
}

/// Writes the table, with a last row of totals; nothing where there is nothing to count.
///
/// # Errors
/// Those of the writer.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let counts = counts(report);
    if counts.is_empty() {
        return Ok(());
    }
    let mut total = Counts::default();
    let row = |rule: &str, level: &str, counts: Counts| -> [String; 5] {
        let Counts { findings, suppressed, baselined } = counts;
        [rule.to_owned(), level.to_owned(), findings.to_string(), suppressed.to_string(), baselined.to_string()]
    };
    let mut rows = vec![HEADS.map(str::to_owned)];
    for (rule, level, counts) in counts {
        total.findings += counts.findings;
        total.suppressed += counts.suppressed;
        total.baselined += counts.baselined;
        rows.push(row(rule, level.as_str(), counts));
    }
    rows.push(row("total", "", total));
    let mut widths = [0; 5];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.len());
        }
    }
    for [rule, level, findings, suppressed, baselined] in &rows {
        let [first, second, numbers @ ..] = widths;
        write!(out, "{rule:first$}  {level:second$}")?;
        for (number, width) in [findings, suppressed, baselined].into_iter().zip(numbers) {
            write!(out, "  {number:>width$}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}
