//! From all findings of an analysis to those that are reported.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::config::Config;
use crate::error::Error;
use crate::finding::Rule;
use crate::finding::{Confidence, Finding};
use crate::git::Comparison;
use crate::pipeline::Analysis;
use crate::report::baseline::{Baseline, BaselineEntry};
use crate::report::suppressed::Suppressed;
use crate::source::files::SourceFile;
use crate::source::walk::normalised;
use crate::source::{FileId, Span};
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
    /// What comments in the code keep silent too.
    pub no_suppressions: bool,
}

/// Findings, sorted out.
#[derive(Debug, Default)]
pub struct Triage {
    /// What is reported.
    pub findings: Vec<Finding>,
    /// What is kept silent.
    pub suppressed: Vec<Suppressed>,
    /// How many findings the configuration of the tree leaves out: rules that it turns off, everywhere or for some files.
    pub turned_off: usize,
}

impl Wanted {
    /// Whether a rule is among those that are wanted.
    pub fn has(&self, rule: &Rule) -> bool {
        let named = |list: &[String]| list.iter().any(|name| name.trim() == rule.id);
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }
}

/// The configuration of a file, and the file's absolute path.
fn configured(analysis: &Analysis, file: FileId) -> Option<(Arc<Config>, PathBuf)> {
    let (location, _) = analysis.files.get(file)?.on_disk();
    Some((analysis.configs.of(location).ok()?, normalised(location)))
}

impl Triage {
    /// The findings that rules and comments leave, at the levels that are configured. Those of low confidence are
    /// among them: what is known of them must not depend on whether they are shown.
    pub fn of(analysis: &Analysis, wanted: &Wanted) -> Self {
        let has_run = |file: FileId, rule: &Rule| {
            // What is selected for this run need not be among what is selected for every run.
            let on = |(config, path): (Arc<Config>, PathBuf)| {
                (!wanted.select.is_empty() || config.wants(rule)) && !config.is_off(&path, rule)
            };
            wanted.has(rule) && configured(analysis, file).is_none_or(on)
        };
        let runs = |finding: &&Finding| has_run(finding.span.file, finding.rule);
        let findings: Vec<Finding> = analysis.findings.iter().filter(runs).cloned().collect();
        let asked = analysis.findings.iter().filter(|finding| wanted.has(finding.rule));
        let turned_off = asked.count() - findings.len();
        let mut triage = if wanted.no_suppressions {
            Self { findings, suppressed: Vec::new(), turned_off }
        } else {
            let parted = suppress::part(&analysis.files, &analysis.hot, &analysis.comments, findings, has_run);
            Self { findings: parted.kept, suppressed: parted.suppressed, turned_off }
        };
        let silent = triage.suppressed.iter_mut().map(|one| &mut one.finding);
        for finding in triage.findings.iter_mut().chain(silent) {
            let Some((config, path)) = configured(analysis, finding.span.file) else { continue };
            let setting = config.setting(&path, finding.rule);
            finding.level = setting.and_then(|setting| setting.level.level()).unwrap_or(finding.level);
        }
        triage
    }

    /// Silences what a baseline knows; gives what it has beyond that.
    pub fn compare(&mut self, analysis: &Analysis, baseline: &Baseline) -> BTreeMap<BaselineEntry, usize> {
        let report = analysis.report([]);
        let compared = baseline.compare(&report, std::mem::take(&mut self.findings));
        self.findings = compared.new;
        self.suppressed.extend(compared.known);
        compared.stale
    }

    /// Keeps findings on lines that have changed, or with a part of their story on one; of whole files if wanted. Gives the
    /// working trees of other repositories that have findings: those are compared with nothing.
    ///
    /// # Errors
    /// What has changed cannot be told.
    pub fn only_changed(
        &mut self,
        analysis: &Analysis,
        comparison: &Comparison,
        whole_files: bool,
    ) -> Result<BTreeSet<PathBuf>, Error> {
        let spans = |finding: &Finding| -> Vec<Span> {
            finding.related.iter().map(|related| related.span).chain([finding.span]).collect()
        };
        let findings = self.findings.iter().chain(self.suppressed.iter().map(|one| &one.finding));
        let ids: BTreeSet<FileId> = findings.flat_map(spans).map(|span| span.file).collect();
        // Only files with findings are asked about: what else has changed makes no difference.
        let files: Vec<&SourceFile> = ids.into_iter().filter_map(|id| analysis.files.get(id)).collect();
        let carriers: BTreeMap<PathBuf, String> =
            files.iter().filter_map(|file| file.carrier()).map(|(path, text)| (normalised(path), text)).collect();
        let own = files.iter().filter(|file| file.embedded_in.is_none());
        let texts = own.map(|file| (normalised(&file.location), file.text()));
        let changes = comparison.changes(carriers.iter().map(|(path, text)| (path.clone(), &**text)).chain(texts))?;
        let touched = |span: Span| {
            let Some(file) = analysis.files.get(span.file) else { return false };
            let path = normalised(file.on_disk().0);
            let last = span.end.saturating_sub(1).max(span.start);
            // A source map is a file of one line, whichever of its sources have changed.
            (whole_files || file.embedded_in.is_some()) && changes.has(&path)
                || changes.touch(&path, file.lines().line(span.start), file.lines().line(last))
        };
        let is_new = |finding: &Finding| spans(finding).into_iter().any(touched);
        let places = self.findings.iter().filter_map(|finding| analysis.files.get(finding.span.file));
        let others = places.filter_map(|file| comparison.other_repository(&normalised(file.on_disk().0))).collect();
        self.findings.retain(is_new);
        self.suppressed.retain(|one| is_new(&one.finding));
        Ok(others)
    }

    /// Keeps what is to be shown.
    pub fn show(&mut self, wanted: &Wanted) {
        let is_shown = |finding: &Finding| wanted.pedantic || finding.confidence > Confidence::Low;
        self.findings.retain(is_shown);
        self.suppressed.retain(|one| is_shown(&one.finding));
    }
}
