//! Components that are pages: their script as a function of the properties they get, and what their markup does in it.

use std::ops::Range;

use rustc_hash::FxHashSet;
use tree_sitter::{Node, Tree};

use super::pages::Points;
use super::statements::readable;
use super::{Lowering, field, first_kid, has_token, kids, language_of, parse_as, strip};
use crate::ir::changed::{changed_by, takes_away};
use crate::ir::{
    AssignOp, BindingId, BindingKind, Block, Element, Entry, Export, ExportValue, ExprId, ExprKind, FunctionId, Key,
    LogicOp, Param, Pattern, Stmt,
};
use crate::source::markup::Markup;
use crate::source::template::{Given, Template, Use, Written};
use crate::source::{SourceKind, Span};

/// The markup of a component, its code parsed where it can be.
pub(super) struct Parsed {
    template: Template,
    markup: Markup,
    trees: Vec<Option<Tree>>,
}

impl Parsed {
    pub(super) fn new(text: &str, markup: Markup, kind: SourceKind) -> Self {
        let template = Template::read(text, markup);
        // In parentheses an expression is one whatever it begins with.
        let mut enclosed = text.as_bytes().to_vec();
        for code in template.codes.iter().filter(|code| !code.handles) {
            for (at, with) in [(code.range.start.wrapping_sub(1), b'('), (code.range.end, b')')] {
                if let Some(byte) = enclosed.get_mut(at).filter(|byte| byte.is_ascii()) {
                    *byte = with;
                }
            }
        }
        let enclosed = String::from_utf8(enclosed).unwrap_or_default();
        let mut points = Points::new(text);
        let mut tree_of = |range: &Range<usize>, handles: bool| {
            let around = usize::from(!handles);
            let part = points.range(range.start.checked_sub(around)?..range.end + around);
            let tree = parse_as(&language_of(kind), if handles { text } else { &enclosed }, Some(part), None)?;
            (!tree.root_node().has_error()).then_some(tree)
        };
        let trees = template.codes.iter().map(|code| tree_of(&code.range, code.handles)).collect();
        Self { template, markup, trees }
    }
}

impl<'t> Lowering<'t> {
    /// The script of a component as a function that is exported by default.
    pub(super) fn component(&mut self, markup: Markup, roots: &[Node<'t>], parsed: &'t Parsed, stmts: &mut Vec<Stmt>) {
        let (Some(first), Some(last)) = (roots.first(), roots.last()) else { return };
        let span = self.span_of(first.start_byte(), last.end_byte());
        let function = self.builder.begin_function(None, span);
        let at = self.span_of(first.start_byte(), first.start_byte());
        let properties = self.builder.declare("$$props", at, BindingKind::Parameter, None);
        let outer = std::mem::replace(&mut self.in_component, true);
        let exports = self.builder.module.exports.len();
        for root in roots {
            self.hoist_vars(*root);
        }
        let kids: Vec<Node<'t>> = roots.iter().flat_map(|root| readable(kids(*root))).collect();
        let kids: Vec<Node<'t>> = kids.into_iter().filter(|kid| kid.kind() != "import_statement").collect();
        let mut body = Vec::new();
        if markup == Markup::Svelte {
            self.declare_reactive(&kids);
        }
        self.lower_all(&kids, &mut body);
        if markup == Markup::Svelte {
            self.take_properties(&kids, properties, &mut body);
            self.write_what_functions_assign(function, &mut body);
        }
        self.markup(parsed, &mut body);
        self.in_component = outer;
        let pattern = Pattern::Binding(properties);
        let lowered = self.builder.function_mut(function);
        lowered.params = vec![Param { pattern, rest: false, ty: None, injected: None, is_property: false }];
        lowered.body = Block { stmts: body, value: None };
        lowered.is_component = true;
        self.builder.end_function();
        let value = self.builder.expr(ExprKind::Function(function), span);
        stmts.push(Stmt::Expr(value));
        // What an instance exports are its properties.
        self.builder.module.exports.truncate(exports);
        let export = Export { name: "default".into(), value: ExportValue::Expr(value) };
        self.builder.module.exports.insert(0, export);
    }

    /// `export let name = default` is a property.
    fn take_properties(&mut self, statements: &[Node<'t>], properties: BindingId, body: &mut [Stmt]) {
        let mut taken: Vec<BindingId> = Vec::new();
        for statement in statements.iter().filter(|it| it.kind() == "export_statement") {
            let Some(declaration) = field(*statement, "declaration").filter(|it| has_token(*it, "let")) else {
                continue;
            };
            let names = kids(declaration).into_iter().filter_map(|declarator| field(declarator, "name"));
            taken.extend(names.filter_map(|name| self.builder.lookup_here(self.text(name))));
        }
        for stmt in body {
            let Stmt::Bind { pattern: Pattern::Binding(id), value, .. } = stmt else { continue };
            if !taken.contains(id) {
                continue;
            }
            let binding = self.builder.module.binding(*id);
            let (name, span) = (binding.name.clone(), binding.span);
            let object = self.builder.expr(ExprKind::Name(properties), span);
            let given = self.builder.expr(ExprKind::Member { object, key: Key::Name(name, span) }, span);
            *value = Some(match *value {
                Some(default) => {
                    self.builder.expr(ExprKind::Logic { op: LogicOp::Coalesce, left: given, right: default }, span)
                }
                None => given,
            });
        }
    }

    /// What the markup does, as a function of what it gives names to itself.
    fn markup(&mut self, parsed: &'t Parsed, stmts: &mut Vec<Stmt>) {
        let Parsed { template, markup, trees } = parsed;
        let places = template.codes.iter().map(|code| &code.range).chain(template.uses.iter().map(|it| &it.range));
        let (starts, ends): (Vec<usize>, Vec<usize>) = places.map(|range| (range.start, range.end)).unzip();
        let (Some(start), Some(end)) = (starts.into_iter().min(), ends.into_iter().max()) else { return };
        let span = self.span_of(start, end);
        let function = self.builder.begin_function(None, span);
        let at = self.span_of(start, start);
        let mut params = Vec::new();
        for name in &template.names {
            if self.builder.lookup_here(name).is_none() {
                let id = self.builder.declare(name, at, BindingKind::Parameter, None);
                params.push(Param {
                    pattern: Pattern::Binding(id),
                    rest: false,
                    ty: None,
                    injected: None,
                    is_property: false,
                });
            }
        }
        let mut body = Vec::new();
        let mut values: Vec<Option<ExprId>> = Vec::new();
        for (code, tree) in template.codes.iter().zip(trees) {
            let root = tree.as_ref().map(Tree::root_node);
            values.push(match root {
                Some(root) if code.handles => {
                    self.handler(root, &mut body);
                    None
                }
                Some(root) => root_expression(root).map(|node| self.expr(node)),
                None => None,
            });
        }
        let written: Vec<ExprId> = template
            .codes
            .iter()
            .zip(&values)
            .filter_map(|(code, value)| value.filter(|_| code.is_written))
            .chain(template.assigned.iter().map(|name| self.name(name, at)).collect::<Vec<_>>())
            .collect();
        for used in &template.uses {
            if let Some(value) = self.used(used, *markup, &mut values) {
                body.push(Stmt::Expr(value));
            }
        }
        // What no component takes the page itself does.
        body.extend(values.into_iter().flatten().map(Stmt::Expr));
        let lowered = self.builder.function_mut(function);
        lowered.params = params;
        lowered.body = Block { stmts: body, value: None };
        lowered.lexical_this = true;
        self.builder.end_function();
        let value = self.builder.expr(ExprKind::Function(function), span);
        stmts.push(Stmt::Expr(value));
        for place in written {
            self.write(place, *markup, stmts);
        }
    }

    /// What the functions in a component assign may have been written at any time: markup calls them, or what has an answer.
    fn write_what_functions_assign(&mut self, component: FunctionId, stmts: &mut Vec<Stmt>) {
        let module = &self.builder.module;
        let inner = module.functions.iter().filter(|function| function.parent == Some(component));
        let mut inner: Vec<Span> = inner.map(|function| function.span).collect();
        inner.sort_unstable();
        let is_inner = |span: Span| {
            let at = inner.partition_point(|function| function.start <= span.start);
            at > 0 && inner[at - 1].contains(span)
        };
        let mut known = FxHashSet::default();
        let mut written = Vec::new();
        for expr in module.exprs.iter().filter(|expr| is_inner(expr.span) && !takes_away(module, expr)) {
            let (bindings, places) = changed_by(module, expr);
            let places = places.into_iter().filter_map(|place| Some((self.root_of(place)?, Some(place))));
            for (root, place) in bindings.into_iter().map(|binding| (binding, None)).chain(places) {
                let text = place.and_then(|place| {
                    let span = module.expr(place).span;
                    self.text.get(span.start as usize..span.end as usize)
                });
                if module.binding(root).function == component && known.insert((root, text)) {
                    written.push((root, place, expr.span));
                }
            }
        }
        for (root, place, span) in written {
            let place = place.unwrap_or_else(|| self.builder.expr(ExprKind::Name(root), span));
            self.write(place, Markup::Svelte, stmts);
        }
    }

    /// A place is written by whoever uses the page, at any time after its variable was declared. Markup writes into what
    /// a `ref` holds.
    fn write(&mut self, place: ExprId, markup: Markup, stmts: &mut Vec<Stmt>) {
        let Some(root) = self.root_of(place) else { return };
        let inside = (markup == Markup::Vue).then(|| self.inside_ref(place)).flatten();
        let declares = |stmt: &Stmt| matches!(stmt, Stmt::Bind { pattern: Pattern::Binding(id), .. } if *id == root);
        let behind = stmts.iter().rposition(declares).map_or(stmts.len(), |at| at + 1);
        for place in [Some(place), inside].into_iter().flatten() {
            let span = self.builder.module.expr(place).span;
            let other = self.builder.unknown(span);
            let value = self.builder.expr(ExprKind::Logic { op: LogicOp::Or, left: other, right: place }, span);
            let assign = ExprKind::Assign { target: Pattern::Place(place).into(), op: AssignOp::Set, value };
            stmts.insert(behind, Stmt::Expr(self.builder.expr(assign, span)));
        }
    }

    /// The variable at the beginning of a place.
    fn root_of(&self, place: ExprId) -> Option<BindingId> {
        match &self.builder.module.expr(place).kind {
            ExprKind::Member { object, .. } => self.root_of(*object),
            ExprKind::Name(binding) => Some(*binding),
            _ => None,
        }
    }

    /// A member of what a variable holds, where that is a `ref`.
    fn inside_ref(&mut self, place: ExprId) -> Option<ExprId> {
        let ExprKind::Member { object, key } = self.builder.module.expr(place).kind.clone() else { return None };
        let span = self.builder.module.expr(place).span;
        let object = match self.builder.module.expr(object).kind {
            ExprKind::Name(_) => {
                let key = Key::Name("value".into(), span);
                self.builder.expr(ExprKind::Member { object, key }, span)
            }
            _ => self.inside_ref(object)?,
        };
        Some(self.builder.expr(ExprKind::Member { object, key }, span))
    }

    /// A component that is used, as JSX has it.
    fn used(&mut self, used: &Use, markup: Markup, values: &mut [Option<ExprId>]) -> Option<ExprId> {
        let binding = self.builder.lookup(&used.name)?;
        let span = self.span_of(used.range.start, used.range.end);
        let component = self.builder.expr(ExprKind::Name(binding), span);
        let entries = used.given.iter().map(|given| self.entry(given, markup, values)).collect();
        let properties = self.builder.expr(ExprKind::Object { ty: None, entries }, span);
        let args = vec![Element::Item(component), Element::Item(properties)];
        let callee = self.builder.expr(ExprKind::Global("jsx".into()), span);
        Some(self.builder.expr(ExprKind::Call { callee, args, types: Box::default() }, span))
    }

    fn entry(&mut self, given: &Given, markup: Markup, values: &mut [Option<ExprId>]) -> Entry {
        let span = self.span_of(given.range.start, given.range.end);
        let value = match (&given.value, &given.name) {
            (Written::Text(range), _) => {
                let text = self.text.get(range.clone()).unwrap_or_default();
                Some(self.builder.expr(ExprKind::Str(text.into()), self.span_of(range.start, range.end)))
            }
            (Written::Code(at), _) => values.get_mut(*at).and_then(Option::take),
            (Written::Same, Some(name)) => Some(self.name(name, span)),
            (Written::Same, None) | (Written::Other, _) => None,
        };
        let mut value = value.unwrap_or_else(|| self.builder.unknown(span));
        if markup == Markup::Vue && !matches!(given.value, Written::Text(_)) {
            // Markup sees what is in a `ref`.
            let callee = self.builder.expr(ExprKind::Global("unref".into()), span);
            let args = vec![Element::Item(value)];
            value = self.builder.expr(ExprKind::Call { callee, args, types: Box::default() }, span);
        }
        match &given.name {
            Some(name) => Entry::Pair(Key::Name(name.as_str().into(), span), value, span),
            None => Entry::Spread(value),
        }
    }
}

/// The expression that a script in parentheses is.
fn root_expression(root: Node<'_>) -> Option<Node<'_>> {
    let statement = first_kid(root).filter(|it| it.kind() == "expression_statement" && kids(root).len() == 1)?;
    first_kid(statement).map(strip)
}
