//! What Rust does to variables in place: strings have no identity, and change where they are.

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::{Element, ExprId, ExprKind};
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
        Some(Value::Undefined)
    }

    /// `held.take()` and `held.replace(new)`: what an option or a cell holds, and what it holds then.
    pub(crate) fn take_out(
        &mut self,
        place: ExprId,
        receiver: &Value,
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        let is_held = |part: &Value| match part {
            Value::Null | Value::Text(_) | Value::Num(_) => true,
            Value::Unknown(hole, _) => hole.class.is_none() && hole.ty.is_none(),
            Value::Object(id, _) => {
                let object = self.heap.obj(*id);
                !matches!(object.shape, Shape::Client(_)) && object.class.is_none()
            }
            _ => false,
        };
        if !receiver.alternatives().iter().all(is_held) {
            return None;
        }
        let left = match (name, &args.values[..]) {
            ("take", []) if matches!(receiver, Value::Object(..)) => self.default_like(receiver, span),
            ("take", []) => Value::Null,
            ("replace", [new]) => new.clone(),
            _ => return None,
        };
        self.assign(place, left);
        Some(receiver.clone())
    }

    /// `mem::replace(&mut place, new)`, `mem::take(&mut place)` and `mem::swap(&mut place, &mut other)`.
    pub(crate) fn exchange(&mut self, callee: &Value, args: &[Element], span: Span) -> Option<Value> {
        let Value::Library(path) = callee else { return None };
        let name = path.strip_prefix("crate:")?;
        let name = name.strip_prefix("std::").or_else(|| name.strip_prefix("core::")).unwrap_or(name);
        let place = |element: &Element| match element {
            Element::Item(expr) => match self.expr(*expr).kind {
                ExprKind::Lend(place) => place,
                _ => *expr,
            },
            Element::Spread(expr) => *expr,
        };
        match (name, args) {
            ("mem::replace" | "mem::take", [first, ..]) => {
                let first = place(first);
                let old = self.eval(first);
                let new = match args.get(1) {
                    Some(Element::Item(new) | Element::Spread(new)) => self.eval(*new),
                    None => self.default_like(&old, span),
                };
                self.assign(first, new);
                Some(old)
            }
            ("mem::swap", [first, second]) => {
                let (first, second) = (place(first), place(second));
                let (one, other) = (self.eval(first), self.eval(second));
                self.assign(first, other);
                self.assign(second, one);
                Some(Value::Undefined)
            }
            _ => None,
        }
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
        Some(Value::Undefined)
    }
}
