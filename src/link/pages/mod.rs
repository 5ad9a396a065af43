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
use crate::source::markup::Markup;
use crate::source::{FileId, SourceKind};

/// Scripts that share something, linked to one another.
#[derive(Debug, Default)]
pub struct Linked {
    /// All that were lowered to be linked, and that have to do with one another or with an API.
    pub modules: Vec<Module>,
    /// Those that are evaluated together.
    pub together: Vec<Together>,
}

/// Files that are evaluated together, for they share what the pages have on which they run.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Together {
    /// Those that may have to do with an API, one at least.
    pub hot: Vec<FileId>,
    /// The others, but for those that only give something: to these the code leads. One may be with several.
    pub others: Vec<FileId>,
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
    note_what_is_absent(resolver, graph, &realms, &mut modules);
    let scopes: FxHashSet<FileId> =
        realms.iter().flat_map(Realm::scripts).filter(|(_, is_module)| *is_module).map(|(file, _)| file).collect();
    let is_hot: FxHashSet<FileId> = hot.iter().copied().collect();
    let facts = modules.iter().map(|(file, module)| {
        let (is_module, is_hot) = (scopes.contains(file), is_hot.contains(file));
        (*file, Facts::of(module, (is_module, is_hot), clients))
    });
    let facts: FxHashMap<FileId, Facts<'_>> = facts.collect();
    let company = Company::of(&realms, &facts, &is_hot);
    let sharing = Sharing::of(&realms, &facts, &company);
    let imports = shared::loads(resolver, &realms, &company);
    let together = company.together();
    drop(facts);
    sharing.link(&mut modules, imports);
    let is_linked: FxHashSet<FileId> = company.linked.iter().map(|(file, _)| *file).collect();
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

/// Notes what is not there for scripts that run on pages alone: the classic ones that no others import.
fn note_what_is_absent(
    resolver: &Resolver<'_>,
    graph: &ImportGraph,
    realms: &[Realm],
    modules: &mut BTreeMap<FileId, Module>,
) {
    let is_page = |file: FileId| {
        let kind = resolver.files().get(file).and_then(|file| file.kind);
        matches!(kind, Some(SourceKind::Page(Markup::Html)))
    };
    let scripts = realms.iter().filter(|realm| is_page(realm.root)).flat_map(Realm::scripts);
    let classic: FxHashSet<FileId> = scripts.filter(|(_, is_module)| !is_module).map(|(file, _)| file).collect();
    for file in &classic {
        let is_imported = graph.importers(resolver, *file).iter().any(|importer| !classic.contains(importer));
        if let Some(module) = modules.get_mut(file).filter(|_| !is_imported) {
            module.without = facts::without_loader(module);
        }
    }
}

/// A script that runs in a realm. What may have to do with an API is the same in all, so that all that others do to it is
/// seen at once; any other is another one in each realm, for what it is in one tells nothing of another.
type Place = (FileId, usize);

/// The realm of what is the same in all.
const EVERYWHERE: usize = usize::MAX;

/// Who has to do with whom.
struct Company<'f> {
    is_hot: &'f FxHashSet<FileId>,
    groups: Groups<Place>,
    /// Those that use what others give, and the pages.
    users: FxHashSet<Place>,
    /// Those that have to do with something hot.
    linked: FxHashSet<Place>,
}

impl<'f> Company<'f> {
    fn of(realms: &[Realm], facts: &FxHashMap<FileId, Facts<'_>>, is_hot: &'f FxHashSet<FileId>) -> Self {
        let (groups, users, linked) = (Groups::default(), FxHashSet::default(), FxHashSet::default());
        let mut company = Self { is_hot, groups, users, linked };
        for (at, realm) in realms.iter().enumerate() {
            company.add(at, realm, facts);
        }
        for files in company.groups.all().into_values() {
            if files.len() > 1 && files.iter().any(|(_, realm)| *realm == EVERYWHERE) {
                company.linked.extend(files);
            }
        }
        company
    }

    fn add(&mut self, at: usize, realm: &Realm, facts: &FxHashMap<FileId, Facts<'_>>) {
        let root = self.place(realm.root, at);
        let scripts: Vec<(Place, &Facts<'_>)> =
            realm.scripts().filter_map(|(file, _)| Some((self.place(file, at), facts.get(&file)?))).collect();
        let mut givers: FxHashMap<&str, Place> = FxHashMap::default();
        let mut shared: FxHashSet<&str> = FxHashSet::default();
        for (place, of) in &scripts {
            for name in of.given() {
                let first = *givers.entry(name).or_insert(*place);
                if first != *place {
                    self.unite(first, *place, root);
                    shared.insert(name);
                }
            }
        }
        for (place, of) in &scripts {
            for name in &of.used {
                let Some(giver) = givers.get(name) else { continue };
                if giver != place || shared.contains(name) {
                    self.unite(*giver, *place, root);
                }
            }
        }
    }

    fn place(&self, file: FileId, realm: usize) -> Place {
        (file, if self.is_hot.contains(&file) { EVERYWHERE } else { realm })
    }

    fn unite(&mut self, giver: Place, user: Place, root: Place) {
        self.groups.unite(giver, user);
        self.groups.unite(giver, root);
        self.users.extend([user, root]);
    }

    /// Whether a script has to do with something hot where it runs in a realm.
    fn is_linked(&self, file: FileId, realm: usize) -> bool {
        self.linked.contains(&self.place(file, realm))
    }

    fn together(&self) -> Vec<Together> {
        let mut groups = self.groups.clone();
        let of_group = |files: Vec<Place>| {
            let files = files.into_iter().filter(|place| self.linked.contains(place));
            let (hot, others): (Vec<Place>, Vec<Place>) = files.partition(|(_, realm)| *realm == EVERYWHERE);
            let mut others: Vec<FileId> =
                others.into_iter().filter(|place| self.users.contains(place)).map(|(file, _)| file).collect();
            others.dedup();
            Together { hot: hot.into_iter().map(|(file, _)| file).collect(), others }
        };
        groups.all().into_values().map(of_group).filter(|one| !one.hot.is_empty()).collect()
    }
}
