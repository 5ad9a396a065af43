//! Classes.

use tree_sitter::Node;

use super::expressions::key_text;
use super::{Lowering, field, first_kid, has_token, kids};
use crate::ir::{Attribute, BindingKind, Block, ClassId, ExprId, ExprKind, Field, Key, Method, MethodKind, Stmt};

/// How much of a decorator is kept: it is known by how it begins.
const MAX_DECORATOR: usize = 80;

/// What runs around the definition of a class.
#[derive(Default)]
pub(super) struct Around {
    /// Decorators of the class.
    pub(super) before: Vec<Stmt>,
    /// Decorators of members, static blocks.
    pub(super) after: Vec<Stmt>,
}

impl<'t> Lowering<'t> {
    /// A class as a value; its decorators and static blocks run in a block around it.
    pub(super) fn class_expression(&mut self, node: Node<'t>, name: Option<&str>) -> ExprId {
        let span = self.span(node);
        let own = field(node, "name");
        let name = own.map(|own| self.text(own)).or(name).unwrap_or_default();
        let class = self.empty_class(name, node);
        self.builder.open_scope();
        if let Some(own) = own {
            let (text, span) = (self.text(own), self.span(own));
            self.builder.declare(text, span, BindingKind::Class(class), None);
        }
        let mut around = Around::default();
        self.fill_class(node, class, &mut around);
        self.builder.close_scope();
        let value = self.builder.expr(ExprKind::Class(class), span);
        if around.before.is_empty() && around.after.is_empty() {
            return value;
        }
        let mut stmts = around.before;
        stmts.append(&mut around.after);
        self.builder.expr(ExprKind::Block(Block { stmts, value: Some(value) }), span)
    }

    /// Lowers what a class extends and its members.
    pub(super) fn fill_class(&mut self, node: Node<'t>, class: ClassId, around: &mut Around) {
        for kid in kids(node) {
            match kid.kind() {
                "decorator" => self.decorate(kid, &mut around.before),
                "class_heritage" => {
                    let extends = self.heritage(kid);
                    self.builder.class_mut(class).extends = extends;
                }
                _ => {}
            }
        }
        let Some(body) = field(node, "body") else {
            return;
        };
        let mut decorators = Vec::new();
        for member in kids(body) {
            self.member(member, class, &mut around.after);
            match member.kind() {
                "decorator" => decorators.push(member),
                "method_definition" => {
                    let own = kids(member).into_iter().filter(|kid| kid.kind() == "decorator");
                    let all: Vec<Node<'t>> = decorators.drain(..).chain(own).collect();
                    self.note_decorators(&all, member);
                }
                _ => decorators.clear(),
            }
        }
    }

    /// What the decorators of a method say is kept as attributes of it.
    fn note_decorators(&mut self, decorators: &[Node<'t>], method: Node<'t>) {
        for decorator in decorators.iter().filter_map(|decorator| first_kid(*decorator)) {
            let text: String =
                self.text(decorator).chars().filter(|c| !c.is_whitespace()).take(MAX_DECORATOR).collect();
            let span = self.span(method);
            self.builder.module.attributes.push(Attribute { span, text: text.into() });
        }
    }

    pub(super) fn decorate(&mut self, decorator: Node<'t>, stmts: &mut Vec<Stmt>) {
        if let Some(inner) = first_kid(decorator) {
            stmts.push(Stmt::Expr(self.expr(inner)));
        }
    }

    fn heritage(&mut self, node: Node<'t>) -> Option<ExprId> {
        let first = kids(node).into_iter().find(|kid| kid.kind() != "implements_clause")?;
        let parent = match first.kind() {
            "extends_clause" => field(first, "value").or_else(|| first_kid(first))?,
            _ => first,
        };
        Some(self.expr(parent))
    }

    fn member(&mut self, node: Node<'t>, class: ClassId, after: &mut Vec<Stmt>) {
        for kid in kids(node).into_iter().filter(|kid| kid.kind() == "decorator") {
            self.decorate(kid, after);
        }
        match node.kind() {
            "decorator" => self.decorate(node, after),
            "method_definition" => self.method(node, class),
            "public_field_definition" | "field_definition" => self.field(node, class),
            "class_static_block" => {
                if let Some(body) = field(node, "body").or_else(|| first_kid(node)) {
                    // `var` of a static block is its own; a block is close enough.
                    let mut stmts = Vec::new();
                    self.hoist_vars(body);
                    self.block_into(body, &mut stmts);
                    after.append(&mut stmts);
                }
            }
            "ERROR" => {
                for kid in kids(node) {
                    if matches!(kid.kind(), "method_definition" | "public_field_definition" | "field_definition") {
                        self.member(kid, class, after);
                    } else if super::expressions::is_expression(kid.kind()) && kid.kind() != "identifier" {
                        after.push(Stmt::Expr(self.expr(kid)));
                    }
                }
            }
            _ => {}
        }
    }

    fn method(&mut self, node: Node<'t>, class: ClassId) {
        let Some(name) = field(node, "name") else {
            return;
        };
        let key = self.key(name);
        let is_static = has_token(node, "static");
        let kind = if has_token(node, "get") {
            MethodKind::Getter
        } else if has_token(node, "set") {
            MethodKind::Setter
        } else if !is_static && key_text(&key) == Some("constructor") {
            MethodKind::Constructor
        } else {
            MethodKind::Method
        };
        let function = self.function(node, key_text(&key), Some(class));
        self.builder.function_mut(function).exported = self.is_public(node, &key);
        self.builder.class_mut(class).methods.push(Method { key, function, is_static, kind });
    }

    fn field(&mut self, node: Node<'t>, class: ClassId) {
        let Some(name) = field(node, "name").or_else(|| field(node, "property")) else {
            return;
        };
        let key = self.key(name);
        let is_static = has_token(node, "static");
        let ty = self.ty_in(node, "type");
        let value = field(node, "value").map(|value| self.expr_named(value, key_text(&key)));
        if let Some(value) = value
            && let ExprKind::Function(function) = self.builder.module.expr(value).kind
        {
            // A function in a field is a method in all but name: its `this` is the instance, arrow or not.
            let exported = self.is_public(node, &key);
            let function = self.builder.function_mut(function);
            function.class = Some(class);
            function.lexical_this = false;
            function.exported = exported;
        }
        self.builder.class_mut(class).fields.push(Field { key, value, is_static, ty });
    }

    fn is_public(&self, member: Node<'t>, key: &Key) -> bool {
        !key_text(key).is_some_and(|name| name.starts_with('#'))
            && !kids(member)
                .into_iter()
                .any(|kid| kid.kind() == "accessibility_modifier" && matches!(self.text(kid), "private" | "protected"))
    }
}
