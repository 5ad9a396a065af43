//! The stories in `fixtures/`: each vulnerable project has exactly the findings of its `expected.txt`, each mended one
//! has none.

use std::fs;
use std::path::{Path, PathBuf};

use authlint::pipeline::Options;
use authlint::pipeline::triage::Wanted;

use crate::support::{found, found_with, shown};

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

#[test]
fn vulnerable_projects_have_the_expected_findings() {
    for story in stories() {
        let found = found(&story.join("vulnerable"));
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
        // What would be better still is no fault.
        let wanted = Wanted { ignore: vec!["prefer-m2m".to_owned()], ..Wanted::default() };
        let found = found_with(&story.join("mended"), &Options::default(), &wanted);
        assert_eq!(shown(&found), "", "{}", story.display());
    }
}
