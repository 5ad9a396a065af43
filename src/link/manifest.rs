//! `package.json`, as much of it as linking asks for.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::{Map, Value};

/// The fields that say where the modules of a package are.
const KEPT: [&str; 9] = ["name", "exports", "imports", "source", "module", "main", "browser", "types", "typings"];

/// The fields that list the packages a package is made of.
const DEPENDENCIES: [&str; 4] = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];

/// The manifest of one package.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    pub name: Option<String>,
    /// The patterns of `workspaces`.
    pub workspaces: Vec<String>,
    /// What is asked for of each dependency: a range, or a path.
    pub dependencies: FxHashMap<String, String>,
    /// The `tsconfig` field: what `extends` means where it names the package alone.
    pub tsconfig: Option<String>,
}

impl Manifest {
    /// Reads a manifest; one that is malformed is none.
    pub fn parse(text: &str) -> Option<Self> {
        let Value::Object(fields) = serde_json::from_str(text).ok()? else { return None };
        let string = |key: &str| fields.get(key).and_then(Value::as_str).map(str::to_owned);
        let workspaces = match fields.get("workspaces") {
            Some(Value::Object(yarn)) => yarn.get("packages").map(strings),
            Some(list) => Some(strings(list)),
            None => None,
        };
        let dependencies = DEPENDENCIES
            .iter()
            .filter_map(|key| fields.get(*key)?.as_object())
            .flatten()
            .filter_map(|(name, range)| Some((name.clone(), range.as_str()?.to_owned())))
            .collect();
        Some(Self {
            name: string("name"),
            workspaces: workspaces.unwrap_or_default(),
            dependencies,
            tsconfig: string("tsconfig"),
        })
    }
}

/// The patterns of `pnpm-workspace.yaml`.
pub(super) fn pnpm_patterns(text: &str) -> Vec<String> {
    #[derive(Deserialize)]
    struct Workspace {
        #[serde(default)]
        packages: Vec<String>,
    }
    let options = serde_saphyr::options! {
        with_snippet: false,
        budget: serde_saphyr::budget! { max_depth: 32, max_nodes: 20_000, max_events: 40_000 },
    };
    serde_saphyr::from_str_with_options::<Workspace>(text, options).map_or_else(|_| Vec::new(), |found| found.packages)
}

/// The patterns of `lerna.json`.
pub(super) fn lerna_patterns(text: &str) -> Vec<String> {
    let lerna: Value = serde_json::from_str(text).unwrap_or_default();
    lerna.get("packages").map(strings).unwrap_or_default()
}

/// A manifest as the resolver is to read it: what it has no use for is left out, and so is what it would stumble over.
pub(super) fn mended(text: &str) -> Option<String> {
    let Value::Object(fields) = serde_json::from_str(text).ok()? else { return None };
    let kept: Map<String, Value> = fields
        .into_iter()
        .filter(|(key, value)| match key.as_str() {
            "exports" => !value.is_null(),
            "imports" => value.is_object(),
            key => KEPT.contains(&key) && value.is_string(),
        })
        .collect();
    serde_json::to_string(&kept).ok()
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
