//! From paths to the files below them, each read and prefiltered where it is found.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::Options;
use super::bundles::originals;
use super::nearby::Nearby;
use super::prefilter::file::{Candidate, Named, Prefiltered, Prefilters, prefilter_file};
use crate::api::Apis;
use crate::clients::wrappers::Wrapper;
use crate::config::{Config, Configs};
use crate::crash;
use crate::error::Error;
use crate::finding::Level;
use crate::git;
use crate::parallel;
use crate::report::{Diagnostic, uri};
use crate::source::files::{self, Reader, SourceFile};
use crate::source::prefilter::Prefilter;
use crate::source::walk::{FoundFile, holds_no_source, ignored, normalised, shown, walk};
use crate::source::{SourceKind, project};

/// What a walk came to.
pub(super) struct Discovered<'a> {
    /// The files, sorted by path.
    pub files: Vec<Candidate>,
    /// What they have been prefiltered by.
    pub prefilters: Prefilters<'a>,
    /// A configuration says which calls are calls to an API.
    pub is_configured: bool,
    /// The top of the repository.
    pub root: PathBuf,
    /// How many files were left out because git ignores them, where that was asked for or nothing is checked.
    pub ignored: Option<usize>,
    /// How many options and configurations exclude.
    pub excluded: usize,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
}

/// A file as a walk sees it. There are many, and they are passed on several times: each is kept where it was found.
type Found = Box<Seen>;

struct Seen {
    file: SourceFile,
    named: bool,
    prefiltered: Prefiltered,
    /// That it is checked by.
    config: Arc<Config>,
}

/// Finds the files below `paths`, and those around the ones that are named.
pub(super) fn discover<'a>(
    options: &Options,
    paths: &[PathBuf],
    apis: &'a Apis,
    configs: &Configs,
) -> Result<Discovered<'a>, Error> {
    let mut words = words_above(paths, configs)?;
    words.extend(options.wrappers.iter().filter_map(Wrapper::word));
    let prefilters = Prefilters::new(apis, &words);
    let reader: Arc<dyn Reader> = options.buffers.clone();
    let looking = Looking { options, reader: &reader, prefilters: &prefilters, configs };
    let mut diagnostics = Vec::new();
    let mut seen = looking.walk(paths, None, &mut diagnostics)?;
    look_again(&mut seen, &words);
    matches_something(paths, &seen)?;
    let is_configured = !words.is_empty() || seen.iter().any(|seen| words_of(&seen.config).next().is_some());
    let excluded = seen.iter().filter(|seen| matches!(seen.prefiltered, Prefiltered::Excluded)).count();
    let counts_ignored = (options.count_ignored || excluded == seen.len()) && !options.no_ignore;
    let ignored = counts_ignored.then(|| count_ignored(paths, &seen));
    let roots = looking.projects(&seen);
    let around = if roots.is_empty() { Vec::new() } else { looking.around(&roots, &seen, &mut diagnostics)? };
    let candidate = |is_around: bool| {
        move |seen: Found| {
            let Seen { file, prefiltered, .. } = *seen;
            Candidate { file, prefiltered, is_around }
        }
    };
    let mut files: Vec<Candidate> = seen.into_iter().map(candidate(false)).collect();
    files.extend(around.into_iter().map(candidate(true)));
    looking.add_carried(&mut files, &mut diagnostics);
    // What is excluded may still be what others import.
    for file in files.iter_mut().filter(|one| matches!(one.prefiltered, Prefiltered::Excluded)) {
        file.is_around = true;
    }
    let is_rust =
        |one: &Candidate| matches!(one.prefiltered, Prefiltered::Hot) && one.file.kind == Some(SourceKind::Rust);
    if files.iter().any(is_rust) {
        let included = looking.included(if roots.is_empty() { paths } else { &roots })?;
        let unread = |file| Candidate { file, prefiltered: Prefiltered::Unread, is_around: !roots.is_empty() };
        files.extend(included.into_iter().map(unread));
    }
    files.sort_by(|a, b| a.file.path.cmp(&b.file.path));
    Ok(Discovered { files, prefilters, is_configured, root: uri::root_of(paths), ignored, excluded, diagnostics })
}

/// An `include` of a configuration, all of whose files were looked at, takes in one of them at least: another one is a
/// mistake, by which nothing is checked.
fn matches_something(paths: &[PathBuf], seen: &[Found]) -> Result<(), Error> {
    let tops: Vec<PathBuf> = paths.iter().map(|path| normalised(path)).collect();
    let mut checked: Vec<&Arc<Config>> = Vec::new();
    for config in seen.iter().map(|seen| &seen.config) {
        let is_whole = || config.include.directory().is_some_and(|own| tops.iter().any(|top| own.starts_with(top)));
        if config.include.is_empty() || checked.iter().any(|other| Arc::ptr_eq(other, config)) || !is_whole() {
            continue;
        }
        checked.push(config);
        let takes = |seen: &Found| {
            Arc::ptr_eq(&seen.config, config) && config.include.matching(&normalised(&seen.file.location)).is_some()
        };
        if let Some(origin) = config.include.origin().filter(|_| !seen.iter().any(takes)) {
            let wrong = Error::of(&origin.file, "\"include\" takes in no file that is read").at_line(origin.line);
            return Err(wrong.with_remedy("patterns are those of .gitignore, and begin at the directory of this file"));
        }
    }
    Ok(())
}

/// How many files below directories git ignores.
fn count_ignored(paths: &[PathBuf], seen: &[Found]) -> usize {
    let directories: Vec<PathBuf> = paths.iter().filter(|path| path.is_dir()).cloned().collect();
    let on_walk: FxHashSet<PathBuf> =
        seen.iter().filter(|seen| !seen.named).map(|seen| normalised(&seen.file.location)).collect();
    ignored(&directories, |file| on_walk.contains(file), |path| files::kind_of(path).is_some())
}

/// The files below directories that git tracks though it would ignore them, so that they are among what was `left_out`, other
/// than those that are found already: mostly there is none, so that these are asked for late.
fn tracked(paths: &[PathBuf], left_out: &[PathBuf], found: impl FnOnce() -> FxHashSet<PathBuf>) -> Vec<FoundFile> {
    let found = LazyCell::new(found);
    let mut lacking: Vec<FoundFile> = Vec::new();
    let directories: Vec<&PathBuf> = paths.iter().filter(|path| path.is_dir()).collect();
    let tops: Vec<PathBuf> = directories.iter().map(|directory| normalised(directory)).collect();
    let left_out: Vec<PathBuf> = left_out.iter().map(|path| normalised(path)).collect();
    let tracked = git::tracked_though_ignored(&tops, &left_out);
    for ((directory, top), tracked) in directories.into_iter().zip(&tops).zip(tracked) {
        for location in tracked.iter() {
            let Ok(inside) = location.strip_prefix(top) else { continue };
            let is_source = !inside.iter().any(holds_no_source) && files::kind_of(location).is_some();
            if is_source && !found.contains(location) && location.symlink_metadata().is_ok_and(|it| it.is_file()) {
                let place = directory.join(inside);
                lacking.push(FoundFile { path: shown(&place), location: place, named: false });
            }
        }
    }
    lacking.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    lacking.dedup_by(|a, b| a.path == b.path);
    lacking
}

/// What files are looked at with.
struct Looking<'a> {
    options: &'a Options,
    reader: &'a Arc<dyn Reader>,
    prefilters: &'a Prefilters<'a>,
    configs: &'a Configs,
}

impl Looking<'_> {
    /// The files below `paths`; where some are `known`, the others, whatever configurations say of them.
    fn walk(
        &self,
        paths: &[PathBuf],
        known: Option<&FxHashSet<PathBuf>>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Vec<Found>, Error> {
        let buffers = &self.options.buffers;
        let (given, paths): (Vec<PathBuf>, Vec<PathBuf>) =
            paths.iter().cloned().partition(|path| buffers.has(path) && !path.is_file());
        let look = |found: &FoundFile| self.look(found, known);
        let walked = walk(&paths, self.options.no_ignore, |path| files::kind_of(path).is_some(), look)
            .map_err(|error| Error::new(error.to_string()))?;
        // Of what nobody named nothing is told.
        for (path, problem) in walked.problems.iter().filter(|_| known.is_none()) {
            diagnostics.push(Diagnostic::new(path, PathBuf::from(path), Level::Warning, problem.clone()));
        }
        // What is not on disk is not found there.
        let mut lacking: Vec<FoundFile> =
            given.iter().map(|path| FoundFile { path: shown(path), location: path.clone(), named: true }).collect();
        let here = normalised(Path::new("."));
        let tops: Vec<PathBuf> = paths.iter().map(|path| normalised(path)).collect();
        for location in buffers.paths() {
            if tops.iter().any(|top| location.starts_with(top))
                && !location.exists()
                && files::kind_of(location).is_some()
            {
                let path = shown(location.strip_prefix(&here).unwrap_or(location));
                lacking.push(FoundFile { path, location: location.to_path_buf(), named: false });
            }
        }
        // Where nothing is left out, nothing is lacking.
        if known.is_none() && !walked.left_out.is_empty() {
            let all = || walked.files.iter().map(|(found, _)| normalised(&found.location)).collect();
            lacking.extend(tracked(&paths, &walked.left_out, all));
        }
        let seen = walked.files.into_iter().map(|(_, seen)| seen);
        seen.chain(lacking.iter().map(look)).filter_map(Result::transpose).collect()
    }

    fn look(&self, found: &FoundFile, known: Option<&FxHashSet<PathBuf>>) -> Result<Option<Found>, Error> {
        if known.is_some_and(|known| known.contains(&normalised(&found.location))) {
            return Ok(None);
        }
        let file = self.unread(found);
        let config = if known.is_some() { Arc::default() } else { self.config(found)? };
        let may_exclude = config.selects() || !self.options.exclude.is_empty();
        let is_excluded = may_exclude && (!found.named || self.options.force_exclude) && {
            let path = normalised(&found.location);
            !config.includes(&path) || self.options.exclude.matching(&path).is_some()
        };
        let prefiltered = if is_excluded {
            Prefiltered::Excluded
        } else {
            let named = match (found.named, self.options.lenient) {
                (false, _) => Named::No,
                (true, true) => Named::InPassing,
                (true, false) => Named::Yes,
            };
            let prefilter = || prefilter_file(&file, named, self.prefilters, self.options.no_sift);
            match crash::caught(prefilter) {
                Ok(prefiltered) => prefiltered?,
                Err(place) => Prefiltered::Skipped(Diagnostic::internal(&file, &place)),
            }
        };
        Ok(Some(Box::new(Seen { file, named: found.named, prefiltered, config })))
    }

    /// The configuration of a file. One that cannot be read is no error where it lies in what the options, or the
    /// configuration above it, exclude: what is not checked may be as it likes.
    fn config(&self, found: &FoundFile) -> Result<Arc<Config>, Error> {
        let wrong = match self.configs.of(&found.location) {
            Err(wrong) if !found.named || self.options.force_exclude => wrong,
            read => return read,
        };
        let path = normalised(&found.location);
        let above = path.ancestors().skip(1).find_map(|folder| self.configs.of_directory(folder).ok());
        match above {
            Some(config) if !config.includes(&path) => Ok(config),
            _ if self.options.exclude.matching(&path).is_some() => Ok(Arc::default()),
            _ => Err(wrong),
        }
    }

    /// The projects around the files that are named, sorted: what those call may say what API that is. There is none around
    /// those that neither tell of one nor lead to what does.
    fn projects(&self, seen: &[Found]) -> Vec<PathBuf> {
        let leads_on = |seen: &Found| match seen.prefiltered {
            Prefiltered::Hot | Prefiltered::WithMap => true,
            Prefiltered::Cold => {
                let is_script = seen.file.kind.is_some_and(SourceKind::is_plain_script);
                self.options.no_sift
                    || !is_script
                    || !Nearby::new(self.prefilters, self.reader).leaves_alone(&seen.file)
            }
            _ => false,
        };
        let mut roots = BTreeSet::new();
        for seen in seen.iter().filter(|seen| seen.named) {
            if let Some(root) = project::around(&seen.file.location)
                && !roots.contains(&root)
                && leads_on(seen)
            {
                roots.insert(root);
            }
        }
        roots.into_iter().collect()
    }

    /// The files of the projects at `roots` that have not been seen.
    fn around(
        &self,
        roots: &[PathBuf],
        seen: &[Found],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Vec<Found>, Error> {
        let known: FxHashSet<PathBuf> = seen.iter().map(|seen| normalised(&seen.file.location)).collect();
        self.walk(roots, Some(&known), diagnostics)
    }

    /// Adds the sources that source maps carry: what bundles were made of is looked into like what is there itself.
    fn add_carried(&self, files: &mut Vec<Candidate>, diagnostics: &mut Vec<Diagnostic>) {
        let everything = Prefilter::open();
        let prefilter = if self.options.no_sift { &everything } else { &self.prefilters.code };
        let (carried, troubles) = originals::of(files, prefilter);
        for (at, problem) in troubles {
            let Candidate { file, is_around, .. } = &files[at];
            if !is_around {
                let message = format!("is no source map that can be read: {problem}");
                diagnostics.push(Diagnostic::new(&file.path, file.location.clone(), Level::Note, message));
            }
        }
        for one in carried {
            let prefiltered = if one.hot { Prefiltered::Hot } else { Prefiltered::Unread };
            let is_around = files[one.by].is_around;
            files.push(Candidate { file: one.file, prefiltered, is_around });
        }
    }

    /// The files of no kind: Rust includes the text of files of any name.
    fn included(&self, paths: &[PathBuf]) -> Result<Vec<SourceFile>, Error> {
        let paths: Vec<PathBuf> = paths.iter().filter(|path| path.exists()).cloned().collect();
        let others = |path: &Path| files::kind_of(path).is_none();
        let walked =
            walk(&paths, self.options.no_ignore, others, |_| ()).map_err(|error| Error::new(error.to_string()))?;
        let mut included = Vec::new();
        for (found, ()) in walked.files.iter().filter(|(found, ())| !found.named) {
            if self.config(found)?.includes(&normalised(&found.location)) {
                included.push(self.unread(found));
            }
        }
        Ok(included)
    }

    fn unread(&self, found: &FoundFile) -> SourceFile {
        let file = SourceFile::unread(found.path.clone(), found.location.clone(), self.reader.clone());
        if found.named { file } else { file.regular() }
    }
}

/// Calls to places that only a configuration further down names are found by those names; `known` are looked for already.
fn look_again(seen: &mut [Found], known: &FxHashSet<String>) {
    let words: FxHashSet<String> =
        seen.iter().filter(|seen| seen.config.selects()).flat_map(|seen| words_of(&seen.config)).collect();
    if words.is_subset(known) {
        return;
    }
    let prefilter = Prefilter::new(words.into_iter());
    parallel::for_each_mut(seen, |seen| {
        if matches!(seen.prefiltered, Prefiltered::Cold | Prefiltered::WithMap)
            && seen.file.kind.is_some_and(SourceKind::is_code)
            && let Ok(text) = seen.file.read()
            && prefilter.is_hot(text.as_bytes())
        {
            seen.file.fill(text);
            seen.prefiltered = Prefiltered::Hot;
        }
    });
}

/// The words by which calls to configured places are found.
fn words_of(config: &Config) -> impl Iterator<Item = String> {
    let hosts = config.hosts.iter().map(|host| host.trim_start_matches("*."));
    hosts.chain(config.prefixes.iter().map(|prefix| prefix.trim_matches('/'))).map(str::to_owned)
}

/// Those of the configurations that hold for what is named.
fn words_above(paths: &[PathBuf], configs: &Configs) -> Result<FxHashSet<String>, Error> {
    let mut words = FxHashSet::default();
    for path in paths {
        let path = normalised(path);
        let folder = if path.is_dir() { &path } else { path.parent().unwrap_or(&path) };
        words.extend(words_of(&*configs.of_directory(folder)?));
    }
    Ok(words)
}
