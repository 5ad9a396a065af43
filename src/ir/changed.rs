//! What the code of a module changes of what it declared or imported before.

use rustc_hash::FxHashSet;

use super::{BindingId, BindingKind, Element, Entry, ExprId, ExprKind, Key, Module, Pattern};

/// From where a module imports objects that it changes.
pub fn changed_imports(module: &Module) -> Vec<&str> {
    let imports = changed_bindings(module).into_iter().filter_map(|binding| match &module.binding(binding).kind {
        BindingKind::Import { from, .. } => Some(&**from),
        _ => None,
    });
    imports.collect()
}

/// The variables of a module that are assigned after their declaration, and those whose objects are changed through
/// them, sorted.
pub fn changed_bindings(module: &Module) -> Vec<BindingId> {
    let mut found = FxHashSet::default();
    for expr in &module.exprs {
        match &expr.kind {
            ExprKind::Assign { target: Pattern::Binding(binding), .. } => {
                found.insert(*binding);
            }
            ExprKind::Assign { target: Pattern::Place(place), .. } | ExprKind::Delete(place) => {
                found.extend(root(module, *place));
            }
            ExprKind::Call { callee, args, .. } => {
                if let ExprKind::Member { object, key: Key::Name(name, _) } = &module.expr(*callee).kind {
                    match &**name {
                        "set" | "append" | "delete" | "push" | "unshift" => found.extend(root(module, *object)),
                        "assign" => {
                            if let Some(Element::Item(target)) = args.first() {
                                found.extend(root(module, *target));
                            }
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    let mut found: Vec<BindingId> = found.into_iter().collect();
    found.sort_unstable();
    found
}

/// The names of fields that code of a module gives a value, or hands to what may: by an assignment, in a struct literal, by
/// a method that is called on one.
pub fn written_fields(module: &Module) -> FxHashSet<Box<str>> {
    let named = |place: ExprId| match &module.expr(place).kind {
        ExprKind::Member { key: Key::Name(name, _), .. } => Some(name.clone()),
        _ => None,
    };
    // What only reads.
    let reads = |method: &str| {
        matches!(
            method,
            "as_ref"
                | "as_deref"
                | "clone"
                | "is_some"
                | "is_none"
                | "unwrap"
                | "expect"
                | "unwrap_or"
                | "unwrap_or_default"
                | "unwrap_or_else"
                | "map"
                | "and_then"
                | "ok_or"
                | "ok_or_else"
                | "cloned"
                | "iter"
                | "map_or"
                | "is_some_and"
                | "to_owned"
                | "as_str"
                | "to_string"
                | "copied"
                | "filter"
                | "or"
                | "or_else"
                | "zip"
                | "into_iter"
        )
    };
    let mut found = FxHashSet::default();
    for expr in &module.exprs {
        match &expr.kind {
            ExprKind::Assign { target: Pattern::Place(place), .. } | ExprKind::Lend(place) => {
                found.extend(named(*place));
            }
            ExprKind::Call { callee, .. } => {
                if let ExprKind::Member { object, key: Key::Name(method, _) } = &module.expr(*callee).kind
                    && !reads(method)
                {
                    found.extend(named(*object));
                }
            }
            ExprKind::Object { entries, .. } => {
                let given = entries.iter().filter_map(|entry| match entry {
                    Entry::Pair(Key::Name(name, _), value, _)
                        if !matches!(module.expr(*value).kind, ExprKind::Null) =>
                    {
                        Some(name.clone())
                    }
                    _ => None,
                });
                found.extend(given);
            }
            _ => {}
        }
    }
    found
}

/// The variable that a place is in.
fn root(module: &Module, mut place: ExprId) -> Option<BindingId> {
    loop {
        match &module.expr(place).kind {
            ExprKind::Name(binding) => return Some(*binding),
            ExprKind::Member { object, .. } => place = *object,
            _ => return None,
        }
    }
}
