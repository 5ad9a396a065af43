//! Generators: what they give one by one is a list that they fill.

use tree_sitter::Node;

use super::functions::returns_value;
use super::{Lowering, first_kid, has_token};
use crate::ir::{BindingId, BindingKind, Block, Element, ExprId, ExprKind, FunctionId, Key, Pattern, Stmt};

/// Variables that the program does not have are called nothing, so that no value goes by their names.
const NAME: &str = "";

/// The generator that is being lowered, and the variable that holds what it gives.
pub(super) type Yielded = Option<(FunctionId, BindingId)>;

impl<'t> Lowering<'t> {
    /// What a generator gives one by one is a list, which its body begins with. One that returns something is a routine that
    /// somebody drives, for whom what it returns counts. Gives what was being lowered around.
    pub(super) fn begin_yielding(&mut self, node: Node<'t>, id: FunctionId, stmts: &mut Vec<Stmt>) -> Yielded {
        let generates = node.kind().starts_with("generator_function") || has_token(node, "*");
        let list = (generates && !returns_value(node)).then(|| self.yielded_list(node, stmts));
        std::mem::replace(&mut self.yielded, list.map(|list| (id, list)))
    }

    /// At the end of its body the generator gives the list.
    pub(super) fn end_yielding(&mut self, node: Node<'t>, around: Yielded, body: &mut Block) {
        if let Some((_, list)) = std::mem::replace(&mut self.yielded, around) {
            body.value = Some(self.builder.expr(ExprKind::Name(list), self.span(node)));
        }
    }

    fn yielded_list(&mut self, generator: Node<'t>, stmts: &mut Vec<Stmt>) -> BindingId {
        let span = self.span_of(generator.start_byte(), generator.start_byte());
        let list = self.builder.binding(NAME, span, BindingKind::Variable, None);
        let value = Some(self.builder.expr(ExprKind::Array(Vec::new()), span));
        stmts.push(Stmt::Bind { pattern: Pattern::Binding(list), value, otherwise: None });
        list
    }

    /// The list of the generator that is being lowered, to be given where it is left.
    pub(super) fn yielded_so_far(&mut self, node: Node<'t>) -> Option<ExprId> {
        let list = self.list_here()?;
        Some(self.builder.expr(ExprKind::Name(list), self.span(node)))
    }

    fn list_here(&self) -> Option<BindingId> {
        let here = self.builder.current_function();
        self.yielded.and_then(|(generator, list)| (generator == here).then_some(list))
    }

    /// `yield value`, `yield* values`. Whoever drives a routine sends back what became of the value.
    pub(super) fn yield_expression(&mut self, node: Node<'t>) -> ExprId {
        let span = self.span(node);
        let Some(inner) = first_kid(node) else { return self.builder.unknown(span) };
        let Some(list) = self.list_here() else { return self.await_expression(node) };
        let value = Some(self.expr(inner));
        let one = self.builder.binding(NAME, span, BindingKind::Variable, None);
        let bound = Stmt::Bind { pattern: Pattern::Binding(one), value, otherwise: None };
        let object = self.builder.expr(ExprKind::Name(list), span);
        let given = self.builder.expr(ExprKind::Name(one), span);
        let element = if has_token(node, "*") { Element::Spread(given) } else { Element::Item(given) };
        let callee = self.builder.expr(ExprKind::Member { object, key: Key::Name("push".into(), span) }, span);
        let push = self.builder.expr(ExprKind::Call { callee, args: vec![element], types: Box::default() }, span);
        let sent = self.builder.expr(ExprKind::Name(one), span);
        let sent = self.builder.expr(ExprKind::Await(sent), span);
        let stmts = vec![bound, Stmt::Expr(push)];
        self.builder.expr(ExprKind::Block(Block { stmts, value: Some(sent) }), span)
    }
}
