//! JSX: calls of `jsx` with the component, its properties and its children.

use tree_sitter::Node;

use super::{Lowering, field, first_kid, kids, strip};
use crate::ir::{Element, Entry, ExprId, ExprKind, Key};

impl<'t> Lowering<'t> {
    /// `<Comp a="x" b={y} {...z}>children</Comp>` as `jsx(Comp, { a: "x", b: y, ...z }, children…)`. Names of the
    /// page's own elements are strings; that of a fragment is empty.
    pub(super) fn jsx(&mut self, node: Node<'t>) -> ExprId {
        let span = self.span(node);
        let opening = field(node, "open_tag").unwrap_or(node);
        let head = self.span(opening);
        let callee =
            self.builder.expr(ExprKind::Global("jsx".into()), self.span_of(node.start_byte(), node.start_byte()));
        let component = self.jsx_name(opening);
        let mut entries = Vec::new();
        for attribute in kids(opening) {
            match attribute.kind() {
                "jsx_attribute" => entries.extend(self.jsx_attribute(attribute)),
                "jsx_expression" => {
                    if let Some(inner) = first_kid(attribute) {
                        entries.push(Entry::Spread(self.expr(inner)));
                    }
                }
                _ => {}
            }
        }
        let properties = self.builder.expr(ExprKind::Object { ty: None, entries }, head);
        let mut args = vec![Element::Item(component), Element::Item(properties)];
        if opening.id() != node.id() {
            for child in kids(node) {
                args.extend(self.jsx_child(child));
            }
        }
        self.builder.expr(ExprKind::Call { callee, args, types: Box::default() }, span)
    }

    fn jsx_name(&mut self, opening: Node<'t>) -> ExprId {
        let Some(name) = field(opening, "name") else {
            let at = self.span_of(opening.start_byte(), opening.start_byte());
            return self.builder.expr(ExprKind::Str("".into()), at);
        };
        let text = self.text(name);
        let intrinsic = match name.kind() {
            "identifier" => text.starts_with(|c: char| c.is_lowercase()),
            "member_expression" | "nested_identifier" => false,
            _ => true,
        };
        if intrinsic {
            let span = self.span(name);
            return self.builder.expr(ExprKind::Str(text.into()), span);
        }
        self.expr(name)
    }

    fn jsx_attribute(&mut self, node: Node<'t>) -> Option<Entry> {
        let kids = kids(node);
        let (name, value) = (*kids.first()?, kids.get(1).copied());
        let span = self.span(node);
        let key = Key::Name(self.text(name).into(), self.span(name));
        let value = match value {
            None => self.builder.expr(ExprKind::Bool(true), span),
            Some(value) if value.kind() == "string" => {
                let (raw, span) = self.between_quotes(value);
                self.builder.expr(ExprKind::Str(entities(raw).into()), span)
            }
            Some(value) if value.kind() == "jsx_expression" => match first_kid(value) {
                Some(inner) => self.expr_named(inner, Some(self.text(name))),
                None => self.builder.unknown(span),
            },
            Some(value) => self.expr(value),
        };
        Some(Entry::Pair(key, value, span))
    }

    fn jsx_child(&mut self, node: Node<'t>) -> Option<Element> {
        match node.kind() {
            "jsx_text" => {
                let text = self.text(node);
                let trimmed = text.trim();
                let start = node.start_byte() + (text.len() - text.trim_start().len());
                let span = self.span_of(start, start + trimmed.len());
                (!trimmed.is_empty())
                    .then(|| Element::Item(self.builder.expr(ExprKind::Str(entities(trimmed).into()), span)))
            }
            "jsx_expression" => {
                let inner = strip(first_kid(node)?);
                let id = self.expr(inner);
                Some(if inner.kind() == "spread_element" { Element::Spread(id) } else { Element::Item(id) })
            }
            "jsx_element" | "jsx_self_closing_element" | "jsx_fragment" => Some(Element::Item(self.expr(node))),
            "ERROR" => Some(Element::Spread(self.parts(node))),
            _ => None,
        }
    }
}

/// Resolves the character references that stand in URLs.
pub(super) fn entities(raw: &str) -> String {
    if !raw.contains('&') {
        return raw.to_owned();
    }
    let plain = raw.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    plain.replace("&#39;", "'").replace("&amp;", "&")
}
