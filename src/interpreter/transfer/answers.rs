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
    /// The modules whose exports, attributes and decorators have been looked at.
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
            self.answers.functions.entry(function).or_insert_with(|| (def, by.into()));
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

    /// The functions of a module of which exports, attributes or decorators tell that they answer.
    fn read_answers(&mut self, file: FileId) {
        let module = self.module_of(file);
        for def in self.clients.sinks.answering().filter(|def| def.counts_beside(imported(module))) {
            for id in module.function_ids() {
                let function = module.function(id);
                let name = function.name.as_deref().filter(|name| is_offered(module, function) && def.answers_as(name));
                if let Some(name) = name {
                    self.answers.functions.entry(id).or_insert_with(|| (def, name.into()));
                }
            }
            for attribute in module.attributes.iter().filter(|attribute| def.answers_under(&attribute.text)) {
                let held = module.function_ids().filter(|id| attribute.span.contains(module.function(*id).span));
                let length = |id: &FunctionId| module.function(*id).span.end - module.function(*id).span.start;
                if let Some(id) = held.max_by_key(length) {
                    let name = attribute.text.split('(').next().unwrap_or_default();
                    self.answers.functions.entry(id).or_insert_with(|| (def, name.into()));
                }
            }
        }
    }
}

/// The packages that a module imports.
fn imported(module: &Module) -> impl Iterator<Item = &str> {
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
