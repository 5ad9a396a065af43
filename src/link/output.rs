//! Files that a build makes are rarely in the tree; the sources that they are made from are.

use std::path::{Component, Path, PathBuf};

use super::tree::Tree;

/// Directories that builds write to.
pub(super) const OUTPUT: [&str; 9] = ["dist", "lib", "build", "out", "es", "esm", "cjs", "output", "dist-es"];

/// Directories that sources are in; the last is the package itself.
const SOURCES: [&str; 3] = ["src", "source", ""];

/// Directories inside an output directory that say its format, or repeat the source directory.
const FORMATS: [&str; 10] = ["esm", "cjs", "es", "umd", "node", "browser", "src", "mjs", "types", "module"];

/// What sources end in, in the order they are looked for.
const EXTENSIONS: [&str; 8] = ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"];

/// What built files end in, longest first.
const BUILT: [&str; 9] = [".d.ts", ".d.mts", ".d.cts", ".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx"];

/// The source of a file that a build would write; `None` where it is not seen.
pub(super) fn source_of(tree: &Tree, built: &Path) -> Option<PathBuf> {
    let is_output = |part: Component| part.as_os_str().to_str().is_some_and(|part| OUTPUT.contains(&part));
    let is_built = || built.extension().is_some_and(|extension| BUILT.iter().any(|end| end[1..] == *extension));
    if !built.starts_with(&tree.root) || !is_built() {
        return None;
    }
    let package = tree.package_dir(built.parent()?)?;
    if let Some(source) = compiled_from(tree, package, built) {
        return Some(source);
    }
    if !built.components().any(is_output) {
        return None;
    }
    let mut parts = built.strip_prefix(package).ok()?.components();
    let output = parts.next().filter(|part| is_output(*part))?;
    // Where the directory is in the tree, what it lacks is not built either.
    if tree.has_dir(&package.join(output)) {
        return None;
    }
    let mut rest = parts.as_path();
    loop {
        if let Some(source) = SOURCES.iter().find_map(|dir| with_extension(tree, &package.join(dir).join(rest))) {
            return Some(source);
        }
        let mut parts = rest.components();
        parts.next().filter(|part| part.as_os_str().to_str().is_some_and(|part| FORMATS.contains(&part)))?;
        rest = parts.as_path();
    }
}

/// The source of a file that the compiler of a package would write where its configuration says.
fn compiled_from(tree: &Tree, package: &Path, built: &Path) -> Option<PathBuf> {
    let (output, root) = tree.output(package)?;
    let rest = built.strip_prefix(&output).ok().filter(|_| output != package && !tree.has_dir(&output))?;
    match root {
        Some(root) => with_extension(tree, &root.join(rest)),
        None => SOURCES.iter().find_map(|dir| with_extension(tree, &package.join(dir).join(rest))),
    }
}

/// The entry of a package whose manifest leads nowhere.
pub(super) fn entry_of(tree: &Tree, package: &Path) -> Option<PathBuf> {
    ["src/index.js", "index.js", "src/main.js"].iter().find_map(|path| with_extension(tree, &package.join(path)))
}

fn with_extension(tree: &Tree, built: &Path) -> Option<PathBuf> {
    let name = built.file_name()?.to_str()?;
    let stem = BUILT.iter().find_map(|extension| name.strip_suffix(extension))?;
    EXTENSIONS
        .iter()
        .map(|extension| built.with_file_name(format!("{stem}.{extension}")))
        .find(|path| tree.has_file(path))
}
