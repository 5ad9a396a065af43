//! Rust by syn.
//!
//! The crates of a workspace that depend on one another are lowered together, each module in its place whatever file it
//! stands in. Paths that begin in the unit are resolved to its bindings and classes; all others are globals with `use`
//! expanded: `reqwest::Client::new`. What a `mod config;` names of which the file is not known starts with `self::`,
//! seen from the root of the crate. Every item is exported under its path in the crate (`config::KEY`), for a child
//! module may use it whatever its visibility.

mod attributes;
mod calls;
mod classes;
mod control;
mod conventions;
mod expressions;
mod field_defaults;
mod format;
mod functions;
mod globs;
mod imports;
mod items;
mod leaving;
mod limits;
mod literals;
mod load;
mod macro_definitions;
mod macro_parsers;
mod macro_rules;
mod macro_texts;
mod macros;
mod markup;
mod paths;
mod patterns;
mod places;
mod references;
mod scopes;
mod serde_names;
mod spans;
mod statements;
mod traits;
mod type_params;
mod types;
mod variant_texts;

use std::cell::Cell;
use std::path::{Path, PathBuf};

use proc_macro2::Span as TokenSpan;
use rustc_hash::{FxHashMap, FxHashSet};

use self::globs::Globs;
use self::items::Constant;
use self::leaving::Leavable;
use self::load::Loaded;
use self::macro_definitions::Definitions;
use self::places::Places;
use self::traits::Traits;
use crate::ir::builder::Builder;
use crate::ir::{BindingId, ClassId, ExprId, Language, Module, Referent, Type};
use crate::source::cargo::Unit;
use crate::source::table::Table;
use crate::source::{FileId, Span};

/// How deep lowering itself may recurse; a little more than the token scan lets pass.
const MAX_DEPTH: u32 = 1_200;
/// How deep macro calls may stand in the arguments of macro calls; each level is parsed anew.
const MAX_MACRO_DEPTH: u32 = 24;

/// How many bytes the text files may have that a unit includes.
const MAX_INCLUDED: usize = 4 << 20;

/// What lowering a unit gives.
#[derive(Debug)]
pub struct Lowered {
    /// All its code, as if every module stood inline. Spans say which file something stands in.
    pub module: Module,
    /// The files that were read, sorted.
    pub files: Vec<FileId>,
}

/// Lowers a file by itself. The parser recurses: call it on a thread with a stack of [`super::STACK_SIZE`] bytes.
pub fn lower(file: FileId, text: &str) -> Module {
    lower_unit(&Unit::alone(PathBuf::new()), &Only { file, text }).module
}

/// A table of one file.
struct Only<'t> {
    file: FileId,
    text: &'t str,
}

impl Table for Only<'_> {
    fn at(&self, location: &Path) -> Option<(FileId, &str)> {
        location.as_os_str().is_empty().then_some((self.file, self.text))
    }

    fn locations(&self) -> Box<dyn Iterator<Item = &Path> + '_> {
        Box::new(std::iter::once(Path::new("")))
    }
}

/// Lowers the crates of a unit. What cannot be read of it is in the module's problems; its names stay unresolved.
/// Needs as large a stack as [`lower`].
pub fn lower_unit(unit: &Unit, table: &dyn Table) -> Lowered {
    let Loaded { crates, places, definitions, problems, tests, attributes } = load::load(unit, table);
    let mut files: Vec<FileId> = places.files().collect();
    files.sort_unstable();
    files.dedup();
    let (file, len) = places.first();
    let mut lowerer = Lowerer {
        table,
        places,
        b: Builder::new(file, Language::Rust, len),
        scopes: Vec::new(),
        at: 0,
        self_class: None,
        class_bindings: FxHashMap::default(),
        foreign: FxHashMap::default(),
        variants: FxHashSet::default(),
        traits: Traits::default(),
        in_test: false,
        in_library: false,
        generics: Vec::new(),
        type_params: Vec::new(),
        self_params: Vec::new(),
        pattern_names: Vec::new(),
        declared_in: None,
        referents: FxHashMap::default(),
        constants: FxHashSet::default(),
        const_uses: Vec::new(),
        leavables: Vec::new(),
        leaving: FxHashSet::default(),
        test_values: FxHashSet::default(),
        alternatives: Vec::new(),
        alias_types: FxHashMap::default(),
        alias_depth: 0,
        definitions,
        globs: Globs::default(),
        work: Cell::new(0),
        depth: 0,
        macro_depth: 0,
        included: MAX_INCLUDED,
        too_deep: FxHashSet::default(),
    };
    for problem in problems {
        lowerer.b.problem(problem.span, problem.message);
    }
    lowerer.b.module.tests = tests;
    lowerer.b.module.attributes = attributes;
    lowerer.crates(crates);
    // The lexer keeps the text of every file a thread has seen; nothing of these is needed any more.
    proc_macro2::extra::invalidate_current_thread_spans();
    Lowered { module: lowerer.b.module.shrunk(), files }
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

/// A module, or a block with items of its own.
#[derive(Default)]
struct Scope {
    /// The root of its crate.
    root: usize,
    /// The module that `super` means; `None` for the root of a crate.
    parent: Option<usize>,
    /// For a block: the scope around it.
    around: Option<usize>,
    /// The path from the root of the crate.
    path: Vec<String>,
    values: FxHashMap<String, BindingId>,
    types: FxHashMap<String, ClassId>,
    aliases: FxHashMap<String, syn::Type>,
    macros: FxHashMap<String, BindingId>,
    modules: FxHashMap<String, usize>,
    /// `mod name;` of which the file is not known.
    outlines: FxHashSet<String>,
    uses: FxHashMap<String, Vec<String>>,
    globs: Vec<Vec<String>>,
}

struct Lowerer<'t> {
    table: &'t dyn Table,
    places: Places<'t>,
    b: Builder,
    /// The first ones are the roots of the crates, in the order of the unit.
    scopes: Vec<Scope>,
    at: usize,
    self_class: Option<ClassId>,
    class_bindings: FxHashMap<ClassId, BindingId>,
    /// Classes for types from elsewhere that something is implemented for.
    foreign: FxHashMap<Box<str>, ClassId>,
    /// The variants of enums.
    variants: FxHashSet<(ClassId, String)>,
    traits: Traits,
    /// In code that only tests run.
    in_test: bool,
    /// In a crate that other packages can use.
    in_library: bool,
    generics: Vec<(String, Option<Type>)>,
    /// Those of the function that is lowered, which have variables.
    type_params: Vec<type_params::Declared>,
    /// Those of the type that the `impl` around is for, in their places.
    self_params: Vec<String>,
    /// Bindings of the pattern being lowered: the sides of `a | b` share them.
    pattern_names: Vec<(String, BindingId)>,
    /// What the variables of a pattern may refer to, or parts of that.
    declared_in: Option<Referent>,
    /// What variables may refer to.
    referents: FxHashMap<BindingId, Referent>,
    /// Constants and statics, which may be used before they stand.
    constants: FxHashSet<BindingId>,
    const_uses: Vec<BindingId>,
    /// The blocks and loops around what is lowered that may be left.
    leavables: Vec<Leavable>,
    /// Functions that never return.
    leaving: FxHashSet<BindingId>,
    /// Items that are there in tests only.
    test_values: FxHashSet<BindingId>,
    /// Values that stand for one of several items of a name.
    alternatives: Vec<Constant>,
    alias_types: FxHashMap<(usize, String), Option<Type>>,
    alias_depth: u32,
    definitions: Definitions,
    globs: Globs,
    /// Steps taken for the name being resolved: globs may lead to many modules.
    work: Cell<u32>,
    depth: u32,
    macro_depth: u32,
    /// How many bytes of text files may still be put in.
    included: usize,
    /// The files of which that has been said.
    too_deep: FxHashSet<FileId>,
}

impl Lowerer<'_> {
    /// Lowers the items of all crates: declared first, for crates may use one another in circles.
    fn crates(&mut self, crates: Vec<Vec<syn::Item>>) {
        for root in 0..crates.len() {
            self.scopes.push(Scope { root, ..Scope::default() });
        }
        let stmts = self.items(crates);
        let top = self.b.module.top();
        self.b.function_mut(top).body.stmts = stmts;
        self.merge_traits();
    }

    /// Runs one level of recursion, or gives an unknown value where it is too deep.
    fn nested<T>(&mut self, at: impl FnOnce() -> TokenSpan, run: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= MAX_DEPTH {
            let span = at();
            let span = self.span(span, span);
            if self.too_deep.insert(span.file) {
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
