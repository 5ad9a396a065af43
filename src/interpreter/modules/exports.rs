//! What modules export, and what their namespaces have.

use crate::interpreter::budget::MAX_REEXPORTS;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::program::Target;
use crate::ir::{BindingKind, ExportValue};
use crate::source::{FileId, Span};

impl Interpreter<'_> {
    /// What a loaded module exports under a name; `*` for all of it. `None` where that cannot be seen.
    pub(crate) fn exported(&mut self, file: FileId, name: &str, span: Span) -> Option<Value> {
        let module = self.module_of(file);
        let is_esm = !module.exports.is_empty();
        if name == "*" {
            return Some(if is_esm { self.namespace(file) } else { self.commonjs_exports(file, span) });
        }
        let mut found = None;
        let mut seen: Vec<(FileId, Box<str>)> = Vec::new();
        let mut left: Vec<(FileId, Box<str>)> = vec![(file, name.into())];
        // Depth first and in order, as names are looked up: a name of one's own hides those of `export *`.
        while let Some((at, name)) = left.pop() {
            if seen.len() > MAX_REEXPORTS {
                return None;
            }
            if seen.contains(&(at, name.clone())) {
                continue;
            }
            seen.push((at, name.clone()));
            let module = self.module_of(at);
            if let Some(export) = module.exports.iter().find(|export| *export.name == *name) {
                match &export.value {
                    ExportValue::Binding(binding) => match &module.binding(*binding).kind {
                        BindingKind::Import { from, name } => self.go_on(at, from, name, span, &mut left, &mut found),
                        _ => {
                            let frame = self.load(at)?;
                            found = Some(self.within(&frame, |this| this.name(*binding, span)));
                        }
                    },
                    ExportValue::Expr(expr) => found = self.loaded.defaults.get(expr).cloned(),
                    ExportValue::Reexport { from, name } => self.go_on(at, from, name, span, &mut left, &mut found),
                }
            } else {
                let stars = module.exports.iter().rev().filter(|export| &*export.name == "*");
                let mut any = false;
                for star in stars.filter(|_| &*name != "default") {
                    any = true;
                    let ExportValue::Reexport { from, .. } = &star.value else { continue };
                    if let Target::Module(next) = self.program.resolve(at, from)
                        && self.load(next).is_some()
                    {
                        left.push((next, name.clone()));
                    }
                }
                if !any {
                    found = self.commonjs_member(at, &name, span);
                }
            }
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Looks for a name in another module, or takes it from a package.
    pub(crate) fn go_on(
        &mut self,
        at: FileId,
        from: &str,
        name: &str,
        span: Span,
        left: &mut Vec<(FileId, Box<str>)>,
        found: &mut Option<Value>,
    ) {
        match self.program.resolve(at, from) {
            Target::Module(next) if name != "*" => {
                if self.load(next).is_some() {
                    left.push((next, name.into()));
                }
            }
            _ => *found = Some(self.import_into(at, from, name, span)),
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
