//! Functions that answer requests: what they return is written into the answer.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::clients::SinkDef;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::{BindingKind, ExprId, Function, FunctionId, Module};
use crate::source::FileId;

/// How deep handlers lie in what declares a route: in a list, its options and what those hold.
const MAX_NESTED: usize = 3;

/// More functions of one declaration are not looked for.
const MAX_FUNCTIONS: usize = 256;

/// The functions that are known to answer.
#[derive(Debug, Default)]
pub(crate) struct Answers<'m> {
    /// Each with what tells so, and what that is called.
    functions: FxHashMap<FunctionId, (&'m SinkDef, Box<str>)>,
    /// The modules whose exports, attributes, decorators and directives have been looked at.
    read: FxHashSet<FileId>,
}

impl<'m> Interpreter<'m> {
    /// The functions among values, or in objects among them, are handed to what answers with what they return.
    pub(crate) fn let_answer(&mut self, def: &'m SinkDef, by: &str, values: &[Value]) {
        let mut found = Vec::new();
        for value in values {
            self.find_functions(value, MAX_NESTED, &mut found);
        }
        for function in found {
            self.note_answering(function, def, by);
        }
    }

    /// The functions that a value may be, and those in lists and objects that it may be.
    fn find_functions(&self, value: &Value, depth: usize, found: &mut Vec<FunctionId>) {
        for part in value.alternatives() {
            match part {
                _ if found.len() >= MAX_FUNCTIONS => return,
                Value::Function(closure) => found.push(closure.function),
                Value::Object(id, _) if depth > 0 => {
                    let object = self.heap.obj(*id);
                    for inner in
                        object.entries.iter().map(|entry| &entry.value).chain(&object.items).take(MAX_FUNCTIONS)
                    {
                        self.find_functions(inner, depth - 1, found);
                    }
                }
                _ => {}
            }
        }
    }

    /// Notes what the function that is running gives, if it answers; `given` is where that is written.
    pub(crate) fn note_answer(&mut self, value: &Value, given: ExprId) {
        let function = self.activation.frame.function;
        if self.answers.read.insert(function.module) {
            self.read_answers(function.module);
        }
        let Some((def, by)) = self.answers.functions.get(&function).cloned() else { return };
        self.note_one(def, &by, value, self.expr(given).span);
    }

    /// The functions of a module of which exports, attributes, decorators or directives tell that they answer.
    fn read_answers(&mut self, file: FileId) {
        let module = self.module_of(file);
        let path = self.program.path(file);
        for def in self.clients.sinks.answering().filter(|def| def.counts_in(path, imported(module))) {
            for name in &def.exported {
                for id in self.functions_exported_as(module, name) {
                    self.note_answering(id, def, name);
                }
            }
            for directive in &def.directives {
                for id in functions_under(module, directive) {
                    self.note_answering(id, def, directive);
                }
            }
            for attribute in module.attributes.iter().filter(|attribute| def.answers_under(&attribute.text)) {
                let held = module.function_ids().filter(|id| attribute.span.contains(module.function(*id).span));
                let length = |id: &FunctionId| module.function(*id).span.end - module.function(*id).span.start;
                if let Some(id) = held.max_by_key(length) {
                    self.note_answering(id, def, attribute.text.split('(').next().unwrap_or_default());
                }
            }
        }
    }

    fn note_answering(&mut self, function: FunctionId, def: &'m SinkDef, by: &str) {
        self.answers.functions.entry(function).or_insert_with(|| (def, by.into()));
    }

    /// The functions that a module exports by a name, and those in an object that it exports so.
    fn functions_exported_as(&mut self, module: &Module, name: &str) -> Vec<FunctionId> {
        let is_named = |id: &FunctionId| {
            let function = module.function(*id);
            function.name.as_deref() == Some(name) && is_offered(module, function)
        };
        let mut found: Vec<FunctionId> = module.function_ids().filter(is_named).collect();
        if module.exports.iter().any(|export| *export.name == *name) {
            let span = module.function(module.top()).span;
            if let Some(value) = self.exported(module.file, name, span) {
                self.find_functions(&value, MAX_NESTED, &mut found);
            }
        }
        found
    }
}

/// The functions that begin with a directive, and, where a module begins with it, those that it exports.
fn functions_under(module: &Module, directive: &str) -> Vec<FunctionId> {
    let is_whole = module.has_directive(&module.function(module.top()).body, directive);
    let is_under = |id: &FunctionId| {
        let function = module.function(*id);
        is_whole && function.exported || module.has_directive(&function.body, directive)
    };
    module.function_ids().filter(is_under).collect()
}

/// The packages that a module imports.
pub(super) fn imported(module: &Module) -> impl Iterator<Item = &str> {
    module.bindings.iter().filter_map(|binding| match &binding.kind {
        BindingKind::Import { from, .. } => Some(&**from),
        _ => None,
    })
}

/// Whether a function of the top level may be exported by its name.
fn is_offered(module: &Module, function: &Function) -> bool {
    let is_at_top = function.parent.is_none_or(FunctionId::is_top);
    is_at_top && function.class.is_none() && (function.exported || module.mentions_exports)
}
