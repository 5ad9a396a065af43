//! What modules export, and where that comes from.

use rustc_hash::FxHashMap;

use crate::crash::caught;
use crate::ir::program::Target;
use crate::ir::{BindingKind, ExportValue, Module};
use crate::link::Resolver;
use crate::parallel;
use crate::source::FileId;
use crate::syntax;

/// How many modules may pass on what one exports.
const MAX_PASSING: usize = 8;

/// A module, and a name that it exports.
pub(super) type Origin = (FileId, Box<str>);

/// What some modules export, and the modules that they pass on.
#[derive(Debug, Default)]
pub(super) struct Offers(FxHashMap<FileId, Offered>);

/// What one module exports.
#[derive(Debug, Default)]
struct Offered {
    /// The names; of what is imported from another module of the run, where it is and its name there.
    names: Vec<(Box<str>, Option<Origin>)>,
    /// The modules all of whose names it has too.
    all_of: Vec<FileId>,
}

impl Offers {
    /// Reads the files, and those that they pass something on of.
    pub fn of(resolver: &Resolver<'_>, files: Vec<FileId>) -> Self {
        let mut all = Self::default();
        let mut left = files;
        for _ in 0..MAX_PASSING {
            left.sort_unstable();
            left.dedup();
            left.retain(|file| !all.0.contains_key(file));
            let read =
                parallel::filter_map(&left, |file| Some((*file, Offered::of(resolver, &lowered(resolver, *file)?))));
            left = read.iter().flat_map(|(_, offered)| offered.others()).collect();
            all.0.extend(read);
        }
        all
    }

    /// The names that a module exports.
    pub fn names(&self, file: FileId) -> Vec<Box<str>> {
        let mut found = Vec::new();
        self.collect(file, MAX_PASSING, &mut found);
        found.sort_unstable();
        found.dedup();
        found
    }

    fn collect(&self, file: FileId, left: usize, found: &mut Vec<Box<str>>) {
        let Some(offered) = self.0.get(&file).filter(|_| left > 0) else { return };
        found.extend(offered.names.iter().map(|(name, _)| name.clone()));
        for other in &offered.all_of {
            let mut more = Vec::new();
            self.collect(*other, left - 1, &mut more);
            found.extend(more.into_iter().filter(|name| **name != *"default"));
        }
    }

    /// Where what a module exports under a name is declared, as far as it can be told.
    pub fn origin(&self, file: FileId, name: &str) -> Origin {
        self.declared(file, name, MAX_PASSING).unwrap_or_else(|| (file, name.into()))
    }

    fn declared(&self, file: FileId, name: &str, left: usize) -> Option<Origin> {
        let offered = self.0.get(&file).filter(|_| left > 0)?;
        match offered.names.iter().find(|(known, _)| **known == *name) {
            Some((_, Some((other, there)))) => self.declared(*other, there, left - 1),
            Some((_, None)) => Some((file, name.into())),
            None => offered.all_of.iter().find_map(|other| self.declared(*other, name, left - 1)),
        }
    }
}

impl Offered {
    fn of(resolver: &Resolver<'_>, module: &Module) -> Self {
        let mut offered = Self::default();
        let file = |from: &str| match resolver.resolve(module.file, from) {
            Target::Module(file) => Some(file),
            Target::Package(_) | Target::Unknown => None,
        };
        for export in &module.exports {
            let (from, there) = match &export.value {
                ExportValue::Reexport { from, name } => (from, name),
                ExportValue::Binding(binding) => match &module.binding(*binding).kind {
                    BindingKind::Import { from, name } => (from, name),
                    _ => {
                        offered.names.push((export.name.clone(), None));
                        continue;
                    }
                },
                ExportValue::Expr(_) => {
                    offered.names.push((export.name.clone(), None));
                    continue;
                }
            };
            match (&*export.name, &**there) {
                ("*", _) => offered.all_of.extend(file(from)),
                (name, "*") => offered.names.push((name.into(), None)),
                (name, there) => offered.names.push((name.into(), file(from).map(|file| (file, there.into())))),
            }
        }
        offered
    }

    /// The modules that it passes something on of.
    fn others(&self) -> impl Iterator<Item = FileId> {
        let named = self.names.iter().filter_map(|(_, from)| from.as_ref()).map(|(file, _)| *file);
        named.chain(self.all_of.iter().copied())
    }
}

/// The module of a file, read for this alone: what imports are put into it is not known yet.
pub(super) fn lowered(resolver: &Resolver<'_>, id: FileId) -> Option<Module> {
    let file = resolver.files().get(id)?;
    let (kind, text) = (file.kind?, file.read().ok()?);
    // What fails here fails again where the file is read as a module, and is told there.
    caught(|| syntax::lower(id, kind, &text)).ok()
}
