//! Findings that a comment in the code silences, and comments that silence nothing.

mod comments;
mod directive;
mod unused;

use rustc_hash::{FxHashMap, FxHashSet};

use directive::{Directive, Scope};

use crate::finding::{Finding, Rule};
use crate::ir::DIRECTIVE;
use crate::report::suppressed::{By, Suppressed};
use crate::rules::{self, ids};
use crate::source::files::{Files, SourceFile};
use crate::source::{FileId, Span};

/// Findings parted by whether a comment silences them.
#[derive(Debug, Default)]
pub struct Parted {
    /// What is left, with a finding for every comment that silences nothing.
    pub kept: Vec<Finding>,
    /// What a comment silences.
    pub suppressed: Vec<Suppressed>,
}

/// The comments of scripts that have been parsed, as far as they hold a [`DIRECTIVE`].
pub type Comments = FxHashMap<FileId, Vec<Span>>;

/// Parts `findings` by the comments of the files in which they may be, of which some are known from parsing. A comment
/// about a rule that has not run is not called unused.
pub fn part(
    files: &Files,
    read: &[FileId],
    parsed: &Comments,
    findings: Vec<Finding>,
    has_run: impl Fn(FileId, &Rule) -> bool,
) -> Parted {
    let known = read.iter().filter_map(|id| Some((*id, files.get(*id)?)));
    let directives: Vec<Directive> = known.flat_map(|(id, file)| directives_of(id, file, parsed)).collect();
    if directives.is_empty() {
        return Parted { kept: findings, ..Parted::default() };
    }
    let mut used = FxHashSet::default();
    let mut parted = Parted::default();
    let (own, others): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(|finding| finding.rule.id == ids::UNUSED_SUPPRESSION);
    parted.take(files, others, &directives, &mut used);
    let unused = directives.iter().enumerate().flat_map(|(index, directive)| {
        let is_used = |rule: usize| used.contains(&(index, rule));
        let nearest = |rule: &Rule, line: usize| {
            let same = parted.kept.iter().filter(|it| it.rule == rule && it.span.file == directive.span.file);
            let lines = same.filter_map(|it| files.start(it.span)).map(|position| position.line);
            lines.min_by_key(|other| (other.abs_diff(line), *other))
        };
        unused::findings(directive, is_used, |rule| has_run(directive.span.file, rule), nearest)
    });
    let own = own.into_iter().chain(unused).collect();
    parted.take(files, own, &directives, &mut used);
    parted.kept = rules::distinct(parted.kept);
    parted
}

impl Parted {
    fn take(
        &mut self,
        files: &Files,
        findings: Vec<Finding>,
        directives: &[Directive],
        used: &mut FxHashSet<(usize, usize)>,
    ) {
        for finding in findings {
            let line = files.start(finding.span).map_or(1, |position| position.line);
            let mut by = None;
            for (index, directive) in directives.iter().enumerate() {
                if directive.span.file != finding.span.file || !directive.covers(line) {
                    continue;
                }
                for (at, _) in directive.rules.iter().enumerate().filter(|(_, (name, _))| name == finding.rule.id) {
                    used.insert((index, at));
                    by.get_or_insert(directive);
                }
            }
            match by {
                Some(directive) => self.suppressed.push(Suppressed {
                    finding,
                    by: By::Comment(directive.span),
                    reason: directive.reason.clone(),
                }),
                None => self.kept.push(finding),
            }
        }
    }
}

impl Directive {
    fn covers(&self, line: usize) -> bool {
        self.scope == Scope::File || self.lines.contains(&line)
    }
}

fn directives_of(id: FileId, file: &SourceFile, parsed: &Comments) -> Vec<Directive> {
    // Most files need no scanner.
    if !file.text().contains(DIRECTIVE) {
        return Vec::new();
    }
    let comments = match parsed.get(&id) {
        Some(spans) => spans.iter().map(|span| span.start as usize..span.end as usize).collect(),
        None => comments::of(&file.location, file.text()),
    };
    let mut found: Vec<Directive> =
        comments.iter().filter_map(|range| directive::parse(id, file.text(), range.clone())).collect();
    for directive in &mut found {
        let last = directive.comment.end.saturating_sub(1).max(directive.comment.start);
        let (first, last) = (file.lines().line(directive.comment.start), file.lines().line(last));
        directive.lines = match directive.scope {
            Scope::NextLine => {
                let next = next_line(file, &comments, last);
                next..next + 1
            }
            Scope::Line => first..last + 1,
            Scope::File | Scope::Unknown => 0..0,
        };
    }
    found
}

/// The line after `line`, past those that hold nothing but comments: several comments may be about one line.
fn next_line(file: &SourceFile, comments: &[std::ops::Range<usize>], line: usize) -> usize {
    let lines = file.lines();
    let only_comments = |line: usize| {
        let range = lines.range(file.text(), line);
        let code = |(at, char): (usize, char)| {
            !char.is_whitespace() && !comments.iter().any(|comment| comment.contains(&(range.start + at)))
        };
        let text = file.text().get(range.clone()).unwrap_or_default();
        !text.trim().is_empty() && !text.char_indices().any(code)
    };
    let next = (line + 1..=lines.count()).find(|&next| !only_comments(next));
    next.unwrap_or(line + 1)
}
