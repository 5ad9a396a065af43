//! What the program itself keeps on the global object: `window.settings = { … }`, `global.client = …`.

use crate::clients::behind_global_object;
use crate::interpreter::domain::object::{Entry, Shape};
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::source::Span;

impl Interpreter<'_> {
    /// Keeps what is assigned to a name of the global object, `global:window.name`. What clients, frameworks and the
    /// environment are known by is theirs, unless a client that the program has set up takes its place.
    pub(super) fn keep_global(&mut self, path: &str, span: Span, value: &Value) {
        let Some(name) = own_name(path) else { return };
        let known = format!("global:{name}");
        let is_theirs = self.clients.source(&known).is_some()
            || self.clients.function(&format!("{known}()")).is_some()
            || self.clients.environment_member(&known).is_some()
            || self.clients.alias(&known).is_some();
        let is_set_up = matches!(value, Value::Object(id, _)
            if matches!(self.heap.obj(*id).shape, Shape::Client(_)) && !self.heap.obj(*id).entries.is_empty());
        // `window.URL = window.URL || window.webkitURL` puts nothing of the program there.
        let is_own = |part: &Value| !matches!(part, Value::Library(_));
        let is_kept = match value {
            Value::Choice(parts) => parts.iter().any(is_own),
            value => matches!(value, Value::Object(..) | Value::Text(_) | Value::Function(_)),
        };
        // What it was before, it is no more.
        let is_known = || self.objects.globals.is_some_and(|globals| self.heap.obj(globals).entry(name).is_some());
        if (is_set_up || !is_theirs) && (is_kept || is_known()) {
            self.put_global(name, span, value);
        }
    }

    fn put_global(&mut self, name: &str, span: Span, value: &Value) {
        let id = self.own_globals();
        self.heap.update(id, |object| object.set(name, span, value.clone()));
    }

    /// Keeps a function of the program that takes the place of a client, `globalThis.fetch = (url, init) => …`, where a module
    /// puts it there as it begins: whoever calls the client from then on calls that. `false` for anything else.
    pub(super) fn keep_patch(&mut self, path: &str, span: Span, value: &Value) -> bool {
        let (Value::Function(patch), Some(name)) = (value, own_name(path)) else { return false };
        let is_client = self.clients.function(&format!("global:{name}()")).is_some();
        let runs_by_itself = self.calls.stack.iter().skip(1).any(|call| self.function(call.function).span == call.site);
        if !is_client || runs_by_itself || self.calls.is_dry_run() || self.program.is_test(span.file) {
            return false;
        }
        self.http.in_place_of.insert(patch.function, format!("global:{name}").into());
        self.patch_those_on_global(path, span);
        self.put_global(name, span, value);
        true
    }

    /// What the program has assigned to a name of the global object.
    pub(super) fn kept_global(&mut self, path: &str, span: Span) -> Option<Value> {
        let globals = self.heap.obj(self.objects.globals?).clone();
        let Entry { value, certain, .. } = globals.entry(own_name(path)?)?;
        Some(if *certain { value.clone() } else { Value::choice([value.clone(), Value::unknown(span)], span) })
    }
}

/// The name of a property of the global object, by a path like `global:window.name` or `global:name`.
fn own_name(path: &str) -> Option<&str> {
    behind_global_object(path).filter(|name| !name.contains('.'))
}
