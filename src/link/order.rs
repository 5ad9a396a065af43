//! In which order the programs of a tree begin with files: whoever imports two of them runs them as it names them.

use rustc_hash::FxHashSet;

use super::{ImportGraph, Resolver, Target};
use crate::source::FileId;

/// How many files are looked at that lead to those whose order is asked for.
const MAX_LEADING: usize = 20_000;

/// Some files in the order in which what leads to them runs them. What nothing leads to comes last, in the order given.
pub(super) fn in_order(graph: &ImportGraph, resolver: &Resolver<'_>, files: &[FileId]) -> Vec<FileId> {
    let (mut leading, mut tops) = (FxHashSet::default(), Vec::new());
    let mut left: Vec<FileId> = files.to_vec();
    while let Some(file) = left.pop() {
        if leading.len() >= MAX_LEADING || !leading.insert(file) {
            continue;
        }
        let importers = graph.importers(resolver, file);
        if importers.is_empty() {
            tops.push(file);
        }
        left.extend(importers);
    }
    tops.sort_unstable();
    let mut ordered = Ordered { graph, resolver, leading: &leading, seen: FxHashSet::default(), done: Vec::new() };
    // What circles alone lead to is led to by its own files.
    for file in tops.iter().chain(files) {
        ordered.walk(*file);
    }
    let asked: FxHashSet<FileId> = files.iter().copied().collect();
    let is_lone = |file: &FileId| tops.binary_search(file).is_ok();
    let (lone, led): (Vec<FileId>, Vec<FileId>) =
        ordered.done.into_iter().filter(|file| asked.contains(file)).partition(is_lone);
    led.into_iter().chain(lone).collect()
}

/// A walk along imports.
struct Ordered<'a, 'f> {
    graph: &'a ImportGraph,
    resolver: &'a Resolver<'f>,
    /// Nothing else is looked at.
    leading: &'a FxHashSet<FileId>,
    seen: FxHashSet<FileId>,
    /// The files that the walk is done with, in order.
    done: Vec<FileId>,
}

impl Ordered<'_, '_> {
    fn walk(&mut self, first: FileId) {
        let mut way: Vec<(FileId, std::vec::IntoIter<FileId>)> = Vec::new();
        self.enter(first, &mut way);
        while let Some((file, targets)) = way.last_mut() {
            match targets.next() {
                Some(target) => self.enter(target, &mut way),
                None => {
                    self.done.push(*file);
                    way.pop();
                }
            }
        }
    }

    fn enter(&mut self, file: FileId, way: &mut Vec<(FileId, std::vec::IntoIter<FileId>)>) {
        if !self.leading.contains(&file) || !self.seen.insert(file) {
            return;
        }
        let imports = self.graph.imports(self.resolver, file).into_iter();
        let targets = imports.filter_map(|(_, target)| match target {
            Target::Module(target) => Some(target),
            Target::Package(_) | Target::Unknown => None,
        });
        way.push((file, targets.collect::<Vec<_>>().into_iter()));
    }
}
