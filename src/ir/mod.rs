//! The language-neutral form of one source file.
//!
//! JavaScript, TypeScript and Rust are lowered to this form by the front-ends in [`crate::syntax`]; everything
//! after them (evaluation, requests, rules) sees only what stands here. It keeps values and the order of effects
//! on them, and drops everything else: operators on numbers, labels, visibility, lifetimes.
//!
//! Nodes live in arenas of their [`Module`] and refer to one another by id.

pub mod builder;
pub mod dump;

use crate::source::scripts::ScriptKind;
use crate::source::{FileId, Span};

macro_rules! ids {
    ($($(#[$doc:meta])+ $name:ident)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name {
            /// The module, by its file: ids of different modules are different.
            pub module: FileId,
            /// The place in the module's arena.
            pub at: u32,
        }

        impl $name {
            /// The id of a place in a module's arena.
            #[allow(clippy::cast_possible_truncation)] // files are limited to far below 4 GiB
            pub(crate) fn new(module: FileId, at: usize) -> Self {
                Self { module, at: at as u32 }
            }

            fn index(self) -> usize {
                self.at as usize
            }
        }
    )+};
}

ids! {
    /// Names an expression.
    ExprId
    /// Names a binding: a variable, parameter, import, function or class name.
    BindingId
    /// Names a function. The first of a module is its own top level.
    FunctionId
    /// Names a class: a Rust struct with its impls, an enum or a trait.
    ClassId
}

impl FunctionId {
    /// The function that holds a module's top-level statements.
    pub fn top_of(module: FileId) -> Self {
        Self { module, at: 0 }
    }

    /// Whether this is the top level of a module.
    pub fn is_top(self) -> bool {
        self.at == 0
    }
}

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
    /// Parts that could not be read: syntax errors and exceeded limits.
    pub problems: Vec<Problem>,
    /// Parts that only tests run, where the language says so.
    pub tests: Vec<Span>,
    /// What attributes say of items, but for hints that are for the compiler alone.
    pub attributes: Vec<Attribute>,
    /// Of a page: its scripts, in the order of their places. Empty where the whole file is code.
    pub scripts: Vec<Script>,
    /// Of a page: what it loads beside them.
    pub links: Vec<Link>,
}

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
    pub ty: Option<Type>,
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
    /// Its statements; an expression body is `value`.
    pub body: Block,
    /// `this` (Rust `self`) is that of the enclosing function: arrow functions and Rust closures.
    pub lexical_this: bool,
    /// Declared `async`.
    pub is_async: bool,
    /// The declared type of what it returns.
    pub returns: Option<Type>,
    /// The class whose method this is.
    pub class: Option<ClassId>,
    /// Callable from outside the module as far as the file tells: exported by name, a public method, a Rust `pub fn`.
    pub exported: bool,
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Param {
    /// What it binds; a default value is a [`Pattern::Default`].
    pub pattern: Pattern,
    /// A rest parameter: takes all remaining arguments as an array.
    pub rest: bool,
    /// The declared type.
    pub ty: Option<Type>,
}

/// Where a value goes when it is bound or taken apart.
#[derive(Debug, Clone)]
pub enum Pattern {
    /// Nothing is bound (`_`, a literal in a `match`, an unreadable pattern).
    Ignore,
    /// A binding takes the whole value.
    Binding(BindingId),
    /// An existing place takes it: assignment by destructuring.
    Place(ExprId),
    /// A default for `undefined`.
    Default(Box<Pattern>, ExprId),
    /// Object or struct destructuring.
    Object {
        /// Of a variant of an enum: its path, as that of `Variant`.
        path: Option<Box<str>>,
        /// Taken keys.
        fields: Vec<(Key, Pattern)>,
        /// What takes the remaining keys.
        rest: Option<Box<Pattern>>,
    },
    /// Array, tuple or slice destructuring. `None` skips an element.
    Array {
        /// Elements from the start.
        items: Vec<Option<Pattern>>,
        /// What takes the remaining elements.
        rest: Option<Box<Pattern>>,
    },
    /// A Rust tuple-struct or tuple-variant pattern: `Some(x)`, `Ok(x)`, `Method::Get(x)`.
    Variant {
        /// The resolved path, segments joined with `::`.
        path: Box<str>,
        /// The parts.
        items: Vec<Pattern>,
    },
    /// A literal or constant compared with: `"prod" =>`.
    Literal(ExprId),
    /// Rust `a | b`.
    Or(Vec<Pattern>),
}

/// The key of an object entry, member or pattern field.
#[derive(Debug, Clone)]
pub enum Key {
    /// A name or literal string, with the span of its text. Rust tuple fields are `0`, `1`, ….
    Name(Box<str>, Span),
    /// Computed: `[expr]`, `map[expr]`.
    Computed(ExprId),
}

/// A sequence of statements, with a value where the language has one (Rust block, arrow body).
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// In source order; hoisted declarations first.
    pub stmts: Vec<Stmt>,
    /// What the block is worth.
    pub value: Option<ExprId>,
}

/// A statement.
#[derive(Debug, Clone)]
pub enum Stmt {
    /// An expression for its effects: calls, assignments, deletions, branches.
    Expr(ExprId),
    /// A declaration. Without a value the bindings are undefined until assigned.
    Bind {
        /// What is bound.
        pattern: Pattern,
        /// The value.
        value: Option<ExprId>,
        /// Rust `let … else { … }`: the diverging block.
        otherwise: Option<Block>,
    },
    /// Leaves the function with a value.
    Return(Option<ExprId>),
    /// Leaves the block in another way: `break`, `continue`, `throw`. The expression is evaluated first.
    Exit(Option<ExprId>),
    /// `for`, `while`, `loop`, `do`: the body runs any number of times.
    Loop {
        /// For each item of this expression, bound to this pattern (`for … of`, Rust `for … in`).
        each: Option<(Pattern, ExprId)>,
        /// For each key of it (`for … in` of JavaScript).
        keys: bool,
        /// Runs at least once (`do … while`, Rust `loop`).
        at_least_once: bool,
        /// The body.
        body: Block,
    },
}

/// An expression with its place.
#[derive(Debug, Clone)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// The whole expression; of a string literal, the text between its quotes.
    pub span: Span,
}

/// The kinds of expression that both languages share.
#[derive(Debug, Clone)]
pub enum ExprKind {
    /// A string, its escapes resolved. The span covers the text without quotes.
    Str(Box<str>),
    /// A number, as written.
    Num(Box<str>),
    /// A regular expression literal.
    Regex {
        /// What stands between the slashes.
        source: Box<str>,
        /// The letters behind them.
        flags: Box<str>,
    },
    /// `true`, `false`.
    Bool(bool),
    /// `null`, Rust `None` and `()`.
    Null,
    /// `undefined`.
    Undefined,
    /// Text with holes: template literals, `format!`, `concat!`, `+` with at least one string-like side (or unknown
    /// sides: `a + b` is lowered to this too). Long chains are flattened.
    Template(Vec<TemplatePart>),
    /// A use of a binding.
    Name(BindingId),
    /// A name that no binding of the file declares: `fetch`, `process`; in Rust a path as resolved by `use`,
    /// segments joined with `::` (`reqwest::Client::new`, `std::env::var`, `crate::config::KEY`, macros as `env!`).
    Global(Box<str>),
    /// `this`, Rust `self`.
    This,
    /// `super`.
    Super,
    /// `object.key`, `object[key]`, optional chaining included. A method call is a call of this.
    Member {
        /// The object.
        object: ExprId,
        /// The key.
        key: Key,
    },
    /// An object or struct literal, a map literal, `json!({…})`.
    Object {
        /// Rust struct literals: the struct.
        ty: Option<Type>,
        /// Entries and spreads in order.
        entries: Vec<Entry>,
    },
    /// An array, tuple, slice or `vec![…]`.
    Array(Vec<Element>),
    /// A function call.
    Call {
        /// What is called.
        callee: ExprId,
        /// Arguments in order.
        args: Vec<Element>,
        /// Rust turbofish arguments on the callee.
        types: Vec<Type>,
    },
    /// `new callee(args)`.
    New {
        /// The constructor.
        callee: ExprId,
        /// Arguments in order.
        args: Vec<Element>,
    },
    /// Arms of which one runs: `if`, `?:`, `switch`, `match`, `try`/`catch`. `else if` and chains of `?:` are flattened.
    Branch {
        /// The value that patterns of the arms are matched against.
        subject: Option<ExprId>,
        /// The arms, in order.
        arms: Vec<Arm>,
        /// One of the arms certainly runs; otherwise possibly none.
        exhaustive: bool,
    },
    /// `a || b`, `a && b`, `a ?? b`.
    Logic {
        /// Which operator.
        op: LogicOp,
        /// The left side.
        left: ExprId,
        /// The right side, evaluated only if needed.
        right: ExprId,
    },
    /// A function, arrow function or closure as a value.
    Function(FunctionId),
    /// A class as a value.
    Class(ClassId),
    /// `await x`, `x.await`, `x?`.
    Await(ExprId),
    /// `x = v`, `x += v`, `x ||= v`. The value of the expression is the new value.
    Assign {
        /// What is assigned: a place or a destructuring pattern.
        target: Pattern,
        /// How.
        op: AssignOp,
        /// The value.
        value: ExprId,
    },
    /// `delete object.key`.
    Delete(ExprId),
    /// `x as T`, `x satisfies T`, `x!`, Rust `x as T`; and a Rust `let x: T` whose type says what the value is.
    Cast {
        /// The value.
        value: ExprId,
        /// The type, where it is a readable path.
        ty: Option<Type>,
    },
    /// A block with a value; Rust `{ … }`, `async move { … }`, `unsafe { … }`.
    Block(Block),
    /// Several expressions evaluated in order for their effects; the value is the last one's when `last` is set
    /// (comma operator) and unknown otherwise (operands of arithmetic, JSX children).
    Sequence {
        /// The parts.
        parts: Vec<ExprId>,
        /// Whether the last one is the value.
        last: bool,
    },
    /// `!value`.
    Not(ExprId),
    /// `typeof value`.
    TypeOf(ExprId),
    /// A comparison: sides are evaluated, the result is a boolean.
    Compare {
        /// Which one.
        op: Comparison,
        /// The left side.
        left: ExprId,
        /// The right side.
        right: ExprId,
    },
    /// Something that is not modelled; nothing is known of its value.
    Unknown,
}

/// What is asked of two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `===`.
    Equal,
    /// `!==`.
    Unequal,
    /// `==`, for which `undefined` and `null` are the same.
    LooselyEqual,
    /// `!=` likewise.
    LooselyUnequal,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
    /// `value instanceof Class`.
    InstanceOf,
    /// `key in object`.
    In,
}

impl Comparison {
    /// The operator of JavaScript or Rust; `None` for any other.
    pub fn of(operator: &str) -> Option<Self> {
        Some(match operator {
            "===" => Self::Equal,
            "!==" => Self::Unequal,
            "==" => Self::LooselyEqual,
            "!=" => Self::LooselyUnequal,
            "<" => Self::Less,
            "<=" => Self::LessOrEqual,
            ">" => Self::Greater,
            ">=" => Self::GreaterOrEqual,
            "instanceof" => Self::InstanceOf,
            "in" => Self::In,
            _ => return None,
        })
    }

    /// It as written, the shortest way.
    pub fn operator(self) -> &'static str {
        match self {
            Self::Equal => "===",
            Self::Unequal => "!==",
            Self::LooselyEqual => "==",
            Self::LooselyUnequal => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::InstanceOf => "instanceof",
            Self::In => "in",
        }
    }
}

/// A part of a template.
#[derive(Debug, Clone)]
pub enum TemplatePart {
    /// Fixed text with the span it was written at.
    Text(Box<str>, Span),
    /// A value put in.
    Hole(ExprId),
}

/// An entry of an object literal.
#[derive(Debug, Clone)]
pub enum Entry {
    /// `key: value`; the span covers the whole entry.
    Pair(Key, ExprId, Span),
    /// `...expr`, Rust `..expr`.
    Spread(ExprId),
    /// `get key() { … }`.
    Getter(Key, FunctionId),
}

/// An element of an array or argument list.
#[derive(Debug, Clone, Copy)]
pub enum Element {
    /// One value.
    Item(ExprId),
    /// `...expr`.
    Spread(ExprId),
}

/// One arm of a branch.
#[derive(Debug, Clone)]
pub struct Arm {
    /// What the subject is matched with.
    pub pattern: Option<Pattern>,
    /// A condition, evaluated before the body. An arm without pattern and guard is the default.
    pub guard: Option<ExprId>,
    /// What runs.
    pub body: Block,
}

/// Short-circuit operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogicOp {
    /// `||`
    Or,
    /// `&&`
    And,
    /// `??`; Rust `unwrap_or` and the like are calls and not this.
    Coalesce,
}

/// How an assignment changes its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssignOp {
    /// `=`
    Set,
    /// `+=`
    Append,
    /// `||=`, `??=`, `&&=`
    Logic(LogicOp),
    /// Any other compound assignment: the value becomes unknown.
    Other,
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
    /// out (`skip`), `*` for one whose own fields stand in its place (`flatten`).
    pub renames: Vec<(Box<str>, Box<str>)>,
    /// Rust `#[serde(skip_serializing_if…)]`: fields that serialised data may lack.
    pub optional: Vec<Box<str>>,
    /// Of a Rust trait with one implementor: that one.
    pub implementor: Option<ClassId>,
}

/// A field of a class.
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

    /// The module's own top level.
    pub fn top(&self) -> FunctionId {
        FunctionId::top_of(self.file)
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
