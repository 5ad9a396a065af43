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
use crate::source::scripts::Page;
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
            let links = Page::read(&text, Markup::Html).links.into_iter();
            let named = links.filter_map(|link| Some((link.name?, link.target)));
            add(maps.of_pages.entry(package).or_default(), named, &folders);
        }
        maps
    }

    fn add_config(&mut self, tree: &Tree, path: &Path) {
        let Some((dir, Value::Object(fields))) = path.parent().zip(parsed(tree, path)) else { return };
        let folders: Arc<[PathBuf]> = [dir.to_path_buf()].into();
        add(self.configured.entry(dir.to_path_buf()).or_default(), strings(fields.get("imports")), &folders);
        // The map may be a file of its own.
        let Some(other) = fields.get("importMap").and_then(Value::as_str).map(|other| normalised(&dir.join(other)))
        else {
            return;
        };
        if let Some((Value::Object(fields), folder)) = parsed(tree, &other).zip(other.parent()) {
            let folders: Arc<[PathBuf]> = [folder.to_path_buf()].into();
            add(self.configured.entry(dir.to_path_buf()).or_default(), strings(fields.get("imports")), &folders);
        }
    }

    /// What the configuration of a package says that a name stands for.
    pub fn configured(&self, specifier: &str, package: &Path) -> Vec<Meaning> {
        meanings(self.configured.get(package), specifier)
    }

    /// What pages of a package say that it stands for.
    pub fn of_pages(&self, specifier: &str, package: &Path) -> Vec<Meaning> {
        meanings(self.of_pages.get(package), specifier)
    }
}

/// All that a name may stand for: of names that fit the longest counts.
fn meanings(maps: Option<&Vec<Mapped>>, specifier: &str) -> Vec<Meaning> {
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
    let longest = fitting().map(|(mapped, _)| mapped.name.len()).max();
    let longest = fitting().filter(|(mapped, _)| Some(mapped.name.len()) == longest);
    longest.map(|(mapped, rest)| of(mapped, rest)).collect()
}

fn add(known: &mut Vec<Mapped>, named: impl Iterator<Item = (String, String)>, folders: &Arc<[PathBuf]>) {
    let room = MAX_NAMES.saturating_sub(known.len());
    let mapped = named.filter(|(name, target)| !name.is_empty() && !target.is_empty()).take(room);
    known.extend(mapped.map(|(name, target)| Mapped {
        name: name.into(),
        target: target.into(),
        folders: Arc::clone(folders),
    }));
}

fn strings(map: Option<&Value>) -> impl Iterator<Item = (String, String)> {
    let entries = map.and_then(Value::as_object).into_iter().flatten();
    entries.filter_map(|(name, target)| Some((name.clone(), target.as_str()?.to_owned())))
}

/// JSON, perhaps with comments.
fn parsed(tree: &Tree, path: &Path) -> Option<Value> {
    parse_to_serde_value(&tree.config(path)?, &ParseOptions::default()).ok()
}
