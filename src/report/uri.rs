//! Paths as SARIF wants them: relative to the repository, `/`, percent-encoded.

use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::source::walk::{normalised, shown};

/// Everything but what RFC 3986 leaves unreserved, and the slash. A colon is encoded too: in a first segment it would
/// read as a scheme.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The URI of a file relative to `root`.
pub fn relative(root: &Path, location: &Path, shown_path: &str) -> String {
    utf8_percent_encode(&inside(root, location, shown_path), ENCODED).to_string()
}

/// The path of a file relative to `root`. A file outside of it goes by its path as `shown_path`, without what leads
/// there from outside: a local path is nobody's business.
pub fn inside(root: &Path, location: &Path, shown_path: &str) -> String {
    let absolute = normalised(location);
    match absolute.strip_prefix(root) {
        Ok(path) if !path.as_os_str().is_empty() => shown(path),
        _ => {
            let inside = shown_path.trim_start_matches("../").trim_start_matches('/');
            if Path::new(shown_path).is_absolute() {
                inside.rsplit('/').next().unwrap_or_default().to_owned()
            } else {
                inside.to_owned()
            }
        }
    }
}

/// The top of the repository that the first of `paths` lies in; without one the current directory, or the path
/// itself if it lies elsewhere.
pub fn root_of(paths: &[PathBuf]) -> PathBuf {
    let current = normalised(Path::new("."));
    let first = paths.first().map_or_else(|| current.clone(), |path| normalised(path));
    if let Some(top) = first.ancestors().find(|directory| directory.join(".git").exists()) {
        return top.to_path_buf();
    }
    if first.starts_with(&current) {
        current
    } else if first.is_dir() {
        first
    } else {
        first.parent().map_or(current, Path::to_path_buf)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_and_encoded() {
        let uri = |location: &str, shown: &str| relative(Path::new("/repo"), Path::new(location), shown);
        assert_eq!(uri("/repo/a b/[id].ts", "a b/[id].ts"), "a%20b/%5Bid%5D.ts");
        assert_eq!(uri("/repo/src/../x:y.js", "x:y.js"), "x%3Ay.js");
        assert_eq!(uri("/repo/\u{e9}.js", "\u{e9}.js"), "%C3%A9.js");
        assert_eq!(uri("/else/where.js", "/else/where.js"), "where.js");
        assert_eq!(uri("/else/where.js", "../else/where.js"), "else/where.js");
    }

    #[test]
    fn the_repository_is_found_from_below() {
        let dir = tempfile::tempdir().unwrap();
        let top = dir.path().canonicalize().unwrap();
        std::fs::create_dir_all(top.join(".git")).unwrap();
        std::fs::create_dir_all(top.join("a/b")).unwrap();
        assert_eq!(root_of(&[top.join("a/b")]), top);
        let bare = tempfile::tempdir().unwrap();
        assert_eq!(root_of(&[bare.path().to_path_buf()]), normalised(bare.path()));
    }
}
