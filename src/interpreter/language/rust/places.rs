//! What Rust does to variables in place: strings have no identity, and change where they are.

use std::rc::Rc;

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
        if let Some(url) = self.parsed_url(receiver, name, span) {
            self.assign(place, url.clone());
            return Some(self.method(&url, name, args, span, span));
        }
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
            "clear" => Value::Text(Rc::new(Vec::new())),
            _ => Value::of_origin(Origin::Computed, span),
        };
        self.assign(place, value);
        Some(Value::Null)
    }

    /// A URL that is about to be changed. Strings have no methods that do so: a text has been parsed into one.
    fn parsed_url(&mut self, receiver: &Value, name: &str, span: Span) -> Option<Value> {
        if !matches!(name, "query_pairs_mut" | "set_query" | "path_segments_mut" | "set_path") {
            return None;
        }
        let is_url = |part: &Value| match part {
            Value::Text(_) => true,
            Value::Unknown(hole, _) => hole.ty.as_deref().is_some_and(|ty| ty == "Url" || ty.ends_with("::Url")),
            _ => false,
        };
        if !receiver.alternatives().iter().all(is_url) {
            return None;
        }
        let text = self.text_of(receiver, span);
        let url = self.url_object(&text, span);
        let is_known = receiver.alternatives().iter().all(|part| matches!(part, Value::Text(_)));
        if let (false, Value::Object(id, _)) = (is_known, &url)
            && let Some(Value::Object(query, _)) = self.heap.obj(*id).entry("query").map(|entry| entry.value.clone())
        {
            self.heap.update(query, |object| object.open_by(span, "the query of a URL that is not known"));
        }
        Some(url)
    }

    /// `write!(text, …)`: what is written into a string is put behind it.
    pub(crate) fn write_into(&mut self, callee: &Value, args: &[Element], span: Span) -> Option<Value> {
        let Value::Api(path) = callee else { return None };
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
