//! Links between the documents, and to the files that they speak of, lead somewhere.

use std::fs;
use std::path::Path;

use regex::Regex;

const PAGES: [&str; 19] = [
    "README.md",
    "CHANGELOG.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "rules/clients/README.md",
    "rules/contexts/README.md",
    "docs/walk-through.md",
    "docs/findings.md",
    "docs/silencing.md",
    "docs/pipelines.md",
    "docs/any-api.md",
    "docs/clients.md",
    "docs/limits.md",
    "docs/options.md",
    "docs/configuration.md",
    "docs/json.md",
    "docs/index.md",
    "docs/architecture.md",
];

#[test]
fn links_lead_to_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let link = Regex::new(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)").unwrap();
    let mut followed = 0;
    for page in PAGES {
        let text = fs::read_to_string(root.join(page)).unwrap();
        let folder = root.join(page).parent().unwrap().to_path_buf();
        for target in link.captures_iter(&text).map(|found| found.get(1).unwrap().as_str()) {
            if !target.contains("://") {
                assert!(folder.join(target).exists(), "{page} links to {target}, which is not there");
                followed += 1;
            }
        }
    }
    assert!(followed > 30, "{followed}");
}

/// A newcomer opens what the recipes name.
#[test]
fn files_that_recipes_name_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = Regex::new(r"`((?:src|rules|tests|benches|fixtures|\.ci)/[\w./-]*)`").unwrap();
    for page in ["ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(root.join(page)).unwrap();
        for path in named.captures_iter(&text).map(|found| found.get(1).unwrap().as_str()) {
            assert!(root.join(path).exists(), "{page} names {path}, which is not there");
        }
    }
}

/// Whoever adds a case finds the folder that it belongs into.
#[test]
fn folders_of_cases_are_named() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("CONTRIBUTING.md")).unwrap();
    for folder in fs::read_dir(root.join("tests/cases")).unwrap() {
        let name = folder.unwrap().file_name().into_string().unwrap();
        assert!(text.contains(&format!("`tests/cases/{name}/")), "CONTRIBUTING.md does not name tests/cases/{name}");
    }
}
