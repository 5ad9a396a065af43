//! The language-neutral form of one source file.
//!
//! JavaScript, TypeScript and Rust are lowered to this form by the front-ends in [`crate::syntax`]; everything
//! after them (evaluation, requests, rules) sees only what stands here. It keeps values and the order of effects
//! on them, and drops everything else: operators on numbers, labels, visibility, lifetimes.
//!
//! Nodes live in arenas of their [`Module`] and refer to one another by id.

pub mod builder;
pub mod changed;
mod code;
pub mod dump;
mod ids;
pub(crate) mod methods;
pub mod program;

pub use code::{
    Arm, AssignOp, Block, Comparison, Element, Entry, Expr, ExprKind, Key, Leave, LogicOp, Operator, Pattern, Referent,
    Stmt, TemplatePart,
};
pub use ids::{BindingId, ClassId, ExprId, FunctionId};

use rustc_hash::FxHashMap;

use crate::source::scripts::ScriptKind;
use crate::source::{FileId, Span};

/// What language a module was written in; front-ends set it, the standard-library models choose by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// JavaScript, TypeScript and their JSX dialects.
    JavaScript,
    /// Rust.
    Rust,
}

/// One lowered source file.
#[derive(Debug)]
pub struct Module {
    /// The file it was read from.
    pub file: FileId,
    /// The language it was written in.
    pub language: Language,
    /// All expressions, by [`ExprId`].
    pub exprs: Vec<Expr>,
    /// All bindings, by [`BindingId`].
    pub bindings: Vec<Binding>,
    /// All functions, by [`FunctionId`]; the first is the top level.
    pub functions: Vec<Function>,
    /// All classes, by [`ClassId`].
    pub classes: Vec<Class>,
    /// What the module offers to others, in source order.
    pub exports: Vec<Export>,
    /// Whether the text speaks of `exports` anywhere: of a module of `CommonJS` any assignment may offer something.
    pub mentions_exports: bool,
    /// The variants of enums that hold no data, by the places of their names: each is the string that stands there.
    pub unit_variants: FxHashMap<Span, ClassId>,
    /// Parts that could not be read: syntax errors and exceeded limits.
    pub problems: Vec<Problem>,
    /// Parts that only tests run, where the language says so.
    pub tests: Vec<Span>,
    /// What attributes say of items, but for hints that are for the compiler alone.
    pub attributes: Vec<Attribute>,
    /// Its comments with their delimiters, in order; kept of scripts that hold a [`DIRECTIVE`].
    pub comments: Vec<Span>,
    /// Of a page: its scripts, in the order of their places. Empty where the whole file is code.
    pub scripts: Vec<Script>,
    /// Of a page: what it loads beside them.
    pub links: Vec<Link>,
    /// Of a component, and of the scripts of a page: members of what they make that the markup writes.
    pub written_by_markup: Vec<Box<str>>,
    /// Of scripts: what stands in their outermost scope, which other scripts of a page may see; sorted.
    pub outermost: Vec<BindingId>,
    /// Variables in it that other scripts of a page give a value or write into.
    pub changed_by_others: Vec<BindingId>,
    /// Of a script that pages alone load: what loaders of modules give, and what is not there where it runs.
    pub without: Vec<Box<str>>,
}

/// What comments for this program begin with.
pub const DIRECTIVE: &str = "authlint-disable";

/// What an attribute says of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// The item.
    pub span: Span,
    /// The attribute without brackets and blanks: `cfg(feature="ssr")`.
    pub text: Box<str>,
}

/// A script of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Script {
    /// Its text.
    pub span: Span,
    /// What it is to the others.
    pub kind: ScriptKind,
}

impl Script {
    /// Whether it runs on the server that makes the page; all others run in the browser.
    pub fn is_server(self) -> bool {
        self.kind == ScriptKind::Frontmatter
    }
}

/// What a page loads: the `src` of a script, or what an import map gives a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The address as written.
    pub target: Box<str>,
    /// The name that an import map gives it.
    pub name: Option<Box<str>>,
    /// Where the address is written.
    pub span: Span,
}

/// A part of a file that could not be lowered.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Where it is.
    pub span: Span,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
}

/// A name that a module exports.
#[derive(Debug, Clone)]
pub struct Export {
    /// The name importers use (`default` for a default export, `*` for `export * from`).
    pub name: Box<str>,
    /// What it stands for.
    pub value: ExportValue,
}

/// What an export stands for.
#[derive(Debug, Clone)]
pub enum ExportValue {
    /// A binding of this module.
    Binding(BindingId),
    /// An expression of this module (`export default …`).
    Expr(ExprId),
    /// A name of another module; `*` for all of them.
    Reexport {
        /// The module specifier.
        from: Box<str>,
        /// The name there.
        name: Box<str>,
    },
}

/// A named place for a value.
#[derive(Debug, Clone)]
pub struct Binding {
    /// The name as written.
    pub name: Box<str>,
    /// The span of the name where it is declared.
    pub span: Span,
    /// The function whose frame holds it.
    pub function: FunctionId,
    /// What kind of declaration made it.
    pub kind: BindingKind,
    /// The declared type, where one is written.
    pub ty: Option<Box<Type>>,
}

/// What kind of declaration made a binding.
#[derive(Debug, Clone)]
pub enum BindingKind {
    /// `const`, `let`, `var`, a Rust `let`, `const` or `static`.
    Variable,
    /// A parameter, or a part of one taken apart by a pattern.
    Parameter,
    /// A function declaration; hoisted.
    Function(FunctionId),
    /// A class declaration, Rust struct, enum or trait; hoisted.
    Class(ClassId),
    /// An import.
    Import {
        /// The module specifier as written: `axios`, `./config`.
        from: Box<str>,
        /// The name there: `default`, `*` for the namespace, or a named export.
        name: Box<str>,
    },
    /// What other scripts of a page declare: one of these, where it is not the same on all pages.
    Shared(Box<[BindingId]>),
}

/// A type, as far as a client or a class can be recognised by it.
///
/// References, lifetimes, `Option`, `Result`, `Arc`, `Rc`, `Box`, `Mutex`, `RwLock`, `Promise`, `Readonly` and
/// `T | undefined` are stripped by the front-ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Type {
    /// An API-graph path: `crate:reqwest::Client`, `npm:axios.AxiosInstance`, `global:URL`; a class of this module
    /// has `class` set and its bare name here.
    pub path: Box<str>,
    /// The class of this module it names.
    pub class: Option<ClassId>,
    /// Generic arguments.
    pub args: Vec<Type>,
}

/// A function, closure, method, or the top level of a module.
#[allow(clippy::struct_excessive_bools)] // each tells something of its own
#[derive(Debug)]
pub struct Function {
    /// Its name: the declared one, or that of the variable, property or method it is given to.
    pub name: Option<Box<str>>,
    /// The whole function.
    pub span: Span,
    /// The function it stands in; `None` for the top level only.
    pub parent: Option<FunctionId>,
    /// Parameters in order, without Rust's `self`.
    pub params: Vec<Param>,
    /// Rust: the type parameters that its code asks for what belongs to a type.
    pub type_params: Vec<TypeParam>,
    /// Its statements; an expression body is `value`.
    pub body: Block,
    /// `this` (Rust `self`) is that of the enclosing function: arrow functions and Rust closures.
    pub lexical_this: bool,
    /// Its `this` is the instance that it was made for, whoever calls it on what: an arrow function in a field.
    pub keeps_this: bool,
    /// Declared `async`.
    pub is_async: bool,
    /// The declared type of what it returns.
    pub returns: Option<Box<Type>>,
    /// The class whose method this is.
    pub class: Option<ClassId>,
    /// Callable from outside the module as far as the file tells: exported by name, a public method, a Rust `pub fn`.
    pub exported: bool,
    /// Exported by what other packages can use: their code may call it with anything.
    pub offered: bool,
    /// It stands for a component that is a page: its parameter are the properties.
    pub is_component: bool,
}

/// A type parameter that a trait of the program bounds.
#[derive(Debug, Clone)]
pub struct TypeParam {
    /// The variable that has the type.
    pub binding: BindingId,
    /// The trait.
    pub bound: ClassId,
    /// The parameter of the function whose value is of the type.
    pub argument: Option<usize>,
    /// Its place among the function's own, where a call may write the type: `fetch::<User>(…)`.
    pub place: Option<usize>,
    /// Its place among those of the type whose method the function is.
    pub of_self: Option<usize>,
    /// It is the type that implements the trait whose method the function is.
    pub is_self: bool,
    /// The code asks for it; otherwise it is only passed on.
    pub is_asked: bool,
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Param {
    /// What it binds; a default value is a [`Pattern::Default`].
    pub pattern: Pattern,
    /// A rest parameter: takes all remaining arguments as an array.
    pub rest: bool,
    /// The declared type.
    pub ty: Option<Box<Type>>,
    /// The decorator that stands before it, which may say what is given to it where nobody calls.
    pub injected: Option<ExprId>,
    /// TypeScript: it is a property of the instance too; that it is assigned stands in the body as well.
    pub is_property: bool,
}

/// A class, or a Rust struct, enum or trait with its impls.
#[derive(Debug)]
pub struct Class {
    /// Its name.
    pub name: Box<str>,
    /// Where it stands.
    pub span: Span,
    /// The parent class (JavaScript).
    pub extends: Option<ExprId>,
    /// Fields, declared types and initial values; constructor parameter properties of TypeScript are fields too
    /// (their assignment is lowered into the constructor).
    pub fields: Vec<Field>,
    /// Methods; Rust functions without `self` are static.
    pub methods: Vec<Method>,
    /// Rust `#[serde(rename…)]`: field name to the name in serialised data; an empty name for a field that is left
    /// out (`skip`), `*` for one whose own fields stand in its place (`flatten`). Fields of a variant have that in front:
    /// `Variant.field`.
    pub renames: Vec<(Box<str>, Box<str>)>,
    /// Rust: what methods that are derived make of variants without data.
    pub texts: Vec<VariantText>,
    /// Rust `#[serde(skip_serializing_if…)]`: fields that serialised data may lack.
    pub optional: Vec<Box<str>>,
    /// Code or an attribute of its own says how its instances are serialised, so that its fields do not.
    pub serializes_itself: bool,
    /// Rust: what is printed of an instance is said by something else than the `Debug` that the compiler derives, which
    /// shows all fields.
    pub prints_itself: bool,
    /// Of a Rust trait with one implementor: that one.
    pub implementor: Option<ClassId>,
    /// Of a Rust trait: all implementors that do not stand in for others in tests.
    pub implementors: Vec<ClassId>,
    /// Of a Rust trait: whether packages that are not here may implement it for what they hand in.
    pub is_implementable: bool,
}

/// A text that a derived method gives for a variant without data.
#[derive(Debug)]
pub struct VariantText {
    /// The method; of a trait's with a common name, that of the trait in front: `Display::fmt`.
    pub method: Box<str>,
    /// The value of the variant.
    pub value: Box<str>,
    /// What the method gives for it.
    pub text: Box<str>,
    /// Where that is written, or the type where the name of the variant makes it.
    pub span: Span,
}

/// A field of a class.
#[allow(clippy::struct_excessive_bools)] // each tells something of its own
#[derive(Debug, Clone)]
pub struct Field {
    /// Its key.
    pub key: Key,
    /// Its initial value; for Rust enum variants without data and associated constants, their value.
    pub value: Option<ExprId>,
    /// Belongs to the class and not to an instance.
    pub is_static: bool,
    /// The declared type.
    pub ty: Option<Type>,
    /// A decorator stands before it, which may fill it in.
    pub is_decorated: bool,
    /// Rust: what it has where the data that it is read from does not say.
    pub default: Option<ExprId>,
    /// Rust: its type is read from data.
    pub is_read: bool,
    /// The decorator that says what fills it in, where it has no value of its own: `@Inject(TOKEN)`.
    pub injected: Option<ExprId>,
    /// Rust: code that is not here may fill it in: it is public in a library, or its type is read from data.
    pub is_filled_elsewhere: bool,
    /// Rust: it is an option, and the `Default` that the compiler derives leaves it empty.
    pub starts_empty: bool,
}

/// A method of a class.
#[derive(Debug, Clone)]
pub struct Method {
    /// Its key.
    pub key: Key,
    /// Its function.
    pub function: FunctionId,
    /// Belongs to the class and not to an instance; Rust: takes no `self`.
    pub is_static: bool,
    /// What kind of method it is.
    pub kind: MethodKind,
}

/// The kinds of method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MethodKind {
    /// Called.
    Method,
    /// Read as a property.
    Getter,
    /// Written as a property.
    Setter,
    /// Runs on `new`.
    Constructor,
}

impl Module {
    /// A module in which nothing stands.
    pub fn empty(file: FileId, text: &str) -> Self {
        let len = u32::try_from(text.len()).unwrap_or(u32::MAX);
        builder::Builder::new(file, Language::JavaScript, len).module
    }

    /// The module without the room that its lists had to grow: it lives as long as the run.
    #[must_use]
    pub fn shrunk(mut self) -> Self {
        fn exact<T>(list: &mut Vec<T>) {
            // An allocator that shrinks in place keeps up to half of the room.
            let mut smaller = Vec::with_capacity(list.len());
            smaller.append(list);
            *list = smaller;
        }
        exact(&mut self.exprs);
        exact(&mut self.bindings);
        exact(&mut self.functions);
        exact(&mut self.classes);
        exact(&mut self.exports);
        for function in &mut self.functions {
            exact(&mut function.params);
            exact(&mut function.body.stmts);
        }
        self
    }

    /// The module's own top level.
    pub fn top(&self) -> FunctionId {
        FunctionId::top_of(self.file)
    }

    /// Whether a body begins with a directive.
    pub fn has_directive(&self, body: &Block, directive: &str) -> bool {
        for stmt in &body.stmts {
            match stmt {
                Stmt::Expr(id) => match &self.expr(*id).kind {
                    ExprKind::Str(text) if text.as_ref() == directive => return true,
                    ExprKind::Str(_) => {}
                    _ => return false,
                },
                // Functions are hoisted.
                Stmt::Bind { value: Some(value), .. } if matches!(self.expr(*value).kind, ExprKind::Function(_)) => {}
                _ => return false,
            }
        }
        false
    }

    /// What names are bound to where they are declared, at the top or in a function.
    pub fn declared_values(&self) -> FxHashMap<BindingId, ExprId> {
        let statements = self.functions.iter().flat_map(|function| &function.body.stmts);
        let bound = statements.filter_map(|stmt| match stmt {
            Stmt::Bind { pattern: Pattern::Binding(binding), value: Some(value), .. } => Some((*binding, *value)),
            _ => None,
        });
        bound.collect()
    }

    /// The value that a binding at the top is given where it is declared.
    pub fn declared_value(&self, binding: BindingId) -> Option<ExprId> {
        self.function(self.top()).body.stmts.iter().find_map(|stmt| match stmt {
            Stmt::Bind { pattern: Pattern::Binding(bound), value, .. } if *bound == binding => *value,
            _ => None,
        })
    }

    /// The ids of all functions but the top level.
    pub fn function_ids(&self) -> impl Iterator<Item = FunctionId> + use<> {
        let module = self.file;
        (1..self.functions.len()).map(move |at| FunctionId::new(module, at))
    }

    /// The ids of all classes.
    pub fn class_ids(&self) -> impl Iterator<Item = ClassId> + use<> {
        let module = self.file;
        (0..self.classes.len()).map(move |at| ClassId::new(module, at))
    }

    /// The expression of an id.
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id.index()]
    }

    /// The binding of an id.
    pub fn binding(&self, id: BindingId) -> &Binding {
        &self.bindings[id.index()]
    }

    /// The function of an id.
    pub fn function(&self, id: FunctionId) -> &Function {
        &self.functions[id.index()]
    }

    /// The class of an id.
    pub fn class(&self, id: ClassId) -> &Class {
        &self.classes[id.index()]
    }

    /// The expression of an id, to be changed.
    pub fn expr_mut(&mut self, id: ExprId) -> &mut Expr {
        &mut self.exprs[id.index()]
    }

    /// The binding of an id, to be changed.
    pub fn binding_mut(&mut self, id: BindingId) -> &mut Binding {
        &mut self.bindings[id.index()]
    }

    /// The function of an id, to be filled in.
    pub fn function_mut(&mut self, id: FunctionId) -> &mut Function {
        &mut self.functions[id.index()]
    }

    /// The class of an id, to be filled in.
    pub fn class_mut(&mut self, id: ClassId) -> &mut Class {
        &mut self.classes[id.index()]
    }
}
