//! Which files of a tree are OpenAPI documents, by how they begin.

use std::path::Path;
use std::sync::LazyLock;

use regex::bytes::Regex;

use crate::source::SourceKind;
use crate::source::door;
use crate::source::files::kind_of;

/// So much of a file is looked at: the version comes first, or behind a long description.
const HEAD: u64 = 16 * 1024;

/// The version, as JSON or YAML write it. It is a constant, and a test matches with it.
static VERSION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?m)(?:^|[{,]\s*)["']?(?:openapi|swagger)["']?\s*:\s*["']?\d+\.\d"#).ok());

/// Whether a file is JSON or YAML and begins as an OpenAPI document does. What cannot be read is none.
pub fn is_document(path: &Path) -> bool {
    if !matches!(kind_of(path), Some(SourceKind::Json | SourceKind::Yaml)) {
        return false;
    }
    door::head(path, HEAD).is_ok_and(|head| VERSION.as_ref().is_some_and(|version| version.is_match(&head)))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn documents_are_known_by_their_version() {
        let dir = tempfile::tempdir().unwrap();
        let is = |name: &str, text: &str| {
            fs::write(dir.path().join(name), text).unwrap();
            is_document(&dir.path().join(name))
        };
        assert!(is("a.yaml", "# Ours\nopenapi: 3.1.0\ninfo: {}\n"));
        assert!(is("a.yml", "swagger: '2.0'\n"));
        assert!(is("a.json", "{\n  \"info\": {},\n  \"openapi\": \"3.0.3\"\n}"));
        assert!(is("b.json", "{\"swagger\":\"2.0\"}"));
        assert!(!is("a.txt", "openapi: 3.1.0\n"));
        assert!(!is("c.json", "{\"dependencies\": {\"openapi\": \"^3.0.0\"}}"));
        assert!(!is("d.yaml", "services:\n  openapi: 3.1.0\n"));
        assert!(!is_document(&dir.path().join("missing.yaml")));
    }
}
