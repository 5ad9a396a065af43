//! What is found in a bundle belongs to the source that it was built from: it is told there once, and the bundle is
//! another place of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::finding::{Finding, Related};
use crate::rules::{distinct, ids};
use crate::source::files::{Files, SourceFile};
use crate::source::source_map::contents;
use crate::source::source_map::mappings::{self, LineColumn, Traced};
use crate::source::walk::normalised;
use crate::source::{FileId, SourceKind, Span};

/// So many built copies of one finding are shown.
const MAX_COPIES: usize = 4;

/// Longer pieces of a bundle are not looked for in its source.
const MAX_PIECE: usize = 300;

/// What is told of a variable where a source reads it,
const READ: [&str; 2] = [ids::PUBLIC_ENV_SECRET, ids::CLIENT_SECRET_EXPOSURE];

/// and of its value where that is built in.
const BUILT_IN: [&str; 2] = [ids::CLIENT_SECRET_EXPOSURE, ids::HARDCODED_SECRET];

/// Moves what is found in bundles to their sources, as far as their maps tell; not to what is only read `around` the
/// files that are judged, for nothing is told of that.
pub(in crate::pipeline) fn attributed(
    files: &Files,
    around: &FxHashSet<FileId>,
    mut findings: Vec<Finding>,
) -> Vec<Finding> {
    let mut bundles: BTreeMap<FileId, Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        let file = files.get(finding.span.file).filter(|file| file.embedded_in.is_none());
        if file.is_some_and(|file| file.kind == Some(SourceKind::JavaScript)) {
            bundles.entry(finding.span.file).or_default().push(at);
        }
    }
    let mut dropped = FxHashSet::default();
    for (bundle, built) in bundles {
        let Some(bundle) = Bundle::of(files, bundle, &built, &findings) else { continue };
        let is_reported = |at: &usize| {
            let file = findings[*at].span.file;
            bundle.sources.contains(&file) && !around.contains(&file) && !dropped.contains(at)
        };
        let of_sources: Vec<usize> = (0..findings.len()).filter(is_reported).collect();
        for at in built {
            let copy = findings[at].span;
            let origin = bundle.origins.get(&at).copied();
            let same =
                of_sources.iter().copied().find(|other| is_same(files, &findings[at], origin, &findings[*other]));
            let is_reported = |origin: &Origin| origin.is_certain && !around.contains(&origin.source);
            let moved = || origin.filter(is_reported).and_then(|origin| place(files, copy, origin));
            let related = Related { span: copy, message: "built into this bundle".to_owned() };
            if let Some(same) = same {
                dropped.insert(at);
                let confidence = findings[at].confidence;
                let source = &mut findings[same];
                source.confidence = source.confidence.max(confidence);
                let copies = source.related.iter().filter(|it| it.message == related.message).count();
                if copies < MAX_COPIES && !source.related.contains(&related) {
                    source.related.push(related);
                }
            } else if let Some(span) = moved() {
                findings[at].span = span;
                findings[at].related.push(related);
            }
        }
    }
    if dropped.is_empty() {
        return distinct(findings);
    }
    let kept = findings.into_iter().enumerate().filter(|(at, _)| !dropped.contains(at)).map(|(_, finding)| finding);
    distinct(kept.collect())
}

/// Where something in a bundle comes from.
#[derive(Clone, Copy)]
struct Origin {
    source: FileId,
    place: LineColumn,
    /// The map carries the source, or says where it lies; else it is only called as the map says.
    is_certain: bool,
}

/// A bundle that has a map.
struct Bundle {
    /// The files with findings that it was built from.
    sources: FxHashSet<FileId>,
    /// Where findings in it come from.
    origins: FxHashMap<usize, Origin>,
}

impl Bundle {
    fn of(files: &Files, id: FileId, built: &[usize], findings: &[Finding]) -> Option<Self> {
        let file = files.get(id)?;
        let (carrier, json) = map_of(files, file)?;
        let places: Vec<LineColumn> = built.iter().map(|at| begin(files, findings[*at].span)).collect::<Option<_>>()?;
        let Traced { sources: names, origins: traced } = mappings::trace(&json, &places).ok()?;
        drop(json);
        let found: FxHashSet<FileId> =
            findings.iter().map(|finding| finding.span.file).filter(|it| *it != id).collect();
        let mut sources: FxHashSet<FileId> = FxHashSet::default();
        for source in found {
            let Some(file) = files.get(source) else { continue };
            let is_carried = file.embedded_in.as_ref().is_some_and(|(location, _)| normalised(location) == carrier);
            if is_carried
                || file.embedded_in.is_none()
                    && names
                        .iter()
                        .filter(|name| may_be(file, name))
                        .any(|name| find(files, &carrier, name).is_some_and(|(named, _)| named == source))
            {
                sources.insert(source);
            }
        }
        let origins: FxHashMap<usize, Origin> = built
            .iter()
            .zip(traced)
            .filter_map(|(at, origin)| {
                let (source, place) = origin?;
                let (source, is_certain) = find(files, &carrier, names.get(source)?)?;
                (source != id).then_some((*at, Origin { source, place, is_certain }))
            })
            .collect();
        Some(Self { sources, origins })
    }
}

/// The map of a bundle, and the file that holds it.
fn map_of(files: &Files, bundle: &SourceFile) -> Option<(PathBuf, String)> {
    let location = normalised(&bundle.location);
    let text = bundle.text();
    if let Some(map) = contents::inline(text) {
        return Some((location, map));
    }
    let named = text.rfind("sourceMappingURL=").and_then(|at| {
        let name = text[at..].split_once('=')?.1.split(['\n', '\r', ' ', '*', '?']).next()?;
        files.at(&normalised(&location.parent()?.join(name)))
    });
    let beside = || {
        let mut name = location.clone().into_os_string();
        name.push(".map");
        files.at(&PathBuf::from(name))
    };
    let map = files.get(named.or_else(beside)?).filter(|file| file.kind == Some(SourceKind::SourceMap))?;
    match map.read() {
        Ok(text) => Some((normalised(&map.location), text)),
        _ => None,
    }
}

/// The file that a map names, and whether that is certain: what the map carries, what lies where it says; or the only
/// one that is called so.
fn find(files: &Files, carrier: &Path, name: &str) -> Option<(FileId, bool)> {
    let path = contents::project_path(name)?;
    let mut folder = carrier.to_path_buf().into_os_string();
    folder.push("!");
    let beside = || files.at(&normalised(&carrier.parent()?.join(name)));
    let called = || {
        let mut all = files.iter().filter(|(_, file)| file.embedded_in.is_none() && file.location.ends_with(&path));
        all.next().filter(|_| all.next().is_none()).map(|(id, _)| (id, false))
    };
    let certain = files.at(&PathBuf::from(folder).join(&path)).or_else(beside);
    certain.map(|id| (id, true)).or_else(called)
}

/// Whether a name ends as that of a file does; looking for all the names of a large map would take long.
fn may_be(file: &SourceFile, name: &str) -> bool {
    let own = file.location.file_name().and_then(|own| own.to_str());
    let plain = name.split(['?', '#']).next().unwrap_or_default();
    own.is_some() && plain.rsplit(['/', '\\']).next() == own
}

/// Where a span begins, as maps count.
fn begin(files: &Files, span: Span) -> Option<LineColumn> {
    let position = files.start(span)?;
    Some((u32::try_from(position.line - 1).ok()?, u32::try_from(position.utf16 - 1).ok()?))
}

/// Whether a finding in a bundle and one in a source are the same fault.
fn is_same(files: &Files, built: &Finding, origin: Option<Origin>, source: &Finding) -> bool {
    let is_there = origin.is_some_and(|origin| {
        let line = files.start(source.span).map(|position| position.line);
        origin.source == source.span.file && line == Some(origin.place.0 as usize + 1)
    });
    if built.rule.id == source.rule.id {
        let literal = built.rule.id == ids::HARDCODED_SECRET;
        return is_there
            || literal && files.slice(built.span) == files.slice(source.span)
            || !literal
                && built.operation.is_some()
                && (&built.operation, &built.title, &built.label) == (&source.operation, &source.title, &source.label);
    }
    is_there && BUILT_IN.contains(&built.rule.id) && READ.contains(&source.rule.id)
}

/// The piece of a source that a piece of a bundle was built from.
fn place(files: &Files, built: Span, origin: Origin) -> Option<Span> {
    let Origin { source, place: (line, column), .. } = origin;
    let file = files.get(source)?;
    let range = file.lines().range(file.text(), line as usize + 1);
    let text = file.text().get(range.clone()).filter(|text| !text.is_empty())?;
    let at = utf16_offset(text, column)?;
    let piece = files.slice(built);
    let exact = (!piece.is_empty() && piece.len() <= MAX_PIECE)
        .then(|| text[at..].find(piece).map(|found| at + found).or_else(|| text.find(piece)))
        .flatten()
        .map(|found| found..found + piece.len());
    let word = || {
        let rest = &text[at..];
        let quoted = rest.chars().next().filter(|first| matches!(first, '"' | '\'' | '`'));
        let end = match quoted {
            Some(quote) => rest[1..].find(quote).map_or(rest.len(), |end| end + 2),
            None => rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$' | '.'))).unwrap_or(rest.len()),
        };
        at..at + end.max(1).min(rest.len())
    };
    // What stands in a literal may have been put in by the build: then it has no place in the source.
    let is_literal = || {
        files
            .text(built.file)
            .get(..built.start as usize)?
            .chars()
            .next_back()
            .filter(|c| matches!(c, '"' | '\'' | '`'))
    };
    let found = match exact {
        Some(exact) => exact,
        None if is_literal().is_some() => return None,
        None => word(),
    };
    let offset = |at: usize| u32::try_from(range.start + at).ok();
    Some(Span::new(source, offset(found.start)?, offset(found.end)?))
}

/// The offset of a column in UTF-16 units.
fn utf16_offset(line: &str, column: u32) -> Option<usize> {
    let mut units = 0;
    for (at, c) in line.char_indices() {
        if units >= column {
            return Some(at);
        }
        units += u32::try_from(c.len_utf16()).unwrap_or(1);
    }
    None
}
