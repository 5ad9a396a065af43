//! What front-ends need to write a [`Module`]: arenas and lexical scopes.

use rustc_hash::FxHashMap;

use super::{
    Binding, BindingId, BindingKind, Block, Class, ClassId, Expr, ExprId, ExprKind, Function, FunctionId, Language,
    Module, Problem, Type,
};
use crate::source::{FileId, Span};

/// Builds one module. Scopes are opened and closed by the front-end as it walks the syntax.
#[derive(Debug)]
pub struct Builder {
    /// What has been built so far.
    pub module: Module,
    scopes: Vec<Scope>,
    functions: Vec<FunctionId>,
}

#[derive(Debug)]
struct Scope {
    names: FxHashMap<Box<str>, BindingId>,
    /// The scope is a function's outermost: `var` lands here.
    is_function: bool,
}

impl Builder {
    /// An empty module whose top-level function and scope are open.
    pub fn new(file: FileId, language: Language, len: u32) -> Self {
        let top = Function {
            name: None,
            span: Span::new(file, 0, len),
            parent: None,
            params: Vec::new(),
            type_params: Vec::new(),
            body: Block::default(),
            lexical_this: false,
            keeps_this: false,
            is_async: false,
            returns: None,
            class: None,
            exported: false,
            offered: false,
            is_component: false,
        };
        Self {
            module: Module {
                file,
                language,
                exprs: Vec::new(),
                bindings: Vec::new(),
                functions: vec![top],
                classes: Vec::new(),
                exports: Vec::new(),
                mentions_exports: false,
                unit_variants: FxHashMap::default(),
                problems: Vec::new(),
                tests: Vec::new(),
                written_by_markup: Vec::new(),
                attributes: Vec::new(),
                comments: Vec::new(),
                scripts: Vec::new(),
                links: Vec::new(),
                outermost: Vec::new(),
                changed_by_others: Vec::new(),
                without: Vec::new(),
            },
            scopes: vec![Scope { names: FxHashMap::default(), is_function: true }],
            functions: vec![FunctionId::top_of(file)],
        }
    }

    /// Adds an expression.
    pub fn expr(&mut self, kind: ExprKind, span: Span) -> ExprId {
        self.module.exprs.push(Expr { kind, span });
        ExprId::new(self.module.file, self.module.exprs.len() - 1)
    }

    /// Adds an expression of which nothing is known.
    pub fn unknown(&mut self, span: Span) -> ExprId {
        self.expr(ExprKind::Unknown, span)
    }

    /// The function whose body is being lowered.
    pub fn current_function(&self) -> FunctionId {
        self.functions.last().copied().unwrap_or(self.module.top())
    }

    /// Declares a name in the innermost scope, shadowing an earlier one.
    pub fn declare(&mut self, name: &str, span: Span, kind: BindingKind, ty: Option<Type>) -> BindingId {
        let id = self.binding(name, span, kind, ty);
        if let Some(scope) = self.scopes.last_mut() {
            scope.names.insert(name.into(), id);
        }
        id
    }

    /// Declares a name in the scope of the innermost function (`var`), or gives the one that is there already.
    pub fn declare_in_function(&mut self, name: &str, span: Span, kind: BindingKind, ty: Option<Type>) -> BindingId {
        let at = self.scopes.iter().rposition(|scope| scope.is_function).unwrap_or(0);
        if let Some(&id) = self.scopes[at].names.get(name) {
            return id;
        }
        let id = self.binding(name, span, kind, ty);
        self.scopes[at].names.insert(name.into(), id);
        id
    }

    /// Adds a binding without putting its name in scope.
    pub fn binding(&mut self, name: &str, span: Span, kind: BindingKind, ty: Option<Type>) -> BindingId {
        let function = self.current_function();
        self.module.bindings.push(Binding { name: name.into(), span, function, kind, ty: ty.map(Box::new) });
        BindingId::new(self.module.file, self.module.bindings.len() - 1)
    }

    /// Puts an existing binding in the innermost scope under a name.
    pub fn bring_into_scope(&mut self, name: &str, id: BindingId) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.names.insert(name.into(), id);
        }
    }

    /// The binding that a name means here.
    pub fn lookup(&self, name: &str) -> Option<BindingId> {
        self.scopes.iter().rev().find_map(|scope| scope.names.get(name).copied())
    }

    /// The binding that the innermost scope itself declares under a name.
    pub fn lookup_here(&self, name: &str) -> Option<BindingId> {
        self.scopes.last().and_then(|scope| scope.names.get(name).copied())
    }

    /// Notes what the outermost scope declares.
    pub fn note_outermost(&mut self) {
        let Some(scope) = self.scopes.first() else { return };
        let mut declared: Vec<BindingId> = scope.names.values().copied().collect();
        declared.retain(|id| !matches!(self.module.binding(*id).kind, BindingKind::Import { .. }));
        declared.sort_unstable();
        self.module.outermost = declared;
    }

    /// Opens a block scope.
    pub fn open_scope(&mut self) {
        self.scopes.push(Scope { names: FxHashMap::default(), is_function: false });
    }

    /// Opens the scope of a script of its own within a page: `var` stays in it.
    pub fn open_script_scope(&mut self) {
        self.scopes.push(Scope { names: FxHashMap::default(), is_function: true });
    }

    /// Closes the innermost scope.
    pub fn close_scope(&mut self) {
        if self.scopes.len() > 1 {
            self.scopes.pop();
        }
    }

    /// Starts a function with an empty body and opens its scope; the front-end fills in parameters and body later,
    /// through [`Builder::function_mut`].
    pub fn begin_function(&mut self, name: Option<&str>, span: Span) -> FunctionId {
        let parent = Some(self.current_function());
        self.module.functions.push(Function {
            name: name.map(Into::into),
            span,
            parent,
            params: Vec::new(),
            type_params: Vec::new(),
            body: Block::default(),
            lexical_this: false,
            keeps_this: false,
            is_async: false,
            returns: None,
            class: None,
            exported: false,
            offered: false,
            is_component: false,
        });
        let id = FunctionId::new(self.module.file, self.module.functions.len() - 1);
        self.functions.push(id);
        self.scopes.push(Scope { names: FxHashMap::default(), is_function: true });
        id
    }

    /// Opens a function that was begun and ended before, with an empty scope: hoisted functions are declared first and
    /// lowered later. End it with [`Builder::end_function`].
    pub fn reenter_function(&mut self, id: FunctionId) {
        self.functions.push(id);
        self.scopes.push(Scope { names: FxHashMap::default(), is_function: true });
    }

    /// Ends the function begun last and closes its scope.
    pub fn end_function(&mut self) {
        if self.functions.len() > 1 {
            self.functions.pop();
            self.close_scope();
        }
    }

    /// The function of an id, to fill in.
    pub fn function_mut(&mut self, id: FunctionId) -> &mut Function {
        self.module.function_mut(id)
    }

    /// Adds a class.
    pub fn class(&mut self, class: Class) -> ClassId {
        self.module.classes.push(class);
        ClassId::new(self.module.file, self.module.classes.len() - 1)
    }

    /// The class of an id, to fill in.
    pub fn class_mut(&mut self, id: ClassId) -> &mut Class {
        self.module.class_mut(id)
    }

    /// Notes a part that could not be read.
    pub fn problem(&mut self, span: Span, message: impl Into<String>) {
        self.module.problems.push(Problem { span, message: message.into() });
    }
}
