//! Configurations that a schema describes.

use crate::clients::SettingsDef;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::request::Origin;
use crate::source::Span;

/// How deep settings are looked into.
const MAX_DEPTH: usize = 8;

impl Interpreter<'_> {
    /// What a schema of settings stands for: `{ key: { env: 'KEY', default: '' } }`.
    pub(super) fn settings(&mut self, def: &SettingsDef, schema: &Value, depth: usize, span: Span) -> Value {
        let Value::Object(id, _) = schema else { return Value::unknown(span) };
        let object = self.heap.obj(*id).clone();
        if depth > MAX_DEPTH {
            return Value::unknown(span);
        }
        if let Some(default) = object.entry(&def.default) {
            let variable = object.entry(&def.variable).and_then(|entry| entry.value.as_fixed());
            let variable = variable.map(|name| Value::of_origin(Origin::Env((*name).into()), span));
            return Value::choice(variable.into_iter().chain([default.value.clone()]), span);
        }
        let settings = self.heap.object(Object::new(Shape::Record));
        for entry in &object.entries {
            let value = self.settings(def, &entry.value, depth + 1, entry.span);
            self.heap.update(settings, |settings| settings.set(&entry.name, entry.span, value));
        }
        self.heap.update(settings, |settings| settings.open_by(span, "settings from elsewhere"));
        Value::Object(settings, LOCAL)
    }
}
