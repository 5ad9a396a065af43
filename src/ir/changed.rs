//! What the code of a module changes of what it declared or imported before.

use rustc_hash::FxHashSet;

use super::methods::METHODS;
use super::{BindingId, BindingKind, Element, Entry, ExprId, ExprKind, Key, Module, Pattern};

/// From where a module imports objects that it changes, or hands to functions that may.
pub fn changed_imports(module: &Module) -> Vec<&str> {
    let handed = module.exprs.iter().flat_map(|expr| match &expr.kind {
        ExprKind::Call { callee, args, .. } if matches!(module.expr(*callee).kind, ExprKind::Name(_)) => &**args,
        _ => &[],
    });
    let handed = handed.filter_map(|arg| match arg {
        Element::Item(arg) => root(module, *arg),
        Element::Spread(_) => None,
    });
    let imports = changed_bindings(module).into_iter().chain(handed);
    let imports = imports.filter_map(|binding| match &module.binding(binding).kind {
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
            ExprKind::Assign { target, .. } => match &**target {
                Pattern::Binding(binding) => {
                    found.insert(*binding);
                }
                Pattern::Place(place) => found.extend(root(module, *place)),
                _ => {}
            },
            ExprKind::Delete(place) => found.extend(root(module, *place)),
            ExprKind::Call { callee, args, .. } => {
                found.extend(changed_by_call(module, *callee, args).and_then(|place| root(module, place)));
            }
            _ => {}
        }
    }
    let mut found: Vec<BindingId> = found.into_iter().collect();
    found.sort_unstable();
    found
}

/// What a call changes, as far as the name of what is called tells.
fn changed_by_call(module: &Module, callee: ExprId, args: &[Element]) -> Option<ExprId> {
    // A target alone stays as it is.
    let target = || match args {
        [Element::Item(target), _, ..] => Some(*target),
        _ => None,
    };
    let (object, name) = match &module.expr(callee).kind {
        ExprKind::Member { object, key: Key::Name(name, _) } => (*object, name),
        ExprKind::Name(binding) if METHODS.changing_first.contains(&module.binding(*binding).name) => return target(),
        _ => return None,
    };
    let is_changing = METHODS.changing.contains(name);
    match &module.expr(object).kind {
        _ if METHODS.changing_first.contains(name) => target(),
        // `Reflect.set(object, …)`.
        ExprKind::Global(_) if is_changing => target(),
        ExprKind::Member { key: Key::Name(method, _), .. }
            if METHODS.handing_on.contains(name) && METHODS.changing.contains(method) =>
        {
            target()
        }
        _ if is_changing => Some(object),
        _ => None,
    }
}

/// The names of fields that code of a module gives a value, or hands to what may: by an assignment, in a struct literal, by
/// a method that is called on one.
pub fn written_fields(module: &Module) -> FxHashSet<Box<str>> {
    let named = |place: ExprId| match &module.expr(place).kind {
        ExprKind::Member { key: Key::Name(name, _), .. } => Some(name.clone()),
        _ => None,
    };
    let mut found = FxHashSet::default();
    for expr in &module.exprs {
        match &expr.kind {
            ExprKind::Assign { target, .. } => {
                if let Pattern::Place(place) = **target {
                    found.extend(named(place));
                }
            }
            ExprKind::Lend(place) => found.extend(named(*place)),
            ExprKind::Call { callee, .. } => {
                if let ExprKind::Member { object, key: Key::Name(method, _) } = &module.expr(*callee).kind
                    && !METHODS.reading.contains(method)
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
