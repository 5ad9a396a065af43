//! Findings that were there when authlint came, and that nobody wants to hear of until they are dealt with.
//!
//! The file is made to be merged and reviewed: an entry a line, sorted, without line numbers or times; the last entry is
//! empty, so that every other line ends in a comma and additions do not touch their neighbours.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::finding::Finding;
use crate::report::suppressed::{By, Suppressed};
use crate::report::{Report, json};
use crate::source::walk::{between, normalised, shown};
use crate::source::{FileId, door};

/// The usual name of the file.
pub const NAME: &str = "authlint-baseline.json";

/// Larger files are no baselines; hundreds of thousands of entries fit in.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Findings with their numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    /// The directory that paths begin at: that of the file.
    directory: PathBuf,
    entries: BTreeMap<BaselineEntry, usize>,
}

/// Findings that look alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BaselineEntry {
    /// The path of the file, `/` between its parts.
    pub path: String,
    /// The rule's id.
    pub rule: String,
    /// What is pointed at, as [`Report::code`] names it, and behind a `-` which secret it is, if it is one.
    pub code: String,
}

impl BaselineEntry {
    /// The entry as it was once written, when any secret in the place of another was the same; `None` if it is no secret's.
    fn of_any_secret(&self) -> Option<Self> {
        let (code, _) = self.code.split_once('-')?;
        Some(Self { code: code.to_owned(), ..self.clone() })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    findings: Vec<Line>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Line {
    path: String,
    rule: String,
    code: String,
    count: usize,
}

/// What comparing findings with a baseline comes to.
#[derive(Debug, Default)]
pub struct Compared {
    /// Findings that the baseline does not have.
    pub new: Vec<Finding>,
    /// Findings that it has.
    pub known: Vec<Suppressed>,
    /// What it has beyond the findings, and how much of it.
    pub stale: BTreeMap<BaselineEntry, usize>,
}

impl Baseline {
    /// One without entries, for a file at `path`.
    pub fn empty(path: &Path) -> Self {
        let path = normalised(path);
        Self { directory: path.parent().unwrap_or(&path).to_path_buf(), entries: BTreeMap::new() }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// A file that cannot be read or is no baseline.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let name = shown(path);
        let text = door::text(path, MAX_BYTES).map_err(|unread| {
            let wrong = Error::new(format!("cannot read the baseline {name}: {}", unread.reason()));
            if unread.is_missing() { wrong.with_remedy("`authlint baseline` writes one") } else { wrong }
        })?;
        let broken = |line: usize, what: String| Error::of(&name, what).at_line(line);
        if let Some(at) = text.lines().position(|line| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ")) {
            let wrong = broken(at + 1, "the baseline has a conflict of a merge in it".to_owned());
            return Err(wrong.with_remedy("keep the lines of both sides and drop the markers"));
        }
        let document: Document = serde_json::from_str(&text)
            .map_err(|error| broken(error.line(), format!("this is no baseline: {error}")))?;
        if document.version != 1 {
            return Err(broken(1, format!("the baseline has version {}; this program reads 1", document.version)));
        }
        let mut baseline = Self::empty(path);
        for Line { path, rule, code, count } in document.findings {
            match [&path, &rule, &code].map(String::is_empty) {
                // The empty entry at the end.
                [true, true, true] => continue,
                [false, false, false] => {}
                _ => return Err(Error::of(name, "an entry lacks its path, its rule or its code")),
            }
            // Both sides of a merge may have an entry, with different numbers.
            let known = baseline.entries.entry(BaselineEntry { path, rule, code }).or_default();
            *known = (*known).max(count);
        }
        Ok(baseline)
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let mut text = String::from("{\"version\": 1, \"findings\": [\n");
        for (entry, &count) in &self.entries {
            let BaselineEntry { path, rule, code } = entry.clone();
            let line = Line { path, rule, code, count };
            // Text and numbers can always be written.
            text.extend([&*json::escaped(&serde_json::to_string(&line).unwrap_or_default()), ",\n"]);
        }
        text.push_str("{}\n]}\n");
        text
    }

    /// The number of findings it holds.
    pub fn len(&self) -> usize {
        self.entries.values().sum()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Where the file of an entry is.
    pub fn location(&self, entry: &BaselineEntry) -> PathBuf {
        normalised(&self.directory.join(&entry.path))
    }

    /// Parts findings by whether they are known. An entry whose file is gone goes with its finding to another file.
    pub fn compare(&self, report: &Report<'_>, findings: Vec<Finding>) -> Compared {
        let mut left = self.entries.clone();
        let mut compared = Compared::default();
        let mut unknown = Vec::new();
        for finding in findings {
            let entry = self.entry(report, &finding);
            let any = entry.of_any_secret();
            let mut take = |entry: &BaselineEntry| {
                let count = left.get_mut(entry).filter(|count| **count > 0);
                count.map(|count| *count -= 1).is_some()
            };
            if take(&entry) || any.is_some_and(|any| take(&any)) {
                compared.known.push(known(finding));
            } else {
                unknown.push(finding);
            }
        }
        left.retain(|_, count| *count > 0);
        let mut gone: BTreeMap<(String, String), Vec<BaselineEntry>> = BTreeMap::new();
        for entry in left.keys().filter(|entry| !self.location(entry).exists()) {
            gone.entry((entry.rule.clone(), entry.code.clone())).or_default().push(entry.clone());
        }
        for finding in unknown {
            let own = self.entry(report, &finding);
            let any = own.of_any_secret();
            let mut moved = any.into_iter().chain([own]).filter_map(|BaselineEntry { rule, code, .. }| {
                gone.get(&(rule, code))?.iter().find(|entry| left.contains_key(entry))
            });
            let moved = moved.next();
            match moved {
                Some(entry) => {
                    if let Some(count) = left.get_mut(entry) {
                        *count -= 1;
                    }
                    left.retain(|_, count| *count > 0);
                    compared.known.push(known(finding));
                }
                None => compared.new.push(finding),
            }
        }
        compared.stale = left;
        compared
    }

    /// Adds a finding.
    pub fn add(&mut self, report: &Report<'_>, finding: &Finding) {
        *self.entries.entry(self.entry(report, finding)).or_default() += 1;
    }

    /// Takes over entries of another baseline of the same place.
    pub fn keep(&mut self, entries: impl IntoIterator<Item = (BaselineEntry, usize)>) {
        for (entry, count) in entries {
            *self.entries.entry(entry).or_default() += count;
        }
    }

    fn entry(&self, report: &Report<'_>, finding: &Finding) -> BaselineEntry {
        let secret = report.secret(finding).map(|secret| format!("-{secret:06x}")).unwrap_or_default();
        BaselineEntry {
            path: self.path(report, finding.span.file),
            rule: finding.rule.id.to_owned(),
            code: format!("{:016x}{secret}", report.code(finding)),
        }
    }

    /// The path of a file from the directory of the baseline, be it above.
    fn path(&self, report: &Report<'_>, file: FileId) -> String {
        let location = report.files.get(file).map(|file| normalised(&file.location)).unwrap_or_default();
        shown(&between(&self.directory, &location))
    }
}

fn known(finding: Finding) -> Suppressed {
    Suppressed { finding, by: By::Baseline, reason: None }
}
