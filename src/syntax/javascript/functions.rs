//! Functions and their parameters.

use tree_sitter::Node;

use super::patterns::Mode;
use super::{Lowering, field, first_kid, has_token, kids};
use crate::ir::{
    AssignOp, BindingKind, Block, ClassId, ExprId, ExprKind, Field, FunctionId, Key, Param, Pattern, Stmt,
};

impl<'t> Lowering<'t> {
    /// Lowers a function expression, arrow function or method.
    pub(super) fn function(&mut self, node: Node<'t>, name: Option<&str>, class: Option<ClassId>) -> FunctionId {
        let own = field(node, "name").filter(|_| node.kind() != "method_definition");
        let span = self.span(node);
        let name = own.map(|own| self.text(own)).or(name);
        let id = self.builder.begin_function(name, span);
        if let Some(own) = own {
            let (text, span) = (self.text(own), self.span(own));
            self.builder.declare(text, span, BindingKind::Function(id), None);
        }
        self.fill_function(node, id, class);
        self.builder.end_function();
        id
    }

    /// Lowers the body of a function declared ahead.
    pub(super) fn declared_function(&mut self, node: Node<'t>, id: FunctionId) {
        if !self.descend(node) {
            return;
        }
        self.builder.reenter_function(id);
        self.fill_function(node, id, None);
        self.builder.end_function();
        self.ascend();
    }

    fn fill_function(&mut self, node: Node<'t>, id: FunctionId, class: Option<ClassId>) {
        let (params, properties) = self.parameters(node);
        let returns = self.ty_in(node, "return_type");
        let function = self.builder.function_mut(id);
        function.params = params;
        function.returns = returns.map(Box::new);
        function.class = class;
        function.lexical_this = node.kind() == "arrow_function";
        function.is_async = has_token(node, "async");

        let mut body = Block::default();
        let around = self.begin_yielding(node, id, &mut body.stmts);
        self.assign_properties(&properties, class, &mut body.stmts);
        if let Some(inner) = field(node, "body") {
            if inner.kind() == "statement_block" {
                self.hoist_vars(inner);
                let mut stmts = self.statements(inner);
                body.stmts.append(&mut stmts);
            } else {
                body.value = Some(self.expr(inner));
            }
        }
        self.end_yielding(node, around, &mut body);
        self.builder.function_mut(id).body = body;
    }

    /// The parameters of a function, and those that are properties too.
    fn parameters(&mut self, node: Node<'t>) -> (Vec<Param>, Vec<Node<'t>>) {
        let mut params = Vec::new();
        let mut properties = Vec::new();
        if let Some(single) = field(node, "parameter") {
            params.push(Param {
                pattern: self.pattern(single, Mode::Parameter),
                rest: false,
                ty: None,
                injected: None,
                is_property: false,
            });
        } else if let Some(list) = field(node, "parameters") {
            for parameter in kids(list) {
                if let Some((param, property)) = self.parameter(parameter) {
                    properties.extend(property);
                    params.push(param);
                }
            }
        }
        (params, properties)
    }

    /// A parameter; `Some` beside it for the name of a TypeScript parameter property. TypeScript's `this` is none.
    fn parameter(&mut self, node: Node<'t>) -> Option<(Param, Option<Node<'t>>)> {
        if !matches!(node.kind(), "required_parameter" | "optional_parameter") {
            let rest = node.kind() == "rest_pattern";
            let pattern = self.pattern(node, Mode::Parameter);
            return Some((Param { pattern, rest, ty: None, injected: None, is_property: false }, None));
        }
        let place = field(node, "pattern").or_else(|| field(node, "name"))?;
        if place.kind() == "this" {
            return None;
        }
        let ty = self.ty_in(node, "type");
        let mut pattern = self.pattern(place, Mode::Parameter);
        self.annotate(&pattern, ty.as_ref());
        if let Some(value) = field(node, "value") {
            let name = (place.kind() == "identifier").then(|| self.text(place));
            pattern = Pattern::Default(Box::new(pattern), self.expr_named(value, name));
        }
        let decorator = kids(node).into_iter().find(|kid| kid.kind() == "decorator");
        let injected = decorator.and_then(first_kid).map(|inner| self.expr(inner));
        let is_modified =
            kids(node).iter().any(|kid| matches!(kid.kind(), "accessibility_modifier" | "override_modifier"))
                || has_token(node, "readonly");
        let is_property = is_modified && place.kind() == "identifier";
        let rest = place.kind() == "rest_pattern";
        let param = Param { pattern, rest, ty: ty.map(Box::new), injected, is_property };
        Some((param, is_property.then_some(place)))
    }

    /// `constructor(private a: A)`: a field, and `this.a = a`.
    fn assign_properties(&mut self, properties: &[Node<'t>], class: Option<ClassId>, stmts: &mut Vec<Stmt>) {
        for &property in properties {
            let (text, span) = (self.text(property), self.span(property));
            let key = || Key::Name(text.into(), span);
            let ty = self.builder.lookup(text).and_then(|id| self.builder.module.binding(id).ty.clone());
            if let Some(class) = class {
                let field = Field {
                    key: key(),
                    value: None,
                    is_static: false,
                    ty: ty.map(|ty| *ty),
                    is_decorated: false,
                    default: None,
                    is_read: false,
                    injected: None,
                    is_filled_elsewhere: false,
                    starts_empty: false,
                };
                self.builder.class_mut(class).fields.push(field);
            }
            let this = self.builder.expr(ExprKind::This, span);
            let place = self.builder.expr(ExprKind::Member { object: this, key: key() }, span);
            let value = self.name(text, span);
            let assign: ExprId = self
                .builder
                .expr(ExprKind::Assign { target: Pattern::Place(place).into(), op: AssignOp::Set, value }, span);
            stmts.push(Stmt::Expr(assign));
        }
    }
}

/// Whether a function returns a value somewhere, in its own body.
pub(super) fn returns_value(function: Node<'_>) -> bool {
    let mut open = kids(function);
    while let Some(node) = open.pop() {
        match node.kind() {
            "return_statement" if !kids(node).is_empty() => return true,
            "arrow_function"
            | "function_expression"
            | "function_declaration"
            | "method_definition"
            | "class"
            | "class_declaration"
            | "generator_function"
            | "generator_function_declaration" => {}
            _ => open.extend(kids(node)),
        }
    }
    false
}
