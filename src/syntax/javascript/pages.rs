//! The scripts of a page as one module.
//!
//! Each is parsed for itself, in place, so that spans are those of the page; a scope holds what those scripts declare
//! that see one another.

use tree_sitter::{Node, Range, Tree};

use super::jsx::entities;
use super::markup::written_by_page;
use super::statements::readable;
use super::templates::Parsed as Template;
use super::{Lowering, MAX_BYTES, MAX_PROBLEMS, field, first_kid, kids, parse};
use crate::ir::builder::Builder;
use crate::ir::{BindingKind, Block, Element, Entry, ExprKind, Key, Language, Link, Module, Script, Stmt};
use crate::source::markup::Markup;
use crate::source::scripts::{Page, ScriptKind, Way};
use crate::source::{FileId, Span};

/// How programs on the server fill in a page. What they leave behind is often no JavaScript.
const TEMPLATE_MARKS: [&str; 5] = ["{{", "{%", "<%", "<?", "@("];

/// A script that has been parsed.
struct Parsed {
    kind: ScriptKind,
    tree: Tree,
}

/// Lowers the scripts of a page.
pub fn lower_page(file: FileId, markup: Markup, text: &str) -> Module {
    let mut builder = Builder::new(file, Language::JavaScript, offset(text.len()));
    let page = Page::read(text, markup);
    builder.module.links = page.links.into_iter().map(|link| link_of(file, link)).collect();
    if markup == Markup::Html && text.len() <= MAX_BYTES {
        builder.module.written_by_markup = written_by_page(text);
    }
    let mut points = Points::new(text);
    let mut parsed = Vec::new();
    let mut template = None;
    let mut left = MAX_BYTES;
    for script in page.scripts {
        let span = Span::new(file, offset(script.range.start), offset(script.range.end));
        let range = points.range(script.range.clone());
        let Some(rest) = left.checked_sub(script.range.len()) else {
            builder.problem(span, "the scripts of the page are larger than 2 MiB; this one was not parsed");
            continue;
        };
        left = rest;
        if script.kind == ScriptKind::Instance && text.len() <= MAX_BYTES {
            template = Some(Template::new(text, markup, script.language));
        } else if script.kind == ScriptKind::Component && markup == Markup::Vue && text.len() <= MAX_BYTES {
            // A component whose script is an object of options.
            let written = crate::source::template::Template::read(text, markup).written(text);
            builder.module.written_by_markup = written.into_iter().map(Into::into).collect();
        }
        if let Some(tree) = parse(script.language, text, Some(range)) {
            builder.module.scripts.push(Script { span, kind: script.kind });
            parsed.push(Parsed { kind: script.kind, tree });
        }
    }
    let mut lowering = Lowering::new(file, text, builder);
    lowering.page(markup, &parsed, template.as_ref());
    lowering.ways(&page.ways);
    lowering.builder.module
}

fn link_of(file: FileId, link: crate::source::scripts::Link) -> Link {
    let span = Span::new(file, offset(link.range.start), offset(link.range.end));
    Link { target: link.target.into(), name: link.name.map(Into::into), span }
}

/// Files are limited to far below 4 GiB.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Counts rows and columns, for the parser wants them beside the offsets.
pub(super) struct Points<'t> {
    text: &'t str,
    at: usize,
    row: usize,
    column: usize,
}

impl<'t> Points<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, row: 0, column: 0 }
    }

    fn point(&mut self, at: usize) -> tree_sitter::Point {
        for &byte in self.text.as_bytes().get(self.at..at).unwrap_or_default() {
            if byte == b'\n' {
                (self.row, self.column) = (self.row + 1, 0);
            } else {
                self.column += 1;
            }
        }
        self.at = at;
        tree_sitter::Point { row: self.row, column: self.column }
    }

    pub(super) fn range(&mut self, range: std::ops::Range<usize>) -> Range {
        let (start_point, end_point) = (self.point(range.start), self.point(range.end));
        Range { start_byte: range.start, end_byte: range.end, start_point, end_point }
    }
}

impl<'t> Lowering<'t> {
    fn page(&mut self, markup: Markup, scripts: &'t [Parsed], template: Option<&'t Template>) {
        for script in scripts {
            let root = script.tree.root_node();
            let filled_in = markup == Markup::Html && TEMPLATE_MARKS.iter().any(|mark| self.text(root).contains(mark));
            if !filled_in && self.builder.module.problems.len() < MAX_PROBLEMS {
                self.problems(root);
            }
            self.collect_aliases(root);
        }
        let of_kind = |kinds: &'static [ScriptKind]| {
            scripts.iter().filter(move |it| kinds.contains(&it.kind)).map(|it| it.tree.root_node())
        };
        let mut stmts = Vec::new();
        // All that one script declares the others see, for handlers run when all of them have run.
        let mut shared = Vec::new();
        for root in of_kind(&[ScriptKind::Classic, ScriptKind::Component]) {
            self.hoist_vars(root);
            shared.extend(readable(kids(root)));
        }
        let instance: Vec<Node<'t>> = of_kind(&[ScriptKind::Instance]).collect();
        // Imports are those of the module.
        let imports = instance.iter().flat_map(|root| readable(kids(*root)));
        shared.extend(imports.filter(|kid| kid.kind() == "import_statement"));
        self.lower_all(&shared, &mut stmts);
        if let Some(template) = template {
            self.component(markup, &instance, template, &mut stmts);
        }
        for root in of_kind(&[ScriptKind::Handler]) {
            self.handler(root, &mut stmts);
        }
        // Code on the server may end early; what the browser gets does not depend on it.
        for root in of_kind(&[ScriptKind::Module]).chain(of_kind(&[ScriptKind::Frontmatter])) {
            self.builder.open_script_scope();
            self.hoist_vars(root);
            stmts.extend(self.statements(root));
            self.builder.close_scope();
        }
        let top = self.builder.module.top();
        self.builder.function_mut(top).body = Block { stmts, value: None };
        self.builder.note_outermost();
        self.mark_exported();
    }

    /// Elements that stand in the page itself, as those that a script makes.
    fn ways(&mut self, ways: &[Way]) {
        let mut stmts = Vec::with_capacity(ways.len());
        for way in ways {
            let span = self.span_of(way.range.start, way.range.end);
            let callee =
                self.builder.expr(ExprKind::Global("jsx".into()), self.span_of(way.range.start, way.range.start));
            let tag = self.builder.expr(ExprKind::Str(way.tag.as_str().into()), span);
            let mut entries = Vec::with_capacity(way.attributes.len());
            for (name, range) in &way.attributes {
                let at = self.span_of(range.start, range.end);
                let text = entities(self.text.get(range.clone()).unwrap_or_default());
                let value = self.builder.expr(ExprKind::Str(text.into()), at);
                entries.push(Entry::Pair(Key::Name(name.as_str().into(), at), value, at));
            }
            let properties = self.builder.expr(ExprKind::Object { ty: None, entries }, span);
            let args = vec![Element::Item(tag), Element::Item(properties)];
            let call = self.builder.expr(ExprKind::Call { callee, args, types: Box::default() }, span);
            stmts.push(Stmt::Expr(call));
        }
        let top = self.builder.module.top();
        self.builder.function_mut(top).body.stmts.extend(stmts);
    }

    /// A handler is a function that the browser calls.
    pub(super) fn handler(&mut self, root: Node<'t>, stmts: &mut Vec<Stmt>) {
        let span = self.span(root);
        let id = self.builder.begin_function(None, span);
        self.hoist_vars(root);
        let body = self.statements(root);
        self.builder.function_mut(id).body = Block { stmts: body, value: None };
        self.builder.end_function();
        let value = self.builder.expr(ExprKind::Function(id), span);
        stmts.push(Stmt::Expr(value));
    }

    /// `$: name = value` of Svelte declares the name where nothing else does.
    pub(super) fn declare_reactive(&mut self, statements: &[Node<'t>]) {
        for statement in statements.iter().filter(|it| it.kind() == "labeled_statement") {
            let name = field(*statement, "body").and_then(first_kid).and_then(|value| field(value, "left"));
            if let (Some(label), Some(name)) = (field(*statement, "label"), name)
                && self.text(label) == "$"
                && name.kind() == "identifier"
                && self.builder.lookup_here(self.text(name)).is_none()
            {
                let (text, span) = (self.text(name), self.span(name));
                self.builder.declare(text, span, BindingKind::Variable, None);
            }
        }
    }
}
