//! Operators, assignments and conditions.

use tree_sitter::Node;

use super::patterns::Mode;
use super::{Lowering, field, first_kid, kids, strip};
use crate::ir::{Arm, AssignOp, Block, Comparison, ExprId, ExprKind, Key, LogicOp, Operator, Pattern, TemplatePart};
use crate::source::Span;

/// Longer chains of one short-circuit operator are built as balanced trees, which mean the same.
const BALANCE_FROM: usize = 16;

impl<'t> Lowering<'t> {
    pub(super) fn operation(&mut self, node: Node<'t>, name: Option<&str>) -> ExprId {
        match node.kind() {
            "binary_expression" => self.binary(node),
            "ternary_expression" => self.ternary(node),
            "assignment_expression" => self.assignment(node),
            "augmented_assignment_expression" => self.augmented(node),
            "update_expression" => self.update(node),
            "unary_expression" => self.unary(node),
            "sequence_expression" => {
                let mut parts = Vec::new();
                for part in flat(node, "sequence_expression") {
                    parts.push(self.expr_named(part, name));
                }
                self.sequence(parts, true, self.span(node))
            }
            _ => self.parts(node),
        }
    }

    fn binary(&mut self, node: Node<'t>) -> ExprId {
        let operator = operator(node);
        let span = self.span(node);
        match operator {
            "+" => self.concatenation(node),
            "||" => self.logic(node, LogicOp::Or),
            "&&" => self.logic(node, LogicOp::And),
            "??" => self.logic(node, LogicOp::Coalesce),
            _ if let Some(op) = Comparison::of(operator) => match (field(node, "left"), field(node, "right")) {
                (Some(left), Some(right)) if left.kind() != "private_property_identifier" => {
                    let (left, right) = (self.expr(left), self.expr(right));
                    self.builder.expr(ExprKind::Compare { op, left, right }, span)
                }
                _ => self.parts(node),
            },
            _ => self.arithmetic(node, span),
        }
    }

    /// `a * b - c`, from the left.
    fn arithmetic(&mut self, node: Node<'t>, span: Span) -> ExprId {
        let operands = operands(node, is_arithmetic);
        let operators = operators(node, is_arithmetic);
        let is_private = |operand: &Node<'t>| operand.kind() == "private_property_identifier";
        let is_whole = operands.len() == operators.len() + 1 && !operands.iter().any(is_private);
        let mut parts = Vec::new();
        for operand in operands.into_iter().filter(|operand| !is_private(operand)) {
            parts.push(self.expr(operand));
        }
        match parts.split_first() {
            Some((first, rest)) if is_whole => {
                let rest = operators.into_iter().map(Operator::of).zip(rest.iter().copied()).collect();
                self.builder.expr(ExprKind::Arithmetic { first: *first, rest }, span)
            }
            _ => self.sequence(parts, false, span),
        }
    }

    /// `a + b + c`: text, unless all operands are numbers.
    fn concatenation(&mut self, node: Node<'t>) -> ExprId {
        let operands = operands(node, |operator| operator == "+");
        let span = self.span(node);
        if operands.iter().all(|operand| operand.kind() == "number") {
            return self.builder.unknown(span);
        }
        let mut parts = Vec::new();
        for operand in operands {
            let operand = strip(operand);
            match operand.kind() {
                "template_string" => self.template_parts(operand, false, &mut parts),
                "string" => {
                    let (text, span) = self.string(operand);
                    if !text.is_empty() {
                        parts.push(TemplatePart::Text(text, span));
                    }
                }
                _ => parts.push(TemplatePart::Hole(self.expr(operand))),
            }
        }
        self.builder.expr(ExprKind::Template(parts), span)
    }

    fn logic(&mut self, node: Node<'t>, op: LogicOp) -> ExprId {
        let same: fn(&str) -> bool = match op {
            LogicOp::Or => |operator| operator == "||",
            LogicOp::And => |operator| operator == "&&",
            LogicOp::Coalesce => |operator| operator == "??",
        };
        let operands: Vec<ExprId> = operands(node, same).into_iter().map(|operand| self.expr(operand)).collect();
        if operands.len() >= BALANCE_FROM {
            return self.balanced(&operands, op);
        }
        let mut operands = operands.into_iter();
        let Some(mut value) = operands.next() else {
            return self.parts(node);
        };
        for right in operands {
            value = self.logic_of(value, right, op);
        }
        value
    }

    /// Recursion goes as deep as the logarithm of the number of operands.
    fn balanced(&mut self, operands: &[ExprId], op: LogicOp) -> ExprId {
        if let [only] = operands {
            return *only;
        }
        let (left, right) = operands.split_at(operands.len() / 2);
        let (left, right) = (self.balanced(left, op), self.balanced(right, op));
        self.logic_of(left, right, op)
    }

    fn logic_of(&mut self, left: ExprId, right: ExprId, op: LogicOp) -> ExprId {
        let start = self.builder.module.expr(left).span.start;
        let end = self.builder.module.expr(right).span.end;
        self.builder.expr(ExprKind::Logic { op, left, right }, Span::new(self.file, start, end))
    }

    /// `a ? x : b ? y : z` as one branch.
    fn ternary(&mut self, node: Node<'t>) -> ExprId {
        let span = self.span(node);
        let mut arms = Vec::new();
        let mut node = node;
        while node.kind() == "ternary_expression" {
            let (Some(condition), Some(consequence), Some(alternative)) =
                (field(node, "condition"), field(node, "consequence"), field(node, "alternative"))
            else {
                break;
            };
            let guard = Some(self.expr(condition));
            let value = Some(self.expr(consequence));
            arms.push(Arm { pattern: None, guard, body: Block { stmts: Vec::new(), value } });
            node = strip(alternative);
        }
        // A broken conditional cannot be lowered as itself again.
        let last = if node.kind() == "ternary_expression" { self.parts(node) } else { self.expr(node) };
        arms.push(Arm { pattern: None, guard: None, body: Block { stmts: Vec::new(), value: Some(last) } });
        self.builder.expr(ExprKind::Branch { subject: None, arms, exhaustive: true }, span)
    }

    fn assignment(&mut self, node: Node<'t>) -> ExprId {
        let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else {
            return self.parts(node);
        };
        let left = strip(left);
        let target = self.pattern(left, Mode::Assign);
        let name = match left.kind() {
            "identifier" => Some(self.text(left)),
            "member_expression" => field(left, "property").map(|property| self.text(property)),
            _ => None,
        };
        let value = self.expr_named(right, name);
        if self.is_exports(&target) {
            self.exported.push(value);
        }
        let span = self.span(node);
        self.builder.expr(ExprKind::Assign { target: target.into(), op: AssignOp::Set, value }, span)
    }

    /// Whether a place is `module.exports`, `exports.x` or `module.exports.x`.
    fn is_exports(&self, target: &Pattern) -> bool {
        let Pattern::Place(place) = target else {
            return false;
        };
        let global = |id: ExprId, wanted: &str| matches!(&self.builder.module.expr(id).kind, ExprKind::Global(name) if **name == *wanted);
        let module_exports = |id: ExprId| {
            matches!(&self.builder.module.expr(id).kind,
                ExprKind::Member { object, key: Key::Name(name, _) } if &**name == "exports" && global(*object, "module"))
        };
        match &self.builder.module.expr(*place).kind {
            ExprKind::Member { object, .. } => {
                module_exports(*place) || module_exports(*object) || global(*object, "exports")
            }
            _ => false,
        }
    }

    fn augmented(&mut self, node: Node<'t>) -> ExprId {
        let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else {
            return self.parts(node);
        };
        let op = match operator(node) {
            "+=" => AssignOp::Append,
            "||=" => AssignOp::Logic(LogicOp::Or),
            "&&=" => AssignOp::Logic(LogicOp::And),
            "??=" => AssignOp::Logic(LogicOp::Coalesce),
            _ => AssignOp::Other,
        };
        let left = strip(left);
        let target = self.pattern(left, Mode::Assign);
        let name = (left.kind() == "identifier").then(|| self.text(left));
        let value = self.expr_named(right, name);
        let span = self.span(node);
        self.builder.expr(ExprKind::Assign { target: target.into(), op, value }, span)
    }

    fn update(&mut self, node: Node<'t>) -> ExprId {
        let Some(argument) = field(node, "argument") else {
            return self.parts(node);
        };
        let span = self.span(node);
        let target = self.pattern(strip(argument), Mode::Assign);
        let value = self.builder.expr(ExprKind::Num("1".into()), span);
        self.builder.expr(ExprKind::Assign { target: target.into(), op: AssignOp::Other, value }, span)
    }

    /// `at++` where nobody takes its value.
    pub(super) fn counted(&mut self, node: Node<'t>, counter: Node<'t>) -> ExprId {
        let span = self.span(node);
        let target = self.pattern(strip(counter), Mode::Assign);
        let value = self.builder.expr(ExprKind::Num("1".into()), span);
        self.builder.expr(ExprKind::Assign { target: target.into(), op: AssignOp::Append, value }, span)
    }

    fn unary(&mut self, node: Node<'t>) -> ExprId {
        let span = self.span(node);
        let Some(argument) = field(node, "argument").or_else(|| first_kid(node)) else {
            return self.builder.unknown(span);
        };
        match (operator(node), strip(argument).kind()) {
            ("-", "number") => {
                let text = format!("-{}", self.text(strip(argument)));
                self.builder.expr(ExprKind::Num(text.into()), span)
            }
            // Minifiers write `!0` for `true`.
            ("!", "number") => {
                let zero = self.text(strip(argument)) == "0";
                self.builder.expr(ExprKind::Bool(zero), span)
            }
            ("!", _) => {
                let value = self.expr(argument);
                self.builder.expr(ExprKind::Not(value), span)
            }
            ("typeof", _) => {
                let value = self.expr(argument);
                self.builder.expr(ExprKind::TypeOf(value), span)
            }
            ("void", "number") => self.builder.expr(ExprKind::Undefined, span),
            ("void", _) => {
                let value = self.expr(argument);
                let undefined = self.builder.expr(ExprKind::Undefined, span);
                self.sequence(vec![value, undefined], true, span)
            }
            ("delete", _) => {
                let place = self.expr(argument);
                // What a chain leads to is deleted, not its value.
                let place = match self.builder.module.expr(place).kind {
                    ExprKind::Optional(inner) => inner,
                    _ => place,
                };
                self.builder.expr(ExprKind::Delete(place), span)
            }
            _ => {
                let value = self.expr(argument);
                self.sequence(vec![value], false, span)
            }
        }
    }
}

fn operator(node: Node<'_>) -> &str {
    field(node, "operator").map_or("", |operator| operator.kind())
}

/// The operands of a left-deep chain of binary operators that satisfy a condition, from the left.
fn operands(top: Node<'_>, same: fn(&str) -> bool) -> Vec<Node<'_>> {
    let mut operands = Vec::new();
    let mut node = top;
    loop {
        let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else {
            // A broken node is left to `parts`.
            operands.extend(kids(node).into_iter().rev());
            break;
        };
        operands.push(right);
        let left = strip(left);
        if left.kind() == "binary_expression" && same(operator(left)) {
            node = left;
        } else {
            operands.push(left);
            break;
        }
    }
    operands.reverse();
    operands
}

/// The operators of such a chain, from the left.
fn operators(top: Node<'_>, same: fn(&str) -> bool) -> Vec<&str> {
    let mut found = vec![operator(top)];
    let mut node = top;
    while let Some(left) = field(node, "left").map(strip)
        && left.kind() == "binary_expression"
        && same(operator(left))
    {
        found.push(operator(left));
        node = left;
    }
    found.reverse();
    found
}

/// Operators whose value is not modelled, with `+` among them: its value is lost too.
fn is_arithmetic(operator: &str) -> bool {
    !matches!(operator, "||" | "&&" | "??") && Comparison::of(operator).is_none()
}

/// The parts of nodes of one kind nested in their own last part, in order.
fn flat<'t>(node: Node<'t>, kind: &str) -> Vec<Node<'t>> {
    let mut parts = Vec::new();
    let mut left = vec![node];
    while let Some(node) = left.pop() {
        if node.kind() == kind {
            left.extend(kids(node).into_iter().rev());
        } else {
            parts.push(node);
        }
    }
    parts
}
