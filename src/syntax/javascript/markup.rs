//! Fields of classes that are components: what the markup of a component writes into.

use std::collections::BTreeSet;

use tree_sitter::Node;

use super::conventions::CONVENTIONS;
use super::{Lowering, field, first_kid, has_token, kids};
use crate::ir::{ClassId, Key};
use crate::source::markup::{Markup, Tags};

/// What markup writes.
#[derive(Default)]
struct Written {
    names: Vec<String>,
    /// The markup is not in sight.
    is_elsewhere: bool,
}

impl<'t> Lowering<'t> {
    /// What the markup of a component writes into is written by whoever uses the page: it is as good as decorated.
    pub(super) fn note_written_by_markup(&mut self, node: Node<'t>, class: ClassId) {
        let Some(written) = self.markup_of(node) else { return };
        for member in field(node, "body").map(kids).unwrap_or_default() {
            let name = field(member, "name").or_else(|| field(member, "property"));
            let Some(name) = name.filter(|_| field(member, "value").is_some()) else { continue };
            let text = self.text(name);
            let key = Key::Name(text.into(), self.span(name));
            let may_be = written.is_elsewhere && self.is_public(member, &key) && self.is_open_to_markup(member);
            if may_be || written.names.iter().any(|written| written == text) {
                let fields = &mut self.builder.class_mut(class).fields;
                fields.iter_mut().filter(|own| own.key.is(text)).for_each(|own| own.is_decorated = true);
            }
        }
    }

    /// Whether a field may be one that a form fills in: an address is none.
    fn is_open_to_markup(&self, member: Node<'t>) -> bool {
        let is_address = |value: Node<'t>| self.text(value).contains('/') && value.kind() != "object";
        !has_token(member, "readonly")
            && !has_token(member, "static")
            && !field(member, "value").is_some_and(is_address)
    }

    /// What the markup writes that the decorators of a class name; `None` where there is none.
    fn markup_of(&self, node: Node<'t>) -> Option<Written> {
        let outer = node.parent().filter(|parent| parent.kind() == "export_statement");
        let decorators = kids(node).into_iter().chain(outer.map(kids).unwrap_or_default());
        let mut written: Option<Written> = None;
        for decorator in decorators.filter(|kid| kid.kind() == "decorator") {
            let Some(call) = first_kid(decorator).filter(|call| call.kind() == "call_expression") else { continue };
            let name = field(call, "function").map(|name| self.text(name)).unwrap_or_default();
            if !CONVENTIONS.component_decorators.iter().any(|known| known == name) {
                continue;
            }
            let options = field(call, "arguments").and_then(first_kid).map(kids).unwrap_or_default();
            for option in options {
                let (Some(key), Some(value)) = (field(option, "key"), field(option, "value")) else { continue };
                let key = self.text(key);
                let into = written.get_or_insert_default();
                if CONVENTIONS.component_markup.iter().any(|known| known == key) {
                    into.names.extend(names_written(self.text(value)));
                } else if CONVENTIONS.component_markup_files.iter().any(|known| known == key) {
                    into.is_elsewhere = true;
                }
            }
        }
        written
    }
}

/// The names that markup writes: `[(model)]="name"`, `(event)="name = value"`.
fn names_written(markup: &str) -> Vec<String> {
    let pieces: Vec<&str> = markup.split('"').collect();
    let mut found = Vec::new();
    for pair in pieces.chunks_exact(2) {
        let Some(before) = pair[0].trim_end().strip_suffix('=') else { continue };
        let attribute = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        if attribute.starts_with("[(") {
            found.extend(root(pair[1].trim_end()));
        } else if attribute.starts_with('(') {
            found.extend(assigned(pair[1]));
        }
    }
    found
}

/// The names of members that the markup of a page writes: `x-model="session.token"`, `@click="token = name"`.
pub(super) fn written_by_page(text: &str) -> Vec<Box<str>> {
    let is_of = |name: &str, known: &[String]| {
        let is_named = |known: &String| {
            name.strip_prefix(&**known)
                .is_some_and(|rest| known == "@" || rest.is_empty() || rest.starts_with(['.', ':']))
        };
        known.iter().any(is_named)
    };
    let mut found = BTreeSet::new();
    let attributes = Tags::new(text, 0, Markup::Html).flat_map(|tag| tag.attributes);
    for attribute in attributes.filter(|attribute| !attribute.value.is_empty()) {
        if is_of(attribute.name, &CONVENTIONS.markup_places) {
            found.extend(members(attribute.value));
        } else if is_of(attribute.name, &CONVENTIONS.markup_statements) {
            found.extend(assigned_places(attribute.value).flat_map(members));
        }
    }
    found.into_iter().map(Into::into).collect()
}

/// The names in a place; those that begin with `$` are the framework's.
fn members(place: &str) -> impl Iterator<Item = &str> {
    let names = place.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$')));
    names.filter(|name| !name.is_empty() && !name.starts_with('$') && *name != "this")
}

/// The names that the statements of an event assign to.
fn assigned(statements: &str) -> impl Iterator<Item = String> {
    assigned_places(statements).filter_map(root)
}

/// The places that statements assign to.
fn assigned_places(statements: &str) -> impl Iterator<Item = &str> {
    statements.match_indices('=').filter_map(|(at, _)| {
        let (before, after) = (&statements[..at], &statements[at + 1..]);
        let is_assignment = !before.ends_with(['=', '!', '<', '>']) && !after.starts_with(['=', '>']);
        is_assignment.then(|| last_place(before.trim_end_matches(['+', '?', '|', '&', ' '])))
    })
}

/// The place that a text ends with: `this.form.token` of `x; this.form.token`.
fn last_place(text: &str) -> &str {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.');
    text.rsplit(|c: char| !is_part(c)).next().unwrap_or_default()
}

/// The first name of the place that a text ends with.
fn root(text: &str) -> Option<String> {
    let place = last_place(text);
    let name = place.strip_prefix("this.").unwrap_or(place).split('.').next()?;
    (!name.is_empty()).then(|| name.to_owned())
}
