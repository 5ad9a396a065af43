//! Rust by syn.
//!
//! Paths that begin in the file are resolved to its bindings and classes; all others are globals with `use` expanded:
//! `reqwest::Client::new`, `crate::config::KEY`. What a `mod config;` names starts with `self::`, seen from the root of
//! the file. Every item is exported under its path in the file (`config::KEY`), for a child module may use it
//! whatever its visibility.

mod calls;
mod control;
mod expressions;
mod format;
mod functions;
mod items;
mod limits;
mod literals;
mod macro_parsers;
mod macro_rules;
mod macros;
mod paths;
mod patterns;
mod scopes;
mod serde_names;
mod spans;
mod statements;
mod types;

use std::cell::Cell;
use std::str::FromStr;

use proc_macro2::{Span as TokenSpan, TokenStream};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::ir::builder::Builder;
use crate::ir::{BindingId, ClassId, ExprId, Language, Module, Type};
use crate::source::{FileId, Span};

/// How deep lowering itself may recurse; a little more than the token scan lets pass.
const MAX_DEPTH: u32 = 1_200;
/// How deep macro calls may stand in the arguments of macro calls; each level is parsed anew.
const MAX_MACRO_DEPTH: u32 = 24;

/// Lowers a Rust file. The parser recurses: call it on a thread with a stack of [`super::STACK_SIZE`] bytes.
#[allow(clippy::cast_possible_truncation)]
pub fn lower(file: FileId, text: &str) -> Module {
    let len = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let builder = Builder::new(file, Language::Rust, len);
    let base = cut(text);
    let mut lowerer = Lowerer {
        file,
        text,
        base: base as u32,
        b: builder,
        scopes: Vec::new(),
        at: 0,
        self_class: None,
        class_bindings: FxHashMap::default(),
        foreign: FxHashMap::default(),
        variants: FxHashSet::default(),
        traits: Vec::new(),
        generics: Vec::new(),
        pattern_names: Vec::new(),
        constants: FxHashSet::default(),
        const_uses: Vec::new(),
        async_blocks: 0,
        alias_types: FxHashMap::default(),
        alias_depth: 0,
        definitions: macro_rules::Definitions::default(),
        work: Cell::new(0),
        depth: 0,
        macro_depth: 0,
        too_deep: false,
    };
    if text.len() > limits::MAX_BYTES {
        lowerer.b.problem(Span::new(file, 0, 0), "the file is larger than 2 MiB and was not read");
    } else {
        lowerer.read(&text[base..]);
    }
    let module = lowerer.finish();
    // The lexer keeps the text of every file a thread has seen; nothing of this one is needed any more.
    proc_macro2::extra::invalidate_current_thread_spans();
    module
}

/// The length of what stands before the code: byte order mark and shebang.
fn cut(text: &str) -> usize {
    let code = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mark = text.len() - code.len();
    match code.strip_prefix("#!") {
        Some(rest) if !rest.trim_start().starts_with('[') => mark + code.find('\n').unwrap_or(code.len()),
        _ => mark,
    }
}

/// A module of the file, or a block with items of its own.
#[derive(Default)]
struct Scope {
    /// The module that `super` means; `None` for the root of the file.
    parent: Option<usize>,
    /// For a block: the scope around it.
    around: Option<usize>,
    /// The path from the root of the file.
    path: Vec<String>,
    values: FxHashMap<String, BindingId>,
    types: FxHashMap<String, ClassId>,
    aliases: FxHashMap<String, syn::Type>,
    macros: FxHashMap<String, BindingId>,
    modules: FxHashMap<String, usize>,
    /// `mod name;`
    outlines: FxHashSet<String>,
    uses: FxHashMap<String, Vec<String>>,
    globs: Vec<Vec<String>>,
}

/// What is known of a trait of the file, for merging it with its implementors.
struct TraitInfo {
    class: ClassId,
    /// Methods without a body.
    required: Vec<String>,
    implementors: Vec<ClassId>,
}

struct Lowerer<'t> {
    file: FileId,
    text: &'t str,
    base: u32,
    b: Builder,
    scopes: Vec<Scope>,
    at: usize,
    self_class: Option<ClassId>,
    class_bindings: FxHashMap<ClassId, BindingId>,
    /// Classes for the types of other files that this one implements something for.
    foreign: FxHashMap<Box<str>, ClassId>,
    /// The variants of the file's enums.
    variants: FxHashSet<(ClassId, String)>,
    traits: Vec<TraitInfo>,
    generics: Vec<(String, Option<Type>)>,
    /// Bindings of the pattern being lowered: the sides of `a | b` share them.
    pattern_names: Vec<(String, BindingId)>,
    /// Constants and statics, which may be used before they stand.
    constants: FxHashSet<BindingId>,
    const_uses: Vec<BindingId>,
    /// How many async blocks of this function are open: `return` leaves only them.
    async_blocks: u32,
    alias_types: FxHashMap<(usize, String), Option<Type>>,
    alias_depth: u32,
    /// The file's own macros.
    definitions: macro_rules::Definitions,
    /// Steps taken for the name being resolved: globs may lead to many modules.
    work: Cell<u32>,
    depth: u32,
    macro_depth: u32,
    too_deep: bool,
}

impl Lowerer<'_> {
    fn read(&mut self, code: &str) {
        let stream = match TokenStream::from_str(code) {
            Ok(stream) => stream,
            Err(error) => {
                let span = self.span(error.span(), error.span());
                self.b.problem(span, "syntax error: the file cannot be split into tokens");
                return;
            }
        };
        if let Some((at, what)) = limits::check(&stream) {
            let span = self.span(at, at);
            self.b.problem(span, what);
            return;
        }
        if code.contains("macro_rules") {
            self.definitions.read(&stream);
        }
        match syn::parse2::<syn::File>(stream) {
            Ok(file) => {
                self.scopes.push(Scope::default());
                let stmts = self.items(file.items);
                let top = self.b.module.top();
                self.b.function_mut(top).body.stmts = stmts;
                self.merge_traits();
            }
            Err(error) => {
                let span = self.span(error.span(), error.span());
                self.b.problem(span, format!("syntax error: {error}"));
            }
        }
    }

    fn finish(self) -> Module {
        self.b.module
    }

    /// Runs one level of recursion, or gives an unknown value where it is too deep.
    fn nested<T>(&mut self, at: impl FnOnce() -> TokenSpan, run: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= MAX_DEPTH {
            if !self.too_deep {
                self.too_deep = true;
                let span = at();
                let span = self.span(span, span);
                self.b.problem(span, "code is nested too deeply to be read in full");
            }
            return None;
        }
        self.depth += 1;
        let result = run(self);
        self.depth -= 1;
        Some(result)
    }

    /// The use of a class: its binding, or the class itself where it has none.
    fn class_value(&mut self, class: ClassId, span: Span) -> ExprId {
        let kind = match self.class_bindings.get(&class) {
            Some(&binding) => crate::ir::ExprKind::Name(binding),
            None => crate::ir::ExprKind::Class(class),
        };
        self.b.expr(kind, span)
    }
}
