//! The package that a file belongs to.

use std::path::Path;

use super::door;

/// How far up a manifest is looked for.
const MAX_LEVELS: usize = 12;

/// Larger manifests are none.
const MAX_MANIFEST: u64 = 1024 * 1024;

/// The name of the nearest package or crate around a file; `None` where there is none or it cannot be read.
pub fn name_of(file: &Path) -> Option<String> {
    for folder in file.ancestors().skip(1).take(MAX_LEVELS) {
        if let Ok(text) = door::customary_text(&folder.join("package.json"), MAX_MANIFEST) {
            let manifest: serde_json::Value = serde_json::from_str(&text).ok()?;
            return manifest.get("name")?.as_str().map(str::to_owned);
        }
        if let Ok(text) = door::customary_text(&folder.join("Cargo.toml"), MAX_MANIFEST) {
            let manifest: toml::Table = text.parse().ok()?;
            return manifest.get("package")?.get("name")?.as_str().map(str::to_owned);
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}
