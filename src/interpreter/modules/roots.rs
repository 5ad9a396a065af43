//! Which files the programs begin with that are evaluated together. What one of them sets up is set up for what it loads; to
//! others it may be: whether they run beside it is told nowhere.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::interpreter::budget::MAX_WORLD;
use crate::interpreter::domain::heap::{Changes, Location};
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::program::{Program, Side, Target};
use crate::link::specifiers;
use crate::request::{Open, OpenPart};
use crate::source::FileId;

/// What the programs have changed at their beginnings of what they share.
#[derive(Debug, Default)]
pub(crate) struct Worlds {
    /// Of each program.
    changes: Vec<Changes>,
    /// The program of each file that belongs to one alone.
    of: FxHashMap<FileId, usize>,
    /// What there is for programs of a side without what those of the other have changed: they never run beside them.
    apart: Vec<(Side, Changes)>,
    /// The side of files that programs of one side alone lead to, where there is any such state.
    sides: FxHashMap<FileId, Side>,
}

/// Who loads whom among some files.
#[derive(Default)]
struct Reach {
    imports: FxHashMap<FileId, Vec<FileId>>,
    /// Files that none of the others import, in order; of files that import one another in a circle, the first.
    roots: Vec<FileId>,
    /// The root that leads to a file; `None` where there are several.
    owners: FxHashMap<FileId, Option<usize>>,
}

impl Interpreter<'_> {
    /// Loads the files that are evaluated together.
    pub(crate) fn load_all(&mut self, files: &[FileId]) {
        let reach = if self.language.shares_variables_between_modules() && files.len() > 1 {
            Reach::of(self.program, files)
        } else {
            Reach::default()
        };
        if reach.roots.len() > 1 {
            self.load_programs(files, &reach);
        }
        // A program begins with what imports the others, so that these run in its order.
        self.load_each(reach.roots.iter().chain(files));
    }

    /// Loads modules one after the other. What they have filled the heap with and nothing holds any longer is given up.
    fn load_each<'f>(&mut self, files: impl Iterator<Item = &'f FileId>) {
        let mut swept = self.heap.level();
        for file in files {
            self.load(*file);
            swept = self.sweep_if_full(swept, &[]);
        }
    }

    /// Loads what programs share, and then each of them by itself.
    fn load_programs(&mut self, files: &[FileId], reach: &Reach) {
        let is_shared = |file: &FileId| matches!(reach.owners.get(file), Some(None));
        self.load_each(reach.left_in_order(&reach.roots).iter().filter(|file| is_shared(file)));
        let mut owned: Vec<Vec<FileId>> = vec![Vec::new(); reach.roots.len()];
        for file in files {
            if let Some(Some(owner)) = reach.owners.get(file) {
                owned[*owner].push(*file);
            }
        }
        self.make_common_clients(files);
        let span = self.stack_span();
        // Tests are no programs without which somebody uses what the only one sets up.
        let is_test = |root: &FileId| self.program.is_test(*root);
        let tests: Vec<bool> = reach.roots.iter().map(is_test).collect();
        let is_alone = tests.iter().filter(|is_test| !**is_test).count() == 1;
        let (mut worlds, mut before) = (Worlds::default(), Vec::with_capacity(reach.roots.len()));
        let mut swept = self.heap.level();
        for (at, root) in reach.roots.iter().enumerate() {
            let mark = self.heap.enter();
            for file in std::iter::once(root).chain(&owned[at]) {
                self.load(*file);
            }
            let changes = self.heap.leave(mark);
            before.push(self.heap.now_at(&changes));
            self.heap.join(vec![changes.clone()], !is_alone || tests[at], span);
            worlds.changes.push(changes);
            swept = self.sweep_if_full(swept, &worlds.changes);
        }
        worlds.of = reach.owners.iter().filter_map(|(file, owner)| Some((*file, (*owner)?))).collect();
        self.open_unordered(&worlds, &reach.roots, &tests);
        self.set_sides_apart(&mut worlds, reach, &Changes::first_of(before));
        self.loaded.worlds = worlds;
    }

    /// Where nothing tells which of two programs begins first, what one sends as it begins may go by clients that the other
    /// has set up: what was sent before that was seen is open.
    fn open_unordered(&mut self, worlds: &Worlds, roots: &[FileId], tests: &[bool]) {
        let program = self.program;
        for (later, changes) in worlds.changes.iter().enumerate().filter(|(at, _)| !tests[*at]) {
            let clients = self.clients_set_up_by(changes);
            if clients.is_empty() {
                continue;
            }
            let is_unordered = |earlier: usize| {
                let sides = [program.side(roots[earlier]), program.side(roots[later])];
                let is_apart = sides.contains(&Side::Client) && sides.contains(&Side::Server);
                earlier < later && !is_apart && !(program.is_led(roots[earlier]) && program.is_led(roots[later]))
            };
            let at = program
                .module(roots[later])
                .map_or_else(|| self.stack_span(), |module| module.function(module.top()).span);
            for noted in &mut self.observations.top_requests {
                let request = &mut noted.request;
                let owner = worlds.of.get(&request.site.file).copied();
                if owner.is_some_and(is_unordered) && clients.contains(&request.client) {
                    request.open.push(Open::new(at, OpenPart::All, "another module may set its client up before"));
                }
            }
        }
    }

    /// The clients, by their names in reports, to which a program gives at its beginning what all that use them send.
    fn clients_set_up_by(&self, changes: &Changes) -> FxHashSet<Box<str>> {
        let changed: FxHashSet<Location> = changes.locations().into_iter().collect();
        let is_changed = |id: ObjectId| changed.contains(&Location::Object(id));
        let mut clients = FxHashSet::default();
        if changed.is_empty() {
            return clients;
        }
        for (id, object) in self.heap.objects_of(changes) {
            let Shape::Client(def) = object.shape else { continue };
            let parts = object.entries.iter().filter_map(|entry| match &entry.value {
                Value::Object(part, _) => Some(*part),
                _ => None,
            });
            if std::iter::once(id).chain(parts).any(is_changed) && self.carries(id) {
                clients.extend(self.clients.objects.get(def).map(|def| def.client.clone()));
            }
        }
        if let Some(globals) = self.objects.globals.filter(|id| is_changed(*id)) {
            let paths = self.heap.obj(globals).entries.iter().map(|entry| format!("global:{}", entry.name));
            clients.extend(paths.flat_map(|path| self.clients_of_global(&path)));
        }
        clients
    }

    /// Notes for each side what there is without what programs of the other one have changed; `before` is what there was before
    /// any began.
    fn set_sides_apart(&mut self, worlds: &mut Worlds, reach: &Reach, before: &Changes) {
        if before.is_empty() {
            return;
        }
        let programs = reach.roots.iter().zip(&worlds.changes);
        let programs: Vec<(Side, FileId, &Changes)> =
            programs.map(|(root, changes)| (self.program.side(*root), *root, changes)).collect();
        let span = self.stack_span();
        for (side, other) in [(Side::Client, Side::Server), (Side::Server, Side::Client)] {
            let others = programs.iter().filter(|(changer, ..)| *changer == other);
            let theirs = Changes::first_of(others.map(|(_, _, changes)| (*changes).clone()));
            if !(1..=MAX_WORLD).contains(&theirs.len()) {
                continue;
            }
            let mark = self.heap.enter();
            self.heap.join(vec![before.only(&theirs)], false, span);
            for (_, _, changes) in programs.iter().filter(|(changer, ..)| *changer != other) {
                self.heap.join(vec![changes.only(&theirs)], true, span);
            }
            worlds.apart.push((side, self.heap.leave(mark)));
        }
        if !worlds.apart.is_empty() {
            let roots: Vec<(Side, FileId)> = programs.iter().map(|(side, root, _)| (*side, *root)).collect();
            worlds.sides = reach.sides(&roots);
        }
    }

    /// Makes the clients and the global object that are there once, so that what one program sets there is none of what another finds.
    fn make_common_clients(&mut self, files: &[FileId]) {
        self.own_globals();
        let program = self.program;
        let mut packages: BTreeSet<String> = BTreeSet::new();
        for &file in files {
            for specifier in program.module(file).into_iter().flat_map(specifiers) {
                if let Target::Package(package) = program.resolve(file, specifier) {
                    packages.insert(format!("npm:{package}"));
                }
            }
        }
        for package in packages {
            self.client_of_path(&package);
        }
    }

    /// Goes on in the state that the program of a file has begun with, if it belongs to one alone.
    pub(crate) fn enter_world(&mut self, file: FileId) {
        let Worlds { changes, of, apart, sides } = &self.loaded.worlds;
        let side = sides.get(&file);
        let of_side = apart.iter().filter(|(known, _)| Some(known) == side).map(|(_, changes)| changes);
        let own = of.get(&file).and_then(|at| changes.get(*at));
        let own = own.filter(|changes| (1..=MAX_WORLD).contains(&changes.len()));
        let states: Vec<Changes> = of_side.chain(own).cloned().collect();
        let span = self.stack_span();
        for state in states {
            self.heap.join(vec![state], false, span);
        }
    }
}

impl Reach {
    fn of(program: &dyn Program, files: &[FileId]) -> Self {
        let mut imports: FxHashMap<FileId, Vec<FileId>> = FxHashMap::default();
        let mut imported: FxHashSet<FileId> = FxHashSet::default();
        for &file in files {
            let Some(module) = program.module(file) else { continue };
            let targets = specifiers(module).filter_map(|specifier| match program.resolve(file, specifier) {
                Target::Module(target) => Some(target).filter(|target| *target != file),
                _ => None,
            });
            let mut known = FxHashSet::default();
            let targets: Vec<FileId> = targets.filter(|target| known.insert(*target)).collect();
            imported.extend(&targets);
            imports.insert(file, targets);
        }
        let mut reach = Self { imports, ..Self::default() };
        let roots: Vec<FileId> = files.iter().copied().filter(|file| !imported.contains(file)).collect();
        let roots = if roots.len() > 1 { program.in_order(&roots) } else { roots };
        for file in roots {
            reach.add_root(file);
        }
        // What is left is led to by circles alone: a walk along the imports leaves what begins them last.
        for file in reach.left_in_order(files).into_iter().rev() {
            if !reach.owners.contains_key(&file) {
                reach.add_root(file);
            }
        }
        reach
    }

    /// The files in the order in which a walk along the imports is done with them.
    fn left_in_order(&self, files: &[FileId]) -> Vec<FileId> {
        let (mut left, mut seen) = (Vec::new(), FxHashSet::default());
        for &file in files {
            let mut way = if seen.insert(file) { vec![(file, 0)] } else { continue };
            while let Some((file, at)) = way.last_mut() {
                let target = self.imports.get(file).and_then(|targets| targets.get(*at));
                *at += 1;
                match target {
                    Some(target) if seen.insert(*target) => way.push((*target, 0)),
                    Some(_) => {}
                    None => {
                        left.push(*file);
                        way.pop();
                    }
                }
            }
        }
        left
    }

    /// The side of each file that roots of one side alone lead to.
    fn sides(&self, roots: &[(Side, FileId)]) -> FxHashMap<FileId, Side> {
        let mut sides: FxHashMap<FileId, Side> = FxHashMap::default();
        for side in [Side::Client, Side::Server, Side::Unknown] {
            let mut seen: FxHashSet<FileId> = FxHashSet::default();
            let mut left: Vec<FileId> = roots.iter().filter(|(of, _)| *of == side).map(|(_, root)| *root).collect();
            while let Some(file) = left.pop() {
                if seen.insert(file) {
                    sides.entry(file).and_modify(|known| *known = Side::Unknown).or_insert(side);
                    left.extend(self.imports.get(&file).into_iter().flatten());
                }
            }
        }
        sides
    }

    /// Marks what a root leads to; each file is passed twice at most.
    fn add_root(&mut self, root: FileId) {
        let own = Some(self.roots.len());
        self.roots.push(root);
        let mut left = vec![(root, own)];
        while let Some((file, owner)) = left.pop() {
            let known = self.owners.get(&file).copied();
            let owner = match known {
                None => owner,
                Some(known) if known.is_none() || known == owner => continue,
                Some(_) => None,
            };
            self.owners.insert(file, owner);
            left.extend(self.imports.get(&file).into_iter().flatten().map(|target| (*target, owner)));
        }
    }
}
