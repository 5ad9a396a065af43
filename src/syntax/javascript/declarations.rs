//! What scopes declare, found before their statements are lowered.

use tree_sitter::Node;

use super::{Lowering, field, first_kid, kids};
use crate::ir::{BindingId, BindingKind, Class, ClassId, FunctionId};

/// What was declared ahead for a declaration.
#[derive(Clone, Copy, Debug)]
pub(super) enum Declared {
    /// A function declaration.
    Function(BindingId, FunctionId),
    /// A class declaration.
    Class(BindingId, ClassId),
    /// An enum, namespace or `import x = …`.
    Name(BindingId),
}

impl<'t> Lowering<'t> {
    /// Declares the `var`s of a function body, those in nested blocks included.
    pub(super) fn hoist_vars(&mut self, body: Node<'t>) {
        let mut cursor = body.walk();
        loop {
            let node = cursor.node();
            let enter = match node.kind() {
                "variable_declaration" => {
                    for declarator in kids(node) {
                        self.hoist_names(field(declarator, "name"));
                    }
                    false
                }
                "for_in_statement" => {
                    if field(node, "kind").is_some_and(|kind| kind.kind() == "var") {
                        self.hoist_names(field(node, "left"));
                    }
                    true
                }
                "statement_block" | "if_statement" | "else_clause" | "for_statement" | "while_statement"
                | "do_statement" | "try_statement" | "catch_clause" | "finally_clause" | "switch_statement"
                | "switch_body" | "switch_case" | "switch_default" | "labeled_statement" | "with_statement"
                | "export_statement" | "program" | "ERROR" => true,
                _ => false,
            };
            if enter && cursor.goto_first_child() {
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
            }
        }
    }

    fn hoist_names(&mut self, pattern: Option<Node<'t>>) {
        for name in pattern.map(pattern_names).unwrap_or_default() {
            let (text, span) = (self.text(name), self.span(name));
            self.builder.declare_in_function(text, span, BindingKind::Variable, None);
        }
    }

    /// Declares what the statements of a block declare in its scope.
    pub(super) fn declare_all(&mut self, statements: &[Node<'t>]) {
        for &statement in statements {
            let statement = declaration_in(statement);
            match statement.kind() {
                "lexical_declaration" | "using_declaration" => {
                    for declarator in kids(statement) {
                        for name in field(declarator, "name").map(pattern_names).unwrap_or_default() {
                            let (text, span) = (self.text(name), self.span(name));
                            self.builder.declare(text, span, BindingKind::Variable, None);
                        }
                    }
                }
                "function_declaration" | "generator_function_declaration" => {
                    self.declare_function(statement);
                }
                "class_declaration" | "abstract_class_declaration" => {
                    self.declare_class(statement);
                }
                "enum_declaration" | "internal_module" | "module" => {
                    if let Some(name) = field(statement, "name") {
                        self.declare_name(statement, leftmost(name));
                    }
                }
                "import_alias" => {
                    if let Some(name) = first_kid(statement) {
                        self.declare_name(statement, name);
                    }
                }
                "import_statement" => self.declare_imports(statement),
                _ => {}
            }
        }
    }

    /// Declares one name for a declaration, or keeps a class or function that it is merged with.
    pub(super) fn declare_name(&mut self, declaration: Node<'t>, name: Node<'t>) {
        let (text, span) = (self.text(name), self.span(name));
        let id = match self.builder.lookup_here(text) {
            Some(id) => id,
            None => self.builder.declare(text, span, BindingKind::Variable, None),
        };
        self.declared.insert(declaration.id(), Declared::Name(id));
    }

    /// Declares a function without looking into it.
    pub(super) fn declare_function(&mut self, node: Node<'t>) -> Option<(BindingId, FunctionId)> {
        let name = field(node, "name")?;
        let (text, span) = (self.text(name), self.span(name));
        let whole = self.span(node);
        let function = self.builder.begin_function(Some(text), whole);
        self.builder.end_function();
        let binding = self.builder.declare(text, span, BindingKind::Function(function), None);
        self.declared.insert(node.id(), Declared::Function(binding, function));
        Some((binding, function))
    }

    /// Declares a class without looking into it.
    pub(super) fn declare_class(&mut self, node: Node<'t>) -> Option<(BindingId, ClassId)> {
        let name = field(node, "name")?;
        let (text, span) = (self.text(name), self.span(name));
        let class = self.empty_class(text, node);
        let binding = self.builder.declare(text, span, BindingKind::Class(class), None);
        self.declared.insert(node.id(), Declared::Class(binding, class));
        Some((binding, class))
    }

    pub(super) fn empty_class(&mut self, name: &str, node: Node<'t>) -> ClassId {
        let span = self.span(node);
        self.builder.class(Class {
            name: name.into(),
            span,
            extends: None,
            fields: Vec::new(),
            methods: Vec::new(),
            renames: Vec::new(),
            texts: Vec::new(),
            optional: Vec::new(),
            serializes_itself: false,
            prints_itself: false,
            implementor: None,
            implementors: Vec::new(),
            is_implementable: false,
        })
    }
}

/// The declaration that an `export` statement or an expression statement (namespaces) holds, or the statement itself.
pub(super) fn declaration_in(statement: Node<'_>) -> Node<'_> {
    match statement.kind() {
        "export_statement" => match field(statement, "declaration") {
            Some(inner) => declaration_in(inner),
            None => statement,
        },
        "expression_statement" => {
            first_kid(statement).filter(|inner| inner.kind() == "internal_module").unwrap_or(statement)
        }
        _ => statement,
    }
}

/// The names a pattern binds, in order.
pub(super) fn pattern_names(pattern: Node<'_>) -> Vec<Node<'_>> {
    let mut names = Vec::new();
    let mut left = vec![pattern];
    while let Some(node) = left.pop() {
        match node.kind() {
            "identifier" | "shorthand_property_identifier_pattern" if !node.is_missing() => names.push(node),
            "object_pattern" | "array_pattern" | "rest_pattern" => left.extend(kids(node).into_iter().rev()),
            "pair_pattern" => left.extend(field(node, "value")),
            "assignment_pattern" | "object_assignment_pattern" => left.extend(field(node, "left")),
            _ => {}
        }
    }
    names
}

/// The first name of `A.B.C`.
pub(super) fn leftmost(mut name: Node<'_>) -> Node<'_> {
    while let Some(inner) = field(name, "object") {
        name = inner;
    }
    name
}
