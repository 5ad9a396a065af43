//! What Rust does to variables in place: strings have no identity, and change where they are.

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
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
        let cuts = matches!(name, "truncate" | "pop" | "remove" | "retain" | "drain" | "replace_range" | "split_off")
            || name == "insert" && args.values.len() == 2;
        if !cuts && !matches!(name, "push_str" | "push" | "clear" | "insert_str" | "write_str" | "extend") {
            return None;
        }
        let is_string = |part: &Value| match part {
            Value::Text(_) => true,
            Value::Num(..) => !cuts,
            Value::Unknown(hole, _) => {
                hole.class.is_none() && matches!(name, "push_str" | "insert_str" | "truncate" | "replace_range")
            }
            _ => false,
        };
        if !receiver.alternatives().iter().all(is_string) {
            return None;
        }
        let value = match name {
            "push_str" | "push" | "write_str" => self.appended(receiver, &args.get(0), span),
            "clear" => Value::of_pieces(Vec::new()),
            "extend" => match self.items_of(&args.get(0), false) {
                Some(items) => {
                    let more = Value::of_pieces(self.joined(&items, "", span));
                    self.appended(receiver, &more, span)
                }
                None => self.appended(receiver, &Value::of_origin(Origin::Computed, span), span),
            },
            "truncate" | "replace_range" if matches!(receiver, Value::Unknown(..)) => receiver.clone().part(),
            _ => Value::of_origin(Origin::Computed, span),
        };
        self.assign(place, value);
        Some(if cuts { Value::of_origin(Origin::Computed, span) } else { Value::Undefined })
    }

    /// `option.insert(value)`: what was nothing is something then, in its place.
    pub(crate) fn change_option(
        &mut self,
        place: ExprId,
        receiver: &Value,
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        if args.values.len() != 1 || !receiver.may_be_nothing() {
            return None;
        }
        let given = match name {
            "insert" | "replace" | "get_or_insert" => args.get(0),
            "get_or_insert_with" => self.rust_callback(&args.get(0), &[], span),
            _ => return None,
        };
        let is_kept = |part: &&Value| name.starts_with("get") && !matches!(part, Value::Null);
        let kept = receiver.alternatives().iter().filter(is_kept);
        let value = Value::choice(kept.cloned().chain([given]), span);
        self.assign(place, value.clone());
        Some(if name == "replace" { receiver.clone() } else { value })
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
            Value::Null | Value::Text(_) | Value::Num(..) => true,
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

    /// `shared.clone()` of what a cell holds: another handle to the same cell, where it is no copy of what was
    /// read from it.
    pub(crate) fn cloned_handle(&self, place: ExprId, receiver: &Value, name: &str) -> Option<Value> {
        let Value::Object(id, _) = receiver else { return None };
        if name != "clone" || !self.heap.obj(*id).in_cell {
            return None;
        }
        let mut at = place;
        while let ExprKind::Member { object, .. } = &self.expr(at).kind {
            at = *object;
        }
        matches!(self.expr(at).kind, ExprKind::Name(_) | ExprKind::This).then(|| receiver.clone())
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
                | "set_ip_host"
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

    /// What is written onto a list, which stands for what takes text piece by piece.
    pub(crate) fn write_onto(&mut self, written: ObjectId, text: Value, span: Span) {
        let object = self.heap.obj(written);
        if object.shape == Shape::List && object.class.is_none() {
            let text = self.displayed(&text, span).unwrap_or(text);
            self.heap.update(written, |object| object.append([text], span));
        }
    }

    /// `write!(text, …)`: what is written into a string is put behind it.
    pub(crate) fn write_into(&mut self, callee: &Value, args: &[Element], span: Span) -> Option<Value> {
        let Value::Library(path) = callee else { return None };
        let ("crate:write!" | "crate:writeln!", [Element::Item(target), text @ ..]) = (&**path, args) else {
            return None;
        };
        let old = self.eval(*target);
        let text = self.args(text);
        if let Value::Object(written, _) = old {
            self.write_onto(written, text.get(0), span);
        } else if old.alternatives().iter().all(|part| matches!(part, Value::Text(_))) {
            let new = self.appended(&old, &text.get(0), span);
            self.assign(*target, new);
        }
        for part in old.alternatives() {
            if let Some(path) = library_path(part) {
                self.note_output_of(&format!("{path}.write_fmt()"), &text);
            }
        }
        Some(Value::Undefined)
    }
}

/// The path of what a library gives, or of a value of a library.
fn library_path(value: &Value) -> Option<&str> {
    match value {
        Value::Library(path) => Some(path),
        Value::Unknown(hole, _) => match &hole.hole.origin {
            Origin::Api(path) => Some(path),
            _ => None,
        },
        _ => None,
    }
}
