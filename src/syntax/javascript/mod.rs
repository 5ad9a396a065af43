//! JavaScript and TypeScript by tree-sitter.
//!
//! The tree is walked once. What a scope declares is declared before its statements are lowered, so that a use
//! before the declaration finds it. Chains that programs grow long (calls, `+`, `||`, `?:`, `else if`) are walked in
//! loops; everything else is limited in depth.

mod attempts;
mod classes;
mod conventions;
mod declarations;
mod expressions;
mod fields;
mod from_here;
mod functions;
mod jsx;
mod markup;
mod mend;
mod modules;
mod operators;
mod pages;
mod patterns;
mod statements;
mod strings;
mod templates;
mod types;
mod windows;
mod yields;

use std::cell::Cell;

use rustc_hash::FxHashMap;
use tree_sitter::{Node, Parser, Range, Tree};

use self::declarations::Declared;
use self::fields::field;
use self::mend::{Mended, mend};
use self::pages::Points;
pub use self::pages::lower_page;
use self::statements::readable;
pub use self::windows::windows;
use crate::ir::builder::Builder;
use crate::ir::{BindingId, DIRECTIVE, Entry, ExportValue, ExprId, ExprKind, FunctionId, Language, Module};
use crate::ir::{BindingKind, Block};
use crate::source::{FileId, SourceKind, Span};

/// A longer script is not parsed: the tree takes about 90 bytes a source byte.
const MAX_BYTES: usize = 2 * 1024 * 1024;
/// Deeper nesting of expressions and statements is not lowered; this much fits a stack of 2 MiB without optimisation.
const MAX_DEPTH: u32 = 200;
/// A script with errors that has more statements is not parsed statement by statement.
const MAX_STATEMENTS: usize = 5000;
/// A script that has an error in so few bytes, all over, is none, and not tried in another way.
const BYTES_AN_ERROR: usize = 64;
/// With fewer errors that cannot be said.
const MANY_ERRORS: usize = 2_000;
/// More syntax errors than this are not reported one by one.
const MAX_PROBLEMS: usize = 20;

/// Whether a script is too large to be parsed as a whole.
pub fn is_large(text: &str) -> bool {
    text.len() > MAX_BYTES
}

/// Lowers a part of a script that is too large to be parsed as a whole. Of its syntax errors nothing is said: it may
/// have been cut anywhere. `None` where it is hardly a script.
pub fn lower_part(file: FileId, kind: SourceKind, text: &str, part: std::ops::Range<usize>) -> Option<Module> {
    let builder = Builder::new(file, Language::JavaScript, u32::try_from(text.len()).unwrap_or(u32::MAX));
    let zero = tree_sitter::Point { row: 0, column: 0 };
    let far = tree_sitter::Point { row: 0, column: part.len() };
    let most = most_errors(part.len());
    let range = Range { start_byte: part.start, end_byte: part.end, start_point: zero, end_point: far };
    // Another try in another language would not mend what is cut.
    let tree = parse_as(&language_of(kind), text, Some(range), None)?;
    if errors_of(&tree, most) >= most {
        return None;
    }
    let mut lowering = Lowering::new(file, text, builder);
    lowering.is_part = true;
    lowering.program(&[tree.root_node()]);
    Some(lowering.builder.module)
}

/// A text of so many bytes that has so many errors is hardly a script: the parser takes ten times as long for it.
fn most_errors(bytes: usize) -> usize {
    (bytes / BYTES_AN_ERROR).max(MANY_ERRORS)
}

/// Lowers a JavaScript or TypeScript file; of one that [`is_large`] nothing.
pub fn lower(file: FileId, kind: SourceKind, text: &str) -> Module {
    let mut builder = Builder::new(file, Language::JavaScript, u32::try_from(text.len()).unwrap_or(u32::MAX));
    if is_large(text) {
        return builder.module;
    }
    let trees = parse_statements(kind, text);
    if trees.is_empty() {
        builder.problem(Span::new(file, 0, 0), "the script could not be parsed");
        return builder.module;
    }
    let roots: Vec<Node<'_>> = trees.iter().map(Tree::root_node).collect();
    let mut lowering = Lowering::new(file, text, builder);
    for root in &roots {
        lowering.problems(*root);
    }
    lowering.program(&roots);
    let mut module = lowering.builder.module;
    if text.contains(DIRECTIVE) {
        let span = |range: std::ops::Range<usize>| {
            Some(Span::new(file, u32::try_from(range.start).ok()?, u32::try_from(range.end).ok()?))
        };
        module.comments = trees.iter().flat_map(comments_in).filter_map(span).collect();
    }
    module
}

/// The comments of a script with their delimiters, in order; none where it is too large to be parsed.
pub fn comments(kind: SourceKind, text: &str) -> Vec<std::ops::Range<usize>> {
    let tree = (!is_large(text)).then(|| parse(kind, text, None)).flatten();
    tree.map(|tree| comments_in(&tree)).unwrap_or_default()
}

fn comments_in(tree: &Tree) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        if is_comment(node) {
            found.push(node.byte_range());
        }
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return found;
            }
        }
    }
}

/// Parses a script, which may be a part of the text only.
fn parse(kind: SourceKind, text: &str, part: Option<Range>) -> Option<Tree> {
    let (tree, _) = parse_mended(kind, text, part)?;
    Some(tree)
}

/// Parses a script. One that has errors all the same is parsed statement by statement, so that an error loses no more
/// than the statement it is in.
fn parse_statements(kind: SourceKind, text: &str) -> Vec<Tree> {
    let Some((tree, mended)) = parse_mended(kind, text, None) else { return Vec::new() };
    let Some((language, mended)) = mended.filter(|(_, mended)| (2..=MAX_STATEMENTS).contains(&mended.statements.len()))
    else {
        return vec![tree];
    };
    let mut starts = mended.statements;
    if let Some(first) = starts.first_mut() {
        *first = 0;
    }
    let mut points = Points::new(text);
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let parts: Vec<std::ops::Range<usize>> = starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect();
    parts.into_iter().filter_map(|part| parse_as(&language, &mended.text, Some(points.range(part)), None)).collect()
}

/// Parses a script. JavaScript with errors is tried as TypeScript too, for scripts annotated with Flow types; and what has
/// errors is mended. With a tree that still has some comes the language that suits it best and the mended text.
fn parse_mended(
    kind: SourceKind,
    text: &str,
    part: Option<Range>,
) -> Option<(Tree, Option<(tree_sitter::Language, Mended)>)> {
    let mut language = language_of(kind);
    let mut best = parse_as(&language, text, part, None)?;
    let mut errors = errors_of(&best, usize::MAX);
    if errors == 0 {
        return Some((best, None));
    }
    let own = part.map_or(Some(text), |part| text.get(part.start_byte..part.end_byte))?;
    if errors >= most_errors(own.len()) {
        return Some((best, None));
    }
    let mended = mend(own, !matches!(kind, SourceKind::TypeScript));
    let mut attempt = |kind: SourceKind, mended: Option<&str>| {
        let tried = language_of(kind);
        if let Some(tree) = parse_as(&tried, text, part, mended).filter(|_| errors > 0) {
            let left = errors_of(&tree, errors);
            if left < errors {
                (best, errors, language) = (tree, left, tried);
            }
        }
    };
    attempt(kind, Some(&mended.text));
    if !matches!(kind, SourceKind::TypeScript | SourceKind::Tsx) {
        attempt(SourceKind::Tsx, None);
        attempt(SourceKind::Tsx, Some(&mended.text));
    }
    Some((best, (errors > 0).then_some((language, mended))))
}

fn errors_of(tree: &Tree, limit: usize) -> usize {
    if tree.root_node().has_error() { broken(tree.root_node(), limit).len() } else { 0 }
}

fn language_of(kind: SourceKind) -> tree_sitter::Language {
    match kind {
        SourceKind::TypeScript => tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
        SourceKind::Tsx => tree_sitter_typescript::LANGUAGE_TSX.into(),
        _ => tree_sitter_javascript::LANGUAGE.into(),
    }
}

/// How much a parser is given at once, in bytes.
const CHUNK: usize = 16 << 10;

/// How often a parser may read all of a text. From each of many comments without an end it reads to the end of the text.
const MAX_READINGS: usize = 100;

/// How many chunks it may read in any case.
const MIN_CHUNKS: usize = 500;

/// Parses a text, or a part of it. What is `mended` stands in place of the part. A text that is read too often ends
/// where it was read last.
fn parse_as(language: &tree_sitter::Language, text: &str, part: Option<Range>, mended: Option<&str>) -> Option<Tree> {
    let mut parser = Parser::new();
    parser.set_language(language).ok()?;
    let whole = part.map_or(0..text.len(), |part| part.start_byte..part.end_byte);
    if let Some(part) = part {
        parser.set_included_ranges(&[part]).ok()?;
    }
    let mut left = MIN_CHUNKS + MAX_READINGS * (whole.len() / CHUNK);
    let mut read = |at: usize, _: tree_sitter::Point| {
        let Some(fewer) = left.checked_sub(1) else { return &[][..] };
        left = fewer;
        let rest = match mended {
            Some(mended) if whole.contains(&at) => mended.as_bytes().get(at - whole.start..),
            _ => text.as_bytes().get(at..),
        };
        rest.map_or(&[][..], |rest| &rest[..rest.len().min(CHUNK)])
    };
    parser.parse_with_options(&mut read, None, None)
}

/// The outermost erroneous and the missing nodes of a tree, up to a number.
fn broken(root: Node<'_>, limit: usize) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    let mut cursor = root.walk();
    loop {
        let node = cursor.node();
        if node.is_error() || node.is_missing() {
            found.push(node);
            if found.len() >= limit {
                return found;
            }
        }
        if node.has_error() && !node.is_error() && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return found;
            }
        }
    }
}

/// The state of lowering one file.
struct Lowering<'t> {
    text: &'t str,
    file: FileId,
    builder: Builder,
    /// How many expressions and statements enclose the one being lowered.
    depth: u32,
    /// The depth limit was met and reported.
    too_deep: bool,
    /// What was declared ahead for a declaration, by the id of its node.
    declared: FxHashMap<usize, Declared>,
    /// Type aliases and interfaces that extend something, by name: what they stand for.
    aliases: FxHashMap<&'t str, Option<Node<'t>>>,
    /// The initial value of each variable, to find exported functions.
    bound: FxHashMap<BindingId, ExprId>,
    /// Values assigned to `module.exports` and its members.
    exported: Vec<ExprId>,
    /// What the enclosing namespaces export so far, and whether it changes.
    namespaces: Vec<Vec<(Box<str>, BindingId, bool)>>,
    /// How many steps reading types has taken.
    type_steps: Cell<usize>,
    /// The generator that is being lowered, and the variable that holds what it gives.
    yielded: Option<(FunctionId, BindingId)>,
    /// The function in which something is tried.
    trying: Option<FunctionId>,
    /// What encloses the text is not in sight.
    is_part: bool,
    /// A component that is a file of its own is being lowered.
    in_component: bool,
}

impl<'t> Lowering<'t> {
    fn new(file: FileId, text: &'t str, mut builder: Builder) -> Self {
        builder.module.mentions_exports = text.contains("exports");
        Self {
            text,
            file,
            builder,
            depth: 0,
            too_deep: false,
            declared: FxHashMap::default(),
            aliases: FxHashMap::default(),
            bound: FxHashMap::default(),
            exported: Vec::new(),
            namespaces: Vec::new(),
            type_steps: Cell::new(0),
            yielded: None,
            trying: None,
            is_part: false,
            in_component: false,
        }
    }

    /// Lowers a script; the roots of its trees are those of its parts.
    fn program(&mut self, roots: &[Node<'t>]) {
        for root in roots {
            self.collect_aliases(*root);
            self.hoist_vars(*root);
        }
        let statements: Vec<Node<'t>> = roots.iter().flat_map(|root| readable(kids(*root))).collect();
        let mut stmts = Vec::new();
        self.lower_all(&statements, &mut stmts);
        let top = self.builder.module.top();
        self.builder.function_mut(top).body = Block { stmts, value: None };
        self.builder.note_outermost();
        self.mark_exported();
    }

    fn problems(&mut self, root: Node<'t>) {
        if !root.has_error() {
            return;
        }
        for node in broken(root, MAX_PROBLEMS.saturating_sub(self.builder.module.problems.len())) {
            let message = if node.is_missing() {
                format!("syntax error: `{}` is missing", node.kind())
            } else {
                "syntax error".to_owned()
            };
            let span = self.span(node);
            self.builder.problem(span, message);
        }
    }

    /// Marks functions that other modules can call by name.
    fn mark_exported(&mut self) {
        let mut values = std::mem::take(&mut self.exported);
        let mut functions: Vec<FunctionId> = Vec::new();
        let mut bindings: Vec<BindingId> = Vec::new();
        for export in &self.builder.module.exports {
            match &export.value {
                ExportValue::Binding(id) => bindings.push(*id),
                ExportValue::Expr(id) => values.push(*id),
                ExportValue::Reexport { .. } => {}
            }
        }
        // Each step visits an expression or binding once more at most: values form a tree but for names.
        let mut seen = rustc_hash::FxHashSet::default();
        loop {
            if let Some(id) = bindings.pop() {
                if !seen.insert(id) {
                    continue;
                }
                match self.builder.module.binding(id).kind {
                    BindingKind::Function(function) => functions.push(function),
                    _ => values.extend(self.bound.get(&id)),
                }
            } else if let Some(id) = values.pop() {
                match &self.builder.module.expr(id).kind {
                    ExprKind::Function(function) => functions.push(*function),
                    ExprKind::Name(binding) => bindings.push(*binding),
                    ExprKind::Assign { value, .. } | ExprKind::Cast { value, .. } => values.push(*value),
                    ExprKind::Object { entries, .. } => {
                        for entry in entries {
                            match entry {
                                Entry::Pair(_, value, _) => values.push(*value),
                                Entry::Getter(_, function) | Entry::Setter(_, function) => functions.push(*function),
                                Entry::Spread(_) => {}
                            }
                        }
                    }
                    _ => {}
                }
            } else {
                break;
            }
        }
        for function in functions {
            self.builder.function_mut(function).exported = true;
        }
    }

    /// The text of a node.
    fn text(&self, node: Node<'t>) -> &'t str {
        self.text.get(node.byte_range()).unwrap_or_default()
    }

    fn span(&self, node: Node<'t>) -> Span {
        self.span_of(node.start_byte(), node.end_byte())
    }

    #[allow(clippy::cast_possible_truncation)] // scripts over `MAX_BYTES` are not parsed
    fn span_of(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start as u32, end as u32)
    }

    /// Goes one level down, or reports that the limit is met.
    fn descend(&mut self, node: Node<'t>) -> bool {
        if self.depth < MAX_DEPTH {
            self.depth += 1;
            return true;
        }
        if !self.too_deep {
            self.too_deep = true;
            let span = self.span(node);
            self.builder.problem(span, "nested too deeply; this part was not read");
        }
        false
    }

    fn ascend(&mut self) {
        self.depth -= 1;
    }
}

/// The named children of a node without comments.
fn kids(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|child| !is_comment(*child)).collect()
}

/// The first named child that is no comment.
fn first_kid(node: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).find(|child| !is_comment(*child))
}

fn is_comment(node: Node<'_>) -> bool {
    matches!(node.kind(), "comment" | "html_comment")
}

/// Whether a keyword or punctuation stands directly in a node.
fn has_token(node: Node<'_>, token: &str) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor).any(|child| child.kind() == token)
}

/// What stands in the parentheses around an expression, if any.
fn strip(mut node: Node<'_>) -> Node<'_> {
    while node.kind() == "parenthesized_expression" {
        match first_kid(node) {
            Some(inner) => node = inner,
            None => break,
        }
    }
    node
}
