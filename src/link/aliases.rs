//! Aliases that the configuration of bundlers and compilers sets up: `resolve: { alias: { '@': path.resolve(__dirname, 'src') } }`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use globset::GlobSet;
use rustc_hash::FxHashMap;

use super::conventions::Conventions;
use super::packages::globs;
use crate::crash::caught;
use crate::ir::{BindingId, Element, Entry, ExprId, ExprKind, Key, Module, Pattern, Stmt, TemplatePart};
use crate::source::SourceKind;
use crate::source::files::{Files, SourceFile};
use crate::source::walk::normalised;
use crate::syntax;

/// How deep a value is looked into for the text in it.
const MAX_DEPTH: usize = 12;

/// How many aliases one package may have.
const MAX_ALIASES: usize = 200;

/// The member whose entries are aliases.
const ALIAS: &str = "alias";

/// An alias, and the places that it may stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alias {
    /// What specifiers begin with, without a slash at its end.
    pub name: String,
    /// It stands for one module, and not for what is below it.
    pub exact: bool,
    /// Where it leads; the first that is there counts.
    pub places: Vec<PathBuf>,
}

/// The aliases of each package, by its directory.
#[derive(Debug, Default)]
pub(super) struct Aliases(BTreeMap<PathBuf, Vec<Alias>>);

static CONFIGS: LazyLock<GlobSet> =
    LazyLock::new(|| globs(Conventions::get().alias_configs.iter().map(String::as_str)));

impl Aliases {
    /// Those that the files of a run set up; `package_of` tells the package that a directory belongs to.
    pub fn read(files: &Files, package_of: impl Fn(&Path) -> PathBuf) -> Self {
        let mut all: BTreeMap<PathBuf, Vec<Alias>> = BTreeMap::new();
        for (id, file) in files.iter() {
            let Some(dir) = config_dir(file).filter(|_| file.text().contains(ALIAS)) else { continue };
            let Some(kind) = file.kind else { continue };
            // What fails here fails again where the file is read as a module, and is told there.
            let Ok(module) = caught(|| syntax::lower(id, kind, file.text())) else { continue };
            let package = package_of(&dir);
            let known = all.entry(package.clone()).or_default();
            let reading = Reading { module: &module, values: values(&module), dir, package };
            reading.all(known);
        }
        Self(all)
    }

    /// Those of a package.
    pub fn of(&self, package: &Path) -> &[Alias] {
        self.0.get(package).map_or(&[], Vec::as_slice)
    }
}

/// The directory of a file that may set up aliases.
fn config_dir(file: &SourceFile) -> Option<PathBuf> {
    if !file.kind.is_some_and(SourceKind::is_script) || file.embedded_in.is_some() {
        return None;
    }
    let location = normalised(&file.location);
    CONFIGS.is_match(location.file_name()?).then(|| location.parent().map(Path::to_path_buf))?
}

struct Reading<'a> {
    module: &'a Module,
    /// What the names of the file are bound to.
    values: FxHashMap<BindingId, ExprId>,
    dir: PathBuf,
    package: PathBuf,
}

fn values(module: &Module) -> FxHashMap<BindingId, ExprId> {
    let statements = module.functions.iter().flat_map(|function| &function.body.stmts);
    let bound = statements.filter_map(|stmt| match stmt {
        Stmt::Bind { pattern: Pattern::Binding(binding), value: Some(value), .. } => Some((*binding, *value)),
        _ => None,
    });
    bound.collect()
}

impl Reading<'_> {
    fn all(&self, known: &mut Vec<Alias>) {
        for expr in &self.module.exprs {
            match &expr.kind {
                ExprKind::Object { entries, .. } => {
                    for entry in entries {
                        if let Entry::Pair(Key::Name(name, _), value, _) = entry
                            && &**name == ALIAS
                        {
                            self.aliases(*value, known);
                        }
                    }
                }
                ExprKind::Call { callee, args, .. } => self.set_one(*callee, args, known),
                _ => {}
            }
        }
    }

    /// An object of aliases, or a list of such with `find` and `replacement`.
    fn aliases(&self, id: ExprId, known: &mut Vec<Alias>) {
        match &self.module.expr(self.resolved(id)).kind {
            ExprKind::Object { entries, .. } => {
                for entry in entries {
                    if let Entry::Pair(Key::Name(name, _), value, _) = entry {
                        self.add(name, *value, known);
                    }
                }
            }
            ExprKind::Array(items) => {
                for item in items {
                    let Element::Item(item) = item else { continue };
                    let ExprKind::Object { entries, .. } = &self.module.expr(self.resolved(*item)).kind else {
                        continue;
                    };
                    let member = |wanted: &str| {
                        entries.iter().find_map(|entry| match entry {
                            Entry::Pair(Key::Name(name, _), value, _) if &**name == wanted => Some(*value),
                            _ => None,
                        })
                    };
                    if let (Some(find), Some(to)) = (member("find"), member("replacement"))
                        && let ExprKind::Str(name) = &self.module.expr(self.resolved(find)).kind
                    {
                        self.add(name, to, known);
                    }
                }
            }
            _ => {}
        }
    }

    /// `config.resolve.alias.set('@', resolve('src'))`
    fn set_one(&self, callee: ExprId, args: &[Element], known: &mut Vec<Alias>) {
        let [Element::Item(name), Element::Item(to)] = args else { return };
        let ExprKind::Member { object, key: Key::Name(set, _) } = &self.module.expr(callee).kind else { return };
        if &**set != "set" || !self.is_alias_chain(*object) {
            return;
        }
        if let ExprKind::Str(name) = &self.module.expr(*name).kind {
            self.add(name, *to, known);
        }
    }

    fn is_alias_chain(&self, mut id: ExprId) -> bool {
        for _ in 0..MAX_ALIASES {
            match &self.module.expr(id).kind {
                ExprKind::Member { key: Key::Name(name, _), .. } if &**name == ALIAS => return true,
                ExprKind::Call { callee, .. } => match &self.module.expr(*callee).kind {
                    ExprKind::Member { object, .. } => id = *object,
                    _ => return false,
                },
                _ => return false,
            }
        }
        false
    }

    fn add(&self, name: &str, to: ExprId, known: &mut Vec<Alias>) {
        let mut text = String::new();
        self.path(to, &mut text, 0);
        // An absolute path begins at the package, and what begins with a name that is not known is a folder of the file.
        let text = text.trim_start_matches('/').trim_end_matches('/').to_owned();
        let exact = name.ends_with('$');
        let name = name.trim_end_matches(['$', '*']).trim_end_matches('/').to_owned();
        if name.is_empty() || text.is_empty() || known.len() >= MAX_ALIASES {
            return;
        }
        let above = self.dir.parent().unwrap_or(&self.dir);
        let mut places: Vec<PathBuf> = Vec::new();
        for base in [&self.dir, &self.package, above] {
            let place = normalised(&base.join(&text));
            if place.starts_with(&self.package) && !places.contains(&place) {
                places.push(place);
            }
        }
        let alias = Alias { name, exact, places };
        if !known.contains(&alias) {
            known.push(alias);
        }
    }

    /// The fixed parts of a path, as `path.resolve` and the like put them together.
    fn path(&self, id: ExprId, text: &mut String, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        let push = |text: &mut String, part: &str| {
            if !text.is_empty() && !text.ends_with('/') {
                text.push('/');
            }
            text.push_str(part.trim_end_matches("/*"));
        };
        match &self.module.expr(self.resolved(id)).kind {
            ExprKind::Str(part) => push(text, part),
            ExprKind::Template(parts) => {
                for part in parts {
                    match part {
                        TemplatePart::Text(part, ..) => push(text, part.trim_start_matches('/')),
                        TemplatePart::Hole(id) => self.path(*id, text, depth + 1),
                    }
                }
            }
            ExprKind::Call { args, .. } | ExprKind::New { args, .. } => {
                for arg in args {
                    if let Element::Item(arg) = arg {
                        self.path(*arg, text, depth + 1);
                    }
                }
            }
            ExprKind::Array(items) => {
                if let Some(Element::Item(first)) = items.first() {
                    self.path(*first, text, depth + 1);
                }
            }
            // `fileURLToPath(new URL('./src', import.meta.url)).pathname`
            ExprKind::Member { object, .. } => {
                if matches!(self.module.expr(*object).kind, ExprKind::Call { .. } | ExprKind::New { .. }) {
                    self.path(*object, text, depth + 1);
                }
            }
            _ => {}
        }
    }

    fn resolved(&self, mut id: ExprId) -> ExprId {
        for _ in 0..MAX_DEPTH {
            id = match &self.module.expr(id).kind {
                ExprKind::Cast { value, .. } | ExprKind::Optional(value) => *value,
                ExprKind::Name(binding) => match self.values.get(binding) {
                    Some(value) => *value,
                    None => return id,
                },
                _ => return id,
            };
        }
        id
    }
}
