//! Paths that begin where the module itself lies: `path.join(__dirname, '..', 'lib')`, `new URL('./lib.js', import.meta.url)`.
//! Modules that are loaded by such a path are as those that are loaded by a relative one.

use crate::ir::{Element, ExprId, ExprKind, Key, Module, TemplatePart};

/// The folder of a module, by its customary name too.
const FOLDER: &str = "__dirname";

/// How deep a path is put together.
const MAX_DEPTH: usize = 8;

/// The relative path that an expression is; `None` for any other.
pub(super) fn path_from_here(module: &Module, id: ExprId) -> Option<String> {
    path(module, id, MAX_DEPTH).filter(|path| path != ".")
}

fn path(module: &Module, id: ExprId, left: usize) -> Option<String> {
    let left = left.checked_sub(1)?;
    let first = |args: &[Element]| match args.first() {
        Some(Element::Item(first)) => path(module, *first, left),
        _ => None,
    };
    match &module.expr(id).kind {
        ExprKind::Global(name) => (&**name == FOLDER).then(|| ".".to_owned()),
        ExprKind::Name(binding) => (&*module.binding(*binding).name == FOLDER).then(|| ".".to_owned()),
        ExprKind::Template(parts) => {
            let (TemplatePart::Hole(begin), rest) = parts.split_first()? else { return None };
            let rest: Option<Vec<&str>> = rest.iter().map(|part| part_text(module, part)).collect();
            let rest = rest?.concat();
            rest.starts_with('/').then(|| path(module, *begin, left).map(|begin| begin + &rest))?
        }
        ExprKind::Call { callee, args, .. } => match called(module, *callee)? {
            "join" | "resolve" => {
                let begin = first(args)?;
                let rest: Option<Vec<&str>> = args[1..].iter().map(|arg| relative(module, arg)).collect();
                Some(rest?.iter().fold(begin, |path, part| path + "/" + part))
            }
            "fileURLToPath" => first(args),
            _ => None,
        },
        ExprKind::New { callee, args } => {
            let [Element::Item(address), Element::Item(base)] = &args[..] else { return None };
            let address = text(module, *address)?;
            let is_url = matches!(&module.expr(*callee).kind, ExprKind::Global(name) if &**name == "URL");
            let is_relative = address.starts_with("./") || address.starts_with("../");
            (is_url && is_relative && is_own_address(module, *base)).then(|| address.to_owned())
        }
        ExprKind::Member { object, key: Key::Name(key, _) } if matches!(&**key, "href" | "pathname") => {
            path(module, *object, left)
        }
        _ => None,
    }
}

/// The last name of what is called.
fn called(module: &Module, callee: ExprId) -> Option<&str> {
    match &module.expr(callee).kind {
        ExprKind::Member { key: Key::Name(name, _), .. } | ExprKind::Global(name) => Some(name),
        ExprKind::Name(binding) => Some(&module.binding(*binding).name),
        _ => None,
    }
}

/// `import.meta.url`
fn is_own_address(module: &Module, id: ExprId) -> bool {
    let ExprKind::Member { object, key: Key::Name(key, _) } = &module.expr(id).kind else { return false };
    &**key == "url" && matches!(&module.expr(*object).kind, ExprKind::Global(name) if &**name == "import.meta")
}

fn relative<'m>(module: &'m Module, arg: &Element) -> Option<&'m str> {
    let Element::Item(id) = arg else { return None };
    text(module, *id).filter(|text| !text.starts_with('/'))
}

fn part_text<'m>(module: &'m Module, part: &'m TemplatePart) -> Option<&'m str> {
    match part {
        TemplatePart::Text(text, ..) => Some(text),
        TemplatePart::Hole(id) => text(module, *id),
    }
}

fn text(module: &Module, id: ExprId) -> Option<&str> {
    match &module.expr(id).kind {
        ExprKind::Str(text) => Some(text),
        _ => None,
    }
}
