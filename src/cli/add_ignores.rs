//! `authlint check --add-ignores`: comments for the findings there are, each with a reason to be filled in.
//!
//! Where a comment may stand is not for us to guess: each is put in and the tree is checked again. What does not silence
//! its finding, for the line lies in a string or in markup, is tried in another form, and is not written in the end.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::{FOUND, Failure, OK, output};
use crate::error::Error;
use crate::finding::Finding;
use crate::pipeline::triage::{Triage, Wanted};
use crate::pipeline::{Analysis, Options};
use crate::report::counted;
use crate::source::buffers::Buffers;
use crate::source::walk::{normalised, shown};
use crate::source::{FileId, SourceKind, door};

/// What stands where the reason belongs.
pub(super) const PLACEHOLDER: &str = "TODO: say why";

/// The forms that a comment may have, in the order in which they are tried: what stands before and behind it.
const SLASHES: (&str, &str) = ("// ", "");
const BRACES: (&str, &str) = ("{/* ", " */}");
const MARKUP: (&str, &str) = ("<!-- ", " -->");
const HASH: (&str, &str) = ("# ", "");

/// The comment for one line.
#[derive(Debug, Clone)]
struct Comment {
    /// The rules, sorted.
    rules: Vec<&'static str>,
    /// Which of the forms it has.
    form: usize,
}

/// A file with the comments that are to be put in, by the line (from 1) each is about.
struct Edited {
    shown: String,
    text: String,
    forms: &'static [(&'static str, &'static str)],
    comments: BTreeMap<usize, Comment>,
}

/// Writes comments for `findings` and tells what was written, and what cannot be silenced by one.
pub(super) fn run(
    analysis: &Analysis,
    findings: &[Finding],
    options: &Options,
    paths: &[PathBuf],
    reason: &str,
) -> Result<u8, Failure> {
    let mut left_alone = Vec::new();
    let mut files = edits(analysis, findings, &mut left_alone);
    let rounds = files.values().map(|file| file.forms.len()).max().unwrap_or(0);
    for _ in 0..rounds {
        let open = still_open(&files, options, paths, reason)?;
        if open.is_empty() {
            break;
        }
        for (path, line) in open {
            let Some(file) = files.get_mut(&path) else { continue };
            let Some(comment) = file.comments.get_mut(&line) else { continue };
            comment.form += 1;
            if comment.form >= file.forms.len() {
                file.comments.remove(&line);
                left_alone.push(format!("{}:{line}: no comment on the line above silences it", file.shown));
            }
        }
    }
    // What has been given up may have been what made others work.
    for (path, line) in still_open(&files, options, paths, reason)? {
        if let Some(file) = files.get_mut(&path)
            && file.comments.remove(&line).is_some()
        {
            left_alone.push(format!("{}:{line}: no comment on the line above silences it", file.shown));
        }
    }
    files.retain(|_, file| !file.comments.is_empty());
    for (path, file) in &files {
        std::fs::write(path, file.with_comments(reason).0)
            .map_err(|error| Failure::Message(format!("cannot write {}: {error}", file.shown)))?;
    }
    let count = files.values().map(|file| file.comments.len()).sum();
    let told = format!("{} added to {}", counted(count, "comment"), counted(files.len(), "file"));
    let next =
        if count > 0 && reason == PLACEHOLDER { format!("; replace \"{PLACEHOLDER}\" in each") } else { String::new() };
    output::print(format!("{told}{next}\n").as_bytes())?;
    left_alone.sort();
    for one in &left_alone {
        output::complain("warning", one);
    }
    Ok(if left_alone.is_empty() { OK } else { FOUND })
}

/// The files of the findings with a comment for each line; what cannot be edited goes to `left_alone`.
fn edits(analysis: &Analysis, findings: &[Finding], left_alone: &mut Vec<String>) -> BTreeMap<PathBuf, Edited> {
    let mut files: BTreeMap<PathBuf, Edited> = BTreeMap::new();
    for finding in findings {
        let id = finding.span.file;
        let Some(source) = analysis.files.get(id) else { continue };
        let line = source.position(finding.span.start).line;
        let forms = match forms(analysis, id) {
            Ok(forms) => forms,
            Err(why) => {
                left_alone.push(format!("{}:{line}: {why}", source.path));
                continue;
            }
        };
        let file = files.entry(normalised(&source.location)).or_insert_with(|| Edited {
            shown: shown(&source.location),
            text: source.text().to_owned(),
            forms,
            comments: BTreeMap::new(),
        });
        let comment = file.comments.entry(line).or_insert(Comment { rules: Vec::new(), form: 0 });
        if let Err(at) = comment.rules.binary_search(&finding.rule.id) {
            comment.rules.insert(at, finding.rule.id);
        }
    }
    files
}

/// The forms of comments that a file takes, or why none can be put in.
fn forms(analysis: &Analysis, id: FileId) -> Result<&'static [(&'static str, &'static str)], &'static str> {
    let Some(file) = analysis.files.get(id) else { return Err("it is not known") };
    if file.embedded_in.is_some() {
        return Err("it is in a source map; the comment belongs into the source");
    }
    let is_plain = file.location.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
    let kind = file.kind.filter(|_| is_plain).ok_or("it is no regular file")?;
    // Texts in other encodings would be written in another one.
    let bytes = door::bytes(&file.location, kind.max_bytes()).unwrap_or_default();
    if bytes != file.text().as_bytes() {
        return Err("it is not in UTF-8, or has changed");
    }
    match kind {
        SourceKind::JavaScript | SourceKind::TypeScript | SourceKind::Tsx => Ok(&[SLASHES, BRACES]),
        SourceKind::Page(_) => Ok(&[SLASHES, MARKUP, BRACES]),
        SourceKind::Rust => Ok(&[SLASHES]),
        SourceKind::Env | SourceKind::Yaml | SourceKind::Toml | SourceKind::Manifest => Ok(&[HASH]),
        SourceKind::Json if file.name().to_ascii_lowercase().ends_with(".jsonc") => Ok(&[SLASHES]),
        SourceKind::Json => Err("JSON takes no comments; `authlint baseline` keeps it silent"),
        SourceKind::SourceMap => Err("it is a source map; the comment belongs into the source"),
    }
}

/// The lines whose findings the comments do not silence, by a run over the edited texts.
fn still_open(
    files: &BTreeMap<PathBuf, Edited>,
    options: &Options,
    paths: &[PathBuf],
    reason: &str,
) -> Result<Vec<(PathBuf, usize)>, Error> {
    let mut buffers = Buffers::default();
    let mut places = BTreeMap::new();
    for (path, file) in files {
        let (text, lines) = file.with_comments(reason);
        buffers.put(path.clone(), Some(text.into_bytes().into()));
        places.insert(path.clone(), lines);
    }
    let options = Options { buffers: Arc::new(buffers), ..options.clone() };
    let analysis = crate::analyse(&options, paths)?;
    let triage = Triage::of(&analysis, &Wanted { pedantic: true, ..Wanted::default() });
    let mut open: Vec<(PathBuf, usize)> = Vec::new();
    for finding in &triage.findings {
        let Some(source) = analysis.files.get(finding.span.file) else { continue };
        let path = normalised(&source.location);
        let Some(file) = files.get(&path) else { continue };
        let line = source.position(finding.span.start).line;
        // Lines of the edited text stand for those of the file, or for a comment and the line below it.
        let Some(&own) = places.get(&path).and_then(|lines| lines.get(line - 1)) else { continue };
        let is_ours = finding.rule.id == crate::rules::ids::UNUSED_SUPPRESSION
            || file.comments.get(&own).is_some_and(|comment| comment.rules.contains(&finding.rule.id));
        if is_ours && file.comments.contains_key(&own) {
            open.push((path, own));
        }
    }
    open.sort();
    open.dedup();
    Ok(open)
}

impl Edited {
    /// The text with its comments, and of each line of that the line of the file that it is, or that it is about.
    fn with_comments(&self, reason: &str) -> (String, Vec<usize>) {
        let mut text = String::with_capacity(self.text.len());
        let mut lines = Vec::new();
        let end = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        for (index, line) in self.text.split_inclusive('\n').enumerate() {
            let number = index + 1;
            if let Some(comment) = self.comments.get(&number) {
                let mark = if line.starts_with('\u{feff}') { "\u{feff}" } else { "" };
                let line = line.trim_start_matches('\u{feff}');
                let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
                let (before, behind) = self.forms.get(comment.form).copied().unwrap_or_default();
                let rules = comment.rules.join(", ");
                text.extend([mark, indent, before, "authlint-disable-next-line ", &rules, " -- ", reason, behind, end]);
                lines.push(number);
                text.push_str(line);
            } else {
                text.push_str(line);
            }
            lines.push(number);
        }
        (text, lines)
    }
}
