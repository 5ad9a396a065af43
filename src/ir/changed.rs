//! What the code of a module changes of what it declared or imported before.

use rustc_hash::FxHashSet;

use super::methods::METHODS;
use super::{Binding, BindingId, BindingKind, Element, Entry, Expr, ExprId, ExprKind, Key, Module, Pattern};

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
    let imports = imports.filter_map(|binding| from(module.binding(binding)));
    imports.chain(classes_written_into(module)).collect()
}

/// From where a module imports the classes whose instances it makes or names by their type, if it gives members of anything
/// but `this` a value.
fn classes_written_into(module: &Module) -> Vec<&str> {
    if !module.exprs.iter().any(|expr| is_written_into(module, expr)) {
        return Vec::new();
    }
    let made = module.exprs.iter().filter_map(|expr| match &expr.kind {
        ExprKind::New { callee, .. } => root(module, *callee),
        _ => None,
    });
    let of_bindings = module.bindings.iter().filter_map(|binding| binding.ty.as_deref());
    let of_params = module.functions.iter().flat_map(|function| &function.params);
    let of_params = of_params.filter_map(|param| param.ty.as_deref());
    let of_fields = module.classes.iter().flat_map(|class| &class.fields).filter_map(|field| field.ty.as_ref());
    let types: FxHashSet<&str> = of_bindings.chain(of_params).chain(of_fields).map(|ty| &*ty.path).collect();
    let of_types = module.bindings.iter().filter_map(from).filter(|from| types.iter().any(|path| path.contains(from)));
    made.filter_map(|binding| from(module.binding(binding))).chain(of_types).collect()
}

/// From where a binding is imported.
fn from(binding: &Binding) -> Option<&str> {
    match &binding.kind {
        BindingKind::Import { from, .. } => Some(from),
        _ => None,
    }
}

/// Whether an expression gives a member of anything but `this` a value.
fn is_written_into(module: &Module, expr: &Expr) -> bool {
    let is_other = |place: ExprId| match &module.expr(place).kind {
        ExprKind::Member { object, .. } => !matches!(module.expr(*object).kind, ExprKind::This),
        _ => false,
    };
    let is_held = |place: ExprId| matches!(module.expr(place).kind, ExprKind::Member { .. } | ExprKind::Name(_));
    match &expr.kind {
        ExprKind::Assign { target, .. } => {
            assigned(target).iter().any(|part| matches!(part, Pattern::Place(place) if is_other(*place)))
        }
        ExprKind::Call { callee, args, .. } => match &module.expr(*callee).kind {
            ExprKind::Member { key: Key::Name(name, _), .. } if METHODS.changing_first.contains(name) => {
                changed_by_call(module, *callee, args).is_some_and(is_held)
            }
            _ => false,
        },
        _ => false,
    }
}

/// The variables and places that are given a value where a pattern is.
fn assigned(pattern: &Pattern) -> Vec<&Pattern> {
    let mut found = Vec::new();
    let mut left = vec![pattern];
    while let Some(pattern) = left.pop() {
        match pattern {
            Pattern::Binding(_) | Pattern::Place(_) => found.push(pattern),
            Pattern::Default(inner, _) => left.push(inner),
            Pattern::Object { fields, rest, .. } => {
                left.extend(fields.iter().map(|(_, inner)| inner));
                left.extend(rest.as_deref());
            }
            Pattern::Array { items, rest } => {
                left.extend(items.iter().flatten());
                left.extend(rest.as_deref());
            }
            Pattern::Variant { items, .. } | Pattern::Or(items) => left.extend(items),
            Pattern::Ignore | Pattern::Literal(_) => {}
        }
    }
    found
}

/// The variables and places that an expression gives a value, or whose objects it changes by a method.
pub fn changed_by(module: &Module, expr: &Expr) -> (Vec<BindingId>, Vec<ExprId>) {
    let (mut bindings, mut places) = (Vec::new(), Vec::new());
    match &expr.kind {
        ExprKind::Assign { target, .. } => {
            for part in assigned(target) {
                match part {
                    Pattern::Binding(binding) => bindings.push(*binding),
                    Pattern::Place(place) => places.push(*place),
                    _ => {}
                }
            }
        }
        ExprKind::Delete(place) => places.push(*place),
        ExprKind::Call { callee, args, .. } => places.extend(changed_by_call(module, *callee, args)),
        _ => {}
    }
    (bindings, places)
}

/// Whether all that an expression does is to take something away.
pub fn takes_away(module: &Module, expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Delete(_) => true,
        ExprKind::Call { callee, .. } => match &module.expr(*callee).kind {
            ExprKind::Member { key: Key::Name(name, _), .. } => METHODS.taking_away.contains(name),
            _ => false,
        },
        _ => false,
    }
}

/// The variables of a module that are assigned after their declaration, and those whose objects are changed through
/// them, sorted.
pub fn changed_bindings(module: &Module) -> Vec<BindingId> {
    let mut found = FxHashSet::default();
    for expr in &module.exprs {
        let (bindings, places) = changed_by(module, expr);
        found.extend(bindings);
        found.extend(places.into_iter().filter_map(|place| root(module, place)));
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
                found.extend(assigned(target).into_iter().filter_map(|part| match part {
                    Pattern::Place(place) => named(*place),
                    _ => None,
                }));
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
