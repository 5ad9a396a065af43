//! Names that code uses without importing them, for a build puts the imports in: those that files in certain folders of a
//! project export, and those of packages that its configuration lists. `[[auto-import]]` in `rules/frameworks` says which.
//!
//! The imports are put in here too, so that everything behind sees what the build would have made.

mod find;
mod offers;
mod provided;
mod settings;
mod variants;

pub use find::find;

use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use offers::Origin;
use variants::Variants;

use super::Resolver;
use super::patterns::way;
use crate::ir::{Binding, BindingId, BindingKind, ExprKind, Module};
use crate::source::FileId;

/// A specifier that leads nowhere: of a name that may come from several places nothing is known.
const NOWHERE: &str = "";

/// What the files of a run may use without importing it.
#[derive(Debug, Default)]
pub struct AutoImports {
    scopes: Vec<Scope>,
    /// The scopes that a file is in.
    of: FxHashMap<FileId, Vec<usize>>,
    variants: Variants,
}

/// Files that have the same names.
#[derive(Debug)]
struct Scope {
    /// The modules from which the same names can be imported.
    modules: Vec<Box<str>>,
    names: FxHashMap<Box<str>, Given>,
    /// Names under which modules provide something as they run, and which modules do.
    provided: FxHashMap<Box<str>, Vec<FileId>>,
}

/// What stands for a name.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Given {
    /// What a file of the run exports.
    Export(Export),
    /// What is imported from a module by this specifier, under this name.
    Import(Box<str>, Box<str>),
    /// One of several things.
    Several,
}

/// What a file exports under a name.
#[derive(Debug, Clone)]
struct Export {
    file: FileId,
    name: Box<str>,
    /// The file that it comes from, and the name there, for many files only pass on what others export.
    origin: Origin,
}

impl PartialEq for Export {
    fn eq(&self, other: &Self) -> bool {
        self.origin == other.origin
    }
}

impl Eq for Export {}

impl Given {
    /// What a name stands for that stands for this, and for something else.
    fn or(self, other: &Self) -> Self {
        if self == *other { self } else { Self::Several }
    }
}

impl AutoImports {
    /// What a name stands for in a file that neither declares nor imports it.
    fn given(&self, file: FileId, name: &str) -> Option<Given> {
        let scopes = self.of.get(&file)?.iter().filter_map(|scope| self.scopes.get(*scope));
        let known = scopes.filter_map(|scope| scope.names.get(name));
        let given = known.fold(None, |found: Option<Given>, given| {
            Some(match found {
                Some(found) => found.or(given),
                None => given.clone(),
            })
        });
        given.filter(|given| !matches!(given, Given::Export(export) if export.file == file))
    }

    /// The modules that provide something under a name as they run, for a file to use.
    fn provided(&self, file: FileId, name: &str) -> impl Iterator<Item = FileId> {
        let scopes = self.of.get(&file).into_iter().flatten().filter_map(|scope| self.scopes.get(*scope));
        scopes.filter_map(|scope| scope.provided.get(name)).flatten().copied().filter(move |by| *by != file)
    }

    /// The specifiers of what a text may use so.
    pub fn specifiers(&self, resolver: &Resolver<'_>, file: FileId, text: &str) -> Vec<Box<str>> {
        let variants = self.variants.specifiers(resolver, file);
        if !self.of.contains_key(&file) {
            return variants.collect();
        }
        let words = text.split(|char: char| !(char.is_alphanumeric() || matches!(char, '_' | '$')));
        let words: FxHashSet<&str> = words.filter(|word| !word.is_empty()).collect();
        let given = words.iter().filter_map(|word| Some(import_of(resolver, file, self.given(file, word)?).0));
        let provided = words.iter().flat_map(|word| self.provided(file, word));
        let mut found: Vec<Box<str>> =
            given.chain(provided.filter_map(|by| specifier(resolver, file, by))).chain(variants).collect();
        found.retain(|specifier| &**specifier != NOWHERE);
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The module with the imports that the build puts in.
    #[must_use]
    pub fn bound(&self, resolver: &Resolver<'_>, mut module: Module) -> Module {
        self.variants.merge(resolver, &mut module);
        let Some(scopes) = self.of.get(&module.file) else { return module };
        self.lead(resolver, scopes, &mut module);
        let mut added: FxHashMap<Box<str>, Option<BindingId>> = FxHashMap::default();
        let (file, top) = (module.file, module.top());
        for expr in &mut module.exprs {
            let ExprKind::Global(name) = &expr.kind else { continue };
            let (bindings, span) = (&mut module.bindings, expr.span);
            let binding = *added.entry(name.clone()).or_insert_with(|| {
                let (from, there) = import_of(resolver, file, self.given(file, name)?);
                let kind = BindingKind::Import { from, name: there };
                bindings.push(Binding { name: name.clone(), span, function: top, kind, ty: None });
                Some(BindingId::new(file, bindings.len() - 1))
            });
            if let Some(binding) = binding {
                expr.kind = ExprKind::Name(binding);
            }
        }
        module
    }

    /// Lets imports from the module that has all these names lead where each comes from.
    fn lead(&self, resolver: &Resolver<'_>, scopes: &[usize], module: &mut Module) {
        let scopes = || scopes.iter().filter_map(|scope| self.scopes.get(*scope));
        for binding in &mut module.bindings {
            if let BindingKind::Import { from, name } = &mut binding.kind
                && scopes().any(|scope| scope.modules.contains(from))
                && let Some(given) = self.given(module.file, name)
            {
                (*from, *name) = import_of(resolver, module.file, given);
            }
        }
    }
}

/// The specifier and the name by which a file imports something.
fn import_of(resolver: &Resolver<'_>, file: FileId, given: Given) -> (Box<str>, Box<str>) {
    match given {
        Given::Export(export) => {
            (specifier(resolver, file, export.file).unwrap_or_else(|| NOWHERE.into()), export.name)
        }
        Given::Import(from, name) => (from, name),
        Given::Several => (NOWHERE.into(), "default".into()),
    }
}

/// The specifier of one file in another.
fn specifier(resolver: &Resolver<'_>, from: FileId, to: FileId) -> Option<Box<str>> {
    way(resolver.location(from)?.parent()?, resolver.location(to)?).map(Into::into)
}

/// The name that a file gives what it exports by default: `use-api.ts` is `useApi`, `cart/index.ts` is `cart`.
fn name_of(path: &Path) -> Option<Box<str>> {
    let stem = |path: &Path| path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned);
    let own = stem(path)?;
    let name = if own == "index" { stem(path.parent()?)? } else { own };
    let mut parts = name.split(['-', '_', '.']).filter(|part| !part.is_empty());
    let with_first = |part: &str, change: fn(&char) -> char| {
        let mut chars = part.chars();
        chars.next().map(|first| change(&first)).into_iter().chain(chars).collect::<String>()
    };
    let first = parts.next()?;
    let rest: String = parts.map(|part| with_first(part, char::to_ascii_uppercase)).collect();
    // A name of one part stays as it is written.
    let first = if rest.is_empty() { first.to_owned() } else { with_first(first, char::to_ascii_lowercase) };
    Some((first + &rest).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_give_names() {
        for (path, name) in [
            ("composables/useApi.ts", "useApi"),
            ("composables/use-api.ts", "useApi"),
            ("utils/http_client.js", "httpClient"),
            ("stores/cart/index.ts", "cart"),
            ("utils/API.ts", "API"),
        ] {
            assert_eq!(name_of(Path::new(path)).as_deref(), Some(name), "{path}");
        }
    }
}
