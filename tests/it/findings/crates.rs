//! Packages of Rust in `tests/cases/crates/`: a comment `expect: <rule>, …` at the end of a line is a finding there, and
//! there are no others.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::{Place, assert_same, found, marked};

/// Copies a folder, and notes what is expected of the files in it.
fn copied(from: &Path, to: &Path, at: &str, expected: &mut BTreeSet<Place>) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, name) = (entry.as_ref().unwrap().path(), entry.unwrap().file_name());
        let name = name.to_string_lossy().into_owned();
        let place = if at.is_empty() { name.clone() } else { format!("{at}/{name}") };
        if path.is_dir() {
            copied(&path, &to.join(&name), &place, expected);
        } else {
            let text = fs::read_to_string(&path).unwrap();
            expected.extend(marked(&text).into_iter().map(|(line, rule)| (place.clone(), line, rule)));
            fs::write(to.join(&name), text).unwrap();
        }
    }
}

#[test]
fn packages_have_the_findings_that_their_comments_name() {
    // Elsewhere, for below `tests` everything is a test.
    let project = tempfile::tempdir().unwrap();
    let mut expected = BTreeSet::new();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/crates");
    copied(&cases, project.path(), "", &mut expected);
    assert!(!expected.is_empty());
    assert_same(&found(project.path()), &expected);
}
