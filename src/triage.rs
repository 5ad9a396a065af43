//! From all findings of an analysis to those that are reported.

use crate::pipeline::Analysis;
use crate::report::finding::{Confidence, Finding};
use crate::report::suppressed::Suppressed;
use crate::rules::Rule;
use crate::source::FileId;
use crate::suppress;

/// What the user wants to hear of.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only these rules, unless empty.
    pub select: Vec<String>,
    /// Not these rules.
    pub ignore: Vec<String>,
    /// Findings of low confidence too.
    pub pedantic: bool,
}

/// Findings, sorted out.
#[derive(Debug, Default)]
pub struct Triage {
    /// What is reported.
    pub findings: Vec<Finding>,
    /// What is kept silent.
    pub suppressed: Vec<Suppressed>,
}

impl Wanted {
    fn has(&self, rule: &Rule) -> bool {
        let named = |list: &[String]| list.iter().any(|name| name.trim() == rule.id);
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }
}

/// Sorts out the findings of an analysis.
pub fn sort(analysis: &Analysis, wanted: &Wanted) -> Triage {
    let has_run = |_: FileId, rule: &Rule| wanted.has(rule);
    let findings =
        analysis.findings.iter().filter(|finding| has_run(finding.span.file, finding.rule)).cloned().collect();
    // Before confidence is looked at: a comment about a finding that is not shown is not unused.
    let parted = suppress::part(&analysis.files, &analysis.hot, findings, has_run);
    let mut triage = Triage { findings: parted.kept, suppressed: parted.suppressed };
    let is_shown = |finding: &Finding| wanted.pedantic || finding.confidence > Confidence::Low;
    triage.findings.retain(is_shown);
    triage.suppressed.retain(|one| is_shown(&one.finding));
    triage
}
