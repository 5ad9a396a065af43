//! Literals with names: what a module writes down under which variables, properties and fields.

use crate::finding::Secret;
use crate::ir::methods::METHODS;
use crate::ir::{AssignOp, Block, ClassId, Element, Entry, ExprId, ExprKind, Key, LogicOp, Module, Pattern, Stmt};
use crate::source::Span;

/// A literal and the names it goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedLiteral {
    /// From the outermost object, class or variable to the property that holds it.
    pub names: Vec<Box<str>>,
    /// The text between the quotes.
    pub span: Span,
    /// The text.
    pub text: Secret,
}

/// How deep objects are followed; what lies deeper names no constant.
const DEPTH: usize = 24;

/// All named literals of a module, in source order.
pub fn constants(module: &Module) -> Vec<NamedLiteral> {
    let mut walk = Walk { module, found: Vec::new() };
    for function in &module.functions {
        walk.block(&function.body);
    }
    for id in module.class_ids() {
        walk.class(id, &module.class(id).name);
    }
    // Statements inside expressions are reached through the arena: every expression that holds a block is in it.
    for expr in &module.exprs {
        match &expr.kind {
            ExprKind::Block(block) | ExprKind::Leaving(block) => walk.block(block),
            ExprKind::Branch { arms, .. } => arms.iter().for_each(|arm| walk.block(&arm.body)),
            ExprKind::Assign { target, op: AssignOp::Set | AssignOp::Logic(_), value } => {
                walk.assign(target, *value);
            }
            ExprKind::Object { entries, .. } => walk.entries(&[], entries, 0),
            _ => {}
        }
    }
    let mut found = walk.found;
    // An object is met alone and under its variable: the longer list of names is the better one.
    found.sort_by(|a, b| (a.span, b.names.len()).cmp(&(b.span, a.names.len())));
    found.dedup_by(|a, b| a.span == b.span);
    found
}

struct Walk<'a> {
    module: &'a Module,
    found: Vec<NamedLiteral>,
}

impl Walk<'_> {
    fn block(&mut self, block: &Block) {
        for stmt in &block.stmts {
            match stmt {
                Stmt::Bind { pattern, value, otherwise } => {
                    if let Some(value) = value {
                        self.assign(pattern, *value);
                    }
                    if let Some(otherwise) = otherwise {
                        self.block(otherwise);
                    }
                }
                Stmt::Loop { body, .. } => self.block(body),
                Stmt::Try { body, handler, finalizer } => {
                    let all = [Some(body), handler.as_deref(), finalizer.as_deref()].into_iter().flatten();
                    all.for_each(|block| self.block(block));
                }
                Stmt::Expr(_) | Stmt::Return(_) | Stmt::Fail(_) | Stmt::Exit(..) | Stmt::MayThrow => {}
            }
        }
    }

    fn class(&mut self, id: ClassId, name: &str) {
        let class = self.module.class(id);
        for field in &class.fields {
            if let (Some(value), Key::Name(key, _)) = (field.value, &field.key) {
                self.value(&[name.into(), key.clone()], value, 0);
            }
        }
    }

    fn assign(&mut self, target: &Pattern, value: ExprId) {
        match target {
            Pattern::Binding(id) => {
                let name = self.module.binding(*id).name.clone();
                self.value(&[name], value, 0);
            }
            Pattern::Place(place) => {
                let mut names = Vec::new();
                if self.path(*place, &mut names, 0) {
                    self.value(&names, value, 0);
                }
            }
            Pattern::Object { fields, .. } => {
                for (key, pattern) in fields {
                    if let (Key::Name(name, _), Pattern::Default(_, default)) = (key, pattern) {
                        self.value(std::slice::from_ref(name), *default, 0);
                    }
                }
            }
            _ => {}
        }
    }

    /// The names of `a.b.c`, outermost first; `false` where the last one is computed.
    fn path(&self, id: ExprId, names: &mut Vec<Box<str>>, depth: usize) -> bool {
        if depth > DEPTH {
            return false;
        }
        match &self.module.expr(id).kind {
            ExprKind::Name(binding) => names.push(self.module.binding(*binding).name.clone()),
            ExprKind::Global(name) => names.push(name.clone()),
            ExprKind::Member { object, key } => {
                self.path(*object, names, depth + 1);
                let Key::Name(name, _) = key else { return false };
                names.push(name.clone());
            }
            ExprKind::Cast { value, .. } | ExprKind::Optional(value) => return self.path(*value, names, depth + 1),
            _ => return false,
        }
        true
    }

    fn value(&mut self, names: &[Box<str>], id: ExprId, depth: usize) {
        if depth > DEPTH {
            return;
        }
        let expr = self.module.expr(id);
        match &expr.kind {
            ExprKind::Str(text) => {
                self.found.push(NamedLiteral { names: names.to_vec(), span: expr.span, text: text.clone().into() });
            }
            ExprKind::Cast { value, .. } | ExprKind::Optional(value) => self.value(names, *value, depth + 1),
            ExprKind::Logic { op: LogicOp::Or | LogicOp::Coalesce, left, right } => {
                self.value(names, *left, depth + 1);
                self.value(names, *right, depth + 1);
            }
            ExprKind::Branch { arms, .. } => {
                for value in arms.iter().filter_map(|arm| arm.body.value) {
                    self.value(names, value, depth + 1);
                }
            }
            ExprKind::Object { entries, .. } => self.entries(names, entries, depth + 1),
            ExprKind::Class(id) => {
                if let Some(name) = names.last().cloned() {
                    self.class(*id, &name);
                }
            }
            ExprKind::Call { callee, args, .. } => self.call(names, *callee, args, depth),
            _ => {}
        }
    }

    fn entries(&mut self, names: &[Box<str>], entries: &[Entry], depth: usize) {
        for entry in entries {
            if let Entry::Pair(Key::Name(key, _), value, _) = entry {
                let mut inner = names.to_vec();
                inner.push(key.clone());
                self.value(&inner, *value, depth + 1);
            }
        }
    }

    /// Calls that hand their text on as it is: `"…".to_string()`, `String::from("…")`, `Object.freeze({…})`.
    fn call(&mut self, names: &[Box<str>], callee: ExprId, args: &[Element], depth: usize) {
        match &self.module.expr(callee).kind {
            ExprKind::Member { object, key: Key::Name(method, _) } if METHODS.giving_text.contains(method) => {
                self.value(names, *object, depth + 1);
            }
            ExprKind::Member { key: Key::Name(method, _), .. } if METHODS.giving_arguments.contains(method) => {
                self.arguments(names, args, depth);
            }
            ExprKind::Global(path) if METHODS.text_functions.contains(path) => self.arguments(names, args, depth),
            _ => {}
        }
    }

    fn arguments(&mut self, names: &[Box<str>], args: &[Element], depth: usize) {
        for arg in args {
            if let Element::Item(id) = arg {
                self.value(names, *id, depth + 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::builder::Builder;
    use crate::ir::{BindingKind, Language};
    use crate::source::FileId;

    fn span(at: u32) -> Span {
        Span::new(FileId(0), at, at + 1)
    }

    #[test]
    fn objects_variables_and_assignments() {
        let mut b = Builder::new(FileId(0), Language::JavaScript, 100);
        let first = b.expr(ExprKind::Str("one".into()), span(1));
        let entry = Entry::Pair(Key::Name("apiSecret".into(), span(2)), first, span(2));
        let object = b.expr(ExprKind::Object { ty: None, entries: vec![entry] }, span(3));
        let config = b.declare("config", span(4), BindingKind::Variable, None);
        let second = b.expr(ExprKind::Str("two".into()), span(5));
        let name = b.expr(ExprKind::Name(config), span(6));
        let place = b.expr(ExprKind::Member { object: name, key: Key::Name("secret".into(), span(7)) }, span(7));
        b.expr(ExprKind::Assign { target: Box::new(Pattern::Place(place)), op: AssignOp::Set, value: second }, span(8));
        b.function_mut(b.module.top()).body.stmts.push(Stmt::Bind {
            pattern: Pattern::Binding(config),
            value: Some(object),
            otherwise: None,
        });
        let found = constants(&b.module);
        let shown: Vec<String> =
            found.iter().map(|it| format!("{}={}", it.names.join("."), it.text.reveal())).collect();
        assert_eq!(shown, ["config.apiSecret=one", "config.secret=two"]);
    }
}
