//! What the classic scripts of a page share: they run one after the other in one global scope, and so do the scripts that a
//! worker imports. What one of them declares the others see, and may change; a page runs its scripts in their order.
//!
//! Only pages and workers count in which a script runs that may have to do with an API.

mod address;
mod facts;
mod realms;
mod shared;

pub use address::{module_at, script_at};

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use self::facts::Facts;
use self::realms::Realm;
use self::shared::Sharing;
use super::units::Groups;
use super::{ImportGraph, Resolver};
use crate::clients::Globals;
use crate::ir::Module;
use crate::parallel;
use crate::source::FileId;

/// Scripts that share something, linked to one another.
#[derive(Debug, Default)]
pub struct Linked {
    /// All that were lowered to be linked, and that have to do with one another or with an API.
    pub modules: Vec<Module>,
    /// Those that are evaluated together; what others only get something from is led to by these.
    pub together: Vec<Vec<FileId>>,
}

/// Links the scripts of the pages on which one of the `hot` ones runs. `lower` reads a script by itself; `clients` are
/// known by their names.
pub fn link(
    resolver: &Resolver<'_>,
    graph: &ImportGraph,
    hot: &[FileId],
    lower: impl Fn(FileId) -> Option<Module> + Sync,
    clients: &Globals,
) -> Linked {
    let realms = realms::around(resolver, graph, hot);
    let files: BTreeSet<FileId> = realms.iter().flat_map(Realm::scripts).map(|(file, _)| file).collect();
    if files.is_empty() {
        return Linked::default();
    }
    let modules = parallel::filter_map(&files.into_iter().collect::<Vec<_>>(), |file| lower(*file));
    let mut modules: BTreeMap<FileId, Module> = modules.into_iter().map(|module| (module.file, module)).collect();
    open_to_markup(&realms, &mut modules);
    let scopes: FxHashSet<FileId> =
        realms.iter().flat_map(Realm::scripts).filter(|(_, is_module)| *is_module).map(|(file, _)| file).collect();
    let is_hot: FxHashSet<FileId> = hot.iter().copied().collect();
    let facts = modules.iter().map(|(file, module)| {
        let (is_module, is_hot) = (scopes.contains(file), is_hot.contains(file));
        (*file, Facts::of(module, (is_module, is_hot), clients))
    });
    let facts: FxHashMap<FileId, Facts<'_>> = facts.collect();
    let mut company = Company::of(&realms, &facts);
    let together = company.with(hot);
    let is_linked: FxHashSet<FileId> = together.iter().flatten().copied().collect();
    let sharing = Sharing::of(&realms, &facts, &is_linked);
    let together = together.into_iter().map(|files| company.without_givers(files, &is_hot)).collect();
    let imports = shared::loads(resolver, &realms, &is_linked);
    drop(facts);
    sharing.link(&mut modules, imports);
    modules.retain(|file, _| is_linked.contains(file) || is_hot.contains(file));
    Linked { modules: modules.into_values().collect(), together }
}

/// Lets the markup of pages write into what the scripts have made that they load.
fn open_to_markup(realms: &[Realm], modules: &mut BTreeMap<FileId, Module>) {
    for realm in realms {
        let Some(page) = modules.get(&realm.root).filter(|page| !page.written_by_markup.is_empty()) else { continue };
        let written = page.written_by_markup.clone();
        for load in &realm.loads {
            let Some(script) = modules.get_mut(&load.file) else { continue };
            script.written_by_markup.extend(written.iter().cloned());
            script.written_by_markup.sort_unstable();
            script.written_by_markup.dedup();
        }
    }
}

/// Who has to do with whom.
#[derive(Default)]
struct Company {
    groups: Groups,
    /// Those that use what others give, and the pages.
    users: FxHashSet<FileId>,
}

impl Company {
    fn of(realms: &[Realm], facts: &FxHashMap<FileId, Facts<'_>>) -> Self {
        let mut company = Self::default();
        for realm in realms {
            let scripts = || realm.scripts().filter_map(|(file, _)| Some((file, facts.get(&file)?)));
            let mut givers: FxHashMap<&str, FileId> = FxHashMap::default();
            let mut shared: FxHashSet<&str> = FxHashSet::default();
            for (file, of) in scripts() {
                for name in of.given() {
                    let first = *givers.entry(name).or_insert(file);
                    if first != file {
                        company.unite([first, file, realm.root]);
                        company.users.insert(file);
                        shared.insert(name);
                    }
                }
            }
            for (file, of) in scripts() {
                for name in &of.used {
                    let Some(giver) = givers.get(name) else { continue };
                    if *giver != file || shared.contains(name) {
                        company.unite([*giver, file, realm.root]);
                        company.users.insert(file);
                    }
                }
            }
            company.users.insert(realm.root);
        }
        company
    }

    fn unite(&mut self, files: [FileId; 3]) {
        let [first, others @ ..] = files;
        for other in others {
            self.groups.unite(first, other);
        }
    }

    /// The groups of several in which one of these is.
    fn with(&mut self, hot: &[FileId]) -> Vec<Vec<FileId>> {
        let roots: FxHashSet<FileId> = hot.iter().map(|file| self.groups.root(*file)).collect();
        let groups = self.groups.all().into_iter();
        groups.filter(|(root, files)| files.len() > 1 && roots.contains(root)).map(|(_, files)| files).collect()
    }

    /// Those of some files that are not led to where somebody needs what they give.
    fn without_givers(&self, mut files: Vec<FileId>, is_hot: &FxHashSet<FileId>) -> Vec<FileId> {
        files.retain(|file| self.users.contains(file) || is_hot.contains(file));
        files
    }
}
