//! From paths to the files that may have to do with an API.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::{Analysis, Error, Options, originals, trouble};
use crate::api::Apis;
use crate::config::Configs;
use crate::flow::clients::Clients;
use crate::report::Diagnostic;
use crate::report::finding::Level;
use crate::settings::Conventions;
use crate::source::files::{self, Files, Read, Reader, SourceFile};
use crate::source::maps;
use crate::source::sift::Sift;
use crate::source::walk::{Found, ignored, normalised, shown, walk};
use crate::source::{FileId, SourceKind, project};
use crate::suppress;

/// So many JSON files are looked through whatever else there is.
const FEW: usize = 500;

/// How many files a thread takes at once.
const PORTION: usize = 16;

/// Finds the files below `paths`, and which of them may have to do with an API; counts and troubles go to `analysis`.
/// The second list is of files that do not, but reach into the clients that others use.
pub(crate) fn discover(
    options: &Options,
    clients: &Clients,
    paths: &[PathBuf],
    analysis: &mut Analysis,
) -> Result<(Vec<FileId>, Vec<FileId>), Error> {
    let start = Instant::now();
    let reader: Arc<dyn Reader> = options.overlay.clone();
    let mut walked = found(options, paths, analysis)?;
    if options.count_ignored && !options.no_ignore {
        let directories: Vec<PathBuf> = paths.iter().filter(|path| path.is_dir()).cloned().collect();
        let on_walk = walked.iter().filter(|found| !found.named).map(|found| normalised(&found.location)).collect();
        analysis.ignored = Some(ignored(&directories, &on_walk, |path| files::kind_of(path).is_some()));
    }
    let Configured { words, mut excluded } = configured(&walked, options, &analysis.configs)?;
    let sift = Sieves::new(&analysis.apis, words);
    let mut files: Vec<SourceFile> = walked.par_iter().map(|found| unread(found, &reader)).collect();
    let mut heats = heats_of(&files, &walked, &excluded, &sift, options)?;
    // Files that are named are judged in their projects: what they call may say what API that is.
    let named = walked
        .iter()
        .zip(&heats)
        .filter(|(found, heat)| found.named && matches!(heat, Heat::Hot | Heat::Cold | Heat::Carrier));
    let mut roots: Vec<PathBuf> = named.filter_map(|(found, _)| project::around(&found.location)).collect();
    roots.sort_unstable();
    roots.dedup();
    let mut around = FxHashSet::default();
    if !roots.is_empty() {
        let known: FxHashSet<PathBuf> = walked.iter().map(|found| normalised(&found.location)).collect();
        let mut more = found(options, &roots, analysis)?;
        more.retain(|found| !known.contains(&normalised(&found.location)));
        let new: Vec<SourceFile> = more.iter().map(|found| unread(found, &reader)).collect();
        around.extend(new.iter().map(|file| file.path.clone()));
        heats.extend(heats_of(&new, &more, &FxHashSet::default(), &sift, options)?);
        files.extend(new);
        walked.extend(more);
    }
    // What bundles were made of is looked into like what it was made from.
    let everything = Sift::open();
    let sieve = if options.no_sift { &everything } else { &sift.code };
    let is_read = |at: usize| !excluded.contains(&files[at].path);
    let mut troubles = Vec::new();
    let carried =
        originals::of(&files, sieve, is_read, |at| matches!(heats[at], Heat::Hot | Heat::Carrier), &mut troubles);
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
    around.extend(excluded.drain());
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
        analysis.stats.files +=
            usize::from(!is_around && matches!(heat, Heat::Hot | Heat::Cold | Heat::Carrier | Heat::Settings));
        match heat {
            Heat::Hot => hot.push(id),
            Heat::Settings => analysis.settings.push(id),
            Heat::Cold | Heat::Carrier | Heat::Unread => {}
            Heat::Skipped(_) if is_around => {}
            Heat::Skipped(diagnostic) => analysis.diagnostics.push(diagnostic),
        }
        if is_around {
            analysis.around.insert(id);
        }
    }
    let json = mentioning(&analysis.files, &excluded, !hot.is_empty(), &analysis.settings, &sift);
    analysis.stats.files += json.iter().filter(|id| !analysis.around.contains(id)).count();
    analysis.settings.extend(json);
    analysis.settings.sort_unstable();
    let afar = if hot.is_empty() { Vec::new() } else { reaching(clients, &analysis.files, &sift.code) };
    analysis.cost.discover = start.elapsed();
    Ok((hot, afar))
}

fn found(options: &Options, paths: &[PathBuf], analysis: &mut Analysis) -> Result<Vec<Found>, Error> {
    let (given, paths): (Vec<PathBuf>, Vec<PathBuf>) =
        paths.iter().cloned().partition(|path| options.overlay.has(path) && !path.is_file());
    let mut walked = walk(&paths, options.no_ignore, |path| files::kind_of(path).is_some())
        .map_err(|error| Error::new(error.to_string()))?;
    for (path, reason) in &walked.problems {
        let reason = format!("cannot be read: {reason}");
        analysis.diagnostics.push(trouble(path, PathBuf::from(path), Level::Warning, reason));
    }
    // What is not on disk is not found there.
    walked.files.extend(given.iter().map(|path| Found { path: shown(path), location: path.clone(), named: true }));
    let here = normalised(Path::new("."));
    let tops: Vec<PathBuf> = paths.iter().map(|path| normalised(path)).collect();
    for location in options.overlay.paths() {
        if tops.iter().any(|top| location.starts_with(top)) && !location.exists() && files::kind_of(location).is_some()
        {
            let path = shown(location.strip_prefix(&here).unwrap_or(location));
            walked.files.push(Found { path, location: location.to_path_buf(), named: false });
        }
    }
    Ok(walked.files)
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
    let walked = walk(&paths, options.no_ignore, others).map_err(|error| Error::new(error.to_string()))?;
    let mut included = Vec::new();
    for found in walked.files.iter().filter(|found| !found.named) {
        if configs.of(&found.location)?.includes(&normalised(&found.location)) {
            included.push(unread(found, reader));
        }
    }
    Ok(included)
}

fn is_rust(file: &SourceFile) -> bool {
    file.kind == Some(SourceKind::Rust)
}

fn unread(found: &Found, reader: &Arc<dyn Reader>) -> SourceFile {
    SourceFile::unread(found.path.clone(), found.location.clone(), reader.clone())
}

/// What the configurations say of files.
struct Configured {
    /// By these, calls to configured places are found.
    words: Vec<String>,
    /// The paths of files that are not to be checked.
    excluded: FxHashSet<String>,
}

fn configured(files: &[Found], options: &Options, configs: &Configs) -> Result<Configured, Error> {
    let mut words = FxHashSet::default();
    let mut excluded = FxHashSet::default();
    // Each folder may have its own; looking is what takes the time.
    let mut folders: Vec<&Path> = files.iter().filter_map(|file| file.location.parent()).collect();
    folders.dedup();
    let selects = |folder: &&Path| configs.of_directory(&normalised(folder)).map(|config| config.selects());
    let selects = folders.par_iter().map(selects).try_reduce(|| false, |a, b| Ok(a | b))?;
    for file in files.iter().filter(|_| selects) {
        let config = configs.of(&file.location)?;
        words.extend(config.hosts.iter().map(|host| host.trim_start_matches("*.").to_owned()));
        words.extend(config.prefixes.iter().map(|prefix| prefix.trim_matches('/').to_owned()));
        if (!file.named || options.force_exclude) && !config.includes(&normalised(&file.location)) {
            excluded.insert(file.path.clone());
        }
    }
    Ok(Configured { words: words.into_iter().collect(), excluded })
}

fn heats_of(
    files: &[SourceFile],
    found: &[Found],
    excluded: &FxHashSet<String>,
    sift: &Sieves,
    options: &Options,
) -> Result<Vec<Heat>, Error> {
    let heat = |(file, found): (&SourceFile, &Found)| {
        if excluded.contains(&found.path) { Ok(Heat::Unread) } else { heat(file, found.named, sift, options.no_sift) }
    };
    // In small portions: some files take much longer than others, and nobody must wait for the one who has them.
    files.par_iter().zip(found).with_max_len(PORTION).map(heat).collect()
}

/// The JSON files that may hold something of an API. Trees full of them are looked through only where something else
/// mentions an API.
fn mentioning(
    files: &Files,
    excluded: &FxHashSet<String>,
    hot: bool,
    settings: &[FileId],
    sift: &Sieves,
) -> Vec<FileId> {
    let waiting = |id: FileId, file: &SourceFile| {
        let name = file.path.rsplit(['/', '\\']).next().unwrap_or_default();
        file.kind == Some(SourceKind::Json)
            && !excluded.contains(&file.path)
            && !Conventions::get().skips(name)
            && settings.binary_search(&id).is_err()
    };
    let json: Vec<(FileId, &SourceFile)> = files.iter().filter(|(id, file)| waiting(*id, file)).collect();
    let is_hot = |text: &str| sift.settings.is_hot(text.as_bytes());
    if json.len() > FEW && !hot && !settings.iter().any(|id| is_hot(files.text(*id))) {
        return Vec::new();
    }
    let reads = |file: &SourceFile| match file.read() {
        Read::Text(text) if is_hot(&text) => {
            file.fill(text);
            true
        }
        _ => false,
    };
    json.into_par_iter().filter(|(_, file)| reads(file)).map(|(id, _)| id).collect()
}

/// The scripts that hold a word by which clients are changed from afar, and say nothing of an API themselves. A crate is read as a whole anyway.
fn reaching(clients: &Clients, files: &Files, code: &Sift) -> Vec<FileId> {
    let afar = Sift::new(clients.afar());
    let scripts: Vec<(FileId, &SourceFile)> =
        files.iter().filter(|(_, file)| file.kind.is_some_and(SourceKind::is_script)).collect();
    let reaches = |file: &SourceFile| matches!(file.read(), Read::Text(text) if afar.is_hot(text.as_bytes()) && !code.is_hot(text.as_bytes()));
    scripts.into_par_iter().filter(|(_, file)| reaches(file)).map(|(id, _)| id).collect()
}

/// One sieve for code and one for settings.
struct Sieves {
    code: Sift,
    settings: Sift,
}

impl Sieves {
    /// Of code, `words` and suppressions are looked for too.
    fn new(apis: &Apis, words: Vec<String>) -> Self {
        let code = apis.triggers().chain([suppress::WORD.to_owned()]).chain(words);
        Self { code: Sift::new(code), settings: Sift::new(apis.setting_triggers()) }
    }
}

/// What sifting a file came to.
enum Heat {
    Hot,
    Cold,
    /// It says nothing of an API, but the map of its sources in it may.
    Carrier,
    /// Settings that may hold something of an API.
    Settings,
    /// Read only where code leads to it.
    Unread,
    Skipped(Diagnostic),
}

fn heat(file: &SourceFile, named: bool, sift: &Sieves, no_sift: bool) -> Result<Heat, Error> {
    let SourceFile { path, location, .. } = file;
    let skipped = |level, message: String| Ok(Heat::Skipped(trouble(path, location.clone(), level, message)));
    if file.kind.is_none() {
        return skipped(Level::Note, "is no kind of source that is understood; skipped".to_owned());
    }
    // What it carries is looked into later.
    if file.kind == Some(SourceKind::SourceMap) {
        return Ok(Heat::Cold);
    }
    if let Some(kind) = file.kind.filter(|kind| kind.is_settings()) {
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
        // Most JSON is data: it waits until there is a reason to read it.
        let waits = kind == SourceKind::Json && !named && !no_sift;
        if waits || Conventions::get().skips(name) {
            return Ok(Heat::Unread);
        }
        // Environments are small, and their names need not say whose they are.
        return match file.read() {
            Read::Text(text) if no_sift || kind == SourceKind::Env || sift.settings.is_hot(text.as_bytes()) => {
                file.fill(text);
                Ok(Heat::Settings)
            }
            Read::Failed(error) if named => Err(Error::new(format!("cannot read {path}: {error}"))),
            // What is large or no text is data.
            _ => Ok(Heat::Unread),
        };
    }
    match file.read() {
        Read::Text(text) if no_sift || sift.code.is_hot(text.as_bytes()) => {
            file.fill(text);
            Ok(Heat::Hot)
        }
        Read::Text(text) if file.kind == Some(SourceKind::JavaScript) && maps::ends_in_map(&text) => Ok(Heat::Carrier),
        Read::Text(_) => Ok(Heat::Cold),
        Read::Binary => skipped(Level::Note, "is no text; skipped".to_owned()),
        Read::TooLarge => {
            let most = file.kind.map_or(0, SourceKind::max_bytes) / 1024 / 1024;
            skipped(Level::Warning, format!("is larger than {most} MiB; skipped"))
        }
        Read::Failed(error) if named => Err(Error::new(format!("cannot read {path}: {error}"))),
        Read::Failed(error) => skipped(Level::Warning, format!("cannot be read: {error}")),
    }
}
