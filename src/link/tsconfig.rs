//! `tsconfig.json` as the resolver is to read it: what it builds upon is often not in the tree (`./.nuxt/tsconfig.json`,
//! `@tsconfig/node22`), and one missing file must not cost the aliases that are there.

use std::path::{Path, PathBuf};

use jsonc_parser::{ParseOptions, parse_to_serde_value};
use serde_json::{Map, Value};

use super::packages::{Packages, split};
use super::patterns::way;
use super::tree::Tree;
use crate::source::walk::normalised;

/// Files that one configuration may build upon, directly or not.
const MAX_EXTENDED: usize = 64;

/// The options that say what a specifier means.
const OPTIONS: [&str; 2] = ["baseUrl", "paths"];

/// The text with only what resolution asks for, and only with what is there. Malformed text is an empty configuration.
pub(super) fn mended(tree: &Tree, packages: &Packages, path: &Path, text: &str) -> String {
    let fields = parse(text).unwrap_or_default();
    let mut kept = Map::new();
    for key in ["files", "include", "exclude"] {
        if let Some(Value::Array(list)) = fields.get(key) {
            kept.insert(key.to_owned(), list.iter().filter(|item| item.is_string()).cloned().collect());
        }
    }
    kept.insert("compilerOptions".to_owned(), options(fields.get("compilerOptions")).into());
    let mut budget = MAX_EXTENDED;
    let bases = extended(tree, packages, path, &fields);
    if bases.iter().all(|base| is_finite(tree, packages, base, &mut budget)) {
        let dir = path.parent().unwrap_or(path);
        kept.insert("extends".to_owned(), bases.iter().filter_map(|base| way(dir, base)).collect());
    }
    kept.insert("references".to_owned(), references(tree, path, &fields).into());
    Value::Object(kept).to_string()
}

/// Where the compiler of a package writes to, and the folder of the sources that it writes so, if that is told.
pub(super) fn output(tree: &Tree, package: &Path) -> Option<(PathBuf, Option<PathBuf>)> {
    ["tsconfig.json", "tsconfig.build.json"].iter().find_map(|name| {
        let fields = parse(&tree.config(&package.join(name))?)?;
        let options = fields.get("compilerOptions")?;
        let folder = |key: &str| Some(normalised(&package.join(options.get(key)?.as_str()?)));
        Some((folder("outDir")?, folder("rootDir")))
    })
}

fn options(options: Option<&Value>) -> Map<String, Value> {
    let mut kept = Map::new();
    for (key, value) in options.and_then(Value::as_object).into_iter().flatten() {
        let sound = match value {
            Value::Object(paths) => paths.values().all(|targets| strings(targets).is_some()),
            Value::Array(_) => strings(value).is_some(),
            value => value.is_string(),
        };
        if sound && OPTIONS.contains(&key.as_str()) {
            kept.insert(key.clone(), value.clone());
        }
    }
    // An alias means the same in a script that TypeScript does not compile, for what bundles it is told so too.
    kept.insert("allowJs".to_owned(), true.into());
    kept
}

/// The files that a configuration extends, as far as they are in the tree.
fn extended(tree: &Tree, packages: &Packages, path: &Path, fields: &Map<String, Value>) -> Vec<PathBuf> {
    let Some(dir) = path.parent() else { return Vec::new() };
    let named = match fields.get("extends") {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(list) => strings(list).unwrap_or_default(),
        None => Vec::new(),
    };
    named.into_iter().filter_map(|specifier| base(tree, packages, dir, specifier)).collect()
}

fn base(tree: &Tree, packages: &Packages, dir: &Path, specifier: &str) -> Option<PathBuf> {
    let wanted = if specifier.starts_with(['.', '/']) {
        normalised(&dir.join(specifier))
    } else {
        let (name, rest) = split(specifier);
        let package = packages.named(tree, name, dir)?;
        let field = packages.manifest(package).and_then(|manifest| manifest.tsconfig.as_deref());
        normalised(&package.join(if rest.is_empty() { field.unwrap_or("tsconfig.json") } else { rest }))
    };
    let mut longer = wanted.clone().into_os_string();
    longer.push(".json");
    [wanted.clone(), PathBuf::from(longer), wanted.join("tsconfig.json")]
        .into_iter()
        .find(|path| tree.config(path).is_some())
}

/// Whether what a configuration builds upon comes to an end.
fn is_finite(tree: &Tree, packages: &Packages, path: &Path, budget: &mut usize) -> bool {
    let Some(left) = budget.checked_sub(1) else { return false };
    *budget = left;
    let fields = tree.config(path).and_then(|text| parse(&text)).unwrap_or_default();
    extended(tree, packages, path, &fields).iter().all(|base| is_finite(tree, packages, base, budget))
}

/// The other configurations that a configuration refers to, as far as they are in the tree.
fn references(tree: &Tree, path: &Path, fields: &Map<String, Value>) -> Vec<Value> {
    let Some(dir) = path.parent() else { return Vec::new() };
    let listed = fields.get("references").and_then(Value::as_array).into_iter().flatten();
    listed
        .filter_map(|reference| {
            let wanted = normalised(&dir.join(reference.get("path")?.as_str()?));
            let nested = wanted.join("tsconfig.json");
            let file = [wanted, nested].into_iter().find(|path| tree.config(path).is_some())?;
            (file != path).then(|| file.to_str().map(|file| serde_json::json!({ "path": file }))).flatten()
        })
        .collect()
}

/// The fields of a configuration: JSON with comments and trailing commas.
fn parse(text: &str) -> Option<Map<String, Value>> {
    match parse_to_serde_value(text, &ParseOptions::default()).ok()? {
        Value::Object(fields) => Some(fields),
        _ => None,
    }
}

fn strings(value: &Value) -> Option<Vec<&str>> {
    value.as_array()?.iter().map(Value::as_str).collect()
}
