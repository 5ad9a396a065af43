//! The stories in `fixtures/`: each vulnerable project has exactly the findings of its `expected.txt`, each mended one
//! has none. A project with an `authlint.toml` brings an API of its own.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Place, check, found, shown};

fn stories() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut stories: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("expected.txt").is_file())
        .collect();
    stories.sort();
    assert!(stories.len() >= 8);
    stories
}

/// What is found in a project.
fn findings(project: &Path) -> BTreeSet<Place> {
    if project.join("authlint.toml").is_file() { check(project, &[]) } else { found(project) }
}

#[test]
fn vulnerable_projects_have_the_expected_findings() {
    for story in stories() {
        let found = findings(&story.join("vulnerable"));
        let mut expected: Vec<String> =
            fs::read_to_string(story.join("expected.txt")).unwrap().lines().map(str::to_owned).collect();
        let mut found: Vec<String> = shown(&found).lines().map(str::to_owned).collect();
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "{}", story.display());
    }
}

#[test]
fn mended_projects_are_clean() {
    for story in stories() {
        let mut found = findings(&story.join("mended"));
        // What would be better still is no fault.
        found.retain(|(_, _, rule)| rule != "prefer-m2m");
        assert_eq!(shown(&found), "", "{}", story.display());
    }
}
