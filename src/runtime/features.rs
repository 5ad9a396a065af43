//! Which features of crates those ask for that run in browsers.

use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};
use toml::{Table, Value};

/// The feature that is on unless a dependency says otherwise.
const DEFAULT: &str = "default";

/// The features of a package, each with what it turns on.
#[derive(Debug, Default)]
pub(super) struct Features(FxHashMap<String, Vec<String>>);

/// The features that are on in crates that browsers get as parts of others, by their folders.
#[derive(Debug, Default)]
pub(super) struct Asked(FxHashMap<PathBuf, FxHashSet<String>>);

impl Features {
    /// What a manifest declares.
    pub fn of(manifest: &Table) -> Self {
        let declared = manifest.get("features").and_then(Value::as_table).into_iter().flatten();
        let texts = |value: &Value| {
            let list = value.as_array().into_iter().flatten();
            list.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        Self(declared.map(|(name, turns_on)| (name.clone(), texts(turns_on))).collect())
    }

    /// Whether the package has a feature of this name.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// All that some features turn on in the package itself.
    fn all_of(&self, asked: impl Iterator<Item = String>) -> FxHashSet<String> {
        let mut on = FxHashSet::default();
        let mut left: Vec<String> = asked.collect();
        while let Some(feature) = left.pop() {
            if on.insert(feature.clone()) {
                left.extend(self.0.get(&feature).into_iter().flatten().cloned());
            }
        }
        on
    }
}

impl Asked {
    /// Notes what a dependency asks of the crate in a folder, which has `features`.
    pub fn ask(&mut self, folder: &Path, features: &Features, asked: &[String], with_default: bool) {
        let default = with_default.then(|| DEFAULT.to_owned());
        let on = features.all_of(asked.iter().cloned().chain(default));
        self.0.entry(folder.to_path_buf()).or_default().extend(on);
    }

    /// The first of some features that is declared in the crate and that no crate for browsers asks for.
    pub fn is_off<'n>(&self, folder: &Path, features: &Features, names: &[&'n str]) -> Option<&'n str> {
        let on = self.0.get(folder)?;
        names.iter().copied().find(|name| features.has(name) && !on.contains(*name))
    }
}

/// The features without which code below an attribute, written without blanks, is not built: `cfg(all(feature="a",unix))`.
pub(super) fn needed(attribute: &str) -> Vec<&str> {
    let is_plain = attribute.starts_with("cfg(feature=") || attribute.starts_with("cfg(all(");
    if !is_plain || attribute.contains("not(") || attribute.contains("any(") {
        return Vec::new();
    }
    let texts = attribute.split("feature=\"").skip(1);
    texts.filter_map(|rest| Some(rest.split_once('"')?.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Asked, Features, needed};

    #[test]
    fn what_is_needed_is_named_without_other_ways() {
        assert_eq!(needed("cfg(feature=\"a\")"), ["a"]);
        assert_eq!(needed("cfg(all(feature=\"a\",unix,feature=\"b-c\"))"), ["a", "b-c"]);
        for other in ["cfg(not(feature=\"a\"))", "cfg(any(feature=\"a\",unix))", "cfg_attr(feature=\"a\",x)", "server"]
        {
            assert!(needed(other).is_empty(), "{other}");
        }
    }

    #[test]
    fn features_turn_on_others() {
        let manifest = "[features]\ndefault = ['base']\nbase = []\nadmin = ['more']\nmore = []\n";
        let features = Features::of(&manifest.parse().unwrap());
        let mut asked = Asked::default();
        let folder = std::path::Path::new("core");
        assert_eq!(asked.is_off(folder, &features, &["admin"]), None);
        asked.ask(folder, &features, &[], true);
        assert_eq!(asked.is_off(folder, &features, &["base"]), None);
        assert_eq!(asked.is_off(folder, &features, &["base", "admin"]), Some("admin"));
        // What the crate does not declare is a dependency, or nothing.
        assert_eq!(asked.is_off(folder, &features, &["serde"]), None);
        asked.ask(folder, &features, &["admin".to_owned()], false);
        assert_eq!(asked.is_off(folder, &features, &["more"]), None);
    }
}
