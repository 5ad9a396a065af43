//! What conditions say of there being nothing.
//!
//! The taking out of entries that hold nothing: `if (headers[key] === undefined) delete headers[key]`. What it takes out
//! was never sent, so that it changes nothing of what is known.

use std::sync::Arc;

use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::{Block, Comparison, ExprId, ExprKind, Key, LogicOp, Stmt};
use crate::request::Hole;

/// More places of which one condition says that they are empty are not remembered.
const MAX_PLACES: usize = 8;

impl Interpreter<'_> {
    /// Whether all that a block does is to take out what its guard says holds nothing.
    pub(crate) fn only_removes_nothing(&self, guard: ExprId, body: &Block) -> bool {
        match (&body.stmts[..], body.value) {
            ([Stmt::Expr(action)], None) => self.removes_nothing(guard, *action),
            ([], Some(action)) => self.removes_nothing(guard, action),
            _ => false,
        }
    }

    /// The same of `guard && action`.
    pub(crate) fn removes_nothing(&self, guard: ExprId, action: ExprId) -> bool {
        match &self.expr(action).kind {
            ExprKind::Delete(place) => self.says_empty(guard, *place),
            ExprKind::Block(block) => self.only_removes_nothing(guard, block),
            _ => false,
        }
    }

    /// The values of which a condition says that there is none, where it holds.
    pub(crate) fn absent_by(&mut self, guard: ExprId) -> Vec<Arc<Hole>> {
        let mut absent = Vec::new();
        for place in self.empty_by(guard) {
            if self.is_plain_place(place) {
                let value = self.eval(place);
                absent.extend(value.alternatives().iter().filter_map(|part| match part {
                    Value::Unknown(hole, _) => Some(hole.hole.clone()),
                    _ => None,
                }));
            }
        }
        absent
    }

    /// Whether a condition holds only where nothing is at a place.
    fn says_empty(&self, guard: ExprId, place: ExprId) -> bool {
        self.empty_by(guard).iter().any(|empty| self.is_same_place(*empty, place))
    }

    /// The places at which there is nothing where a condition holds.
    fn empty_by(&self, guard: ExprId) -> Vec<ExprId> {
        let is_nothing = |expr: ExprId| match &self.expr(expr).kind {
            ExprKind::Undefined | ExprKind::Null => true,
            ExprKind::Str(text) => text.is_empty(),
            _ => false,
        };
        match &self.expr(guard).kind {
            ExprKind::Not(value) => vec![*value],
            ExprKind::Compare { op: Comparison::Equal | Comparison::LooselyEqual, left, right } => {
                let compared = [(*left, *right), (*right, *left)];
                compared.into_iter().filter(|(_, with)| is_nothing(*with)).map(|(place, _)| place).collect()
            }
            ExprKind::Logic { op: LogicOp::Or, left, right } => {
                let (mut left, right) = (self.empty_by(*left), self.empty_by(*right));
                left.retain(|place| right.iter().any(|other| self.is_same_place(*place, *other)));
                left
            }
            ExprKind::Logic { op: LogicOp::And, left, right } => {
                self.empty_by(*left).into_iter().chain(self.empty_by(*right)).take(MAX_PLACES).collect()
            }
            _ => Vec::new(),
        }
    }

    fn is_same_place(&self, left: ExprId, right: ExprId) -> bool {
        match (&self.expr(left).kind, &self.expr(right).kind) {
            (ExprKind::Name(left), ExprKind::Name(right)) => left == right,
            (ExprKind::This, ExprKind::This) => true,
            (ExprKind::Member { object: a, key }, ExprKind::Member { object: b, key: other }) => {
                let same_key = match (key, other) {
                    (Key::Name(key, _), Key::Name(other, _)) => key == other,
                    (Key::Computed(key), Key::Computed(other)) => self.is_same_place(*key, *other),
                    _ => false,
                };
                same_key && self.is_same_place(*a, *b)
            }
            _ => false,
        }
    }
}
