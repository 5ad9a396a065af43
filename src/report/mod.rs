//! Findings and their writers.
//!
//! A writer sees a [`Report`] and nothing else: findings in their order, and source text as masked copies.

pub mod baseline;
pub mod concise;
pub mod fingerprint;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod inventory;
pub mod json;
pub mod junit;
mod limits;
mod markup;
pub mod redact;
pub mod sarif;
mod snippet;
pub mod statistics;
pub mod suppressed;
pub mod text;
pub mod uri;
mod wrap;

use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::finding::Rule;
use crate::finding::{Finding, Level, Reach};
use crate::parallel::Lazy;
use crate::source::files::{Files, SourceFile};
use crate::source::lines::floor;
use crate::source::{FileId, Span};
use redact::{Known, Masks};
use suppressed::Suppressed;

/// Something about a file, rather than about a request in it: it cannot be read, or a part of it not parsed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The path shown to people; empty where no file is concerned.
    pub path: String,
    /// Where it is on disk, for paths relative to the repository.
    pub location: PathBuf,
    /// The place in the file, where there is one: line and column (UTF-16), from 1.
    pub place: Option<(usize, usize)>,
    /// How grave; a warning makes a strict run fail.
    pub level: Level,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
}

impl Diagnostic {
    /// Something about a file as a whole.
    pub fn new(path: &str, location: PathBuf, level: Level, message: String) -> Self {
        Self { path: path.to_owned(), location, place: None, level, message }
    }

    /// An internal error in the work on a file; `place` is where, or nothing.
    pub fn internal(file: &SourceFile, place: &str) -> Self {
        let message = format!("an internal error{place}: not all of it is analysed; please report this");
        Self::new(&file.path, file.location.clone(), Level::Error, message)
    }
}

/// What a run has seen, so that "no findings" is not mistaken for "saw nothing".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Files read.
    pub files: usize,
    /// Files parsed.
    pub parsed: usize,
    /// Requests reconstructed, whatever they call.
    pub requests: usize,
    /// Requests that call a known operation and were judged.
    pub judged: usize,
    /// Of those judged: requests that may carry more than can be seen.
    pub open: usize,
    /// Requests that may go to a known API, but to no operation that can be told.
    pub unmatched: usize,
}

/// Everything a writer may know.
#[derive(Debug, Clone)]
pub struct Report<'a> {
    /// The files of the run.
    pub files: &'a Files,
    /// Sorted by path, offset and rule.
    pub findings: Vec<&'a Finding>,
    /// What is kept silent, in the same order.
    pub suppressed: Vec<&'a Suppressed>,
    /// Sorted by path and place.
    pub diagnostics: Vec<&'a Diagnostic>,
    /// Counts of the run.
    pub stats: Stats,
    /// How many findings comments, a baseline and the configuration silence, whether or not they are shown.
    pub silenced: usize,
    /// All rules, sorted by id.
    pub rules: Vec<&'static Rule>,
    /// The top of the repository, which SARIF paths are relative to; absolute.
    pub root: &'a Path,
    /// Literal spans that rules found to be secret.
    secrets: Vec<Span>,
    /// Their values, and those of secrets that are no literals.
    known: Lazy<Known>,
    values: &'a [Box<str>],
    /// Words that are no secrets, whoever takes one for a value: the names of APIs, parameters and headers.
    public: Vec<&'a str>,
    masks: Vec<Lazy<Masks>>,
}

impl<'a> Report<'a> {
    /// Puts everything in the order of the report.
    pub fn new(
        files: &'a Files,
        findings: impl IntoIterator<Item = &'a Finding>,
        diagnostics: &'a [Diagnostic],
        secrets: &[Span],
        stats: Stats,
        root: &'a Path,
    ) -> Self {
        // File ids follow the paths, so a span's order is that of path and offset.
        let mut findings: Vec<&Finding> = findings.into_iter().collect();
        findings.sort_by(|a, b| (a.span, a.rule.id, &a.title).cmp(&(b.span, b.rule.id, &b.title)));
        let mut diagnostics: Vec<&Diagnostic> = diagnostics.iter().collect();
        diagnostics.sort();
        let mut rules: Vec<&'static Rule> = crate::rules::all().to_vec();
        rules.sort_by_key(|rule| rule.id);
        let mut secrets = secrets.to_vec();
        secrets.sort_unstable();
        secrets.dedup();
        let masks = Lazy::many(files.len());
        let suppressed = Vec::new();
        let (known, values) = (Lazy::default(), &[][..]);
        let public = Vec::new();
        let silenced = 0;
        Self {
            files,
            findings,
            suppressed,
            diagnostics,
            stats,
            silenced,
            rules,
            root,
            secrets,
            known,
            values,
            public,
            masks,
        }
    }

    /// With words that hide nothing, even where they are the values of credentials.
    #[must_use]
    pub fn with_public_words(self, public: Vec<&'a str>) -> Self {
        Self { public, ..self }
    }

    /// With values that are secret wherever they stand.
    #[must_use]
    pub fn with_secret_values(self, values: &'a [Box<str>]) -> Self {
        Self { values, ..self }
    }

    /// With the findings that are kept silent.
    #[must_use]
    pub fn with_suppressed(mut self, suppressed: &'a [Suppressed]) -> Self {
        self.suppressed = suppressed.iter().collect();
        self.suppressed.sort_by_key(|one| (one.finding.span, one.finding.rule.id));
        self
    }

    /// With the number of findings that are silenced.
    #[must_use]
    pub fn with_silenced(self, silenced: usize) -> Self {
        Self { silenced, ..self }
    }

    /// The same without the findings that are kept silent.
    #[must_use]
    pub fn without_suppressed(&self) -> Self {
        Self { suppressed: Vec::new(), ..self.clone() }
    }

    /// Text that may quote names from the source, made fit to print.
    pub fn prose(&self, text: &str) -> String {
        redact::prose(text, self.known())
    }

    /// The secrets of the run, found once.
    fn known(&self) -> &Known {
        self.known.get_or_fill(|| {
            let literals = self.secrets.iter().map(|&span| self.files.slice(span).trim_matches(['"', '\'', '`']));
            let values = literals.chain(self.values.iter().map(|value| &**value));
            Known::of(values.filter(|value| !self.public.iter().any(|word| word.eq_ignore_ascii_case(value.trim()))))
        })
    }

    /// Why code is client code, with the way there: `an entry of Vite (src/main.ts -> src/users.ts)`.
    pub fn reach(&self, reach: &Reach) -> String {
        self.reach_by(reach, |file| self.files.path(file).to_owned())
    }

    /// The same by paths below the top of the repository, whatever was named.
    fn reach_inside(&self, reach: &Reach) -> String {
        let inside = |file: &SourceFile| uri::inside(self.root, &file.location, &file.path);
        self.reach_by(reach, |file| self.files.get(file).map(inside).unwrap_or_default())
    }

    fn reach_by(&self, reach: &Reach, path: impl Fn(FileId) -> String) -> String {
        let chain: Vec<String> = reach.chain.iter().map(|file| redact::harmless(&path(*file))).collect();
        let why = self.prose(&reach.why);
        if chain.len() < 2 { why } else { format!("{why} ({})", chain.join(" -> ")) }
    }

    /// How many findings there are of a level.
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|finding| finding.level == level).count()
    }

    /// What must not be shown of a file.
    fn masks(&self, file: FileId) -> Option<&Masks> {
        let slot = self.masks.get(file.0 as usize)?;
        Some(slot.get_or_fill(|| {
            // They are sorted by file and place.
            let first = self.secrets.partition_point(|span| span.file < file);
            let given = self.secrets[first..].iter().take_while(|span| span.file == file);
            let given: Vec<_> = given.map(|span| span.start as usize..span.end as usize).collect();
            Masks::of(self.files.text(file), &given, self.known())
        }))
    }

    /// The masked copy of the line (from 1) of a file.
    fn masked_line(&self, file: FileId, line: usize) -> String {
        let (Some(source), Some(masks)) = (self.files.get(file), self.masks(file)) else { return String::new() };
        let range = source.lines().range(source.text(), line);
        Self::masked(source, masks, range)
    }

    /// So many characters of it, at most: lines may be megabytes long.
    fn masked_start(&self, file: FileId, line: usize, chars: usize) -> String {
        let (Some(source), Some(masks)) = (self.files.get(file), self.masks(file)) else { return String::new() };
        let range = source.lines().range(source.text(), line);
        let end = floor(source.text(), range.end.min(range.start.saturating_add(chars.saturating_mul(4))));
        Self::masked(source, masks, range.start..end).chars().take(chars).collect()
    }

    fn masked(source: &SourceFile, masks: &Masks, range: Range<usize>) -> String {
        let text = source.text().get(range.clone()).unwrap_or_default();
        let mut copy = String::with_capacity(text.len());
        for (at, c) in text.char_indices() {
            redact::push_shown(&mut copy, c, masks.hides(range.start + at));
        }
        copy
    }

    /// A name for what a finding points at, which stays the same while the code around it moves and while it is
    /// formatted differently. Nothing secret goes into it.
    pub fn code(&self, finding: &Finding) -> u64 {
        let span = finding.span;
        let (Some(source), Some(masks)) = (self.files.get(span.file), self.masks(span.file)) else { return 0 };
        let (start, end) = (span.start as usize, span.end as usize);
        let mut code = plain(&Self::masked(source, masks, start..end));
        if !code.contains(char::is_alphanumeric) {
            // All of it is masked: the name before it has to do.
            let before = Self::masked(source, masks, floor(source.text(), start.saturating_sub(100))..start);
            code.insert_str(0, last_word(&before));
        }
        fingerprint::digest(&[finding.rule.id, &code])
    }

    /// Tells a secret from others in the place that a finding points at, where it points at one: 24 bits of a digest of
    /// what is masked there. These are too few to tell a secret by, for each guess in millions fits, and enough to see
    /// that it is another.
    pub fn secret(&self, finding: &Finding) -> Option<u32> {
        let span = finding.span;
        if finding.rule.id != crate::rules::ids::HARDCODED_SECRET {
            return None;
        }
        let (source, masks) = (self.files.get(span.file)?, self.masks(span.file)?);
        let start = span.start as usize;
        let text = source.text().get(start..span.end as usize)?;
        let is_secret = |at: usize, char: char| masks.hides(start + at) && !matches!(char, '"' | '\'' | '`');
        let secret: String = text.char_indices().filter(|(at, char)| is_secret(*at, *char)).map(|(_, it)| it).collect();
        let digest = fingerprint::digest(&[finding.rule.id, &secret]);
        u32::try_from((digest ^ digest >> 24 ^ digest >> 48) & 0x00ff_ffff).ok()
    }
}

/// What formatters leave alone, and masks of any length as one star.
fn plain(code: &str) -> String {
    let mut text: String = code
        .chars()
        .filter(|char| !(char.is_whitespace() || matches!(char, ';' | ',' | '(' | ')' | '"' | '\'')))
        .collect();
    while text.contains("**") {
        text = text.replace("**", "*");
    }
    text
}

/// The last name in a text.
fn last_word(text: &str) -> &str {
    let is_part = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-' | '$');
    let text = text.trim_end_matches(|char| !is_part(char));
    text.rfind(|char| !is_part(char)).map_or(text, |at| text[at..].trim_start_matches(|char| !is_part(char)))
}

/// The address of a rule's page.
pub fn page(rule: &Rule) -> String {
    format!("{}/blob/main/rules/docs/{}.md", env!("CARGO_PKG_REPOSITORY"), rule.id)
}

/// `1 error`, `2 errors`.
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests;
