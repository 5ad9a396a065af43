//! Modules that use one another: running their top levels, and what they export.

use std::rc::Rc;

use crate::interpreter::activation::{Activation, Call, Calls, Stop};
use crate::interpreter::budget::{MAX_MODULES, MAX_REEXPORTS};
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::{Frame, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::changed::changed_bindings;
use crate::ir::program::Target;
use crate::ir::{BindingKind, ClassId, ExportValue, ExprKind, Module, Pattern, Stmt};
use crate::source::{FileId, Span};

impl<'m> Interpreter<'m> {
    /// Runs the top level of a module, unless that has begun, and gives its frame.
    pub(crate) fn load(&mut self, file: FileId) -> Option<Rc<Frame>> {
        if let Some(known) = self.loaded.frames.get(&file) {
            return Some(known.clone());
        }
        if self.loaded.order.len() >= MAX_MODULES {
            return None;
        }
        let module = self.program.module(file)?;
        if module.language != self.language.language() {
            return None;
        }
        let frame = Rc::new(Frame::new(module.top(), None, None));
        self.loaded.frames.insert(file, frame.clone());
        self.loaded.order.push(file);
        self.loaded.running.push(file);
        self.loaded.changed.insert(file, changed_bindings(module).into());
        self.run_top(module, frame.clone());
        self.loaded.running.pop();
        Some(frame)
    }

    /// Runs the top level of a module in a frame, whatever is running now.
    fn run_top(&mut self, module: &'m Module, frame: Rc<Frame>) {
        let top = module.top();
        let call = Call { function: top, site: module.function(top).span, tag: self.next_call() };
        let mark = self.heap.enter();
        let activation = std::mem::replace(&mut self.activation, Activation::new(frame, None));
        let calls = std::mem::replace(&mut self.calls, Calls::of(call));
        // It runs once, whenever that is: its requests are not those of the function that is running.
        self.observations.swap_requests();
        self.block(&module.function(top).body);
        self.activation.stop = Stop::No;
        self.send_pending();
        self.observations.swap_requests();
        self.calls = calls;
        self.activation = activation;
        self.heap.leave_established(mark);
    }

    /// The frame of the module that a class or function stands in.
    pub(crate) fn top_of(&mut self, file: FileId) -> Rc<Frame> {
        self.load(file).unwrap_or_else(|| self.activation.frame.clone())
    }

    /// The module whose code is running.
    pub(crate) fn here(&self) -> &'m Module {
        self.module_of(self.activation.frame.function.module)
    }

    /// A statement of a top level: what `export default` stands for is kept.
    pub(crate) fn note_default(&mut self, stmt: &Stmt, value: &Value) {
        let Stmt::Expr(expr) = stmt else { return };
        let is_default =
            |export: &crate::ir::Export| matches!(export.value, ExportValue::Expr(known) if known == *expr);
        if self.activation.frame.function.is_top() && self.module_of(expr.module).exports.iter().any(is_default) {
            self.loaded.defaults.insert(*expr, value.clone());
        }
    }

    /// What `import … from` gives, or `require`, where `name` is `*`.
    pub(crate) fn import(&mut self, from: &str, name: &str, span: Span) -> Value {
        let importer = self.activation.frame.function.module;
        self.import_into(importer, from, name, span)
    }

    fn import_into(&mut self, importer: FileId, from: &str, name: &str, span: Span) -> Value {
        if let Some(path) = self.clients.wrapper(from, name) {
            return Value::Api(path.into());
        }
        match self.program.resolve(importer, from) {
            Target::Module(file) if file != importer => {
                let value = if self.load(file).is_some() { self.exported(file, name, span) } else { None };
                value.unwrap_or_else(|| self.unseen(from, name, span))
            }
            Target::Package(package) => match name {
                "default" | "*" => Value::Api(format!("npm:{package}").into()),
                name => {
                    let path = format!("npm:{package}.{name}");
                    let clients = self.clients;
                    match clients.environment_member(&path) {
                        Some(variable) => self.environment(variable, span),
                        None => Value::Api(path.into()),
                    }
                }
            },
            // Plugins make modules up that lie nowhere.
            Target::Module(_) | Target::Unknown => {
                let clients = self.clients;
                match clients.environment_member(&format!("npm:{from}.{name}")) {
                    Some(variable) => self.environment(variable, span),
                    None => self.unseen(from, name, span),
                }
            }
        }
    }

    /// What is imported from where nothing can be seen. A whole module is known by its file's name.
    fn unseen(&self, from: &str, name: &str, span: Span) -> Value {
        if matches!(name, "*" | "default")
            && let Some(path) = self.clients.wrapping_module(from)
        {
            return Value::Api(path.into());
        }
        let value = Value::unknown(span);
        match name {
            "default" => value,
            "*" => {
                let file = from.rsplit('/').next().unwrap_or_default();
                value.named(file.split('.').next().unwrap_or_default())
            }
            name => value.named(name),
        }
    }

    /// What a loaded module exports under a name; `*` for all of it. `None` where that cannot be seen.
    fn exported(&mut self, file: FileId, name: &str, span: Span) -> Option<Value> {
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
    fn go_on(
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
    fn namespace(&mut self, file: FileId) -> Value {
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

    // CommonJS --------------------------------------------------------------------------------------------------

    /// Whether a module sets its exports one by one. What is written for other module systems too is not told.
    pub(crate) fn is_commonjs(&self, file: FileId) -> bool {
        let module = self.module_of(file);
        let mut statements = module.function(module.top()).body.stmts.iter();
        module.exports.is_empty()
            && statements.any(|stmt| {
                let Stmt::Expr(expr) = stmt else { return false };
                let ExprKind::Assign { target: Pattern::Place(place), .. } = &module.expr(*expr).kind else {
                    return false;
                };
                let mut place = *place;
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
    fn commonjs_member(&mut self, file: FileId, name: &str, span: Span) -> Option<Value> {
        let exports = self.commonjs_exports(file, span);
        if matches!(exports, Value::Hole(..)) {
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

    // Types -----------------------------------------------------------------------------------------------------

    /// The class of another module that a type in a file names: `npm:./client.Client`.
    pub(crate) fn class_by_path(&mut self, file: FileId, path: &str) -> Option<ClassId> {
        if !path.starts_with("npm:") {
            return None;
        }
        if let Some(known) = self.loaded.classes.get(&(file, path.into())) {
            return *known;
        }
        self.loaded.classes.insert((file, path.into()), None);
        let imported = self.module_of(file).bindings.iter().find_map(|binding| match &binding.kind {
            BindingKind::Import { from, name } => {
                let rest = path.strip_prefix("npm:")?.strip_prefix(&**from)?;
                let named = match &**name {
                    "default" | "*" => rest.is_empty().then_some("default"),
                    name => (rest.strip_prefix('.') == Some(name)).then_some(name),
                };
                // A member of a namespace: `api.Client`.
                let member = (&**name == "*").then(|| rest.strip_prefix('.')).flatten();
                Some((from, member.or(named)?))
            }
            _ => None,
        });
        let (from, name) = imported?;
        let span = self.module_of(file).function(self.module_of(file).top()).span;
        let class = match self.program.resolve(file, from) {
            Target::Module(there) if there != file => {
                self.load(there)?;
                match self.exported(there, name, span) {
                    Some(Value::Class(class, _)) => Some(class),
                    _ => None,
                }
            }
            _ => None,
        };
        self.loaded.classes.insert((file, path.into()), class);
        class
    }

    /// Whether the program holds a word anywhere.
    pub(crate) fn mentions(&mut self, word: &str) -> bool {
        if let Some(known) = self.loaded.mentions.get(word) {
            return *known;
        }
        let found = self.program.mentions(word);
        self.loaded.mentions.insert(word.into(), found);
        found
    }
}
