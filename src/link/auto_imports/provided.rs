//! What modules provide as they run, by the names that their text shows.

use crate::ir::{Element, Entry, Expr, ExprKind, Key, Module};
use crate::link::written::Written;

/// The members of what an object has under one name, `return { provide: { api } }`, and what a method of that name is given,
/// `app.provide('api', api)`, each behind the prefix.
pub(super) fn names_provided(module: &Module, member: &str, prefix: &str) -> Vec<Box<str>> {
    let written = Written::of(module);
    let of_expr = |expr: &Expr| -> Vec<&str> {
        match &expr.kind {
            ExprKind::Object { entries, .. } => {
                let put = entries.iter().filter_map(|entry| match entry {
                    Entry::Pair(Key::Name(name, _), value, _) if **name == *member => Some(*value),
                    _ => None,
                });
                put.flat_map(|value| written.entries(value)).map(|(name, _)| name).collect()
            }
            ExprKind::Call { callee, args, .. } => match (&module.expr(*callee).kind, args.first()) {
                (ExprKind::Member { key: Key::Name(name, _), .. }, Some(Element::Item(first))) if **name == *member => {
                    written.text(*first).into_iter().collect()
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    };
    module.exprs.iter().flat_map(of_expr).map(|name| format!("{prefix}{name}").into()).collect()
}
