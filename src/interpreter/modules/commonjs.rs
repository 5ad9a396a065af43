//! Modules that set their exports one by one: `module.exports`, `exports`.

use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::{ExprKind, Pattern, Stmt};
use crate::source::{FileId, Span};

impl Interpreter<'_> {
    /// Whether a module sets its exports one by one. What is written for other module systems too is not told.
    pub(crate) fn is_commonjs(&self, file: FileId) -> bool {
        let module = self.module_of(file);
        let mut statements = module.function(module.top()).body.stmts.iter();
        module.exports.is_empty()
            && module.without.is_empty()
            && statements.any(|stmt| {
                let Stmt::Expr(expr) = stmt else { return false };
                let ExprKind::Assign { target, .. } = &module.expr(*expr).kind else { return false };
                let Pattern::Place(mut place) = **target else { return false };
                while let ExprKind::Member { object, .. } = &module.expr(place).kind {
                    place = *object;
                }
                match &module.expr(place).kind {
                    ExprKind::Global(name) => matches!(&**name, "exports" | "module"),
                    ExprKind::This => true,
                    _ => false,
                }
            })
    }

    /// `module` of a file.
    pub(crate) fn commonjs(&mut self, file: FileId) -> ObjectId {
        if let Some(known) = self.loaded.commonjs.get(&file) {
            return *known;
        }
        let mark = self.heap.enter();
        let span = self.module_of(file).function(self.module_of(file).top()).span;
        let exports = self.heap.object(Object::new(Shape::Record));
        let mut module = Object::new(Shape::Record);
        module.set("exports", span, Value::Object(exports, LOCAL));
        module.open_by(span, "members of `module`");
        let id = self.heap.object(module);
        self.heap.leave_established(mark);
        self.loaded.commonjs.insert(file, id);
        self.loaded.exports.insert(id, Value::Object(exports, LOCAL));
        id
    }

    /// `exports`: what `module.exports` is at first.
    pub(crate) fn commonjs_object(&mut self, file: FileId) -> Value {
        let module = self.commonjs(file);
        self.loaded.exports.get(&module).cloned().unwrap_or(Value::Undefined)
    }

    /// `exports = …`: another name for what `module.exports` is, mostly.
    pub(crate) fn assign_exports(&mut self, file: FileId, value: Value) {
        let module = self.commonjs(file);
        self.loaded.exports.insert(module, value);
    }

    /// `module.exports`.
    pub(crate) fn commonjs_exports(&mut self, file: FileId, span: Span) -> Value {
        let module = self.commonjs(file);
        let value = self.heap.obj(module).entry("exports").map_or(Value::Undefined, |entry| entry.value.clone());
        match &value {
            // Nothing was exported, or not in a way that can be seen.
            Value::Object(id, _) => {
                let object = self.heap.obj(*id);
                let empty = object.shape == Shape::Record && object.entries.is_empty() && object.class.is_none();
                if empty { Value::unknown(span) } else { value }
            }
            _ => value,
        }
    }

    /// What an `import` of a name or of the default takes from `module.exports`.
    pub(crate) fn commonjs_member(&mut self, file: FileId, name: &str, span: Span) -> Option<Value> {
        let exports = self.commonjs_exports(file, span);
        if matches!(exports, Value::Unknown(..)) {
            return None;
        }
        let is_transpiled =
            matches!(&exports, Value::Object(id, _) if self.heap.obj(*id).entry("__esModule").is_some());
        if name == "default" && !is_transpiled {
            return Some(exports);
        }
        match self.member(&exports, name, span) {
            Value::Undefined => None,
            value => Some(value),
        }
    }
}
