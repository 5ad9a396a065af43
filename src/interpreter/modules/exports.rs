//! What modules export, and what their namespaces have.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use crate::interpreter::budget::MAX_REEXPORTS;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::program::Target;
use crate::ir::{BindingKind, Export, ExportValue};
use crate::source::{FileId, Span};

/// Of a module with more exports it is noted where each stands.
const FEW: usize = 16;

/// A search for an export. Depth first and in order, as names are looked up: a name of one's own hides those of
/// `export *`.
struct Search {
    /// Modules and names that were asked for, each with the place in this list of the one that led there.
    asked: Vec<(FileId, Box<str>, Option<usize>)>,
    seen: FxHashSet<(FileId, Box<str>)>,
    /// Those that are still to be asked for, and what led there.
    left: Vec<(FileId, Box<str>, usize)>,
    /// The place of the one that is asked for now.
    at: usize,
    /// Whether the modules' text alone tells where it leads.
    is_fixed: bool,
}

impl Search {
    fn of(file: FileId, name: &str) -> Self {
        let left = vec![(file, name.into(), usize::MAX)];
        Self { asked: Vec::new(), seen: FxHashSet::default(), left, at: 0, is_fixed: true }
    }

    /// The next module and name that were not asked for before.
    fn next(&mut self) -> Option<(FileId, Box<str>)> {
        loop {
            let (file, name, from) = self.left.pop()?;
            if self.seen.insert((file, name.clone())) {
                self.at = self.asked.len();
                self.asked.push((file, name.clone(), Some(from).filter(|from| *from != usize::MAX)));
                return Some((file, name));
            }
        }
    }
}

impl<'m> Interpreter<'m> {
    /// What a loaded module exports under a name; `*` for all of it. `None` where that cannot be seen.
    pub(crate) fn exported(&mut self, file: FileId, name: &str, span: Span) -> Option<Value> {
        let module = self.module_of(file);
        let is_esm = !module.exports.is_empty();
        if name == "*" {
            return Some(if is_esm { self.namespace(file) } else { self.commonjs_exports(file, span) });
        }
        let mut search = Search::of(file, name);
        while let Some((at, name)) = search.next() {
            if search.asked.len() > MAX_REEXPORTS {
                return None;
            }
            match self.loaded.leading.get(&(at, name.clone())).cloned() {
                Some(Some((next, under))) if next != at || under != name => {
                    search.left.push((next, under, search.at));
                    continue;
                }
                Some(None) => continue,
                Some(Some(_)) | None => {}
            }
            if let Some(value) = self.exported_here(at, &name, span, &mut search)? {
                self.remember(&search, true);
                return Some(value);
            }
        }
        self.remember(&search, false);
        None
    }

    /// What a module exports itself under a name, or else where else it is to be looked for; `None` where a module that
    /// would have to be asked cannot be loaded.
    #[allow(clippy::option_option)] // there are two reasons not to know
    fn exported_here(&mut self, at: FileId, name: &str, span: Span, search: &mut Search) -> Option<Option<Value>> {
        let module = self.module_of(at);
        let Some(export) = self.export_named(at, name) else {
            let stars = module.exports.iter().rev().filter(|export| &*export.name == "*");
            let mut any = false;
            for star in stars.filter(|_| name != "default") {
                any = true;
                let ExportValue::Reexport { from, .. } = &star.value else { continue };
                if let Target::Module(next) = self.program.resolve(at, from)
                    && self.load(next).is_some()
                {
                    search.left.push((next, name.into(), search.at));
                }
            }
            if any {
                return Some(None);
            }
            search.is_fixed = false;
            return Some(self.commonjs_member(at, name, span));
        };
        Some(match &export.value {
            ExportValue::Binding(binding) => match &module.binding(*binding).kind {
                BindingKind::Import { from, name } => self.go_on(at, from, name, span, search),
                _ => {
                    let frame = self.load(at)?;
                    Some(self.within(&frame, |this| this.name(*binding, span)))
                }
            },
            ExportValue::Expr(expr) => {
                let known = self.loaded.defaults.get(expr).cloned();
                search.is_fixed &= known.is_some();
                known
            }
            ExportValue::Reexport { from, name } => self.go_on(at, from, name, span, search),
        })
    }

    /// Keeps where a search ended for all that it came through, or that it ended nowhere; not where that may change.
    fn remember(&mut self, search: &Search, is_found: bool) {
        if !search.is_fixed {
            return;
        }
        if !is_found {
            let asked = search.asked.iter().map(|(file, name, _)| ((*file, name.clone()), None));
            self.loaded.leading.extend(asked);
            return;
        }
        let Some((file, name, _)) = search.asked.get(search.at) else { return };
        let mut next = Some(search.at);
        while let Some((via, under, before)) = next.and_then(|at| search.asked.get(at)) {
            self.loaded.leading.insert((*via, under.clone()), Some((*file, name.clone())));
            next = *before;
        }
    }

    /// The export of a module that has a name, the first one where there are several.
    fn export_named(&mut self, file: FileId, name: &str) -> Option<&'m Export> {
        let module = self.module_of(file);
        if module.exports.len() <= FEW {
            return module.exports.iter().find(|export| *export.name == *name);
        }
        let named = self.loaded.named.entry(file).or_insert_with(|| {
            let names = module.exports.iter().enumerate().rev();
            Rc::new(names.map(|(at, export)| (export.name.clone(), at)).collect())
        });
        module.exports.get(*named.get(name)?)
    }

    /// Looks for a name in another module, or takes it from a package.
    fn go_on(&mut self, at: FileId, from: &str, name: &str, span: Span, search: &mut Search) -> Option<Value> {
        match self.program.resolve(at, from) {
            Target::Module(next) if name != "*" => {
                if self.load(next).is_some() {
                    search.left.push((next, name.into(), search.at));
                }
                None
            }
            _ => Some(self.import_into(at, from, name, span)),
        }
    }

    /// The namespace of a module.
    pub(crate) fn namespace(&mut self, file: FileId) -> Value {
        if let Some(known) = self.loaded.namespaces.get(&file) {
            return Value::Object(*known, LOCAL);
        }
        let id = self.heap.object(Object::new(Shape::Namespace(file)));
        self.loaded.namespaces.insert(file, id);
        Value::Object(id, LOCAL)
    }

    /// A member of a namespace.
    pub(crate) fn namespace_member(&mut self, file: FileId, name: &str, span: Span) -> Value {
        // So do all that load modules of ES by `require`.
        if name == "__esModule" {
            return Value::Bool(Some(true));
        }
        self.exported(file, name, span).unwrap_or_else(|| Value::unknown(span).named(name))
    }

    /// A namespace as an object of all its members, where they can be listed.
    pub(crate) fn listed(&mut self, value: &Value, span: Span) -> Value {
        let Value::Object(id, via) = value else { return value.clone() };
        let Shape::Namespace(file) = self.heap.obj(*id).shape else { return value.clone() };
        let module = self.module_of(file);
        let mut object = Object::new(Shape::Record);
        for export in &module.exports {
            if &*export.name == "*" {
                object.open_by(span, "members of another module");
                continue;
            }
            let member = self.namespace_member(file, &export.name, span);
            object.set(&export.name, span, member);
        }
        Value::Object(self.heap.object(object), *via)
    }
}
