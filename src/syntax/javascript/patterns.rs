//! Patterns: where values go.

use tree_sitter::Node;

use super::{Lowering, field, first_kid, is_comment, kids, strip};
use crate::ir::{BindingKind, Key, Pattern};

/// What the names of a pattern are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// `let`, `const`, a caught error.
    Let,
    /// `var`.
    Var,
    /// Parameters.
    Parameter,
    /// Places that exist already.
    Assign,
}

impl<'t> Lowering<'t> {
    /// Lowers a pattern; its names are declared if the scope has not done so yet.
    pub(super) fn pattern(&mut self, node: Node<'t>, mode: Mode) -> Pattern {
        if !self.descend(node) {
            return Pattern::Ignore;
        }
        let pattern = self.pattern_inner(node, mode);
        self.ascend();
        pattern
    }

    fn pattern_inner(&mut self, node: Node<'t>, mode: Mode) -> Pattern {
        match node.kind() {
            "identifier" | "shorthand_property_identifier_pattern" if node.is_missing() => Pattern::Ignore,
            "identifier" | "shorthand_property_identifier_pattern" => self.name_pattern(node, mode),
            "object_pattern" => self.object_pattern(node, mode),
            "array_pattern" => self.array_pattern(node, mode),
            "assignment_pattern" | "object_assignment_pattern" => {
                let Some(left) = field(node, "left") else {
                    return Pattern::Ignore;
                };
                let inner = self.pattern(left, mode);
                match field(node, "right") {
                    Some(right) => {
                        let name = matches!(left.kind(), "identifier" | "shorthand_property_identifier_pattern")
                            .then(|| self.text(left));
                        Pattern::Default(Box::new(inner), self.expr_named(right, name))
                    }
                    None => inner,
                }
            }
            "rest_pattern" => match first_kid(node) {
                Some(inner) => self.pattern(inner, mode),
                None => Pattern::Ignore,
            },
            "parenthesized_expression" => {
                let inner = strip(node);
                if inner.id() == node.id() { Pattern::Ignore } else { self.pattern(inner, mode) }
            }
            "member_expression"
            | "subscript_expression"
            | "non_null_expression"
            | "as_expression"
            | "satisfies_expression"
            | "type_assertion" => Pattern::Place(self.expr(node)),
            _ => Pattern::Ignore,
        }
    }

    fn name_pattern(&mut self, node: Node<'t>, mode: Mode) -> Pattern {
        let (text, span) = (self.text(node), self.span(node));
        Pattern::Binding(match mode {
            Mode::Assign => return Pattern::Place(self.name(text, span)),
            Mode::Let => match self.builder.lookup_here(text) {
                Some(id) => id,
                None => self.builder.declare(text, span, BindingKind::Variable, None),
            },
            Mode::Var => self.builder.declare_in_function(text, span, BindingKind::Variable, None),
            Mode::Parameter => self.builder.declare(text, span, BindingKind::Parameter, None),
        })
    }

    fn object_pattern(&mut self, node: Node<'t>, mode: Mode) -> Pattern {
        let mut fields = Vec::new();
        let mut rest = None;
        for child in kids(node) {
            match child.kind() {
                "pair_pattern" => {
                    if let (Some(key), Some(value)) = (field(child, "key"), field(child, "value")) {
                        let key = self.key(key);
                        let value = self.pattern(value, mode);
                        fields.push((key, value));
                    }
                }
                "shorthand_property_identifier_pattern" => {
                    let key = Key::Name(self.text(child).into(), self.span(child));
                    let value = self.pattern(child, mode);
                    fields.push((key, value));
                }
                "object_assignment_pattern" => {
                    if let Some(left) = field(child, "left") {
                        let key = Key::Name(self.text(left).into(), self.span(left));
                        let value = self.pattern(child, mode);
                        fields.push((key, value));
                    }
                }
                "rest_pattern" => rest = Some(Box::new(self.pattern(child, mode))),
                _ => {}
            }
        }
        Pattern::Object { path: None, fields, rest }
    }

    fn array_pattern(&mut self, node: Node<'t>, mode: Mode) -> Pattern {
        let mut items = Vec::new();
        let mut rest = None;
        let mut pending = None;
        let mut cursor = node.walk();
        for child in node.children(&mut cursor).filter(|child| !is_comment(*child)) {
            match child.kind() {
                "[" | "]" => {}
                // A comma ends an element, be it there or not.
                "," => items.push(pending.take()),
                "rest_pattern" => rest = Some(Box::new(self.pattern(child, mode))),
                _ => pending = Some(self.pattern(child, mode)),
            }
        }
        if pending.is_some() {
            items.push(pending);
        }
        Pattern::Array { items, rest }
    }
}
