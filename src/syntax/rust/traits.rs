//! Traits and their implementors, which share methods.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Lowerer;
use super::conventions::is_double;
use crate::ir::{ClassId, Key, Method};

/// How many methods traits and their implementors may give one another.
const MAX_MERGED: usize = 200_000;

/// The traits of a unit.
#[derive(Default)]
pub(super) struct Traits {
    all: Vec<Trait>,
    by_class: FxHashMap<ClassId, usize>,
}

struct Trait {
    class: ClassId,
    /// Methods without a body.
    required: Vec<String>,
    /// Each with whether it is there in tests only.
    implementors: Vec<(ClassId, bool)>,
}

impl Traits {
    pub(super) fn add(&mut self, class: ClassId) {
        self.by_class.insert(class, self.all.len());
        self.all.push(Trait { class, required: Vec::new(), implementors: Vec::new() });
    }

    /// Whether a class is a trait.
    pub(super) fn is_trait(&self, class: ClassId) -> bool {
        self.by_class.contains_key(&class)
    }

    /// Notes a method without a body.
    pub(super) fn require(&mut self, class: ClassId, method: String) {
        if let Some(&at) = self.by_class.get(&class) {
            self.all[at].required.push(method);
        }
    }

    /// Notes an implementor, if `of` is a trait of the unit.
    pub(super) fn implement(&mut self, of: ClassId, class: ClassId, test: bool) {
        if let Some(&at) = self.by_class.get(&of) {
            self.all[at].implementors.push((class, test));
        }
    }
}

impl Lowerer<'_> {
    /// Gives implementors the default methods of their traits, and a trait with one implementor the methods of that.
    /// What stands in for it in tests does not count beside it.
    pub(super) fn merge_traits(&mut self) {
        let mut left = MAX_MERGED;
        for known in std::mem::take(&mut self.traits).all {
            let defaults = self.b.module.class(known.class).methods.clone();
            for &(class, _) in &known.implementors {
                let own = self.method_names(class);
                let missing: Vec<Method> = defaults
                    .iter()
                    .filter(|method| method_name(method).is_some_and(|name| !own.contains(name)))
                    .take(left)
                    .cloned()
                    .collect();
                left -= missing.len();
                self.b.class_mut(class).methods.extend(missing);
            }
            let real = self.real(&known.implementors);
            self.b.class_mut(known.class).implementors = real;
            if let Some(only) = self.single(&known.implementors) {
                let given: Vec<Method> = self
                    .b
                    .module
                    .class(only)
                    .methods
                    .iter()
                    .filter(|method| {
                        method_name(method).is_some_and(|name| known.required.iter().any(|required| required == name))
                    })
                    .take(left)
                    .cloned()
                    .collect();
                left -= given.len();
                let known = self.b.class_mut(known.class);
                known.methods.extend(given);
                known.implementor = Some(only);
            }
        }
    }

    fn single(&self, implementors: &[(ClassId, bool)]) -> Option<ClassId> {
        if let [(only, _)] = implementors {
            return Some(*only);
        }
        match self.real(implementors)[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Those that do not stand in for others in tests.
    fn real(&self, implementors: &[(ClassId, bool)]) -> Vec<ClassId> {
        let is_double = |class: ClassId| is_double(&self.b.module.class(class).name);
        implementors.iter().filter(|(class, test)| !test && !is_double(*class)).map(|(class, _)| *class).collect()
    }

    fn method_names(&self, class: ClassId) -> FxHashSet<Box<str>> {
        self.b.module.class(class).methods.iter().filter_map(method_name).map(Into::into).collect()
    }
}

fn method_name(method: &Method) -> Option<&str> {
    match &method.key {
        Key::Name(name, _) => Some(name),
        Key::Computed(_) => None,
    }
}
