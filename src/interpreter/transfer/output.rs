//! What is noted of values that are written where others read them.

use crate::clients::SinkDef;
use crate::interpreter::arguments::Args;
use crate::interpreter::budget::{MAX_OPTION_NESTING, MAX_OUTPUTS};
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::text::MAX_PIECES;
use crate::interpreter::domain::unknown::Unknown;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::texts::texts;
use crate::interpreter::observations::Output;
use crate::interpreter::state::Interpreter;
use crate::ir::Key;

/// What a type's own way of being written is called.
const WRITES_ITSELF: &str = "fmt";

impl Interpreter<'_> {
    /// Notes the arguments of a function that writes them out; `called` is its path.
    pub(crate) fn note_output_of(&mut self, called: &str, args: &Args) {
        let clients = self.clients;
        if let Some(def) = clients.sinks.of_path(called) {
            self.note_output(def, called, args);
        }
    }

    /// The same of a method of something of which only the names are known.
    pub(crate) fn note_output_by_name(&mut self, receiver: &Unknown, method: &str, args: &Args) {
        let clients = self.clients;
        if let Some(def) = clients.sinks.of_names(&receiver.hole.names, method) {
            let called = format!("{}.{method}()", receiver.hole.names.last().map_or("", |name| name));
            self.note_output(def, &called, args);
        }
    }

    fn note_output(&mut self, def: &SinkDef, called: &str, args: &Args) {
        if self.calls.is_dry_run() {
            return;
        }
        let called = called.split_once(':').map_or(called, |(_, name)| name);
        for (at, value) in args.values.iter().enumerate().filter(|(at, _)| def.writes(*at)) {
            let Some(span) = args.spans.get(at).copied() else { continue };
            let output = Output { to: def.to, by: called.into(), span, names: Vec::new(), values: Vec::new() };
            self.note_written(&output, value, MAX_OPTION_NESTING);
        }
    }

    fn note_written(&mut self, output: &Output, value: &Value, depth: usize) {
        if self.observations.outputs.len() >= MAX_OUTPUTS {
            return;
        }
        match value {
            Value::Text(text) if text.len() > MAX_PIECES => {}
            Value::Text(_) | Value::Unknown(..) => {
                let values = texts(&self.text_of(value, output.span));
                self.observations.write(Output { values, ..output.clone() });
            }
            Value::Choice(parts) => parts.iter().for_each(|part| self.note_written(output, part, depth)),
            Value::Object(id, _) if depth > 0 => {
                let object = self.heap.obj(*id).clone();
                // How such an object is written is its own affair.
                let writes_itself = object.class.as_ref().is_some_and(|(class, _)| {
                    let named = |key: &Key| key.is(WRITES_ITSELF);
                    self.class(*class).methods.iter().any(|method| named(&method.key))
                });
                if writes_itself || !matches!(object.shape, Shape::Record | Shape::List | Shape::Multi) {
                    return;
                }
                for entry in &object.entries {
                    let mut inner = output.clone();
                    inner.names.push((*entry.name).into());
                    self.note_written(&inner, &entry.value, depth - 1);
                }
                for item in &object.items {
                    self.note_written(output, item, depth - 1);
                }
            }
            _ => {}
        }
    }
}
