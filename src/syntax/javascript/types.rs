//! Declared types, as far as they name a class or a client.

use tree_sitter::Node;

use super::{Lowering, field, first_kid, kids};
use crate::ir::{BindingKind, Pattern, Type};

/// Deeper types are not read.
const MAX_TYPE_DEPTH: u32 = 32;
/// Aliases can name one another over and over; after so many steps in a file no further type is read.
const MAX_TYPE_STEPS: usize = 1 << 18;

/// Types that stand for their first argument.
const TRANSPARENT: [&str; 9] =
    ["Promise", "PromiseLike", "Awaited", "Readonly", "Partial", "Required", "NonNullable", "Pick", "Omit"];

impl<'t> Lowering<'t> {
    /// Notes the type aliases and interfaces of the file, to see through them.
    pub(super) fn collect_aliases(&mut self, root: Node<'t>) {
        for statement in kids(root) {
            let statement = super::declarations::declaration_in(statement);
            let meaning = match statement.kind() {
                "type_alias_declaration" => field(statement, "value"),
                "interface_declaration" => kids(statement)
                    .into_iter()
                    .find(|kid| matches!(kid.kind(), "extends_type_clause" | "extends_clause"))
                    .and_then(|clause| field(clause, "type").or_else(|| first_kid(clause))),
                _ => continue,
            };
            if let Some(name) = field(statement, "name") {
                self.aliases.insert(self.text(name), meaning);
            }
        }
    }

    /// The type of an annotation or a type node, where it is a readable path.
    pub(super) fn ty(&self, node: Node<'t>) -> Option<Type> {
        self.ty_at(node, 0)
    }

    /// The type in a field of a node.
    pub(super) fn ty_in(&self, node: Node<'t>, name: &str) -> Option<Type> {
        self.ty(field(node, name)?)
    }

    /// Gives a binding that a pattern consists of a type.
    pub(super) fn annotate(&mut self, pattern: &Pattern, ty: Option<&Type>) {
        let mut pattern = pattern;
        while let Pattern::Default(inner, _) = pattern {
            pattern = inner;
        }
        if let (Pattern::Binding(id), Some(ty)) = (pattern, ty) {
            self.builder.module.binding_mut(*id).ty.get_or_insert_with(|| ty.clone().into());
        }
    }

    fn ty_at(&self, node: Node<'t>, depth: u32) -> Option<Type> {
        self.type_steps.set(self.type_steps.get() + 1 + node.named_child_count());
        if depth > MAX_TYPE_DEPTH || self.type_steps.get() > MAX_TYPE_STEPS {
            return None;
        }
        let depth = depth + 1;
        match node.kind() {
            "type_annotation"
            | "parenthesized_type"
            | "readonly_type"
            | "optional_type"
            | "flow_maybe_type"
            | "opting_type_annotation"
            | "omitting_type_annotation"
            | "adding_type_annotation" => self.ty_at(first_kid(node)?, depth),
            "type_identifier" | "identifier" => self.named_type(self.text(node), depth),
            "nested_type_identifier" | "nested_identifier" | "member_expression" => self.path_type(node),
            "generic_type" => self.generic_type(node, depth),
            "union_type" => self.union_type(node, depth),
            "intersection_type" => kids(node).into_iter().find_map(|kid| self.ty_at(kid, depth)),
            "type_query" => self.path_type(first_kid(node)?),
            _ => None,
        }
    }

    fn named_type(&self, name: &str, depth: u32) -> Option<Type> {
        if let Some(id) = self.builder.lookup(name) {
            match &self.builder.module.binding(id).kind {
                BindingKind::Class(class) => {
                    return Some(Type { path: name.into(), class: Some(*class), args: Vec::new() });
                }
                BindingKind::Import { from, name } => return Some(plain(import_path(from, name))),
                _ => {}
            }
        }
        if let Some(meaning) = self.aliases.get(name) {
            return meaning.and_then(|meaning| self.ty_at(meaning, depth)).or_else(|| Some(plain(name.to_owned())));
        }
        if self.builder.lookup(name).is_some() {
            return Some(plain(name.to_owned()));
        }
        // Type parameters, as nearly everyone names them.
        if name.len() == 1 || name.is_empty() {
            return None;
        }
        Some(plain(format!("global:{name}")))
    }

    fn generic_type(&self, node: Node<'t>, depth: u32) -> Option<Type> {
        let name = field(node, "name")?;
        let list = field(node, "type_arguments");
        self.type_steps.set(self.type_steps.get() + list.map_or(0, |list| list.named_child_count()));
        let arguments = list.map(kids).unwrap_or_default();
        let text = self.text(name);
        let own = self.builder.lookup(text).is_some() || self.aliases.contains_key(text);
        if !own && TRANSPARENT.contains(&text) {
            return self.ty_at(*arguments.first()?, depth);
        }
        if !own && text == "ReturnType" {
            let mut of = self.ty_at(*arguments.first()?, depth)?;
            of.path = format!("{}()", of.path).into();
            of.class = None;
            return Some(of);
        }
        let mut ty = self.ty_at(name, depth)?;
        if ty.args.is_empty() {
            ty.args = arguments.into_iter().filter_map(|argument| self.ty_at(argument, depth)).collect();
        }
        Some(ty)
    }

    /// A union of one type with `null` and `undefined`.
    fn union_type(&self, node: Node<'t>, depth: u32) -> Option<Type> {
        let mut members = Vec::new();
        let mut left = vec![node];
        while let Some(node) = left.pop() {
            match node.kind() {
                "union_type" => left.extend(kids(node).into_iter().rev()),
                _ if matches!(self.text(node), "null" | "undefined" | "void" | "false") => {}
                _ => members.push(node),
            }
        }
        match members.as_slice() {
            [only] => self.ty_at(*only, depth),
            _ => None,
        }
    }

    /// `axios.AxiosInstance`, `typeof axios`, `import("axios").AxiosInstance`.
    fn path_type(&self, node: Node<'t>) -> Option<Type> {
        let mut names: Vec<&str> = Vec::new();
        let mut at = node;
        loop {
            let (object, property) = match at.kind() {
                "nested_type_identifier" => (field(at, "module"), field(at, "name")),
                "nested_identifier" | "member_expression" => (field(at, "object"), field(at, "property")),
                _ => break,
            };
            names.push(self.text(property?));
            at = object?;
        }
        let root = match at.kind() {
            "call_expression" if field(at, "function").is_some_and(|f| f.kind() == "import") => {
                let specifier = first_kid(field(at, "arguments")?)?;
                import_path(&self.string(specifier).0, "*")
            }
            "identifier" | "type_identifier" => match self.builder.lookup(self.text(at)) {
                None => format!("global:{}", self.text(at)),
                Some(id) => match &self.builder.module.binding(id).kind {
                    BindingKind::Import { from, name } => import_path(from, name),
                    BindingKind::Class(class) if names.is_empty() => {
                        return Some(Type { path: self.text(at).into(), class: Some(*class), args: Vec::new() });
                    }
                    _ => self.text(at).to_owned(),
                },
            },
            _ => return None,
        };
        let mut path = root;
        for name in names.iter().rev() {
            path.push('.');
            path.push_str(name);
        }
        Some(plain(path))
    }
}

fn plain(path: String) -> Type {
    Type { path: path.into(), class: None, args: Vec::new() }
}

/// The path of an imported name; a default import and a namespace stand for the module itself.
fn import_path(from: &str, name: &str) -> String {
    let from = from.strip_prefix("node:").unwrap_or(from);
    match name {
        "*" | "default" => format!("npm:{from}"),
        _ => format!("npm:{from}.{name}"),
    }
}
