//! Aliases that the configuration of bundlers and compilers sets up: `resolve: { alias: { '@': path.resolve(__dirname, 'src') } }`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use globset::GlobSet;

use super::conventions::Conventions;
use super::packages::globs;
use super::tree::Tree;
use super::written::Written;
use crate::crash::caught;
use crate::ir::{Element, Entry, ExprId, ExprKind, Key};
use crate::source::SourceKind;
use crate::source::files::{Files, SourceFile};
use crate::source::walk::normalised;
use crate::syntax;

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
    /// Those that the files of a tree set up.
    pub fn read(tree: &Tree, files: &Files) -> Self {
        let mut all: BTreeMap<PathBuf, Vec<Alias>> = BTreeMap::new();
        for (id, file) in files.iter() {
            let Some(dir) = config_dir(file).filter(|_| file.text().contains(ALIAS)) else { continue };
            let Some(kind) = file.kind else { continue };
            // What fails here fails again where the file is read as a module, and is told there.
            let Ok(module) = caught(|| syntax::lower(id, kind, file.text())) else { continue };
            let package = tree.package_around(&dir);
            let known = all.entry(package.clone()).or_default();
            let reading = Reading { written: Written::of(&module), dir, package };
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
    written: Written<'a>,
    dir: PathBuf,
    package: PathBuf,
}

impl Reading<'_> {
    fn all(&self, known: &mut Vec<Alias>) {
        for expr in &self.written.module.exprs {
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
        let written = &self.written;
        if !matches!(written.kind(id), ExprKind::Array(_)) {
            written.entries(id).for_each(|(name, value)| self.add(name, value, known));
            return;
        }
        for item in written.items(id) {
            let Some((find, to)) = written.entry(item, "find").zip(written.entry(item, "replacement")) else {
                continue;
            };
            match written.kind(find) {
                ExprKind::Str(name) => self.add(name, to, known),
                ExprKind::Regex { source, .. } => {
                    if let Some(name) = beginning(source) {
                        self.add(&name, to, known);
                    }
                }
                _ => {}
            }
        }
    }

    /// `config.resolve.alias.set('@', resolve('src'))`
    fn set_one(&self, callee: ExprId, args: &[Element], known: &mut Vec<Alias>) {
        let [Element::Item(name), Element::Item(to)] = args else { return };
        let module = self.written.module;
        let ExprKind::Member { object, key: Key::Name(set, _) } = &module.expr(callee).kind else { return };
        if &**set != "set" || !self.is_alias_chain(*object) {
            return;
        }
        if let ExprKind::Str(name) = &module.expr(*name).kind {
            self.add(name, *to, known);
        }
    }

    fn is_alias_chain(&self, mut id: ExprId) -> bool {
        let module = self.written.module;
        for _ in 0..MAX_ALIASES {
            match &module.expr(id).kind {
                ExprKind::Member { key: Key::Name(name, _), .. } if &**name == ALIAS => return true,
                ExprKind::Call { callee, .. } => match &module.expr(*callee).kind {
                    ExprKind::Member { object, .. } => id = *object,
                    _ => return false,
                },
                _ => return false,
            }
        }
        false
    }

    fn add(&self, name: &str, to: ExprId, known: &mut Vec<Alias>) {
        // An absolute path begins at the package, and what begins with a name that is not known is a folder of the file.
        let text = self.written.path(to);
        let text = text.trim_end_matches("/*").trim_end_matches("$1").trim_start_matches('/').trim_end_matches('/');
        let exact = name.ends_with('$');
        let name = name.trim_end_matches(['$', '*']).trim_end_matches('/').to_owned();
        if name.is_empty() || text.is_empty() || known.len() >= MAX_ALIASES {
            return;
        }
        let above = self.dir.parent().unwrap_or(&self.dir);
        let mut places: Vec<PathBuf> = Vec::new();
        for base in [&self.dir, &self.package, above] {
            let place = normalised(&base.join(text));
            if place.starts_with(&self.package) && !places.contains(&place) {
                places.push(place);
            }
        }
        let alias = Alias { name, exact, places };
        if !known.contains(&alias) {
            known.push(alias);
        }
    }
}

/// The text that a regular expression finds at the beginning of specifiers, as an alias is written: of `^@\/` and `^@\/(.*)$`
/// it is `@/`, of `^api$`, which is the whole of one, `api$`.
fn beginning(source: &str) -> Option<String> {
    let text = source.strip_prefix('^')?;
    let text = ["(.*)$", "(.*)", "(.+)$", "(.+)"].iter().find_map(|rest| text.strip_suffix(rest)).unwrap_or(text);
    let text = text.replace("\\/", "/");
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "@~#%_-/".contains(char);
    let name = text.strip_suffix('$').unwrap_or(&text);
    // What goes on within a name would be another alias.
    let ends = name.len() < text.len() || name.ends_with('/');
    (ends && !name.is_empty() && name.chars().all(is_plain)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::beginning;

    #[test]
    fn regular_expressions_that_are_aliases() {
        let of = |source: &str| beginning(source).unwrap_or_default();
        assert_eq!(of(r"^@\/"), "@/");
        assert_eq!(of(r"^~/(.*)$"), "~/");
        assert_eq!(of("^api$"), "api$");
        for source in ["@", "^@", "^(a|b)/", r"^\.", "^$", r"^[\w]+/"] {
            assert_eq!(of(source), "", "{source}");
        }
    }
}
