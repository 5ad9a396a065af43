//! Modules that use one another: running their top levels, and what they export.

use std::rc::Rc;

use crate::interpreter::activation::{Activation, ActiveCall, Calls, Completion};
use crate::interpreter::domain::value::{Frame, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::changed::changed_bindings;
use crate::ir::program::Target;
use crate::ir::{BindingId, BindingKind, ClassId, ExportValue, Module, Stmt};
use crate::source::{FileId, Span};

impl<'m> Interpreter<'m> {
    /// Runs the top level of a module, unless that has begun, and gives its frame.
    pub(crate) fn load(&mut self, file: FileId) -> Option<Rc<Frame>> {
        if let Some(known) = self.loaded.frames.get(&file) {
            return Some(known.clone());
        }
        if self.loaded.order.len() >= self.loaded.most {
            self.loaded.is_cut = true;
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
        self.loaded.changed.insert(file, Self::changed(module));
        self.run_top(module, frame.clone());
        self.loaded.running.pop();
        Some(frame)
    }

    /// The variables of a module that change after their declaration, sorted.
    fn changed(module: &Module) -> Rc<[BindingId]> {
        let mut changed = changed_bindings(module);
        if !module.changed_by_others.is_empty() {
            changed.extend(&module.changed_by_others);
            changed.sort_unstable();
            changed.dedup();
        }
        changed.into()
    }

    /// Runs the top level of a module in a frame, whatever is running now.
    fn run_top(&mut self, module: &'m Module, frame: Rc<Frame>) {
        let top = module.top();
        let call = ActiveCall { function: top, site: module.function(top).span, tag: self.next_call(), count: None };
        let mark = self.heap.enter();
        let activation = std::mem::replace(&mut self.activation, Activation::new(frame, None));
        let calls = std::mem::replace(&mut self.calls, Calls::of(call));
        self.calls.questions = self.questions_of_run();
        let steps = self.budget.steps;
        // It runs once, whenever that is: its requests are not those of the function that is running.
        self.observations.swap_requests();
        self.block(&module.function(top).body);
        self.activation.completion = Completion::Normal;
        self.send_pending();
        self.note_top(module.file, steps);
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

    pub(crate) fn import_into(&mut self, importer: FileId, from: &str, name: &str, span: Span) -> Value {
        if let Some(path) = self.clients.wrapper(from, name) {
            return Value::Library(path.into());
        }
        match self.program.resolve(importer, from) {
            Target::Module(file) if file != importer => {
                let value = if self.load(file).is_some() { self.exported(file, name, span) } else { None };
                value.unwrap_or_else(|| self.unseen(from, name, span))
            }
            Target::Package(package) => match name {
                "default" | "*" => Value::Library(format!("npm:{package}").into()),
                name => {
                    let path = format!("npm:{package}.{name}");
                    let clients = self.clients;
                    match clients.environment_member(&path) {
                        Some(variable) => self.environment(variable, span),
                        None => Value::Library(path.into()),
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
            return Value::Library(path.into());
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

    /// How often the program holds a word.
    pub(crate) fn mentions(&mut self, word: &str) -> usize {
        if let Some(known) = self.loaded.mentions.get(word) {
            return *known;
        }
        let found = self.program.mentions(word);
        self.loaded.mentions.insert(word.into(), found);
        found
    }
}
