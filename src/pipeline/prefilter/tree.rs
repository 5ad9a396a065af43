//! Whether a tree has anything to do with an API: the names of carriers that other vendors use too (`apisecret`) make
//! files worth parsing, but not where nothing else tells of the API.

use std::path::Path;

use rustc_hash::FxHashSet;

use crate::api::Apis;
use crate::ir::DIRECTIVE;
use crate::parallel;
use crate::source::files::{Files, SourceFile};
use crate::source::prefilter::Prefilter;
use crate::source::{FileId, package};

/// Longer runs of letters are no names.
const MAX_NAME: usize = 64;

/// Whether one of `ids` tells of an API: by a host, a path, an alias in its text, in its name or in that of its package.
pub(super) fn is_about(apis: &Apis, files: &Files, ids: &[FileId]) -> bool {
    // A comment for authlint tells that somebody has met it here.
    let words = Prefilter::new(apis.unmistakable().chain([DIRECTIVE.to_owned()]));
    let tells = |file: &SourceFile| {
        words.is_hot(file.text().as_bytes()) || names(file.text()).into_iter().any(|name| bears(apis, name))
    };
    if parallel::any(ids, |id| files.get(*id).is_some_and(tells)) {
        return true;
    }
    let known = || ids.iter().filter_map(|id| files.get(*id));
    let folders: FxHashSet<&Path> = known().filter_map(|file| file.location.parent()).collect();
    let folders: Vec<&Path> = folders.into_iter().collect();
    known().any(|file| bears(apis, file.name()))
        || parallel::any(&folders, |folder| package::name_of(&folder.join("_")).is_some_and(|name| bears(apis, &name)))
}

fn bears(apis: &Apis, name: &str) -> bool {
    apis.tables.iter().any(|api| api.named_in(name))
}

/// The identifiers of a text, each once.
fn names(text: &str) -> FxHashSet<&str> {
    let is_part = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '-';
    text.split(move |char| !is_part(char)).filter(|name| (2..MAX_NAME).contains(&name.len())).collect()
}
