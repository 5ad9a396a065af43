//! Imports, exports, enums and namespaces.

use tree_sitter::Node;

use super::declarations::{Declared, leftmost, pattern_names};
use super::expressions::{is_expression, key_text};
use super::{Lowering, field, first_kid, has_token, kids};
use crate::ir::{
    AssignOp, BindingId, BindingKind, Block, Element, Entry, Export, ExportValue, ExprId, ExprKind, FunctionId, Key,
    Param, Pattern, Stmt,
};
use crate::source::Span;

impl<'t> Lowering<'t> {
    /// Declares the names of an `import` statement. What is imported as a type is declared too: types name it.
    pub(super) fn declare_imports(&mut self, node: Node<'t>) {
        let from = field(node, "source").map(|source| self.string(source).0);
        for clause in kids(node) {
            match (clause.kind(), &from) {
                ("import_require_clause", _) => {
                    if let Some(name) = first_kid(clause) {
                        self.declare_name(node, name);
                    }
                }
                ("import_clause", Some(from)) => {
                    for kid in kids(clause) {
                        match kid.kind() {
                            "identifier" => self.declare_import(kid, from, "default"),
                            "namespace_import" => {
                                if let Some(name) = first_kid(kid) {
                                    self.declare_import(name, from, "*");
                                }
                            }
                            _ => {
                                for specifier in kids(kid) {
                                    let Some(name) = field(specifier, "name") else { continue };
                                    let there = self.export_name(name);
                                    self.declare_import(field(specifier, "alias").unwrap_or(name), from, &there);
                                }
                            }
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn declare_import(&mut self, local: Node<'t>, from: &str, name: &str) {
        let (text, span) = (self.text(local), self.span(local));
        let kind = BindingKind::Import { from: from.into(), name: name.into() };
        self.builder.declare(text, span, kind, None);
    }

    /// A name in an import or export list, which may be a string.
    fn export_name(&self, node: Node<'t>) -> Box<str> {
        if node.kind() == "string" { self.string(node).0 } else { self.text(node).into() }
    }

    /// Imports bind ahead; what is left is `import x = require('y')`, and `import 'y'` for its effects, which becomes a
    /// call of `import`.
    pub(super) fn import_statement(&mut self, node: Node<'t>, stmts: &mut Vec<Stmt>) {
        let kids = kids(node);
        if let Some(clause) = kids.iter().find(|kid| kid.kind() == "import_require_clause") {
            if let (Some(Declared::Name(binding)), Some(source)) =
                (self.declared.get(&node.id()).copied(), field(*clause, "source").or_else(|| field(node, "source")))
            {
                let value = self.call_with("require", source, self.span(*clause));
                self.bind(binding, value, stmts);
            }
        } else if !kids.iter().any(|kid| kid.kind() == "import_clause")
            && let Some(source) = field(node, "source")
        {
            let call = self.call_with("import", source, self.span(node));
            stmts.push(Stmt::Expr(call));
        }
    }

    fn call_with(&mut self, function: &str, argument: Node<'t>, span: Span) -> ExprId {
        let callee = self.builder.expr(ExprKind::Global(function.into()), span);
        let argument = self.expr(argument);
        self.builder.expr(ExprKind::Call { callee, args: vec![Element::Item(argument)], types: Box::default() }, span)
    }

    fn bind(&mut self, binding: BindingId, value: ExprId, stmts: &mut Vec<Stmt>) {
        self.bound.insert(binding, value);
        stmts.push(Stmt::Bind { pattern: Pattern::Binding(binding), value: Some(value), otherwise: None });
    }

    /// `import x = A.B`.
    pub(super) fn import_alias(&mut self, node: Node<'t>, stmts: &mut Vec<Stmt>) {
        let Some(Declared::Name(binding)) = self.declared.get(&node.id()).copied() else {
            return;
        };
        let Some(path) = kids(node).get(1).copied() else {
            return;
        };
        let mut names = Vec::new();
        let mut at = path;
        while let (Some(object), Some(property)) = (field(at, "object"), field(at, "property")) {
            names.push(property);
            at = object;
        }
        let mut value = self.name(self.text(at), self.span(at));
        for name in names.into_iter().rev() {
            let key = Key::Name(self.text(name).into(), self.span(name));
            let span = self.span_of(at.start_byte(), name.end_byte());
            value = self.builder.expr(ExprKind::Member { object: value, key }, span);
        }
        self.bind(binding, value, stmts);
    }

    pub(super) fn export_statement(&mut self, node: Node<'t>, stmts: &mut Vec<Stmt>) {
        let default = has_token(node, "default");
        let mut cursor = node.walk();
        let decorators: Vec<Node<'t>> = node.children_by_field_name("decorator", &mut cursor).collect();
        if let Some(declaration) = field(node, "declaration") {
            let before = stmts.len();
            self.statement(declaration, stmts);
            let names = declared_names(declaration);
            if default && names.is_empty() && stmts.len() > before {
                // An anonymous declaration was lowered as an expression statement.
                if let Some(Stmt::Expr(value)) = stmts.last() {
                    let value = ExportValue::Expr(*value);
                    self.builder.module.exports.push(Export { name: "default".into(), value });
                }
            }
            let changes = matches!(declaration.kind(), "lexical_declaration" | "variable_declaration")
                && !has_token(declaration, "const");
            for name in names {
                let text = self.text(name);
                self.export_binding(if default { "default" } else { text }, text, changes);
            }
            let class = self.declared_class(declaration);
            self.decorate_all(&decorators, class, stmts);
            return;
        }
        self.decorate_all(&decorators, None, stmts);
        if let Some(source) = field(node, "source") {
            self.reexport(node, &self.string(source).0);
            return;
        }
        if let Some(clause) = kids(node).into_iter().find(|kid| kid.kind() == "export_clause") {
            for specifier in kids(clause) {
                let Some(name) = field(specifier, "name") else { continue };
                let alias = self.export_name(field(specifier, "alias").unwrap_or(name));
                self.export_binding(&alias, self.text(name), false);
            }
            return;
        }
        let value = field(node, "value")
            .or_else(|| kids(node).into_iter().find(|kid| is_expression(kid.kind()) && !has_token(node, "namespace")));
        if let Some(value) = value {
            self.export_value(node, value, default, stmts);
        }
    }

    fn export_value(&mut self, node: Node<'t>, value: Node<'t>, default: bool, stmts: &mut Vec<Stmt>) {
        let id = self.expr_named(value, None);
        let span = self.span(node);
        if default {
            stmts.push(Stmt::Expr(id));
            let value = match self.builder.module.expr(id).kind {
                ExprKind::Name(binding) => ExportValue::Binding(binding),
                _ => ExportValue::Expr(id),
            };
            self.builder.module.exports.push(Export { name: "default".into(), value });
        } else if has_token(node, "=") {
            // `export = x` is `module.exports = x`.
            let object = self.builder.expr(ExprKind::Global("module".into()), span);
            let key = Key::Name("exports".into(), span);
            let place = self.builder.expr(ExprKind::Member { object, key }, span);
            let assign = ExprKind::Assign { target: Pattern::Place(place).into(), op: AssignOp::Set, value: id };
            self.exported.push(id);
            stmts.push(Stmt::Expr(self.builder.expr(assign, span)));
        } else {
            stmts.push(Stmt::Expr(id));
        }
    }

    /// Exports a binding of this scope, from the module or from the namespace that is being lowered.
    /// `changes`: it is no constant.
    fn export_binding(&mut self, name: &str, local: &str, changes: bool) {
        let Some(id) = self.builder.lookup(local) else {
            return;
        };
        match self.namespaces.last_mut() {
            Some(members) => members.push((name.into(), id, changes)),
            None => self.builder.module.exports.push(Export { name: name.into(), value: ExportValue::Binding(id) }),
        }
    }

    fn reexport(&mut self, node: Node<'t>, from: &str) {
        let mut all = true;
        for kid in kids(node) {
            match kid.kind() {
                "export_clause" => {
                    all = false;
                    for specifier in kids(kid) {
                        let Some(name) = field(specifier, "name") else { continue };
                        let alias = self.export_name(field(specifier, "alias").unwrap_or(name));
                        let value = ExportValue::Reexport { from: from.into(), name: self.export_name(name) };
                        self.builder.module.exports.push(Export { name: alias, value });
                    }
                }
                "namespace_export" => {
                    all = false;
                    if let Some(name) = first_kid(kid) {
                        let value = ExportValue::Reexport { from: from.into(), name: "*".into() };
                        let name = self.export_name(name);
                        self.builder.module.exports.push(Export { name, value });
                    }
                }
                _ => {}
            }
        }
        if all {
            let value = ExportValue::Reexport { from: from.into(), name: "*".into() };
            self.builder.module.exports.push(Export { name: "*".into(), value });
        }
    }

    /// An enum is an object of its members; those without a value count on.
    pub(super) fn enum_statement(&mut self, node: Node<'t>, stmts: &mut Vec<Stmt>) {
        let mut entries = Vec::new();
        let mut next = Some(0_i64);
        for member in field(node, "body").map(kids).unwrap_or_default() {
            let span = self.span(member);
            let (name, value) = if member.kind() == "enum_assignment" {
                (field(member, "name"), field(member, "value"))
            } else {
                (Some(member), None)
            };
            let Some(name) = name else { continue };
            let key = self.key(name);
            let value = match (value, next) {
                (Some(value), _) => {
                    next = self.text(value).parse::<i64>().ok().and_then(|number| number.checked_add(1));
                    self.expr_named(value, key_text(&key))
                }
                (None, Some(number)) => {
                    next = number.checked_add(1);
                    self.builder.expr(ExprKind::Num(number.to_string().into()), span)
                }
                (None, None) => self.builder.unknown(span),
            };
            entries.push(Entry::Pair(key, value, span));
        }
        let span = self.span(node);
        let value = self.builder.expr(ExprKind::Object { ty: None, entries }, span);
        match self.declared.get(&node.id()).copied() {
            Some(Declared::Name(binding)) => self.bind(binding, value, stmts),
            _ => stmts.push(Stmt::Expr(value)),
        }
    }

    /// A namespace binds the object of its exports; one merged with a function or class runs for its effects.
    pub(super) fn namespace_statement(&mut self, node: Node<'t>, stmts: &mut Vec<Stmt>) {
        let value = self.namespace(node);
        let binding = match self.declared.get(&node.id()) {
            Some(Declared::Name(id)) => Some(*id),
            _ => None,
        };
        match binding {
            Some(id)
                if matches!(self.builder.module.binding(id).kind, BindingKind::Variable)
                    && !self.bound.contains_key(&id) =>
            {
                self.bind(id, value, stmts);
            }
            _ => stmts.push(Stmt::Expr(value)),
        }
    }

    /// Functions that read and write a binding: the members of a namespace are its variables.
    fn accessors(&mut self, binding: BindingId, span: Span) -> (FunctionId, FunctionId) {
        let getter = self.builder.begin_function(None, span);
        let value = self.builder.expr(ExprKind::Name(binding), span);
        self.builder.function_mut(getter).body.value = Some(value);
        self.builder.end_function();
        let setter = self.builder.begin_function(None, span);
        let given = self.builder.declare("value", span, BindingKind::Variable, None);
        let place = self.builder.expr(ExprKind::Name(binding), span);
        let value = self.builder.expr(ExprKind::Name(given), span);
        let assign = ExprKind::Assign { target: Pattern::Place(place).into(), op: AssignOp::Set, value };
        let assign = Stmt::Expr(self.builder.expr(assign, span));
        let function = self.builder.function_mut(setter);
        function.params.push(Param {
            pattern: Pattern::Binding(given),
            rest: false,
            ty: None,
            injected: None,
            is_property: false,
        });
        function.body.stmts.push(assign);
        self.builder.end_function();
        (getter, setter)
    }

    /// The body of a namespace as a block whose value is the object of what it exports.
    pub(super) fn namespace(&mut self, node: Node<'t>) -> ExprId {
        let span = self.span(node);
        let Some(body) = field(node, "body") else {
            return self.builder.unknown(span);
        };
        self.namespaces.push(Vec::new());
        self.builder.open_scope();
        self.hoist_vars(body);
        let stmts = self.statements(body);
        self.builder.close_scope();
        let members = self.namespaces.pop().unwrap_or_default();
        let mut entries = Vec::new();
        for (name, id, changes) in members {
            let at = self.builder.module.binding(id).span;
            if changes {
                let (getter, setter) = self.accessors(id, at);
                entries.push(Entry::Getter(Key::Name(name.clone(), at), getter));
                entries.push(Entry::Setter(Key::Name(name, at), setter));
                continue;
            }
            let value = self.builder.expr(ExprKind::Name(id), at);
            if let BindingKind::Function(function) = self.builder.module.binding(id).kind {
                self.builder.function_mut(function).exported = true;
            }
            entries.push(Entry::Pair(Key::Name(name, at), value, at));
        }
        let mut value = self.builder.expr(ExprKind::Object { ty: None, entries }, span);
        // `namespace A.B` is `A` with a member `B`.
        let mut name = field(node, "name");
        while let Some(path) = name.filter(|path| field(*path, "object").is_some()) {
            if let Some(property) = field(path, "property") {
                let at = self.span(property);
                let entry = Entry::Pair(Key::Name(self.text(property).into(), at), value, at);
                value = self.builder.expr(ExprKind::Object { ty: None, entries: vec![entry] }, span);
            }
            name = field(path, "object");
        }
        self.builder.expr(ExprKind::Block(Block { stmts, value: Some(value) }), span)
    }
}

/// The names that a declaration declares.
fn declared_names(declaration: Node<'_>) -> Vec<Node<'_>> {
    match declaration.kind() {
        "lexical_declaration" | "variable_declaration" | "using_declaration" => kids(declaration)
            .into_iter()
            .filter_map(|declarator| field(declarator, "name"))
            .flat_map(pattern_names)
            .collect(),
        "function_declaration"
        | "generator_function_declaration"
        | "class_declaration"
        | "abstract_class_declaration"
        | "enum_declaration" => field(declaration, "name").into_iter().collect(),
        "internal_module" | "module" => field(declaration, "name").map(leftmost).into_iter().collect(),
        "import_alias" => first_kid(declaration).into_iter().collect(),
        _ => Vec::new(),
    }
}
