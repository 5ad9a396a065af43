//! The package that a file belongs to.

use std::fs;
use std::path::Path;

/// How far up a manifest is looked for.
const MAX_LEVELS: usize = 12;

/// The name of the nearest package or crate around a file; `None` where there is none or it cannot be read.
pub fn name_of(file: &Path) -> Option<String> {
    for folder in file.ancestors().skip(1).take(MAX_LEVELS) {
        if let Ok(text) = fs::read_to_string(folder.join("package.json")) {
            let manifest: serde_json::Value = serde_json::from_str(&text).ok()?;
            return manifest.get("name")?.as_str().map(str::to_owned);
        }
        if let Ok(text) = fs::read_to_string(folder.join("Cargo.toml")) {
            let manifest: toml::Table = text.parse().ok()?;
            return manifest.get("package")?.get("name")?.as_str().map(str::to_owned);
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}
