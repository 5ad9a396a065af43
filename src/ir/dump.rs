//! A readable, stable text form of a module, for tests and for looking at what a front-end made.
//!
//! One statement a line, expressions as S-expressions: `(call (. axios get) "https://…")`. Spans are left out.

use std::fmt::Write as _;

use super::{
    Arm, AssignOp, BindingId, BindingKind, Block, ClassId, Element, Entry, ExportValue, ExprId, ExprKind, FunctionId,
    Key, LogicOp, MethodKind, Module, Param, Pattern, Stmt, TemplatePart, Type,
};

/// Nested deeper, `…` stands for what is left.
const MAX_DEPTH: usize = 200;

/// The text form of a module: its statements, exports and problems.
pub fn dump(module: &Module) -> String {
    let mut dump = Dump { module, out: String::new(), depth: 0, indent: 0 };
    dump.block_lines(&module.function(module.top()).body);
    for export in &module.exports {
        let value = match &export.value {
            ExportValue::Binding(id) => module.binding(*id).name.to_string(),
            ExportValue::Expr(_) => "<expression>".to_owned(),
            ExportValue::Reexport { from, name } => format!("{name} of {from:?}"),
        };
        let _ = writeln!(dump.out, "export {} = {value}", export.name);
    }
    for problem in &module.problems {
        let _ = writeln!(dump.out, "problem: {}", problem.message);
    }
    dump.out
}

struct Dump<'m> {
    module: &'m Module,
    out: String,
    depth: usize,
    indent: usize,
}

impl Dump<'_> {
    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn line(&mut self) {
        self.out.push('\n');
        for _ in 0..self.indent {
            self.out.push_str("  ");
        }
    }

    fn block_lines(&mut self, block: &Block) {
        for stmt in &block.stmts {
            self.stmt(stmt);
            self.line();
        }
        if let Some(value) = block.value {
            self.push("=> ");
            self.expr(value);
            self.line();
        }
    }

    /// `{`, a line a statement, `}`; only the value if there are no statements.
    fn block(&mut self, block: &Block) {
        match (block.stmts.as_slice(), block.value) {
            ([], None) => self.push("{}"),
            ([], Some(value)) => self.expr(value),
            _ => {
                self.push("{");
                self.indent += 1;
                self.line();
                self.block_lines(block);
                self.indent -= 1;
                while self.out.ends_with([' ', '\n']) {
                    self.out.pop();
                }
                self.line();
                self.push("}");
            }
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Expr(id) => self.expr(*id),
            Stmt::Bind { pattern, value, otherwise } => {
                self.push("let ");
                self.pattern(pattern);
                if let Some(value) = value {
                    self.push(" = ");
                    self.expr(*value);
                }
                if let Some(block) = otherwise {
                    self.push(" else ");
                    self.block(block);
                }
            }
            Stmt::Return(value) => self.leave("return", *value),
            Stmt::Fail(value) => self.leave("fail", *value),
            Stmt::Exit(_, value) => self.leave("exit", *value),
            Stmt::Try { body, handler, finalizer } => {
                self.push("try ");
                self.block(body);
                for (word, block) in [(" catch ", handler), (" finally ", finalizer)] {
                    if let Some(block) = block {
                        self.push(word);
                        self.block(block);
                    }
                }
            }
            Stmt::MayThrow => self.push("may-throw"),
            Stmt::Loop { each, keys, at_least_once, condition, step, body } => {
                self.push(if *at_least_once { "loop1 " } else { "loop " });
                if let Some((pattern, items)) = each.as_deref() {
                    self.pattern(pattern);
                    self.push(if *keys { " in " } else { " of " });
                    self.expr(*items);
                    self.push(" ");
                }
                match (condition, step) {
                    (None, None) => self.block(body),
                    _ => {
                        let around = |expr: &Option<ExprId>| expr.map(Stmt::Expr);
                        let mut stmts: Vec<Stmt> = around(condition).into_iter().collect();
                        stmts.extend(body.stmts.iter().cloned().chain(around(step)));
                        self.block(&Block { stmts, value: body.value });
                    }
                }
            }
        }
    }

    fn leave(&mut self, how: &str, value: Option<ExprId>) {
        self.push(how);
        if let Some(value) = value {
            self.push(" ");
            self.expr(value);
        }
    }

    fn list(&mut self, head: &str, parts: &[ExprId]) {
        self.push("(");
        self.push(head);
        for part in parts {
            self.push(" ");
            self.expr(*part);
        }
        self.push(")");
    }

    fn range(&mut self, start: Option<ExprId>, end: Option<ExprId>) {
        let ends: Vec<ExprId> = start.into_iter().chain(end).collect();
        self.list("range", &ends);
    }

    fn expr(&mut self, id: ExprId) {
        if self.depth > MAX_DEPTH {
            self.push("…");
            return;
        }
        self.depth += 1;
        let module = self.module;
        self.kind(&module.expr(id).kind);
        self.depth -= 1;
    }

    fn template(&mut self, parts: &[TemplatePart]) {
        self.push("(template");
        for part in parts {
            self.push(" ");
            match part {
                TemplatePart::Text(text, _) => self.push(&format!("{text:?}")),
                TemplatePart::Hole(id) => self.expr(*id),
            }
        }
        self.push(")");
    }

    fn assign(&mut self, target: &Pattern, op: AssignOp, value: ExprId) {
        let op = match op {
            AssignOp::Set => "=".to_owned(),
            AssignOp::Append => "+=".to_owned(),
            AssignOp::Logic(op) => format!("{}=", logic(op)),
            AssignOp::Other => "?=".to_owned(),
            AssignOp::Through(_) => "*=".to_owned(),
        };
        self.push(&format!("({op} "));
        self.pattern(target);
        self.push(" ");
        self.expr(value);
        self.push(")");
    }

    fn kind(&mut self, kind: &ExprKind) {
        match kind {
            ExprKind::Str(text) => self.push(&format!("{text:?}")),
            ExprKind::Num(text) => self.push(text),
            ExprKind::Regex { source, flags } => self.push(&format!("/{source}/{flags}")),
            ExprKind::Bool(value) => self.push(if *value { "true" } else { "false" }),
            ExprKind::Null => self.push("null"),
            ExprKind::Undefined => self.push("undefined"),
            ExprKind::This => self.push("this"),
            ExprKind::Super => self.push("super"),
            ExprKind::Unknown => self.push("?"),
            ExprKind::Caught(_) => self.push("caught"),
            ExprKind::Name(id) => self.binding(*id),
            ExprKind::Global(name) => self.push(&format!("@{name}")),
            ExprKind::Template(parts) => self.template(parts),
            ExprKind::Member { object, key } => {
                self.push("(. ");
                self.expr(*object);
                self.push(" ");
                self.key(key);
                self.push(")");
            }
            ExprKind::Object { ty, entries } => {
                self.push("(object");
                self.ty(ty.as_deref());
                self.entries(entries);
                self.push(")");
            }
            ExprKind::Array(items) => {
                self.push("(array");
                self.elements(items);
            }
            ExprKind::Call { callee, args, types } => {
                self.push("(call ");
                self.expr(*callee);
                for ty in types {
                    self.ty(Some(ty));
                }
                self.elements(args);
            }
            ExprKind::New { callee, args } => {
                self.push("(new ");
                self.expr(*callee);
                self.elements(args);
            }
            ExprKind::Branch { subject, arms, exhaustive } => self.branch(*subject, arms, *exhaustive),
            ExprKind::Logic { op, left, right } => self.list(logic(*op), &[*left, *right]),
            ExprKind::Function(id) => self.function(*id),
            ExprKind::Class(id) => self.class(*id),
            ExprKind::Await(id) => self.list("await", &[*id]),
            ExprKind::Try(id) => self.list("try", &[*id]),
            ExprKind::Failure(id) => self.list("failure", &[*id]),
            ExprKind::Lend(id) => self.list("lend", &[*id]),
            ExprKind::Show(id) => self.list("show", &[*id]),
            ExprKind::Delete(id) => self.list("delete", &[*id]),
            ExprKind::Assign { target, op, value } => self.assign(target, *op, *value),
            ExprKind::Cast { value, ty } => {
                self.push("(as ");
                self.expr(*value);
                self.ty(ty.as_deref());
                self.push(")");
            }
            ExprKind::Block(block) => self.block(block),
            ExprKind::Leaving(block) => {
                self.push("leaving ");
                self.block(block);
            }
            ExprKind::Sequence { parts, last } => self.list(if *last { "comma" } else { "effects" }, parts),
            ExprKind::Range { start, end, .. } => self.range(*start, *end),
            ExprKind::Arithmetic { first, rest } => {
                let parts: Vec<ExprId> = std::iter::once(*first).chain(rest.iter().map(|(_, part)| *part)).collect();
                self.list("effects", &parts);
            }
            ExprKind::Not(value) => self.list("!", &[*value]),
            ExprKind::Decorate { decorator, member, .. } => {
                self.list(&format!("decorate {}", member.as_deref().unwrap_or("class")), &[*decorator]);
            }
            ExprKind::Optional(chain) => self.list("optional", &[*chain]),
            ExprKind::TypeOf(value) => self.list("typeof", &[*value]),
            ExprKind::Compare { op, left, right } => self.list(op.operator(), &[*left, *right]),
        }
    }

    fn entries(&mut self, entries: &[Entry]) {
        for entry in entries {
            self.push(" ");
            match entry {
                Entry::Pair(key, value, _) => {
                    self.key(key);
                    self.push(": ");
                    self.expr(*value);
                }
                Entry::Spread(value) => {
                    self.push("...");
                    self.expr(*value);
                }
                Entry::Getter(key, function) | Entry::Setter(key, function) => {
                    self.push(if matches!(entry, Entry::Getter(..)) { "get " } else { "set " });
                    self.key(key);
                    self.push(": ");
                    self.function(*function);
                }
            }
        }
    }

    fn elements(&mut self, elements: &[Element]) {
        for element in elements {
            let (Element::Item(id) | Element::Spread(id)) = element;
            self.push(if matches!(element, Element::Spread(_)) { " ..." } else { " " });
            self.expr(*id);
        }
        self.push(")");
    }

    fn branch(&mut self, subject: Option<ExprId>, arms: &[Arm], exhaustive: bool) {
        self.push(if exhaustive { "(branch" } else { "(maybe" });
        if let Some(subject) = subject {
            self.push(" ");
            self.expr(subject);
        }
        for arm in arms {
            self.push(" [");
            if let Some(pattern) = &arm.pattern {
                self.pattern(pattern);
                self.push(" ");
            }
            if let Some(guard) = arm.guard {
                self.push("if ");
                self.expr(guard);
                self.push(" ");
            }
            self.push("=> ");
            self.block(&arm.body);
            self.push("]");
        }
        self.push(")");
    }

    fn function(&mut self, id: FunctionId) {
        let module = self.module;
        let function = module.function(id);
        let flags = [
            (function.exported, "export "),
            (function.is_async, "async "),
            (function.lexical_this, "arrow "),
            (!function.lexical_this, "fn "),
        ];
        self.push("(");
        for (_, word) in flags.iter().filter(|(set, _)| *set) {
            self.push(word);
        }
        self.push(function.name.as_deref().unwrap_or("_"));
        self.push("(");
        for (index, Param { pattern, rest, ty, injected, is_property: _ }) in function.params.iter().enumerate() {
            self.push(if index > 0 { ", " } else { "" });
            if let Some(decorator) = injected {
                self.list("decorated", &[*decorator]);
                self.push(" ");
            }
            self.push(if *rest { "..." } else { "" });
            self.pattern(pattern);
            // A binding shows its own type.
            if !matches!(pattern, Pattern::Binding(_)) {
                self.ty(ty.as_deref());
            }
        }
        self.push(")");
        self.ty(function.returns.as_deref());
        self.push(" ");
        self.block(&function.body);
        self.push(")");
    }

    fn class(&mut self, id: ClassId) {
        let module = self.module;
        let class = module.class(id);
        let _ = write!(self.out, "(class {}", class.name);
        if let Some(extends) = class.extends {
            self.push(" extends ");
            self.expr(extends);
        }
        for field in &class.fields {
            self.line();
            self.push(if field.is_static { "static field " } else { "field " });
            self.key(&field.key);
            self.ty(field.ty.as_ref());
            if let Some(value) = field.value {
                self.push(" = ");
                self.expr(value);
            }
        }
        for method in &class.methods {
            self.line();
            self.push(if method.is_static { "static " } else { "" });
            self.push(match method.kind {
                MethodKind::Method => "method ",
                MethodKind::Getter => "getter ",
                MethodKind::Setter => "setter ",
                MethodKind::Constructor => "constructor ",
            });
            self.key(&method.key);
            self.push(" ");
            self.function(method.function);
        }
        self.push(")");
    }

    fn binding(&mut self, id: BindingId) {
        let module = self.module;
        self.push(&module.binding(id).name);
    }

    fn key(&mut self, key: &Key) {
        match key {
            Key::Name(name, _) => self.push(name),
            Key::Computed(id) => {
                self.push("[");
                self.expr(*id);
                self.push("]");
            }
        }
    }

    fn ty(&mut self, ty: Option<&Type>) {
        if let Some(ty) = ty {
            self.push(" :");
            self.push(&ty.path);
            if ty.class.is_some() {
                self.push("!");
            }
            if !ty.args.is_empty() {
                self.push("<");
                for arg in &ty.args {
                    self.ty(Some(arg));
                }
                self.push(" >");
            }
        }
    }

    fn pattern(&mut self, pattern: &Pattern) {
        match pattern {
            Pattern::Ignore => self.push("_"),
            Pattern::Binding(id) => {
                let module = self.module;
                let binding = module.binding(*id);
                self.binding(*id);
                if !matches!(binding.kind, BindingKind::Class(_) | BindingKind::Function(_)) {
                    self.ty(binding.ty.as_deref());
                }
            }
            Pattern::Place(id) | Pattern::Literal(id) => self.expr(*id),
            Pattern::Default(inner, value) => {
                self.pattern(inner);
                self.push(" ?? ");
                self.expr(*value);
            }
            Pattern::Object { fields, rest, .. } => {
                self.push("{");
                for (key, pattern) in fields {
                    self.push(" ");
                    self.key(key);
                    self.push(": ");
                    self.pattern(pattern);
                }
                self.rest(rest.as_deref());
                self.push(" }");
            }
            Pattern::Array { items, rest } => {
                self.push("[");
                for item in items {
                    self.push(" ");
                    self.pattern(item.as_ref().unwrap_or(&Pattern::Ignore));
                }
                self.rest(rest.as_deref());
                self.push(" ]");
            }
            Pattern::Variant { path, items } => self.alternatives(path, items),
            Pattern::Or(items) => self.alternatives("|", items),
        }
    }

    fn rest(&mut self, rest: Option<&Pattern>) {
        if let Some(rest) = rest {
            self.push(" ...");
            self.pattern(rest);
        }
    }

    fn alternatives(&mut self, head: &str, items: &[Pattern]) {
        self.push("(");
        self.push(head);
        for item in items {
            self.push(" ");
            self.pattern(item);
        }
        self.push(")");
    }
}

fn logic(op: LogicOp) -> &'static str {
    match op {
        LogicOp::Or => "||",
        LogicOp::And => "&&",
        LogicOp::Coalesce => "??",
    }
}
