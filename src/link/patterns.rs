//! Specifiers of many modules at once, `./pages/*.vue`, and of scripts that are given by their address.

use std::path::Path;

use globset::GlobBuilder;

/// What stands between a pattern and those that are taken from it.
const EXCEPT: &str = "!";

/// An address as a specifier: what is no path begins beside the module.
pub fn relative(address: &str) -> Box<str> {
    let is_path = address.starts_with(['.', '/', '@', '~', '#']) || address.contains(':');
    if is_path { address.into() } else { format!("./{address}").into() }
}

/// The way from a folder to a file, as every platform takes it.
pub(super) fn way(folder: &Path, file: &Path) -> Option<String> {
    let common = folder.components().zip(file.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(common).map(|_| "..");
    let down = file.components().skip(common).map(|part| part.as_os_str().to_str());
    let parts: Option<Vec<&str>> = std::iter::once(Some(".")).chain(up.map(Some)).chain(down).collect();
    parts.map(|parts| parts.join("/"))
}

/// The pattern of all modules in a folder and below it.
pub fn below(folder: &str) -> Box<str> {
    format!("{}/**", folder.trim_end_matches('/')).into()
}

/// A pattern but for what others, each with a `!` in front, name.
pub fn without(pattern: &str, others: &[&str]) -> Box<str> {
    others.iter().fold(pattern.to_owned(), |all, other| all + other).into()
}

/// Whether a specifier is a pattern.
pub fn is_pattern(specifier: &str) -> bool {
    specifier.contains('*')
}

/// Whether a pattern in the module at `from` means the one at `to`; `root` is the folder of their package.
pub fn matches(pattern: &str, from: &Path, to: &Path, root: Option<&Path>) -> bool {
    let Some(folder) = from.parent() else { return false };
    let mut parts = pattern.split(EXCEPT).filter(|part| !part.is_empty());
    let is = |part: &str| is_match(part, folder, to, root);
    parts.next().is_some_and(is) && !parts.any(is)
}

fn is_match<'p>(pattern: &str, mut folder: &'p Path, to: &Path, root: Option<&'p Path>) -> bool {
    let mut rest = pattern;
    if let Some(path) = rest.strip_prefix('/') {
        let Some(root) = root else { return false };
        (folder, rest) = (root, path);
    }
    loop {
        if let Some(path) = rest.strip_prefix("./") {
            rest = path;
        } else if let Some(path) = rest.strip_prefix("../") {
            let Some(parent) = folder.parent() else { return false };
            (folder, rest) = (parent, path);
        } else {
            break;
        }
    }
    let Ok(below) = to.strip_prefix(folder) else { return false };
    GlobBuilder::new(rest).literal_separator(true).build().is_ok_and(|glob| glob.compile_matcher().is_match(below))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_files_beside_and_below() {
        let from = Path::new("/p/src/main.ts");
        let is = |pattern: &str, to: &str| matches(pattern, from, Path::new(to), Some(Path::new("/p")));
        assert!(is("./pages/*.vue", "/p/src/pages/a.vue"));
        assert!(!is("./pages/*.vue", "/p/src/pages/b/a.vue"));
        assert!(is("../lib/**/*.ts", "/p/lib/a/b.ts"));
        assert!(is("/src/**", "/p/src/x.js"));
        let but = without("./pages/*.ts", &["!./pages/admin.ts"]);
        assert!(is(&but, "/p/src/pages/a.ts"));
        assert!(!is(&but, "/p/src/pages/admin.ts"));
        assert_eq!(&*relative("w.js"), "./w.js");
        assert_eq!(&*relative("/w.js"), "/w.js");
    }
}
