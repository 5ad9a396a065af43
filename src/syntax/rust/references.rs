//! What references lead to: what is assigned through one stands in the place that it was taken of.

use syn::{Expr, Pat};

use super::Lowerer;
use super::paths::segments;
use crate::ir::{AssignOp, BindingId, ExprId, ExprKind, Key, Pattern, Referent};

/// Methods that give a reference to what they are called on, or to all that it holds.
const LEADING: [&str; 9] =
    ["as_mut", "as_deref_mut", "borrow_mut", "by_ref", "expect", "get_mut", "lock", "unwrap", "write"];

/// How many references lead to one another.
const MAX_LEADING: usize = 8;

impl Lowerer<'_> {
    /// Lowers a pattern whose variables may refer to what it is matched against, or to parts of that.
    pub(super) fn pattern_into(&mut self, pat: &Pat, of: ExprId) -> Pattern {
        let referent =
            self.referent(of).map(|referent| Referent { whole: referent.whole && is_whole(pat), ..referent });
        self.with_referent(referent, |this| this.pattern(pat, false, None))
    }

    /// The same of what is a part of that each time.
    pub(super) fn pattern_into_parts(&mut self, pat: &Pat, of: ExprId) -> Pattern {
        self.referring(of, |this| this.pattern(pat, false, None))
    }

    /// Lowers the arguments of a method: what closures among them are called with may refer to parts of what it is called on.
    pub(super) fn referring<T>(&mut self, of: ExprId, lower: impl FnOnce(&mut Self) -> T) -> T {
        let referent = self.referent(of).map(|referent| Referent { whole: false, ..referent });
        self.with_referent(referent, lower)
    }

    pub(super) fn with_referent<T>(&mut self, referent: Option<Referent>, lower: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.declared_in, referent);
        let lowered = lower(self);
        self.declared_in = outer;
        lowered
    }

    /// Notes what a variable may refer to.
    pub(super) fn note_referent(&mut self, binding: BindingId) {
        if let Some(referent) = self.declared_in {
            self.referents.insert(binding, referent);
        }
    }

    /// How an assignment through a reference changes its target.
    pub(super) fn through(&self, target: &Expr) -> Option<AssignOp> {
        let mut at = target;
        while let Expr::Paren(syn::ExprParen { expr, .. }) | Expr::Group(syn::ExprGroup { expr, .. }) = at {
            at = expr;
        }
        let Expr::Unary(unary) = at else { return None };
        if !matches!(unary.op, syn::UnOp::Deref(_)) {
            return None;
        }
        let Expr::Path(path) = &*unary.expr else { return Some(AssignOp::Through(None)) };
        let [name] = &segments(&path.path)[..] else { return Some(AssignOp::Through(None)) };
        let referent = self.b.lookup(name).and_then(|binding| self.referents.get(&binding).copied());
        Some(AssignOp::Through(referent))
    }

    /// The place in which what an expression gives stands: a variable, or a member of one.
    fn referent(&self, of: ExprId) -> Option<Referent> {
        let (mut place, mut whole) = (of, true);
        for _ in 0..MAX_LEADING {
            match &self.b.module.expr(place).kind {
                ExprKind::Await(inner) | ExprKind::Try(inner) | ExprKind::Lend(inner) | ExprKind::Show(inner) => {
                    place = *inner;
                }
                ExprKind::Call { callee, .. } => {
                    let ExprKind::Member { object, key } = &self.b.module.expr(*callee).kind else { return None };
                    whole &= LEADING.iter().any(|name| key.is(name));
                    place = *object;
                }
                _ if self.is_by_names(place) => return Some(Referent { place, whole }),
                ExprKind::Member { object, .. } => (place, whole) = (*object, false),
                _ => return None,
            }
        }
        None
    }

    /// Whether a place is found by names alone.
    fn is_by_names(&self, place: ExprId) -> bool {
        let mut at = place;
        while let ExprKind::Member { object, key: Key::Name(..) } = &self.b.module.expr(at).kind {
            at = *object;
        }
        matches!(self.b.module.expr(at).kind, ExprKind::Name(_) | ExprKind::This)
    }
}

/// Whether a pattern binds all of what it is matched against.
fn is_whole(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(ident) => ident.subpat.is_none(),
        Pat::Paren(paren) => is_whole(&paren.pat),
        Pat::Type(typed) => is_whole(&typed.pat),
        Pat::TupleStruct(tuple) => {
            let names = segments(&tuple.path);
            let wraps = names.last().is_some_and(|name| name == "Some" || name == "Ok");
            wraps && tuple.elems.len() == 1 && tuple.elems.first().is_some_and(is_whole)
        }
        _ => false,
    }
}
