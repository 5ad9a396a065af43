//! Calls of frameworks and of what compilers write into their output, as the tables describe them.

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::source::Span;

impl Interpreter<'_> {
    /// A call of a library value that is no client's; `None` where no table knows it.
    pub(crate) fn framework_call(&mut self, path: &str, args: &Args, span: Span) -> Option<Value> {
        let clients = self.clients;
        if let Some(helper) = clients.helper(path) {
            return self.call_helper(helper, args, span);
        }
        let called = format!("{path}()");
        if let Some(def) = clients.settings(&called) {
            let schema = self.select(&def.schema, args, path, None, span);
            return Some(self.settings(def, &schema, 0, span));
        }
        if clients.frameworks.gives_properties(&called)
            && let Some(properties) = self.own_properties(span)
        {
            self.call_unknown(args, span);
            return Some(properties);
        }
        for def in &clients.frameworks.contexts {
            if def.create.iter().any(|path| **path == *called) {
                return Some(self.new_context(def, span));
            }
            if def.read.iter().any(|path| **path == *called) {
                return self.read_context(&args.get(0));
            }
        }
        None
    }

    /// A call of a helper that a compiler wrote into its output; `None` where it is none, or it must be followed. A
    /// compiler reserves the names of its helpers. Those in a module count with their underscores; those of packages may
    /// come without.
    pub(crate) fn call_helper(&mut self, name: &str, args: &Args, span: Span) -> Option<Value> {
        if args.rest.is_some() {
            return None;
        }
        // What would clash is numbered: `_interopRequireDefault2`.
        let path = format!("helper:{}", name.trim_end_matches(|c: char| c.is_ascii_digit()));
        let clients = self.clients;
        if let Some(same) = clients.alias(&path) {
            return self.library_call(same, args, span);
        }
        let defs = clients.function(&format!("{path}()"))?;
        self.given_by(defs, &path, args, span)
    }
}
