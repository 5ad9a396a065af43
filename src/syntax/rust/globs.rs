//! Glob imports: what they lead to is found once for each module, and once for each name.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Lowerer;
use super::scopes::{MAX_WORK, Space, Target};
use crate::ir::ClassId;

/// How many modules the glob imports of one may lead to.
const MAX_MODULES: usize = 300;
/// How many glob imports may be resolved within one another.
const MAX_DEPTH: u32 = 32;

/// Where a glob import leads.
#[derive(Debug, Clone)]
pub(super) enum Lead {
    /// To the names of a module.
    Module(usize),
    /// To the variants of an enum.
    Class(ClassId),
    /// Out of the unit.
    Elsewhere(Vec<String>),
}

/// A name in a scope, of some kind, and whether it is the last of its path.
type Asked = (usize, Space, bool, String);

/// What is known of glob imports.
#[derive(Default)]
pub(super) struct Globs {
    own: RefCell<FxHashMap<usize, Rc<[Lead]>>>,
    all: RefCell<FxHashMap<usize, Rc<[Lead]>>>,
    /// Which of all leads has a name.
    names: RefCell<FxHashMap<Asked, Option<usize>>>,
    /// How many scopes are being asked for their own: until then answers are not final.
    open: Cell<u32>,
}

impl Lowerer<'_> {
    /// Where the glob imports of a scope lead.
    fn own_globs(&self, of: usize) -> Rc<[Lead]> {
        let Some(scope) = self.scopes.get(of).filter(|scope| !scope.globs.is_empty()) else { return Rc::new([]) };
        if let Some(known) = self.globs.own.borrow().get(&of) {
            return Rc::clone(known);
        }
        let depth = self.globs.open.get();
        if depth >= MAX_DEPTH {
            return Rc::new([]);
        }
        self.globs.own.borrow_mut().insert(of, Rc::new([]));
        self.globs.open.set(depth + 1);
        let work = self.work.replace(0);
        let mut found: Vec<Lead> = scope.globs.iter().map(|path| self.lead(path, of)).collect();
        // The path of a glob import may begin with what another one brings.
        if found.iter().any(|lead| matches!(lead, Lead::Module(_))) {
            self.globs.own.borrow_mut().insert(of, found.clone().into());
            for (lead, path) in found.iter_mut().zip(&scope.globs) {
                if matches!(lead, Lead::Elsewhere(_)) {
                    *lead = self.lead(path, of);
                }
            }
        }
        self.work.set(work);
        self.globs.open.set(depth);
        let found: Rc<[Lead]> = found.into();
        self.globs.own.borrow_mut().insert(of, Rc::clone(&found));
        found
    }

    fn lead(&self, path: &[String], from: usize) -> Lead {
        match self.resolve_within(path, from, Space::Type, 4) {
            Target::Module(module) => Lead::Module(module),
            Target::Class(class, rest) if rest.is_empty() => Lead::Class(class),
            Target::Path(path) => Lead::Elsewhere(path),
            _ => Lead::Elsewhere(path.to_vec()),
        }
    }

    /// Where the glob imports of a scope lead, and those of the modules there, the nearest first.
    pub(super) fn all_globs(&self, of: usize) -> Rc<[Lead]> {
        if let Some(known) = self.globs.all.borrow().get(&of) {
            return Rc::clone(known);
        }
        let mut found = Vec::new();
        let mut seen = FxHashSet::from_iter([of]);
        let mut open = VecDeque::from([of]);
        while let Some(at) = open.pop_front() {
            for lead in &*self.own_globs(at) {
                if let Lead::Module(module) = *lead {
                    if seen.len() > MAX_MODULES || !seen.insert(module) {
                        continue;
                    }
                    open.push_back(module);
                }
                found.push(lead.clone());
            }
        }
        let found: Rc<[Lead]> = found.into();
        if self.globs.open.get() == 0 {
            self.globs.all.borrow_mut().insert(of, Rc::clone(&found));
        }
        found
    }

    /// Looks a path up in what the glob imports of a scope bring.
    pub(super) fn by_glob(&self, at: usize, segments: &[String], space: Space, steps: u32) -> Option<Target> {
        let (name, rest) = segments.split_first()?;
        if self.scopes.get(at)?.globs.is_empty() {
            return None;
        }
        let leads = self.all_globs(at);
        let through = |lead: &Lead| match lead {
            Lead::Module(module) => self.declared(*module, segments, space, steps + 1),
            Lead::Class(class) if self.variants.contains(&(*class, name.clone())) => {
                Some(Target::Class(*class, segments.to_vec()))
            }
            Lead::Class(_) | Lead::Elsewhere(_) => None,
        };
        if self.globs.open.get() > 0 || steps > 4 {
            return leads.iter().find_map(through);
        }
        let key = (at, space, rest.is_empty(), name.clone());
        // What is known is asked again, which may bring more to be known.
        let known = self.globs.names.borrow().get(&key).copied();
        if let Some(known) = known {
            return through(leads.get(known?)?);
        }
        let found = leads.iter().enumerate().find_map(|(index, lead)| Some((index, through(lead)?)));
        if self.work.get() <= MAX_WORK {
            self.globs.names.borrow_mut().insert(key, found.as_ref().map(|(index, _)| *index));
        }
        found.map(|(_, target)| target)
    }
}
