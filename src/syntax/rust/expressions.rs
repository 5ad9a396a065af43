//! Expressions.

use syn::{BinOp, Expr, Lit, UnOp};

use super::Lowerer;
use super::leaving::Left;
use super::spans;
use crate::ir::{
    AssignOp, Block, Comparison, Element, Entry, ExprId, ExprKind, Key, LogicOp, Operator, TemplatePart, Type,
};
use crate::source::Span;

impl Lowerer<'_> {
    /// Lowers an expression.
    pub(super) fn expr(&mut self, expr: &Expr) -> ExprId {
        if let Some(id) = self.nested(|| spans::first(expr), |this| this.expr_within(expr)) {
            return id;
        }
        let first = spans::first(expr);
        let span = self.span(first, first);
        self.b.unknown(span)
    }

    fn expr_within(&mut self, expr: &Expr) -> ExprId {
        match expr {
            Expr::Paren(e) => self.expr(&e.expr),
            Expr::Group(e) => self.expr(&e.expr),
            Expr::Reference(e) => self.expr(&e.expr),
            Expr::RawAddr(e) => self.expr(&e.expr),
            Expr::Lit(e) => self.literal(&e.lit),
            Expr::Path(e) => self.path_expr(e.qself.as_ref(), &e.path),
            Expr::Macro(e) => self.macro_call(&e.mac),
            Expr::MethodCall(_)
            | Expr::Field(_)
            | Expr::Index(_)
            | Expr::Await(_)
            | Expr::Try(_)
            | Expr::Call(_)
            | Expr::Cast(_) => self.postfix(expr),
            Expr::Binary(binary) => match assigned_by(&binary.op) {
                Some(op) => self.assign(&binary.left, op, &binary.right, expr),
                None => self.binary(expr),
            },
            Expr::Assign(e) => self.assign(&e.left, AssignOp::Set, &e.right, expr),
            Expr::Unary(e) => match e.op {
                UnOp::Deref(_) => self.expr(&e.expr),
                _ => self.unary(e, expr),
            },
            Expr::Array(e) => self.array(e.elems.iter(), expr),
            Expr::Tuple(e) if e.elems.is_empty() => {
                let span = self.expr_span(expr);
                self.b.expr(ExprKind::Undefined, span)
            }
            Expr::Tuple(e) => self.array(e.elems.iter(), expr),
            Expr::Repeat(e) => self.array([&*e.expr].into_iter(), expr),
            Expr::Struct(e) => self.structure(e, expr),
            Expr::Closure(e) => {
                let span = self.expr_span(expr);
                self.closure(e, span)
            }
            Expr::Block(e) if e.label.is_some() => {
                let (block, left) = self.leavable(Left::Block, e.label.as_ref(), |this| this.block(&e.block));
                let span = self.expr_span(expr);
                self.left_block(block, &left, span)
            }
            Expr::Block(e) => self.block_expr(&e.block, expr),
            Expr::Unsafe(e) => self.block_expr(&e.block, expr),
            Expr::Const(e) => self.block_expr(&e.block, expr),
            Expr::Async(e) => self.leaving_block(&e.block, expr),
            Expr::TryBlock(e) => self.leaving_block(&e.block, expr),
            Expr::If(e) => self.conditional(e, expr),
            Expr::Match(e) => self.matching(e, expr),
            Expr::Let(e) => {
                // Outside of a condition only its effects count.
                let value = self.expr(&e.expr);
                self.effects(vec![value], expr)
            }
            Expr::Return(_)
            | Expr::Break(_)
            | Expr::Continue(_)
            | Expr::ForLoop(_)
            | Expr::While(_)
            | Expr::Loop(_) => {
                let mut stmts = Vec::new();
                let value = self.tail(expr, &mut stmts);
                self.block_value(Block { stmts, value }, expr)
            }
            Expr::Range(e) => {
                let [start, end] = [&e.start, &e.end].map(|side| side.as_ref().map(|side| self.expr(side)));
                let closed = matches!(e.limits, syn::RangeLimits::Closed(_));
                let span = self.expr_span(expr);
                self.b.expr(ExprKind::Range { start, end, closed }, span)
            }
            Expr::Yield(e) => {
                let parts = e.expr.iter().map(|value| self.expr(value)).collect();
                self.effects(parts, expr)
            }
            _ => {
                let span = self.expr_span(expr);
                self.b.unknown(span)
            }
        }
    }

    fn block_expr(&mut self, block: &syn::Block, expr: &Expr) -> ExprId {
        let block = self.block(block);
        self.block_value(block, expr)
    }

    fn block_value(&mut self, block: Block, expr: &Expr) -> ExprId {
        let span = self.expr_span(expr);
        self.b.expr(ExprKind::Block(block), span)
    }

    /// A block that `return` leaves, and not the function.
    fn leaving_block(&mut self, block: &syn::Block, expr: &Expr) -> ExprId {
        let block = self.block(block);
        let block = self.with_failures(block);
        let span = self.expr_span(expr);
        self.b.expr(ExprKind::Leaving(block), span)
    }

    /// Evaluates parts for their effects; the value is unknown.
    pub(super) fn effects(&mut self, parts: Vec<ExprId>, expr: &Expr) -> ExprId {
        let span = self.expr_span(expr);
        if parts.is_empty() {
            return self.b.unknown(span);
        }
        self.b.expr(ExprKind::Sequence { parts, last: false }, span)
    }

    /// A literal.
    pub(super) fn literal(&mut self, lit: &Lit) -> ExprId {
        let at = lit.span();
        let span = self.span(at, at);
        match lit {
            Lit::Str(_) | Lit::ByteStr(_) | Lit::CStr(_) | Lit::Char(_) | Lit::Byte(_) => {
                let text = self.literal_text(at);
                self.b.expr(ExprKind::Str(text.value().into()), text.span)
            }
            Lit::Bool(bool) => self.b.expr(ExprKind::Bool(bool.value), span),
            Lit::Int(_) | Lit::Float(_) => self.b.expr(ExprKind::Num(digits(lit).into()), span),
            _ => self.b.unknown(span),
        }
    }

    fn unary(&mut self, unary: &syn::ExprUnary, expr: &Expr) -> ExprId {
        if let (UnOp::Neg(_), Expr::Lit(lit)) = (&unary.op, &*unary.expr)
            && let Lit::Int(_) | Lit::Float(_) = lit.lit
        {
            let span = self.expr_span(expr);
            return self.b.expr(ExprKind::Num(format!("-{}", digits(&lit.lit)).into()), span);
        }
        let operand = self.expr(&unary.expr);
        if matches!(unary.op, UnOp::Not(_)) {
            let span = self.expr_span(expr);
            return self.b.expr(ExprKind::Not(operand), span);
        }
        self.effects(vec![operand], expr)
    }

    fn array<'a>(&mut self, elements: impl Iterator<Item = &'a Expr>, expr: &Expr) -> ExprId {
        let elements = elements.map(|element| Element::Item(self.expr(element))).collect();
        let span = self.expr_span(expr);
        self.b.expr(ExprKind::Array(elements), span)
    }

    fn assign(&mut self, left: &Expr, op: AssignOp, right: &Expr, expr: &Expr) -> ExprId {
        let value = self.expr(right);
        let target = self.target(left);
        let op = self.through(left).filter(|_| op == AssignOp::Set).unwrap_or(op);
        let span = self.expr_span(expr);
        self.b.expr(ExprKind::Assign { target: target.into(), op, value }, span)
    }

    fn structure(&mut self, structure: &syn::ExprStruct, expr: &Expr) -> ExprId {
        let ty = if structure.qself.is_some() { None } else { self.path_ty(&structure.path) };
        let mut entries = Vec::new();
        for field in &structure.fields {
            let key = self.member_key(&field.member);
            let value = self.expr(&field.expr);
            let first = spans::member(&field.member);
            let span = self.span(first, spans::last(&field.expr));
            entries.push(Entry::Pair(key, value, span));
        }
        if let Some(rest) = &structure.rest {
            // It gives the fields that are not written.
            entries.insert(0, Entry::Spread(self.expr(rest)));
        }
        let span = self.expr_span(expr);
        self.object(ty, entries, span)
    }

    /// An object with a type.
    pub(super) fn object(&mut self, ty: Option<Type>, entries: Vec<Entry>, span: Span) -> ExprId {
        self.b.expr(ExprKind::Object { ty: ty.map(Box::new), entries }, span)
    }

    /// A chain of binary operators, from the innermost left operand on.
    fn binary(&mut self, expr: &Expr) -> ExprId {
        let mut chain = Vec::new();
        let mut at = expr;
        while let Expr::Binary(binary) = at {
            chain.push(binary);
            at = &binary.left;
        }
        let first = spans::first(at);
        let mut left = Operand::Value(self.expr(at));
        while let Some(binary) = chain.pop() {
            let right = self.expr(&binary.right);
            let span = self.span(first, spans::last(&binary.right));
            left = self.combine(left, &binary.op, right, span);
        }
        let span = self.expr_span(expr);
        self.operand(left, span)
    }

    fn combine(&mut self, left: Operand, op: &BinOp, right: ExprId, span: Span) -> Operand {
        let logic = |op| move |left, right| ExprKind::Logic { op, left, right };
        match op {
            BinOp::Add(_) => {
                let mut parts = match left {
                    Operand::Template(parts, _) => parts,
                    Operand::Value(value) => vec![self.text_part(value)],
                    Operand::Parts(..) => {
                        let value = self.operand(left, span);
                        vec![TemplatePart::Hole(value)]
                    }
                };
                parts.push(self.text_part(right));
                Operand::Template(parts, span)
            }
            BinOp::And(_) => {
                let left = self.operand(left, span);
                Operand::Value(self.b.expr(logic(LogicOp::And)(left, right), span))
            }
            BinOp::Or(_) => {
                let left = self.operand(left, span);
                Operand::Value(self.b.expr(logic(LogicOp::Or)(left, right), span))
            }
            BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) => {
                let left = self.operand(left, span);
                let op = match op {
                    BinOp::Eq(_) => Comparison::LooselyEqual,
                    BinOp::Ne(_) => Comparison::LooselyUnequal,
                    BinOp::Lt(_) => Comparison::Less,
                    BinOp::Le(_) => Comparison::LessOrEqual,
                    BinOp::Gt(_) => Comparison::Greater,
                    _ => Comparison::GreaterOrEqual,
                };
                Operand::Value(self.b.expr(ExprKind::Compare { op, left, right }, span))
            }
            _ => {
                let operator = match op {
                    BinOp::Sub(_) => Operator::Minus,
                    BinOp::Mul(_) => Operator::Times,
                    BinOp::Div(_) => Operator::Over,
                    _ => Operator::Other,
                };
                match left {
                    Operand::Parts(first, mut rest) => {
                        rest.push((operator, right));
                        Operand::Parts(first, rest)
                    }
                    other => {
                        let left = self.operand(other, span);
                        Operand::Parts(left, vec![(operator, right)])
                    }
                }
            }
        }
    }

    /// A piece of a template: a literal is text.
    pub(super) fn text_part(&self, value: ExprId) -> TemplatePart {
        let expr = self.b.module.expr(value);
        match &expr.kind {
            ExprKind::Str(text) => TemplatePart::Text(text.clone(), expr.span),
            _ => TemplatePart::Hole(value),
        }
    }

    fn operand(&mut self, operand: Operand, span: Span) -> ExprId {
        match operand {
            Operand::Value(value) => value,
            Operand::Template(parts, at) => self.b.expr(ExprKind::Template(parts), at),
            Operand::Parts(first, rest) => self.b.expr(ExprKind::Arithmetic { first, rest }, span),
        }
    }

    /// A key between square brackets.
    pub(super) fn index_key(&mut self, index: &Expr) -> Key {
        let value = self.expr(index);
        let expr = self.b.module.expr(value);
        match &expr.kind {
            ExprKind::Str(text) | ExprKind::Num(text) => Key::Name(text.clone(), expr.span),
            _ => Key::Computed(value),
        }
    }
}

/// A number without the type that is written behind it: `20i64`.
fn digits(lit: &Lit) -> &str {
    match lit {
        Lit::Int(number) => number.base10_digits(),
        Lit::Float(number) => number.base10_digits(),
        _ => "",
    }
}

/// How an operator that assigns changes what stands on its left; `None` for any other operator.
fn assigned_by(op: &BinOp) -> Option<AssignOp> {
    match op {
        BinOp::AddAssign(_) => Some(AssignOp::Append),
        BinOp::SubAssign(_)
        | BinOp::MulAssign(_)
        | BinOp::DivAssign(_)
        | BinOp::RemAssign(_)
        | BinOp::BitXorAssign(_)
        | BinOp::BitAndAssign(_)
        | BinOp::BitOrAssign(_)
        | BinOp::ShlAssign(_)
        | BinOp::ShrAssign(_) => Some(AssignOp::Other),
        _ => None,
    }
}

/// The left side of a chain, as far as it has been read.
enum Operand {
    Value(ExprId),
    Template(Vec<TemplatePart>, Span),
    Parts(ExprId, Vec<(Operator, ExprId)>),
}
