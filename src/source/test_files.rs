//! Which files are those of tests, by their paths: `rules/languages/tests.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// The data file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Conventions {
    /// Names of folders.
    folders: Vec<String>,
    /// Pieces of a file's name, between dots, hyphens and underscores, in small letters.
    pieces: Vec<String>,
}

/// The text is part of the program, and the test below fails where it cannot be read.
static CONVENTIONS: LazyLock<Conventions> =
    LazyLock::new(|| toml::from_str(include_str!("../../rules/languages/tests.toml")).unwrap_or_default());

/// Whether a path is that of a test: a literal in it is rarely a live one.
pub fn is_test_file(path: &str) -> bool {
    let has = |known: &[String], piece: &str| known.iter().any(|known| known == piece);
    let mut parts: Vec<&str> = path.split(['/', '\\']).collect();
    let file = parts.pop().unwrap_or_default().to_ascii_lowercase();
    parts.iter().any(|part| has(&CONVENTIONS.folders, part))
        || file.split(['.', '_', '-']).any(|piece| has(&CONVENTIONS.pieces, piece))
}

#[cfg(test)]
mod tests {
    use super::is_test_file;

    #[test]
    fn test_files() {
        for path in [
            "src/a.test.ts",
            "tests/a.rs",
            "src/__tests__/a.js",
            "a_test.rs",
            "a.spec.js",
            "Login.stories.tsx",
            "vitest-setup.ts",
        ] {
            assert!(is_test_file(path), "{path}");
        }
        for path in ["src/latest.js", "src/contest/a.ts", "attest.rs"] {
            assert!(!is_test_file(path), "{path}");
        }
    }
}
