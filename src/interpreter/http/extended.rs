//! Clients whose methods the program makes up: classes of its own that extend one, and descriptions of routes.

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{SUPER, Shape};
use crate::interpreter::domain::text::{Piece, TextValue};
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::client_call::ClientCall;
use crate::interpreter::state::Interpreter;
use crate::source::Span;

/// The path under which a table says what methods do that the program describes.
const DESCRIBED: &str = ".*()";

/// How deep descriptions of methods lie in one another.
const MAX_NESTED: usize = 8;

impl Interpreter<'_> {
    /// The client that an instance of a class of the program extends, with what the instance has by now under names that
    /// the client looks at. `None` where there is none, or where this is about such a name itself.
    pub(crate) fn extended(&mut self, this: ObjectId, name: &str, span: Span) -> Option<Value> {
        let client = self.heap.obj(this).entry(SUPER).map(|entry| entry.value.clone())?;
        let Value::Object(id, via) = client else { return Some(client) };
        let Shape::Client(def) = self.heap.obj(id).shape else { return Some(client) };
        let clients = self.clients;
        let looked_at = &clients.objects.get(def)?.extended;
        if looked_at.is_empty() {
            return Some(client);
        }
        if looked_at.iter().any(|(own, _)| **own == *name) {
            return None;
        }
        let copy = self.copy_client(id, def);
        for (own, slot) in looked_at {
            let class = self.heap.obj(this).class.clone();
            let value = match self.heap.obj(this).entry(own).map(|entry| entry.value.clone()) {
                Some(value) => Some(value),
                None => class.and_then(|(class, frame)| self.class_member(class, &frame, this, own, span)),
            };
            if let Some(value) = value {
                self.fill_slot(copy, *slot, &[value], span);
            }
        }
        Some(Value::Object(copy, via))
    }

    /// A method of a client that the program describes: `client.things.get({ params })`.
    pub(super) fn call_route(&mut self, id: ObjectId, path: &str, args: &Args, site: Span) -> Option<Value> {
        let Shape::Client(def) = self.heap.obj(id).shape else { return None };
        let clients = self.clients;
        let defs = clients.objects.get(def)?.calls.get(DESCRIBED)?;
        self.route(id, path)?;
        self.apply_fitting(defs, &ClientCall { callee: Some(id), name: path, args, site })
    }

    /// What describes a method, by the names that lead to it: `.things.get()`.
    pub(super) fn route(&mut self, id: ObjectId, path: &str) -> Option<Value> {
        let Shape::Client(def) = self.heap.obj(id).shape else { return None };
        let named = self.clients.objects.get(def)?.route_name.as_deref();
        let mut at = self.heap.obj(id).entry("routes")?.value.clone();
        for name in path.trim_end_matches("()").split('.').filter(|name| !name.is_empty()) {
            let Value::Object(routes, _) = at else { return None };
            let routes = self.heap.obj(routes);
            at = match (&routes.shape, named) {
                (Shape::List, Some(named)) => {
                    let mut items = routes.items.iter();
                    items.find(|item| self.is_called(item, named, name)).cloned()?
                }
                _ => routes.entry(name).filter(|entry| entry.certain)?.value.clone(),
            };
        }
        matches!(at, Value::Object(described, _) if self.heap.obj(described).is_record()).then_some(at)
    }

    /// A tree of descriptions in which a member of each has a text in front.
    pub(crate) fn prefixed(&mut self, routes: &Value, prefix: &Value, member: &str, span: Span) -> Value {
        if matches!(prefix, Value::Undefined | Value::Null) {
            return routes.clone();
        }
        self.prefixed_below(routes, prefix, member, MAX_NESTED, span)
    }

    fn prefixed_below(&mut self, routes: &Value, prefix: &Value, member: &str, left: usize, span: Span) -> Value {
        let Value::Object(id, via) = routes else { return routes.clone() };
        if left == 0 || !self.heap.obj(*id).is_record() {
            return Value::unknown(span);
        }
        let mut object = (**self.heap.obj(*id)).clone();
        if let Some(entry) = object.entries.iter_mut().find(|entry| *entry.name == *member) {
            let mut text = self.text_of(prefix, span);
            self.append_text(&mut text, &entry.value, span);
            entry.value = Value::of_pieces(text);
        } else {
            for entry in &mut object.entries {
                entry.value = self.prefixed_below(&entry.value, prefix, member, left - 1, span);
            }
        }
        Value::Object(self.heap.object(object), *via)
    }

    /// Whether an object has a text as its member.
    fn is_called(&self, object: &Value, member: &str, name: &str) -> bool {
        let Value::Object(id, _) = object else { return false };
        let own = self.heap.obj(*id).entry(member).and_then(|entry| entry.value.as_fixed());
        own.is_some_and(|own| *own == *name)
    }

    /// Puts values in the place of the names behind colons in a URL. What is not given is not known.
    pub(super) fn fill_segments(&mut self, id: ObjectId, values: &Value, span: Span) {
        self.fill_names(id, values, named_segment, span);
    }

    /// The same of the names in braces.
    pub(super) fn fill_braces(&mut self, id: ObjectId, values: &Value, span: Span) {
        self.fill_names(id, values, name_in_braces, span);
    }

    fn fill_names(&mut self, id: ObjectId, values: &Value, next: NextName, span: Span) {
        let Some(url) = self.heap.obj(id).entry("url").map(|entry| entry.value.clone()) else { return };
        let mut filled = TextValue::new();
        for piece in self.text_of(&url, span) {
            let Piece::Fixed(fixed, at, via) = &piece else {
                filled.push(piece);
                continue;
            };
            let mut rest = &**fixed;
            while let Some((before, name, after)) = next(rest) {
                if !before.is_empty() {
                    filled.push(Piece::Fixed(before.into(), *at, *via));
                }
                let value = match self.member_of_options(values, name, span) {
                    Value::Undefined | Value::Null => Value::unknown(span).named(name),
                    value => value,
                };
                self.append_text(&mut filled, &value, span);
                rest = after;
            }
            if !rest.is_empty() {
                let span = if rest.len() == fixed.len() { *at } else { span };
                filled.push(Piece::Fixed(rest.into(), span, *via));
            }
        }
        self.heap.update(id, |object| object.set("url", span, Value::of_pieces(filled)));
    }
}

/// Finds the first name in a text: what comes before it, itself, and what comes behind.
type NextName = fn(&str) -> Option<(&str, &str, &str)>;

/// The first name in braces, `{id}` or `{+url}`; those of a query, `{?page}`, stand for more than one value.
fn name_in_braces(text: &str) -> Option<(&str, &str, &str)> {
    text.match_indices('{').find_map(|(at, _)| {
        let (inside, after) = text[at + 1..].split_once('}')?;
        let name = inside.strip_prefix('+').unwrap_or(inside);
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        is_name.then_some((&text[..at], name, after))
    })
}

/// The first name behind a colon that stands where a segment begins, what comes before it and what behind.
fn named_segment(text: &str) -> Option<(&str, &str, &str)> {
    let begins = |at: &usize| text[at + 2..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let at = text.match_indices("/:").map(|(at, _)| at).find(begins)?;
    let name = &text[at + 2..];
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(name.len());
    Some((&text[..=at], &name[..end], &name[end..]))
}

#[cfg(test)]
mod tests {
    use super::{name_in_braces, named_segment};

    #[test]
    fn names_in_braces_are_values() {
        assert_eq!(name_in_braces("/a/{id}/b"), Some(("/a/", "id", "/b")));
        assert_eq!(name_in_braces("{+url}"), Some(("", "url", "")));
        assert_eq!(name_in_braces("/a{?page,size}"), None);
    }

    #[test]
    fn names_behind_colons_are_segments() {
        assert_eq!(named_segment("/a/:id/b"), Some(("/a/", "id", "/b")));
        assert_eq!(named_segment("https://x.org:80/a/:a_1"), Some(("https://x.org:80/a/", "a_1", "")));
        assert_eq!(named_segment("/a:b/:1"), None);
    }
}
