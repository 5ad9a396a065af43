//! The project that a file belongs to.

use std::path::{Component, Path, PathBuf};

use super::door;
use super::walk::normalised;

/// What says where a package begins.
const MANIFESTS: [&str; 4] = ["package.json", "Cargo.toml", "deno.json", "deno.jsonc"];

/// Larger manifests are none.
const MAX_MANIFEST: u64 = 1024 * 1024;

/// The folder of the project around a file: of its workspace, else of its package, else the top of its repository.
/// `None` where nothing tells. The path is relative where it lies in the current directory.
pub fn around(file: &Path) -> Option<PathBuf> {
    let file = normalised(file);
    let mut package: Option<&Path> = None;
    let mut found: Option<&Path> = None;
    for folder in file.ancestors().skip(1) {
        if MANIFESTS.iter().any(|name| folder.join(name).is_file()) {
            package.get_or_insert(folder);
            if is_workspace(folder) {
                found = Some(folder);
            }
        }
        if folder.join(".git").exists() {
            found = found.or(package).or(Some(folder));
            break;
        }
    }
    found.or(package).map(relative)
}

/// Whether a folder is the top of a workspace: of npm, pnpm, yarn, Lerna or Cargo.
pub fn is_workspace(folder: &Path) -> bool {
    let says = |name: &str, word: &str| {
        door::customary_text(&folder.join(name), MAX_MANIFEST).is_ok_and(|text| text.contains(word))
    };
    folder.join("pnpm-workspace.yaml").is_file()
        || folder.join("lerna.json").is_file()
        || says("package.json", "\"workspaces\"")
        || says("Cargo.toml", "[workspace")
}

/// A path as one would write it from here.
fn relative(path: &Path) -> PathBuf {
    let here = normalised(Path::new("."));
    if path == here {
        return PathBuf::from(".");
    }
    if let Ok(inside) = path.strip_prefix(&here) {
        return inside.to_path_buf();
    }
    // `../..` where this is above.
    match here.strip_prefix(path) {
        Ok(below) => below.components().map(|_| Component::ParentDir).collect(),
        Err(_) => path.to_path_buf(),
    }
}
