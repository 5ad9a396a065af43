//! What the configuration of a project says of the names that it has without imports.

use crate::clients::AutoImportDef;
use crate::ir::{BindingKind, Element, ExprId, ExprKind, Module};
use crate::link::packages::split;
use crate::link::written::Written;
use crate::source::FileId;

/// How many folders or names one configuration may add.
const MAX_ADDED: usize = 500;

/// What configuration adds.
#[derive(Debug, Default)]
pub(super) struct Settings {
    /// The folder that the sources are in.
    pub root: Option<String>,
    /// Folders with modules whose names are there, or patterns of such.
    pub folders: Vec<String>,
    /// Folders of other projects, as written, whose modules count as well.
    pub layers: Vec<String>,
    /// Names that are imported.
    pub given: Vec<Name>,
}

/// A name, and by which specifier and name configuration imports it.
#[derive(Debug)]
pub(super) struct Name {
    pub own: Box<str>,
    pub from: Box<str>,
    pub there: Box<str>,
    /// The file of configuration.
    pub config: FileId,
}

impl Name {
    /// A name of a list that a table has.
    pub fn of_list(list: &str, name: &str, config: FileId) -> Self {
        Self { own: name.into(), from: list.into(), there: name.into(), config }
    }
}

impl Settings {
    /// Reads what a file of configuration says.
    pub fn read(&mut self, module: &Module, def: &AutoImportDef) {
        let written = Written::of(module);
        for object in objects(&written, def) {
            if let Some(root) = def.root_key.as_ref().and_then(|key| written.entry(object, key)) {
                self.root = Some(written.path(root)).filter(|root| !root.is_empty());
            }
            for folders in def.folders_in.iter().filter_map(|keys| below(&written, object, keys)) {
                self.add_folders(&written, folders);
            }
            for layers in def.layers_in.iter().filter_map(|keys| below(&written, object, keys)) {
                let written = written.items(layers).into_iter().map(|layer| written.path(layer));
                self.layers.extend(written.filter(|layer| layer.starts_with('.')));
            }
            for names in def.names_in.iter().filter_map(|keys| below(&written, object, keys)) {
                for item in written.items(names) {
                    self.add_names(&written, item, def);
                }
            }
        }
        self.layers.truncate(MAX_ADDED);
        self.folders.truncate(MAX_ADDED);
        self.given.truncate(MAX_ADDED);
    }

    fn add_folders(&mut self, written: &Written, folders: ExprId) {
        for item in written.items(folders) {
            // An object says more of a folder.
            let place = match written.kind(item) {
                ExprKind::Object { .. } => written.entry(item, "glob"),
                _ => Some(item),
            };
            let path = place.map(|place| written.path(place)).unwrap_or_default();
            if !path.is_empty() && !path.starts_with('!') {
                self.folders.push(path);
            }
        }
    }

    /// The name of a list that is known, `{ from: 'axios', imports: ['get'] }`, `{ axios: [['default', 'axios']] }`.
    fn add_names(&mut self, written: &Written, item: ExprId, def: &AutoImportDef) {
        if let Some(list) = written.text(item) {
            let known = def.lists.get(list).into_iter().flatten();
            self.given.extend(known.map(|name| Name::of_list(list, name, written.module.file)));
            return;
        }
        let Some(from) = written.entry(item, "from").and_then(|from| written.text(from)) else {
            for (from, names) in written.entries(item) {
                written.items(names).into_iter().for_each(|name| self.add_name(written, from, name));
            }
            return;
        };
        match written.entry(item, "imports") {
            Some(names) => written.items(names).into_iter().for_each(|name| self.add_name(written, from, name)),
            None => self.add_name(written, from, item),
        }
    }

    /// `'get'`, `['default', 'axios']`, `{ name: 'default', as: 'axios' }`
    fn add_name(&mut self, written: &Written, from: &str, name: ExprId) {
        let text = |id: Option<ExprId>| id.and_then(|id| written.text(id));
        let (there, own) = match written.kind(name) {
            ExprKind::Str(name) => (Some(&**name), None),
            ExprKind::Array(_) => {
                let items = written.items(name);
                (text(items.first().copied()), text(items.get(1).copied()))
            }
            _ => (text(written.entry(name, "name")), text(written.entry(name, "as"))),
        };
        if let Some(there) = there {
            let (own, config) = (own.unwrap_or(there).into(), written.module.file);
            self.given.push(Name { own, from: from.into(), there: there.into(), config });
        }
    }
}

/// The objects that the keys are those of: what the functions that are named get, or else any.
fn objects(written: &Written, def: &AutoImportDef) -> Vec<ExprId> {
    let module = written.module;
    let all = (0..module.exprs.len()).map(|at| ExprId::new(module.file, at));
    let found = all.filter_map(|id| match &module.expr(id).kind {
        ExprKind::Object { .. } if def.calls.is_empty() => Some(id),
        ExprKind::Call { callee, args, .. } if is_of(written, *callee, &def.calls) => match args.first() {
            Some(Element::Item(first)) => Some(written.resolved(*first)),
            _ => None,
        },
        _ => None,
    });
    found.collect()
}

/// Whether a function comes from one of some packages, imported or required.
fn is_of(written: &Written, callee: ExprId, packages: &[Box<str>]) -> bool {
    let module = written.module;
    let is_named = |from: &str| packages.iter().any(|package| **package == *split(from).0);
    match written.kind(callee) {
        ExprKind::Name(binding) => {
            matches!(&module.binding(*binding).kind, BindingKind::Import { from, .. } if is_named(from))
        }
        // `require('x').default`
        ExprKind::Member { object, .. } => is_of(written, *object, packages),
        ExprKind::Call { callee, args, .. } => {
            matches!(&module.expr(*callee).kind, ExprKind::Global(name) if &**name == "require")
                && matches!(args.first(), Some(Element::Item(from)) if written.text(*from).is_some_and(is_named))
        }
        _ => false,
    }
}

/// What an object has under keys that follow one another, `imports.dirs`.
fn below(written: &Written, object: ExprId, keys: &str) -> Option<ExprId> {
    keys.split('.').try_fold(object, |object, key| written.entry(object, key))
}
