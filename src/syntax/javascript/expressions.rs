//! Expressions but for operators.

use tree_sitter::Node;

use super::conventions::is_text_tag;
use super::from_here::path_from_here;
use super::{Lowering, field, first_kid, has_token, kids, strip};
use crate::ir::{Element, Entry, ExprId, ExprKind, Key};
use crate::source::Span;

/// Longer chains are read in parts: nothing is known of what one part hands to the next.
const MAX_LINKS: usize = 1_400;

impl<'t> Lowering<'t> {
    /// Lowers an expression.
    pub(super) fn expr(&mut self, node: Node<'t>) -> ExprId {
        self.expr_named(node, None)
    }

    /// Lowers an expression whose function or class takes the name of what it is given to.
    pub(super) fn expr_named(&mut self, node: Node<'t>, name: Option<&str>) -> ExprId {
        if !self.descend(node) {
            let span = self.span(node);
            return self.builder.unknown(span);
        }
        let id = self.expr_inner(strip(node), name);
        self.ascend();
        id
    }

    fn expr_inner(&mut self, node: Node<'t>, name: Option<&str>) -> ExprId {
        let span = self.span(node);
        if node.is_missing() {
            return self.builder.unknown(span);
        }
        match node.kind() {
            "identifier" | "shorthand_property_identifier" | "shorthand_property_identifier_pattern" => {
                self.name(self.text(node), span)
            }
            "string" => {
                let (text, span) = self.string(node);
                self.builder.expr(ExprKind::Str(text), span)
            }
            "template_string" => self.template(node),
            "call_expression" | "member_expression" | "subscript_expression" | "non_null_expression" => {
                self.chain(node)
            }
            "new_expression" => self.new_expression(node),
            "object" => self.object(node),
            "array" => {
                let elements = self.array_elements(node);
                self.builder.expr(ExprKind::Array(elements), span)
            }
            "arrow_function"
            | "function_expression"
            | "generator_function"
            | "function_declaration"
            | "generator_function_declaration"
            | "method_definition" => {
                let function = self.function(node, name, None);
                self.builder.expr(ExprKind::Function(function), span)
            }
            "class" | "class_declaration" | "abstract_class_declaration" => self.class_expression(node, name),
            "await_expression" => self.await_expression(node),
            "yield_expression" => self.yield_expression(node),
            "as_expression" | "satisfies_expression" | "type_assertion" => self.cast(node, name),
            "jsx_element" | "jsx_self_closing_element" | "jsx_fragment" => self.jsx(node),
            "decorator" | "spread_element" | "instantiation_expression" => self.inner(node),
            "pair" => match field(node, "value") {
                Some(value) => self.expr(value),
                None => self.parts(node),
            },
            "internal_module" | "module" => self.namespace(node),
            _ => match self.leaf(node) {
                Some(kind) => self.builder.expr(kind, span),
                None => self.operation(node, name),
            },
        }
    }

    fn leaf(&self, node: Node<'t>) -> Option<ExprKind> {
        Some(match node.kind() {
            "number" => ExprKind::Num(self.text(node).into()),
            "true" => ExprKind::Bool(true),
            "false" => ExprKind::Bool(false),
            "null" => ExprKind::Null,
            "undefined" => ExprKind::Undefined,
            "this" => ExprKind::This,
            "super" => ExprKind::Super,
            "import" => ExprKind::Global("import".into()),
            "meta_property" => {
                ExprKind::Global(self.text(node).chars().filter(|c| !c.is_whitespace()).collect::<String>().into())
            }
            "regex" => ExprKind::Regex {
                source: field(node, "pattern").map_or("", |it| self.text(it)).into(),
                flags: field(node, "flags").map_or("", |it| self.text(it)).into(),
            },
            _ => return None,
        })
    }

    /// A use of a name.
    pub(super) fn name(&mut self, text: &str, span: Span) -> ExprId {
        let kind = match self.builder.lookup(text) {
            Some(id) => ExprKind::Name(id),
            None if text == "undefined" => ExprKind::Undefined,
            // Svelte's `$store`: what is in the store.
            None if self.in_component && text.starts_with('$') => {
                let store = self.builder.lookup(&text[1..]);
                store.map_or_else(|| ExprKind::Global(text.into()), ExprKind::Name)
            }
            None if self.is_part && may_be_minified(text) => ExprKind::Unknown,
            None => ExprKind::Global(text.into()),
        };
        self.builder.expr(kind, span)
    }

    /// An expression that stands for its only operand.
    fn inner(&mut self, node: Node<'t>) -> ExprId {
        if let Some(inner) = field(node, "function").or_else(|| first_kid(node)) {
            return self.expr(inner);
        }
        let span = self.span(node);
        self.builder.unknown(span)
    }

    /// Anything not modelled: its operands are evaluated, the value is unknown.
    pub(super) fn parts(&mut self, node: Node<'t>) -> ExprId {
        let mut parts = Vec::new();
        for kid in kids(node) {
            if is_expression(kid.kind()) {
                parts.push(self.expr(kid));
            }
        }
        self.sequence(parts, false, self.span(node))
    }

    pub(super) fn sequence(&mut self, parts: Vec<ExprId>, last: bool, span: Span) -> ExprId {
        if parts.is_empty() {
            return self.builder.unknown(span);
        }
        self.builder.expr(ExprKind::Sequence { parts, last }, span)
    }

    /// Calls and members, from the innermost object outwards: chains are long.
    fn chain(&mut self, top: Node<'t>) -> ExprId {
        let mut links = Vec::new();
        let mut base = top;
        loop {
            let next = match base.kind() {
                "member_expression" | "subscript_expression" => field(base, "object"),
                "call_expression" => field(base, "function"),
                "non_null_expression" => first_kid(base),
                _ => None,
            };
            let Some(next) = next else { break };
            links.push(base);
            base = strip(next);
        }
        if links.is_empty() {
            return self.parts(top);
        }
        let optional = links.iter().any(|link| kids(*link).iter().any(|kid| kid.kind() == "optional_chain"));
        let mut value = self.expr(base);
        // The member that is called is no level of its own.
        let calls = links.iter().filter(|link| link.kind() == "call_expression").count();
        let is_too_long = calls.max(links.len() - calls) > MAX_LINKS;
        let (mut read, mut length) = (Vec::new(), 0);
        for link in links.into_iter().rev() {
            // Not between a member and its call.
            if is_too_long && (length == MAX_LINKS && link.kind() != "call_expression" || length > MAX_LINKS) {
                read.push(value);
                value = self.builder.unknown(self.span(link));
                length = 0;
            }
            length += 1;
            value = self.link(link, value);
        }
        if !read.is_empty() {
            let span = self.span(top);
            self.builder.problem(span, "a chain of too many calls and members; it was read in parts");
            read.push(value);
            value = self.sequence(read, true, span);
        }
        if optional { self.builder.expr(ExprKind::Optional(value), self.span(top)) } else { value }
    }

    fn link(&mut self, node: Node<'t>, object: ExprId) -> ExprId {
        let span = self.span(node);
        match node.kind() {
            "member_expression" => {
                let Some(property) = field(node, "property").filter(|property| !property.is_missing()) else {
                    return object;
                };
                if let ExprKind::Global(import) = &self.builder.module.expr(object).kind
                    && &**import == "import"
                    && self.text(property) == "meta"
                {
                    return self.builder.expr(ExprKind::Global("import.meta".into()), span);
                }
                let key = Key::Name(self.text(property).into(), self.span(property));
                self.builder.expr(ExprKind::Member { object, key }, span)
            }
            "subscript_expression" => {
                let Some(index) = field(node, "index") else {
                    return object;
                };
                let key = match self.literal_text(index) {
                    Some((text, span)) => Key::Name(text, span),
                    None => Key::Computed(self.expr(index)),
                };
                self.builder.expr(ExprKind::Member { object, key }, span)
            }
            "call_expression" => match field(node, "arguments") {
                Some(arguments) if arguments.kind() == "template_string" => self.tagged(object, arguments, span),
                arguments => {
                    let mut args = arguments.map(|arguments| self.elements(arguments)).unwrap_or_default();
                    self.load_from_here(object, &mut args);
                    self.builder.expr(ExprKind::Call { callee: object, args, types: Box::default() }, span)
                }
            },
            _ => self.builder.expr(ExprKind::Cast { value: object, ty: None }, span),
        }
    }

    /// What is loaded by a path that begins where the module lies is loaded by a relative one.
    fn load_from_here(&mut self, callee: ExprId, args: &mut [Element]) {
        let module = &self.builder.module;
        let loads =
            matches!(&module.expr(callee).kind, ExprKind::Global(name) if matches!(&**name, "require" | "import"));
        if loads
            && let Some(Element::Item(first)) = args.first_mut()
            && let Some(path) = path_from_here(module, *first)
        {
            let span = module.expr(*first).span;
            *first = self.builder.expr(ExprKind::Str(path.into()), span);
        }
    }

    /// A tagged template: a call, but for tags that give the text itself.
    fn tagged(&mut self, tag: ExprId, template: Node<'t>, span: Span) -> ExprId {
        let raw = match &self.builder.module.expr(tag).kind {
            ExprKind::Member { object, key: Key::Name(name, _) } => {
                &**name == "raw"
                    && matches!(&self.builder.module.expr(*object).kind, ExprKind::Global(g) if &**g == "String")
            }
            _ => false,
        };
        let is_text = match &self.builder.module.expr(tag).kind {
            ExprKind::Name(id) => is_text_tag(&self.builder.module.binding(*id).name),
            ExprKind::Global(name) => is_text_tag(name),
            _ => false,
        };
        if raw || is_text {
            let mut parts = Vec::new();
            self.template_parts(template, raw, &mut parts);
            return self.builder.expr(ExprKind::Template(parts), span);
        }
        let args = self.tag_arguments(template);
        self.builder.expr(ExprKind::Call { callee: tag, args, types: Box::default() }, span)
    }

    /// Arguments of a call.
    pub(super) fn elements(&mut self, node: Node<'t>) -> Vec<Element> {
        kids(node).into_iter().filter_map(|kid| self.element(kid)).collect()
    }

    fn element(&mut self, node: Node<'t>) -> Option<Element> {
        match node.kind() {
            // What cannot be read may stand for any number of arguments.
            "ERROR" => kids(node).iter().any(|kid| is_expression(kid.kind())).then(|| {
                let id = self.expr(node);
                Element::Spread(id)
            }),
            "spread_element" => Some(Element::Spread(self.expr(node))),
            _ => Some(Element::Item(self.expr(node))),
        }
    }

    /// Elements of an array; a hole is `undefined`.
    fn array_elements(&mut self, node: Node<'t>) -> Vec<Element> {
        if !has_token(node, ",") {
            return self.elements(node);
        }
        let mut elements = Vec::new();
        let mut filled = false;
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            if child.kind() == "," {
                if !filled {
                    let span = self.span_of(child.start_byte(), child.start_byte());
                    elements.push(Element::Item(self.builder.expr(ExprKind::Undefined, span)));
                }
                filled = false;
            } else if child.is_named() && !super::is_comment(child) {
                elements.extend(self.element(child));
                filled = true;
            }
        }
        elements
    }

    fn new_expression(&mut self, node: Node<'t>) -> ExprId {
        let Some(constructor) = field(node, "constructor") else {
            return self.parts(node);
        };
        let callee = self.expr(constructor);
        let args = field(node, "arguments").map(|arguments| self.elements(arguments)).unwrap_or_default();
        let span = self.span(node);
        self.builder.expr(ExprKind::New { callee, args }, span)
    }

    pub(super) fn await_expression(&mut self, node: Node<'t>) -> ExprId {
        let span = self.span(node);
        let value = match first_kid(node) {
            Some(inner) => self.expr(inner),
            None => self.builder.expr(ExprKind::Undefined, span),
        };
        self.builder.expr(ExprKind::Await(value), span)
    }

    fn cast(&mut self, node: Node<'t>, name: Option<&str>) -> ExprId {
        let kids = kids(node);
        let (value, ty) = match (node.kind(), kids.as_slice()) {
            ("type_assertion", [types, value]) => (*value, first_kid(*types)),
            (_, [value, ty]) => (*value, Some(*ty)),
            (_, [value]) => (*value, None),
            _ => return self.parts(node),
        };
        let ty = ty.and_then(|ty| self.ty(ty)).map(Box::new);
        let value = self.expr_named(value, name);
        let span = self.span(node);
        self.builder.expr(ExprKind::Cast { value, ty }, span)
    }

    fn object(&mut self, node: Node<'t>) -> ExprId {
        let mut entries = Vec::new();
        for child in kids(node) {
            let span = self.span(child);
            match child.kind() {
                "pair" => {
                    if let (Some(key), Some(value)) = (field(child, "key"), field(child, "value")) {
                        let key = self.key(key);
                        let value = self.expr_named(value, key_text(&key));
                        entries.push(Entry::Pair(key, value, span));
                    }
                }
                "shorthand_property_identifier" => {
                    let text = self.text(child);
                    let value = self.name(text, span);
                    entries.push(Entry::Pair(Key::Name(text.into(), span), value, span));
                }
                "spread_element" => entries.push(Entry::Spread(self.expr(child))),
                "method_definition" => {
                    let Some(key) = field(child, "name") else { continue };
                    let key = self.key(key);
                    let function = self.function(child, key_text(&key), None);
                    entries.push(if has_token(child, "get") {
                        Entry::Getter(key, function)
                    } else if has_token(child, "set") {
                        Entry::Setter(key, function)
                    } else {
                        let value = self.builder.expr(ExprKind::Function(function), span);
                        Entry::Pair(key, value, span)
                    });
                }
                // What cannot be read may hold any entry.
                _ => entries.push(Entry::Spread(self.parts(child))),
            }
        }
        let span = self.span(node);
        self.builder.expr(ExprKind::Object { ty: None, entries }, span)
    }

    /// The key of an entry, a member or a field of a pattern or class.
    pub(super) fn key(&mut self, node: Node<'t>) -> Key {
        if let Some((text, span)) = self.literal_text(node) {
            return Key::Name(text, span);
        }
        if node.kind() == "computed_property_name" {
            if let Some(inner) = first_kid(node) {
                return match self.literal_text(inner) {
                    Some((text, span)) => Key::Name(text, span),
                    None => Key::Computed(self.expr(inner)),
                };
            }
            let span = self.span(node);
            return Key::Computed(self.builder.unknown(span));
        }
        Key::Name(self.text(node).into(), self.span(node))
    }
}

/// The name that a function takes from a key.
pub(super) fn key_text(key: &Key) -> Option<&str> {
    match key {
        Key::Name(name, _) => Some(name),
        Key::Computed(_) => None,
    }
}

/// Whether a kind of node is an expression, or may hold one.
pub(super) fn is_expression(kind: &str) -> bool {
    kind.ends_with("_expression")
        || matches!(
            kind,
            "identifier"
                | "string"
                | "template_string"
                | "number"
                | "object"
                | "array"
                | "arrow_function"
                | "generator_function"
                | "class"
                | "this"
                | "super"
                | "true"
                | "false"
                | "null"
                | "undefined"
                | "regex"
                | "import"
                | "meta_property"
                | "pair"
                | "spread_element"
                | "jsx_element"
                | "jsx_self_closing_element"
                | "arguments"
                | "template_substitution"
                | "type_assertion"
                | "method_definition"
                | "ERROR"
        )
}

/// Whether minifiers give variables such names: then it is hardly the global of that name.
fn may_be_minified(name: &str) -> bool {
    name.len() <= 3 && !(name.len() == 3 && name.starts_with(|c: char| c.is_ascii_uppercase()))
}
