//! Classes.

use tree_sitter::Node;

use super::expressions::key_text;
use super::{Lowering, field, first_kid, has_token, kids};
use crate::ir::{
    Attribute, BindingKind, Block, ClassId, Element, ExprId, ExprKind, Field, Key, Method, MethodKind, Stmt,
};

/// How much of a decorator is kept: it is known by how it begins.
const MAX_DECORATOR: usize = 80;

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
        let mut stmts = Vec::new();
        self.fill_class(node, class, &mut stmts);
        self.builder.close_scope();
        let value = self.builder.expr(ExprKind::Class(class), span);
        if stmts.is_empty() {
            return value;
        }
        self.builder.expr(ExprKind::Block(Block { stmts, value: Some(value) }), span)
    }

    /// Lowers what a class extends and its members; `after` is what runs then: static blocks and decorators.
    pub(super) fn fill_class(&mut self, node: Node<'t>, class: ClassId, after: &mut Vec<Stmt>) {
        let mut of_class = Vec::new();
        for kid in kids(node) {
            match kid.kind() {
                "decorator" => {
                    self.decorate(kid, Some((class, None)), &mut of_class);
                }
                "class_heritage" => {
                    let extends = self.heritage(kid);
                    self.builder.class_mut(class).extends = extends;
                    after.extend(extends.and_then(|extends| self.call_at_once(extends)));
                }
                _ => {}
            }
        }
        let members = field(node, "body").map(kids).unwrap_or_default();
        let mut decorators = Vec::new();
        for member in members {
            if member.kind() == "decorator" {
                decorators.push(member);
                continue;
            }
            decorators.extend(kids(member).into_iter().filter(|kid| kid.kind() == "decorator"));
            self.member(member, class, after);
            let name = field(member, "name").or_else(|| field(member, "property")).map(|name| self.text(name));
            let name = name.filter(|_| !has_token(member, "static"));
            if member.kind() == "method_definition" {
                self.note_decorators(&decorators, member);
            }
            let asking = self.asking(member);
            // The one that stands nearest to the member comes first.
            for decorator in decorators.drain(..).rev() {
                let lowered = self.decorate(decorator, name.map(|name| (class, Some(name))), after);
                if asking == Some(decorator)
                    && let Some(field) = self.builder.class_mut(class).fields.last_mut()
                {
                    field.injected = lowered;
                }
            }
        }
        self.note_written_by_markup(node, class);
        after.append(&mut of_class);
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

    /// The decorator of a field without a value that is a call, which may say what the field is to be filled with.
    fn asking(&self, member: Node<'t>) -> Option<Node<'t>> {
        let is_named = field(member, "name").or_else(|| field(member, "property")).is_some();
        let is_field = matches!(member.kind(), "public_field_definition" | "field_definition");
        if !is_field || !is_named || field(member, "value").is_some() {
            return None;
        }
        let decorator = kids(member).into_iter().find(|kid| kid.kind() == "decorator")?;
        let is_call = first_kid(decorator)?.kind() == "call_expression";
        // What holds functions says more than what is asked for.
        (is_call && !self.text(decorator).contains("=>")).then_some(decorator)
    }

    /// A decorator of a class, or of a member of it; where it is not known of what, it is evaluated alone. Gives what stands
    /// behind its sign.
    pub(super) fn decorate(
        &mut self,
        decorator: Node<'t>,
        of: Option<(ClassId, Option<&str>)>,
        stmts: &mut Vec<Stmt>,
    ) -> Option<ExprId> {
        let inner = first_kid(decorator)?;
        let decorator = self.expr(inner);
        let value = match of {
            Some((class, member)) => {
                let decorate = ExprKind::Decorate { decorator, class, member: member.map(Into::into) };
                self.builder.expr(decorate, self.span(inner))
            }
            None => decorator,
        };
        stmts.push(Stmt::Expr(value));
        Some(decorator)
    }

    /// The decorators of a class that stand apart from it.
    pub(super) fn decorate_all(&mut self, decorators: &[Node<'t>], class: Option<ClassId>, stmts: &mut Vec<Stmt>) {
        for decorator in decorators {
            self.decorate(*decorator, class.map(|class| (class, None)), stmts);
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
        match node.kind() {
            "method_definition" => {
                let key = self.method(node, class);
                after.extend(key.and_then(|key| self.call_at_once(key)));
            }
            "public_field_definition" | "field_definition" => {
                let key = self.field(node, class);
                after.extend(key.and_then(|key| self.call_at_once(key)));
            }
            "class_static_block" => {
                if let Some(body) = field(node, "body").or_else(|| first_kid(node)) {
                    after.push(self.static_block(body, class));
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

    /// What a class extends and what names of members are computed of is looked up with the members; what calls something
    /// to tell runs once, where the class stands.
    fn call_at_once(&self, told: ExprId) -> Option<Stmt> {
        matches!(self.builder.module.expr(told).kind, ExprKind::Call { .. }).then_some(Stmt::Expr(told))
    }

    /// A static block is a function that is called at once, for which `this` is the class.
    fn static_block(&mut self, body: Node<'t>, class: ClassId) -> Stmt {
        let span = self.span(body);
        let function = self.builder.begin_function(None, span);
        self.hoist_vars(body);
        let mut stmts = Vec::new();
        self.block_into(body, &mut stmts);
        self.builder.function_mut(function).body.stmts = stmts;
        self.builder.end_function();
        let function = self.builder.expr(ExprKind::Function(function), span);
        let callee =
            self.builder.expr(ExprKind::Member { object: function, key: Key::Name("call".into(), span) }, span);
        let this = Element::Item(self.builder.expr(ExprKind::Class(class), span));
        Stmt::Expr(self.builder.expr(ExprKind::Call { callee, args: vec![this], types: Box::default() }, span))
    }

    /// A method; gives what its name is computed of.
    fn method(&mut self, node: Node<'t>, class: ClassId) -> Option<ExprId> {
        let key = self.key(field(node, "name")?);
        let computed = computed(&key);
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
        computed
    }

    /// A field; gives what its name is computed of.
    fn field(&mut self, node: Node<'t>, class: ClassId) -> Option<ExprId> {
        let name = field(node, "name").or_else(|| field(node, "property"))?;
        let key = self.key(name);
        let computed = computed(&key);
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
            function.keeps_this = function.lexical_this;
            function.lexical_this = false;
            function.exported = exported;
        }
        let is_decorated = kids(node).into_iter().any(|kid| kid.kind() == "decorator");
        let field = Field {
            key,
            value,
            is_static,
            ty,
            is_decorated,
            injected: None,
            default: None,
            is_read: false,
            is_filled_elsewhere: false,
            starts_empty: false,
        };
        self.builder.class_mut(class).fields.push(field);
        computed
    }

    pub(super) fn is_public(&self, member: Node<'t>, key: &Key) -> bool {
        !key_text(key).is_some_and(|name| name.starts_with('#'))
            && !kids(member)
                .into_iter()
                .any(|kid| kid.kind() == "accessibility_modifier" && matches!(self.text(kid), "private" | "protected"))
    }
}

/// What a key is computed of.
fn computed(key: &Key) -> Option<ExprId> {
    match key {
        Key::Computed(expr) => Some(*expr),
        Key::Name(..) => None,
    }
}
