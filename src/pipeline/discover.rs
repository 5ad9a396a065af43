//! From paths to the files that may have to do with an API.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::heat::{Heat, Prefilters, heat};
use super::{Analysis, Options, manifests, originals, telling, trouble};
use crate::clients::wrappers::Wrapper;
use crate::config::{Config, Configs};
use crate::config_files::Conventions;
use crate::error::Error;
use crate::finding::Level;
use crate::parallel;
use crate::report::Diagnostic;
use crate::source::files::{self, Files, Reader, SourceFile};
use crate::source::prefilter::Prefilter;
use crate::source::walk::{Candidate, ignored, normalised, shown, walk};
use crate::source::{FileId, SourceKind, project};

/// So many JSON files are looked through whatever else there is.
const FEW: usize = 500;

/// Finds the files below `paths`, and which of them may have to do with an API; counts and troubles go to `analysis`.
pub(crate) fn discover(options: &Options, paths: &[PathBuf], analysis: &mut Analysis) -> Result<Vec<FileId>, Error> {
    let mut words = words_above(paths, &analysis.configs)?;
    words.extend(options.wrappers.iter().filter_map(Wrapper::word));
    let prefilter = Prefilters::new(&analysis.apis, words.iter().cloned());
    let reader: Arc<dyn Reader> = options.buffers.clone();
    let looking = Looking { options, reader: &reader, prefilter: &prefilter, configs: &analysis.configs };
    let mut seen = looking.walk(paths, None, &mut analysis.diagnostics)?;
    look_again(&mut seen, &words);
    let is_configured = !words.is_empty() || seen.iter().any(|seen| words_of(&seen.config).next().is_some());
    if options.count_ignored && !options.no_ignore {
        let directories: Vec<PathBuf> = paths.iter().filter(|path| path.is_dir()).cloned().collect();
        let on_walk: FxHashSet<PathBuf> =
            seen.iter().filter(|seen| !seen.named).map(|seen| normalised(&seen.file.location)).collect();
        analysis.ignored =
            Some(ignored(&directories, |file| on_walk.contains(file), |path| files::kind_of(path).is_some()));
    }
    // Files that are named are judged in their projects: what they call may say what API that is.
    let named = seen.iter().filter(|seen| seen.named && matches!(seen.heat, Heat::Hot | Heat::Cold | Heat::Carrier));
    let mut roots: Vec<PathBuf> = named.filter_map(|seen| project::around(&seen.file.location)).collect();
    roots.sort_unstable();
    roots.dedup();
    let mut around = FxHashSet::default();
    if !roots.is_empty() {
        let known: FxHashSet<PathBuf> = seen.iter().map(|seen| normalised(&seen.file.location)).collect();
        let more = looking.walk(&roots, Some(&known), &mut analysis.diagnostics)?;
        around.extend(more.iter().map(|seen| seen.file.path.clone()));
        seen.extend(more);
    }
    let of_excluded = seen.iter().filter(|seen| matches!(seen.heat, Heat::Excluded));
    let excluded: FxHashSet<String> = of_excluded.map(|seen| seen.file.path.clone()).collect();
    let (mut files, mut heats): (Vec<SourceFile>, Vec<Heat>) =
        seen.into_iter().map(|seen| (seen.file, seen.heat)).unzip();
    // What bundles were made of is looked into like what it was made from.
    let everything = Prefilter::open();
    let for_code = if options.no_sift { &everything } else { &prefilter.code };
    let is_read = |at: usize| !matches!(heats[at], Heat::Excluded);
    let mut troubles = Vec::new();
    let may_carry = |at: usize| matches!(heats[at], Heat::Hot | Heat::Carrier);
    let carried = originals::of(&files, for_code, is_read, may_carry, &mut troubles);
    for (at, problem) in troubles {
        if !around.contains(&files[at].path) {
            let message = format!("is no source map that can be read: {problem}");
            analysis.diagnostics.push(trouble(&files[at].path, files[at].location.clone(), Level::Note, message));
        }
    }
    for one in carried {
        if around.contains(&files[one.by].path) {
            around.insert(one.file.path.clone());
        }
        heats.push(if one.hot { Heat::Hot } else { Heat::Unread });
        files.push(one.file);
    }
    // What is excluded may still be what others import.
    around.extend(excluded.iter().cloned());
    let has_rust = files.iter().zip(&heats).any(|(file, heat)| matches!(heat, Heat::Hot) && is_rust(file));
    if has_rust {
        let new = included(options, &analysis.configs, if roots.is_empty() { paths } else { &roots }, &reader)?;
        if !roots.is_empty() {
            around.extend(new.iter().map(|file| file.path.clone()));
        }
        heats.extend(new.iter().map(|_| Heat::Unread));
        files.extend(new);
    }
    // The table is sorted by path, and what is known of the files with it.
    let mut order: Vec<(SourceFile, Heat)> = files.into_iter().zip(heats).collect();
    order.sort_by(|(a, _), (b, _)| a.path.cmp(&b.path));
    let (files, heats): (Vec<SourceFile>, Vec<Heat>) = order.into_iter().unzip();
    analysis.files = Files::new(files);
    let mut hot = Vec::new();
    for (id, heat) in (0..).map(FileId).zip(heats) {
        let is_around = around.contains(analysis.files.path(id));
        let is_looked_at = matches!(heat, Heat::Hot | Heat::Cold | Heat::Carrier | Heat::Settings);
        analysis.stats.files += usize::from(!is_around && is_looked_at);
        match heat {
            Heat::Hot => hot.push(id),
            Heat::Settings => analysis.settings.push(id),
            Heat::Cold | Heat::Carrier | Heat::Unread | Heat::Excluded => {}
            Heat::Skipped(_) if is_around => {}
            Heat::Skipped(diagnostic) => analysis.diagnostics.push(diagnostic),
        }
        if is_around {
            analysis.around.insert(id);
        }
    }
    let json = mentioning(&analysis.files, &excluded, !hot.is_empty(), &analysis.settings, &prefilter);
    analysis.stats.files += json.iter().filter(|id| !analysis.around.contains(id)).count();
    analysis.settings.extend(json);
    analysis.settings.sort_unstable();
    let judged: Vec<FileId> = hot.iter().chain(&analysis.settings).copied().collect();
    // Most trees that mention carriers call somebody else.
    if !options.no_sift && !is_configured && !hot.is_empty() && !telling::any(&analysis.apis, &analysis.files, &judged)
    {
        hot.clear();
    }
    analysis.diagnostics.extend(manifests::unreadable(&analysis.files, &analysis.around, &hot));
    Ok(hot)
}

/// A file that was found and looked at.
struct Seen {
    file: SourceFile,
    named: bool,
    heat: Heat,
    /// That it is checked by.
    config: Arc<Config>,
}

/// What files are looked at with.
struct Looking<'a> {
    options: &'a Options,
    reader: &'a Arc<dyn Reader>,
    prefilter: &'a Prefilters,
    configs: &'a Configs,
}

impl Looking<'_> {
    /// The files below `paths`; where some are `known`, the others, whatever configurations say of them.
    fn walk(
        &self,
        paths: &[PathBuf],
        known: Option<&FxHashSet<PathBuf>>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Vec<Seen>, Error> {
        let buffers = &self.options.buffers;
        let (given, paths): (Vec<PathBuf>, Vec<PathBuf>) =
            paths.iter().cloned().partition(|path| buffers.has(path) && !path.is_file());
        let look = |found: &Candidate| self.look(found, known);
        let walked = walk(&paths, self.options.no_ignore, |path| files::kind_of(path).is_some(), look)
            .map_err(|error| Error::new(error.to_string()))?;
        // Of what nobody named nothing is told.
        for (path, problem) in walked.problems.iter().filter(|_| known.is_none()) {
            diagnostics.push(trouble(path, PathBuf::from(path), Level::Warning, problem.clone()));
        }
        // What is not on disk is not found there.
        let mut lacking: Vec<Candidate> =
            given.iter().map(|path| Candidate { path: shown(path), location: path.clone(), named: true }).collect();
        let here = normalised(Path::new("."));
        let tops: Vec<PathBuf> = paths.iter().map(|path| normalised(path)).collect();
        for location in buffers.paths() {
            if tops.iter().any(|top| location.starts_with(top))
                && !location.exists()
                && files::kind_of(location).is_some()
            {
                let path = shown(location.strip_prefix(&here).unwrap_or(location));
                lacking.push(Candidate { path, location: location.to_path_buf(), named: false });
            }
        }
        let seen = walked.files.into_iter().map(|(_, seen)| seen);
        seen.chain(lacking.iter().map(look)).filter_map(Result::transpose).collect()
    }

    fn look(&self, found: &Candidate, known: Option<&FxHashSet<PathBuf>>) -> Result<Option<Seen>, Error> {
        if known.is_some_and(|known| known.contains(&normalised(&found.location))) {
            return Ok(None);
        }
        let file = unread(found, self.reader);
        let config = if known.is_some() { Arc::default() } else { self.configs.of(&found.location)? };
        let is_excluded = config.selects()
            && (!found.named || self.options.force_exclude)
            && !config.includes(&normalised(&found.location));
        let heat =
            if is_excluded { Heat::Excluded } else { heat(&file, found.named, self.prefilter, self.options.no_sift)? };
        Ok(Some(Seen { file, named: found.named, heat, config }))
    }
}

/// Calls to places that only a configuration further down names are found by those names; `known` are looked for already.
fn look_again(seen: &mut [Seen], known: &FxHashSet<String>) {
    let words: FxHashSet<String> =
        seen.iter().filter(|seen| seen.config.selects()).flat_map(|seen| words_of(&seen.config)).collect();
    if words.is_subset(known) {
        return;
    }
    let prefilter = Prefilter::new(words.into_iter());
    parallel::for_each_mut(seen, |seen| {
        if matches!(seen.heat, Heat::Cold | Heat::Carrier)
            && seen.file.kind.is_some_and(SourceKind::is_code)
            && let Ok(text) = seen.file.read()
            && prefilter.is_hot(text.as_bytes())
        {
            seen.file.fill(text);
            seen.heat = Heat::Hot;
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

/// The files of no kind: Rust includes the text of files of any name.
fn included(
    options: &Options,
    configs: &Configs,
    paths: &[PathBuf],
    reader: &Arc<dyn Reader>,
) -> Result<Vec<SourceFile>, Error> {
    let paths: Vec<PathBuf> = paths.iter().filter(|path| path.exists()).cloned().collect();
    let others = |path: &Path| files::kind_of(path).is_none();
    let walked = walk(&paths, options.no_ignore, others, |_| ()).map_err(|error| Error::new(error.to_string()))?;
    let mut included = Vec::new();
    for (found, ()) in walked.files.iter().filter(|(found, ())| !found.named) {
        if configs.of(&found.location)?.includes(&normalised(&found.location)) {
            included.push(unread(found, reader));
        }
    }
    Ok(included)
}

fn is_rust(file: &SourceFile) -> bool {
    file.kind == Some(SourceKind::Rust)
}

fn unread(found: &Candidate, reader: &Arc<dyn Reader>) -> SourceFile {
    SourceFile::unread(found.path.clone(), found.location.clone(), reader.clone())
}

/// The JSON files that may hold something of an API. Trees full of them are looked through only where something else
/// mentions an API.
fn mentioning(
    files: &Files,
    excluded: &FxHashSet<String>,
    hot: bool,
    settings: &[FileId],
    prefilter: &Prefilters,
) -> Vec<FileId> {
    let waiting = |id: FileId, file: &SourceFile| {
        file.kind == Some(SourceKind::Json)
            && !excluded.contains(&file.path)
            && !Conventions::get().skips(file.name())
            && settings.binary_search(&id).is_err()
    };
    let json: Vec<(FileId, &SourceFile)> = files.iter().filter(|(id, file)| waiting(*id, file)).collect();
    let is_hot = |text: &str| prefilter.settings.is_hot(text.as_bytes());
    if json.len() > FEW && !hot && !settings.iter().any(|id| is_hot(files.text(*id))) {
        return Vec::new();
    }
    let reads = |file: &SourceFile| match file.read() {
        Ok(text) if is_hot(&text) => {
            file.fill(text);
            true
        }
        _ => false,
    };
    parallel::filter_map(&json, |(id, file)| reads(file).then_some(*id))
}
