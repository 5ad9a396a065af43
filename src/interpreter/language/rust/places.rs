//! What Rust does to variables in place: strings have no identity, and change where they are.

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::{Element, ExprId};
use crate::request::Origin;
use crate::source::Span;

impl Interpreter<'_> {
    /// `text.push_str(more)`: the variable gets a new string.
    pub(crate) fn change_string(
        &mut self,
        place: ExprId,
        receiver: &Value,
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        if !matches!(name, "push_str" | "push" | "clear" | "insert_str" | "write_str") {
            return None;
        }
        let is_string = |part: &Value| match part {
            Value::Text(_) | Value::Num(_) => true,
            Value::Unknown(hole, _) => hole.class.is_none() && matches!(name, "push_str" | "insert_str"),
            _ => false,
        };
        if !receiver.alternatives().iter().all(is_string) {
            return None;
        }
        let value = match name {
            "push_str" | "push" | "write_str" => self.appended(receiver, &args.get(0), span),
            "clear" => Value::of_pieces(Vec::new()),
            _ => Value::of_origin(Origin::Computed, span),
        };
        self.assign(place, value);
        Some(Value::Null)
    }

    /// `url.set_path(…)` of what was parsed into a URL where no type tells so: the text becomes one, in its place. Without
    /// that the change would be lost, for texts do not change.
    pub(crate) fn change_url(
        &mut self,
        place: ExprId,
        receiver: &Value,
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        let changes = matches!(
            name,
            "query_pairs_mut"
                | "path_segments_mut"
                | "set_query"
                | "set_path"
                | "set_host"
                | "set_scheme"
                | "set_port"
                | "set_fragment"
                | "set_username"
                | "set_password"
        );
        let is_text = |part: &Value| match part {
            Value::Text(_) => true,
            Value::Unknown(hole, _) => hole.class.is_none(),
            _ => false,
        };
        if !changes || !receiver.alternatives().iter().all(is_text) {
            return None;
        }
        let url = self.url_with(receiver, None, span);
        self.assign(place, url.clone());
        Some(self.method(&url, name, args, span, span))
    }

    /// `write!(text, …)`: what is written into a string is put behind it.
    pub(crate) fn write_into(&mut self, callee: &Value, args: &[Element], span: Span) -> Option<Value> {
        let Value::Library(path) = callee else { return None };
        let ("crate:write!" | "crate:writeln!", [Element::Item(target), text @ ..]) = (&**path, args) else {
            return None;
        };
        let old = self.eval(*target);
        let text = self.args(text);
        if old.alternatives().iter().all(|part| matches!(part, Value::Text(_))) {
            let new = self.appended(&old, &text.get(0), span);
            self.assign(*target, new);
        }
        Some(Value::Null)
    }
}
