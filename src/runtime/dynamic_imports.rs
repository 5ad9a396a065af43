//! Modules that are loaded by calls: `require('x')`, `import('x')`, `new Worker('x')`, `import.meta.glob('./x/*')`.

use crate::ir::{Element, ExprId, ExprKind, Key, Module};
use crate::link::patterns;

/// Constructors whose first argument is the address of a script.
const WORKERS: [&str; 2] = ["Worker", "SharedWorker"];

/// Methods of the platform that load the script at an address, by the object they are of: `navigator.serviceWorker`.
const METHODS: [(&str, &str); 4] = [
    ("serviceWorker", "register"),
    ("audioWorklet", "addModule"),
    ("paintWorklet", "addModule"),
    ("layoutWorklet", "addModule"),
];

/// The specifiers of what an expression loads; those of many modules at once are patterns.
pub(super) fn loads(module: &Module, expr: &ExprKind) -> Vec<Box<str>> {
    match expr {
        ExprKind::Call { callee, args, .. } => called(module, *callee, args),
        ExprKind::New { callee, args } => made(module, *callee, args),
        _ => Vec::new(),
    }
}

fn called(module: &Module, callee: ExprId, args: &[Element]) -> Vec<Box<str>> {
    let first = || text(module, args.first());
    match &module.expr(callee).kind {
        ExprKind::Global(name) => match name.as_ref() {
            "require" | "import" => first().into_iter().map(Into::into).collect(),
            "importScripts" => args.iter().filter_map(|arg| text(module, Some(arg))).map(patterns::relative).collect(),
            _ => Vec::new(),
        },
        ExprKind::Member { object, key: Key::Name(key, _) } => match (&module.expr(*object).kind, key.as_ref()) {
            (ExprKind::Global(name), "glob" | "globEager") if name.as_ref() == "import.meta" => globs(module, args),
            (ExprKind::Global(name), "context") if name.as_ref() == "require" => {
                first().map(patterns::below).into_iter().collect()
            }
            (object, key) => {
                let (ExprKind::Global(object) | ExprKind::Member { key: Key::Name(object, _), .. }) = object else {
                    return Vec::new();
                };
                let is_loader = METHODS.iter().any(|(of, name)| **object == **of && key == *name);
                first().filter(|_| is_loader).map(patterns::relative).into_iter().collect()
            }
        },
        _ => Vec::new(),
    }
}

fn made(module: &Module, callee: ExprId, args: &[Element]) -> Vec<Box<str>> {
    let ExprKind::Global(name) = &module.expr(callee).kind else { return Vec::new() };
    let is_here = || match args.get(1) {
        Some(Element::Item(base)) => match &module.expr(*base).kind {
            ExprKind::Member { object, key: Key::Name(key, _) } => {
                matches!(&module.expr(*object).kind, ExprKind::Global(name) if name.as_ref() == "import.meta")
                    && key.as_ref() == "url"
            }
            _ => false,
        },
        _ => false,
    };
    let is_script = WORKERS.contains(&name.as_ref()) || name.as_ref() == "URL" && is_here();
    text(module, args.first()).filter(|_| is_script).map(patterns::relative).into_iter().collect()
}

fn globs(module: &Module, args: &[Element]) -> Vec<Box<str>> {
    let Some(Element::Item(first)) = args.first() else { return Vec::new() };
    let texts: Vec<&str> = match &module.expr(*first).kind {
        ExprKind::Array(items) => items.iter().filter_map(|item| text(module, Some(item))).collect(),
        _ => text(module, args.first()).into_iter().collect(),
    };
    let (not, some): (Vec<&str>, Vec<&str>) = texts.iter().partition(|text| text.starts_with('!'));
    some.into_iter().map(|one| patterns::without(one, &not)).collect()
}

fn text<'m>(module: &'m Module, argument: Option<&Element>) -> Option<&'m str> {
    let Some(Element::Item(id)) = argument else { return None };
    match &module.expr(*id).kind {
        ExprKind::Str(text) => Some(text),
        _ => None,
    }
}
