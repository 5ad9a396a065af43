//! Who imports whom.

use std::path::Path;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::auto_imports::AutoImports;
use super::{Resolver, Target, output, patterns, scan};
use crate::crash::Crashes;
use crate::parallel::{self, Memo};
use crate::source::FileId;

/// Files that hold scripts among other things.
const PAGES: [&str; 5] = ["html", "htm", "vue", "svelte", "astro"];

/// A specifier that is no path, and the scope in which it means the same everywhere.
type Meaning<'s> = (Option<u32>, &'s str);

/// The specifiers of all files, found without parsing them. Names are resolved at once, paths when they are asked for.
#[derive(Debug, Default)]
pub struct ImportGraph {
    /// Sorted by file.
    specifiers: Vec<(FileId, Vec<Box<str>>)>,
    /// The places of those that are paths, by the stem they end in.
    paths: FxHashMap<Box<str>, Vec<(usize, usize)>>,
    /// The places of those that stand for many files.
    patterns: Vec<(usize, usize)>,
    /// Which files name a file without giving its path.
    named: FxHashMap<FileId, Vec<FileId>>,
    known: Memo<FileId, Arc<[FileId]>>,
}

impl ImportGraph {
    /// Scans the texts of `ids`, which are read for it, and tells those for which `holds`. What cannot be read imports
    /// nothing.
    pub fn scan(
        resolver: &Resolver<'_>,
        ids: &[FileId],
        holds: impl Fn(FileId, &str) -> bool + Sync,
    ) -> (Self, Vec<FileId>) {
        Self::scan_noting(&Crashes::default(), resolver, &AutoImports::default(), ids, holds)
    }

    /// The same, with what fails noted, and with what is used without an import.
    pub fn scan_noting(
        crashes: &Crashes,
        resolver: &Resolver<'_>,
        auto_imports: &AutoImports,
        ids: &[FileId],
        holds: impl Fn(FileId, &str) -> bool + Sync,
    ) -> (Self, Vec<FileId>) {
        let scan = |id: &FileId| {
            let file = resolver.files().get(*id)?;
            let extension = file.location.extension().and_then(|extension| extension.to_str());
            let is_page = extension.is_some_and(|extension| PAGES.contains(&extension));
            match file.read() {
                Ok(text) => {
                    let mut specifiers = scan::specifiers(&text, is_page);
                    specifiers.extend(auto_imports.specifiers(resolver, *id, &text));
                    Some((*id, specifiers, holds(*id, &text)))
                }
                Err(_) => None,
            }
        };
        let scanned: Vec<(FileId, Vec<Box<str>>, bool)> =
            parallel::filter_map(ids, |id| crashes.guard(*id, || scan(id)).flatten());
        let held = scanned.iter().filter(|(.., held)| *held).map(|(id, ..)| *id).collect();
        let mut specifiers: Vec<(FileId, Vec<Box<str>>)> =
            scanned.into_iter().filter(|(_, found, _)| !found.is_empty()).map(|(id, found, _)| (id, found)).collect();
        specifiers.sort_unstable();
        specifiers.dedup();
        let mut patterns = Vec::new();
        let mut paths: FxHashMap<Box<str>, Vec<(usize, usize)>> = FxHashMap::default();
        for (place, (_, specifiers)) in specifiers.iter().enumerate() {
            for (number, specifier) in specifiers.iter().enumerate() {
                if patterns::is_pattern(specifier) {
                    patterns.push((place, number));
                } else if specifier.starts_with('.') {
                    paths.entry(stem(last(specifier))).or_default().push((place, number));
                }
            }
        }
        let named = names(&specifiers, resolver);
        (Self { specifiers, paths, patterns, named, known: Memo::default() }, held)
    }

    /// The specifiers in a file and what they mean.
    pub fn imports(&self, resolver: &Resolver<'_>, file: FileId) -> Vec<(&str, Target)> {
        let place = self.specifiers.binary_search_by_key(&file, |(id, _)| *id);
        let specifiers = place.ok().map_or(&[][..], |place| &self.specifiers[place].1);
        specifiers.iter().map(|specifier| (&**specifier, resolver.resolve(file, specifier))).collect()
    }

    /// The files with a specifier that ends in one of some names of files.
    pub fn naming<'g>(&'g self, names: &'g FxHashSet<&str>) -> impl Iterator<Item = FileId> + 'g {
        let names_one = |specifiers: &[Box<str>]| specifiers.iter().any(|specifier| names.contains(last(specifier)));
        self.specifiers.iter().filter(move |(_, specifiers)| names_one(specifiers)).map(|(file, _)| *file)
    }

    /// The files that import `target`, sorted.
    pub fn importers(&self, resolver: &Resolver<'_>, target: FileId) -> Vec<FileId> {
        self.known.get_or_find(&target, || self.find(resolver, target).into()).to_vec()
    }

    fn find(&self, resolver: &Resolver<'_>, target: FileId) -> Vec<FileId> {
        let mut found = self.named.get(&target).cloned().unwrap_or_default();
        for stem in resolver.location(target).map(|path| endings(path, resolver)).unwrap_or_default() {
            for &(place, number) in self.paths.get(&stem).into_iter().flatten() {
                let (file, specifiers) = &self.specifiers[place];
                if resolver.resolve(*file, &specifiers[number]) == Target::Module(target) {
                    found.push(*file);
                }
            }
        }
        for &(place, number) in &self.patterns {
            let (file, specifiers) = &self.specifiers[place];
            if resolver.leads(*file, &specifiers[number], target) {
                found.push(*file);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Resolves what is no path: of those there are few, and most are the same in many files.
fn names(specifiers: &[(FileId, Vec<Box<str>>)], resolver: &Resolver<'_>) -> FxHashMap<FileId, Vec<FileId>> {
    let scopes = parallel::map(specifiers, |(file, _)| resolver.scope(*file));
    // Where a name means the same it is asked about once.
    let mut meanings: FxHashMap<Meaning<'_>, Vec<FileId>> = FxHashMap::default();
    for ((file, specifiers), scope) in specifiers.iter().zip(scopes) {
        for specifier in specifiers.iter().filter(|specifier| !specifier.starts_with('.')) {
            meanings.entry((scope, specifier)).or_default().push(*file);
        }
    }
    let meanings: Vec<(Meaning<'_>, Vec<FileId>)> = meanings.into_iter().collect();
    let targets =
        parallel::map(&meanings, |((_, specifier), files)| resolver.resolve(*files.first()?, specifier).into());
    let mut named: FxHashMap<FileId, Vec<FileId>> = FxHashMap::default();
    for ((_, files), target) in meanings.into_iter().zip(targets) {
        if let Some(Target::Module(target)) = target {
            named.entry(target).or_default().extend(files);
        }
    }
    named
}

/// The stems that the path in an import of this file may end in.
fn endings(path: &Path, resolver: &Resolver<'_>) -> Vec<Box<str>> {
    let name = |path: &Path| path.file_name().and_then(|name| name.to_str()).map(stem);
    let own = name(path);
    let mut endings: Vec<Box<str>> = Vec::new();
    if own.as_deref() == Some("index") {
        endings.extend(path.parent().and_then(name));
        endings.extend(output::OUTPUT.map(stem));
        endings.push("".into());
    }
    // An import of the directory of a package leads where its manifest says.
    endings.extend(resolver.package_of(path).and_then(|dir| name(&dir)));
    endings.push("".into());
    endings.extend(own);
    endings.sort_unstable();
    endings.dedup();
    endings
}

/// The last part of a path, without what bundlers are told after `?`.
fn last(specifier: &str) -> &str {
    let path = specifier.split('?').next().unwrap_or(specifier).trim_end_matches('/');
    path.rsplit('/').next().unwrap_or(path)
}

/// What a name begins with, up to the first dot; empty for `.` and `..`.
fn stem(name: &str) -> Box<str> {
    let hidden = name.len() - name.trim_start_matches('.').len();
    let end = name[hidden..].find('.').map_or(name.len(), |at| at + hidden);
    name[hidden..end].to_lowercase().into()
}
