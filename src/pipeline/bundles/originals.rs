//! The sources that source maps carry, as files of the run.

use rustc_hash::FxHashMap;

use crate::parallel;
use crate::pipeline::prefilter::file::{Candidate, Prefiltered};
use crate::source::SourceKind;
use crate::source::files::SourceFile;
use crate::source::prefilter::Prefilter;
use crate::source::source_map::contents::{self, Original};

/// Maps from this size on are read one after another.
const LARGE: u64 = 8 * 1024 * 1024;

/// A file that a map carries.
pub(in crate::pipeline) struct Carried {
    pub file: SourceFile,
    /// Whether it mentions an API.
    pub hot: bool,
    /// Index of the file that carries it.
    pub by: usize,
}

/// What the maps among `files`, and those inside the bundles among them, carry; and what is wrong with maps, by the
/// index of the file.
pub(in crate::pipeline) fn of(files: &[Candidate], prefilter: &Prefilter) -> (Vec<Carried>, Vec<(usize, String)>) {
    let size = |file: &SourceFile| file.location.metadata().map_or(0, |metadata| metadata.len());
    let may_carry = |one: &Candidate| match one.file.kind {
        Some(SourceKind::SourceMap) => !matches!(one.prefiltered, Prefiltered::Excluded),
        Some(SourceKind::JavaScript) => matches!(one.prefiltered, Prefiltered::Hot | Prefiltered::WithMap),
        _ => false,
    };
    let maps: Vec<usize> = (0..files.len()).filter(|at| may_carry(&files[*at])).collect();
    let is_large = |file: &SourceFile| file.kind == Some(SourceKind::SourceMap) && size(file) >= LARGE;
    let (large, small): (Vec<usize>, Vec<usize>) = maps.into_iter().partition(|at| is_large(&files[*at].file));
    let look = |at: &usize| (*at, carried(&files[*at].file, prefilter));
    let mut looked = parallel::map(&small, look);
    looked.extend(large.iter().map(look));
    looked.sort_by_key(|(at, _)| *at);
    let (mut found, mut troubles) = (Vec::new(), Vec::new());
    let mut names: Option<FxHashMap<&str, Vec<usize>>> = None;
    for (at, originals) in looked {
        let mut originals = match originals {
            Ok(originals) => originals,
            Err(problem) => {
                troubles.push((at, problem));
                continue;
            }
        };
        if originals.is_empty() {
            continue;
        }
        let names = names.get_or_insert_with(|| by_name(files));
        originals.retain(|one| !(one.hot && is_in_tree(files, names, one)));
        if originals.iter().any(|one| one.hot) {
            let carry =
                |one: Original| Carried { hot: one.hot, file: SourceFile::carried(&files[at].file, one), by: at };
            found.extend(originals.into_iter().map(carry));
        }
    }
    (found, troubles)
}

/// What a map, or a bundle with its map inside, carries.
fn carried(file: &SourceFile, prefilter: &Prefilter) -> Result<Vec<Original>, String> {
    if file.kind != Some(SourceKind::SourceMap) {
        // What is wrong with the end of a script is nobody's business.
        let map = match file.read() {
            Ok(text) => contents::inline(&text).filter(|map| prefilter.is_hot(map.as_bytes())),
            _ => None,
        };
        return Ok(map.and_then(|map| contents::originals(&map, prefilter).ok()).unwrap_or_default());
    }
    match file.read() {
        Ok(text) if prefilter.is_hot(text.as_bytes()) => contents::originals(&text, prefilter),
        _ => Ok(Vec::new()),
    }
}

fn by_name(files: &[Candidate]) -> FxHashMap<&str, Vec<usize>> {
    let mut names: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, one) in files.iter().enumerate() {
        let name = one.file.path.rsplit('/').next().unwrap_or_default();
        names.entry(name).or_default().push(at);
    }
    names
}

/// Whether the source that was built lies in the tree too, and is judged there.
fn is_in_tree(files: &[Candidate], names: &FxHashMap<&str, Vec<usize>>, one: &Original) -> bool {
    let name = one.name.rsplit('/').next().unwrap_or_default();
    let ends =
        |path: &str| path.strip_suffix(one.name.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
    let lines = |text: &str| text.trim_start_matches('\u{feff}').trim_end().replace("\r\n", "\n");
    let same = |file: &SourceFile| matches!(file.read(), Ok(text) if lines(&text) == lines(&one.text));
    names.get(name).is_some_and(|all| all.iter().any(|at| ends(&files[*at].file.path) && same(&files[*at].file)))
}
