//! Which files are those of tests, by their paths.

/// Whether a path is that of a test: a literal in it is rarely a live one.
pub fn is_test_file(path: &str) -> bool {
    let mut parts: Vec<&str> = path.split(['/', '\\']).collect();
    let file = parts.pop().unwrap_or_default().to_ascii_lowercase();
    let folder =
        |part: &&str| matches!(*part, "test" | "tests" | "__tests__" | "__mocks__" | "spec" | "e2e" | "cypress");
    if parts.iter().any(folder) {
        return true;
    }
    let mut pieces = file.split(['.', '_', '-']);
    pieces.any(|piece| matches!(piece, "test" | "tests" | "spec" | "mock" | "e2e" | "stories" | "story"))
}

#[cfg(test)]
mod tests {
    use super::is_test_file;

    #[test]
    fn test_files() {
        for path in ["src/a.test.ts", "tests/a.rs", "src/__tests__/a.js", "a_test.rs", "a.spec.js", "Login.stories.tsx"]
        {
            assert!(is_test_file(path), "{path}");
        }
        for path in ["src/latest.js", "src/contest/a.ts", "attest.rs"] {
            assert!(!is_test_file(path), "{path}");
        }
    }
}
