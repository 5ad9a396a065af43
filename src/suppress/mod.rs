//! Findings that a comment in the code silences, and comments that silence nothing.

mod comments;
mod directive;
mod unused;

use std::ops::Range;

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
    let covers = Covers::of(&directives);
    let mut used = Used::default();
    let mut parted = Parted::default();
    let (own, others): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(|finding| finding.rule.id == ids::UNUSED_SUPPRESSION);
    parted.take(files, others, &covers, &mut used);
    let lines = lines_of(files, &parted.kept);
    let unused = directives.iter().flat_map(|directive| {
        let is_used = |rule: &str| directive.places().any(|place| used.contains(&(place, rule)));
        let nearest = |rule: &Rule, line: usize| nearest(lines.get(&(directive.span.file, rule.id))?, line);
        unused::findings(directive, is_used, |rule| has_run(directive.span.file, rule), nearest)
    });
    let own = own.into_iter().chain(unused).collect();
    parted.take(files, own, &covers, &mut used);
    parted.kept = rules::distinct(parted.kept);
    parted
}

/// What a directive is about: a file, or a line of it.
type Place = (FileId, Option<usize>);

/// The rules that comments silence at a place.
type Used<'d> = FxHashSet<(Place, &'d str)>;

impl Parted {
    fn take<'d>(&mut self, files: &Files, findings: Vec<Finding>, covers: &Covers<'d>, used: &mut Used<'d>) {
        for finding in findings {
            let line = files.start(finding.span).map_or(1, |position| position.line);
            let mut by: Option<usize> = None;
            for place in [(finding.span.file, None), (finding.span.file, Some(line))] {
                if let Some(first) = covers.first.get(&(place, finding.rule.id)) {
                    used.insert((place, finding.rule.id));
                    by = Some(by.map_or(*first, |other| other.min(*first)));
                }
            }
            match by.and_then(|first| covers.directives.get(first)) {
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

/// Which directives are about which places and rules.
#[derive(Debug)]
struct Covers<'d> {
    directives: &'d [Directive],
    /// The first one about a rule at a place.
    first: FxHashMap<(Place, &'d str), usize>,
}

impl<'d> Covers<'d> {
    fn of(directives: &'d [Directive]) -> Self {
        let mut first = FxHashMap::default();
        for (index, directive) in directives.iter().enumerate() {
            for (name, _) in &directive.rules {
                for place in directive.places() {
                    first.entry((place, name.as_str())).or_insert(index);
                }
            }
        }
        Self { directives, first }
    }
}

impl Directive {
    /// What it is about.
    fn places(&self) -> impl Iterator<Item = Place> {
        let file = self.span.file;
        let whole = (self.scope == Scope::File).then_some((file, None));
        whole.into_iter().chain(self.lines.clone().map(move |line| (file, Some(line))))
    }
}

/// The lines on which findings are, by file and rule; sorted.
fn lines_of(files: &Files, findings: &[Finding]) -> FxHashMap<(FileId, &'static str), Vec<usize>> {
    let mut lines: FxHashMap<(FileId, &'static str), Vec<usize>> = FxHashMap::default();
    for finding in findings {
        if let Some(position) = files.start(finding.span) {
            lines.entry((finding.span.file, finding.rule.id)).or_default().push(position.line);
        }
    }
    for lines in lines.values_mut() {
        lines.sort_unstable();
    }
    lines
}

/// The nearest of some sorted lines, the earlier one of two.
fn nearest(lines: &[usize], line: usize) -> Option<usize> {
    let after = lines.partition_point(|other| *other < line);
    let around = after.saturating_sub(1)..lines.len().min(after + 1);
    lines.get(around)?.iter().copied().min_by_key(|other| (other.abs_diff(line), *other))
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
    let mut next_lines = None;
    for directive in &mut found {
        let last = directive.comment.end.saturating_sub(1).max(directive.comment.start);
        let (first, last) = (file.lines().line(directive.comment.start), file.lines().line(last));
        directive.lines = match directive.scope {
            Scope::NextLine => {
                let next = next_lines.get_or_insert_with(|| next_lines_of(file, &comments));
                let next = next.get(last).copied().unwrap_or(last + 1);
                next..next + 1
            }
            Scope::Line => first..last + 1,
            Scope::File | Scope::Unknown => 0..0,
        };
    }
    found
}

/// Of each line of a file (from 1), the next one that holds more than comments, or the next one at all where there is none
/// of these: several comments may be about one line.
fn next_lines_of(file: &SourceFile, comments: &[Range<usize>]) -> Vec<usize> {
    let mut comments = comments.to_vec();
    comments.sort_unstable_by_key(|comment| comment.start);
    let is_in_comment = |at: usize| {
        let after = comments.partition_point(|comment| comment.start <= at);
        after.checked_sub(1).and_then(|last| comments.get(last)).is_some_and(|comment| comment.contains(&at))
    };
    let lines = file.lines();
    let only_comments = |line: usize| {
        let range = lines.range(file.text(), line);
        let text = file.text().get(range.clone()).unwrap_or_default();
        let code = |(at, char): (usize, char)| !char.is_whitespace() && !is_in_comment(range.start + at);
        !text.trim().is_empty() && !text.char_indices().any(code)
    };
    let count = lines.count();
    let mut next = vec![0; count + 1];
    let mut code = None;
    for line in (0..=count).rev() {
        next[line] = code.unwrap_or(line + 1);
        if line > 0 && !only_comments(line) {
            code = Some(line);
        }
    }
    next
}
