//! Import maps: what names of modules stand for, as the configuration of a runtime, `deno.json`, or a page says it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jsonc_parser::{ParseOptions, parse_to_serde_value};
use serde_json::Value;

use super::conventions::Conventions;
use super::tree::Tree;
use crate::source::SourceKind;
use crate::source::files::Files;
use crate::source::markup::Markup;
use crate::source::scripts::{Page, mapped};
use crate::source::walk::normalised;

/// How many names all maps of one package may have.
const MAX_NAMES: usize = 2_000;

/// What a page holds that has a map.
const MARK: &str = "importmap";

/// What names stand for, by the directory of the package in which they do.
#[derive(Debug, Default)]
pub(super) struct ImportMaps {
    /// By configuration: nothing else counts.
    configured: BTreeMap<PathBuf, Vec<Mapped>>,
    /// By pages, of which each has its own.
    of_pages: BTreeMap<PathBuf, Vec<Mapped>>,
}

/// A name of a map.
#[derive(Debug)]
struct Mapped {
    /// With a slash at its end it is the beginning of names.
    name: Box<str>,
    /// An address, or a path from one of the folders.
    target: Box<str>,
    folders: Arc<[PathBuf]>,
    /// Where the modules are that it stands for this in, and how much that says; `None` for all.
    scope: Option<Scope>,
}

/// Some modules of a package: what an import map says of them alone comes before what it says of all.
#[derive(Debug)]
struct Scope {
    /// Their places begin with one of these.
    places: Vec<PathBuf>,
    length: usize,
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The module at this address.
    Address(String),
    /// The module at the first of these places that is one.
    Places(Vec<PathBuf>),
}

impl ImportMaps {
    /// Those of a tree.
    pub fn read(tree: &Tree, files: &Files) -> Self {
        let mut maps = Self::default();
        for dir in tree.sorted_dirs() {
            for name in &Conventions::get().import_maps {
                maps.add_config(tree, &dir.join(name));
            }
        }
        for (_, file) in files.iter().filter(|(_, file)| file.kind == Some(SourceKind::Page(Markup::Html))) {
            let Some(text) = file.read().ok().filter(|text| text.contains(MARK)) else { continue };
            let location = normalised(&file.location);
            let Some(dir) = location.parent() else { continue };
            let package = tree.package_around(dir);
            let folders: Arc<[PathBuf]> = [dir.to_path_buf(), package.clone(), package.join("public")].into();
            let links = Page::read(&text, Markup::Html).links;
            let named =
                links.iter().filter_map(|link| Some((link.scope.as_deref(), &**link.name.as_ref()?, &*link.target)));
            add(maps.of_pages.entry(package).or_default(), named, &folders);
        }
        maps
    }

    fn add_config(&mut self, tree: &Tree, path: &Path) {
        let Some((dir, fields)) = path.parent().zip(parsed(tree, path)) else { return };
        let folders: Arc<[PathBuf]> = [dir.to_path_buf()].into();
        add(self.configured.entry(dir.to_path_buf()).or_default(), mapped(&fields), &folders);
        // The map may be a file of its own.
        let Some(other) = fields.get("importMap").and_then(Value::as_str).map(|other| normalised(&dir.join(other)))
        else {
            return;
        };
        if let Some((fields, folder)) = parsed(tree, &other).zip(other.parent()) {
            let folders: Arc<[PathBuf]> = [folder.to_path_buf()].into();
            add(self.configured.entry(dir.to_path_buf()).or_default(), mapped(&fields), &folders);
        }
    }

    /// The places of a package by which names may mean something else in a module there.
    pub fn scopes_around(&self, module: &Path, package: &Path) -> Vec<PathBuf> {
        let maps = [self.configured.get(package), self.of_pages.get(package)].into_iter().flatten().flatten();
        let places = maps.filter_map(|mapped| mapped.scope.as_ref()).flat_map(|scope| &scope.places);
        let mut around: Vec<PathBuf> = places.filter(|place| module.starts_with(place)).cloned().collect();
        around.sort_unstable();
        around.dedup();
        around
    }

    /// What the configuration of a package says that a name stands for, in a module with these scopes around it.
    pub fn configured(&self, specifier: &str, package: &Path, scopes: &[PathBuf]) -> Vec<Meaning> {
        meanings(self.configured.get(package), specifier, scopes)
    }

    /// What pages of a package say that it stands for.
    pub fn of_pages(&self, specifier: &str, package: &Path, scopes: &[PathBuf]) -> Vec<Meaning> {
        meanings(self.of_pages.get(package), specifier, scopes)
    }
}

impl Mapped {
    /// How much it says for a module with these scopes around it; `None` where it says nothing.
    fn weight(&self, scopes: &[PathBuf]) -> Option<(usize, usize)> {
        let own = match &self.scope {
            None => 0,
            Some(scope) => scope.places.iter().any(|place| scopes.contains(place)).then_some(scope.length)?,
        };
        Some((own, self.name.len()))
    }
}

/// All that a name may stand for: of scopes and then of names that fit the longest counts.
fn meanings(maps: Option<&Vec<Mapped>>, specifier: &str, scopes: &[PathBuf]) -> Vec<Meaning> {
    let rest = |mapped: &Mapped| match specifier.strip_prefix(&*mapped.name) {
        Some("") => Some(""),
        Some(rest) if mapped.name.ends_with('/') => Some(rest),
        _ => None,
    };
    let of = |mapped: &Mapped, rest: &str| {
        let target = format!("{}{rest}", mapped.target);
        if target.contains(':') {
            return Meaning::Address(target);
        }
        let path = target.trim_start_matches('/');
        Meaning::Places(mapped.folders.iter().map(|folder| normalised(&folder.join(path))).collect())
    };
    let fitting = || maps.into_iter().flatten().filter_map(|mapped| Some((mapped, rest(mapped)?)));
    let longest = fitting().filter_map(|(mapped, _)| mapped.weight(scopes)).max();
    let longest = fitting().filter(|(mapped, _)| longest.is_some() && mapped.weight(scopes) == longest);
    longest.map(|(mapped, rest)| of(mapped, rest)).collect()
}

fn add<'m>(
    known: &mut Vec<Mapped>,
    named: impl IntoIterator<Item = (Option<&'m str>, &'m str, &'m str)>,
    folders: &Arc<[PathBuf]>,
) {
    let room = MAX_NAMES.saturating_sub(known.len());
    let mapped = named.into_iter().filter(|(_, name, target)| !name.is_empty() && !target.is_empty()).take(room);
    known.extend(mapped.map(|(scope, name, target)| Mapped {
        name: name.into(),
        target: target.into(),
        folders: Arc::clone(folders),
        scope: scope.map(|scope| Scope {
            places: folders.iter().map(|folder| normalised(&folder.join(scope.trim_start_matches('/')))).collect(),
            length: scope.len(),
        }),
    }));
}

/// JSON, perhaps with comments.
fn parsed(tree: &Tree, path: &Path) -> Option<Value> {
    parse_to_serde_value(&tree.config(path)?, &ParseOptions::default()).ok()
}
