//! What a run came to.

use std::path::PathBuf;

use rustc_hash::FxHashMap;

use super::Timings;
use super::evaluate::Evaluated;
use super::judge::Judged;
use super::prefilter::Selected;
use crate::api::Apis;
use crate::config::Configs;
use crate::finding::{Finding, Level};
use crate::link::Workspace;
use crate::matching::Outcome;
use crate::report::{Diagnostic, Report, Stats};
use crate::rules::MatchedCall;
use crate::runtime::Context;
use crate::source::files::Files;
use crate::source::{FileId, Span};
use crate::suppress::Comments;

/// What a run came to.
#[derive(Debug)]
pub struct Analysis {
    /// The files that were parsed or looked into.
    pub files: Files,
    /// The files that were looked into and are reported on, sorted.
    pub hot: Vec<FileId>,
    /// The API tables of the run.
    pub apis: Apis,
    /// The configurations of the files.
    pub configs: Configs,
    /// All requests with what they call, sorted by the client's own call and then by the place they point at.
    pub calls: Vec<MatchedCall>,
    /// Where the code at the places runs that requests point at, where that was asked for.
    pub contexts: FxHashMap<Span, Context>,
    /// All findings, of every rule and confidence.
    pub findings: Vec<Finding>,
    /// What could not be read or parsed.
    pub diagnostics: Vec<Diagnostic>,
    /// The comments of scripts in which there may be one for this program.
    pub comments: Comments,
    /// Literals that are secret; reports mask them.
    pub secrets: Vec<Span>,
    /// The values of credentials that the run has met, wherever they come from.
    pub secret_values: Vec<Box<str>>,
    /// How many files were left out because git ignores them, where that was asked for or nothing is checked.
    pub ignored: Option<usize>,
    /// How many options and configurations exclude.
    pub excluded: usize,
    /// Counts.
    pub stats: Stats,
    /// What it took.
    pub timings: Timings,
    /// The top of the repository.
    pub root: PathBuf,
}

/// What lowering the code of a run came to.
pub(super) struct Lowered {
    parsed: usize,
    problems: Vec<Diagnostic>,
    comments: Comments,
}

impl Lowered {
    /// What has been lowered by now.
    pub fn of(workspace: &Workspace, selected: &Selected) -> Self {
        Self { parsed: workspace.parsed(), problems: problems(workspace, selected), comments: comments(workspace) }
    }
}

impl Analysis {
    /// Puts together what the stages came to.
    pub(super) fn of(
        mut selected: Selected,
        (apis, configs): (Apis, Configs),
        lowered: Lowered,
        evaluated: Evaluated,
        judged: Judged,
        timings: Timings,
    ) -> Self {
        let hot = looked_into(&selected);
        let mut calls = evaluated.calls;
        calls.retain(|call| !selected.around.contains(&call.request.point.file));
        let mut diagnostics = std::mem::take(&mut selected.diagnostics);
        // What could not be read has failed already.
        let errors = diagnostics.iter().filter(|one| one.level == Level::Error);
        let failed: Vec<PathBuf> = errors.map(|one| one.location.clone()).collect();
        let more = judged.failed.into_iter().filter(|one| !failed.contains(&one.location));
        diagnostics.extend(evaluated.diagnostics.into_iter().chain(judged.notes).chain(lowered.problems).chain(more));
        Self {
            stats: count(selected.read, lowered.parsed, &apis, &calls),
            files: selected.files,
            hot,
            apis,
            configs,
            calls,
            contexts: judged.contexts,
            findings: judged.findings,
            diagnostics,
            comments: lowered.comments,
            secrets: judged.credentials.places,
            secret_values: judged.credentials.values,
            ignored: selected.ignored,
            excluded: selected.excluded,
            timings,
            root: selected.root,
        }
    }

    /// A report of some of the findings.
    pub fn report<'a>(&'a self, findings: impl IntoIterator<Item = &'a Finding>) -> Report<'a> {
        Report::new(&self.files, findings, &self.diagnostics, &self.secrets, self.stats, &self.root)
            .with_secret_values(&self.secret_values)
            .with_public_words(self.public_words())
    }

    /// What hides nothing, even where it is the value of a credential: the names of APIs, and words that requests have as
    /// the names of parameters and headers.
    fn public_words(&self) -> Vec<&str> {
        let is_word = |name: &&str| name.bytes().all(|byte| byte.is_ascii_alphabetic() || b"_-".contains(&byte));
        let fields = self.calls.iter().flat_map(|call| {
            let of_urls = call.request.urls.iter().map(|url| &url.query);
            of_urls.chain([&*call.request.query, &*call.request.headers]).flat_map(|fields| &fields.entries)
        });
        let mut words: Vec<&str> = fields.map(|field| &*field.name).filter(is_word).collect();
        words.extend(self.apis.tables.iter().map(|table| &*table.name));
        words.sort_unstable();
        words.dedup();
        words
    }
}

/// The files that were looked into and are reported on, sorted.
fn looked_into(selected: &Selected) -> Vec<FileId> {
    let files = selected.hot.iter().chain(&selected.config_files).copied();
    let mut hot: Vec<FileId> = files.filter(|file| !selected.around.contains(file)).collect();
    hot.sort_unstable();
    hot
}

/// Counts what a run has seen: each call in the code once, however many ways lead to it. The calls are sorted by place.
fn count(files: usize, parsed: usize, apis: &Apis, calls: &[MatchedCall]) -> Stats {
    let mut stats = Stats { files, parsed, ..Stats::default() };
    let is_open = |call: &MatchedCall| call.request.is_open_somewhere() || call.unseen(apis, None).next().is_some();
    let is_unmatched = |call: &MatchedCall| {
        call.matched.iter().any(|one| !matches!(one.outcome, Outcome::Elsewhere | Outcome::Retired { .. }))
    };
    for ways in calls.chunk_by(|one, next| one.request.site == next.request.site) {
        stats.requests += 1;
        if ways.iter().any(MatchedCall::is_matched) {
            stats.judged += 1;
            stats.open += usize::from(ways.iter().any(is_open));
        } else {
            stats.unmatched += usize::from(ways.iter().any(is_unmatched));
        }
    }
    stats
}

/// The comments of the scripts that hold one for this program.
fn comments(workspace: &Workspace) -> Comments {
    let scripts = workspace.lowered().filter(|module| !module.comments.is_empty());
    scripts.map(|module| (module.file, module.comments.clone())).collect()
}

/// What could not be parsed of the files that have been.
fn problems(workspace: &Workspace, selected: &Selected) -> Vec<Diagnostic> {
    let found = workspace.lowered().flat_map(|module| &module.problems);
    found
        .filter(|problem| !selected.around.contains(&problem.span.file))
        .filter_map(|problem| {
            // Nobody can mend what a source map carries.
            let file = workspace.files.get(problem.span.file).filter(|file| file.embedded_in.is_none())?;
            let position = file.position(problem.span.start);
            let location = file.location.clone();
            let diagnostic = Diagnostic::new(&file.path, location, Level::Warning, problem.message.clone());
            Some(Diagnostic { place: Some((position.line, position.utf16)), ..diagnostic })
        })
        .collect()
}
