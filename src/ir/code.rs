//! Statements, expressions and patterns.

use super::{BindingId, ClassId, ExprId, FunctionId, Type};
use crate::source::Span;

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

impl Key {
    /// Whether it is this name.
    pub fn is(&self, name: &str) -> bool {
        matches!(self, Self::Name(own, _) if **own == *name)
    }
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
        otherwise: Option<Box<Block>>,
    },
    /// Leaves the function with a value.
    Return(Option<ExprId>),
    /// Leaves the function with what counts as nothing: Rust's `return Err(…)`, and `None` where a function ends. The
    /// error is evaluated first.
    Fail(Option<ExprId>),
    /// Leaves the block in another way. The expression is evaluated first.
    Exit(Leave, Option<ExprId>),
    /// `for`, `while`, `loop`, `do`: the body runs any number of times.
    Loop {
        /// For each item of this expression, bound to this pattern (`for … of`, Rust `for … in`).
        each: Option<Box<(Pattern, ExprId)>>,
        /// For each key of it (`for … in` of JavaScript).
        keys: bool,
        /// Runs at least once (`do … while`, Rust `loop`).
        at_least_once: bool,
        /// What holds before each round that runs: of `while` and `for` of JavaScript.
        condition: Option<ExprId>,
        /// What comes behind each round: the last part of `for (;;)`.
        step: Option<ExprId>,
        /// The body.
        body: Block,
    },
    /// `try`: what is thrown in the body is caught by the handler, where there is one.
    Try {
        /// What is tried.
        body: Block,
        /// `catch`.
        handler: Option<Box<Block>>,
        /// `finally`: runs however the others are left.
        finalizer: Option<Box<Block>>,
    },
    /// What stands behind this may throw, and be left undone: in a block that is tried.
    MayThrow,
}

/// How a block is left before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    /// `break`: the innermost loop or `switch`.
    Break,
    /// `continue`: the round of the innermost loop.
    Continue,
    /// `break` or `continue` with a label: any loop around.
    Labelled,
    /// `throw`, `panic!`.
    Throw,
}

/// An expression with its place.
#[derive(Debug, Clone)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// The whole expression; of a string literal, the text between its quotes.
    pub span: Span,
}

/// The kinds of expression, of all languages.
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
    /// `null`, Rust `None`.
    Null,
    /// `undefined`, Rust `()`.
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
        ty: Option<Box<Type>>,
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
        types: Box<[Type]>,
    },
    /// `a?.b.c()`: the whole chain, which is worth nothing where an object in it is nothing.
    Optional(ExprId),
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
    /// `@decorator` before a class, or before a member of it that is no static one.
    Decorate {
        /// What is evaluated: the decorator, or a call that gives it.
        decorator: ExprId,
        /// The class.
        class: ClassId,
        /// The name of the member.
        member: Option<Box<str>>,
    },
    /// `await x`, `x.await`.
    Await(ExprId),
    /// Rust `x?`: the value where there is one. Otherwise the function is left.
    Try(ExprId),
    /// Rust `Err(x)`: what failed is nothing, as `None` is. The error is evaluated, and no more is known of it.
    Failure(ExprId),
    /// Rust's `&mut place` as an argument: who gets it may change what is there.
    Lend(ExprId),
    /// Rust's `&place` as an argument: who gets it can only read what is there.
    Show(ExprId),
    /// `x = v`, `x += v`, `x ||= v`. The value of the expression is the new value.
    Assign {
        /// What is assigned: a place or a destructuring pattern.
        target: Box<Pattern>,
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
        ty: Option<Box<Type>>,
    },
    /// A block with a value; Rust `{ … }`, `unsafe { … }`.
    Block(Block),
    /// A block that `return` and `?` leave instead of the function: Rust `async move { … }`.
    Leaving(Block),
    /// Several expressions evaluated in order for their effects; the value is the last one's when `last` is set
    /// (comma operator) and unknown otherwise (operands of arithmetic, JSX children).
    Sequence {
        /// The parts.
        parts: Vec<ExprId>,
        /// Whether the last one is the value.
        last: bool,
    },
    /// Arithmetic, from the left: `a * b - c`. Its value is not known but where it counts times.
    Arithmetic {
        /// The first operand.
        first: ExprId,
        /// The operators, each with what stands behind it.
        rest: Vec<(Operator, ExprId)>,
    },
    /// The numbers from one on to before another, or to it where it is closed: `0..n`.
    Range {
        /// The first of them.
        start: Option<ExprId>,
        /// Where they end.
        end: Option<ExprId>,
        /// Whether the end is one of them.
        closed: bool,
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
    /// What a block that stands there may have thrown: `catch (error)`.
    Caught(Span),
    /// Something that is not modelled; nothing is known of its value.
    Unknown,
}

impl ExprKind {
    /// Whether it is a literal or a name: to evaluate it runs nothing.
    pub fn is_plain(&self) -> bool {
        matches!(
            self,
            Self::Str(_)
                | Self::Num(_)
                | Self::Regex { .. }
                | Self::Bool(_)
                | Self::Null
                | Self::Undefined
                | Self::Name(_)
                | Self::Global(_)
                | Self::This
        )
    }
}

/// An operator of arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`.
    Plus,
    /// `-`.
    Minus,
    /// `*`.
    Times,
    /// `/`.
    Over,
    /// Any other.
    Other,
}

impl Operator {
    /// The operator that is written so.
    pub fn of(text: &str) -> Self {
        match text {
            "+" => Self::Plus,
            "-" => Self::Minus,
            "*" => Self::Times,
            "/" => Self::Over,
            _ => Self::Other,
        }
    }
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
    /// `set key(value) { … }`.
    Setter(Key, FunctionId),
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
    /// Rust `*reference = value`: what the reference leads to gets the value, wherever that stands.
    Through(Option<Referent>),
}

/// Where what a reference leads to stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Referent {
    /// A variable, or a member of one.
    pub place: ExprId,
    /// It leads to all that stands there, and not to a part of it.
    pub whole: bool,
}
