//! Statements.

use tree_sitter::Node;

use super::declarations::{Declared, declaration_in};
use super::expressions::is_expression;
use super::patterns::Mode;
use super::{Lowering, field, first_kid, has_token, kids, strip};
use crate::ir::{Arm, Block, ClassId, ExprId, ExprKind, Leave, Pattern, Stmt};

/// Deeper nesting is taken for a statement that goes on.
const MAX_EXIT_DEPTH: u32 = 32;

impl<'t> Lowering<'t> {
    /// Lowers the statements in a node whose scope is open already.
    pub(super) fn statements(&mut self, node: Node<'t>) -> Vec<Stmt> {
        let mut stmts = Vec::new();
        self.lower_all(&readable(kids(node)), &mut stmts);
        stmts
    }

    pub(super) fn lower_all(&mut self, nodes: &[Node<'t>], stmts: &mut Vec<Stmt>) {
        self.declare_all(nodes);
        for &node in nodes {
            let declaration = declaration_in(node);
            if let Some(Declared::Function(binding, function)) = self.declared.get(&declaration.id()).copied() {
                self.declared_function(declaration, function);
                let span = self.span(declaration);
                let value = self.builder.expr(ExprKind::Function(function), span);
                stmts.push(Stmt::Bind { pattern: Pattern::Binding(binding), value: Some(value), otherwise: None });
            }
        }
        for &node in nodes {
            self.statement(node, stmts);
        }
    }

    /// Lowers a statement that has a scope of its own.
    pub(super) fn block(&mut self, node: Option<Node<'t>>) -> Block {
        let mut stmts = Vec::new();
        if let Some(node) = node {
            self.block_into(node, &mut stmts);
        }
        Block { stmts, value: None }
    }

    /// Lowers a block, or a single statement that stands for one, into the statements around it.
    pub(super) fn block_into(&mut self, node: Node<'t>, stmts: &mut Vec<Stmt>) {
        self.builder.open_scope();
        if node.kind() == "statement_block" {
            self.lower_all(&readable(kids(node)), stmts);
        } else {
            self.lower_all(&[node], stmts);
        }
        self.builder.close_scope();
    }

    /// Lowers a statement.
    pub(super) fn statement(&mut self, node: Node<'t>, stmts: &mut Vec<Stmt>) {
        if !self.descend(node) {
            return;
        }
        self.note_what_may_throw(node, stmts);
        self.statement_inner(node, stmts);
        self.ascend();
    }

    fn statement_inner(&mut self, node: Node<'t>, stmts: &mut Vec<Stmt>) {
        match node.kind() {
            "expression_statement" => match first_kid(node) {
                Some(inner) if inner.kind() == "internal_module" => self.namespace_statement(inner, stmts),
                Some(inner) => stmts.push(Stmt::Expr(self.effect(inner))),
                None => {}
            },
            "lexical_declaration" | "using_declaration" => self.declarators(node, Mode::Let, stmts),
            "variable_declaration" => self.declarators(node, Mode::Var, stmts),
            "variable_declarator" => self.declarator(node, Mode::Let, stmts),
            "return_statement" => {
                let value = first_kid(node).map(|value| self.expr(value));
                let value = value.or_else(|| self.yielded_so_far(node));
                stmts.push(Stmt::Return(value));
            }
            "throw_statement" => {
                let value = first_kid(node).map(|value| self.expr(value));
                stmts.push(Stmt::Exit(Leave::Throw, value));
            }
            "break_statement" | "continue_statement" => {
                let how = match node.kind() {
                    _ if field(node, "label").is_some() => Leave::Labelled,
                    "break_statement" => Leave::Break,
                    _ => Leave::Continue,
                };
                stmts.push(Stmt::Exit(how, None));
            }
            "if_statement" => self.if_statement(node, stmts),
            "switch_statement" => self.switch_statement(node, stmts),
            "try_statement" => self.try_statement(node, stmts),
            "for_statement" | "while_statement" | "do_statement" | "for_in_statement" => self.any_loop(node, stmts),
            "statement_block" => self.block_into(node, stmts),
            "labeled_statement" => {
                if let Some(body) = field(node, "body") {
                    self.labeled(body, stmts);
                }
            }
            "with_statement" => {
                if let Some(object) = field(node, "object") {
                    stmts.push(Stmt::Expr(self.expr(object)));
                }
                if let Some(body) = field(node, "body") {
                    self.block_into(body, stmts);
                }
            }
            "class_declaration" | "abstract_class_declaration" => self.class_statement(node, stmts),
            "import_statement" => self.import_statement(node, stmts),
            "import_alias" => self.import_alias(node, stmts),
            "export_statement" => self.export_statement(node, stmts),
            "enum_declaration" => self.enum_statement(node, stmts),
            "internal_module" | "module" => self.namespace_statement(node, stmts),
            // Functions are lowered with the block they are hoisted to.
            "function_declaration" | "generator_function_declaration" if self.declared.contains_key(&node.id()) => {}
            "class_body" => self.lower_all(&kids(node), stmts),
            kind if is_expression(kind) || kind.ends_with("function_declaration") => {
                stmts.push(Stmt::Expr(self.expr(node)));
            }
            _ => {}
        }
    }

    fn declarators(&mut self, node: Node<'t>, mode: Mode, stmts: &mut Vec<Stmt>) {
        for declarator in kids(node) {
            self.declarator(declarator, mode, stmts);
        }
    }

    fn declarator(&mut self, node: Node<'t>, mode: Mode, stmts: &mut Vec<Stmt>) {
        let Some(name) = field(node, "name") else {
            if is_expression(node.kind()) {
                stmts.push(Stmt::Expr(self.expr(node)));
            }
            return;
        };
        let pattern = self.pattern(name, mode);
        let ty = self.ty_in(node, "type");
        self.annotate(&pattern, ty.as_ref());
        let hint = (name.kind() == "identifier").then(|| self.text(name));
        let value = field(node, "value").map(|value| self.expr_named(value, hint));
        // `var x;` does not touch a value given earlier.
        if value.is_none() && mode == Mode::Var {
            return;
        }
        if let (Pattern::Binding(id), Some(value)) = (&pattern, value) {
            self.bound.insert(*id, value);
        }
        stmts.push(Stmt::Bind { pattern, value, otherwise: None });
    }

    /// The class that a statement declares.
    pub(super) fn declared_class(&self, node: Node<'t>) -> Option<ClassId> {
        match self.declared.get(&node.id()) {
            Some(Declared::Class(_, class)) => Some(*class),
            _ => None,
        }
    }

    fn class_statement(&mut self, node: Node<'t>, stmts: &mut Vec<Stmt>) {
        let declared = match self.declared.get(&node.id()) {
            Some(Declared::Class(binding, class)) => Some((*binding, *class)),
            _ => self.declare_class(node),
        };
        let Some((binding, class)) = declared else {
            stmts.push(Stmt::Expr(self.expr(node)));
            return;
        };
        let mut after = Vec::new();
        self.fill_class(node, class, &mut after);
        let span = self.span(node);
        let value = Some(self.builder.expr(ExprKind::Class(class), span));
        stmts.push(Stmt::Bind { pattern: Pattern::Binding(binding), value, otherwise: None });
        stmts.append(&mut after);
    }

    /// A labelled block can be left by `break`, which must not end what follows it: it is a branch that may run.
    fn labeled(&mut self, body: Node<'t>, stmts: &mut Vec<Stmt>) {
        if body.kind() == "statement_block" {
            let guard = Some(self.unknown_at(body));
            let block = self.block(Some(body));
            self.branch(None, vec![Arm { pattern: None, guard, body: block }], false, body, stmts);
        } else {
            self.block_into(body, stmts);
        }
    }

    fn if_statement(&mut self, node: Node<'t>, stmts: &mut Vec<Stmt>) {
        let span = self.span(node);
        let mut arms = Vec::new();
        let mut exhaustive = false;
        let mut at = Some(node);
        while let Some(node) = at {
            if node.kind() == "if_statement" {
                let guard = field(node, "condition").map(|condition| self.expr(condition));
                let guard = guard.or_else(|| Some(self.builder.unknown(span)));
                let body = self.block(field(node, "consequence"));
                arms.push(Arm { pattern: None, guard, body });
                at = field(node, "alternative").and_then(first_kid);
            } else {
                let body = self.block(Some(node));
                arms.push(Arm { pattern: None, guard: None, body });
                exhaustive = true;
                at = None;
            }
        }
        self.branch(None, arms, exhaustive, node, stmts);
    }

    fn branch(
        &mut self,
        subject: Option<ExprId>,
        arms: Vec<Arm>,
        exhaustive: bool,
        node: Node<'t>,
        stmts: &mut Vec<Stmt>,
    ) {
        let span = self.span(node);
        stmts.push(Stmt::Expr(self.builder.expr(ExprKind::Branch { subject, arms, exhaustive }, span)));
    }

    /// A `switch` whose arms all end is one branch. If an arm falls through, each arm becomes a branch of its own, of
    /// which each may run.
    fn switch_statement(&mut self, node: Node<'t>, stmts: &mut Vec<Stmt>) {
        let subject = field(node, "value").map(|value| self.expr(value));
        let cases = field(node, "body").map(kids).unwrap_or_default();
        // Cases without statements share those of the next one.
        let mut groups: Vec<(Vec<Node<'t>>, bool, Vec<Node<'t>>)> = Vec::new();
        let mut values = Vec::new();
        let mut default = false;
        let last = cases.len().saturating_sub(1);
        for (index, case) in cases.iter().enumerate() {
            match field(*case, "value") {
                Some(value) => values.push(value),
                None => default = true,
            }
            let body = case_body(*case);
            if !body.is_empty() || index == last {
                groups.push((std::mem::take(&mut values), std::mem::take(&mut default), body));
            }
        }
        let falls_through =
            groups.iter().rev().skip(1).any(|(_, _, body)| !body.last().is_some_and(|last| exits(*last, 0)));

        self.builder.open_scope();
        let all: Vec<Node<'t>> = groups.iter().flat_map(|(_, _, body)| body.iter().copied()).collect();
        self.declare_all(&all);
        if falls_through && let Some(subject) = subject {
            stmts.push(Stmt::Expr(subject));
        }
        let mut arms = Vec::new();
        let mut fallback = None;
        for (values, default, body) in groups {
            let literals: Vec<Pattern> = values.into_iter().map(|value| Pattern::Literal(self.expr(value))).collect();
            let pattern = match <[Pattern; 1]>::try_from(literals) {
                Ok([only]) => only,
                Err(several) => Pattern::Or(several),
            };
            let body = self.case_block(&body);
            if falls_through {
                let guard = default.then(|| self.unknown_at(node));
                let pattern = (!default).then_some(pattern);
                let arm = Arm { pattern, guard, body };
                self.branch(subject, vec![arm], false, node, stmts);
            } else if default {
                fallback = Some(Arm { pattern: None, guard: None, body });
            } else {
                arms.push(Arm { pattern: Some(pattern), guard: None, body });
            }
        }
        self.builder.close_scope();
        if !falls_through {
            let exhaustive = fallback.is_some();
            // The default is tried last wherever it stands.
            arms.extend(fallback);
            self.branch(subject, arms, exhaustive, node, stmts);
        }
    }

    fn case_block(&mut self, body: &[Node<'t>]) -> Block {
        // The `break` that ends an arm is where the branch ends anyway.
        let body = match body {
            [rest @ .., last] if is_plain_break(*last) => rest,
            [block] if block.kind() == "statement_block" => {
                let inner = kids(*block);
                if let [rest @ .., last] = inner.as_slice()
                    && is_plain_break(*last)
                {
                    let mut stmts = Vec::new();
                    self.builder.open_scope();
                    self.lower_all(&readable(rest.to_vec()), &mut stmts);
                    self.builder.close_scope();
                    return Block { stmts, value: None };
                }
                body
            }
            _ => body,
        };
        let mut stmts = Vec::new();
        for &node in body {
            if let Some(Declared::Function(binding, function)) = self.declared.get(&node.id()).copied() {
                self.declared_function(node, function);
                let span = self.span(node);
                let value = Some(self.builder.expr(ExprKind::Function(function), span));
                stmts.push(Stmt::Bind { pattern: Pattern::Binding(binding), value, otherwise: None });
            }
        }
        for &node in body {
            self.statement(node, &mut stmts);
        }
        Block { stmts, value: None }
    }

    fn unknown_at(&mut self, node: Node<'t>) -> ExprId {
        let span = self.span_of(node.start_byte(), node.start_byte());
        self.builder.unknown(span)
    }

    fn any_loop(&mut self, node: Node<'t>, stmts: &mut Vec<Stmt>) {
        if node.kind() == "for_in_statement" {
            self.for_in(node, stmts);
            return;
        }
        self.builder.open_scope();
        if let Some(initializer) = field(node, "initializer") {
            self.statement(initializer, stmts);
        }
        let mut body = Block::default();
        let at_least_once = node.kind() == "do_statement";
        let mut condition = if at_least_once { None } else { self.condition(node) };
        if let Some(inner) = field(node, "body") {
            self.block_into(inner, &mut body.stmts);
        }
        if at_least_once {
            condition = self.condition(node);
            body.stmts.extend(condition.take().map(Stmt::Expr));
        }
        let step = field(node, "increment").map(|increment| self.effect(increment));
        self.builder.close_scope();
        stmts.push(Stmt::Loop { each: None, keys: false, at_least_once, condition, step, body });
    }

    fn condition(&mut self, node: Node<'t>) -> Option<ExprId> {
        let mut cursor = node.walk();
        let conditions: Vec<Node<'t>> = node.children_by_field_name("condition", &mut cursor).collect();
        let condition =
            conditions.into_iter().find(|condition| condition.is_named() && condition.kind() != "empty_statement")?;
        let inner = if condition.kind() == "expression_statement" { first_kid(condition)? } else { condition };
        Some(self.expr(inner))
    }

    /// An expression whose value nobody takes: `at++` counts.
    fn effect(&mut self, node: Node<'t>) -> ExprId {
        match field(node, "argument") {
            Some(counter) if node.kind() == "update_expression" && has_token(node, "++") => self.counted(node, counter),
            _ => self.expr(node),
        }
    }

    fn for_in(&mut self, node: Node<'t>, stmts: &mut Vec<Stmt>) {
        let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else {
            stmts.push(Stmt::Expr(self.parts(node)));
            return;
        };
        let keys = field(node, "operator").map_or_else(|| has_token(node, "in"), |operator| operator.kind() == "in");
        let mode = match field(node, "kind").map(|kind| kind.kind()) {
            Some("var") => Mode::Var,
            Some(_) => Mode::Let,
            None => Mode::Assign,
        };
        let items = self.expr(right);
        self.builder.open_scope();
        let pattern = self.pattern(strip(left), mode);
        let body = self.block(field(node, "body"));
        self.builder.close_scope();
        let each = Some((pattern, items));
        stmts.push(Stmt::Loop {
            each: each.map(Box::new),
            keys,
            at_least_once: false,
            condition: None,
            step: None,
            body,
        });
    }
}

/// Statements with those that stand in erroneous nodes taken out of them.
pub(super) fn readable(nodes: Vec<Node<'_>>) -> Vec<Node<'_>> {
    if !nodes.iter().any(Node::is_error) {
        return nodes;
    }
    let mut out = Vec::new();
    let mut left: Vec<(Node<'_>, bool)> = nodes.into_iter().rev().map(|node| (node, false)).collect();
    while let Some((node, broken)) = left.pop() {
        if node.is_error() {
            left.extend(kids(node).into_iter().rev().map(|kid| (kid, true)));
        } else if !broken || node.kind() != "identifier" {
            out.push(node);
        }
    }
    out
}

fn case_body(case: Node<'_>) -> Vec<Node<'_>> {
    let value = field(case, "value").map(|value| value.id());
    let body = kids(case).into_iter().filter(|kid| Some(kid.id()) != value && kid.kind() != "empty_statement");
    readable(body.collect())
}

fn is_plain_break(node: Node<'_>) -> bool {
    node.kind() == "break_statement" && field(node, "label").is_none()
}

/// Whether nothing after a statement is reached from it.
fn exits(node: Node<'_>, depth: u32) -> bool {
    if depth > MAX_EXIT_DEPTH {
        return false;
    }
    match node.kind() {
        "return_statement" | "throw_statement" | "break_statement" | "continue_statement" => true,
        "statement_block" => kids(node).last().is_some_and(|last| exits(*last, depth + 1)),
        "if_statement" => {
            field(node, "consequence").is_some_and(|body| exits(body, depth + 1))
                && field(node, "alternative")
                    .and_then(first_kid)
                    .is_some_and(|alternative| exits(alternative, depth + 1))
        }
        "try_statement" => {
            field(node, "body").is_some_and(|body| exits(body, depth + 1))
                && field(node, "handler")
                    .is_none_or(|handler| field(handler, "body").is_some_and(|body| exits(body, depth + 1)))
        }
        _ => false,
    }
}
