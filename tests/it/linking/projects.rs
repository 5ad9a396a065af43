//! Projects in `tests/cases/projects/`, a folder each: a comment `expect: <rule>, …` at the end of a line is a finding there,
//! and there are no others.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::{assert_same, copied, found};

#[test]
fn projects_have_the_findings_that_their_comments_name() {
    for project in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/projects")).unwrap() {
        // Elsewhere, for below `tests` everything is a test.
        let elsewhere = tempfile::tempdir().unwrap();
        let mut expected = BTreeSet::new();
        copied(&project.unwrap().path(), elsewhere.path(), "", &mut expected);
        assert!(!expected.is_empty());
        assert_same(&found(elsewhere.path()), &expected);
    }
}
